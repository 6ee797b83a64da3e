// A witness's memory: one file a log, with the latest checkpoint that it cosigned. Looked at and
// replaced under a lock, so that two requests at once cannot roll it back, and on disk before the
// cosignature is given away. Tested in tests/unit/ledger/witness_test.cpp.
#pragma once

#include <filesystem>

#include "ledger/witness.h"

namespace sojourn::ledger {

/// `witness` with what `file` remembers; the file is made the first time. Refusal (invalid,
/// "not_a_checkpoint") if the file was damaged: a witness that lost its memory must not go on as if
/// it had none.
WitnessAnswer witness_with_file(const std::filesystem::path& file, std::string_view request,
                                std::string_view origin, std::span<const VerifierKey> log_keys,
                                const SignerKey& key, std::int64_t now_seconds);

}  // namespace sojourn::ledger
