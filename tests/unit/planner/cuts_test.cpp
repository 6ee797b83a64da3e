// Cuts: the one-site problem with cuts against every team there is, cuts against plans, and the
// search for broken ones against the programme whose answer they cut off.
#include "planner/cuts.h"

#include <gtest/gtest.h>

#include <set>

#include "planner/assignment.h"
#include "planner/node_master.h"
#include "planner/planner.h"
#include "planner/separate.h"
#include "tests/unit/planner/every_team.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::cheapest_team;
using testing::Dice;
using testing::random_instance;
using testing::RandomOptions;

std::vector<CutRow> random_cuts(Dice& dice, const Problem& problem, int count) {
  std::vector<CutRow> cuts;
  for (int c = 0; c < count; ++c) {
    std::set<CutThing> things;
    for (int t = dice.between(2, 5); t > 0; --t) {
      const auto kind = static_cast<CutThing::Kind>(dice.between(0, 3));
      const std::size_t of = kind == CutThing::Kind::staff  ? problem.sponsor_of.size()
                             : kind == CutThing::Kind::site ? problem.sites.size()
                                                            : problem.release_cap.size();
      things.insert({kind, dice.index(of)});
    }
    cuts.emplace_back(things.begin(), things.end());
  }
  return cuts;
}

Prices random_prices(Dice& dice, const Problem& problem, int most) {
  Prices prices = Prices::zero(problem);
  for (auto* list : {&prices.staff, &prices.release, &prices.lead}) {
    for (Milli& price : *list)
      price = dice.chance(60) ? dice.between(0, most) : 0;
  }
  return prices;
}

TEST(Cuts, OneSiteProblemsPayThemExactly) {
  std::int64_t compared = 0, dearer = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    RandomOptions options;
    options.small_weights = seed % 3 == 0;
    const Instance instance = random_instance(3000 + seed, 3, 10, options);
    if (!find_clashes(instance).empty())
      continue;
    const Problem problem = build_problem(instance, {}, 1);
    Dice dice(seed);
    for (int round = 0; round < 3; ++round) {
      const int most = round == 0 ? 100'000 : 30'000'000;
      Prices prices = random_prices(dice, problem, most);
      const std::vector<CutRow> cuts = random_cuts(dice, problem, 5);
      const CutTable table(problem, cuts);
      for (std::size_t c = 0; c < cuts.size(); ++c)
        prices.cuts.push_back(dice.chance(80) ? dice.between(1, most) : 0);
      std::vector<Milli> person;
      for (std::size_t p = 0; p < prices.staff.size(); ++p)
        person.push_back(prices.staff[p] +
                         prices.release[static_cast<std::size_t>(problem.sponsor_of[p])]);
      const std::vector<Milli> person_before = person;
      SiteOracle plain(problem);
      for (Ix site = 0; site < problem.site_count(); ++site) {
        const auto pays = [&](const Team& team) {
          Milli paid = 0;
          for (std::size_t c = 0; c < cuts.size(); ++c)
            paid += cut_count(problem, cuts[c], team) * prices.cuts[c];
          return paid;
        };
        TeamChoice choice;
        std::vector<Milli> lead = prices.lead;
        CutOracle(plain).solve(site_view(problem, site), site, person, lead, table, prices.cuts,
                               choice);
        EXPECT_EQ(choice.value, cheapest_team(problem, site, prices, pays))
            << "seed " << seed << " site " << site;
        EXPECT_EQ(person, person_before);
        EXPECT_EQ(lead, prices.lead);
        dearer += choice.value > cheapest_team(problem, site, prices) ? 1 : 0;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 500);
  EXPECT_GT(dearer, 50);  // else the cuts were never in anybody's way
}

TEST(Cuts, EveryPlanKeepsEveryCut) {
  int nearly = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance instance = random_instance(5000 + seed, 6, 20, {});
    if (!find_clashes(instance).empty())
      continue;
    const Problem problem = build_problem(instance, {}, 1);
    Options options;
    options.steps = 1 + static_cast<std::int64_t>(seed % 3);
    const Solution solution = solve(instance, options);
    std::vector<Team> teams(problem.sites.size());
    for (Ix s = 0; s < problem.site_count(); ++s) {
      teams[static_cast<std::size_t>(s)].site = s;
      teams[static_cast<std::size_t>(s)].lead =
          solution.plan.lead_sponsors[static_cast<std::size_t>(s)];
    }
    for (const Placement& placement : solution.plan.placements)
      teams[static_cast<std::size_t>(placement.site)].members.push_back(placement.staff);
    Dice dice(seed);
    const std::vector<CutRow> cuts = random_cuts(dice, problem, 400);
    const CutTable table(problem, cuts);
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      std::int64_t count = 0;
      for (const Team& team : teams)
        count += cut_count(problem, cuts[c], team);
      EXPECT_LE(count, table.capacity(c)) << "seed " << seed << " cut " << c;
      nearly += count > 0 && count == table.capacity(c) ? 1 : 0;
    }
  }
  EXPECT_GT(nearly, 100);
}

// Two sites that are both to be led by somebody, their first choice able to lead one of them only:
// what a node is rounded to must not begin with that sponsor at both.
TEST(NodeMaster, RoundsWhereTwoSitesCompeteForTheirFirstSponsor) {
  int met = 0;
  for (std::uint64_t seed = 1; seed <= 200 && met < 20; ++seed) {
    const Instance instance = random_instance(9000 + seed, 6, 14);
    if (!find_clashes(instance).empty())
      continue;
    const Problem problem = build_problem(instance, {}, 1);
    std::vector<Decision> decisions;
    for (Ix s = 0; s < problem.site_count() && decisions.size() < 2; ++s) {
      const auto options = problem.options_of(s);
      if (problem.sites[static_cast<std::size_t>(s)].may_have_no_lead && options.size() > 1 &&
          problem.max_sites[static_cast<std::size_t>(options[0].sponsor)] == 1 &&
          (decisions.empty() ||
           problem.options_of(decisions[0].site)[0].sponsor == options[0].sponsor))
        decisions.push_back({Decision::Kind::led, false, s, none});
    }
    if (decisions.size() < 2)
      continue;
    ++met;
    NodeMaster nodes(problem, {});
    Prices prices = Prices::zero(problem);
    nodes.price(decisions, prices, {}, {});
    const auto found = nodes.round(prices, std::numeric_limits<Points>::max());
    ASSERT_TRUE(found) << "seed " << seed;
    Assignment assignment(problem);
    for (const Team& team : found->teams)
      assignment.replace(team);
    EXPECT_TRUE(check(instance, assignment.plan()).empty()) << "seed " << seed;
    EXPECT_EQ(assignment.total(), found->value);
  }
  EXPECT_GE(met, 5);
}

TEST(Cuts, BrokenOnesAreBrokenAndRaiseTheBound) {
  int found = 0, raised = 0;
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    RandomOptions instance_options;
    instance_options.listed = 60;
    instance_options.at_home = 5;
    const Instance instance = random_instance(7000 + seed, 14, 30, instance_options);
    if (!find_clashes(instance).empty())
      continue;
    const Problem problem = build_problem(instance, {}, 1);
    NodeMaster nodes(problem, {});
    Prices prices = Prices::zero(problem);
    GenerateOptions options;
    options.tolerance = 1;
    const Generated before = nodes.price({}, prices, options, {});
    const std::vector<CutRow> cuts = broken_cuts(problem, nodes.master(), {.least = 0.02});
    const CutTable table(problem, cuts);
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      double count = 0;
      for (std::size_t t = 0; t < nodes.master().teams().size(); ++t)
        count += nodes.master().share(t) * cut_count(problem, cuts[c], nodes.master().teams()[t]);
      EXPECT_GT(count, static_cast<double>(table.capacity(c)) + 0.019) << "seed " << seed;
      nodes.master().add_cut(cuts[c]);
      ++found;
    }
    if (cuts.empty())
      continue;
    const Generated after = nodes.price_again(prices, options, {});
    EXPECT_GE(after.bound, before.bound - options.tolerance);
    raised += after.bound > before.bound ? 1 : 0;
    Options some;
    some.steps = 4;
    const Solution solution = solve(instance, some);
    EXPECT_LE(points_not_below(after.bound), solution.value.total) << "seed " << seed;
  }
  EXPECT_GT(found, 20);
  EXPECT_GT(raised, 5);
}

}  // namespace
}  // namespace sojourn::planner
