// Who may lead which site: hard rule 6, announced and forced leads, the choice of pairing "first".
// Tested in tests/unit/planner/problem_test.cpp.
#pragma once

#include <span>

#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

/// Fills lead_begin, lead_options and the lead flags of problem.sites; needs max_sites. A forced
/// lead that is no option leaves a site with no option that may not go without: no plan exists.
void fill_lead_options(const Instance& instance, std::span<const Decision> forced,
                       Problem& problem);

}  // namespace sojourn::planner
