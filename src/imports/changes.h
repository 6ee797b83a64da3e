// What a row changes of a record, told cell by cell. See importer.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "imports/columns.h"
#include "imports/report.h"
#include "imports/sheet.h"

namespace sojourn::imports {

template <class R>
std::vector<ColumnChange> changes_of(db::Tx& tx, const std::vector<Column<R>>& columns,
                                     std::vector<Referenced>& references, const Sheet& sheet,
                                     base::Language language, const R& before, const R& after) {
  std::vector<ColumnChange> changes;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column<R>& column = columns[i];
    ColumnChange change{.column = sheet.heading(i, language), .before = {}, .after = {}};
    if (column.refers) {
      const std::int64_t from = column.referred(before);
      const std::int64_t to = column.referred(after);
      if (from == to) {
        continue;
      }
      const auto name = [&](std::int64_t id) -> std::optional<std::string> {
        return id == 0
                   ? std::nullopt
                   : std::optional(references[*column.refers].name_of(tx, id, column.id_text(id)));
      };
      change.before = name(from);
      change.after = name(to);
    } else {
      change.before = column.show(before);
      change.after = column.show(after);
    }
    if (change.before != change.after) {
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace sojourn::imports
