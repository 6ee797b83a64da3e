#include "stages/presence/operations.h"

#include <iterator>

#include "stages/presence/leave.h"
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {

std::vector<access::Operation> operations(const OnConfirmed& on_confirmed) {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {rota_operations(), confirm_operations(on_confirmed), change_operations(),
        question_operations(), day_only_operations(), figure_operations(), draw_operations(),
        leave_operations(), leave_decision_operations(), leave_balance_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"day_only_permission", "leave_account",  "leave_entry",   "leave_request", "day_question",
          "presence_change",     "presence_check", "presence_draw", "presence_month"};
}

ledger::Tables logged_tables() {
  return {{"presence_month", {.subject = "staff"}}, {"presence_change", {.subject = "staff"}},
          {"day_question", {.subject = "staff"}},   {"day_only_permission", {.subject = "staff"}},
          {"leave_request", {.subject = "staff"}},  {"leave_account", {.subject = "staff"}},
          {"leave_entry", {.subject = "staff"}},    {"presence_draw", {}},
          {"presence_check", {.subject = "staff"}}};
}

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<RotaMonth>(RotaMonth::table),
          programme::own_part<DayChange>(DayChange::table),
          programme::own_part<DayQuestion>(DayQuestion::table),
          programme::own_part<DayOnly>(DayOnly::table),
          programme::own_part<PresenceCheck>(PresenceCheck::table),
          programme::own_part<LeaveRequest>(LeaveRequest::table),
          programme::own_part<LeaveAccount>(LeaveAccount::table),
          programme::own_part<LeaveEntry>(LeaveEntry::table)};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "presence_month(posting,month)",
           .kind = base::Kind::conflict,
           .code = "declared_meanwhile",
           .where = "/month",
           .detail = "Somebody else has just declared this month. Look at it, and change what "
                     "differs."},
          {.constraint = "leave_account(staff,year)",
           .kind = base::Kind::conflict,
           .code = "entered_meanwhile",
           .where = "/year",
           .detail = "Somebody else has just entered days of this year. Look again."},
          {.constraint = "presence_draw(area,month)",
           .kind = base::Kind::conflict,
           .code = "drawn_already",
           .where = "/month",
           .detail = "Of this area and month somebody was drawn already. A draw is not done "
                     "again."}};
}

}  // namespace sojourn::stages::presence
