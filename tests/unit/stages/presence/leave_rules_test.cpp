#include "stages/presence/leave_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/word.h"
#include "stages/presence/rules.h"

namespace sojourn::stages::presence {
namespace {

using base::Date;
using base::DateRange;
using base::Instant;
using base::written;
using testing::ElementsAre;
using testing::IsEmpty;

Date day(std::string_view text) { return written<Date>(text); }
DateRange range(std::string_view from, std::string_view to) { return {day(from), day(to)}; }
Instant at(std::string_view text) { return written<Instant>(text); }

LeaveRequest request(LeaveLevel level, std::int32_t escalations) {
  return {.id = {1},
          .posting = {2},
          .staff = {3},
          .from_day = day("2027-02-01"),
          .to_day = day("2027-02-01"),
          .asked_to_day = day("2027-02-01"),
          .days = 1,
          .level = level,
          .asked_at = at("2027-01-10T08:00:00Z"),
          .waits_since = at("2027-01-10T08:00:00Z"),
          .due_at = at("2027-01-11T08:00:00Z"),
          .escalations = escalations};
}

TEST(LeaveRules, HaveStandardsAndRefuseWhatClashes) {
  programme::Faults faults;
  const PresenceRules set =
      read_rules("[presence]\nleave.cover = 2\nleave.annual_days = 15\n", "/text", faults);
  EXPECT_EQ(set.leave.cover, 2);
  EXPECT_EQ(set.leave.annual_days, 15);
  EXPECT_EQ(set.leave.leader_days, 1);
  EXPECT_EQ(set.leave.township_days, 5);
  EXPECT_EQ(faults.count(), 0U);
  (void)read_rules("[presence]\nleave.leader_days = 6\n", "/text", faults);
  EXPECT_EQ(faults.count(), 1U);
}

TEST(LeaveRules, WhoDecidesGoesByTheDaysAndNeverByOneself) {
  const LeaveRules rules;
  EXPECT_EQ(level_of(rules, 1, StaffRole::member, true), LeaveLevel::leader);
  EXPECT_EQ(level_of(rules, 2, StaffRole::member, true), LeaveLevel::township);
  EXPECT_EQ(level_of(rules, 5, StaffRole::member, true), LeaveLevel::township);
  EXPECT_EQ(level_of(rules, 6, StaffRole::member, true), LeaveLevel::office);
  // A leader's own goes one up, and so does what would wait for one who is away.
  EXPECT_EQ(level_of(rules, 1, StaffRole::leader, false), LeaveLevel::township);
  EXPECT_EQ(level_of(rules, 5, StaffRole::leader, false), LeaveLevel::office);
  EXPECT_EQ(level_of(rules, 9, StaffRole::leader, true), LeaveLevel::office);
  EXPECT_EQ(level_of(rules, 1, StaffRole::member, false), LeaveLevel::township);
  EXPECT_EQ(level_of(rules, 5, StaffRole::member, false), LeaveLevel::township);
}

TEST(LeaveRules, AClockGoesOneUpOnceAndThenGrants) {
  const LeaveRules rules;
  EXPECT_EQ(due_at(rules, LeaveLevel::leader, at("2027-01-10T08:00:00Z")),
            at("2027-01-11T08:00:00Z"));
  EXPECT_EQ(due_at(rules, LeaveLevel::office, at("2027-01-10T08:00:00Z")),
            at("2027-01-12T08:00:00Z"));
  EXPECT_EQ(clock_step(request(LeaveLevel::leader, 0), at("2027-01-11T07:59:59Z")),
            ClockStep::wait);
  EXPECT_EQ(clock_step(request(LeaveLevel::leader, 0), at("2027-01-11T08:00:00Z")),
            ClockStep::escalate);
  EXPECT_EQ(clock_step(request(LeaveLevel::township, 1), at("2027-01-11T08:00:00Z")),
            ClockStep::grant);
  EXPECT_EQ(clock_step(request(LeaveLevel::office, 0), at("2027-01-11T08:00:00Z")),
            ClockStep::grant);
  // The clock of the machine was put back.
  EXPECT_EQ(clock_step(request(LeaveLevel::office, 1), at("2026-01-01T00:00:00Z")),
            ClockStep::wait);
  LeaveRequest answered = request(LeaveLevel::leader, 0);
  answered.state = LeaveState::declined;
  EXPECT_EQ(clock_step(answered, at("2028-01-01T00:00:00Z")), ClockStep::wait);
}

TEST(LeaveRules, AYearGivesItsShareAndWorkingDaysAreCharged) {
  const LeaveRules rules;
  EXPECT_EQ(entitlement(rules, 2027, 365), 24);
  EXPECT_EQ(entitlement(rules, 2027, 0), 0);
  EXPECT_EQ(entitlement(rules, 2026, 306), 20);
  const programme::WorkingDays working;
  EXPECT_EQ(charged_days(working, day("2026-12-07"), day("2026-12-16")), 8);
  EXPECT_EQ(charged_days(working, day("2026-12-12"), day("2026-12-13")), 0);
  EXPECT_EQ(charged_days(working, day("2026-12-12"), day("2026-12-11")), 0);
}

TEST(LeaveRules, SomebodyStaysAndOtherDaysAreOffered) {
  const std::vector<Colleague> others = {
      {.name = "Ada",
       .term = range("2026-01-01", "2028-01-01"),
       .away = {range("2027-02-03", "2027-02-05")}},
      {.name = "Cy",
       .term = range("2026-01-01", "2028-01-01"),
       .away = {range("2027-02-01", "2027-02-04"), range("2027-02-08", "2027-02-08")}}};
  EXPECT_THAT(uncovered(others, range("2027-02-01", "2027-02-06"), 1),
              ElementsAre(day("2027-02-03"), day("2027-02-04")));
  EXPECT_THAT(away_then(others, uncovered(others, range("2027-02-01", "2027-02-06"), 1)),
              ElementsAre("Ada", "Cy"));
  EXPECT_THAT(
      offers(others, range("2027-02-03", "2027-02-04"), 1, day("2027-01-01"), day("2028-01-01")),
      ElementsAre(day("2027-02-01"), day("2027-02-05")));
  // Not before today, nor after the term.
  EXPECT_THAT(
      offers(others, range("2027-02-03", "2027-02-04"), 1, day("2027-02-03"), day("2027-02-05")),
      IsEmpty());
  EXPECT_THAT(uncovered(others, range("2027-02-06", "2027-02-08"), 2),
              ElementsAre(day("2027-02-08")));
  EXPECT_FALSE(alone(others, range("2027-02-06", "2027-02-08")));
  EXPECT_TRUE(alone(others, range("2028-02-06", "2028-02-08")));
}

RC_GTEST_PROP(LeaveProperties, WhatIsOfferedIsCovered, ()) {
  const Date first = day("2027-01-01");
  std::vector<Colleague> others;
  for (auto left = *rc::gen::inRange(1, 5); left > 0; --left) {
    Colleague one{.name = "Somebody", .term = DateRange(first - 30, first + 300)};
    for (auto times = *rc::gen::inRange(0, 6); times > 0; --times) {
      const Date from = first + *rc::gen::inRange<std::int64_t>(0, 150);
      one.away.emplace_back(from, from + *rc::gen::inRange<std::int64_t>(0, 20));
    }
    others.push_back(std::move(one));
  }
  const Date from = first + *rc::gen::inRange<std::int64_t>(20, 100);
  const DateRange asked(from, from + *rc::gen::inRange<std::int64_t>(0, 15));
  const auto cover = *rc::gen::inRange<std::int32_t>(1, 3);
  for (const Date offered : offers(others, asked, cover, first, first + 200)) {
    RC_ASSERT(offered >= first);
    RC_ASSERT(offered != asked.from());
    const DateRange then(offered, offered + (*asked.days() - 1));
    RC_ASSERT(*then.to() <= first + 200);
    RC_ASSERT(uncovered(others, then, cover).empty());
  }
}

}  // namespace
}  // namespace sojourn::stages::presence
