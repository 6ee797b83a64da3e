// What people answer to the yearly survey: for themselves, or typed in by the office from a sheet.
// Nobody has to want anything; an answer without a wish is an answer.
#include <algorithm>
#include <map>

#include "stages/postings/rules.h"
#include "stages/programme/own_record.h"
#include "stages/training/surveys.h"

namespace sojourn::stages::training {

std::optional<Whose> whose(db::Tx& tx, const std::optional<Id<Staff>>& staff,
                           const std::optional<std::string>& source, Faults& faults) {
  const std::vector<std::int64_t>& own = tx.caller().scope.staff;
  if (!staff && own.empty()) {
    faults.add("/staff", "missing", "", "Say whose it is.");
    return std::nullopt;
  }
  const Id<Staff> person = staff.value_or(own.empty() ? Id<Staff>{} : Id<Staff>{own.front()});
  const bool is_own = std::find(own.begin(), own.end(), person.value) != own.end();
  if (source) {
    faults.check_name("/source", *source);
  } else if (!is_own) {
    faults.add("/source", "missing", "", "Say where it stands written, such as a sheet.");
  }
  if (!check_person(tx, person, "/staff", faults)) {
    return std::nullopt;
  }
  return Whose{.staff = person, .own = is_own};
}

void check_wished(db::Tx& tx, Id<Course> course, std::string_view where, Faults& faults) {
  const auto found = tx.maybe<Course>(
      fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")), course);
  if (!found) {
    faults.add(std::string(where), "unknown_course", course.to_text(), "There is no such course.");
  } else if (found->closed_on) {
    faults.add(std::string(where), "closed", course.to_text(),
               "This course is closed. The menu has it no more.");
  }
}

namespace {

struct AnswerRow {
  Id<SurveyAnswer> id;
  Id<Survey> survey;
  std::int32_t year = 0;
  Id<Staff> staff;
  std::string staff_name;
  std::optional<std::string> comment;
  std::optional<std::string> source;
  base::Date answered_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AnswerRow, (),
                      (id, survey, year, staff, staff_name, comment, source, answered_on, version))

struct AnswerView {
  Id<SurveyAnswer> id;
  Id<Survey> survey;
  std::int32_t year = 0;
  Id<Staff> staff;
  std::string staff_name;
  std::vector<WishedCourse> wishes;
  std::optional<std::string> comment;
  std::optional<std::string> source;  ///< none: they answered themselves
  base::Date answered_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AnswerView, (),
                      (id, survey, year, staff, staff_name, wishes, comment, source, answered_on,
                       version))

struct ListAnswers {
  std::optional<Id<Survey>> survey;
  std::optional<Id<Staff>> staff;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListAnswers, (), (survey, staff, after, limit))

struct GiveAnswer {
  Id<Survey> id;
  std::vector<WishedCourse> wishes;
  std::optional<Id<Staff>> staff;
  std::optional<std::string> comment;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(GiveAnswer, (), (id, wishes, staff, comment, source))

struct WishRow {
  Id<Survey> survey;
  Id<Staff> staff;
  Id<Course> course;
  std::optional<CourseMethod> method;
};
BOOST_DESCRIBE_STRUCT(WishRow, (), (survey, staff, course, method))

constexpr std::string_view answer_columns =
    "n.id, n.survey, v.year, n.staff, t.name AS staff_name, n.comment, n.source, n.answered_on, "
    "n.version";

std::string answers_seen() {
  return fmt::format(
      "survey_answer n JOIN training_survey v ON v.id = n.survey JOIN staff t ON t.id = n.staff "
      "WHERE {}",
      seen_person);
}

AnswerView view_of(const AnswerRow& row) {
  return {.id = row.id,
          .survey = row.survey,
          .year = row.year,
          .staff = row.staff,
          .staff_name = row.staff_name,
          .wishes = {},
          .comment = row.comment,
          .source = row.source,
          .answered_on = row.answered_on,
          .version = row.version};
}

/// What each wishes for, as the survey has it.
void add_wishes(db::Tx& tx, std::vector<AnswerView>& answers) {
  if (answers.empty()) {
    return;
  }
  std::string list;
  std::vector<db::Value> values;
  for (const AnswerView& each : answers) {
    values.push_back(db::to_sql(each.staff));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<WishedCourse>> wishes;
  for (const WishRow& row : tx.rows_with<WishRow>(
           fmt::format("SELECT n.survey, n.staff, n.course, n.method FROM course_wish n WHERE "
                       "n.survey IS NOT NULL AND n.withdrawn_on IS NULL AND n.staff IN ({}) AND "
                       "{{unscoped:of people whom the asker sees}} ORDER BY n.id",
                       list),
           std::move(values))) {
    wishes[{row.survey.value, row.staff.value}].push_back(
        {.course = row.course, .method = row.method});
  }
  for (AnswerView& each : answers) {
    each.wishes = wishes[{each.survey.value, each.staff.value}];
  }
}

Page<AnswerView> list_answers(db::Tx& tx, const ListAnswers& input) {
  Listing list(answers_seen());
  list.add_if("n.survey =", input.survey);
  list.add_if("n.staff =", input.staff);
  Page<AnswerView> page =
      list.page<AnswerView, AnswerRow>(tx, answer_columns, true, input.after, input.limit, view_of);
  add_wishes(tx, page.items);
  return page;
}

void check_wishes(db::Tx& tx, const std::vector<WishedCourse>& wishes, Faults& faults) {
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const std::string where = fmt::format("/wishes/{}", i);
    check_wished(tx, wishes[i].course, where, faults);
    const auto before = wishes.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(wishes.begin(), before,
                    [&](const WishedCourse& each) { return each.course == wishes[i].course; })) {
      faults.add(where, "twice", wishes[i].to_text(), "This course stands here twice.");
    }
  }
}

/// The person's wishes of surveys become those. What they chose from the menu stays, but for a
/// course that stands here too.
void keep_wishes(db::Change& change, const GiveAnswer& input, Id<Staff> staff) {
  std::vector<WishedCourse> left = input.wishes;
  for (const CourseWish& kept : change.rows<CourseWish>(
           fmt::format("SELECT {} FROM course_wish n WHERE n.staff = $1 AND {} AND {{unscoped:of a "
                       "person whom the asker sees}}",
                       columns<CourseWish>("n"), open_wish),
           staff)) {
    const auto same = std::find_if(left.begin(), left.end(), [&](const WishedCourse& each) {
      return each.course == kept.course && each.method == kept.method;
    });
    if (same != left.end() && kept.survey == input.id) {
      left.erase(same);
      continue;
    }
    if (!kept.survey &&
        std::none_of(input.wishes.begin(), input.wishes.end(),
                     [&](const WishedCourse& each) { return each.course == kept.course; })) {
      continue;
    }
    CourseWish after = kept;
    after.withdrawn_on = change.now().utc_date();
    change.update(CourseWish::table, kept, after);
  }
  for (const WishedCourse& each : left) {
    change.insert(CourseWish::table, CourseWish{.id = change.new_id<CourseWish>(),
                                                .staff = staff,
                                                .course = each.course,
                                                .method = each.method,
                                                .survey = input.id,
                                                .source = input.source,
                                                .made_on = change.now().utc_date()});
  }
}

AnswerView give_answer(db::Change& change, const GiveAnswer& input) {
  const Survey survey = survey_of(change, input.id);
  const base::Date today = change.now().utc_date();
  Faults faults;
  const auto person = whose(change, input.staff, input.source, faults);
  if (input.comment) {
    faults.check_name("/comment", *input.comment);
    postings::check_told("/comment", *input.comment, 200, faults);
  }
  check_wishes(change, input.wishes, faults);
  if (person && change.value<std::int64_t>(
                    fmt::format("SELECT count(*) FROM posting o WHERE o.staff = $1 AND {} AND "
                                "{{unscoped:of a person whom the asker sees}}",
                                asked_in(survey)),
                    person->staff) == 0) {
    faults.add("/staff", "not_asked", person->staff.to_text(),
               base::in_words("Asked is who serves between {} and {}.", survey.opens_on.to_text(),
                              survey.closes_on.to_text()));
  }
  faults.refuse();
  const SurveyState state = state_of(survey, today);
  // A sheet may come late; who answers for themselves sees the last day.
  if (state == SurveyState::to_come || (state == SurveyState::over && person->own)) {
    throw base::Refusal{base::Kind::precondition, "not_open",
                        base::in_words("This survey is open from {} to {}.",
                                       survey.opens_on.to_text(), survey.closes_on.to_text())};
  }
  const auto before = change.maybe<SurveyAnswer>(
      fmt::format("SELECT {} FROM survey_answer n WHERE n.survey = $1 AND n.staff = $2 AND "
                  "{{unscoped:of a person whom the asker sees}}",
                  columns<SurveyAnswer>("n")),
      input.id, person->staff);
  if (before && !before->source && !person->own) {
    throw base::Refusal{base::Kind::precondition, "answered_already",
                        "They have answered for themselves. A sheet does not take its place."};
  }
  SurveyAnswer after = before ? *before
                              : SurveyAnswer{.id = change.new_id<SurveyAnswer>(),
                                             .survey = input.id,
                                             .staff = person->staff,
                                             .answered_on = today};
  after.comment = input.comment;
  after.source = input.source;
  after.answered_on = today;
  if (before) {
    change.update(SurveyAnswer::table, *before, after);
  } else {
    change.insert(SurveyAnswer::table, after);
  }
  keep_wishes(change, input, person->staff);
  std::vector<AnswerView> made = {view_of(
      change.one<AnswerRow>(fmt::format("SELECT {} FROM {} AND n.survey = $1 AND n.staff = $2",
                                        answer_columns, answers_seen()),
                            input.id, person->staff))};
  add_wishes(change, made);
  return made.at(0);
}

}  // namespace

std::vector<access::Operation> answer_operations() {
  const base::FieldAbout whose_field{
      .name = "staff", .shape = "STAFF", .meaning = "Whose answer; your own if not given."};
  return {
      access::read_operation<ListAnswers, Page<AnswerView>>(
          {.name = "survey_answer.list",
           .permission = read_answers,
           .path = "/api/training-survey-answers",
           .summary = "what people answered to surveys, newest first",
           .fields = {{.name = "survey", .shape = "SURVEY", .meaning = "Only to this survey."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Only of this person."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_answers),
      access::change_operation<GiveAnswer, AnswerView>(
          {.name = "survey.answer",
           .permission = read_answers,
           .method = Method::post,
           .path = "/api/training-surveys/{id}/answers",
           .summary = "answer the survey of a year, or type in what somebody answered on paper",
           .description = "The wishes take the place of those of surveys before; they may be none. "
                          "What was chosen from the menu stays. Who answered can answer again "
                          "until the last day; a sheet does "
                          "not take the place of what somebody answered themselves.",
           .fields = {programme::which_field("SURVEY"),
                      {.name = "wishes",
                       .shape = "COURSE[:METHOD]",
                       .meaning = "The courses that are wanted, each with the method that suits "
                                  "best: interactive, seminar or case_work."},
                      whose_field,
                      {.name = "comment",
                       .shape = "TEXT",
                       .meaning = "One line, if there is something to say. No names of people."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The sheet, where it is typed in for somebody."}}},
          give_answer),
  };
}

}  // namespace sojourn::stages::training
