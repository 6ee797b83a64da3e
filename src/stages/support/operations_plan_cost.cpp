// What a plan costs a year, before it is published: its people by the rules, line by line, and what
// the sponsors give for them.
#include <map>

#include "stages/programme/rules_table.h"
#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

using placement::Plan;

struct WhichPlan {
  Id<Plan> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlan, (), (id))

struct CostLine {
  LineKind kind = LineKind::work_fund;
  Money amount;
};
BOOST_DESCRIBE_STRUCT(CostLine, (), (kind, amount))

struct LevelShare {
  programme::AreaKind level = programme::AreaKind::county;
  std::int64_t people = 0;
  Money amount;
};
BOOST_DESCRIBE_STRUCT(LevelShare, (), (level, people, amount))

struct PlanCost {
  Id<Plan> id;
  std::int64_t leaders = 0;
  std::int64_t people = 0;
  std::int64_t arriving = 0;  ///< not at that site yet: they settle in
  std::vector<CostLine> lines;
  Money total;
  std::vector<LevelShare> sponsors;
  Money from_sponsors;
  Money gap;
  std::int64_t rules_number = 0;
};
BOOST_DESCRIBE_STRUCT(PlanCost, (),
                      (id, leaders, people, arriving, lines, total, sponsors, from_sponsors, gap,
                       rules_number))

struct PlanDay {
  Id<Plan> id;
  base::Date starts_on;
};
BOOST_DESCRIBE_STRUCT(PlanDay, (), (id, starts_on))

struct PlacedRow {
  programme::StaffRole role = programme::StaffRole::member;
  programme::AreaKind level = programme::AreaKind::county;
  std::int64_t here = 0;
};
BOOST_DESCRIBE_STRUCT(PlacedRow, (), (role, level, here))

PlanCost plan_cost(db::Tx& tx, const WhichPlan& input) {
  const auto plan = tx.one<PlanDay>(
      "SELECT p.id, p.starts_on FROM plan p LEFT JOIN area a ON a.id = p.area WHERE {scope:area "
      "a.path} AND p.id = $1",
      input.id);
  const SupportRules rules = rules_of(tx, plan.starts_on);
  const auto placed = tx.rows<PlacedRow>(
      "SELECT n.role, pa.kind AS level, (SELECT count(*) FROM posting q WHERE q.staff = n.staff "
      "AND "
      "q.site = n.site AND q.ended_on IS NULL AND q.from_day < $2 AND coalesce(q.to_day, "
      "'9999-12-31') >= $2) AS here FROM placement n JOIN staff t ON t.id = n.staff JOIN sponsor s "
      "ON s.id = t.sponsor JOIN area pa ON pa.id = s.area WHERE n.plan = $1 AND n.ended_on IS NULL "
      "AND {unscoped:sums of a plan that the asker sees}",
      input.id, plan.starts_on);
  People people;
  std::map<programme::AreaKind, std::int64_t> levels;
  for (const PlacedRow& each : placed) {
    ++people.all;
    people.leaders += each.role == programme::StaffRole::leader ? 1 : 0;
    people.arriving += each.here == 0 ? 1 : 0;
    ++levels[each.level];
  }
  PlanCost made{.id = input.id,
                .leaders = people.leaders,
                .people = people.all,
                .arriving = people.arriving,
                .lines = {},
                .total = units(rules, 0),
                .sponsors = {},
                .from_sponsors = units(rules, 0),
                .gap = units(rules, 0),
                .rules_number = programme::rules_that_hold(tx, plan.starts_on).number};
  for (const PlannedLine& each : yearly_cost(rules, people)) {
    made.lines.push_back({.kind = each.kind, .amount = each.amount});
    made.total += each.amount;
  }
  for (const auto& [level, count] : levels) {
    const Money amount = contribution(rules, level) * count;
    made.sponsors.push_back({.level = level, .people = count, .amount = amount});
    made.from_sponsors += amount;
  }
  made.gap = made.total - made.from_sponsors;
  return made;
}

}  // namespace

std::vector<access::Operation> plan_cost_operations() {
  return {access::read_operation<WhichPlan, PlanCost>(
      {.name = "plan.cost",
       .permission = read_plan_cost,
       .path = "/api/plans/{id}/cost",
       .summary = "what a plan costs a year by the rules, and what sponsors give for its people",
       .description = "Before it is published as well as after. Below zero, the gap says that the "
                      "sponsors give more than it costs.",
       .fields = {programme::which_field("PLAN")}},
      plan_cost)};
}

}  // namespace sojourn::stages::support
