// Guessing passwords is slowed, and nobody is locked out of an account by somebody else. Misses are
// counted in three buckets, each with a number that is free and a delay that doubles after it:
//   - account and address: one guesser from one place; from the 5th miss;
//   - account, from unfamiliar addresses: many places against one account; from the 20th miss. An
//     address is familiar to an account that signed in from there in the last 45 days, and then
//     this bucket does not hold it up: that is what keeps a third party from locking a person out;
//   - address: one place against many accounts; from the 100th, at most a minute, as a whole office
//     may share one address.
// Within 30 days one guesser gets 79 tries at an account, and all the world together 94 from
// unfamiliar addresses (OWASP ASVS asks for at most 100). A try that comes too early is
// refused with the time to wait, unread and uncounted. A name that nobody has counts just the same,
// so the answers do not tell which names exist. Counters are kept under a digest of name and
// address. Tested in tests/unit/access/throttle_test.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sojourn::access {

/// How one bucket slows.
struct Bucket {
  std::int64_t free_misses;      ///< so many misses cost nothing
  std::chrono::seconds longest;  ///< the delay doubles from 1 s up to this
};
inline constexpr Bucket bucket_pair{4, std::chrono::hours(12)};
inline constexpr Bucket bucket_account{19, std::chrono::hours(12)};
inline constexpr Bucket bucket_address{99, std::chrono::minutes(1)};

/// Misses older than this are forgotten.
inline constexpr std::chrono::hours misses_remembered{24 * 30};
/// How long an address stays familiar to an account after a sign-in.
inline constexpr std::chrono::hours address_familiar{24 * 45};

/// What is stored of a bucket.
struct Misses {
  std::int64_t count = 0;
  std::chrono::sys_seconds last = {};
  friend bool operator==(const Misses&, const Misses&) = default;
};

/// Delay after so many misses.
std::chrono::seconds delay_after(const Bucket& bucket, std::int64_t misses);
/// How long to wait from `now` until the next try is read; zero: no wait.
std::chrono::seconds wait_for(const Bucket& bucket, const Misses& misses,
                              std::chrono::sys_seconds now);
/// After one more miss.
Misses one_more(const Misses& misses, std::chrono::sys_seconds now);

/// The address as it is counted: of IPv6 the first 64 bits, which is what one subscriber has.
std::string counted_address(std::string_view address);
/// Keys of the three buckets. The name is compared without case or spaces around it.
std::string pair_key(std::string_view name, std::string_view address);
std::string account_key(std::string_view name);
std::string address_key(std::string_view address);

/// A sign-in name as it is compared and stored: ASCII letters small, spaces around it gone.
std::string sign_in_name(std::string_view typed);

}  // namespace sojourn::access
