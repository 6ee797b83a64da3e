// The working-day calendar, on which every deadline of the programme runs: days that differ from
// the week, typed here one by one.
#include "stages/programme/calendar.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

/// Clocks of the rules are days to months; a request is not a way to keep the machine busy.
constexpr std::int64_t most_days = 4000;

struct ListDays {
  base::Date from;
  base::Date to;
};
BOOST_DESCRIBE_STRUCT(ListDays, (), (from, to))

struct MarkDay {
  base::Date day;
  DayKind kind = DayKind::holiday;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MarkDay, (), (day, kind, name))

struct ClearDay {
  Id<CalendarDay> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ClearDay, (), (id, version))

struct Deadline {
  base::Date from;
  std::int64_t days = 0;
};
BOOST_DESCRIBE_STRUCT(Deadline, (), (from, days))

struct DeadlineView {
  base::Date day;
};
BOOST_DESCRIBE_STRUCT(DeadlineView, (), (day))

Page<CalendarDay> list_days(db::Tx& tx, const ListDays& input) {
  Faults faults;
  if (input.to < input.from || input.to - input.from > most_days) {
    faults.add(
        "/to", "out_of_range", input.to.to_text(),
        base::in_words("The last day is not before the first, and within {} days.", most_days));
  }
  faults.refuse();
  Page<CalendarDay> page;
  page.items = tx.rows<CalendarDay>(
      fmt::format("SELECT {} FROM calendar_day d WHERE d.day BETWEEN $1 AND $2 ORDER BY d.day",
                  columns<CalendarDay>("d")),
      input.from, input.to);
  return page;
}

CalendarDay mark_day(db::Change& change, const MarkDay& input) {
  const CalendarDay day{
      .id = change.new_id<CalendarDay>(), .day = input.day, .kind = input.kind, .name = input.name};
  Faults faults;
  check(day, faults);
  faults.refuse();
  change.insert("calendar_day", day);
  return day;
}

CalendarDay clear_day(db::Change& change, const ClearDay& input) {
  CalendarDay day = change.one<CalendarDay>(
      fmt::format("SELECT {} FROM calendar_day d WHERE d.id = $1", columns<CalendarDay>("d")),
      input.id);
  day.version = input.version;
  change.erase("calendar_day", day);
  return day;
}

DeadlineView deadline(db::Tx& tx, const Deadline& input) {
  Faults faults;
  faults.check_between("/days", input.days, -most_days, most_days);
  faults.refuse();
  return {.day = working_days(tx).after(input.from, input.days)};
}

}  // namespace

WorkingDays working_days(db::Tx& tx) {
  return WorkingDays(tx.rows<CalendarDay>(
      fmt::format("SELECT {} FROM calendar_day d", columns<CalendarDay>("d"))));
}

std::vector<access::Operation> calendar_operations() {
  return {
      access::read_operation<ListDays, Page<CalendarDay>>(
          {.name = "calendar.list",
           .permission = read_rules,
           .path = "/api/calendar",
           .summary = "holidays, and weekend days that are worked instead",
           .fields = {{.name = "from", .shape = "DAY", .meaning = "The first day to look at."},
                      {.name = "to", .shape = "DAY", .meaning = "The last one."}}},
          list_days),
      access::change_operation<MarkDay, CalendarDay>(
          {.name = "calendar.mark",
           .permission = manage_rules,
           .method = Method::post,
           .path = "/api/calendar",
           .summary = "mark a day as a holiday, or a weekend day as worked",
           .fields = {{.name = "day", .shape = "DAY", .meaning = "Which day."},
                      {.name = "kind", .shape = "KIND", .meaning = "Holiday or make-up day."},
                      {.name = "name", .shape = "NAME", .meaning = "What it is called."}}},
          mark_day),
      access::change_operation<ClearDay, CalendarDay>(
          {.name = "calendar.clear",
           .permission = manage_rules,
           .method = Method::remove,
           .path = "/api/calendar/{id}",
           .summary = "make a marked day an ordinary one again",
           .fields = {which_field("DAY"), version_field()}},
          clear_day),
      access::read_operation<Deadline, DeadlineView>(
          {.name = "calendar.deadline",
           .permission = read_rules,
           .path = "/api/working-days",
           .summary = "the day on which a number of working days has passed",
           .fields = {{.name = "from",
                       .shape = "DAY",
                       .meaning = "The day that the clock starts on; it does not count itself."},
                      {.name = "days",
                       .shape = "N",
                       .unit = "working days",
                       .meaning = "How many; a negative number counts back."}}},
          deadline),
  };
}

}  // namespace sojourn::stages::programme
