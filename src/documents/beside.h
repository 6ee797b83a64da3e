// A table given back as it came, with columns beside it: what was made of each row. A workbook
// stays the workbook that it was, with its other sheets, formats, formulas and titles, all but what
// is written into it byte by byte; comma-separated values keep their encoding, delimiter, quotes
// and line ends. The columns stand behind all that the rows from the headings on have, or where
// they stood when the table had them already.
//
//   const auto back = documents::beside(source, {.heading_row = 3}, send);
//   back->row(3, {"Effect", "Problem"});
//   back->row(5, {"refused", "B5: There is no such sponsor."});
//   back->finish();
//
// What is written is text and never a formula; a cell of comma-separated values that would be one
// gets an apostrophe, as in every file that Sojourn makes (documents/table.h). CSV takes the memory
// of a row, a workbook that of the sheet and of its archive.
// Tested in tests/unit/documents/beside_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "documents/grid.h"

namespace sojourn::documents {

struct BesideOptions {
  GridOptions grid = {};
  std::uint32_t heading_row = 1;  ///< as the grid numbers it
  /// Where the columns stand already, the first of them; what is in them is written over.
  std::optional<std::uint32_t> column = {};
  std::uint32_t columns = 2;  ///< how many
  /// Of the sheet of a workbook when it is written. Beyond it, it is refused.
  std::size_t most_bytes = std::size_t{128} << 20U;
};

/// For one thread.
class Beside {
 public:
  Beside() = default;
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  virtual ~Beside() = default;
  /// What stands beside a row of the table, as many texts as there are columns. Rows in their
  /// order; one that is left out stays as it is. A text longer than a cell may be is cut.
  virtual void row(std::uint32_t number, std::span<const std::string> texts) = 0;
  /// The rest.
  virtual void finish() = 0;
};

/// `send` takes the bytes of the file in pieces. Refusals as open_grid has them, now and later, and
/// too_large "workbook_too_large" for a sheet that has no room for the columns.
std::unique_ptr<Beside> beside(const GridSource& source, const BesideOptions& options,
                               std::function<void(std::string_view bytes)> send);

}  // namespace sojourn::documents
