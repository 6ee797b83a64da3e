// A programme with the stage `need`.
#pragma once

#include <algorithm>
#include <iterator>

#include "stages/need/operations.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::need {

inline programme::Parts need_parts() {
  programme::Parts parts = programme::programme_parts();
  parts.operations = programme::operations({check_rules});
  std::vector<access::Operation> own = operations();
  parts.operations.insert(parts.operations.end(), std::make_move_iterator(own.begin()),
                          std::make_move_iterator(own.end()));
  parts.tables.merge(logged_tables());
  for (const std::string& table : scoped_tables()) {
    parts.scoped_tables.push_back(table);
  }
  std::sort(parts.scoped_tables.begin(), parts.scoped_tables.end());
  return parts;
}

}  // namespace sojourn::stages::need
