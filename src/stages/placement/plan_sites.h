// What is told of a plan's sites on the board, in its score and before it is published: what each
// lacks, and which lie in an area. Inside src/stages/placement only.
// Tested in tests/unit/stages/placement/board_test.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "planner/facts.h"
#include "stages/placement/plan_operations.h"

namespace sojourn::stages::placement {

struct LackView {
  std::int64_t below_minimum = 0;
  std::int64_t below_target = 0;  ///< further heads, between minimum and target
  bool no_leader = false;
  bool nobody_stays = false;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
};
BOOST_DESCRIBE_STRUCT(LackView, (),
                      (below_minimum, below_target, no_leader, nobody_stays, languages, skills))

LackView lacks_of(const planner::Facts& facts, planner::Ix site);

/// Those of `names` at the positions.
std::vector<std::string> called(const std::vector<std::string>& names,
                                std::span<const planner::Ix> which);

StaffRole role_of(planner::Role role);
planner::Role role_of(StaffRole role);

/// Areas of a plan and which of its sites lie in them. `instance` has to outlive it.
class Areas {
 public:
  explicit Areas(const planner::Instance& instance);

  std::int64_t sites_in(planner::Ix area) const { return counts_[static_cast<std::size_t>(area)]; }
  /// None: the whole. Refusal /within not_in_plan.
  planner::Ix named(const std::optional<Id<Area>>& within) const;
  /// By positions. `within` none: all. Empty where there are too many to show.
  std::vector<planner::Ix> shown(planner::Ix within) const;

 private:
  planner::Ix find(Id<Area> id) const;

  const planner::Instance& instance_;
  std::vector<std::int64_t> counts_;
};

base::FieldAbout within_field();

}  // namespace sojourn::stages::placement
