// What later stages keep of a posting, for whoever moves its end or withdraws it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "stages/placement/stage.h"

namespace sojourn::stages::placement {

/// Adds faults at `where` for what is kept of a posting on a day after `last`: that somebody
/// arrived, days that were confirmed, money. None: whatever is kept.
using CheckKept =
    std::function<void(db::Tx& tx, base::Id<Posting> posting, const std::optional<base::Date>& last,
                       std::string_view where, programme::Faults& faults)>;

/// Adds faults at `where` for what is kept of a posting that long leave on these days leaves no day
/// for.
using CheckAway =
    std::function<void(db::Tx& tx, base::Id<Posting> posting, const base::DateRange& away,
                       std::string_view where, programme::Faults& faults)>;

/// With what keeps a posting from being closed early or withdrawn.
std::vector<access::Operation> record_operations(const SettleTerms& settle,
                                                 const CheckKept& check_kept);
/// Inside src/stages/placement only.
std::vector<access::Operation> posting_operations(const CheckKept& check_kept);

}  // namespace sojourn::stages::placement
