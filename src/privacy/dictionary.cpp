#include "privacy/dictionary.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/json.h"
#include "base/refusal.h"
#include "documents/table_read.h"

// Of lists.S.
extern "C" {
extern const char sojourn_columns_begin[];
extern const char sojourn_columns_end[];
}

namespace sojourn::privacy {
namespace {

constexpr std::string_view file = "src/privacy/columns.csv";

/// A line of columns.csv.
struct Line {
  std::string table;
  std::optional<std::string> column;
  std::optional<Whose> whose;
  std::optional<Level> level;
  std::optional<Keeping> keeping;
  std::string purpose;
  std::string purpose_zh;
};
BOOST_DESCRIBE_STRUCT(Line, (), (table, column, whose, level, keeping, purpose, purpose_zh))

std::string place_of(std::string_view table, std::string_view column) {
  return std::string(table) + (column.empty() ? "" : ".") + std::string(column);
}

}  // namespace

Dictionary::Dictionary(std::string_view csv) : digest_(base::sha256_hex(csv)) {
  std::vector<base::Fault> faults;
  const auto fault = [&](const Line& line, std::string_view code, base::Sentence says) {
    faults.push_back({.where = "columns.csv:" + place_of(line.table, line.column.value_or("")),
                      .code = std::string(code),
                      .value = {},
                      .detail = std::move(says)});
  };
  std::set<std::string> known;
  for (Line& line : documents::read_csv_table<Line>(csv, {.name = "columns.csv"})) {
    if (!known.insert(place_of(line.table, line.column.value_or(""))).second) {
      fault(line, "twice", "This stands in the list already.");
    }
    if (line.purpose.empty() || line.purpose_zh.empty()) {
      fault(line, "missing", "The purpose is missing, in English or in Chinese.");
    }
    Purpose purpose{std::move(line.purpose), std::move(line.purpose_zh)};
    if (!line.column) {
      if (!line.whose || !line.keeping || line.level) {
        fault(line, "missing", "A table says whose it is and how long it is kept, and no level.");
      }
      tables_.push_back({.name = line.table,
                         .whose = line.whose.value_or(Whose::server),
                         .keeping = line.keeping.value_or(Keeping::programme),
                         .purpose = std::move(purpose),
                         .columns = {}});
      continue;
    }
    if (tables_.empty() || tables_.back().name != line.table) {
      fault(line, "no_table", "The line of the table itself stands before those of its columns.");
      continue;
    }
    if (!line.level) {
      fault(line, "missing", "A column says who may see it: its level.");
    }
    TableEntry& table = tables_.back();
    table.columns.push_back({.name = *line.column,
                             .whose = line.whose.value_or(table.whose),
                             .level = line.level.value_or(Level::secret),
                             .keeping = line.keeping.value_or(table.keeping),
                             .purpose = std::move(purpose)});
  }
  base::refuse_faults(std::move(faults));
}

const Dictionary& Dictionary::own() {
  static const Dictionary dictionary({sojourn_columns_begin, sojourn_columns_end});
  return dictionary;
}

const TableEntry* Dictionary::find(std::string_view table) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const TableEntry& each) { return each.name == table; });
  return found == tables_.end() ? nullptr : &*found;
}

std::vector<base::Sentence> Dictionary::differences(std::span<const StoredColumn> stored) const {
  std::vector<base::Sentence> found;
  // 1. What is stored and not listed.
  std::set<std::pair<std::string_view, std::string_view>> there;
  std::set<std::string_view> told;
  for (const StoredColumn& each : stored) {
    there.emplace(each.table, each.column);
    const TableEntry* table = find(each.table);
    if (table == nullptr && told.insert(each.table).second) {
      found.push_back(base::in_words(
          "The database has a table {} that {} does not name. Say there whose data it is, what it "
          "is for and how long it is kept, or take it out of the database.",
          each.table, file));
    }
    const auto has = [&](const ColumnEntry& column) { return column.name == each.column; };
    if (table == nullptr || std::none_of(table->columns.begin(), table->columns.end(), has)) {
      found.push_back(base::in_words(
          "The database has a column {} that {} does not name. Add its line there, or take it out "
          "of the database.",
          place_of(each.table, each.column), file));
    }
  }
  // 2. What is listed and not stored.
  for (const TableEntry& table : tables_) {
    for (const ColumnEntry& column : table.columns) {
      if (!there.contains({table.name, column.name})) {
        found.push_back(base::in_words(
            "{} names a column {} that the database does not have. Take its line out.", file,
            place_of(table.name, column.name)));
      }
    }
  }
  return found;
}

}  // namespace sojourn::privacy
