// Pairing "first": the lead sponsors are chosen before the people.
#pragma once

#include <span>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner {

/// One sponsor that may lead one site, worth need x score.
struct LeadArc {
  Ix site = none;
  Ix sponsor = none;
  Points worth = 0;  ///< >= 0
};

/// For each site the sponsor that leads it, or `none`: the largest sum of worth with at most one
/// sponsor a site and at most capacity[j] sites a sponsor. Of several with that sum the one that
/// comes first when sites are read in order, a sponsor of lower position before one of higher
/// position, and any sponsor before none.
/// `arcs`: ordered by site, then sponsor, without repeats. `capacity`: >= 0 a sponsor.
/// Minimum cost flow by successive shortest paths with potentials (Edmonds and Karp 1972), each
/// search ended at the first free seat; then ties by alternating paths of cost 0. Exact integers.
std::vector<Ix> choose_leads_first(Ix site_count, std::span<const LeadArc> arcs,
                                   std::span<const std::int32_t> capacity);

}  // namespace sojourn::planner
