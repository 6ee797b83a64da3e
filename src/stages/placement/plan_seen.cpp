// See plan_seen.h.
#include "stages/placement/plan_seen.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "stages/placement/plan_overrides.h"
#include "stages/placement/plan_readiness.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/calendar.h"

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;

namespace {

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
  /// Sites below their minimum, without a leader, a language or a skill by this plan, overrides
  /// counted.
  std::vector<ShortSite> short_sites;
  /// Of a draft: the window for objections if it is published today.
  std::optional<std::int64_t> objection_days;
  std::optional<base::Date> objections_until;
};
BOOST_DESCRIBE_STRUCT(Difference, (),
                      (digest, records_changed, arrives, moves, changes_role, leaves, stays, rows,
                       not_ready, short_sites, objection_days, objections_until))

struct NamedRecord {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedRecord, (), (id, name))

std::unordered_map<std::int64_t, std::string> names_of(db::Tx& tx, std::string_view table) {
  std::unordered_map<std::int64_t, std::string> names;
  for (NamedRecord& each : tx.rows<NamedRecord>(fmt::format(
           "SELECT n.id, n.name FROM {} n WHERE {{unscoped:names of what a seen plan holds}}",
           table))) {
    names.emplace(each.id, std::move(each.name));
  }
  return names;
}

Difference difference(access::Call& call, const WhichPlan& input, WarmPlans& warm_plans) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_view(tx, input.id); });
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    const Plan plan = plan_overridden(tx, input.id);
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
                    .not_ready = unready_sites(tx, plan, seen.steps),
                    .short_sites = short_sites(*warm_plans.of(tx, input.id), seen.placements),
                    .objection_days = {},
                    .objections_until = {}};
    if (plan.state == PlanState::draft) {
      const Window window = window_from_today(tx);
      made.objection_days = window.days;
      made.objections_until = window.until;
    }
    for (const DifferenceStep& each : seen.steps) {
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
      add_row(std::move(row), made);
    }
    return made;
  });
}

}  // namespace

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
  seen.placements = std::move(placements);
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

Seen require_seen(db::Tx& tx, const Plan& plan, const std::string& digest) {
  Seen seen = look(tx, plan);
  if (seen.digest != digest) {
    throw base::Refusal{base::Kind::precondition, "difference_changed",
                        "What the plan would change is not what you were shown: something was "
                        "changed meanwhile. Look at the difference again."};
  }
  return seen;
}

std::vector<ShortSite> short_sites(const WarmPlan& warm, std::span<const Placement> placements) {
  planner::Plan plan{.placements = {}, .lead_sponsors = warm.solution().plan.lead_sponsors};
  for (const Placement& each : placements) {
    const Ix staff = warm.staff(each.staff);
    const Ix site = warm.site(each.site);
    if (staff != none && site != none) {
      plan.placements.push_back({staff, site, role_of(each.role)});
    }
  }
  std::sort(plan.placements.begin(), plan.placements.end(),
            [](const planner::Placement& a, const planner::Placement& b) {
              return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
            });
  const planner::Facts facts(warm.instance(), plan);
  std::vector<ShortSite> made;
  for (std::size_t s = 0; s < warm.instance().sites.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    if (facts.lacks(site).is_short()) {
      const planner::Site& record = warm.instance().sites[s];
      made.push_back({.site = *Id<Site>::from_text(warm.instance().text(record.id)),
                      .site_name = std::string(warm.instance().text(record.name)),
                      .lacks = lacks_of(facts, site)});
    }
  }
  return made;
}

Window window_from_today(db::Tx& tx) {
  const base::Date today = tx.now().utc_date();
  const std::int64_t days = rules_of(tx, today).objection_days;
  return {.days = days, .until = programme::working_days(tx).after(today, days)};
}

std::vector<access::Operation> difference_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<WhichPlan, Difference>(
          {.name = "plan.difference",
           .permission = read_plans,
           .path = "/api/plans/{id}/difference",
           .summary = "what a plan would change in the postings as they are",
           .description = "Also which sites it leaves short, and until when objections would be "
                          "taken if it is published today. Publishing and confirming have to name "
                          "its digest.",
           .fields = {plan_field()}},
          false,
          [warm](access::Call& call, const WhichPlan& input) {
            return difference(call, input, *warm);
          }),
  };
}

}  // namespace sojourn::stages::placement
