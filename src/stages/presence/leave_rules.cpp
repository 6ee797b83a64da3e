#include "stages/presence/leave_rules.h"

#include <algorithm>
#include <chrono>

namespace sojourn::stages::presence {

using base::Date;
using base::DateRange;

LeaveLevel level_of(const LeaveRules& rules, std::int64_t away_days, StaffRole role,
                    bool leader_there) {
  LeaveLevel level = away_days <= rules.leader_days     ? LeaveLevel::leader
                     : away_days <= rules.township_days ? LeaveLevel::township
                                                        : LeaveLevel::office;
  if (role == StaffRole::leader || (level == LeaveLevel::leader && !leader_there)) {
    level = one_up(level);
  }
  return level;
}

base::Instant due_at(const LeaveRules& rules, LeaveLevel level, base::Instant since) {
  return since +
         std::chrono::hours(level == LeaveLevel::office ? rules.office_hours : rules.answer_hours);
}

ClockStep clock_step(const LeaveRequest& request, base::Instant now) {
  if (request.state != LeaveState::asked || now < request.due_at) {
    return ClockStep::wait;
  }
  return request.escalations == 0 && request.level != LeaveLevel::office ? ClockStep::escalate
                                                                         : ClockStep::grant;
}

std::int32_t entitlement(const LeaveRules& rules, int year, std::int32_t posted) {
  const Date first = Date::of(year, 1, 1).value();
  const std::int64_t whole = first.plus_years(1) - first;
  return static_cast<std::int32_t>((2 * std::int64_t{rules.annual_days} * posted + whole) /
                                   (2 * whole));
}

std::int32_t charged_days(const programme::WorkingDays& working, Date from, Date to) {
  return to < from ? 0 : static_cast<std::int32_t>(working.count(DateRange(from, to)));
}

namespace {

bool away_on(const Colleague& who, Date day) {
  return std::any_of(who.away.begin(), who.away.end(),
                     [&](const DateRange& each) { return each.contains(day); });
}

bool covered(std::span<const Colleague> others, Date day, std::int32_t cover) {
  return std::count_if(others.begin(), others.end(), [&](const Colleague& each) {
           return each.term.contains(day) && !away_on(each, day);
         }) >= cover;
}

}  // namespace

std::vector<Date> uncovered(std::span<const Colleague> others, const DateRange& days,
                            std::int32_t cover) {
  std::vector<Date> made;
  for (Date day = days.from(); day <= *days.to(); day = day + 1) {
    if (!covered(others, day, cover)) {
      made.push_back(day);
    }
  }
  return made;
}

bool alone(std::span<const Colleague> others, const DateRange& days) {
  return std::none_of(others.begin(), others.end(),
                      [&](const Colleague& each) { return each.term.overlaps(days); });
}

std::vector<std::string> away_then(std::span<const Colleague> others, std::span<const Date> days) {
  std::vector<std::string> made;
  for (const Colleague& each : others) {
    if (std::any_of(days.begin(), days.end(), [&](const Date& day) {
          return each.term.contains(day) && away_on(each, day);
        })) {
      made.push_back(each.name);
    }
  }
  return made;
}

std::vector<Date> offers(std::span<const Colleague> others, const DateRange& days,
                         std::int32_t cover, Date earliest, Date latest) {
  const std::int64_t length = *days.days();
  const auto fits = [&](Date from) {
    return from >= earliest && from + (length - 1) <= latest &&
           uncovered(others, DateRange(from, from + (length - 1)), cover).empty();
  };
  std::vector<Date> made;
  for (std::int64_t by = 1; by <= 60; ++by) {
    if (fits(days.from() - by)) {
      made.push_back(days.from() - by);
      break;
    }
  }
  for (std::int64_t by = 1; by <= 60; ++by) {
    if (fits(days.from() + by)) {
      made.push_back(days.from() + by);
      break;
    }
  }
  return made;
}

}  // namespace sojourn::stages::presence
