// See example_term.h.
#include "program/example_term.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "base/id.h"
#include "program/example_handovers.h"
#include "program/example_support.h"
#include "stages/postings/records.h"
#include "stages/support/records.h"
#include "stages/training/records.h"
#include "stages/work/records.h"

namespace sojourn::program {
namespace {

namespace json = boost::json;
namespace placement = stages::placement;
namespace postings = stages::postings;
namespace support = stages::support;
namespace training = stages::training;
namespace work = stages::work;
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
  std::vector<Id<training::Course>> menu;
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
  Held held{.before_posting =
                course(said("Work in a village"), training::CourseKind::before_posting, 6, 40),
            .leader = course(said("Leading a team"), training::CourseKind::leader, 3, 30),
            .menu = {}};
  held.menu = {course(said("This year's work"), training::CourseKind::in_post, 5, 40),
               course(said("Reading village accounts"), training::CourseKind::other, 2, 30),
               course(said("Cooperatives"), training::CourseKind::other, 3, 30)};
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

/// The survey for the next year, open now: two of three have answered. And a plan of five years.
void make_wishes(db::Change& change, const Held& held, const std::vector<Posting>& serving,
                 const placement::ExampleDays& days, base::Language language) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(language); };
  const training::Survey survey{.id = change.new_id<training::Survey>(),
                                .year = days.today.year() + 1,
                                .opens_on = days.today - 14,
                                .closes_on = days.today + 14};
  change.insert(training::Survey::table, survey);
  std::vector<training::SurveyAnswer> answers;
  std::vector<training::CourseWish> wishes;
  constexpr std::array methods = {training::CourseMethod::interactive,
                                  training::CourseMethod::seminar,
                                  training::CourseMethod::case_work};
  for (std::size_t i = 0; i < serving.size(); ++i) {
    if (i % 3 == 2) {
      continue;
    }
    answers.push_back({.id = change.new_id<training::SurveyAnswer>(),
                       .survey = survey.id,
                       .staff = serving[i].staff,
                       .source = base::in_words("Sheet {}", i + 1).in(language),
                       .answered_on = days.today - 7});
    for (std::size_t k = 0; k < held.menu.size(); ++k) {
      if ((i + 2 * k) % (k + 2) == 0) {
        wishes.push_back({.id = change.new_id<training::CourseWish>(),
                          .staff = serving[i].staff,
                          .course = held.menu[k],
                          .method = methods[(i / 3) % methods.size()],
                          .survey = survey.id,
                          .source = answers.back().source,
                          .made_on = days.today - 7});
      }
    }
  }
  change.insert_all(training::SurveyAnswer::table, answers, "example");
  change.insert_all(training::CourseWish::table, wishes, "example");
  const training::FiveYearPlan plan{.id = change.new_id<training::FiveYearPlan>(),
                                    .name = said("Training of village teams"),
                                    .first_year = days.since.year(),
                                    .source = said("Decision of the county office")};
  change.insert(training::FiveYearPlan::table, plan);
  for (std::int32_t year = 0; year < 5; ++year) {
    change.insert(training::Target::table, training::Target{.id = change.new_id<training::Target>(),
                                                            .plan = plan.id,
                                                            .year = plan.first_year + year,
                                                            .people = 150 + 10 * year,
                                                            .days = 900 + 60 * year,
                                                            .outside = 10,
                                                            .follow_ups = 40});
  }
}

/// The programme's catalogue of tasks.
std::vector<work::TaskKind> make_task_kinds(db::Change& change, base::Language language) {
  std::vector<work::TaskKind> made;
  const auto kind = [&](std::string number, const base::Sentence& name,
                        const base::Sentence& category, const base::Sentence& unit) {
    const std::string counted = unit.in(language);
    made.push_back({.id = change.new_id<work::TaskKind>(),
                    .number = std::move(number),
                    .name = name.english(),
                    .name_zh = name.in(base::Language::zh),
                    .category = category.in(language),
                    .unit = counted.empty() ? std::nullopt : std::optional(counted)});
  };
  const base::Sentence economy = "Village economy";
  const base::Sentence services = "Public services";
  const base::Sentence works = "Village works";
  const base::Sentence governance = "Village affairs";
  kind("101", "Terraces put in order", economy, "mu");
  kind("102", "Courses for growers held", economy, "courses");
  kind("103", "Buyers found for produce", economy, "contracts");
  kind("201", "Advice days of offices held in the village", services, "days");
  kind("202", "Reading room opened", services, "");
  kind("301", "Lanes lit", works, "lamps");
  kind("302", "Water channels cleared", works, "km");
  kind("401", "Accounts of the village shown in public", governance, "times");
  kind("402", "Meetings of the village council held", governance, "meetings");
  change.insert_all(work::TaskKind::table, made, "example");
  return made;
}

/// A plan of this year for most sites: of every ninth there is none, and of every tenth a draft.
/// What was due is done, but for one task in eight.
void make_work_plans(db::Change& change, const std::vector<Posting>& serving,
                     const placement::ExampleDays& days, base::Language language) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(language); };
  const std::vector<work::TaskKind> kinds = make_task_kinds(change, language);
  std::map<std::int64_t, std::vector<Id<stages::programme::Staff>>> teams;
  for (const Posting& each : serving) {
    auto& team = teams[each.site.value];
    // The leader first.
    team.insert(each.role == StaffRole::leader ? team.begin() : team.end(), each.staff);
  }
  const int year = days.today.year();
  const base::Date first(std::chrono::year{year} / 1 / 1);
  const base::Date last(std::chrono::year{year} / 12 / 31);
  std::vector<work::WorkPlan> plans;
  std::vector<work::Task> tasks;
  std::size_t number = 0;
  for (const auto& [site, team] : teams) {
    ++number;
    if (number % 9 == 0) {
      continue;
    }
    const bool draft = number % 10 == 0;
    plans.push_back(
        {.id = change.new_id<work::WorkPlan>(),
         .site = {site},
         .year = year,
         .state = draft ? work::WorkPlanState::draft : work::WorkPlanState::agreed,
         .made_on = std::max(first, days.since),
         .agreed_on = draft ? std::nullopt : std::optional(std::max(first, days.since) + 10),
         .source = {}});
    for (std::size_t i = 0; i < 3 + number % 4; ++i) {
      const work::TaskKind& kind = kinds[(number + 2 * i) % kinds.size()];
      const auto many = static_cast<std::int32_t>(2 + (number * 7 + i * 5) % 20);
      work::Task task{
          .id = change.new_id<work::Task>(),
          .plan = plans.back().id,
          .kind = kind.id,
          .staff = team[i % team.size()],
          .target = kind.unit ? std::optional(many) : std::nullopt,
          .due_on = std::clamp(days.today + (static_cast<int>(i) * 40 - 70), first, last)};
      if (!draft && task.due_on < days.today && (number + i) % 8 != 0) {
        task.done_on = std::max(first, task.due_on - 3);
        task.amount = kind.unit ? std::optional(many) : std::nullopt;
        task.result = said("Done as agreed");
        task.evidence = base::in_words("Minutes {}", 100 + tasks.size()).in(language);
      }
      tasks.push_back(std::move(task));
    }
  }
  change.insert_all(work::WorkPlan::table, plans, "example");
  change.insert_all(work::Task::table, tasks, "example");
  std::vector<work::Duty> duties;
  for (std::size_t i = 0; i < serving.size(); i += 3) {
    duties.push_back({.id = change.new_id<work::Duty>(),
                      .posting = serving[i].id,
                      .staff = serving[i].staff,
                      .areas = {kinds[i % kinds.size()].category},
                      .set_on = days.since});
  }
  change.insert_all(work::Duty::table, duties, "example");
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
      // The days of their first year in post.
      if (i % one_in != 5) {
        training::Completion yearly = completed(change, each, held.menu.front(), 5, days, source);
        yearly.completed_on = days.since + 120;
        yearly.recorded_on = days.since + 125;
        completions.push_back(std::move(yearly));
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
    make_wishes(change, held, serving, days, language);
    make_work_plans(change, serving, days, language);
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
