// What a plan would change in the postings as they are: who arrives, moves, changes role, leaves
// and stays. Pure, without SQL. Inside src/stages/placement only.
// Tested in tests/unit/stages/placement/plan_difference_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// Of two places that somebody has, before and after; neither: stays.
template <class Before, class After>
Step step_between(const Before* before, const After* after) {
  return before == nullptr && after == nullptr ? Step::stays
         : before == nullptr                   ? Step::arrives
         : after == nullptr                    ? Step::leaves
         : before->site != after->site         ? Step::moves
         : before->role != after->role         ? Step::changes_role
                                               : Step::stays;
}

/// One person's step as people are told of it.
struct DifferenceRow {
  base::Id<Staff> staff;
  std::string staff_name;
  Step step = Step::stays;
  std::optional<base::Id<Site>> from = {};
  std::optional<std::string> from_name = {};
  std::optional<StaffRole> from_role = {};
  std::optional<base::Id<Site>> to = {};
  std::optional<std::string> to_name = {};
  std::optional<StaffRole> to_role = {};
};
BOOST_DESCRIBE_STRUCT(DifferenceRow, (),
                      (staff, staff_name, step, from, from_name, from_role, to, to_name, to_role))

/// Counts the step in `to` (arrives, moves, changes_role, leaves, stays) and keeps in its `rows`
/// those who do not stay as they are.
template <class Told>
void add_row(DifferenceRow row, Told& to) {
  switch (row.step) {
    case Step::arrives: ++to.arrives; break;
    case Step::moves: ++to.moves; break;
    case Step::changes_role: ++to.changes_role; break;
    case Step::leaves: ++to.leaves; break;
    case Step::stays: ++to.stays; return;
  }
  to.rows.push_back(std::move(row));
}

/// In the order of staff. `postings`: one a person, those that run on the first day of the plan.
std::vector<DifferenceStep> difference_of(std::span<const Posting> postings,
                                          std::span<const Placement> placements);

/// Of a plan for open posts alone: whoever has a posting, or will have, stays as they are, whatever
/// has become of it since the plan was made.
void hold_the_posted(std::vector<DifferenceStep>& steps);

/// Changes whenever a step does, or what it begins from, or `input_digest`.
std::string digest_of(std::span<const DifferenceStep> steps, std::string_view input_digest);

}  // namespace sojourn::stages::placement
