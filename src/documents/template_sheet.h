// A sheet of a template as it was read: where its rows, cells, formulas and references stand in its
// bytes. Inside src/documents only; see template.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/refusal.h"
#include "documents/formula.h"
#include "documents/template.h"
#include "documents/xlsx_book.h"
#include "documents/xml_edit.h"

namespace sojourn::documents {

/// A piece of a cell's text: a placeholder's name, or what stands between.
struct TextPiece {
  bool placeholder = false;
  std::string text;
};
/// Nothing if the text has no placeholder; `open` says whether one does not end.
std::optional<std::vector<TextPiece>> pieces_of_template(std::string_view text, bool& open);

struct FormulaAt {
  Span whole;
  std::string text;
  std::string type;  ///< "", "shared", "array", "dataTable"
  std::string ref;
  std::string group;  ///< of a shared one
};

struct CellAt {
  std::uint32_t column = 0;
  Span whole;
  std::optional<Span> reference;       ///< the value of r
  std::optional<std::size_t> special;  ///< into SheetAt::specials
};

/// What of a cell with a formula or a placeholder is written anew.
struct SpecialCell {
  std::string prefix;                                           ///< of its tags
  std::vector<std::pair<std::string, std::string>> attributes;  ///< but r and t
  std::size_t style = 0;
  std::optional<FormulaAt> formula;
  std::vector<TextPiece> pieces;
};

struct RowAt {
  std::uint32_t number = 0;
  Span whole;
  std::optional<Span> reference;
  std::size_t first_cell = 0;  ///< into SheetAt::cells
  std::size_t last_cell = 0;   ///< behind the last
  bool special = false;        ///< it has a special cell
};

/// Something outside the cells that rows move.
struct MovedPlace {
  enum class Kind : std::uint8_t {
    ranges,   ///< "A4:F6 H4"
    cell,     ///< "B7"
    merge,    ///< the element of one merged range: it is repeated with its row
    row,      ///< a number of a row, counted from 1, after which a page ends
    formula,  ///< a text
  };
  Kind kind = Kind::ranges;
  Span where;
  std::string value;
  std::string prefix;  ///< of a merge
};

struct SheetAt {
  std::string name;
  std::string part;
  std::string bytes;
  std::vector<RowAt> rows;
  std::vector<CellAt> cells;
  std::vector<SpecialCell> specials;
  std::vector<MovedPlace> places;
  std::optional<Span> merge_count;
  bool has_formulas = false;
  bool has_data_table = false;
};

/// Adds to `placeholders` and `faults`. Refusal as Template has them.
SheetAt read_sheet(const SheetPart& about, std::string bytes, const XlsxBook& book,
                   const TemplateLimits& limits, std::size_t& cells_left,
                   std::vector<Placeholder>& placeholders, std::vector<base::Fault>& faults);

/// What is written into a sheet, with all that it needs to know.
struct SheetFilling {
  const SheetAt& sheet;
  const XlsxBook& book;
  const TemplateValues& values;
  const TemplateLimits& limits;
  const RowMaps& maps;                                ///< of all sheets
  const std::map<std::uint32_t, std::size_t>& lists;  ///< by the number of a repeated row
};
std::string filled_sheet(const SheetFilling& filling);

}  // namespace sojourn::documents
