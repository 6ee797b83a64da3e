// A workbook that an office made as it wants its report to look, filled: cells say in double braces
// what is to stand there, {{sites}} or "{{sites}} villages", and a row whose cells name columns of
// a list, {{site.name}}, is repeated for each of its items. Everything else stays as it was: parts
// of the file that nothing is written into byte by byte, and of the others all that is not a cell
// with a placeholder, or moves down because rows above it were repeated (formulas, merged cells,
// formats by condition, names, tables, charts and pictures go along).
//
//   documents::Template form({.name = "monthly.xlsx", .bytes = upload});
//   for (const auto& each : form.placeholders()) { ... each.name ... }
//   std::string workbook = form.filled(values);
//
// A cell of nothing but a placeholder becomes a cell of that kind: a number, a date where it is
// formatted as one, a text. Values that the workbook's own formulas had are taken out, so that they
// are reckoned anew. Texts are never formulas. Tested in tests/unit/documents/template_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "documents/grid.h"
#include "documents/table.h"

namespace sojourn::documents {

/// Beyond any of them the template is refused.
struct TemplateLimits {
  std::size_t bytes = std::size_t{16} << 20U;  ///< of the file as it is packed
  GridLimits grid = {.inflated = std::size_t{16} << 20U, .rows = 20'000};
  std::size_t cells = 100'000;                  ///< of all sheets
  std::size_t repeated_rows = 50;               ///< of one sheet
  std::size_t placeholders = 5'000;             ///< of all sheets
  std::size_t filled = std::size_t{32} << 20U;  ///< bytes of a sheet when it is filled
};

struct Placeholder {
  std::string sheet;
  std::string cell;  ///< "B7"
  std::string name;  ///< without its braces, and spaces beside them
};

/// What stands for placeholders, by their names.
struct TemplateValues {
  /// A column of a list.
  struct ColumnOf {
    std::size_t list = 0;  ///< into `lists`
    std::size_t column = 0;
  };
  using Rows = std::vector<std::vector<Cell>>;

  std::map<std::string, Cell, std::less<>> figures;
  std::map<std::string, ColumnOf, std::less<>> columns;
  std::vector<Rows> lists;
  base::Language language = base::Language::en;  ///< of yes and no
};

class Template {
 public:
  /// Refusals as open_grid has them, and too_large "workbook_too_large" by TemplateLimits; invalid
  /// "workbook_macros", and "template" with all faults: a placeholder that does not end, or stands
  /// in a formula, a header or a footer.
  explicit Template(const GridSource& source, const TemplateLimits& limits = {});
  ~Template();
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  /// In the order of sheets, rows and columns.
  const std::vector<Placeholder>& placeholders() const;

  /// The workbook's bytes. Precondition: each placeholder has a value. Refusal invalid "template"
  /// for a row of columns of two lists, and for rows that would have to be repeated in a sheet that
  /// has what Sojourn cannot move; too_large beyond the limits.
  std::string filled(const TemplateValues& values) const;

 private:
  struct Book;
  std::unique_ptr<Book> book_;
};

}  // namespace sojourn::documents
