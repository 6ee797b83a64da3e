// Any bytes at all through the CSV reader: it ends, its cells lie in order, and what the writer
// makes of them reads back as the same cells.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "documents/csv.h"

namespace {

struct Read {
  std::vector<std::vector<std::string>> rows;
  bool faults = false;
};

Read read(std::string_view bytes, std::uint32_t first_line) {
  Read all;
  sojourn::documents::CsvReader reader(bytes, first_line);
  std::uint32_t line = first_line;
  while (reader.next()) {
    if (reader.line() < line) {
      std::abort();
    }
    line = reader.line();
    all.faults = all.faults || reader.fault().has_value();
    auto& row = all.rows.emplace_back();
    for (const auto& cell : reader.cells()) {
      row.emplace_back(cell.text);
    }
  }
  if (reader.position() != bytes.size()) {
    std::abort();
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Read whole = read(bytes, 1);
  // 1. Parts read as the whole, or one of them has a fault.
  Read parts;
  for (const auto& part : sojourn::documents::split_rows(bytes, 1, 3)) {
    const Read piece = read(part.bytes, part.first_line);
    parts.faults = parts.faults || piece.faults;
    parts.rows.insert(parts.rows.end(), piece.rows.begin(), piece.rows.end());
  }
  if (!parts.faults && (whole.faults || parts.rows != whole.rows)) {
    std::abort();
  }
  // 2. Written and read again: the same.
  std::string text;
  sojourn::documents::CsvWriter writer(text);
  for (const auto& row : whole.rows) {
    for (const std::string& cell : row) {
      writer.cell(cell);
    }
    writer.end_row();
  }
  const Read again = read(text, 1);
  if (!whole.faults && (again.faults || again.rows != whole.rows)) {
    std::abort();
  }
  return 0;
}
