// What a world has to be made of to play with the stage `presence`.
#pragma once

#include "stages/postings/operations.h"
#include "stages/presence/operations.h"
#include "stages/training/operations.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::presence {

inline programme::Parts presence_parts() {
  programme::Parts parts = placement::placement_parts();
  const auto add = [&](std::vector<access::Operation> operations, ledger::Tables tables,
                       const db::ScopedTables& scoped,
                       const std::vector<db::ConstraintAbout>& constraints) {
    parts.operations.insert(parts.operations.end(), std::make_move_iterator(operations.begin()),
                            std::make_move_iterator(operations.end()));
    parts.tables.merge(tables);
    parts.scoped_tables.insert(parts.scoped_tables.end(), scoped.begin(), scoped.end());
    parts.constraints.insert(parts.constraints.end(), constraints.begin(), constraints.end());
  };
  add(training::operations(), training::logged_tables(), training::scoped_tables(),
      training::constraints());
  add(postings::operations(), postings::logged_tables(), postings::scoped_tables(),
      postings::constraints());
  add(operations(), logged_tables(), scoped_tables(), constraints());
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  return parts;
}

}  // namespace sojourn::stages::presence
