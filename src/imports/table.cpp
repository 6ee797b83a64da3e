// See table.h.
#include "imports/table.h"

#include <algorithm>

#include "imports/operation.h"

namespace sojourn::imports {
namespace {

struct ReadTable {
  std::optional<std::string> sheet;
};
BOOST_DESCRIBE_STRUCT(ReadTable, (), (sheet))

/// Whoever may take a table in, of whatever kind. It shows nothing but what was sent.
constexpr access::Permission read_tables{
    "read_tables",
    access::Reach::scoped,
    {access::Role::programme_officer, access::Role::area_manager, access::Role::host,
     access::Role::sponsor_manager}};

}  // namespace

Table read_table(const documents::GridSource& source, const documents::GridOptions& options,
                 base::Language language) {
  Table made{.file = source.name, .sheet = {}, .places = {}, .rows = {}};
  const std::unique_ptr<documents::Grid> grid = documents::open_grid(source, options);
  made.sheet = grid->sheet();
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

std::vector<access::Operation> table_operations() {
  return {access::call_operation<ReadTable, Table>(
      {.name = "table.read",
       .permission = read_tables,
       .method = access::Method::post,
       .path = "/api/tables/read",
       .summary = "the cells of a table, to be looked at and mended before it is taken in",
       .description = "A workbook (.xlsx) or comma-separated values in any usual encoding. Nothing "
                      "of it is kept.",
       .fields = {{.name = "sheet",
                   .shape = "SHEET",
                   .meaning = "Which sheet of the workbook; the first one that is not hidden if "
                              "not given."}},
       .takes_file = true},
      false, [](access::Call& call, const ReadTable& input) {
        return read_table(source_of(call.request),
                          {.sheet = input.sheet.value_or(""), .limits = {}}, call.request.language);
      })};
}

}  // namespace sojourn::imports
