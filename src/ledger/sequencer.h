// The sequencer: gives the entries their places in the log and seals it with signed checkpoints.
// One server at a time holds a lease for it; if that one dies, another takes over when the lease
// has run out. After each checkpoint it writes the same into a file outside the backup set, and
// before each it looks there: a log that is older than that file, or another, was restored or
// rewritten, and gets no signature. A file that missed the last checkpoint (a full disk, a stop in
// between) is brought up to it by the next step. `new_epoch` is the way on after an honest restore.
// Tested in tests/unit/ledger/log_test.cpp and tests/fault/store_disk_test.cpp.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "db/database.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"

namespace sojourn::ledger {

struct SequencerSettings {
  /// The log's name, of which epochs are made: "programme.example/audit" gives ".../audit/1".
  std::string name;
  SignerKey key;
  /// Where the last checkpoint is kept outside of what backups hold.
  std::filesystem::path outside_file;
  /// Tells servers apart: any text that no other has.
  std::string holder;
  /// How long the lease lasts. Longer: a dead server is replaced later. Shorter: a server that is
  /// paused for that long loses it.
  std::chrono::seconds lease{15};
  /// A checkpoint is due after so many entries, or when one has waited so long. 60 seconds is the
  /// promise; less leaves room for a slow commit.
  std::uint64_t seal_entries = 256;
  std::chrono::seconds seal_after{30};
  /// Most entries that get a place in one transaction. Larger: longer commits.
  std::int64_t at_once = 5'000;
};

struct SequencerStep {
  bool held = false;              ///< this server has the lease
  std::uint64_t placed = 0;       ///< entries that got a place
  std::uint64_t size = 0;         ///< entries with a place
  std::uint64_t sealed_size = 0;  ///< of the checkpoint made now; 0 if none was due
};

class Sequencer {
 public:
  Sequencer(db::Database& database, SequencerSettings settings);

  /// One round. `seal_now` seals whatever is not sealed, as at a graceful stop.
  /// Refusal (precondition, "log_rolled_back") if the log is not the continuation of the checkpoint
  /// in the outside file.
  SequencerStep step(bool seal_now = false);
  /// The same refusal, whoever holds the lease: for whoever is about to write.
  void check();
  /// Gives the lease up, so that whoever comes next need not wait until it has run out: at the end
  /// of a process.
  void leave();
  /// Steps each second until it is asked to stop, then seals and leaves. A step that fails is told
  /// to `failed` and tried again.
  void run(const std::stop_token& stop, const std::function<void(std::string_view)>& failed);

 private:
  bool take_lease(db::Change& change);
  void check_outside(db::Tx& tx, const std::optional<Checkpoint>& outside) const;
  void place(db::Change& change, SequencerStep& step);
  /// The checkpoint that the outside file is to hold from now on, if another than it does.
  std::optional<std::string> seal(db::Change& change, SequencerStep& step, bool seal_now,
                                  const std::optional<Checkpoint>& outside);

  db::Database& database_;
  SequencerSettings settings_;
};

/// After a restore that lost entries: a new epoch begins from what is there, with the lost
/// checkpoint on record in the log, as a change by `caller` ("audit.new_epoch"). Refusal
/// (precondition, "not_rolled_back") if nothing was lost.
void new_epoch(db::Database& database, const db::Caller& caller, const SequencerSettings& settings);

}  // namespace sojourn::ledger
