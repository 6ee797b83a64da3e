// What PLACEMENT.md says about one staff member at one site: the points of the pair, and whether it
// is a candidate pair (hard rule 1). Written from the page, row by row, for `value_of`, `check` and
// `check_certificate`; it shares with the solver the Instance, nothing else, not even the formula
// of distances. scripts/check_includes holds what files of the check may include. Tested in
// tests/unit/planner/check_page_test.cpp against a full sort.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner::checking {

/// Whole metres between two places, from the page: great circle of radius 6,371,008.8 m (haversine)
/// for degrees, straight line for kilometres, rounded half away from zero; 0 without coordinates.
std::int64_t metres_apart(Coordinates coordinates, Place a, Place b);

/// Positions of the rows of a table, grouped by the staff member that they name.
class RowsByStaff {
 public:
  template <typename Row>
  RowsByStaff(const std::vector<Row>& rows, std::size_t staff) : first_(staff + 1, 0) {
    for (const Row& row : rows)
      ++first_[static_cast<std::size_t>(row.staff) + 1];
    for (std::size_t i = 1; i < first_.size(); ++i)
      first_[i] += first_[i - 1];
    rows_.resize(rows.size());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t i = 0; i < rows.size(); ++i)
      rows_[next[static_cast<std::size_t>(rows[i].staff)]++] = i;
  }
  std::span<const std::uint32_t> of(Ix staff) const {
    const auto i = static_cast<std::size_t>(staff);
    return {rows_.data() + first_[i], rows_.data() + first_[i + 1]};
  }

 private:
  std::vector<std::uint32_t> first_, rows_;
};

/// Points of the terms `pair`, `wish` and `strength` of one pair. Given costs (costs.csv) stand in
/// place of all three; they are reported under `pair`.
struct PairPoints {
  Points pair = 0, wish = 0, strength = 0;
  bool wish_met = false;       ///< the wish term applies
  bool strength_told = false;  ///< the strength term applies and the person has strength
  Points all() const { return pair + wish + strength; }
};

/// What rule 1 says about a pair.
struct Standing {
  bool taken = false;  ///< near, paired, wished, current, given a cost or pinned
  bool unavailable = false, home = false, refused = false;  ///< removed, whatever the role
  bool never_leader = false, never_member = false;          ///< removed for the role
  bool may_lead() const { return candidate() && !never_leader; }
  bool may_member() const { return candidate() && !never_member; }
  bool candidate() const { return taken && !unavailable && !home && !refused; }
};

/// A set of sites, from which the nearest to a place are counted off: by distance in whole metres,
/// then by order in sites.csv. The sites stand from south to north, so that a search starts at
/// the place's own latitude and ends where latitude alone is already too far.
class SitesFromSouth {
 public:
  SitesFromSouth() = default;
  SitesFromSouth(const Instance& instance, std::vector<Ix> sites);
  std::span<const Ix> all() const { return sites_; }
  bool holds(Ix site) const;
  /// Appends the `most` nearest (all where 0).
  void nearest(const Instance& instance, Place place, std::int32_t most,
               std::vector<Ix>& out) const;
  /// Whether `site`, one of the set, is among the `most` nearest (all where 0).
  bool among_nearest(const Instance& instance, Place place, std::int32_t most, Ix site) const;

 private:
  std::vector<Ix> sites_;   ///< by latitude, then position
  std::vector<Ix> sorted_;  ///< the same by position
};

class PairReader {
 public:
  explicit PairReader(const Instance& instance);

  PairPoints points(Ix staff, Ix site) const;
  Standing standing(Ix staff, Ix site) const;
  /// Every site that makes a candidate pair with the person in at least one role, ascending.
  /// Rule 2 is not looked at.
  void candidate_sites(Ix staff, std::vector<Ix>& out) const;
  /// Pins of the person, positions in Instance::pins.
  std::span<const std::uint32_t> pins_of(Ix staff) const { return pins_.of(staff); }

 private:
  bool near(Ix staff, Ix site) const;
  bool paired(Ix staff, Ix site) const;
  void remove(Ix staff, Ix site, Standing& standing) const;
  bool row_names(Ix staff, Ix site) const;

  const Instance& instance_;
  RowsByStaff wishes_, pins_, costs_;
  std::int32_t near_sites_;
  std::vector<SitesFromSouth> below_;   ///< per area: the sites that it is or holds
  std::vector<SitesFromSouth> affine_;  ///< per sponsor: the sites whose affinity list names it
  std::vector<Ix> own_area_;            ///< per area: its county, or itself where above counties
};

/// Points of the term `leader_experience` for a leader.
Points leader_points(const Instance& instance, Ix staff);
/// Rule 5: how many of its people each sponsor may release.
std::vector<std::int64_t> release_caps(const Instance& instance);

}  // namespace sojourn::planner::checking
