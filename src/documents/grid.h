// A table as an office saved it, CSV or XLSX, as a stream of rows: cells by column, numbered as the
// spreadsheet shows them. What can be found out is found out (the kind of file, encoding,
// delimiter, which numbers are dates); what a cell means is the reader's business.
//
//   auto grid = documents::open_grid({.name = "staff.xlsx", .bytes = upload});
//   while (grid->next()) {
//     for (const GridCell& cell : grid->cells()) { ... grid->row(), cell.column, cell.text ... }
//   }
//
// The memory it takes is that of a piece of the file, and for XLSX of its shared texts. What is
// inflated is counted while it is inflated, so that a small file cannot fill the machine.
// Tested in tests/unit/documents/grid_test.cpp, xlsx_bad_test.cpp and tests/fuzz (csv_grid, zip,
// xlsx).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/refusal.h"

namespace sojourn::documents {

struct GridCell {
  enum class Kind : std::uint8_t {
    text,
    number,  ///< its digits, as a spreadsheet shows them: at most 15 that count
    yes_no,  ///< "yes" or "no"
    date,    ///< "2026-11-25", or "2026-11-25T08:30:00" where it has a time of day
    error,   ///< "#N/A" of a formula that failed; "" of one whose value is not in the file
  };
  std::uint32_t column = 0;  ///< 0 is A
  Kind kind = Kind::text;
  std::string_view text;  ///< UTF-8, never empty but for an error; valid until the next row
};

/// "A", "B", ... "Z", "AA": what a spreadsheet calls a column.
std::string column_letters(std::uint32_t column);

/// Where a table is: bytes in memory that outlive the grid, or a file.
struct GridSource {
  std::string name = {};  ///< as refusals and reports call it
  std::string_view bytes = {};
  std::filesystem::path path = {};  ///< if it is not empty, the file is read instead of `bytes`
};

/// Beyond any of them the file is refused.
struct GridLimits {
  /// Bytes of all parts of a workbook together, as they are inflated. More: larger workbooks, and
  /// more memory for their shared texts.
  std::size_t inflated = std::size_t{64} << 20U;
  /// How often its packed size a part of a workbook may have, beyond its first 100 KiB.
  std::size_t ratio = 100;
  /// Files in a workbook's archive.
  std::size_t entries = 200;
  /// Number of the last row of a workbook's sheet.
  std::uint32_t rows = 200'000;
};

/// How a text was saved. gb18030: also GBK and GB 2312, as Excel in Chinese saves CSV;
/// windows_1252: also Latin-1, as Excel in western Europe does.
enum class TextEncoding : std::uint8_t { utf8, utf16, gb18030, windows_1252 };
BOOST_DESCRIBE_ENUM(TextEncoding, utf8, utf16, gb18030, windows_1252)

/// What parts the cells of a row.
enum class Delimiter : std::uint8_t { comma, semicolon, tab, bar };
BOOST_DESCRIBE_ENUM(Delimiter, comma, semicolon, tab, bar)

/// Of a text: what is said, or was found out.
struct TextForm {
  std::optional<TextEncoding> encoding = {};
  std::optional<Delimiter> delimiter = {};
};

struct GridOptions {
  std::string sheet = {};  ///< by its name; empty: the first that is not hidden
  GridLimits limits = {};
  TextForm text = {};  ///< of CSV; what is not said is found out. A mark of Unicode counts more
};

struct GridSheet {
  std::string name;
  bool hidden = false;
};

/// For one thread. Refusals while reading: as `open_grid` has them.
class Grid {
 public:
  Grid() = default;
  Grid(const Grid&) = delete;
  Grid& operator=(const Grid&) = delete;
  virtual ~Grid() = default;
  /// Goes to the next row that has a cell with something in it; false at the end.
  virtual bool next() = 0;
  /// Number of the row as a spreadsheet shows it, from 1.
  virtual std::uint32_t row() const = 0;
  /// In the order of columns, those with something in them only.
  virtual std::span<const GridCell> cells() const = 0;
  /// What is wrong with this row's writing (CSV); its cells are then not to be trusted.
  virtual std::optional<base::Sentence> fault() const = 0;
  /// The day that a number would be in this file; nothing in CSV, where numbers are no dates.
  virtual std::optional<std::string> date_of(std::string_view number) const = 0;
  /// Name of the sheet; empty for CSV.
  virtual const std::string& sheet() const = 0;
  /// All sheets of the workbook, in its order; none for CSV.
  virtual std::vector<GridSheet> sheets() const = 0;
  /// How a CSV is read; empty for a workbook. No delimiter: it is none of the usual ones.
  virtual TextForm text_form() const = 0;
};

/// Whether it is a workbook, by its bytes; else it is read as a text. Refusals as open_grid has
/// them of files that are neither.
bool is_workbook(const GridSource& source);

/// Refusal: invalid "not_table" (neither a workbook nor a text), "not_workbook" (damaged, or of
/// another program), "encrypted", "workbook_dtd", "workbook_external", "no_such_sheet", "encoding",
/// "which_encoding" (not certain, and not said), "no_text" (a form of text for a workbook),
/// "open_quote"; too_large "workbook_too_large"; not_found "unreadable" for a path.
std::unique_ptr<Grid> open_grid(const GridSource& source, const GridOptions& options = {});

}  // namespace sojourn::documents
