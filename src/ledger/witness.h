// The witness: a second body that keeps the log honest without keeping the log. It remembers only
// the latest checkpoint, and cosigns the next one after a proof that the old tree is its beginning
// (C2SP tlog-witness, tlog-cosignature). A log that shows two faces, or forgets, gets no second
// cosignature. Pure; the file that remembers is ledger/witness_file.h.
// Tested in tests/unit/ledger/witness_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/checkpoint.h"

namespace sojourn::ledger {

enum class WitnessVerdict : std::uint8_t {
  cosigned,
  malformed,        ///< no request's text, or from a larger tree to a smaller
  other_log,        ///< a log that this witness does not know
  unknown_key,      ///< not signed by a key of that log
  wrong_signature,  ///< a key of that log, but its signature does not fit
  other_size,       ///< the proof is not from the checkpoint that this witness knows; ask again
  fork,             ///< the same size as before, and other entries: the log shows two faces
  inconsistent,     ///< the proof does not lead from the old tree to the new: entries were changed
};
BOOST_DESCRIBE_ENUM(WitnessVerdict, cosigned, malformed, other_log, unknown_key, wrong_signature,
                    other_size, fork, inconsistent)

struct WitnessAnswer {
  WitnessVerdict verdict = WitnessVerdict::malformed;
  std::uint64_t known_size = 0;  ///< of the checkpoint that was known before
  std::string line;              ///< the cosignature, newline included, if cosigned
  /// What the witness has to remember, on disk, before it gives its line away.
  std::string checkpoint;
};

/// `known` is the note that was remembered last; nothing for the first time.
WitnessAnswer witness(std::string_view request, std::string_view origin,
                      std::span<const VerifierKey> log_keys,
                      const std::optional<std::string>& known, const SignerKey& key,
                      std::int64_t now_seconds);

}  // namespace sojourn::ledger
