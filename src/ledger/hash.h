// The hashes of the audit log: SHA-256 with a byte before it that keeps leaves and nodes apart
// (RFC 6962 section 2.1), so that no two nodes can be passed off as an entry. Also base64 (RFC 4648
// section 4), read strictly: one text for one value, or a proof could be written in two ways.
// Tested in tests/unit/ledger/tree_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace sojourn::ledger {

using Hash = std::array<std::uint8_t, 32>;

/// The 32 bytes as text, for what takes bytes.
std::string_view bytes_of(const Hash& hash);
/// From exactly 32 bytes.
std::optional<Hash> hash_from_bytes(std::string_view bytes);

/// Makes many hashes with one SHA-256 state. Not for use by two threads at once.
class Hasher {
 public:
  /// SHA-256(0x00 || entry).
  Hash leaf(std::string_view entry);
  /// SHA-256(0x01 || left || right).
  Hash node(const Hash& left, const Hash& right);
  /// The root of the tree that has no leaf: SHA-256 of nothing.
  Hash empty();

 private:
  base::Sha256 digest_;
};

/// SHA-256(0x00 || entry), for one.
Hash leaf_hash(std::string_view entry);

std::string to_base64(std::string_view bytes);
/// Only what `to_base64` writes: padded, no other characters, unused bits zero.
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64(const Hash& hash);
std::optional<Hash> hash_from_base64(std::string_view text);

}  // namespace sojourn::ledger
