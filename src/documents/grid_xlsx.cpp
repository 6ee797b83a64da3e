// The rows of a workbook's sheet, as they are inflated (grid.h). ECMA-376, part 1, 18.3.
#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <vector>

#include "base/text.h"
#include "documents/csv.h"
#include "documents/grid_parts.h"
#include "documents/table.h"
#include "documents/xlsx_book.h"
#include "documents/xml.h"

namespace sojourn::documents {
namespace {

constexpr std::uint32_t most_columns = 16'384;

/// Column and row of "BC12"; nothing for what is no place in a sheet.
struct Place {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
};
std::optional<Place> place_of(std::string_view name) {
  std::uint32_t column = 0;
  std::size_t letters = 0;
  for (; letters < name.size() && name[letters] >= 'A' && name[letters] <= 'Z' && letters < 3;
       ++letters) {
    column = column * 26 + static_cast<std::uint32_t>(name[letters] - 'A') + 1;
  }
  const auto row = base::parse_number<std::uint32_t>(name.substr(letters));
  if (letters == 0 || column > most_columns || !row || *row == 0) {
    return std::nullopt;
  }
  return Place{column - 1, *row};
}

/// As a spreadsheet shows it where there is room.
std::string number_text(double number) {
  constexpr double whole_to = 1e15;
  if (number == std::floor(number) && std::abs(number) < whole_to) {
    return fmt::to_string(static_cast<std::int64_t>(number));
  }
  return fmt::format("{:.15g}", number);
}

class XlsxGrid final : public Grid {
 public:
  XlsxGrid(std::unique_ptr<Parts> parts, const GridOptions& options)
      : parts_(std::move(parts)),
        book_(*parts_, options),
        most_rows_(options.limits.rows),
        part_(parts_->open(book_.sheet_part())),
        reader_({.open = [this](std::string_view name,
                                const Attributes& attributes) { open(name, attributes); },
                 .close = [this](std::string_view name) { close(name); },
                 .text =
                     [this](std::string_view text) {
                       if (in_value_ || in_text_) {
                         add_text(text);
                       }
                     }}) {
    if (!part_) {
      refuse_damaged();
    }
  }

  bool next() override {
    if (!rows_.empty()) {
      spare_ = std::move(rows_.front());
      rows_.pop_front();
    }
    while (rows_.empty()) {
      if (ended_) {
        return false;
      }
      const std::string_view bytes = part_->read();
      if (bytes.empty()) {
        reader_.finish();
        ended_ = true;
      } else {
        reader_.feed(bytes);
      }
    }
    const Row& row = rows_.front();
    cells_.clear();
    for (const StoredCell& cell : row.cells) {
      cells_.push_back({.column = cell.column,
                        .kind = cell.kind,
                        .text = cell.size == shared
                                    ? cell.text
                                    : std::string_view(row.texts).substr(cell.at, cell.size)});
    }
    return true;
  }
  std::uint32_t row() const override { return rows_.front().number; }
  std::span<const GridCell> cells() const override { return cells_; }
  std::optional<base::Sentence> fault() const override { return std::nullopt; }
  std::optional<std::string> date_of(std::string_view number) const override {
    const auto value = base::parse_number<double>(number);
    return value ? book_.date_text(*value) : std::nullopt;
  }
  const std::string& sheet() const override { return book_.sheet_name(); }
  TextForm text_form() const override { return {}; }
  std::vector<GridSheet> sheets() const override {
    std::vector<GridSheet> made;
    for (const SheetPart& each : book_.sheets()) {
      made.push_back({.name = each.name, .hidden = each.hidden});
    }
    return made;
  }

 private:
  static constexpr std::size_t shared = std::string::npos;
  struct StoredCell {
    std::uint32_t column = 0;
    GridCell::Kind kind = GridCell::Kind::text;
    std::string_view text;      ///< a shared text
    std::size_t at = 0;         ///< else where it stands in the row's texts
    std::size_t size = shared;  ///< `shared`, or its length there
  };
  struct Row {
    std::uint32_t number = 0;
    std::vector<StoredCell> cells;
    std::string texts;
  };

  [[noreturn]] static void refuse_damaged() {
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "This workbook is damaged. Open it in a spreadsheet program and save it "
                          "again as .xlsx.");
  }

  void open(std::string_view name, const Attributes& attributes) {
    if (name == "c" && in_row_) {
      begin_cell(attributes);
    } else if (name == "v" && in_cell_) {
      in_value_ = true;
    } else if (name == "row" && in_data_) {
      begin_row(attributes);
    } else if (name == "t" && in_cell_) {
      in_text_ = phonetic_ == 0;
    } else if (name == "rPh") {
      ++phonetic_;
    } else if (name == "f" && in_cell_) {
      has_formula_ = true;
    } else if (name == "sheetData") {
      in_data_ = true;
    }
  }

  void close(std::string_view name) {
    if (name == "v") {
      in_value_ = false;
    } else if (name == "t") {
      in_text_ = false;
    } else if (name == "c" && in_cell_) {
      end_cell();
      in_cell_ = false;
    } else if (name == "row" && in_row_) {
      in_row_ = false;
      if (made_.cells.empty()) {
        made_.texts.clear();
      } else {
        rows_.push_back(std::move(made_));
        made_ = std::move(spare_);
        made_.cells.clear();
        made_.texts.clear();
      }
    } else if (name == "rPh") {
      --phonetic_;
    } else if (name == "sheetData") {
      in_data_ = false;
    }
  }

  void begin_row(const Attributes& attributes) {
    if (in_row_) {
      refuse_damaged();
    }
    const std::string_view said = attributes["r"];
    std::uint32_t number = last_row_ + 1;
    if (!said.empty()) {
      const auto given = base::parse_number<std::uint32_t>(said);
      if (!given || *given <= last_row_) {
        refuse_damaged();
      }
      number = *given;
    }
    last_row_ = number;
    next_column_ = 0;
    made_.number = number;
    in_row_ = true;
  }

  void begin_cell(const Attributes& attributes) {
    if (in_cell_) {
      refuse_damaged();
    }
    const std::string_view said = attributes["r"];
    if (!said.empty()) {
      const auto place = place_of(said);
      if (!place || place->row != last_row_ || place->column < next_column_) {
        refuse_damaged();
      }
      next_column_ = place->column;
    }
    if (next_column_ >= most_columns) {
      refuse_damaged();
    }
    column_ = next_column_++;
    type_ = attributes["t"];
    style_ = base::parse_number<std::size_t>(attributes["s"]).value_or(0);
    value_.clear();
    has_formula_ = false;
    in_cell_ = true;
  }

  void add_text(std::string_view text) {
    if (value_.size() + text.size() > longest_cell) {
      refuse_damaged();
    }
    value_ += text;
  }

  void end_cell() {
    if (value_.empty()) {
      // What a formula gives stands beside it, unless the program that wrote it cannot reckon.
      if (has_formula_ && type_ != "str") {
        add(GridCell::Kind::error, "");
      }
      return;
    }
    if (type_ == "s") {
      const auto index = base::parse_number<std::size_t>(base::trim(value_));
      const auto text = index ? book_.text(*index) : std::nullopt;
      if (!text) {
        refuse_damaged();
      }
      add_shared(*text);
    } else if (type_ == "inlineStr" || type_ == "str") {
      add(GridCell::Kind::text, unescaped(value_));
    } else if (type_ == "b") {
      add(GridCell::Kind::yes_no, base::trim(value_) == "0" ? "no" : "yes");
    } else if (type_ == "e") {
      add(GridCell::Kind::error, value_);
    } else if (type_ == "d") {
      const std::string_view text = base::trim(value_);
      add(GridCell::Kind::date,
          text.ends_with("T00:00:00") ? text.substr(0, text.size() - 9) : text);
    } else {
      add_number();
    }
  }

  void add_number() {
    const auto number = base::parse_number<double>(base::trim(value_));
    if (!number || !std::isfinite(*number)) {
      refuse_damaged();
    }
    const NumberStyle style = book_.style(style_);
    if (style.date) {
      if (const auto date = book_.date_text(*number)) {
        add(GridCell::Kind::date, *date);
        return;
      }
    }
    std::string text = number_text(*number);
    if (style.zeros > text.size() && text.find_first_not_of("0123456789") == text.npos) {
      text.insert(0, style.zeros - text.size(), '0');
    }
    add(GridCell::Kind::number, text);
  }

  void require_row() const {
    if (last_row_ > most_rows_) {
      throw refusal_of_file(
          base::Kind::too_large, "workbook_too_large",
          base::in_words("This sheet goes on after row {}. Split it, or save it as CSV.",
                         most_rows_));
    }
  }

  void add_shared(std::string_view text) {
    if (base::trim(text).empty()) {
      return;
    }
    if (text.starts_with('\'')) {
      add(GridCell::Kind::text, text);
      return;
    }
    require_row();
    made_.cells.push_back({.column = column_, .kind = GridCell::Kind::text, .text = text});
  }

  void add(GridCell::Kind kind, std::string_view text) {
    const std::string own = kind == GridCell::Kind::text ? unguarded(text) : std::string(text);
    if (base::trim(own).empty() && kind != GridCell::Kind::error) {
      return;
    }
    require_row();
    made_.cells.push_back({.column = column_,
                           .kind = kind,
                           .text = {},
                           .at = made_.texts.size(),
                           .size = own.size()});
    made_.texts += own;
  }

  std::unique_ptr<Parts> parts_;
  XlsxBook book_;
  std::uint32_t most_rows_;
  std::unique_ptr<Parts::Part> part_;
  XmlReader reader_;
  std::deque<Row> rows_;  ///< read, the present one first
  Row made_;              ///< the row that is being read
  Row spare_;             ///< a row that was, for its memory
  std::vector<GridCell> cells_;
  bool ended_ = false;
  bool in_data_ = false;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_text_ = false;
  bool has_formula_ = false;
  int phonetic_ = 0;
  std::uint32_t last_row_ = 0;
  std::uint32_t column_ = 0;
  std::uint32_t next_column_ = 0;
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
};

}  // namespace

std::unique_ptr<Grid> xlsx_grid(std::unique_ptr<Parts> parts, const GridOptions& options) {
  return std::make_unique<XlsxGrid>(std::move(parts), options);
}

}  // namespace sojourn::documents
