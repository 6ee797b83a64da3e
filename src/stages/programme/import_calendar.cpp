// The working-day calendar from a table: holidays, and weekend days that are worked instead, as the
// yearly notice lists them. A row is about its day.
#include <fmt/format.h>

#include <map>
#include <memory>

#include "stages/programme/calendar.h"
#include "stages/programme/import.h"
#include "stages/programme/lasting.h"

namespace sojourn::stages::programme {
namespace {

using imports::Given;
using imports::Referenced;
using imports::Tell;

class Days {
 public:
  const CalendarDay* match(db::Tx& tx, const Given& given, const CalendarDay& said,
                           const Tell& tell) {
    if (!given.text("day")) {
      return nullptr;  // it is wrong or missing, and is told
    }
    if (const auto [other, fresh] = rows_.emplace(said.day, given.row); !fresh) {
      tell("day", imports::twice(other->second));
      return nullptr;
    }
    if (!loaded_) {
      loaded_ = true;
      for (CalendarDay& each : tx.rows<CalendarDay>(
               fmt::format("SELECT {} FROM calendar_day d", columns<CalendarDay>("d")))) {
        kept_.emplace(each.day, std::move(each));
      }
    }
    const auto found = kept_.find(said.day);
    return found == kept_.end() ? nullptr : &found->second;
  }

 private:
  bool loaded_ = false;
  std::map<base::Date, CalendarDay> kept_;
  std::map<base::Date, std::uint32_t> rows_;
};

}  // namespace

void check(const CalendarDay& day, Faults& faults) {
  faults.check_name("/name", day.name);
  if (day.kind == DayKind::make_up && day.day.weekday() <= 5) {
    faults.add("/kind", "worked_anyway", "make_up", "This is a weekday, which is worked anyway.");
  }
}

imports::Importable<CalendarDay> calendar_import() {
  const auto days = std::make_shared<Days>();
  imports::Importable<CalendarDay> made;
  made.table = "calendar_day";
  made.name_column = "name";
  made.columns = {
      imports::column(&CalendarDay::day,
                      {.name = "day", .title = "Day", .also = {"date", "日子"}, .required = true}),
      imports::worded_column(&CalendarDay::kind,
                             {.name = "kind",
                              .title = "Kind",
                              .also = {"kindofday", "日类别", "安排", "性质", "类别"},
                              .required = true},
                             {{"放假", DayKind::holiday},
                              {"休息", DayKind::holiday},
                              {"假日", DayKind::holiday},
                              {"法定节假日", DayKind::holiday},
                              {"上班", DayKind::make_up},
                              {"补班", DayKind::make_up},
                              {"调休上班", DayKind::make_up}}),
      imports::column(&CalendarDay::name, {.name = "name",
                                           .title = "Name",
                                           .also = {"holiday", "节日", "节假日名称", "名称"},
                                           .required = true})};
  made.match = [days](db::Tx& tx, std::vector<Referenced>&, const Given& given, CalendarDay& said,
                      const Tell& tell) { return days->match(tx, given, said, tell); };
  made.complete = [](db::Tx&, std::vector<Referenced>&, const CalendarDay*, CalendarDay& after,
                     const Given&) {
    Faults faults;
    check(after, faults);
    return faults.take();
  };
  return made;
}

}  // namespace sojourn::stages::programme
