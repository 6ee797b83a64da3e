// Signed notes (C2SP signed-note): a text for people, then signature lines. A checkpoint of the
// log, a witness's cosignature and a partner's own tools all speak this form. Ed25519 by libsodium,
// which refuses signatures that are not canonical and keys of small order.
// Two kinds of key: the log signs the text itself (type 1); a witness signs the text and the time
// (type 4, C2SP tlog-cosignature).
// Tested in tests/unit/ledger/note_test.cpp; fuzzed by tests/fuzz/checkpoint.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::ledger {

enum class KeyType : std::uint8_t { log = 1, witness = 4 };

/// Who is believed: a name and a public key.
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::log;
  std::array<std::uint8_t, 32> key{};
  /// First four bytes of SHA-256(name, newline, type, key): tells keys of one name apart.
  std::uint32_t id() const;
  /// "name+1b2c3d4e+base64", the form that other tools of C2SP read.
  std::string text() const;
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};
/// Nothing unless the text is one that `text` writes, its id included.
std::optional<VerifierKey> parse_verifier_key(std::string_view text);

/// Who signs. The secret is wiped from memory at the end.
class SignerKey {
 public:
  /// A new one by the machine's random bytes. Precondition: `is_key_name(name)`.
  static SignerKey make(std::string name, KeyType type);
  /// From what `secret_text` wrote; nothing if it is anything else.
  static std::optional<SignerKey> parse(std::string_view text);
  SignerKey(const SignerKey&) = default;
  SignerKey(SignerKey&&) noexcept = default;
  SignerKey& operator=(const SignerKey&) = default;
  SignerKey& operator=(SignerKey&&) noexcept = default;
  ~SignerKey();

  const VerifierKey& verifier() const { return verifier_; }
  /// One signature line for `text`, newline included. `at` is in seconds since 1970; only a
  /// witness's signature holds it. Precondition: text ends in a newline.
  std::string sign(std::string_view text, std::int64_t at) const;
  /// "PRIVATE+KEY+name+1b2c3d4e+base64". A secret.
  std::string secret_text() const;

 private:
  SignerKey(std::string name, KeyType type, const std::array<std::uint8_t, 32>& seed);
  VerifierKey verifier_;
  std::array<std::uint8_t, 32> seed_{};
};

/// Not empty, at most 255 bytes of UTF-8 without spaces, control characters and plus.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;
};

struct Note {
  std::string text;  ///< with its last newline
  std::vector<NoteSignature> signatures;
};

/// Beyond these a text is no note: 64 KiB, 64 signatures.
inline constexpr std::size_t longest_note = std::size_t{64} * 1024;
inline constexpr std::size_t most_signatures = 64;

/// The note that the whole text is; nothing for anything else.
std::optional<Note> parse_note(std::string_view note);
/// text, blank line, signature lines.
std::string write_note(std::string_view text, std::span<const std::string> signature_lines);

enum class Signed : std::uint8_t {
  good,     ///< at least one believed key signed it, and each of theirs that is there is right
  unknown,  ///< no key that is believed signed it: unsigned, a foreign key, or a swapped one
  wrong,    ///< the signature of a believed key does not fit the text, or is malformed
};
/// A signature by a key that is not among `keys` is not looked at.
Signed verify_note(const Note& note, std::span<const VerifierKey> keys);

}  // namespace sojourn::ledger
