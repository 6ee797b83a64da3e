// Hard rules and candidate pairs as `check` reads them, against a reading of the page that sorts
// all sites for every person, against trying everything, and against the solver's own.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/check_leads.h"
#include "planner/check_pairs.h"
#include "planner/check_sites.h"
#include "planner/planner.h"
#include "planner/problem.h"
#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

RandomOptions options_for(std::uint64_t seed) {
  RandomOptions options;
  options.near_sites = static_cast<int>(seed % 4);
  options.paired_sites = static_cast<int>(seed / 4 % 3);
  options.listed = 50;
  options.coordinates = seed % 5 == 0   ? Coordinates::absent
                        : seed % 2 == 0 ? Coordinates::degrees
                                        : Coordinates::kilometres;
  return options;
}

TEST(CandidatePairs, AreThoseOfAFullSort) {
  int candidates = 0, others = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Instance in = random_instance(seed, 12, 10, options_for(seed));
    const checking::PairReader pairs(in);
    const BruteForce reading(in);
    for (Ix p = 0; p < 10; ++p) {
      std::vector<Ix> sites;
      pairs.candidate_sites(p, sites);
      const bool pinned = std::any_of(in.pins.begin(), in.pins.end(), [&](const Pin& pin) {
        return pin.staff == p && pin.rule == PinRule::must;
      });
      for (Ix s = 0; s < 12; ++s) {
        const checking::Standing standing = pairs.standing(p, s);
        const bool as_leader = standing.may_lead() && in.staff[at(p)].can_lead;
        if (!pinned) {
          ASSERT_EQ(as_leader, reading.may(p, s, Role::leader)) << seed << " " << p << " " << s;
          ASSERT_EQ(standing.may_member(), reading.may(p, s, Role::member))
              << seed << " " << p << " " << s;
        }
        const bool in_list = std::binary_search(sites.begin(), sites.end(), s);
        ASSERT_EQ(in_list, standing.may_lead() || standing.may_member())
            << seed << " " << p << " " << s;
        ++(in_list ? candidates : others);
      }
    }
  }
  EXPECT_GT(candidates, 5000);
  EXPECT_GT(others, 5000);
}

/// The solver builds its pairs by other code; at sizes that a full sort is slow at, the two agree.
TEST(CandidatePairs, AreThoseOfTheSolver) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomOptions options = options_for(seed);
    options.near_sites = static_cast<int>(seed % 4) * 6;
    options.paired_sites = static_cast<int>(seed % 3) * 5;
    options.counties = 4;
    const Instance in = random_instance(seed, 120, 200, options);
    const Problem problem = build_problem(in, {}, 1);
    const checking::TeamSites sites(in, 2);
    for (Ix s = 0; s < 120; ++s) {
      std::vector<checking::Member> ours = sites.site(s).members;
      // Ours keeps people whose only role left is one that they do not have.
      std::erase_if(ours, [](const checking::Member& m) { return !m.may_lead && !m.may_member; });
      ASSERT_EQ(problem.pairs_of(s).size(), ours.size()) << seed << " site " << s;
      for (std::size_t i = 0; i < ours.size(); ++i) {
        const Pair& pair = problem.pairs_of(s)[i];
        const checking::Member& member = ours[i];
        ASSERT_EQ(pair.staff, member.staff) << seed << " site " << s;
        ASSERT_EQ(pair.cost, member.points) << seed;
        ASSERT_EQ(pair.has(Pair::may_lead), member.may_lead) << seed;
        ASSERT_EQ(pair.has(Pair::may_member), member.may_member) << seed;
        ASSERT_EQ(pair.has(Pair::must), member.must) << seed;
        ASSERT_EQ(pair.has(Pair::stayer), member.stays) << seed;
        ASSERT_EQ(pair.has(Pair::first_timer), member.first_timer) << seed;
      }
    }
  }
}

/// Any plan at random, mostly broken: valid for `check` exactly where it is one of the plans that
/// trying everything lists.
TEST(Check, AgreesWithTryingEverythingOnRandomPlans) {
  int valid = 0, broken = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    RandomOptions options = options_for(seed);
    options.pairing = seed % 6 == 0 ? Pairing::first : Pairing::joint;
    const Instance in = random_instance(seed, 3, 6, options);
    const BruteForce brute(in);
    Dice dice(seed + 77);
    for (int k = 0; k < 50; ++k) {
      Plan plan;
      plan.lead_sponsors.assign(3, none);
      std::vector<PeopleMask> people(3, 0);
      std::vector<int> leaders(3, 0);
      // Musts and announced ones are mostly kept, or nearly every plan would be broken.
      for (Ix p = 0; p < 6; ++p) {
        Ix site = dice.chance(35) ? dice.index(3) : none;
        Role role = dice.chance(25) ? Role::leader : Role::member;
        for (const Pin& pin : in.pins)
          if (pin.staff == p && pin.rule == PinRule::must && dice.chance(95)) {
            site = pin.site;
            role = pin.role == PinRole::leader ? Role::leader : Role::member;
          }
        if (site == none)
          continue;
        plan.placements.push_back({p, site, role});
        people[at(site)] |= PeopleMask{1} << p;
        leaders[at(site)] += role == Role::leader ? 1 : 0;
      }
      for (Ix s = 0; s < 3; ++s) {
        const Ix announced = in.sites[at(s)].announced_lead;
        plan.lead_sponsors[at(s)] = announced != none && dice.chance(95) ? announced
                                    : in.rules.pairing == Pairing::first && dice.chance(85)
                                        ? brute.leads_first()[at(s)]
                                    : dice.chance(50) ? dice.index(in.sponsors.size())
                                                      : none;
      }
      // The page, by trial.
      bool right = true;
      for (const Placement& p : plan.placements)
        right &= brute.may(p.staff, p.site, p.role);
      for (Ix s = 0; s < 3; ++s) {
        right &= leaders[at(s)] <= 1;
        right &= std::any_of(brute.teams(s).begin(), brute.teams(s).end(), [&](const BruteTeam& t) {
          return t.people == people[at(s)] && t.lead == plan.lead_sponsors[at(s)];
        });
      }
      for (std::size_t j = 0; j < in.sponsors.size(); ++j) {
        right &= std::count(plan.lead_sponsors.begin(), plan.lead_sponsors.end(),
                            static_cast<Ix>(j)) <= in.sponsors[j].max_sites;
        int available = 0, released = 0;
        for (std::size_t p = 0; p < in.staff.size(); ++p)
          if (at(in.staff[p].sponsor) == j) {
            available += in.staff[p].available ? 1 : 0;
            for (const Placement& placement : plan.placements)
              released += at(placement.staff) == p ? 1 : 0;
          }
        right &= released <= std::max(1, available * in.sponsors[j].release_percent / 100);
      }
      const auto violations = check(in, plan);
      ASSERT_EQ(violations.empty(), right)
          << seed << " " << k << " "
          << (violations.empty() ? "none found" : violations.front().detail);
      ++(right ? valid : broken);
    }
  }
  EXPECT_GT(valid, 1000);
  EXPECT_GT(broken, 1000);
}

TEST(Metres, OfTheCheckAreThoseOfTheSearch) {
  using checking::metres_apart;
  EXPECT_EQ(metres_apart(Coordinates::degrees, {0, 1}, {0, 0}), 111'195);
  EXPECT_EQ(metres_apart(Coordinates::degrees, {10, 90}, {77, 0}), 10'007'557);
  EXPECT_EQ(metres_apart(Coordinates::degrees, {179.5, 0}, {-179.5, 0}), 111'195);
  EXPECT_EQ(metres_apart(Coordinates::degrees, {0, 0}, {180, 0}), 20'015'114) << "opposite points";
  EXPECT_EQ(metres_apart(Coordinates::kilometres, {0, 0}, {0.0005, 0}), 1) << "away from zero";
  EXPECT_EQ(metres_apart(Coordinates::absent, {0, 0}, {4, 5}), 0);
  Dice dice(5);
  for (int i = 0; i < 2'000; ++i) {
    const auto place = [&] {
      return Place{dice.between(-180'000, 180'000) / 1000.0,
                   dice.between(-90'000, 90'000) / 1000.0};
    };
    const Place a = place(), b = place();
    for (const Coordinates kind : {Coordinates::degrees, Coordinates::kilometres})
      ASSERT_EQ(metres_apart(kind, a, b), metres_between(kind, a, b)) << a.x << ' ' << a.y;
  }
}

TEST(LeadsFirst, AreThoseOfTryingEverything) {
  int ties = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    RandomOptions options;
    options.pairing = Pairing::first;
    options.sponsors = 4;
    options.listed = 60;
    Instance in = random_instance(seed, 5, 4, options);
    if (seed % 2 == 0)  // ties
      for (Affinity& a : in.affinity)
        a.score = a.score % 3 * 10;
    if (seed % 4 == 0)
      for (Site& site : in.sites)
        site.need = 1;
    const auto leads = checking::lead_sponsors_first(in);
    ASSERT_EQ(leads, BruteForce(in).leads_first()) << seed;
    ties += seed % 4 == 0 ? 1 : 0;
  }
  EXPECT_EQ(ties, 150);
}

}  // namespace
}  // namespace sojourn::planner::testing
