#include "doors/http/peers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace sojourn::doors::http {
namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool trusted_by(const std::vector<Range>& trusted, const Address& address) {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Range& each) { return each.holds(address); });
}

/// An item of X-Forwarded-For: an address, perhaps with a port.
std::optional<Address> parse_hop(std::string_view text) {
  text = base::trim(text);
  if (text.starts_with('[')) {
    const std::size_t end = std::min(text.find(']'), text.size());
    return parse_address(text.substr(1, end - 1));
  }
  if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return parse_address(text);
}

}  // namespace

bool Address::is_v4() const {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes.begin());
}

bool Address::is_loopback() const {
  if (is_v4()) {
    return bytes[12] == 127;
  }
  return std::all_of(bytes.begin(), bytes.end() - 1, [](auto each) { return each == 0; }) &&
         bytes[15] == 1;
}

Address Address::client_group() const {
  Address group = *this;
  if (!is_v4()) {
    std::fill(group.bytes.begin() + 8, group.bytes.end(), std::uint8_t{0});
  }
  return group;
}

std::optional<Address> parse_address(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return std::nullopt;  // inet_pton reads up to there
  }
  const std::string given(text);
  Address made;
  if (inet_pton(AF_INET6, given.c_str(), made.bytes.data()) == 1) {
    return made;
  }
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, given.c_str(), four.data()) == 1) {
    std::copy(v4_prefix.begin(), v4_prefix.end(), made.bytes.begin());
    std::copy(four.begin(), four.end(), made.bytes.begin() + 12);
    return made;
  }
  return std::nullopt;
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.is_v4()) {
    inet_ntop(AF_INET, address.bytes.data() + 12, text.data(), text.size());
  } else {
    inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
  }
  return text.data();
}

std::optional<Range> Range::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) {
    return std::nullopt;
  }
  Range made;
  made.start_ = *address;
  if (slash != std::string_view::npos) {
    const auto bits = base::parse_number<int>(text.substr(slash + 1));
    const int most = address->is_v4() ? 32 : 128;
    if (!bits || *bits < 0 || *bits > most) {
      return std::nullopt;
    }
    made.bits_ = *bits + 128 - most;
  }
  return made;
}

bool Range::holds(const Address& address) const {
  const auto whole = static_cast<std::ptrdiff_t>(bits_ / 8);
  if (!std::equal(start_.bytes.begin(), start_.bytes.begin() + whole, address.bytes.begin())) {
    return false;
  }
  if (bits_ % 8 == 0) {
    return true;
  }
  const auto at = static_cast<std::size_t>(whole);
  const int shift = 8 - bits_ % 8;
  return (start_.bytes[at] >> shift) == (address.bytes[at] >> shift);
}

Origin origin_of(const Address& peer, const std::vector<Field>& fields,
                 const std::vector<Range>& trusted) {
  Origin made{.client = peer, .secure = false, .passed_on = false};
  const bool believed = trusted_by(trusted, peer);
  std::string hops;
  for (const Field& field : fields) {
    if (field.name == "x-forwarded-for") {
      hops.append(hops.empty() ? "" : ",").append(field.value);
      made.passed_on = true;
    } else if (field.name == "forwarded" || field.name == "via" || field.name == "x-real-ip") {
      made.passed_on = true;
    } else if (field.name == "x-forwarded-proto" && believed) {
      made.secure = field.value == "https";
    }
  }
  if (!believed) {
    return made;
  }
  std::string_view rest = hops;
  while (!rest.empty()) {
    const std::size_t comma = rest.rfind(',');
    const std::size_t start = comma == std::string_view::npos ? 0 : comma + 1;
    const auto hop = parse_hop(rest.substr(start));
    if (!hop) {
      return made;  // the nearest that could be read
    }
    made.client = *hop;
    if (!trusted_by(trusted, *hop)) {
      return made;
    }
    rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return made;
}

std::optional<Place> parse_place(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view address = text.substr(0, colon);
  const auto port = base::parse_number<std::uint16_t>(text.substr(colon + 1));
  if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  } else if (address.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  if (!port || !parse_address(address)) {
    return std::nullopt;
  }
  return Place{.address = std::string(address), .port = *port};
}

}  // namespace sojourn::doors::http
