// The sessions of a programme as one integer programme, for Cbc to be held beside the planner of
// sessions (src/stages/training/session_plan.h): one variable for each person, need and session, a
// row for each session's places, each need, and each day on which a person could sit twice. It
// shares no code with the planner. For bench/ only; tests compare with every assignment there is.
#pragma once

#include <cstdint>

#include "stages/training/session_plan.h"

namespace sojourn::peers {

struct MostServed {
  bool proven = false;
  std::int64_t worth = 0;  ///< as training::worth_of
  std::int64_t in_time = 0;
};
/// Most needs that can be met, by Cbc within a minute.
MostServed most_served(const stages::training::SessionPlanInput& input);

}  // namespace sojourn::peers
