// The register of lasting records: areas, sites, sponsors and staff. They are never taken away:
// they get other names, are closed and opened again, and are joined to a record of the same thing;
// their ids go on answering, with their history. Each kind is declared once, here: its table, how
// its rows are found within the asker's scope, and what people call it. From it come the operations
// that all kinds have (operations_lasting.h), how a record is looked up that an input names (this
// stage's and later ones'), and what the store has to know of the tables (tables.cpp).
//
// A new kind is a struct with id_prefix, the members named below, and one entry here.
// Tested in tests/unit/stages/programme/lasting_test.cpp on both engines.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "db/database.h"
#include "stages/programme/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

/// What every lasting record has. `closed_reason` is a text, or of people a choice.
template <class R>
concept LastingRecord = base::Record<R> && requires(R record) {
  { record.id } -> std::same_as<base::Id<R>&>;
  { record.name } -> std::same_as<std::string&>;
  { record.closed_on } -> std::same_as<std::optional<base::Date>&>;
  { record.merged_into } -> std::same_as<std::optional<base::Id<R>>&>;
  { record.version } -> std::same_as<std::int64_t&>;
  record.closed_reason.reset();
};

/// What is said once of a kind. Its table has the name of its operations and of its ids: "site".
struct Kind {
  std::string_view noun;   ///< what one is called, a key of the messages
  std::string_view alias;  ///< of its table in `from`
  /// Where its rows are read from, for who may see them: FROM and the beginning of WHERE.
  std::string_view from;
};

/// The register. Whoever sees an area sees what lies in it; hosts and team leaders see their site,
/// sponsors' managers their sponsor and its staff, and everybody their own record.
template <LastingRecord R>
inline constexpr Kind kind_of{};
template <>
inline constexpr Kind kind_of<Area>{"area", "a", "area a WHERE {scope:area a.path}"};
template <>
inline constexpr Kind kind_of<Site>{
    "site", "s", "site s JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id}"};
template <>
inline constexpr Kind kind_of<Sponsor>{
    "sponsor", "p",
    "sponsor p JOIN area a ON a.id = p.area WHERE {scope:area a.path; sponsor p.id}"};
template <>
inline constexpr Kind kind_of<Staff>{
    "staff member", "t",
    "staff t JOIN area a ON a.id = t.area JOIN sponsor p ON p.id = t.sponsor WHERE {scope:area "
    "a.path; sponsor t.sponsor; staff t.id}"};

/// Calls `act.template operator()<R>()` with each kind, in the order in which one may lie in
/// another.
template <class Act>
void for_each_kind(Act&& act) {
  act.template operator()<Area>();
  act.template operator()<Site>();
  act.template operator()<Sponsor>();
  act.template operator()<Staff>();
}

template <LastingRecord R>
constexpr std::string_view table_of() {
  return R::id_prefix;
}

/// "the noun" as people read it in their language.
template <LastingRecord R>
base::Sentence noun_of() {
  return base::Sentence::phrase(kind_of<R>.noun);
}

/// "s.id, s.code, ..." of a record's members.
template <base::Record R>
std::string columns(std::string_view alias) {
  std::string made;
  for (const std::string& name : db::columns_of<R>()) {
    made += fmt::format("{}{}.{}", made.empty() ? "" : ", ", alias, name);
  }
  return made;
}

/// "SELECT ... FROM ... AND s.id = $1"
template <LastingRecord R>
std::string select_one() {
  const Kind& kind = kind_of<R>;
  return fmt::format("SELECT {} FROM {} AND {}.id = $1", columns<R>(kind.alias), kind.from,
                     kind.alias);
}

/// The record, closed or not; Refusal not_found if there is none that the asker may see.
template <LastingRecord R>
R lasting(db::Tx& tx, base::Id<R> id) {
  return tx.one<R>(select_one<R>(), id);
}

/// The open record that an input names at `where`, as far as the asker sees it; else a fault.
template <LastingRecord R>
std::optional<R> named(db::Tx& tx, base::Id<R> id, std::string_view where, Faults& faults) {
  std::optional<R> found = tx.maybe<R>(select_one<R>(), id);
  if (!found) {
    faults.add(std::string(where), fmt::format("unknown_{}", table_of<R>()), id.to_text(),
               base::in_words("There is no such {}.", noun_of<R>()));
  } else if (found->closed_on) {
    faults.add(std::string(where), "closed", id.to_text(),
               base::in_words("This {} is closed.", noun_of<R>()));
    found.reset();
  }
  return found;
}

/// Refusal precondition "closed" if it is.
template <LastingRecord R>
void require_open(const R& record) {
  if (record.merged_into) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        base::in_words("This was merged into {}, which is the one to change.",
                                       record.merged_into->to_text())};
  }
  if (record.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This is closed. A closed record is not changed; it can be reopened."};
  }
}

/// An open record as somebody saw it who wants to change it.
template <LastingRecord R>
R to_change(db::Change& change, base::Id<R> id, std::int64_t version) {
  R record = lasting(change, id);
  require_open(record);
  record.version = version;  // `update` refuses if it is no longer that
  return record;
}

}  // namespace sojourn::stages::programme
