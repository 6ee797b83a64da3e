// See example_term.h.
#include "program/example_term.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/id.h"
#include "program/example_handovers.h"
#include "program/example_support.h"
#include "stages/postings/records.h"
#include "stages/support/records.h"
#include "stages/training/records.h"

namespace sojourn::program {
namespace {

namespace json = boost::json;
namespace placement = stages::placement;
namespace postings = stages::postings;
namespace support = stages::support;
namespace training = stages::training;
using base::Id;
using placement::Posting;
using stages::programme::StaffRole;

/// Of so many who serve, one has something that is not done.
constexpr std::size_t one_in = 15;
constexpr int waiting_claims = 6;

/// What the office held before the term.
struct Held {
  Id<training::Course> before_posting;
  Id<training::Course> leader;
};

Held make_courses(db::Change& change, base::Language language) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(language); };
  const auto course = [&](std::string name, training::CourseKind kind, int days, int capacity) {
    const training::Course made{.id = change.new_id<training::Course>(),
                                .name = std::move(name),
                                .kind = kind,
                                .days = days,
                                .capacity = capacity,
                                .place = said("County training centre")};
    change.insert(training::Course::table, made);
    return made.id;
  };
  const Held held{.before_posting = course(said("Work in a village"),
                                           training::CourseKind::before_posting, 6, 40),
                  .leader = course(said("Leading a team"), training::CourseKind::leader, 3, 30)};
  course(said("This year's work"), training::CourseKind::in_post, 5, 40);
  return held;
}

training::Completion completed(db::Change& change, const Posting& of, Id<training::Course> course,
                               std::int32_t days, const placement::ExampleDays& when,
                               const std::string& source) {
  return {.id = change.new_id<training::Completion>(),
          .staff = of.staff,
          .course = course,
          .completed_on = when.since - 7,
          .days = days,
          .source = source,
          .recorded_on = when.since - 3};
}

}  // namespace

void make_example_term(Store& store, const placement::ExampleDays& days, base::Language language,
                       const AskOperation& ask) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(language); };
  std::vector<Posting> serving;
  store.database().change(db::Caller::program(), "example.term", [&](db::Change& change) {
    serving = change.rows<Posting>(
        fmt::format("SELECT {} FROM posting n WHERE n.ended_on IS NULL AND n.from_day = $1 AND "
                    "{{unscoped:an example is the whole programme}} ORDER BY n.id",
                    stages::programme::columns<Posting>("n")),
        days.since);
    const Held held = make_courses(change, language);
    std::vector<training::Completion> completions;
    std::vector<support::Insurance> insurances;
    std::vector<support::HealthCheck> checks;
    std::vector<postings::TermEvent> talks;
    for (std::size_t i = 0; i < serving.size(); ++i) {
      const Posting& each = serving[i];
      const bool leads = each.role == StaffRole::leader;
      const std::string source = said("List of the training centre");
      completions.push_back(completed(change, each, held.before_posting, 6, days, source));
      if (leads && i % one_in != 1) {
        completions.push_back(completed(change, each, held.leader, 3, days, source));
      }
      // Every so often somebody's cover ends within the month.
      insurances.push_back({.id = change.new_id<support::Insurance>(),
                            .staff = each.staff,
                            .insurer = said("County Mutual"),
                            .policy_number = fmt::format("CM-{}", 10'001 + i),
                            .from_day = days.since,
                            .to_day = i % one_in == 2 ? days.today + 12 : days.since + 729,
                            .recorded_on = days.since});
      checks.push_back({.id = change.new_id<support::HealthCheck>(),
                        .staff = each.staff,
                        .done_on = days.since - 20,
                        .passed = true,
                        .next_due = i % one_in == 3 ? days.today + 5 : days.today + 200});
      if (i % one_in != 4) {
        talks.push_back({.id = change.new_id<postings::TermEvent>(),
                         .posting = each.id,
                         .staff = each.staff,
                         .kind = postings::TermEventKind::talk,
                         .from_day = days.since + 20,
                         .decided_on = days.since + 20});
      }
    }
    change.insert_all(training::Completion::table, completions, "example");
    change.insert_all(support::Insurance::table, insurances, "example");
    change.insert_all(support::HealthCheck::table, checks, "example");
    change.insert_all(postings::TermEvent::table, talks, "example");
  });
  const json::value counties = ask("area.list", json::object{{"kind", "county"}, {"limit", 1}});
  ask("line.preset",
      json::object{{"year", days.today.year()}, {"within", counties.at("items").at(0).at("id")}});
  // Each by somebody else, and each a different number of days old.
  for (int i = 0; i < waiting_claims; ++i) {
    const Posting& of = serving[static_cast<std::size_t>(i) * 7];
    ask("claim.make", json::object{{"staff", of.staff.to_text()},
                                   {"kind", "home_trips"},
                                   {"day", (days.today - 3 * i).to_text()},
                                   {"km", 40 + 15 * i}});
  }
  make_example_support(store, serving, days, language, ask);
  make_example_handovers(serving, days, language, ask);
}

}  // namespace sojourn::program
