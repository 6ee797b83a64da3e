// Notes that something was refused for what Sojourn is not for: where and of which idea, never the
// text itself, as the audit log is kept for ever. Tested in tests/unit/access/service_test.cpp.
#pragma once

#include <span>
#include <string_view>

#include "base/refusal.h"
#include "db/database.h"

namespace sojourn::access {

/// An entry of its own, privacy.refuse, if any of the faults is of a forbidden idea
/// (privacy/forbidden.h); whether one is. What was refused has undone its own transaction, so this
/// is one by itself. `caller` says who asked; of many faults the first are named.
bool note_forbidden(db::Database& database, db::Caller caller, std::string_view operation,
                    std::span<const base::Fault> faults);

/// What a refusal adds for people once it is noted.
inline constexpr const char* forbidden_is_noted =
    " That it was refused is noted in the audit log, without the text.";

}  // namespace sojourn::access
