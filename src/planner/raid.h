// Where a county would gain much from people whom it shares with others and who serve there, no
// county planned by itself finds it: the others hold them. A raid plans the county as if all that
// is shared were there at its price, takes what it then wants, and plans the counties anew that
// lost somebody. Kept only if all together are better off.
// Tested in tests/unit/planner/search_parts_test.cpp.
#pragma once

#include <stop_token>

#include "planner/counties.h"

namespace sojourn::planner {

/// Plans county number `county` of `counties.sites()` so. True: `plan` is better than before; else
/// it is as it was. A stop request ends it without effect.
bool raid(const Problem& problem, Windows& windows, const Counties& counties, std::size_t county,
          const Prices& prices, const DiveOptions& dives, Assignment& plan, std::stop_token stop);

}  // namespace sojourn::planner
