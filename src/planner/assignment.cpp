// A plan under construction: what fits, what it is worth, quick ways to fill it. See assignment.h.
// Tested in tests/unit/planner/search_parts_test.cpp (every plan there is one of these).
#include "planner/assignment.h"

#include <algorithm>
#include <utility>

namespace sojourn::planner {

Team start_team(const Problem& problem, Ix site) {
  Team team = bare_team(problem, site);
  if (team.lead != none && problem.options_of(site).size() > 1) {
    team.lead = none;
    cost_anew(problem, team);
  }
  return team;
}

Assignment::Assignment(const Problem& problem) : problem_(&problem) {
  site_of_.assign(static_cast<std::size_t>(problem.staff_count()), none);
  released_.assign(static_cast<std::size_t>(problem.sponsor_count()), 0);
  led_.assign(static_cast<std::size_t>(problem.sponsor_count()), 0);
  teams_.resize(problem.sites.size());
  for (Ix s = 0; s < problem.site_count(); ++s)
    replace(start_team(problem, s));
}

void Assignment::remove(Ix site) {
  Team& team = teams_[static_cast<std::size_t>(site)];
  if (team.site == none)
    return;
  for_each_head(team, [&](Ix staff) {
    site_of_[static_cast<std::size_t>(staff)] = none;
    --released_[static_cast<std::size_t>(problem_->sponsor_of[static_cast<std::size_t>(staff)])];
  });
  if (team.lead != none)
    --led_[static_cast<std::size_t>(team.lead)];
  total_ -= team.cost;
  team.site = none;
}

void Assignment::replace(const Team& team) {
  remove(team.site);
  for_each_head(team, [&](Ix staff) {
    site_of_[static_cast<std::size_t>(staff)] = team.site;
    ++released_[static_cast<std::size_t>(problem_->sponsor_of[static_cast<std::size_t>(staff)])];
  });
  if (team.lead != none)
    ++led_[static_cast<std::size_t>(team.lead)];
  total_ += team.cost;
  teams_[static_cast<std::size_t>(team.site)] = team;
}

bool Assignment::fits(const Team& team) const {
  const Team& old = teams_[static_cast<std::size_t>(team.site)];
  bool free = true;
  std::vector<std::pair<Ix, std::int32_t>> more;
  const auto count = [&](Ix staff, std::int32_t by) {
    const Ix sponsor = problem_->sponsor_of[static_cast<std::size_t>(staff)];
    for (auto& [known, change] : more) {
      if (known == sponsor) {
        change += by;
        return;
      }
    }
    more.emplace_back(sponsor, by);
  };
  for_each_head(team, [&](Ix staff) {
    const Ix at = site_of(staff);
    free = free && (at == none || at == team.site);
    count(staff, 1);
  });
  if (!free)
    return false;
  if (old.site != none)
    for_each_head(old, [&](Ix staff) { count(staff, -1); });
  for (const auto& [sponsor, change] : more) {
    if (change > 0 &&
        released(sponsor) + change > problem_->release_cap[static_cast<std::size_t>(sponsor)]) {
      return false;
    }
  }
  if (team.lead != none && team.lead != (old.site == none ? none : old.lead) &&
      led(team.lead) >= problem_->max_sites[static_cast<std::size_t>(team.lead)]) {
    return false;
  }
  return true;
}

Plan Assignment::plan() const {
  Plan plan;
  for (const Team& team : teams_) {
    plan.lead_sponsors.push_back(team.lead);
    if (team.leader != none)
      plan.placements.push_back({team.leader, team.site, Role::leader});
    for (const Ix member : team.members) {
      plan.placements.push_back({member, team.site, Role::member});
    }
  }
  return plan;
}

void fill(const Problem& problem, const Prices& prices, std::span<const Ix> order,
          Assignment& assignment) {
  SiteOracle oracle(problem);
  std::vector<Milli> person(prices.staff.size());
  std::vector<Milli> lead(prices.lead);
  const auto refresh = [&](Ix staff) {
    const auto p = static_cast<std::size_t>(staff);
    person[p] =
        assignment.site_of(staff) != none
            ? blocked
            : prices.staff[p] + prices.release[static_cast<std::size_t>(problem.sponsor_of[p])];
  };
  TeamChoice choice;
  for (const Ix site : order) {
    // The site gives back what it has, then chooses anew.
    const Team bare = start_team(problem, site);
    assignment.replace(bare);
    const SiteView view = site_view(problem, site);
    for (const Pair& pair : view.pairs)
      refresh(pair.staff);
    for (const LeadOption& option : view.options) {
      const bool full = option.sponsor != bare.lead &&
                        assignment.led(option.sponsor) >=
                            problem.max_sites[static_cast<std::size_t>(option.sponsor)];
      lead[static_cast<std::size_t>(option.sponsor)] =
          full ? blocked : prices.lead[static_cast<std::size_t>(option.sponsor)];
    }
    // The oracle knows no caps: people past what is left of one are taken out, dearest first.
    for (;;) {
      choice.option = -1;
      oracle.solve(view, {person.data(), lead.data()}, choice);
      const Team team = team_of(problem, site, choice);
      if (assignment.fits(team)) {
        assignment.replace(team);
        break;
      }
      bool changed = false;
      std::vector<std::pair<Ix, std::int32_t>> seen;
      for_each_head(team, [&](Ix staff) {
        const Ix sponsor = problem.sponsor_of[static_cast<std::size_t>(staff)];
        if (bare.holds(staff))
          return;
        std::int32_t* used = nullptr;
        for (auto& [known, count] : seen) {
          if (known == sponsor)
            used = &count;
        }
        if (used == nullptr) {
          seen.emplace_back(sponsor, 0);
          used = &seen.back().second;
        }
        ++*used;
        if (assignment.released(sponsor) + *used >
            problem.release_cap[static_cast<std::size_t>(sponsor)]) {
          person[static_cast<std::size_t>(staff)] = blocked;
          changed = true;
        }
      });
      if (!changed)
        break;  // keeps the bare team
    }
  }
}

void choose_leads(const Problem& problem, Assignment& assignment) {
  struct Gain {
    Points points;
    Ix site, sponsor;
  };
  std::vector<Gain> gains;
  for (Ix site = 0; site < problem.site_count(); ++site) {
    const Team& team = assignment.team(site);
    if (team.lead != none) {
      continue;
    }
    for (const LeadOption& option : problem.options_of(site)) {
      Points points = problem.lead_score * option.score;
      for_each_head(team, [&](Ix staff) {
        if (problem.sponsor_of[static_cast<std::size_t>(staff)] == option.sponsor) {
          points += problem.own_sponsor;
        }
      });
      if (points > 0) {
        gains.push_back({points, site, option.sponsor});
      }
    }
  }
  std::stable_sort(gains.begin(), gains.end(),
                   [](const Gain& a, const Gain& b) { return a.points > b.points; });
  for (const Gain& gain : gains) {
    Team team = assignment.team(gain.site);
    const auto sponsor = static_cast<std::size_t>(gain.sponsor);
    if (team.lead != none || assignment.led(gain.sponsor) >= problem.max_sites[sponsor]) {
      continue;
    }
    team.lead = gain.sponsor;
    cost_anew(problem, team);
    assignment.replace(team);
  }
}

}  // namespace sojourn::planner
