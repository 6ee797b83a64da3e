#include "stages/need/operations.h"

#include <iterator>

#include "stages/need/statements.h"

namespace sojourn::stages::need {

std::vector<access::Operation> operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {need_operations(), standard_operations(), workload_operations(), staffing_operations(),
        establishment_operations(), overview_operations(), readiness_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"establishment", "need", "other_post", "site_readiness", "staffing", "workload"};
}

ledger::Tables logged_tables() {
  return {{"need", {}},       {"need_standard", {}}, {"workload", {}},      {"staffing", {}},
          {"other_post", {}}, {"establishment", {}}, {"site_readiness", {}}};
}

}  // namespace sojourn::stages::need
