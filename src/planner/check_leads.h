// The lead sponsors of pairing "first": the largest sum of need x score under max_sites, ties by
// order of site, then sponsor. `check` holds a plan's lead sponsors against this one answer. And
// the same assignment for other worths, with which improvements.h chooses lead sponsors for a list
// made by hand.
//
// How the page's tie rule is read here: among all choices of the largest sum, the first site has a
// lead sponsor rather than none, and of those it could have, the one that stands first in
// sponsors.csv; then, that being settled, the second site; and so on. Announced lead sponsors are
// kept and count towards max_sites.
// Tested in tests/unit/planner/check_page_test.cpp against full enumeration.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner::checking {

/// A sponsor that may lead a site, and what that is worth.
struct LeadWorth {
  Ix site = none;
  Ix sponsor = none;
  std::int64_t worth = 0;  ///< >= 0
};

/// The lead sponsors of the largest sum of worth under max_sites, by the tie rule above: one entry
/// a site, its lead sponsor or none. Rows of a site with an announced lead sponsor say nothing.
std::vector<Ix> largest_sum_of_leads(const Instance& instance, std::span<const LeadWorth> rows);

/// The same for need x score.
std::vector<Ix> lead_sponsors_first(const Instance& instance);

}  // namespace sojourn::planner::checking
