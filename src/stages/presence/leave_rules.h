// What holds for leave, without SQL: who decides, when a clock runs out and what it does then, who
// has to stay, and what a year gives. The keys leave.* of the table [presence]. RULES.md,
// section 6. Tested in tests/unit/stages/presence/leave_rules_test.cpp, by properties too.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stages/presence/leave_records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::presence {

struct LeaveRules {
  std::int32_t leader_days = 1;    ///< away that the leader decides about
  std::int32_t township_days = 5;  ///< and the township; above it the office
  std::int32_t answer_hours = 24;  ///< of leader and township
  std::int32_t office_hours = 48;
  std::int32_t regularise_days = 3;  ///< after an emergency
  std::int32_t overdue_hours = 24;   ///< after the last day, until it is asked where somebody is
  std::int32_t cover = 1;            ///< people who stay at the site
  std::int32_t annual_days = 24;     ///< working days of a whole year
};

/// Out of the balance.
constexpr bool counted(LeaveKind kind) { return kind == LeaveKind::annual; }
/// Somebody has to stay. Who is ill, or has a right by law, goes anyway.
constexpr bool needs_cover(LeaveKind kind) {
  return kind == LeaveKind::annual || kind == LeaveKind::personal;
}
/// Its days are leave in the rota.
constexpr bool stands(LeaveState state, bool emergency) {
  return state == LeaveState::approved || state == LeaveState::gone ||
         (state == LeaveState::asked && emergency);
}

constexpr LeaveLevel one_up(LeaveLevel level) {
  return level == LeaveLevel::leader ? LeaveLevel::township : LeaveLevel::office;
}
/// Who decides about so many days away. A leader's own goes one up, and so does what would wait for
/// a leader who is not there.
LeaveLevel level_of(const LeaveRules& rules, std::int64_t away_days, StaffRole role,
                    bool leader_there);
/// When the level has to have answered.
base::Instant due_at(const LeaveRules& rules, LeaveLevel level, base::Instant since);

enum class ClockStep : std::uint8_t {
  wait,
  escalate,  ///< one up
  grant,     ///< if cover exists
};
BOOST_DESCRIBE_ENUM(ClockStep, wait, escalate, grant)
/// What the clock does with a request that is asked. A clock that goes back only waits.
ClockStep clock_step(const LeaveRequest& request, base::Instant now);

/// What a year gives for the days posted, a half counts up.
std::int32_t entitlement(const LeaveRules& rules, int year, std::int32_t posted);
/// Working days from one day to another, both within; none if the last is before the first.
std::int32_t charged_days(const programme::WorkingDays& working, base::Date from, base::Date to);

/// One of those who serve at the site beside whoever asks.
struct Colleague {
  std::string name;
  base::DateRange term;
  std::vector<base::DateRange> away = {};  ///< pauses, leave, courses, trips
};
/// Days on which fewer than `cover` of them are there. Where nobody else is posted at all, each day
/// is one.
std::vector<base::Date> uncovered(std::span<const Colleague> others, const base::DateRange& days,
                                  std::int32_t cover);
/// Whether anybody else is posted there in those days.
bool alone(std::span<const Colleague> others, const base::DateRange& days);
/// Names of those who are away on one of the days, in their order.
std::vector<std::string> away_then(std::span<const Colleague> others,
                                   std::span<const base::Date> days);
/// First days, from `earliest` on, from which as many days are covered: the nearest before and
/// after what was asked, at most 60 days from it.
std::vector<base::Date> offers(std::span<const Colleague> others, const base::DateRange& days,
                               std::int32_t cover, base::Date earliest, base::Date latest);

}  // namespace sojourn::stages::presence
