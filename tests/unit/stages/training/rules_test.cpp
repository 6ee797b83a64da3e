#include "stages/training/rules.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/word.h"

namespace sojourn::stages::training {
namespace {

using base::Date;
using base::written;
using programme::Level;
using testing::ElementsAre;
using testing::IsEmpty;

Date day(std::string_view text) { return written<Date>(text); }

InPost member(std::string_view from, std::optional<Date> to = {}) {
  return {.role = StaffRole::member, .from = day(from), .to = to};
}
Learnt learnt(CourseKind kind, std::string_view on, std::int32_t days,
              std::optional<Date> expires_on = {}, std::optional<std::string> language = {}) {
  return {.kind = kind,
          .language = std::move(language),
          .on = day(on),
          .days = days,
          .expires_on = expires_on};
}

/// Of one kind; of years in post the last.
std::optional<Requirement> asked(const InPost& post, CourseKind kind, std::string_view today,
                                 const std::vector<Learnt>& learnt = {},
                                 const std::vector<CourseKind>& excepted = {}) {
  std::optional<Requirement> last;
  for (const Requirement& each : requirements({}, post, learnt, excepted, day(today))) {
    if (each.kind == kind) {
      last = each;
    }
  }
  return last;
}

TEST(TrainingRules, BeforeDepartureIsTheDayBeforeTheFirst) {
  const auto made = asked(member("2027-03-01"), CourseKind::before_posting, "2027-01-01");
  EXPECT_EQ(made->due, day("2027-02-28"));
  EXPECT_EQ(made->needed, 6);
  EXPECT_EQ(made->done, 0);
  EXPECT_EQ(made->standing, Standing::lacking);
  EXPECT_EQ(made->rule, "before_posting_days = 6");
  EXPECT_EQ(asked(member("2027-03-01"), CourseKind::before_posting, "2027-02-28")->standing,
            Standing::lacking);
  EXPECT_EQ(asked(member("2027-03-01"), CourseKind::before_posting, "2027-03-01")->standing,
            Standing::overdue);
}

TEST(TrainingRules, CoursesOfOneKindAddUpWhenTheyHold) {
  const InPost post = member("2027-03-01");
  const auto of = [&](const std::vector<Learnt>& own) {
    return asked(post, CourseKind::before_posting, "2027-01-01", own)->standing;
  };
  EXPECT_EQ(of({learnt(CourseKind::before_posting, "2026-01-01", 4),
                learnt(CourseKind::before_posting, "2020-01-01", 2)}),
            Standing::met);
  EXPECT_EQ(of({learnt(CourseKind::before_posting, "2026-01-01", 4),
                learnt(CourseKind::other, "2026-01-01", 9)}),
            Standing::lacking);
  // It has to hold on the first day.
  EXPECT_EQ(of({learnt(CourseKind::before_posting, "2026-02-01", 6, day("2027-02-28"))}),
            Standing::lacking);
}

TEST(TrainingRules, ACertificateWarnsBeforeItLapsesAndIsOverdueAfterwards) {
  const InPost post = member("2026-03-01");
  const std::vector<Learnt> own = {
      learnt(CourseKind::before_posting, "2026-02-01", 6, day("2027-01-31"))};
  const auto on = [&](std::string_view today) {
    return *asked(post, CourseKind::before_posting, today, own);
  };
  EXPECT_EQ(on("2026-12-31").standing, Standing::met);
  EXPECT_EQ(on("2027-01-01").standing, Standing::expiring);
  EXPECT_EQ(on("2027-01-01").due, day("2027-01-31"));
  EXPECT_EQ(on("2027-01-31").standing, Standing::expiring);
  EXPECT_EQ(on("2027-02-01").standing, Standing::overdue);
  EXPECT_EQ(on("2027-02-01").due, day("2027-01-31"));
  EXPECT_EQ(on("2027-02-01").done, 0);
  // A posting that ends before is not warned about.
  EXPECT_EQ(
      asked(member("2026-03-01", day("2027-01-20")), CourseKind::before_posting, "2027-01-10", own)
          ->standing,
      Standing::met);
}

TEST(TrainingRules, AnotherCertificateThatHoldsOnIsEnough) {
  const std::vector<Learnt> own = {
      learnt(CourseKind::before_posting, "2026-02-01", 6, day("2027-01-31")),
      learnt(CourseKind::before_posting, "2026-12-01", 6, day("9999-12-31"))};
  EXPECT_EQ(asked(member("2026-03-01"), CourseKind::before_posting, "2027-01-15", own)->standing,
            Standing::met);
}

TEST(TrainingRules, WhoIsTestedInOneOfTheSitesLanguagesNeedsNone) {
  InPost post = member("2027-03-01");
  EXPECT_FALSE(asked(post, CourseKind::site_language, "2027-01-01"));
  post.site_languages = {"hill", "river"};
  EXPECT_EQ(asked(post, CourseKind::site_language, "2027-01-01")->needed, 15);
  post.tested = {{.language = "river", .level = Level::basic, .tested_on = day("2026-01-01")},
                 {.language = "sea", .level = Level::fluent, .tested_on = day("2026-01-01")}};
  EXPECT_TRUE(asked(post, CourseKind::site_language, "2027-01-01"));
  post.tested[0].level = Level::working;
  EXPECT_FALSE(asked(post, CourseKind::site_language, "2027-01-01"));
}

TEST(TrainingRules, DaysOfTwoLanguagesDoNotAddUp) {
  InPost post = member("2027-03-01");
  post.site_languages = {"hill", "river"};
  const auto made = asked(post, CourseKind::site_language, "2027-01-01",
                          {learnt(CourseKind::site_language, "2026-05-01", 10, {}, "hill"),
                           learnt(CourseKind::site_language, "2026-06-01", 12, {}, "river"),
                           learnt(CourseKind::site_language, "2026-07-01", 15, {}, "sea")});
  EXPECT_EQ(made->done, 12);
  EXPECT_EQ(made->standing, Standing::lacking);
}

TEST(TrainingRules, EachYearInPostAsksForItsOwnDays) {
  const InPost post = member("2026-03-01", day("2028-08-31"));
  const std::vector<Learnt> own = {learnt(CourseKind::in_post, "2026-05-01", 5),
                                   learnt(CourseKind::other, "2027-05-01", 2)};
  EXPECT_FALSE(asked(post, CourseKind::in_post, "2026-02-28"));
  EXPECT_EQ(asked(post, CourseKind::in_post, "2026-12-01", own)->standing, Standing::met);
  const auto second = asked(post, CourseKind::in_post, "2027-06-01", own);
  EXPECT_EQ(second->due, day("2028-02-29"));
  EXPECT_EQ(second->done, 2);
  EXPECT_EQ(second->standing, Standing::lacking);
  // The third year is half a year, and asks for half, rounded down.
  const auto third = asked(post, CourseKind::in_post, "2028-06-01", own);
  EXPECT_EQ(third->needed, 2);
  EXPECT_EQ(third->due, day("2028-08-31"));
}

TEST(TrainingRules, AYearThatEndedWithoutItsDaysIsMissed) {
  const InPost post = member("2026-03-01", day("2029-02-28"));
  const auto years = [&](std::string_view today, const std::vector<Learnt>& own,
                         const std::vector<CourseKind>& excepted = {}) {
    std::vector<std::string> made;
    for (const Requirement& each : requirements({}, post, own, excepted, day(today))) {
      if (each.kind == CourseKind::in_post) {
        made.push_back(fmt::format("{} of {} by {} {}", each.done, each.needed, each.due.to_text(),
                                   base::name_of(each.standing)));
      }
    }
    return made;
  };
  std::vector<Learnt> own = {learnt(CourseKind::in_post, "2026-05-01", 3)};
  EXPECT_THAT(years("2027-02-28", own), ElementsAre("3 of 5 by 2027-02-28 lacking"));
  EXPECT_THAT(years("2027-03-01", own),
              ElementsAre("3 of 5 by 2027-02-28 missed", "0 of 5 by 2028-02-29 lacking"));
  EXPECT_THAT(years("2027-03-01", own, {CourseKind::in_post}),
              ElementsAre("3 of 5 by 2027-02-28 excepted", "0 of 5 by 2028-02-29 excepted"));
  // The second year is done, and stays so; what came after the first does not make up for it.
  own.push_back(learnt(CourseKind::in_post, "2027-05-01", 5));
  EXPECT_THAT(years("2028-03-01", own),
              ElementsAre("3 of 5 by 2027-02-28 missed", "0 of 5 by 2029-02-28 lacking"));
}

TEST(TrainingRules, WhatIsLearntLaterDoesNotCountOnADayBefore) {
  const std::vector<Learnt> own = {learnt(CourseKind::before_posting, "2027-03-05", 6)};
  EXPECT_EQ(asked(member("2027-03-01"), CourseKind::before_posting, "2027-03-04", own)->standing,
            Standing::overdue);
  EXPECT_EQ(asked(member("2027-03-01"), CourseKind::before_posting, "2027-03-05", own)->standing,
            Standing::met);
}

TEST(TrainingRules, OnlyLeadersNeedTheLeadersCourse) {
  InPost post = member("2027-03-01");
  EXPECT_FALSE(asked(post, CourseKind::leader, "2027-01-01"));
  post.role = StaffRole::leader;
  EXPECT_EQ(asked(post, CourseKind::leader, "2027-01-01")->needed, 3);
}

TEST(TrainingRules, WhatTwoPeopleSignedForIsToldAsSuch) {
  const InPost post = member("2026-03-01");
  EXPECT_EQ(asked(post, CourseKind::before_posting, "2027-01-01", {}, {CourseKind::before_posting})
                ->standing,
            Standing::excepted);
  EXPECT_EQ(
      asked(post, CourseKind::before_posting, "2027-01-01",
            {learnt(CourseKind::before_posting, "2026-01-01", 6)}, {CourseKind::before_posting})
          ->standing,
      Standing::met);
}

TEST(TrainingRules, DaysAtTheEndsOfTimeAreReckonedToo) {
  EXPECT_EQ(asked(member("0001-01-01"), CourseKind::before_posting, "2027-01-01")->standing,
            Standing::overdue);
  const auto made =
      requirements({.leader_within = 365}, {.role = StaffRole::leader, .from = day("9999-12-31")},
                   {}, {}, day("2027-01-01"));
  EXPECT_EQ(made.back().due, day("9999-12-31"));
}

TEST(TrainingRules, TheTableSaysWhatIsNotItsOwn) {
  programme::Faults faults;
  const TrainingRules made = read_rules(
      "[training]\nbefore_posting_days = 3\nlanguage_level = \"basic\"\nyearly_days = 0\n", "/text",
      faults);
  EXPECT_EQ(faults.count(), 0U);
  EXPECT_EQ(made.before_posting_days, 3);
  EXPECT_EQ(made.language_level, Level::basic);
  EXPECT_EQ(made.leader_days, 3);
  read_rules("[training]\nbefore_posting = 3\nlanguage_days = 400\n", "/text", faults);
  EXPECT_EQ(faults.count(), 2U);
  // What asks for nothing is no requirement.
  EXPECT_THAT(requirements({.before_posting_days = 0, .yearly_days = 0}, member("2026-03-01"), {},
                           {}, day("2027-01-01")),
              IsEmpty());
}

TEST(TrainingRules, ACertificateHoldsForItsMonths) {
  EXPECT_EQ(expiry(12, day("2026-03-10")), day("2027-03-09"));
  EXPECT_EQ(expiry(std::nullopt, day("2026-03-10")), std::nullopt);
}

std::vector<std::string> faults_of(const Course& course) {
  programme::Faults faults;
  check(course, faults);
  std::vector<std::string> made;
  for (const base::Fault& each : faults.take()) {
    made.push_back(each.where + " " + each.code);
  }
  return made;
}

TEST(TrainingRules, ACatalogueHoldsNoIdeaThatHasNoPlaceHere) {
  EXPECT_THAT(faults_of({.id = {}, .name = "Start"}), IsEmpty());
  EXPECT_THAT(faults_of({.id = {}, .name = "Religion of residents"}),
              ElementsAre("/name forbidden.religion"));
  EXPECT_THAT(faults_of({.id = {}, .name = "x", .skill = "ethnicity"}),
              ElementsAre("/skill forbidden.origin"));
  EXPECT_THAT(faults_of({.id = {}, .name = "x", .level = Level::basic}),
              ElementsAre("/level of_nothing"));
}

}  // namespace
}  // namespace sojourn::stages::training
