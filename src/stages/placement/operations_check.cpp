// `sojourn check`: verifies a plan made by anyone. Shares nothing with the solver but the reader.
// The table gathers it in operations.cpp. Tested in tests/cli.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <filesystem>
#include <ostream>
#include <thread>

#include "base/operation.h"
#include "base/text.h"
#include "planner/improvements.h"
#include "planner/planner.h"
#include "stages/placement/folder.h"
#include "stages/placement/operations.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/output.h"

namespace sojourn::stages::placement {
namespace {

using base::with_commas;
using planner::Improvement;
using planner::Instance;
using planner::Ix;
using planner::none;

struct CheckInput {
  std::string folder;
  std::string out;
  std::optional<std::int32_t> moves;
  std::optional<std::int32_t> threads;
  FileEncoding encoding = FileEncoding::utf_8;
};
BOOST_DESCRIBE_STRUCT(CheckInput, (), (folder, out, moves, threads, encoding))

/// Violations listed at most; the rest are counted.
constexpr std::size_t most_shown = 100;

/// "name (id)", or the id alone.
template <class Records>
std::string called(const Instance& instance, const Records& records, Ix position) {
  if (position == none) {
    return "nobody";
  }
  const auto& record = records[static_cast<std::size_t>(position)];
  const std::string_view id = instance.text(record.id);
  const std::string_view name = instance.text(record.name);
  return name.empty() || name == id ? std::string(id) : fmt::format("{} ({})", name, id);
}

std::string sentence(const Instance& instance, const Improvement& better) {
  const auto staff = [&](Ix p) { return called(instance, instance.staff, p); };
  const auto site = [&](Ix s) { return called(instance, instance.sites, s); };
  const auto sponsor = [&](Ix s) { return called(instance, instance.sponsors, s); };
  const std::string_view role = better.role == planner::Role::leader ? "leader" : "member";
  switch (better.kind) {
    case Improvement::Kind::place:
      return fmt::format("place {} at {} as {}", staff(better.staff), site(better.site), role);
    case Improvement::Kind::move:
      return fmt::format("move {} from {} to {} as {}", staff(better.staff), site(better.from_site),
                         site(better.site), role);
    case Improvement::Kind::change_role:
      return fmt::format("make {} {} at {}", staff(better.staff), role, site(better.site));
    case Improvement::Kind::remove:
      return fmt::format("take {} away from {}", staff(better.staff), site(better.from_site));
    case Improvement::Kind::change_lead:
      return fmt::format("let {} lead {} instead of {}", sponsor(better.sponsor), site(better.site),
                         sponsor(better.from_sponsor));
    case Improvement::Kind::exchange:
      return fmt::format("exchange {} and {}, so that {} goes to {}", staff(better.staff),
                         staff(better.other), staff(better.staff), site(better.site));
    case Improvement::Kind::replace:
      return fmt::format("send {} to {} in the place of {}", staff(better.staff), site(better.site),
                         staff(better.other));
  }
  return "";
}

void refuse_faults_of(const std::string& out, const std::vector<Fault>& faults, std::size_t more) {
  if (faults.empty()) {
    return;
  }
  base::Refusal refusal{.kind = base::Kind::invalid,
                        .code = "plan",
                        .detail = "The plan in " + out + " cannot be read. What to put right:",
                        .faults = {},
                        .more_faults = more};
  for (const Fault& fault : faults) {
    refusal.faults.push_back(to_base(fault));
  }
  throw refusal;
}

void print_terms(const planner::Value& value, std::ostream& out) {
  out << fmt::format("{:<20}{:>16}{:>12}\n", "term", "points", "count");
  for (std::size_t t = 0; t < planner::term_count; ++t) {
    out << fmt::format("{:<20}{:>16}{:>12}\n", planner::term_names[t], with_commas(value.points[t]),
                       with_commas(value.counts[t]));
  }
  out << fmt::format("{:<20}{:>16}\n", "total", with_commas(value.total));
}

/// What report.json claims, held against what was computed.
std::vector<planner::Violation> check_report(const RunReport& report, const Instance& instance,
                                             const planner::Value& value,
                                             std::optional<planner::Points> certified,
                                             base::Terminal& terminal) {
  std::vector<planner::Violation> wrong;
  const auto claim = [&](std::string_view code, std::string detail) {
    planner::Violation violation;
    violation.code = code;
    violation.detail = std::move(detail);
    wrong.push_back(std::move(violation));
  };
  if (report.input_digest != instance.input_digest ||
      report.rules_digest != instance.rules_digest) {
    terminal.err << "note: the folder has changed since this plan was made; what report.json says "
                    "is about the folder as it was.\n";
    return wrong;
  }
  if (report.total != value.total) {
    claim("report.total", fmt::format("report.json says a total of {}, the plan is worth {}.",
                                      with_commas(report.total), with_commas(value.total)));
  }
  std::size_t term = 0;
  base::for_each_member<TermsFigures>([&](std::string_view name, auto pointer) {
    const TermFigures& figures = report.terms.*pointer;
    if (figures.points != value.points[term] || figures.count != value.counts[term]) {
      claim("report.term",
            fmt::format("report.json says {} points and a count of {} for {}; they are {} and {}.",
                        with_commas(figures.points), with_commas(figures.count), name,
                        with_commas(value.points[term]), with_commas(value.counts[term])));
    }
    ++term;
  });
  if (certified && report.bound > *certified) {
    claim("report.bound", fmt::format("report.json says a bound of {}, the certificate proves {}.",
                                      with_commas(report.bound), with_commas(*certified)));
  }
  if (report.proven && report.bound != value.total) {
    claim("report.proven",
          "report.json says that the plan is proven optimal, but its bound is not "
          "its total.");
  }
  return wrong;
}

int run_check(const CheckInput& input, base::Terminal& terminal) {
  std::ostream& out = terminal.out;
  const int threads =
      input.threads.value_or(static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  // 1. The folder and the plan, or all errors of either.
  const Instance instance = read_or_refuse(input.folder, input.encoding, threads, terminal);
  const std::optional<RunReport> report = read_report(input.out);
  // What `sojourn plan` wrote is UTF-8; a list made by hand was saved as the folder was.
  const ReadOptions options{.encoding = std::string(report ? "utf-8" : name_of(input.encoding)),
                            .threads = threads};
  const ReadPlan read = read_plan(input.out, instance, options);
  for (const Fault& warning : read.warnings) {
    terminal.err << "warning: " << text_of(warning) << '\n';
  }
  refuse_faults_of(input.out, read.errors, read.more_errors);
  const ReadCertificate certificate = read_certificate(input.out, instance, options);
  refuse_faults_of(input.out, certificate.errors, certificate.more_errors);

  // 2. The plan against the hard rules, the claims against the plan.
  const planner::Plan& plan = *read.plan;
  std::vector<planner::Violation> violations = planner::check(instance, plan);
  const bool valid = violations.empty();
  const planner::Value value = planner::value_of(instance, plan);
  std::optional<planner::Points> bound;
  if (certificate.certificate) {
    planner::CertificateCheck checked =
        planner::check_certificate(instance, *certificate.certificate, certificate.floors, threads);
    bound = checked.bound;
    violations.insert(violations.end(), checked.violations.begin(), checked.violations.end());
  }
  if (report) {
    const auto wrong = check_report(*report, instance, value, bound, terminal);
    violations.insert(violations.end(), wrong.begin(), wrong.end());
  }

  // 3. What is wrong first, then what the plan is worth.
  if (valid) {
    out << fmt::format("The plan keeps every hard rule: {} of {} people at {} sites.\n",
                       with_commas(static_cast<std::int64_t>(plan.placements.size())),
                       with_commas(static_cast<std::int64_t>(instance.staff.size())),
                       with_commas(static_cast<std::int64_t>(instance.sites.size())));
  } else {
    out << "The plan is not valid.\n";
  }
  for (std::size_t i = 0; i < std::min(most_shown, violations.size()); ++i) {
    const planner::Violation& violation = violations[i];
    out << (violation.rule > 0 ? fmt::format("  rule {}: ", violation.rule) : "  claim: ")
        << violation.detail << '\n';
  }
  if (violations.size() > most_shown) {
    out << "  ... and " << with_commas(static_cast<std::int64_t>(violations.size() - most_shown))
        << " more.\n";
  }
  out << '\n';
  print_terms(value, out);
  if (bound) {
    const planner::Points gap = value.total - *bound;
    out << fmt::format("\nThe certificate holds: no plan at all is worth less than {}.\n",
                       with_commas(*bound));
    if (valid && gap == 0) {
      out << "The plan is proven optimal.\n";
    } else if (valid) {
      out << fmt::format("Nobody could gain more than {} points, {:.1f} a site.\n",
                         with_commas(gap),
                         static_cast<double>(gap) / static_cast<double>(instance.sites.size()));
    }
  } else if (!certificate.given) {
    out << "\nThere is no certificate.csv, so nothing is known of how much better a plan could "
           "be.\n";
  }

  // 4. For a list made by hand: what would better it most.
  const std::int32_t moves = input.moves.value_or(report ? 0 : 10);
  if (moves > 0) {
    const auto better = planner::best_improvements(instance, plan, static_cast<std::size_t>(moves));
    out << (better.empty() ? "\nNo single move and no swap would make it better.\n"
                           : "\nWhat would make it better, each by itself and all together:\n");
    for (const Improvement& each : better) {
      out << fmt::format("  {:>10}  {}\n", with_commas(each.change), sentence(instance, each));
    }
  }
  return violations.empty() ? base::exit_done : base::exit_answer_is_no;
}

}  // namespace

base::Operation check_operation() {
  return base::operation<CheckInput>(
      {.name = "check",
       .summary = "verify a plan, or score a list made by hand",
       .description =
           "Reads a programme folder and a plan (placements.csv, and lead_sponsors.csv where it is "
           "there), and says which hard rules the plan breaks, if any, and what it is worth, term "
           "by "
           "term. It shares nothing with the search but the reader.\n\n"
           "Where certificate.csv is there, the bound is recomputed from its prices alone; where "
           "report.json is there, its claims are held against the plan.\n\n"
           "A list made by hand needs placements.csv only, with the columns staff, site and role "
           "(leader or member). Without lead_sponsors.csv, sites have their announced lead sponsor "
           "or none.",
       .fields = {{.name = "folder",
                   .shape = "FOLDER",
                   .positional = true,
                   .meaning = "The programme folder."},
                  {.name = "out",
                   .shape = "OUT",
                   .positional = true,
                   .meaning = "The folder with the plan."},
                  {.name = "moves",
                   .shape = "N",
                   .least = 0,
                   .most = 1000,
                   .meaning = "How many single moves and swaps to name that would make the plan "
                              "better. 10 for a list made by hand, 0 where report.json is there.",
                   .trade = "They take a second for a county and in proportion above it."},
                  {.name = "threads",
                   .shape = "N",
                   .least = 1,
                   .most = 1024,
                   .meaning = "Processors to use; all of them unless given."},
                  encoding_words()},
       .exit_codes = {{1, "the plan breaks a hard rule, or a claim about it is wrong"}},
       .examples = {{"sojourn check county plan", "verify what `sojourn plan` wrote"},
                    {"sojourn check county our-list", "score placements.csv made by hand"}},
       .see_also = {"plan", "explain"}},
      run_check);
}

}  // namespace sojourn::stages::placement
