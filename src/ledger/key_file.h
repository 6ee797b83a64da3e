// Keys in files. The secret one is readable by its owner only and never overwritten; the open one
// is a line of text that is given to everybody who wants to check the log.
// Tested in tests/unit/ledger/files_test.cpp.
#pragma once

#include <filesystem>

#include "ledger/note.h"

namespace sojourn::ledger {

/// Refusal precondition "key_is_open" if others than its owner may read the file.
void require_private(const std::filesystem::path& file);
/// Writes `file` (secret) and `file`.pub. Refusal (conflict) if there is a key already.
void write_key_file(const std::filesystem::path& file, const SignerKey& key);
/// Refusal: not_found, "no_key"; precondition, "key_is_open" if others may read it; invalid,
/// "not_a_key".
SignerKey read_key_file(const std::filesystem::path& file);
/// One key a line; empty lines and those that begin with # are skipped. Refusal as above.
std::vector<VerifierKey> read_verifier_keys(const std::filesystem::path& file);

}  // namespace sojourn::ledger
