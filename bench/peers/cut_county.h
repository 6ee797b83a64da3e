// A few sites and people of the example county: real shapes in sizes that a general solver can
// settle. Used by tests/peers and bench/signature.cpp.
#pragma once

#include <cstdint>
#include <filesystem>

#include "planner/instance.h"
#include "stages/placement/example.h"

namespace sojourn::peers {

/// An example as the planner sees it, written to a temporary folder and read back. Throws Bug where
/// the folder has errors.
planner::Instance example_instance(const stages::placement::ExampleOptions& options);

/// `sites` sites and `staff` people of `whole`, spread evenly over it, with the wishes, pins, costs
/// and affinities between them. Sponsors and areas stay.
planner::Instance cut(const planner::Instance& whole, int sites, int staff);

/// The two together, for the county of that seed. Precondition: at most 90 sites, 516 staff.
planner::Instance cut_county(std::uint64_t seed, bool tight, int sites, int staff);

}  // namespace sojourn::peers
