#include "stages/work/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/word.h"

namespace sojourn::stages::work {
namespace {

using base::Date;
using base::written;
using programme::Faults;

Date day(std::string_view text) { return written<Date>(text); }

std::vector<std::string> codes(Faults& faults) {
  std::vector<std::string> made;
  for (const base::Fault& each : faults.take()) {
    made.push_back(each.where + " " + each.code);
  }
  return made;
}

Task task(std::string_view due) {
  return {.id = {1}, .plan = {2}, .kind = {3}, .staff = {4}, .due_on = day(due)};
}

TEST(WorkRules, HaveStandardsAndRefuseWhatClashes) {
  Faults faults;
  const WorkRules standard = read_rules("", "/text", faults);
  EXPECT_EQ(standard.least_tasks, 3);
  EXPECT_EQ(standard.most_tasks, 10);
  EXPECT_EQ(standard.soon_days, 30);
  EXPECT_EQ(faults.count(), 0U);
  const WorkRules set = read_rules("[work]\nleast_tasks = 2\nmost_tasks = 4\n", "/text", faults);
  EXPECT_EQ(set.least_tasks, 2);
  EXPECT_EQ(set.most_tasks, 4);
  (void)read_rules("[work]\nleast_tasks = 11\n", "/text", faults);
  EXPECT_THAT(codes(faults), testing::ElementsAre("/text rules_value"));
  (void)read_rules("[work]\nleast_task = 2\n", "/text", faults);
  EXPECT_EQ(codes(faults).size(), 1U);
}

TEST(WorkRules, ATaskStandsByWhatIsKnownOfIt) {
  const WorkRules rules;
  const Date today = day("2026-11-26");
  EXPECT_EQ(state_of(rules, task("2026-12-27"), today), TaskState::open);
  EXPECT_EQ(state_of(rules, task("2026-12-26"), today), TaskState::due_soon);
  EXPECT_EQ(state_of(rules, task("2026-11-26"), today), TaskState::due_soon);
  EXPECT_EQ(state_of(rules, task("2026-11-25"), today), TaskState::overdue);
  Task done = task("2026-11-25");
  done.done_on = day("2026-11-26");
  EXPECT_EQ(state_of(rules, done, today), TaskState::done);
  Task dropped = task("2026-11-25");
  dropped.dropped_on = today;
  EXPECT_EQ(state_of(rules, dropped, today), TaskState::dropped);
}

RC_GTEST_PROP(WorkRules, TimeNeverMakesATaskLessUrgent, ()) {
  const WorkRules rules{.soon_days = *rc::gen::inRange(0, 60)};
  const Task waiting = task("2026-06-30");
  const Date first = day("2026-01-01") + *rc::gen::inRange(0, 364);
  const Date second = first + *rc::gen::inRange(0, 100);
  RC_ASSERT(state_of(rules, waiting, first) <= state_of(rules, waiting, second));
}

TEST(WorkRules, FewerAndMoreTasksAreRefusedWithTheRuleAndItsValue) {
  const WorkRules rules;
  Faults faults;
  check_room(rules, 9, "/plan", faults);
  EXPECT_EQ(faults.count(), 0U);
  check_room(rules, 10, "/plan", faults);
  const auto told = faults.take();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "too_many_tasks");
  EXPECT_EQ(told[0].detail.english(),
            "By the rules a site has 10 tasks a year at most (most_tasks = 10). Drop one first.");
  require_enough(rules, 3);
  try {
    require_enough(rules, 2);
    FAIL() << "two are too few";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "too_few_tasks");
    EXPECT_EQ(refusal.detail.english(),
              "By the rules a site has 3 tasks a year at least (least_tasks = 3), and here it "
              "would have 2. Add more first.");
  }
}

TEST(WorkRules, ATaskIsOfItsYearAndNamesNobody) {
  Faults faults;
  check(task("2026-12-31"), false, 2026, faults);
  EXPECT_EQ(faults.count(), 0U);
  Task wrong = task("2027-01-01");
  wrong.target = 3;
  wrong.aim = "Visit 110101199003071234";
  wrong.result = "party member lists";
  check(wrong, false, 2026, faults);
  EXPECT_THAT(codes(faults), testing::IsSupersetOf({"/aim identity_number", "/target no_unit",
                                                    "/due_on outside_year"}));
  Task less = task("2026-05-01");
  less.amount = -1;
  check(less, true, 2026, faults);
  EXPECT_EQ(codes(faults).size(), 1U);
}

TEST(WorkRules, TheCatalogueHasNoPlaceForForbiddenIdeas) {
  Faults faults;
  check(TaskKind{.id = {1}, .number = "1", .name = "Terraces", .category = "economy", .unit = "mu"},
        faults);
  EXPECT_EQ(faults.count(), 0U);
  check(TaskKind{.id = {1}, .number = "", .name = "Terraces", .category = "religion"}, faults);
  EXPECT_EQ(codes(faults).size(), 2U);
}

}  // namespace
}  // namespace sojourn::stages::work
