// Records that the cells of a table may mean, looked up many at once: by name, by the office's own
// number, or by id. For the imports of any stage.
// Tested in tests/unit/stages/programme/import_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.h"
#include "imports/columns.h"

namespace sojourn::stages::programme {

/// How many names are looked through for "did you mean".
inline constexpr std::size_t names_suggested = 1000;

/// "$3, $4, ...": as many places as there are values; rounded up to a power of two, the last one
/// again, so that few statements are prepared.
std::string places(std::vector<db::Value>& values, std::vector<db::Value> wanted);

template <class T>
std::vector<db::Value> values_of(const std::vector<T>& list) {
  std::vector<db::Value> made;
  for (const T& each : list) {
    made.push_back(db::to_sql(each));
  }
  return made;
}

/// `select` gives id, name, code, closed_on, area, more, kind, path and in_scope, and ends in a
/// condition with the scope; `alias` is of the table, `prefix` of its ids.
std::vector<imports::Candidate> candidates(db::Tx& tx, std::string_view alias,
                                           std::string_view select, std::string_view prefix,
                                           const std::vector<std::string>& texts);

/// What is read of records: "$1, $2, ..." stands for their ids, which are the values.
using ReadOf = std::function<void(db::Tx& tx, const std::string& list, std::vector<db::Value> ids)>;
/// `from`, which has what stands about the records that it finds read, each once and some hundred
/// together. For one run, as `from` is.
imports::Referenced::Source loading(imports::Referenced::Source from, ReadOf read);

/// Open sponsors that the asker sees.
imports::Referenced::Source sponsors();

/// Whose areas may be named beside those that the asker sees: those where sponsors that they see
/// lie, or sites.
enum class AreasOf : std::uint8_t { none, sponsors, sites };
/// Open areas.
imports::Referenced::Source areas(AreasOf of = AreasOf::none);

}  // namespace sojourn::stages::programme
