// Rows of one table by the position that they name in another, without a copy of the rows.
// Tested in tests/unit/planner/problem_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner {

/// Rows grouped by a position: rows of k are items[begin[k] .. begin[k + 1]), in input order.
struct Groups {
  std::vector<std::uint32_t> begin, items;
  std::span<const std::uint32_t> of(Ix k) const {
    const auto first = static_cast<std::size_t>(k);
    return {items.data() + begin[first], items.data() + begin[first + 1]};
  }
};

/// key(row) is the position that the row names, below `keys`, or `none`: then it is left out.
template <class Rows, class Key>
Groups group_by(const Rows& rows, std::size_t keys, Key key) {
  Groups groups;
  groups.begin.assign(keys + 1, 0);
  for (const auto& row : rows)
    if (const Ix k = key(row); k != none)
      ++groups.begin[static_cast<std::size_t>(k) + 1];
  for (std::size_t k = 0; k < keys; ++k)
    groups.begin[k + 1] += groups.begin[k];
  groups.items.resize(groups.begin[keys]);
  auto next = groups.begin;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (const Ix k = key(rows[row]); k != none)
      groups.items[next[static_cast<std::size_t>(k)]++] = static_cast<std::uint32_t>(row);
  return groups;
}

}  // namespace sojourn::planner
