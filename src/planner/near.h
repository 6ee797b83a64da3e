// The nearest sites of a set, exactly as the model orders them: by distance in whole metres, then
// by order in sites.csv. A k-d tree (Bentley 1975) over chords of the globe, or over the plane,
// finds the candidates; metres_between settles the few whose order is in doubt, so that the answer
// is the one of a full sort. Works across the date line and at the poles.
// Tested in tests/unit/planner/problem_test.cpp against that full sort.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner {

/// A place in metres: on the globe's surface in space, or on the plane with z = 0. The straight
/// line between two spots grows with their distance and is never longer.
struct Spot {
  double x = 0, y = 0, z = 0;
};
Spot spot_of(Coordinates coordinates, Place place);

inline double square_between(const Spot& a, const Spot& b) {
  const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  return x * x + y * y + z * z;
}

/// floor(metres_between(a, b) / 1000), mostly without trigonometry. `a_spot` and `b_spot` are the
/// spots of a and b.
std::int64_t kilometres_between(Coordinates coordinates, Place a, const Spot& a_spot, Place b,
                                const Spot& b_spot);

/// Memory that queries of one thread reuse.
struct NearScratch {
  std::vector<std::pair<double, Ix>> seen;  ///< squared chord, site
  std::vector<std::pair<std::int64_t, Ix>> doubtful;
};

/// Answers "which k of these sites are nearest to a place".
class NearSites {
 public:
  NearSites() = default;
  /// `sites`: positions in instance.sites, ascending. `spots`: of every site. Both outlive no
  /// more than the call; `instance` and `spots` have to outlive the queries.
  NearSites(const Instance& instance, std::span<const Spot> spots, std::span<const Ix> sites);

  /// Appends the k nearest sites to `found`, in no particular order; all of them where k is 0 or
  /// there are no more than k. Where coordinates are absent: the first k.
  void nearest(Place place, const Spot& spot, std::size_t k, NearScratch& scratch,
               std::vector<Ix>& found) const;

 private:
  struct Node {
    double split = 0;
    int axis = -1;  ///< -1: a leaf
  };
  struct Search;
  void build(std::size_t node, std::size_t first, std::size_t last);

  const Instance* instance_ = nullptr;
  std::span<const Spot> spots_;
  std::vector<Ix> sites_;    ///< in tree order; ascending where there is no tree
  std::vector<Node> nodes_;  ///< children of i: 2i + 1, 2i + 2; each halves its parent's range
};

}  // namespace sojourn::planner
