#include "ledger/hash.h"

#include <algorithm>

namespace sojourn::ledger {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  for (std::int8_t& each : values) {
    each = -1;
  }
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr std::array<std::int8_t, 256> values = make_values();

}  // namespace

std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<Hash> hash_from_bytes(std::string_view bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) {
    return std::nullopt;
  }
  std::transform(bytes.begin(), bytes.end(), hash.begin(),
                 [](char byte) { return static_cast<std::uint8_t>(byte); });
  return hash;
}

Hash Hasher::leaf(std::string_view entry) {
  digest_.add(std::string_view("\0", 1));
  digest_.add(entry);
  return digest_.take();
}

Hash Hasher::node(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes{};
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 33);
  digest_.add({bytes.data(), bytes.size()});
  return digest_.take();
}

Hash Hasher::empty() { return digest_.take(); }

Hash leaf_hash(std::string_view entry) { return Hasher().leaf(entry); }

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= count ? alphabet[group >> (18U - 6U * i) & 63U] : '=';
    }
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::string_view four = text.substr(at, 4);
    if (at + 4 == text.size()) {
      four = four.substr(0, four.find_last_not_of('=') + 1);
    }
    if (four.size() < 2) {
      return std::nullopt;
    }
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const int value = i < four.size() ? values[static_cast<unsigned char>(four[i])] : 0;
      if (value < 0) {
        return std::nullopt;
      }
      group = group << 6U | static_cast<std::uint32_t>(value);
    }
    const std::size_t count = four.size() - 1;
    if (count < 3 && (group & ((1U << (8U * (3 - count))) - 1)) != 0) {
      return std::nullopt;  // bits that say nothing must be zero
    }
    for (std::size_t i = 0; i < count; ++i) {
      bytes += static_cast<char>(group >> (16U - 8U * i) & 255U);
    }
  }
  return bytes;
}

std::string to_base64(const Hash& hash) { return to_base64(bytes_of(hash)); }

std::optional<Hash> hash_from_base64(std::string_view text) {
  if (text.size() != 44) {
    return std::nullopt;
  }
  const std::optional<std::string> bytes = from_base64(text);
  return bytes ? hash_from_bytes(*bytes) : std::nullopt;
}

}  // namespace sojourn::ledger
