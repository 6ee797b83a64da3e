// What each part of the search promises by itself, on generated programmes: repair keeps what fits
// and says what it touched; dives, windows and raids never make a plan worse or break a rule, and
// leave it alone when they are stopped; closing ends at the optimum, by the same steps on any
// number of threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <stop_token>
#include <tuple>
#include <vector>

#include "planner/closing.h"
#include "planner/counties.h"
#include "planner/dive.h"
#include "planner/planner.h"
#include "planner/raid.h"
#include "planner/repair.h"
#include "planner/windows.h"
#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

std::stop_token stopped() {
  std::stop_source source;
  source.request_stop();
  return source.get_token();
}

/// A programme with its problem, a quick plan, and prices that a few sweeps have found.
struct Scene {
  Instance in;
  Problem problem;
  Workers workers;
  Prices prices;
  Assignment plan;
  std::vector<TeamChoice> choices;
  Milli bound = 0;

  Scene(std::uint64_t seed, int sites, int staff, int threads = 1, int counties = 2)
      : in(random_instance(seed, sites, staff, options(counties))),
        problem(build_problem(in, {}, 1)),
        workers(threads),
        prices(Prices::zero(problem)),
        plan(problem) {
    std::vector<Ix> order(in.sites.size());
    std::iota(order.begin(), order.end(), Ix{0});
    fill(problem, prices, order, plan);
    choose_leads(problem, plan);
    Relaxation relaxation(problem, workers);
    AscentOptions ascent;
    ascent.sweeps = 20;
    ascent.target = plan.total() * milli_per_point;
    ascend(problem, relaxation, prices, ascent, {});
    bound = relaxation.evaluate(prices);
    choices = relaxation.choices();
  }
  static RandomOptions options(int counties) {
    RandomOptions options;
    options.counties = counties;
    options.must = 10;
    return options;
  }
  /// Valid, worth what it says, and not below the bound.
  void expect_sound(const Assignment& made) const {
    const Plan written = made.plan();
    for (const Violation& violation : check(in, written))
      ADD_FAILURE() << violation.detail;
    EXPECT_EQ(value_of(in, written).total, made.total());
    EXPECT_GE(made.total(), points_not_below(bound));
  }
};

// Repair ------------------------------------------------------------------------------------------

TEST(Repair, LeavesAValidPlanAsItIs) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Scene scene(seed, 8, 20);
    std::vector<Ix> touched;
    const Assignment repaired = repaired_plan(scene.problem, scene.plan.plan(), touched);
    EXPECT_EQ(repaired.plan(), scene.plan.plan()) << seed;
    EXPECT_EQ(repaired.total(), scene.plan.total()) << seed;
    EXPECT_TRUE(touched.empty()) << seed;
  }
}

TEST(Repair, MakesAnyPlanValidAndNamesEverySiteThatItChanged) {
  int changed = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Scene scene(seed, 8, 20);
    Dice dice(seed);
    Plan wild;
    for (Ix p = 0; p < 22; ++p)  // two who are not there any more
      wild.placements.push_back({p, dice.index(8), dice.chance(30) ? Role::leader : Role::member});
    std::sort(wild.placements.begin(), wild.placements.end(), [](const auto& a, const auto& b) {
      return std::tie(a.site, a.role, a.staff) < std::tie(b.site, b.role, b.staff);
    });
    for (Ix s = 0; s < 8; ++s)
      wild.lead_sponsors.push_back(dice.index(scene.in.sponsors.size()));
    std::vector<Ix> touched;
    const Assignment repaired = repaired_plan(scene.problem, wild, touched);
    SCOPED_TRACE(seed);
    scene.expect_sound(repaired);
    const Plan after = repaired.plan();
    for (Ix s = 0; s < 8; ++s) {
      const auto team_in = [&](const Plan& plan) {
        std::vector<Placement> team;
        std::copy_if(plan.placements.begin(), plan.placements.end(), std::back_inserter(team),
                     [&](const Placement& p) { return p.site == s && p.staff < 20; });
        return team;
      };
      const bool same = team_in(wild) == team_in(after) &&
                        wild.lead_sponsors[at(s)] == after.lead_sponsors[at(s)];
      if (!same) {
        EXPECT_EQ(std::count(touched.begin(), touched.end(), s), 1);
        ++changed;
      }
    }
  }
  EXPECT_GT(changed, 100);
}

// Dives -------------------------------------------------------------------------------------------

TEST(Dive, EndsWithAPlanThatIsNoWorseHoweverItsWorkIsCut) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene(seed, 8, 24);
    const auto dive_in_pieces = [&](std::int64_t work) {
      FoundPlan best{teams_of(scene.plan, scene.problem), scene.plan.total()};
      NodeMaster nodes(scene.problem, best.teams);
      Dive dive(nodes, {}, scene.prices, {});
      while (!dive.run(work, best, {})) {
      }
      return best;
    };
    const FoundPlan whole = dive_in_pieces(std::numeric_limits<std::int64_t>::max());
    const FoundPlan pieces = dive_in_pieces(1);
    EXPECT_EQ(whole.value, pieces.value);
    EXPECT_EQ(whole.teams, pieces.teams);
    EXPECT_LE(whole.value, scene.plan.total());
    better += whole.value < scene.plan.total() ? 1 : 0;
    Assignment made(scene.problem);
    for (const Team& team : whole.teams)
      made.replace(team);
    EXPECT_EQ(made.total(), whole.value);
    scene.expect_sound(made);
  }
  EXPECT_GT(better, 10);
}

// Windows -----------------------------------------------------------------------------------------

Assignment after_a_pass(const Scene& scene, int threads, const std::stop_token& stop = {}) {
  Workers workers(threads);
  Windows windows(scene.problem, workers);
  WindowOptions options;
  options.sites = 4;
  options.batch = 3;
  Assignment plan = scene.plan;
  windows.begin_pass(plan, scene.prices, scene.choices, options);
  while (windows.next_batch(plan, scene.prices, scene.choices, stop) && !stop.stop_requested()) {
  }
  return plan;
}

TEST(Windows, APassMakesThePlanNoWorseAndIsTheSameOnAnyThreads) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene(seed, 14, 40);
    const Assignment made = after_a_pass(scene, 1);
    scene.expect_sound(made);
    EXPECT_LE(made.total(), scene.plan.total());
    EXPECT_EQ(after_a_pass(scene, 3).plan(), made.plan());
    EXPECT_EQ(after_a_pass(scene, 2, stopped()).plan(), scene.plan.plan()) << "stopped";
    better += made.total() < scene.plan.total() ? 1 : 0;
  }
  EXPECT_GT(better, 3);
}

TEST(Windows, SlackIsWhatATeamCostsAboveTheCheapest) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scene scene(seed, 10, 30);
    Windows windows(scene.problem, scene.workers);
    for (Ix s = 0; s < 10; ++s)
      EXPECT_GE(windows.slack(s, scene.plan, scene.prices, scene.choices), 0) << seed;
  }
}

// Raids -------------------------------------------------------------------------------------------

TEST(Raid, IsKeptOnlyWhereAllTogetherAreBetterOff) {
  int tried = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    Scene scene(seed, 15, 30, 2, 3);
    Windows windows(scene.problem, scene.workers);
    Counties counties(scene.problem, scene.workers);
    Prices prices = scene.prices;
    ASSERT_TRUE(counties.polish(prices, 20, {}));
    Assignment plan = scene.plan;
    for (std::size_t county = 0; county < counties.sites().size(); ++county) {
      const Plan before = plan.plan();
      const Points total = plan.total();
      EXPECT_FALSE(raid(scene.problem, windows, counties, county, prices, {}, plan, stopped()));
      EXPECT_EQ(plan.plan(), before) << "stopped";
      if (raid(scene.problem, windows, counties, county, prices, {}, plan, {})) {
        EXPECT_LT(plan.total(), total);
      } else {
        EXPECT_EQ(plan.plan(), before);
      }
      scene.expect_sound(plan);
      ++tried;
    }
  }
  EXPECT_GT(tried, 20);
}

// Closing -----------------------------------------------------------------------------------------

struct Closed {
  Assignment plan;
  std::vector<Points> totals;  ///< after each step
  Points bound = 0;
};

Closed close(const Scene& scene, int threads) {
  Workers workers(threads);
  Closing closing(scene.problem, workers, scene.prices, teams_of(scene.plan, scene.problem),
                  scene.plan.total(), 0.75, 20'000);
  Closed closed{scene.plan, {}, 0};
  EXPECT_TRUE(closing.begin({}));
  if (closing.state().teams && closing.state().value < closed.plan.total()) {
    Assignment found(scene.problem);
    for (const Team& team : *closing.state().teams)
      found.replace(team);
    closed.plan = found;
  }
  Assignment stays = closed.plan;
  if (!closing.closed()) {
    EXPECT_FALSE(closing.step(stays, scene.prices, scene.choices, stopped()));
    EXPECT_EQ(stays.plan(), closed.plan.plan()) << "stopped: as it was";
  }
  while (!closing.closed() && !closing.spent() && closed.totals.size() < 500) {
    EXPECT_TRUE(closing.step(closed.plan, scene.prices, scene.choices, {}));
    closed.totals.push_back(closed.plan.total());
  }
  closed.bound = closing.state().bound;
  EXPECT_TRUE(closing.closed());
  return closed;
}

TEST(Closing, EndsAtTheOptimumByTheSameStepsOnAnyThreads) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene(seed, 4, 8);
    const Closed one = close(scene, 1);
    scene.expect_sound(one.plan);
    EXPECT_EQ(one.plan.total(), BruteForce(scene.in).optimum()->value);
    EXPECT_GE(one.bound, one.plan.total()) << "nothing better is left";
    EXPECT_TRUE(std::is_sorted(one.totals.rbegin(), one.totals.rend())) << "never worse";
    const Closed two = close(scene, 2);
    EXPECT_EQ(two.plan.plan(), one.plan.plan());
    EXPECT_EQ(two.totals, one.totals);
  }
}

}  // namespace
}  // namespace sojourn::planner::testing
