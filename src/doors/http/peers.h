// Who is at the other end: addresses, ranges of them, and what a trusted proxy says of the client.
// Plain values and text, no sockets. Tested in tests/unit/doors/http/peers_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"

namespace sojourn::doors::http {

/// An IPv4 or IPv6 address as 16 bytes (IPv4 as ::ffff:a.b.c.d), so that one comparison serves.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Address&, const Address&) = default;

  bool is_v4() const;
  /// Of this machine: 127.0.0.0/8 or ::1.
  bool is_loopback() const;
  /// What counts as one client: the address, of IPv6 its /64, which one household or office has.
  Address client_group() const;
};

std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

/// "10.0.0.0/8", "fd00::/8", or one address.
class Range {
 public:
  static std::optional<Range> parse(std::string_view text);
  bool holds(const Address& address) const;

 private:
  Address start_;
  int bits_ = 128;
};

struct Origin {
  Address client;
  bool secure = false;     ///< a trusted proxy says that the client came by https
  bool passed_on = false;  ///< somebody passed the request on, trusted or not
};

/// Who the client is, given the socket's peer: if that is a trusted proxy, the last address in
/// X-Forwarded-For that is not one. What others say of themselves is not believed.
Origin origin_of(const Address& peer, const std::vector<Field>& fields,
                 const std::vector<Range>& trusted);

/// "127.0.0.1:8080", "[::1]:8080"; nothing if it is neither.
struct Place {
  std::string address;
  std::uint16_t port = 0;
};
std::optional<Place> parse_place(std::string_view text);

}  // namespace sojourn::doors::http
