// What people changed by hand in a plan: who, when and why. From the plan as it is back to the one
// that was begun with, each change that was kept on the way, and what two people signed for since.
// Inside src/stages/placement only. Tested in tests/unit/stages/placement/board_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/draft.h"
#include "stages/placement/plan_operations.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

struct HandChange {
  planner::SingleMove move;              ///< by position in the plan's instance
  std::optional<std::string> by;         ///< none: whoever runs the machine
  std::optional<std::string> signed_by;  ///< of an override: the second person
  base::Date on;
  std::string reason;
  Id<Plan> plan;  ///< as which it was kept, or that was overridden
  std::string plan_name;
};

/// The newest plan last, overrides after all; of one plan people in their order, then sites.
/// Precondition: the asker sees the plan.
std::vector<HandChange> hand_changes(db::Tx& tx, Id<Plan> plan, WarmPlans& warm_plans);

}  // namespace sojourn::stages::placement
