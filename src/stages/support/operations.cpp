#include "stages/support/operations.h"

#include <iterator>

#include "stages/support/shared.h"

namespace sojourn::stages::support {

std::vector<access::Operation> operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {line_operations(), preset_operations(), budget_operations(), contribution_operations(),
        commitment_operations(), claim_operations(), claim_step_operations(), receipt_operations(),
        month_operations(), insurance_operations(), health_operations(), arrival_operations(),
        exception_operations(), alarm_operations(), activity_operations(),
        plan_cost_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"activity_request", "allowance_month",  "arrival", "arrival_exception", "booking",
          "booking_entry",    "budget_line",      "claim",   "commitment",        "contribution",
          "health_check",     "insurance_policy", "receipt", "receipt_file"};
}

ledger::Tables logged_tables() {
  return {{"budget_line", {}},
          {"commitment", {}},
          {"contribution", {}},
          {"booking", {}},
          {"booking_entry", {}},
          {"activity_request", {}},
          {"claim", {.subject = "staff"}},
          {"receipt", {.subject = "staff"}},
          {"allowance_month", {.subject = "staff"}},
          {"insurance_policy", {.subject = "staff"}},
          {"health_check", {.subject = "staff"}},
          {"arrival_exception", {.subject = "staff"}},
          {"arrival", {.subject = "staff"}}};
}

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<Claim>("claim"),
          programme::own_part<ClaimReceipt>("receipt"),
          {.table = "receipt_file", .shown_by = "receipt.open"},
          programme::own_part<AllowanceMonth>("allowance_month"),
          programme::own_part<Insurance>("insurance_policy"),
          programme::own_part<HealthCheck>("health_check"),
          programme::own_part<ArrivalException>("arrival_exception"),
          programme::own_part<Arrival>("arrival")};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "budget_line(site,year,kind)",
           .kind = base::Kind::conflict,
           .code = "line_exists",
           .where = "/kind",
           .detail = "This site has such a line in this year already. Plan more or less for it "
                     "(line plan)."},
          {.constraint = "booking.reverses",
           .kind = base::Kind::conflict,
           .code = "reversed_already",
           .where = "/id",
           .detail = "This booking was reversed already."}};
}

}  // namespace sojourn::stages::support
