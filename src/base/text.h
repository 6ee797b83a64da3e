// Small questions about text, always the same answer whatever the locale.
// Tested in tests/unit/base/text_test.cpp.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::base {

/// Position of the first byte that does not belong to well-formed UTF-8 (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF), or nullopt if all is well. About 4 GB/s on ASCII.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

/// Without spaces, tabs, carriage returns and line feeds at both ends.
std::string_view trim(std::string_view text);

/// The number that the whole text says, in plain decimal; nullopt for anything else, empty
/// included.
template <class T>
  requires((std::integral<T> && !std::same_as<T, bool>) || std::floating_point<T>)
std::optional<T> parse_number(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) {
    return std::nullopt;
  }
  return value;
}

/// yes, no, true, false, 1, 0.
std::optional<bool> parse_yes_no(std::string_view text);

/// For messages: at most `most` characters (an ellipsis takes the place of the rest), control
/// characters and broken UTF-8 shown as U+FFFD.
std::string shorten(std::string_view text, std::size_t most = 60);

/// The candidate nearest to `word` by edits (insert, drop, change, swap of neighbours), if it is
/// near enough to be what was meant: at most one edit for each three characters, at least one.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string> candidates);

/// "1,234,567": for people; never for files.
std::string with_commas(std::int64_t number);
/// The same with a true minus sign: for sentences and tables.
std::string in_figures(std::int64_t number);

/// With a capital letter (of ASCII) at the start and a full stop.
std::string sentence(std::string_view text);

/// Columns that the text takes on a terminal: two for Chinese characters and full-width signs, one
/// for others.
std::size_t columns_of(std::string_view text);

/// With spaces behind it (or before it) up to so many columns.
std::string padded(std::string_view text, std::size_t columns);
std::string padded_before(std::string_view text, std::size_t columns);

/// As much of its beginning as fits into so many columns.
std::string_view shortened(std::string_view text, std::size_t columns);

/// The pieces between which a line may be broken: words, and single Chinese characters with the
/// signs that may not begin or end a line.
struct Piece {
  std::string_view text;
  bool after_space = false;
};
std::vector<Piece> pieces_of(std::string_view text);

/// Every `from`, which is not empty, replaced by `to`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);
std::string replaced(std::string_view text, char from, char to);

}  // namespace sojourn::base
