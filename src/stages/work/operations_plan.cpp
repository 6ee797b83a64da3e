// A site's work plan of a year: begun, agreed by the township or the host, and from then on changed
// with a reason only (operations_task.cpp).
#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

struct PlanView {
  Id<WorkPlan> id;
  Id<Site> site;
  std::string site_name;
  std::int32_t year = 0;
  WorkPlanState state = WorkPlanState::draft;
  base::Date made_on;
  std::optional<base::Date> agreed_on;
  std::optional<std::string> source;
  std::int64_t tasks = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PlanView, (),
                      (id, site, site_name, year, state, made_on, agreed_on, source, tasks,
                       version))

struct WhichPlan {
  Id<WorkPlan> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlan, (), (id))

struct ListPlans {
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<std::int32_t> year;
  std::optional<WorkPlanState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPlans, (), (site, within, year, state, after, limit))

struct MakePlan {
  Id<Site> site;
  std::int32_t year = 0;
};
BOOST_DESCRIBE_STRUCT(MakePlan, (), (site, year))

struct AgreePlan {
  Id<WorkPlan> id;
  std::optional<std::string> source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AgreePlan, (), (id, source, version))

struct PlanHistory {
  Id<WorkPlan> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PlanHistory, (), (id, after))

constexpr std::string_view plan_columns =
    "n.id, n.site, s.name AS site_name, n.year, n.state, n.made_on, n.agreed_on, n.source, (SELECT "
    "count(*) FROM work_task w WHERE w.plan = n.id AND w.dropped_on IS NULL) AS tasks, n.version";

PlanView show_plan(db::Tx& tx, const WhichPlan& input) {
  return tx.one<PlanView>(fmt::format("SELECT {} FROM {} AND n.id = $1", plan_columns, scoped_plan),
                          input.id);
}

Page<PlanView> list_plans(db::Tx& tx, const ListPlans& input) {
  Listing list(scoped_plan);
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add_if("n.year =", input.year);
  list.add_if("n.state =", input.state);
  return list.page<PlanView, PlanView>(tx, plan_columns, true, input.after, input.limit,
                                       [](const PlanView& row) { return row; });
}

PlanView make_plan(db::Change& change, const MakePlan& input) {
  Faults faults;
  programme::named(change, input.site, "/site", faults);
  faults.check_between("/year", input.year, 2000, 2999);
  faults.refuse();
  const WorkPlan made{.id = change.new_id<WorkPlan>(),
                      .site = input.site,
                      .year = input.year,
                      .made_on = change.now().utc_date()};
  change.insert(WorkPlan::table, made);
  return show_plan(change, {made.id});
}

PlanView agree_plan(db::Change& change, const AgreePlan& input) {
  Faults faults;
  if (input.source) {
    check_line("/source", *input.source, faults);
  }
  faults.refuse();
  auto before = change.one<WorkPlan>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<WorkPlan>("n"), scoped_plan),
      input.id);
  if (before.state == WorkPlanState::agreed) {
    throw base::Refusal{base::Kind::precondition, "agreed", "This plan is agreed already."};
  }
  const WorkRules rules = rules_now(change);
  const std::int64_t tasks = tasks_of(change, input.id);
  require_enough(rules, tasks);
  if (tasks > rules.most_tasks) {  // the rules have changed since they were added
    check_room(rules, tasks, "/id", faults);
    faults.refuse();
  }
  before.version = input.version;
  WorkPlan after = before;
  after.state = WorkPlanState::agreed;
  after.agreed_on = change.now().utc_date();
  after.agreed_by = access::account_of(change.caller().actor);
  after.source = input.source;
  change.update(WorkPlan::table, before, after);
  return show_plan(change, {input.id});
}

Page<HistoryEntry> plan_history(db::Tx& tx, const PlanHistory& input) {
  show_plan(tx, {input.id});
  return programme::history_of(tx, WorkPlan::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> plan_operations() {
  const base::FieldAbout which = programme::which_field("WORKPLAN");
  base::FieldAbout year = year_field();
  year.meaning = "Only of this year.";
  return {
      access::read_operation<ListPlans, Page<PlanView>>(
          {.name = "work_plan.list",
           .permission = read_work,
           .path = "/api/work-plans",
           .summary = "work plans of sites, newest first",
           .fields = {site_filter(),
                      within_field(),
                      year,
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_plans),
      access::read_operation<WhichPlan, PlanView>({.name = "work_plan.show",
                                                   .permission = read_work,
                                                   .path = "/api/work-plans/{id}",
                                                   .summary = "one work plan",
                                                   .fields = {which}},
                                                  show_plan),
      access::change_operation<MakePlan, PlanView>(
          {.name = "work_plan.make",
           .permission = write_work,
           .method = Method::post,
           .path = "/api/work-plans",
           .summary = "begin a site's work plan of a year",
           .description = "Tasks are added to it; then the township or the host agrees to it.",
           .fields = {{.name = "site", .shape = "SITE", .meaning = "Of which site."},
                      year_field()}},
          make_plan),
      access::change_operation<AgreePlan, PlanView>(
          {.name = "work_plan.agree",
           .permission = agree_work,
           .method = Method::post,
           .path = "/api/work-plans/{id}/agree",
           .summary = "agree to a work plan",
           .description = "It has as many tasks as the rules say (least_tasks, most_tasks of "
                          "[work]). From then on each change of it says why.",
           .fields = {which,
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where the agreement stands written, if it does. No names of "
                                  "people."},
                      programme::version_field()}},
          agree_plan),
      access::read_operation<PlanHistory, Page<HistoryEntry>>(
          {.name = "work_plan.history",
           .permission = read_work,
           .path = "/api/work-plans/{id}/history",
           .summary = "who began and agreed to a work plan, and when",
           .fields = {which, programme::after_field()}},
          plan_history),
  };
}

}  // namespace sojourn::stages::work
