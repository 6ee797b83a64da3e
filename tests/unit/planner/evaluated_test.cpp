// A solution's bound kept for questions: what is taken from it is what would come out anew, what it
// proves holds, and explanations that go by it are those that try everything.
#include "planner/evaluated.h"

#include <gtest/gtest.h>

#include <limits>

#include "planner/explain.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::Dice;
using testing::random_instance;
using testing::RandomOptions;

constexpr int sites = 8;
constexpr int staff = 30;

Instance programme(std::uint64_t seed) {
  RandomOptions options;
  options.most_target = 3;
  return random_instance(seed, sites, staff, options);
}

std::vector<std::vector<Change>> questions(const Instance& in, Dice& dice) {
  const auto person = [&] { return dice.index(in.staff.size()); };
  const auto site = [&] { return dice.index(in.sites.size()); };
  OneMorePerson more;
  more.near = site();
  more.sponsor = dice.index(in.sponsors.size());
  more.can_lead = true;
  std::vector<std::vector<Change>> all = {
      {Decision{Decision::Kind::placed, false, site(), person()}},
      {Decision{Decision::Kind::placed, true, site(), person()}},
      {Unavailable{person()}},
      {AddPin{{person(), site(), PinRole::member, PinRule::must, {}}}},
      {AddPin{{person(), site(), PinRole::any, PinRule::never, {}}}},
      {OneMoreLike{person()}},
      {more},
      {ReleaseOneMore{dice.index(in.sponsors.size())}},
      {MayLead{person()}},
      {OneMoreFirstTimer{site()}},
      {Unavailable{person()}, MayLead{person()}}};
  if (!in.pins.empty())
    all.push_back({DropPin{dice.bits() % in.pins.size()}});
  if (!in.costs.empty())
    all.push_back({DropCost{dice.bits() % in.costs.size()}});
  return all;
}

TEST(Evaluated, WhatIsTakenIsWhatComesOutAnew) {
  int taken = 0, solved = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Instance in = programme(seed);
    const Solution base = solve(in, {.steps = 2, .forced = {}});
    const Evaluated evaluated(in, base);
    Dice dice(seed);
    for (const std::vector<Change>& question : questions(in, dice)) {
      const Changed changed = apply_changes(in, question);
      if (!find_clashes(changed.instance).empty())
        continue;
      const Problem problem = build_problem(changed.instance, changed.forced, 1);
      const RootPrices root = root_prices(problem, base.certificate);
      Workers alone(1);
      Relaxation relaxation(problem, alone);
      relaxation.set_cuts(root.cuts);
      const Milli bound = relaxation.evaluate(root.prices);
      const std::vector<TeamChoice> anew = relaxation.choices();
      if (bound >= infinite)
        continue;
      for (Ix site = 0; site < sites; ++site) {
        TeamChoice choice;
        if (!evaluated.take(problem, site, choice)) {
          ++solved;
          continue;
        }
        ++taken;
        EXPECT_EQ(choice.value, anew[static_cast<std::size_t>(site)].value) << seed;
        const SiteView view = site_view(problem, site);
        for (const std::int32_t member : choice.members)
          EXPECT_LT(static_cast<std::size_t>(member), view.pairs.size());
      }
      const auto known = [&](Ix site, TeamChoice& choice) {
        return evaluated.take(problem, site, choice);
      };
      EXPECT_EQ(relaxation.evaluate(root.prices, known), bound) << seed;
    }
  }
  EXPECT_GT(taken, 1000);
  EXPECT_GT(solved, 100);
}

TEST(Evaluated, NoPlanWithThePersonThereIsBelowItsBound) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Instance in = programme(seed);
    const Solution base = solve(in, {.steps = 2, .forced = {}});
    const Evaluated evaluated(in, base);
    EXPECT_LE(points_not_below(evaluated.bound()), base.value.total);
    SiteOracle oracle(evaluated.problem());
    Dice dice(seed);
    for (int i = 0; i < 12; ++i) {
      const Ix who = dice.index(in.staff.size()), where = dice.index(in.sites.size());
      const Milli bound = evaluated.bound_with(who, where, oracle);
      const std::vector<Change> forced = {Decision{Decision::Kind::placed, true, where, who}};
      if (bound >= infinite)
        continue;
      const WhatIf answer = what_if(in, base, forced);
      if (!answer.clashes.empty())
        continue;
      EXPECT_LE(points_not_below(bound), answer.after.value.total) << seed;
      ++compared;
    }
  }
  EXPECT_GT(compared, 30);
}

TEST(Evaluated, AlternativesThatAreLeftUntriedAreNoBetter) {
  int sure = 0, spared = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Instance in = programme(seed);
    const Solution base = solve(in, {});
    const Evaluated evaluated(in, base);
    Dice dice(seed);
    for (int i = 0; i < 6; ++i) {
      const Ix who = dice.index(in.staff.size());
      Depth all;
      all.tries = std::numeric_limits<std::int32_t>::max();
      const WhyHere thorough = why_here(in, base, who, all);
      Depth quick = all;
      quick.effort.evaluated = &evaluated;
      const WhyHere spare = why_here(in, base, who, quick);
      EXPECT_TRUE(thorough.alternatives_sure);
      EXPECT_TRUE(spare.alternatives_sure);
      ASSERT_EQ(spare.alternatives.size(), thorough.alternatives.size()) << seed;
      for (std::size_t a = 0; a < spare.alternatives.size(); ++a)
        EXPECT_EQ(spare.alternatives[a].answer.change, thorough.alternatives[a].answer.change)
            << seed;
      EXPECT_LE(spare.tried, thorough.tried);
      ++sure;
      spared += spare.tried < thorough.tried ? 1 : 0;
      // Cut short it says so, and how many it tried.
      Depth hasty = quick;
      hasty.enough = [] { return true; };
      const WhyHere first = why_here(in, base, who, hasty);
      EXPECT_LE(first.tried, 1);
      EXPECT_TRUE(first.alternatives_sure || first.tried == 1);
    }
  }
  EXPECT_EQ(sure, 72);
  EXPECT_GT(spared, 5);
}

}  // namespace
}  // namespace sojourn::planner
