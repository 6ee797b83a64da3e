// See by_hand.h.
#include "stages/placement/by_hand.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "planner/check_leads.h"
#include "planner/improvements.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {

std::vector<Posting> postings_on(db::Tx& tx, const base::Date& day) {
  return tx.rows<Posting>(
      fmt::format("SELECT {} FROM posting n WHERE n.ended_on IS NULL AND n.from_day <= $1 AND "
                  "coalesce(n.to_day, '9999-12-31') >= $1 AND {{unscoped:the job that makes a "
                  "plan}} ORDER BY n.staff, n.from_day, n.id",
                  programme::columns<Posting>("n")),
      day);
}

planner::Plan begin_by_hand(const planner::Instance& instance, std::span<const Posting> postings) {
  // 1. The people.
  std::unordered_map<std::string_view, planner::Ix> staff, sites;
  const auto number = [&](const auto& records, auto& to) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      to.emplace(instance.text(records[i].id), static_cast<planner::Ix>(i));
    }
  };
  number(instance.staff, staff);
  number(instance.sites, sites);
  std::vector<planner::Placement> placed;
  for (const Posting& posting : postings) {
    const auto who = staff.find(posting.staff.to_text());
    const auto where = sites.find(posting.site.to_text());
    if (who == staff.end() || where == sites.end()) {
      continue;
    }
    const planner::Placement made{
        who->second, where->second,
        posting.role == StaffRole::leader ? planner::Role::leader : planner::Role::member};
    if (!placed.empty() && placed.back().staff == made.staff) {
      placed.back() = made;  // the later one
    } else {
      placed.push_back(made);
    }
  }
  // 2. The lead sponsors.
  const planner::checking::TeamSites teams(instance, 1);
  planner::Draft draft(teams, {});
  draft.put(placed);
  for (std::size_t site = 0; site < instance.sites.size(); ++site) {
    draft.set_lead(static_cast<planner::Ix>(site), instance.sites[site].announced_lead);
  }
  draft.set_leads(instance.rules.pairing == planner::Pairing::first
                      ? planner::checking::lead_sponsors_first(instance)
                      : planner::best_leads(draft).lead_sponsors);
  return draft.plan();
}

void put_in(planner::Solution& solution, const planner::Instance& instance, planner::Plan plan) {
  solution.plan = std::move(plan);
  solution.value = planner::value_of(instance, solution.plan);
  solution.proven = solution.value.total == solution.certificate.bound &&
                    planner::check(instance, solution.plan).empty();
  for (planner::Floor& floor : solution.floors) {
    floor.attained = solution.value[floor.term] == floor.points;
  }
}

}  // namespace sojourn::stages::placement
