// What a workbook says beside the cells of its sheet: which sheets it has, which styles are dates,
// and the texts that cells share. Inside src/documents only; see grid.h.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "documents/grid_parts.h"

namespace sojourn::documents {

/// How a style shows a number.
struct NumberStyle {
  bool date = false;
  std::uint8_t zeros = 0;  ///< "0000": so many digits at least, as personnel numbers are kept
};

/// By its code, such as "yyyy-mm-dd" or "00000".
NumberStyle style_of_format(std::string_view code);

/// What a part refers to.
struct Relation {
  std::string id;
  std::string type;    ///< its last word: "worksheet", "styles", "sharedStrings"
  std::string target;  ///< the part's name in the archive
};
/// Of a part; empty if it refers to none. With `outside`, what lies outside the workbook is passed
/// over (links in cells do), else it is refused.
std::vector<Relation> relations_of(Parts& parts, const std::string& part, bool outside = false);

/// A sheet of cells.
struct SheetPart {
  std::string name;
  std::string part;
  bool hidden = false;
};

class XlsxBook {
 public:
  /// Refusals as open_grid has them.
  XlsxBook(Parts& parts, const GridOptions& options);

  /// The part that lists the sheets, what it refers to, and its sheets of cells in order.
  const std::string& part() const { return part_; }
  const std::vector<Relation>& relations() const { return relations_; }
  const std::vector<SheetPart>& sheets() const { return sheets_; }

  const std::string& sheet_name() const { return sheet_name_; }
  const std::string& sheet_part() const { return sheet_part_; }
  NumberStyle style(std::size_t index) const {
    return index < styles_.size() ? styles_[index] : NumberStyle{};
  }
  bool since_1904() const { return since_1904_; }
  /// Nothing if there is none of that number.
  std::optional<std::string_view> text(std::size_t index) const;
  /// The text of a date cell, "2026-11-25" or "2026-11-25T08:30:00"; nothing for what is no date.
  std::optional<std::string> date_text(double serial) const;

 private:
  void read_workbook(Parts& parts, const GridOptions& options);
  void read_styles(Parts& parts);
  void read_texts(Parts& parts);

  std::string part_;
  std::vector<Relation> relations_;
  std::vector<SheetPart> sheets_;
  std::string sheet_name_;
  std::string sheet_part_;
  bool since_1904_ = false;
  std::vector<NumberStyle> styles_;
  std::deque<std::string> blocks_;  ///< of the shared texts, never moved
  std::vector<std::string_view> texts_;
};

/// A text of a workbook with its escapes (_x000D_) read.
std::string unescaped(std::string_view text);
/// What looks like an escape in a text is one to its readers, so it is written as one.
std::string escaped(std::string_view text);

}  // namespace sojourn::documents
