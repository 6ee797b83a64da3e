// What the history of a lasting record tells: each entry of the log about it, with what its fields
// held before and after. The values are those that the log sealed (ledger/record_history.h), so
// this also says what becomes of them once they are read by somebody today:
//
// - A value that names another record is shown as far as the asker sees that record, or as the
//   record itself names it today; else it is "outside". A site that was moved here tells nobody
//   here which area it came from, unless they see that area as well.
// - What needs a right of its own (Detail) stands apart, in members of the same names as in the
//   record, so that the reading is noted as that of the record is.
// - Of a person whose key was erased, who did what and when stays; the values are gone.
// Inside src/stages/programme only. Tested in tests/unit/stages/programme/history_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "access/operation.h"
#include "base/date.h"
#include "documents/table.h"
#include "ledger/record_history.h"
#include "stages/programme/lasting.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {

/// What a field held; absent: nothing. Texts as the record's JSON has them, words of a list parted
/// by semicolons as in tables. For an id: its word, or "outside".
struct ChangedValue {
  std::optional<std::string> before;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ChangedValue, (), (before, after))

struct ChangedField {
  std::string field;
  std::optional<std::string> before;
  std::optional<std::string> before_name;  ///< today's name of the record that `before` names
  std::optional<std::string> after;
  std::optional<std::string> after_name;
};
BOOST_DESCRIBE_STRUCT(ChangedField, (), (field, before, before_name, after, after_name))

/// In a cell: "before → after", found by documents::cell_of where a row has such a member.
documents::Cell cell_of(const std::optional<ChangedValue>& value);
/// "name: Upper Weir → Weir; need: 2 → 3"
documents::Cell cell_of(const std::vector<ChangedField>& changes);

/// An entry of the log, as far as it is about one area, site or sponsor.
struct LastingEntry {
  base::Instant at;
  std::string operation;            ///< "site.rename"
  std::string by;                   ///< who did it, as others call them
  std::string verb;                 ///< insert or update
  std::vector<std::string> fields;  ///< that were set
  ledger::StepValues values = ledger::StepValues::shown;
  std::vector<ChangedField> changes;
};
BOOST_DESCRIBE_STRUCT(LastingEntry, (), (at, operation, by, verb, fields, values, changes))

/// Of a staff member: what needs read_fitness is apart, and whose it is said.
struct StaffEntry {
  base::Id<Staff> staff;
  base::Instant at;
  std::string operation;
  std::string by;
  std::string verb;
  std::vector<std::string> fields;
  ledger::StepValues values = ledger::StepValues::shown;
  std::vector<ChangedField> changes;
  std::optional<ChangedValue> fit_until;  ///< with read_fitness only
  std::optional<ChangedValue> declared_conflict;
};
BOOST_DESCRIBE_STRUCT(StaffEntry, (),
                      (staff, at, operation, by, verb, fields, values, changes, fit_until,
                       declared_conflict))

template <LastingRecord R>
using EntryOf = std::conditional_t<std::same_as<R, Staff>, StaffEntry, LastingEntry>;

/// What a member of a record is, for telling what it once held.
struct HistoryField {
  enum class Kind : std::uint8_t {
    plain,
    yes_no,
    list,
    reference,  ///< names a lasting record
    kept,       ///< how the record is kept, not what it says: id, path, version
  };
  std::string name;
  Kind kind = Kind::plain;
  std::string table = {};                  ///< of a reference
  std::optional<std::int64_t> today = {};  ///< which one the record names today
};

/// An id names its table: see Kind.
template <class Id>
struct IdTable;
template <class R>
struct IdTable<base::Id<R>> {
  static constexpr std::string_view name = R::id_prefix;
};

template <LastingRecord R>
std::vector<HistoryField> history_fields(const R& today) {
  using FieldKind = HistoryField::Kind;
  std::vector<HistoryField> made;
  base::for_each_member<R>([&](std::string_view name, auto pointer) {
    using Member = std::remove_cvref_t<decltype(today.*pointer)>;
    using Value = typename base::OptionalOf<Member>::Value;
    HistoryField field{.name = std::string(name)};
    if (name == "id" || name == "path" || name == "version") {
      field.kind = FieldKind::kept;
    } else if constexpr (base::IdLike<Value>) {
      field.kind = FieldKind::reference;
      field.table = IdTable<Value>::name;
      if constexpr (base::Optional<Member>) {
        if (today.*pointer) {
          field.today = (today.*pointer)->value;
        }
      } else {
        field.today = (today.*pointer).value;
      }
    } else if constexpr (std::same_as<Value, bool>) {
      field.kind = FieldKind::yes_no;
    } else if constexpr (base::ListLike<Value>) {
      field.kind = FieldKind::list;
    }
    made.push_back(std::move(field));
  });
  return made;
}

/// A page of it, newest first. `after`: the `next` of the page before.
access::Page<LastingEntry> lasting_history(db::Tx& tx, ledger::PersonKeys& keys,
                                           std::string_view table, std::int64_t id,
                                           const std::optional<std::string>& after,
                                           const std::vector<HistoryField>& fields);
/// The same of a person: without what the caller's detail does not reach.
access::Page<StaffEntry> staff_history(db::Tx& tx, ledger::PersonKeys& keys, base::Id<Staff> id,
                                       const std::optional<std::string>& after,
                                       const std::vector<HistoryField>& fields);

template <LastingRecord R>
access::Page<EntryOf<R>> history_of_record(db::Tx& tx, ledger::PersonKeys& keys, base::Id<R> id,
                                           const std::optional<std::string>& after) {
  const std::vector<HistoryField> fields = history_fields(lasting(tx, id));
  if constexpr (std::same_as<R, Staff>) {
    return staff_history(tx, keys, id, after, fields);
  } else {
    return lasting_history(tx, keys, table_of<R>(), id.value, after, fields);
  }
}

}  // namespace sojourn::stages::programme
