// `sojourn check`: verifies a plan made by anyone. Shares nothing with the search but the reader,
// which also refuses pins that clash (clashes.cpp). The table gathers it in operations.cpp. Tested
// in tests/cli.
#include <algorithm>
#include <boost/describe/class.hpp>
#include <filesystem>
#include <ostream>

#include "base/operation.h"
#include "base/process.h"
#include "base/text.h"
#include "planner/check_certificate.h"
#include "planner/improvements.h"
#include "planner/planner.h"
#include "stages/placement/folder.h"
#include "stages/placement/operations.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/output.h"
#include "stages/placement/report_figures.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {
namespace {

using base::in_figures;
using planner::Instance;
using planner::Ix;
using planner::SingleMove;

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
std::string called(const Words& words, const Instance& instance, const Records& records,
                   Ix position) {
  const auto& record = records[static_cast<std::size_t>(position)];
  const std::string_view id = instance.text(record.id);
  const std::string_view name = instance.text(record.name);
  return name.empty() || name == id ? std::string(id)
                                    : words.say("check.called", {{"name", name}, {"id", id}});
}

std::string sentence(const Words& words, const Instance& instance, const SingleMove& better) {
  return single_move(
      words, better, [&](Ix p) { return called(words, instance, instance.staff, p); },
      [&](Ix s) { return called(words, instance, instance.sites, s); },
      [&](Ix o) { return called(words, instance, instance.sponsors, o); });
}

void print_terms(const Words& words, const planner::Value& value, std::ostream& out) {
  // In English terms are called as in report.json and rules.toml, which are English.
  const bool keys = words.language() == base::Language::en;
  const auto row = [&](std::string_view name, std::string_view points, std::string_view count) {
    out << base::padded(name, 20) << base::padded_before(points, 16)
        << base::padded_before(count, count.empty() ? 0 : 12) << '\n';
  };
  row(words.say("check.term"), words.say("check.points"), words.say("check.count"));
  for (std::size_t t = 0; t < planner::term_count; ++t) {
    const std::string key(planner::term_names[t]);
    row(keys ? key : words.say("term." + key), in_figures(value.points[t]),
        in_figures(value.counts[t]));
  }
  row(words.say("check.total"), in_figures(value.total), "");
}

/// What report.json claims, held against what was computed.
std::vector<planner::Violation> check_report(const RunReport& report, const Instance& instance,
                                             const planner::Value& value,
                                             std::optional<planner::Points> claimable,
                                             base::Terminal& terminal) {
  std::vector<planner::Violation> wrong;
  const auto claim = [&](std::string_view code, base::Sentence detail) {
    planner::Violation violation;
    violation.code = code;
    violation.detail = std::move(detail);
    wrong.push_back(std::move(violation));
  };
  if (report.input_digest != instance.input_digest ||
      report.rules_digest != instance.rules_digest) {
    const base::Sentence changed =
        "note: the folder has changed since this plan was made; what report.json says is about the "
        "folder as it was.";
    terminal.err << changed.in(terminal.language) << '\n';
    return wrong;
  }
  if (report.total != value.total) {
    claim("report.total", base::in_words("report.json says a total of {}, the plan is worth {}.",
                                         in_figures(report.total), in_figures(value.total)));
  }
  std::size_t term = 0;
  base::for_each_member<TermsFigures>([&](std::string_view name, auto pointer) {
    const TermFigures& figures = report.terms.*pointer;
    if (figures.points != value.points[term] || figures.count != value.counts[term]) {
      claim("report.term",
            base::in_words(
                "report.json says {} points and a count of {} for {}; they are {} and {}.",
                in_figures(figures.points), in_figures(figures.count), base::Sentence::phrase(name),
                in_figures(value.points[term]), in_figures(value.counts[term])));
    }
    ++term;
  });
  if (claimable && report.bound > *claimable) {
    claim("report.bound",
          base::in_words("report.json says a bound of {}, the certificate proves {}.",
                         in_figures(report.bound), in_figures(*claimable)));
  }
  if (report.proven && report.bound != value.total) {
    claim("report.proven",
          "report.json says that the plan is proven optimal, but its bound is not "
          "its total.");
  }
  return wrong;
}

/// A certificate of another folder, or of this one as it was, still proves what its prices prove
/// here; but nobody should take it for what was written with the plan.
void tell_other_digests(const ReadCertificate& certificate, const Instance& instance,
                        base::Terminal& terminal) {
  if (certificate.input_digest == instance.input_digest &&
      certificate.rules_digest == instance.rules_digest) {
    return;
  }
  const base::Sentence other =
      "note: certificate.csv was made for another folder, or for this one before it changed; its "
      "prices are held against the folder as it is.";
  terminal.err << other.in(terminal.language) << '\n';
}

/// A list without any lead sponsor: choosing them is one decision, told in one line, and what
/// people could do better is said as it stands with them. Two lists: the best changes whatever they
/// are about, and the best that can all be made, where that is another list.
void print_improvements(const Words& words, const Instance& instance, const planner::Plan& plan,
                        std::size_t moves, std::ostream& out) {
  bool any_chosen = false;
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    any_chosen = any_chosen || plan.lead_sponsors[s] != instance.sites[s].announced_lead;
  }
  out << '\n';
  const planner::checking::TeamSites sites(instance, 1);
  planner::Draft draft(sites, plan);
  const char* heading = "check.better";
  if (!any_chosen) {
    const planner::LeadChoice leads = planner::best_leads(draft);
    if (leads.change < 0) {
      draft.set_leads(leads.lead_sponsors);
      out << words.say("check.no_leads", {{"points", -leads.change}}) << '\n';
      heading = "check.better_with_leads";
    }
  }
  const planner::Improvements better = planner::best_improvements(draft, moves);
  const auto print = [&](const std::vector<SingleMove>& list) {
    for (const SingleMove& each : list) {
      out << "  " << base::padded_before(words.number(each.change), 10) << "  "
          << sentence(words, instance, each) << '\n';
    }
  };
  if (better.alone.empty()) {
    out << words.say("check.no_better") << '\n';
    return;
  }
  out << words.say(heading) << '\n';
  print(better.alone);
  planner::Points sum = 0;
  for (const SingleMove& each : better.together) {
    sum -= each.change;
  }
  if (better.together == better.alone) {
    if (better.alone.size() > 1) {
      out << words.say("check.all_together", {{"points", sum}}) << '\n';
    }
  } else if (better.together.size() > 1) {
    out << words.say("check.together", {{"points", sum}}) << '\n';
    print(better.together);
  } else {
    out << words.say("check.one_of_them") << '\n';
  }
}

int run_check(const CheckInput& input, base::Terminal& terminal) {
  std::ostream& out = terminal.out;
  const Words words(terminal.language);
  const int threads = input.threads.value_or(base::processors());
  // 1. The folder and the plan, or all errors of either.
  const Instance instance = read_or_refuse(input.folder, input.encoding, threads, terminal);
  const std::optional<RunReport> report = read_report(input.out);
  const ReadOptions options = options_of_plan(
      {.encoding = std::string(name_of(input.encoding)), .threads = threads}, report.has_value());
  const ReadPlan read = read_plan(input.out, instance, options);
  for (const Fault& warning : read.warnings) {
    print_warning(warning, terminal);
  }
  refuse_unreadable(input.out, read.errors, read.more_errors);
  const ReadCertificate certificate = read_certificate(input.out, instance, options);
  refuse_unreadable(input.out, certificate.errors, certificate.more_errors);

  // 2. The plan against the hard rules, the claims against the plan.
  const planner::Plan& plan = *read.plan;
  std::vector<planner::Violation> violations = planner::check(instance, plan);
  const bool valid = violations.empty();
  const planner::Value value = planner::value_of(instance, plan);
  planner::CertificateCheck checked;
  if (certificate.certificate) {
    tell_other_digests(certificate, instance, terminal);
    checked =
        planner::check_certificate(instance, *certificate.certificate, certificate.floors, threads);
    violations.insert(violations.end(), checked.violations.begin(), checked.violations.end());
  }
  const std::optional<planner::Points> bound = checked.bound;
  if (report) {
    const auto wrong = check_report(*report, instance, value, checked.claimable, terminal);
    violations.insert(violations.end(), wrong.begin(), wrong.end());
  }

  // 3. What is wrong first, then what the plan is worth.
  const auto line = [&](std::string_view key, const std::vector<Argument>& arguments = {}) {
    out << words.say(key, arguments) << '\n';
  };
  if (valid) {
    line("check.valid", {{"placed", plan.placements.size()},
                         {"staff", instance.staff.size()},
                         {"sites", instance.sites.size()}});
  } else {
    line("check.invalid");
  }
  for (std::size_t i = 0; i < std::min(most_shown, violations.size()); ++i) {
    const planner::Violation& violation = violations[i];
    const std::string detail = violation.detail.in(terminal.language);
    out << "  ";
    if (violation.rule > 0) {
      line("check.rule", {{"rule", violation.rule}, {"detail", detail}});
    } else if (violation.code == planner::not_verified) {
      line("check.not_verified", {{"detail", detail}});
    } else {
      line("check.claim", {{"detail", detail}});
    }
  }
  if (violations.size() > most_shown) {
    out << "  ";
    line("check.more", {{"count", violations.size() - most_shown}});
  }
  out << '\n';
  print_terms(words, value, out);
  out << '\n';
  if (bound) {
    const planner::Points gap = value.total - *bound;
    line(checked.violations.empty() ? "check.certificate" : "check.proves", {{"bound", *bound}});
    if (valid && gap == 0) {
      line("total.proven");
    } else if (valid) {
      line("total.gap", {{"count", gap}});
      line("check.per_site", {{"points", points_a_site(words, gap, instance.sites.size())}});
    }
  } else if (!certificate.given) {
    line("check.no_certificate");
  }

  // 4. For a list made by hand: what would better it most.
  const std::int32_t moves = input.moves.value_or(report ? 0 : 10);
  if (moves > 0) {
    print_improvements(words, instance, plan, static_cast<std::size_t>(moves), out);
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
           "term. It shares nothing with the search but the reader, which also refuses pins that "
           "cannot be kept.\n\n"
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
                   .meaning = "How many single moves and swaps to name: the best of all, each by "
                              "itself, and the best that can be made together. Where no lead "
                              "sponsor is chosen, they are counted with the best choice of them, "
                              "which is told first. 10 for a list made by hand, 0 where "
                              "report.json is there.",
                   .trade = "They take a second for a county and in proportion above it."},
                  {.name = "threads",
                   .shape = "N",
                   .least = 1,
                   .most = 1024,
                   .meaning = "Processors to use; all of them unless given."},
                  encoding_words()},
       .exit_codes =
           {{1, "the plan breaks a hard rule, or a claim about it is wrong or cannot be verified"}},
       .examples = {{"sojourn check county plan", "verify what `sojourn plan` wrote"},
                    {"sojourn check county our-list", "score placements.csv made by hand"}},
       .see_also = {"plan", "explain"}},
      run_check);
}

}  // namespace sojourn::stages::placement
