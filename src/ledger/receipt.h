// What each answer to a write says for the log: the digest of its entry, and that the entry will be
// in the log within 60 seconds. Whoever keeps it can later ask for the proof, and its absence shows
// that the log was cut. Sent as the header `Sojourn-Log`.
// Tested in tests/unit/ledger/entry_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/hash.h"

namespace sojourn::ledger {

/// How long the log may take to seal an entry, in seconds.
inline constexpr std::int64_t seal_within = 60;

struct Receipt {
  std::int64_t id = 0;  ///< of the entry
  Hash leaf{};
  std::int64_t seal_by = 0;  ///< seconds since 1970
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// "id=5171264910336001; leaf=eNEx...=; seal-by=1795654381"
std::string write_receipt(const Receipt& receipt);
std::optional<Receipt> parse_receipt(std::string_view text);

}  // namespace sojourn::ledger
