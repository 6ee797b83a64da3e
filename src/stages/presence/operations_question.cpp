// Days that nobody has explained: the person is asked first, and has time to answer.
#include "access/notify.h"
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct QuestionView {
  Id<DayQuestion> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  base::Date from_day;
  base::Date to_day;
  base::Date asked_on;
  std::optional<std::string> asked_by = {};  ///< as people call them
  base::Date due_on;
  std::optional<base::Date> answered_on = {};
  std::optional<std::string> answer = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(QuestionView, (),
                      (id, posting, staff, name, site_name, from_day, to_day, asked_on, asked_by,
                       due_on, answered_on, answer, version))

struct WhichQuestion {
  Id<DayQuestion> id;
};
BOOST_DESCRIBE_STRUCT(WhichQuestion, (), (id))

struct ListQuestions {
  std::optional<Id<Posting>> posting = {};
  std::optional<Id<Staff>> staff = {};
  std::optional<Id<Site>> site = {};
  std::optional<bool> open = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListQuestions, (), (posting, staff, site, open, after, limit))

struct AskDays {
  Id<Posting> posting;
  base::Date from_day;
  std::optional<base::Date> to_day = {};
};
BOOST_DESCRIBE_STRUCT(AskDays, (), (posting, from_day, to_day))

struct AnswerDays {
  Id<DayQuestion> id;
  std::string answer;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerDays, (), (id, answer, version))

constexpr std::string_view scoped_question =
    "day_question n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site s "
    "ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; staff "
    "n.staff}";
constexpr std::string_view question_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.from_day, n.to_day, n.asked_on, "
    "(SELECT c.person FROM account c WHERE c.id = n.asked_by) AS asked_by, n.due_on, "
    "n.answered_on, n.answer, n.version";

QuestionView show_question(db::Tx& tx, const WhichQuestion& input) {
  return tx.one<QuestionView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", question_columns, scoped_question), input.id);
}

Page<QuestionView> list_questions(db::Tx& tx, const ListQuestions& input) {
  Listing list(scoped_question);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  if (input.open.value_or(false)) {
    list.require("n.answered_on IS NULL");
  }
  return list.page<QuestionView, QuestionView>(tx, question_columns, true, input.after, input.limit,
                                               [](const QuestionView& row) { return row; });
}

QuestionView ask(db::Change& change, const AskDays& input) {
  Faults faults;
  const auto posting = named_posting(change, input.posting, faults);
  const auto days = base::DateRange::of(input.from_day, input.to_day.value_or(input.from_day));
  if (!days) {
    faults.add("/to_day", "before_first", input.to_day->to_text(),
               "The last day is before the first.");
  } else if (*days->days() > 62) {
    faults.add("/to_day", "too_long", days->to()->to_text(), "These are 62 days at most at once.");
  }
  faults.refuse();
  const base::Date today = change.now().utc_date();
  if (*days->to() > today) {
    faults.add("/to_day", "in_future", days->to()->to_text(),
               "This should be a day that has come.");
  }
  const Known known(change, {*posting}, *days);
  if (const auto day = known.first_outside(*posting, *days)) {
    add_outside(known, *posting, *day, faults);
  }
  faults.refuse();
  const DayQuestion made{
      .id = change.new_id<DayQuestion>(),
      .posting = posting->id,
      .staff = posting->staff,
      .from_day = days->from(),
      .to_day = *days->to(),
      .asked_on = today,
      .asked_by = access::account_of(change.caller().actor),
      .due_on = programme::working_days(change).after(today, rules_of(change, today).answer_days)};
  change.insert(DayQuestion::table, made);
  access::notify_staff(change, std::vector{posting->staff.value},
                       {.subject = "Somebody asks what some days were",
                        .text = "Say what they were, or that you have nothing to say of them.",
                        .path = {}});
  return show_question(change, {made.id});
}

QuestionView answer(db::Change& change, const AnswerDays& input) {
  Faults faults;
  check_reason("/answer", input.answer, faults);
  faults.refuse();
  auto before = change.one<DayQuestion>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<DayQuestion>("n"), scoped_question),
      input.id);
  if (before.answered_on) {
    throw base::Refusal{base::Kind::precondition, "answered", "This is answered already."};
  }
  before.version = input.version;
  DayQuestion after = before;
  after.answer = input.answer;
  after.answered_on = change.now().utc_date();
  change.update(DayQuestion::table, before, after);
  return show_question(change, {input.id});
}

}  // namespace

std::vector<access::Operation> question_operations() {
  const base::FieldAbout which = programme::which_field("QUESTION");
  return {
      access::read_operation<ListQuestions, Page<QuestionView>>(
          {.name = "day_question.list",
           .permission = read_rota,
           .path = "/api/day-questions",
           .summary = "who was asked about which days, newest first",
           .fields = {posting_filter(),
                      staff_filter(),
                      site_filter(),
                      {.name = "open", .meaning = "Only those without an answer."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_questions),
      access::read_operation<WhichQuestion, QuestionView>({.name = "day_question.show",
                                                           .permission = read_rota,
                                                           .path = "/api/day-questions/{id}",
                                                           .summary = "one question about days",
                                                           .fields = {which}},
                                                          show_question),
      access::change_operation<AskDays, QuestionView>(
          {.name = "day_question.make",
           .permission = approve_days,
           .method = Method::post,
           .path = "/api/day-questions",
           .summary = "ask somebody what some days were",
           .description = "Before a day may be recorded as unexplained.",
           .fields = {posting_field(),
                      {.name = "from_day", .shape = "DAY", .meaning = "The first day."},
                      {.name = "to_day",
                       .shape = "DAY",
                       .meaning = "The last day, if there are several."}}},
          ask),
      access::change_operation<AnswerDays, QuestionView>(
          {.name = "day_question.answer",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/day-questions/{id}/answer",
           .summary = "answer what the days were",
           .description = "What they were is recorded as a change (rota-change make).",
           .fields =
               {which,
                {.name = "answer", .shape = "TEXT", .meaning = "In a line. No names of people."},
                programme::version_field()}},
          answer),
  };
}

}  // namespace sojourn::stages::presence
