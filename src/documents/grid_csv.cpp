// A CSV as a grid: read in pieces that end between rows, so that a file of any length takes the
// memory of a piece. See grid.h.
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/text.h"
#include "documents/csv.h"
#include "documents/grid_parts.h"
#include "documents/table.h"

namespace sojourn::documents {
namespace {

/// A row is no longer than this: a cell of 1 MiB, and others beside it.
constexpr std::size_t longest_row = std::size_t{4} << 20U;

/// The one that is taken where two part a table as well first.
constexpr std::array<Delimiter, 4> all_delimiters = {Delimiter::comma, Delimiter::tab,
                                                     Delimiter::semicolon, Delimiter::bar};

class CsvGrid final : public Grid {
 public:
  CsvGrid(const GridSource& source, const TextForm& said) : rows_(source, said) {}

  bool next() override {
    while (rows_.next()) {
      fault_.reset();
      if (rows_.fault()) {
        fault_ = sentence_of(rows_.fault()->kind);
      }
      take_cells();
      if (fault_ || !cells_.empty()) {
        return true;
      }
    }
    return false;
  }
  std::uint32_t row() const override { return rows_.row(); }
  std::span<const GridCell> cells() const override { return cells_; }
  std::optional<base::Sentence> fault() const override { return fault_; }
  std::optional<std::string> date_of(std::string_view) const override { return std::nullopt; }
  const std::string& sheet() const override { return sheet_; }
  std::vector<GridSheet> sheets() const override { return {}; }
  TextForm text_form() const override {
    TextForm form{.encoding = rows_.text().form(), .delimiter = {}};
    for (const Delimiter each : all_delimiters) {
      if (sign_of(each) == rows_.delimiter()) {
        form.delimiter = each;
      }
    }
    return form;
  }

 private:
  void take_cells() {
    cells_.clear();
    spare_used_ = 0;
    std::uint32_t column = 0;
    for (const CsvCell& cell : rows_.cells()) {
      if (!base::trim(cell.text).empty()) {
        std::string_view text = cell.text;
        if (text.front() == '\'') {
          if (spare_used_ == spare_.size()) {
            spare_.emplace_back();
          }
          spare_[spare_used_] = unguarded(text);
          text = spare_[spare_used_++];
        }
        cells_.push_back({.column = column, .kind = GridCell::Kind::text, .text = text});
      }
      ++column;
    }
  }

  CsvRows rows_;
  std::vector<GridCell> cells_;
  std::deque<std::string> spare_;
  std::size_t spare_used_ = 0;
  std::optional<base::Sentence> fault_;
  std::string sheet_;
};

}  // namespace

CsvRows::CsvRows(const GridSource& source, const TextForm& said) : text_(source, said.encoding) {
  gather();
  // Excel writes the delimiter before the table where it fears to be misunderstood.
  const std::string_view start = std::string_view(buffer_).substr(0, cut_);
  if (start.size() > 5 && start.starts_with("sep=") && (start[5] == '\n' || start[5] == '\r')) {
    delimiter_ = start[4];
    const std::size_t length = start.substr(5).starts_with("\r\n") ? 7 : 6;
    preamble_ = start.substr(0, length);
    buffer_.erase(0, length);
    cut_ -= length;
    scanned_ = buffer_.size();
    if (cut_ == 0 && !ended_) {
      scanned_ = 0;
      gather();
    }
  } else if (!said.delimiter) {
    delimiter_ = delimiter_of(start);
  }
  delimiter_ = said.delimiter ? sign_of(*said.delimiter) : delimiter_;
  open_piece();
}
CsvRows::~CsvRows() = default;

bool CsvRows::next() {
  empty_lines_.clear();
  raw_ = {};
  while (true) {
    const std::string_view piece = std::string_view(buffer_).substr(0, cut_);
    const std::size_t before = reader_->position();
    const bool found = reader_->next();
    const std::size_t begin =
        std::min(piece.find_first_not_of("\r\n", before), found ? piece.npos : piece.size());
    empty_lines_ += piece.substr(before, begin - before);
    if (found) {
      // Empty lines are rows of a spreadsheet too.
      row_ += 1 + reader_->line() - after_;
      after_ = reader_->line_after();
      raw_ = piece.substr(begin, reader_->position() - begin);
      return true;
    }
    line_ = reader_->line_after();
    if (!refill()) {
      return false;
    }
  }
}

/// Reads on until `buffer_` holds whole rows; `cut_` is where they end.
void CsvRows::gather() {
  std::size_t row_end = 0;
  bool inside = false;
  scanned_ = 0;
  while (true) {
    const bool came = text_.more(buffer_);
    ended_ = !came;
    for (; scanned_ < buffer_.size(); ++scanned_) {
      const char c = buffer_[scanned_];
      if (c == '"') {
        inside = !inside;
      } else if (!inside && (c == '\n' || (c == '\r' && scanned_ + 1 < buffer_.size() &&
                                           buffer_[scanned_ + 1] != '\n'))) {
        row_end = scanned_ + 1;
      }
    }
    if (ended_) {
      cut_ = buffer_.size();
      return;
    }
    if (row_end > 0) {
      cut_ = row_end;
      return;
    }
    if (buffer_.size() > longest_row) {
      throw refusal_of_file(
          base::Kind::invalid, "open_quote",
          base::in_words("After line {} there is no line end for 4 MiB. A quotation mark may not "
                         "be closed.",
                         line_));
    }
  }
}

void CsvRows::open_piece() {
  reader_.emplace(std::string_view(buffer_).substr(0, cut_), line_, delimiter_);
}

bool CsvRows::refill() {
  if (ended_) {
    return false;
  }
  buffer_.erase(0, cut_);
  cut_ = 0;
  gather();
  open_piece();
  return true;
}

char sign_of(Delimiter delimiter) {
  switch (delimiter) {
    case Delimiter::comma: return ',';
    case Delimiter::semicolon: return ';';
    case Delimiter::tab: return '\t';
    case Delimiter::bar: return '|';
  }
  return ',';
}

char delimiter_of(std::string_view beginning) {
  constexpr std::size_t rows_looked_at = 50;
  char best = ',';
  std::size_t most = 0;
  bool parts_most = false;
  for (const Delimiter candidate : all_delimiters) {
    if (candidate == Delimiter::bar && parts_most) {
      break;
    }
    // Cells of the rows that are as wide as most rows are: what parts the table parts every row.
    CsvReader reader(beginning, 1, sign_of(candidate));
    std::map<std::size_t, std::size_t> rows_by_width;
    std::size_t all = 0;
    for (; all < rows_looked_at && reader.next(); ++all) {
      if (!reader.fault()) {
        ++rows_by_width[reader.cells().size()];
      }
    }
    std::size_t worth = 0;
    for (const auto& [width, rows] : rows_by_width) {
      worth = std::max(worth, (width - 1) * rows * rows);
      parts_most = parts_most || (width > 1 && 2 * rows > all);
    }
    if (worth > most) {
      most = worth;
      best = sign_of(candidate);
    }
  }
  return best;
}

std::unique_ptr<Grid> csv_grid(const GridSource& source, const TextForm& said) {
  return std::make_unique<CsvGrid>(source, said);
}

}  // namespace sojourn::documents
