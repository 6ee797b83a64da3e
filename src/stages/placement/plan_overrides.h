// What overrides of every kind share: what people decide by their own word against a plan holds
// once a second person has signed for it. Inside src/stages/placement only. Tested in
// tests/scenarios/placement.txt.
#pragma once

#include <optional>
#include <string_view>

#include "stages/placement/plan_operations.h"
#include "stages/programme/listing.h"

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

/// A page of overrides, newest first. `from`: their table n, joined and scoped.
template <class Row>
Page<Row> overrides_page(db::Tx& tx, const WhichOverrides& input, std::string_view columns,
                         std::string_view from) {
  if (input.plan) {
    plan_view(tx, *input.plan);
  }
  programme::Listing list(from);
  list.add_if("n.plan =", input.plan);
  list.add_if("n.state =", input.state);
  return list.page<Row, Row>(tx, columns, true, input.after, input.limit,
                             [](const Row& row) { return row; });
}

/// The override of kind R that waits for its second signature. `from`: its table n, joined and
/// scoped. Refusal precondition "signed_already".
template <class R>
R waiting_override(db::Tx& tx, Id<R> id, std::int64_t version, std::string_view from) {
  R found = tx.one<R>(fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), from), id);
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
