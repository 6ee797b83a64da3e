// Days that differ from the rota: what they were, why, who called, and by whose word. After the
// month is locked, as amendments beside the record.
#include <array>

#include "access/notify.h"
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct ChangeView {
  Id<DayChange> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  base::Date from_day;
  base::Date to_day;
  DayClass kind = DayClass::night_on_site;
  std::string reason;
  std::optional<std::string> called_by = {};
  bool amends = false;
  ChangeState state = ChangeState::stands;
  base::Date recorded_on;
  std::optional<std::string> decided_by = {};  ///< as people call them
  std::optional<base::Date> decided_on = {};
  std::optional<std::string> decline_reason = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (),
                      (id, posting, staff, name, site_name, from_day, to_day, kind, reason,
                       called_by, amends, state, recorded_on, decided_by, decided_on,
                       decline_reason, version))

struct WhichChange {
  Id<DayChange> id;
};
BOOST_DESCRIBE_STRUCT(WhichChange, (), (id))

struct ListChanges {
  std::optional<Id<Posting>> posting = {};
  std::optional<Id<Staff>> staff = {};
  std::optional<Id<Site>> site = {};
  std::optional<Id<Area>> within = {};
  std::optional<DayClass> kind = {};
  std::optional<ChangeState> state = {};
  std::optional<bool> amends = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListChanges, (),
                      (posting, staff, site, within, kind, state, amends, after, limit))

struct MakeChange {
  Id<Posting> posting;
  base::Date from_day;
  std::optional<base::Date> to_day = {};
  DayClass kind = DayClass::night_on_site;
  std::string reason;
  std::optional<std::string> called_by = {};
};
BOOST_DESCRIBE_STRUCT(MakeChange, (), (posting, from_day, to_day, kind, reason, called_by))

struct ApproveChange {
  Id<DayChange> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ApproveChange, (), (id, version))

struct DeclineChange {
  Id<DayChange> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DeclineChange, (), (id, reason, version))

constexpr std::string_view scoped_change =
    "presence_change n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site "
    "s ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; staff "
    "n.staff}";
constexpr std::string_view change_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.from_day, n.to_day, n.kind, "
    "n.reason, "
    "n.called_by, n.amends, n.state, n.recorded_on, (SELECT c.person FROM account c WHERE c.id = "
    "n.decided_by) AS decided_by, n.decided_on, n.decline_reason, n.version";

ChangeView show_change(db::Tx& tx, const WhichChange& input) {
  return tx.one<ChangeView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", change_columns, scoped_change), input.id);
}

Page<ChangeView> list_changes(db::Tx& tx, const ListChanges& input) {
  Listing list(scoped_change);
  list.within(tx, input.within);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  list.add_if("n.kind =", input.kind);
  list.add_if("n.state =", input.state);
  list.add_if("n.amends =", input.amends);
  return list.page<ChangeView, ChangeView>(tx, change_columns, true, input.after, input.limit,
                                           [](const ChangeView& row) { return row; });
}

/// Whether each of the days was asked about, and the person answered or had the time to.
bool asked_after(db::Tx& tx, Id<Posting> posting, const base::DateRange& days, base::Date today) {
  const auto questions = tx.rows<DayQuestion>(
      fmt::format("SELECT {} FROM day_question d WHERE d.posting = $1 AND {{unscoped:of a posting "
                  "that the asker sees}}",
                  columns<DayQuestion>("d")),
      posting);
  for (base::Date day = days.from(); day <= *days.to(); day = day + 1) {
    const bool asked =
        std::any_of(questions.begin(), questions.end(), [&](const DayQuestion& each) {
          return each.from_day <= day && day <= each.to_day &&
                 (each.answered_on.has_value() || today > each.due_on);
        });
    if (!asked) {
      return false;
    }
  }
  return true;
}

/// What is said of a change, and the days that it may be about. Its months.
std::vector<base::Month> check_change(db::Change& change, const MakeChange& input,
                                      const Rota& posting, const base::DateRange& days, bool amends,
                                      Faults& faults) {
  const base::Date today = change.now().utc_date();
  check_reason("/reason", input.reason, faults);
  // 1. Not what has records of its own.
  if (by_itself(input.kind)) {
    faults.add("/kind", "by_itself", std::string(base::name_of(input.kind)),
               input.kind == DayClass::training
                   ? base::Sentence("Training comes from sessions that were held. Record who "
                                    "completed the session.")
                   : base::Sentence("Leave comes from what was granted. Ask for leave."));
  }
  // 2. Who called is charged with it.
  const bool called = input.kind == DayClass::call_back || input.kind == DayClass::diverted;
  if (called && !input.called_by) {
    faults.add("/called_by", "missing", "", "Say which office called.");
  } else if (!called && input.called_by) {
    faults.add("/called_by", "not_called", *input.called_by,
               "Only a call-back or a diversion is called by an office.");
  }
  if (input.called_by) {
    check_reason("/called_by", *input.called_by, faults);
  }
  // 3. Days of the posting.
  std::vector<base::Month> months = {};
  for (base::Month month(days.from()); month <= base::Month(*days.to()); month = month + 1) {
    months.push_back(month);
  }
  const Known known(change, {posting}, days);
  if (const auto day = known.first_outside(posting, days)) {
    add_outside(known, posting, *day, faults);
  }
  // 4. Nobody leaves a day unexplained who was not asked.
  if (input.kind == DayClass::unexplained) {
    if (*days.to() > today) {
      faults.add("/to_day", "in_future", days.to()->to_text(),
                 "This should be a day that has come.");
    } else if (!asked_after(change, posting.id, days, today)) {
      faults.add("/kind", "not_asked", std::string(base::name_of(input.kind)),
                 base::in_words("A day is unexplained only after the person was asked and had {} "
                                "working days to answer ([presence] answer_days). Ask first "
                                "(day-question make).",
                                rules_of(change, today).answer_days));
    }
  }
  if (amends && *days.to() > today) {
    faults.add("/to_day", "in_future", days.to()->to_text(), "This should be a day that has come.");
  }
  return months;
}

ChangeView record(db::Change& change, const MakeChange& input, bool amends) {
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
  const std::vector<base::Month> months =
      check_change(change, input, *posting, *days, amends, faults);
  faults.refuse();
  // Locked or not, each of the months has to be what this is for.
  std::vector<RotaMonth> stored = {};
  for (const base::Month& month : months) {
    if (!amends) {
      stored.push_back(open_month(change, posting->id, month));
      continue;
    }
    const auto found = change.maybe<RotaMonth>(
        fmt::format("SELECT {} FROM presence_month m WHERE m.posting = $1 AND m.month = $2 AND "
                    "m.confirmed_on IS NOT NULL AND {{unscoped:of a posting that the asker sees}}",
                    columns<RotaMonth>("m")),
        posting->id, month);
    if (!found) {
      throw base::Refusal{base::Kind::precondition, "not_locked",
                          base::in_words("{} is not locked. Record what differs as a change "
                                         "(rota-change make).",
                                         month.to_text())};
    }
    stored.push_back(*found);
  }
  const base::Date today = change.now().utc_date();
  const auto account = access::account_of(change.caller().actor);
  DayChange made{.id = change.new_id<DayChange>(),
                 .posting = posting->id,
                 .staff = posting->staff,
                 .from_day = days->from(),
                 .to_day = *days->to(),
                 .kind = input.kind,
                 .reason = input.reason,
                 .called_by = input.called_by,
                 .amends = amends,
                 .recorded_on = today,
                 .recorded_by = account};
  // What keeps somebody from the site has an approver: another one, never the person.
  const bool own = is_own(change, posting->staff);
  if (amends || exempts(input.kind)) {
    if (own && amends) {
      throw base::Refusal{base::Kind::forbidden, "own_days",
                          "Nobody amends their own locked month. Another of the office does."};
    }
    made.state = own ? ChangeState::waiting : ChangeState::approved;
    if (!own) {
      made.decided_on = today;
      made.decided_by = account;
    }
  }
  change.insert(DayChange::table, made);
  for (const RotaMonth& each : stored) {
    settle(change, each);
  }
  if (made.state == ChangeState::waiting) {
    access::notify_role(change, access::Role::team_leader, access::ScopeKind::site,
                        std::vector{posting->site.value},
                        {.subject = "Days wait for your word",
                         .text = "Somebody says that days differ from the rota. Approve it, or say "
                                 "why not.",
                         .path = {}});
  }
  return show_change(change, {made.id});
}

/// The change as the asker saw it, which still waits and is not their own.
DayChange waiting(db::Change& change, Id<DayChange> id, std::int64_t version) {
  auto found = change.one<DayChange>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<DayChange>("n"), scoped_change), id);
  require_other(change, found.staff);
  if (found.state != ChangeState::waiting) {
    throw base::Refusal{base::Kind::precondition, "not_waiting",
                        "This does not wait for anybody's word."};
  }
  found.version = version;
  return found;
}

ChangeView approve(db::Change& change, const ApproveChange& input) {
  const DayChange before = waiting(change, input.id, input.version);
  DayChange after = before;
  after.state = ChangeState::approved;
  after.decided_on = change.now().utc_date();
  after.decided_by = access::account_of(change.caller().actor);
  change.update(DayChange::table, before, after);
  return show_change(change, {input.id});
}

ChangeView decline(db::Change& change, const DeclineChange& input) {
  Faults faults;
  check_reason("/reason", input.reason, faults);
  faults.refuse();
  const DayChange before = waiting(change, input.id, input.version);
  DayChange after = before;
  after.state = ChangeState::declined;
  after.decline_reason = input.reason;
  after.decided_on = change.now().utc_date();
  after.decided_by = access::account_of(change.caller().actor);
  change.update(DayChange::table, before, after);
  for (base::Month month(before.from_day); month <= base::Month(before.to_day); month = month + 1) {
    settle(change, open_month(change, before.posting, month));
  }
  access::notify_staff(change, std::vector{before.staff.value},
                       {.subject = "Days that you explained were not approved",
                        .text = "Look at the reason. You can say what they were otherwise.",
                        .path = {}});
  return show_change(change, {input.id});
}

std::vector<base::FieldAbout> said_fields() {
  return {posting_field(),
          {.name = "from_day", .shape = "DAY", .meaning = "The first day."},
          {.name = "to_day", .shape = "DAY", .meaning = "The last day, if there are several."},
          {.name = "kind",
           .shape = "CLASS",
           .meaning = "What the days were. Leave and training come by themselves."},
          {.name = "reason", .shape = "TEXT", .meaning = "Why, in a line. Name nobody."},
          {.name = "called_by",
           .shape = "OFFICE",
           .meaning = "Of a call-back or a diversion: which office called."}};
}

}  // namespace

std::vector<access::Operation> change_operations() {
  const base::FieldAbout which = programme::which_field("CHANGE");
  return {
      access::read_operation<ListChanges, Page<ChangeView>>(
          {.name = "rota_change.list",
           .permission = read_rota,
           .path = "/api/rota-changes",
           .summary = "days that differ from the rota, newest first",
           .fields = {posting_filter(),
                      staff_filter(),
                      site_filter(),
                      within_field(),
                      {.name = "kind", .shape = "CLASS", .meaning = "Only of this class."},
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      {.name = "amends",
                       .meaning = "Only amendments of locked months, or only "
                                  "others."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_changes),
      access::read_operation<WhichChange, ChangeView>({.name = "rota_change.show",
                                                       .permission = read_rota,
                                                       .path = "/api/rota-changes/{id}",
                                                       .summary = "one change of days",
                                                       .fields = {which}},
                                                      show_change),
      access::change_operation<MakeChange, ChangeView>(
          {.name = "rota_change.make",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/rota-changes",
           .summary = "say that days differ from the rota",
           .description =
               "A duty trip, a day only, a call-back or a diversion has an approver: recorded by "
               "the person it waits for one, recorded by another that one is it. It stands "
               "meanwhile. Call-backs are charged to the sponsor, diversions to the host.",
           .fields = said_fields()},
          [](db::Change& change, const MakeChange& input) { return record(change, input, false); }),
      access::change_operation<ApproveChange, ChangeView>(
          {.name = "rota_change.approve",
           .permission = approve_days,
           .method = Method::post,
           .path = "/api/rota-changes/{id}/approve",
           .summary = "approve that days differ",
           .fields = {which, programme::version_field()}},
          approve),
      access::change_operation<DeclineChange, ChangeView>(
          {.name = "rota_change.decline",
           .permission = approve_days,
           .method = Method::post,
           .path = "/api/rota-changes/{id}/decline",
           .summary = "decline it; the days are as they were before",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          decline),
      access::change_operation<MakeChange, ChangeView>(
          {.name = "rota_change.amend",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/rota-amendments",
           .summary = "correct days of a locked month, beside its record",
           .description = "What the host confirmed stays as it was and is shown beside it.",
           .fields = said_fields()},
          [](db::Change& change, const MakeChange& input) { return record(change, input, true); }),
  };
}

}  // namespace sojourn::stages::presence
