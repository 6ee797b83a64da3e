// What a world has to be made of to play with the stage `training`.
#pragma once

#include <algorithm>
#include <iterator>

#include "stages/placement/stage.h"
#include "stages/training/operations.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::training {

inline programme::Parts training_parts() {
  programme::Parts parts = programme::programme_parts();
  const auto add = [&](std::vector<access::Operation> operations, ledger::Tables tables,
                       const db::ScopedTables& scoped) {
    parts.operations.insert(parts.operations.end(), std::make_move_iterator(operations.begin()),
                            std::make_move_iterator(operations.end()));
    parts.tables.merge(tables);
    parts.scoped_tables.insert(parts.scoped_tables.end(), scoped.begin(), scoped.end());
  };
  add(placement::record_operations(), placement::logged_tables(), placement::scoped_tables());
  add(operations(), logged_tables(), scoped_tables());
  for (const db::ConstraintAbout& each : constraints()) {
    parts.constraints.push_back(each);
  }
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  return parts;
}

}  // namespace sojourn::stages::training
