// Sealing: what a change did to a record is kept as ciphertext under the key of the person whom the
// record is about, and the log holds only a digest of the ciphertext. Deleting the key erases the
// text everywhere, backups of the database included, and every proof stays valid.
// XChaCha20-Poly1305 by libsodium, nonces by the machine's random bytes.
// Tested in tests/unit/ledger/seal_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::ledger {

using SealKey = std::array<std::uint8_t, 32>;

SealKey make_seal_key();

/// `place` says where the sealed text belongs (entry and part); it opens nowhere else.
std::string seal(const SealKey& key, std::string_view text, std::string_view place);
/// Nothing if it was changed, is from another place, or under another key.
std::optional<std::string> unseal(const SealKey& key, std::string_view sealed,
                                  std::string_view place);

}  // namespace sojourn::ledger
