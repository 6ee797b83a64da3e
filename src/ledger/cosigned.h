// What a witness gave: the latest checkpoint with its cosignatures, in a file of the data directory
// and in no backup. A proof of an entry then carries the witness's word beside the log's own, and
// the verifier finds a rewrite that the log's key alone would cover. In a file and not in the
// database, so that it may be kept beside a server, and outlives whoever can write the database.
// Tested in tests/unit/ledger/log_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "db/database.h"
#include "ledger/note.h"

namespace sojourn::ledger {

struct Cosigned {
  std::uint64_t size = 0;       ///< entries of the checkpoint
  std::uint64_t witnesses = 0;  ///< cosignatures that it has now
};

/// Keeps `line`, as `witness` answers it. Refusal: invalid, "not_a_cosignature" if it is no line of
/// one of `witnesses` over a checkpoint that this log stores; precondition, "cosigned_later" if
/// `file` holds a later checkpoint already.
Cosigned keep_cosignature(db::Database& database, const std::filesystem::path& file,
                          std::string_view line, std::span<const VerifierKey> witnesses);

/// The note that was kept last; nothing if there was none.
std::optional<std::string> read_cosigned(const std::filesystem::path& file);

}  // namespace sojourn::ledger
