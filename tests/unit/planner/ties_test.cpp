// Of plans worth the same the one that moves fewer people: against trying everything where the plan
// is proven, and exchange by exchange where it is not.
#include "planner/ties.h"

#include <gtest/gtest.h>

#include "planner/planner.h"
#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::int64_t moved_by(const Instance& in, const Plan& plan) {
  std::vector<Ix> at(in.staff.size(), none);
  for (const Placement& p : plan.placements)
    at[static_cast<std::size_t>(p.staff)] = p.site;
  std::int64_t count = 0;
  for (std::size_t p = 0; p < at.size(); ++p)
    count += in.staff[p].current_site != none && in.staff[p].current_site != at[p] ? 1 : 0;
  return count;
}

/// Where who serves where matters little, so that many plans are worth the same.
Instance flat_programme(std::uint64_t seed, int sites, int staff) {
  RandomOptions options;
  options.small_weights = seed % 2 == 0;
  options.pairing = seed % 7 == 0 ? Pairing::first : Pairing::joint;
  options.near_sites = seed % 3 == 0 ? 2 : 0;
  options.languages = options.skills = 1;
  options.costs = 0;
  options.current = 70;
  Instance in = random_instance(seed, sites, staff, options);
  Rules& r = in.rules;
  r.pair_per_km = r.pair_hardship = r.leader_base = r.leader_per_year = r.strength = 0;
  r.wish = {0, 0, 0};
  if (seed % 5 != 0)
    r.nobody_stays = 0;
  if (seed % 4 == 0)
    r.own_sponsor = 0;
  return in;
}

/// Sites of one seat each and as many people, each serving where `serves` says; nothing counts but
/// the given cost of each pair.
template <class Cost, class Serves>
Instance seats(int count, Cost cost, Serves serves) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = plain.costs = plain.wishes = plain.first_timers = plain.listed = 0;
  plain.languages = plain.skills = 0;
  plain.sponsors = 1;
  plain.least_release = 100;
  plain.coordinates = Coordinates::absent;
  Instance in = random_instance(1, count, count, plain);
  in.rules.nobody_stays = 0;
  for (Site& site : in.sites) {
    site = in.sites[0];
    site.min_team = site.target_team = 1;
  }
  for (Ix p = 0; p < count; ++p) {
    Staff& person = in.staff[static_cast<std::size_t>(p)];
    person = in.staff[0];
    person.can_lead = true;
    person.current_site = serves(p);
    for (Ix s = 0; s < count; ++s)
      in.costs.push_back({p, s, cost(p, s), {}});
  }
  return in;
}

// Four equal sites, four equal people, each serving at the next one's: nobody has to move.
TEST(Ties, NobodyMovesWhereNothingIsGainedByIt) {
  const Instance in = seats(4, [](Ix, Ix) { return 60; }, [](Ix p) { return (p + 1) % 4; });
  const Solution solution = solve(in, {});
  EXPECT_TRUE(solution.proven);
  EXPECT_EQ(solution.plan.placements.size(), 4u);
  EXPECT_EQ(moved_by(in, solution.plan), 0);
}

// Two plans are worth the same, and no exchange of two people leads from one to the other. The
// search finds one of them, whoever serves where; the other is a step of its own.
TEST(Ties, ARotationIsUndoneInAStepOfItsOwn) {
  const auto cost = [](Ix p, Ix s) { return s == p || s == (p + 1) % 5 ? 10 : 900; };
  int told = 0;
  for (const Ix off : {0, 1}) {
    const Instance in = seats(5, cost, [off](Ix p) { return (p + off) % 5; });
    const Solution solution = solve(in, {}, {}, [&](const Progress& progress) {
      told += progress.phase == Phase::ties ? 1 : 0;
    });
    EXPECT_TRUE(solution.proven);
    EXPECT_EQ(moved_by(in, solution.plan), 0);
    Options again;
    again.steps = solution.steps;
    EXPECT_EQ(solve(in, again).plan, solution.plan);
  }
  EXPECT_EQ(told, 1);
}

TEST(Ties, AProvenPlanMovesTheFewestOfAllThatAreWorthAsMuch) {
  int proven = 0, some_stay = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed + 77);
    const Instance in = flat_programme(seed, dice.between(1, 5), dice.between(1, 9));
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum);
    ASSERT_EQ(moved_by(in, optimum->plan), optimum->moved);
    const Solution solution = solve(in, {});
    EXPECT_TRUE(check(in, solution.plan).empty());
    EXPECT_EQ(solution.value.total, optimum->value);
    proven += solution.proven ? 1 : 0;
    EXPECT_EQ(moved_by(in, solution.plan), optimum->moved);
    const std::int64_t serving = std::count_if(
        in.staff.begin(), in.staff.end(), [](const Staff& s) { return s.current_site != none; });
    some_stay += optimum->moved < serving ? 1 : 0;
  }
  EXPECT_EQ(proven, 400);
  EXPECT_GT(some_stay, 200);
}

/// The plan with two people exchanged, or with one in another's place if `other` is placed nowhere.
Plan exchanged(Plan plan, Ix staff, Ix other) {
  for (Placement& p : plan.placements) {
    if (p.staff == staff) {
      p.staff = other;
    } else if (p.staff == other) {
      p.staff = staff;
    }
  }
  return plan;
}

// However early the end: no two people can be exchanged for nothing so that one more stays.
TEST(Ties, NoExchangeIsLeftThatWouldCostNothing) {
  int moved_at_last = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    const Instance in = flat_programme(1000 + seed, 14, 45);
    Options options;
    options.steps = static_cast<std::int64_t>(seed % 3);
    const Solution solution = solve(in, options);
    EXPECT_TRUE(check(in, solution.plan).empty());
    const std::int64_t moved_now = moved_by(in, solution.plan);
    moved_at_last += moved_now > 0 ? 1 : 0;
    for (const Placement& at : solution.plan.placements) {
      for (Ix staff = 0; staff < static_cast<Ix>(in.staff.size()); ++staff) {
        if (in.staff[static_cast<std::size_t>(staff)].current_site != at.site || staff == at.staff)
          continue;
        const Plan other = exchanged(solution.plan, staff, at.staff);
        const bool free = moved_by(in, other) < moved_now && check(in, other).empty() &&
                          value_of(in, other).total <= solution.value.total;
        EXPECT_FALSE(free) << "staff " << staff << " at site " << at.site;
      }
    }
  }
  EXPECT_GT(moved_at_last, 20);
}

// A plan that has something to settle: never worth more points, never more people moved, valid.
TEST(Ties, SettlingKeepsEveryRule) {
  int fewer = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance in = flat_programme(2000 + seed, 10, 30);
    const Problem problem = build_problem(in, {}, 1);
    Assignment plan(problem);
    std::vector<Ix> order;
    for (Ix s = problem.site_count(); s-- > 0;)
      order.push_back(s);
    fill(problem, Prices::zero(problem), order, plan);
    const Points total = plan.total();
    const std::int64_t before = moved(problem, plan);
    EXPECT_EQ(before, moved_by(in, plan.plan()));
    settle_ties(problem, plan);
    EXPECT_LE(plan.total(), total);
    EXPECT_LE(moved(problem, plan), before);
    fewer += moved(problem, plan) < before ? 1 : 0;
    EXPECT_TRUE(check(in, plan.plan()).empty());
    EXPECT_EQ(value_of(in, plan.plan()).total, plan.total());
    Assignment exactly = plan;
    EXPECT_TRUE(settle_ties_exactly(problem, Prices::zero(problem), exactly, {}));
    EXPECT_LE(exactly.total(), plan.total());
    EXPECT_TRUE(check(in, exactly.plan()).empty());
    std::stop_source stop;
    stop.request_stop();
    const Plan kept = plan.plan();
    settle_ties_exactly(problem, Prices::zero(problem), plan, stop.get_token());
    EXPECT_EQ(plan.plan(), kept);
  }
  EXPECT_GT(fewer, 30);
}

}  // namespace
}  // namespace sojourn::planner::testing
