// What a world has to be made of to play with the stage `support`.
#pragma once

#include "stages/support/operations.h"
#include "stages/training/operations.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::support {

inline programme::Parts support_parts() {
  programme::Parts parts = placement::placement_parts();
  std::vector<access::Operation> own = operations();
  parts.operations.insert(parts.operations.end(), std::make_move_iterator(own.begin()),
                          std::make_move_iterator(own.end()));
  parts.tables.merge(logged_tables());
  parts.tables.merge(training::logged_tables());  // nobody arrives untrained
  for (const std::string& table : scoped_tables()) {
    parts.scoped_tables.push_back(table);
  }
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  for (const db::ConstraintAbout& each : constraints()) {
    parts.constraints.push_back(each);
  }
  return parts;
}

}  // namespace sojourn::stages::support
