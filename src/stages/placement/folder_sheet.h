// One CSV file of a programme folder: its columns found by name, its rows read in parts on several
// threads, its cells read as numbers, yes or no, choices, places and references, each with the
// fault that names what would be accepted. Used by folder*.cpp and output_read.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/csv.h"
#include "documents/text_file.h"
#include "planner/instance.h"
#include "planner/workers.h"
#include "stages/placement/folder.h"
#include "stages/placement/folder_index.h"

namespace sojourn::stages::placement {

/// In the order of PLACEMENT.md's table, which is the order of reports and of the digest.
inline constexpr std::array<std::string_view, 9> file_names = {
    "areas.csv",    "sites.csv", "sponsors.csv", "staff.csv", "wishes.csv",
    "affinity.csv", "pins.csv",  "costs.csv",    "rules.toml"};

struct Column {
  std::string_view name;
  bool required = true;
};

class Sheet {
 public:
  /// Finds the columns in the header line. Faults of the file as a whole, of its header and missing
  /// columns go to `errors`, unknown columns to `warnings`.
  Sheet(std::string_view name, std::unique_ptr<documents::TextFile> file,
        std::span<const Column> columns, FaultList& errors, FaultList& warnings);

  std::string_view name() const { return name_; }
  /// False: the header cannot be used, and no row is read.
  bool usable() const { return usable_; }
  bool has(std::size_t column) const { return where_[column] >= 0; }
  std::string_view column_name(std::size_t column) const { return columns_[column].name; }
  std::size_t cell_of(std::size_t column) const { return static_cast<std::size_t>(where_[column]); }
  const std::vector<std::string>& header() const { return header_; }
  std::string_view rows() const { return rows_; }
  std::uint32_t first_line() const { return first_line_; }
  void release() {
    file_.reset();
    rows_ = {};
  }

 private:
  void find_columns(FaultList& errors, FaultList& warnings);

  std::string_view name_;
  std::unique_ptr<documents::TextFile> file_;
  std::span<const Column> columns_;
  std::vector<std::string> header_;
  std::vector<int> where_;
  std::string_view rows_;
  std::uint32_t first_line_ = 1;
  bool usable_ = false;
};

/// Faults of a file that could not be read as text, if any.
std::optional<Fault> fault_of(std::string_view name, const documents::TextFile& file);

/// What a reference may be.
struct Target {
  const IdIndex* ids = nullptr;  ///< null: that file has faults of its own, every id passes
  std::string_view pool;
  std::string_view file;  ///< e.g. "sites.csv"
  std::string_view noun;  ///< e.g. "site"
  bool required = true;   ///< may not be empty
  /// What the record is called: for the hint where somebody wrote a name in the place of an id.
  std::string_view (*name)(const planner::Instance&, planner::Ix) = nullptr;
  const planner::Instance* instance = nullptr;
};

/// For Target::name: of the records in that member of the instance.
template <auto Records>
std::string_view name_in(const planner::Instance& instance, planner::Ix position) {
  return instance.text((instance.*Records)[static_cast<std::size_t>(position)].name);
}

/// Whether `text` is what the catalogue has for a word in Chinese: 队长 for leader.
bool in_chinese(std::string_view word, std::string_view text);

/// One row while it is read.
class Row {
 public:
  Row(const Sheet& sheet, FaultList& faults) : sheet_(&sheet), faults_(&faults) {}

  std::uint32_t line() const { return line_; }
  /// Without spaces at both ends; empty where the file has no such column.
  std::string_view cell(std::size_t column) const;
  /// The same of what people wrote, without the guard that keeps spreadsheets from taking it for a
  /// formula (documents::guarded).
  std::string_view words(std::size_t column) const;
  void fault(std::size_t column, std::string_view code, base::Sentence sentence);
  /// A whole number; `standard` where the cell is empty.
  std::int64_t whole(std::size_t column, std::int64_t least, std::int64_t most,
                     std::optional<std::int64_t> standard);
  bool yes_no(std::size_t column, bool standard);
  /// Position of the text among `names`; -1 after a fault. `standard` where the cell is empty.
  int choice(std::size_t column, std::span<const std::string_view> names, int standard);
  double coordinate(std::size_t column, double least, double most);
  /// The position of the id; none after a fault or where it may be empty and is.
  planner::Ix reference(std::size_t column, const Target& target);
  /// The row's own id; a fault where it is empty.
  std::string_view own_id(std::size_t column);

  /// For the loop of `read_rows`: goes to a row; false: passed over as blank.
  bool enter(const documents::CsvReader& reader);

 private:
  struct Last;
  planner::Ix find(Last& last, std::string_view text, const Target& target);

  const Sheet* sheet_;
  FaultList* faults_;
  std::span<const documents::CsvCell> cells_;
  std::uint32_t line_ = 0;
  /// The last answer of a column: rows often name the same one as the row before, or the next.
  struct Last {
    TextKey key{std::string_view()};
    planner::Ix position = planner::none;
    int luck = 0;  ///< of guessing the next one; below 0: so many times it is not tried
  };
  std::array<Last, 24> last_ = {};
  bool muted_ = false;  ///< a fault of the row as a whole was told; those of its cells would follow
};

/// What every part of a sheet carries.
struct PartBasis {
  FaultList faults;
  std::vector<std::uint32_t> lines;  ///< of each record
  bool bad_quotes = false;
};

/// Bytes that make a part worth a thread's while.
inline constexpr std::size_t part_size = std::size_t{1} << 20;

/// Reads all rows: `read(row, part)` once a row, parts on several threads, answers in file order.
/// `Part` has a member `basis` of type PartBasis.
template <class Part, class Read>
std::vector<Part> read_rows(const Sheet& sheet, planner::Workers& workers, const Read& read) {
  const auto read_parts = [&](std::size_t count) {
    const std::vector<documents::CsvPart> pieces =
        documents::split_rows(sheet.rows(), sheet.first_line(), count);
    std::vector<Part> parts(pieces.size());
    workers.run(pieces.size(), [&](std::size_t i, int) {
      documents::CsvReader reader(pieces[i].bytes, pieces[i].first_line);
      Row row(sheet, parts[i].basis.faults);
      parts[i].basis.lines.reserve(pieces[i].lines);
      if constexpr (requires { parts[i].reserve(std::size_t{}, std::size_t{}); }) {
        parts[i].reserve(pieces[i].lines, pieces[i].bytes.size());
      }
      while (reader.next()) {
        parts[i].basis.bad_quotes = parts[i].basis.bad_quotes || reader.fault().has_value();
        if (row.enter(reader)) {
          parts[i].basis.lines.push_back(row.line());
          read(row, parts[i]);
        }
      }
    });
    return parts;
  };
  if (!sheet.usable()) {
    return {};
  }
  // Not more parts than a few a thread, so that joining them stays cheap.
  const std::size_t most = workers.count() == 1 ? 1 : 4 * static_cast<std::size_t>(workers.count());
  const std::size_t count = std::min(most, sheet.rows().size() / part_size + 1);
  std::vector<Part> parts = read_parts(count);
  bool bad_quotes = false;
  for (const Part& part : parts) {
    bad_quotes = bad_quotes || part.basis.bad_quotes;
  }
  // Where quotes are wrong, so may be the places where the file was cut: see split_rows.
  return bad_quotes && parts.size() > 1 ? read_parts(1) : std::move(parts);
}

/// "yes, no, ..." of names.
std::string list_of(std::span<const std::string_view> names);
/// " Did you mean x?" or nothing.
base::Sentence did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace sojourn::stages::placement
