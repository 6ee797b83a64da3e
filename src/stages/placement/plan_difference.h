// What a plan would change in the postings as they are: who arrives, moves, changes role, leaves
// and stays. Pure, without SQL. Inside src/stages/placement only.
// Tested in tests/unit/stages/placement/plan_difference_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stages/placement/records.h"

namespace sojourn::stages::placement {

enum class Step : std::uint8_t { arrives, moves, changes_role, leaves, stays };
BOOST_DESCRIBE_ENUM(Step, arrives, moves, changes_role, leaves, stays)

struct DifferenceStep {
  base::Id<Staff> staff;
  Step step = Step::stays;
  std::optional<Posting> posting = {};      ///< as it is; none: arrives
  std::optional<Placement> placement = {};  ///< as it would be; none: leaves
};

/// In the order of staff. `postings`: one a person, those that run on the first day of the plan.
std::vector<DifferenceStep> difference_of(std::span<const Posting> postings,
                                          std::span<const Placement> placements);

/// Of a plan for open posts alone: whoever has a posting, or will have, stays as they are, whatever
/// has become of it since the plan was made.
void hold_the_posted(std::vector<DifferenceStep>& steps);

/// Changes whenever a step does, or what it begins from, or `input_digest`.
std::string digest_of(std::span<const DifferenceStep> steps, std::string_view input_digest);

}  // namespace sojourn::stages::placement
