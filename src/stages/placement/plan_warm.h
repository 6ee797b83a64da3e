// Stored plans that are ready to be asked about: the instance as it was read, the plan with its
// certificate, and the plan planned again without any change, so that what people ask is answered
// in milliseconds. A few are kept in memory, for some minutes. Safe from any thread.
// Tested in tests/unit/stages/placement/plan_test.cpp.
#pragma once

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/database.h"
#include "planner/draft.h"
#include "planner/evaluated.h"
#include "planner/explain.h"
#include "stages/placement/output.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

/// A plan as it is stored, read but not planned again: what takes no longer than reading.
class StoredPlan {
 public:
  StoredPlan(planner::Instance read, const PlanTexts& texts);

  const planner::Instance& instance() const { return instance_; }
  const planner::Solution& solution() const { return solution_; }
  /// Positions; none where the plan knows no such record.
  planner::Ix staff(base::Id<Staff> id) const { return find(staff_, id.to_text()); }
  planner::Ix site(base::Id<Site> id) const { return find(sites_, id.to_text()); }
  planner::Ix sponsor(base::Id<Sponsor> id) const { return find(sponsors_, id.to_text()); }

 protected:
  planner::Instance instance_;
  planner::Solution solution_;

 private:
  using Places = std::unordered_map<std::string, planner::Ix>;
  template <class Records>
  Places places_of(const Records& records) const;
  static planner::Ix find(const Places& places, const std::string& id) {
    const auto found = places.find(id);
    return found == places.end() ? planner::none : found->second;
  }

  Places staff_, sites_, sponsors_;
};

class WarmPlan : public StoredPlan {
 public:
  WarmPlan(planner::Instance read, const PlanTexts& texts, bool keeps_rules);

  const planner::Facts& facts() const { return facts_; }
  /// False of some that were made by hand: then nothing is proven of it, and it is not planned
  /// again from.
  bool keeps_rules() const { return keeps_rules_; }
  /// For drafts of it; made when it is first asked for.
  const planner::checking::TeamSites& team_sites() const;
  /// How a question that is asked now is answered: a few steps from the plan that is there,
  /// compared with the plan after as many steps more. A county takes one.
  planner::Depth depth() const;

 private:
  std::int64_t effort_steps_ = 1;
  std::optional<planner::Evaluated> evaluated_;  ///< none of a programme that is too large for it
  std::optional<planner::Solution> again_;       ///< none where the plan is proven
  planner::Facts facts_;
  bool keeps_rules_ = true;
  mutable std::once_flag team_sites_once_;
  mutable std::optional<planner::checking::TeamSites> team_sites_;
};

/// Whoever asks for a plan that is not ready waits for it, nobody else does.
class WarmPlans {
 public:
  /// Refusal precondition "no_plan_yet" if the plan has no result. The caller has seen that the
  /// asker may see it.
  std::shared_ptr<const WarmPlan> of(db::Tx& tx, base::Id<Plan> plan);
  /// The same for who only looks up what it was made from: the one that is ready, else one that is
  /// read and not planned again. Refusals as above.
  std::shared_ptr<const StoredPlan> stored(db::Tx& tx, base::Id<Plan> plan);

 private:
  using Warm = std::shared_ptr<const WarmPlan>;
  struct Entry {
    std::int64_t plan = 0;
    std::chrono::steady_clock::time_point made;
    std::shared_future<Warm> warm;
  };
  void forget(std::int64_t plan);

  std::mutex mutex_;
  std::vector<Entry> entries_;  ///< last used last
};

}  // namespace sojourn::stages::placement
