// Comma-separated values as RFC 4180 has them: a reader that walks over bytes in memory and a
// writer. The reader looks at 64 bytes at a time (one bit a byte that may end a cell), as simdjson
// and simdcsv do, and hands out views into the input: nothing is copied but cells with doubled
// quotes. Accepted beyond the RFC: line ends LF and CR beside CRLF, no line end at the end of the
// file. Tested in tests/unit/documents/csv_test.cpp and tests/fuzz/csv.cpp; measured in
// bench/read.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"

namespace sojourn::documents {

/// Longest cell in bytes. Longer: most often a quote that was never closed.
inline constexpr std::size_t longest_cell = std::size_t{1} << 20;

struct CsvCell {
  std::string_view text;   ///< without its quotes; valid until the next call of `next`
  std::uint32_t line = 1;  ///< where it begins, as an editor counts
};

struct CsvFault {
  enum class Kind : std::uint8_t {
    stray_quote,       ///< a quote inside a cell that does not begin with one
    text_after_quote,  ///< text between a closing quote and the next comma
    open_quote,        ///< the file ends inside quotes
    too_long,          ///< a cell longer than `longest_cell`
  };
  Kind kind = Kind::stray_quote;
  std::uint32_t line = 1;  ///< where the cell begins
  std::size_t cell = 0;    ///< position in its row, from 0
};

/// For people: what is wrong, and what to do.
base::Sentence sentence_of(CsvFault::Kind kind);

/// Reads rows one after the other. Not for more than one thread; a file is shared out among threads
/// by `split_rows`.
class CsvReader {
 public:
  /// `bytes` must outlive the reader and be UTF-8 without a byte-order mark (see text_file.h).
  /// `first_line`: number of the line that `bytes` begins with. `delimiter`: a byte of ASCII that
  /// is neither a quote nor a line end.
  explicit CsvReader(std::string_view bytes, std::uint32_t first_line = 1, char delimiter = ',');

  /// Goes to the next row; false at the end. Lines without any character are passed over.
  bool next();
  std::span<const CsvCell> cells() const { return cells_; }
  std::uint32_t line() const { return row_line_; }    ///< where the row begins
  std::size_t position() const { return at_; }        ///< of the byte after the row
  std::uint32_t line_after() const { return line_; }  ///< number of the line that begins there
  /// What is wrong with this row's writing; its cells are then not to be trusted. Reading may go
  /// on.
  const std::optional<CsvFault>& fault() const { return fault_; }

 private:
  void enter_block(std::size_t at);
  std::size_t next_mark();
  std::size_t next_unquote();
  void take_line_end(std::size_t end);
  std::size_t read_quoted(std::size_t open);
  void push(std::size_t begin, std::size_t end, std::uint32_t line);
  void note(CsvFault::Kind kind, std::uint32_t line);

  std::string_view bytes_;
  char delimiter_ = ',';
  std::size_t at_ = 0;       ///< where the next row begins
  std::size_t block_ = 0;    ///< first byte of the block that `marks_` is about
  std::uint64_t marks_ = 0;  ///< bytes of the block still to be looked at
  std::uint32_t line_ = 1;
  std::uint32_t row_line_ = 1;
  std::vector<CsvCell> cells_;
  std::deque<std::string> unquoted_;  ///< cells of this row that had doubled quotes
  std::size_t unquoted_used_ = 0;
  std::optional<CsvFault> fault_;
};

/// A part of a file that begins and ends between rows.
struct CsvPart {
  std::string_view bytes;
  std::uint32_t first_line = 1;
  std::uint32_t lines = 0;  ///< at most so many rows
};
/// About `parts` parts of equal size, together all of `bytes`. Told apart by the parity of the
/// quotes before, which holds in every well-written file; if the reader finds a fault in any part,
/// read the whole again as one part, for then the parity may have been wrong.
std::vector<CsvPart> split_rows(std::string_view bytes, std::uint32_t first_line,
                                std::size_t parts);

/// Writes rows to the end of a text: cells in quotes only where they must be, lines ended by LF
/// unless told otherwise.
class CsvWriter {
 public:
  explicit CsvWriter(std::string& out, std::string_view line_end = "\n")
      : out_(out), line_end_(line_end), row_start_(out.size()) {}
  CsvWriter& cell(std::string_view text);
  CsvWriter& cell(std::int64_t number);
  void end_row();
  /// Between rows: the text was taken away, and writing goes on at what is its end now.
  void restart() { row_start_ = out_.size(); }
  void row(std::initializer_list<std::string_view> cells);

 private:
  std::string& out_;
  std::string_view line_end_;
  std::size_t row_start_ = 0;
  bool first_ = true;
};

}  // namespace sojourn::documents
