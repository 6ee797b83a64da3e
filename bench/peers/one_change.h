// How long the answer to one change takes: a pin more, or a person ill, in a county that is already
// planned. Measured inside a process that holds the plan, as a screen would.
#pragma once

#include <vector>

#include "planner/planner.h"

namespace sojourn::peers {

struct ChangeTime {
  bool pin = false;          ///< else: a person unavailable
  double limit_seconds = 0;  ///< after which a stop is requested
  double seconds = 0;        ///< wall time until the answer is there, the changed instance included
  double gap = 0;            ///< points a site above the certified bound
  bool valid = false;        ///< `check` and `check_certificate` agree with it
};

/// Plans `instance` for `first_seconds`, then each of `changes` pins and as many illnesses, each of
/// a placed person, once for each limit.
std::vector<ChangeTime> time_one_change(const planner::Instance& instance, double first_seconds,
                                        int changes, const std::vector<double>& limits,
                                        int threads);

}  // namespace sojourn::peers
