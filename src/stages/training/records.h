// The records of the stage `training`, as their tables hold them (migrations/*_training.sql): the
// catalogue of courses, what people completed, who serves untrained by whose word, and sessions.
// A language here is a course and a tested skill, never where anybody is from.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/records.h"
#include "base/date.h"
#include "base/id.h"
#include "stages/placement/records.h"
#include "stages/programme/records.h"

namespace sojourn::stages::training {

using placement::Posting;
using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using programme::StaffRole;

/// What a course is for; which requirement it counts towards.
enum class CourseKind : std::uint8_t { before_posting, site_language, in_post, leader, other };
BOOST_DESCRIBE_ENUM(CourseKind, before_posting, site_language, in_post, leader, other)

enum class CourseMethod : std::uint8_t { interactive, seminar, case_work };
BOOST_DESCRIBE_ENUM(CourseMethod, interactive, seminar, case_work)

struct Course {
  static constexpr std::string_view id_prefix = "course";
  static constexpr std::string_view table = "course";
  base::Id<Course> id;
  std::string name;
  CourseKind kind = CourseKind::before_posting;
  CourseMethod method = CourseMethod::interactive;
  std::int32_t days = 1;
  std::int32_t capacity = 1;  ///< of a session, unless it says otherwise
  std::optional<std::string> place = {};
  std::optional<std::int32_t> validity_months = {};  ///< of its certificate; none: for ever
  std::optional<std::string> language = {};          ///< that it teaches
  std::optional<std::string> skill = {};
  std::optional<programme::Level> level = {};    ///< how well, of either
  std::optional<bool> outside = {};              ///< yes: held elsewhere, by somebody else
  std::optional<base::Id<Course>> follows = {};  ///< the course that it follows up
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Course&, const Course&) = default;
};
BOOST_DESCRIBE_STRUCT(Course, (),
                      (id, name, kind, method, days, capacity, place, validity_months, language,
                       skill, level, outside, follows, closed_on, closed_reason, version))

enum class SessionState : std::uint8_t { planned, held, cancelled };
BOOST_DESCRIBE_ENUM(SessionState, planned, held, cancelled)

struct Session {
  static constexpr std::string_view id_prefix = "trainingsession";
  static constexpr std::string_view table = "training_session";
  base::Id<Session> id;
  base::Id<Course> course;
  base::Id<Area> area;
  std::string place;
  base::Date from_day;
  base::Date to_day;
  std::int32_t capacity = 1;
  SessionState state = SessionState::planned;
  std::optional<std::string> reason = {};  ///< of cancelling
  std::int64_t version = 1;
  friend bool operator==(const Session&, const Session&) = default;
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (id, course, area, place, from_day, to_day, capacity, state, reason, version))

enum class SeatState : std::uint8_t { booked, completed, not_completed, given_up };
BOOST_DESCRIBE_ENUM(SeatState, booked, completed, not_completed, given_up)

/// Somebody's place in a session.
struct Seat {
  static constexpr std::string_view id_prefix = "seat";
  static constexpr std::string_view table = "training_seat";
  static constexpr auto personal_fields = base::fields("state", "reason");
  base::Id<Seat> id;
  base::Id<Session> session;
  base::Id<Staff> staff;
  SeatState state = SeatState::booked;
  std::optional<std::string> reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Seat&, const Seat&) = default;
};
BOOST_DESCRIBE_STRUCT(Seat, (), (id, session, staff, state, reason, version))

struct Completion {
  static constexpr std::string_view id_prefix = "completion";
  static constexpr std::string_view table = "training_completion";
  static constexpr auto personal_fields = base::fields("certificate", "source", "withdrawn_reason");
  base::Id<Completion> id;
  base::Id<Staff> staff;
  base::Id<Course> course;
  base::Date completed_on;  ///< its last day
  std::int32_t days = 1;
  std::optional<std::string> certificate = {};  ///< its number
  std::optional<base::Date> expires_on = {};    ///< the last day on which it holds
  std::string source;                           ///< where it stands written
  std::optional<base::Id<Session>> session = {};
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Completion&, const Completion&) = default;
};
BOOST_DESCRIBE_STRUCT(Completion, (),
                      (id, staff, course, completed_on, days, certificate, expires_on, source,
                       session, recorded_on, withdrawn_on, withdrawn_reason, version))

/// Somebody serves although they lack a kind of training.
struct Exception {
  static constexpr std::string_view id_prefix = "trainingexception";
  static constexpr std::string_view table = "training_exception";
  static constexpr auto personal_fields = base::fields("reason", "state");
  base::Id<Exception> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  CourseKind kind = CourseKind::before_posting;
  std::string reason;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date asked_on;
  placement::OverrideState state = placement::OverrideState::waiting;
  std::optional<base::Id<access::Account>> signed_by = {};
  std::optional<base::Date> signed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Exception&, const Exception&) = default;
};
BOOST_DESCRIBE_STRUCT(Exception, (),
                      (id, posting, staff, kind, reason, asked_by, asked_on, state, signed_by,
                       signed_on, version))

/// The yearly survey of what people would like to learn.
struct Survey {
  static constexpr std::string_view id_prefix = "survey";
  static constexpr std::string_view table = "training_survey";
  base::Id<Survey> id;
  std::int32_t year = 0;  ///< for which the wishes are
  base::Date opens_on;
  base::Date closes_on;
  std::int64_t version = 1;
  friend bool operator==(const Survey&, const Survey&) = default;
};
BOOST_DESCRIBE_STRUCT(Survey, (), (id, year, opens_on, closes_on, version))

struct SurveyAnswer {
  static constexpr std::string_view id_prefix = "surveyanswer";
  static constexpr std::string_view table = "survey_answer";
  static constexpr auto personal_fields = base::fields("comment", "source");
  base::Id<SurveyAnswer> id;
  base::Id<Survey> survey;
  base::Id<Staff> staff;
  std::optional<std::string> comment = {};
  std::optional<std::string> source = {};  ///< the sheet; none: they answered themselves
  base::Date answered_on;
  std::int64_t version = 1;
  friend bool operator==(const SurveyAnswer&, const SurveyAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(SurveyAnswer, (), (id, survey, staff, comment, source, answered_on, version))

/// A course that somebody would like to take.
struct CourseWish {
  static constexpr std::string_view id_prefix = "coursewish";
  static constexpr std::string_view table = "course_wish";
  static constexpr auto personal_fields = base::fields("method", "source");
  base::Id<CourseWish> id;
  base::Id<Staff> staff;
  base::Id<Course> course;
  std::optional<CourseMethod> method = {};      ///< that they would like best
  std::optional<base::Id<Survey>> survey = {};  ///< none: chosen from the menu
  std::optional<std::string> source = {};
  base::Date made_on;
  std::optional<base::Date> withdrawn_on = {};
  std::int64_t version = 1;
  friend bool operator==(const CourseWish&, const CourseWish&) = default;
};
BOOST_DESCRIBE_STRUCT(CourseWish, (),
                      (id, staff, course, method, survey, source, made_on, withdrawn_on, version))

struct FiveYearPlan {
  static constexpr std::string_view id_prefix = "fiveyears";
  static constexpr std::string_view table = "five_year_plan";
  base::Id<FiveYearPlan> id;
  std::string name;
  std::int32_t first_year = 0;
  std::string source;  ///< the decision
  std::int64_t version = 1;
  friend bool operator==(const FiveYearPlan&, const FiveYearPlan&) = default;
};
BOOST_DESCRIBE_STRUCT(FiveYearPlan, (), (id, name, first_year, source, version))

/// What is to be reached in a year of it.
struct Target {
  static constexpr std::string_view id_prefix = "trainingtarget";
  static constexpr std::string_view table = "training_target";
  base::Id<Target> id;
  base::Id<FiveYearPlan> plan;
  std::int32_t year = 0;
  std::optional<base::Id<Course>> course = {};  ///< none: all courses together
  std::optional<std::int32_t> people = {};      ///< who complete one, each counted once
  std::optional<std::int32_t> days = {};        ///< of all of them
  std::optional<std::int32_t> outside = {};     ///< places in courses that are held elsewhere
  std::optional<std::int32_t> follow_ups = {};  ///< completed courses that follow up another
  std::optional<base::Date> removed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Target&, const Target&) = default;
};
BOOST_DESCRIBE_STRUCT(Target, (),
                      (id, plan, year, course, people, days, outside, follow_ups, removed_on,
                       version))

}  // namespace sojourn::stages::training
