// Draft and fixes_of against valuing and checking the whole plan anew, and against every single
// move and swap.
#include "planner/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "planner/check.h"
#include "planner/fixes.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

/// What `check` and a draft both know of a broken rule.
using Key = std::tuple<std::string, Ix, Ix, Ix>;

std::set<Key> keys_of(const std::vector<Violation>& violations) {
  std::set<Key> keys;
  for (const Violation& v : violations)
    if (v.code != "lead.not_largest_sum" && v.code != "lead.tie_not_by_order")
      keys.emplace(v.code, v.staff, v.site, v.sponsor);
  return keys;
}
std::set<Key> keys_of(const std::vector<Breach>& breaches) {
  std::set<Key> keys;
  for (const Breach& b : breaches)
    keys.emplace(std::string(b.code), b.staff, b.site, b.sponsor);
  return keys;
}
Key key_of(const Breach& b) { return {std::string(b.code), b.staff, b.site, b.sponsor}; }

Instance instance_of(std::uint64_t seed) {
  RandomOptions options;
  options.small_weights = seed % 2 == 0;
  options.near_sites = seed % 3 == 0 ? 2 : 0;
  options.pairing = seed % 5 == 0 ? Pairing::first : Pairing::joint;
  options.must = 20;
  return random_instance(seed, 4, 10, options);
}

/// Any plan, most of whose rules are broken somewhere.
Plan any_plan(const Instance& in, Dice& dice) {
  Plan plan;
  for (Ix p = 0; p < static_cast<Ix>(in.staff.size()); ++p)
    if (dice.chance(70))
      plan.placements.push_back(
          {p, dice.index(in.sites.size()), dice.chance(35) ? Role::leader : Role::member});
  for (std::size_t s = 0; s < in.sites.size(); ++s)
    plan.lead_sponsors.push_back(dice.chance(50) ? dice.index(in.sponsors.size()) : none);
  return plan;
}

/// One, two or three people somewhere else.
std::vector<Placement> any_moves(const Instance& in, Dice& dice) {
  std::vector<Placement> after;
  for (int i = dice.between(1, 3); i > 0; --i) {
    const Ix person = dice.index(in.staff.size());
    if (std::any_of(after.begin(), after.end(),
                    [&](const Placement& p) { return p.staff == person; }))
      continue;
    after.push_back({person, dice.chance(20) ? none : dice.index(in.sites.size()),
                     dice.chance(35) ? Role::leader : Role::member});
  }
  return after;
}

TEST(Draft, IsWorthAndBreaksWhatItsPlanDoes) {
  std::set<std::string> codes;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const Instance in = instance_of(seed);
    const checking::TeamSites sites(in, 1);
    Dice dice(seed);
    Draft draft(sites, any_plan(in, dice));
    for (int step = 0; step < 20; ++step) {
      const Plan plan = draft.plan();
      const Value value = value_of(in, plan);
      ASSERT_EQ(draft.total(), value.total) << seed;
      ASSERT_EQ(draft.value().points, value.points) << seed;
      ASSERT_EQ(draft.value().counts, value.counts) << seed;
      ASSERT_EQ(keys_of(draft.breaches()), keys_of(check(in, plan))) << seed;
      for (const Breach& each : draft.breaches())
        codes.emplace(each.code);
      if (dice.chance(20))
        draft.set_lead(dice.index(in.sites.size()),
                       dice.chance(30) ? none : dice.index(in.sponsors.size()));
      else
        draft.put(any_moves(in, dice));
    }
  }
  // Every code but those of plans that name nothing, name somebody twice, or chose leads first.
  EXPECT_EQ(codes.size(), check_codes.size() - 6);
}

TEST(Draft, TellsWhatMovesWouldChangeBreakAndHeal) {
  int broken = 0, healed = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Instance in = instance_of(seed);
    const checking::TeamSites sites(in, 1);
    Dice dice(seed);
    const Draft draft(sites, any_plan(in, dice));
    const auto before = keys_of(draft.breaches());
    for (int step = 0; step < 20; ++step) {
      const std::vector<Placement> moves = any_moves(in, dice);
      const Draft::Outcome outcome = draft.outcome(moves);
      Draft moved = draft;
      moved.put(moves);
      ASSERT_EQ(outcome.change, moved.total() - draft.total()) << seed;
      const Value terms = draft.change_in_terms(moves), then = moved.value(), now = draft.value();
      ASSERT_EQ(terms.total, outcome.change) << seed;
      for (std::size_t term = 0; term < term_count; ++term) {
        ASSERT_EQ(terms.points[term], then.points[term] - now.points[term]) << seed;
        ASSERT_EQ(terms.counts[term], then.counts[term] - now.counts[term]) << seed;
      }
      const auto after = keys_of(moved.breaches());
      const auto told_broken = keys_of(outcome.breaks), told_healed = keys_of(outcome.heals);
      for (const Key& each : after) {
        if (!before.contains(each)) {
          ASSERT_TRUE(told_broken.contains(each)) << seed << std::get<0>(each);
        }
      }
      for (const Key& each : before) {
        if (!after.contains(each)) {
          ASSERT_TRUE(told_healed.contains(each)) << seed << std::get<0>(each);
        }
      }
      // What is told and was so before, or is so still, goes further now, or less far.
      const auto amount = [](const Draft& of, const Key& key) {
        for (const Breach& each : of.breaches())
          if (key_of(each) == key)
            return each.amount;
        return std::int64_t{0};
      };
      for (const Key& each : told_broken)
        ASSERT_GT(amount(moved, each), amount(draft, each)) << seed;
      for (const Key& each : told_healed)
        ASSERT_LT(amount(moved, each), amount(draft, each)) << seed;
      broken += static_cast<int>(told_broken.size());
      healed += static_cast<int>(told_healed.size());
    }
  }
  EXPECT_GT(broken, 1000);
  EXPECT_GT(healed, 1000);
}

/// The people of every single move and swap of a plan.
std::vector<std::vector<Placement>> all_moves(const Draft& draft) {
  std::vector<std::vector<Placement>> all;
  const auto people = static_cast<Ix>(draft.instance().staff.size());
  for (Ix p = 0; p < people; ++p) {
    for (Ix s = none; s < static_cast<Ix>(draft.instance().sites.size()); ++s)
      for (const Role role : {Role::leader, Role::member})
        all.push_back({{p, s, role}});
    for (Ix q = 0; q < people; ++q)
      if (q != p && draft.place(q) != none)
        all.push_back({{p, draft.place(q), draft.role(q)}, {q, draft.place(p), draft.role(p)}});
  }
  return all;
}

TEST(Fixes, AreTheCheapestSingleMovesThatMendOneRuleAndBreakNone) {
  int mended = 0, nothing = 0;
  std::set<SingleMove::Kind> kinds;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Instance in = instance_of(seed);
    const checking::TeamSites sites(in, 1);
    Dice dice(seed);
    const Draft draft(sites, any_plan(in, dice));
    for (const Breach& breach : draft.breaches()) {
      if (breach.code.starts_with("lead."))
        continue;
      std::optional<Points> cheapest;
      for (const std::vector<Placement>& moves : all_moves(draft)) {
        if (std::any_of(moves.begin(), moves.end(), [&](const Placement& p) {
              return p.site != none && !draft.may(p.staff, p.site, p.role);
            }))
          continue;
        const Draft::Outcome outcome = draft.outcome(moves);
        const bool heals = std::any_of(outcome.heals.begin(), outcome.heals.end(),
                                       [&](const Breach& each) { return each.same_as(breach); });
        if (heals && outcome.breaks.empty() && (!cheapest || outcome.change < *cheapest))
          cheapest = outcome.change;
      }
      const std::vector<SingleMove> ways = fixes_of(draft, breach, 3);
      ASSERT_LE(ways.size(), 3u);
      ASSERT_EQ(ways.empty(), !cheapest) << seed << breach.code;
      ++(ways.empty() ? nothing : mended);
      if (!ways.empty()) {
        ASSERT_EQ(ways.front().change, *cheapest) << seed << breach.code;
      }
      for (const SingleMove& way : ways) {
        kinds.insert(way.kind);
        Draft after = draft;
        after.make(way);
        ASSERT_EQ(after.total() - draft.total(), way.change) << seed;
        const auto left = after.breaches();
        const auto same = std::find_if(left.begin(), left.end(),
                                       [&](const Breach& each) { return each.same_as(breach); });
        ASSERT_TRUE(same == left.end() || same->amount < breach.amount) << seed << breach.code;
        ASSERT_LE(left.size(), draft.breaches().size()) << seed;
      }
    }
  }
  EXPECT_GT(mended, 500);
  EXPECT_GT(nothing, 20);
  EXPECT_EQ(kinds.size(), 6u);
}

TEST(Fixes, OfLeadSponsorsMendTheRule) {
  int mended = 0;
  std::set<std::string_view> codes;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomOptions options;
    options.announced = 40;
    const Instance in = random_instance(seed, 4, 6, options);
    const checking::TeamSites sites(in, 1);
    Dice dice(seed);
    const Draft draft(sites, any_plan(in, dice));
    for (const Breach& breach : draft.breaches()) {
      if (!breach.code.starts_with("lead."))
        continue;
      for (const SingleMove& way : fixes_of(draft, breach, 3)) {
        Draft after = draft;
        after.make(way);
        ASSERT_EQ(after.total() - draft.total(), way.change) << seed;
        const auto before = keys_of(draft.breaches()), left = keys_of(after.breaches());
        for (const Key& each : left)
          ASSERT_TRUE(before.contains(each)) << seed << std::get<0>(each);
        if (breach.code != "lead.too_many_sites") {
          ASSERT_FALSE(left.contains(key_of(breach))) << seed << breach.code;
        }
        codes.insert(breach.code);
        ++mended;
      }
    }
  }
  EXPECT_GT(mended, 200);
  EXPECT_EQ(codes.size(), 3u);
}

}  // namespace
}  // namespace sojourn::planner::testing
