// What a report of an import says, a line a row.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "imports/report.h"

namespace sojourn::imports {

/// "2 added", "3 changed Grade: I -> II", "4 refused B4 unknown", in the report's order.
inline std::vector<std::string> told(const Report& report) {
  std::vector<std::string> made;
  for (const RowReport& row : report.listed) {
    std::string text = fmt::format("{} {}", row.row, base::name_of(row.effect));
    for (const ColumnChange& change : row.changes) {
      text += fmt::format(" {}: {} -> {}", change.column, change.before.value_or("none"),
                          change.after.value_or("none"));
    }
    for (const Problem& problem : row.problems) {
      text += fmt::format(" {} {}", problem.place, problem.code);
    }
    made.push_back(std::move(text));
  }
  return made;
}

}  // namespace sojourn::imports
