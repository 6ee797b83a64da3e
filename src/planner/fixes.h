// The must-fix list of a board: single moves and swaps that mend one broken rule and break none,
// whatever they cost. Tested in tests/unit/planner/draft_test.cpp against trying every single move
// and swap.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/draft.h"

namespace sojourn::planner {

/// The cheapest `count` moves after which `breach` (one of `draft.breaches()`) is gone or goes less
/// far, and no other rule is broken anew or further; nobody is sent where rules 1 and 2 do not let
/// them. Their `change` may be a price. With pairing
/// "first" nothing is offered for lead sponsors, which follow from the instance. Costs in
/// proportion to the people that the rule names x their candidate pairs x team size: some
/// milliseconds in a county.
std::vector<SingleMove> fixes_of(const Draft& draft, const Breach& breach, std::size_t count);

}  // namespace sojourn::planner
