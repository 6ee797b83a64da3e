// Which kind of file, and where the columns stand. See beside.h.
#include "documents/beside.h"

#include <algorithm>

#include "documents/grid_parts.h"

namespace sojourn::documents {

std::unique_ptr<Beside> beside(const GridSource& source, const BesideOptions& options,
                               std::function<void(std::string_view bytes)> send) {
  std::uint32_t column = options.column.value_or(0);
  if (!options.column) {
    const auto grid = open_grid(source, options.grid);
    while (grid->next()) {
      if (grid->row() >= options.heading_row && !grid->cells().empty()) {
        column = std::max(column, grid->cells().back().column + 1);
      }
    }
  }
  return is_archive(source) ? xlsx_beside(source, options, column, std::move(send))
                            : csv_beside(source, options, column, std::move(send));
}

}  // namespace sojourn::documents
