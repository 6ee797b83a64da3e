// The areas as a tree. Tested in tests/unit/planner/problem_test.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner {

/// Which county an area lies in, and which sites lie below it: sites[first[a] .. last[a]).
struct Land {
  std::vector<Ix> county;  ///< per area: the county it is or lies in, else itself
  std::vector<std::uint32_t> first, last;
  std::vector<Ix> sites;  ///< of all areas, so that those below one area stand together

  /// Parents of areas form no cycle (readers refuse that).
  explicit Land(const Instance& instance);
};

}  // namespace sojourn::planner
