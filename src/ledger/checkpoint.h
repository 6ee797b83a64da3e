// Checkpoints (C2SP tlog-checkpoint), proofs of one entry (C2SP tlog-proof) and requests to a
// witness (C2SP tlog-witness, add-checkpoint), as values and as text. The readers are strict: one
// text for one value, and nothing for anything else, because a verifier that forgives is what an
// attacker writes for.
// Tested in tests/unit/ledger/checkpoint_test.cpp; fuzzed by tests/fuzz/checkpoint.cpp and
// proof.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/note.h"
#include "ledger/tree.h"

namespace sojourn::ledger {

/// A tree's head at one size.
struct Checkpoint {
  /// Which log: "programme.example/audit/1".
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The text that is signed: three lines.
std::string write_checkpoint_text(const Checkpoint& checkpoint);
/// Nothing for extension lines as well: this log writes none, and they would escape its verifier.
std::optional<Checkpoint> parse_checkpoint_text(std::string_view text);

/// A checkpoint together with the signatures over it.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;
};
std::optional<SignedCheckpoint> parse_checkpoint(std::string_view note);
/// Signed by the log's key.
std::string sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key);

/// Why a text is no checkpoint to believe.
enum class Doubt : std::uint8_t {
  none,
  not_a_checkpoint,  ///< not the form, or malformed anywhere
  other_log,         ///< another origin
  unknown_key,       ///< not signed by a key that is believed
  wrong_signature,   ///< a believed key's name, but its signature does not fit
  not_included,      ///< of an entry's proof: its hashes do not lead from the entry to the root
};
struct Believed {
  Doubt doubt = Doubt::none;
  std::optional<SignedCheckpoint> checkpoint;  ///< as far as it could be read
};
/// Reads the note and says whether one of `keys` signed it for the log `origin`.
Believed believe(std::string_view note, std::string_view origin, std::span<const VerifierKey> keys);

/// That one entry is in the log: the text a person keeps ("*.tlog-proof").
struct EntryProof {
  /// Not authenticated by itself. Ours is the entry, so that the file shows what it proves.
  std::string extra;
  std::uint64_t index = 0;
  Proof hashes;
  std::string checkpoint;  ///< the note, as it stands
};
std::string write_entry_proof(const EntryProof& proof);
std::optional<EntryProof> parse_entry_proof(std::string_view text);
/// Whether `entry` is at proof.index of the log that one of `keys` signs for.
Doubt believe_entry(const EntryProof& proof, std::string_view entry, std::string_view origin,
                    std::span<const VerifierKey> keys);

/// What a log asks a witness: cosign this, whose beginning is the checkpoint that you know.
struct WitnessRequest {
  std::uint64_t old_size = 0;
  Proof hashes;
  std::string checkpoint;  ///< the note, as it stands
};
std::string write_witness_request(const WitnessRequest& request);
std::optional<WitnessRequest> parse_witness_request(std::string_view text);

}  // namespace sojourn::ledger
