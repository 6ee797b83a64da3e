#include "ledger/key_file.h"

#include "base/refusal.h"
#include "base/sentence.h"
#include "base/text.h"
#include "ledger/files.h"

namespace sojourn::ledger {
namespace {

namespace fs = std::filesystem;
using base::Kind;
using base::Refusal;

constexpr std::size_t longest_key_file = std::size_t{64} * 1024;

[[noreturn]] void refuse(Kind kind, std::string code, base::Sentence detail) {
  throw Refusal{.kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

std::string read_or_refuse(const fs::path& file) {
  std::optional<std::string> text = read_small_file(file, longest_key_file);
  if (!text) {
    refuse(Kind::not_found, "no_key", base::in_words("There is no key file {}.", file.string()));
  }
  return *std::move(text);
}

}  // namespace

void require_private(const fs::path& file) {
  constexpr fs::perms others = fs::perms::group_all | fs::perms::others_all;
  if ((fs::status(file).permissions() & others) != fs::perms::none) {
    refuse(Kind::precondition, "key_is_open",
           base::in_words("Others than its owner may read the secret key {0}; run: chmod 600 {0}",
                          file.string()));
  }
}

void write_key_file(const fs::path& file, const SignerKey& key) {
  create_file(file, key.secret_text() + "\n");
  fs::path open = file;
  open += ".pub";
  create_file(open, key.verifier().text() + "\n");
}

SignerKey read_key_file(const fs::path& file) {
  const std::string text = read_or_refuse(file);
  require_private(file);
  std::optional<SignerKey> key = SignerKey::parse(base::trim(text));
  if (!key) {
    refuse(Kind::invalid, "not_a_key",
           base::in_words("{} holds no secret key as Sojourn writes it.", file.string()));
  }
  return *std::move(key);
}

std::vector<VerifierKey> read_verifier_keys(const fs::path& file) {
  const std::string text = read_or_refuse(file);
  std::vector<VerifierKey> keys;
  std::string_view rest = text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = base::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.front() == '#') {
      continue;
    }
    std::optional<VerifierKey> key = parse_verifier_key(line);
    if (!key) {
      refuse(Kind::invalid, "not_a_key",
             base::in_words("{}:{} is not a key as name+12345678+base64.", file.string(), number));
    }
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) {
    refuse(Kind::invalid, "not_a_key", base::in_words("{} holds no key.", file.string()));
  }
  return keys;
}

}  // namespace sojourn::ledger
