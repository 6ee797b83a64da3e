// From a draft to postings: the difference is shown, and named by whoever publishes or confirms, so
// that nothing is decided that was not seen. Between the two, objections may be raised.
#include "access/notify.h"
#include "stages/placement/plan_overrides.h"
#include "stages/placement/plan_readiness.h"
#include "stages/placement/plan_seen.h"

namespace sojourn::stages::placement {
namespace {

struct PublishPlan {
  Id<Plan> id;
  std::string difference;
  std::optional<std::int64_t> shortages;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PublishPlan, (), (id, difference, shortages, version))

struct SignPlan {
  Id<Plan> id;
  std::string difference;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignPlan, (), (id, difference, version))

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

/// Shortages are warnings: whoever publishes says how many they saw, and that is kept.
void require_shortages_seen(const PublishPlan& input, const Seen& seen, const StoredPlan& stored) {
  const std::int64_t sites = std::ssize(short_sites(stored, seen.placements));
  if (input.shortages.value_or(0) == sites) {
    return;
  }
  throw base::Refusal{
      .kind = base::Kind::precondition,
      .code = "shortages_not_seen",
      .detail = base::in_words("By this plan {} sites are short. Look at them in the difference, "
                               "and say how many you saw.",
                               sites),
      .faults = {{.where = "/shortages",
                  .code = "shortages_not_seen",
                  .value = input.shortages ? std::to_string(*input.shortages) : std::string(),
                  .detail = base::in_words("This should be {}.", sites)}}};
}

struct PlanName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(PlanName, (), (name))

/// One person is told one place for one day.
void require_told_once(db::Tx& tx, const Plan& plan) {
  const std::vector<PlanName> other = tx.rows<PlanName>(
      "SELECT DISTINCT p.name FROM plan p JOIN placement n ON n.plan = p.id AND n.ended_on IS NULL "
      "JOIN placement m ON m.staff = n.staff AND m.plan = $1 AND m.ended_on IS NULL WHERE p.id <> "
      "$1 AND p.state = 'published' AND p.starts_on = $2 AND {unscoped:of a plan that is seen} "
      "ORDER BY p.name LIMIT 1",
      plan.id, plan.starts_on);
  if (!other.empty()) {
    throw base::Refusal{
        base::Kind::precondition, "published_beside",
        base::in_words("{} is published for the same day and places some of the same people. "
                       "Withdraw it first, or confirm it.",
                       other.front().name)};
  }
}

/// Those who are placed otherwise than they are now, and their sponsors, get a mail if they wish
/// one.
void tell(db::Change& change, const Plan& plan, const std::vector<DifferenceStep>& steps,
          base::Sentence subject, base::Sentence text) {
  std::vector<std::int64_t> staff;
  for (const DifferenceStep& each : steps) {
    if (each.step != Step::stays) {
      staff.push_back(each.staff.value);
    }
  }
  access::notify_staff(change, staff, {.subject = subject, .text = text, .path = "/"});
  const auto sponsors = change.column<std::int64_t>(
      "SELECT DISTINCT t.sponsor FROM placement n JOIN staff t ON t.id = n.staff WHERE n.plan = $1 "
      "AND n.ended_on IS NULL AND {unscoped:whom a plan concerns is told}",
      plan.id);
  access::notify_role(change, access::Role::sponsor_manager, access::ScopeKind::sponsor, sponsors,
                      {.subject = std::move(subject),
                       .text = std::move(text),
                       .path = "/plans/" + plan.id.to_text()});
}

PlanView publish(access::Call& call, const PublishPlan& input, WarmPlans& warm_plans) {
  // What the plan was made from never changes, and is read before any writer waits for it.
  std::shared_ptr<const StoredPlan> stored;
  call.database.read(call.caller, [&](db::Tx& tx) {
    if (plan_view(tx, input.id).state == PlanState::draft) {
      stored = warm_plans.stored(tx, input.id);
    }
  });
  return call.database.change(
      with_whole_scope(call.caller), "plan.publish", [&](db::Change& change) {
        const Plan before = plan_to_change(change, input.id, input.version);
        require_state(before, PlanState::draft);
        const Seen seen = look(change, before);
        require_seen(seen, input.difference);
        require_rules_kept(change, before, seen);
        if (stored == nullptr) {
          throw base::Refusal{base::Kind::precondition, "no_plan_yet",
                              "This plan is not made yet, or could not be made."};
        }
        require_shortages_seen(input, seen, *stored);
        require_told_once(change, before);
        Plan after = before;
        after.state = PlanState::published;
        after.published_at = change.now();
        after.published_by = access::account_of(change.caller().actor);
        after.difference = input.difference;
        after.shortages = input.shortages.value_or(0);
        after.objections_until = window_from_today(change).until;
        change.update("plan", before, after);
        tell(
            change, after, seen.steps, "A plan is published that concerns you",
            base::in_words("You see there what it says and why. Objections are taken until the end "
                           "of {}.",
                           after.objections_until->to_text()));
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
        const Seen seen = look(change, before);
        require_seen(seen, input.difference);
        require_rules_kept(change, before, seen);
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
        after.confirmed_by = access::account_of(change.caller().actor);
        change.update("plan", before, after);
        tell(change, after, seen.steps, "A plan is confirmed that concerns you",
             base::in_words("It holds from {} on.", after.starts_on.to_text()));
        return plan_view(change, input.id);
      });
}

Page<PublishedRow> list_published(db::Tx& tx, const ListPublished& input) {
  programme::Listing list(
      "placement n JOIN plan p ON p.id = n.plan JOIN staff t ON t.id = n.staff JOIN site s ON s.id "
      "= n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND p.state IN ('published', "
      "'confirmed') AND {scope:area a.path; site s.id; sponsor t.sponsor; staff t.id}");
  list.add_if("n.plan =", input.plan);
  list.add_if("n.site =", input.site);
  list.add_if("n.staff =", input.staff);
  return list.page<PublishedRow, PublishedRow>(
      tx,
      "n.id, n.plan, p.name AS plan_name, p.state, p.starts_on, p.objections_until, n.staff, "
      "t.name AS staff_name, n.site, s.name AS site_name, n.role, n.origin, CASE WHEN n.origin = "
      "'overridden' THEN (SELECT o.reason FROM placement_override o WHERE o.plan = n.plan AND "
      "o.staff = n.staff AND o.state = 'approved' ORDER BY o.signed_on DESC, o.id DESC LIMIT 1) "
      "END AS reason",
      true, input.after, input.limit, [](const PublishedRow& row) { return row; });
}

}  // namespace

std::vector<access::Operation> publish_operations(const std::shared_ptr<WarmPlans>& warm,
                                                  const SettleTerms& settle) {
  const base::FieldAbout seen{
      .name = "difference",
      .shape = "DIGEST",
      .meaning =
          "The digest of the difference that you saw. If it is another by now, nothing is "
          "done: look at it again."};
  return {
      access::call_operation<PublishPlan, PlanView>(
          {.name = "plan.publish",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/publish",
           .summary = "publish a draft: whom it concerns sees it and may object",
           .description = "The window for objections is so many working days long as the rules say "
                          "(objection_days, 3).",
           .fields = {plan_field(),
                      seen,
                      {.name = "shortages",
                       .shape = "N",
                       .meaning = "How many sites are short by this plan: that you saw them. It is "
                                  "kept with the plan. 0 if not given."},
                      programme::version_field()}},
          true,
          [warm](access::Call& call, const PublishPlan& input) {
            return publish(call, input, *warm);
          }),
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
