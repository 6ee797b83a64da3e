// The yearly survey of what people would like to learn: its questions are the courses of the menu,
// and whoever serves between its days is asked. What came of it stands beside what is required, and
// the sessions are planned from both.
#include <map>
#include <set>

#include "stages/training/coverage.h"
#include "stages/training/surveys.h"

namespace sojourn::stages::training {

Survey survey_of(db::Tx& tx, Id<Survey> id) {
  return tx.one<Survey>(
      fmt::format("SELECT {} FROM training_survey v WHERE v.id = $1", columns<Survey>("v")), id);
}

std::string asked_in(const Survey& survey) {
  return fmt::format(
      "o.ended_on IS NULL AND o.from_day <= '{}' AND coalesce(o.to_day, '9999-12-31') >= '{}'",
      survey.closes_on.to_text(), survey.opens_on.to_text());
}

namespace {

struct SurveyView {
  Id<Survey> id;
  std::int32_t year = 0;
  base::Date opens_on;
  base::Date closes_on;
  SurveyState state = SurveyState::open;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SurveyView, (), (id, year, opens_on, closes_on, state, version))

struct WhichSurvey {
  Id<Survey> id;
};
BOOST_DESCRIBE_STRUCT(WhichSurvey, (), (id))

struct ListSurveys {
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListSurveys, (), (after, limit))

struct MakeSurvey {
  std::int32_t year = 0;
  base::Date opens_on;
  base::Date closes_on;
};
BOOST_DESCRIBE_STRUCT(MakeSurvey, (), (year, opens_on, closes_on))

struct ChangeSurvey {
  Id<Survey> id;
  base::Date opens_on;
  base::Date closes_on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeSurvey, (), (id, opens_on, closes_on, version))

struct SurveyHistory {
  Id<Survey> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(SurveyHistory, (), (id, after))

struct SurveyWithin {
  Id<Survey> id;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(SurveyWithin, (), (id, within))

struct Turnout {
  std::int64_t asked = 0;
  std::int64_t answered = 0;
};
BOOST_DESCRIBE_STRUCT(Turnout, (), (asked, answered))

struct ListUnanswered {
  Id<Survey> id;
  std::optional<Id<Area>> within;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListUnanswered, (), (id, within, after, limit, count))

struct Unanswered {
  Id<Staff> id;
  std::string name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  std::optional<std::string> site_name;
};
BOOST_DESCRIBE_STRUCT(Unanswered, (), (id, name, sponsor, sponsor_name, site_name))

struct CourseResult {
  Id<Course> id;
  std::string name;
  CourseKind kind = CourseKind::before_posting;
  std::int32_t days = 1;
  /// None: so few people that nobody is told.
  std::optional<std::int64_t> wanted;
  std::optional<std::int64_t> any_method;
  std::optional<std::int64_t> interactive;
  std::optional<std::int64_t> seminar;
  std::optional<std::int64_t> case_work;
  std::int64_t lacking = 0;  ///< people who lack what it counts towards
  std::int64_t places = 0;   ///< free ones in sessions that are planned
};
BOOST_DESCRIBE_STRUCT(CourseResult, (),
                      (id, name, kind, days, wanted, any_method, interactive, seminar, case_work,
                       lacking, places))

struct CountRow {
  Id<Course> course;
  std::optional<CourseMethod> method;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (course, method, people))

struct PlacesRow {
  Id<Course> course;
  std::int64_t places = 0;
};
BOOST_DESCRIBE_STRUCT(PlacesRow, (), (course, places))

SurveyView view_of(const Survey& survey, base::Date today) {
  return {.id = survey.id,
          .year = survey.year,
          .opens_on = survey.opens_on,
          .closes_on = survey.closes_on,
          .state = state_of(survey, today),
          .version = survey.version};
}

SurveyView show_survey(db::Tx& tx, const WhichSurvey& input) {
  return view_of(survey_of(tx, input.id), tx.now().utc_date());
}

Page<SurveyView> list_surveys(db::Tx& tx, const ListSurveys& input) {
  Listing list("training_survey n WHERE n.id > 0");
  const base::Date today = tx.now().utc_date();
  return list.page<SurveyView, Survey>(tx, columns<Survey>("n"), true, input.after, input.limit,
                                       [&](const Survey& row) { return view_of(row, today); });
}

void check_days(base::Date opens_on, base::Date closes_on, Faults& faults) {
  if (closes_on < opens_on) {
    faults.add("/closes_on", "before_first", closes_on.to_text(),
               base::in_words("The first day is {}.", opens_on.to_text()));
  }
}

SurveyView make_survey(db::Change& change, const MakeSurvey& input) {
  Faults faults;
  faults.check_between("/year", input.year, 2000, 2999);
  check_days(input.opens_on, input.closes_on, faults);
  faults.refuse();
  const Survey made{.id = change.new_id<Survey>(),
                    .year = input.year,
                    .opens_on = input.opens_on,
                    .closes_on = input.closes_on};
  change.insert(Survey::table, made);
  return show_survey(change, {made.id});
}

SurveyView change_survey(db::Change& change, const ChangeSurvey& input) {
  Survey before = survey_of(change, input.id);
  before.version = input.version;
  Survey after = before;
  after.opens_on = input.opens_on;
  after.closes_on = input.closes_on;
  Faults faults;
  check_days(input.opens_on, input.closes_on, faults);
  faults.refuse();
  change.update(Survey::table, before, after);
  return show_survey(change, {input.id});
}

Page<HistoryEntry> survey_history(db::Tx& tx, const SurveyHistory& input) {
  survey_of(tx, input.id);
  return programme::history_of(tx, Survey::table, input.id.value, input.after);
}

/// A condition on a person with the alias t: they are asked, as far as the asker sees where they
/// serve or who sends them. The path of an area is of digits and slashes.
std::string asked_person(db::Tx& tx, const Survey& survey, const std::optional<Id<Area>>& within) {
  std::string where;
  if (within) {
    const std::string top = programme::path_of(tx, *within);
    where = fmt::format(" AND a.path >= '{}' AND a.path < '{}'", top, db::end_of_prefix(top));
  }
  return fmt::format(
      "EXISTS (SELECT 1 FROM posting o JOIN site s ON s.id = o.site JOIN area a ON a.id = s.area "
      "WHERE o.staff = t.id AND {}{} AND {{scope:area a.path; site s.id; sponsor t.sponsor; staff "
      "t.id}})",
      asked_in(survey), where);
}

std::string answered_person(const Survey& survey) {
  return fmt::format(
      "EXISTS (SELECT 1 FROM survey_answer w WHERE w.staff = t.id AND w.survey = {})",
      survey.id.value);
}

Turnout turnout_of(db::Tx& tx, const Survey& survey, const std::optional<Id<Area>>& within) {
  const std::string asked = asked_person(tx, survey, within);
  return tx.one<Turnout>(fmt::format(
      "SELECT count(*) AS asked, count(CASE WHEN {} THEN 1 END) AS answered FROM staff t WHERE {}",
      answered_person(survey), asked));
}

Turnout show_turnout(db::Tx& tx, const SurveyWithin& input) {
  return turnout_of(tx, survey_of(tx, input.id), input.within);
}

Page<Unanswered> list_unanswered(db::Tx& tx, const ListUnanswered& input) {
  const Survey survey = survey_of(tx, input.id);
  programme::Query query(
      "t", fmt::format("staff t JOIN sponsor p ON p.id = t.sponsor WHERE {} AND NOT {}",
                       asked_person(tx, survey, input.within), answered_person(survey)));
  return query.page<Unanswered>(
      tx,
      fmt::format("t.id, t.name, t.sponsor, p.name AS sponsor_name, (SELECT min(s.name) FROM "
                  "posting o JOIN site s ON s.id = o.site WHERE o.staff = t.id AND {}) AS "
                  "site_name",
                  asked_in(survey)),
      input.after, input.limit, input.count);
}

/// Each course of the menu, in the order of names: who wishes for it, who lacks it, and how many
/// places there are.
Page<CourseResult> list_results(db::Tx& tx, const SurveyWithin& input) {
  const Survey survey = survey_of(tx, input.id);
  const base::Date today = tx.now().utc_date();
  const Turnout turnout = turnout_of(tx, survey, input.within);
  std::map<std::int64_t, Demand> demands;
  for (const CountRow& row : tx.rows<CountRow>(
           fmt::format("SELECT n.course, n.method, count(DISTINCT n.staff) AS people FROM "
                       "course_wish n JOIN staff t ON t.id = n.staff WHERE n.survey = $1 AND "
                       "n.withdrawn_on IS NULL AND {} GROUP BY n.course, n.method",
                       asked_person(tx, survey, input.within)),
           input.id)) {
    Demand& demand = demands[row.course.value];
    if (!row.method) {
      demand.any = row.people;
    } else if (*row.method == CourseMethod::interactive) {
      demand.interactive = row.people;
    } else if (*row.method == CourseMethod::seminar) {
      demand.seminar = row.people;
    } else {
      demand.case_work = row.people;
    }
  }
  std::map<std::int64_t, std::int64_t> places;
  for (const PlacesRow& row : tx.rows<PlacesRow>(
           fmt::format("SELECT s.course, CAST(sum(s.capacity - (SELECT count(*) FROM training_seat "
                       "e WHERE e.session = s.id AND e.state = 'booked')) AS BIGINT) AS places "
                       "FROM {} AND s.state = 'planned' AND s.from_day >= $1 GROUP BY s.course",
                       scoped_session),
           today)) {
    places[row.course.value] = row.places;
  }
  const std::vector<Covered> covered =
      coverage_of(tx, {.within = input.within}, rules_of(tx, today), today);
  const auto lacking = [&](const Course& course) {
    std::set<std::int64_t> people;
    for (const Covered& each : covered) {
      for (const Requirement& requirement : each.requirements) {
        if ((requirement.standing == Standing::lacking ||
             requirement.standing == Standing::overdue) &&
            counts(course.kind, course.language, requirement.kind, each.posting)) {
          people.insert(each.posting.staff.value);
        }
      }
    }
    return std::ssize(people);
  };
  Page<CourseResult> made;
  for (const Course& course : tx.rows<Course>(
           fmt::format("SELECT {} FROM course k WHERE k.closed_on IS NULL ORDER BY k.name, k.id",
                       columns<Course>("k")))) {
    const Demand demand = demands[course.id.value];
    const Told shown = told(turnout.answered, demand);
    const auto if_told = [](bool is, std::int64_t people) {
      return is ? std::optional(people) : std::nullopt;
    };
    made.items.push_back({.id = course.id,
                          .name = course.name,
                          .kind = course.kind,
                          .days = course.days,
                          .wanted = if_told(shown.wanted, demand.wanted()),
                          .any_method = if_told(shown.methods, demand.any),
                          .interactive = if_told(shown.methods, demand.interactive),
                          .seminar = if_told(shown.methods, demand.seminar),
                          .case_work = if_told(shown.methods, demand.case_work),
                          .lacking = lacking(course),
                          .places = places[course.id.value]});
  }
  return made;
}

}  // namespace

std::vector<access::Operation> survey_operations() {
  const base::FieldAbout which = programme::which_field("SURVEY");
  const base::FieldAbout within{.name = "within",
                                .shape = "AREA",
                                .meaning =
                                    "Only people at sites in this area or in one that lies "
                                    "in it."};
  const base::FieldAbout opens{
      .name = "opens_on", .shape = "DAY", .meaning = "The first day on which it is answered."};
  const base::FieldAbout closes{
      .name = "closes_on", .shape = "DAY", .meaning = "The last day on which it is answered."};
  return {
      access::read_operation<ListSurveys, Page<SurveyView>>(
          {.name = "survey.list",
           .permission = read_surveys,
           .path = "/api/training-surveys",
           .summary = "yearly surveys of what people would like to learn, newest first",
           .fields = {programme::after_field(), programme::limit_field()}},
          list_surveys),
      access::read_operation<WhichSurvey, SurveyView>({.name = "survey.show",
                                                       .permission = read_surveys,
                                                       .path = "/api/training-surveys/{id}",
                                                       .summary = "one yearly survey",
                                                       .fields = {which}},
                                                      show_survey),
      access::change_operation<MakeSurvey, SurveyView>(
          {.name = "survey.make",
           .permission = manage_courses,
           .method = Method::post,
           .path = "/api/training-surveys",
           .summary = "begin the survey of a year",
           .description = "Its questions are the courses of the menu; whoever serves on a day "
                          "between its first and last one is asked.",
           .fields = {{.name = "year",
                       .shape = "YEAR",
                       .least = 2000,
                       .most = 2999,
                       .meaning = "The year for which people wish."},
                      opens,
                      closes}},
          make_survey),
      access::change_operation<ChangeSurvey, SurveyView>(
          {.name = "survey.change",
           .permission = manage_courses,
           .method = Method::put,
           .path = "/api/training-surveys/{id}",
           .summary = "move the days of a survey",
           .fields = {which, opens, closes, programme::version_field()}},
          change_survey),
      access::read_operation<SurveyHistory, Page<HistoryEntry>>(
          {.name = "survey.history",
           .permission = read_surveys,
           .path = "/api/training-surveys/{id}/history",
           .summary = "who began and moved a survey, and when",
           .fields = {which, programme::after_field()}},
          survey_history),
      access::read_operation<SurveyWithin, Turnout>(
          {.name = "survey.turnout",
           .permission = read_answers,
           .path = "/api/training-surveys/{id}/turnout",
           .summary = "how many people a survey asks, and how many of them answered",
           .fields = {which, within}},
          show_turnout),
      access::read_operation<ListUnanswered, Page<Unanswered>>(
          {.name = "survey.unanswered",
           .permission = remind_people,
           .path = "/api/training-surveys/{id}/unanswered",
           .summary = "who is asked and has not answered yet, by their names",
           .description = "For reminding them. Answering is nobody's duty.",
           .fields = {which,
                      within,
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_unanswered),
      access::read_operation<SurveyWithin, Page<CourseResult>>(
          {.name = "survey.results",
           .permission = read_sessions,
           .path = "/api/training-surveys/{id}/results",
           .summary = "how many people wish for each course, beside who lacks it and the places "
                      "there are",
           .description = "A count of fewer than 5 people is left out, and so is what it could be "
                          "reckoned from: the methods are told only where each of them may be, and "
                          "nothing where fewer than 5 people answered.",
           .fields = {which, within}},
          list_results),
  };
}

}  // namespace sojourn::stages::training
