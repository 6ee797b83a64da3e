// See plan_by_hand.h.
#include "stages/placement/plan_by_hand.h"

#include <algorithm>

#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_sites.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;
using planner::Role;
using planner::SingleMove;

struct EditedPlan {
  Id<Plan> id;
  std::string name;
  std::optional<ByHand> by_hand;
  std::optional<Id<Plan>> parent;
  std::optional<std::string> reason;
  std::optional<std::string> made_by;
  base::Instant made_at;
};
BOOST_DESCRIBE_STRUCT(EditedPlan, (), (id, name, by_hand, parent, reason, made_by, made_at))

struct Overridden {
  Id<Staff> staff;
  std::optional<Id<Site>> site;
  std::optional<StaffRole> role;
  std::string reason;
  std::optional<std::string> asked_by;
  std::optional<std::string> signed_by;
  base::Date asked_on;
};
BOOST_DESCRIBE_STRUCT(Overridden, (), (staff, site, role, reason, asked_by, signed_by, asked_on))

/// Where each person is, by position; site none: nowhere.
std::vector<planner::Placement> places_in(const planner::Plan& plan, std::size_t people) {
  std::vector<planner::Placement> made(people, {none, none, Role::member});
  for (const planner::Placement& each : plan.placements) {
    made[static_cast<std::size_t>(each.staff)] = each;
  }
  return made;
}

/// What leads from one place of a person to another; nothing where they are the same.
std::optional<SingleMove> move_between(Ix staff, const planner::Placement& from,
                                       const planner::Placement& to) {
  if (from.site == to.site && (from.site == none || from.role == to.role)) {
    return std::nullopt;
  }
  return SingleMove{.kind = to.site == none        ? SingleMove::Kind::remove
                            : from.site == none    ? SingleMove::Kind::place
                            : from.site != to.site ? SingleMove::Kind::move
                                                   : SingleMove::Kind::change_role,
                    .staff = staff,
                    .site = to.site,
                    .from_site = from.site,
                    .role = to.role};
}

std::vector<SingleMove> moves_between(const planner::Instance& instance,
                                      const planner::Plan& before, const planner::Plan& after) {
  std::vector<SingleMove> made;
  const auto from = places_in(before, instance.staff.size());
  const auto to = places_in(after, instance.staff.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (const auto move = move_between(static_cast<Ix>(i), from[i], to[i])) {
      made.push_back(*move);
    }
  }
  for (std::size_t s = 0; s < before.lead_sponsors.size(); ++s) {
    if (before.lead_sponsors[s] != after.lead_sponsors[s]) {
      made.push_back({.kind = SingleMove::Kind::change_lead,
                      .site = static_cast<Ix>(s),
                      .sponsor = after.lead_sponsors[s],
                      .from_sponsor = before.lead_sponsors[s]});
    }
  }
  return made;
}

EditedPlan edited_plan(db::Tx& tx, Id<Plan> plan) {
  return tx.one<EditedPlan>(
      "SELECT p.id, p.name, p.by_hand, p.parent, p.edit_reason AS reason, c.person AS made_by, "
      "p.made_at FROM plan p LEFT JOIN account c ON c.id = p.made_by WHERE p.id = $1 AND "
      "{unscoped:the plan is seen, and what it was made of}",
      plan);
}

/// What two people signed for since, in the order in which it was asked for.
void add_overrides(db::Tx& tx, const EditedPlan& plan, const WarmPlan& warm,
                   std::vector<HandChange>& to) {
  auto places = places_in(warm.solution().plan, warm.instance().staff.size());
  for (const Overridden& each : tx.rows<Overridden>(
           "SELECT n.staff, n.site, n.role, n.reason, c.person AS asked_by, d.person AS signed_by, "
           "n.asked_on FROM placement_override n LEFT JOIN account c ON c.id = n.asked_by LEFT "
           "JOIN account d ON d.id = n.signed_by WHERE n.plan = $1 AND n.state = 'approved' AND "
           "{unscoped:the plan is seen, and these are of it} ORDER BY n.id",
           plan.id)) {
    const Ix staff = warm.staff(each.staff);
    const Ix site = each.site ? warm.site(*each.site) : none;
    if (staff == none || (each.site && site == none)) {
      continue;  // of records that the plan was made without
    }
    planner::Placement& from = places[static_cast<std::size_t>(staff)];
    const planner::Placement into{staff, site, role_of(each.role.value_or(StaffRole::member))};
    if (const auto move = move_between(staff, from, into)) {
      to.push_back({.move = *move,
                    .by = each.asked_by,
                    .signed_by = each.signed_by,
                    .on = each.asked_on,
                    .reason = each.reason,
                    .plan = plan.id,
                    .plan_name = plan.name});
    }
    from = into;
  }
}

}  // namespace

std::vector<HandChange> hand_changes(db::Tx& tx, Id<Plan> id, WarmPlans& warm_plans) {
  // 1. Back to the plan that was begun with. All of them are of the same records.
  const auto warm = warm_plans.of(tx, id);
  const EditedPlan last = edited_plan(tx, id);
  std::vector<HandChange> made;
  std::shared_ptr<const StoredPlan> after = warm;
  std::vector<std::vector<HandChange>> steps;
  for (EditedPlan plan = last; plan.by_hand == ByHand::edited && plan.parent;) {
    const auto before = warm_plans.stored(tx, *plan.parent);
    std::vector<HandChange> step;
    for (const SingleMove& move :
         moves_between(warm->instance(), before->solution().plan, after->solution().plan)) {
      step.push_back({.move = move,
                      .by = plan.made_by,
                      .signed_by = {},
                      .on = plan.made_at.utc_date(),
                      .reason = plan.reason.value_or(""),
                      .plan = plan.id,
                      .plan_name = plan.name});
    }
    steps.push_back(std::move(step));
    after = before;
    plan = edited_plan(tx, *plan.parent);
  }
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    made.insert(made.end(), std::make_move_iterator(step->begin()),
                std::make_move_iterator(step->end()));
  }
  // 2. And what was overridden since.
  add_overrides(tx, last, *warm, made);
  return made;
}

}  // namespace sojourn::stages::placement
