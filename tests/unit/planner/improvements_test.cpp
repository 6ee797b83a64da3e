// best_improvements against making each change and valuing the whole plan anew, and against a list
// of every single move and swap.
#include "planner/improvements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

Plan random_plan(const Instance& in, Dice& dice, bool candidates_only) {
  const BruteForce brute(in);
  Plan plan;
  plan.lead_sponsors.assign(in.sites.size(), none);
  for (Ix p = 0; p < static_cast<Ix>(in.staff.size()); ++p) {
    if (dice.chance(40))
      continue;
    const Ix s = dice.index(in.sites.size());
    const Role role = dice.chance(30) ? Role::leader : Role::member;
    if (candidates_only && !brute.may(p, s, role))
      continue;
    plan.placements.push_back({p, s, role});
  }
  for (const Affinity& a : in.affinity)
    if (dice.chance(40))
      plan.lead_sponsors[at(a.site)] = a.sponsor;
  return plan;
}

Plan improved(const Instance& in, const Plan& plan, const SingleMove& move) {
  const checking::TeamSites sites(in, 1);
  Draft draft(sites, plan);
  draft.make(move);
  return draft.plan();
}

/// A random plan without a broken rule: people are dropped until none is.
std::optional<Plan> valid_plan(const Instance& in, Dice& dice) {
  Plan plan = random_plan(in, dice, true);
  for (const Pin& pin : in.pins)
    if (pin.rule == PinRule::must)
      return std::nullopt;
  for (std::size_t s = 0; s < in.sites.size(); ++s)
    plan.lead_sponsors[s] = in.sites[s].announced_lead;
  while (!check(in, plan).empty()) {
    if (plan.placements.empty())
      return std::nullopt;
    plan.placements.erase(plan.placements.begin() + dice.index(plan.placements.size()));
  }
  return plan;
}

/// Every plan that one move or swap makes of a plan, valid or not.
std::vector<Plan> neighbours(const Instance& in, const Plan& plan) {
  std::vector<Plan> all;
  const auto sites = static_cast<Ix>(in.sites.size());
  for (Ix p = 0; p < static_cast<Ix>(in.staff.size()); ++p) {
    Plan gone = plan;
    std::erase_if(gone.placements, [&](const Placement& x) { return x.staff == p; });
    if (gone.placements.size() != plan.placements.size())
      all.push_back(gone);
    for (Ix s = 0; s < sites; ++s)
      for (const Role role : {Role::leader, Role::member}) {
        Plan there = gone;
        there.placements.push_back({p, s, role});
        all.push_back(there);
      }
    // p takes q's place and role; q takes p's or none.
    for (const Placement& q : plan.placements) {
      if (q.staff == p)
        continue;
      Plan swapped = plan;
      for (Placement& x : swapped.placements)
        if (x.staff == p)
          x.staff = q.staff;
        else if (x.staff == q.staff)
          x.staff = p;
      all.push_back(swapped);
    }
  }
  if (in.rules.pairing == Pairing::joint)
    for (Ix s = 0; s < sites; ++s)
      for (Ix j = none; j < static_cast<Ix>(in.sponsors.size()); ++j) {
        Plan other = plan;
        other.lead_sponsors[at(s)] = j;
        all.push_back(other);
      }
  return all;
}

TEST(Improvements, TheBestIsTheBestOfAllSingleMovesAndSwaps) {
  int improved_plans = 0, nothing_left = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Dice dice(seed);
    RandomOptions options;
    options.small_weights = seed % 2 == 0;
    options.near_sites = seed % 3 == 0 ? 2 : 0;
    options.must = 0;
    const Instance in = random_instance(seed, 4, 9, options);
    std::optional<Plan> start = valid_plan(in, dice);
    if (!start)
      continue;
    // Climb to the top, looking at every step.
    for (Plan plan = *start;;) {
      const Points total = value_of(in, plan).total;
      Points best = 0;
      for (const Plan& neighbour : neighbours(in, plan)) {
        const Points change = value_of(in, neighbour).total - total;
        if (change < best && check(in, neighbour).empty())
          best = change;
      }
      const auto list = best_improvements(in, plan, 1).alone;
      if (best == 0) {
        EXPECT_TRUE(list.empty()) << seed;
        ++nothing_left;
        break;
      }
      ASSERT_EQ(list.size(), 1u) << seed;
      ASSERT_EQ(list.front().change, best) << seed;
      plan = improved(in, plan, list.front());
      ASSERT_EQ(value_of(in, plan).total, total + best) << seed;
      ASSERT_TRUE(check(in, plan).empty()) << seed << check(in, plan).front().detail;
      ++improved_plans;
    }
  }
  EXPECT_GT(improved_plans, 500);
  EXPECT_GT(nothing_left, 200);
}

/// The best total over all choices of lead sponsors that keep rule 6, by trying each.
void try_leads(const Instance& in, Plan& plan, std::size_t site, Points& best) {
  if (site == in.sites.size()) {
    if (check(in, plan).empty())
      best = std::min(best, value_of(in, plan).total);
    return;
  }
  const Ix announced = in.sites[site].announced_lead;
  for (Ix lead = none; lead < static_cast<Ix>(in.sponsors.size()); ++lead) {
    if (announced != none && lead != announced)
      continue;
    plan.lead_sponsors[site] = lead;
    try_leads(in, plan, site + 1, best);
  }
}

TEST(BestLeads, AreTheBestOfAllForTheSamePeople) {
  int gained = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Dice dice(seed);
    RandomOptions options;
    options.must = 0;
    const Instance in = random_instance(seed, 4, 7, options);
    const std::optional<Plan> plan = valid_plan(in, dice);
    if (!plan || in.rules.pairing == Pairing::first)
      continue;
    const Points before = value_of(in, *plan).total;
    Points best = before;
    Plan trial = *plan;
    try_leads(in, trial, 0, best);
    const LeadChoice choice = best_leads(in, *plan);
    EXPECT_EQ(before + choice.change, best) << seed;
    Plan chosen = *plan;
    chosen.lead_sponsors = choice.lead_sponsors;
    EXPECT_TRUE(check(in, chosen).empty()) << seed;
    EXPECT_EQ(value_of(in, chosen).total, best) << seed;
    gained += choice.change < 0 ? 1 : 0;
  }
  EXPECT_GT(gained, 30);
}

TEST(Improvements, OfAnyPlanAreExactAndCanBeMadeTogether) {
  std::set<SingleMove::Kind> kinds;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Dice dice(seed);
    RandomOptions options;
    options.small_weights = seed % 2 == 0;
    options.pairing = seed % 5 == 0 ? Pairing::first : Pairing::joint;
    const Instance in = random_instance(seed, 8, 9, options);
    const Plan plan = random_plan(in, dice, dice.chance(50));
    const Points total = value_of(in, plan).total;
    const std::size_t broken = check(in, plan).size();
    Plan all = plan;
    Points sum = 0, last = std::numeric_limits<Points>::min();
    for (const SingleMove& i : best_improvements(in, plan, 10).together) {
      const Plan one = improved(in, plan, i);
      ASSERT_EQ(value_of(in, one).total - total, i.change) << seed;
      ASSERT_LT(i.change, 0);
      ASSERT_GE(i.change, last) << "best first";
      // A broken plan stays so where the change does not touch it, but gets no worse.
      ASSERT_LE(check(in, one).size(), broken) << seed;
      last = i.change;
      all = improved(in, all, i);
      sum += i.change;
      kinds.insert(i.kind);
    }
    EXPECT_EQ(value_of(in, all).total - total, sum) << seed;
    EXPECT_LE(check(in, all).size(), broken) << seed;
  }
  EXPECT_EQ(kinds.size(), 7u) << "every kind of improvement was met";
}

TEST(Improvements, AreTheBestOfAllWhetherOrNotTheyGoTogether) {
  int compared = 0, apart = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Dice dice(seed);
    RandomOptions options;
    options.must = 0;
    const Instance in = random_instance(seed, 4, 8, options);
    const std::optional<Plan> plan = valid_plan(in, dice);
    if (!plan)
      continue;
    const Points total = value_of(in, *plan).total;
    std::vector<Points> changes;
    for (const Plan& neighbour : neighbours(in, *plan))
      if (const Points change = value_of(in, neighbour).total - total;
          change < 0 && check(in, neighbour).empty())
        changes.push_back(change);
    std::sort(changes.begin(), changes.end());
    const Improvements better = best_improvements(in, *plan, 10);
    ASSERT_LE(better.alone.size(), 10u);
    // `neighbours` may name one change twice, so its k-th best is at least as good.
    for (std::size_t i = 0; i < better.alone.size(); ++i) {
      ASSERT_NE(std::find(changes.begin(), changes.end(), better.alone[i].change), changes.end());
      if (i > 0) {
        EXPECT_EQ(std::count_if(changes.begin(), changes.end(),
                                [&](Points c) {
                                  return c > better.alone[i - 1].change &&
                                         c < better.alone[i].change;
                                }),
                  0)
            << "none is left out between, seed " << seed;
      }
      EXPECT_EQ(std::count(better.alone.begin(),
                           better.alone.begin() + static_cast<std::ptrdiff_t>(i), better.alone[i]),
                0)
          << "named once";
      ++compared;
    }
    if (!better.alone.empty()) {
      EXPECT_EQ(better.alone.front().change, changes.front());
      EXPECT_EQ(better.together.front(), better.alone.front());
    }
    apart += better.together != better.alone ? 1 : 0;
  }
  EXPECT_GT(compared, 500);
  EXPECT_GT(apart, 50);
}

TEST(Improvements, MovesNobodyAgainstAMust) {
  int pinned = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomOptions options;
    options.must = 60;
    const Instance in = random_instance(seed, 3, 6, options);
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum);
    // The optimum with all lead sponsors dropped that were not announced.
    Plan plan = optimum->plan;
    for (std::size_t s = 0; s < 3; ++s)
      plan.lead_sponsors[s] = in.sites[s].announced_lead;
    for (const SingleMove& i : best_improvements(in, plan, 10).alone)
      EXPECT_TRUE(check(in, improved(in, plan, i)).empty()) << seed;
    pinned += in.pins.empty() ? 0 : 1;
  }
  EXPECT_GT(pinned, 100);
}

TEST(Improvements, OfAnOptimumThereAreNone) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const Instance in = random_instance(seed, 4, 8);
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum);
    EXPECT_TRUE(best_improvements(in, optimum->plan, 10).alone.empty()) << seed;
  }
}

}  // namespace
}  // namespace sojourn::planner::testing
