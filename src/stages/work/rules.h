// What holds for work plans, without SQL: how many tasks a site has in a year, and how each stands.
// The table [work] of rules.toml. RULES.md, section 7.
// Tested in tests/unit/stages/work/rules_test.cpp, by properties too.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/date.h"
#include "stages/programme/rules.h"
#include "stages/work/records.h"

namespace sojourn::stages::work {

struct WorkRules {
  std::int32_t least_tasks = 3;  ///< of a site and year
  std::int32_t most_tasks = 10;
  std::int32_t soon_days = 30;  ///< before its day, a task is due soon
};

/// The table [work] of a text of rules.toml. Faults stand at `where`.
WorkRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

/// How a task stands, by what is known of it.
enum class TaskState : std::uint8_t { open, due_soon, overdue, done, dropped };
BOOST_DESCRIBE_ENUM(TaskState, open, due_soon, overdue, done, dropped)
TaskState state_of(const WorkRules& rules, const Task& task, base::Date today);

/// Fault at `where` unless a site that has so many tasks may have one more.
void check_room(const WorkRules& rules, std::int64_t tasks, std::string_view where,
                programme::Faults& faults);
/// Refusal precondition "too_few_tasks" if so many are less than a site has to have.
void require_enough(const WorkRules& rules, std::int64_t tasks);

/// A line in which nobody is named.
void check_line(std::string_view where, std::string_view text, programme::Faults& faults);

// What a record may hold; faults at "/member".
void check(const TaskKind& kind, programme::Faults& faults);
/// `unit`: its kind has one. `year`: of its plan.
void check(const Task& task, bool unit, std::int32_t year, programme::Faults& faults);

inline constexpr std::int32_t most_amount = 1'000'000'000;

}  // namespace sojourn::stages::work
