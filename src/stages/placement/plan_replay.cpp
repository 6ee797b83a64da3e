// A plan made again from what was kept of it, by which anybody can see that it is what it says.
#include "planner/planner.h"
#include "stages/placement/plan_keep.h"
#include "stages/placement/plan_operations.h"

namespace sojourn::stages::placement {
namespace {

struct Replay {
  std::string input_digest;
  std::string result_digest;  ///< of the plan as it was made again
  std::int64_t steps = 0;
  std::int64_t total = 0;
  bool same = false;  ///< byte for byte
};
BOOST_DESCRIBE_STRUCT(Replay, (), (input_digest, result_digest, steps, total, same))

/// Nobody searched for it: that what was kept is worth what it says, and that its bound holds.
Replay replay_by_hand(const PlanView& plan, const WarmPlan& warm) {
  const planner::Solution& solution = warm.solution();
  const std::string digest = result_digest_of(placements_csv(warm.instance(), solution.plan),
                                              lead_sponsors_csv(warm.instance(), solution.plan));
  const planner::CertificateCheck bound =
      planner::check_certificate(warm.instance(), solution.certificate, solution.floors);
  const auto breaches = std::ssize(planner::check(warm.instance(), solution.plan));
  return {.input_digest = warm.instance().input_digest,
          .result_digest = digest,
          .steps = solution.steps,
          .total = solution.value.total,
          .same = plan.result_digest == digest &&
                  plan.input_digest == warm.instance().input_digest &&
                  plan.total == solution.value.total && plan.bound == bound.bound &&
                  plan.breaches == breaches};
}

Replay replay_plan(access::Call& call, const WhichPlan& input, WarmPlans& warm_plans) {
  std::shared_ptr<const WarmPlan> warm;
  const PlanView plan = call.database.read(call.caller, [&](db::Tx& tx) {
    PlanView seen = plan_view(tx, input.id);
    warm = warm_plans.of(tx, input.id);
    return seen;
  });
  if (plan.by_hand) {
    return replay_by_hand(plan, *warm);
  }
  const planner::Solution solution =
      planner::solve(warm->instance(), {.seed = static_cast<std::uint64_t>(plan.seed),
                                        .steps = warm->solution().steps,
                                        .forced = {}});
  const std::string digest = result_digest_of(placements_csv(warm->instance(), solution.plan),
                                              lead_sponsors_csv(warm->instance(), solution.plan));
  return {
      .input_digest = warm->instance().input_digest,
      .result_digest = digest,
      .steps = solution.steps,
      .total = solution.value.total,
      .same = plan.result_digest == digest && plan.input_digest == warm->instance().input_digest};
}

}  // namespace

std::vector<access::Operation> replay_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<WhichPlan, Replay>(
          {.name = "plan.replay",
           .permission = manage_plans,
           .path = "/api/plans/{id}/replay",
           .summary = "make a plan again from what was kept, and say whether it is the same",
           .description = "By the same input, rules, seed and number of steps. It takes as long as "
                          "the plan did, and changes nothing. Of one made by hand, what it is "
                          "worth, which rules it breaks and its bound are worked out again.",
           .fields = {plan_field()}},
          false,
          [warm](access::Call& call, const WhichPlan& input) {
            return replay_plan(call, input, *warm);
          }),
  };
}

}  // namespace sojourn::stages::placement
