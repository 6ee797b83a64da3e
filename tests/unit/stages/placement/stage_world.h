// A programme with the stages `need`, `selection` and `placement`, and a runner of its jobs.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "stages/placement/plan_run.h"
#include "stages/placement/stage.h"
#include "stages/selection/operations.h"
#include "tests/unit/stages/need/world.h"

namespace sojourn::stages::placement {

inline programme::Parts placement_parts() {
  programme::Parts parts = need::need_parts();
  for (std::vector<access::Operation> own : {selection::operations(), record_operations()}) {
    parts.operations.insert(parts.operations.end(), std::make_move_iterator(own.begin()),
                            std::make_move_iterator(own.end()));
  }
  parts.tables.merge(selection::logged_tables());
  parts.tables.merge(logged_tables());
  for (const db::ScopedTables& tables : {selection::scoped_tables(), scoped_tables()}) {
    parts.scoped_tables.insert(parts.scoped_tables.end(), tables.begin(), tables.end());
  }
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  return parts;
}

/// Does the plans that wait; how many.
inline int run_plans(db::Database& database, const std::string& worker = "test") {
  PlanRunner runner(database, {.worker = worker});
  int made = 0;
  while (runner.run_one()) {
    ++made;
  }
  return made;
}

}  // namespace sojourn::stages::placement
