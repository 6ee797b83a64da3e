// Suggestions and complaints about the programme or this system: whoever has an account writes
// them; the programme office answers within the working days that the rules say, and closes them.
// What somebody did is no matter of these: a concern about a person needs its own way.
#include <fmt/format.h>

#include "stages/accountability/feedback.h"
#include "stages/programme/calendar.h"
#include "stages/programme/lasting.h"
#include "stages/programme/listing.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::accountability {
namespace {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;

struct AnswerView {
  std::string said;
  base::Date answered_on;
  std::optional<std::string> answered_by;  ///< as people call them
};
BOOST_DESCRIBE_STRUCT(AnswerView, (), (said, answered_on, answered_by))

/// As whoever wrote it sees it.
struct OwnFeedback {
  Id<Feedback> id;
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page;
  std::string said;
  bool named = false;
  base::Date written_on;
  base::Date due_on;
  FeedbackState state = FeedbackState::open;
  std::int64_t answers = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OwnFeedback, (),
                      (id, kind, page, said, named, written_on, due_on, state, answers, version))

struct OwnFeedbackView {
  Id<Feedback> id;
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page;
  std::string said;
  bool named = false;
  base::Date written_on;
  base::Date due_on;
  FeedbackState state = FeedbackState::open;
  std::vector<AnswerView> answers;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OwnFeedbackView, (),
                      (id, kind, page, said, named, written_on, due_on, state, answers, version))

/// As the office's SQL reads it.
struct FeedbackRecord {
  Id<Feedback> id;
  Id<access::Account> account;
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page;
  std::string said;
  std::optional<std::string> written_by;
  base::Date written_on;
  base::Date due_on;
  FeedbackState state = FeedbackState::open;
  std::optional<base::Date> closed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(FeedbackRecord, (),
                      (id, account, kind, page, said, written_by, written_on, due_on, state,
                       closed_on, version))

/// A line of the office's list.
struct FeedbackRow {
  Id<Feedback> id;
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page;
  std::string said;
  std::optional<std::string> written_by;
  base::Date written_on;
  base::Date due_on;
  bool overdue = false;
  FeedbackState state = FeedbackState::open;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(FeedbackRow, (),
                      (id, kind, page, said, written_by, written_on, due_on, overdue, state,
                       version))

struct FeedbackView {
  Id<Feedback> id;
  FeedbackKind kind = FeedbackKind::suggestion;
  std::optional<std::string> page;
  std::string said;
  std::optional<std::string> written_by;
  base::Date written_on;
  base::Date due_on;
  bool overdue = false;
  FeedbackState state = FeedbackState::open;
  std::optional<base::Date> closed_on;
  bool own = false;  ///< of whoever asks: they do not answer it
  std::vector<AnswerView> answers;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(FeedbackView, (),
                      (id, kind, page, said, written_by, written_on, due_on, overdue, state,
                       closed_on, own, answers, version))

struct MakeFeedback {
  FeedbackKind kind = FeedbackKind::suggestion;
  std::string said;
  std::optional<std::string> page;
  std::optional<bool> named;
};
BOOST_DESCRIBE_STRUCT(MakeFeedback, (), (kind, said, page, named))

struct ListOwnFeedback {
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListOwnFeedback, (), (after))

struct WhichFeedback {
  Id<Feedback> id;
};
BOOST_DESCRIBE_STRUCT(WhichFeedback, (), (id))

struct ListFeedback {
  std::optional<FeedbackState> state;
  std::optional<FeedbackKind> kind;
  std::optional<bool> overdue;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListFeedback, (), (state, kind, overdue, after, limit, count))

struct AnswerFeedback {
  Id<Feedback> id;
  std::string said;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerFeedback, (), (id, said, version))

struct CloseFeedback {
  Id<Feedback> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseFeedback, (), (id, version))

/// Of one account at once: enough for whoever tries the system out, and no flood.
constexpr std::int64_t most_open = 20;

constexpr std::string_view office_columns =
    "n.id, n.account, n.kind, n.page, n.said, CASE WHEN n.named THEN c.person END AS written_by, "
    "n.written_on, n.due_on, n.state, n.closed_on, n.version";
constexpr std::string_view office_from = "feedback n LEFT JOIN account c ON c.id = n.account";

bool overdue(FeedbackState state, base::Date due_on, base::Date today) {
  return state == FeedbackState::open && due_on < today;
}

std::vector<AnswerView> answers_to(db::Tx& tx, Id<Feedback> id) {
  return tx.rows<AnswerView>(
      "SELECT n.said, n.answered_on, c.person AS answered_by FROM feedback_answer n LEFT JOIN "
      "account c ON c.id = n.answered_by WHERE n.feedback = $1 ORDER BY n.id",
      id);
}

Feedback stored(db::Tx& tx, Id<Feedback> id) {
  return tx.one<Feedback>(
      fmt::format("SELECT {} FROM feedback n WHERE n.id = $1", columns<Feedback>("n")), id);
}

OwnFeedbackView show_own(db::Tx& tx, const WhichFeedback& input) {
  const auto found =
      tx.one<Feedback>(fmt::format("SELECT {} FROM feedback n WHERE n.id = $1 AND n.account = $2",
                                   columns<Feedback>("n")),
                       input.id, tx.caller().actor);
  return {.id = found.id,
          .kind = found.kind,
          .page = found.page,
          .said = found.said,
          .named = found.named,
          .written_on = found.written_on,
          .due_on = found.due_on,
          .state = found.state,
          .answers = answers_to(tx, found.id),
          .version = found.version};
}

OwnFeedbackView make_feedback(db::Change& change, const MakeFeedback& input) {
  Faults faults;
  check_said("/said", input.said, faults);
  if (input.page) {
    check_page("/page", *input.page, faults);
  }
  faults.refuse();
  const std::int64_t account = change.caller().actor;
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM feedback n WHERE n.account = $1 AND n.state = 'open'", account) >=
      most_open) {
    throw base::Refusal{base::Kind::precondition, "too_many_open",
                        base::in_words("{} of yours wait for an answer already.", most_open)};
  }
  const base::Date today = change.now().utc_date();
  const auto rules = programme::rules_in_table(change, today, "feedback", read_feedback_rules);
  const Feedback made{.id = change.new_id<Feedback>(),
                      .account = {account},
                      .kind = input.kind,
                      .page = input.page,
                      .said = input.said,
                      .named = input.named.value_or(false),
                      .written_on = today,
                      .due_on = programme::working_days(change).after(today, rules.answer_days)};
  change.insert(Feedback::table, made);
  return show_own(change, {made.id});
}

/// Newest first.
Page<OwnFeedback> list_own(db::Tx& tx, const ListOwnFeedback& input) {
  programme::Listing list("feedback n WHERE n.id > 0");
  list.add("n.account =", tx.caller().actor);
  return list.page<OwnFeedback, OwnFeedback>(
      tx,
      "n.id, n.kind, n.page, n.said, n.named, n.written_on, n.due_on, n.state, (SELECT count(*) "
      "FROM feedback_answer r WHERE r.feedback = n.id) AS answers, n.version",
      true, input.after, {}, [](const OwnFeedback& row) { return row; });
}

/// Oldest first: who waits longest stands on top.
Page<FeedbackRow> list_feedback(db::Tx& tx, const ListFeedback& input) {
  const base::Date today = tx.now().utc_date();
  programme::Listing list(fmt::format("{} WHERE n.id > 0", office_from));
  if (input.state) {
    list.add("n.state =", *input.state);
  } else {
    list.add("n.state <>", FeedbackState::closed);
  }
  list.add_if("n.kind =", input.kind);
  if (input.overdue.value_or(false)) {
    list.add("n.state =", FeedbackState::open);
    list.add("n.due_on <", today);
  }
  std::optional<std::int64_t> count;
  if (input.count.value_or(false)) {
    count = db::SqlOf<std::int64_t>::from(
        tx.query("SELECT count(*) FROM " + list.from(), list.values()).cells.at(0));
  }
  auto page = list.page<FeedbackRow, FeedbackRecord>(
      tx, office_columns, false, input.after, input.limit, [&](const FeedbackRecord& each) {
        return FeedbackRow{.id = each.id,
                           .kind = each.kind,
                           .page = each.page,
                           .said = each.said,
                           .written_by = each.written_by,
                           .written_on = each.written_on,
                           .due_on = each.due_on,
                           .overdue = overdue(each.state, each.due_on, today),
                           .state = each.state,
                           .version = each.version};
      });
  page.count = count;
  return page;
}

FeedbackView show_feedback(db::Tx& tx, const WhichFeedback& input) {
  const auto found = tx.one<FeedbackRecord>(
      fmt::format("SELECT {} FROM {} WHERE n.id = $1", office_columns, office_from), input.id);
  return {.id = found.id,
          .kind = found.kind,
          .page = found.page,
          .said = found.said,
          .written_by = found.written_by,
          .written_on = found.written_on,
          .due_on = found.due_on,
          .overdue = overdue(found.state, found.due_on, tx.now().utc_date()),
          .state = found.state,
          .closed_on = found.closed_on,
          .own = found.account.value == tx.caller().actor,
          .answers = answers_to(tx, found.id),
          .version = found.version};
}

/// One that is not closed, and of somebody else.
Feedback to_handle(db::Change& change, Id<Feedback> id, std::int64_t version) {
  Feedback found = stored(change, id);
  if (found.account.value == change.caller().actor) {
    throw base::Refusal{base::Kind::forbidden, "own_feedback",
                        "This is your own: somebody else answers and closes it."};
  }
  if (found.state == FeedbackState::closed) {
    throw base::Refusal{base::Kind::precondition, "closed", "This is closed already."};
  }
  found.version = version;  // `update` refuses if it is no longer that
  return found;
}

FeedbackView answer_feedback(db::Change& change, const AnswerFeedback& input) {
  Faults faults;
  check_said("/said", input.said, faults);
  faults.refuse();
  const Feedback before = to_handle(change, input.id, input.version);
  Feedback after = before;
  after.state = FeedbackState::answered;
  change.update(Feedback::table, before, after);
  change.insert(FeedbackAnswer::table,
                FeedbackAnswer{.id = change.new_id<FeedbackAnswer>(),
                               .feedback = before.id,
                               .account = before.account,
                               .said = input.said,
                               .answered_on = change.now().utc_date(),
                               .answered_by = access::account_of(change.caller().actor)});
  return show_feedback(change, {input.id});
}

FeedbackView close_feedback(db::Change& change, const CloseFeedback& input) {
  const Feedback before = to_handle(change, input.id, input.version);
  if (before.state != FeedbackState::answered) {
    throw base::Refusal{base::Kind::precondition, "not_answered",
                        "Answer it first: whoever wrote it reads the answer."};
  }
  Feedback after = before;
  after.state = FeedbackState::closed;
  after.closed_on = change.now().utc_date();
  change.update(Feedback::table, before, after);
  return show_feedback(change, {input.id});
}

base::FieldAbout said_field(base::Sentence meaning) {
  return {.name = "said", .shape = "TEXT", .meaning = std::move(meaning)};
}

}  // namespace

std::vector<access::Operation> feedback_operations() {
  const base::FieldAbout which = programme::which_field("FEEDBACK");
  return {
      access::change_operation<MakeFeedback, OwnFeedbackView>(
          {.name = "feedback.make",
           .permission = access::Permission::own(),
           .method = Method::post,
           .path = "/api/account/feedback",
           .summary = "suggest something, or complain of the programme or this system",
           .description =
               "The programme office reads it and answers within the working days that the rules "
               "say ([feedback] answer_days). A concern about what a person did is not taken here.",
           .fields = {{.name = "kind", .shape = "KIND", .meaning = "A suggestion or a complaint."},
                      said_field("In up to 1,000 characters. No names of people, no numbers of "
                                 "identity cards, no tables."),
                      {.name = "page",
                       .shape = "PATH",
                       .meaning = "Which page of the desk it is about, such as /plans/:id."},
                      {.name = "named",
                       .meaning = "The office may read who you are; it may not if not given."}}},
          make_feedback),
      access::read_operation<ListOwnFeedback, Page<OwnFeedback>>(
          {.name = "feedback.own",
           .permission = access::Permission::own(),
           .path = "/api/account/feedback",
           .summary = "what you suggested or complained of, newest first",
           .fields = {programme::after_field()}},
          list_own),
      access::read_operation<WhichFeedback, OwnFeedbackView>(
          {.name = "feedback.answers",
           .permission = access::Permission::own(),
           .path = "/api/account/feedback/{id}",
           .summary = "one of your suggestions or complaints, with the answers",
           .fields = {which}},
          show_own),
      access::read_operation<ListFeedback, Page<FeedbackRow>>(
          {.name = "feedback.list",
           .permission = handle_feedback,
           .path = "/api/feedback",
           .summary = "suggestions and complaints that are not closed, the oldest first",
           .fields =
               {{.name = "state",
                 .shape = "STATE",
                 .meaning = "Open, answered or closed; all but the closed if not given."},
                {.name = "kind", .shape = "KIND", .meaning = "Only suggestions or complaints."},
                {.name = "overdue", .meaning = "Only those whose day for an answer is past."},
                programme::after_field(),
                programme::limit_field(),
                {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_feedback),
      access::read_operation<WhichFeedback, FeedbackView>(
          {.name = "feedback.show",
           .permission = handle_feedback,
           .path = "/api/feedback/{id}",
           .summary = "one suggestion or complaint, with the answers",
           .fields = {which}},
          show_feedback),
      access::change_operation<AnswerFeedback, FeedbackView>(
          {.name = "feedback.answer",
           .permission = handle_feedback,
           .method = Method::post,
           .path = "/api/feedback/{id}/answer",
           .summary = "answer a suggestion or complaint",
           .description =
               "Whoever wrote it reads the answer, and by whom it is. It may be answered "
               "more than once. Nobody answers their own.",
           .fields = {which,
                      said_field("What whoever wrote it is told, in up to 1,000 characters."),
                      programme::version_field()}},
          answer_feedback),
      access::change_operation<CloseFeedback, FeedbackView>(
          {.name = "feedback.close",
           .permission = handle_feedback,
           .method = Method::post,
           .path = "/api/feedback/{id}/close",
           .summary = "close a suggestion or complaint that was answered",
           .fields = {which, programme::version_field()}},
          close_feedback),
  };
}

ledger::Tables feedback_tables() {
  return {{"feedback", {.subject = "account"}}, {"feedback_answer", {.subject = "account"}}};
}

}  // namespace sojourn::stages::accountability
