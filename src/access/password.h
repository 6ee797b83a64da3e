// Passwords: Argon2id (RFC 9106) by libsodium, and which passwords are refused. By NIST SP 800-63B
// and OWASP ASVS 5.0 chapter 6.2: at least 8 characters, long ones welcome, no rules of
// composition, no forced change, and none of the commonest. Normalisation of Unicode is left out: a
// password is the bytes as they come. Tested in tests/unit/access/password_test.cpp.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <semaphore>
#include <span>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace sojourn::access {

/// What one hashing costs the server, and so what one guess costs a thief of the database.
struct PasswordCost {
  /// Passes over the memory. More: slower for everybody in the same proportion.
  std::uint64_t passes = 2;
  /// Memory of one hashing in bytes. More: dearer to guess on graphics cards, fewer at once here.
  /// 64 MiB and two passes took 51 ms; the floor that OWASP gives is 19 MiB.
  std::size_t bytes = std::size_t{64} << 20U;
};

/// Hashes and compares, a few at a time so that many sign-ins at once cannot exhaust the memory.
/// Safe from any thread.
class Passwords {
 public:
  /// `at_once` hashings run together (2 need 128 MiB); whoever waits longer than `patience` is
  /// refused as busy.
  explicit Passwords(PasswordCost cost = {}, std::ptrdiff_t at_once = 2,
                     std::chrono::milliseconds patience = std::chrono::seconds(5));

  /// The text to store: algorithm, cost, salt and hash.
  std::string hash(std::string_view password);
  /// Whether it is the password of that stored text.
  bool matches(std::string_view password, const std::string& stored);
  /// As costly as `matches`, and always no: for a name that nobody has, so that the time of the
  /// answer does not tell which names exist.
  bool matches_nobody(std::string_view password);
  /// Whether the stored text was made at another cost and should be made anew at the next sign-in.
  bool outdated(const std::string& stored) const;
  /// How often the slow function ran so far: what a sign-in costs, without a clock.
  std::uint64_t runs() const { return runs_; }

 private:
  class Place;

  PasswordCost cost_;
  std::chrono::milliseconds patience_;
  std::counting_semaphore<> places_;
  std::atomic<std::uint64_t> runs_ = 0;
};

inline constexpr std::size_t shortest_password = 8;   ///< characters
inline constexpr std::size_t longest_password = 256;  ///< characters; a limit against waste only

/// Why the password is refused, as a fault at `where`, or nullopt. `own_words`: the sign-in name,
/// the person's name; a password that is little more than one of them is refused.
std::optional<base::Fault> password_fault(std::string_view password,
                                          std::span<const std::string> own_words,
                                          std::string where);

/// Whether it is among the commonest, in any case of letters. The list holds those of at least
/// `shortest_password` characters of the 30,000 commonest.
bool common_password(std::string_view password);

}  // namespace sojourn::access
