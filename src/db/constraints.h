// How a database's no becomes a Refusal: one table from constraints to the words that a person can
// act on. A stage lists its own beside its operations; what is in no list gets a general sentence.
// Tested in tests/unit/db/database_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/refusal.h"
#include "db/session.h"

namespace sojourn::db {

struct ConstraintAbout {
  /// As SqlError has it: "site(area,name)", "site.name", "site_dates_in_order".
  std::string constraint;
  base::Kind kind = base::Kind::conflict;
  std::string code;
  std::string where;  ///< JSON Pointer of the field to change, e.g. "/name"
  std::string detail;
};

/// Throws Bug for what only a mistake in Sojourn explains (wrong SQL, a column left empty).
base::Refusal refusal_of(const SqlError& error, const std::vector<ConstraintAbout>& known);

}  // namespace sojourn::db
