// Writes values into a sheet of a template, and moves what has to move. See template_sheet.h.
#include <fmt/format.h>

#include <cmath>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/template_sheet.h"

namespace sojourn::documents {
namespace {

constexpr std::size_t longest_text = 32'767;
constexpr std::int64_t exact = std::int64_t{1} << 53U;  ///< a cell's number is a double

[[noreturn]] void refuse_large(const SheetFilling& filling) {
  throw base::Refusal{base::Kind::too_large, "workbook_too_large",
                      base::in_words("Sheet {} becomes larger than {} MiB. Repeat fewer rows, or "
                                     "take a smaller area.",
                                     filling.sheet.name, filling.limits.filled >> 20U)};
}

std::string shown_number(double number) {
  return std::isfinite(number) ? fmt::format("{:.15g}", number) : std::string();
}

std::string shown_money(const base::Money& money) {
  const int decimals = money.currency.decimals();
  double value = static_cast<double>(money.minor);
  for (int i = 0; i < decimals; ++i) {
    value /= 10;
  }
  return fmt::format("{:.{}f}", value, decimals);
}

/// What a cell of nothing but a placeholder becomes: a number, or a text.
struct Shown {
  bool number = false;
  std::string text;
};

class Showing {
 public:
  Showing(const XlsxBook& book, base::Language language, std::optional<std::size_t> style)
      : book_(book), language_(language), style_(style) {}

  Shown operator()(std::monostate) const { return {}; }
  Shown operator()(const std::string& text) const { return {false, text}; }
  Shown operator()(bool value) const {
    return {false, base::Sentence(value ? "yes" : "no").in(language_)};
  }
  Shown operator()(std::int64_t number) const {
    return {number <= exact && number >= -exact, fmt::to_string(number)};
  }
  Shown operator()(double number) const { return {std::isfinite(number), shown_number(number)}; }
  Shown operator()(const base::Date& date) const { return day(date, date.to_text()); }
  Shown operator()(const base::Month& month) const { return day(month.first(), month.to_text()); }
  Shown operator()(const base::Instant& instant) const {
    return day(instant.utc_date(), instant.to_text());
  }
  Shown operator()(const base::Money& money) const { return {true, shown_money(money)}; }

 private:
  /// A number of days where the cell shows one as a date.
  Shown day(const base::Date& date, std::string text) const {
    const base::Date zero = *base::Date::of(
        book_.since_1904() ? 1904 : 1899, book_.since_1904() ? 1 : 12, book_.since_1904() ? 1 : 30);
    const auto serial = static_cast<std::int64_t>(date - zero);
    constexpr std::int64_t first_right = 61;  // Excel believes in a 29 February 1900
    if (style_ && book_.style(*style_).date && serial >= first_right) {
      return {true, fmt::to_string(serial)};
    }
    return {false, std::move(text)};
  }

  const XlsxBook& book_;
  base::Language language_;
  std::optional<std::size_t> style_;  ///< of the cell, where the value stands alone in it
};

class Filling {
 public:
  explicit Filling(const SheetFilling& all)
      : all_(all), sheet_(all.sheet), bytes_(all.sheet.bytes) {
    const auto found = all.maps.find(sheet_.name);
    if (found != all.maps.end()) {
      map_ = found->second;
    }
    for (const auto& [name, map] : all.maps) {
      moves_ = moves_ || !map.unmoved();
    }
  }

  std::string run() {
    find_masters();
    Edits edits;
    // 1. The rows.
    std::size_t size = bytes_.size();
    for (const RowAt& row : sheet_.rows) {
      if (!row.special && map_.unmoved()) {
        continue;
      }
      std::string made;
      for (std::uint32_t copy = 0; copy < map_.copies(row.number); ++copy) {
        made += row_copy(row, copy);
        if (size + made.size() > all_.limits.filled) {
          refuse_large(all_);
        }
      }
      size += made.size();
      edits.replace(row.whole, std::move(made));
    }
    // 2. What stands beside them.
    if (moves_) {
      move_places(edits);
    }
    return edits.applied(bytes_);
  }

 private:
  /// Where each group of shared formulas is written.
  struct Master {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    std::string text;
  };

  void find_masters() {
    if (!moves_) {
      return;
    }
    for (const RowAt& row : sheet_.rows) {
      for (std::size_t c = row.first_cell; c < row.last_cell; ++c) {
        const CellAt& cell = sheet_.cells[c];
        if (!cell.special) {
          continue;
        }
        const auto& formula = sheet_.specials[*cell.special].formula;
        if (formula && formula->type == "shared" && !formula->text.empty()) {
          masters_.emplace(formula->group, Master{row.number, cell.column, formula->text});
        }
      }
    }
  }

  std::string row_copy(const RowAt& row, std::uint32_t copy) {
    const std::uint32_t number = map_.first(row.number) + copy;
    const auto list = all_.lists.find(row.number);
    const std::vector<Cell>* item = nullptr;
    if (list != all_.lists.end() && copy < all_.values.lists[list->second].size()) {
      item = &all_.values.lists[list->second][copy];
    }
    Edits edits;
    if (row.reference && number != row.number) {
      edits.replace(*row.reference, fmt::to_string(number));
    }
    for (std::size_t c = row.first_cell; c < row.last_cell; ++c) {
      const CellAt& cell = sheet_.cells[c];
      if (cell.special) {
        edits.replace(cell.whole, special_cell(row, cell, number, copy, item));
      } else if (cell.reference && number != row.number) {
        edits.replace(*cell.reference, column_letters(cell.column) + fmt::to_string(number));
      }
    }
    return edits.applied(bytes_, row.whole);
  }

  std::string special_cell(const RowAt& row, const CellAt& cell, std::uint32_t number,
                           std::uint32_t copy, const std::vector<Cell>* item) const {
    const SpecialCell& special = sheet_.specials[*cell.special];
    const std::string& prefix = special.prefix;
    std::string tag = fmt::format("<{}c r=\"{}{}\"", prefix, column_letters(cell.column), number);
    if (special.formula) {
      for (const auto& [name, value] : special.attributes) {
        tag += fmt::format(" {}=\"{}\"", name, as_xml(value));
      }
      return fmt::format("{}>{}</{}c>", tag, formula(row, cell, special, copy), prefix);
    }
    for (const auto& [name, value] : special.attributes) {
      if (name == "s") {
        tag += fmt::format(" s=\"{}\"", as_xml(value));
      }
    }
    const Shown shown = text_of(special, item);
    if (shown.text.empty()) {
      return tag + "/>";
    }
    if (shown.number) {
      return fmt::format("{}><{}v>{}</{}v></{}c>", tag, prefix, shown.text, prefix, prefix);
    }
    if (shown.text.size() > longest_text) {
      throw base::Refusal{
          base::Kind::too_large, "xlsx.text",
          base::in_words("Cell {} would hold more than 32,767 characters, more than a cell of XLSX "
                         "can.",
                         sheet_.name + "!" + column_letters(cell.column) + fmt::to_string(number))};
    }
    return fmt::format(
        "{0} t=\"inlineStr\"><{1}is><{1}t xml:space=\"preserve\">{2}</{1}t></{1}is></{1}c>", tag,
        prefix, as_xml(escaped(shown.text)));
  }

  Shown text_of(const SpecialCell& special, const std::vector<Cell>* item) const {
    const auto value = [&](const std::string& name) -> Cell {
      if (const auto figure = all_.values.figures.find(name); figure != all_.values.figures.end()) {
        return figure->second;
      }
      const auto column = all_.values.columns.find(name);
      base::ensure(column != all_.values.columns.end(), "every placeholder has a value");
      return item == nullptr ? Cell() : item->at(column->second.column);
    };
    if (special.pieces.size() == 1) {
      Shown shown = std::visit(Showing(all_.book, all_.values.language, special.style),
                               value(special.pieces.front().text));
      if (!shown.number) {
        shown.text = guarded(shown.text);
      }
      return shown;
    }
    Shown made;
    for (const TextPiece& piece : special.pieces) {
      made.text += piece.placeholder
                       ? std::visit(Showing(all_.book, all_.values.language, std::nullopt),
                                    value(piece.text))
                             .text
                       : piece.text;
    }
    if (special.pieces.front().placeholder &&
        std::holds_alternative<std::string>(value(special.pieces.front().text))) {
      made.text = guarded(made.text);
    }
    return made;
  }

  std::string formula(const RowAt& row, const CellAt& cell, const SpecialCell& special,
                      std::uint32_t copy) const {
    const FormulaAt& formula = *special.formula;
    if (!moves_) {
      return std::string(formula.whole.of(bytes_));
    }
    std::string text = formula.text;
    std::string attributes;
    if (formula.type == "shared") {
      if (text.empty()) {
        const auto master = masters_.find(formula.group);
        if (master != masters_.end()) {
          text = copied_formula(master->second.text,
                                static_cast<std::int64_t>(row.number) - master->second.row,
                                static_cast<std::int64_t>(cell.column) - master->second.column);
        }
      }
    } else if (formula.type == "array") {
      // One of a row that is repeated is its copy's own.
      const std::string ref =
          map_.copies(row.number) > 1
              ? column_letters(cell.column) + fmt::to_string(map_.first(row.number) + copy)
              : moved_ranges(formula.ref, map_);
      attributes = fmt::format(" t=\"array\" ref=\"{}\"", as_xml(ref));
    } else if (formula.type == "dataTable") {
      return std::string(formula.whole.of(bytes_));
    }
    const std::optional<Repeated> repeated =
        map_.copies(row.number) > 1 ? std::optional(Repeated{row.number, copy}) : std::nullopt;
    return fmt::format("<{0}f{1}>{2}</{0}f>", special.prefix, attributes,
                       as_xml(moved_formula(text, sheet_.name, all_.maps, repeated)));
  }

  void move_places(Edits& edits) const {
    std::size_t merges = 0;
    for (const MovedPlace& place : sheet_.places) {
      switch (place.kind) {
        case MovedPlace::Kind::ranges:
          edits.replace(place.where, as_xml(moved_ranges(place.value, map_)));
          break;
        case MovedPlace::Kind::cell:
          edits.replace(place.where, as_xml(moved_formula(place.value, sheet_.name, all_.maps)));
          break;
        case MovedPlace::Kind::row:
          if (const auto row = base::parse_number<std::uint32_t>(place.value); row && *row > 0) {
            edits.replace(place.where, fmt::to_string(map_.last(*row)));
          }
          break;
        case MovedPlace::Kind::formula:
          edits.replace(place.where, as_xml(moved_formula(place.value, sheet_.name, all_.maps)));
          break;
        case MovedPlace::Kind::merge: {
          const std::vector<std::string> all = moved_merge(place.value);
          merges += all.size();
          std::string made;
          for (const std::string& each : all) {
            made += fmt::format("<{}mergeCell ref=\"{}\"/>", place.prefix, as_xml(each));
          }
          edits.replace(place.where, std::move(made));
        }
      }
    }
    if (sheet_.merge_count) {
      edits.replace(*sheet_.merge_count, fmt::to_string(merges));
    }
  }

  /// One within a row that is repeated is repeated with it.
  std::vector<std::string> moved_merge(const std::string& range) const {
    const RowSpan rows = rows_of_range(range);
    if (rows.first == 0 || rows.first != rows.last || map_.copies(rows.first) == 1) {
      return {moved_ranges(range, map_)};
    }
    std::vector<std::string> made;
    for (std::uint32_t copy = 0; copy < map_.copies(rows.first); ++copy) {
      made.push_back(moved_formula(range, sheet_.name, all_.maps, Repeated{rows.first, copy}));
    }
    return made;
  }

  const SheetFilling& all_;
  const SheetAt& sheet_;
  std::string_view bytes_;
  RowMap map_;
  bool moves_ = false;  ///< some row of some sheet
  std::map<std::string, Master> masters_;
};

}  // namespace

std::string filled_sheet(const SheetFilling& filling) { return Filling(filling).run(); }

}  // namespace sojourn::documents
