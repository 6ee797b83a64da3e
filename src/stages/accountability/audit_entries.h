// Entries of the audit log as people are told them: who, when, by which operation, which records.
// Inside src/stages/accountability only; see audit.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "access/records.h"
#include "ledger/audit.h"
#include "ledger/entry.h"
#include "stages/accountability/audit.h"

namespace sojourn::stages::accountability {

using base::Id;

enum class AuditState : std::uint8_t {
  waiting,  ///< no checkpoint covers it yet: it is within 60 seconds
  sealed,
  damaged,  ///< its text is not the one that was hashed when it was written
};
BOOST_DESCRIBE_ENUM(AuditState, waiting, sealed, damaged)

/// A row of audit_entry.
struct StoredEntry {
  std::int64_t id = 0;
  std::optional<std::int64_t> place;
  db::Bytes leaf;
  std::string body;
};
BOOST_DESCRIBE_STRUCT(StoredEntry, (), (id, place, leaf, body))
inline constexpr std::string_view entry_columns = "e.id, e.place, e.leaf, e.body";

struct AuditRow {
  std::optional<std::int64_t> index;  ///< its place in the log; none in its first second
  std::string entry;                  ///< the number after id= in a receipt
  base::Instant at;
  std::optional<Id<access::Account>> by;  ///< none: the program itself
  std::optional<std::string> by_name;
  std::optional<Id<access::Account>> acting_for;
  std::optional<std::string> acting_for_name;
  std::string operation;
  std::optional<std::string> meaning;  ///< the operation in words
  std::vector<std::string> records;    ///< ids; of many rows at once, how many of which table
  std::int64_t more_records = 0;
  bool reason_given = false;
  std::optional<std::string> why;  ///< if it is about no person
  std::optional<std::string> request;
  AuditState state = AuditState::waiting;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (),
                      (index, entry, at, by, by_name, acting_for, acting_for_name, operation,
                       meaning, records, more_records, reason_given, why, request, state))

/// Which tables an id of a record may be of, and its number.
struct RecordName {
  std::vector<std::string> tables;
  std::int64_t number = 0;
};
/// Fault at `where` for what is no id of a record that is logged.
RecordName record_named(std::string_view text, std::string_view where);
/// "site_3k9q"; nothing for a record without an id.
std::optional<std::string> record_text(std::string_view table, std::int64_t number);

/// For one answer: what is looked up once is kept.
class Teller {
 public:
  Teller(const access::Call& call, db::Tx& tx, const AuditParts& parts);

  /// Nothing for a text that is no entry.
  static std::optional<ledger::Entry> entry_of(const StoredEntry& stored);
  AuditRow row(const StoredEntry& stored, const std::optional<ledger::Entry>& entry);
  std::optional<std::string> meaning_of(std::string_view operation) const;
  /// Entries that the latest checkpoint covers.
  std::int64_t sealed() const { return sealed_; }

 private:
  std::optional<std::string> name_of(std::int64_t account);

  const access::Call& call_;
  db::Tx& tx_;
  const AuditParts& parts_;
  std::int64_t sealed_ = 0;
  std::map<std::int64_t, std::optional<std::string>> names_;
};

/// The table entry for `function(const access::Call&, db::Tx&, const Input&) -> Output`.
template <base::Record Input, base::Record Output, class Function>
access::Operation told_operation(access::OperationAbout about, Function function) {
  return access::detail::reading<Input, Output>(
      std::move(about), [function](access::Call& call, db::Tx& tx, const Input& input) -> Output {
        return function(std::as_const(call), tx, input);
      });
}

/// "entry-17.tlog-proof"
std::string proof_name(std::int64_t index);

/// The parts of audit_operations.
std::vector<access::Operation> audit_entry_operations(const AuditParts& parts);
std::vector<access::Operation> audit_evidence_operations(const AuditParts& parts);
std::vector<access::Operation> audit_check_operations();

}  // namespace sojourn::stages::accountability
