#include "stages/presence/operations.h"

#include <iterator>

#include "stages/presence/stage.h"

namespace sojourn::stages::presence {

std::vector<access::Operation> operations(const OnConfirmed& on_confirmed) {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {rota_operations(), confirm_operations(on_confirmed), change_operations(),
        question_operations(), day_only_operations(), figure_operations(), draw_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"day_only_permission", "day_question",   "presence_change",
          "presence_check",      "presence_draw",  "presence_month"};
}

ledger::Tables logged_tables() {
  return {{"presence_month", {.subject = "staff"}},      {"presence_change", {.subject = "staff"}},
          {"day_question", {.subject = "staff"}},        {"day_only_permission", {.subject = "staff"}},
          {"presence_draw", {}},                         {"presence_check", {.subject = "staff"}}};
}

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<RotaMonth>(RotaMonth::table),
          programme::own_part<DayChange>(DayChange::table),
          programme::own_part<DayQuestion>(DayQuestion::table),
          programme::own_part<DayOnly>(DayOnly::table),
          programme::own_part<PresenceCheck>(PresenceCheck::table)};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "presence_month(posting,month)",
           .kind = base::Kind::conflict,
           .code = "declared_meanwhile",
           .where = "/month",
           .detail = "Somebody else has just declared this month. Look at it, and change what "
                     "differs."},
          {.constraint = "presence_draw(area,month)",
           .kind = base::Kind::conflict,
           .code = "drawn_already",
           .where = "/month",
           .detail = "Of this area and month somebody was drawn already. A draw is not done "
                     "again."}};
}

}  // namespace sojourn::stages::presence
