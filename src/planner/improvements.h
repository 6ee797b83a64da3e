// "Score my plan": for a plan made by hand, the single moves and swaps that would better it most,
// each with its exact change in total. Tested in tests/unit/planner/improvements_test.cpp against
// doing each move and valuing the plan.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/draft.h"

namespace sojourn::planner {

/// Each improvement alone keeps every hard rule as far as the plan kept it: it breaks no rule anew
/// and none further. Best first in both lists.
struct Improvements {
  /// The best of all, each by itself. Many may be about one place that stands empty.
  std::vector<SingleMove> alone;
  /// The best one, then always the best of those that touch other people, sites and caps than
  /// those before: all of them can be made together, and their changes add up.
  std::vector<SingleMove> together;
};

/// What would better `plan`, `count` in each list at most. The plan may be invalid; a person placed
/// twice or at no candidate pair is left to `check`. Looks at every single move and every swap
/// along candidate pairs: a second at county size, in proportion to candidate pairs x team size
/// above it (see improvements.cpp for what is left out there).
Improvements best_improvements(const Draft& draft, std::size_t count);
Improvements best_improvements(const Instance& instance, const Plan& plan, std::size_t count);

/// The lead sponsors worth most to the teams as they are.
struct LeadChoice {
  std::vector<Ix> lead_sponsors;  ///< one a site, as in Plan
  Points change = 0;              ///< exact change in total, <= 0
};
/// With the people fixed the choice is a flow, so this is the best there is and not a search:
/// announced lead sponsors are kept, no sponsor leads more than `max_sites`. With pairing "first"
/// lead sponsors do not follow from people; then the plan's own come back.
LeadChoice best_leads(const Draft& draft);
LeadChoice best_leads(const Instance& instance, const Plan& plan);

}  // namespace sojourn::planner
