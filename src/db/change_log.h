// What a change did, as the audit log hears of it: one entry for every change, inside its
// transaction, just before COMMIT. src/ledger implements ChangeLog; src/db calls it.
// Tested in tests/unit/db/change_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "db/scope.h"
#include "db/value.h"

namespace sojourn::db {

class Change;

/// Who asks, and on what grounds.
struct Caller {
  /// The account that acts; 0 is the program itself (jobs, first start).
  std::int64_t actor = 0;
  /// Whom the actor stands in for; 0 for nobody.
  std::int64_t acting_for = 0;
  std::string request_id = {};
  /// Why, where a person has to say.
  std::string reason = {};
  /// Of the request; empty if it has none. One key of one actor is applied at most once.
  std::string idempotency_key = {};
  /// Digest of the request's body: the same key with another body is refused.
  std::string body_digest = {};
  Scope scope = {};
  /// The rows whose sensitive fields may be seen too: {detail:...} in a query.
  Scope detail = {};
  /// All pages of a list are read one after another: a list whose pages cost as much as the whole
  /// gives all at once.
  bool whole_list = false;

  /// The program itself, which sees all.
  static Caller program() { return {.scope = Scope::everything()}; }
};

struct FieldChange {
  std::string field;
  Value before;
  Value after;
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

enum class Verb : std::uint8_t {
  insert,
  update,
  erase,
  bulk,  ///< many rows at once: `summary` says what, `columns` and `cells` the rows if inserted
};
BOOST_DESCRIBE_ENUM(Verb, insert, update, erase, bulk)

struct RowChange;

/// Rows of one table that a change puts in or changes piece by piece, as the log takes them.
class BulkLog {
 public:
  BulkLog() = default;
  BulkLog(const BulkLog&) = delete;
  BulkLog& operator=(const BulkLog&) = delete;
  virtual ~BulkLog() = default;
  /// Called with each piece once it is in the table. Writes with `change.write`.
  virtual void add(Change& change, std::span<const Value> cells) = 0;
  /// The same of rows that were changed.
  virtual void add_changed(Change& change, std::span<const RowChange> rows) = 0;
};

struct RowChange {
  Verb verb = Verb::insert;
  std::string table;
  /// Of the row's member `id`; 0 if it has none, and for bulk.
  std::int64_t id = 0;
  /// Fields that differ, in the record's order.
  std::vector<FieldChange> fields = {};
  std::string summary = {};
  std::int64_t rows = 1;
  std::vector<std::string> columns = {};
  std::vector<Value> cells = {};
  /// Of a bulk that was put in or changed piece by piece: the log has its rows, `cells` is empty.
  std::shared_ptr<BulkLog> logged = {};
};

struct ChangeEntry {
  /// "site.rename"
  std::string operation;
  Caller caller;
  base::Instant at;
  std::vector<RowChange> rows;
};

/// The outside world of src/db that stands above it.
class ChangeLog {
 public:
  ChangeLog() = default;
  ChangeLog(const ChangeLog&) = delete;
  ChangeLog& operator=(const ChangeLog&) = delete;
  virtual ~ChangeLog() = default;
  /// Called once for each change that is about to be committed, also for one that noted no rows.
  /// Writes with `change.write`. What it throws undoes the change. Called by one thread at a time
  /// on SQLite, by several on PostgreSQL; and again if the transaction runs again.
  /// Returns the entry's id.
  virtual std::int64_t record(Change& change, const ChangeEntry& entry) = 0;
  /// Called instead of `record` for a request that was applied before, as entry `entry`: its sender
  /// is owed the same receipt.
  virtual void applied_before(Change& /*change*/, std::int64_t /*entry*/,
                              std::string_view /*request_id*/) {}
  /// Called at most once in a change, before its rows are put in or changed piece by piece;
  /// `record` comes after all of them. Nothing: `record` hears how many there were, and that is
  /// enough.
  virtual std::shared_ptr<BulkLog> begin_bulk(Change& /*change*/, std::string_view /*table*/,
                                              const std::vector<std::string>& /*columns*/,
                                              std::string_view /*summary*/) {
    return nullptr;
  }
};

/// One text for one value, for digests: "" and null differ, as do 1 and "1".
std::string canonical_text(const Value& value);

}  // namespace sojourn::db
