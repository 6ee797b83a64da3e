#include "ledger/witness.h"

#include "base/ensure.h"

namespace sojourn::ledger {

WitnessAnswer witness(std::string_view request, std::string_view origin,
                      std::span<const VerifierKey> log_keys,
                      const std::optional<std::string>& known, const SignerKey& key,
                      std::int64_t now_seconds) {
  base::ensure(key.verifier().type == KeyType::witness, "a witness signs with a witness's key");
  WitnessAnswer answer;
  // 1. What is known: nothing yet is the tree without a leaf.
  Checkpoint before{.origin = std::string(origin), .size = 0, .root = Hasher().empty()};
  if (known) {
    const std::optional<SignedCheckpoint> kept = parse_checkpoint(*known);
    base::ensure(kept && kept->checkpoint.origin == origin, "what a witness keeps is a checkpoint");
    before = kept->checkpoint;
  }
  answer.known_size = before.size;
  // 2. Who asks.
  const std::optional<WitnessRequest> read = parse_witness_request(request);
  if (!read) {
    return answer;
  }
  const Believed believed = believe(read->checkpoint, origin, log_keys);
  switch (believed.doubt) {
    case Doubt::none: break;
    case Doubt::other_log: answer.verdict = WitnessVerdict::other_log; return answer;
    case Doubt::unknown_key: answer.verdict = WitnessVerdict::unknown_key; return answer;
    case Doubt::wrong_signature: answer.verdict = WitnessVerdict::wrong_signature; return answer;
    case Doubt::not_a_checkpoint:
    case Doubt::not_included: return answer;
  }
  const Checkpoint& asked = believed.checkpoint->checkpoint;
  if (read->old_size > asked.size) {
    return answer;
  }
  // 3. Whether it goes on from what is known.
  if (read->old_size != before.size) {
    answer.verdict = WitnessVerdict::other_size;
    return answer;
  }
  if (asked.size == before.size && asked.root != before.root) {
    answer.verdict = WitnessVerdict::fork;
    return answer;
  }
  if (!verify_consistency(before.size, before.root, asked.size, asked.root, read->hashes)) {
    answer.verdict = WitnessVerdict::inconsistent;
    return answer;
  }
  answer.verdict = WitnessVerdict::cosigned;
  answer.line = key.sign(believed.checkpoint->note.text, now_seconds);
  answer.checkpoint = read->checkpoint;
  return answer;
}

}  // namespace sojourn::ledger
