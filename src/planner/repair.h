// A plan made for nearly the same problem, brought back within the hard rules: the start of an
// answer to "what if".
// Tested in tests/unit/planner/search_parts_test.cpp.
#pragma once

#include <vector>

#include "planner/assignment.h"
#include "planner/plan.h"

namespace sojourn::planner {

/// Keeps of each team what still fits (people who are candidates, available and free, caps, seats,
/// first-timers, the lead sponsor); musts come first. `touched` receives the sites whose team is
/// not what it was. Positions of `plan` past the problem's are left out.
Assignment repaired_plan(const Problem& problem, const Plan& plan, std::vector<Ix>& touched);

}  // namespace sojourn::planner
