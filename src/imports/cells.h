// What a cell of an office's table says: dates, numbers, choices and texts as people write them,
// with full-width digits, spaces at their ends, and in Chinese or English. A cell that says nothing
// certain is a fault with a question, never an empty value. Pure.
// Tested in tests/unit/imports/cells_test.cpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/describe.h"
#include "base/sentence.h"
#include "base/word.h"
#include "documents/grid.h"

namespace sojourn::imports {

/// Without spaces of any kind at both ends: also no-break, full-width and zero-width ones.
std::string_view cleaned(std::string_view text);
/// Cleaned, and full-width letters, digits and signs in their usual width: "１２" is "12".
std::string narrowed(std::string_view text);
/// What headings are compared by: narrowed, small letters, without spaces, signs and remarks in
/// parentheses.
std::string heading_key(std::string_view text);

/// A cell as the file has it.
struct CellText {
  documents::GridCell::Kind kind = documents::GridCell::Kind::text;
  std::string text = {};
  /// Of a number: the day that it would be as a date of this file.
  std::string as_date = {};
};

/// What is wrong with one.
struct CellFault {
  std::string code;
  base::Sentence detail;
  std::vector<std::string> accepted = {};  ///< what may stand there, where that is a short list
  std::uint32_t other_row = 0;  ///< that is about the same record, which is asked about as well
};

/// That another row of the file is about the same.
CellFault twice(std::uint32_t row);

/// A value, or what is wrong.
template <class T>
struct CellValue {
  std::optional<T> value = {};
  std::optional<CellFault> fault = {};
};

CellValue<std::string> read_text(const CellText& cell);
/// As a text, in usual width: of numbers of people and places.
CellValue<std::string> read_key(const CellText& cell);
/// 2026-03-04, 2026/3/4, 2026.3.4, 2026年3月4日, 20260304, 25/3/2026, 4 March 2026, and the numbers
/// by which spreadsheets keep dates. 3/4/2026 is asked about.
CellValue<base::Date> read_date(const CellText& cell);
CellValue<std::int64_t> read_whole(const CellText& cell, std::int64_t least, std::int64_t most);
CellValue<double> read_number(const CellText& cell);
CellValue<bool> read_yes_no(const CellText& cell);
/// The name that is meant: in English or Chinese, whatever its case.
CellValue<std::string> read_choice(const CellText& cell, const std::vector<std::string>& names);
/// The items of a list: parted by semicolons, or else by commas, of either width, or by 、.
std::vector<std::string> read_list(std::string_view text);
/// Whether a cell takes a value away: "none" or 无.
bool says_none(const CellText& cell);

template <class T>
CellValue<T> read_cell(const CellText& cell) {
  if constexpr (std::is_same_v<T, std::string>) {
    return read_text(cell);
  } else if constexpr (std::is_same_v<T, base::Date>) {
    return read_date(cell);
  } else if constexpr (std::is_same_v<T, bool>) {
    return read_yes_no(cell);
  } else if constexpr (std::is_same_v<T, double>) {
    return read_number(cell);
  } else if constexpr (std::is_integral_v<T>) {
    const auto read =
        read_whole(cell, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    return {read.value ? std::optional<T>(static_cast<T>(*read.value)) : std::nullopt, read.fault};
  } else {
    static_assert(base::Choice<T>, "a type that no column of an import has");
    const auto read = read_choice(cell, base::choices<T>());
    return {read.value ? base::choice_of<T>(*read.value) : std::nullopt, read.fault};
  }
}

}  // namespace sojourn::imports
