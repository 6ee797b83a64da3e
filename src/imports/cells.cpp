#include "imports/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/language.h"
#include "base/text.h"
#include "documents/table.h"

namespace sojourn::imports {
namespace {

using Kind = documents::GridCell::Kind;

/// Spaces that are not of ASCII: no-break, full-width, zero-width, and the mark of UTF-8.
constexpr std::array<std::string_view, 5> wide_spaces = {"\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B",
                                                         "\xEF\xBB\xBF", "\xE2\x80\x8E"};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// In CSV the errors of formulas are texts.
bool is_error(const CellText& cell) {
  constexpr std::array<std::string_view, 8> errors = {"#N/A",  "#REF!",  "#VALUE!", "#NAME?",
                                                      "#NUM!", "#NULL!", "#DIV/0!", "#SPILL!"};
  const std::string_view text = cleaned(cell.text);
  return cell.kind == Kind::error ||
         (text.starts_with('#') && std::find(errors.begin(), errors.end(), text) != errors.end());
}

CellFault error_in_cell(const CellText& cell) {
  if (cell.text.empty()) {
    return {"no_value",
            "This is a formula whose value is not in the file. Open the workbook in a spreadsheet "
            "program, save it, and send it again."};
  }
  return {"cell_error", "This is an error of a formula. Put it right, or leave the cell empty."};
}

/// The digits and words of a date, whatever parts them; nothing for signs that no date has.
std::optional<std::vector<std::string>> pieces_of_date(std::string_view text) {
  std::string plain = base::replaced(base::replaced(text, "年", "-"), "月", "-");
  plain = base::replaced(base::replaced(plain, "日", " "), "号", " ");
  std::vector<std::string> pieces;
  bool open = false;
  for (const char c : plain) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!digit && !letter) {
      if (std::string_view("-/., ").find(c) == std::string_view::npos) {
        return std::nullopt;
      }
      open = false;
      continue;
    }
    const bool was_digit = open && pieces.back().back() >= '0' && pieces.back().back() <= '9';
    if (!open || was_digit != digit) {
      pieces.emplace_back();
      open = true;
    }
    pieces.back() += letter && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pieces;
}

/// 1 to 12 for "march", "mar"; 0 for no month.
int month_called(std::string_view word) {
  constexpr std::array<std::string_view, 12> months = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (word.size() >= 3 && months.at(i).starts_with(word)) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

CellFault no_date() { return {"not_date", "This is not a day. Write it as 2026-11-25."}; }

CellValue<base::Date> day_of(int year, int month, int day) {
  // A digit too few or wrong: nothing that is kept here lies so far away.
  constexpr int first_year = 1900;
  constexpr int last_year = 2100;
  if (year < first_year || year > last_year) {
    return {{},
            CellFault{"odd_year", base::in_words("Is the year right? Days here are of the years {} "
                                                 "to {}, written as 2026-11-25.",
                                                 first_year, last_year)}};
  }
  const auto date = base::Date::of(year, month, day);
  return date ? CellValue<base::Date>{date, {}} : CellValue<base::Date>{{}, no_date()};
}

CellValue<base::Date> date_in_words(std::string_view text) {
  auto pieces = pieces_of_date(text);
  if (!pieces) {
    return {{}, no_date()};
  }
  // A month by its name stands first or second, the year last.
  if (pieces->size() == 3 && !is_digits((*pieces)[0])) {
    std::swap((*pieces)[0], (*pieces)[1]);
  }
  if (pieces->size() == 3 && !is_digits((*pieces)[1])) {
    const int month = month_called((*pieces)[1]);
    const auto day = base::parse_number<int>((*pieces)[0]);
    const auto year = base::parse_number<int>((*pieces)[2]);
    return month > 0 && day && year && (*pieces)[2].size() == 4
               ? day_of(*year, month, *day)
               : CellValue<base::Date>{{}, no_date()};
  }
  if (pieces->size() == 1 && (*pieces)[0].size() == 8) {
    const std::string all = (*pieces)[0];
    pieces->assign({all.substr(0, 4), all.substr(4, 2), all.substr(6, 2)});
  }
  if (pieces->size() != 3) {
    return {{}, no_date()};
  }
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = base::parse_number<int>((*pieces)[i]);
    if (!number) {
      return {{}, no_date()};
    }
    numbers.at(i) = *number;
  }
  const auto [a, b, c] = numbers;
  if ((*pieces)[0].size() == 4) {
    return day_of(a, b, c);
  }
  if ((*pieces)[2].size() != 4) {
    return {{},
            CellFault{"two_digit_year",
                      "Which century is meant? Write the year with four "
                      "digits: 2026-11-25."}};
  }
  if (a != b && a >= 1 && a <= 12 && b >= 1 && b <= 12) {
    const auto first = base::Date::of(c, b, a);
    const auto second = base::Date::of(c, a, b);
    if (!first || !second) {
      return {{}, no_date()};
    }
    return {{},
            CellFault{"ambiguous_date",
                      base::in_words("Which day is meant, {} or {}? Write it in this form.",
                                     first->to_text(), second->to_text()),
                      {first->to_text(), second->to_text()}}};
  }
  return a > 12 ? day_of(c, b, a) : day_of(c, a, b);
}

}  // namespace

CellFault twice(std::uint32_t row) {
  return {
      "twice",
      base::in_words("Row {} is about the same. Which one is right? Leave one of them out.", row),
      {},
      row};
}

std::string_view cleaned(std::string_view text) {
  while (true) {
    const std::string_view before = text;
    text = base::trim(text);
    for (const std::string_view space : wide_spaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
      }
    }
    if (text.size() == before.size()) {
      return text;
    }
  }
}

std::string narrowed(std::string_view text) {
  text = cleaned(text);
  // Most cells have nothing to narrow.
  if (std::none_of(text.begin(), text.end(),
                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return std::string(base::trim(text));
  }
  std::string made;
  made.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.size() >= 3 && rest[0] == '\xEF' && (rest[1] == '\xBC' || rest[1] == '\xBD')) {
      // U+FF01 to U+FF5E are U+0021 to U+007E at full width.
      const unsigned code = 0xF000U | ((static_cast<unsigned char>(rest[1]) & 0x3FU) << 6U) |
                            (static_cast<unsigned char>(rest[2]) & 0x3FU);
      if (code >= 0xFF01U && code <= 0xFF5EU) {
        made += static_cast<char>(code - 0xFEE0U);
        i += 3;
        continue;
      }
    }
    if (rest.starts_with("\xE3\x80\x80")) {
      made += ' ';
      i += 3;
      continue;
    }
    if (rest.starts_with("\xC2\xA0")) {
      made += ' ';
      i += 2;
      continue;
    }
    made += text[i++];
  }
  return std::string(base::trim(made));
}

std::string heading_key(std::string_view text) {
  std::string made;
  int parentheses = 0;
  for (const char c : narrowed(text)) {
    if (c == '(') {
      ++parentheses;
    } else if (c == ')') {
      parentheses = std::max(0, parentheses - 1);
    } else if (parentheses == 0 &&
               std::string_view(" \t\r\n_-*:./").find(c) == std::string_view::npos) {
      made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return made;
}

CellValue<std::string> read_text(const CellText& cell) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  if (cell.kind == Kind::number && cell.text.find('e') != cell.text.npos) {
    return {{},
            CellFault{"digits_lost",
                      "The spreadsheet kept this as a number and lost its last digits. Format "
                      "the column as text and write it again."}};
  }
  return {std::string(cleaned(cell.text)), {}};
}

CellValue<std::string> read_key(const CellText& cell) {
  CellValue<std::string> read = read_text(cell);
  if (read.value) {
    read.value = narrowed(*read.value);
  }
  return read;
}

CellValue<base::Date> read_date(const CellText& cell) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  if (cell.kind == Kind::yes_no) {
    return {{}, no_date()};
  }
  std::string text = narrowed(cell.text);
  if (cell.kind == Kind::number && !(is_digits(text) && text.size() == 8)) {
    text = cell.as_date;  // empty where numbers are no dates, as in CSV
  }
  // A midnight is what a spreadsheet adds by itself; another time says more than a day.
  for (const std::string_view midnight :
       {"T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00"}) {
    if (text.ends_with(midnight)) {
      text.resize(text.size() - midnight.size());
      break;
    }
  }
  if (text.find(':') != text.npos) {
    return {{},
            CellFault{"has_time",
                      "This is a day with a time. Write the day alone, as "
                      "2026-11-25."}};
  }
  return date_in_words(text);
}

CellValue<std::int64_t> read_whole(const CellText& cell, std::int64_t least, std::int64_t most) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  std::string text = narrowed(cell.text);
  if (text.ends_with('%')) {
    text.pop_back();
  }
  if (text.starts_with('+')) {
    text.erase(0, 1);
  }
  const auto number = base::parse_number<std::int64_t>(text);
  if (!number || cell.kind == Kind::date || cell.kind == Kind::yes_no) {
    return {{},
            CellFault{"not_whole", "This should be a whole number, in digits without separators."}};
  }
  if (*number < least || *number > most) {
    return {{},
            CellFault{"out_of_range",
                      base::in_words("This should be a number from {} to {}.", least, most)}};
  }
  return {number, {}};
}

CellValue<double> read_number(const CellText& cell) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  std::string text = narrowed(cell.text);
  const std::size_t comma = text.find(',');
  const bool decimal_comma = comma != text.npos && text.find('.') == text.npos &&
                             text.find(',', comma + 1) == text.npos && text.size() - comma - 1 != 3;
  if (decimal_comma) {
    text[comma] = '.';
  }
  const auto number = base::parse_number<double>(text);
  if (!number || !std::isfinite(*number) || cell.kind == Kind::date || cell.kind == Kind::yes_no) {
    return {{}, CellFault{"not_number", "This should be a number, with a point for decimals."}};
  }
  return {number, {}};
}

CellValue<bool> read_yes_no(const CellText& cell) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  const std::string text = heading_key(cell.text);
  for (const std::string_view yes : {"yes", "true", "1", "y", "是", "有"}) {
    if (text == yes) {
      return {true, {}};
    }
  }
  for (const std::string_view no : {"no", "false", "0", "n", "否", "无"}) {
    if (text == no) {
      return {false, {}};
    }
  }
  return {{}, CellFault{"not_yes_no", "This should be yes or no.", {"yes", "no", "是", "否"}}};
}

CellValue<std::string> read_choice(const CellText& cell, const std::vector<std::string>& names) {
  if (is_error(cell)) {
    return {{}, error_in_cell(cell)};
  }
  const std::string text = heading_key(cell.text);
  std::vector<std::string> accepted;
  for (const std::string& name : names) {
    const auto chinese = base::message(base::Language::zh, name);
    if (text == heading_key(name) || (chinese && text == heading_key(*chinese))) {
      return {name, {}};
    }
    accepted.push_back(name);
    if (chinese) {
      accepted.emplace_back(*chinese);
    }
  }
  const auto meant = base::nearest(text, accepted);
  return {{},
          CellFault{"unknown_choice",
                    meant ? base::in_words("There is no such choice; did you mean {}?", *meant)
                          : base::Sentence("There is no such choice."),
                    std::move(accepted)}};
}

std::vector<std::string> read_list(std::string_view text) {
  std::string plain = base::replaced(text, "；", ";");
  if (plain.find(';') == plain.npos) {
    plain = base::replaced(base::replaced(base::replaced(plain, "、", ";"), "，", ";"), ",", ";");
  }
  std::vector<std::string> items;
  for (const std::string& item : documents::split_list(plain)) {
    if (const std::string_view kept = cleaned(item); !kept.empty()) {
      items.emplace_back(kept);
    }
  }
  return items;
}

bool says_none(const CellText& cell) {
  if (cell.kind != Kind::text) {
    return false;
  }
  const std::string text = heading_key(cell.text);
  return text == "none" || text == "无";
}

}  // namespace sojourn::imports
