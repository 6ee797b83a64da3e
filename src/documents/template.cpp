// Workbooks of an office, filled. See template.h; sheets are in template_read.cpp and
// template_fill.cpp.
#include "documents/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/reckon_anew.h"
#include "documents/template_sheet.h"

namespace sojourn::documents {
namespace {

std::string bytes_of_source(const GridSource& source, std::size_t most) {
  if (!is_archive(source)) {
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "A template is a workbook of the kind .xlsx. This is none.");
  }
  std::string made;
  ByteStream stream(source);
  for (std::string_view bytes = stream.read(); !bytes.empty(); bytes = stream.read()) {
    made += bytes;
    if (made.size() > most) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            base::in_words("A template has at most {} MiB.", most >> 20U));
    }
  }
  return made;
}

/// A part of which the texts of some elements and the values of some attributes move with rows.
struct MovingPart {
  std::function<bool(const Element& element)> text;
  std::function<std::string(const std::string& text)> move_text;
  std::function<bool(const Element& element)> ranges;  ///< of its attribute ref
};

std::string moved_part(std::string_view bytes, const MovingPart& how, const RowMap* map) {
  Edits edits;
  read_elements(bytes, {.open =
                            [&](const std::vector<Element>& path, const Attributes& attributes) {
                              const Element& element = path.back();
                              if (map != nullptr && how.ranges && how.ranges(element)) {
                                if (const auto where = attribute_at(bytes, element.tag, "ref")) {
                                  edits.replace(*where,
                                                as_xml(moved_ranges(attributes["ref"], *map)));
                                }
                              }
                            },
                        .close =
                            [&](const std::vector<Element>& path) {
                              const Element& element = path.back();
                              if (how.text && how.text(element)) {
                                edits.replace(element.inside, as_xml(how.move_text(element.text)));
                              }
                            }});
  return edits.applied(bytes);
}

/// Where notes are, in a part that is often no XML: <x:Row>4</x:Row>, counted from 0.
std::string moved_notes(std::string_view bytes, const RowMap& map) {
  constexpr std::string_view open = "<x:Row>";
  std::string made;
  while (true) {
    const std::size_t at = bytes.find(open);
    const std::size_t end = at == bytes.npos ? bytes.npos : bytes.find('<', at + open.size());
    if (end == bytes.npos) {
      return made.append(bytes);
    }
    const std::size_t digits = at + open.size();
    const auto row = base::parse_number<std::uint32_t>(bytes.substr(digits, end - digits));
    made.append(bytes.substr(0, digits));
    made += row ? fmt::to_string(map.first(*row + 1) - 1)
                : std::string(bytes.substr(digits, end - digits));
    bytes.remove_prefix(end);
  }
}

}  // namespace

struct Template::Book {
  Book(const GridSource& source, const TemplateLimits& asked)
      : limits(asked),
        archive(bytes_of_source(source, asked.bytes)),
        parts(zip_parts({.name = source.name, .bytes = archive}, limits.grid)),
        book(*parts, {.sheet = {}, .limits = limits.grid}) {
    for (const Relation& each : book.relations()) {
      if (each.type == "vbaProject") {
        throw refusal_of_file(base::Kind::invalid, "workbook_macros",
                              "This workbook holds a program (macros). Save it as .xlsx without "
                              "them.");
      }
    }
    std::vector<base::Fault> faults;
    std::size_t cells_left = limits.cells;
    for (const SheetPart& each : book.sheets()) {
      auto bytes = bytes_of(*parts, each.part);
      if (!bytes) {
        throw refusal_of_file(base::Kind::invalid, "not_workbook",
                              "This workbook is damaged. Open it in a spreadsheet program and save "
                              "it again as .xlsx.");
      }
      sheets.push_back(
          read_sheet(each, *std::move(bytes), book, limits, cells_left, placeholders, faults));
    }
    refuse(std::move(faults));
  }

  static void refuse(std::vector<base::Fault> faults) {
    if (!faults.empty()) {
      throw base::Refusal{base::Kind::invalid, "template",
                          "The template cannot be filled as it is.", std::move(faults)};
    }
  }

  /// Which list repeats each row of the sheet.
  std::map<std::uint32_t, std::size_t> lists_of(const SheetAt& sheet, const TemplateValues& values,
                                                std::vector<base::Fault>& faults) const {
    std::map<std::uint32_t, std::size_t> made;
    for (const RowAt& row : sheet.rows) {
      for (std::size_t c = row.first_cell; row.special && c < row.last_cell; ++c) {
        const CellAt& cell = sheet.cells[c];
        if (!cell.special) {
          continue;
        }
        for (const TextPiece& piece : sheet.specials[*cell.special].pieces) {
          const auto column =
              piece.placeholder ? values.columns.find(piece.text) : values.columns.end();
          if (column == values.columns.end()) {
            continue;
          }
          const auto [known, fresh] = made.emplace(row.number, column->second.list);
          if (!fresh && known->second != column->second.list) {
            faults.push_back({.where = fmt::format("{}!{}{}", sheet.name,
                                                   column_letters(cell.column), row.number),
                              .code = "two_lists",
                              .value = piece.text,
                              .detail = "A row is repeated for one list. This column is of another "
                                        "list than those before it in the row: give it a row of "
                                        "its own."});
          }
        }
      }
    }
    if (made.size() > limits.repeated_rows) {
      throw refusal_of_file(
          base::Kind::too_large, "workbook_too_large",
          base::in_words("Sheet {} repeats more than {} rows.", sheet.name, limits.repeated_rows));
    }
    return made;
  }

  RowMap map_of(const SheetAt& sheet, const std::map<std::uint32_t, std::size_t>& lists,
                const TemplateValues& values) const {
    constexpr std::size_t most_rows = 1'048'576;
    RowMap map;
    std::size_t rows = sheet.rows.empty() ? 0 : sheet.rows.back().number;
    for (const auto& [row, list] : lists) {
      rows += values.lists[list].size();
      if (rows > most_rows) {
        throw base::Refusal{
            base::Kind::too_large, "xlsx.rows",
            base::in_words("Sheet {} would have more than 1,048,576 rows.", sheet.name)};
      }
      map.repeat(row, static_cast<std::uint32_t>(values.lists[list].size()));
    }
    return map;
  }

  /// What else lies on a sheet whose rows move.
  void move_beside(const SheetAt& sheet, const RowMap& map, ChangedParts& changed,
                   std::vector<base::Fault>& faults) const {
    const auto cannot = [&](base::Sentence detail) {
      faults.push_back(
          {.where = sheet.name, .code = "cannot_move", .value = {}, .detail = std::move(detail)});
    };
    if (sheet.has_data_table) {
      cannot(
          "This sheet has a what-if data table, which does not move with rows. Put the repeated "
          "row on another sheet.");
    }
    for (const Relation& each : relations_of(*parts, sheet.part, true)) {
      const auto bytes = [&] { return bytes_of(*parts, each.target).value_or(""); };
      if (each.type == "pivotTable") {
        cannot(
            "This sheet has a pivot table, which does not move with rows. Put it, or the "
            "repeated row, on another sheet.");
      } else if (each.type == "table") {
        changed[each.target] = moved_part(
            bytes(),
            {.text = {},
             .move_text = {},
             .ranges =
                 [](const Element& e) { return e.name == "table" || e.name == "autoFilter"; }},
            &map);
      } else if (each.type == "comments") {
        changed[each.target] =
            moved_part(bytes(),
                       {.text = {},
                        .move_text = {},
                        .ranges = [](const Element& e) { return e.name == "comment"; }},
                       &map);
      } else if (each.type == "vmlDrawing") {
        changed[each.target] = moved_notes(bytes(), map);
      } else if (each.type == "drawing") {
        changed[each.target] =
            moved_part(bytes(),
                       {.text = [](const Element& e) { return e.name == "row"; },
                        .move_text =
                            [&](const std::string& text) {
                              const auto row = base::parse_number<std::uint32_t>(base::trim(text));
                              return row ? fmt::to_string(map.first(*row + 1) - 1) : text;
                            },
                        .ranges = {}},
                       nullptr);
      }
    }
  }

  /// Charts of any sheet may show rows of one that moves.
  void move_charts(const RowMaps& maps, ChangedParts& changed) const {
    std::set<std::string> charts;
    for (const SheetAt& sheet : sheets) {
      for (const Relation& each : relations_of(*parts, sheet.part, true)) {
        if (each.type != "drawing") {
          continue;
        }
        for (const Relation& one : relations_of(*parts, each.target, true)) {
          if (one.type == "chart" || one.type == "chartEx") {
            charts.insert(one.target);
          }
        }
      }
    }
    for (const std::string& chart : charts) {
      if (const auto bytes = bytes_of(*parts, chart)) {
        changed[chart] = moved_part(
            *bytes,
            {.text = [](const Element& e) { return e.name == "f"; },
             .move_text = [&](const std::string& text) { return moved_formula(text, "", maps); },
             .ranges = {}},
            nullptr);
      }
    }
  }

  /// Names move with rows, and everything is reckoned anew when the workbook is opened.
  void write_book(const RowMaps& maps, bool formulas, ChangedParts& changed) const {
    const std::string bytes = bytes_of(*parts, book.part()).value_or("");
    Edits edits;
    const auto close = [&](const std::vector<Element>& path) {
      const Element& element = path.back();
      if (element.name == "definedName" && !maps.empty()) {
        edits.replace(element.inside, as_xml(moved_formula(element.text, "", maps)));
      }
    };
    read_elements(bytes, {.open = {}, .close = close});
    if (formulas) {
      ask_to_reckon(bytes, edits);
    }
    if (!edits.empty()) {
      changed[book.part()] = edits.applied(bytes);
    }
  }

  std::string filled(const TemplateValues& values) {
    parts = zip_parts({.name = {}, .bytes = archive}, limits.grid);  // counted anew
    // 1. Which rows are repeated, and where all rows are then.
    std::vector<base::Fault> faults;
    std::vector<std::map<std::uint32_t, std::size_t>> lists;
    RowMaps maps;
    bool formulas = false;
    for (const SheetAt& sheet : sheets) {
      lists.push_back(lists_of(sheet, values, faults));
      RowMap map = map_of(sheet, lists.back(), values);
      if (!map.unmoved()) {
        maps.emplace(sheet.name, std::move(map));
      }
      formulas = formulas || sheet.has_formulas;
    }
    // 2. The sheets, and what lies on those whose rows move.
    ChangedParts changed;
    for (std::size_t s = 0; s < sheets.size(); ++s) {
      const SheetAt& sheet = sheets[s];
      if (const auto map = maps.find(sheet.name); map != maps.end()) {
        move_beside(sheet, map->second, changed, faults);
      }
      if (!sheet.specials.empty() || maps.contains(sheet.name) || !maps.empty()) {
        changed[sheet.part] = filled_sheet({.sheet = sheet,
                                            .book = book,
                                            .values = values,
                                            .limits = limits,
                                            .maps = maps,
                                            .lists = lists[s]});
      }
    }
    refuse(std::move(faults));
    // 3. The workbook.
    if (!maps.empty()) {
      move_charts(maps, changed);
    }
    write_book(maps, formulas, changed);
    if (formulas) {
      drop_order(*parts, book, changed);
    }
    return repacked(archive, changed);
  }

  TemplateLimits limits;
  std::string archive;
  std::unique_ptr<Parts> parts;
  XlsxBook book;
  std::vector<SheetAt> sheets;
  std::vector<Placeholder> placeholders;
};

Template::Template(const GridSource& source, const TemplateLimits& limits)
    : book_(std::make_unique<Book>(source, limits)) {}

Template::~Template() = default;

const std::vector<Placeholder>& Template::placeholders() const { return book_->placeholders; }

std::string Template::filled(const TemplateValues& values) const { return book_->filled(values); }

}  // namespace sojourn::documents
