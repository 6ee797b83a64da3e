// A workbook with some cells of a sheet changed, as somebody would have typed them over: what looks
// like a number is one, a day in a cell that shows days is one, everything else is a text and never
// a formula. Formats, titles, merged cells, other sheets and formulas stay, byte by byte what is
// not written into; rows that there are not yet look as the row before them.
//
//   std::string bytes = documents::edited({.name = "sites.xlsx", .bytes = upload}, {},
//                                         {{.row = 5, .column = 1, .text = "3"}});
//
// Tested in tests/unit/documents/edit_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "documents/grid.h"

namespace sojourn::documents {

struct CellEdit {
  std::uint32_t row = 1;     ///< as the grid numbers it
  std::uint32_t column = 0;  ///< 0 is A
  std::string text;          ///< empty: the cell is emptied, and keeps its format
};

/// Of several edits of a cell the last one counts. Refusals as open_grid has them, and invalid
/// "not_workbook" for what is none; too_large "workbook_too_large" beyond the limits of rows.
std::string edited(const GridSource& source, const GridOptions& options,
                   const std::vector<CellEdit>& edits);

}  // namespace sojourn::documents
