#include "stages/placement/plan_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::stages::placement {
namespace {

using testing::ElementsAre;

Posting posting(std::int64_t staff, std::int64_t site, StaffRole role = StaffRole::member) {
  return {.id = {100 + staff},
          .staff = {staff},
          .site = {site},
          .role = role,
          .from_day = {},
          .source = "list"};
}
Placement placement(std::int64_t staff, std::int64_t site, StaffRole role = StaffRole::member) {
  return {.id = {200 + staff}, .plan = {1}, .staff = {staff}, .site = {site}, .role = role};
}

TEST(PlanDifference, SaysWhoArrivesMovesChangesLeavesAndStays) {
  const std::vector<Posting> now = {posting(1, 10), posting(2, 10), posting(3, 11), posting(4, 11)};
  const std::vector<Placement> then = {placement(5, 10), placement(4, 11),
                                       placement(3, 11, StaffRole::leader), placement(2, 12)};
  std::vector<Step> steps;
  for (const DifferenceStep& each : difference_of(now, then)) {
    steps.push_back(each.step);
  }
  EXPECT_THAT(steps, ElementsAre(Step::leaves, Step::moves, Step::changes_role, Step::stays,
                                 Step::arrives));
}

TEST(PlanDifference, ItsDigestTellsWhateverChanges) {
  const std::vector<Posting> now = {posting(1, 10)};
  const std::vector<Placement> then = {placement(1, 11)};
  const std::string digest = digest_of(difference_of(now, then), "input");
  EXPECT_EQ(digest_of(difference_of(now, then), "input"), digest);
  EXPECT_NE(digest_of(difference_of(now, then), "other input"), digest);
  EXPECT_NE(digest_of(difference_of(now, {}), "input"), digest);
  std::vector<Posting> changed = now;
  changed[0].version = 2;
  EXPECT_NE(digest_of(difference_of(changed, then), "input"), digest);
}

}  // namespace
}  // namespace sojourn::stages::placement
