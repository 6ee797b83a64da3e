// Columns beside comma-separated values: a row is sent as it stands in the file, with its cells
// behind it; it is written anew only where something in it has to change. See beside.h.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/grid_parts.h"
#include "documents/table.h"

namespace sojourn::documents {
namespace {

/// Whether a spreadsheet would run it. Numbers with a sign are what they are.
bool runs(std::string_view text) {
  if (text.starts_with('\'') || guarded(text) == text) {
    return false;
  }
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  return !base::parse_number<double>(digits);
}

class CsvBeside final : public Beside {
 public:
  CsvBeside(const GridSource& source, const BesideOptions& options, std::uint32_t column,
            std::function<void(std::string_view bytes)> send)
      : rows_(source, options.grid.text),
        encoder_(rows_.text().encoding()),
        column_(column),
        columns_(options.columns),
        send_(std::move(send)) {
    send_(rows_.text().mark());
    out_ += rows_.preamble();
  }

  void row(std::uint32_t number, std::span<const std::string> texts) override {
    base::ensure(texts.size() == columns_, "each column has a text");
    while (true) {
      base::ensure(rows_.next(), "the row is in the file");
      out_ += rows_.empty_lines();
      if (rows_.row() == number) {
        put(texts);
        return;
      }
      put({});
    }
  }

  void finish() override {
    while (rows_.next()) {
      out_ += rows_.empty_lines();
      put({});
    }
    out_ += rows_.empty_lines();
    flush();
  }

 private:
  void flush() {
    send_(encoder_.encoded(out_));
    out_.clear();
  }

  void put(std::span<const std::string> texts) {
    constexpr std::size_t piece = std::size_t{1} << 16U;
    std::string_view row = rows_.raw();
    const std::size_t end = row.find_last_not_of("\r\n") + 1;
    const std::string_view line_end = row.substr(end);
    row = row.substr(0, end);
    const std::span<const CsvCell> cells = rows_.cells();
    const bool damaged = rows_.fault().has_value();
    if (!damaged && (std::any_of(cells.begin(), cells.end(),
                                 [](const CsvCell& cell) { return runs(cell.text); }) ||
                     (!texts.empty() && cells.size() > column_))) {
      put_anew(cells, texts);
    } else {
      // What is wrong in a row's writing stays to be seen.
      out_ += row;
      if (!texts.empty()) {
        if (damaged && rows_.fault()->kind == CsvFault::Kind::open_quote) {
          out_ += '"';
        }
        out_.append(column_ - std::min<std::size_t>(column_, cells.size()), rows_.delimiter());
        for (const std::string& text : texts) {
          out_ += rows_.delimiter();
          put_cell(guarded(text));
        }
      }
    }
    out_ += line_end;
    if (out_.size() >= piece) {
      flush();
    }
  }

  void put_anew(std::span<const CsvCell> cells, std::span<const std::string> texts) {
    const std::size_t count =
        std::max(cells.size(), texts.empty() ? std::size_t{0} : column_ + texts.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) {
        out_ += rows_.delimiter();
      }
      if (!texts.empty() && i >= column_ && i < column_ + texts.size()) {
        put_cell(guarded(texts[i - column_]));
      } else if (i < cells.size()) {
        put_cell(runs(cells[i].text) ? guarded(cells[i].text) : std::string(cells[i].text));
      }
    }
  }

  void put_cell(std::string_view text) {
    const bool quotes = text.find_first_of("\"\r\n") != text.npos ||
                        text.find(rows_.delimiter()) != text.npos ||
                        (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (!quotes) {
      out_ += text;
      return;
    }
    out_ += '"';
    for (const char c : text) {
      out_.append(c == '"' ? 2 : 1, c);
    }
    out_ += '"';
  }

  CsvRows rows_;
  TextEncoder encoder_;
  std::uint32_t column_;
  std::uint32_t columns_;
  std::function<void(std::string_view bytes)> send_;
  std::string out_;
};

}  // namespace

std::unique_ptr<Beside> csv_beside(const GridSource& source, const BesideOptions& options,
                                   std::uint32_t column,
                                   std::function<void(std::string_view bytes)> send) {
  return std::make_unique<CsvBeside>(source, options, column, std::move(send));
}

}  // namespace sojourn::documents
