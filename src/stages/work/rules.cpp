#include "stages/work/rules.h"

#include "stages/postings/rules.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::work {

using base::Date;
using programme::Faults;

WorkRules read_rules(std::string_view text, std::string_view where, Faults& faults) {
  WorkRules made;
  programme::RulesTable table(text, "work", where, faults);
  table.whole("least_tasks", made.least_tasks, 0, 100);
  table.whole("most_tasks", made.most_tasks, 1, 100);
  table.whole("soon_days", made.soon_days, 0, 366);
  table.finish();
  if (made.least_tasks > made.most_tasks) {
    faults.add(std::string(where), "rules_value", "[work] least_tasks",
               "[work] least_tasks is above most_tasks.");
  }
  return made;
}

TaskState state_of(const WorkRules& rules, const Task& task, Date today) {
  if (task.dropped_on) {
    return TaskState::dropped;
  }
  if (task.done_on) {
    return TaskState::done;
  }
  if (today > task.due_on) {
    return TaskState::overdue;
  }
  return task.due_on <= today + rules.soon_days ? TaskState::due_soon : TaskState::open;
}

void check_room(const WorkRules& rules, std::int64_t tasks, std::string_view where,
                Faults& faults) {
  if (tasks >= rules.most_tasks) {
    faults.add(std::string(where), "too_many_tasks", "",
               base::in_words("By the rules a site has {} tasks a year at most (most_tasks = {}). "
                              "Drop one first.",
                              rules.most_tasks, rules.most_tasks));
  }
}

void require_enough(const WorkRules& rules, std::int64_t tasks) {
  if (tasks < rules.least_tasks) {
    throw base::Refusal{
        base::Kind::precondition, "too_few_tasks",
        base::in_words("By the rules a site has {} tasks a year at least (least_tasks = {}), and "
                       "here it would have {}. Add more first.",
                       rules.least_tasks, rules.least_tasks, tasks)};
  }
}

void check_line(std::string_view where, std::string_view text, Faults& faults) {
  faults.check_name(where, text);
  postings::check_told(where, text, 200, faults);
}

void check(const TaskKind& kind, Faults& faults) {
  faults.check_short("/number", std::string_view(kind.number));
  faults.check_name("/name", kind.name);
  faults.check_idea("/name", kind.name);
  if (kind.name_zh) {
    faults.check_name("/name_zh", *kind.name_zh);
    faults.check_idea("/name_zh", *kind.name_zh);
  }
  faults.check_value("/category", std::string_view(kind.category));
  faults.check_no_semicolon("/category", kind.category);
  faults.check_value("/unit", kind.unit);
}

void check(const Task& task, bool unit, std::int32_t year, Faults& faults) {
  if (task.aim) {
    check_line("/aim", *task.aim, faults);
  }
  for (const auto& [where, number] :
       {std::pair<std::string_view, std::optional<std::int32_t>>{"/target", task.target},
        {"/amount", task.amount}}) {
    if (number && !unit) {
      faults.add(std::string(where), "no_unit", std::to_string(*number),
                 "The catalogue gives this task no unit to count in. It is done or not.");
    } else if (number) {
      faults.check_between(where, *number, 0, most_amount);
    }
  }
  if (task.due_on.year() != year) {
    faults.add("/due_on", "outside_year", task.due_on.to_text(),
               base::in_words("This is a plan of {}. Its tasks are due in that year.", year));
  }
  if (task.result) {
    check_line("/result", *task.result, faults);
  }
  if (task.evidence) {
    check_line("/evidence", *task.evidence, faults);
  }
}

}  // namespace sojourn::stages::work
