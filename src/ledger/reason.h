// The reason that was given with an entry, which is sealed apart from what was done.
// Tested in tests/unit/stages/accountability/audit_test.cpp.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.h"
#include "ledger/entry.h"
#include "ledger/person_keys.h"

namespace sojourn::ledger {

/// Of an entry whose first record is about no person. Nothing if none was given, if it may be about
/// a person, and if it is not the one that the entry names.
std::optional<std::string> open_reason(db::Tx& tx, PersonKeys& keys, const Entry& entry);

}  // namespace sojourn::ledger
