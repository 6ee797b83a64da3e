// The lead sponsors of pairing "first": the largest sum of need x score under max_sites, ties by
// order of site, then sponsor. `check` holds a plan's lead sponsors against this one answer.
//
// How the page's tie rule is read here: among all choices of the largest sum, the first site has a
// lead sponsor rather than none, and of those it could have, the one that stands first in
// sponsors.csv; then, that being settled, the second site; and so on. Announced lead sponsors are
// kept and count towards max_sites.
// Tested in tests/unit/planner/check_page_test.cpp against full enumeration.
#pragma once

#include <vector>

#include "planner/instance.h"

namespace sojourn::planner::checking {

/// One entry a site: its lead sponsor or none.
std::vector<Ix> lead_sponsors_first(const Instance& instance);

}  // namespace sojourn::planner::checking
