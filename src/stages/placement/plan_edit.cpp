// Plans that people changed, kept as plans of their own beside the one that they changed; and two
// plans compared.
#include <algorithm>
#include <map>

#include "stages/placement/by_hand.h"
#include "stages/placement/plan_difference.h"
#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_keep.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

struct EditPlan {
  Id<Plan> id;
  std::string name;
  std::string reason;
  std::optional<std::vector<PersonMove>> moves;
  std::optional<std::vector<LeadMove>> leads;
  std::optional<bool> new_leads;
  std::optional<bool> beside;
};
BOOST_DESCRIBE_STRUCT(EditPlan, (), (id, name, reason, moves, leads, new_leads, beside))

struct ComparePlans {
  Id<Plan> id;
  Id<Plan> with;
};
BOOST_DESCRIBE_STRUCT(ComparePlans, (), (id, with))

struct ComparedLead {
  Id<Site> site;
  std::string site_name;
  std::optional<Id<Sponsor>> from = {};
  std::optional<std::string> from_name = {};
  std::optional<Id<Sponsor>> to = {};
  std::optional<std::string> to_name = {};
};
BOOST_DESCRIBE_STRUCT(ComparedLead, (), (site, site_name, from, from_name, to, to_name))

struct Comparison {
  bool same_input = false;  ///< made from the same records and rules: the totals may be compared
  std::int64_t total = 0;
  std::int64_t other_total = 0;
  std::vector<TermPoints> terms;
  std::int64_t arrives = 0;
  std::int64_t moves = 0;
  std::int64_t changes_role = 0;
  std::int64_t leaves = 0;
  std::int64_t stays = 0;
  std::vector<DifferenceRow> rows;  ///< of those who do not stay as they are
  std::vector<ComparedLead> leads;  ///< of sites that both plans know
};
BOOST_DESCRIBE_STRUCT(Comparison, (),
                      (same_input, total, other_total, terms, arrives, moves, changes_role, leaves,
                       stays, rows, leads))

struct NewerPlan {
  Id<Plan> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NewerPlan, (), (id, name))

/// Somebody else may have changed the same plan meanwhile: both versions are to be looked at.
void require_newest(db::Tx& tx, Id<Plan> plan) {
  const std::vector<NewerPlan> newer = tx.rows<NewerPlan>(
      "SELECT p.id, p.name FROM plan p WHERE p.parent = $1 AND p.state <> 'withdrawn' AND "
      "{unscoped:the plan is seen, and what was made of it} ORDER BY p.id DESC LIMIT 1",
      plan);
  if (newer.empty()) {
    return;
  }
  throw base::Refusal{
      .kind = base::Kind::precondition,
      .code = "edited_meanwhile",
      .detail = base::in_words(
          "This plan was changed meanwhile, and kept as {}. Look at what differs, and change that "
          "one; or keep yours beside it.",
          newer.front().name),
      .faults = {{.where = "/id",
                  .code = "edited_meanwhile",
                  .value = newer.front().id.to_text(),
                  .detail = "This was made of it."}}};
}

PlanView edit(access::Call& call, const EditPlan& input, WarmPlans& warm_plans) {
  // 1. What is asked for.
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_name("/reason", input.reason);
  Plan parent{.id = {}, .name = {}, .starts_on = {}, .made_at = {}};
  PlanTexts texts;
  const auto warm = call.database.read(call.caller, [&](db::Tx& tx) {
    parent = tx.one<Plan>(
        fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Plan>("p"), scoped_plan), input.id);
    auto found = warm_plans.of(tx, input.id);
    texts = plan_texts(tx, input.id);
    return found;
  });
  const Moves moves(input);
  check_moves(*warm, moves, faults);
  faults.refuse();
  // 2. The plan with the moves made.
  planner::Draft draft = draft_of(*warm, moves);
  if (input.new_leads.value_or(false)) {
    draft.set_leads(planner::best_leads(draft).lead_sponsors);
  }
  planner::Plan made = draft.plan();
  // One that is a draft no more is had as a draft again, as it was.
  if (made == warm->solution().plan && parent.state == PlanState::draft) {
    throw base::Refusal{base::Kind::precondition, "nothing_changed",
                        "With these moves the plan is as it was. There is nothing to keep."};
  }
  // Its bound holds for every plan of the same records, this one too.
  planner::Solution solution = warm->solution();
  put_in(solution, warm->instance(), std::move(made));
  // 3. Kept, beside the one that was changed.
  return call.database.change(call.caller, "plan.edit", [&](db::Change& change) {
    if (!input.beside.value_or(false)) {
      require_newest(change, input.id);
    }
    Plan plan{.id = change.new_id<Plan>(),
              .name = input.name,
              .area = parent.area,
              .starts_on = parent.starts_on,
              .open_posts = parent.open_posts,
              .round = parent.round,
              .by_hand = ByHand::edited,
              .parent = input.id,
              .edit_reason = input.reason,
              .seed = parent.seed,
              .time_limit = parent.time_limit,
              .most_steps = parent.most_steps,
              .made_at = change.now(),
              .rules_number = parent.rules_number};
    if (change.caller().actor != 0) {
      plan.made_by = {change.caller().actor};
    }
    Kept kept = kept_of(std::move(plan), texts, warm->instance(), solution,
                        {.seed = static_cast<std::uint64_t>(parent.seed)});
    change.insert("plan", kept.plan);
    keep_parts(change, kept);
    return plan_view(change, kept.plan.id);
  });
}

// ---- Two plans

struct PlacedRow {
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
};
BOOST_DESCRIBE_STRUCT(PlacedRow, (), (staff, staff_name, site, site_name, role))

std::map<Id<Staff>, PlacedRow> placed_by(db::Tx& tx, Id<Plan> plan) {
  std::map<Id<Staff>, PlacedRow> made;
  for (PlacedRow& row : tx.rows<PlacedRow>(
           "SELECT n.staff, t.name AS staff_name, n.site, s.name AS site_name, n.role FROM "
           "placement n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site WHERE n.plan = "
           "$1 AND n.ended_on IS NULL AND {unscoped:the plan is seen, and these are of it}",
           plan)) {
    made.emplace(row.staff, std::move(row));
  }
  return made;
}

void compare_people(const std::map<Id<Staff>, PlacedRow>& before,
                    const std::map<Id<Staff>, PlacedRow>& after, Comparison& to) {
  const auto add = [&](const PlacedRow* from, const PlacedRow* into) {
    DifferenceRow row{.staff = (from != nullptr ? from : into)->staff,
                      .staff_name = (from != nullptr ? from : into)->staff_name,
                      .step = step_between(from, into)};
    if (from != nullptr) {
      row.from = from->site;
      row.from_name = from->site_name;
      row.from_role = from->role;
    }
    if (into != nullptr) {
      row.to = into->site;
      row.to_name = into->site_name;
      row.to_role = into->role;
    }
    add_row(std::move(row), to);
  };
  for (const auto& [staff, from] : before) {
    const auto into = after.find(staff);
    add(&from, into == after.end() ? nullptr : &into->second);
  }
  for (const auto& [staff, into] : after) {
    if (!before.contains(staff)) {
      add(nullptr, &into);
    }
  }
  std::sort(to.rows.begin(), to.rows.end(), [](const DifferenceRow& a, const DifferenceRow& b) {
    return a.staff.value < b.staff.value;
  });
}

void compare_leads(const WarmPlan& before, const WarmPlan& after, Comparison& to) {
  const Told told(before, base::Language::en);
  const Told told_after(after, base::Language::en);
  for (std::size_t s = 0; s < before.instance().sites.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    const Ix there = after.site(told.site(site));
    if (there == none) {
      continue;
    }
    const Ix from = before.facts().lead_sponsor(site);
    const Ix into = after.facts().lead_sponsor(there);
    ComparedLead row{.site = told.site(site), .site_name = told.speaker().site(site)};
    if (from != none) {
      row.from = told.sponsor(from);
      row.from_name = told.speaker().sponsor(from);
    }
    if (into != none) {
      row.to = told_after.sponsor(into);
      row.to_name = told_after.speaker().sponsor(into);
    }
    if (row.from != row.to) {
      to.leads.push_back(std::move(row));
    }
  }
}

Comparison compare(access::Call& call, const ComparePlans& input, WarmPlans& warm_plans) {
  Comparison made;
  std::shared_ptr<const WarmPlan> before, after;
  call.database.read(call.caller, [&](db::Tx& tx) {
    plan_view(tx, input.id);
    plan_view(tx, input.with);
    before = warm_plans.of(tx, input.id);
    after = warm_plans.of(tx, input.with);
    made = {};
    compare_people(placed_by(tx, input.id), placed_by(tx, input.with), made);
  });
  made.same_input = before->instance().input_digest == after->instance().input_digest &&
                    before->instance().rules_digest == after->instance().rules_digest;
  made.total = before->solution().value.total;
  made.other_total = after->solution().value.total;
  made.terms = term_points(after->solution().value, before->solution().value);
  compare_leads(*before, *after, made);
  return made;
}

}  // namespace

std::vector<access::Operation> edit_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<EditPlan, PlanView>(
          {.name = "plan.edit",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/edit",
           .summary = "keep a plan with some moves made, as a draft of its own",
           .description = "The plan that was changed stays as it is. If somebody has kept another "
                          "change of it meanwhile, nothing is kept, and theirs is named. A plan "
                          "that is published, confirmed or withdrawn is kept without moves too: "
                          "as a draft again.",
           .fields = {plan_field(),
                      {.name = "name",
                       .shape = "NAME",
                       .meaning = "What people call it, in up to 200 bytes."},
                      programme::reason_field(),
                      moves_field(),
                      leads_field(),
                      {.name = "new_leads",
                       .meaning = "Choose the lead sponsors anew, for the teams as they are then."},
                      {.name = "beside",
                       .meaning = "Keep it although another change of the same plan was kept."}}},
          true,
          [warm](access::Call& call, const EditPlan& input) { return edit(call, input, *warm); }),
      access::call_operation<ComparePlans, Comparison>(
          {.name = "plan.compare",
           .permission = read_plans,
           .path = "/api/plans/{id}/compare",
           .summary =
               "what differs between two plans: who is elsewhere, who leads, what it is worth",
           .description = "With the placements that were overridden since.",
           .fields = {plan_field(),
                      {.name = "with", .shape = "PLAN", .meaning = "The other plan, by its id."}}},
          false,
          [warm](access::Call& call, const ComparePlans& input) {
            return compare(call, input, *warm);
          }),
  };
}

}  // namespace sojourn::stages::placement
