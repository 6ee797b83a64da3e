#include "stages/programme/operations.h"

#include <iterator>

#include "imports/table.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {

std::vector<access::Operation> operations(const std::vector<RulesCheck>& checks) {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {area_operations(), site_operations(), sponsor_operations(), staff_operations(),
        staff_record_operations(), correction_operations(), apart_operations(),
        rules_operations(checks), calendar_operations(), import_operations(),
        imports::table_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

}  // namespace sojourn::stages::programme
