// Plans that nobody searched for: with nobody placed, with whoever serves, or changed by people.
// Inside src/stages/placement only. Tested in tests/unit/stages/placement/board_test.cpp.
#pragma once

#include <span>
#include <vector>

#include "db/database.h"
#include "planner/planner.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

/// Whoever serves on a day, one posting a person: of several, that which began last.
std::vector<Posting> postings_on(db::Tx& tx, const base::Date& day);

/// The plan that people begin with: those postings of which the instance knows person and site.
/// The lead sponsors are those that are worth most to it; with pairing "first", the right ones.
planner::Plan begin_by_hand(const planner::Instance& instance, std::span<const Posting> postings);

/// The solution's plan is `plan` from now on; its bound and certificate hold for any plan of the
/// instance that keeps the rules. One that breaks a rule is not proven to be best, whatever it is
/// worth.
void put_in(planner::Solution& solution, const planner::Instance& instance, planner::Plan plan);

}  // namespace sojourn::stages::placement
