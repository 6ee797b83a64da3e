// Activities that a site asks money for: asked, decided, spent, with one line of result. What is
// approved is a commitment; what is spent of it is its last payment.
#include "stages/support/commitments.h"

namespace sojourn::stages::support {
namespace {

struct ActivityRow {
  Id<Activity> id;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  Id<Site> site;
  std::string site_name;
  std::string name;
  base::Date planned_on;
  std::int64_t minor = 0;
  base::Currency currency;
  base::Date asked_on;
  ActivityState state = ActivityState::asked;
  std::optional<base::Date> decided_on;
  std::optional<std::string> reason;
  std::optional<std::int64_t> spent;
  std::optional<base::Date> done_on;
  std::optional<std::string> result;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ActivityRow, (),
                      (id, line, kind, site, site_name, name, planned_on, minor, currency, asked_on,
                       state, decided_on, reason, spent, done_on, result, version))

struct ActivityView {
  Id<Activity> id;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  Id<Site> site;
  std::string site_name;
  std::string name;
  base::Date planned_on;
  Money amount;
  base::Date asked_on;
  ActivityState state = ActivityState::asked;
  std::optional<base::Date> decided_on;
  std::optional<std::string> reason;
  std::optional<Money> spent;
  std::optional<base::Date> done_on;
  std::optional<std::string> result;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ActivityView, (),
                      (id, line, kind, site, site_name, name, planned_on, amount, asked_on, state,
                       decided_on, reason, spent, done_on, result, version))

struct WhichActivity {
  Id<Activity> id;
};
BOOST_DESCRIBE_STRUCT(WhichActivity, (), (id))

struct ListActivities {
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<ActivityState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListActivities, (), (site, within, state, after, limit))

struct MakeActivity {
  Id<Line> line;
  std::string name;
  base::Date planned_on;
  Money amount;
};
BOOST_DESCRIBE_STRUCT(MakeActivity, (), (line, name, planned_on, amount))

struct ApproveActivity {
  Id<Activity> id;
  std::optional<Money> amount;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ApproveActivity, (), (id, amount, version))

struct DeclineActivity {
  Id<Activity> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DeclineActivity, (), (id, reason, version))

struct FinishActivity {
  Id<Activity> id;
  Money spent;
  std::string source;
  std::string result;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(FinishActivity, (), (id, spent, source, result, on, version))

constexpr std::string_view scoped_activity =
    "activity_request n JOIN budget_line l ON l.id = n.line JOIN site s ON s.id = l.site JOIN area "
    "a ON a.id = s.area WHERE {scope:area a.path; site s.id}";
constexpr std::string_view activity_columns =
    "n.id, n.line, l.kind, l.site, s.name AS site_name, n.name, n.planned_on, n.minor, l.currency, "
    "n.asked_on, n.state, n.decided_on, n.reason, n.spent, n.done_on, n.result, n.version";

ActivityView view_of(const ActivityRow& row) {
  return {.id = row.id,
          .line = row.line,
          .kind = row.kind,
          .site = row.site,
          .site_name = row.site_name,
          .name = row.name,
          .planned_on = row.planned_on,
          .amount = {row.minor, row.currency},
          .asked_on = row.asked_on,
          .state = row.state,
          .decided_on = row.decided_on,
          .reason = row.reason,
          .spent = row.spent ? std::optional(Money{*row.spent, row.currency}) : std::nullopt,
          .done_on = row.done_on,
          .result = row.result,
          .version = row.version};
}

ActivityView show_activity(db::Tx& tx, const WhichActivity& input) {
  return view_of(tx.one<ActivityRow>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", activity_columns, scoped_activity), input.id));
}

Page<ActivityView> list_activities(db::Tx& tx, const ListActivities& input) {
  Listing list(scoped_activity);
  list.within(tx, input.within);
  list.add_if("l.site =", input.site);
  list.add_if("n.state =", input.state);
  return list.page<ActivityView, ActivityRow>(tx, activity_columns, true, input.after, input.limit,
                                              view_of);
}

Activity activity_to_change(db::Change& change, Id<Activity> id, std::int64_t version,
                            ActivityState state) {
  auto found = change.one<Activity>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Activity>("n"), scoped_activity), id);
  if (found.state != state) {
    throw base::Refusal{base::Kind::precondition, "not_" + std::string(base::name_of(state)),
                        base::in_words("This request is {}; for this step it has to be {}.",
                                       base::Sentence::phrase(base::name_of(found.state)),
                                       base::Sentence::phrase(base::name_of(state)))};
  }
  found.version = version;
  return found;
}

ActivityView make_activity(db::Change& change, const MakeActivity& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_idea("/name", input.name);
  const auto line = change.maybe<Line>(
      fmt::format("SELECT {} FROM {} AND l.id = $1", columns<Line>("l"), scoped_line), input.line);
  if (!line) {
    faults.add("/line", "unknown_line", input.line.to_text(), "There is no such line.");
  } else {
    check_amount("/amount", input.amount, line->currency, faults);
  }
  faults.refuse();
  const Activity made{.id = change.new_id<Activity>(),
                      .line = input.line,
                      .name = input.name,
                      .planned_on = input.planned_on,
                      .minor = input.amount.minor,
                      .asked_on = change.now().utc_date()};
  change.insert(Activity::table, made);
  return show_activity(change, {made.id});
}

ActivityView approve_activity(db::Change& change, const ApproveActivity& input) {
  const Activity before = activity_to_change(change, input.id, input.version, ActivityState::asked);
  const Line line = line_of(change, before.line);
  const Money amount = input.amount.value_or(Money{before.minor, line.currency});
  Faults faults;
  check_amount("/amount", amount, line.currency, faults);
  if (faults.count() == 0 && amount.minor > before.minor) {
    faults.add("/amount", "more_than_asked", amount.to_text(),
               base::in_words("{} were asked for.", Money{before.minor, line.currency}.to_text()));
  }
  faults.refuse();
  Activity after = before;
  after.state = ActivityState::approved;
  after.decided_on = change.now().utc_date();
  after.commitment = commit(change, line, amount, before.name, before.id.to_text()).id;
  change.update(Activity::table, before, after);
  return show_activity(change, {input.id});
}

ActivityView decline_activity(db::Change& change, const DeclineActivity& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const Activity before = activity_to_change(change, input.id, input.version, ActivityState::asked);
  Activity after = before;
  after.state = ActivityState::declined;
  after.decided_on = change.now().utc_date();
  after.reason = input.reason;
  change.update(Activity::table, before, after);
  return show_activity(change, {input.id});
}

ActivityView finish_activity(db::Change& change, const FinishActivity& input) {
  const Activity before =
      activity_to_change(change, input.id, input.version, ActivityState::approved);
  const Line line = line_of(change, before.line);
  Faults faults;
  faults.check_name("/source", input.source);
  faults.check_name("/result", input.result);
  faults.check_idea("/result", input.result);
  if (input.spent.minor != 0) {
    check_amount("/spent", input.spent, line.currency, faults);
  }
  const base::Date day = programme::closing_day(change, input.on, faults);
  faults.refuse();
  base::ensure(before.commitment.has_value(), "what is approved is promised");
  const auto commitment = change.one<Commitment>(
      fmt::format("SELECT {} FROM commitment n WHERE n.id = $1 AND {{unscoped:of an activity that "
                  "the asker sees}}",
                  columns<Commitment>("n")),
      *before.commitment);
  if (commitment.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This commitment is paid or released already."};
  }
  pay_commitment(change, commitment, {input.spent.minor, line.currency}, input.source, true);
  Activity after = before;
  after.state = ActivityState::done;
  after.spent = input.spent.minor;
  after.done_on = day;
  after.result = input.result;
  change.update(Activity::table, before, after);
  return show_activity(change, {input.id});
}

}  // namespace

std::vector<access::Operation> activity_operations() {
  const base::FieldAbout which = programme::which_field("ACTIVITY");
  return {
      access::read_operation<ListActivities, Page<ActivityView>>(
          {.name = "activity.list",
           .permission = read_budget,
           .path = "/api/activities",
           .summary = "activities that sites asked money for, and what came of them; newest first",
           .fields = {site_filter(),
                      within_field(),
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_activities),
      access::read_operation<WhichActivity, ActivityView>({.name = "activity.show",
                                                           .permission = read_budget,
                                                           .path = "/api/activities/{id}",
                                                           .summary = "one activity",
                                                           .fields = {which}},
                                                          show_activity),
      access::change_operation<MakeActivity, ActivityView>(
          {.name = "activity.make",
           .permission = ask_activities,
           .method = Method::post,
           .path = "/api/activities",
           .summary = "ask for money for an activity",
           .fields = {{.name = "line",
                       .shape = "LINE",
                       .meaning = "The line of the budget that it goes against."},
                      {.name = "name",
                       .shape = "TEXT",
                       .meaning = "What is to be done. No names of people."},
                      {.name = "planned_on", .shape = "DAY", .meaning = "When."},
                      {.name = "amount", .shape = "AMOUNT", .meaning = "How much it costs."}}},
          make_activity),
      access::change_operation<ApproveActivity, ActivityView>(
          {.name = "activity.approve",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/activities/{id}/approve",
           .summary = "approve an activity; its money is promised",
           .fields = {which,
                      {.name = "amount",
                       .shape = "AMOUNT",
                       .meaning = "How much; all that was asked for if not given."},
                      programme::version_field()}},
          approve_activity),
      access::change_operation<DeclineActivity, ActivityView>(
          {.name = "activity.decline",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/activities/{id}/decline",
           .summary = "decline an activity, with the reason",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          decline_activity),
      access::change_operation<FinishActivity, ActivityView>(
          {.name = "activity.finish",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/activities/{id}/finish",
           .summary = "record what an activity cost and what came of it",
           .description = "What was promised and not spent goes back to the line.",
           .fields = {which,
                      {.name = "spent", .shape = "AMOUNT", .meaning = "How much was spent."},
                      source_field(),
                      {.name = "result",
                       .shape = "TEXT",
                       .meaning = "What came of it, in a line. No names of people."},
                      programme::on_field(),
                      programme::version_field()}},
          finish_activity),
  };
}

}  // namespace sojourn::stages::support
