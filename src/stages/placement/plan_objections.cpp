// Objections to a published plan: raised by whom it concerns within the window, or typed in from
// paper, and answered with a reason. And overrides: a placement that people change by their own
// word, with a reason and the signature of two.
#include "stages/placement/plan_overrides.h"

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

struct AnswerObjection {
  Id<PlanObjection> id;
  std::optional<bool> accepted;
  std::string answer;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerObjection, (), (id, accepted, answer, version))

struct OverrideView {
  Id<PlacementOverride> id;
  Id<Plan> plan;
  Id<Staff> staff;
  std::string staff_name;
  std::optional<Id<Site>> site;
  std::optional<std::string> site_name;
  std::optional<StaffRole> role;
  std::string reason;
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Date> signed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OverrideView, (),
                      (id, plan, staff, staff_name, site, site_name, role, reason, asked_on, state,
                       signed_on, version))

struct AskOverride {
  Id<Plan> plan;
  Id<Staff> staff;
  std::string reason;
  std::optional<Id<Site>> site;
  std::optional<StaffRole> role;
};
BOOST_DESCRIBE_STRUCT(AskOverride, (), (plan, staff, reason, site, role))

struct WhichOverride {
  Id<PlacementOverride> id;
};
BOOST_DESCRIBE_STRUCT(WhichOverride, (), (id))

struct SignOverride {
  Id<PlacementOverride> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignOverride, (), (id, version))

struct ListOverrides {
  Id<Plan> plan;
};
BOOST_DESCRIBE_STRUCT(ListOverrides, (), (plan))

/// Whoever sees the person sees what was objected about their placement.
constexpr std::string_view scoped_objection =
    "plan_objection n JOIN plan p ON p.id = n.plan JOIN staff t ON t.id = n.staff JOIN area a ON "
    "a.id = "
    "t.area WHERE {scope:area a.path; sponsor t.sponsor; staff t.id}";
constexpr std::string_view objection_columns =
    "n.id, n.plan, p.name AS plan_name, n.staff, t.name AS staff_name, n.way, n.source, "
    "n.reason, n.received_on, n.state, n.answer, n.answered_on, n.version";
constexpr std::string_view scoped_override =
    "placement_override n JOIN plan p ON p.id = n.plan LEFT JOIN area a ON a.id = p.area JOIN "
    "staff t ON t.id = n.staff LEFT JOIN site s ON s.id = n.site WHERE {scope:area a.path}";

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
}

ObjectionView keep_objection(db::Change& change, PlanObjection objection) {
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
  std::string from(scoped_objection);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  const std::int64_t limit = checked_limit(input.limit);
  add("n.plan =", input.plan);
  add("n.state =", input.state);
  if (input.after) {
    const auto last = Id<PlanObjection>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", last);
  }
  Page<ObjectionView> page;
  page.items =
      tx.rows_with<ObjectionView>(fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}",
                                              objection_columns, from, limit + 1),
                                  std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
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

// ---- Overrides

OverrideView override_view(db::Tx& tx, Id<PlacementOverride> id) {
  return tx.one<OverrideView>(
      fmt::format("SELECT n.id, n.plan, n.staff, t.name AS staff_name, n.site, s.name AS "
                  "site_name, n.role, n.reason, n.asked_on, n.state, n.signed_on, n.version FROM "
                  "{} AND n.id = $1",
                  scoped_override),
      id);
}

OverrideView ask_override(db::Change& change, const AskOverride& input) {
  const Plan plan = plan_overridden(change, input.plan);
  Faults faults;
  faults.check_name("/reason", input.reason);
  check_staff(change, input.staff, faults);
  if (input.site) {
    check_site(change, *input.site, faults);
  }
  if (input.site.has_value() != input.role.has_value()) {
    faults.add(input.site ? "/role" : "/site", "missing", "",
               "A placement has a site and a role; without both, nobody is placed.");
  }
  faults.refuse();
  require_open_plan(plan);
  if (plan.open_posts.value_or(false) &&
      change.value<std::int64_t>(
          "SELECT count(*) FROM posting n WHERE n.staff = $1 AND n.ended_on IS NULL AND "
          "coalesce(n.to_day, '9999-12-31') >= $2 AND {unscoped:the person is seen}",
          input.staff, plan.starts_on) > 0) {
    throw base::Refusal{base::Kind::precondition, "held",
                        "This plan is for open posts alone, and this person serves already: they "
                        "stay where they are. Close the posting, or override a whole plan."};
  }
  const PlacementOverride made{.id = change.new_id<PlacementOverride>(),
                               .plan = input.plan,
                               .staff = input.staff,
                               .site = input.site,
                               .role = input.role,
                               .reason = input.reason,
                               .asked_by = access::account_of(change.caller().actor),
                               .asked_on = change.now().utc_date()};
  change.insert("placement_override", made);
  return override_view(change, made.id);
}

std::vector<Placement> open_placements(db::Tx& tx, std::string_view condition, db::Value plan,
                                       db::Value other) {
  return tx.rows_with<Placement>(
      fmt::format("SELECT {} FROM placement n WHERE n.plan = $1 AND n.ended_on IS NULL AND {} AND "
                  "{{unscoped:the plan is seen, and these are of it}}",
                  columns<Placement>("n"), condition),
      {std::move(plan), std::move(other)});
}

OverrideView sign_override(db::Change& change, const SignOverride& input) {
  const PlacementOverride before =
      waiting_override(change, input.id, input.version, scoped_override);
  settle_override(change, before, OverrideState::approved);
  // A team has one leader at most, whoever decides.
  if (before.role == StaffRole::leader) {
    for (const Placement& each : open_placements(change, "n.site = $2", db::to_sql(before.plan),
                                                 db::to_sql(*before.site))) {
      if (each.role == StaffRole::leader && each.staff != before.staff) {
        throw base::Refusal{base::Kind::precondition, "has_leader",
                            "The site has a leader by this plan already. Override that placement "
                            "first."};
      }
    }
  }
  const base::Date today = change.now().utc_date();
  for (const Placement& each :
       open_placements(change, "n.staff = $2", db::to_sql(before.plan), db::to_sql(before.staff))) {
    Placement after = each;
    after.ended_on = today;
    after.ended_reason = before.reason;
    change.update("placement", each, after);
  }
  if (before.site) {
    change.insert("placement", Placement{.id = change.new_id<Placement>(),
                                         .plan = before.plan,
                                         .staff = before.staff,
                                         .site = *before.site,
                                         .role = *before.role,
                                         .origin = Origin::overridden});
  }
  return override_view(change, input.id);
}

OverrideView decline_override(db::Change& change, const SignOverride& input) {
  settle_override(change, waiting_override(change, input.id, input.version, scoped_override),
                  OverrideState::declined);
  return override_view(change, input.id);
}

OverrideView show_override(db::Tx& tx, const WhichOverride& input) {
  return override_view(tx, input.id);
}

Page<OverrideView> list_overrides(db::Tx& tx, const ListOverrides& input) {
  plan_view(tx, input.plan);
  Page<OverrideView> page;
  page.items = tx.rows<OverrideView>(
      fmt::format("SELECT n.id, n.plan, n.staff, t.name AS staff_name, n.site, s.name AS "
                  "site_name, n.role, n.reason, n.asked_on, n.state, n.signed_on, n.version FROM "
                  "{} AND n.plan = $1 ORDER BY n.id DESC",
                  scoped_override),
      input.plan);
  return page;
}

base::FieldAbout of_plan() {
  return {.name = "plan", .shape = "PLAN", .meaning = "Which plan, by its id."};
}

}  // namespace

std::vector<access::Operation> objection_operations() {
  const base::FieldAbout which = programme::which_field("OBJECTION");
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
           .fields = {of_plan(), whose, reason}},
          raise_objection),
      access::change_operation<EnterObjection, ObjectionView>(
          {.name = "plan_objection.enter",
           .permission = manage_objections,
           .method = Method::post,
           .path = "/api/paper-plan-objections",
           .summary = "enter an objection that came by letter or on paper",
           .description = "It counts if it was received within the window.",
           .fields = {of_plan(),
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

std::vector<access::Operation> override_operations() {
  const base::FieldAbout which = programme::which_field("OVERRIDE");
  return {
      access::change_operation<AskOverride, OverrideView>(
          {.name = "override.ask",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/overrides",
           .summary = "ask that a placement be changed by your own word",
           .description = "It holds once another person has signed it too.",
           .fields = {of_plan(),
                      staff_field(),
                      {.name = "reason",
                       .shape = "TEXT",
                       .meaning = "Why, in up to 200 bytes. Whom it is about reads it."},
                      {.name = "site",
                       .shape = "SITE",
                       .meaning = "Where they are to serve; not placed at all if not given."},
                      {.name = "role", .shape = "ROLE", .meaning = "As leader or as member."}}},
          ask_override),
      access::read_operation<ListOverrides, Page<OverrideView>>({.name = "override.list",
                                                                 .permission = read_plans,
                                                                 .path = "/api/overrides",
                                                                 .summary = "overrides of a plan",
                                                                 .fields = {of_plan()}},
                                                                list_overrides),
      access::read_operation<WhichOverride, OverrideView>({.name = "override.show",
                                                           .permission = read_plans,
                                                           .path = "/api/overrides/{id}",
                                                           .summary = "one override",
                                                           .fields = {which}},
                                                          show_override),
      access::change_operation<SignOverride, OverrideView>(
          {.name = "override.sign",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/overrides/{id}/sign",
           .summary = "sign an override that another person asked for: it holds from then on",
           .fields = {which, programme::version_field()}},
          sign_override),
      access::change_operation<SignOverride, OverrideView>(
          {.name = "override.decline",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/overrides/{id}/decline",
           .summary = "decline an override, your own too",
           .fields = {which, programme::version_field()}},
          decline_override),
  };
}

}  // namespace sojourn::stages::placement
