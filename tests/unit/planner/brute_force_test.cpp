// The solver against trying everything, on hundreds of small programmes: its plan keeps every hard
// rule, its certificate holds when recomputed, it says "proven", and it is the optimum.
#include "tests/unit/planner/brute_force.h"

#include <gtest/gtest.h>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

RandomOptions options_for(std::uint64_t seed) {
  RandomOptions options;
  options.small_weights = seed % 2 == 0;
  options.near_sites = seed % 3 == 0 ? 2 : 0;
  options.paired_sites = seed % 5 == 0 ? 1 : 0;
  options.coordinates = seed % 4 == 0   ? Coordinates::degrees
                        : seed % 4 == 1 ? Coordinates::absent
                                        : Coordinates::kilometres;
  options.pairing = seed % 7 == 0 ? Pairing::first : Pairing::joint;
  return options;
}

Instance small_programme(std::uint64_t seed, const RandomOptions& options) {
  Dice dice(seed + 31);
  return random_instance(seed, dice.between(1, 5), dice.between(1, 9), options);
}

/// What holds for every answer, whether proven or not.
void expect_sound(const Instance& in, const Solution& solution, Points optimum) {
  const auto violations = check(in, solution.plan);
  EXPECT_TRUE(violations.empty()) << violations.front().detail;
  const Value value = value_of(in, solution.plan);
  EXPECT_EQ(solution.value.total, value.total);
  EXPECT_EQ(solution.value.points, value.points);
  EXPECT_EQ(solution.value.counts, value.counts);
  EXPECT_GE(value.total, optimum);
  EXPECT_LE(solution.certificate.bound, optimum);
  const auto recheck = check_certificate(in, solution.certificate, solution.floors, 1);
  EXPECT_TRUE(recheck.violations.empty()) << recheck.violations.front().detail;
  ASSERT_TRUE(recheck.bound);
  EXPECT_GE(*recheck.bound, solution.certificate.bound);
  EXPECT_LE(*recheck.bound, optimum);
  EXPECT_EQ(solution.proven, value.total == solution.certificate.bound);
}

TEST(BruteForce, ItsOptimumIsAValidPlanOfThatValue) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Instance in = small_programme(seed, options_for(seed));
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum) << seed;
    ASSERT_EQ(value_of(in, optimum->plan).total, optimum->value) << seed;
    const auto violations = check(in, optimum->plan);
    ASSERT_TRUE(violations.empty()) << seed << " " << violations.front().detail;
  }
}

TEST(SolveSmall, IsValidAndCertified) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const Instance in = small_programme(seed, options_for(seed));
    ASSERT_TRUE(find_clashes(in).empty());
    expect_sound(in, solve(in, {}), BruteForce(in).optimum()->value);
    if (HasFatalFailure())
      return;
  }
}

TEST(SolveSmall, IsTheProvenOptimum) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Instance in = small_programme(seed, options_for(seed));
    const Solution solution = solve(in, {});
    const Points optimum = BruteForce(in).optimum()->value;
    EXPECT_EQ(solution.value.total, optimum) << seed;
    EXPECT_EQ(solution.certificate.bound, optimum) << seed;
    EXPECT_TRUE(solution.proven) << seed;
  }
}

TEST(SolveSmall, KeepsForcedDecisions) {
  int kept = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomOptions options = options_for(seed);
    options.pairing = Pairing::joint;
    const Instance in = small_programme(seed, options);
    Dice dice(seed + 12);
    Options force;
    Decision d;
    d.kind = dice.chance(60) ? Decision::Kind::placed : Decision::Kind::led;
    d.yes = dice.chance(60);
    d.site = dice.index(in.sites.size());
    d.who = d.kind == Decision::Kind::placed ? dice.index(in.staff.size())
                                             : dice.index(in.sponsors.size() + 1) - 1;
    force.forced = {d};
    const BruteForce brute(in, force.forced);
    const auto optimum = brute.optimum();
    // A forced placement lifts no removal; whatever cannot be kept is `find_clashes`' matter.
    const bool is_candidate = d.kind == Decision::Kind::led || !d.yes ||
                              BruteForce(in).may(d.who, d.site, Role::leader) ||
                              BruteForce(in).may(d.who, d.site, Role::member);
    if (!optimum || !is_candidate)
      continue;
    const Solution solution = solve(in, force);
    EXPECT_TRUE(check(in, solution.plan).empty()) << seed;
    EXPECT_EQ(solution.value.total, optimum->value) << seed;
    EXPECT_EQ(solution.certificate.bound, optimum->value) << seed;
    ++kept;
  }
  EXPECT_GT(kept, 120);
}

TEST(SolveSmall, FloorsAreTheLeastOfTheirTermAlone) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const Instance in = small_programme(seed, options_for(seed));
    const Solution solution = solve(in, {});
    ASSERT_EQ(solution.floors.size(), 2u);
    for (const Floor& floor : solution.floors) {
      EXPECT_EQ(floor.points, BruteForce(only_term(in, floor.term)).optimum()->value)
          << seed << " " << term_names[static_cast<std::size_t>(floor.term)];
      EXPECT_EQ(floor.attained, solution.value[floor.term] == floor.points) << seed;
    }
  }
}

TEST(SolveSmall, StoppedAtOnceItIsStillValidAndCertified) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance in = small_programme(seed, options_for(seed));
    std::stop_source stop;
    stop.request_stop();
    expect_sound(in, solve(in, {}, stop.get_token()), BruteForce(in).optimum()->value);
    if (HasFatalFailure())
      return;
  }
}

// The largest weights that rules.toml may give.
TEST(SolveSmall, IsSoundWithTheLargestWeights) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    Instance in = small_programme(seed, options_for(2 * seed + 1));
    Rules& rules = in.rules;
    for (Points* weight : {&rules.short_of_minimum, &rules.no_leader, &rules.languages,
                           &rules.skills, &rules.nobody_stays, &rules.short_of_target})
      *weight = 1'000'000'000;
    Options options;
    options.most_nodes = 200;
    expect_sound(in, solve(in, options), BruteForce(in).optimum()->value);
  }
}

// A search that may try few branches says so; its bound is certified all the same.
TEST(SolveSmall, SaysThatItsNodesAreSpent) {
  int met = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    RandomOptions random;
    random.small_weights = true;
    const Instance in = random_instance(4000 + seed, 12, 26, random);
    Options options;
    options.most_nodes = 2;
    const Solution solution = solve(in, options);
    EXPECT_FALSE(solution.stopped);
    EXPECT_NE(solution.node_limit, solution.proven);
    met += solution.node_limit ? 1 : 0;
    expect_sound(in, solution, solution.value.total);
  }
  EXPECT_GE(met, 3);
}

// A site that asks for more than the search tells apart: what is said of plan and bound holds, and
// the answer counts the site.
TEST(SolveSmall, CountsSitesOfManyRequirements) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    RandomOptions random;
    random.skills = 12;
    Instance in = random_instance(6000 + seed, 2, 6, random);
    in.sites[0].skills = add_list(in, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    std::int64_t many = 0;
    for (const Site& site : in.sites)
      many += in.list(site.languages).size() + in.list(site.skills).size() > 8 ? 1 : 0;
    Options options;
    options.most_nodes = 500;
    const Solution solution = solve(in, options);
    EXPECT_EQ(solution.simplified_sites, many);
    expect_sound(in, solution, BruteForce(in).optimum()->value);
  }
}

TEST(SolveSmall, ThreadsAndRunsGiveOneAnswer) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance in = small_programme(seed, options_for(seed));
    Options one, many;
    one.threads = 1;
    many.threads = 4;
    const Solution a = solve(in, one), b = solve(in, many), c = solve(in, one);
    EXPECT_EQ(a.plan, b.plan) << seed;
    EXPECT_EQ(a.plan, c.plan) << seed;
    EXPECT_EQ(a.steps, b.steps) << seed;
    EXPECT_EQ(a.certificate.bound, b.certificate.bound) << seed;
  }
}

}  // namespace
}  // namespace sojourn::planner::testing
