#include "ledger/note.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/ensure.h"
#include "base/text.h"
#include "ledger/hash.h"

namespace sojourn::ledger {
namespace {

using base::ensure;
using Bytes32 = std::array<std::uint8_t, 32>;

constexpr std::string_view dash = "\xE2\x80\x94 ";  // em dash and space begin a signature line
constexpr std::string_view private_prefix = "PRIVATE+KEY+";

void start_sodium() { ensure(sodium_init() >= 0, "libsodium starts"); }

const std::uint8_t* unsigned_of(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

std::string big_endian(std::uint64_t number, std::size_t bytes) {
  std::string made;
  for (std::size_t i = bytes; i > 0; --i) {
    made += static_cast<char>(number >> (8 * (i - 1)) & 255U);
  }
  return made;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << 8U | static_cast<unsigned char>(byte);
  }
  return number;
}

/// What the key really signs.
std::string message_of(KeyType type, std::string_view text, std::uint64_t at) {
  if (type == KeyType::log) {
    return std::string(text);
  }
  return fmt::format("cosignature/v1\ntime {}\n{}", at, text);
}

struct KeyText {
  std::string_view name;
  std::uint32_t id = 0;
  KeyType type = KeyType::log;
  Bytes32 key{};
};

/// "name+hex id+base64(type, key)", the tail of both texts.
std::optional<KeyText> parse_key_text(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos || text.size() < first + 10 || text[first + 9] != '+' ||
      !is_key_name(text.substr(0, first))) {
    return std::nullopt;
  }
  KeyText made{.name = text.substr(0, first)};
  const std::string_view hex = text.substr(first + 1, 8);
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + 8, made.id, 16);
  if (error != std::errc{} || end != hex.data() + 8 || fmt::format("{:08x}", made.id) != hex) {
    return std::nullopt;
  }
  const std::optional<std::string> bytes = from_base64(text.substr(first + 10));
  if (!bytes || bytes->size() != 33 || ((*bytes)[0] != 1 && (*bytes)[0] != 4)) {
    return std::nullopt;
  }
  made.type = static_cast<KeyType>((*bytes)[0]);
  made.key = *hash_from_bytes(std::string_view(*bytes).substr(1));
  return made;
}

std::string write_key_text(const VerifierKey& key, const Bytes32& bytes) {
  std::string typed(1, static_cast<char>(key.type));
  typed += bytes_of(bytes);
  return fmt::format("{}+{:08x}+{}", key.name, key.id(), to_base64(typed));
}

std::optional<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(dash)) {
    return std::nullopt;
  }
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return std::nullopt;
  }
  const std::optional<std::string> bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= 4) {
    return std::nullopt;
  }
  return NoteSignature{
      .name = std::string(line.substr(0, space)),
      .key_id = static_cast<std::uint32_t>(from_big_endian(std::string_view(*bytes).substr(0, 4))),
      .bytes = bytes->substr(4)};
}

bool fits(const NoteSignature& signature, const VerifierKey& key, std::string_view text) {
  std::string_view bytes = signature.bytes;
  std::uint64_t at = 0;
  if (key.type == KeyType::witness) {
    if (bytes.size() != 72) {
      return false;
    }
    at = from_big_endian(bytes.substr(0, 8));
    bytes.remove_prefix(8);
  }
  if (bytes.size() != crypto_sign_BYTES || at > INT64_MAX) {
    return false;
  }
  const std::string message = message_of(key.type, text, at);
  return crypto_sign_verify_detached(unsigned_of(bytes), unsigned_of(message), message.size(),
                                     key.key.data()) == 0;
}

}  // namespace

bool is_key_name(std::string_view name) {
  // How Unicode's spaces beyond ASCII begin in UTF-8; U+2000 to U+203F are kept out as a whole.
  constexpr std::array<std::string_view, 6> spaces = {"\xC2\x85", "\xC2\xA0",     "\xE1\x9A\x80",
                                                      "\xE2\x80", "\xE2\x81\x9F", "\xE3\x80\x80"};
  return !name.empty() && name.size() <= 255 && !base::first_bad_utf8(name) &&
         std::all_of(name.begin(), name.end(),
                     [](char each) {
                       const auto byte = static_cast<unsigned char>(each);
                       return byte > 0x20 && byte != 0x7f && byte != '+';
                     }) &&
         std::none_of(spaces.begin(), spaces.end(),
                      [&](std::string_view space) { return name.find(space) != name.npos; });
}

std::uint32_t VerifierKey::id() const {
  base::Sha256 digest;
  digest.add(name);
  const std::array<char, 2> between = {'\n', static_cast<char>(type)};
  digest.add({between.data(), between.size()});
  digest.add(bytes_of(key));
  return static_cast<std::uint32_t>(from_big_endian(bytes_of(digest.take()).substr(0, 4)));
}

std::string VerifierKey::text() const { return write_key_text(*this, key); }

std::optional<VerifierKey> parse_verifier_key(std::string_view text) {
  const std::optional<KeyText> read = parse_key_text(text);
  if (!read) {
    return std::nullopt;
  }
  VerifierKey made{.name = std::string(read->name), .type = read->type, .key = read->key};
  return made.id() == read->id ? std::optional(std::move(made)) : std::nullopt;
}

SignerKey::SignerKey(std::string name, KeyType type, const Bytes32& seed) : seed_(seed) {
  start_sodium();
  Bytes32 open{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  ensure(crypto_sign_seed_keypair(open.data(), secret.data(), seed.data()) == 0, "a key is made");
  sodium_memzero(secret.data(), secret.size());
  verifier_ = {.name = std::move(name), .type = type, .key = open};
}

SignerKey::~SignerKey() { sodium_memzero(seed_.data(), seed_.size()); }

SignerKey SignerKey::make(std::string name, KeyType type) {
  ensure(is_key_name(name), "the name of a key has no spaces and no plus");
  start_sodium();
  Bytes32 seed{};
  randombytes_buf(seed.data(), seed.size());
  return {std::move(name), type, seed};
}

std::optional<SignerKey> SignerKey::parse(std::string_view text) {
  if (!text.starts_with(private_prefix)) {
    return std::nullopt;
  }
  const std::optional<KeyText> read = parse_key_text(text.substr(private_prefix.size()));
  if (!read) {
    return std::nullopt;
  }
  SignerKey made(std::string(read->name), read->type, read->key);
  return made.verifier_.id() == read->id ? std::optional(std::move(made)) : std::nullopt;
}

std::string SignerKey::secret_text() const {
  return std::string(private_prefix) + write_key_text(verifier_, seed_);
}

std::string SignerKey::sign(std::string_view text, std::int64_t at) const {
  ensure(text.ends_with('\n'), "a signed text ends in a newline");
  ensure(at >= 0, "notes are signed after 1970");
  Bytes32 open{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(open.data(), secret.data(), seed_.data());
  const std::string message = message_of(verifier_.type, text, static_cast<std::uint64_t>(at));
  std::array<std::uint8_t, crypto_sign_BYTES> signature{};
  const bool made = crypto_sign_detached(signature.data(), nullptr, unsigned_of(message),
                                         message.size(), secret.data()) == 0;
  sodium_memzero(secret.data(), secret.size());
  ensure(made, "a text is signed");
  std::string bytes = big_endian(verifier_.id(), 4);
  if (verifier_.type == KeyType::witness) {
    bytes += big_endian(static_cast<std::uint64_t>(at), 8);
  }
  bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
  return fmt::format("{}{} {}\n", dash, verifier_.name, to_base64(bytes));
}

std::optional<Note> parse_note(std::string_view note) {
  if (note.size() > longest_note || base::first_bad_utf8(note) ||
      std::any_of(note.begin(), note.end(), [](char each) {
        return static_cast<unsigned char>(each) < 0x20 && each != '\n';
      })) {
    return std::nullopt;
  }
  // The last empty line parts text and signatures; the text keeps the newline before it.
  const std::size_t blank = note.rfind("\n\n");
  if (blank == std::string_view::npos || !note.ends_with('\n')) {
    return std::nullopt;
  }
  Note made{.text = std::string(note.substr(0, blank + 1)), .signatures = {}};
  std::string_view rest = note.substr(blank + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::optional<NoteSignature> signature = parse_signature_line(rest.substr(0, end));
    if (!signature || made.signatures.size() == most_signatures) {
      return std::nullopt;
    }
    made.signatures.push_back(std::move(*signature));
    rest.remove_prefix(end + 1);
  }
  return made.signatures.empty() ? std::nullopt : std::optional(std::move(made));
}

std::string write_note(std::string_view text, std::span<const std::string> signature_lines) {
  std::string made(text);
  made += '\n';
  for (const std::string& line : signature_lines) {
    made += line;
  }
  return made;
}

Signed verify_note(const Note& note, std::span<const VerifierKey> keys) {
  start_sodium();
  Signed found = Signed::unknown;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (key.name == signature.name && key.id() == signature.key_id) {
        if (!fits(signature, key, note.text)) {
          return Signed::wrong;
        }
        found = Signed::good;
      }
    }
  }
  return found;
}

}  // namespace sojourn::ledger
