#include "stages/work/operations.h"

#include <iterator>

#include "stages/programme/rules_table.h"
#include "stages/work/stage.h"

namespace sojourn::stages::work {

std::vector<access::Operation> operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {kind_operations(), plan_operations(), task_operations(), overview_operations(),
        duty_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() { return {"posting_duty", "work_plan", "work_task"}; }

ledger::Tables logged_tables() {
  return {{"task_kind", {}},
          {"work_plan", {}},
          {"work_task", {.subject = "staff"}},
          {"posting_duty", {.subject = "staff"}}};
}

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<Task>(Task::table), programme::own_part<Duty>(Duty::table)};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "task_kind(number)",
           .kind = base::Kind::conflict,
           .code = "number_taken",
           .where = "/number",
           .detail = "There is a task of this number in the catalogue already."},
          {.constraint = "work_plan(site,year)",
           .kind = base::Kind::conflict,
           .code = "plan_exists",
           .where = "/year",
           .detail = "This site has a plan of this year already. Add tasks to it."}};
}

WorkRules rules_now(db::Tx& tx) {
  return programme::rules_in_table(tx, tx.now().utc_date(), "work", read_rules);
}

std::int64_t tasks_of(db::Tx& tx, Id<WorkPlan> plan) {
  return tx.value<std::int64_t>(
      "SELECT count(*) FROM work_task w WHERE w.plan = $1 AND w.dropped_on IS NULL AND "
      "{unscoped:the plan is seen}",
      plan);
}

std::string counts_on(const WorkRules& rules, base::Date today) {
  const auto number = [](std::string_view condition, std::string_view name) {
    return fmt::format("count(CASE WHEN {} THEN 1 END) AS {}", condition, name);
  };
  const std::string waits = "w.dropped_on IS NULL AND w.done_on IS NULL AND w.due_on ";
  const std::string soon = (today + rules.soon_days).to_text();
  return number("w.id IS NOT NULL AND w.dropped_on IS NULL", "tasks") + ", " +
         number(fmt::format("{}> '{}'", waits, soon), "open") + ", " +
         number(fmt::format("{}BETWEEN '{}' AND '{}'", waits, today.to_text(), soon), "due_soon") +
         ", " + number(fmt::format("{}< '{}'", waits, today.to_text()), "overdue") + ", " +
         number("w.done_on IS NOT NULL", "done") + ", " +
         number("w.dropped_on IS NOT NULL", "dropped");
}

}  // namespace sojourn::stages::work
