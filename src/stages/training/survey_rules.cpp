#include "stages/training/survey_rules.h"

namespace sojourn::stages::training {

SurveyState state_of(const Survey& survey, base::Date today) {
  if (today < survey.opens_on) {
    return SurveyState::to_come;
  }
  return today > survey.closes_on ? SurveyState::over : SurveyState::open;
}

std::string WishedCourse::to_text() const {
  return method ? course.to_text() + ":" + std::string(base::name_of(*method)) : course.to_text();
}

std::optional<WishedCourse> WishedCourse::from_text(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto course = base::Id<Course>::from_text(text.substr(0, colon));
  if (!course) {
    return std::nullopt;
  }
  if (colon == std::string_view::npos) {
    return WishedCourse{.course = *course, .method = {}};
  }
  const auto method = base::choice_of<CourseMethod>(text.substr(colon + 1));
  return method ? std::optional(WishedCourse{.course = *course, .method = method}) : std::nullopt;
}

base::WordAbout WishedCourse::word_about() {
  return {.accepted =
              "a course and, if you like, the method that suits best, such as course_3k9q "
              "or course_3k9q:seminar",
          .code = "not_wish",
          .format = "",
          .pattern = "^course_[0-9a-hjkmnp-tv-z]+(:(interactive|seminar|case_work))?$"};
}

Told told(std::int64_t answered, const Demand& demand) {
  Told made;
  if (answered < least_told) {
    return made;
  }
  made.wanted = may_be_told(demand.wanted());
  made.methods = made.wanted && may_be_told(demand.any) && may_be_told(demand.interactive) &&
                 may_be_told(demand.seminar) && may_be_told(demand.case_work);
  return made;
}

}  // namespace sojourn::stages::training
