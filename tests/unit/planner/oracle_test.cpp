// The one-site problem against every team there is, at random prices, and the solver's path for
// many counties, which brute force cannot reach, against the verifier.
#include "planner/oracle.h"

#include <gtest/gtest.h>
#include "planner/planner.h"
#include "planner/prices.h"
#include "tests/unit/planner/every_team.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::cheapest_team;
using testing::Dice;
using testing::random_instance;
using testing::RandomOptions;

TEST(Oracle, FindsTheCheapestOfAllTeams) {
  std::int64_t compared = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomOptions options;
    options.small_weights = seed % 3 == 0;
    const Instance instance = random_instance(seed, 3, 11, options);
    if (!find_clashes(instance).empty())
      continue;
    const Problem problem = build_problem(instance, {}, 1);
    SiteOracle oracle(problem);
    Dice dice(seed);
    for (int round = 0; round < 4; ++round) {
      Prices prices = Prices::zero(problem);
      const int most = round == 0 ? 0 : round == 1 ? 300'000 : 40'000'000;
      for (auto* list : {&prices.staff, &prices.release, &prices.lead}) {
        for (Milli& price : *list)
          price = dice.chance(60) ? dice.between(0, most) : 0;
      }
      std::vector<Milli> person;
      for (std::size_t p = 0; p < prices.staff.size(); ++p) {
        person.push_back(prices.staff[p] +
                         prices.release[static_cast<std::size_t>(problem.sponsor_of[p])]);
      }
      TeamChoice choice;
      for (Ix site = 0; site < problem.site_count(); ++site) {
        const SiteView view = site_view(problem, site);
        oracle.solve(view, {person.data(), prices.lead.data()}, choice);
        ASSERT_EQ(choice.value, cheapest_team(problem, site, prices))
            << "seed " << seed << " round " << round << " site " << site;
        // The team read back is worth what was claimed.
        Milli value = milli_per_point *
                      team_cost(problem, view, choice.option, choice.leader, choice.members);
        const auto pay = [&](std::int32_t at) {
          value += person[static_cast<std::size_t>(view.pairs[static_cast<std::size_t>(at)].staff)];
        };
        for (const std::int32_t member : choice.members)
          pay(member);
        if (choice.leader >= 0)
          pay(choice.leader);
        if (choice.option >= 0) {
          value += prices.lead[static_cast<std::size_t>(
              view.options[static_cast<std::size_t>(choice.option)].sponsor)];
        }
        ASSERT_EQ(choice.value, value) << "seed " << seed;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(ManyCounties, PlanIsValidCertifiedAndTheSameOnAnyThreads) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    RandomOptions random;
    random.counties = 6;
    random.near_sites = 12;
    random.paired_sites = 6;
    random.must = 2;
    random.announced = 4;
    const Instance instance = random_instance(seed, 220, seed == 2 ? 350 : 700, random);
    if (!find_clashes(instance).empty())
      continue;
    Options options;
    options.steps = 18;
    const Solution one = solve(instance, options);
    options.threads = 2;
    const Solution two = solve(instance, options);
    EXPECT_EQ(one.plan, two.plan) << seed;
    EXPECT_EQ(one.certificate.bound, two.certificate.bound) << seed;
    EXPECT_TRUE(check(instance, one.plan).empty()) << seed;
    EXPECT_LE(one.certificate.bound, one.value.total) << seed;
    const CertificateCheck recomputed = check_certificate(instance, one.certificate, one.floors, 2);
    EXPECT_TRUE(recomputed.violations.empty())
        << seed << ": " << recomputed.violations.front().detail;
    // The search leaves the first quick plan behind.
    options.steps = 1;
    const Points first = solve(instance, options).value.total;
    EXPECT_LE(one.value.total, first) << seed;
    better += one.value.total < first ? 1 : 0;
  }
  EXPECT_GT(better, 0);
}

}  // namespace
}  // namespace sojourn::planner
