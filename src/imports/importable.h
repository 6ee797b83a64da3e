// What a stage says of a record so that tables of it can be imported, once, beside the record.
// Read by importer.h.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns.h"
#include "imports/names.h"

namespace sojourn::imports {

/// Which records a piece of the file may be about.
struct Keys {
  std::vector<std::int64_t> ids;
  std::vector<std::string> codes;
  std::vector<std::string> names;
};

/// Those of these rows, by the columns of id, number and name.
template <class IdType>
Keys keys_of(std::span<const SheetRow> rows, std::size_t id, std::size_t code, std::size_t name) {
  Keys keys;
  for (const SheetRow& row : rows) {
    if (row.fault) {
      continue;
    }
    if (const auto& cell = row.cells[id]) {
      if (const auto said = IdType::from_text(narrowed(cell->text))) {
        keys.ids.push_back(said->value);
      }
    }
    if (const auto& cell = row.cells[code]) {
      keys.codes.push_back(narrowed(cell->text));
    }
    if (const auto& cell = row.cells[name]) {
      keys.names.emplace_back(cleaned(cell->text));
    }
  }
  for (auto* texts : {&keys.codes, &keys.names}) {
    std::sort(texts->begin(), texts->end());
    texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
  }
  return keys;
}

/// A row of the file.
struct Given {
  std::uint32_t row = 0;  ///< as the spreadsheet numbers it
  /// Whether it says something of a column.
  std::function<bool(std::string_view column)> says;
  /// What stands there; nothing where nothing does, or where it is wrong and told already.
  std::function<std::optional<std::string>(std::string_view column)> text;
  bool operator()(std::string_view column) const { return says(column); }
};

/// Says what is wrong at a column.
using Tell = std::function<void(std::string_view column, CellFault fault)>;

/// A record that offices know by a number and a name of its own.
template <class R>
concept Named = requires(const R& record) {
  record.code;
  record.name;
  record.closed_on;
};

/// What a stage says of a record so that it can be imported.
template <class R>
struct Importable {
  std::string table;
  std::vector<Column<R>> columns;  ///< of Named ones "id", "code" and "name" among them
  std::vector<Referenced::Source> references;
  std::string name_column = "name";  ///< by which the report calls a row
  /// A column of days: rows are taken from the earliest on, however the file is sorted, where one
  /// row makes room for another. Empty: as they stand.
  std::string earliest_first = {};
  // Of Named ones:
  /// What a record belongs to, by which two of one name are told apart, and its column.
  std::function<std::int64_t(const R&)> parent = {};
  std::string parent_column = {};
  /// Those that the asker may change.
  std::function<std::vector<R>(db::Tx&, const Keys&)> find = {};
  /// What those of them that are open are called, all: a row that would be new is asked about if it
  /// is called alike.
  std::function<std::vector<Called>(db::Tx&)> names = {};
  // Of others, which are known by what they join:
  /// Sets in `said` what its columns do not set themselves, and finds the record that the row is
  /// about, which stays as it is until the next row; null for a new one, and where it tells what is
  /// wrong.
  std::function<const R*(db::Tx&, std::vector<Referenced>& references, const Given& given, R& said,
                         const Tell& tell)>
      match = {};
  /// Sets what follows from the rest and says what is wrong with the whole: faults at "/member".
  /// `before` is null for a new record.
  std::function<std::vector<base::Fault>(db::Tx& tx, std::vector<Referenced>& references,
                                         const R* before, R& after, const Given& given)>
      complete;
  /// Of a new record, once it has its id: what follows from that, and what the rows after it may
  /// refer to. Empty: nothing.
  std::function<void(std::vector<Referenced>& references, R& added)> settle = {};
  /// Records of this kind are never changed: where a row differs from the one that there is, a new
  /// one follows it.
  bool followed = false;
};

}  // namespace sojourn::imports
