// The history of one record, unsealed: what each entry of the log did to it, newest first, and
// whether it can still be said. A page reads the parts of its own steps and no others, by the index
// of audit_history over table, record and entry.
//
//   RecordHistory page = record_history(tx, keys, {.table = "site", .record = 5171264910330001});
//
// Who may see which of the values is the caller's to decide. Tested in
// tests/unit/ledger/record_history_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.h"
#include "ledger/entry.h"
#include "ledger/person_keys.h"
#include "ledger/reconcile.h"

namespace sojourn::ledger {

enum class StepValues : std::uint8_t {
  shown,
  erased,   ///< the key of the person whom it is about was: nobody can read it
  damaged,  ///< it is not the one that the entry names, or no key opens it: see audit_reconcile.cpp
};
BOOST_DESCRIBE_ENUM(StepValues, shown, erased, damaged)

/// A step's place in the log.
struct StepPlace {
  std::int64_t entry = 0;
  std::int64_t part = 0;
};

/// What one entry did to the record.
struct RecordStep {
  StepPlace place;
  std::int64_t at = 0;     ///< microseconds since 1970, UTC
  std::int64_t actor = 0;  ///< an account; 0 is the program itself
  std::string operation;
  EntryVerb verb = EntryVerb::insert;  ///< insert (also of a bulk), update or erase
  std::vector<std::string> fields;     ///< as the entry names them, whatever became of the values
  StepValues values = StepValues::shown;
  std::vector<FieldStep> changes;  ///< only if shown
};

struct RecordHistory {
  std::vector<RecordStep> steps;
  bool more = false;  ///< there are older ones
};

struct HistoryWanted {
  std::string_view table;
  std::int64_t record = 0;
  std::optional<StepPlace> before = {};  ///< only what is older than this step
  std::size_t most = 50;
};

RecordHistory record_history(db::Tx& tx, PersonKeys& keys, const HistoryWanted& wanted);

}  // namespace sojourn::ledger
