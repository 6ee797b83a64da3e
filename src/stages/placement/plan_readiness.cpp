#include "stages/placement/plan_readiness.h"

#include <map>

#include "stages/need/operations.h"
#include "stages/placement/plan_overrides.h"

namespace sojourn::stages::placement {
namespace {

struct SiteOverrideView {
  Id<SiteOverride> id;
  Id<Plan> plan;
  std::string plan_name;
  Id<Site> site;
  std::string site_name;
  std::string reason;
  std::optional<std::string> asked_by;
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Date> signed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SiteOverrideView, (),
                      (id, plan, plan_name, site, site_name, reason, asked_by, asked_on, state,
                       signed_on, version))

struct AskSiteOverride {
  Id<Plan> plan;
  Id<Site> site;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskSiteOverride, (), (plan, site, reason))

struct WhichSiteOverride {
  Id<SiteOverride> id;
};
BOOST_DESCRIBE_STRUCT(WhichSiteOverride, (), (id))

struct SignSiteOverride {
  Id<SiteOverride> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignSiteOverride, (), (id, version))

/// Whoever sees the plan sees what was signed for in it.
constexpr std::string_view scoped_site_override =
    "site_override n JOIN plan p ON p.id = n.plan LEFT JOIN area a ON a.id = p.area JOIN site s ON "
    "s.id = n.site LEFT JOIN account c ON c.id = n.asked_by WHERE {scope:area a.path}";
constexpr std::string_view view_columns =
    "n.id, n.plan, p.name AS plan_name, n.site, s.name AS site_name, n.reason, c.person AS "
    "asked_by, n.asked_on, n.state, n.signed_on, n.version";

SiteOverrideView show(db::Tx& tx, const WhichSiteOverride& input) {
  return tx.one<SiteOverrideView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", view_columns, scoped_site_override), input.id);
}

Page<SiteOverrideView> list(db::Tx& tx, const WhichOverrides& input) {
  return overrides_page<SiteOverrideView>(tx, input, view_columns, scoped_site_override);
}

SiteOverrideView ask(db::Change& change, const AskSiteOverride& input) {
  const Plan plan = plan_overridden(change, input.plan);
  Faults faults;
  faults.check_name("/reason", input.reason);
  check_site(change, input.site, faults);
  faults.refuse();
  require_open_plan(plan);
  const SiteOverride made{.id = change.new_id<SiteOverride>(),
                          .plan = input.plan,
                          .site = input.site,
                          .reason = input.reason,
                          .asked_by = access::account_of(change.caller().actor),
                          .asked_on = change.now().utc_date()};
  change.insert(SiteOverride::table, made);
  return show(change, {made.id});
}

SiteOverrideView settle(db::Change& change, const SignSiteOverride& input, OverrideState state) {
  settle_override(change, waiting_override(change, input.id, input.version, scoped_site_override),
                  state);
  return show(change, {input.id});
}

}  // namespace

std::vector<UnreadySite> unready_sites(db::Tx& tx, const Plan& plan,
                                       std::span<const DifferenceStep> steps) {
  if (!need::rules_of(tx, plan.starts_on).readiness_gate) {
    return {};
  }
  // 1. Where somebody comes who is not there.
  std::map<Id<Site>, std::int64_t> coming;
  for (const DifferenceStep& step : steps) {
    if (step.step == Step::arrives || step.step == Step::moves) {
      ++coming[step.placement->site];
    }
  }
  if (coming.empty()) {
    return {};
  }
  // 2. What these sites lack, and who has signed for it.
  const auto said =
      need::readiness(tx, {.on = tx.now().utc_date()}, plan.area ? path_of(tx, *plan.area) : "");
  std::map<Id<Site>, std::string> reasons;
  for (SiteOverride& each : tx.rows<SiteOverride>(
           fmt::format("SELECT {} FROM site_override n WHERE n.plan = $1 AND n.state = 'approved' "
                       "AND {{unscoped:the plan is seen, and these are of it}} ORDER BY n.id",
                       columns<SiteOverride>("n")),
           plan.id)) {
    reasons.insert_or_assign(each.site, std::move(each.reason));
  }
  std::vector<UnreadySite> made;
  for (const auto& [site, people] : coming) {
    const auto found = said.find(site);
    std::vector<std::string> missing =
        need::missing_of(found == said.end() ? nullptr : &found->second);
    if (missing.empty()) {
      continue;
    }
    const auto reason = reasons.find(site);
    made.push_back(
        {.site = site,
         .site_name = tx.value<std::string>(
             "SELECT s.name FROM site s WHERE s.id = $1 AND {unscoped:of a seen plan}", site),
         .people = people,
         .missing = std::move(missing),
         .signed_reason = reason == reasons.end() ? std::nullopt : std::optional(reason->second)});
  }
  return made;
}

void require_ready(db::Tx& tx, const Plan& plan, std::span<const DifferenceStep> steps) {
  base::Refusal refusal{base::Kind::precondition, "sites_not_ready",
                        "Sites are not ready for those who would come. Report what was put right "
                        "(readiness set), or have two people sign for it (site-override ask)."};
  for (const UnreadySite& each : unready_sites(tx, plan, steps)) {
    if (each.signed_reason) {
      continue;
    }
    std::string missing;
    for (const std::string& what : each.missing) {
      missing += (missing.empty() ? "" : ", ") + what;
    }
    refusal.faults.push_back({.where = each.site.to_text(),
                              .code = "not_ready",
                              .value = missing,
                              .detail = base::in_words("{} is not ready, and {} would come there.",
                                                       each.site_name, each.people)});
  }
  if (!refusal.faults.empty()) {
    throw refusal;
  }
}

std::vector<access::Operation> site_override_operations() {
  const base::FieldAbout which = programme::which_field("ID");
  const base::FieldAbout plan{.name = "plan", .shape = "PLAN", .meaning = "Which plan, by its id."};
  return {
      access::change_operation<AskSiteOverride, SiteOverrideView>(
          {.name = "site_override.ask",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/site-overrides",
           .summary = "ask that people are posted to a site although it is not ready",
           .description = "It holds once another person has signed it.",
           .fields = {plan,
                      site_field(),
                      {.name = "reason",
                       .shape = "TEXT",
                       .meaning = "Why, in up to 200 bytes. It stands with the plan: no names of "
                                  "people."}}},
          ask),
      access::read_operation<WhichOverrides, Page<SiteOverrideView>>(
          {.name = "site_override.list",
           .permission = read_plans,
           .path = "/api/site-overrides",
           .summary = "sites of plans that people signed for, newest first",
           .fields = which_overrides_fields()},
          list),
      access::read_operation<WhichSiteOverride, SiteOverrideView>(
          {.name = "site_override.show",
           .permission = read_plans,
           .path = "/api/site-overrides/{id}",
           .summary = "one site of a plan that people signed for",
           .fields = {which}},
          show),
      access::change_operation<SignSiteOverride, SiteOverrideView>(
          {.name = "site_override.sign",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/site-overrides/{id}/sign",
           .summary = "sign, as the second person, for a site that is not ready",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignSiteOverride& input) {
            return settle(change, input, OverrideState::approved);
          }),
      access::change_operation<SignSiteOverride, SiteOverrideView>(
          {.name = "site_override.decline",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/site-overrides/{id}/decline",
           .summary = "decline to sign for a site that is not ready",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignSiteOverride& input) {
            return settle(change, input, OverrideState::declined);
          }),
  };
}

}  // namespace sojourn::stages::placement
