// Secrets that the server hands out: session ids, API tokens and one-time links. Each is 256 random
// bits with a prefix that says what it is, so that a leaked one is recognised and never tried as
// something else. The server stores only the SHA-256 of it: a copied database opens no session. A
// slow hash would add nothing, as 256 bits cannot be guessed.
// Tested in tests/unit/access/token_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::access {

enum class TokenKind : std::uint8_t {
  session,  ///< "sjs_": of the cookie
  api,      ///< "sjt_": of a program that calls the API
  link,     ///< "sjl_": a one-time set-up or reset link
};
BOOST_DESCRIBE_ENUM(TokenKind, session, api, link)

/// Prefix and 43 characters of base64url.
std::string make_token(TokenKind kind);

/// Whether `text` could be such a token: prefix, length and alphabet. Asked before the database is.
bool token_is_of(TokenKind kind, std::string_view text);
std::optional<TokenKind> kind_of_token(std::string_view text);

/// What is stored: 64 hexadecimal digits.
std::string token_digest(std::string_view token);

/// What a page sends beside the cookie with every change, so that another site's page cannot: made
/// from the session's token, which is not to be had from it. 64 hexadecimal digits.
std::string csrf_of(std::string_view session);

/// Enough to recognise one's own token in a list, and useless for guessing: prefix, 4 characters.
std::string token_start(std::string_view token);

/// Compares without telling by its time where two texts differ.
bool equal_secrets(std::string_view one, std::string_view other);

/// `count` random bytes from the operating system.
std::string random_bytes(std::size_t count);

}  // namespace sojourn::access
