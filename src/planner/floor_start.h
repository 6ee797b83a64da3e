// A first plan from the shortage flow. Used by solve_floors.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

/// Extends a placement that reaches the shortage floor: chooses leaders, brings in free people as
/// leaders where a team has none, then fills up to target_team, each as cheaply as can be seen one
/// site at a time. Never empties a seat, keeps every hard rule.
/// `placed_at`: site of each person, or `none`, musts included; `release`: what sponsors have left.
/// Ordered by site, role (leader first), staff.
std::vector<Placement> extend_start(const Problem& problem, std::vector<Ix> placed_at,
                                    std::vector<std::int32_t> release);

}  // namespace sojourn::planner
