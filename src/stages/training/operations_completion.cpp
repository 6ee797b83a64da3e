// What people completed: recorded by hand or from tables, late and in any order; withdrawn with a
// reason, never deleted.
#include <iterator>

#include "imports/operation.h"
#include "stages/training/completion_import.h"
#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

struct CompletionView {
  Id<Completion> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Course> course;
  std::string course_name;
  CourseKind kind = CourseKind::before_posting;
  base::Date completed_on;
  std::int32_t days = 1;
  std::optional<std::string> certificate;
  std::optional<base::Date> expires_on;
  std::string source;
  std::optional<Id<Session>> session;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CompletionView, (),
                      (id, staff, staff_name, course, course_name, kind, completed_on, days,
                       certificate, expires_on, source, session, recorded_on, withdrawn_on,
                       withdrawn_reason, version))

struct ListCompletions {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Course>> course;
  std::optional<base::Date> expires_by;
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListCompletions, (), (staff, course, expires_by, withdrawn, after, limit))

struct WhichCompletion {
  Id<Completion> id;
};
BOOST_DESCRIBE_STRUCT(WhichCompletion, (), (id))

struct MakeCompletion {
  Id<Staff> staff;
  Id<Course> course;
  base::Date completed_on;
  std::string source;
  std::optional<std::int32_t> days;
  std::optional<std::string> certificate;
  std::optional<base::Date> expires_on;
};
BOOST_DESCRIBE_STRUCT(MakeCompletion, (),
                      (staff, course, completed_on, source, days, certificate, expires_on))

struct WithdrawCompletion {
  Id<Completion> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawCompletion, (), (id, reason, version))

struct CompletionHistory {
  Id<Completion> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(CompletionHistory, (), (id, after))

/// Seen by whoever sees the person.
constexpr std::string_view scoped_completion =
    "training_completion c JOIN course k ON k.id = c.course JOIN staff t ON t.id = c.staff JOIN "
    "area a ON a.id = t.area WHERE {scope:area a.path; sponsor t.sponsor; staff t.id}";
constexpr std::string_view completion_view =
    "c.id, c.staff, t.name AS staff_name, c.course, k.name AS course_name, k.kind, c.completed_on, "
    "c.days, c.certificate, c.expires_on, c.source, c.session, c.recorded_on, c.withdrawn_on, "
    "c.withdrawn_reason, c.version";

CompletionView show_completion(db::Tx& tx, const WhichCompletion& input) {
  return tx.one<CompletionView>(
      fmt::format("SELECT {} FROM {} AND c.id = $1", completion_view, scoped_completion), input.id);
}

/// Newest first, as they were recorded.
Page<CompletionView> list_completions(db::Tx& tx, const ListCompletions& input) {
  std::string from(scoped_completion);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  add("c.staff =", input.staff);
  add("c.course =", input.course);
  add("c.expires_on <=", input.expires_by);
  if (!input.withdrawn.value_or(false)) {
    from += " AND c.withdrawn_on IS NULL";
  }
  if (input.after) {
    add("c.id <", std::optional(last_of<Completion>(*input.after)));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  Page<CompletionView> page;
  page.items =
      tx.rows_with<CompletionView>(fmt::format("SELECT {} FROM {} ORDER BY c.id DESC LIMIT {}",
                                               completion_view, from, limit + 1),
                                   std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

CompletionView make_completion(db::Change& change, const MakeCompletion& input) {
  Faults faults;
  programme::named(change, input.staff, "/staff", faults);
  const std::optional<Course> course = named_course(change, input.course, faults);
  const base::Date today = change.now().utc_date();
  const Completion made{.id = change.new_id<Completion>(),
                        .staff = input.staff,
                        .course = input.course,
                        .completed_on = input.completed_on,
                        .days = input.days.value_or(course ? course->days : 1),
                        .certificate = input.certificate,
                        .expires_on = input.expires_on ? input.expires_on
                                      : course ? expiry(course->validity_months, input.completed_on)
                                               : std::nullopt,
                        .source = input.source,
                        .recorded_on = today};
  check(made, today, faults);
  if (course &&
      change.value<std::int64_t>(
          "SELECT count(*) FROM training_completion c WHERE c.staff = $1 AND c.course = "
          "$2 AND c.completed_on = $3 AND c.withdrawn_on IS NULL AND {unscoped:of a "
          "person whom the asker sees, else it is refused anyhow}",
          input.staff, input.course, input.completed_on) > 0 &&
      faults.count() == 0) {
    faults.add("/completed_on", "recorded_already", input.completed_on.to_text(),
               "That they completed this course on this day is recorded already.");
  }
  faults.refuse();
  change.insert(Completion::table, made);
  return show_completion(change, {made.id});
}

CompletionView withdraw_completion(db::Change& change, const WithdrawCompletion& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  Completion before = change.one<Completion>(
      fmt::format("SELECT {} FROM {} AND c.id = $1", columns<Completion>("c"), scoped_completion),
      input.id);
  if (before.withdrawn_on) {
    throw base::Refusal{base::Kind::precondition, "withdrawn", "This is withdrawn already."};
  }
  before.version = input.version;
  Completion after = before;
  after.withdrawn_on = change.now().utc_date();
  after.withdrawn_reason = input.reason;
  change.update(Completion::table, before, after);
  return show_completion(change, {input.id});
}

Page<HistoryEntry> completion_history(db::Tx& tx, const CompletionHistory& input) {
  show_completion(tx, {input.id});
  return programme::history_of(tx, Completion::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> completion_operations() {
  const base::FieldAbout which = programme::which_field("COMPLETION");
  std::vector<access::Operation> all = {
      access::read_operation<ListCompletions, Page<CompletionView>>(
          {.name = "completion.list",
           .permission = read_training,
           .path = "/api/training-completions",
           .summary = "what people completed, newest first",
           .fields = {{.name = "staff",
                       .shape = "STAFF",
                       .meaning = "Only what this staff member completed."},
                      {.name = "course", .shape = "COURSE", .meaning = "Only of this course."},
                      {.name = "expires_by",
                       .shape = "DAY",
                       .meaning = "Only those whose certificate lapses by this day."},
                      {.name = "withdrawn", .meaning = "Withdrawn ones too."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_completions),
      access::read_operation<WhichCompletion, CompletionView>(
          {.name = "completion.show",
           .permission = read_training,
           .path = "/api/training-completions/{id}",
           .summary = "one completed course of a person",
           .fields = {which}},
          show_completion),
      access::change_operation<MakeCompletion, CompletionView>(
          {.name = "completion.make",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-completions",
           .summary = "record that somebody completed a course",
           .description = "Late too, and in any order. For a whole session at once: "
                          "`training-session complete`.",
           .fields = {{.name = "staff", .shape = "STAFF", .meaning = "Who completed it."},
                      {.name = "course", .shape = "COURSE", .meaning = "Which course."},
                      {.name = "completed_on", .shape = "DAY", .meaning = "Its last day."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where it stands written: a list, a letter, a certificate."},
                      {.name = "days",
                       .shape = "N",
                       .unit = "days",
                       .least = 1,
                       .most = most_days,
                       .meaning = "How many; the course's if not given."},
                      {.name = "certificate", .shape = "TEXT", .meaning = "Its number."},
                      {.name = "expires_on",
                       .shape = "DAY",
                       .meaning = "The last day on which it holds; by the course if not given."}}},
          make_completion),
      access::change_operation<WithdrawCompletion, CompletionView>(
          {.name = "completion.withdraw",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-completions/{id}/withdraw",
           .summary = "withdraw what was recorded by mistake",
           .description = "It stays to be read, with the reason.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_completion),
      access::read_operation<CompletionHistory, Page<HistoryEntry>>(
          {.name = "completion.history",
           .permission = read_training,
           .path = "/api/training-completions/{id}/history",
           .summary = "who recorded and withdrew it, and when",
           .fields = {which, programme::after_field()}},
          completion_history),
  };
  std::vector<access::Operation> tables = imports::import_operations<Completion>(
      {.noun = "completion",
       .path = "/api/training-completions",
       .permission = manage_training,
       .summary = "take what people completed from a table",
       .problems_summary = "a table of completed courses back with what each row would do"},
      completion_import);
  std::move(tables.begin(), tables.end(), std::back_inserter(all));
  return all;
}

}  // namespace sojourn::stages::training
