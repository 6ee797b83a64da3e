#include "access/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "access/token.h"
#include "base/ensure.h"

namespace sojourn::access {
namespace {

constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t steps_off = 1;  // a phone's clock may be off by this many steps

std::array<unsigned char, 20> hmac_sha1(std::string_view key, std::string_view message) {
  std::array<unsigned char, 20> made{};
  unsigned int size = 0;
  const unsigned char* done = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                                   reinterpret_cast<const unsigned char*>(message.data()),
                                   message.size(), made.data(), &size);
  base::ensure(done != nullptr && size == made.size(), "HMAC-SHA-1 is there");
  return made;
}

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (unreserved(c)) {
      made += c;
    } else {
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return made;
}

}  // namespace

std::string make_totp_secret() { return random_bytes(20); }

std::int64_t totp_step_at(std::chrono::sys_seconds now) {
  return now.time_since_epoch() / totp_step_length;
}

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  base::ensure(digits >= 6 && digits <= 9 && step >= 0, "a code has 6 to 9 digits");
  std::string counter(8, '\0');  // big-endian
  for (std::size_t i = 0; i < 8; ++i) {
    counter[i] = static_cast<char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  }
  const auto mac = hmac_sha1(secret, counter);
  // RFC 4226, 5.3: the last four bits say where to take 31 bits from.
  const std::size_t at = mac[19] & 15U;
  const std::uint32_t bits = (mac[at] & 127U) << 24U | std::uint32_t{mac[at + 1]} << 16U |
                             std::uint32_t{mac[at + 2]} << 8U | std::uint32_t{mac[at + 3]};
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) {
    modulus *= 10;
  }
  return fmt::format("{:0{}}", bits % modulus, digits);
}

std::optional<std::int64_t> totp_accepts(std::string_view secret, std::string_view code,
                                         std::chrono::sys_seconds now,
                                         std::optional<std::int64_t> last_used) {
  std::string typed;
  for (const char c : code) {
    if (c != ' ') {
      typed += c;
    }
  }
  const std::int64_t step_now = totp_step_at(now);
  std::optional<std::int64_t> found;
  for (std::int64_t step = step_now - steps_off; step <= step_now + steps_off; ++step) {
    const bool fresh = step >= 0 && (!last_used || step > *last_used);
    // All steps are computed whatever was found, for the same time each way.
    if (step >= 0 && equal_secrets(totp_code(secret, step), typed) && fresh && !found) {
      found = step;
    }
  }
  return found;
}

std::string totp_address(std::string_view issuer, std::string_view account,
                         std::string_view secret) {
  return fmt::format(
      "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}"
      "&period={4}",
      percent_encoded(issuer), percent_encoded(account), to_base32(secret), totp_digits,
      totp_step_length.count());
}

std::string to_base32(std::string_view bytes) {
  std::string made;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    held += 8;
    while (held >= 5) {
      held -= 5;
      made += base32_digits[bits >> held & 31U];
    }
  }
  if (held > 0) {
    made += base32_digits[bits << (5 - held) & 31U];
  }
  return made;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string made;
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t digits = 0;
  while (text.ends_with('=')) {
    text.remove_suffix(1);
  }
  for (char c : text) {
    if (c == ' ') {
      continue;
    }
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    }
    const std::size_t value = base32_digits.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    ++digits;
    bits = bits << 5U | static_cast<std::uint32_t>(value);
    held += 5;
    if (held >= 8) {
      held -= 8;
      made += static_cast<char>(bits >> held);
    }
    bits &= (1U << held) - 1;
  }
  // What is left over is less than a digit, and zero; otherwise this is a cut text.
  if (held >= 5 || bits != 0 || (digits > 0 && made.empty())) {
    return std::nullopt;
  }
  return made;
}

}  // namespace sojourn::access
