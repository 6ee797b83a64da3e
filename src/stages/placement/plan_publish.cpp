// From a draft to postings: the difference is shown, and named by whoever publishes or confirms, so
// that nothing is decided that was not seen. Between the two, objections may be raised.
#include <algorithm>
#include <unordered_map>

#include "stages/placement/plan_difference.h"
#include "stages/placement/plan_overrides.h"
#include "stages/placement/plan_readiness.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/calendar.h"

namespace sojourn::stages::placement {
namespace {

struct DifferenceRow {
  Id<Staff> staff;
  std::string staff_name;
  Step step = Step::stays;
  std::optional<Id<Site>> from = {};
  std::optional<std::string> from_name = {};
  std::optional<StaffRole> from_role = {};
  std::optional<Id<Site>> to = {};
  std::optional<std::string> to_name = {};
  std::optional<StaffRole> to_role = {};
};
BOOST_DESCRIBE_STRUCT(DifferenceRow, (),
                      (staff, staff_name, step, from, from_name, from_role, to, to_name, to_role))

struct Difference {
  std::string digest;            ///< what publishing and confirming have to name
  bool records_changed = false;  ///< the records are not those that the plan was made from
  std::int64_t arrives = 0;
  std::int64_t moves = 0;
  std::int64_t changes_role = 0;
  std::int64_t leaves = 0;
  std::int64_t stays = 0;
  std::vector<DifferenceRow> rows;  ///< of those who do not stay as they are
  /// Sites to which people would come that are not ready for them.
  std::vector<UnreadySite> not_ready;
};
BOOST_DESCRIBE_STRUCT(Difference, (),
                      (digest, records_changed, arrives, moves, changes_role, leaves, stays, rows,
                       not_ready))

struct SignPlan {
  Id<Plan> id;
  std::string difference;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignPlan, (), (id, difference, version))

struct NamedRecord {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedRecord, (), (id, name))

struct ListPublished {
  std::optional<Id<Plan>> plan;
  std::optional<Id<Site>> site;
  std::optional<Id<Staff>> staff;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPublished, (), (plan, site, staff, after, limit))

struct PublishedRow {
  Id<Placement> id;
  Id<Plan> plan;
  std::string plan_name;
  PlanState state = PlanState::published;
  base::Date starts_on;
  std::optional<base::Date> objections_until;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  Origin origin = Origin::planned;
  std::optional<std::string> reason;  ///< of an overridden one: why people changed it
};
BOOST_DESCRIBE_STRUCT(PublishedRow, (),
                      (id, plan, plan_name, state, starts_on, objections_until, staff, staff_name,
                       site, site_name, role, origin, reason))

/// What a plan would change, and by which records.
struct Seen {
  std::vector<DifferenceStep> steps;
  std::string digest;
  bool records_changed = false;
};

/// The caller sees the whole (with_whole_scope): all of it belongs to the plan.
Seen look(db::Tx& tx, const Plan& plan) {
  // 1. Postings that run when the plan begins, at the sites of its area or of people it places.
  std::string within;
  if (plan.area) {
    within = path_of(tx, *plan.area);
  }
  std::vector<Placement> placements = tx.rows<Placement>(
      fmt::format("SELECT {} FROM placement n WHERE n.plan = $1 AND n.ended_on IS NULL AND "
                  "{{unscoped:the plan is seen, and these are of it}} ORDER BY n.staff",
                  columns<Placement>("n")),
      plan.id);
  const bool open_posts = plan.open_posts.value_or(false);
  std::vector<Posting> postings = tx.rows<Posting>(
      fmt::format(
          "SELECT {} FROM posting n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area "
          "WHERE n.ended_on IS NULL{} AND coalesce(n.to_day, '9999-12-31') >= $1 AND ((a.path >= "
          "$2 AND a.path < $3) OR n.staff IN (SELECT m.staff FROM placement m "
          "WHERE m.plan = $4 AND m.ended_on IS NULL)) AND {{scope:area a.path}} ORDER BY n.staff, "
          "n.from_day",
          columns<Posting>("n"), open_posts ? "" : " AND n.from_day <= $1"),
      plan.starts_on, within, within.empty() ? std::string("~") : db::end_of_prefix(within),
      plan.id);
  Seen seen;
  seen.steps = difference_of(postings, placements);
  if (open_posts) {
    hold_the_posted(seen.steps);
  }
  // 2. Whether the records are still those that the plan was made from.
  const RecordFolder folder = folder_of_records(tx, folder_about(plan));
  std::string input = "unreadable";
  std::string rules;
  try {
    const planner::Instance instance = instance_of(folder);
    input = instance.input_digest;
    rules = instance.rules_digest;
  } catch (const base::Refusal&) {
    seen.records_changed = true;  // what cannot be planned any more is another programme too
  }
  seen.records_changed =
      seen.records_changed || plan.input_digest != input || plan.rules_digest != rules;
  seen.digest = digest_of(seen.steps, input + rules);
  return seen;
}

Plan plan_seen(db::Tx& tx, Id<Plan> id) {
  return tx.one<Plan>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Plan>("p"), scoped_plan), id);
}

std::unordered_map<std::int64_t, std::string> names_of(db::Tx& tx, std::string_view table) {
  std::unordered_map<std::int64_t, std::string> names;
  for (NamedRecord& each : tx.rows<NamedRecord>(fmt::format(
           "SELECT n.id, n.name FROM {} n WHERE {{unscoped:names of what a seen plan holds}}",
           table))) {
    names.emplace(each.id, std::move(each.name));
  }
  return names;
}

Difference difference(access::Call& call, const WhichPlan& input) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_view(tx, input.id); });
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    const Plan plan = plan_seen(tx, input.id);
    if (!plan.result_digest) {
      throw base::Refusal{base::Kind::precondition, "no_plan_yet",
                          "This plan is not made yet, or could not be made."};
    }
    const Seen seen = look(tx, plan);
    const auto people = names_of(tx, "staff");
    const auto sites = names_of(tx, "site");
    Difference made{.digest = seen.digest,
                    .records_changed = seen.records_changed,
                    .rows = {},
                    .not_ready = unready_sites(tx, plan, seen.steps)};
    for (const DifferenceStep& each : seen.steps) {
      ++(each.step == Step::arrives        ? made.arrives
         : each.step == Step::moves        ? made.moves
         : each.step == Step::changes_role ? made.changes_role
         : each.step == Step::leaves       ? made.leaves
                                           : made.stays);
      if (each.step == Step::stays) {
        continue;
      }
      DifferenceRow row{
          .staff = each.staff, .staff_name = people.at(each.staff.value), .step = each.step};
      if (each.posting) {
        row.from = each.posting->site;
        row.from_name = sites.at(each.posting->site.value);
        row.from_role = each.posting->role;
      }
      if (each.placement) {
        row.to = each.placement->site;
        row.to_name = sites.at(each.placement->site.value);
        row.to_role = each.placement->role;
      }
      made.rows.push_back(std::move(row));
    }
    return made;
  });
}

/// What was looked at is what there is.
Seen require_seen(db::Change& change, const Plan& plan, const std::string& digest) {
  Seen seen = look(change, plan);
  if (seen.digest != digest) {
    throw base::Refusal{base::Kind::precondition, "difference_changed",
                        "What the plan would change is not what you were shown: something was "
                        "changed meanwhile. Look at the difference again."};
  }
  return seen;
}

PlanView publish(access::Call& call, const SignPlan& input) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_view(tx, input.id); });
  return call.database.change(
      with_whole_scope(call.caller), "plan.publish", [&](db::Change& change) {
        const Plan before = plan_to_change(change, input.id, input.version);
        require_state(before, PlanState::draft);
        require_rules_kept(change, before);
        require_seen(change, before, input.difference);
        const base::Date today = change.now().utc_date();
        Plan after = before;
        after.state = PlanState::published;
        after.published_at = change.now();
        after.published_by = account_of(change.caller());
        after.difference = input.difference;
        after.objections_until =
            programme::working_days(change).after(today, rules_of(change, today).objection_days);
        change.update("plan", before, after);
        return plan_view(change, input.id);
      });
}

void require_settled(db::Change& change, const Plan& plan) {
  const base::Date today = change.now().utc_date();
  if (today <= plan.objections_until.value_or(today)) {
    throw base::Refusal{base::Kind::precondition, "window_open",
                        base::in_words("Objections may be raised until the end of {}. The plan is "
                                       "confirmed after that day.",
                                       plan.objections_until.value_or(today).to_text())};
  }
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM plan_objection n WHERE n.plan = $1 AND n.state = "
          "'open' AND {unscoped:the plan is seen, and these are of it}",
          plan.id) > 0) {
    throw base::Refusal{base::Kind::precondition, "open_objections",
                        "There are objections without an answer. Answer each of them first."};
  }
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM placement_override n WHERE n.plan = $1 AND n.state = 'waiting' AND "
          "{unscoped:the plan is seen, and these are of it}",
          plan.id) > 0) {
    throw base::Refusal{base::Kind::precondition, "open_overrides",
                        "There are overrides without a second signature. Sign or decline each of "
                        "them first."};
  }
}

/// A posting that gives way on the plan's first day; one that would only begin then never was.
void end_posting(db::Change& change, const Posting& before, const Plan& plan) {
  Posting after = before;
  if (before.from_day >= plan.starts_on) {
    after.ended_on = change.now().utc_date();
    after.ended_reason = plan.name;
  } else {
    after.to_day = plan.starts_on - 1;
  }
  change.update("posting", before, after);
}

PlanView confirm(access::Call& call, const SignPlan& input, const SettleTerms& settle) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_view(tx, input.id); });
  return call.database.change(
      with_whole_scope(call.caller), "plan.confirm", [&](db::Change& change) {
        const Plan before = plan_to_change(change, input.id, input.version);
        require_state(before, PlanState::published);
        require_settled(change, before);
        const Seen seen = require_seen(change, before, input.difference);
        require_ready(change, before, seen.steps);
        // 1. What ends, ends first: terms are settled beside what stays.
        std::vector<Posting> made;
        for (const DifferenceStep& each : seen.steps) {
          if (each.step == Step::stays) {
            continue;
          }
          if (each.posting) {
            end_posting(change, *each.posting, before);
          }
          if (each.placement) {
            made.push_back({.id = change.new_id<Posting>(),
                            .staff = each.staff,
                            .site = each.placement->site,
                            .role = each.placement->role,
                            .from_day = before.starts_on,
                            .plan = before.id,
                            .source = before.name});
          }
        }
        // 2. What begins.
        if (settle) {
          settle(change, made);
        }
        for (const Posting& each : made) {
          change.insert("posting", each);
        }
        Plan after = before;
        after.state = PlanState::confirmed;
        after.confirmed_at = change.now();
        after.confirmed_by = account_of(change.caller());
        change.update("plan", before, after);
        return plan_view(change, input.id);
      });
}

Page<PublishedRow> list_published(db::Tx& tx, const ListPublished& input) {
  std::string from =
      "placement n JOIN plan p ON p.id = n.plan JOIN staff t ON t.id = n.staff JOIN site s ON s.id "
      "= n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND p.state IN ('published', "
      "'confirmed') AND {scope:area a.path; site s.id; sponsor t.sponsor; staff t.id}";
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  const std::int64_t limit = checked_limit(input.limit);
  add("n.plan =", input.plan);
  add("n.site =", input.site);
  add("n.staff =", input.staff);
  if (input.after) {
    const auto last = Id<Placement>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", last);
  }
  Page<PublishedRow> page;
  page.items = tx.rows_with<PublishedRow>(
      fmt::format("SELECT n.id, n.plan, p.name AS plan_name, p.state, p.starts_on, "
                  "p.objections_until, n.staff, t.name AS staff_name, n.site, s.name AS site_name, "
                  "n.role, n.origin, CASE WHEN n.origin = 'overridden' THEN (SELECT o.reason FROM "
                  "placement_override o WHERE o.plan = n.plan AND o.staff = n.staff AND o.state = "
                  "'approved' ORDER BY o.signed_on DESC, o.id DESC LIMIT 1) END AS reason FROM {} "
                  "ORDER BY n.id DESC LIMIT {}",
                  from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

}  // namespace

std::vector<access::Operation> publish_operations(const SettleTerms& settle) {
  const base::FieldAbout seen{
      .name = "difference",
      .shape = "DIGEST",
      .meaning =
          "The digest of the difference that you saw. If it is another by now, nothing is "
          "done: look at it again."};
  return {
      access::call_operation<WhichPlan, Difference>(
          {.name = "plan.difference",
           .permission = read_plans,
           .path = "/api/plans/{id}/difference",
           .summary = "what a plan would change in the postings as they are",
           .description = "Publishing and confirming have to name its digest.",
           .fields = {plan_field()}},
          false, difference),
      access::call_operation<SignPlan, PlanView>(
          {.name = "plan.publish",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/publish",
           .summary = "publish a draft: whom it concerns sees it and may object",
           .description = "The window for objections is so many working days long as the rules say "
                          "(objection_days, 3).",
           .fields = {plan_field(), seen, programme::version_field()}},
          true, publish),
      access::call_operation<SignPlan, PlanView>(
          {.name = "plan.confirm",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/confirm",
           .summary = "confirm a published plan: its placements become postings",
           .description = "After the window for objections, once each objection has its answer and "
                          "each override its second signature.",
           .fields = {plan_field(), seen, programme::version_field()}},
          true,
          [settle](access::Call& call, const SignPlan& input) {
            return confirm(call, input, settle);
          }),
      access::read_operation<ListPublished, Page<PublishedRow>>(
          {.name = "placement.list",
           .permission = read_placements,
           .path = "/api/placements",
           .summary = "who will serve where by published plans, newest first",
           .fields =
               {{.name = "plan", .shape = "PLAN", .meaning = "Only those of this plan."},
                {.name = "site", .shape = "SITE", .meaning = "Only those at this site."},
                {.name = "staff", .shape = "STAFF", .meaning = "Only those of this staff member."},
                programme::after_field(),
                programme::limit_field()}},
          list_published),
  };
}

}  // namespace sojourn::stages::placement
