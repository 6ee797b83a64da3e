// See plan_warm.h.
#include "stages/placement/plan_warm.h"

#include <algorithm>

#include "base/ensure.h"
#include "planner/what_if.h"
#include "stages/placement/output.h"
#include "stages/placement/plan_run.h"
#include "stages/placement/programme_folder.h"

namespace sojourn::stages::placement {
namespace {

/// Names may be corrected or erased meanwhile: what is older is read again.
constexpr std::chrono::minutes keep_for{10};
constexpr std::size_t most_kept = 4;
/// Nobody waits long for a choice among many: after so long no other is begun, and the answer says
/// how many were tried. More: surer alternatives; less: sooner answers on a busy machine.
constexpr std::chrono::milliseconds answer_within{120};
/// Sites of a plan whose bound is kept site by site: some kilobytes each.
constexpr std::size_t most_evaluated = 5'000;

planner::Instance instance_of_texts(const PlanTexts& texts) {
  FolderTexts folder;
  for (std::size_t file = 0; file < folder.size(); ++file) {
    if (const auto found = texts.find(folder_file_name(file)); found != texts.end()) {
      folder[file] = found->second;
    }
  }
  ReadResult result = read_texts(std::move(folder));
  base::ensure(result.instance.has_value(), "a stored plan's folder reads as it did");
  return *std::move(result.instance);
}

}  // namespace

WarmPlan::WarmPlan(planner::Instance read,
                   const std::map<std::string, std::string, std::less<>>& texts)
    : instance_(std::move(read)),
      solution_(read_solution(texts, instance_)),
      facts_(instance_, solution_.plan),
      staff_(places_of(instance_.staff)),
      sites_(places_of(instance_.sites)),
      sponsors_(places_of(instance_.sponsors)) {
  // Steps of a county are long enough for an answer; a few villages are planned to the proof.
  effort_steps_ =
      std::clamp<std::int64_t>(100 / std::max<std::int64_t>(1, std::ssize(sites_)), 1, 32);
  if (sites_.size() <= most_evaluated) {
    evaluated_.emplace(instance_, solution_);
  }
  if (!solution_.proven) {
    planner::Effort effort;
    effort.steps = effort_steps_;
    effort.evaluated = evaluated_ ? &*evaluated_ : nullptr;
    again_ = planner::plan_again(instance_, solution_, effort);
  }
}

template <class Records>
WarmPlan::Places WarmPlan::places_of(const Records& records) const {
  Places made;
  for (std::size_t i = 0; i < records.size(); ++i) {
    made.emplace(std::string(instance_.text(records[i].id)), static_cast<planner::Ix>(i));
  }
  return made;
}

planner::Depth WarmPlan::depth() const {
  planner::Depth depth;
  depth.effort.steps = effort_steps_;
  depth.effort.again = again_ ? &*again_ : nullptr;
  depth.effort.evaluated = evaluated_ ? &*evaluated_ : nullptr;
  depth.tries = 4;
  depth.enough = [end = std::chrono::steady_clock::now() + answer_within] {
    return std::chrono::steady_clock::now() >= end;
  };
  depth.items = 4;
  return depth;
}

std::shared_ptr<const WarmPlan> WarmPlans::of(db::Tx& tx, base::Id<Plan> plan) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard hold(mutex_);
  std::erase_if(entries_, [&](const Entry& each) { return now - each.made > keep_for; });
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& each) { return each.plan == plan.value; });
  if (found != entries_.end()) {
    std::rotate(found, found + 1, entries_.end());
    return entries_.back().warm;
  }
  const PlanTexts texts = plan_texts(tx, plan);
  if (!texts.contains("placements.csv")) {
    throw base::Refusal{base::Kind::precondition, "no_plan_yet",
                        "This plan is not made yet, or could not be made."};
  }
  planner::Instance instance = instance_of_texts(texts);
  name_staff(tx, instance);
  auto warm = std::make_shared<const WarmPlan>(std::move(instance), texts);
  if (entries_.size() >= most_kept) {
    entries_.erase(entries_.begin());
  }
  entries_.push_back({plan.value, now, warm});
  return warm;
}

}  // namespace sojourn::stages::placement
