// What a world has to be made of to play with the stage `selection`.
#pragma once

#include <algorithm>
#include <iterator>

#include "stages/selection/operations.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::selection {

inline programme::Parts selection_parts() {
  programme::Parts parts = programme::programme_parts();
  std::vector<access::Operation> own = operations();
  parts.operations.insert(parts.operations.end(), std::make_move_iterator(own.begin()),
                          std::make_move_iterator(own.end()));
  parts.tables.merge(logged_tables());
  for (const std::string& table : scoped_tables()) {
    parts.scoped_tables.push_back(table);
  }
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  for (const db::ConstraintAbout& each : constraints()) {
    parts.constraints.push_back(each);
  }
  return parts;
}

}  // namespace sojourn::stages::selection
