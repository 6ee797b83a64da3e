// Clashes of pins: each kind by name, and completeness against `check` with every choice of roles.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::Dice;
using ::testing::HasSubstr;
using testing::random_instance;
using testing::RandomOptions;

/// Two sites for two people each with one first-timer, four people of two sponsors, no rule broken.
Instance two_villages() {
  RandomOptions plain;
  plain.unavailable = plain.at_home = plain.current = plain.wishes = plain.refusals = 0;
  plain.must = plain.never = plain.announced = plain.costs = 0;
  plain.sponsors = 2;
  plain.least_release = 100;
  Instance in = random_instance(1, 2, 4, plain);
  for (Site& site : in.sites) {
    site.target_team = 2;
    site.min_team = 1;
    site.max_first_timers = 1;
  }
  for (Sponsor& sponsor : in.sponsors)
    sponsor.max_sites = 1;
  for (Ix p = 0; p < 4; ++p) {
    Staff& person = in.staff[static_cast<std::size_t>(p)];
    person.sponsor = p / 2;
    person.can_lead = true;
    person.first_timer = false;
  }
  return in;
}

void pin(Instance& in, Ix staff, Ix site, PinRole role = PinRole::any,
         PinRule rule = PinRule::must) {
  in.pins.push_back({staff, site, role, rule, {}});
}

/// The only clash, which is about all pins given.
void expect_clash(const Instance& in, const std::string& code, const std::string& words,
                  std::vector<std::size_t> pins) {
  const auto clashes = find_clashes(in);
  ASSERT_EQ(clashes.size(), 1u) << code;
  EXPECT_EQ(clashes[0].code, code);
  EXPECT_EQ(clashes[0].pins, pins);
  EXPECT_THAT(clashes[0].detail, HasSubstr(words));
}

TEST(Clashes, NoneWherePinsCanBeKept) {
  Instance in = two_villages();
  EXPECT_TRUE(find_clashes(in).empty());
  pin(in, 0, 0, PinRole::leader);
  pin(in, 1, 0, PinRole::any);  // falls back to member
  pin(in, 2, 1, PinRole::leader);
  pin(in, 3, 0, PinRole::any, PinRule::never);
  EXPECT_TRUE(find_clashes(in).empty());
}

TEST(Clashes, OnePersonAtTwoSites) {
  Instance in = two_villages();
  pin(in, 2, 1);
  pin(in, 2, 0);
  expect_clash(in, "pins.two_musts", "E2 has to be at S0 and at S1", {0, 1});
}

TEST(Clashes, MustAndNeverOfOnePair) {
  Instance in = two_villages();
  pin(in, 2, 1, PinRole::member);
  pin(in, 2, 1, PinRole::any, PinRule::never);
  expect_clash(in, "pins.no_role", "E2 has to be at S1", {0, 1});
  in.pins[1].role = PinRole::leader;
  EXPECT_TRUE(find_clashes(in).empty());
  in.pins[1].role = PinRole::member;
  expect_clash(in, "pins.no_role", "E2 has to be at S1", {0, 1});
}

TEST(Clashes, RemovalsOfRuleOne) {
  Instance in = two_villages();
  pin(in, 1, 0);
  in.staff[1].home_site = 0;
  expect_clash(in, "pins.home_site", "S0 is their home site", {0});
  in.staff[1].home_site = 1;
  in.wishes.push_back({1, 0, refuse});
  expect_clash(in, "pins.refused", "E1 has to be at S0", {0});
  in.wishes[0].rank = 1;
  in.staff[1].available = false;
  expect_clash(in, "pins.unavailable", "is not available", {0});
}

TEST(Clashes, LeadersAndTeams) {
  Instance in = two_villages();
  pin(in, 0, 0, PinRole::leader);
  in.staff[0].can_lead = false;
  expect_clash(in, "pins.not_a_leader", "does not have the role leader", {0});
  in.staff[0].can_lead = true;
  pin(in, 3, 0, PinRole::leader);
  expect_clash(in, "pins.two_leaders", "2 people have to be the leader of S0", {0, 1});
  in.pins[1].role = PinRole::any;
  EXPECT_TRUE(find_clashes(in).empty());
  pin(in, 2, 0);
  expect_clash(in, "pins.team_too_large", "3 people have to be at S0", {0, 1, 2});
  in.pins.erase(in.pins.begin() + 1, in.pins.end());
  in.sites[0].min_team = in.sites[0].target_team = 0;
  expect_clash(in, "pins.team_too_large",
               "E0 has to be at S0 by a `must` pin, but its target_team is 0.", {0});
}

TEST(Clashes, FirstTimers) {
  Instance in = two_villages();
  pin(in, 0, 1);
  pin(in, 3, 1);
  in.staff[0].first_timer = in.staff[3].first_timer = true;
  expect_clash(in, "pins.first_timers",
               "2 first-timers have to be at S1 by `must` pins, but its max_first_timers is 1.",
               {0, 1});
  in.pins.pop_back();
  in.sites[1].max_first_timers = 0;
  expect_clash(in, "pins.first_timers",
               "E0 has to be at S1 by a `must` pin, but is a first-timer, and its "
               "max_first_timers is 0.",
               {0});
}

TEST(Clashes, ReleaseCap) {
  Instance in = two_villages();
  in.sponsors[1].release_percent = 50;
  pin(in, 2, 0);
  EXPECT_TRUE(find_clashes(in).empty());
  pin(in, 3, 1);
  expect_clash(in, "pins.release_cap", "it releases at most 1 of its 2 available people", {0, 1});
}

TEST(Clashes, AnnouncedLeads) {
  Instance in = two_villages();
  in.sites[0].announced_lead = in.sites[1].announced_lead = 1;
  expect_clash(in, "leads.too_many", "O1 is announced as lead sponsor of 2 sites (S0, S1)", {});
  EXPECT_EQ(find_clashes(in)[0].sites, (std::vector<Ix>{0, 1}));
  in.sponsors[1].max_sites = 2;
  EXPECT_TRUE(find_clashes(in).empty());
}

/// Whether some choice of roles makes the musts alone a valid plan.
bool musts_can_be_kept(const Instance& in) {
  std::map<std::pair<Ix, Ix>, int> musts;
  for (const Pin& p : in.pins)
    if (p.rule == PinRule::must)
      musts[{p.site, p.staff}] = 0;
  Plan plan;
  for (const Site& site : in.sites)
    plan.lead_sponsors.push_back(site.announced_lead);
  for (unsigned roles = 0; roles < 1u << musts.size(); ++roles) {
    plan.placements.clear();
    unsigned bit = roles;
    for (const auto& [pair, unused] : musts) {
      plan.placements.push_back(
          {pair.second, pair.first, (bit & 1) != 0 ? Role::leader : Role::member});
      bit >>= 1;
    }
    std::sort(plan.placements.begin(), plan.placements.end(), [](auto& a, auto& b) {
      return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
    });
    if (check(in, plan).empty())
      return true;
  }
  return false;
}

TEST(Clashes, CompleteAndNeverTooStrict) {
  int kept = 0, clashed = 0;
  for (std::uint64_t seed = 1; seed <= 1200; ++seed) {
    Dice dice(seed);
    RandomOptions options;
    options.must = options.never = 0;
    options.leaders = 60;
    options.announced = 20;
    options.refusals = 10;
    options.at_home = 10;
    Instance in = random_instance(seed, 3, 8, options);
    for (int i = dice.between(0, 5); i > 0; --i)
      in.pins.push_back({dice.index(8),
                         dice.index(3),
                         static_cast<PinRole>(dice.between(0, 2)),
                         dice.chance(75) ? PinRule::must : PinRule::never,
                         {}});
    if (dice.chance(5))
      in.sites[0].announced_lead = in.sites[1].announced_lead = 0;
    const bool possible = musts_can_be_kept(in);
    ASSERT_EQ(find_clashes(in).empty(), possible) << "seed " << seed;
    ++(possible ? kept : clashed);
  }
  EXPECT_GT(kept, 200);
  EXPECT_GT(clashed, 200);
}

TEST(Clashes, RandomInstancesHaveNone) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed)
    EXPECT_TRUE(find_clashes(random_instance(seed, 6, 15)).empty()) << seed;
}

}  // namespace
}  // namespace sojourn::planner
