// See plan_overrides.h. And the override of hard rules: a plan made by hand is published although
// it breaks some.
#include "stages/placement/plan_overrides.h"

#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_seen.h"

namespace sojourn::stages::placement {
namespace {

struct RuleOverrideView {
  Id<RuleOverride> id;
  Id<Plan> plan;
  std::string plan_name;
  std::string reason;
  std::optional<std::string> asked_by;
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Date> signed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(RuleOverrideView, (),
                      (id, plan, plan_name, reason, asked_by, asked_on, state, signed_on, version))

struct AskRuleOverride {
  Id<Plan> plan;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskRuleOverride, (), (plan, reason))

struct WhichRuleOverride {
  Id<RuleOverride> id;
};
BOOST_DESCRIBE_STRUCT(WhichRuleOverride, (), (id))

struct SignRuleOverride {
  Id<RuleOverride> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignRuleOverride, (), (id, version))

/// Whoever sees the plan sees what was signed for in it.
constexpr std::string_view scoped_rule_override =
    "rule_override n JOIN plan p ON p.id = n.plan LEFT JOIN area a ON a.id = p.area LEFT JOIN "
    "account c ON c.id = n.asked_by WHERE {scope:area a.path}";
constexpr std::string_view view_columns =
    "n.id, n.plan, p.name AS plan_name, n.reason, c.person AS asked_by, n.asked_on, n.state, "
    "n.signed_on, n.version";

RuleOverrideView show(db::Tx& tx, const WhichRuleOverride& input) {
  return tx.one<RuleOverrideView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", view_columns, scoped_rule_override), input.id);
}

Page<RuleOverrideView> list(db::Tx& tx, const WhichOverrides& input) {
  return overrides_page<RuleOverrideView>(tx, input, view_columns, scoped_rule_override);
}

RuleOverrideView ask(access::Call& call, const AskRuleOverride& input) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_overridden(tx, input.plan); });
  return call.database.change(
      with_whole_scope(call.caller), "rule_override.ask", [&](db::Change& change) {
        const Plan plan = plan_overridden(change, input.plan);
        Faults faults;
        faults.check_name("/reason", input.reason);
        faults.refuse();
        require_open_plan(plan);
        if (breaches_to_sign(plan, look(change, plan)) == 0) {
          throw base::Refusal{base::Kind::precondition, "keeps_rules",
                              "This plan breaks no hard rule: it needs no override."};
        }
        const RuleOverride made{.id = change.new_id<RuleOverride>(),
                                .plan = input.plan,
                                .reason = input.reason,
                                .asked_by = access::account_of(change.caller().actor),
                                .asked_on = change.now().utc_date()};
        change.insert(RuleOverride::table, made);
        return show(change, {made.id});
      });
}

RuleOverrideView settle(db::Change& change, const SignRuleOverride& input, OverrideState state) {
  settle_override(change, waiting_override(change, input.id, input.version, scoped_rule_override),
                  state);
  return show(change, {input.id});
}

}  // namespace

std::vector<base::FieldAbout> which_overrides_fields() {
  return {{.name = "plan",
           .shape = "PLAN",
           .meaning = "Only of this plan, by its id; of all that are seen if not given."},
          {.name = "state", .shape = "STATE", .meaning = "Only those in this state."},
          programme::after_field(),
          programme::limit_field()};
}

void require_open_plan(const Plan& plan) {
  if (plan.state != PlanState::draft && plan.state != PlanState::published) {
    throw base::Refusal{base::Kind::precondition, "not_open",
                        "Only a draft or a published plan is overridden."};
  }
}

Plan plan_overridden(db::Tx& tx, Id<Plan> id) {
  return tx.one<Plan>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Plan>("p"), scoped_plan), id);
}

std::vector<access::Operation> rule_override_operations() {
  const base::FieldAbout which = programme::which_field("ID");
  const base::FieldAbout plan{.name = "plan", .shape = "PLAN", .meaning = "Which plan, by its id."};
  return {
      access::call_operation<AskRuleOverride, RuleOverrideView>(
          {.name = "rule_override.ask",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/rule-overrides",
           .summary = "ask that a plan may be published although it breaks hard rules",
           .description = "It holds once another person has signed it.",
           .fields = {plan,
                      {.name = "reason",
                       .shape = "TEXT",
                       .meaning = "Why, in up to 200 bytes. It stands with the plan: no names of "
                                  "people."}}},
          true, ask),
      access::read_operation<WhichOverrides, Page<RuleOverrideView>>(
          {.name = "rule_override.list",
           .permission = read_plans,
           .path = "/api/rule-overrides",
           .summary = "who asked and signed that plans break hard rules, newest first",
           .fields = which_overrides_fields()},
          list),
      access::read_operation<WhichRuleOverride, RuleOverrideView>(
          {.name = "rule_override.show",
           .permission = read_plans,
           .path = "/api/rule-overrides/{id}",
           .summary = "one override of hard rules",
           .fields = {which}},
          show),
      access::change_operation<SignRuleOverride, RuleOverrideView>(
          {.name = "rule_override.sign",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/rule-overrides/{id}/sign",
           .summary = "sign, as the second person, that a plan breaks hard rules",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignRuleOverride& input) {
            return settle(change, input, OverrideState::approved);
          }),
      access::change_operation<SignRuleOverride, RuleOverrideView>(
          {.name = "rule_override.decline",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/rule-overrides/{id}/decline",
           .summary = "decline to sign that a plan breaks hard rules",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignRuleOverride& input) {
            return settle(change, input, OverrideState::declined);
          }),
  };
}

}  // namespace sojourn::stages::placement
