// What the operations on plans share. Inside src/stages/placement only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stages/placement/plan_run.h"
#include "stages/placement/plan_warm.h"
#include "stages/placement/rules_file.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {

// Each part of the table of operations. `warm`: the plans that are ready to be asked.
std::vector<access::Operation> plan_operations();
std::vector<access::Operation> content_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> replay_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> question_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> difference_operations(const std::shared_ptr<WarmPlans>& warm);
std::vector<access::Operation> publish_operations(const std::shared_ptr<WarmPlans>& warm,
                                                  const SettleTerms& settle);
std::vector<access::Operation> objection_operations();
std::vector<access::Operation> override_operations();

struct PlanView {
  Id<Plan> id;
  std::string name;
  std::optional<Id<Area>> area;
  std::optional<std::string> area_name;
  base::Date starts_on;
  std::optional<bool> open_posts;  ///< yes: only these
  std::optional<Id<selection::Round>> round;
  std::optional<ByHand> by_hand;
  std::optional<Id<Plan>> parent;
  std::optional<std::string> edit_reason;
  PlanState state = PlanState::waiting;
  std::int64_t seed = 1;
  std::optional<std::int64_t> time_limit;
  std::optional<std::int64_t> most_steps;
  base::Instant made_at;
  std::vector<PlanFault> faults;
  std::optional<std::string> input_digest;
  std::optional<std::string> rules_digest;
  std::optional<std::int64_t> rules_number;
  std::optional<std::string> result_digest;
  std::optional<std::int64_t> steps;
  std::optional<std::int64_t> total;
  std::optional<std::int64_t> bound;
  std::optional<bool> proven;
  std::optional<std::int64_t> breaches;  ///< hard rules that it breaks
  std::optional<std::int64_t> placed;
  std::optional<std::int64_t> sites;
  std::optional<std::int64_t> staff;
  std::optional<base::Instant> published_at;
  std::optional<std::int64_t> shortages;  ///< sites short when it was published, and seen
  std::optional<base::Date> objections_until;
  std::optional<base::Instant> confirmed_at;
  std::optional<std::string> ended_reason;
  std::optional<PlanProgress> progress;  ///< while it is made
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PlanView, (),
                      (id, name, area, area_name, starts_on, open_posts, round, by_hand, parent,
                       edit_reason, state, seed, time_limit, most_steps, made_at, faults,
                       input_digest, rules_digest, rules_number, result_digest, steps, total, bound,
                       proven, breaches, placed, sites, staff, published_at, shortages,
                       objections_until, confirmed_at, ended_reason, progress, version))

struct WhichPlan {
  Id<Plan> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlan, (), (id))

/// A plan of an area is seen by whoever sees the area, one of the whole programme by whoever sees
/// the whole.
inline constexpr std::string_view scoped_plan =
    "plan p LEFT JOIN area a ON a.id = p.area WHERE {scope:area a.path}";

PlanView plan_view(db::Tx& tx, Id<Plan> id);
Plan plan_to_change(db::Change& change, Id<Plan> id, std::int64_t version);
/// Refusal precondition "not_draft" and the like, unless it is in that state.
void require_state(const Plan& plan, PlanState state);

/// Acts as the same person, and sees what the plan is made of: all of it belongs to the plan, which
/// the person was seen to see.
db::Caller with_whole_scope(const db::Caller& caller);

/// Notes that the asker read who refused by their own word, of those that they see in the area
/// (none: anywhere): the files of a plan and a programme folder hold it.
void note_refusals_read(access::Call& call, std::optional<Id<Area>> area);

base::FieldAbout plan_field();

/// The edition of the rules that holds on a day. Refusal precondition "rules_wrong" if it has
/// faults.
RulesFile rules_of(db::Tx& tx, const base::Date& on);

}  // namespace sojourn::stages::placement
