// `sojourn explain`: answers a question about a plan by planning again with one thing changed. The
// table gathers it in operations.cpp. Tested in tests/cli/explain_test.cpp and
// tests/unit/stages/placement/explain_operation_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "base/operation.h"
#include "base/process.h"
#include "base/text.h"
#include "stages/placement/deadline.h"
#include "stages/placement/operations.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/output.h"
#include "stages/placement/sentences_explain.h"

namespace sojourn::stages::placement {
namespace {

using planner::Decided;
using planner::Instance;
using planner::Ix;
using planner::none;
using planner::Solution;

struct ExplainInput {
  std::string folder;
  std::string out;
  std::optional<std::string> staff;
  std::optional<std::string> site;
  std::optional<std::string> why_not;
  bool worth = false;
  std::optional<double> time_limit;
  std::int32_t tries = 8;
  std::optional<std::int32_t> items;
  std::optional<std::int32_t> threads;
  FileEncoding encoding = FileEncoding::utf_8;
};
BOOST_DESCRIBE_STRUCT(ExplainInput, (),
                      (folder, out, staff, site, why_not, worth, time_limit, tries, items, threads,
                       encoding))

/// Seconds for each planning: most answers of a county need far less.
double standard_time_limit(std::size_t sites) {
  return sites <= 200 ? 1 : sites <= 2'000 ? 20 : sites <= 20'000 ? 120 : 600;
}

/// Position of what is called so, by id, else by a name that only one has.
template <class Records>
std::optional<Ix> find_called(const Instance& instance, const Records& records,
                              std::string_view called) {
  std::optional<Ix> named;
  bool several = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (instance.text(records[i].id) == called)
      return static_cast<Ix>(i);
    if (instance.text(records[i].name) == called) {
      several = several || named.has_value();
      named = static_cast<Ix>(i);
    }
  }
  return several ? std::nullopt : named;
}

template <class Records>
Ix find_or_refuse(const Instance& instance, const Records& records, std::string_view called,
                  std::string_view what, std::string_view flag) {
  if (const std::optional<Ix> found = find_called(instance, records, called))
    return *found;
  constexpr std::size_t most = 5;
  std::vector<std::string> known;
  std::string named;
  std::size_t several = 0;
  for (const auto& record : records) {
    known.emplace_back(instance.text(record.id));
    known.emplace_back(instance.text(record.name));
    if (known.back() == called && ++several <= most)
      named += (named.empty() ? "" : ", ") + std::string(instance.text(record.id));
  }
  base::Sentence detail;
  if (several > 0) {
    detail = base::in_words("{} have this name; give the id of the one that is meant: {}.", several,
                            named + (several > most ? ", …" : ""));
  } else {
    detail = base::in_words("There is no {} of this id or name.", base::Sentence::phrase(what));
    if (const auto near = base::nearest(called, known))
      detail += base::in_words(" Is it {}?", *near);
  }
  throw base::Refusal{.kind = base::Kind::not_found,
                      .code = "unknown_id",
                      .detail = "The folder does not have what is asked about:",
                      .faults = {{.where = std::string(flag),
                                  .code = "unknown_id",
                                  .value = base::shorten(called),
                                  .detail = std::move(detail)}}};
}

/// X@Y: an id may itself hold an @, so every place to cut is tried.
std::pair<Ix, Ix> find_pair(const Instance& instance, const std::string& text) {
  for (std::size_t cut = text.find('@'); cut != std::string::npos; cut = text.find('@', cut + 1)) {
    const auto staff = find_called(instance, instance.staff, text.substr(0, cut));
    const auto site = find_called(instance, instance.sites, text.substr(cut + 1));
    if (staff && site)
      return {*staff, *site};
  }
  const std::size_t cut = text.find('@');
  if (cut == std::string::npos)
    throw base::Refusal{.kind = base::Kind::invalid,
                        .code = "bad_arguments",
                        .detail = "The question cannot be read:",
                        .faults = {{.where = "/why_not",
                                    .code = "pair",
                                    .value = base::shorten(text),
                                    .detail = "A person and a site are wanted, as STAFF@SITE."}}};
  return {find_or_refuse(instance, instance.staff, text.substr(0, cut), "person", "/why_not"),
          find_or_refuse(instance, instance.sites, text.substr(cut + 1), "site", "/why_not")};
}

void refuse_unless_one_question(const ExplainInput& input) {
  // --worth --staff X is one question: what is one more person like X worth?
  const int questions =
      (input.staff || input.worth ? 1 : 0) + (input.site ? 1 : 0) + (input.why_not ? 1 : 0);
  if (questions == 1)
    return;
  throw base::Refusal{
      .kind = base::Kind::invalid,
      .code = "bad_arguments",
      .detail =
          "One question at a time is wanted: --staff X, --site Y, --why-not X@Y, --worth, or "
          "--worth --staff X.",
      .faults = {}};
}

/// The plan as it was written. One that breaks a rule is not explained; one without a certificate
/// that holds (made by hand, or the folder has changed since) gets a bound by planning anew.
Solution base_solution(const ExplainInput& input, const Instance& instance, int threads,
                       const std::function<std::stop_token()>& stop, base::Terminal& terminal) {
  Solution solution = read_solution(
      input.out, instance, {.encoding = std::string(name_of(input.encoding)), .threads = threads});
  const std::vector<planner::Violation> violations = planner::check(instance, solution.plan);
  if (!violations.empty())
    throw base::Refusal{
        .kind = base::Kind::invalid,
        .code = "plan.invalid",
        .detail = base::in_words("The plan breaks a hard rule (`sojourn check` names all): {}",
                                 violations.front().detail),
        .faults = {}};
  if (!solution.certificate.nodes.empty()) {
    const planner::CertificateCheck checked =
        planner::check_certificate(instance, solution.certificate, solution.floors, threads);
    if (checked.bound && checked.violations.empty())
      return solution;
  }
  const base::Sentence note =
      "note: no certificate of this folder as it is now stands beside the plan; its bound is "
      "worked "
      "out first.";
  terminal.err << note.in(terminal.language) << '\n';
  planner::Options options;
  options.threads = threads;
  const Solution fresh = planner::solve(instance, options, stop());
  solution.certificate = fresh.certificate;
  solution.floors = fresh.floors;
  solution.proven = solution.value.total == solution.certificate.bound;
  return solution;
}

/// What people decided about a person or a site, each priced by planning without it.
std::vector<Decided> decided_about(const Instance& instance, const Solution& base, Ix staff,
                                   Ix site, const planner::Depth& depth) {
  std::vector<Decided> about;
  for (Decided& d : planner::list_decided(instance, base.plan).decisions) {
    if (staff != none ? d.staff != staff : d.site != site)
      continue;
    if (static_cast<std::int32_t>(about.size()) < depth.items)
      d.without = planner::without_decision(instance, base, d, depth);
    about.push_back(std::move(d));
  }
  return about;
}

/// On a terminal, a line that counts what is planned again: what one more person is worth takes a
/// county a minute, in which there is nothing else to see.
class CountLine {
 public:
  CountLine(base::Terminal& terminal, double seconds) : terminal_(terminal), seconds_(seconds) {}
  CountLine(const CountLine&) = delete;
  CountLine& operator=(const CountLine&) = delete;
  ~CountLine() { clear(); }

  void next() {
    if (!terminal_.err_is_terminal)
      return;
    const base::Sentence line = base::in_words("Planning again, {} s at most each time: {}",
                                               fmt::format("{:g}", seconds_), ++count_);
    const auto width = static_cast<std::size_t>(std::max(20, terminal_.width - 1));
    terminal_.err << '\r' << base::shortened(line.in(terminal_.language), width) << "\x1b[K"
                  << std::flush;
    shown_ = true;
  }
  /// Before the answer, which may go to the same terminal.
  void clear() {
    if (std::exchange(shown_, false))
      terminal_.err << "\r\x1b[K" << std::flush;
  }

 private:
  base::Terminal& terminal_;
  double seconds_;
  int count_ = 0;
  bool shown_ = false;
};

int run_explain(const ExplainInput& input, base::Terminal& terminal) {
  refuse_unless_one_question(input);
  // 1. The folder, then what is asked about, before anything long.
  const int threads = input.threads.value_or(base::processors());
  const Instance instance = read_or_refuse(input.folder, input.encoding, threads, terminal);
  Ix staff = none, site = none;
  if (input.staff)
    staff = find_or_refuse(instance, instance.staff, *input.staff, "person", "/staff");
  if (input.site)
    site = find_or_refuse(instance, instance.sites, *input.site, "site", "/site");
  if (input.why_not)
    std::tie(staff, site) = find_pair(instance, *input.why_not);

  // 2. The plan. Each planning has its own time.
  std::unique_ptr<Deadline> deadline;
  const double seconds = input.time_limit.value_or(standard_time_limit(instance.sites.size()));
  CountLine line(terminal, seconds);
  planner::Depth depth;
  depth.tries = input.tries;
  // A county is planned again in a moment.
  depth.items = input.items.value_or(instance.sites.size() <= 200 ? 12 : 3);
  depth.effort.threads = threads;
  depth.effort.stop_of_each = [&] {
    line.next();
    deadline = std::make_unique<Deadline>(seconds, terminal.stop);
    return deadline->token();
  };
  const Solution base =
      base_solution(input, instance, threads, depth.effort.stop_of_each, terminal);

  // What planning again gains by itself is not to be credited to what is asked about.
  std::string told;
  const Words words(terminal.language);
  const Speaker speaker(words, instance, Speaker::Form::plain);
  std::optional<Solution> again;
  if (!base.proven) {
    again = planner::plan_again(instance, base, depth.effort);
    depth.effort.again = &*again;
    if (const planner::Points slack = base.value.total - again->value.total; slack > 0)
      told += words.say("explain.slack", {{"count", slack}}) + "\n\n";
  }

  // 3. The answer.
  const planner::Facts facts(instance, base.plan);
  if (input.why_not) {
    told += tell_why_not(speaker, planner::why_not(instance, base, staff, site, depth));
  } else if (input.worth && staff != none) {
    told += tell_worth_of_copy(speaker, planner::worth_of_copy(instance, base, staff, depth));
  } else if (input.worth) {
    told += tell_worth(speaker, planner::worth(instance, base, depth));
  } else if (staff != none) {
    const planner::WhyHere why = planner::why_here(instance, base, staff, depth);
    told += tell_why_here(speaker, facts, why, decided_about(instance, base, staff, none, depth));
  } else {
    const planner::WhyShort why = planner::why_short(instance, base, site, depth);
    told += tell_site(speaker, facts, why, decided_about(instance, base, none, site, depth));
  }
  line.clear();
  terminal.out << told;
  return base::exit_done;
}

}  // namespace

base::Operation explain_operation() {
  return base::operation<ExplainInput>(
      {.name = "explain",
       .summary = "say why a plan is as it is",
       .description =
           "Answers one question about a plan, in plain sentences:\n\n"
           "  --staff X      Why is this person here? What would the team lose without them, and "
           "what "
           "are the best two alternatives?\n"
           "  --site Y       Why is this site short? Which rules bind it, and what is the smallest "
           "change that would fill it?\n"
           "  --why-not X@Y  Why is this person not at that site? What would change, term by term, "
           "and who would move?\n"
           "  --worth        What is one more person worth, by site, language, skill and "
           "sponsor?\n"
           "  --worth --staff X  What is one more person exactly like this one worth?\n\n"
           "Every difference is found by planning again with the one thing changed. Where both "
           "plans "
           "are proven to be best it is exact; else it is said between which two numbers it lies.",
       .fields =
           {{.name = "folder",
             .shape = "FOLDER",
             .positional = true,
             .meaning = "The programme folder."},
            {.name = "out",
             .shape = "OUT",
             .positional = true,
             .meaning = "The folder with the plan, as `sojourn plan` wrote it or made by hand."},
            {.name = "staff",
             .shape = "X",
             .meaning = "A person, by id, or by name where only one has it."},
            {.name = "site", .shape = "Y", .meaning = "A site, likewise."},
            {.name = "why_not", .shape = "X@Y", .meaning = "A person and a site, likewise."},
            {.name = "worth",
             .meaning = "Ask what one more person is worth; with --staff X, one exactly like X."},
            {.name = "time_limit",
             .shape = "S",
             .unit = "seconds",
             .least = 0,
             .most = longest_time_limit,
             .meaning =
                 "For each time that is planned again. Without it: 1 s up to 200 sites, 20 s up "
                 "to 2,000, 120 s up to 20,000, else 600 s.",
             .trade = "Longer: narrower intervals. Shorter: sooner answered."},
            {.name = "tries",
             .shape = "N",
             .standard = "8",
             .least = 1,
             .most = 10000,
             .meaning =
                 "Sites or changes that are tried where the best of many is asked for, the most "
                 "promising ones first.",
             .trade = "More: a surer best. Fewer: sooner answered."},
            {.name = "items",
             .shape = "N",
             .least = 0,
             .most = 10000,
             .meaning =
                 "Of --worth, how many of each kind are planned again (the rest are estimated); "
                 "of --staff and --site, how many decisions of people are priced. 12 up to "
                 "200 sites, else 3.",
             .trade = "More: more exact figures. Fewer: sooner answered."},
            {.name = "threads",
             .shape = "N",
             .least = 1,
             .most = 1024,
             .meaning = "Processors to use; all of them unless given."},
            encoding_words()},
       .exit_codes = {{3, "the folder has no such person or site"}},
       .examples = {{"sojourn explain county plan --staff E12", "why E12 is where they are"},
                    {"sojourn explain county plan --why-not E12@S3", "why E12 is not at S3"},
                    {"sojourn explain county plan --worth --staff E12",
                     "what one more like E12 is worth"},
                    {"sojourn explain county plan --worth --language zh",
                     "the bottlenecks, in Chinese"}},
       .see_also = {"plan", "check"}},
      run_explain);
}

}  // namespace sojourn::stages::placement
