// What is sealed: one step of one record as a text, and back. A value has one text, whichever
// engine it came from (SQLite keeps a bool as 0 or 1), because the texts are compared.
// Tested in tests/unit/ledger/history_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/change_log.h"
#include "ledger/reconcile.h"

namespace sojourn::ledger {

/// Nothing for null.
std::optional<std::string> value_text(const db::Value& value);

/// For sealing: compact JSON, verb first, then each field with what was before and after.
std::string write_step(EntryVerb verb, const std::vector<db::FieldChange>& fields);
/// A step without its entry; nothing for any text that is none.
std::optional<Step> parse_step(std::string_view text);

/// Where a sealed step belongs: it can be opened nowhere else.
std::string sealed_place(std::int64_t entry, std::int64_t part, std::string_view table,
                         std::int64_t record);

}  // namespace sojourn::ledger
