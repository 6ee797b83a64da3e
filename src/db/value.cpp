#include "db/value.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sojourn::db {

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
