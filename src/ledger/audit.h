// What an auditor asks of a stored log: verify it, prove one entry, reconcile the tables with it,
// prepare a witness's request. Reading only; each works on one unchanging state of the database.
// Tested in tests/unit/ledger/log_test.cpp and audit_test.cpp; measured by bench/ledger.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "ledger/log.h"
#include "ledger/reconcile.h"
#include "ledger/verifier.h"

namespace sojourn::ledger {

struct KeptCheckpoint {
  std::string note;
  std::string from;  ///< who keeps it, for the sentence of a finding
};

struct AuditRequest {
  /// Who may sign for the log.
  std::vector<VerifierKey> keys;
  /// Name of the log, of which its origins are made; the epochs are read from the log itself.
  std::string name;
  std::vector<KeptCheckpoint> kept = {};
  std::vector<Receipt> receipts = {};
  /// Who is to have cosigned one of `kept`.
  std::vector<VerifierKey> witnesses = {};
};

/// What is known of a log outside its database.
struct LogOutside {
  AuditRequest request;
  std::optional<std::string> cosigned = {};  ///< the note that witnesses cosigned last
};

/// Told now and then how many entries were read. It may throw, and so end the reading.
using HowFar = std::function<void(std::uint64_t entries)>;

VerifyReport verify_log(db::Database& database, const AuditRequest& request,
                        const HowFar& how_far = {});

struct ProofOfEntry {
  std::int64_t id = 0;
  std::uint64_t index = 0;
  std::string entry;  ///< its text
  std::string proof;  ///< a *.tlog-proof, with the entry as its extra data
};

/// Of several entries, by one state of the log.
struct ProofsOfEntries {
  std::vector<ProofOfEntry> proofs;  ///< in the order that was asked
  std::string checkpoint;            ///< the log's latest, as it stands
  std::uint64_t not_sealed = 0;      ///< entries without a proof yet
};
/// Refusals as of prove_entry, but for entries that are not sealed yet, which are counted.
ProofsOfEntries prove_entries(db::Tx& tx, const std::vector<std::int64_t>& entries,
                              const std::optional<std::string>& cosigned = {});
/// By the checkpoint that witnesses cosigned, if it is given, holds the entry and is of this log;
/// else by the latest. Refusal: not_found, "no_entry"; precondition, "not_sealed_yet" within its
/// first minute.
ProofOfEntry prove_entry(db::Database& database, std::int64_t entry,
                         const std::optional<std::string>& cosigned = {});

/// From a witness's checkpoint of `old_size` entries to the latest. Refusal (precondition,
/// "not_sealed_yet", or "witness_is_ahead" if the witness knows more than this log has).
std::string request_for_witness(db::Database& database, std::uint64_t old_size);

/// Compares every table of `tables` that can be with its sealed history, and every sealed step with
/// the log. Nothing that it finds says a value, as values may be personal.
ReconcileReport reconcile(db::Database& database, PersonKeys& keys, const Tables& tables,
                          const HowFar& how_far = {});

/// Whether these are the keys that the history was begun with and the programme's own part of it is
/// sealed with: false for keys that were made in another data directory. An empty history is
/// anybody's. Keys of people that are missing besides are not looked for.
bool opens_history(db::Database& database, PersonKeys& keys);

}  // namespace sojourn::ledger
