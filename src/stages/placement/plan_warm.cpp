// See plan_warm.h.
#include "stages/placement/plan_warm.h"

#include <algorithm>

#include "base/ensure.h"
#include "planner/what_if.h"
#include "stages/placement/plan_keep.h"
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

template <class Records>
StoredPlan::Places StoredPlan::places_of(const Records& records) const {
  Places made;
  for (std::size_t i = 0; i < records.size(); ++i) {
    made.emplace(std::string(instance_.text(records[i].id)), static_cast<planner::Ix>(i));
  }
  return made;
}

StoredPlan::StoredPlan(planner::Instance read, const PlanTexts& texts)
    : instance_(std::move(read)),
      solution_(read_solution(texts, instance_)),
      staff_(places_of(instance_.staff)),
      sites_(places_of(instance_.sites)),
      sponsors_(places_of(instance_.sponsors)) {}

WarmPlan::WarmPlan(planner::Instance read, const PlanTexts& texts, bool keeps_rules)
    : StoredPlan(std::move(read), texts),
      facts_(instance_, solution_.plan),
      keeps_rules_(keeps_rules) {
  if (!keeps_rules_) {
    solution_.proven = false;
    return;
  }
  // Steps of a county are long enough for an answer; a few villages are planned to the proof.
  effort_steps_ =
      std::clamp<std::int64_t>(100 / std::max<std::int64_t>(1, std::ssize(instance_.sites)), 1, 32);
  if (instance_.sites.size() <= most_evaluated) {
    evaluated_.emplace(instance_, solution_);
  }
  if (!solution_.proven) {
    planner::Effort effort;
    effort.steps = effort_steps_;
    effort.evaluated = evaluated_ ? &*evaluated_ : nullptr;
    again_ = planner::plan_again(instance_, solution_, effort);
  }
}

const planner::checking::TeamSites& WarmPlan::team_sites() const {
  std::call_once(team_sites_once_, [this] { team_sites_.emplace(instance_, 1); });
  return *team_sites_;
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

namespace {

PlanTexts texts_of_made(db::Tx& tx, base::Id<Plan> plan) {
  PlanTexts texts = plan_texts(tx, plan);
  if (!texts.contains("placements.csv")) {
    throw base::Refusal{base::Kind::precondition, "no_plan_yet",
                        "This plan is not made yet, or could not be made."};
  }
  return texts;
}

std::shared_ptr<const WarmPlan> warm_of(db::Tx& tx, base::Id<Plan> plan) {
  const PlanTexts texts = texts_of_made(tx, plan);
  const auto breaches = tx.value<std::int64_t>(
      "SELECT coalesce(p.breaches, 0) FROM plan p WHERE p.id = $1 AND {unscoped:the plan is seen}",
      plan);
  planner::Instance instance = instance_of_texts(texts);
  name_staff(tx, instance);
  return std::make_shared<const WarmPlan>(std::move(instance), texts, breaches == 0);
}

}  // namespace

std::shared_ptr<const WarmPlan> WarmPlans::of(db::Tx& tx, base::Id<Plan> plan) {
  for (;;) {
    // 1. One that is there, or is being made by somebody.
    std::promise<Warm> making;
    std::shared_future<Warm> made;
    {
      const auto now = std::chrono::steady_clock::now();
      const std::lock_guard hold(mutex_);
      std::erase_if(entries_, [&](const Entry& each) { return now - each.made > keep_for; });
      const auto found = std::find_if(entries_.begin(), entries_.end(),
                                      [&](const Entry& each) { return each.plan == plan.value; });
      if (found != entries_.end()) {
        std::rotate(found, found + 1, entries_.end());
        made = entries_.back().warm;
      } else {
        if (entries_.size() >= most_kept) {
          entries_.erase(entries_.begin());
        }
        entries_.push_back({plan.value, now, making.get_future().share()});
      }
    }
    if (made.valid()) {
      try {
        return made.get();
      } catch (const std::future_error&) {
        continue;  // whoever made it could not
      }
    }
    // 2. Made here, without holding up anybody who asks about another. Where that throws, the
    // promise is broken, and whoever waits tries for themselves.
    try {
      Warm warm = warm_of(tx, plan);
      making.set_value(warm);
      return warm;
    } catch (...) {
      forget(plan.value);
      throw;
    }
  }
}

std::shared_ptr<const StoredPlan> WarmPlans::stored(db::Tx& tx, base::Id<Plan> plan) {
  std::shared_future<Warm> made;
  {
    const std::lock_guard hold(mutex_);
    for (const Entry& each : entries_) {
      if (each.plan == plan.value) {
        made = each.warm;
      }
    }
  }
  if (made.valid() && made.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    try {
      return made.get();
    } catch (const std::future_error&) {
      // Whoever made it could not.
    }
  }
  const PlanTexts texts = texts_of_made(tx, plan);
  return std::make_shared<const StoredPlan>(instance_of_texts(texts), texts);
}

void WarmPlans::forget(std::int64_t plan) {
  const std::lock_guard hold(mutex_);
  std::erase_if(entries_, [&](const Entry& each) { return each.plan == plan; });
}

}  // namespace sojourn::stages::placement
