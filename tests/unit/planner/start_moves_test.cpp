// Local search over the start: what it says it gained is what the model's value says, every plan on
// the way is valid, and what it is for (leaders and covers) is repaired.
#include "planner/start_moves.h"

#include <gtest/gtest.h>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::random_instance;
using testing::RandomOptions;
using Reach = StartMoves::Reach;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

StartMoves from_musts(const Problem& problem) {
  std::vector<Ix> placed_at(at(problem.staff_count()), none);
  auto release = problem.release_cap;
  for (Ix s = 0; s < problem.site_count(); ++s)
    for (const Pair& pair : problem.pairs_of(s))
      if (pair.has(Pair::must)) {
        placed_at[at(pair.staff)] = s;
        --release[at(problem.sponsor_of[at(pair.staff)])];
      }
  return {problem, placed_at, release};
}

Plan plan_of(const Instance& in, const StartMoves& moves) {
  return {moves.placements(), std::vector<Ix>(in.sites.size(), none)};
}

TEST(StartMoves, GainsWhatTheValueSays) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomOptions options;
    options.announced = 0;  // no lead sponsors, which these moves do not see
    options.near_sites = seed % 2 == 0 ? 8 : 0;
    options.paired_sites = 3;
    options.small_weights = seed % 3 == 0;
    options.least_release = seed % 5 == 0 ? 10 : 50;
    options.leaders = 30;
    options.must = 15;
    const Instance in = random_instance(seed, 15, 30 + static_cast<int>(seed % 40), options);
    const Problem problem = build_problem(in, {}, 1);
    StartMoves moves = from_musts(problem);
    SCOPED_TRACE(seed);
    Value before = value_of(in, plan_of(in, moves));
    for (const Reach reach : {Reach::free, Reach::exchange, Reach::chains}) {
      const Points gained = moves.round(reach);
      const Plan plan = plan_of(in, moves);
      for (const Violation& v : check(in, plan))
        ADD_FAILURE() << v.detail;
      const Value after = value_of(in, plan);
      ASSERT_EQ(before.total - after.total, gained);
      ASSERT_LE(after[Term::short_of_minimum], before[Term::short_of_minimum]);
      before = after;
    }
  }
}

/// Two sites of one seat each; the only speaker sits where nobody needs one. Sponsors release one.
TEST(StartMoves, PeopleChangePlacesForACover) {
  RandomOptions plain;
  plain.unavailable = plain.at_home = plain.current = plain.wishes = plain.refusals = 0;
  plain.must = plain.never = plain.announced = plain.costs = plain.listed = 0;
  plain.coordinates = Coordinates::absent;
  plain.counties = 1;
  plain.staff_above_county = 0;
  plain.sponsors = 2;
  plain.languages = plain.skills = 1;
  Instance in = random_instance(1, 2, 2, plain);
  for (Ix s = 0; s < 2; ++s) {
    Site& site = in.sites[at(s)];
    site.area = 3;
    site.min_team = site.target_team = 1;
    site.need = 1;
    site.languages = s == 0 ? testing::add_list(in, {0}) : List{};
    site.skills = {};
  }
  for (Ix p = 0; p < 2; ++p) {
    Staff& person = in.staff[at(p)];
    person.sponsor = p;
    person.area = 3;
    person.can_lead = person.first_timer = false;
    person.hardship_served = person.strength = 0;
    person.languages = p == 1 ? testing::add_list(in, {0}) : List{};
  }
  const Problem problem = build_problem(in, {}, 1);
  StartMoves moves(problem, {0, 1}, {0, 0});
  EXPECT_EQ(moves.round(Reach::free), 0);
  EXPECT_EQ(moves.round(Reach::exchange), in.rules.languages);
  EXPECT_EQ(moves.placements(),
            (std::vector<Placement>{{1, 0, Role::member}, {0, 1, Role::member}}));
}

}  // namespace
}  // namespace sojourn::planner
