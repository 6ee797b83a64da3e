// See ties.h. `settle_ties` goes in rounds of two steps until one changes nothing:
//   1 each person who is moved: into a free seat where they serve now, or in exchange
//   2 each site that somebody free serves now: the one-site problem with a thousandth of a point
//     off for each person who stays, which decides between equal teams and nothing else
#include "planner/ties.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "planner/branch.h"

namespace sojourn::planner {

namespace {

/// Rounds of `settle_ties`: the second seldom finds anything.
constexpr int most_rounds = 4;
/// Requirements that a team's cost knows of (Pair::covers): of a site with more, equal costs need
/// not be equal values.
constexpr std::int32_t counted_requirements = 32;
/// What the exact search may do, in nodes and in counted work (NodeMaster::work; about a tenth of a
/// second). More: a proof for larger problems.
constexpr int most_nodes = 400;
constexpr std::int64_t most_work = 100'000;
/// Weights past this, in points, are not told from what stands for "not to be had".
constexpr Points most_weight = Points{1} << 33;

Ix now_at(const Problem& problem, Ix staff) {
  return problem.instance->staff[static_cast<std::size_t>(staff)].current_site;
}

const Pair* pair_of(const Problem& problem, Ix site, Ix staff) {
  const auto pairs = problem.pairs_of(site);
  const auto at = std::lower_bound(pairs.begin(), pairs.end(), staff,
                                   [](const Pair& pair, Ix who) { return pair.staff < who; });
  return at != pairs.end() && at->staff == staff ? &*at : nullptr;
}

bool counts_all(const Problem& problem, Ix site) {
  const SiteTerms& terms = problem.sites[static_cast<std::size_t>(site)];
  return terms.languages + terms.skills <= counted_requirements;
}

class Settling {
 public:
  Settling(const Problem& problem, Assignment& plan)
      : problem_(problem),
        plan_(plan),
        oracle_(problem),
        person_(problem.sponsor_of.size(), 0),
        lead_(problem.max_sites.size(), 0) {}

  void run() {
    for (int round = 0; round < most_rounds; ++round) {
      bool changed = false;
      for (Ix staff = 0; staff < problem_.staff_count(); ++staff)
        changed = bring_back(staff) || changed;
      for (Ix site = 0; site < problem_.site_count(); ++site)
        changed = choose_again(site) || changed;
      if (!changed)
        return;
    }
  }

 private:
  bool bring_back(Ix staff) {
    const Ix home = now_at(problem_, staff);
    const Ix here = plan_.site_of(staff);
    if (home == none || home == here || pair_of(problem_, home, staff) == nullptr)
      return false;
    const Team& team = plan_.team(home);
    const auto fits_in = [&](const Team& at_home, std::optional<Ix> instead) {
      if (here == none)
        return change(at_home, std::nullopt);
      return change(at_home, instead ? with_instead(plan_.team(here), staff, *instead)
                                     : without(plan_.team(here), staff));
    };
    // Step 1. A free seat.
    if (fits_in(with(team, staff, false), std::nullopt))
      return true;
    if (team.leader == none && fits_in(with(team, staff, true), std::nullopt))
      return true;
    // Step 2. The place of somebody who serves elsewhere or nowhere now.
    std::vector<Ix> heads;
    for_each_head(team, [&](Ix other) {
      if (now_at(problem_, other) != home)
        heads.push_back(other);
    });
    return std::any_of(heads.begin(), heads.end(), [&](Ix other) {
      return fits_in(with_instead(plan_.team(home), other, staff), other);
    });
  }

  static Team without(Team team, Ix staff) {
    if (team.leader == staff) {
      team.leader = none;
    } else {
      std::erase(team.members, staff);
    }
    return team;
  }
  static Team with(Team team, Ix staff, bool as_leader) {
    if (as_leader) {
      team.leader = staff;
    } else {
      team.members.insert(std::lower_bound(team.members.begin(), team.members.end(), staff), staff);
    }
    return team;
  }
  static Team with_instead(const Team& team, Ix old, Ix staff) {
    return with(without(team, old), staff, team.leader == old);
  }

  /// Rules 1 to 4 of a team by itself; its site's musts are in it.
  bool is_team(const Team& team) const {
    const SiteTerms& terms = problem_.sites[static_cast<std::size_t>(team.site)];
    if (team.heads() > terms.target_team)
      return false;
    bool allowed = true;
    std::int32_t first_timers = 0;
    for_each_head(team, [&](Ix staff) {
      const Pair* pair = pair_of(problem_, team.site, staff);
      allowed = allowed && pair != nullptr &&
                pair->has(staff == team.leader ? Pair::may_lead : Pair::may_member);
      first_timers += pair != nullptr && pair->has(Pair::first_timer) ? 1 : 0;
    });
    return allowed && first_timers <= terms.max_first_timers;
  }
  bool keeps_musts(const Team& before, const Team& after) const {
    bool kept = true;
    for_each_head(before, [&](Ix staff) {
      const Pair* pair = pair_of(problem_, before.site, staff);
      kept = kept && (!pair->has(Pair::must) || after.holds(staff));
    });
    return kept;
  }

  /// Puts in the teams if they are worth no more points and keep every rule.
  bool change(Team first, std::optional<Team> second) {
    Points more = 0;
    for (Team* team : {&first, second ? &*second : nullptr}) {
      if (team == nullptr)
        continue;
      const Team& before = plan_.team(team->site);
      if (!counts_all(problem_, team->site) || !is_team(*team) || !keeps_musts(before, *team))
        return false;
      cost_anew(problem_, *team);
      more += team->cost - before.cost;
    }
    if (more > 0)
      return false;
    const Team old_first = plan_.team(first.site);
    if (!second) {
      if (!plan_.fits(first))
        return false;
      plan_.replace(first);
      return true;
    }
    // The second team lets go first, then either has room for who comes.
    const Team old_second = plan_.team(second->site);
    Team left = old_second;
    for_each_head(first, [&](Ix staff) { left = without(std::move(left), staff); });
    plan_.replace(left);
    if (plan_.fits(first)) {
      plan_.replace(first);
      if (plan_.fits(*second)) {
        plan_.replace(*second);
        return true;
      }
      plan_.replace(old_first);
    }
    plan_.replace(old_second);
    return false;
  }

  std::int64_t staying(const Team& team) const {
    std::int64_t count = 0;
    for_each_head(team, [&](Ix staff) { count += now_at(problem_, staff) == team.site ? 1 : 0; });
    return count;
  }

  bool choose_again(Ix site) {
    const SiteView view = site_view(problem_, site);
    const bool wanted = std::any_of(view.pairs.begin(), view.pairs.end(), [&](const Pair& pair) {
      return pair.has(Pair::stayer) && plan_.site_of(pair.staff) == none;
    });
    if (!wanted || !counts_all(problem_, site))
      return false;
    const Team& before = plan_.team(site);
    std::vector<Ix> own;
    for_each_head(before, [&](Ix staff) {
      own.push_back(problem_.sponsor_of[static_cast<std::size_t>(staff)]);
    });
    for (const Pair& pair : view.pairs) {
      const auto p = static_cast<std::size_t>(pair.staff);
      const Ix at = plan_.site_of(pair.staff);
      const Ix sponsor = problem_.sponsor_of[p];
      const bool no_release =
          at == none &&
          plan_.released(sponsor) >= problem_.release_cap[static_cast<std::size_t>(sponsor)] &&
          std::find(own.begin(), own.end(), sponsor) == own.end();
      const bool elsewhere = at != none && at != site;
      person_[p] = elsewhere || no_release ? blocked : pair.has(Pair::stayer) ? -1 : 0;
    }
    for (const LeadOption& option : view.options) {
      const auto j = static_cast<std::size_t>(option.sponsor);
      const bool full =
          option.sponsor != before.lead && plan_.led(option.sponsor) >= problem_.max_sites[j];
      lead_[j] = full ? blocked : 0;
    }
    TeamChoice choice;
    oracle_.solve(view, {person_.data(), lead_.data()}, choice);
    if (choice.value >= infinite)
      return false;
    Team after = team_of(problem_, site, choice);
    const bool better =
        after.cost < before.cost || (after.cost == before.cost && staying(after) > staying(before));
    if (!better || !plan_.fits(after))
      return false;
    plan_.replace(after);
    return true;
  }

  const Problem& problem_;
  Assignment& plan_;
  SiteOracle oracle_;
  std::vector<Milli> person_, lead_;
};

/// The same problem with `scale` for each point, and one less for each person who stays. Nothing
/// where the numbers would grow too large.
std::optional<Problem> with_ties(const Problem& problem, Points scale) {
  const auto small = [&](Points points) { return std::abs(points) <= most_weight / scale; };
  constexpr Points most_cost = std::numeric_limits<std::int32_t>::max();
  const auto small_cost = [&](std::int32_t points) {
    return std::abs(Points{points}) < most_cost / scale;
  };
  Problem out = problem;
  for (SiteTerms& terms : out.sites) {
    for (Points* weight : {&terms.short_of_minimum, &terms.short_of_target, &terms.no_leader,
                           &terms.language, &terms.skill, &terms.nobody_stays}) {
      if (!small(*weight))
        return std::nullopt;
      *weight *= scale;
    }
  }
  for (Points* weight : {&out.own_sponsor, &out.lead_score}) {
    if (!small(*weight))
      return std::nullopt;
    *weight *= scale;
  }
  for (std::int32_t& cost : out.leader_cost) {
    if (!small_cost(cost))
      return std::nullopt;
    cost *= static_cast<std::int32_t>(scale);
  }
  for (Pair& pair : out.pairs) {
    if (!small_cost(pair.cost))
      return std::nullopt;
    pair.cost = pair.cost * static_cast<std::int32_t>(scale) - (pair.has(Pair::stayer) ? 1 : 0);
  }
  return out;
}

}  // namespace

std::int64_t moved(const Problem& problem, const Assignment& plan) {
  std::int64_t count = 0;
  for (Ix staff = 0; staff < problem.staff_count(); ++staff) {
    const Ix home = now_at(problem, staff);
    count += home != none && plan.site_of(staff) != home ? 1 : 0;
  }
  return count;
}

void settle_ties(const Problem& problem, Assignment& plan) { Settling(problem, plan).run(); }

bool settle_ties_exactly(const Problem& problem, const Prices& prices, Assignment& plan,
                         std::stop_token stop) {
  // Step 1. How many more could stay at best: a point has to outweigh them all.
  Points gain = 0;
  for (Ix staff = 0; staff < problem.staff_count(); ++staff) {
    const Ix home = now_at(problem, staff);
    if (home != none && plan.site_of(staff) != home && pair_of(problem, home, staff) != nullptr)
      ++gain;
  }
  for (Ix site = 0; site < problem.site_count(); ++site) {
    if (!counts_all(problem, site))
      return true;
  }
  const Points scale = gain + 1;
  const std::optional<Problem> tied = gain > 0 ? with_ties(problem, scale) : std::nullopt;
  if (!tied)
    return true;
  // Step 2. Branch and price from this plan and these prices.
  std::vector<Team> known;
  BranchOptions options;
  options.cutoff = 0;
  options.root_cut_rounds = 30;
  for (Ix site = 0; site < problem.site_count(); ++site) {
    known.push_back(plan.team(site));
    cost_anew(*tied, known.back());
    options.cutoff += known.back().cost;
  }
  Prices start = prices;
  start.cuts.clear();
  for (auto* list : {&start.staff, &start.release, &start.lead}) {
    for (Milli& price : *list)
      price = price < blocked / scale ? price * scale : blocked - 1;
  }
  BranchSearch search(*tied, start, known, options);
  search.run(most_nodes, stop, most_work);
  if (stop.stop_requested())
    return false;
  if (!search.state().teams)
    return true;
  // Step 3. The plan in points.
  Assignment settled(problem);
  for (Team team : *search.state().teams) {
    cost_anew(problem, team);
    settled.replace(team);
  }
  base::ensure(settled.total() <= plan.total(), "a tie is settled for no points");
  plan = std::move(settled);
  return true;
}

}  // namespace sojourn::planner
