// The catalogue of courses: what can be learnt, from which people choose.
#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

struct ListCourses {
  std::optional<CourseKind> kind;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListCourses, (), (kind, closed, after, limit, count))

struct WhichCourse {
  Id<Course> id;
};
BOOST_DESCRIBE_STRUCT(WhichCourse, (), (id))

struct MakeCourse {
  std::string name;
  CourseKind kind = CourseKind::before_posting;
  CourseMethod method = CourseMethod::interactive;
  std::int32_t days = 1;
  std::int32_t capacity = 1;
  std::optional<std::string> place;
  std::optional<std::int32_t> validity_months;
  std::optional<std::string> teaches;
  std::optional<std::string> skill;
  std::optional<programme::Level> level;
  std::optional<bool> outside;
  std::optional<Id<Course>> follows;
};
BOOST_DESCRIBE_STRUCT(MakeCourse, (),
                      (name, kind, method, days, capacity, place, validity_months, teaches, skill,
                       level, outside, follows))

/// What may change once people have completed it: not what it is for, nor what it gives.
struct ChangeCourse {
  Id<Course> id;
  std::string name;
  CourseMethod method = CourseMethod::interactive;
  std::int32_t days = 1;
  std::int32_t capacity = 1;
  std::optional<std::string> place;
  std::optional<std::int32_t> validity_months;
  std::optional<bool> outside;
  std::optional<Id<Course>> follows;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeCourse, (),
                      (id, name, method, days, capacity, place, validity_months, outside, follows,
                       version))

struct CloseCourse {
  Id<Course> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseCourse, (), (id, reason, version))

struct ReopenCourse {
  Id<Course> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReopenCourse, (), (id, version))

struct CourseHistory {
  Id<Course> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(CourseHistory, (), (id, after))

Course show_course(db::Tx& tx, const WhichCourse& input) {
  return tx.one<Course>(
      fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")), input.id);
}

Page<Course> list_courses(db::Tx& tx, const ListCourses& input) {
  programme::Query query("k", "course k WHERE k.id > 0");
  if (input.kind) {
    query.add("k.kind = {}", *input.kind);
  }
  query.closed(input.closed);
  return query.page<Course>(tx, columns<Course>("k"), input.after, input.limit, input.count);
}

/// A course follows up another one.
void check_follows(db::Tx& tx, const Course& course, Faults& faults) {
  if (!course.follows) {
    return;
  }
  if (*course.follows == course.id) {
    faults.add("/follows", "itself", course.id.to_text(), "A course does not follow up itself.");
  } else if (tx.value<std::int64_t>("SELECT count(*) FROM course k WHERE k.id = $1",
                                    *course.follows) == 0) {
    faults.add("/follows", "unknown_course", course.follows->to_text(), "There is no such course.");
  }
}

/// Two open courses of one name would be taken for one another.
void check_name_free(db::Tx& tx, const Course& course, Faults& faults) {
  if (tx.value<std::int64_t>("SELECT count(*) FROM course k WHERE k.name = $1 AND k.id <> $2 AND "
                             "k.closed_on IS NULL",
                             course.name, course.id) > 0) {
    faults.add("/name", "name_taken", course.name, "There is an open course of this name.");
  }
}

Course make_course(db::Change& change, const MakeCourse& input) {
  const Course made{.id = change.new_id<Course>(),
                    .name = input.name,
                    .kind = input.kind,
                    .method = input.method,
                    .days = input.days,
                    .capacity = input.capacity,
                    .place = input.place,
                    .validity_months = input.validity_months,
                    .language = input.teaches,
                    .skill = input.skill,
                    .level = input.level,
                    .outside = input.outside,
                    .follows = input.follows};
  Faults faults;
  check(made, faults);
  check_follows(change, made, faults);
  check_name_free(change, made, faults);
  faults.refuse();
  change.insert(Course::table, made);
  return show_course(change, {made.id});
}

Course course_to_change(db::Change& change, Id<Course> id, std::int64_t version) {
  Course course = show_course(change, {id});
  if (course.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This is closed. A closed record is not changed; it can be reopened."};
  }
  course.version = version;
  return course;
}

Course change_course(db::Change& change, const ChangeCourse& input) {
  const Course before = course_to_change(change, input.id, input.version);
  Course after = before;
  after.name = input.name;
  after.method = input.method;
  after.days = input.days;
  after.capacity = input.capacity;
  after.place = input.place;
  after.validity_months = input.validity_months;
  after.outside = input.outside;
  after.follows = input.follows;
  Faults faults;
  check(after, faults);
  check_follows(change, after, faults);
  check_name_free(change, after, faults);
  faults.refuse();
  change.update(Course::table, before, after);
  return show_course(change, {input.id});
}

Course close_course(db::Change& change, const CloseCourse& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const Course before = course_to_change(change, input.id, input.version);
  const auto planned = change.value<std::int64_t>(
      "SELECT count(*) FROM training_session s WHERE s.course = $1 AND s.state = 'planned' AND "
      "{unscoped:whoever closes courses sees the whole programme}",
      input.id);
  if (planned > 0) {
    throw base::Refusal{
        base::Kind::precondition, "sessions_planned",
        base::in_words("Sessions of this course are planned: {}. Hold or cancel them first.",
                       planned)};
  }
  Course after = before;
  after.closed_on = change.now().utc_date();
  after.closed_reason = input.reason;
  change.update(Course::table, before, after);
  return show_course(change, {input.id});
}

Course reopen_course(db::Change& change, const ReopenCourse& input) {
  Course before = show_course(change, {input.id});
  if (!before.closed_on) {
    throw base::Refusal{base::Kind::precondition, "open", "This is open already."};
  }
  Faults faults;
  check_name_free(change, before, faults);
  faults.refuse();
  before.version = input.version;
  Course after = before;
  after.closed_on.reset();
  after.closed_reason.reset();
  change.update(Course::table, before, after);
  return show_course(change, {input.id});
}

Page<HistoryEntry> course_history(db::Tx& tx, const CourseHistory& input) {
  show_course(tx, {input.id});
  return programme::history_of(tx, Course::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> course_operations() {
  const base::FieldAbout which = programme::which_field("COURSE");
  const base::FieldAbout kind{
      .name = "kind",
      .shape = "KIND",
      .meaning = "What it is for: before_posting, site_language, in_post, leader or other."};
  const std::vector<base::FieldAbout> content = {
      {.name = "method", .shape = "METHOD", .meaning = "interactive, seminar or case_work."},
      {.name = "days",
       .shape = "N",
       .unit = "days",
       .least = 1,
       .most = most_days,
       .meaning = "How long it takes. Training days count as residence."},
      {.name = "capacity",
       .shape = "N",
       .unit = "people",
       .least = 1,
       .most = most_capacity,
       .meaning = "How many sit in a session, unless the session says otherwise."},
      {.name = "place", .shape = "TEXT", .meaning = "Where it is held as a rule."},
      {.name = "validity_months",
       .shape = "N",
       .unit = "months",
       .least = 1,
       .most = 600,
       .meaning = "How long its certificate holds; for ever if not given."}};
  const std::vector<base::FieldAbout> more = {
      {.name = "outside",
       .meaning = "Whether it is held elsewhere by somebody else; its places count as places "
                  "outside in the plan of five years."},
      {.name = "follows", .shape = "COURSE", .meaning = "Which course it follows up."}};
  std::vector<base::FieldAbout> make_fields = {programme::name_field(), kind};
  make_fields.insert(make_fields.end(), content.begin(), content.end());
  make_fields.insert(
      make_fields.end(),
      {{.name = "teaches",
        .shape = "WORD",
        .meaning = "Which language it teaches, as sites and staff records write it."},
       {.name = "skill", .shape = "WORD", .meaning = "Which skill it gives."},
       {.name = "level", .shape = "LEVEL", .meaning = "How well: basic, working or fluent."}});
  make_fields.insert(make_fields.end(), more.begin(), more.end());
  std::vector<base::FieldAbout> change_fields = {which, programme::name_field()};
  change_fields.insert(change_fields.end(), content.begin(), content.end());
  change_fields.insert(change_fields.end(), more.begin(), more.end());
  change_fields.push_back(programme::version_field());
  return {
      access::read_operation<ListCourses, Page<Course>>(
          {.name = "course.list",
           .permission = read_courses,
           .path = "/api/courses",
           .summary = "courses of the catalogue, by their names",
           .fields = {{.name = "kind", .shape = "KIND", .meaning = "Only those of this kind."},
                      {.name = "closed", .meaning = "Closed ones too."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_courses),
      access::read_operation<WhichCourse, Course>({.name = "course.show",
                                                   .permission = read_courses,
                                                   .path = "/api/courses/{id}",
                                                   .summary = "one course",
                                                   .fields = {which}},
                                                  show_course),
      access::change_operation<MakeCourse, Course>({.name = "course.make",
                                                    .permission = manage_courses,
                                                    .method = Method::post,
                                                    .path = "/api/courses",
                                                    .summary = "put a course into the catalogue",
                                                    .fields = make_fields},
                                                   make_course),
      access::change_operation<ChangeCourse, Course>(
          {.name = "course.change",
           .permission = manage_courses,
           .method = Method::put,
           .path = "/api/courses/{id}",
           .summary = "change a course",
           .description = "What it is for and what it gives stay as they are, for people have "
                          "completed it as that. What they completed keeps its days.",
           .fields = change_fields},
          change_course),
      access::change_operation<CloseCourse, Course>(
          {.name = "course.close",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/courses/{id}/close",
           .summary = "close a course: it is not held any more",
           .description = "Who completed it has done so still.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          close_course),
      access::change_operation<ReopenCourse, Course>(
          {.name = "course.reopen",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/courses/{id}/reopen",
           .summary = "open a course again",
           .fields = {which, programme::version_field()}},
          reopen_course),
      access::read_operation<CourseHistory, Page<HistoryEntry>>(
          {.name = "course.history",
           .permission = read_courses,
           .path = "/api/courses/{id}/history",
           .summary = "who changed what of a course, and when",
           .fields = {which, programme::after_field()}},
          course_history),
  };
}

}  // namespace sojourn::stages::training
