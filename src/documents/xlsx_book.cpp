#include "documents/xlsx_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/date.h"
#include "base/text.h"
#include "documents/xml.h"

namespace sojourn::documents {
namespace {

/// What other archives are, by a part that they have.
void refuse_other_archive(Parts& parts) {
  struct Kind {
    const char* part;
    const char* kind;
  };
  constexpr std::array<Kind, 6> known = {{{"word/document.xml", "a text document (Word)"},
                                          {"ppt/presentation.xml", "a presentation"},
                                          {"xl/workbook.bin", "a workbook of the kind .xlsb"},
                                          {"content.xml", "an OpenDocument file (.ods, .odt)"},
                                          {"docProps/app.xml", ""},
                                          {"_rels/.rels", ""}}};
  for (const Kind& each : known) {
    if (parts.open(each.part)) {
      if (*each.kind != '\0') {
        throw refusal_of_other(base::Sentence(each.kind));
      }
      return;
    }
  }
  throw refusal_of_other("a packed archive (.zip)");
}

[[noreturn]] void refuse_other_program() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This is not a workbook of the kind .xlsx. Open it in a spreadsheet "
                        "program and save it as .xlsx.");
}

[[noreturn]] void refuse_external() {
  throw refusal_of_file(base::Kind::invalid, "workbook_external",
                        "This workbook takes values from other files or from the network. Copy its "
                        "values into a workbook without links.");
}

/// "xl/worksheets/sheet1.xml" from "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml", as seen
/// from a part in `folder`.
std::string part_name(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) {
    return std::string(target.substr(1));
  }
  std::string made(folder);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    made.erase(made.find_last_of('/', made.empty() ? 0 : made.size() - 2) + 1);
  }
  return made + std::string(target);
}

std::string_view last_word(std::string_view type) {
  return type.substr(std::min(type.rfind('/') + 1, type.size()));
}

std::string folder_of(std::string_view part) {
  return std::string(part.substr(0, part.rfind('/') + 1));
}

constexpr bool built_in_date(unsigned id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

}  // namespace

NumberStyle style_of_format(std::string_view code) {
  code = code.substr(0, code.find(';'));  // of numbers that are not below zero
  NumberStyle style;
  if (!code.empty() && code.size() < 20 && code.find_first_not_of('0') == code.npos) {
    style.zeros = code.size() > 1 ? static_cast<std::uint8_t>(code.size()) : std::uint8_t{0};
    return style;
  }
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {  // a colour, a locale; [h] counts hours
      i = std::min(code.find(']', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'G' || c == 'g') {
      if (code.substr(i).size() >= 7) {
        i += 6;  // General
      }
    } else if (std::string_view("yYdDmMhHsS").find(c) != std::string_view::npos) {
      style.date = true;
    }
  }
  return style;
}

std::string escaped(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' &&
                        text[i + 6] == '_' &&
                        text.find_first_not_of("0123456789ABCDEFabcdef", i + 2) == i + 6;
    made += escape ? "_x005F_" : std::string(1, text[i]);
  }
  return made;
}

std::string unescaped(std::string_view text) {
  std::string made;
  while (true) {
    const std::size_t at = text.find("_x");
    if (at == text.npos) {
      return made.append(text);
    }
    const std::string_view digits = text.substr(at + 2, 4);
    std::uint32_t code = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    const bool is_escape = digits.size() == 4 && error == std::errc{} &&
                           stop == digits.data() + 4 && text.substr(at + 6, 1) == "_";
    if (!is_escape || code == 0 || (code >= 0xD800 && code < 0xE000)) {
      made.append(text.substr(0, at + 2));
      text.remove_prefix(at + 2);
      continue;
    }
    made.append(text.substr(0, at));
    if (code < 0x80) {
      made += static_cast<char>(code);
    } else if (code < 0x800) {
      made += static_cast<char>(0xC0U | (code >> 6U));
      made += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      made += static_cast<char>(0xE0U | (code >> 12U));
      made += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
      made += static_cast<char>(0x80U | (code & 0x3FU));
    }
    text.remove_prefix(at + 7);
  }
}

std::vector<Relation> relations_of(Parts& parts, const std::string& part, bool outside) {
  const std::string folder = folder_of(part);
  const auto bytes = parts.open(folder + "_rels/" + part.substr(folder.size()) + ".rels");
  std::vector<Relation> made;
  if (!bytes) {
    return made;
  }
  read_xml(*bytes, {.open =
                        [&](std::string_view name, const Attributes& attributes) {
                          if (name != "Relationship") {
                            return;
                          }
                          if (attributes["TargetMode"] == "External") {
                            if (!outside) {
                              refuse_external();
                            }
                            return;
                          }
                          made.push_back({std::string(attributes["Id"]),
                                          std::string(last_word(attributes["Type"])),
                                          part_name(folder, attributes["Target"])});
                        },
                    .close = {},
                    .text = {}});
  return made;
}

XlsxBook::XlsxBook(Parts& parts, const GridOptions& options) {
  // 1. Where the workbook is.
  const std::vector<Relation> roots = relations_of(parts, "");
  const auto book = std::find_if(roots.begin(), roots.end(), [](const Relation& each) {
    return each.type == "officeDocument";
  });
  if (book == roots.end() || !book->target.ends_with(".xml") || parts.open("word/document.xml") ||
      parts.open("ppt/presentation.xml")) {
    refuse_other_archive(parts);
    refuse_other_program();
  }
  part_ = book->target;
  // 2. What belongs to it, and which sheet is meant.
  relations_ = relations_of(parts, part_);
  for (const Relation& each : relations_) {
    if (each.type == "externalLink" || each.type == "externalLinkPath" ||
        each.type == "connections") {
      refuse_external();
    }
  }
  read_workbook(parts, options);
  // 3. How numbers are shown, and the shared texts.
  read_styles(parts);
  read_texts(parts);
}

void XlsxBook::read_workbook(Parts& parts, const GridOptions& options) {
  const auto bytes = parts.open(part_);
  if (!bytes) {
    refuse_other_program();
  }
  struct Sheet {
    std::string name;
    std::string id;
    bool hidden = false;
  };
  std::vector<Sheet> sheets;
  bool is_workbook = false;
  read_xml(*bytes, {.open =
                        [&](std::string_view name, const Attributes& attributes) {
                          is_workbook = is_workbook || name == "workbook";
                          if (name == "sheet") {
                            sheets.push_back(
                                {std::string(attributes["name"]), std::string(attributes["id"]),
                                 attributes.has("state") && attributes["state"] != "visible"});
                          } else if (name == "workbookPr") {
                            const std::string_view said = attributes["date1904"];
                            since_1904_ = said == "1" || said == "true";
                          }
                        },
                    .close = {},
                    .text = {}});
  std::string names;
  for (const Sheet& each : sheets) {
    const auto relation = std::find_if(relations_.begin(), relations_.end(),
                                       [&](const Relation& one) { return one.id == each.id; });
    if (relation == relations_.end() || relation->type != "worksheet") {
      continue;
    }
    sheets_.push_back({each.name, relation->target, each.hidden});
    names += (names.empty() ? "" : ", ") + base::shorten(each.name);
    const bool meant = options.sheet.empty() ? !each.hidden : each.name == options.sheet;
    if (meant && sheet_part_.empty()) {
      sheet_name_ = each.name;
      sheet_part_ = relation->target;
    }
  }
  if (!is_workbook || names.empty()) {
    refuse_other_program();
  }
  if (sheet_part_.empty()) {
    throw refusal_of_file(
        base::Kind::invalid, "no_such_sheet",
        options.sheet.empty()
            ? base::in_words("All sheets of this workbook are hidden. Name one of them: {}.", names)
            : base::in_words("There is no sheet {}. There are: {}.", base::shorten(options.sheet),
                             names));
  }
}

void XlsxBook::read_styles(Parts& parts) {
  const auto relation = std::find_if(relations_.begin(), relations_.end(),
                                     [](const Relation& one) { return one.type == "styles"; });
  const auto bytes = relation == relations_.end() ? nullptr : parts.open(relation->target);
  if (!bytes) {
    return;
  }
  std::map<unsigned, NumberStyle> own;
  bool in_cells = false;
  read_xml(*bytes,
           {.open =
                [&](std::string_view name, const Attributes& attributes) {
                  const auto id = base::parse_number<unsigned>(attributes["numFmtId"]).value_or(0);
                  if (name == "numFmt") {
                    own[id] = style_of_format(attributes["formatCode"]);
                  } else if (name == "cellXfs") {
                    in_cells = true;
                  } else if (name == "xf" && in_cells) {
                    const auto found = own.find(id);
                    styles_.push_back(found != own.end()
                                          ? found->second
                                          : NumberStyle{.date = built_in_date(id), .zeros = 0});
                  }
                },
            .close = [&](std::string_view name) { in_cells = in_cells && name != "cellXfs"; },
            .text = {}});
}

void XlsxBook::read_texts(Parts& parts) {
  const auto relation = std::find_if(relations_.begin(), relations_.end(), [](const Relation& one) {
    return one.type == "sharedStrings";
  });
  const auto bytes = relation == relations_.end() ? nullptr : parts.open(relation->target);
  if (!bytes) {
    return;
  }
  constexpr std::size_t block = std::size_t{1} << 20U;
  std::string text;
  bool in_text = false;
  int phonetic = 0;  // how kanji are read aloud: not a part of the text
  read_xml(*bytes, {.open =
                        [&](std::string_view name, const Attributes&) {
                          if (name == "si") {
                            text.clear();
                          } else if (name == "rPh") {
                            ++phonetic;
                          } else if (name == "t") {
                            in_text = phonetic == 0;
                          }
                        },
                    .close =
                        [&](std::string_view name) {
                          if (name == "t") {
                            in_text = false;
                          } else if (name == "rPh") {
                            --phonetic;
                          } else if (name == "si") {
                            const std::string whole = unescaped(text);
                            if (blocks_.empty() ||
                                blocks_.back().capacity() - blocks_.back().size() < whole.size()) {
                              blocks_.emplace_back().reserve(std::max(block, whole.size()));
                            }
                            std::string& to = blocks_.back();
                            const std::size_t at = to.size();
                            to += whole;
                            texts_.push_back(std::string_view(to).substr(at));
                          }
                        },
                    .text =
                        [&](std::string_view more) {
                          if (in_text) {
                            text += more;
                          }
                        }});
}

std::optional<std::string_view> XlsxBook::text(std::size_t index) const {
  return index < texts_.size() ? std::optional(texts_[index]) : std::nullopt;
}

std::optional<std::string> XlsxBook::date_text(double serial) const {
  constexpr double last = 2'958'465;  // 9999-12-31
  if (!(serial >= (since_1904_ ? 0 : 1)) || serial > last) {
    return std::nullopt;
  }
  constexpr std::int64_t seconds_a_day = 86'400;
  const auto seconds =
      static_cast<std::int64_t>(std::llround(serial * static_cast<double>(seconds_a_day)));
  const std::int64_t day = seconds / seconds_a_day;
  const std::int64_t rest = seconds % seconds_a_day;
  // Excel believes in a 29 February 1900, its day 60.
  if (!since_1904_ && day == 60) {
    return std::nullopt;
  }
  const base::Date zero = *base::Date::of(since_1904_ ? 1904 : 1899, since_1904_ ? 1 : 12,
                                          since_1904_ ? 1 : (day < 60 ? 31 : 30));
  if (since_1904_ && day > static_cast<std::int64_t>(last) - 1462) {
    return std::nullopt;
  }
  if (day > static_cast<std::int64_t>(last)) {
    return std::nullopt;
  }
  const std::string date = (zero + day).to_text();
  return rest == 0
             ? date
             : fmt::format("{}T{:02}:{:02}:{:02}", date, rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace sojourn::documents
