// Overrides: a placement that people change by their own word, with a reason and the signature of
// two, who are told which hard rules it breaks. Tested in tests/scenarios/placement.txt and
// tests/unit/stages/placement/board_test.cpp.
#include <algorithm>
#include <array>

#include "access/notify.h"
#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_overrides.h"
#include "stages/placement/plan_seen.h"

namespace sojourn::stages::placement {
namespace {

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

struct AskBreaks {
  Id<PlacementOverride> id;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskBreaks, (), (id, language))

struct OverrideBreaks {
  std::vector<BrokenView> breaks;
};
BOOST_DESCRIBE_STRUCT(OverrideBreaks, (), (breaks))

struct SignOverride {
  Id<PlacementOverride> id;
  std::optional<std::int64_t> breaks;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignOverride, (), (id, breaks, version))

struct DeclineOverride {
  Id<PlacementOverride> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DeclineOverride, (), (id, version))

struct ListOverrides {
  Id<Plan> plan;
};
BOOST_DESCRIBE_STRUCT(ListOverrides, (), (plan))

constexpr std::string_view scoped_override =
    "placement_override n JOIN plan p ON p.id = n.plan LEFT JOIN area a ON a.id = p.area JOIN "
    "staff t ON t.id = n.staff LEFT JOIN site s ON s.id = n.site WHERE {scope:area a.path}";

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
  if (input.site) {
    check_staff(change, input.staff, faults);
    check_site(change, *input.site, faults);
  } else {
    // Of whoever left, a placement is only taken back.
    if (change
            .column<Id<Staff>>(
                "SELECT t.id FROM staff t JOIN area a ON a.id = t.area WHERE t.id = $1 AND "
                "{scope:area a.path; sponsor t.sponsor; staff t.id}",
                input.staff)
            .empty()) {
      faults.add("/staff", "unknown", input.staff.to_text(), "There is nothing of that id.");
    }
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

/// What an override breaks that waits for its signature. The caller was seen to see it.
std::vector<Broken> breaks_of(access::Call& call, Id<PlacementOverride> id) {
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    const PlacementOverride asked =
        tx.one<PlacementOverride>(fmt::format("SELECT {} FROM {} AND n.id = $1",
                                              columns<PlacementOverride>("n"), scoped_override),
                                  id);
    return broken_by(tx, plan_overridden(tx, asked.plan), asked.staff, asked.site,
                     asked.role.value_or(StaffRole::member));
  });
}

OverrideBreaks show_breaks(access::Call& call, const AskBreaks& input) {
  const OverrideView asked =
      call.database.read(call.caller, [&](db::Tx& tx) { return override_view(tx, input.id); });
  if (asked.state != OverrideState::waiting) {
    return {};
  }
  const std::vector<Broken> broken = breaks_of(call, input.id);
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    return OverrideBreaks{told(tx, broken, input.language.value_or(base::Language::en))};
  });
}

/// Hard rules that it breaks are no reason against it, but whoever signs says that they saw them.
void require_breaks_seen(const SignOverride& input, const std::vector<Broken>& broken) {
  if (input.breaks.value_or(0) == std::ssize(broken)) {
    return;
  }
  base::Refusal refusal{
      base::Kind::precondition, "breaks_not_seen",
      base::in_words("This override breaks hard rules: {}. Look at them (override breaks), and say "
                     "how many you saw.",
                     broken.size())};
  refusal.faults.push_back({.where = "/breaks",
                            .code = "breaks_not_seen",
                            .value = input.breaks ? std::to_string(*input.breaks) : std::string(),
                            .detail = base::in_words("This should be {}.", broken.size())});
  for (const Broken& each : broken) {
    refusal.faults.push_back(
        {.where = "/breaks", .code = each.code, .value = {}, .detail = each.says});
  }
  throw refusal;
}

/// Of a published plan: whom it concerns is told, and may object as to what was published.
void open_window_anew(db::Change& change, const Plan& before, const PlacementOverride& override) {
  if (before.state != PlanState::published) {
    return;
  }
  const base::Date until = window_from_today(change).until;
  if (!before.objections_until || *before.objections_until < until) {
    Plan after = before;
    after.objections_until = until;
    change.update("plan", before, after);
  }
  const std::array<std::int64_t, 1> whom{override.staff.value};
  access::notify_staff(
      change, whom,
      {.subject = "Your placement in a published plan was changed",
       .text = base::in_words("You see there what it says and why. Objections are taken until the "
                              "end of {}.",
                              std::max(until, before.objections_until.value_or(until)).to_text()),
       .path = "/"});
}

OverrideView sign_override(access::Call& call, const SignOverride& input) {
  // 1. As it waits, and what it breaks: told now, as the signature covers it.
  call.database.read(call.caller, [&](db::Tx& tx) {
    waiting_override<PlacementOverride>(tx, input.id, input.version, scoped_override);
  });
  const std::vector<Broken> broken = breaks_of(call, input.id);
  // 2. Signed.
  return call.database.change(call.caller, "override.sign", [&](db::Change& change) {
    const PlacementOverride before =
        waiting_override<PlacementOverride>(change, input.id, input.version, scoped_override);
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
    require_breaks_seen(input, broken);
    const base::Date today = change.now().utc_date();
    for (const Placement& each : open_placements(change, "n.staff = $2", db::to_sql(before.plan),
                                                 db::to_sql(before.staff))) {
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
    open_window_anew(change, plan_overridden(change, before.plan), before);
    return override_view(change, input.id);
  });
}

OverrideView decline_override(db::Change& change, const DeclineOverride& input) {
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

}  // namespace

std::vector<access::Operation> override_operations() {
  const base::FieldAbout which = programme::which_field("OVERRIDE");
  const base::FieldAbout plan{.name = "plan", .shape = "PLAN", .meaning = "Which plan, by its id."};
  return {
      access::change_operation<AskOverride, OverrideView>(
          {.name = "override.ask",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/overrides",
           .summary = "ask that a placement be changed by your own word",
           .description = "It holds once another person has signed it too.",
           .fields = {plan,
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
                                                                 .fields = {plan}},
                                                                list_overrides),
      access::read_operation<WhichOverride, OverrideView>({.name = "override.show",
                                                           .permission = read_plans,
                                                           .path = "/api/overrides/{id}",
                                                           .summary = "one override",
                                                           .fields = {which}},
                                                          show_override),
      access::call_operation<AskBreaks, OverrideBreaks>(
          {.name = "override.breaks",
           .permission = read_plans,
           .path = "/api/overrides/{id}/breaks",
           .summary = "which hard rules an override that waits would break",
           .description = "By the records as they are today. Whoever signs says how many they saw.",
           .fields = {which, language_field()}},
          false, show_breaks),
      access::call_operation<SignOverride, OverrideView>(
          {.name = "override.sign",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/overrides/{id}/sign",
           .summary = "sign an override that another person asked for: it holds from then on",
           .description = "In a published plan the window for objections is open anew from then, "
                          "and whom it concerns is told.",
           .fields = {which,
                      {.name = "breaks",
                       .shape = "N",
                       .meaning = "How many hard rules it breaks: that you saw them. 0 if not "
                                  "given."},
                      programme::version_field()}},
          true, sign_override),
      access::change_operation<DeclineOverride, OverrideView>(
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
