// Finds cuts (cuts.h) that the master's present answer breaks.
// Tested in tests/unit/planner/cuts_test.cpp against trying all small ones.
#pragma once

#include <vector>

#include "planner/master.h"

namespace sojourn::planner {

struct SeparateOptions {
  std::size_t most = 30;      ///< cuts at a time; more: a higher bound sooner, slower programmes
  std::size_t per_thing = 4;  ///< of those, with the same thing
  double least = 0.1;         ///< by how much the counts have to exceed what there is, 0 to 0.5
  std::size_t things = 5;  ///< of a cut, at most; more: more cuts found, dearer one-site problems
  std::size_t beam = 300;  ///< sums of rows followed at a time; more: more cuts found, slower
};

/// The most broken cuts that the master has not yet, most broken first.
std::vector<CutRow> broken_cuts(const Problem& problem, const Master& master,
                                const SeparateOptions& options);

}  // namespace sojourn::planner
