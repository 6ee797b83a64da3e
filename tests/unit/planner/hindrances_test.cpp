// "Why not": each hard rule that stands in the way of a person at a site, with its value.
#include <gmock/gmock.h>

#include "planner/explain.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::random_instance;
using testing::RandomOptions;

TEST(WhyNot, NamesEachHardRuleThatStandsInTheWayWithItsValue) {
  using Kind = Hindrance::Kind;
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = plain.wishes = 0;
  Instance in = random_instance(13, 2, 4, plain);
  for (Staff& each : in.staff) {
    each.available = true;
    each.can_lead = each.first_timer = false;
    each.sponsor = 0;
  }
  in.staff[1].can_lead = in.staff[2].can_lead = true;
  in.sponsors[0].release_percent = 50;
  in.sites[0].min_team = 1;
  in.sites[0].target_team = 3;
  in.sites[0].max_first_timers = 1;
  const auto barred = [&](std::vector<Placement> placements, Ix staff) {
    const Plan plan{std::move(placements), std::vector<Ix>(in.sites.size(), none)};
    return why_not_as_it_is(Facts(in, plan), staff, 0).hindrances;
  };
  const Placement lead{1, 0, Role::leader};
  const Placement second{2, 0, Role::member};
  // Rule 3: nothing where a team has room, else its size.
  EXPECT_THAT(barred({lead, {0, 1, Role::member}}, 0), IsEmpty());
  in.sites[0].target_team = 2;
  EXPECT_THAT(barred({lead, second, {0, 1, Role::member}}, 0),
              ElementsAre(Hindrance{.kind = Kind::full_team, .now = 2, .limit = 2}));
  in.sites[0].target_team = 3;
  EXPECT_THAT(barred({second, {0, 1, Role::member}}, 0),
              ElementsAre(Hindrance{.kind = Kind::not_a_leader}));
  // Rule 4: only of first-timers, and with those who are there.
  in.staff[0].first_timer = in.staff[2].first_timer = true;
  EXPECT_THAT(barred({lead, second, {0, 1, Role::member}}, 0),
              ElementsAre(Hindrance{.kind = Kind::first_timers, .now = 1, .limit = 1}));
  EXPECT_THAT(barred({lead, {0, 1, Role::member}}, 0), IsEmpty());
  in.sites[0].max_first_timers = 0;
  EXPECT_THAT(barred({lead, {0, 1, Role::member}}, 0),
              ElementsAre(Hindrance{.kind = Kind::first_timers, .now = 0, .limit = 0}));
  in.staff[0].first_timer = in.staff[2].first_timer = false;
  // Rule 5: of four half, and whoever is placed counts already.
  EXPECT_THAT(barred({lead, second}, 0),
              ElementsAre(Hindrance{.kind = Kind::release_cap, .now = 2, .limit = 2}));
  EXPECT_THAT(barred({lead, {0, 1, Role::member}}, 0), IsEmpty());
  // Rules 1 and 2: pins.
  in.pins = {{0, 1, PinRole::any, PinRule::must, {}}};
  EXPECT_THAT(barred({lead, {0, 1, Role::member}}, 0),
              ElementsAre(Hindrance{.kind = Kind::held_elsewhere, .pin = 0}));
  in.pins = {{3, 0, PinRole::any, PinRule::never, {}}, {2, 0, PinRole::member, PinRule::never, {}}};
  EXPECT_THAT(barred({lead}, 2), ElementsAre(Hindrance{.kind = Kind::never_member, .pin = 1},
                                             Hindrance{.kind = Kind::leader_there, .other = 1}));
  in.pins = {{2, 0, PinRole::leader, PinRule::never, {}}};
  EXPECT_THAT(barred({{3, 0, Role::member}}, 2),
              ElementsAre(Hindrance{.kind = Kind::never_leader, .pin = 0}));
}

}  // namespace
}  // namespace sojourn::planner
