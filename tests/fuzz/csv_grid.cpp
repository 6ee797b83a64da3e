// Any bytes at all as a CSV that somebody uploads: it is refused or read, rows and columns ascend,
// and every text is UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/refusal.h"
#include "base/text.h"
#include "documents/grid_parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto grid = documents::csv_grid({.name = "x", .bytes = bytes});
    std::uint32_t row = 0;
    while (grid->next()) {
      if (grid->row() <= row || (grid->cells().empty() && !grid->fault())) {
        std::abort();
      }
      row = grid->row();
      std::int64_t column = -1;
      for (const auto& cell : grid->cells()) {
        if (std::int64_t{cell.column} <= column || cell.text.empty() ||
            base::first_bad_utf8(cell.text)) {
          std::abort();
        }
        column = cell.column;
      }
    }
  } catch (const base::Refusal&) {
  }
  return 0;
}
