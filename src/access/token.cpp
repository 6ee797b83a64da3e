#include "access/token.h"

#include <sodium.h>

#include <algorithm>

#include "access/sodium.h"
#include "base/describe.h"
#include "base/digest.h"
#include "base/ensure.h"

namespace sojourn::access {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_characters = 43;  // 32 bytes in base64 without padding
constexpr std::size_t shown_characters = 4;

std::string_view prefix_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::session: return "sjs_";
    case TokenKind::api: return "sjt_";
    case TokenKind::link: return "sjl_";
  }
  base::report_bug("a kind of token without a prefix", std::source_location::current());
}

bool base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

void start_sodium() {
  static const int started = sodium_init();
  base::ensure(started >= 0, "libsodium starts");
}

std::string random_bytes(std::size_t count) {
  start_sodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string make_token(TokenKind kind) {
  const std::string secret = random_bytes(secret_bytes);
  std::string text(secret_characters + 1, '\0');  // libsodium ends it with a NUL
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(secret.data()),
                    secret.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return std::string(prefix_of(kind)) + text;
}

bool token_is_of(TokenKind kind, std::string_view text) {
  const std::string_view prefix = prefix_of(kind);
  return text.size() == prefix.size() + secret_characters && text.starts_with(prefix) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(prefix.size()), text.end(),
                     base64url);
}

std::optional<TokenKind> kind_of_token(std::string_view text) {
  std::optional<TokenKind> found;
  base::for_each_choice<TokenKind>([&](std::string_view, TokenKind kind) {
    if (token_is_of(kind, text)) {
      found = kind;
    }
  });
  return found;
}

std::string token_digest(std::string_view token) { return base::sha256_hex(token); }

std::string csrf_of(std::string_view session) {
  return base::sha256_hex("csrf:" + std::string(session));
}

std::string token_start(std::string_view token) {
  const std::size_t end = token.find('_');
  return std::string(
      token.substr(0, end == std::string_view::npos ? 0 : end + 1 + shown_characters));
}

bool equal_secrets(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace sojourn::access
