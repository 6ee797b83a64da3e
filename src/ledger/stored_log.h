// The stored log as the sequencer and the auditor read it: nodes of its tree, checkpoints, epochs.
// Tested through tests/unit/ledger/log_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/transaction.h"
#include "ledger/checkpoint.h"
#include "ledger/tree.h"

namespace sojourn::ledger {

/// Levels of the tree that are kept as rows: 4, 8, 12, ... Level 0 is in the entries themselves.
inline constexpr std::uint32_t kept_step = 4;

/// Reads what it needs, at most 2^3 rows at a time. Must not outlive `tx`.
NodeSource stored_nodes(db::Tx& tx);
/// How many entries have a place.
std::uint64_t stored_size(db::Tx& tx);
Hash hash_of(const db::Value& cell);

struct Epoch {
  std::int64_t number = 0;
  std::string origin;
  std::optional<std::string>
      lost;  ///< the checkpoint that a restore lost, which ended the one before
  base::Instant began_at;
};
BOOST_DESCRIBE_STRUCT(Epoch, (), (number, origin, lost, began_at))

/// Oldest first; the last is the one that is written.
std::vector<Epoch> stored_epochs(db::Tx& tx);

struct StoredCheckpoint {
  std::string origin;
  std::int64_t size = 0;
  std::string note;
  base::Instant sealed_at;
};
BOOST_DESCRIBE_STRUCT(StoredCheckpoint, (), (origin, size, note, sealed_at))

std::optional<StoredCheckpoint> latest_checkpoint(db::Tx& tx);

}  // namespace sojourn::ledger
