// Leave is asked for, or taken in an emergency and put in order afterwards; the person comes back.
#include <algorithm>

#include "access/notify.h"
#include "stages/presence/leave.h"

namespace sojourn::stages::presence {
namespace {

struct WhichLeave {
  Id<LeaveRequest> id;
};
BOOST_DESCRIBE_STRUCT(WhichLeave, (), (id))

struct ListLeave {
  std::optional<Id<Posting>> posting;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<LeaveState> state;
  std::optional<LeaveLevel> level;
  std::optional<bool> overdue;
  std::optional<bool> unconfirmed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListLeave, (),
                      (posting, staff, site, within, state, level, overdue, unconfirmed, after,
                       limit))

struct AskLeave {
  Id<Posting> posting;
  LeaveKind kind = LeaveKind::annual;
  base::Date from_day;
  base::Date to_day;
  std::optional<std::string> reason;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(AskLeave, (), (posting, kind, from_day, to_day, reason, source))

struct GoNow {
  Id<Posting> posting;
  std::optional<base::Date> from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(GoNow, (), (posting, from_day, to_day))

struct Regularise {
  Id<LeaveRequest> id;
  LeaveKind kind = LeaveKind::personal;
  base::Date to_day;
  std::optional<std::string> reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Regularise, (), (id, kind, to_day, reason, version))

struct WithdrawLeave {
  Id<LeaveRequest> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawLeave, (), (id, version))

struct ReturnFromLeave {
  Id<LeaveRequest> id;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReturnFromLeave, (), (id, on, version))

Page<LeaveView> list_leave(db::Tx& tx, const ListLeave& input) {
  Listing list(scoped_leave);
  list.within(tx, input.within);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  list.add_if("n.state =", input.state);
  list.add_if("n.level =", input.level);
  if (input.overdue.value_or(false)) {
    list.require("n.returned_on IS NULL AND n.state IN ('gone', 'approved')");
    list.add("n.to_day <", tx.now().utc_date());
  }
  if (input.unconfirmed.value_or(false)) {
    list.require("n.returned_on IS NOT NULL AND NOT n.return_confirmed AND n.state <> 'withdrawn'");
  }
  return list.page<LeaveView, LeaveView>(tx, leave_columns, true, input.after, input.limit,
                                         [](const LeaveView& row) { return row; });
}

/// The clock of a request begins, at the level of its days.
void wait_for_answer(db::Change& change, const LeaveRules& rules, const Rota& posting,
                     LeaveRequest& leave) {
  const base::DateRange days(leave.from_day, leave.to_day);
  leave.state = LeaveState::asked;
  leave.level = level_of(rules, *days.days(), posting.role, leader_there(change, posting));
  leave.waits_since = change.now();
  leave.due_at = due_at(rules, leave.level, leave.waits_since);
}

LeaveView ask(db::Change& change, const AskLeave& input) {
  Faults faults;
  const auto posting = named_posting(change, input.posting, faults);
  const auto days = base::DateRange::of(input.from_day, input.to_day);
  if (!days) {
    faults.add("/to_day", "before_first", input.to_day.to_text(),
               "The last day is before the first.");
  }
  if (input.reason) {
    check_reason("/reason", *input.reason, faults);
  }
  if (input.source) {
    check_reason("/source", *input.source, faults);
  }
  faults.refuse();
  const LeaveRules rules = rules_of(change, change.now().utc_date()).leave;
  const std::int32_t charged =
      charged_days(programme::working_days(change), input.from_day, input.to_day);
  check_leave_days(change, *posting, *days, std::nullopt, faults);
  faults.refuse();
  check_balance(change, rules, posting->staff, input.kind, *days, charged, faults);
  check_cover(change, rules, *posting, input.kind, *days, faults);
  faults.refuse();
  LeaveRequest made{.id = change.new_id<LeaveRequest>(),
                    .posting = posting->id,
                    .staff = posting->staff,
                    .kind = input.kind,
                    .from_day = input.from_day,
                    .to_day = input.to_day,
                    .asked_to_day = input.to_day,
                    .days = charged,
                    .reason = input.reason,
                    .source = input.source,
                    .asked_at = change.now(),
                    .waits_since = {},
                    .due_at = {}};
  wait_for_answer(change, rules, *posting, made);
  change.insert(LeaveRequest::table, made);
  tell_level(change, made.level, posting->site);
  return leave_view(change, made.id);
}

LeaveView go_now(db::Change& change, const GoNow& input) {
  Faults faults;
  const auto posting = named_posting(change, input.posting, faults);
  faults.refuse();
  const base::Date today = change.now().utc_date();
  const LeaveRules rules = rules_of(change, today).leave;
  const base::Date from = input.from_day.value_or(today);
  const base::Date to = input.to_day.value_or(from + rules.regularise_days - 1);
  const auto days = base::DateRange::of(from, to);
  if (!days) {
    faults.add("/to_day", "before_first", to.to_text(), "The last day is before the first.");
  }
  if (from > today + 1 || from < today - rules.regularise_days) {
    faults.add(
        "/from_day", "no_emergency", from.to_text(),
        base::in_words("Who has to go, goes, and puts it in order within {} days ([presence] "
                       "leave.regularise_days). Ask for these days as for others.",
                       rules.regularise_days));
  }
  faults.refuse();
  check_leave_days(change, *posting, *days, std::nullopt, faults);
  faults.refuse();
  const LeaveRequest made{.id = change.new_id<LeaveRequest>(),
                          .posting = posting->id,
                          .staff = posting->staff,
                          .kind = LeaveKind::personal,
                          .from_day = from,
                          .to_day = to,
                          .asked_to_day = to,
                          .days = charged_days(programme::working_days(change), from, to),
                          .emergency = true,
                          .state = LeaveState::gone,
                          .level = LeaveLevel::township,
                          .asked_at = change.now(),
                          .waits_since = change.now(),
                          .due_at = due_at(rules, LeaveLevel::township, change.now()),
                          .regularise_by = today + rules.regularise_days};
  change.insert(LeaveRequest::table, made);
  access::notify_role(change, Role::team_leader, access::ScopeKind::site,
                      std::vector{posting->site.value},
                      {.subject = "Somebody had to go",
                       .text = "They put their leave in order within days. See who stays.",
                       .path = {}});
  return leave_view(change, made.id);
}

LeaveView regularise(db::Change& change, const Regularise& input) {
  Faults faults;
  if (input.reason) {
    check_reason("/reason", *input.reason, faults);
  }
  LeaveRequest before = leave_of(change, input.id);
  if (before.state != LeaveState::gone) {
    throw base::Refusal{base::Kind::precondition, "not_gone",
                        "This is no emergency that is still to be put in order."};
  }
  const auto days = base::DateRange::of(before.from_day, input.to_day);
  if (!days) {
    faults.add("/to_day", "before_first", input.to_day.to_text(),
               "The last day is before the first.");
  }
  faults.refuse();
  const Rota posting = posting_of(change, before);
  const LeaveRules rules = rules_of(change, change.now().utc_date()).leave;
  const std::int32_t charged =
      charged_days(programme::working_days(change), before.from_day, input.to_day);
  check_leave_days(change, posting, *days, before.id, faults);
  faults.refuse();
  check_balance(change, rules, before.staff, input.kind, *days, charged, faults);
  faults.refuse();
  before.version = input.version;
  LeaveRequest after = before;
  after.kind = input.kind;
  after.to_day = input.to_day;
  after.asked_to_day = input.to_day;
  after.days = charged;
  after.reason = input.reason;
  wait_for_answer(change, rules, posting, after);
  change.update(LeaveRequest::table, before, after);
  tell_level(change, after.level, posting.site);
  return leave_view(change, input.id);
}

/// Days of leave that is not taken go back.
void give_back(db::Change& change, const LeaveRequest& before, std::int32_t days) {
  if (counted(before.kind) && before.state == LeaveState::approved && days > 0) {
    enter(change, rules_of(change, change.now().utc_date()).leave, before.staff,
          before.from_day.year(), LeaveEntryKind::given_back, days, before.id, std::nullopt);
  }
}

LeaveView withdraw(db::Change& change, const WithdrawLeave& input) {
  LeaveRequest before = leave_of(change, input.id);
  const base::Date today = change.now().utc_date();
  const bool begun = before.from_day <= today && stands(before.state, before.emergency);
  if ((before.state != LeaveState::asked && before.state != LeaveState::approved) || begun) {
    throw base::Refusal{base::Kind::precondition, "not_open",
                        begun ? base::Sentence("This leave has begun. Say when the person is back "
                                               "(leave return).")
                              : base::Sentence("This leave is not open any more.")};
  }
  before.version = input.version;
  LeaveRequest after = before;
  after.state = LeaveState::withdrawn;
  change.update(LeaveRequest::table, before, after);
  give_back(change, before, before.days);
  return leave_view(change, input.id);
}

LeaveView come_back(db::Change& change, const ReturnFromLeave& input) {
  LeaveRequest before = leave_of(change, input.id);
  if (!stands(before.state, before.emergency)) {
    throw base::Refusal{base::Kind::precondition, "not_on_leave",
                        "Nobody is on leave by this request."};
  }
  const bool own = is_own(change, before.staff);
  if (before.returned_on && (own || before.return_confirmed)) {
    throw base::Refusal{base::Kind::precondition, "returned",
                        "That the person is back is recorded already."};
  }
  Faults faults;
  const base::Date on =
      programme::closing_day(change, input.on ? input.on : before.returned_on, faults);
  if (on < before.from_day) {
    faults.add("/on", "before_first", on.to_text(),
               base::in_words("The leave began on {}.", before.from_day.to_text()));
  }
  if (before.returned_on && on != *before.returned_on) {
    faults.add(
        "/on", "other_day", on.to_text(),
        base::in_words("The person says that they came back on {}. Confirm that, or ask them "
                       "(day-question make).",
                       before.returned_on->to_text()));
  }
  faults.refuse();
  before.version = input.version;
  LeaveRequest after = before;
  after.returned_on = on;
  after.return_confirmed = !own;
  after.return_recorded_by = access::account_of(change.caller().actor);
  if (on <= before.to_day) {
    // Back early: the days from then on are not leave, and go back into the balance.
    const Rota posting = posting_of(change, before);
    const base::DateRange rest(on, before.to_day);
    const Known known(change, {posting}, rest);
    for (base::Month month(on); month <= base::Month(before.to_day); month = month + 1) {
      const RotaMonth* const stored = known.month(posting.id, month);
      if (stored != nullptr && stored->confirmed_on) {
        throw base::Refusal{base::Kind::precondition, "locked",
                            base::in_words("{} is locked: the host confirmed it on {}. The office "
                                           "records a correction beside it (rota-change amend).",
                                           month.to_text(), stored->confirmed_on->to_text())};
      }
    }
    const std::int32_t taken =
        charged_days(programme::working_days(change), before.from_day, on - 1);
    if (on == before.from_day) {
      after.state = LeaveState::withdrawn;  // never went
    } else {
      after.to_day = on - 1;
      after.days = taken;
    }
    change.update(LeaveRequest::table, before, after);
    give_back(change, before, before.days - taken);
  } else {
    change.update(LeaveRequest::table, before, after);
  }
  return leave_view(change, input.id);
}

}  // namespace

std::vector<access::Operation> leave_operations() {
  const base::FieldAbout which = programme::which_field("LEAVE");
  const base::FieldAbout kind{.name = "kind", .shape = "KIND", .meaning = "What leave it is."};
  const base::FieldAbout reason{
      .name = "reason", .shape = "TEXT", .meaning = "In a line. Name nobody, and no illness."};
  return {
      access::read_operation<ListLeave, Page<LeaveView>>(
          {.name = "leave.list",
           .permission = read_rota,
           .path = "/api/leave-requests",
           .summary = "leave that was asked for, newest first",
           .fields = {posting_filter(),
                      staff_filter(),
                      site_filter(),
                      within_field(),
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      {.name = "level",
                       .shape = "LEVEL",
                       .meaning = "Only what this level has to decide, or decided."},
                      {.name = "overdue",
                       .meaning = "Only of those who are not back although their leave is over."},
                      {.name = "unconfirmed",
                       .meaning = "Only where nobody else has confirmed the return yet."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_leave),
      access::read_operation<WhichLeave, LeaveView>(
          {.name = "leave.show",
           .permission = read_rota,
           .path = "/api/leave-requests/{id}",
           .summary = "one request for leave: who has to answer, and until when",
           .fields = {which}},
          [](db::Tx& tx, const WhichLeave& input) { return leave_view(tx, input.id); }),
      access::change_operation<AskLeave, LeaveView>(
          {.name = "leave.make",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/leave-requests",
           .summary = "ask for leave",
           .description =
               "Of one day the leader decides, of up to five the township, above it the office; a "
               "leader's own goes one up, and so does what would wait for a leader who is away. "
               "Without an answer in time it goes one up, and is granted then if somebody stays. "
               "Of annual leave the working days are taken from the balance.",
           .fields = {posting_field(),
                      kind,
                      {.name = "from_day", .shape = "DAY", .meaning = "The first day away."},
                      {.name = "to_day", .shape = "DAY", .meaning = "The last day away."},
                      reason,
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The sheet, if it is typed in from paper."}}},
          ask),
      access::change_operation<GoNow, LeaveView>(
          {.name = "leave.emergency",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/leave-emergencies",
           .summary = "go at once, and put the leave in order afterwards",
           .description = "Nobody is asked first. Within three days it is put in order (leave "
                          "regularise).",
           .fields = {posting_field(),
                      {.name = "from_day",
                       .shape = "DAY",
                       .meaning = "The first day; today, if "
                                  "none is given."},
                      {.name = "to_day",
                       .shape = "DAY",
                       .meaning = "The last day, as far as it is known."}}},
          go_now),
      access::change_operation<Regularise, LeaveView>(
          {.name = "leave.regularise",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/leave-requests/{id}/regularise",
           .summary = "put leave in order that was taken in an emergency",
           .fields = {which,
                      kind,
                      {.name = "to_day", .shape = "DAY", .meaning = "The last day away."},
                      reason,
                      programme::version_field()}},
          regularise),
      access::change_operation<WithdrawLeave, LeaveView>(
          {.name = "leave.withdraw",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/leave-requests/{id}/withdraw",
           .summary = "take back a request, or leave that has not begun",
           .fields = {which, programme::version_field()}},
          withdraw),
      access::change_operation<ReturnFromLeave, LeaveView>(
          {.name = "leave.return",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/leave-requests/{id}/return",
           .summary = "say that the person is back, or confirm it",
           .description = "By another than the person it is confirmed. Who is back early has the "
                          "days given back.",
           .fields = {which,
                      {.name = "on",
                       .shape = "DAY",
                       .meaning = "The first day back; today, if none is given."},
                      programme::version_field()}},
          come_back),
  };
}

}  // namespace sojourn::stages::presence
