// The placement model settled by trying everything, for up to 5 sites and 9 people (12 at a pinch):
// a reading of PLACEMENT.md of its own, without any index or pruning, that solver and checker are
// both held against. Teams of each site are enumerated, then sites are joined one by one over the
// set of people used and the sites led by each sponsor.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/instance.h"
#include "planner/plan.h"

namespace sojourn::planner::testing {

using PeopleMask = std::uint32_t;

/// The cheapest way to have exactly these people at a site under this lead sponsor.
struct BruteTeam {
  PeopleMask people = 0;
  Ix leader = none;
  Ix lead = none;
  Points cost = 0;
};

struct BruteOptimum {
  Points value = 0;
  std::int64_t moved = 0;  ///< the fewest of all plans of this value, and of `plan`
  Plan plan;
};

class BruteForce {
 public:
  /// `forced`: decisions that a plan has to keep beside the pins.
  explicit BruteForce(const Instance& instance, std::span<const Decision> forced = {})
      : in_(instance), forced_(forced.begin(), forced.end()), teams_(instance.sites.size()) {
    if (in_.rules.pairing == Pairing::first)
      choose_leads_first();
    for (std::size_t s = 0; s < in_.sites.size(); ++s)
      list_teams(static_cast<Ix>(s));
  }

  /// Every allowed (people, lead sponsor) of a site, rule 5 and 6's limits apart.
  const std::vector<BruteTeam>& teams(Ix site) const { return teams_[at(site)]; }
  const std::vector<Ix>& leads_first() const { return leads_first_; }

  /// No value where no plan keeps pins and decisions.
  std::optional<BruteOptimum> optimum() const {
    const std::size_t sponsors = in_.sponsors.size(), sites = in_.sites.size();
    std::vector<std::size_t> radix(sponsors + 1, 1);
    for (std::size_t j = 0; j < sponsors; ++j)
      radix[j + 1] =
          radix[j] *
          (std::min<std::size_t>(sites, static_cast<std::size_t>(in_.sponsors[j].max_sites)) + 1);
    const std::size_t people = std::size_t{1} << in_.staff.size(),
                      states = people * radix[sponsors];
    constexpr Points far = std::numeric_limits<Points>::max();
    // A point counts for more than all who stay, each of whom takes off one.
    constexpr Points scale = 64;
    const auto staying = [&](std::size_t s, PeopleMask who) {
      Points count = 0;
      for (std::size_t p = 0; p < in_.staff.size(); ++p)
        if ((who >> p & 1) != 0 && in_.staff[p].current_site == static_cast<Ix>(s))
          ++count;
      return count;
    };
    std::vector<Points> best(states, far);
    best[0] = 0;
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> came(
        sites, std::vector<std::pair<std::uint32_t, std::uint32_t>>(states));
    for (std::size_t s = 0; s < sites; ++s) {
      std::vector<Points> next(states, far);
      for (std::size_t state = 0; state < states; ++state) {
        if (best[state] == far)
          continue;
        const std::size_t used = state / radix[sponsors], led = state % radix[sponsors];
        for (std::size_t t = 0; t < teams_[s].size(); ++t) {
          const BruteTeam& team = teams_[s][t];
          if ((team.people & used) != 0)
            continue;
          std::size_t led_after = led;
          if (team.lead != none) {
            const std::size_t j = at(team.lead);
            const std::size_t count = led / radix[j] % (radix[j + 1] / radix[j]);
            if (count + 1 >= radix[j + 1] / radix[j])
              continue;  // max_sites reached
            led_after += radix[j];
          }
          const std::size_t after = (used | team.people) * radix[sponsors] + led_after;
          if (const Points cost = best[state] + scale * team.cost - staying(s, team.people);
              cost < next[after]) {
            next[after] = cost;
            came[s][after] = {static_cast<std::uint32_t>(state), static_cast<std::uint32_t>(t)};
          }
        }
      }
      best = std::move(next);
    }
    std::size_t found = states;
    for (std::size_t state = 0; state < states; ++state)
      if (best[state] != far && releases_fit(static_cast<PeopleMask>(state / radix[sponsors])) &&
          (found == states || best[state] < best[found]))
        found = state;
    if (found == states)
      return std::nullopt;
    BruteOptimum optimum;
    const Points up = best[found] + scale - 1;
    optimum.value = up >= 0 ? up / scale : -((scale - 1 - up) / scale);
    optimum.moved = best[found] - scale * optimum.value;
    for (const Staff& person : in_.staff)
      optimum.moved += person.current_site == none ? 0 : 1;
    optimum.plan.lead_sponsors.assign(sites, none);
    for (std::size_t s = sites, state = found; s-- > 0;) {
      const auto [before, t] = came[s][state];
      const BruteTeam& team = teams_[s][t];
      optimum.plan.lead_sponsors[s] = team.lead;
      for (std::size_t p = 0; p < in_.staff.size(); ++p)
        if ((team.people >> p & 1) != 0)
          optimum.plan.placements.push_back(
              {static_cast<Ix>(p), static_cast<Ix>(s),
               static_cast<Ix>(p) == team.leader ? Role::leader : Role::member});
      state = before;
    }
    std::sort(optimum.plan.placements.begin(), optimum.plan.placements.end(),
              [](const Placement& a, const Placement& b) {
                return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
              });
    return optimum;
  }

  /// Rule 1, by sorting all sites.
  bool may(Ix p, Ix s, Role role) const {
    const Staff& person = in_.staff[at(p)];
    if (!person.available || person.home_site == s)
      return false;
    if (role == Role::leader && !person.can_lead)
      return false;
    bool taken = person.current_site == s;
    for (const Wish& wish : in_.wishes)
      if (wish.staff == p && wish.site == s) {
        if (wish.rank == refuse)
          return false;
        taken = true;
      }
    for (const Cost& cost : in_.costs)
      taken |= cost.staff == p && cost.site == s;
    for (const Pin& pin : in_.pins) {
      if (pin.staff != p)
        continue;
      const bool role_named =
          pin.role == PinRole::any || (pin.role == PinRole::leader) == (role == Role::leader);
      if (pin.rule == PinRule::must) {
        if (pin.site != s || !role_named)
          return false;  // rule 2
        taken = true;
      } else if (pin.site == s && role_named) {
        return false;
      }
    }
    for (const Decision& d : forced_) {
      if (d.kind != Decision::Kind::placed || d.who != p)
        continue;
      if (d.yes != (d.site == s) && (d.yes || d.site == s))
        return false;
    }
    if (taken)
      return true;
    // The own county, or all below an area that lies in none.
    Ix ground = person.area;
    for (Ix a = person.area; a != none; a = in_.areas[at(a)].parent)
      if (in_.areas[at(a)].kind == AreaKind::county) {
        ground = a;
        break;
      }
    const auto near = [&](Ix site) {
      for (Ix a = in_.sites[at(site)].area; a != none; a = in_.areas[at(a)].parent)
        if (a == ground)
          return true;
      return false;
    };
    const auto paired = [&](Ix site) {
      for (const Affinity& a : in_.affinity)
        if (a.site == site && a.sponsor == person.sponsor)
          return true;
      return false;
    };
    const int most_near = in_.coordinates == Coordinates::absent ? 0 : in_.rules.near_sites;
    return among(p, s, most_near, near) || among(p, s, in_.rules.paired_sites, paired);
  }

  /// Everything that a team pays but for the lead sponsor.
  Points team_cost(Ix s, PeopleMask people, Ix leader) const {
    const Rules& r = in_.rules;
    const Site& site = in_.sites[at(s)];
    const int heads = std::popcount(people);
    Points cost = 0;
    for (int h = heads; h < site.min_team; ++h)
      cost += r.short_of_minimum * site.need;
    for (int h = std::max(heads, site.min_team); h < site.target_team; ++h)
      cost += r.short_of_target * site.need;
    if (leader == none) {
      cost += r.no_leader * site.need;
    } else {
      const int years = in_.staff[at(leader)].experience_years;
      cost += r.leader_base - r.leader_per_year * std::min<Points>(r.leader_years, years);
    }
    const auto met = [&](List Staff::* list, Ix one) {
      for (std::size_t p = 0; p < in_.staff.size(); ++p)
        if ((people >> p & 1) != 0 && has(in_.staff[p].*list, one))
          return true;
      return false;
    };
    for (const Ix one : in_.list(site.languages))
      if (!met(&Staff::languages, one))
        cost += r.languages * site.need;
    for (const Ix one : in_.list(site.skills))
      if (!met(&Staff::skills, one))
        cost += r.skills * site.need;
    bool any_current = false, stays = false;
    for (std::size_t p = 0; p < in_.staff.size(); ++p) {
      if (!in_.staff[p].available || in_.staff[p].current_site != s)
        continue;
      any_current = true;
      stays |= (people >> p & 1) != 0;
    }
    if (any_current && !stays)
      cost += r.nobody_stays;
    for (std::size_t p = 0; p < in_.staff.size(); ++p)
      if ((people >> p & 1) != 0)
        cost += pair_cost(static_cast<Ix>(p), s);
    return cost;
  }

  /// What the team pays because of its lead sponsor.
  Points lead_cost(Ix s, PeopleMask people, Ix lead) const {
    if (lead == none)
      return 0;
    Points cost = -in_.rules.lead_sponsor * score(s, lead);
    for (std::size_t p = 0; p < in_.staff.size(); ++p)
      if ((people >> p & 1) != 0 && in_.staff[p].sponsor == lead)
        cost -= in_.rules.own_sponsor;
    return cost;
  }

 private:
  static std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

  template <class InSet>
  bool among(Ix p, Ix s, int most, InSet in_set) const {
    std::vector<std::pair<std::int64_t, Ix>> sites;
    for (std::size_t i = 0; i < in_.sites.size(); ++i)
      if (in_set(static_cast<Ix>(i)))
        sites.emplace_back(
            metres_between(in_.coordinates, in_.staff[at(p)].place, in_.sites[i].place),
            static_cast<Ix>(i));
    std::sort(sites.begin(), sites.end());
    if (most > 0 && sites.size() > static_cast<std::size_t>(most))
      sites.resize(static_cast<std::size_t>(most));
    return std::any_of(sites.begin(), sites.end(), [&](const auto& x) { return x.second == s; });
  }

  bool releases_fit(PeopleMask people) const {
    for (std::size_t j = 0; j < in_.sponsors.size(); ++j) {
      int available = 0, released = 0;
      for (std::size_t p = 0; p < in_.staff.size(); ++p) {
        if (at(in_.staff[p].sponsor) != j)
          continue;
        if (in_.staff[p].available)
          ++available;
        if ((people >> p & 1) != 0)
          ++released;
      }
      if (released > std::max(1, available * in_.sponsors[j].release_percent / 100) +
                         in_.sponsors[j].extra_release)
        return false;
    }
    return true;
  }

  std::vector<Ix> lead_options(Ix s) const {
    std::vector<Ix> options;
    const Ix announced = in_.sites[at(s)].announced_lead;
    if (announced != none) {
      options = {announced};
    } else if (!leads_first_.empty()) {
      options = {leads_first_[at(s)]};
    } else {
      options = {none};
      for (const Affinity& a : in_.affinity)
        if (a.site == s && in_.sponsors[at(a.sponsor)].max_sites > 0)
          options.push_back(a.sponsor);
    }
    std::erase_if(options, [&](Ix sponsor) {
      return std::any_of(forced_.begin(), forced_.end(), [&](const Decision& d) {
        return d.kind == Decision::Kind::led && d.site == s && d.yes != (d.who == sponsor);
      });
    });
    return options;
  }

  std::int32_t score(Ix s, Ix sponsor) const {
    for (const Affinity& a : in_.affinity)
      if (a.site == s && a.sponsor == sponsor)
        return a.score;
    return 0;
  }

  /// Pairing "first": all combinations, the largest sum, then the first by order of site and
  /// sponsor.
  void choose_leads_first() {
    const std::size_t sites = in_.sites.size();
    std::vector<Ix> now(sites, none), best;
    std::int64_t best_sum = -1;
    const auto order = [&](const std::vector<Ix>& leads) {
      std::vector<std::int64_t> key;
      for (const Ix j : leads)
        key.push_back(j == none ? std::numeric_limits<Ix>::max() : j);
      return key;
    };
    const auto go = [&](auto&& self, std::size_t s, std::int64_t sum) -> void {
      if (s == sites) {
        if (sum > best_sum || (sum == best_sum && order(now) < order(best))) {
          best_sum = sum;
          best = now;
        }
        return;
      }
      std::vector<Ix> options;
      const Ix announced = in_.sites[s].announced_lead;
      if (announced != none) {
        options = {announced};
      } else {
        options = {none};
        for (const Affinity& a : in_.affinity)
          if (at(a.site) == s)
            options.push_back(a.sponsor);
      }
      for (const Ix j : options) {
        now[s] = j;
        if (j != none && std::count(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(s) + 1,
                                    j) > in_.sponsors[at(j)].max_sites)
          continue;
        const std::int64_t worth =
            j == none || announced != none
                ? 0
                : std::int64_t{in_.sites[s].need} * score(static_cast<Ix>(s), j);
        self(self, s + 1, sum + worth);
      }
      now[s] = none;
    };
    go(go, 0, 0);
    leads_first_ = best;
  }

  bool has(List list, Ix one) const {
    for (const Ix i : in_.list(list))
      if (i == one)
        return true;
    return false;
  }

  Points pair_cost(Ix p, Ix s) const {
    for (const Cost& cost : in_.costs)
      if (cost.staff == p && cost.site == s)
        return cost.points;
    const Rules& r = in_.rules;
    const Staff& person = in_.staff[at(p)];
    const Site& site = in_.sites[at(s)];
    Points cost = std::min(
        r.pair_most,
        r.pair_per_km * (metres_between(in_.coordinates, person.place, site.place) / 1000));
    cost += r.pair_hardship * person.hardship_served * site.hardship;
    for (const Wish& wish : in_.wishes)
      if (wish.staff == p && wish.site == s && wish.rank > 0)
        cost -= r.wish[static_cast<std::size_t>(wish.rank) - 1];
    return cost - r.strength * (person.strength * site.need / 5);
  }

  void list_teams(Ix s) {
    const Site& site = in_.sites[at(s)];
    const std::size_t staff = in_.staff.size();
    PeopleMask may_lead = 0, may_member = 0, musts = 0, beginners = 0;
    for (std::size_t p = 0; p < staff; ++p) {
      const PeopleMask bit = PeopleMask{1} << p;
      if (may(static_cast<Ix>(p), s, Role::leader))
        may_lead |= bit;
      if (may(static_cast<Ix>(p), s, Role::member))
        may_member |= bit;
      if (in_.staff[p].first_timer)
        beginners |= bit;
      for (const Pin& pin : in_.pins)
        if (at(pin.staff) == p && pin.site == s && pin.rule == PinRule::must)
          musts |= bit;
      for (const Decision& d : forced_)
        if (d.kind == Decision::Kind::placed && d.yes && at(d.who) == p && d.site == s)
          musts |= bit;
    }
    const std::vector<Ix> leads = lead_options(s);
    for (PeopleMask people = 0; people < (PeopleMask{1} << staff); ++people) {
      if ((people & ~(may_lead | may_member)) != 0 || (people & musts) != musts)
        continue;
      if (std::popcount(people) > site.target_team ||
          std::popcount(people & beginners) > site.max_first_timers)
        continue;
      std::optional<std::pair<Points, Ix>> cheapest;
      for (Ix leader = none; leader < static_cast<Ix>(staff); ++leader) {
        const PeopleMask bit = leader == none ? 0 : PeopleMask{1} << leader;
        if ((bit & ~(people & may_lead)) != 0 || ((people & ~bit) & ~may_member) != 0)
          continue;
        const Points cost = team_cost(s, people, leader);
        if (!cheapest || cost < cheapest->first)
          cheapest = {cost, leader};
      }
      if (!cheapest)
        continue;
      for (const Ix lead : leads)
        teams_[at(s)].push_back(
            {people, cheapest->second, lead, cheapest->first + lead_cost(s, people, lead)});
    }
  }

  const Instance& in_;
  std::vector<Decision> forced_;
  std::vector<Ix> leads_first_;
  std::vector<std::vector<BruteTeam>> teams_;
};

}  // namespace sojourn::planner::testing
