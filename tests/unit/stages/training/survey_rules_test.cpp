#include "stages/training/survey_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace sojourn::stages::training {
namespace {

using base::Date;
using base::written;

Date day(std::string_view text) { return written<Date>(text); }

TEST(SurveyRules, ASurveyIsOpenOnItsFirstAndItsLastDay) {
  const Survey survey{
      .id = {1}, .year = 2027, .opens_on = day("2026-11-01"), .closes_on = day("2026-11-30")};
  EXPECT_EQ(state_of(survey, day("2026-10-31")), SurveyState::to_come);
  EXPECT_EQ(state_of(survey, day("2026-11-01")), SurveyState::open);
  EXPECT_EQ(state_of(survey, day("2026-11-30")), SurveyState::open);
  EXPECT_EQ(state_of(survey, day("2026-12-01")), SurveyState::over);
}

TEST(SurveyRules, AWishIsACourseAndMaybeAMethod) {
  const base::Id<Course> course{77};
  const WishedCourse plain{.course = course, .method = {}};
  const WishedCourse seminar{.course = course, .method = CourseMethod::seminar};
  EXPECT_EQ(WishedCourse::from_text(plain.to_text()), plain);
  EXPECT_EQ(WishedCourse::from_text(seminar.to_text()), seminar);
  EXPECT_EQ(seminar.to_text(), course.to_text() + ":seminar");
  for (const std::string& wrong : {std::string("site_3k9q"), course.to_text() + ":lecture",
                                   course.to_text() + ":", std::string()}) {
    EXPECT_FALSE(WishedCourse::from_text(wrong)) << wrong;
  }
}

TEST(SurveyRules, FewPeopleAreNotTold) {
  EXPECT_FALSE(told(4, {.any = 4}).wanted);
  EXPECT_FALSE(told(20, {.any = 4}).wanted);
  EXPECT_TRUE(told(20, {.any = 5}).wanted);
  EXPECT_TRUE(told(20, {}).wanted);
  EXPECT_TRUE(told(20, {.any = 5, .seminar = 6}).methods);
  // One of the parts could be reckoned from the others.
  const Told few = told(20, {.any = 5, .seminar = 2});
  EXPECT_TRUE(few.wanted);
  EXPECT_FALSE(few.methods);
}

RC_GTEST_PROP(SurveyRules, NoFigureThatIsToldAndNoneReckonedFromThemIsOfFewPeople, ()) {
  const auto some = rc::gen::inRange<std::int64_t>(0, 12);
  const Demand demand{.any = *some, .interactive = *some, .seminar = *some, .case_work = *some};
  const std::int64_t answered = demand.wanted() + *some;
  const Told shown = told(answered, demand);
  const auto may = [](std::int64_t people) { return people == 0 || people >= 5; };
  if (shown.wanted) {
    RC_ASSERT(may(demand.wanted()));
    RC_ASSERT(answered >= 5);
  }
  if (shown.methods) {
    RC_ASSERT(shown.wanted);
    // Every sum of parts, as whoever reads them may add them up or subtract them from the whole.
    const std::array<std::int64_t, 4> parts = {demand.any, demand.interactive, demand.seminar,
                                               demand.case_work};
    for (unsigned chosen = 0; chosen < 16; ++chosen) {
      std::int64_t sum = 0;
      for (unsigned i = 0; i < 4; ++i) {
        sum += (chosen >> i & 1U) != 0 ? parts[i] : 0;
      }
      RC_ASSERT(may(sum));
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::training
