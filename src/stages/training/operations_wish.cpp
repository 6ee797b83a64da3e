// What people choose from the menu at any time, and what they wished for in a survey, until they
// completed it or took it back. Whoever plans sessions sees it beside what is required.
#include "stages/training/surveys.h"

namespace sojourn::stages::training {
namespace {

struct WishView {
  Id<CourseWish> id;
  Id<Course> course;
  std::string course_name;
  Id<Staff> staff;
  std::string staff_name;
  std::optional<CourseMethod> method;
  std::optional<Id<Survey>> survey;
  std::optional<std::int32_t> year;  ///< of the survey
  std::optional<std::string> source;
  base::Date made_on;
  std::optional<Id<Session>> session;  ///< in which they have a place
  std::optional<base::Date> completed_on;
  std::optional<base::Date> withdrawn_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(WishView, (),
                      (id, course, course_name, staff, staff_name, method, survey, year, source,
                       made_on, session, completed_on, withdrawn_on, version))

struct WhichWish {
  Id<CourseWish> id;
};
BOOST_DESCRIBE_STRUCT(WhichWish, (), (id))

struct ListWishes {
  std::optional<Id<Course>> course;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Survey>> survey;
  std::optional<bool> all;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListWishes, (), (course, staff, survey, all, after, limit))

struct MakeWish {
  Id<Course> course;
  std::optional<Id<Staff>> staff;
  std::optional<CourseMethod> method;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(MakeWish, (), (course, staff, method, source))

struct WithdrawWish {
  Id<CourseWish> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawWish, (), (id, version))

constexpr std::string_view wish_columns =
    "n.id, n.course, k.name AS course_name, n.staff, t.name AS staff_name, n.method, n.survey, "
    "v.year, n.source, n.made_on, (SELECT min(e.session) FROM training_seat e JOIN "
    "training_session s ON s.id = e.session WHERE e.staff = n.staff AND s.course = n.course AND "
    "e.state = 'booked' AND s.state = 'planned') AS session, (SELECT min(c.completed_on) FROM "
    "training_completion c WHERE c.staff = n.staff AND c.course = n.course AND c.withdrawn_on IS "
    "NULL AND c.completed_on >= n.made_on) AS completed_on, n.withdrawn_on, n.version";

std::string wishes_seen() {
  return fmt::format(
      "course_wish n JOIN course k ON k.id = n.course JOIN staff t ON t.id = n.staff LEFT JOIN "
      "training_survey v ON v.id = n.survey WHERE {}",
      seen_person);
}

WishView show_wish(db::Tx& tx, const WhichWish& input) {
  return tx.one<WishView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", wish_columns, wishes_seen()), input.id);
}

/// Those that wait come first to whoever plans: in the order in which they were made.
Page<WishView> list_wishes(db::Tx& tx, const ListWishes& input) {
  Listing list(wishes_seen());
  list.add_if("n.course =", input.course);
  list.add_if("n.staff =", input.staff);
  list.add_if("n.survey =", input.survey);
  if (!input.all.value_or(false)) {
    list.require(open_wish);
  }
  return list.page<WishView, WishView>(tx, wish_columns, false, input.after, input.limit,
                                       [](const WishView& row) { return row; });
}

WishView make_wish(db::Change& change, const MakeWish& input) {
  Faults faults;
  const auto person = whose(change, input.staff, input.source, faults);
  check_wished(change, input.course, "/course", faults);
  if (person && change.value<std::int64_t>(
                    fmt::format("SELECT count(*) FROM course_wish n WHERE n.staff = $1 AND "
                                "n.course = $2 AND {} AND {{unscoped:of a person whom the asker "
                                "sees}}",
                                open_wish),
                    person->staff, input.course) > 0) {
    faults.add("/course", "wished_already", input.course.to_text(),
               "This course is chosen already. Take that back first, if it is to be otherwise.");
  }
  faults.refuse();
  const CourseWish made{.id = change.new_id<CourseWish>(),
                        .staff = person->staff,
                        .course = input.course,
                        .method = input.method,
                        .source = input.source,
                        .made_on = change.now().utc_date()};
  change.insert(CourseWish::table, made);
  return show_wish(change, {made.id});
}

WishView withdraw_wish(db::Change& change, const WithdrawWish& input) {
  const WishView seen = show_wish(change, {input.id});
  if (seen.withdrawn_on || seen.completed_on) {
    throw base::Refusal{base::Kind::precondition, "not_open",
                        "This wish was taken back, or the course is completed."};
  }
  const CourseWish before{.id = seen.id,
                          .staff = seen.staff,
                          .course = seen.course,
                          .method = seen.method,
                          .survey = seen.survey,
                          .source = seen.source,
                          .made_on = seen.made_on,
                          .version = input.version};
  CourseWish after = before;
  after.withdrawn_on = change.now().utc_date();
  change.update(CourseWish::table, before, after);
  return show_wish(change, {input.id});
}

}  // namespace

std::vector<access::Operation> wish_operations() {
  const base::FieldAbout which = programme::which_field("WISH");
  return {
      access::read_operation<ListWishes, Page<WishView>>(
          {.name = "course_wish.list",
           .permission = read_answers,
           .path = "/api/course-wishes",
           .summary = "courses that people wish for, in the order in which they chose them",
           .description = "Those that are neither completed since nor taken back.",
           .fields = {{.name = "course", .shape = "COURSE", .meaning = "Only of this course."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Only of this person."},
                      {.name = "survey", .shape = "SURVEY", .meaning = "Only of this survey."},
                      {.name = "all", .meaning = "Completed ones and those taken back too."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_wishes),
      access::read_operation<WhichWish, WishView>({.name = "course_wish.show",
                                                   .permission = read_answers,
                                                   .path = "/api/course-wishes/{id}",
                                                   .summary = "one course that somebody wishes for",
                                                   .fields = {which}},
                                                  show_wish),
      access::change_operation<MakeWish, WishView>(
          {.name = "course_wish.make",
           .permission = read_answers,
           .method = Method::post,
           .path = "/api/course-wishes",
           .summary = "choose a course from the menu, or type in that somebody did",
           .fields = {{.name = "course", .shape = "COURSE", .meaning = "Which course."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Who; you if not given."},
                      {.name = "method",
                       .shape = "METHOD",
                       .meaning = "The method that suits best: interactive, seminar or case_work."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The sheet, where it is typed in for somebody."}}},
          make_wish),
      access::change_operation<WithdrawWish, WishView>(
          {.name = "course_wish.withdraw",
           .permission = read_answers,
           .method = Method::post,
           .path = "/api/course-wishes/{id}/withdraw",
           .summary = "take back that somebody wishes for a course",
           .fields = {which, programme::version_field()}},
          withdraw_wish),
  };
}

}  // namespace sojourn::stages::training
