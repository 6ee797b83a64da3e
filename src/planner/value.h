// The value of one team by the table "what a plan is worth" of PLACEMENT.md. The value of a plan is
// the sum over its sites; `value_of` (planner.h) adds them up, improvements.h takes differences.
// Tested in tests/unit/planner/value_test.cpp.
#pragma once

#include <span>
#include <vector>

#include "planner/check_pairs.h"
#include "planner/planner.h"

namespace sojourn::planner::checking {

class TeamValuer {
 public:
  explicit TeamValuer(const Instance& instance);
  /// Adds one site's terms and counts to `value`. `team`: placements at that site, in any order,
  /// valid or not. `lead`: its lead sponsor or none.
  void add(Ix site, std::span<const Placement> team, Ix lead, Value& value) const;
  /// The total alone.
  Points total(Ix site, std::span<const Placement> team, Ix lead) const;

  const PairReader& pairs() const { return pairs_; }
  /// Affinity score; 0 where the sponsor is not listed.
  std::int32_t score(Ix site, Ix sponsor) const;
  /// The sponsors that rule 6 lets lead the site, by position: the announced one alone, or those of
  /// its affinity list.
  std::vector<Ix> lead_options(Ix site) const;
  bool listed(Ix site, Ix sponsor) const;

 private:
  const Instance& instance_;
  PairReader pairs_;
  std::vector<std::vector<Affinity>> affinity_;  ///< per site, by sponsor
  std::vector<bool> has_current_staff_;          ///< per site: available people stay there now
};

}  // namespace sojourn::planner::checking
