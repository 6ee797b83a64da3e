// Any bytes through the readers of proofs and of requests to a witness: they answer or refuse, what
// is accepted has only that one text, and nothing unsigned is ever believed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/checkpoint.h"

namespace {

using namespace sojourn::ledger;

void demand(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const SignerKey key = SignerKey::make("programme.example/audit/1", KeyType::log);
  if (const std::optional<EntryProof> proof = parse_entry_proof(bytes)) {
    demand(write_entry_proof(*proof) == bytes);
    // Nobody has this run's key.
    demand(believe_entry(*proof, proof->extra, "programme.example/audit/1", {&key.verifier(), 1}) !=
           Doubt::none);
    const std::optional<SignedCheckpoint> read = parse_checkpoint(proof->checkpoint);
    demand(read.has_value());
    verify_inclusion(leaf_hash(proof->extra), proof->index, read->checkpoint.size, proof->hashes,
                     read->checkpoint.root);
  }
  if (const std::optional<WitnessRequest> request = parse_witness_request(bytes)) {
    demand(write_witness_request(*request) == bytes);
    const std::optional<SignedCheckpoint> read = parse_checkpoint(request->checkpoint);
    demand(read.has_value());
    verify_consistency(request->old_size, Hash{}, read->checkpoint.size, read->checkpoint.root,
                       request->hashes);
  }
  return 0;
}
