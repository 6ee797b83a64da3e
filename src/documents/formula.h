// What a formula of a spreadsheet refers to, moved where rows of its sheets are repeated. Formulas
// are not understood, only their references found: cells (B7, $B$7), ranges (B7:D9), whole rows
// (3:5), and the sheet before them ('Sheet 1'!B7). Inside src/documents only; see template.h.
// Tested in tests/unit/documents/formula_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::documents {

/// Where the rows of a sheet are after some of them were repeated: each row stands there once or
/// more often, in the order of before. Rows are counted from 1.
class RowMap {
 public:
  /// The row stands there `copies` times; 1 for all rows that nothing is said of.
  void repeat(std::uint32_t row, std::uint32_t copies);
  std::uint32_t copies(std::uint32_t row) const;
  std::uint32_t first(std::uint32_t row) const;
  std::uint32_t last(std::uint32_t row) const { return first(row) + copies(row) - 1; }
  /// Whether every row stays where it is.
  bool unmoved() const { return extra_.empty(); }

 private:
  std::map<std::uint32_t, std::uint32_t> extra_;  ///< copies beyond the first, by row
};

/// By the name of the sheet; sheets that are not in it do not move.
using RowMaps = std::map<std::string, RowMap, std::less<>>;

/// The row in which a formula stands that is repeated itself, and which copy of it.
struct Repeated {
  std::uint32_t row = 0;
  std::uint32_t copy = 0;  ///< from 0
};

/// The formula as it has to be after rows moved, in a cell of `sheet`. A reference to a repeated
/// row means its first copy, a range over it all of them. In a row that is repeated itself, a
/// reference to that row ("B5") means the same copy, unless its row is fixed ("B$5").
std::string moved_formula(std::string_view formula, std::string_view sheet, const RowMaps& maps,
                          const std::optional<Repeated>& repeated = std::nullopt);

/// The formula as a spreadsheet copies it so many rows and columns further: what is not fixed by $
/// goes along. For shared formulas, which are written once for many cells.
std::string copied_formula(std::string_view formula, std::int64_t rows, std::int64_t columns);

/// "A4:F6" and lists of them parted by spaces, as attributes have them: each range from the first
/// copy of its first row to the last copy of its last.
std::string moved_ranges(std::string_view ranges, const RowMap& map);

/// First and last row of "A4:F6"; both 0 where it is none.
struct RowSpan {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};
RowSpan rows_of_range(std::string_view range);

}  // namespace sojourn::documents
