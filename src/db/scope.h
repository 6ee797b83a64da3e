// Which rows a caller may see, and how a query says so. A query over scoped tables writes, where a
// condition stands,
//
//   SELECT s.id, s.name FROM site s JOIN area a ON a.id = s.area
//   WHERE s.closed IS NULL AND {scope:area a.path; site s.id; sponsor s.sponsor}
//
// naming the columns it has for each key (area, sponsor, site, staff). The transaction turns that
// into one predicate in parentheses with parameters: TRUE for the whole programme, FALSE if the
// caller's scope has none of the keys. A scoped table that is read without it is a Bug, unless the
// query gives a reason: {unscoped:sums over the programme are public}.
// `area +a.path` is the same condition as a filter: the engine does not go by the index of paths.
// Fields that fewer may see than the rows they stand in use {detail:...}, of the same form, where a
// value is chosen: CASE WHEN {detail:staff s.id} THEN s.fit_until END. It does not stand for a
// scope. Why so: exports, counts and nested routes are where peer systems leak (notes on TRUST.md);
// here every read of every kind comes through this one place. Tested in
// tests/unit/db/scope_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/value.h"

namespace sojourn::db {

struct Scope {
  bool whole = false;
  /// Materialised paths, "/12/34/": the area itself and all below it.
  std::vector<std::string> area_paths = {};
  std::vector<std::int64_t> sponsors = {};
  std::vector<std::int64_t> sites = {};
  std::vector<std::int64_t> staff = {};

  /// Sees everything: the program itself, and grants over the whole programme.
  static Scope everything() { return {.whole = true}; }
  friend bool operator==(const Scope&, const Scope&) = default;
};

/// Table names, sorted.
using ScopedTables = std::vector<std::string>;

/// `sql` with each {scope:...}, {detail:...} and {unscoped:...} replaced; parameters that a scope
/// needs are added to `values`. Throws Bug for a scoped table that is read without either, or a
/// scope that is not understood.
std::string expand_scope(std::string_view sql, const Scope& scope, const ScopedTables& tables,
                         std::vector<Value>& values, const Scope& detail = {});

/// The same text, written so that no index serves it and the engine reads in another order.
std::string text_as_filter(std::string_view column);

/// Least text above all texts that begin with `prefix`; `prefix` is not empty.
std::string end_of_prefix(std::string_view prefix);

/// Names of the tables that stand after FROM, JOIN or UPDATE in `sql`, and in lists after them, in
/// order, lower case; comments and quoted texts are passed over.
std::vector<std::string> tables_read(std::string_view sql);

}  // namespace sojourn::db
