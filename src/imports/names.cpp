#include "imports/names.h"

#include <algorithm>
#include <array>
#include <functional>

#include "imports/cells.h"

namespace sojourn::imports {
namespace {

/// The next character of well-formed UTF-8, taken off.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t made = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) {
    made = made << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return made;
}

void append(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xC0U | c >> 6U);
    to += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    if (c < 0x10000) {
      to += static_cast<char>(0xE0U | c >> 12U);
    } else {
      to += static_cast<char>(0xF0U | c >> 18U);
      to += static_cast<char>(0x80U | (c >> 12U & 0x3FU));
    }
    to += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
    to += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

bool is_within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// Of the letters that Latin, Greek and Cyrillic names have.
char32_t small(char32_t c) {
  if (is_within(c, 'A', 'Z') || (is_within(c, 0xC0, 0xDE) && c != 0xD7) ||
      is_within(c, 0x391, 0x3A9) || is_within(c, 0x410, 0x42F)) {
    return c + 0x20;
  }
  if (is_within(c, 0x400, 0x40F)) {
    return c + 0x50;
  }
  // Pairs of a capital and its small letter.
  if (is_within(c, 0x100, 0x137) || is_within(c, 0x14A, 0x177) || is_within(c, 0x1E00, 0x1EFF)) {
    return c | 1U;
  }
  if (is_within(c, 0x139, 0x148) || is_within(c, 0x179, 0x17E)) {
    return c + (c & 1U);
  }
  return c;
}

bool is_space(char32_t c) {
  return is_within(c, 0x09, 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         is_within(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}
/// That nobody sees.
bool is_nothing(char32_t c) {
  return is_within(c, 0x200B, 0x200F) || c == 0x00AD || c == 0x2060 || c == 0xFEFF;
}
bool is_point(char32_t c) {
  constexpr std::array<char32_t, 8> points = {0xB7,   0x2022, 0x2027, 0x2219,
                                              0x22C5, 0x30FB, 0xFF65, 0x2E31};
  return std::find(points.begin(), points.end(), c) != points.end();
}
bool is_chinese(char32_t c) {
  return is_within(c, 0x3400, 0x9FFF) || is_within(c, 0xF900, 0xFAFF) ||
         is_within(c, 0x20000, 0x3FFFF);
}

}  // namespace

std::string name_key(std::string_view name) {
  const std::string narrow = narrowed(name);
  std::string made;
  bool space = false;
  char32_t before = 0;
  for (std::string_view rest = narrow; !rest.empty();) {
    char32_t c = small(take_character(rest));
    if (is_nothing(c)) {
      continue;
    }
    if (is_space(c)) {
      space = true;
      continue;
    }
    c = is_point(c) ? 0xB7 : c;
    const bool parts = is_chinese(before) || is_chinese(c) || before == 0xB7 || c == 0xB7;
    if (space && !made.empty() && !parts) {
      made += ' ';
    }
    append(made, c);
    before = c;
    space = false;
  }
  return made;
}

AlikeNames::AlikeNames(const std::vector<Called>& all) {
  by_key_.reserve(all.size());
  for (const Called& each : all) {
    by_key_.emplace_back(std::hash<std::string>{}(name_key(each.name)), each.id);
  }
  std::sort(by_key_.begin(), by_key_.end());
}

void AlikeNames::find(std::string_view name, std::vector<std::int64_t>& ids) const {
  const std::uint64_t key = std::hash<std::string>{}(name_key(name));
  auto at = std::lower_bound(by_key_.begin(), by_key_.end(), std::pair(key, std::int64_t{0}));
  for (; at != by_key_.end() && at->first == key; ++at) {
    ids.push_back(at->second);
  }
}

}  // namespace sojourn::imports
