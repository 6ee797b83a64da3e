// What-if answers against brute force: the interval always holds the true difference, moves and
// terms add up, and each kind of change does to the instance what it says.
#include "planner/what_if.h"

#include <gmock/gmock.h>

#include <numeric>

#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::BruteForce;
using testing::Dice;
using testing::random_instance;
using testing::RandomOptions;

constexpr int sites = 3;
constexpr int staff = 7;

Instance small_programme(std::uint64_t seed) {
  RandomOptions options;
  options.most_target = 3;
  options.small_weights = seed % 2 == 0;
  options.pairing = seed % 5 == 4 ? Pairing::first : Pairing::joint;
  return random_instance(seed, sites, staff, options);
}

/// One change of each kind that the instance has an object for.
std::vector<Change> some_changes(const Instance& in, Dice& dice) {
  const auto person = [&] { return dice.index(in.staff.size()); };
  const auto site = [&] { return dice.index(in.sites.size()); };
  std::vector<Change> changes;
  changes.emplace_back(Decision{Decision::Kind::placed, false, site(), person()});
  if (!in.affinity.empty() && in.rules.pairing == Pairing::joint) {
    const Affinity& listed = in.affinity[dice.bits() % in.affinity.size()];
    changes.emplace_back(Decision{Decision::Kind::led, false, listed.site, listed.sponsor});
  }
  changes.emplace_back(Unavailable{person()});
  changes.emplace_back(AddPin{{person(), site(), PinRole::any, PinRule::never, {}}});
  changes.emplace_back(AddPin{{person(), site(), PinRole::member, PinRule::must, {}}});
  if (!in.pins.empty())
    changes.emplace_back(DropPin{dice.bits() % in.pins.size()});
  if (!in.costs.empty())
    changes.emplace_back(DropCost{dice.bits() % in.costs.size()});
  for (Ix s = 0; s < sites; ++s)
    if (in.sites[static_cast<std::size_t>(s)].announced_lead != none) {
      changes.emplace_back(DropAnnouncedLead{s});
      break;
    }
  changes.emplace_back(OneMoreLike{person()});
  OneMorePerson more;
  more.near = site();
  more.sponsor = dice.index(in.sponsors.size());
  more.can_lead = dice.chance(50);
  more.languages = {1, 0};
  more.skills = {dice.index(in.skills.size())};
  changes.emplace_back(more);
  more.stay_there = true;
  changes.emplace_back(more);
  changes.emplace_back(ReleaseOneMore{dice.index(in.sponsors.size())});
  changes.emplace_back(MayLead{person()});
  changes.emplace_back(OneMoreFirstTimer{site()});
  return changes;
}

TEST(WhatIf, IntervalHoldsTheTrueDifference) {
  int answered = 0, exact = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Instance in = small_programme(seed);
    Dice dice(seed);
    const Solution base = solve(in, {});
    const Points before = BruteForce(in).optimum()->value;
    for (const Change& change : some_changes(in, dice)) {
      const Changed changed = apply_changes(in, {&change, 1});
      const WhatIf answer = what_if(in, base, {&change, 1});
      if (!answer.clashes.empty())
        continue;
      const auto after = BruteForce(changed.instance, changed.forced).optimum();
      ASSERT_TRUE(after) << "seed " << seed << ": a plan where brute force has none";
      const Points truth = after->value - before;
      EXPECT_LE(answer.change.lower, truth) << "seed " << seed << " change " << change.index();
      EXPECT_GE(answer.change.upper, truth) << "seed " << seed << " change " << change.index();
      EXPECT_TRUE(check(changed.instance, answer.after.plan).empty());
      EXPECT_EQ(std::accumulate(answer.terms.begin(), answer.terms.end(), Points{0}),
                answer.plan_change);
      if (base.proven && answer.after.proven) {
        EXPECT_TRUE(answer.change.exact());
        EXPECT_EQ(answer.plan_change, truth);
        ++exact;
      }
      EXPECT_TRUE(!changed.restricts || truth >= 0)
          << "seed " << seed << " change " << change.index();
      EXPECT_TRUE(!changed.relaxes || truth <= 0)
          << "seed " << seed << " change " << change.index();
      ++answered;
    }
  }
  EXPECT_GT(answered, 100);
  EXPECT_GT(exact, 50);
}

TEST(WhatIf, MovesLeadFromOnePlanToTheOther) {
  for (std::uint64_t seed = 20; seed <= 26; ++seed) {
    const Instance in = small_programme(seed);
    const Solution base = solve(in, {});
    if (base.plan.placements.empty())
      continue;
    const Placement first = base.plan.placements.front();
    const Change change = Unavailable{first.staff};
    const WhatIf answer = what_if(in, base, {&change, 1});
    if (!answer.clashes.empty())
      continue;
    std::vector<Placement> walked = base.plan.placements;
    for (const Move& move : answer.moves) {
      std::erase_if(walked, [&](const Placement& p) { return p.staff == move.staff; });
      if (move.to != none)
        walked.push_back({move.staff, move.to, move.to_role});
    }
    std::vector<Ix> leads = base.plan.lead_sponsors;
    for (const LeadMove& move : answer.lead_moves) {
      EXPECT_EQ(leads[static_cast<std::size_t>(move.site)], move.from);
      leads[static_cast<std::size_t>(move.site)] = move.to;
    }
    EXPECT_THAT(walked, ::testing::UnorderedElementsAreArray(answer.after.plan.placements));
    EXPECT_EQ(leads, answer.after.plan.lead_sponsors);
    EXPECT_THAT(answer.moves, ::testing::Contains(::testing::Field(&Move::staff, first.staff)));
  }
}

TEST(WhatIf, ForcingTwoPlacesOfOnePersonIsAClash) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  const Instance in = random_instance(3, sites, staff, plain);
  const Solution base = solve(in, {});
  const std::vector<Change> changes = {AddPin{{0, 0, PinRole::any, PinRule::must, {}}},
                                       Decision{Decision::Kind::placed, true, 1, 0}};
  const WhatIf answer = what_if(in, base, changes);
  EXPECT_FALSE(answer.clashes.empty());
  EXPECT_TRUE(answer.after.plan.placements.empty());
}

TEST(WhatIf, OneMorePersonRaisesTheCapByExactlyOne) {
  for (const int percent : {1, 10, 33, 50, 99, 100}) {
    for (const int people : {1, 2, 9}) {
      RandomOptions plain;
      plain.sponsors = 1;
      plain.unavailable = 0;
      Instance in = random_instance(5, sites, people, plain);
      in.sponsors[0].release_percent = percent;
      const Change change = OneMorePerson{0, 0, false, {}, {}, false};
      const Changed changed = apply_changes(in, {&change, 1});
      const auto cap = [](const Instance& i) {
        const auto n = static_cast<int>(i.staff.size());
        return std::max(1, n * i.sponsors[0].release_percent / 100) + i.sponsors[0].extra_release;
      };
      EXPECT_EQ(cap(changed.instance), cap(in) + 1) << percent << " % of " << people;
      ASSERT_EQ(changed.instance.staff.size(), in.staff.size() + 1);
      EXPECT_TRUE(changed.relaxes);
      EXPECT_FALSE(changed.restricts);
    }
  }
}

TEST(WhatIf, DropsMeanTheOldPositions) {
  Instance in = random_instance(1, sites, staff, {});
  in.pins = {{0, 0, PinRole::any, PinRule::never, {}},
             {1, 1, PinRole::any, PinRule::never, {}},
             {2, 2, PinRole::any, PinRule::never, {}}};
  const std::vector<Change> changes = {DropPin{0}, DropPin{2}, DropPin{0}};
  const Changed changed = apply_changes(in, changes);
  ASSERT_EQ(changed.instance.pins.size(), 1u);
  EXPECT_EQ(changed.instance.pins[0].staff, 1);
  EXPECT_TRUE(changed.relaxes);
}

TEST(WhatIf, ACopyHasWishesCostsAndProhibitionsButNoMusts) {
  Instance in = random_instance(2, sites, 4, {});
  in.wishes = {{1, 0, 2}, {1, 2, refuse}, {0, 0, 1}};
  in.costs = {{1, 1, -70, {}}};
  in.pins = {{1, 0, PinRole::any, PinRule::must, {}}, {1, 1, PinRole::leader, PinRule::never, {}}};
  const Change change = OneMoreLike{1};
  const Changed changed = apply_changes(in, {&change, 1});
  const Ix copy = 4;
  ASSERT_EQ(changed.instance.staff.size(), 5u);
  EXPECT_EQ(changed.instance.wishes.size(), 5u);
  EXPECT_EQ(changed.instance.wishes[3].staff, copy);
  EXPECT_EQ(changed.instance.wishes[4].rank, refuse);
  ASSERT_EQ(changed.instance.costs.size(), 2u);
  EXPECT_EQ(changed.instance.costs[1].points, -70);
  ASSERT_EQ(changed.instance.pins.size(), 3u);
  EXPECT_EQ(changed.instance.pins[2].rule, PinRule::never);
}

TEST(WhatIf, TheSeatIsTheSharedPlaceElseTheMiddleOfTheSites) {
  Instance in = random_instance(4, 4, 6, {.counties = 1, .staff_above_county = 0});
  const Ix county = county_of(in, in.staff[0].area);
  for (Ix s = 0; s < 4; ++s) {
    in.sites[static_cast<std::size_t>(s)].area = county;
    in.sites[static_cast<std::size_t>(s)].place = {10.0 * s, 3};
  }
  for (Ix p = 0; p < 6; ++p)
    in.staff[static_cast<std::size_t>(p)].place = {1.0 * p, 2.0 * p};
  EXPECT_EQ(seat_of(in, county).x, 15);
  EXPECT_EQ(seat_of(in, county).y, 3);
  in.staff[5].place = in.staff[3].place;
  EXPECT_EQ(seat_of(in, county).x, 3);
  EXPECT_EQ(seat_of(in, county).y, 6);
}

Solution valued(Points total, Points bound) {
  Solution solution;
  solution.value.total = total;
  solution.certificate.bound = bound;
  solution.proven = total == bound;
  return solution;
}

TEST(WhatIf, StartsFromARootThatHasCuts) {
  // The whole search goes on from there: the root's prices know cuts that its master has not yet.
  int with_cuts = 0;
  for (std::uint64_t seed = 1; seed <= 60 && with_cuts < 6; ++seed) {
    testing::RandomOptions random;
    random.listed = 60;
    random.at_home = 5;
    const Instance in = testing::random_instance(7000 + seed, 14, 30, random);
    if (!find_clashes(in).empty())
      continue;
    Options some;
    some.steps = 4;
    const Solution base = solve(in, some);
    if (base.certificate.nodes.front().cuts.empty())
      continue;
    ++with_cuts;
    Options warm;
    warm.steps = 8;
    warm.warm = &base;
    const Solution again = solve(in, warm);
    EXPECT_LE(again.value.total, base.value.total) << seed;
    EXPECT_TRUE(check(in, again.plan).empty()) << seed;
    const CertificateCheck found = check_certificate(in, again.certificate, again.floors);
    EXPECT_TRUE(found.violations.empty()) << seed;
    EXPECT_EQ(found.bound, again.certificate.bound) << seed;
  }
  EXPECT_GE(with_cuts, 3);
}

TEST(Compare, IsExactWhereBothAreProvenElseWhatTheBoundsAllow) {
  EXPECT_EQ(compare(valued(10, 10), valued(17, 17), false, false).change, (Interval{7, 7}));
  EXPECT_EQ(compare(valued(10, 8), valued(17, 15), false, false).change, (Interval{5, 9}));
}

TEST(Compare, ARestrictionNeverImprovesAndLendsItsPlanAndTheOldBound) {
  // The new plan is better than the old one and valid for the old question too.
  const WhatIf answer = compare(valued(10, 4), valued(9, 2), true, false);
  EXPECT_EQ(answer.change, (Interval{0, 5}));
  EXPECT_EQ(answer.plan_change, -1);
}

TEST(Compare, WhatPlanningAgainGainsByItselfIsNotTheChanges) {
  // The plan given is 100; planned again without any change it is 60, with the change 65.
  const Solution again = valued(60, 40);
  const WhatIf answer = compare(valued(100, 30), valued(65, 45), true, false, &again);
  EXPECT_EQ(answer.plan_change, 5);
  EXPECT_EQ(answer.change, (Interval{0, 25}));
  // Where planning again found nothing better, the plan given stands.
  const Solution worse = valued(110, 40);
  EXPECT_EQ(compare(valued(100, 30), valued(105, 45), true, false, &worse).plan_change, 5);
}

TEST(Compare, ARelaxationNeverHurtsAndKeepsTheOldPlan) {
  const WhatIf answer = compare(valued(10, 4), valued(12, 3), false, true);
  EXPECT_EQ(answer.change, (Interval{-7, 0}));
}

}  // namespace
}  // namespace sojourn::planner
