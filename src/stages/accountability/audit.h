// The audit log for whoever checks it: its entries as a list, one entry whole, its proof, an
// evidence pack, and checks of the whole log as jobs (audit_run.h). It stands in this stage, and
// not in src/program beside the commands of src/program/audit.cpp, because it is a table of
// operations as any other; what only the program knows comes in by `AuditParts`.
//
// An entry holds no personal text, and nothing that was sealed is opened here but a reason that is
// about no person. What a change did to the values of a record is the record's own history, for
// whoever sees the record.
// Tested in tests/unit/stages/accountability/audit_test.cpp and tests/access/audit_test.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "ledger/audit.h"

namespace sojourn::stages::accountability {

/// The whole log, which is about the whole programme. Auditors, whose work it is, and whoever keeps
/// the machine: an entry tells of no record what is in it.
inline constexpr access::Permission read_audit{
    "read_audit", access::Reach::whole, {access::Role::auditor, access::Role::administrator}};

/// What each operation does, by its name.
using OperationWords = std::map<std::string, base::Sentence, std::less<>>;

/// What is known of the log outside the database, read anew each time.
using LogOutsideSource = std::function<ledger::LogOutside()>;

struct AuditParts {
  /// Filled once all operations are known, these among them.
  std::shared_ptr<const OperationWords> words;
  /// Filled by whoever opens the store, before an operation runs: the table of operations is made
  /// long before.
  std::shared_ptr<const LogOutsideSource> outside;
};

/// Before the ids of rows of a logged table on the wire ("staffing" for those of `staffing`);
/// nothing for a table that audit_ids.cpp does not list.
std::optional<std::string_view> id_prefix_of(std::string_view table);

std::vector<access::Operation> audit_operations(const AuditParts& parts);

}  // namespace sojourn::stages::accountability
