// Any bytes through the readers of notes, checkpoints and keys: they answer or refuse, and what is
// accepted has only that one text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

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
  static const std::optional<VerifierKey> known =
      parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  demand(known.has_value());
  if (const std::optional<Note> note = parse_note(bytes)) {
    std::size_t lines = 0;
    for (const char each : bytes.substr(note->text.size() + 1)) {
      lines += each == '\n' ? 1 : 0;
    }
    demand(note->signatures.size() == lines && bytes.starts_with(note->text));
    verify_note(*note, {&*known, 1});
  }
  if (const std::optional<SignedCheckpoint> read = parse_checkpoint(bytes)) {
    demand(write_checkpoint_text(read->checkpoint) == read->note.text);
    demand(believe(bytes, read->checkpoint.origin, {&*known, 1}).doubt != Doubt::other_log);
  }
  if (const std::optional<VerifierKey> key = parse_verifier_key(bytes)) {
    demand(key->text() == bytes);
  }
  if (const std::optional<SignerKey> key = SignerKey::parse(bytes)) {
    demand(key->secret_text() == bytes);
  }
  if (const std::optional<std::string> raw = from_base64(bytes)) {
    demand(to_base64(*raw) == bytes);
  }
  return 0;
}
