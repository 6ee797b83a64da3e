// Team by team, what of an earlier plan still fits. See repair.h.
// Tested in tests/unit/planner/search_parts_test.cpp and what_if_test.cpp.
#include "planner/repair.h"

#include <algorithm>
#include <utility>

namespace sojourn::planner {

namespace {

/// What of `before` the site may still have beside its musts, given who is placed already.
Team repaired_team(const Problem& problem, const Team& before, Ix site, const Assignment& placed) {
  const SiteView view = site_view(problem, site);
  Team team = bare_team(problem, site);
  std::int32_t first_timers = 0;
  const auto pair_of = [&](Ix staff) {
    const auto at = std::lower_bound(view.pairs.begin(), view.pairs.end(), staff,
                                     [](const Pair& pair, Ix who) { return pair.staff < who; });
    return at != view.pairs.end() && at->staff == staff ? &*at : nullptr;
  };
  const auto count = [&](Ix staff) {
    const Pair* pair = pair_of(staff);
    first_timers += pair != nullptr && pair->has(Pair::first_timer) ? 1 : 0;
  };
  if (team.leader != none)
    count(team.leader);
  for (const Ix member : team.members)
    count(member);
  const auto take = [&](Ix staff, bool as_leader) {
    const Pair* pair = staff == none ? nullptr : pair_of(staff);
    if (pair == nullptr || placed.site_of(staff) != none)
      return;
    if (pair->has(Pair::must))
      return;  // in the bare team already
    if (team.heads() >= view.terms->target_team)
      return;
    if (pair->has(Pair::first_timer) && first_timers >= view.terms->max_first_timers)
      return;
    const bool lead = as_leader && pair->has(Pair::may_lead) && team.leader == none;
    if (!lead && !pair->has(Pair::may_member))
      return;
    Team bigger = team;
    if (lead) {
      bigger.leader = staff;
    } else {
      bigger.members.insert(std::lower_bound(bigger.members.begin(), bigger.members.end(), staff),
                            staff);
    }
    if (!placed.fits(bigger))
      return;
    team = std::move(bigger);
    if (pair->has(Pair::first_timer))
      ++first_timers;
  };
  // A must who led before leads again if they may.
  if (team.leader == none && before.leader != none) {
    const auto at = std::find(team.members.begin(), team.members.end(), before.leader);
    const Pair* pair = pair_of(before.leader);
    if (at != team.members.end() && pair != nullptr && pair->has(Pair::may_lead)) {
      team.members.erase(at);
      team.leader = before.leader;
    }
  }
  take(before.leader, true);
  for (const Ix member : before.members)
    take(member, false);
  for (const LeadOption& option : view.options) {
    if (option.sponsor != before.lead)
      continue;
    Team led = team;
    led.lead = option.sponsor;
    if (placed.fits(led))
      team = std::move(led);
  }
  cost_anew(problem, team);
  return team;
}

}  // namespace

Assignment repaired_plan(const Problem& problem, const Plan& plan, std::vector<Ix>& touched) {
  std::vector<Team> teams(problem.sites.size());
  const auto known_site = [&](Ix site) { return site >= 0 && site < problem.site_count(); };
  for (const Placement& placement : plan.placements) {
    if (!known_site(placement.site) || placement.staff >= problem.staff_count())
      continue;
    Team& team = teams[static_cast<std::size_t>(placement.site)];
    team.site = placement.site;
    if (placement.role == Role::leader) {
      team.leader = placement.staff;
    } else {
      team.members.push_back(placement.staff);
    }
  }
  for (std::size_t s = 0; s < plan.lead_sponsors.size() && s < teams.size(); ++s) {
    teams[s].lead = plan.lead_sponsors[s];
  }
  Assignment repaired(problem);
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const Team& before = teams[static_cast<std::size_t>(s)];
    const Team after = repaired_team(problem, before, s, repaired);
    if (after != repaired.team(s) && repaired.fits(after))
      repaired.replace(after);
    const Team& now = repaired.team(s);
    if (now.leader != before.leader || now.members != before.members || now.lead != before.lead) {
      touched.push_back(s);
    }
  }
  return repaired;
}

}  // namespace sojourn::planner
