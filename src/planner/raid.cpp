// A county planned as if all that is shared were there. See raid.h.
// Tested in tests/unit/planner/search_parts_test.cpp.
#include "planner/raid.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

namespace sojourn::planner {

namespace {

Team without_lead(const Problem& problem, Team team) {
  team.lead = none;
  cost_anew(problem, team);
  return team;
}

class Raid {
 public:
  Raid(const Problem& problem, const Windows& windows, const Counties& counties, std::size_t county,
       Assignment& plan)
      : problem_(&problem), windows_(&windows), plan_(&plan) {
    inside_.assign(problem.sites.size(), 0);
    for (const Ix site : counties.sites()[county])
      inside_[static_cast<std::size_t>(site)] = 1;
  }

  /// Puts the team into the plan; whoever is in the way elsewhere gives way. False: a must or an
  /// announced lead sponsor does not.
  bool put(const Team& team) {
    bool done = true;
    for_each_head(team, [&](Ix staff) {
      const Ix at = plan_->site_of(staff);
      if (at != none && at != team.site)
        done = done && give(at, team_without(*problem_, plan_->team(at), staff));
    });
    // One release or lead at a time, from where it costs least.
    while (done && !plan_->fits(team)) {
      const Ix site = cheapest_claim(team);
      if (site == none)
        return false;
      done = give(site, left_);
    }
    if (done)
      plan_->replace(team);
    return done;
  }

  const std::set<Ix>& robbed() const { return robbed_; }

 private:
  bool give(Ix site, const Team& left) {
    const Team bare = bare_team(*problem_, site);
    bool musts = bare.lead == none || left.lead == bare.lead;
    for_each_head(bare, [&](Ix staff) { musts = musts && left.holds(staff); });
    if (!musts)
      return false;
    plan_->replace(left);
    robbed_.insert(site);
    return true;
  }

  /// A site outside that can give what `team` lacks at least loss; `left_` is what it then has.
  /// Of equal losses the first site's, there the leader's, then the first member's, then the
  /// lead's.
  Ix cheapest_claim(const Team& team) {
    std::tuple<Points, Ix, int, Ix> least{std::numeric_limits<Points>::max(), none, 0, none};
    const auto offer = [&](Ix site, int kind, Ix who, Team left) {
      const std::tuple loss{left.cost - plan_->team(site).cost, site, kind, who};
      if (loss < least) {
        least = loss;
        left_ = std::move(left);
      }
    };
    std::set<Ix> sponsors;
    for_each_head(team, [&](Ix staff) {
      sponsors.insert(problem_->sponsor_of[static_cast<std::size_t>(staff)]);
    });
    for (const Ix sponsor : sponsors) {
      if (!is_full(sponsor, team))
        continue;
      for (const std::uint32_t person : windows_->staff_of(sponsor)) {
        const auto staff = static_cast<Ix>(person);
        const Ix site = plan_->site_of(staff);
        if (site == none || inside_[static_cast<std::size_t>(site)] != 0 ||
            bare_team(*problem_, site).holds(staff))
          continue;
        const Team& there = plan_->team(site);
        offer(site, there.leader == staff ? 0 : 1, staff, team_without(*problem_, there, staff));
      }
    }
    const bool leads_all =
        team.lead != none &&
        plan_->led(team.lead) >= problem_->max_sites[static_cast<std::size_t>(team.lead)];
    for (Ix site = 0; leads_all && site < problem_->site_count(); ++site) {
      const Team& there = plan_->team(site);
      if (inside_[static_cast<std::size_t>(site)] == 0 && there.lead == team.lead &&
          bare_team(*problem_, site).lead == none)
        offer(site, 2, none, without_lead(*problem_, there));
    }
    return std::get<1>(least);
  }

  bool is_full(Ix sponsor, const Team& team) const {
    std::int32_t more = 0;
    const auto count = [&](const Team& of, std::int32_t by) {
      for_each_head(of, [&](Ix staff) {
        more += problem_->sponsor_of[static_cast<std::size_t>(staff)] == sponsor ? by : 0;
      });
    };
    count(team, 1);
    count(plan_->team(team.site), -1);
    return plan_->released(sponsor) + more >
           problem_->release_cap[static_cast<std::size_t>(sponsor)];
  }

  const Problem* problem_;
  const Windows* windows_;
  Assignment* plan_;
  std::vector<char> inside_;
  std::set<Ix> robbed_;
  Team left_;
};

}  // namespace

bool raid(const Problem& problem, Windows& windows, const Counties& counties, std::size_t county,
          const Prices& prices, const DiveOptions& dives, Assignment& plan, std::stop_token stop) {
  // Step 1: the county's plan where all that is shared is there at its price.
  const std::vector<Ix>& sites = counties.sites()[county];
  const Fixed charges = counties.charges(prices);
  std::vector<Ix> staff(static_cast<std::size_t>(problem.staff_count()), none);
  std::vector<Ix> sponsor(static_cast<std::size_t>(problem.sponsor_count()), none);
  Piece piece = cut_out(problem, sites, plan, staff, sponsor, &charges);
  Prices start = prices_of(piece, prices);
  charge(charges, piece, start);
  BranchOptions options;
  options.nodes = 1;
  options.dives = dives;
  options.cutoff = 0;
  std::vector<Team> known;
  for (std::size_t s = 0; s < sites.size(); ++s) {
    known.push_back(to_local(plan.team(sites[s]), static_cast<Ix>(s), staff, sponsor));
    cost_anew(piece.problem, known.back());
    options.cutoff += known.back().cost;
  }
  add_known(piece, counties.teams(county), staff, sponsor, true, known);
  const Branched found = branch_and_price(piece.problem, start, known, options, stop);
  if (!found.teams || stop.stop_requested())
    return false;

  // Step 2: it takes what it wants.
  Assignment trial = plan;
  for (const Ix site : sites)
    trial.replace(bare_team(problem, site));
  Raid raiding(problem, windows, counties, county, trial);
  for (const Team& team : *found.teams) {
    Team whole = to_whole(team, piece);
    cost_anew(problem, whole);
    if (!raiding.put(whole))
      return false;
  }

  // Step 3: those who lost somebody choose from who is free now, then their counties plan anew.
  std::vector<std::vector<Ix>> robbed;
  std::vector<std::size_t> which;
  for (std::size_t c = 0; c < counties.sites().size(); ++c) {
    const auto& theirs = counties.sites()[c];
    if (std::any_of(theirs.begin(), theirs.end(),
                    [&](Ix site) { return raiding.robbed().count(site) != 0; })) {
      robbed.push_back(theirs);
      which.push_back(c);
    }
  }
  WindowOptions window_options;
  window_options.nodes = 1;
  window_options.dives = dives;
  const auto clashed = windows.plan(
      robbed, [&](std::size_t w) { return counties.teams(which[w]); }, window_options, trial,
      prices, stop);
  if (!clashed || trial.total() >= plan.total())
    return false;
  plan = std::move(trial);
  return true;
}

}  // namespace sojourn::planner
