// The k-d tree of near.h. Tested in tests/unit/planner/problem_test.cpp.
#include "planner/near.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sojourn::planner {

namespace {
constexpr double earth_radius_metres = 6'371'008.8;
/// Fewer sites than this are looked through one by one.
constexpr std::size_t leaf_size = 24;
/// Two places whose chords differ by more than this differ in whole metres the same way: one metre
/// for rounding, the rest far above the error of double precision on this planet.
constexpr double doubt_metres = 2.0;

double coordinate(const Spot& spot, int axis) {
  return axis == 0 ? spot.x : axis == 1 ? spot.y : spot.z;
}
}  // namespace

Spot spot_of(Coordinates coordinates, Place place) {
  switch (coordinates) {
    case Coordinates::absent: break;
    case Coordinates::kilometres: return {place.x * 1000.0, place.y * 1000.0, 0.0};
    case Coordinates::degrees: {
      constexpr double radians = std::numbers::pi / 180.0;
      const double level = std::cos(place.y * radians) * earth_radius_metres;
      return {level * std::cos(place.x * radians), level * std::sin(place.x * radians),
              earth_radius_metres * std::sin(place.y * radians)};
    }
  }
  return {};
}

std::int64_t kilometres_between(Coordinates coordinates, Place a, const Spot& a_spot, Place b,
                                const Spot& b_spot) {
  if (coordinates == Coordinates::absent)
    return 0;
  double metres = std::sqrt(square_between(a_spot, b_spot));
  bool in_doubt = false;
  if (coordinates == Coordinates::degrees) {
    // Arc from chord by the series of 2 asin(c / 2): off by less than a millimetre up to 300 km.
    const double c = metres * (1.0 / earth_radius_metres);
    in_doubt = c > 0.05;
    const double c2 = c * c;
    metres *= 1.0 + c2 / 24.0 + 3.0 * c2 * c2 / 640.0;
  } else {
    in_doubt = metres > 1e8;
  }
  // Whole metres change their kilometre at half a metre under it: near there, ask the exact
  // formula.
  if (in_doubt)
    return metres_between(coordinates, a, b) / 1000;
  const double shifted = (metres + 0.5) * 1e-3;
  const auto whole = static_cast<std::int64_t>(shifted);
  const double part = shifted - static_cast<double>(whole);
  if (part < 1e-5 || part > 1.0 - 1e-5)
    return metres_between(coordinates, a, b) / 1000;
  return whole;
}

NearSites::NearSites(const Instance& instance, std::span<const Spot> spots,
                     std::span<const Ix> sites)
    : instance_(&instance), spots_(spots), sites_(sites.begin(), sites.end()) {
  if (instance.coordinates != Coordinates::absent && sites_.size() > leaf_size)
    build(0, 0, sites_.size());
}

void NearSites::build(std::size_t node, std::size_t first, std::size_t last) {
  if (nodes_.size() <= node)
    nodes_.resize(node + 1);
  if (last - first <= leaf_size)
    return;
  // Step 1: the widest axis.
  constexpr double far = std::numeric_limits<double>::infinity();
  std::array<double, 3> low{far, far, far}, high{-far, -far, -far};
  for (std::size_t i = first; i < last; ++i) {
    for (int axis = 0; axis < 3; ++axis) {
      const double at = coordinate(spots_[static_cast<std::size_t>(sites_[i])], axis);
      const auto k = static_cast<std::size_t>(axis);
      low[k] = std::min(low[k], at);
      high[k] = std::max(high[k], at);
    }
  }
  int axis = 0;
  for (int other = 1; other < 3; ++other) {
    const auto k = static_cast<std::size_t>(other), best = static_cast<std::size_t>(axis);
    if (high[k] - low[k] > high[best] - low[best])
      axis = other;
  }
  // Step 2: halve at the median; ties by site, so that the tree is the same everywhere.
  const std::size_t middle = first + (last - first) / 2;
  const auto at = [&](Ix site) { return coordinate(spots_[static_cast<std::size_t>(site)], axis); };
  const auto begin = sites_.begin();
  using Step = std::ptrdiff_t;
  std::nth_element(begin + static_cast<Step>(first), begin + static_cast<Step>(middle),
                   begin + static_cast<Step>(last),
                   [&](Ix a, Ix b) { return at(a) != at(b) ? at(a) < at(b) : a < b; });
  nodes_[node] = {at(sites_[middle]), axis};
  build(2 * node + 1, first, middle);
  build(2 * node + 2, middle, last);
}

/// One query: keeps every site whose chord may be among the k least.
struct NearSites::Search {
  const NearSites& tree;
  const Spot spot;
  const std::size_t k;
  std::vector<std::pair<double, Ix>>& seen;
  double bound = std::numeric_limits<double>::infinity();  ///< squared chord still of interest
  std::size_t next_trim = 0;

  void trim() {
    const auto nth = seen.begin() + static_cast<std::ptrdiff_t>(k - 1);
    std::nth_element(seen.begin(), nth, seen.end());
    const double reach = std::sqrt(nth->first) + doubt_metres;
    bound = reach * reach;
    std::erase_if(seen, [&](const auto& entry) { return entry.first > bound; });
    next_trim = seen.size() + std::max<std::size_t>(k, 16);
  }

  void look(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const Ix site = tree.sites_[i];
      const double square = square_between(spot, tree.spots_[static_cast<std::size_t>(site)]);
      if (square <= bound)
        seen.emplace_back(square, site);
    }
    if (seen.size() >= next_trim)
      trim();
  }

  void visit(std::size_t node, std::size_t first, std::size_t last) {
    if (node >= tree.nodes_.size() || tree.nodes_[node].axis < 0)
      return look(first, last);
    const Node& cut = tree.nodes_[node];
    const std::size_t middle = first + (last - first) / 2;
    const double beyond = coordinate(spot, cut.axis) - cut.split;
    if (beyond < 0) {
      visit(2 * node + 1, first, middle);
      if (beyond * beyond <= bound)
        visit(2 * node + 2, middle, last);
    } else {
      visit(2 * node + 2, middle, last);
      if (beyond * beyond <= bound)
        visit(2 * node + 1, first, middle);
    }
  }
};

void NearSites::nearest(Place place, const Spot& spot, std::size_t k, NearScratch& scratch,
                        std::vector<Ix>& found) const {
  if (k == 0 || sites_.size() <= k) {
    found.insert(found.end(), sites_.begin(), sites_.end());
    return;
  }
  if (instance_->coordinates == Coordinates::absent) {
    found.insert(found.end(), sites_.begin(), sites_.begin() + static_cast<std::ptrdiff_t>(k));
    return;
  }
  // Step 1: everything whose chord is within doubt of the k-th least.
  scratch.seen.clear();
  Search search{*this, spot, k, scratch.seen};
  search.next_trim = k + std::max<std::size_t>(k, 16);
  search.visit(0, 0, sites_.size());
  search.trim();
  // Step 2: what is clearly nearer than the k-th is in; the rest is ordered by the exact formula.
  const auto nth = scratch.seen.begin() + static_cast<std::ptrdiff_t>(k - 1);
  const double sure = std::max(0.0, std::sqrt(nth->first) - doubt_metres);
  std::size_t taken = 0;
  scratch.doubtful.clear();
  for (const auto& [square, site] : scratch.seen) {
    if (square < sure * sure) {
      found.push_back(site);
      ++taken;
    } else {
      scratch.doubtful.emplace_back(0, site);
    }
  }
  if (scratch.doubtful.size() > k - taken) {
    for (auto& [metres, site] : scratch.doubtful)
      metres = metres_between(instance_->coordinates, place,
                              instance_->sites[static_cast<std::size_t>(site)].place);
    std::nth_element(scratch.doubtful.begin(),
                     scratch.doubtful.begin() + static_cast<std::ptrdiff_t>(k - taken),
                     scratch.doubtful.end());
  }
  for (std::size_t i = 0; i < k - taken; ++i)
    found.push_back(scratch.doubtful[i].second);
}

}  // namespace sojourn::planner
