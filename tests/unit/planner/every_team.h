// Every team of a site, tried one by one: what one-site problems are held against.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "planner/master.h"
#include "planner/prices.h"

namespace sojourn::planner::testing {

/// The cheapest of all teams, by trying each set of people, each leader and each lead option.
/// `more(team)` is what a team pays beside its cost and prices.
template <typename More>
Milli cheapest_team(const Problem& problem, Ix site, const Prices& prices, More more) {
  const SiteView view = site_view(problem, site);
  const auto count = view.pairs.size();
  Milli best = infinite;
  std::vector<std::int32_t> people;
  for (std::uint32_t set = 0; set < 1U << count; ++set) {
    people.clear();
    std::int32_t first_timers = 0;
    bool musts = true;
    Milli paid = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Pair& pair = view.pairs[i];
      if ((set >> i & 1U) == 0) {
        musts = musts && !pair.has(Pair::must);
        continue;
      }
      people.push_back(static_cast<std::int32_t>(i));
      first_timers += pair.has(Pair::first_timer) ? 1 : 0;
      const auto p = static_cast<std::size_t>(pair.staff);
      paid += prices.staff[p] + prices.release[static_cast<std::size_t>(problem.sponsor_of[p])];
    }
    if (!musts || static_cast<std::int32_t>(people.size()) > view.terms->target_team ||
        first_timers > view.terms->max_first_timers) {
      continue;
    }
    for (std::size_t leader = 0; leader <= people.size(); ++leader) {
      std::vector<std::int32_t> members = people;
      std::int32_t leads = -1;
      if (leader < people.size()) {
        leads = people[leader];
        if (!view.pairs[static_cast<std::size_t>(leads)].has(Pair::may_lead))
          continue;
        members.erase(members.begin() + static_cast<std::ptrdiff_t>(leader));
      }
      if (!std::all_of(members.begin(), members.end(), [&](std::int32_t m) {
            return view.pairs[static_cast<std::size_t>(m)].has(Pair::may_member);
          })) {
        continue;
      }
      const int first = view.terms->may_have_no_lead ? -1 : 0;
      for (int option = first; option < static_cast<int>(view.options.size()); ++option) {
        Milli value = paid + milli_per_point * team_cost(problem, view, option, leads, members);
        if (option >= 0) {
          value += prices.lead[static_cast<std::size_t>(
              view.options[static_cast<std::size_t>(option)].sponsor)];
        }
        TeamChoice choice;
        choice.option = option;
        choice.leader = leads;
        choice.members = members;
        best = std::min(best, value + more(team_of(problem, site, choice)));
      }
    }
  }
  return best;
}

inline Milli cheapest_team(const Problem& problem, Ix site, const Prices& prices) {
  return cheapest_team(problem, site, prices, [](const Team&) { return Milli{0}; });
}

}  // namespace sojourn::planner::testing
