// See land.h. Tested in tests/unit/planner/problem_test.cpp.
#include "planner/land.h"

#include <cstddef>

#include "planner/groups.h"

namespace sojourn::planner {

namespace {
std::size_t at(Ix position) { return static_cast<std::size_t>(position); }
}  // namespace

Land::Land(const Instance& instance) {
  const auto& areas = instance.areas;
  county.resize(areas.size());
  for (std::size_t a = 0; a < areas.size(); ++a) {
    Ix up = static_cast<Ix>(a);
    while (up != none && areas[at(up)].kind != AreaKind::county)
      up = areas[at(up)].parent;
    county[a] = up != none ? up : static_cast<Ix>(a);
  }
  const Groups children = group_by(areas, areas.size(), [](const Area& a) { return a.parent; });
  const Groups in_area =
      group_by(instance.sites, areas.size(), [](const Site& s) { return s.area; });
  first.assign(areas.size(), 0);
  last.assign(areas.size(), 0);
  struct Open {
    Ix area;
    std::size_t child;
  };
  std::vector<Open> open;
  for (std::size_t root = 0; root < areas.size(); ++root) {
    if (areas[root].parent != none)
      continue;
    open.push_back({static_cast<Ix>(root), 0});
    while (!open.empty()) {
      auto& [area, child] = open.back();
      if (child == 0) {
        first[at(area)] = static_cast<std::uint32_t>(sites.size());
        for (const auto s : in_area.of(area))
          sites.push_back(static_cast<Ix>(s));
      }
      if (child < children.of(area).size()) {
        const auto next = static_cast<Ix>(children.of(area)[child++]);
        open.push_back({next, 0});
      } else {
        last[at(area)] = static_cast<std::uint32_t>(sites.size());
        open.pop_back();
      }
    }
  }
}

}  // namespace sojourn::planner
