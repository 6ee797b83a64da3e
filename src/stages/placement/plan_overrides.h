// What overrides of every kind share: what people decide by their own word against a plan holds
// once a second person has signed for it. Inside src/stages/placement only. Tested in
// tests/scenarios/placement.txt.
#pragma once

#include <optional>
#include <string_view>

#include "stages/placement/plan_operations.h"

namespace sojourn::stages::placement {

/// Refusal precondition "not_open" unless it is a draft or published.
void require_open_plan(const Plan& plan);

/// The plan that an override is of, as far as the asker sees it.
Plan plan_overridden(db::Tx& tx, Id<Plan> id);

/// Of one plan, or of all that the asker sees.
struct WhichOverrides {
  std::optional<Id<Plan>> plan;
  std::optional<OverrideState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(WhichOverrides, (), (plan, state, after, limit))

/// The sentences of its members.
std::vector<base::FieldAbout> which_overrides_fields();

/// A page of the overrides of kind R, newest first. `from`: their table n, joined and scoped.
template <class R, class Row>
Page<Row> overrides_page(db::Tx& tx, const WhichOverrides& input, std::string_view columns,
                         std::string_view from) {
  std::string rows(from);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      rows += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  const std::int64_t limit = checked_limit(input.limit);
  if (input.plan) {
    plan_view(tx, *input.plan);
  }
  add("n.plan =", input.plan);
  add("n.state =", input.state);
  if (input.after) {
    const auto last = Id<R>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", last);
  }
  Page<Row> page;
  page.items = tx.rows_with<Row>(
      fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}", columns, rows, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

/// Refusal precondition "must_fix" where the plan breaks hard rules and no two people signed for
/// it.
void require_rules_kept(db::Tx& tx, const Plan& plan);

/// The override of kind R that waits for its second signature. `from`: its table n, joined and
/// scoped. Refusal precondition "signed_already".
template <class R>
R waiting_override(db::Change& change, Id<R> id, std::int64_t version, std::string_view from) {
  R found =
      change.one<R>(fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), from), id);
  if (found.state != OverrideState::waiting) {
    throw base::Refusal{base::Kind::precondition, "signed_already",
                        "This override is signed or declined already."};
  }
  found.version = version;
  return found;
}

/// Signs it or declines it, today, by whoever asks. Refusal forbidden "same_person" where who asked
/// for it signs it too, precondition "not_open" where the plan is over.
template <class R>
void settle_override(db::Change& change, const R& before, OverrideState state) {
  if (state == OverrideState::approved) {
    if (before.asked_by == access::account_of(change.caller().actor)) {
      throw base::Refusal{base::Kind::forbidden, "same_person",
                          "The second signature is another person's than the first."};
    }
    require_open_plan(plan_overridden(change, before.plan));
  }
  R after = before;
  after.state = state;
  after.signed_by = access::account_of(change.caller().actor);
  after.signed_on = change.now().utc_date();
  change.update(R::table, before, after);
}

}  // namespace sojourn::stages::placement
