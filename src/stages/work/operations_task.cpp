// The tasks of work plans: who answers for each, until when, what came of it and where that can be
// seen. The record of work that appraisal stands on: a total of the site, and no figure of anybody.
#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

struct TaskRow {
  Id<Task> id;
  Id<WorkPlan> plan;
  Id<Site> site;
  std::string site_name;
  std::int32_t year = 0;
  WorkPlanState plan_state = WorkPlanState::draft;
  Id<TaskKind> kind;
  std::string number;
  std::string name;
  std::optional<std::string> name_zh;
  std::string category;
  std::optional<std::string> unit;
  Id<Staff> staff;
  std::string staff_name;
  std::int64_t serving = 0;
  std::optional<std::string> aim;
  std::optional<std::int32_t> target;
  base::Date due_on;
  std::optional<std::string> change_reason;
  std::optional<base::Date> done_on;
  std::optional<std::int32_t> amount;
  std::optional<std::string> result;
  std::optional<std::string> evidence;
  std::optional<base::Date> dropped_on;
  std::optional<std::string> drop_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TaskRow, (),
                      (id, plan, site, site_name, year, plan_state, kind, number, name, name_zh,
                       category, unit, staff, staff_name, serving, aim, target, due_on,
                       change_reason, done_on, amount, result, evidence, dropped_on, drop_reason,
                       version))

struct TaskView {
  Id<Task> id;
  Id<WorkPlan> plan;
  Id<Site> site;
  std::string site_name;
  std::int32_t year = 0;
  Id<TaskKind> kind;
  std::string number;
  std::string name;
  std::optional<std::string> name_zh;
  std::string category;
  Id<Staff> staff;
  std::string staff_name;
  bool owner_left = false;  ///< it waits, and its owner serves there no more
  std::optional<std::string> aim;
  std::optional<std::int32_t> target;
  std::optional<std::int32_t> amount;
  std::optional<std::string> unit;
  base::Date due_on;
  TaskState state = TaskState::open;
  std::optional<base::Date> done_on;
  std::optional<std::string> result;
  std::optional<std::string> evidence;
  std::optional<base::Date> dropped_on;
  std::optional<std::string> drop_reason;
  std::optional<std::string> change_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TaskView, (),
                      (id, plan, site, site_name, year, kind, number, name, name_zh, category,
                       staff, staff_name, owner_left, aim, target, amount, unit, due_on, state,
                       done_on, result, evidence, dropped_on, drop_reason, change_reason, version))

struct WhichTask {
  Id<Task> id;
};
BOOST_DESCRIBE_STRUCT(WhichTask, (), (id))

struct ListTasks {
  std::optional<Id<WorkPlan>> plan;
  std::optional<Id<Site>> site;
  std::optional<std::int32_t> year;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Area>> within;
  std::optional<std::string> category;
  std::optional<TaskState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListTasks, (),
                      (plan, site, year, staff, within, category, state, after, limit))

struct MakeTask {
  Id<WorkPlan> plan;
  Id<TaskKind> kind;
  Id<Staff> staff;
  base::Date due_on;
  std::optional<std::string> aim;
  std::optional<std::int32_t> target;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MakeTask, (), (plan, kind, staff, due_on, aim, target, reason))

struct ChangeTask {
  Id<Task> id;
  Id<Staff> staff;
  base::Date due_on;
  std::optional<std::string> aim;
  std::optional<std::int32_t> target;
  std::optional<std::string> reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeTask, (), (id, staff, due_on, aim, target, reason, version))

struct FinishTask {
  Id<Task> id;
  std::string result;
  std::string evidence;
  std::optional<std::int32_t> amount;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(FinishTask, (), (id, result, evidence, amount, on, version))

struct TaskReason {
  Id<Task> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TaskReason, (), (id, reason, version))

struct TaskHistory {
  Id<Task> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(TaskHistory, (), (id, after))

constexpr std::string_view joined_task =
    "work_task n JOIN work_plan p ON p.id = n.plan JOIN task_kind k ON k.id = n.kind JOIN staff t "
    "ON t.id = n.staff JOIN site s ON s.id = p.site JOIN area a ON a.id = s.area WHERE ";
/// Its site's people see it, its owner, and whoever sends them.
constexpr std::string_view read_scope =
    "{scope:area a.path; site s.id; sponsor t.sponsor; staff n.staff}";
constexpr std::string_view write_scope = "{scope:area a.path; site s.id}";
constexpr std::string_view finish_scope = "{scope:area a.path; site s.id; staff n.staff}";

/// Whoever serves at the site, or leads its team beside others, from a day on.
constexpr std::string_view task_columns =
    "n.id, n.plan, p.site, s.name AS site_name, p.year, p.state AS plan_state, n.kind, k.number, "
    "k.name, k.name_zh, k.category, k.unit, n.staff, t.name AS staff_name, ((SELECT count(*) FROM "
    "posting o WHERE o.staff = n.staff AND o.site = p.site AND o.ended_on IS NULL AND "
    "coalesce(o.to_day, '9999-12-31') >= $1) + (SELECT count(*) FROM area_lead l WHERE l.staff = "
    "n.staff AND l.site = p.site AND l.ended_on IS NULL AND coalesce(l.to_day, '9999-12-31') >= "
    "$1)) AS serving, n.aim, n.target, n.due_on, n.change_reason, n.done_on, n.amount, n.result, "
    "n.evidence, n.dropped_on, n.drop_reason, n.version";

TaskView view_of(const WorkRules& rules, base::Date today, const TaskRow& row) {
  const TaskState state = state_of(rules,
                                   {.id = row.id,
                                    .plan = row.plan,
                                    .kind = row.kind,
                                    .staff = row.staff,
                                    .due_on = row.due_on,
                                    .done_on = row.done_on,
                                    .dropped_on = row.dropped_on},
                                   today);
  return {.id = row.id,
          .plan = row.plan,
          .site = row.site,
          .site_name = row.site_name,
          .year = row.year,
          .kind = row.kind,
          .number = row.number,
          .name = row.name,
          .name_zh = row.name_zh,
          .category = row.category,
          .staff = row.staff,
          .staff_name = row.staff_name,
          .owner_left = state != TaskState::done && state != TaskState::dropped && row.serving == 0,
          .aim = row.aim,
          .target = row.target,
          .amount = row.amount,
          .unit = row.unit,
          .due_on = row.due_on,
          .state = state,
          .done_on = row.done_on,
          .result = row.result,
          .evidence = row.evidence,
          .dropped_on = row.dropped_on,
          .drop_reason = row.drop_reason,
          .change_reason = row.change_reason,
          .version = row.version};
}

TaskRow row_in(db::Tx& tx, Id<Task> id, std::string_view scope) {
  return tx.one<TaskRow>(
      fmt::format("SELECT {} FROM {}{} AND n.id = $2", task_columns, joined_task, scope),
      tx.now().utc_date(), id);
}

TaskView show_in(db::Tx& tx, Id<Task> id, std::string_view scope) {
  return view_of(rules_now(tx), tx.now().utc_date(), row_in(tx, id, scope));
}

TaskView show_task(db::Tx& tx, const WhichTask& input) { return show_in(tx, input.id, read_scope); }

Page<TaskView> list_tasks(db::Tx& tx, const ListTasks& input) {
  const WorkRules rules = rules_now(tx);
  const base::Date today = tx.now().utc_date();
  const base::Date soon = today + rules.soon_days;
  Listing list(fmt::format("{}{}", joined_task, read_scope));
  list.add("'9999-12-31' >=", today);  // $1 of the columns
  list.within(tx, input.within);
  list.add_if("n.plan =", input.plan);
  list.add_if("p.site =", input.site);
  list.add_if("p.year =", input.year);
  list.add_if("n.staff =", input.staff);
  list.add_if("k.category =", input.category);
  if (input.state == TaskState::dropped) {
    list.require("n.dropped_on IS NOT NULL");
  } else if (input.state == TaskState::done) {
    list.require("n.done_on IS NOT NULL");
  } else if (input.state) {
    list.require("n.dropped_on IS NULL AND n.done_on IS NULL");
    if (*input.state == TaskState::overdue) {
      list.add("n.due_on <", today);
    } else if (*input.state == TaskState::due_soon) {
      list.add("n.due_on >=", today);
      list.add("n.due_on <=", soon);
    } else {
      list.add("n.due_on >", soon);
    }
  }
  return list.page<TaskView, TaskRow>(
      tx, task_columns, false, input.after, input.limit,
      [&](const TaskRow& row) { return view_of(rules, today, row); });
}

/// Fault unless they serve at the site on a day of that year, or lead its team.
void check_owner(db::Tx& tx, Id<Staff> staff, const WorkPlan& plan, Faults& faults) {
  const base::Date first(std::chrono::year{plan.year} / 1 / 1);
  const base::Date last(std::chrono::year{plan.year} / 12 / 31);
  const auto serving = tx.value<std::int64_t>(
      "SELECT (SELECT count(*) FROM posting o WHERE o.staff = $1 AND o.site = $2 AND o.ended_on IS "
      "NULL AND o.from_day <= $3 AND coalesce(o.to_day, '9999-12-31') >= $4) + (SELECT count(*) "
      "FROM area_lead l WHERE l.staff = $1 AND l.site = $2 AND l.ended_on IS NULL AND l.from_day "
      "<= $3 AND coalesce(l.to_day, '9999-12-31') >= $4) AS serving WHERE {unscoped:the site is "
      "seen, and who serves there}",
      staff, plan.site, last, first);
  if (serving == 0) {
    faults.add("/staff", "not_at_site", staff.to_text(),
               base::in_words("Who answers for a task serves at its site in {}, or leads its team.",
                              plan.year));
  }
}

/// In an agreed plan a change says why.
void check_reason(const WorkPlan& plan, const std::optional<std::string>& reason, Faults& faults) {
  if (reason) {
    check_line("/reason", *reason, faults);
  } else if (plan.state == WorkPlanState::agreed) {
    faults.add("/reason", "missing", "", "This plan is agreed. Say why it changes.");
  }
}

WorkPlan plan_of(db::Tx& tx, Id<WorkPlan> id) {
  return tx.one<WorkPlan>(
      fmt::format("SELECT {} FROM work_plan n WHERE n.id = $1 AND {{unscoped:of a task that the "
                  "asker sees}}",
                  columns<WorkPlan>("n")),
      id);
}

TaskView make_task(db::Change& change, const MakeTask& input) {
  Faults faults;
  const auto plan = change.maybe<WorkPlan>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<WorkPlan>("n"), scoped_plan),
      input.plan);
  if (!plan) {
    faults.add("/plan", "unknown_plan", input.plan.to_text(), "There is no such work plan.");
  }
  const auto kind = change.maybe<TaskKind>(
      fmt::format("SELECT {} FROM task_kind k WHERE k.id = $1", columns<TaskKind>("k")),
      input.kind);
  if (!kind) {
    faults.add("/kind", "unknown_task_kind", input.kind.to_text(),
               "There is no such task in the catalogue.");
  } else if (kind->closed_on) {
    faults.add("/kind", "closed", input.kind.to_text(),
               "This task of the catalogue is closed. No plan takes it any more.");
  }
  const Task made{.id = change.new_id<Task>(),
                  .plan = input.plan,
                  .kind = input.kind,
                  .staff = input.staff,
                  .aim = input.aim,
                  .target = input.target,
                  .due_on = input.due_on,
                  .change_reason = input.reason};
  if (plan && kind) {
    check(made, kind->unit.has_value(), plan->year, faults);
    check_owner(change, input.staff, *plan, faults);
    check_reason(*plan, input.reason, faults);
    check_room(rules_now(change), tasks_of(change, input.plan), "/plan", faults);
  }
  faults.refuse();
  change.insert(Task::table, made);
  return show_in(change, made.id, write_scope);
}

/// A task that waits, as somebody saw it who wants to change it.
struct Waiting {
  Task task;
  TaskRow row;
};
Waiting waiting(db::Change& change, Id<Task> id, std::int64_t version, std::string_view scope) {
  Waiting made{.task = {}, .row = row_in(change, id, scope)};
  if (made.row.dropped_on) {
    throw base::Refusal{base::Kind::precondition, "dropped",
                        "This task was dropped. Add another instead."};
  }
  const TaskRow& row = made.row;
  made.task = {.id = row.id,
               .plan = row.plan,
               .kind = row.kind,
               .staff = row.staff,
               .aim = row.aim,
               .target = row.target,
               .due_on = row.due_on,
               .change_reason = row.change_reason,
               .done_on = row.done_on,
               .amount = row.amount,
               .result = row.result,
               .evidence = row.evidence,
               .version = version};
  return made;
}

void require_undone(const Task& task) {
  if (task.done_on) {
    throw base::Refusal{base::Kind::precondition, "done",
                        "This task is done. Take its result back first, if it is wrong."};
  }
}

TaskView change_task(db::Change& change, const ChangeTask& input) {
  const Waiting found = waiting(change, input.id, input.version, write_scope);
  require_undone(found.task);
  const WorkPlan plan = plan_of(change, found.task.plan);
  Task after = found.task;
  after.staff = input.staff;
  after.due_on = input.due_on;
  after.aim = input.aim;
  after.target = input.target;
  after.change_reason = input.reason;
  Faults faults;
  check(after, found.row.unit.has_value(), plan.year, faults);
  if (after.staff != found.task.staff) {
    check_owner(change, input.staff, plan, faults);
  }
  check_reason(plan, input.reason, faults);
  faults.refuse();
  change.update(Task::table, found.task, after);
  return show_in(change, input.id, write_scope);
}

TaskView finish_task(db::Change& change, const FinishTask& input) {
  const Waiting found = waiting(change, input.id, input.version, finish_scope);
  require_undone(found.task);
  if (found.row.plan_state == WorkPlanState::draft) {
    throw base::Refusal{base::Kind::precondition, "not_agreed",
                        "This plan is a draft. Results are recorded once it is agreed."};
  }
  Task after = found.task;
  after.result = input.result;
  after.evidence = input.evidence;
  after.amount = input.amount;
  Faults faults;
  check(after, found.row.unit.has_value(), found.row.year, faults);
  after.done_on = programme::closing_day(change, input.on, faults);
  faults.refuse();
  change.update(Task::table, found.task, after);
  return show_in(change, input.id, finish_scope);
}

TaskView reopen_task(db::Change& change, const TaskReason& input) {
  const Waiting found = waiting(change, input.id, input.version, write_scope);
  Faults faults;
  check_line("/reason", input.reason, faults);
  faults.refuse();
  if (!found.task.done_on) {
    throw base::Refusal{base::Kind::precondition, "not_done", "This task has no result yet."};
  }
  Task after = found.task;
  after.done_on.reset();
  after.amount.reset();
  after.result.reset();
  after.evidence.reset();
  after.change_reason = input.reason;
  change.update(Task::table, found.task, after);
  return show_in(change, input.id, write_scope);
}

TaskView drop_task(db::Change& change, const TaskReason& input) {
  const Waiting found = waiting(change, input.id, input.version, write_scope);
  Faults faults;
  check_line("/reason", input.reason, faults);
  faults.refuse();
  require_undone(found.task);
  if (found.row.plan_state == WorkPlanState::agreed) {
    require_enough(rules_now(change), tasks_of(change, found.task.plan) - 1);
  }
  Task after = found.task;
  after.dropped_on = change.now().utc_date();
  after.drop_reason = input.reason;
  change.update(Task::table, found.task, after);
  return show_in(change, input.id, write_scope);
}

Page<HistoryEntry> task_history(db::Tx& tx, const TaskHistory& input) {
  row_in(tx, input.id, read_scope);
  return programme::history_of(tx, Task::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> task_operations() {
  const base::FieldAbout which = programme::which_field("TASK");
  base::FieldAbout year = year_field();
  year.meaning = "Only of this year.";
  const base::FieldAbout owner{
      .name = "staff",
      .shape = "STAFF",
      .meaning =
          "Who answers for it: somebody who serves at the site in that year, or leads its "
          "team."};
  const base::FieldAbout due_on{
      .name = "due_on", .shape = "DAY", .meaning = "By when, in the plan's year."};
  const base::FieldAbout aim{.name = "aim",
                             .shape = "TEXT",
                             .meaning = "What is to be reached, in a line. No names of people."};
  const base::FieldAbout target{.name = "target",
                                .shape = "N",
                                .least = 0,
                                .most = most_amount,
                                .meaning = "How much, in the task's unit; a total of the site."};
  const base::FieldAbout reason{
      .name = "reason",
      .shape = "TEXT",
      .meaning = "Why, if the plan is agreed already. No names of people."};
  return {
      access::read_operation<ListTasks, Page<TaskView>>(
          {.name = "task.list",
           .permission = read_tasks,
           .path = "/api/tasks",
           .summary = "tasks of work plans, in the order in which they were added",
           .fields =
               {{.name = "plan", .shape = "WORKPLAN", .meaning = "Only of this plan."},
                site_filter(),
                year,
                {.name = "staff",
                 .shape = "STAFF",
                 .meaning = "Only those for which this staff member answers."},
                within_field(),
                {.name = "category", .shape = "WORD", .meaning = "Only those of this duty area."},
                {.name = "state",
                 .shape = "STATE",
                 .meaning = "Only those that stand so: open, due_soon, overdue, done or "
                            "dropped."},
                programme::after_field(),
                programme::limit_field()}},
          list_tasks),
      access::read_operation<WhichTask, TaskView>({.name = "task.show",
                                                   .permission = read_tasks,
                                                   .path = "/api/tasks/{id}",
                                                   .summary = "one task of a work plan",
                                                   .fields = {which}},
                                                  show_task),
      access::change_operation<MakeTask, TaskView>(
          {.name = "task.make",
           .permission = write_work,
           .method = Method::post,
           .path = "/api/tasks",
           .summary = "add a task of the catalogue to a work plan",
           .description = "No more than the rules say (most_tasks of [work]).",
           .fields = {{.name = "plan", .shape = "WORKPLAN", .meaning = "To which plan."},
                      {.name = "kind", .shape = "KIND", .meaning = "Which task of the catalogue."},
                      owner,
                      due_on,
                      aim,
                      target,
                      reason}},
          make_task),
      access::change_operation<ChangeTask, TaskView>(
          {.name = "task.change",
           .permission = write_work,
           .method = Method::put,
           .path = "/api/tasks/{id}",
           .summary = "change who answers for a task, its day or its aim",
           .fields = {which, owner, due_on, aim, target, reason, programme::version_field()}},
          change_task),
      access::change_operation<FinishTask, TaskView>(
          {.name = "task.finish",
           .permission = finish_tasks,
           .method = Method::post,
           .path = "/api/tasks/{id}/finish",
           .summary = "record what came of a task",
           .fields = {which,
                      {.name = "result",
                       .shape = "TEXT",
                       .meaning = "What came of it, in a line; of the site as a whole. No names of "
                                  "people."},
                      {.name = "evidence",
                       .shape = "TEXT",
                       .meaning = "Where it can be seen: a document and its number. No names of "
                                  "people."},
                      {.name = "amount",
                       .shape = "N",
                       .least = 0,
                       .most = most_amount,
                       .meaning = "How much, in the task's unit; a total of the site."},
                      programme::on_field(),
                      programme::version_field()}},
          finish_task),
      access::change_operation<TaskReason, TaskView>(
          {.name = "task.reopen",
           .permission = write_work,
           .method = Method::post,
           .path = "/api/tasks/{id}/reopen",
           .summary = "take back the result of a task that was recorded by mistake",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          reopen_task),
      access::change_operation<TaskReason, TaskView>(
          {.name = "task.drop",
           .permission = write_work,
           .method = Method::post,
           .path = "/api/tasks/{id}/drop",
           .summary = "drop a task, with the reason",
           .description = "An agreed plan keeps as many as the rules say (least_tasks of [work]).",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          drop_task),
      access::read_operation<TaskHistory, Page<HistoryEntry>>(
          {.name = "task.history",
           .permission = read_tasks,
           .path = "/api/tasks/{id}/history",
           .summary = "who changed what of a task, and when",
           .fields = {which, programme::after_field()}},
          task_history),
  };
}

}  // namespace sojourn::stages::work
