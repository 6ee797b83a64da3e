// `value_of`, term by term by hand, and against the reading of the page in brute_force.h.
#include "planner/value.h"

#include <gtest/gtest.h>

#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// One site of need 3, hardship 2, team 2 to 4, one language, two skills; three people.
class OneSite : public ::testing::Test {
 protected:
  Instance in;
  Plan plan{{}, {none}};

  OneSite() {
    in.coordinates = Coordinates::kilometres;
    in.languages = {"Hill"};
    in.skills = {"law", "water"};
    Site site;
    site.need = 3;
    site.hardship = 2;
    site.min_team = 2;
    site.target_team = 4;
    site.max_first_timers = 4;
    site.languages = add_list(in, {0});
    site.skills = add_list(in, {0, 1});
    in.sites = {site};
    in.sponsors.resize(2);
    in.affinity = {{0, 0, 70}};
    in.staff.resize(3);
    for (Staff& person : in.staff)
      person.sponsor = 0;
    in.staff[2].sponsor = 1;
  }
  void put(Ix staff, Role role = Role::member) { plan.placements.push_back({staff, 0, role}); }
  Value value() const { return value_of(in, plan); }
  std::pair<Points, std::int64_t> term(Term t) const {
    return {value()[t], value().counts[static_cast<std::size_t>(t)]};
  }
  using Told = std::pair<Points, std::int64_t>;
};

TEST_F(OneSite, EmptyTeamPaysForEverything) {
  in.staff[0].current_site = 0;
  EXPECT_EQ(term(Term::short_of_minimum), Told(600'000, 2));
  EXPECT_EQ(term(Term::no_leader), Told(90'000, 1));
  EXPECT_EQ(term(Term::languages), Told(24'000, 1));
  EXPECT_EQ(term(Term::skills), Told(24'000, 2));
  EXPECT_EQ(term(Term::nobody_stays), Told(3'000, 1));
  EXPECT_EQ(term(Term::short_of_target), Told(12'000, 2));
  EXPECT_EQ(value().total, 600'000 + 90'000 + 24'000 + 24'000 + 3'000 + 12'000);
}
TEST_F(OneSite, HeadsBetweenMinimumAndTarget) {
  put(0);
  EXPECT_EQ(term(Term::short_of_minimum), Told(300'000, 1));
  EXPECT_EQ(term(Term::short_of_target), Told(12'000, 2));
  put(1);
  put(2);
  EXPECT_EQ(term(Term::short_of_minimum), Told(0, 0));
  EXPECT_EQ(term(Term::short_of_target), Told(6'000, 1));
}
TEST_F(OneSite, ALeaderCountsAsMember) {
  in.staff[0].languages = add_list(in, {0});
  in.staff[0].skills = add_list(in, {1});
  put(0, Role::leader);
  plan.lead_sponsors = {0};
  EXPECT_EQ(term(Term::no_leader), Told(0, 0));
  EXPECT_EQ(term(Term::languages), Told(0, 0));
  EXPECT_EQ(term(Term::skills), Told(12'000, 1));
  EXPECT_EQ(term(Term::own_sponsor), Told(-200, 1));
  EXPECT_EQ(term(Term::lead_sponsor), Told(-280, 1));
}
TEST_F(OneSite, OwnSponsorOnlyFromTheLead) {
  put(0);
  put(1);
  put(2);
  EXPECT_EQ(term(Term::own_sponsor), Told(0, 0));
  plan.lead_sponsors = {0};
  EXPECT_EQ(term(Term::own_sponsor), Told(-400, 2));
  plan.lead_sponsors = {1};  // not listed: score 0
  EXPECT_EQ(term(Term::own_sponsor), Told(-200, 1));
  EXPECT_EQ(term(Term::lead_sponsor), Told(0, 1));
}
TEST_F(OneSite, NobodyStaysLooksAtAvailablePeople) {
  EXPECT_EQ(term(Term::nobody_stays), Told(0, 0));
  in.staff[1].current_site = 0;
  in.wishes = {{1, 0, refuse}};  // whatever their wishes and pins
  EXPECT_EQ(term(Term::nobody_stays), Told(3'000, 1));
  in.staff[1].available = false;
  EXPECT_EQ(term(Term::nobody_stays), Told(0, 0));
  in.staff[2].current_site = 0;
  put(2);
  EXPECT_EQ(term(Term::nobody_stays), Told(0, 0));
}
TEST_F(OneSite, ThePair) {
  in.staff[0].place = {0.0, 7.999};
  put(0);
  EXPECT_EQ(term(Term::pair), Told(14, 1));
  in.staff[0].place = {0.0, 8.0};
  EXPECT_EQ(term(Term::pair), Told(16, 1));
  in.staff[0].place = {3000.0, 0.0};
  EXPECT_EQ(term(Term::pair), Told(400, 1));
  in.staff[0].hardship_served = 4;
  EXPECT_EQ(term(Term::pair), Told(400 + 12 * 4 * 2, 1));
}
TEST_F(OneSite, GreatCircle) {
  in.coordinates = Coordinates::degrees;
  in.staff[0].place = {0.0, 1.0};  // one degree of latitude: 111,195 m
  put(0);
  EXPECT_EQ(metres_between(in.coordinates, {0, 1}, {0, 0}), 111'195);
  EXPECT_EQ(term(Term::pair), Told(222, 1));
}
TEST_F(OneSite, WithoutCoordinatesNothingIsFar) {
  in.coordinates = Coordinates::absent;
  in.staff[0].place = {3000.0, 0.0};
  put(0);
  EXPECT_EQ(term(Term::pair), Told(0, 1));
}
TEST_F(OneSite, Wishes) {
  put(0);
  in.wishes = {{0, 0, 1}};
  EXPECT_EQ(term(Term::wish), Told(-150, 1));
  in.wishes = {{0, 0, 2}};
  EXPECT_EQ(term(Term::wish), Told(-100, 1));
  in.wishes = {{0, 0, 3}};
  EXPECT_EQ(term(Term::wish), Told(-60, 1));
  in.wishes = {{1, 0, 1}};
  EXPECT_EQ(term(Term::wish), Told(0, 0));
}
TEST_F(OneSite, LeaderExperience) {
  in.staff[0].experience_years = 5;
  put(0);
  EXPECT_EQ(term(Term::leader_experience), Told(0, 0));
  plan.placements[0].role = Role::leader;
  EXPECT_EQ(term(Term::leader_experience), Told(20, 1));
  in.staff[0].experience_years = 40;
  EXPECT_EQ(term(Term::leader_experience), Told(60 - 96, 1));
}
TEST_F(OneSite, StrengthTowardZero) {
  put(0);
  in.staff[0].strength = 8;  // 8 * 3 / 5 = 4.8
  EXPECT_EQ(term(Term::strength), Told(-4, 1));
  in.staff[0].strength = 1;  // 0.6
  EXPECT_EQ(term(Term::strength), Told(0, 1));
  in.staff[0].strength = 0;
  EXPECT_EQ(term(Term::strength), Told(0, 0));
}
TEST_F(OneSite, AGivenCostStandsInPlaceOfThree) {
  in.staff[0].place = {50.0, 0.0};
  in.staff[0].strength = 100;
  in.staff[0].experience_years = 12;
  in.wishes = {{0, 0, 1}};
  in.costs = {{0, 0, -7, {}}};
  put(0, Role::leader);
  EXPECT_EQ(term(Term::pair), Told(-7, 1));
  EXPECT_EQ(term(Term::wish), Told(0, 0));
  EXPECT_EQ(term(Term::strength), Told(0, 0));
  EXPECT_EQ(term(Term::leader_experience), Told(-36, 1));
}
TEST_F(OneSite, WhatNamesNothingIsNotCounted) {
  plan.placements = {{7, 0, Role::member}, {0, 9, Role::member}, {none, 0, Role::leader}};
  plan.lead_sponsors = {5, 0, 0};
  EXPECT_EQ(value().total, value_of(in, {{}, {none}}).total);
}

TEST(Value, IsTheSumOfItsTerms) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Instance in = random_instance(seed, 5, 9);
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum);
    const Value value = value_of(in, optimum->plan);
    Points sum = 0;
    for (const Points points : value.points)
      sum += points;
    EXPECT_EQ(value.total, sum);
  }
}

TEST(Value, AgreesWithTheOtherReadingOnRandomPlans) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    RandomOptions options;
    options.small_weights = seed % 2 == 0;
    options.costs = 40;
    options.coordinates = seed % 3 == 0 ? Coordinates::degrees : Coordinates::kilometres;
    const Instance in = random_instance(seed, 4, 9, options);
    const BruteForce brute(in);
    Dice dice(seed);
    Plan plan;
    std::vector<PeopleMask> people(4, 0);
    std::vector<Ix> leader(4, none);
    for (Ix p = 0; p < 9; ++p) {
      // Neither candidates nor caps matter to the value.
      const Ix s = dice.index(5) - 1;
      if (s == none || !in.staff[at(p)].available)
        continue;
      const bool leads = leader[at(s)] == none && dice.chance(40);
      if (leads)
        leader[at(s)] = p;
      people[at(s)] |= PeopleMask{1} << p;
      plan.placements.push_back({p, s, leads ? Role::leader : Role::member});
    }
    Points total = 0;
    for (Ix s = 0; s < 4; ++s) {
      plan.lead_sponsors.push_back(dice.index(in.sponsors.size() + 1) - 1);
      total += brute.team_cost(s, people[at(s)], leader[at(s)]) +
               brute.lead_cost(s, people[at(s)], plan.lead_sponsors.back());
    }
    ASSERT_EQ(value_of(in, plan).total, total) << seed;
  }
}

}  // namespace
}  // namespace sojourn::planner::testing
