// What an import did, or would do: the effect of every row, and every reason why one was refused,
// at its place in the file as its spreadsheet shows it. Made by importer.h.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/refusal.h"
#include "documents/grid.h"

namespace sojourn::imports {

enum class Mode : std::uint8_t {
  all_or_nothing,  ///< with any row refused, nothing is written
  good_rows_now,   ///< the refused rows are left out, to be sent again
};
BOOST_DESCRIBE_ENUM(Mode, all_or_nothing, good_rows_now)

enum class Effect : std::uint8_t { added, changed, same, refused };
BOOST_DESCRIBE_ENUM(Effect, added, changed, same, refused)

/// One reason. Texts are in the reader's language.
struct Problem {
  std::string place;   ///< "C12"; "12" where it is about the whole row
  std::string column;  ///< as the file heads it; empty for the whole row
  std::string value;   ///< what stands there, shortened
  std::string code;
  std::string detail;                 ///< what is wrong, and what would be accepted
  std::vector<std::string> accepted;  ///< allowed values, or candidates of a question
};
BOOST_DESCRIBE_STRUCT(Problem, (), (place, column, value, code, detail, accepted))

struct ColumnChange {
  std::string column;  ///< as the file heads it
  std::optional<std::string> before;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ColumnChange, (), (column, before, after))

struct RowReport {
  std::int64_t row = 0;  ///< as the spreadsheet numbers it
  Effect effect = Effect::same;
  std::optional<std::string> id;  ///< of the record, if there is one
  std::string name;               ///< as the row has it
  std::vector<ColumnChange> changes;
  std::vector<Problem> problems;
  /// Of a row that is taken: what may be a slip, and should be looked at.
  std::vector<Problem> warnings = {};
};
BOOST_DESCRIBE_STRUCT(RowReport, (), (row, effect, id, name, changes, problems, warnings))

/// A heading and the member that it was taken for.
struct ReadColumn {
  std::string heading;
  std::string place;                  ///< "C3"
  std::optional<std::string> column;  ///< none: it was not read
  std::optional<std::string> meant;   ///< the heading that it is nearest to
};
BOOST_DESCRIBE_STRUCT(ReadColumn, (), (heading, place, column, meant))

/// A column that a table of the kind may have.
struct KnownColumn {
  std::string column;
  std::string title;      ///< a heading that is understood, in the reader's language
  bool required = false;  ///< of a new record
};
BOOST_DESCRIBE_STRUCT(KnownColumn, (), (column, title, required))

struct Report {
  std::string file;
  std::string sheet;  ///< empty for CSV
  /// Of CSV: how it is read, said or found out.
  std::optional<documents::TextEncoding> encoding = {};
  std::optional<documents::Delimiter> delimiter = {};
  bool written = false;  ///< whether anything was written
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t refused = 0;
  std::int64_t warned = 0;       ///< of those that are taken
  std::int64_t heading_row = 0;  ///< where the headings stand
  std::vector<ReadColumn> columns;
  std::vector<KnownColumn> known;
  /// Rows that are refused, changed or added, in the order of the file: the refused ones, then as
  /// many of the others as fit.
  std::vector<RowReport> listed;
  std::int64_t not_listed = 0;
  /// For the audit log, not told: the first values that Sojourn is not for, listed or not, without
  /// their text.
  std::vector<base::Fault> forbidden = {};
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (file, sheet, encoding, delimiter, written, rows, added, changed, same,
                       refused, warned, heading_row, columns, known, listed, not_listed))

// How a file is read, and how much is told of it: options.h.

}  // namespace sojourn::imports
