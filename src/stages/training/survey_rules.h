// What holds for the yearly survey and for wishes, without SQL: when it is open, the words in which
// somebody names a course and how they would like to take it, and which counts of few people are
// not told. Tested in tests/unit/stages/training/survey_rules_test.cpp, by properties too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/word.h"
#include "stages/training/records.h"

namespace sojourn::stages::training {

enum class SurveyState : std::uint8_t { to_come, open, over };
BOOST_DESCRIBE_ENUM(SurveyState, to_come, open, over)
SurveyState state_of(const Survey& survey, base::Date today);

/// A course that somebody wishes for, and the method that they would like best. A word:
/// "course_3k9q" or "course_3k9q:seminar".
struct WishedCourse {
  base::Id<Course> course;
  std::optional<CourseMethod> method;

  std::string to_text() const;
  static std::optional<WishedCourse> from_text(std::string_view text);
  static base::WordAbout word_about();
  friend bool operator==(const WishedCourse&, const WishedCourse&) = default;
};

/// How many people wish for a course, by the method that they would like best.
struct Demand {
  std::int64_t any = 0;  ///< whichever
  std::int64_t interactive = 0;
  std::int64_t seminar = 0;
  std::int64_t case_work = 0;
  std::int64_t wanted() const { return any + interactive + seminar + case_work; }
};

/// Fewer people than this are never told as a figure.
inline constexpr std::int64_t least_told = 5;

/// What of it is told.
struct Told {
  bool wanted = false;   ///< how many in all
  bool methods = false;  ///< how many by each method
};
/// Nobody is seen in a figure of few: not in the sum, nor in a part of it, nor in what is left of
/// the sum beside the parts that are told. `answered`: of how many people.
Told told(std::int64_t answered, const Demand& demand);

/// A place on the scale from none: 0, or enough people to be told.
constexpr bool may_be_told(std::int64_t people) { return people == 0 || people >= least_told; }

}  // namespace sojourn::stages::training
