// The cells of a table as an office saved it, for whoever looks at it and mends it before it is
// taken in: what a spreadsheet shows, row by row, nothing of it understood yet. Tested in
// tests/unit/imports/table_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "documents/edit.h"
#include "documents/grid.h"

namespace sojourn::imports {

struct TableRow {
  std::int64_t row = 0;            ///< as the spreadsheet numbers it
  std::vector<std::string> cells;  ///< from column A on; empty ones between, none after the last
  std::optional<std::string> fault = {};  ///< of its writing: the cells may be shifted
};
BOOST_DESCRIBE_STRUCT(TableRow, (), (row, cells, fault))

struct TableSheet {
  std::string name;
  bool hidden = false;
};
BOOST_DESCRIBE_STRUCT(TableSheet, (), (name, hidden))

struct Table {
  std::string file;
  std::string sheet;  ///< empty for CSV
  /// Of CSV: how it is read, said or found out.
  std::optional<documents::TextEncoding> encoding = {};
  std::optional<documents::Delimiter> delimiter = {};
  std::vector<TableSheet> sheets;   ///< all of the workbook; none for CSV
  std::vector<std::string> places;  ///< "A", "B", ...: as many as the widest row has
  std::vector<TableRow> rows;       ///< those with something in them
  std::int64_t not_given = 0;       ///< rows beyond what people mend by hand
};
BOOST_DESCRIBE_STRUCT(Table, (),
                      (file, sheet, encoding, delimiter, sheets, places, rows, not_given))

/// Cells, and bytes of their texts, that are given at most; more rows are counted. One text may be
/// shared by very many cells of a small workbook.
inline constexpr std::size_t most_cells = 400'000;
inline constexpr std::size_t most_bytes = std::size_t{16} << 20U;

/// Refusals of the file as documents::open_grid has them.
Table read_table(const documents::GridSource& source, const documents::GridOptions& options,
                 base::Language language = base::Language::en);

/// "B5,3" a line, as comma-separated values: a cell, and what is to stand there. Refusal invalid
/// with every line that says no cell.
std::vector<documents::CellEdit> cell_edits(std::string_view text);

std::vector<access::Operation> table_operations();

}  // namespace sojourn::imports
