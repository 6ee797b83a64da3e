// "Score my plan": for a plan made by hand, the single moves and swaps that would better it most,
// each with its exact change in total. Shares its reading of the model with `check`, not with the
// solver. Tested in tests/unit/planner/improvements_test.cpp against doing each move and valuing
// the plan.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/planner.h"

namespace sojourn::planner {

/// One change of a plan that makes it better.
struct Improvement {
  enum class Kind : std::uint8_t {
    place,        ///< `staff`, not placed, comes to `site`
    move,         ///< `staff` goes from `from_site` to `site`
    change_role,  ///< `staff` leads at `site` instead of being a member, or the reverse
    remove,       ///< `staff` is not placed any more
    change_lead,  ///< `sponsor` (perhaps none) leads `site` instead of `from_sponsor`
    exchange,     ///< `staff` and `other` change places and roles
    replace,  ///< `staff`, not placed, takes the place and role of `other`, who is then not placed
  };
  Kind kind = Kind::place;
  Ix staff = none;
  Ix other = none;
  Ix site = none;            ///< where `staff` is afterwards; the site itself for change_lead
  Ix from_site = none;       ///< where `staff` was before
  Role role = Role::member;  ///< of `staff` afterwards
  Ix sponsor = none, from_sponsor = none;
  Points change = 0;  ///< exact change in total, < 0
  friend bool operator==(const Improvement&, const Improvement&) = default;
};

/// Each improvement alone keeps every hard rule as far as the plan kept it: it breaks no rule anew
/// and none further. Best first in both lists.
struct Improvements {
  /// The best of all, each by itself. Many may be about one place that stands empty.
  std::vector<Improvement> alone;
  /// The best one, then always the best of those that touch other people, sites and caps than
  /// those before: all of them can be made together, and their changes add up.
  std::vector<Improvement> together;
};

/// What would better `plan`, `count` in each list at most. The plan may be invalid; a person placed
/// twice or at no candidate pair is left to `check`. Looks at every single move and every swap
/// along candidate pairs: a second at county size, in proportion to candidate pairs x team size
/// above it (see improvements.cpp for what is left out there).
Improvements best_improvements(const Instance& instance, const Plan& plan, std::size_t count);

/// The lead sponsors worth most to the teams as they are.
struct LeadChoice {
  std::vector<Ix> lead_sponsors;  ///< one a site, as in Plan
  Points change = 0;              ///< exact change in total, <= 0
};
/// With the people fixed the choice is a flow, so this is the best there is and not a search:
/// announced lead sponsors are kept, no sponsor leads more than `max_sites`. With pairing "first"
/// lead sponsors do not follow from people; then the plan's own come back.
LeadChoice best_leads(const Instance& instance, const Plan& plan);

/// The plan with the improvement made, in the order that Plan asks for.
Plan improved(const Plan& plan, const Improvement& improvement);

}  // namespace sojourn::planner
