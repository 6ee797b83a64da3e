// What a world with the stage accountability is made of.
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

#include "stages/accountability/operations.h"
#include "stages/placement/stage.h"
#include "stages/selection/operations.h"
#include "tests/unit/stages/need/world.h"

namespace sojourn::stages::accountability {

inline programme::Parts report_parts() {
  programme::Parts made = need::need_parts();
  for (std::vector<access::Operation> own :
       {selection::operations(), placement::record_operations(), operations()}) {
    made.operations.insert(made.operations.end(), std::make_move_iterator(own.begin()),
                           std::make_move_iterator(own.end()));
  }
  made.tables.merge(selection::logged_tables());
  made.tables.merge(placement::logged_tables());
  made.tables.merge(ledger::Tables{{"list_export", {.subject = "account"}}});
  for (const db::ScopedTables& tables : {selection::scoped_tables(), placement::scoped_tables()}) {
    made.scoped_tables.insert(made.scoped_tables.end(), tables.begin(), tables.end());
  }
  std::sort(made.scoped_tables.begin(), made.scoped_tables.end());
  return made;
}

}  // namespace sojourn::stages::accountability
