#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

namespace sojourn::base {
namespace {

/// Length of the well-formed character at the start of `text`, 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](std::size_t i, unsigned char least = 0x80, unsigned char most = 0xbf) {
    return i < text.size() && byte(i) >= least && byte(i) <= most;
  };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xc2 && first <= 0xdf) {
    return tail(1) ? 2 : 0;
  }
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned char least = first == 0xe0 ? 0xa0 : 0x80;  // no overlong form
    const unsigned char most = first == 0xed ? 0x9f : 0xbf;   // no surrogate
    return tail(1, least, most) && tail(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned char least = first == 0xf0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xf4 ? 0x8f : 0xbf;
    return tail(1, least, most) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

/// Optimal string alignment distance (Damerau-Levenshtein without repeated edits), by bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight ASCII bytes at a time.
    while (i + 8 <= text.size()) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text.data() + i, 8);
      if ((eight & 0x8080808080808080ULL) != 0) {
        break;
      }
      i += 8;
    }
    if (i == text.size()) {
      break;
    }
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::optional<bool> parse_yes_no(std::string_view text) {
  if (text == "yes" || text == "true" || text == "1") {
    return true;
  }
  if (text == "no" || text == "false" || text == "0") {
    return false;
  }
  return std::nullopt;
}

std::string shorten(std::string_view text, std::size_t most) {
  std::string shown;
  std::size_t characters = 0;
  std::size_t i = 0;
  for (; i < text.size() && characters < most; ++characters) {
    const std::size_t length = utf8_length(text.substr(i));
    const auto first = static_cast<unsigned char>(text[i]);
    if (length == 0 || first < 0x20 || first == 0x7f) {
      shown += "\xEF\xBF\xBD";
      i += 1;
    } else {
      shown += text.substr(i, length);
      i += length;
    }
  }
  if (i < text.size()) {
    shown += "\xE2\x80\xA6";
  }
  return shown;
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string> candidates) {
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  if (word.size() > 64) {
    return best;  // nobody meant this, and the table of distances would be large
  }
  for (const std::string& candidate : candidates) {
    const std::size_t a = word.size(), b = candidate.size();
    if (std::max(a, b) - std::min(a, b) >= best_distance) {
      continue;  // at least so many edits
    }
    const std::size_t away = distance(word, candidate);
    if (away < best_distance) {
      best_distance = away;
      best = candidate;
    }
  }
  return best;
}

std::string with_commas(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string in_figures(std::int64_t number) {
  std::string digits = with_commas(number);
  if (digits[0] == '-') {
    digits.replace(0, 1, "\u2212");
  }
  return digits;
}

std::string sentence(std::string_view text) {
  std::string made(text);
  if (!made.empty() && made[0] >= 'a' && made[0] <= 'z') {
    made[0] = static_cast<char>(made[0] - 'a' + 'A');
  }
  return made + '.';
}

namespace {

/// The character that begins at `at`, which is moved behind it. For text that is UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(at);
  const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
  char32_t character = more == 0 ? lead : lead & (0x3fU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    character = (character << 6U) | (byte(at + i) & 0x3fU);
  }
  at = std::min(at + more + 1, text.size());
  return character;
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x20000 && c <= 0x3fffd);
}

bool may_not_begin_a_line(char32_t c) {
  return std::u32string_view(U"，。；：、？！）」』》”’").find(c) != std::u32string_view::npos;
}

bool may_not_end_a_line(char32_t c) {
  return std::u32string_view(U"（「『《“‘").find(c) != std::u32string_view::npos;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    columns += is_wide(next_character(text, at)) ? 2 : 1;
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  return std::string(text) + std::string(columns > used ? columns - used : 0, ' ');
}

std::string padded_before(std::string_view text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  return std::string(columns > used ? columns - used : 0, ' ') + std::string(text);
}

std::string_view shortened(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    used += is_wide(next_character(text, at)) ? 2 : 1;
    if (used > columns) {
      return text.substr(0, begin);
    }
  }
  return text;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  // What the last character wants after it: more of its word, or anything at all.
  enum class Open : std::uint8_t { no, word, bracket };
  Open open = Open::no;
  bool after_space = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(text, at);
    if (c == U' ') {
      after_space = true;
      open = Open::no;
      continue;
    }
    const bool wide = is_wide(c) || may_not_begin_a_line(c) || may_not_end_a_line(c);
    const bool belongs =
        (open == Open::word && !wide) || open == Open::bracket || may_not_begin_a_line(c);
    if (!pieces.empty() && !after_space && belongs) {
      std::string_view& piece = pieces.back().text;
      piece = {piece.data(), piece.size() + (at - begin)};
    } else {
      pieces.push_back({text.substr(begin, at - begin), after_space});
    }
    open = may_not_end_a_line(c) ? Open::bracket : wide ? Open::no : Open::word;
    after_space = false;
  }
  return pieces;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string made;
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from)) {
    made.append(text.substr(0, at)).append(to);
    text.remove_prefix(at + from.size());
  }
  return made.append(text);
}

std::string replaced(std::string_view text, char from, char to) {
  std::string made(text);
  std::replace(made.begin(), made.end(), from, to);
  return made;
}

}  // namespace sojourn::base
