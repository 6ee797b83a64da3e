#include "access/password.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <new>

#include "access/sodium.h"
#include "base/ensure.h"
#include "base/text.h"

// The list is made at build time by scripts/common_passwords and embedded by common_passwords.S:
// one password a line, sorted by bytes, each line ended.
extern "C" const char sojourn_common_passwords[];
extern "C" const char sojourn_common_passwords_end[];

namespace sojourn::access {
namespace {

std::string_view common_list() {
  return {sojourn_common_passwords,
          static_cast<std::size_t>(sojourn_common_passwords_end - sojourn_common_passwords)};
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not a further byte of UTF-8
  }));
}

base::Fault fault(std::string where, std::string_view code, base::Sentence detail) {
  // A password is never shown, not even a refused one.
  return {.where = std::move(where),
          .code = std::string(code),
          .value = "",
          .detail = std::move(detail)};
}

}  // namespace

/// One of the places, held while hashing.
class Passwords::Place {
 public:
  explicit Place(Passwords& of) : places_(of.places_) {
    if (!places_.try_acquire_for(of.patience_)) {
      throw base::Refusal{.kind = base::Kind::busy,
                          .code = "sign_in_busy",
                          .detail =
                              "Too many people are signing in at this moment. Try again in a "
                              "few seconds.",
                          .faults = {}};
    }
    ++of.runs_;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places_.release(); }

 private:
  std::counting_semaphore<>& places_;
};

Passwords::Passwords(PasswordCost cost, std::ptrdiff_t at_once, std::chrono::milliseconds patience)
    : cost_(cost), patience_(patience), places_(at_once) {
  base::ensure(at_once > 0, "at least one password is hashed at a time");
  start_sodium();
}

std::string Passwords::hash(std::string_view password) {
  const Place place(*this);
  std::string stored(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(stored.data(), password.data(), password.size(), cost_.passes,
                            cost_.bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();  // its only reason to fail
  }
  stored.resize(stored.find('\0'));
  return stored;
}

bool Passwords::matches(std::string_view password, const std::string& stored) {
  const Place place(*this);
  return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

bool Passwords::matches_nobody(std::string_view password) {
  // Salt and hash of zeros at our cost: nobody knows a password with that hash.
  const std::string nobody = fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost_.bytes / 1024,
                                         cost_.passes, std::string(22, 'A'), std::string(43, 'A'));
  return matches(password, nobody);
}

bool Passwords::outdated(const std::string& stored) const {
  return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.passes, cost_.bytes) != 0;
}

bool common_password(std::string_view password) {
  const std::string wanted = lower(password);
  std::string_view rest = common_list();
  // Halve the list by bytes, then step to the start of a line.
  while (!rest.empty()) {
    const std::size_t middle = rest.rfind('\n', (rest.size() - 1) / 2);
    const std::size_t start = middle == std::string_view::npos ? 0 : middle + 1;
    const std::size_t end = rest.find('\n', start);
    const std::string_view line = rest.substr(start, end - start);
    if (line == wanted) {
      return true;
    }
    rest = line < wanted ? rest.substr(end + 1) : rest.substr(0, start);
  }
  return false;
}

std::optional<base::Fault> password_fault(std::string_view password,
                                          std::span<const std::string> own_words,
                                          std::string where) {
  const std::size_t length = characters(password);
  if (base::first_bad_utf8(password)) {
    return fault(std::move(where), "not_text", "A password is text in UTF-8.");
  }
  if (length < shortest_password) {
    return fault(std::move(where), "password_short",
                 base::in_words("A password has at least {} characters. A few words that only you "
                                "would put together are best.",
                                shortest_password));
  }
  if (length > longest_password) {
    return fault(std::move(where), "password_long",
                 base::in_words("A password has at most {} characters.", longest_password));
  }
  if (common_password(password)) {
    return fault(std::move(where), "password_common",
                 "This is one of the passwords that are tried first. Choose one that nobody else "
                 "would think of.");
  }
  const std::string small = lower(password);
  const auto first = static_cast<std::size_t>(std::count(small.begin(), small.end(), small[0]));
  bool near_own = first == small.size();
  for (const std::string& word : own_words) {
    // Short words are in many good passwords by chance.
    const bool within = characters(word) >= 4 && small.find(lower(word)) != std::string::npos;
    near_own = near_own || (within && length < characters(word) + shortest_password);
  }
  if (near_own) {
    return fault(std::move(where), "password_own_word",
                 "This password is too easy to think of: it is little more than a name, or one "
                 "character again and again.");
  }
  return std::nullopt;
}

}  // namespace sojourn::access
