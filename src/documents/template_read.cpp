// Reads a sheet of a template. See template_sheet.h. The format: ECMA-376, part 1, 18.3.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "documents/template_sheet.h"

namespace sojourn::documents {
namespace {

constexpr std::uint32_t most_columns = 16'384;

[[noreturn]] void refuse_damaged() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

std::optional<std::uint32_t> column_of(std::string_view cell) {
  std::uint32_t column = 0;
  std::size_t letters = 0;
  for (; letters < cell.size() && cell[letters] >= 'A' && cell[letters] <= 'Z' && letters < 3;
       ++letters) {
    column = column * 26 + static_cast<std::uint32_t>(cell[letters] - 'A') + 1;
  }
  return letters == 0 || column > most_columns ? std::nullopt : std::optional(column - 1);
}

bool is_header(std::string_view name) {
  constexpr std::array<std::string_view, 6> all = {"oddHeader",  "oddFooter",   "evenHeader",
                                                   "evenFooter", "firstHeader", "firstFooter"};
  return std::find(all.begin(), all.end(), name) != all.end();
}

bool is_formula_element(std::string_view name) {
  return name == "f" || name == "formula" || name == "formula1" || name == "formula2";
}

class Reading {
 public:
  Reading(SheetAt& sheet, const XlsxBook& book, const TemplateLimits& limits,
          std::size_t& cells_left, std::vector<Placeholder>& placeholders,
          std::vector<base::Fault>& faults)
      : sheet_(sheet),
        book_(book),
        limits_(limits),
        cells_left_(cells_left),
        placeholders_(placeholders),
        faults_(faults) {}

  void run() {
    read_elements(sheet_.bytes,
                  {.open = [this](const std::vector<Element>& path,
                                  const Attributes& attributes) { open(path, attributes); },
                   .close = [this](const std::vector<Element>& path) { close(path); }});
  }

 private:
  void open(const std::vector<Element>& path, const Attributes& attributes) {
    const Element& element = path.back();
    if (element.name == "sheetData") {
      in_data_ = true;
    } else if (in_data_ && element.name == "row") {
      open_row(element, attributes);
    } else if (in_data_ && element.name == "c") {
      open_cell(element, attributes);
    } else if (in_data_ && element.name == "f") {
      formula_ = FormulaAt{.whole = {},
                           .text = {},
                           .type = std::string(attributes["t"]),
                           .ref = std::string(attributes["ref"]),
                           .group = std::string(attributes["si"])};
      sheet_.has_data_table = sheet_.has_data_table || formula_->type == "dataTable";
    } else if (element.name == "rPh") {
      ++phonetic_;
    } else if (!in_data_) {
      open_other(element, attributes);
    }
  }

  void open_row(const Element& element, const Attributes& attributes) {
    RowAt row;
    const auto said = base::parse_number<std::uint32_t>(attributes["r"]);
    row.number = said.value_or(last_row_ + 1);
    if (row.number <= last_row_) {
      refuse_damaged();
    }
    if (row.number > limits_.grid.rows) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            base::in_words("Row {} is beyond what is taken: at most {} rows.",
                                           row.number, limits_.grid.rows));
    }
    last_row_ = row.number;
    row.reference = attribute_at(sheet_.bytes, element.tag, "r");
    row.first_cell = sheet_.cells.size();
    next_column_ = 0;
    sheet_.rows.push_back(row);
  }

  void open_cell(const Element& element, const Attributes& attributes) {
    if (sheet_.rows.empty() || cells_left_-- == 0) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            base::in_words("This workbook holds more than {} cells, which no "
                                           "template needs. Take the filled rows out.",
                                           limits_.cells));
    }
    CellAt cell;
    cell.column = column_of(attributes["r"]).value_or(next_column_);
    next_column_ = cell.column + 1;
    cell.reference = attribute_at(sheet_.bytes, element.tag, "r");
    sheet_.cells.push_back(cell);
    special_ = {};
    special_.prefix = element.prefix;
    special_.style = base::parse_number<std::size_t>(attributes["s"]).value_or(0);
    for (const std::string_view name : {"s", "cm", "vm", "ph"}) {
      if (attributes.has(name)) {
        special_.attributes.emplace_back(name, attributes[name]);
      }
    }
    type_ = attributes["t"];
    text_.clear();
    formula_.reset();
  }

  void open_other(const Element& element, const Attributes& attributes) {
    const auto place = [&](MovedPlace::Kind kind, std::string_view attribute) {
      if (const auto where = attribute_at(sheet_.bytes, element.tag, attribute)) {
        sheet_.places.push_back({kind, *where, std::string(attributes[attribute]), {}});
      }
    };
    if (element.name == "mergeCells") {
      sheet_.merge_count = attribute_at(sheet_.bytes, element.tag, "count");
    } else if (element.name == "mergeCell") {
      merge_ = attributes["ref"];
    } else if (element.name == "brk") {
      if (in_row_breaks_) {
        place(MovedPlace::Kind::row, "id");
      }
    } else if (element.name == "rowBreaks") {
      in_row_breaks_ = true;
    } else if (element.name != "tablePart" && element.name != "legacyDrawing") {
      place(MovedPlace::Kind::ranges, "ref");
      place(MovedPlace::Kind::ranges, "sqref");
      place(MovedPlace::Kind::cell, "activeCell");
      place(MovedPlace::Kind::cell, "topLeftCell");
    }
  }

  void close(const std::vector<Element>& path) {
    const Element& element = path.back();
    if (element.name == "rPh") {
      --phonetic_;
    } else if (!in_data_) {
      close_other(element);
    } else if (element.name == "sheetData") {
      in_data_ = false;
    } else if (element.name == "row") {
      sheet_.rows.back().whole = element.whole;
      sheet_.rows.back().last_cell = sheet_.cells.size();
    } else if (element.name == "c") {
      close_cell(element);
    } else if (element.name == "f" && formula_) {
      formula_->whole = element.whole;
      formula_->text = element.text;
    } else if (element.name == "t" && phonetic_ == 0) {
      text_ += element.text;
    } else if (element.name == "v") {
      text_ = element.text;
    }
  }

  void close_cell(const Element& element) {
    CellAt& cell = sheet_.cells.back();
    cell.whole = element.whole;
    const std::uint32_t row = sheet_.rows.back().number;
    const std::string where = column_letters(cell.column) + std::to_string(row);
    if (formula_) {
      if (formula_->text.find("{{") != std::string::npos) {
        add_fault(where, "placeholder_in_formula", formula_->text,
                  "A placeholder works in the text of a cell, not in a formula. Give it a cell of "
                  "its own, and let the formula refer to that.");
      }
      special_.formula = std::move(formula_);
      sheet_.has_formulas = true;
      keep_special(cell);
    } else if (type_ == "s" || type_ == "inlineStr" || type_ == "str") {
      std::string text = text_;
      if (type_ == "s") {
        const auto index = base::parse_number<std::size_t>(base::trim(text));
        text = index ? book_.text(*index).value_or("") : "";
      } else {
        text = unescaped(text);
      }
      bool open = false;
      auto pieces = pieces_of_template(text, open);
      if (open) {
        add_fault(where, "placeholder_open", text,
                  base::in_words("This begins a placeholder and does not end it. It is written {}.",
                                 "{{name}}"));
      }
      if (!pieces) {
        return;
      }
      for (const TextPiece& piece : *pieces) {
        if (piece.placeholder) {
          placeholders_.push_back({sheet_.name, where, piece.text});
        }
      }
      if (placeholders_.size() > limits_.placeholders) {
        throw refusal_of_file(
            base::Kind::too_large, "workbook_too_large",
            base::in_words("This workbook holds more than {} placeholders.", limits_.placeholders));
      }
      special_.pieces = *std::move(pieces);
      keep_special(cell);
    }
  }

  void keep_special(CellAt& cell) {
    cell.special = sheet_.specials.size();
    sheet_.specials.push_back(std::move(special_));
    sheet_.rows.back().special = true;
  }

  void close_other(const Element& element) {
    if (element.name == "mergeCell") {
      sheet_.places.push_back(
          {MovedPlace::Kind::merge, element.whole, std::move(merge_), element.prefix});
    } else if (element.name == "rowBreaks") {
      in_row_breaks_ = false;
    } else if (is_formula_element(element.name)) {
      sheet_.places.push_back({MovedPlace::Kind::formula, element.inside, element.text, {}});
    } else if (element.name == "sqref") {
      sheet_.places.push_back({MovedPlace::Kind::ranges, element.inside, element.text, {}});
    } else if (is_header(element.name) && element.text.find("{{") != std::string::npos) {
      add_fault(element.name, "placeholder_in_header", element.text,
                "A placeholder works in cells only, not in a header or a footer.");
    }
  }

  void add_fault(const std::string& where, std::string code, std::string_view value,
                 base::Sentence detail) {
    faults_.push_back({.where = sheet_.name + "!" + where,
                       .code = std::move(code),
                       .value = base::shorten(value),
                       .detail = std::move(detail)});
  }

  SheetAt& sheet_;
  const XlsxBook& book_;
  const TemplateLimits& limits_;
  std::size_t& cells_left_;
  std::vector<Placeholder>& placeholders_;
  std::vector<base::Fault>& faults_;
  bool in_data_ = false;
  bool in_row_breaks_ = false;
  int phonetic_ = 0;
  std::uint32_t last_row_ = 0;
  std::uint32_t next_column_ = 0;
  // Of the cell that is open.
  SpecialCell special_;
  std::string type_;
  std::string text_;
  std::optional<FormulaAt> formula_;
  std::string merge_;
};

}  // namespace

std::optional<std::vector<TextPiece>> pieces_of_template(std::string_view text, bool& open) {
  open = false;
  // In Chinese they are often typed full-width.
  std::string plain(text);
  if (text.find("｛｛") != text.npos) {
    plain = base::replaced(base::replaced(text, "｛｛", "{{"), "｝｝", "}}");
  }
  std::vector<TextPiece> made;
  bool any = false;
  std::string_view rest = plain;
  while (true) {
    const std::size_t begin = rest.find("{{");
    if (begin == rest.npos) {
      break;
    }
    const std::size_t end = rest.find("}}", begin + 2);
    if (end == rest.npos) {
      open = true;
      break;
    }
    if (begin > 0) {
      made.push_back({false, std::string(rest.substr(0, begin))});
    }
    made.push_back({true, std::string(base::trim(rest.substr(begin + 2, end - begin - 2)))});
    any = true;
    rest.remove_prefix(end + 2);
  }
  if (!any) {
    return std::nullopt;
  }
  if (!rest.empty()) {
    made.push_back({false, std::string(rest)});
  }
  return made;
}

SheetAt read_sheet(const SheetPart& about, std::string bytes, const XlsxBook& book,
                   const TemplateLimits& limits, std::size_t& cells_left,
                   std::vector<Placeholder>& placeholders, std::vector<base::Fault>& faults) {
  SheetAt made;
  made.name = about.name;
  made.part = about.part;
  made.bytes = std::move(bytes);
  Reading(made, book, limits, cells_left, placeholders, faults).run();
  return made;
}

}  // namespace sojourn::documents
