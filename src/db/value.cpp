#include "db/value.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sojourn::db {

std::string Bytes::to_text() const {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * data.size());
  for (const char c : data) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::optional<Bytes> Bytes::from_text(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    bytes.data += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

base::WordAbout Bytes::word_about() {
  return {.accepted = "bytes as pairs of hexadecimal digits in lower case",
          .code = "not_bytes",
          .pattern = "^([0-9a-f]{2})*$"};
}

std::string show(const Value& value) {
  struct Shown {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
    std::string operator()(std::int64_t number) const { return fmt::to_string(number); }
    std::string operator()(double number) const { return fmt::to_string(number); }
    std::string operator()(const std::string& text) const {
      return fmt::format("'{}'", base::shorten(text));
    }
    std::string operator()(const Bytes& bytes) const {
      return fmt::format("{} bytes", bytes.data.size());
    }
  };
  return std::visit(Shown{}, value);
}

void wrong_cell(const Value& found, std::string_view wanted) {
  // The kind only: a cell may hold what no log should.
  static constexpr std::string_view kinds[] = {"null",     "a yes or no", "a whole number",
                                               "a number", "a text",      "bytes"};
  base::report_bug(fmt::format("a cell of the database should hold {}, it holds {}", wanted,
                               kinds[found.index()]),
                   std::source_location::current());
}

}  // namespace sojourn::db
