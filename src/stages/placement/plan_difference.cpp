// See plan_difference.h.
#include "stages/placement/plan_difference.h"

#include <fmt/format.h>

#include <map>

#include "base/digest.h"

namespace sojourn::stages::placement {

std::vector<DifferenceStep> difference_of(std::span<const Posting> postings,
                                          std::span<const Placement> placements) {
  std::map<base::Id<Staff>, DifferenceStep> steps;
  for (const Posting& posting : postings) {
    steps[posting.staff].posting = posting;
  }
  for (const Placement& placement : placements) {
    steps[placement.staff].placement = placement;
  }
  std::vector<DifferenceStep> made;
  for (auto& [staff, step] : steps) {
    step.staff = staff;
    step.step = step_between(step.posting ? &*step.posting : nullptr,
                             step.placement ? &*step.placement : nullptr);
    made.push_back(std::move(step));
  }
  return made;
}

void hold_the_posted(std::vector<DifferenceStep>& steps) {
  for (DifferenceStep& step : steps) {
    if (step.posting) {
      step.step = Step::stays;
    }
  }
}

std::string digest_of(std::span<const DifferenceStep> steps, std::string_view input_digest) {
  std::string text = fmt::format("{}\n", input_digest);
  for (const DifferenceStep& each : steps) {
    text += fmt::format("{} {}", each.staff.value, base::name_of(each.step));
    if (each.posting) {
      text += fmt::format(" from {} {} {} {}", each.posting->id.value, each.posting->site.value,
                          base::name_of(each.posting->role), each.posting->version);
    }
    if (each.placement) {
      text +=
          fmt::format(" to {} {}", each.placement->site.value, base::name_of(each.placement->role));
    }
    text += '\n';
  }
  return base::sha256_hex(text);
}

}  // namespace sojourn::stages::placement
