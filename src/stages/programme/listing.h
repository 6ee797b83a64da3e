// A list in the order of ids, page by page. Lists in the order of names are Query's
// (operations_shared.h). For stages that come after this one; tested with their lists.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {

/// A list in the order of ids, page by page, with conditions as they are asked for.
class Listing {
 public:
  /// `from`: a table with the alias n, its joins and its scope.
  explicit Listing(std::string_view from) : from_(from) {}

  /// `condition` ends where the value's parameter comes: "n.site =".
  template <class T>
  void add(std::string_view condition, const T& value) {
    values_.push_back(db::to_sql(value));
    from_ += fmt::format(" AND {} ${}", condition, values_.size());
  }
  template <class T>
  void add_if(std::string_view condition, const std::optional<T>& value) {
    if (value) {
      add(condition, *value);
    }
  }
  void require(std::string_view condition) { from_ += fmt::format(" AND {}", condition); }
  /// Only what lies in an area, whose table has the alias a.
  void within(db::Tx& tx, const std::optional<base::Id<Area>>& area) {
    if (area) {
      const std::string top = path_of(tx, *area);
      add("a.path >=", top);
      add("a.path <", db::end_of_prefix(top));
    }
  }

  /// Rows as the query gives them, each then as `view` shows it. Row::id is the key.
  template <base::Record View, base::Record Row, class Make>
  access::Page<View> page(db::Tx& tx, std::string_view select, bool newest_first,
                          const std::optional<std::string>& after,
                          const std::optional<std::int32_t>& limit, Make&& view) {
    const std::int64_t most = checked_limit(limit);
    if (after) {
      const auto last = decltype(Row::id)::from_text(*after);
      if (!last) {
        refuse_place(*after, "This should be what `next` said.");
      }
      add(newest_first ? "n.id <" : "n.id >", *last);
    }
    std::vector<Row> rows =
        tx.rows_with<Row>(fmt::format("SELECT {} FROM {} ORDER BY n.id{} LIMIT {}", select, from_,
                                      newest_first ? " DESC" : "", most + 1),
                          values_);
    access::Page<View> made;
    if (std::ssize(rows) > most) {
      rows.pop_back();
      made.next = rows.back().id.to_text();
    }
    for (const Row& row : rows) {
      made.items.push_back(view(row));
    }
    return made;
  }
  const std::string& from() const { return from_; }
  const std::vector<db::Value>& values() const { return values_; }

 private:
  std::string from_;
  std::vector<db::Value> values_;
};

}  // namespace sojourn::stages::programme
