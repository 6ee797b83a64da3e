// What of the training that is due before departure stands in the way of an arrival: read by the
// stage `support`, which records arrivals. Tested in tests/scenarios/support.txt, and as an
// invariant in tests/term.
#pragma once

#include <vector>

#include "db/database.h"
#include "stages/placement/records.h"
#include "stages/training/rules.h"

namespace sojourn::stages::training {

/// What somebody who arrives on that day should have learnt by then and has not, without what two
/// people signed for; in the order of kinds. Yearly courses are no condition of an arrival.
/// Precondition: the asker sees the posting, and it has not ended by that day.
std::vector<Requirement> lacks_on_arrival(db::Tx& tx, base::Id<programme::Staff> staff,
                                          base::Id<placement::Posting> posting, base::Date on);

}  // namespace sojourn::stages::training
