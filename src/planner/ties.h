// Of plans that are worth the same, the one that moves fewer people (PLACEMENT.md, on ties). The
// search compares totals alone; ties are settled here, on its last plan.
// What is guaranteed: docs/decisions/0003-how-the-planner-works.md.
// Tested in tests/unit/planner/ties_test.cpp against trying everything.
#pragma once

#include <cstdint>
#include <stop_token>

#include "planner/assignment.h"

namespace sojourn::planner {

/// People who serve somewhere now and are not placed there. `problem`: a whole one, no piece.
std::int64_t moved(const Problem& problem, const Assignment& plan);

/// Brings people back to where they serve now, one after another, wherever the plan is worth no
/// more points then: into a free seat, in exchange with somebody who is not there already, or by
/// choosing the site's whole team anew from those who are free. Nobody who stays is moved. The time
/// is linear in the people who are moved; no stop is looked at.
void settle_ties(const Problem& problem, Assignment& plan);

/// Finds the fewest moved among all plans worth as much, for a plan that is proven optimal, by
/// branch and price on a problem in which points count so much that no number of people who stay
/// outweighs one. `prices` prove the plan or nearly so. Ends after a fixed amount of work with what
/// it has: mostly a proof up to some dozen sites. False: stopped, `plan` as it was.
bool settle_ties_exactly(const Problem& problem, const Prices& prices, Assignment& plan,
                         std::stop_token stop);

}  // namespace sojourn::planner
