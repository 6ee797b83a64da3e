// What this stage keeps of a posting, for whoever moves its end: see placement::CheckKept. Tested
// in tests/scenarios/support.txt and tests/term.
#pragma once

#include "stages/placement/kept.h"
#include "stages/support/operations.h"

namespace sojourn::stages::support {

void check_kept(db::Tx& tx, base::Id<placement::Posting> posting,
                const std::optional<base::Date>& last, std::string_view where,
                programme::Faults& faults);

/// The same of long leave on these days: placement::CheckAway.
void check_away(db::Tx& tx, base::Id<placement::Posting> posting, const base::DateRange& away,
                std::string_view where, programme::Faults& faults);

}  // namespace sojourn::stages::support
