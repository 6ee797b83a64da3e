// A table of an office as rows of declared columns: the row of headings is looked for below titles,
// headings are matched in English and Chinese, what stands under an unknown heading is left aside
// and told. Tested in tests/unit/imports/sheet_test.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/grid.h"
#include "imports/cells.h"
#include "imports/report.h"

namespace sojourn::imports {

/// What is said of a column, once, beside the record that it belongs to.
struct ColumnAbout {
  std::string name;                    ///< of the member: "hired_on"
  std::string title;                   ///< in English; its Chinese is in the catalogue of messages
  std::vector<std::string> also = {};  ///< what offices call it else, in either language
  bool required = false;               ///< of a new record
};

struct SheetRow {
  std::uint32_t number = 0;
  std::optional<base::Sentence> fault = {};  ///< of its writing: the cells are not to be trusted
  std::string fault_code = "quotes";
  std::vector<std::optional<CellText>> cells = {};  ///< by declared column; none: it is empty
};

/// What an import puts beside a table: what each row does, and why it is refused. In every language
/// they are known again.
inline constexpr const char* effect_title = "Effect";
inline constexpr const char* problem_title = "Problem";

/// Where the headings stand, for whoever knows better than what is found.
struct Headings {
  std::optional<std::uint32_t> row = {};  ///< as the spreadsheet numbers it
  /// Of a row that was named: no column may be known by its heading. Somebody looks, and heads
  /// them.
  bool may_be_unknown = false;
};

class Sheet {
 public:
  /// Reads up to the headings. Refusals of the file, and invalid "no_headings", "column_repeated".
  Sheet(const documents::GridSource& source, const documents::GridOptions& options,
        const std::vector<ColumnAbout>& columns, const Headings& headings = {});

  /// The next row that has something in a declared column; false at the end.
  bool next(SheetRow& row);
  bool has(std::size_t column) const { return at_[column].has_value(); }
  /// As the file heads a column that it has; else the declared title.
  std::string heading(std::size_t column, base::Language language) const;
  /// "C12"; "12" for a column that the file has not.
  std::string place(std::size_t column, std::uint32_t row) const;
  const std::vector<ReadColumn>& read_columns() const { return read_columns_; }
  const std::string& sheet() const { return grid_->sheet(); }
  /// How a CSV is read; empty for a workbook.
  documents::TextForm text_form() const { return grid_->text_form(); }
  std::uint32_t heading_row() const { return heading_row_; }
  /// Where the columns stand that an import itself put beside the table, if this is a table that
  /// was given back; they are passed over.
  std::optional<std::uint32_t> beside() const { return beside_; }

 private:
  struct Kept {
    std::uint32_t number = 0;
    std::optional<base::Sentence> fault;
    std::string fault_code;
    std::vector<std::pair<std::uint32_t, CellText>> cells;
  };
  [[noreturn]] void refuse_headings(std::span<const Kept> rows,
                                    const std::vector<ColumnAbout>& columns) const;
  void find_headings(const std::vector<ColumnAbout>& columns);
  void go_to_headings(const std::vector<ColumnAbout>& columns, const Headings& headings);
  void take_headings(const Kept& row, const std::vector<ColumnAbout>& columns);
  bool read(Kept& kept);
  /// In CSV a delimiter too many pushes cells behind the last heading, and others under the wrong
  /// one.
  void look_behind(Kept& kept, std::uint32_t column, std::string_view text) const;

  std::unique_ptr<documents::Grid> grid_;
  std::deque<Kept> ahead_;  ///< rows after the headings that were read while looking for them
  std::vector<std::optional<std::uint32_t>> at_;      ///< where a declared column stands
  std::vector<std::optional<std::size_t>> declared_;  ///< which one stands there
  std::vector<std::string> headings_;
  std::vector<ReadColumn> read_columns_;
  std::uint32_t heading_row_ = 0;
  std::uint32_t last_heading_ = 0;  ///< column of the last one, known or not
  std::optional<std::uint32_t> beside_;
  Kept now_;
};

/// The next rows of a sheet, as many as `piece` has room for; how many came.
std::size_t next_rows(Sheet& sheet, std::span<SheetRow> piece);

}  // namespace sojourn::imports
