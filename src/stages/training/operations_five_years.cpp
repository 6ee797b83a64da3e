// The plan of five years: what is to be reached in each, with all courses together or with one, and
// how far it has come by what people completed.
#include <map>

#include "stages/training/surveys.h"

namespace sojourn::stages::training {
namespace {

constexpr std::int32_t years_planned = 5;
constexpr std::int32_t most_target = 10'000'000;

struct PlanView {
  Id<FiveYearPlan> id;
  std::string name;
  std::int32_t first_year = 0;
  std::int32_t last_year = 0;
  std::string source;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PlanView, (), (id, name, first_year, last_year, source, version))

struct WhichPlan {
  Id<FiveYearPlan> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlan, (), (id))

struct ListPlans {
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPlans, (), (after, limit))

struct MakePlan {
  std::string name;
  std::int32_t first_year = 0;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(MakePlan, (), (name, first_year, source))

struct ChangePlan {
  Id<FiveYearPlan> id;
  std::string name;
  std::string source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangePlan, (), (id, name, source, version))

struct PlanHistory {
  Id<FiveYearPlan> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PlanHistory, (), (id, after))

/// A target beside what was reached.
struct TargetView {
  Id<Target> id;
  Id<FiveYearPlan> plan;
  std::int32_t year = 0;
  std::optional<Id<Course>> course;  ///< none: all courses together
  std::optional<std::string> course_name;
  std::optional<std::int32_t> people;
  std::int64_t people_done = 0;
  std::optional<std::int32_t> days;
  std::int64_t days_done = 0;
  std::optional<std::int32_t> outside;
  std::int64_t outside_done = 0;
  std::optional<std::int32_t> follow_ups;
  std::int64_t follow_ups_done = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TargetView, (),
                      (id, plan, year, course, course_name, people, people_done, days, days_done,
                       outside, outside_done, follow_ups, follow_ups_done, version))

struct ListTargets {
  Id<FiveYearPlan> plan;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(ListTargets, (), (plan, within))

struct WhichTarget {
  Id<Target> id;
};
BOOST_DESCRIBE_STRUCT(WhichTarget, (), (id))

struct MakeTarget {
  Id<FiveYearPlan> plan;
  std::int32_t year = 0;
  std::optional<Id<Course>> course;
  std::optional<std::int32_t> people;
  std::optional<std::int32_t> days;
  std::optional<std::int32_t> outside;
  std::optional<std::int32_t> follow_ups;
};
BOOST_DESCRIBE_STRUCT(MakeTarget, (), (plan, year, course, people, days, outside, follow_ups))

struct ChangeTarget {
  Id<Target> id;
  std::optional<std::int32_t> people;
  std::optional<std::int32_t> days;
  std::optional<std::int32_t> outside;
  std::optional<std::int32_t> follow_ups;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeTarget, (), (id, people, days, outside, follow_ups, version))

struct RemoveTarget {
  Id<Target> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RemoveTarget, (), (id, version))

PlanView view_of(const FiveYearPlan& plan) {
  return {.id = plan.id,
          .name = plan.name,
          .first_year = plan.first_year,
          .last_year = plan.first_year + years_planned - 1,
          .source = plan.source,
          .version = plan.version};
}

FiveYearPlan plan_of(db::Tx& tx, Id<FiveYearPlan> id) {
  return tx.one<FiveYearPlan>(
      fmt::format("SELECT {} FROM five_year_plan f WHERE f.id = $1", columns<FiveYearPlan>("f")),
      id);
}

PlanView show_plan(db::Tx& tx, const WhichPlan& input) { return view_of(plan_of(tx, input.id)); }

Page<PlanView> list_plans(db::Tx& tx, const ListPlans& input) {
  Listing list("five_year_plan n WHERE n.id > 0");
  return list.page<PlanView, FiveYearPlan>(tx, columns<FiveYearPlan>("n"), true, input.after,
                                           input.limit, view_of);
}

PlanView make_plan(db::Change& change, const MakePlan& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_idea("/name", input.name);
  faults.check_name("/source", input.source);
  faults.check_between("/first_year", input.first_year, 2000, 2995);
  faults.refuse();
  const FiveYearPlan made{.id = change.new_id<FiveYearPlan>(),
                          .name = input.name,
                          .first_year = input.first_year,
                          .source = input.source};
  change.insert(FiveYearPlan::table, made);
  return view_of(made);
}

PlanView change_plan(db::Change& change, const ChangePlan& input) {
  FiveYearPlan before = plan_of(change, input.id);
  before.version = input.version;
  FiveYearPlan after = before;
  after.name = input.name;
  after.source = input.source;
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_idea("/name", input.name);
  faults.check_name("/source", input.source);
  faults.refuse();
  change.update(FiveYearPlan::table, before, after);
  return show_plan(change, {input.id});
}

Page<HistoryEntry> plan_history(db::Tx& tx, const PlanHistory& input) {
  plan_of(tx, input.id);
  return programme::history_of(tx, FiveYearPlan::table, input.id.value, input.after);
}

/// What was completed in a year, as far as the asker sees it.
struct Done {
  std::int64_t people = 0;
  std::int64_t days = 0;
  std::int64_t outside = 0;
  std::int64_t follow_ups = 0;
};
BOOST_DESCRIBE_STRUCT(Done, (), (people, days, outside, follow_ups))

Done done_in(db::Tx& tx, std::int32_t year, const std::optional<Id<Course>>& course,
             const std::optional<Id<Area>>& within) {
  std::vector<db::Value> values = {db::to_sql(base::Date(std::chrono::year{year} / 1 / 1)),
                                   db::to_sql(base::Date(std::chrono::year{year} / 12 / 31))};
  std::string more;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    more += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (course) {
    add("c.course =", *course);
  }
  if (within) {
    const std::string top = programme::path_of(tx, *within);
    add("a.path >=", top);
    add("a.path <", db::end_of_prefix(top));
  }
  return tx
      .rows_with<Done>(
          fmt::format("SELECT count(DISTINCT c.staff) AS people, CAST(coalesce(sum(c.days), 0) AS "
                      "BIGINT) AS days, count(CASE WHEN k.outside THEN 1 END) AS outside, "
                      "count(k.follows) AS follow_ups FROM training_completion c JOIN course k ON "
                      "k.id = c.course JOIN staff t ON t.id = c.staff JOIN area a ON a.id = t.area "
                      "WHERE {{scope:area a.path; sponsor t.sponsor; staff t.id}} AND "
                      "c.withdrawn_on IS NULL AND c.completed_on >= $1 AND c.completed_on <= $2{}",
                      more),
          std::move(values))
      .at(0);
}

TargetView view_of(db::Tx& tx, const Target& target, const std::optional<Id<Area>>& within) {
  const Done done = done_in(tx, target.year, target.course, within);
  std::optional<std::string> name;
  if (target.course) {
    name = tx.value<std::string>("SELECT k.name FROM course k WHERE k.id = $1", *target.course);
  }
  return {.id = target.id,
          .plan = target.plan,
          .year = target.year,
          .course = target.course,
          .course_name = name,
          .people = target.people,
          .people_done = done.people,
          .days = target.days,
          .days_done = done.days,
          .outside = target.outside,
          .outside_done = done.outside,
          .follow_ups = target.follow_ups,
          .follow_ups_done = done.follow_ups,
          .version = target.version};
}

Target target_of(db::Tx& tx, Id<Target> id) {
  return tx.one<Target>(
      fmt::format("SELECT {} FROM training_target g WHERE g.id = $1 AND g.removed_on IS NULL",
                  columns<Target>("g")),
      id);
}

TargetView show_target(db::Tx& tx, const WhichTarget& input) {
  return view_of(tx, target_of(tx, input.id), {});
}

/// All of them: year by year, all courses together first.
Page<TargetView> list_targets(db::Tx& tx, const ListTargets& input) {
  plan_of(tx, input.plan);
  Page<TargetView> made;
  for (const Target& target : tx.rows<Target>(
           fmt::format(
               "SELECT {} FROM training_target g LEFT JOIN course k ON k.id = g.course "
               "WHERE g.plan = $1 AND g.removed_on IS NULL ORDER BY g.year, coalesce(k.name, "
               "''), g.id",
               columns<Target>("g")),
           input.plan)) {
    made.items.push_back(view_of(tx, target, input.within));
  }
  return made;
}

void check(const Target& target, Faults& faults) {
  for (const auto& [where, number] :
       {std::pair<std::string_view, std::optional<std::int32_t>>{"/people", target.people},
        {"/days", target.days},
        {"/outside", target.outside},
        {"/follow_ups", target.follow_ups}}) {
    if (number) {
      faults.check_between(where, *number, 0, most_target);
    }
  }
  if (!target.people && !target.days && !target.outside && !target.follow_ups) {
    faults.add("/people", "missing", "",
               "Say what is to be reached: people, days, places outside or follow-ups.");
  }
}

TargetView make_target(db::Change& change, const MakeTarget& input) {
  Faults faults;
  const auto plan = change.maybe<FiveYearPlan>(
      fmt::format("SELECT {} FROM five_year_plan f WHERE f.id = $1", columns<FiveYearPlan>("f")),
      input.plan);
  if (!plan) {
    faults.add("/plan", "unknown_plan", input.plan.to_text(), "There is no such plan.");
  } else {
    faults.check_between("/year", input.year, plan->first_year,
                         plan->first_year + years_planned - 1);
  }
  if (input.course) {
    check_wished(change, *input.course, "/course", faults);
  }
  const Target made{.id = change.new_id<Target>(),
                    .plan = input.plan,
                    .year = input.year,
                    .course = input.course,
                    .people = input.people,
                    .days = input.days,
                    .outside = input.outside,
                    .follow_ups = input.follow_ups};
  check(made, faults);
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM training_target g WHERE g.plan = $1 AND g.year = $2 AND "
          "coalesce(g.course, 0) = $3 AND g.removed_on IS NULL",
          input.plan, input.year, input.course ? input.course->value : std::int64_t{0}) > 0) {
    faults.add("/year", "target_exists", std::to_string(input.year),
               "There is a target of this year and course already. Change it.");
  }
  faults.refuse();
  change.insert(Target::table, made);
  return view_of(change, made, {});
}

TargetView change_target(db::Change& change, const ChangeTarget& input) {
  Target before = target_of(change, input.id);
  before.version = input.version;
  Target after = before;
  after.people = input.people;
  after.days = input.days;
  after.outside = input.outside;
  after.follow_ups = input.follow_ups;
  Faults faults;
  check(after, faults);
  faults.refuse();
  change.update(Target::table, before, after);
  return show_target(change, {input.id});
}

TargetView remove_target(db::Change& change, const RemoveTarget& input) {
  Target before = target_of(change, input.id);
  before.version = input.version;
  Target after = before;
  after.removed_on = change.now().utc_date();
  return view_of(change, change.update(Target::table, before, after), {});
}

}  // namespace

std::vector<access::Operation> five_year_operations() {
  const base::FieldAbout which = programme::which_field("PLAN");
  const base::FieldAbout which_target = programme::which_field("TARGET");
  const base::FieldAbout name{.name = "name", .shape = "NAME", .meaning = "What it is called."};
  const base::FieldAbout source{
      .name = "source", .shape = "TEXT", .meaning = "The decision in which it stands."};
  const auto number = [](std::string name_of, base::Sentence meaning) {
    return base::FieldAbout{.name = std::move(name_of),
                            .shape = "N",
                            .least = 0,
                            .most = most_target,
                            .meaning = std::move(meaning)};
  };
  const std::vector<base::FieldAbout> numbers = {
      number("people", "How many people complete a course, each counted once."),
      number("days", "How many days of training they have together."),
      number("outside", "How many places in courses that are held elsewhere."),
      number("follow_ups", "How many completed courses that follow up another.")};
  std::vector<base::FieldAbout> make_fields = {
      {.name = "plan", .shape = "PLAN", .meaning = "Of which plan."},
      programme::year_field(),
      {.name = "course", .shape = "COURSE", .meaning = "With this course; with all if not given."}};
  make_fields.insert(make_fields.end(), numbers.begin(), numbers.end());
  std::vector<base::FieldAbout> change_fields = {which_target};
  change_fields.insert(change_fields.end(), numbers.begin(), numbers.end());
  change_fields.push_back(programme::version_field());
  return {
      access::read_operation<ListPlans, Page<PlanView>>(
          {.name = "five_year_plan.list",
           .permission = read_sessions,
           .path = "/api/five-year-plans",
           .summary = "plans of five years of training, newest first",
           .fields = {programme::after_field(), programme::limit_field()}},
          list_plans),
      access::read_operation<WhichPlan, PlanView>({.name = "five_year_plan.show",
                                                   .permission = read_sessions,
                                                   .path = "/api/five-year-plans/{id}",
                                                   .summary = "one plan of five years",
                                                   .fields = {which}},
                                                  show_plan),
      access::change_operation<MakePlan, PlanView>(
          {.name = "five_year_plan.make",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/five-year-plans",
           .summary = "begin a plan of five years of training",
           .fields = {name,
                      {.name = "first_year",
                       .shape = "YEAR",
                       .least = 2000,
                       .most = 2995,
                       .meaning = "The first of its five years."},
                      source}},
          make_plan),
      access::change_operation<ChangePlan, PlanView>(
          {.name = "five_year_plan.change",
           .permission = manage_courses,
           .method = Method::put,
           .path = "/api/five-year-plans/{id}",
           .summary = "change the name of a plan of five years, or its decision",
           .fields = {which, name, source, programme::version_field()}},
          change_plan),
      access::read_operation<PlanHistory, Page<HistoryEntry>>(
          {.name = "five_year_plan.history",
           .permission = read_sessions,
           .path = "/api/five-year-plans/{id}/history",
           .summary = "who changed what of a plan of five years, and when",
           .fields = {which, programme::after_field()}},
          plan_history),
      access::read_operation<ListTargets, Page<TargetView>>(
          {.name = "training_target.list",
           .permission = read_sessions,
           .path = "/api/training-targets",
           .summary = "the yearly targets of a plan of five years, and how far each has come",
           .description = "What is reached is reckoned from what people completed in that year, as "
                          "far as you see them; the targets are of the whole programme.",
           .fields = {{.name = "plan", .shape = "PLAN", .meaning = "Of which plan."},
                      {.name = "within",
                       .shape = "AREA",
                       .meaning = "Reached by people of this area or of one that lies in it."}}},
          list_targets),
      access::read_operation<WhichTarget, TargetView>({.name = "training_target.show",
                                                       .permission = read_sessions,
                                                       .path = "/api/training-targets/{id}",
                                                       .summary = "one target of a year",
                                                       .fields = {which_target}},
                                                      show_target),
      access::change_operation<MakeTarget, TargetView>(
          {.name = "training_target.make",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/training-targets",
           .summary = "set a target of a year, with all courses together or with one",
           .fields = make_fields},
          make_target),
      access::change_operation<ChangeTarget, TargetView>({.name = "training_target.change",
                                                          .permission = manage_courses,
                                                          .method = Method::put,
                                                          .path = "/api/training-targets/{id}",
                                                          .summary = "change a target of a year",
                                                          .fields = change_fields},
                                                         change_target),
      access::change_operation<RemoveTarget, TargetView>(
          {.name = "training_target.remove",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/training-targets/{id}/remove",
           .summary = "take a target out of its plan",
           .fields = {which_target, programme::version_field()}},
          remove_target),
  };
}

}  // namespace sojourn::stages::training
