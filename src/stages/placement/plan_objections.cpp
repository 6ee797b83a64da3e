// Objections to a published plan: raised by whom it concerns within the window, or typed in from
// paper, and answered with a reason.
#include "stages/placement/plan_operations.h"
#include "stages/programme/listing.h"

namespace sojourn::stages::placement {
namespace {

struct ObjectionView {
  Id<PlanObjection> id;
  Id<Plan> plan;
  std::string plan_name;
  Id<Staff> staff;
  std::string staff_name;
  ObjectionWay way = ObjectionWay::page;
  std::string source;
  std::string reason;
  base::Date received_on;
  ObjectionState state = ObjectionState::open;
  std::optional<std::string> answer = {};
  std::optional<base::Date> answered_on = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ObjectionView, (),
                      (id, plan, plan_name, staff, staff_name, way, source, reason, received_on,
                       state, answer, answered_on, version))

struct RaiseObjection {
  Id<Plan> plan;
  Id<Staff> staff;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RaiseObjection, (), (plan, staff, reason))

struct EnterObjection {
  Id<Plan> plan;
  Id<Staff> staff;
  ObjectionWay way = ObjectionWay::paper;
  std::string source;
  std::string reason;
  base::Date received_on;
};
BOOST_DESCRIBE_STRUCT(EnterObjection, (), (plan, staff, way, source, reason, received_on))

struct WhichObjection {
  Id<PlanObjection> id;
};
BOOST_DESCRIBE_STRUCT(WhichObjection, (), (id))

struct ListObjections {
  std::optional<Id<Plan>> plan;
  std::optional<ObjectionState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListObjections, (), (plan, state, after, limit))

struct ListOwn {
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOwn, (), (after, limit))

struct AnswerObjection {
  Id<PlanObjection> id;
  std::optional<bool> accepted;
  std::string answer;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerObjection, (), (id, accepted, answer, version))

/// Whoever sees the person sees what was objected about their placement.
constexpr std::string_view scoped_objection =
    "plan_objection n JOIN plan p ON p.id = n.plan JOIN staff t ON t.id = n.staff JOIN area a ON "
    "a.id = "
    "t.area WHERE {scope:area a.path; sponsor t.sponsor; staff t.id}";
constexpr std::string_view objection_columns =
    "n.id, n.plan, p.name AS plan_name, n.staff, t.name AS staff_name, n.way, n.source, "
    "n.reason, n.received_on, n.state, n.answer, n.answered_on, n.version";
ObjectionView objection_view(db::Tx& tx, Id<PlanObjection> id) {
  return tx.one<ObjectionView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", objection_columns, scoped_objection), id);
}

/// The published plan that an objection is to, and a day within its window. Refusal not_found where
/// the asker sees neither the person nor their placement in it.
void check_window(db::Change& change, Id<Plan> id, Id<Staff> staff, const base::Date& day) {
  const auto sees_person = change.value<std::int64_t>(
      "SELECT count(*) FROM staff t JOIN area a ON a.id = t.area WHERE t.id = $1 AND {scope:area "
      "a.path; sponsor t.sponsor; staff t.id}",
      staff);
  const auto sees_placement = change.value<std::int64_t>(
      "SELECT count(*) FROM placement n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
      "n.site JOIN area a ON a.id = s.area WHERE n.plan = $1 AND n.staff = $2 AND n.ended_on IS "
      "NULL AND {scope:area a.path; site s.id; sponsor t.sponsor; staff t.id}",
      id, staff);
  const auto plan = change.maybe<Plan>(
      fmt::format("SELECT {} FROM plan p WHERE p.id = $1 AND p.published_at IS NOT NULL AND "
                  "{{unscoped:a published plan is told to whom it concerns}}",
                  columns<Plan>("p")),
      id);
  if (!plan || sees_person + sees_placement == 0) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
  }
  if (plan->state != PlanState::published || day > plan->objections_until.value_or(day)) {
    throw base::Refusal{base::Kind::precondition, "window_over",
                        base::in_words("Objections to this plan were raised until the end of {}.",
                                       plan->objections_until.value_or(day).to_text())};
  }
  // A day earlier, as it may have been yesterday still where it was published.
  if (day < plan->published_at->utc_date() - 1) {
    throw base::Refusal{base::Kind::precondition, "before_window",
                        base::in_words("This plan was published on {}: nothing was objected to it "
                                       "before.",
                                       plan->published_at->utc_date().to_text())};
  }
}

/// The same letter typed in again, by the same or by another.
void require_new(db::Change& change, const PlanObjection& objection) {
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM plan_objection n WHERE n.plan = $1 AND n.staff = $2 AND n.way = $3 "
          "AND n.source = $4 AND n.reason = $5 AND n.received_on = $6 AND {unscoped:the person is "
          "seen}",
          objection.plan, objection.staff, objection.way, objection.source, objection.reason,
          objection.received_on) > 0) {
    throw base::Refusal{base::Kind::conflict, "entered_already",
                        "This objection stands there already: the same words of the same day."};
  }
}

ObjectionView keep_objection(db::Change& change, PlanObjection objection) {
  require_new(change, objection);
  objection.id = change.new_id<PlanObjection>();
  objection.entered_by = access::account_of(change.caller().actor);
  change.insert("plan_objection", objection);
  // Read back as whoever sees all: a host objects to a placement, and does not see the person.
  return {.id = objection.id,
          .plan = objection.plan,
          .plan_name = change.value<std::string>(
              "SELECT p.name FROM plan p WHERE p.id = $1 AND {unscoped:the plan is published}",
              objection.plan),
          .staff = objection.staff,
          .staff_name = change.value<std::string>(
              "SELECT t.name FROM staff t WHERE t.id = $1 AND {unscoped:their placement is seen}",
              objection.staff),
          .way = objection.way,
          .source = objection.source,
          .reason = objection.reason,
          .received_on = objection.received_on,
          .state = objection.state,
          .version = objection.version};
}

ObjectionView raise_objection(db::Change& change, const RaiseObjection& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const base::Date today = change.now().utc_date();
  check_window(change, input.plan, input.staff, today);
  return keep_objection(change, {.id = {},
                                 .plan = input.plan,
                                 .staff = input.staff,
                                 .way = ObjectionWay::page,
                                 .source = "page",
                                 .reason = input.reason,
                                 .received_on = today});
}

ObjectionView enter_objection(db::Change& change, const EnterObjection& input) {
  Faults faults;
  faults.check_name("/source", input.source);
  faults.check_name("/reason", input.reason);
  // A day ahead, as it may be tomorrow already where the asker is.
  if (input.received_on > change.now().utc_date() + 1) {
    faults.add("/received_on", "in_future", input.received_on.to_text(),
               "This should be a day that has come.");
  }
  if (input.way == ObjectionWay::page) {
    faults.add("/way", "not_here", "page",
               "What comes by the page is raised there by the person. Name letter or paper.");
  }
  faults.refuse();
  check_window(change, input.plan, input.staff, input.received_on);
  return keep_objection(change, {.id = {},
                                 .plan = input.plan,
                                 .staff = input.staff,
                                 .way = input.way,
                                 .source = input.source,
                                 .reason = input.reason,
                                 .received_on = input.received_on});
}

ObjectionView show_objection(db::Tx& tx, const WhichObjection& input) {
  return objection_view(tx, input.id);
}

Page<ObjectionView> list_objections(db::Tx& tx, const ListObjections& input) {
  programme::Listing list(scoped_objection);
  list.add_if("n.plan =", input.plan);
  list.add_if("n.state =", input.state);
  return list.page<ObjectionView, ObjectionView>(tx, objection_columns, true, input.after,
                                                 input.limit,
                                                 [](const ObjectionView& row) { return row; });
}

/// What the asker raised or typed in, with its answer: a host and a leader see no list of others'.
Page<ObjectionView> own_objections(db::Tx& tx, const ListOwn& input) {
  programme::Listing list(
      "plan_objection n JOIN plan p ON p.id = n.plan JOIN staff t ON t.id = n.staff WHERE "
      "{unscoped:what the asker raised}");
  list.add("n.entered_by =", access::account_of(tx.caller().actor));
  return list.page<ObjectionView, ObjectionView>(tx, objection_columns, true, input.after,
                                                 input.limit,
                                                 [](const ObjectionView& row) { return row; });
}

ObjectionView answer_objection(db::Change& change, const AnswerObjection& input) {
  Faults faults;
  faults.check_name("/answer", input.answer);
  faults.refuse();
  PlanObjection before = change.one<PlanObjection>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<PlanObjection>("n"), scoped_objection),
      input.id);
  if (before.state != ObjectionState::open) {
    throw base::Refusal{base::Kind::precondition, "answered",
                        "This objection has its answer already."};
  }
  before.version = input.version;
  PlanObjection after = before;
  after.state =
      input.accepted.value_or(false) ? ObjectionState::accepted : ObjectionState::declined;
  after.answer = input.answer;
  after.answered_by = access::account_of(change.caller().actor);
  after.answered_on = change.now().utc_date();
  change.update("plan_objection", before, after);
  return objection_view(change, input.id);
}

}  // namespace

std::vector<access::Operation> objection_operations() {
  const base::FieldAbout which = programme::which_field("OBJECTION");
  const base::FieldAbout plan{.name = "plan", .shape = "PLAN", .meaning = "Which plan, by its id."};
  const base::FieldAbout reason{
      .name = "reason", .shape = "TEXT", .meaning = "What is objected, in up to 200 bytes."};
  const base::FieldAbout whose{
      .name = "staff",
      .shape = "STAFF",
      .meaning = "Whose placement it is about, or whose not being placed."};
  return {
      access::change_operation<RaiseObjection, ObjectionView>(
          {.name = "plan_objection.raise",
           .permission = raise_objections,
           .method = Method::post,
           .path = "/api/plan-objections",
           .summary = "object to a placement of a published plan",
           .description = "Within the window that the plan names, by whom the placement concerns.",
           .fields = {plan, whose, reason}},
          raise_objection),
      access::change_operation<EnterObjection, ObjectionView>(
          {.name = "plan_objection.enter",
           .permission = manage_objections,
           .method = Method::post,
           .path = "/api/paper-plan-objections",
           .summary = "enter an objection that came by letter or on paper",
           .description = "It counts if it was received within the window.",
           .fields = {plan,
                      whose,
                      {.name = "way", .shape = "WAY", .meaning = "Letter or paper."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where it stands written, such as the letter's number; not who "
                                  "wrote it."},
                      reason,
                      {.name = "received_on",
                       .shape = "DAY",
                       .meaning = "The day on which it reached the office."}}},
          enter_objection),
      access::read_operation<ListObjections, Page<ObjectionView>>(
          {.name = "plan_objection.list",
           .permission = read_objections,
           .path = "/api/plan-objections",
           .summary = "objections to plans, newest first",
           .fields = {{.name = "plan", .shape = "PLAN", .meaning = "Only those to this plan."},
                      {.name = "state",
                       .shape = "STATE",
                       .meaning = "Only those that are open, accepted or declined."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_objections),
      access::read_operation<ListOwn, Page<ObjectionView>>(
          {.name = "plan_objection.own",
           .permission = raise_objections,
           .path = "/api/own-plan-objections",
           .summary = "objections to plans that you raised, with their answers, newest first",
           .fields = {programme::after_field(), programme::limit_field()}},
          own_objections),
      access::read_operation<WhichObjection, ObjectionView>({.name = "plan_objection.show",
                                                             .permission = read_objections,
                                                             .path = "/api/plan-objections/{id}",
                                                             .summary = "one objection",
                                                             .fields = {which}},
                                                            show_objection),
      access::change_operation<AnswerObjection, ObjectionView>(
          {.name = "plan_objection.answer",
           .permission = manage_objections,
           .method = Method::post,
           .path = "/api/plan-objections/{id}/answer",
           .summary = "answer an objection, with the reason",
           .description = "To accept one changes nothing by itself: override the placement, or "
                          "withdraw the plan and make another.",
           .fields = {which,
                      {.name = "accepted", .meaning = "It is accepted; declined if not given."},
                      {.name = "answer",
                       .shape = "TEXT",
                       .meaning = "Why, in up to 200 bytes. Whom it is about reads it."},
                      programme::version_field()}},
          answer_objection),
  };
}

}  // namespace sojourn::stages::placement
