// The verifier: reads a whole log once, in order, and says everything that is wrong with it. It
// trusts nothing that the log's keeper could rewrite: only the keys and the origin that it is told,
// and the checkpoints that somebody else kept (the file outside the backup set, a witness, a
// receipt). What each flaw means, and who can cause it, is in docs/guide/audit-log.md.
// Pure: no database. The stored entries come from ledger/audit.h.
// Tested in tests/unit/ledger/verifier_test.cpp and mutants_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/sentence.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/receipt.h"

namespace sojourn::ledger {

enum class Flaw : std::uint8_t {
  entry_changed,      ///< its text is not what was hashed when it was given its index
  entry_malformed,    ///< no entry's text, or another id inside than outside
  entry_twice,        ///< the same id at two places
  index_missing,      ///< a gap in the indexes
  index_twice,        ///< an index that was there already, or out of order
  time_backwards,     ///< made long before an entry that stands before it
  root_differs,       ///< the entries up to a checkpoint are not those that were signed
  log_shorter,        ///< a checkpoint of this log is of more entries than there are
  rolled_back,        ///< somebody outside keeps a later checkpoint than this log has
  kept_root_differs,  ///< somebody outside keeps a checkpoint of other entries: a rewrite, a fork
  fork,               ///< two signed checkpoints of one size and different entries
  checkpoint_malformed,  ///< no checkpoint's text
  other_log,             ///< a checkpoint of another log
  unknown_key,           ///< a checkpoint that nobody who is believed has signed
  wrong_signature,       ///< a believed key's name over a text that it did not sign
  receipt_not_in_log,    ///< an answer promised an entry that is not here
  no_checkpoint,         ///< entries, and no checkpoint at all
  sealed_late,           ///< entries stood unsealed for longer than was promised
  not_cosigned,          ///< a witness that was named has cosigned none of the kept checkpoints
};
BOOST_DESCRIBE_ENUM(Flaw, entry_changed, entry_malformed, entry_twice, index_missing, index_twice,
                    time_backwards, root_differs, log_shorter, rolled_back, kept_root_differs, fork,
                    checkpoint_malformed, other_log, unknown_key, wrong_signature,
                    receipt_not_in_log, no_checkpoint, sealed_late, not_cosigned)

struct Finding {
  Flaw flaw = Flaw::entry_changed;
  /// The entries that it may concern, first to last; both empty if it concerns none.
  std::optional<std::uint64_t> first = {};
  std::optional<std::uint64_t> last = {};
  base::Sentence detail;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (flaw, first, last, detail))

struct VerifyReport {
  bool good = false;
  std::uint64_t entries = 0;
  /// Root of all entries, in base64: two who verified the same log have the same.
  std::string root;
  std::uint64_t checkpoints = 0;  ///< the log's own, believed
  std::uint64_t kept_checkpoints = 0;
  std::uint64_t receipts = 0;
  /// Entries up to the latest kept checkpoint that all witnesses that were named have cosigned.
  std::uint64_t cosigned = 0;
  /// Entries after the last checkpoint, and those that wait for an index: nobody has signed for
  /// these yet.
  std::uint64_t unsealed = 0;
  std::vector<Finding> findings;
  std::uint64_t more_findings = 0;  ///< found, but not listed because there were too many
};
BOOST_DESCRIBE_STRUCT(VerifyReport, (),
                      (good, entries, root, checkpoints, kept_checkpoints, receipts, cosigned,
                       unsealed, findings, more_findings))

struct VerifyOptions {
  /// Of the log. A checkpoint of another origin belongs to another log.
  std::string origin;
  /// Origins of earlier epochs, before a restore that was acknowledged.
  std::vector<std::string> earlier_origins = {};
  /// Who may sign for it: the log's own keys, old ones included.
  std::vector<VerifierKey> keys;
  /// Each is to have cosigned one of the kept checkpoints.
  std::vector<VerifierKey> witnesses = {};
  /// How far an entry may be older than one before it: clocks of several servers differ, and a
  /// change may wait for its commit. In microseconds. Larger hides more reordering in the part
  /// that is not sealed yet; smaller alarms for a slow commit.
  std::int64_t most_backwards = 120'000'000;
  /// How long an entry may stand unsealed, in microseconds: twice what is promised, so that a
  /// restart does not alarm.
  std::int64_t longest_unsealed = 120'000'000;
  std::size_t most_findings = 100;
};

class Verifier {
 public:
  explicit Verifier(VerifyOptions options)
      : options_(std::move(options)), witnessed_(options_.witnesses.size()) {}

  // 1. What is known before the entries are read.
  /// A checkpoint that the log itself stores.
  void stored_checkpoint(std::string_view note);
  /// One that somebody else kept; `from` says who.
  void kept_checkpoint(std::string_view note, std::string_view from);
  /// An answer that somebody was given.
  void receipt(const Receipt& receipt);

  // 2. The entries in the order of their indexes. `kept_leaf` is the hash that the store has beside
  // it, if any: with it, a change is told to the entry and not only to the checkpoint.
  void entry(std::uint64_t index, std::int64_t id, std::string_view text,
             const std::optional<Hash>& kept_leaf);
  /// One that has no index yet.
  void waiting(std::int64_t id, std::string_view text, const std::optional<Hash>& kept_leaf);

  // 3. Once, last. `now` in microseconds since 1970.
  VerifyReport finish(std::int64_t now);

 private:
  struct Known {
    Checkpoint checkpoint;
    std::string from;  ///< empty: the log's own
  };
  void find(Flaw flaw, std::optional<std::uint64_t> first, std::optional<std::uint64_t> last,
            base::Sentence detail);
  std::optional<Checkpoint> admit(std::string_view note, const base::Sentence& whose);
  void look_for_witnesses(std::string_view note, std::uint64_t size);
  void begin();
  void compare_at(std::uint64_t size);
  Hash look_at(std::optional<std::uint64_t> index, std::int64_t id, std::string_view text,
               const std::optional<Hash>& kept_leaf);

  VerifyOptions options_;
  VerifyReport report_;
  std::vector<Known> known_;  ///< by size once `begun_`
  std::size_t next_known_ = 0;
  bool begun_ = false;
  Frontier tree_;
  Hasher hasher_;
  std::uint64_t agreed_ = 0;  ///< size of the last own checkpoint that fits
  std::uint64_t largest_own_ = 0;
  std::vector<std::uint64_t> witnessed_;  ///< the largest size that each witness cosigned
  std::uint64_t next_index_ = 0;
  std::int64_t latest_ = 0;
  std::optional<std::int64_t> oldest_unsealed_;
  std::vector<std::int64_t> ids_;
  std::vector<std::int64_t> since_checkpoint_;         ///< when the entries after it were made
  std::unordered_map<std::string, Receipt> receipts_;  ///< by leaf
};

}  // namespace sojourn::ledger
