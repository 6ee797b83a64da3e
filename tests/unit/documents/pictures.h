// Small pictures, byte by byte, as cameras and other programs write them.
#pragma once

#include <cstdint>
#include <string>

namespace sojourn::documents::pictures {

inline std::string big_endian(std::uint32_t value, std::size_t bytes) {
  std::string made;
  for (std::size_t i = bytes; i > 0; --i) {
    made += static_cast<char>(value >> (8 * (i - 1)) & 255U);
  }
  return made;
}

inline std::string segment(int marker, const std::string& body) {
  return std::string("\xff") + static_cast<char>(marker) +
         big_endian(static_cast<std::uint32_t>(body.size() + 2), 2) + body;
}

inline const std::string tables = segment(0xdb, std::string(65, '\1').replace(0, 1, 1, '\0'));
inline const std::string codes = segment(0xc4, std::string(17, '\0').replace(1, 1, 1, '\1') + "\5");
inline const std::string scan = std::string("\x12\xff\0\x34\xff\xd0\x56", 7);

inline std::string frame(int components = 1, int marker = 0xc0) {
  std::string body =
      big_endian(8, 1) + big_endian(16, 2) + big_endian(32, 2) + static_cast<char>(components);
  for (int i = 0; i < components; ++i) {
    body += std::string("\1\x11\0", 3);
  }
  return segment(marker, body);
}

/// A picture with something said beside it, and behind its end; `points`: what is to be seen.
inline std::string jpeg(const std::string& beside = {}, const std::string& behind = {},
                        const std::string& points = scan) {
  return "\xff\xd8" + beside + tables + frame() + codes +
         segment(0xda, std::string("\1\1\0\0\x3f\0", 6)) + points + "\xff\xd9" + behind;
}

inline std::uint32_t crc(const std::string& bytes) {
  std::uint32_t value = 0xffffffffU;
  for (const char each : bytes) {
    value ^= static_cast<std::uint8_t>(each);
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
    }
  }
  return value ^ 0xffffffffU;
}

inline std::string chunk(const std::string& type, const std::string& body) {
  return big_endian(static_cast<std::uint32_t>(body.size()), 4) + type + body +
         big_endian(crc(type + body), 4);
}

inline std::string png(const std::string& beside = {}, const std::string& behind = {}) {
  return std::string("\x89PNG\r\n\x1a\n") +
         chunk("IHDR", big_endian(32, 4) + big_endian(16, 4) + std::string("\x8\0\0\0\0", 5)) +
         beside + chunk("IDAT", "picture") + chunk("IDAT", "more") + chunk("IEND", "") + behind;
}

/// What a telephone says beside a photograph, with which way up it was held; `little`: low bytes
/// first, as most telephones have it.
inline std::string exif(int orientation, bool little = true) {
  const auto number = [&](std::uint32_t value, std::size_t bytes) {
    const std::string big = big_endian(value, bytes);
    return little ? std::string(big.rbegin(), big.rend()) : big;
  };
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                         const std::string& value) {
    return number(tag, 2) + number(type, 2) + number(count, 4) + value;
  };
  const std::string phone = "Phone 9";
  const std::string list =
      number(3, 2) + entry(0x010f, 2, 8, number(50, 4)) +
      entry(0x0112, 3, 1, number(static_cast<std::uint32_t>(orientation), 2) + number(0, 2)) +
      entry(0x8825, 4, 1, number(58, 4)) + number(0, 4);
  const std::string place = "GPS 31.2N 121.5E, Ada's house";
  return segment(0xe1, std::string("Exif\0\0", 6) + (little ? "II" : "MM") + number(42, 2) +
                           number(8, 4) + list + phone + std::string(1, '\0') + place);
}

/// What is left of it: nothing, or which way up it was held.
inline std::string exif_kept(int orientation) {
  if (orientation < 2) {
    return {};
  }
  return segment(0xe1,
                 std::string("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25) +
                     static_cast<char>(orientation) + std::string(6, '\0'));
}

}  // namespace sojourn::documents::pictures
