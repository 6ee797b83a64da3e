// Cells of a workbook's sheet, changed. See edit.h; ECMA-376, part 1, 18.3.
//
//   1. The sheet is gone through; where a row or a cell to be changed stands is written anew.
//   2. Cells whose formula was that of a changed one keep their values, without it.
//   3. A heading of a table of the sheet is its name for the column too.
//   4. What other formulas say is reckoned anew when the workbook is opened.
#include "documents/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/date.h"
#include "base/text.h"
#include "documents/grid_parts.h"
#include "documents/reckon_anew.h"
#include "documents/table.h"
#include "documents/xlsx_book.h"
#include "documents/xml_edit.h"

namespace sojourn::documents {
namespace {

using CellTexts = std::map<std::uint32_t, std::string>;  // by column
using RowTexts = std::map<std::uint32_t, CellTexts>;     // by row

[[noreturn]] void refuse_damaged() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

struct Place {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
};

/// "BC12"; nothing for what is no place.
std::optional<Place> place_of(std::string_view text) {
  std::uint32_t column = 0;
  std::size_t letters = 0;
  for (; letters < text.size() && letters < 3 && text[letters] >= 'A' && text[letters] <= 'Z';
       ++letters) {
    column = column * 26 + static_cast<std::uint32_t>(text[letters] - 'A') + 1;
  }
  const auto row = base::parse_number<std::uint32_t>(text.substr(letters));
  return letters == 0 || !row ? std::nullopt : std::optional(Place{column - 1, *row});
}

/// What somebody types as a number: more digits than a spreadsheet keeps, or zeros before them, are
/// a text, unless the cell shows so many digits.
bool is_number(std::string_view text, const NumberStyle& style) {
  constexpr std::size_t most_digits = 15;
  std::string_view digits = text;
  digits.remove_prefix(digits.starts_with('-') ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view rest = point == digits.npos ? "0" : digits.substr(point + 1);
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == part.npos;
  };
  const bool zeros = whole.size() > 1 && whole.starts_with('0');
  return all_digits(whole) && all_digits(rest) && digits.size() <= most_digits &&
         (!zeros || (whole.size() == style.zeros && whole == text));
}

class SheetEditing {
 public:
  SheetEditing(std::string_view bytes, const XlsxBook& book, RowTexts rows)
      : bytes_(bytes), book_(book), rows_(std::move(rows)), at_(rows_.end()) {}

  /// The sheet as it is then.
  std::string run() {
    if (!rows_.empty()) {
      last_ = rows_.rbegin()->first;
      for (const auto& [row, cells] : rows_) {
        widest_ = std::max(widest_, cells.rbegin()->first);
      }
    }
    read_elements(bytes_, {.open = [this](const std::vector<Element>& path,
                                          const Attributes& attributes) { open(path, attributes); },
                           .close = [this](const std::vector<Element>& path) { close(path); }});
    if (!had_data_) {
      refuse_damaged();
    }
    for (const auto& [group, where] : shared_) {
      if (broken_.contains(group)) {
        edits_.replace(where, "");
      }
    }
    return edits_.applied(bytes_);
  }
  bool has_formulas() const { return has_formulas_; }

 private:
  struct CellAt {
    std::uint32_t column = 0;
    std::string style;
    bool changed = false;
  };

  void open(const std::vector<Element>& path, const Attributes& attributes) {
    const Element& element = path.back();
    if (element.name == "sheetData") {
      in_data_ = had_data_ = true;
      prefix_ = element.prefix;
    } else if (element.name == "dimension" && !in_data_) {
      widen(element, attributes);
    } else if (in_data_ && element.name == "row") {
      open_row(element, attributes);
    } else if (in_data_ && element.name == "c") {
      open_cell(element, attributes);
    } else if (in_data_ && element.name == "f") {
      has_formulas_ = true;
      group_ = attributes["t"] == "shared" ? std::string(attributes["si"]) : "";
      says_group_ = attributes.has("ref");
    }
  }

  void close(const std::vector<Element>& path) {
    const Element& element = path.back();
    if (!in_data_) {
      return;
    }
    if (element.name == "f" && !group_.empty()) {
      if (cell_.changed && says_group_) {
        broken_.insert(group_);
      } else if (!cell_.changed) {
        shared_.emplace_back(group_, element.whole);
      }
      group_.clear();
    } else if (element.name == "c") {
      if (cell_.changed) {
        edits_.replace(element.whole, cell(cell_.column, cell_.style, *text_at(cell_.column)));
      }
      styles_.emplace_back(cell_.column, cell_.style);
    } else if (element.name == "row") {
      add_cells(element.inside.end, element.whole, most_columns);
    } else if (element.name == "sheetData") {
      in_data_ = false;
      add_rows(0, element);
    }
  }

  void open_row(const Element& element, const Attributes& attributes) {
    const auto said = base::parse_number<std::uint32_t>(attributes["r"]);
    const std::uint32_t number = said.value_or(row_ + 1);
    if (number <= row_) {
      refuse_damaged();
    }
    add_rows(number, element);
    row_ = number;
    next_column_ = 0;
    row_style_ = attributes["customFormat"] == "1" ? attributes["s"] : "";
    styles_.clear();
    at_ = rows_.find(number);
    done_ = 0;
    if (at_ != rows_.end()) {
      const std::string_view spans = attributes["spans"];
      const std::size_t colon = spans.find(':');
      const auto where = attribute_at(bytes_, element.tag, "spans");
      const auto first = base::parse_number<std::uint32_t>(spans.substr(0, colon));
      const auto last = colon == spans.npos
                            ? std::nullopt
                            : base::parse_number<std::uint32_t>(spans.substr(colon + 1));
      if (where && first && last) {
        edits_.replace(*where,
                       fmt::format("{}:{}", std::min(*first, at_->second.begin()->first + 1),
                                   std::max(*last, at_->second.rbegin()->first + 1)));
      }
    }
  }

  void open_cell(const Element& element, const Attributes& attributes) {
    const auto place = place_of(attributes["r"]);
    cell_ = {.column = place ? place->column : next_column_, .style = std::string(attributes["s"])};
    if (cell_.column < next_column_) {
      refuse_damaged();
    }
    next_column_ = cell_.column + 1;
    cell_.changed = text_at(cell_.column) != nullptr;
    add_cells(element.tag.begin, {}, cell_.column);
    if (cell_.changed) {
      done_ = cell_.column + 1;
    }
  }

  const std::string* text_at(std::uint32_t column) const {
    if (at_ == rows_.end()) {
      return nullptr;
    }
    const auto found = at_->second.find(column);
    return found == at_->second.end() ? nullptr : &found->second;
  }

  /// Those of the present row that stand before `column` and are not yet there. `whole`: of a row
  /// that ends there, which may be one without an end tag.
  void add_cells(std::size_t where, Span whole, std::uint32_t column) {
    if (at_ == rows_.end()) {
      return;
    }
    std::string made;
    for (auto next = at_->second.lower_bound(done_);
         next != at_->second.end() && next->first < column; ++next) {
      done_ = next->first + 1;
      if (!next->second.empty()) {
        made += cell(next->first, row_style_, next->second);
      }
    }
    if (made.empty()) {
      return;
    }
    if (whole.end > 0 && bytes_[whole.end - 2] == '/' && where == whole.end) {
      edits_.replace({whole.end - 2, whole.end}, ">" + made + fmt::format("</{}row>", prefix_));
    } else {
      edits_.replace({where, where}, std::move(made));
    }
  }

  /// Rows before this one that there are not yet; 0: all that are left, at the end of the data.
  void add_rows(std::uint32_t before, const Element& element) {
    std::string made;
    for (auto next = rows_.upper_bound(row_);
         next != rows_.end() && (before == 0 || next->first < before); ++next) {
      row_ = next->first;
      std::string cells;
      for (const auto& [column, text] : next->second) {
        const auto style = std::find_if(styles_.begin(), styles_.end(),
                                        [&](const auto& each) { return each.first == column; });
        if (!text.empty()) {
          cells += cell(column, style == styles_.end() ? "" : style->second, text);
        }
      }
      made +=
          cells.empty() ? "" : fmt::format("<{0}row r=\"{1}\">{2}</{0}row>", prefix_, row_, cells);
    }
    if (made.empty()) {
      return;
    }
    if (before != 0) {
      edits_.replace({element.tag.begin, element.tag.begin}, std::move(made));
    } else if (element.inside.begin == element.whole.end) {
      edits_.replace({element.whole.end - 2, element.whole.end},
                     ">" + made + fmt::format("</{}sheetData>", prefix_));
    } else {
      edits_.replace({element.inside.end, element.inside.end}, std::move(made));
    }
  }

  std::string cell(std::uint32_t column, const std::string& style, const std::string& text) const {
    const std::string head =
        fmt::format("<{}c r=\"{}{}\"{}", prefix_, column_letters(column), row_,
                    style.empty() ? "" : fmt::format(" s=\"{}\"", as_xml(style)));
    if (text.empty()) {
      return head + "/>";
    }
    const NumberStyle shown = book_.style(base::parse_number<std::size_t>(style).value_or(0));
    std::string number;
    if (const auto date = shown.date ? base::Date::from_text(text) : std::nullopt) {
      number = serial(*date);
    } else if (is_number(text, shown)) {
      number = text;
    }
    if (!number.empty()) {
      return fmt::format("{0}><{1}v>{2}</{1}v></{1}c>", head, prefix_, number);
    }
    return fmt::format(
        "{0} t=\"inlineStr\"><{1}is><{1}t xml:space=\"preserve\">{2}</{1}t></{1}is></{1}c>", head,
        prefix_, as_xml(escaped(guarded(text))));
  }

  /// Of a day; empty where the workbook has none for it.
  std::string serial(const base::Date& day) const {
    const base::Date zero =
        book_.since_1904() ? *base::Date::of(1904, 1, 1) : *base::Date::of(1899, 12, 30);
    // Before March 1900 spreadsheets count otherwise (xlsx_book.cpp).
    const base::Date first = book_.since_1904() ? zero : *base::Date::of(1900, 3, 1);
    return day < first ? "" : fmt::to_string(day - zero);
  }

  /// Programs that trust the dimension would not look at what lies outside.
  void widen(const Element& element, const Attributes& attributes) {
    const std::string_view ref = attributes["ref"];
    const std::size_t colon = ref.find(':');
    const auto where = attribute_at(bytes_, element.tag, "ref");
    const auto first = place_of(ref.substr(0, colon));
    const auto last = place_of(colon == ref.npos ? ref : ref.substr(colon + 1));
    if (where && first && last && !rows_.empty()) {
      edits_.replace(*where, fmt::format("{}{}:{}{}", column_letters(first->column), first->row,
                                         column_letters(std::max(last->column, widest_)),
                                         std::max(last->row, last_)));
    }
  }

  static constexpr std::uint32_t most_columns = 16'384;

  std::string_view bytes_;
  const XlsxBook& book_;
  RowTexts rows_;
  std::uint32_t last_ = 0;
  std::uint32_t widest_ = 0;
  Edits edits_;
  std::string prefix_;
  bool in_data_ = false;
  bool had_data_ = false;
  bool has_formulas_ = false;
  std::uint32_t row_ = 0;
  RowTexts::const_iterator at_;  ///< of the present row
  std::uint32_t done_ = 0;       ///< columns of it before this one are written
  std::uint32_t next_column_ = 0;
  std::string row_style_;
  std::vector<std::pair<std::uint32_t, std::string>> styles_;  ///< of the last row's cells
  CellAt cell_;
  std::string group_;                                 ///< of the formula that is open
  bool says_group_ = false;                           ///< it says it for the others of the group
  std::vector<std::pair<std::string, Span>> shared_;  ///< formulas of unchanged cells by group
  std::set<std::string> broken_;
};

/// A table of the sheet calls its columns as its headings do, or programs call it damaged.
void head_tables(Parts& parts, const XlsxBook& book, const RowTexts& rows, ChangedParts& changed) {
  for (const Relation& each : relations_of(parts, book.sheet_part(), true)) {
    if (each.type != "table") {
      continue;
    }
    const std::string bytes = bytes_of(parts, each.target).value_or("");
    Edits edits;
    const CellTexts* headings = nullptr;
    std::uint32_t column = 0;
    read_elements(bytes, {.open =
                              [&](const std::vector<Element>& path, const Attributes& said) {
                                const Element& element = path.back();
                                if (element.name == "table" && said["headerRowCount"] != "0") {
                                  const std::string_view ref = said["ref"];
                                  const auto first = place_of(ref.substr(0, ref.find(':')));
                                  const auto row = first ? rows.find(first->row) : rows.end();
                                  headings = row == rows.end() ? nullptr : &row->second;
                                  column = first ? first->column : 0;
                                } else if (element.name == "tableColumn" && headings != nullptr) {
                                  const auto text = headings->find(column++);
                                  const auto name = attribute_at(bytes, element.tag, "name");
                                  if (text != headings->end() && name) {
                                    edits.replace(*name, as_xml(guarded(text->second)));
                                  }
                                }
                              },
                          .close = {}});
    if (!edits.empty()) {
      changed[each.target] = edits.applied(bytes);
    }
  }
}

}  // namespace

std::string edited(const GridSource& source, const GridOptions& options,
                   const std::vector<CellEdit>& edits) {
  if (!is_archive(source)) {
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "Cells are changed in a workbook of the kind .xlsx. This is none.");
  }
  const std::string archive = whole_file(source, options.limits);
  RowTexts rows;
  for (const CellEdit& each : edits) {
    if (each.row > options.limits.rows) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            base::in_words("Row {} is beyond what is taken: at most {} rows.",
                                           each.row, options.limits.rows));
    }
    rows[each.row][each.column] = each.text;
  }
  const auto parts = zip_parts({.name = source.name, .bytes = archive}, options.limits);
  const XlsxBook book(*parts, options);
  ChangedParts changed;
  const std::string sheet = bytes_of(*parts, book.sheet_part()).value_or("");
  SheetEditing editing(sheet, book, rows);
  changed[book.sheet_part()] = editing.run();
  head_tables(*parts, book, rows, changed);
  const std::string bytes = bytes_of(*parts, book.part()).value_or("");
  Edits asking;
  ask_to_reckon(bytes, asking);
  changed[book.part()] = asking.applied(bytes);
  if (editing.has_formulas()) {
    drop_order(*parts, book, changed);
  }
  return repacked(archive, changed);
}

}  // namespace sojourn::documents
