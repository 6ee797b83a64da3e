// What the search works on, against a plain reading of the model: every person against every site.
#include "planner/problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "planner/lead_first.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::Dice;
using testing::random_instance;
using testing::RandomOptions;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

bool lies_below(const Instance& in, Ix area, Ix top) {
  for (; area != none; area = in.areas[at(area)].parent)
    if (area == top)
      return true;
  return false;
}

/// Hard rule 1, read aloud: the candidate sites of a person with the roles allowed there.
std::map<Ix, std::pair<bool, bool>> plain_candidates(const Instance& in, Ix p) {
  std::map<Ix, std::pair<bool, bool>> pairs;
  const Staff& person = in.staff[at(p)];
  if (!person.available)
    return pairs;
  const auto nearest = [&](std::vector<Ix> sites, int count) {
    std::stable_sort(sites.begin(), sites.end(), [&](Ix a, Ix b) {
      return metres_between(in.coordinates, person.place, in.sites[at(a)].place) <
             metres_between(in.coordinates, person.place, in.sites[at(b)].place);
    });
    if (count > 0 && sites.size() > at(count))
      sites.resize(at(count));
    return sites;
  };
  Ix ground = person.area;
  while (ground != none && in.areas[at(ground)].kind != AreaKind::county)
    ground = in.areas[at(ground)].parent;
  if (ground == none)
    ground = person.area;
  std::vector<Ix> own, listed;
  for (Ix s = 0; s < static_cast<Ix>(in.sites.size()); ++s) {
    if (lies_below(in, in.sites[at(s)].area, ground))
      own.push_back(s);
    for (const Affinity& a : in.affinity)
      if (a.site == s && a.sponsor == person.sponsor)
        listed.push_back(s);
  }
  std::set<Ix> taken;
  const int near = in.coordinates == Coordinates::absent ? 0 : in.rules.near_sites;
  for (const Ix s : nearest(own, near))
    taken.insert(s);
  for (const Ix s : nearest(listed, in.rules.paired_sites))
    taken.insert(s);
  for (const Wish& w : in.wishes)
    if (w.staff == p && w.rank != refuse)
      taken.insert(w.site);
  if (person.current_site != none)
    taken.insert(person.current_site);
  for (const Cost& c : in.costs)
    if (c.staff == p)
      taken.insert(c.site);
  for (const Pin& pin : in.pins)
    if (pin.staff == p && pin.rule == PinRule::must)
      taken = {pin.site};
  for (const Ix s : taken)
    pairs[s] = {person.can_lead, true};
  for (const Pin& pin : in.pins) {
    if (pin.staff != p || !pairs.contains(pin.site))
      continue;
    auto& [leads, serves] = pairs[pin.site];
    const bool never = pin.rule == PinRule::never;
    if (pin.role == (never ? PinRole::leader : PinRole::member))
      leads = false;
    if (pin.role == (never ? PinRole::member : PinRole::leader))
      serves = false;
    if (never && pin.role == PinRole::any)
      leads = serves = false;
  }
  pairs.erase(person.home_site);
  for (const Wish& w : in.wishes)
    if (w.staff == p && w.rank == refuse)
      pairs.erase(w.site);
  std::erase_if(pairs, [](const auto& e) { return !e.second.first && !e.second.second; });
  return pairs;
}

Points plain_cost(const Instance& in, Ix p, Ix s) {
  for (const Cost& c : in.costs)
    if (c.staff == p && c.site == s)
      return c.points;
  const Rules& r = in.rules;
  const Staff& person = in.staff[at(p)];
  const Site& site = in.sites[at(s)];
  Points points =
      std::min(r.pair_most,
               r.pair_per_km * (metres_between(in.coordinates, person.place, site.place) / 1000)) +
      r.pair_hardship * person.hardship_served * site.hardship;
  for (const Wish& w : in.wishes)
    if (w.staff == p && w.site == s && w.rank != refuse)
      points -= r.wish[at(w.rank - 1)];
  return points - r.strength * (person.strength * site.need / 5);
}

void expect_plain(const Instance& in, const Problem& problem) {
  std::map<std::pair<Ix, Ix>, const Pair*> got;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    Ix before = none;
    for (const Pair& pair : problem.pairs_of(s)) {
      EXPECT_LT(before, pair.staff);
      before = pair.staff;
      got[{pair.staff, s}] = &pair;
    }
  }
  std::size_t expected = 0;
  for (Ix p = 0; p < problem.staff_count(); ++p) {
    const Staff& person = in.staff[at(p)];
    const auto plain = plain_candidates(in, p);
    expected += plain.size();
    std::vector<const Pair*> mine;
    for (auto k = problem.staff_begin[at(p)]; k < problem.staff_begin[at(p) + 1]; ++k)
      mine.push_back(&problem.pairs[problem.by_staff[k]]);
    ASSERT_EQ(mine.size(), plain.size()) << "person " << p;
    std::size_t nth = 0;
    for (const auto& [s, roles] : plain) {
      ASSERT_TRUE(got.contains({p, s})) << p << " at " << s;
      const Pair& pair = *got[{p, s}];
      const Site& site = in.sites[at(s)];
      EXPECT_EQ(mine[nth++], &pair);
      EXPECT_EQ(pair.has(Pair::may_lead), roles.first);
      EXPECT_EQ(pair.has(Pair::may_member), roles.second);
      EXPECT_EQ(pair.has(Pair::first_timer), person.first_timer);
      EXPECT_EQ(pair.has(Pair::stayer), person.current_site == s);
      EXPECT_EQ(pair.has(Pair::must), std::any_of(in.pins.begin(), in.pins.end(), [&](auto& pin) {
                  return pin.staff == p && pin.site == s && pin.rule == PinRule::must;
                }));
      EXPECT_EQ(pair.cost, plain_cost(in, p, s));
      unsigned bit = 0;
      const auto holds = [&](List needed, List held) {
        for (const Ix i : in.list(needed)) {
          const auto have = in.list(held);
          if (bit == 32)
            return;  // beyond, a pair has no bit
          EXPECT_EQ(pair.covers >> bit++ & 1,
                    std::find(have.begin(), have.end(), i) != have.end() ? 1u : 0u);
        }
      };
      holds(site.languages, person.languages);
      holds(site.skills, person.skills);
      const auto options = problem.options_of(s);
      std::uint16_t own = Pair::not_listed;
      for (std::size_t o = 0; o < options.size(); ++o)
        if (options[o].sponsor == person.sponsor)
          own = static_cast<std::uint16_t>(o);
      EXPECT_EQ(pair.own_option, own);
    }
  }
  EXPECT_EQ(problem.pairs.size(), expected);
}

TEST(Problem, PairsAreThoseOfThePlainReading) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    RandomOptions options;
    options.coordinates = static_cast<Coordinates>(seed % 3);
    options.near_sites = static_cast<int>(seed % 5) * 4;
    options.paired_sites = static_cast<int>(seed % 4) * 3;
    options.languages = seed % 10 == 0 ? 70 : 4;
    const Instance in = random_instance(seed, 30 + static_cast<int>(seed % 7) * 20, 40, options);
    SCOPED_TRACE(seed);
    expect_plain(in, build_problem(in, {}, 1));
    if (HasFatalFailure())
      return;
  }
}

TEST(Problem, TreesOfManySitesKeepTheOrderOfTies) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    RandomOptions options;
    options.coordinates = seed % 2 == 0 ? Coordinates::degrees : Coordinates::kilometres;
    options.near_sites = 24;
    options.paired_sites = 24;
    options.sponsors = 3;
    options.staff_above_county = 60;
    const Instance in = random_instance(seed, 900, 30, options);
    SCOPED_TRACE(seed);
    expect_plain(in, build_problem(in, {}, 2));
    if (HasFatalFailure())
      return;
  }
}

TEST(Problem, NearAcrossTheDateLineAndAtThePole) {
  RandomOptions options;
  options.coordinates = Coordinates::degrees;
  options.near_sites = 7;
  Instance in = random_instance(3, 400, 60, options);
  Dice dice(9);
  for (Site& site : in.sites)
    site.place = {static_cast<double>(dice.between(-180, 180)),
                  dice.chance(50) ? 89.0 + dice.between(0, 10) * 0.1 : dice.between(-20, 20) * 0.1};
  for (Staff& person : in.staff)
    person.place = {dice.chance(50) ? 179.9 : -179.9, dice.chance(50) ? 89.5 : 0.3};
  expect_plain(in, build_problem(in, {}, 1));
}

TEST(Problem, SameOnAnyNumberOfThreads) {
  RandomOptions options;
  options.near_sites = 10;
  options.paired_sites = 5;
  options.sponsors = 40;
  options.listed = 5;
  const Instance in = random_instance(5, 60, 9000, options);
  const Problem one = build_problem(in, {}, 1);
  for (const int threads : {2, 3, 8}) {
    const Problem many = build_problem(in, {}, threads);
    EXPECT_EQ(one.site_begin, many.site_begin);
    EXPECT_EQ(one.by_staff, many.by_staff);
    EXPECT_EQ(one.staff_begin, many.staff_begin);
    EXPECT_TRUE(std::equal(one.pairs.begin(), one.pairs.end(), many.pairs.begin(), many.pairs.end(),
                           [](const Pair& a, const Pair& b) {
                             return a.staff == b.staff && a.cost == b.cost &&
                                    a.covers == b.covers && a.own_option == b.own_option &&
                                    a.flags == b.flags;
                           }));
  }
}

TEST(Problem, ForcedPlacementLeavesOnlyThatPair) {
  const Instance in = random_instance(11, 12, 20);
  const Problem free = build_problem(in, {}, 1);
  for (Ix p = 0; p < free.staff_count(); ++p) {
    const auto first = free.staff_begin[at(p)], last = free.staff_begin[at(p) + 1];
    if (last - first < 2)
      continue;
    // The second candidate site of the person.
    const auto position = free.by_staff[first + 1];
    const auto s =
        static_cast<Ix>(std::upper_bound(free.site_begin.begin(), free.site_begin.end(), position) -
                        free.site_begin.begin() - 1);
    const Decision yes{Decision::Kind::placed, true, s, p};
    const Problem with = build_problem(in, std::span(&yes, 1), 1);
    ASSERT_EQ(with.staff_begin[at(p) + 1] - with.staff_begin[at(p)], 1u);
    const Pair& kept = with.pairs[with.by_staff[with.staff_begin[at(p)]]];
    EXPECT_TRUE(kept.has(Pair::must));
    EXPECT_EQ(kept.has(Pair::may_lead), free.pairs[position].has(Pair::may_lead));
    EXPECT_EQ(with.pairs.size(), free.pairs.size() - (last - first) + 1);
    const Decision no{Decision::Kind::placed, false, s, p};
    const Problem without = build_problem(in, std::span(&no, 1), 1);
    EXPECT_EQ(without.pairs.size(), free.pairs.size() - 1);
    EXPECT_EQ(without.staff_begin[at(p) + 1] - without.staff_begin[at(p)], last - first - 1);
  }
}

TEST(Problem, LeadOptionsFollowListLimitAndDecisions) {
  Instance in = random_instance(2, 3, 12);
  in.affinity = {{0, 0, 50}, {0, 1, 60}, {0, 2, 70}, {1, 2, 10}, {1, 0, 20}};
  in.sponsors[0].max_sites = 2;
  in.sponsors[1].max_sites = 0;
  in.sponsors[2].max_sites = 1;
  for (Site& site : in.sites)
    site.announced_lead = none;
  const auto options = [&](std::vector<Decision> forced, Ix site) {
    const Problem problem = build_problem(in, forced, 1);
    std::vector<std::pair<Ix, int>> list;
    for (const LeadOption& o : problem.options_of(site))
      list.emplace_back(o.sponsor, o.score);
    const SiteTerms& terms = problem.sites[at(site)];
    return std::tuple(list, terms.lead_fixed, terms.may_have_no_lead);
  };
  using List = std::vector<std::pair<Ix, int>>;
  using Kind = Decision::Kind;
  EXPECT_EQ(options({}, 0), std::tuple(List({{0, 50}, {2, 70}}), false, true));
  EXPECT_EQ(options({}, 1), std::tuple(List({{0, 20}, {2, 10}}), false, true));
  EXPECT_EQ(options({}, 2), std::tuple(List(), false, true));
  EXPECT_EQ(options({{Kind::led, true, 0, 2}}, 0), std::tuple(List({{2, 70}}), true, false));
  EXPECT_EQ(options({{Kind::led, false, 0, 2}}, 0), std::tuple(List({{0, 50}}), false, true));
  EXPECT_EQ(options({{Kind::led, true, 0, none}}, 0), std::tuple(List(), true, true));
  EXPECT_EQ(options({{Kind::led, false, 0, none}}, 0),
            std::tuple(List({{0, 50}, {2, 70}}), false, false));
  in.sites[1].announced_lead = 0;
  EXPECT_EQ(options({}, 1), std::tuple(List({{0, 20}}), true, false));
  in.sites[2].announced_lead = 2;
  EXPECT_EQ(options({}, 2), std::tuple(List({{2, 0}}), true, false));
  // Pairing "first": announced leads use up sponsor 2, so site 0 has sponsor 0.
  in.rules.pairing = Pairing::first;
  EXPECT_EQ(options({}, 0), std::tuple(List({{0, 50}}), true, false));
  in.sites[2].announced_lead = none;
  EXPECT_EQ(options({}, 0), std::tuple(List({{2, 70}}), true, false));
  EXPECT_EQ(options({}, 2), std::tuple(List(), true, true));
}

TEST(Problem, ReleaseCapCountsAvailablePeopleAndIsAtLeastOne) {
  Instance in = random_instance(4, 3, 12);
  in.pins.clear();
  in.sponsors.resize(3);
  in.affinity.clear();
  for (Site& site : in.sites)
    site.announced_lead = none;
  for (std::size_t p = 0; p < 12; ++p) {
    in.staff[p].sponsor = p < 7 ? 0 : 1;
    in.staff[p].available = p != 6;
  }
  in.sponsors[0].release_percent = 84;  // of 6: 5.04
  in.sponsors[1].release_percent = 10;  // of 5: 0.5
  EXPECT_EQ(build_problem(in, {}, 1).release_cap, (std::vector<std::int32_t>{5, 1, 0}));
}

/// The largest sum, and of its choices the first in the order of sites and sponsors.
std::vector<Ix> plain_leads(Ix sites, const std::vector<LeadArc>& arcs,
                            std::vector<std::int32_t> capacity) {
  std::vector<Ix> now(at(sites), none), best;
  Points best_worth = -1;
  const auto visit = [&](const auto& self, Ix site, Points worth) -> void {
    if (site == sites) {
      if (worth > best_worth) {
        best_worth = worth;
        best = now;
      }
      return;
    }
    for (const LeadArc& arc : arcs) {
      if (arc.site != site || capacity[at(arc.sponsor)] <= 0)
        continue;
      --capacity[at(arc.sponsor)];
      now[at(site)] = arc.sponsor;
      self(self, site + 1, worth + arc.worth);
      ++capacity[at(arc.sponsor)];
    }
    now[at(site)] = none;
    self(self, site + 1, worth);
  };
  visit(visit, 0, 0);
  return best;
}

TEST(LeadFirst, IsTheFirstOfTheBest) {
  Dice dice(1);
  for (int round = 0; round < 1500; ++round) {
    const Ix sites = dice.between(1, 7), sponsors = dice.between(1, 4);
    const int most = dice.between(0, 4);
    std::vector<std::int32_t> capacity;
    for (Ix j = 0; j < sponsors; ++j)
      capacity.push_back(dice.between(0, 3));
    std::vector<LeadArc> arcs;
    for (Ix s = 0; s < sites; ++s)
      for (Ix j = 0; j < sponsors; ++j)
        if (dice.chance(60))
          arcs.push_back({s, j, dice.between(0, most)});
    ASSERT_EQ(choose_leads_first(sites, arcs, capacity), plain_leads(sites, arcs, capacity))
        << "round " << round;
  }
}

TEST(Distance, KnownLengths) {
  // A quarter of the globe's circumference, and a 3-4-5 triangle.
  EXPECT_EQ(metres_between(Coordinates::degrees, {0, 0}, {90, 0}), 10'007'557);
  EXPECT_EQ(metres_between(Coordinates::degrees, {10, 90}, {77, 0}), 10'007'557);
  EXPECT_EQ(metres_between(Coordinates::degrees, {179.5, 0}, {-179.5, 0}), 111'195);
  EXPECT_EQ(metres_between(Coordinates::kilometres, {1, 1}, {4, 5}), 5'000);
  EXPECT_EQ(metres_between(Coordinates::kilometres, {0, 0}, {0.0005, 0}), 1);
  EXPECT_EQ(metres_between(Coordinates::absent, {0, 0}, {4, 5}), 0);
}

}  // namespace
}  // namespace sojourn::planner
