// Calendars as iCalendar text (RFC 5545): days in which something takes place, whole days each.
// Tested in tests/unit/documents/ics_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace sojourn::documents {

inline constexpr std::string_view calendar_type = "text/calendar";

struct CalendarEvent {
  std::string uid;        ///< the same for the same event in every file
  base::Instant made_at;  ///< when this was written
  base::Date from;
  base::Date to;  ///< the last day
  std::string title;
  std::string place = {};
};

struct Calendar {
  std::string name;
  std::vector<CalendarEvent> events = {};
};

/// Lines end in CR LF and are folded after 75 bytes, never within a character; texts are escaped.
/// A day's end is the day after the last one, as the form has it.
std::string ics_of(const Calendar& calendar);

}  // namespace sojourn::documents
