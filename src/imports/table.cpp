// See table.h.
#include "imports/table.h"

#include <algorithm>

#include "base/text.h"
#include "documents/csv.h"
#include "documents/table.h"
#include "imports/operation.h"

namespace sojourn::imports {
namespace {

struct ReadTable {
  std::optional<std::string> sheet;
  std::optional<documents::TextEncoding> encoding;
  std::optional<documents::Delimiter> delimiter;
};
BOOST_DESCRIBE_STRUCT(ReadTable, (), (sheet, encoding, delimiter))

struct EditTable {
  std::string cells;
  std::optional<std::string> sheet;
};
BOOST_DESCRIBE_STRUCT(EditTable, (), (cells, sheet))

/// The workbook is the answer's file.
struct TableEdited {
  std::int64_t cells = 0;
};
BOOST_DESCRIBE_STRUCT(TableEdited, (), (cells))

/// Whoever may take a table in, of whatever kind. It shows nothing but what was sent.
constexpr access::Permission read_tables{
    "read_tables",
    access::Reach::scoped,
    {access::Role::programme_officer, access::Role::area_manager, access::Role::host,
     access::Role::sponsor_manager}};

}  // namespace

Table read_table(const documents::GridSource& source, const documents::GridOptions& options,
                 base::Language language) {
  Table made{.file = source.name, .sheet = {}, .sheets = {}, .places = {}, .rows = {}};
  const std::unique_ptr<documents::Grid> grid = documents::open_grid(source, options);
  made.sheet = grid->sheet();
  made.encoding = grid->text_form().encoding;
  made.delimiter = grid->text_form().delimiter;
  for (documents::GridSheet& each : grid->sheets()) {
    made.sheets.push_back({.name = std::move(each.name), .hidden = each.hidden});
  }
  std::size_t cells = 0;
  std::size_t bytes = 0;
  std::size_t widest = 0;
  while (grid->next()) {
    if (cells >= most_cells || bytes >= most_bytes) {
      ++made.not_given;
      continue;
    }
    TableRow row{.row = grid->row(), .cells = {}};
    if (const auto fault = grid->fault()) {
      row.fault = fault->in(language);
    }
    for (const documents::GridCell& cell : grid->cells()) {
      row.cells.resize(std::max<std::size_t>(row.cells.size(), cell.column + std::size_t{1}));
      bytes += cell.text.size();
      if (bytes > most_bytes) {
        break;
      }
      // A formula without a value is no empty cell.
      const bool no_value = cell.kind == documents::GridCell::Kind::error && cell.text.empty();
      row.cells[cell.column] = no_value ? std::string_view("#N/A") : cell.text;
    }
    if (bytes > most_bytes) {
      ++made.not_given;
      continue;
    }
    cells += row.cells.size();
    widest = std::max(widest, row.cells.size());
    made.rows.push_back(std::move(row));
  }
  for (std::size_t column = 0; column < widest; ++column) {
    made.places.push_back(documents::column_letters(static_cast<std::uint32_t>(column)));
  }
  return made;
}

std::vector<documents::CellEdit> cell_edits(std::string_view text) {
  constexpr std::uint32_t most_columns = 16'384;
  std::vector<documents::CellEdit> made;
  std::vector<base::Fault> faults;
  std::size_t more = 0;
  documents::CsvReader lines(text);
  while (lines.next()) {
    const auto cells = lines.cells();
    const std::string_view place = cells[0].text;
    std::uint32_t column = 0;
    std::size_t letters = 0;
    for (; letters < place.size() && letters < 3 && place[letters] >= 'A' && place[letters] <= 'Z';
         ++letters) {
      column = column * 26 + static_cast<std::uint32_t>(place[letters] - 'A') + 1;
    }
    const auto row = base::parse_number<std::uint32_t>(place.substr(letters));
    if (lines.fault() || cells.size() > 2 || letters == 0 || column > most_columns || !row ||
        *row == 0) {
      constexpr std::size_t most_told = 20;
      more += faults.size() == most_told ? 1 : 0;
      if (faults.size() < most_told) {
        faults.push_back({.where = "/cells",
                          .code = "no_cell",
                          .value = base::shorten(place),
                          .detail = base::in_words("Line {}: a cell and its text are due here, "
                                                   "such as {}.",
                                                   lines.line(), "B5,3")});
      }
      continue;
    }
    made.push_back({.row = *row,
                    .column = column - 1,
                    .text = cells.size() == 2 ? std::string(cells[1].text) : std::string()});
  }
  if (!faults.empty()) {
    throw base::Refusal{base::Kind::invalid, "invalid", "The cells cannot be changed so.",
                        std::move(faults), more};
  }
  return made;
}

std::vector<access::Operation> table_operations() {
  std::vector<base::FieldAbout> how_to_read = text_fields();
  how_to_read.insert(
      how_to_read.begin(),
      {.name = "sheet",
       .shape = "SHEET",
       .meaning = "Which sheet of the workbook; the first one that is not hidden if not given."});
  return {access::call_operation<ReadTable, Table>(
              {.name = "table.read",
               .permission = read_tables,
               .method = access::Method::post,
               .path = "/api/tables/read",
               .summary = "the cells of a table, to be looked at and mended before it is taken in",
               .description =
                   "A workbook (.xlsx) or comma-separated values in any usual encoding. Nothing "
                   "of it is kept.",
               .fields = std::move(how_to_read),
               .takes_file = true},
              false,
              [](access::Call& call, const ReadTable& input) {
                return read_table(source_of(call.request), grid_of(input), call.request.language);
              }),
          access::call_operation<EditTable, TableEdited>(
              {.name = "table.edit",
               .permission = read_tables,
               .method = access::Method::post,
               .path = "/api/tables/edit",
               .summary = "the same workbook with cells changed, before it is taken in",
               .description =
                   "Formats, formulas, merged cells and other sheets stay as they are. A text that "
                   "looks like a number becomes one, a day one where the cell shows "
                   "days. Nothing of it is kept. The answer is a workbook.",
               .fields = {{.name = "cells",
                           .shape = "CSV",
                           .meaning = "Comma-separated values, a line for each cell: where it is "
                                      "and what is to stand there, such as B5,3. Nothing after "
                                      "the comma empties it."},
                          {.name = "sheet",
                           .shape = "SHEET",
                           .meaning =
                               "Which sheet of the workbook; the first one that is not hidden if "
                               "not given."}},
               .examples = {{"sojourn table edit sites.xlsx --cells B5,3 --out sites-2.xlsx",
                             "another number in one cell"}},
               .takes_file = true,
               .gives_file = {std::string(documents::workbook_type)}},
              false, [](access::Call& call, const EditTable& input) {
                const std::vector<documents::CellEdit> cells = cell_edits(input.cells);
                const documents::GridSource source = source_of(call.request);
                call.file = access::File{
                    .name = source.name,
                    .media_type = std::string(documents::workbook_type),
                    .bytes = documents::edited(
                        source, {.sheet = input.sheet.value_or(""), .limits = {}}, cells)};
                return TableEdited{.cells = std::ssize(cells)};
              })};
}

}  // namespace sojourn::imports
