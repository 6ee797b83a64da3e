// The own record, whole: all that is kept of a member of staff, table by table, as the one whom it
// is about is shown it and may take it along. Each stage says which of its tables are about people
// (own_parts), and a test holds these against the data dictionary, so that a new table cannot be
// forgotten: tests/unit/program/stages_test.cpp.
// Tested in tests/unit/stages/placement/own_record_test.cpp and tests/scenarios/programme.txt.
#pragma once

#include <fmt/format.h>

#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "base/json.h"
#include "stages/programme/lasting.h"

namespace sojourn::stages::programme {

/// What one field of a row says; none: nothing.
struct OwnValue {
  std::string column;
  std::optional<std::string> text;
};

struct OwnRow {
  std::string id;
  std::vector<OwnValue> values;
};

/// A table with rows about people.
struct OwnPart {
  std::string table;
  /// The rows about whoever asks, oldest first. None: `account.record` does not show this table.
  std::function<std::vector<OwnRow>(db::Tx& tx)> rows = {};
  /// Then: the operation that does, such as "account.reads".
  std::string shown_by = {};
};

/// "leader; member" of a list, "hill working 2026-01-01" of a record, yes or no.
std::string own_text(const boost::json::value& value);

/// The name of the record that a field points to, before its id: "Upper Weir (site_3k9q)".
std::string own_reference(db::Tx& tx, std::string_view table, std::int64_t id,
                          const std::string& text);

/// The table whose `name` tells people which record an id means; "": there is none.
template <class T>
constexpr std::string_view named_in() {
  if constexpr (LastingRecord<T>) {
    return table_of<T>();
  } else if constexpr (requires(T record) {
                         record.name;
                         T::table;
                       }) {
    return T::table;
  } else {
    return "";
  }
}

/// Of a row as its table has it: all but its id, the count of its changes, and which account did
/// something, for that is somebody else.
template <base::Record R>
OwnRow own_row(db::Tx& tx, const R& row) {
  OwnRow made{.id = row.id.to_text(), .values = {}};
  const auto text_of = [&](const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    std::string text = own_text(base::encode(value));
    if constexpr (base::IdLike<Value>) {
      constexpr std::string_view table = named_in<typename base::IdOf<Value>::Kind>();
      if constexpr (!table.empty()) {
        return own_reference(tx, table, value.value, text);
      }
    }
    return text;
  };
  base::for_each_member<R>([&](std::string_view name, auto pointer) {
    if (name == "id" || name == "version") {
      return;
    }
    using Member = std::remove_cvref_t<decltype(row.*pointer)>;
    if constexpr (std::same_as<typename base::OptionalOf<Member>::Value,
                               base::Id<access::Account>>) {
      return;
    } else if constexpr (base::Optional<Member>) {
      const Member& value = row.*pointer;
      made.values.push_back(
          {std::string(name), value ? std::optional(text_of(*value)) : std::nullopt});
    } else {
      made.values.push_back({std::string(name), text_of(row.*pointer)});
    }
  });
  return made;
}

/// Rows of a table whose column `person` says whom they are about, as records R, which may leave
/// columns out. `more`: a condition beside that they are the asker's own, such as " AND n.answer IS
/// NOT NULL".
template <base::Record R>
OwnPart own_part(std::string_view table, std::string_view person = "staff",
                 std::string_view more = "") {
  return {.table = std::string(table),
          .rows = [sql = fmt::format("SELECT {} FROM {} n JOIN staff t ON t.id = n.{} WHERE "
                                     "{{scope:staff t.id}}{} ORDER BY n.id",
                                     columns<R>("n"), table, person, more)](db::Tx& tx) {
            std::vector<OwnRow> made;
            for (const R& row : tx.rows<R>(sql)) {
              made.push_back(own_row(tx, row));
            }
            return made;
          }};
}

/// The own staff record. Refusal precondition "no_own_record" if the asker's account has none.
base::Id<Staff> own_staff(const db::Tx& tx);

/// Of this stage.
std::vector<OwnPart> own_parts();
/// `account.record`, of the tables of all stages.
std::vector<access::Operation> own_record_operations(std::vector<OwnPart> parts);

}  // namespace sojourn::stages::programme
