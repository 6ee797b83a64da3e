// The floors of shortage and of leaders: against brute force, against a bound recomputed from the
// prices by enumerating teams, and the start plan against `check`.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

#include "planner/planner.h"
#include "planner/problem.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::random_instance;
using testing::RandomOptions;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }
constexpr Points never = std::numeric_limits<Points>::max() / 4;

/// Points of one term for the best team of exactly these pairs; `never` where rules forbid it.
Points team_points(const Problem& problem, Ix s, unsigned members, Term term) {
  const SiteTerms& terms = problem.sites[at(s)];
  const auto pairs = problem.pairs_of(s);
  int size = 0, newcomers = 0, lead_only = 0;
  bool can_be_led = false;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if ((members >> i & 1) == 0) {
      if (pairs[i].has(Pair::must))
        return never;
      continue;
    }
    ++size;
    if (pairs[i].has(Pair::first_timer))
      ++newcomers;
    if (pairs[i].has(Pair::may_lead))
      can_be_led = true;
    if (!pairs[i].has(Pair::may_member))
      ++lead_only;
  }
  if (size > terms.target_team || newcomers > terms.max_first_timers || lead_only > 1)
    return never;
  if (term == Term::no_leader)
    return can_be_led ? 0 : terms.no_leader;
  return terms.short_of_minimum * std::max(0, terms.min_team - size);
}

/// The minimum over all plans: every person everywhere, site by site.
Points brute_force(const Problem& problem, Term term) {
  std::vector<std::uint8_t> used(at(problem.staff_count()), 0);
  std::vector<int> release(problem.release_cap.begin(), problem.release_cap.end());
  Points best = never;
  const auto visit = [&](const auto& self, Ix s, Points points) -> void {
    if (points >= best)
      return;
    if (s == problem.site_count()) {
      best = points;
      return;
    }
    const auto pairs = problem.pairs_of(s);
    for (unsigned members = 0; members < 1u << pairs.size(); ++members) {
      const Points here = team_points(problem, s, members, term);
      if (here == never)
        continue;
      bool possible = true;
      std::size_t taken = 0;
      for (; taken < pairs.size(); ++taken) {
        if ((members >> taken & 1) == 0)
          continue;
        const auto p = at(pairs[taken].staff), j = at(problem.sponsor_of[p]);
        if (used[p] != 0 || release[j] == 0) {
          possible = false;
          break;
        }
        used[p] = 1;
        --release[j];
      }
      if (possible)
        self(self, s + 1, points + here);
      for (std::size_t i = 0; i < taken; ++i) {
        if ((members >> i & 1) == 0)
          continue;
        used[at(pairs[i].staff)] = 0;
        ++release[at(problem.sponsor_of[at(pairs[i].staff)])];
      }
    }
  };
  visit(visit, 0, 0);
  return best;
}

/// The Lagrangian bound of the floor's prices, in thousandths: cheapest team of every site, less
/// what the prices would earn on all capacities.
Milli bound_of(const Problem& problem, const Floor& floor) {
  std::vector<Milli> staff(at(problem.staff_count()), 0), release(at(problem.sponsor_count()), 0);
  Milli bound = 0;
  for (const Price& price : floor.prices) {
    EXPECT_GT(price.price, 0);
    if (price.kind == Price::Kind::staff) {
      staff[at(price.who)] = price.price;
      bound -= price.price;
    } else {
      EXPECT_EQ(price.kind, Price::Kind::release);
      release[at(price.who)] = price.price;
      bound -= price.price * problem.release_cap[at(price.who)];
    }
  }
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const auto pairs = problem.pairs_of(s);
    Milli best = never;
    for (unsigned members = 0; members < 1u << pairs.size(); ++members) {
      const Points points = team_points(problem, s, members, floor.term);
      if (points == never)
        continue;
      Milli cost = points * milli_per_point;
      for (std::size_t i = 0; i < pairs.size(); ++i)
        if ((members >> i & 1) != 0)
          cost += staff[at(pairs[i].staff)] + release[at(problem.sponsor_of[at(pairs[i].staff)])];
      best = std::min(best, cost);
    }
    bound += best;
  }
  return bound;
}

/// Every rule of the model, and the terms as `value_of` counts them.
void expect_valid_start(const Instance& in, const FlowResult& floors) {
  Plan plan;
  plan.placements = floors.start;
  for (const Site& site : in.sites)
    plan.lead_sponsors.push_back(site.announced_lead);
  for (const Violation& v : check(in, plan))
    ADD_FAILURE() << v.detail;
  EXPECT_TRUE(std::is_sorted(
      plan.placements.begin(), plan.placements.end(), [](const Placement& a, const Placement& b) {
        return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
      }));
  const Value value = value_of(in, plan);
  EXPECT_EQ(value[Term::short_of_minimum], floors.shortage.points);
  EXPECT_TRUE(floors.shortage.attained);
  EXPECT_GE(value[Term::no_leader], floors.leaders.points);
  EXPECT_EQ(floors.leaders.attained, value[Term::no_leader] == floors.leaders.points);
}

struct Tally {
  int short_of_minimum = 0, no_leader = 0, priced_staff = 0, priced_release = 0;
};

void expect_exact(const Instance& in, Tally& tally) {
  const Problem problem = build_problem(in, {}, 1);
  const FlowResult floors = solve_floors(problem, 2);
  for (const Floor& floor : {floors.shortage, floors.leaders}) {
    const Points least = brute_force(problem, floor.term);
    ASSERT_EQ(floor.points, least);
    ASSERT_EQ(bound_of(problem, floor), least * milli_per_point);
    if (least > 0)
      ++(floor.term == Term::no_leader ? tally.no_leader : tally.short_of_minimum);
    for (const Price& price : floor.prices)
      ++(price.kind == Price::Kind::staff ? tally.priced_staff : tally.priced_release);
    EXPECT_TRUE(std::is_sorted(floor.prices.begin(), floor.prices.end(),
                               [](const Price& a, const Price& b) {
                                 return std::pair(a.kind, a.who) < std::pair(b.kind, b.who);
                               }));
  }
  expect_valid_start(in, floors);
}

TEST(Floors, AreTheMinimumAndProvenByTheirPrices) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    RandomOptions options;
    options.counties = 1 + static_cast<int>(seed % 2);
    options.listed = 20;
    options.most_target = 3;
    options.leaders = seed % 3 == 0 ? 20 : 50;
    options.sponsors = 2 + static_cast<int>(seed % 3);
    options.small_weights = seed % 4 == 0;
    SCOPED_TRACE(seed);
    expect_exact(random_instance(seed, 2 + static_cast<int>(seed % 4), 7, options), tally);
    if (HasFailure())
      return;
  }
  // The instances are worth the name only if they are short, and short for both reasons.
  EXPECT_GT(tally.short_of_minimum, 300);
  EXPECT_GT(tally.no_leader, 300);
  EXPECT_GT(tally.priced_staff, 300);
  EXPECT_GT(tally.priced_release, 300);
}

TEST(Floors, MustsKeepTheirSeats) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    RandomOptions options;
    options.counties = 1;
    options.must = 50;
    options.never = 25;
    options.most_target = 3;
    options.sponsors = 3;
    SCOPED_TRACE(seed);
    expect_exact(random_instance(seed, 3, 8, options), tally);
    if (HasFailure())
      return;
  }
}

TEST(Floors, StartIsValidInWholeCountiesInShortage) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomOptions options;
    options.near_sites = 8;
    options.paired_sites = 4;
    options.listed = 10;
    options.most_target = 5;
    options.leaders = 25;
    const Instance in = random_instance(seed, 60, 60 + static_cast<int>(seed) * 4, options);
    SCOPED_TRACE(seed);
    expect_valid_start(in, solve_floors(build_problem(in, {}, 1), 1));
    if (HasFailure())
      return;
  }
}

TEST(Floors, SameOnAnyNumberOfThreads) {
  const Instance in = random_instance(7, 80, 250);
  const Problem problem = build_problem(in, {}, 1);
  const FlowResult one = solve_floors(problem, 1), many = solve_floors(problem, 4);
  EXPECT_EQ(one.start, many.start);
  EXPECT_EQ(one.shortage.points, many.shortage.points);
  EXPECT_EQ(one.leaders.points, many.leaders.points);
  EXPECT_EQ(one.leaders.prices.size(), many.leaders.prices.size());
}

/// Two first-timers who may only lead at one site: the one case in which the flow lets a team pass
/// that may not be. The bound still holds and the start is still valid.
TEST(Floors, TwoWhoMayOnlyLeadStayApart) {
  RandomOptions plain;
  plain.unavailable = plain.at_home = plain.current = plain.wishes = plain.refusals = 0;
  plain.must = plain.never = plain.announced = plain.costs = plain.listed = 0;
  plain.counties = 1;
  plain.staff_above_county = 0;
  plain.least_release = 100;
  Instance in = random_instance(1, 1, 3, plain);
  in.sites[0].area = in.areas.size() > 3 ? Ix{3} : Ix{0};
  in.sites[0].min_team = in.sites[0].target_team = 3;
  in.sites[0].max_first_timers = 3;
  for (Ix p = 0; p < 3; ++p) {
    Staff& person = in.staff[at(p)];
    person.can_lead = true;
    person.first_timer = true;
    in.pins.push_back({p, 0, PinRole::member, PinRule::never, {}});
  }
  const Problem problem = build_problem(in, {}, 1);
  const FlowResult floors = solve_floors(problem, 1);
  ASSERT_EQ(floors.start.size(), 1u);
  EXPECT_EQ(floors.start[0].role, Role::leader);
  const Points least = brute_force(problem, Term::short_of_minimum);
  EXPECT_LE(floors.shortage.points, least);
  EXPECT_GE(bound_of(problem, floors.shortage), floors.shortage.points * milli_per_point);
  EXPECT_FALSE(floors.shortage.attained);
}

}  // namespace
}  // namespace sojourn::planner
