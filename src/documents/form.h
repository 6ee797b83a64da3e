// A small workbook of forms: headings, labels, frames and merged cells, as an office draws a table
// by hand. What Sojourn ships as a template is made by it; tables of records are table.h's.
// Tested in tests/unit/documents/template_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace sojourn::documents {

enum class FormStyle : std::uint8_t {
  title,    ///< large, in the middle
  label,    ///< bold, without a frame
  text,     ///< without a frame
  heading,  ///< bold, framed, shaded, in the middle
  cell,     ///< framed
  number,   ///< framed, to the right
  percent,  ///< framed, to the right, a number with one decimal
  date,     ///< framed, a day
  total,    ///< framed, bold, to the right
};

struct FormCell {
  std::uint32_t row = 0;     ///< 0 is the first
  std::uint32_t column = 0;  ///< 0 is A
  std::string text;          ///< with = at its start and a style `total` a formula
  FormStyle style = FormStyle::text;
  std::uint32_t columns = 1;  ///< more than one: merged
};

struct FormSheet {
  std::string name;
  std::vector<double> widths;  ///< of columns, in characters
  std::vector<FormCell> cells;
  std::uint32_t heading_rows = 0;  ///< repeated on each printed page, from the first row on
  bool landscape = false;
};

/// The workbook's bytes; the same for the same sheets and moment.
std::string form_workbook(const std::vector<FormSheet>& sheets, base::Instant made);

}  // namespace sojourn::documents
