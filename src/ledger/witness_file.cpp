#include "ledger/witness_file.h"

#include <fmt/format.h>

#include "base/refusal.h"
#include "ledger/files.h"

namespace sojourn::ledger {

WitnessAnswer witness_with_file(const std::filesystem::path& file, std::string_view request,
                                std::string_view origin, std::span<const VerifierKey> log_keys,
                                const SignerKey& key, std::int64_t now_seconds) {
  std::filesystem::path lock = file;
  lock += ".lock";
  const FileLock held(lock);
  const std::optional<std::string> known = read_small_file(file, longest_note);
  if (known && believe(*known, origin, log_keys).doubt != Doubt::none) {
    throw base::Refusal{
        .kind = base::Kind::invalid,
        .code = "not_a_checkpoint",
        .detail = base::in_words("{} does not hold a checkpoint of {}; restore it from a backup of "
                                 "the witness.",
                                 file.string(), origin),
        .faults = {}};
  }
  WitnessAnswer answer = witness(request, origin, log_keys, known, key, now_seconds);
  if (answer.verdict == WitnessVerdict::cosigned) {
    replace_file(file, answer.checkpoint);
  }
  return answer;
}

}  // namespace sojourn::ledger
