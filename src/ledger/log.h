// The audit log in the database: one entry for every change, written in the change's own
// transaction, so that neither stands without the other. It has no place in the log yet: the
// sequencer gives that (ledger/sequencer.h), so that many servers share no hot row.
//
//   ledger::PersonKeys keys(directory / "person-keys");
//   ledger::Log log({.keys = &keys, .tables = {{"site", {}}, {"staff", {.subject = "id"}}}});
//   auto database = db::Database::open({.directory = ..., .change_log = &log});
//   ... after a change: header Sojourn-Log: write_receipt(*log.take_receipt(request_id))
//
// Tested in tests/unit/ledger/log_test.cpp.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/change_log.h"
#include "db/transaction.h"
#include "ledger/entry.h"
#include "ledger/person_keys.h"
#include "ledger/receipt.h"

namespace sojourn::ledger {

/// What the log has to know of a table whose changes are logged.
struct TableAbout {
  /// The column that holds the id of the person whom a row is about: their key seals its history.
  /// Empty: it is about no person, and the programme's key does. "id": the row is the person.
  std::string subject = {};
  /// Columns that are written without an entry, such as the time of last use: not reconciled.
  std::vector<std::string> unlogged = {};
  /// False for a table whose rows have no id: its history is kept, and cannot be reconciled.
  bool reconciled = true;
};
using Tables = std::map<std::string, TableAbout, std::less<>>;

struct LogSettings {
  /// Must outlive the log.
  PersonKeys* keys = nullptr;
  /// Every table that changes may note. Another one is a Bug: nobody said whom it is about.
  Tables tables = {};
  /// Receipts that are kept until somebody takes them; older ones are dropped.
  std::size_t most_receipts = 10'000;
};

class Log final : public db::ChangeLog {
 public:
  explicit Log(LogSettings settings);
  std::int64_t record(db::Change& change, const db::ChangeEntry& entry) override;
  void applied_before(db::Change& change, std::int64_t entry, std::string_view request_id) override;
  /// The entry is begun at once, as its history refers to it, and finished by `record`.
  std::shared_ptr<db::BulkLog> begin_bulk(db::Change& change, std::string_view table,
                                          const std::vector<std::string>& columns,
                                          std::string_view summary) override;
  /// Of the last change with this request id, or of the earlier one that it repeats; once.
  std::optional<Receipt> take_receipt(std::string_view request_id);

 private:
  struct Part;
  class Bulk;
  std::int64_t subject_of(db::Change& change, const db::RowChange& row, const TableAbout& about);
  void add_row(db::Change& change, const db::RowChange& row, std::int64_t entry,
               std::vector<Part>& parts, std::vector<EntryLine>& lines);
  void add_bulk_rows(const std::string& table, const std::vector<std::string>& columns,
                     std::span<const db::Value> cells, std::size_t line, std::vector<Part>& parts);
  /// `before`: how many parts the entry has already.
  void seal_parts(std::int64_t entry, std::int64_t before, std::vector<Part>& parts);
  static void write_parts(db::Change& change, std::int64_t entry, std::int64_t before,
                          std::vector<Part>& parts, std::vector<db::Value> cells);
  void keep_receipt(const std::string& request, const Receipt& receipt);

  LogSettings settings_;
  std::mutex mutex_;
  std::unordered_map<std::string, Receipt> receipts_;
  std::deque<std::string> receipt_order_;
};

}  // namespace sojourn::ledger
