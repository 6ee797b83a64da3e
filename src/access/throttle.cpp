#include "access/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"

namespace sojourn::access {

std::chrono::seconds delay_after(const Bucket& bucket, std::int64_t misses) {
  const std::int64_t beyond = misses - bucket.free_misses;
  if (beyond <= 0) {
    return std::chrono::seconds(0);
  }
  // 2^20 s are 12 days, beyond any bucket's longest.
  const std::chrono::seconds doubled(std::int64_t{1} << std::min<std::int64_t>(beyond - 1, 20));
  return std::min(doubled, bucket.longest);
}

std::chrono::seconds wait_for(const Bucket& bucket, const Misses& misses,
                              std::chrono::sys_seconds now) {
  if (now - misses.last >= misses_remembered) {
    return std::chrono::seconds(0);
  }
  const auto until = misses.last + delay_after(bucket, misses.count);
  return std::max(until - now, std::chrono::seconds(0));
}

Misses one_more(const Misses& misses, std::chrono::sys_seconds now) {
  const bool forgotten = now - misses.last >= misses_remembered;
  return {.count = forgotten ? 1 : misses.count + 1, .last = now};
}

std::string counted_address(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    return text;  // IPv4, or a path of a local socket
  }
  // ::ffff:a.b.c.d is an IPv4 client of a socket for both.
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
  std::array<char, INET6_ADDRSTRLEN> made{};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
    inet_ntop(AF_INET, bytes.data() + 12, made.data(), made.size());
    return made.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  inet_ntop(AF_INET6, bytes.data(), made.data(), made.size());
  return std::string(made.data()) + "/64";
}

std::string sign_in_name(std::string_view typed) {
  std::string made(base::trim(typed));
  std::transform(made.begin(), made.end(), made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

// A NUL parts name and address, as neither holds one.
std::string pair_key(std::string_view name, std::string_view address) {
  return base::sha256_hex("pair:" + sign_in_name(name) + '\0' + counted_address(address));
}

std::string account_key(std::string_view name) {
  return base::sha256_hex("account:" + sign_in_name(name));
}

std::string address_key(std::string_view address) {
  return base::sha256_hex("address:" + counted_address(address));
}

}  // namespace sojourn::access
