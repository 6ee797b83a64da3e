// Exceptions: somebody serves although they lack a kind of training. With a reason, and it holds
// once another person has signed it.
#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

using placement::OverrideState;

struct ExceptionView {
  Id<Exception> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string staff_name;
  std::string site_name;
  CourseKind kind = CourseKind::before_posting;
  std::string reason;
  std::optional<std::string> asked_by;  ///< as people call them
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<std::string> signed_by;  ///< likewise, or whoever declined
  std::optional<base::Date> signed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ExceptionView, (),
                      (id, posting, staff, staff_name, site_name, kind, reason, asked_by, asked_on,
                       state, signed_by, signed_on, version))

struct AskException {
  Id<Posting> posting;
  CourseKind kind = CourseKind::before_posting;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskException, (), (posting, kind, reason))

struct WhichException {
  Id<Exception> id;
};
BOOST_DESCRIBE_STRUCT(WhichException, (), (id))

struct SignException {
  Id<Exception> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignException, (), (id, version))

struct ListExceptions {
  std::optional<Id<Posting>> posting;
  std::optional<OverrideState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListExceptions, (), (posting, state, after, limit))

/// As the posting: whoever sees where somebody serves.
constexpr std::string_view scoped_exception =
    "training_exception x JOIN posting n ON n.id = x.posting JOIN staff t ON t.id = n.staff JOIN "
    "site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; "
    "sponsor t.sponsor; staff t.id}";
constexpr std::string_view exception_view =
    "x.id, x.posting, x.staff, t.name AS staff_name, s.name AS site_name, x.kind, x.reason, "
    "(SELECT c.person FROM account c WHERE c.id = x.asked_by) AS asked_by, x.asked_on, x.state, "
    "(SELECT c.person FROM account c WHERE c.id = x.signed_by) AS signed_by, x.signed_on, "
    "x.version";

std::optional<Id<access::Account>> account_of(const db::Caller& caller) {
  return caller.actor == 0 ? std::nullopt : std::optional(Id<access::Account>{caller.actor});
}

ExceptionView show_exception(db::Tx& tx, const WhichException& input) {
  return tx.one<ExceptionView>(
      fmt::format("SELECT {} FROM {} AND x.id = $1", exception_view, scoped_exception), input.id);
}

Page<ExceptionView> list_exceptions(db::Tx& tx, const ListExceptions& input) {
  std::string from(scoped_exception);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  add("x.posting =", input.posting);
  add("x.state =", input.state);
  if (input.after) {
    add("x.id <", std::optional(last_of<Exception>(*input.after)));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  Page<ExceptionView> page;
  page.items = tx.rows_with<ExceptionView>(
      fmt::format("SELECT {} FROM {} ORDER BY x.id DESC LIMIT {}", exception_view, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

struct PostingOf {
  Id<Posting> id;
  Id<Staff> staff;
};
BOOST_DESCRIBE_STRUCT(PostingOf, (), (id, staff))

ExceptionView ask_exception(db::Change& change, const AskException& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  if (input.kind == CourseKind::other) {
    faults.add("/kind", "not_required", "other", "Courses of this kind are not required.");
  }
  const auto posting = change.maybe<PostingOf>(
      "SELECT n.id, n.staff FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
      "n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND n.id = $1 AND {scope:area "
      "a.path; site s.id; sponsor t.sponsor; staff t.id}",
      input.posting);
  if (!posting) {
    faults.add("/posting", "unknown_posting", input.posting.to_text(), "There is no such posting.");
  } else if (change.value<std::int64_t>(
                 "SELECT count(*) FROM training_exception x WHERE x.posting = $1 AND x.kind = $2 "
                 "AND x.state <> 'declined' AND {unscoped:of a posting that the asker sees}",
                 input.posting, input.kind) > 0) {
    faults.add("/kind", "asked_already", std::string(base::name_of(input.kind)),
               "This was asked for already.");
  }
  faults.refuse();
  const Exception made{.id = change.new_id<Exception>(),
                       .posting = input.posting,
                       .staff = posting->staff,
                       .kind = input.kind,
                       .reason = input.reason,
                       .asked_by = account_of(change.caller()),
                       .asked_on = change.now().utc_date()};
  change.insert(Exception::table, made);
  return show_exception(change, {made.id});
}

ExceptionView settle(db::Change& change, const SignException& input, OverrideState state) {
  Exception before = change.one<Exception>(
      fmt::format("SELECT {} FROM {} AND x.id = $1", columns<Exception>("x"), scoped_exception),
      input.id);
  if (before.state != OverrideState::waiting) {
    throw base::Refusal{base::Kind::precondition, "signed_already",
                        "This is signed or declined already."};
  }
  if (state == OverrideState::approved && before.asked_by == account_of(change.caller())) {
    throw base::Refusal{base::Kind::forbidden, "same_person",
                        "The second signature is another person's than the first."};
  }
  before.version = input.version;
  Exception after = before;
  after.state = state;
  after.signed_by = account_of(change.caller());
  after.signed_on = change.now().utc_date();
  change.update(Exception::table, before, after);
  return show_exception(change, {input.id});
}

}  // namespace

std::vector<access::Operation> exception_operations() {
  const base::FieldAbout which = programme::which_field("ID");
  return {
      access::change_operation<AskException, ExceptionView>(
          {.name = "training_exception.ask",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-exceptions",
           .summary = "ask that somebody may serve although they lack a kind of training",
           .description = "It holds once another person has signed it.",
           .fields = {{.name = "posting", .shape = "POSTING", .meaning = "Which posting."},
                      {.name = "kind",
                       .shape = "KIND",
                       .meaning = "What they lack: before_posting, site_language, in_post or "
                                  "leader."},
                      {.name = "reason", .shape = "TEXT", .meaning = "Why, in up to 200 bytes."}}},
          ask_exception),
      access::read_operation<ListExceptions, Page<ExceptionView>>(
          {.name = "training_exception.list",
           .permission = manage_training,
           .path = "/api/training-exceptions",
           .summary = "who serves without a kind of training, by whose word; newest first",
           .fields = {{.name = "posting", .shape = "POSTING", .meaning = "Only of this posting."},
                      {.name = "state",
                       .shape = "STATE",
                       .meaning = "Only those that are waiting, approved or declined."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_exceptions),
      access::read_operation<WhichException, ExceptionView>(
          {.name = "training_exception.show",
           .permission = manage_training,
           .path = "/api/training-exceptions/{id}",
           .summary = "one exception from training",
           .fields = {which}},
          show_exception),
      access::change_operation<SignException, ExceptionView>(
          {.name = "training_exception.sign",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-exceptions/{id}/sign",
           .summary = "sign, as the second person, that somebody serves without a training",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignException& input) {
            return settle(change, input, OverrideState::approved);
          }),
      access::change_operation<SignException, ExceptionView>(
          {.name = "training_exception.decline",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-exceptions/{id}/decline",
           .summary = "decline to sign that somebody serves without a training",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignException& input) {
            return settle(change, input, OverrideState::declined);
          }),
  };
}

}  // namespace sojourn::stages::training
