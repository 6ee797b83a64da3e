// Plans: asked for, made by a job, looked at, withdrawn.
#include "stages/placement/plan_operations.h"

#include "stages/placement/programme_folder.h"

namespace sojourn::stages::placement {
namespace {

struct MakePlan {
  std::string name;
  base::Date starts_on;
  std::optional<Id<Area>> area;
  std::optional<std::int64_t> time_limit;
  std::optional<std::int64_t> most_steps;
  std::optional<std::int64_t> seed;
  std::optional<bool> open_posts;
  std::optional<Id<selection::Round>> round;
  std::optional<ByHand> by_hand;
};
BOOST_DESCRIBE_STRUCT(MakePlan, (),
                      (name, starts_on, area, time_limit, most_steps, seed, open_posts, round,
                       by_hand))

struct ListPlans {
  std::optional<PlanState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPlans, (), (state, after, limit))

struct PlanRow {
  Id<Plan> id;
  std::string name;
  std::optional<Id<Area>> area;
  std::optional<std::string> area_name;
  base::Date starts_on;
  std::optional<bool> open_posts;
  std::optional<ByHand> by_hand;
  std::optional<Id<Plan>> parent;
  PlanState state = PlanState::waiting;
  base::Instant made_at;
  std::optional<std::int64_t> total;
  std::optional<std::int64_t> bound;
  std::optional<bool> proven;
  std::optional<std::int64_t> breaches;
  std::optional<std::int64_t> placed;
  std::optional<base::Date> objections_until;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (),
                      (id, name, area, area_name, starts_on, open_posts, by_hand, parent, state,
                       made_at, total, bound, proven, breaches, placed, objections_until, version))

struct CancelPlan {
  Id<Plan> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CancelPlan, (), (id, version))

struct WithdrawPlan {
  Id<Plan> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawPlan, (), (id, reason, version))

struct PlanHistory {
  Id<Plan> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PlanHistory, (), (id, after))

constexpr std::int64_t longest_time = 6 * 3600;
constexpr std::int64_t most_steps = 1'000'000'000;
constexpr std::int64_t largest_seed = 4'294'967'295;

/// Whether there is anything to plan, and anybody to plan it with.
void require_open_posts(const RecordFolder& folder, const planner::Instance& instance) {
  std::int64_t posts = -folder.held;
  for (const planner::Site& site : instance.sites) {
    posts += site.target_team;
  }
  if (posts <= 0) {
    throw base::Refusal{base::Kind::precondition, "no_open_posts",
                        "On that day no post is open: every team is as large as it should be."};
  }
  if (std::ssize(instance.staff) == folder.held) {
    throw base::Refusal{base::Kind::precondition, "nobody_for_open_posts",
                        "There is nobody who could fill an open post: all who may be sent serve "
                        "already. Have sponsors name people in a round."};
  }
}

PlanView make_plan(access::Call& call, const MakePlan& input) {
  // 1. What is asked for.
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_between("/time_limit", input.time_limit.value_or(1), 1, longest_time);
  faults.check_between("/most_steps", input.most_steps.value_or(1), 0, most_steps);
  faults.check_between("/seed", input.seed.value_or(1), 0, largest_seed);
  if (input.by_hand == ByHand::edited) {
    faults.add("/by_hand", "not_here", "edited",
               "What is edited is a plan that there is: use its edit. Here: nobody or postings.");
  }
  if (input.by_hand == ByHand::nobody && input.open_posts.value_or(false)) {
    faults.add("/by_hand", "not_with_open_posts", "nobody",
               "With open posts, whoever serves stays where they are: begin with postings.");
  }
  call.database.read(call.caller, [&](db::Tx& tx) {
    if (input.area) {
      programme::named(tx, *input.area, "/area", faults);
    } else if (!tx.caller().scope.whole) {
      faults.add("/area", "missing", "", "You plan for a part of the programme. Name its area.");
    }
    if (input.round &&
        tx.column<std::int64_t>("SELECT r.id FROM selection_round r JOIN area a ON a.id = "
                                "r.area WHERE {scope:area a.path} AND r.id = $1",
                                *input.round)
            .empty()) {
      faults.add("/round", "unknown_round", input.round->to_text(), "There is no such round.");
    }
  });
  faults.refuse();
  // 2. Whether the records can be planned: better told now than when the job comes to it.
  const bool open_posts = input.open_posts.value_or(false);
  const RecordFolder folder = call.database.read(db::Caller::program(), [&](db::Tx& tx) {
    return folder_of_records(tx, {.on = input.starts_on,
                                  .area = input.area,
                                  .open_posts = open_posts,
                                  .round = input.round});
  });
  const planner::Instance instance = instance_of(folder);
  if (open_posts) {
    require_open_posts(folder, instance);
  }
  // 3. The plan and its job.
  return call.database.change(call.caller, "plan.make", [&](db::Change& change) {
    Plan plan{.id = change.new_id<Plan>(),
              .name = input.name,
              .area = input.area,
              .starts_on = input.starts_on,
              .open_posts = open_posts ? std::optional(true) : std::nullopt,
              .round = input.round,
              .by_hand = input.by_hand,
              .seed = input.seed.value_or(1),
              .time_limit = input.time_limit,
              .most_steps = input.most_steps,
              .made_at = change.now()};
    if (change.caller().actor != 0) {
      plan.made_by = {change.caller().actor};
    }
    plan.job = change.job(plan_job_kind, base::encode_text(PlanJob{plan.id}));
    change.insert("plan", plan);
    return plan_view(change, plan.id);
  });
}

Page<PlanRow> list_plans(db::Tx& tx, const ListPlans& input) {
  std::string from(scoped_plan);
  std::vector<db::Value> values;
  const std::int64_t limit = checked_limit(input.limit);
  if (input.state) {
    values.push_back(db::to_sql(*input.state));
    from += fmt::format(" AND p.state = ${}", values.size());
  }
  if (input.after) {
    const auto last = Id<Plan>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(*last));
    from += fmt::format(" AND p.id < ${}", values.size());
  }
  Page<PlanRow> page;
  page.items = tx.rows_with<PlanRow>(
      fmt::format("SELECT p.id, p.name, p.area, a.name AS area_name, p.starts_on, p.open_posts, "
                  "p.by_hand, p.parent, p.state, p.made_at, p.total, p.bound, p.proven, "
                  "p.breaches, p.placed, p.objections_until, p.version "
                  "FROM {} ORDER BY p.id DESC LIMIT {}",
                  from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

PlanView show_plan(db::Tx& tx, const WhichPlan& input) { return plan_view(tx, input.id); }

PlanView cancel_plan(db::Change& change, const CancelPlan& input) {
  const Plan before = plan_to_change(change, input.id, input.version);
  require_state(before, PlanState::waiting);
  db::Jobs::cancel(change, before.job);
  const auto job = db::Jobs::find(change, before.job);
  Plan after = before;
  // One that is under way is told at its next sign of life, and then keeps the best so far.
  if (!job || job->state == db::JobState::cancelled) {
    after.state = PlanState::cancelled;
  }
  change.update("plan", before, after);
  return plan_view(change, input.id);
}

PlanView withdraw_plan(db::Change& change, const WithdrawPlan& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const Plan before = plan_to_change(change, input.id, input.version);
  if (before.state != PlanState::draft && before.state != PlanState::published) {
    throw base::Refusal{base::Kind::precondition, "not_open",
                        "Only a draft or a published plan is withdrawn."};
  }
  Plan after = before;
  after.state = PlanState::withdrawn;
  after.ended_reason = input.reason;
  change.update("plan", before, after);
  return plan_view(change, input.id);
}

Page<HistoryEntry> plan_history(db::Tx& tx, const PlanHistory& input) {
  plan_view(tx, input.id);
  return programme::history_of(tx, "plan", input.id.value, input.after);
}

}  // namespace

PlanView plan_view(db::Tx& tx, Id<Plan> id) {
  return tx.one<PlanView>(
      fmt::format(
          "SELECT p.id, p.name, p.area, a.name AS area_name, p.starts_on, p.open_posts, p.round, "
          "p.by_hand, p.parent, p.edit_reason, p.state, p.seed, p.time_limit, p.most_steps, "
          "p.made_at, p.faults, p.input_digest, "
          "p.rules_digest, "
          "p.rules_number, p.result_digest, p.steps, p.total, p.bound, p.proven, p.breaches, "
          "p.placed, "
          "p.sites, p.staff, p.published_at, p.shortages, p.objections_until, p.confirmed_at, "
          "p.ended_reason, "
          "CASE WHEN p.state = 'waiting' THEN (SELECT j.progress FROM job j WHERE j.id = p.job) "
          "END AS progress, p.version FROM {} AND p.id = $1",
          scoped_plan),
      id);
}

Plan plan_to_change(db::Change& change, Id<Plan> id, std::int64_t version) {
  Plan plan = change.one<Plan>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Plan>("p"), scoped_plan), id);
  plan.version = version;  // stale: refused with the current one
  return plan;
}

void require_state(const Plan& plan, PlanState state) {
  if (plan.state == state) {
    return;
  }
  switch (state) {
    case PlanState::waiting:
      throw base::Refusal{base::Kind::precondition, "not_waiting",
                          "This plan is made already, or will not be."};
    case PlanState::draft:
      throw base::Refusal{base::Kind::precondition, "not_draft", "This plan is no draft."};
    default:
      throw base::Refusal{base::Kind::precondition, "not_published",
                          "This plan is not published, or is confirmed already."};
  }
}

db::Caller with_whole_scope(const db::Caller& caller) {
  db::Caller made = caller;
  made.scope = db::Scope::everything();
  return made;
}

base::FieldAbout plan_field() { return programme::which_field("PLAN"); }

std::vector<access::Operation> plan_operations() {
  return {
      access::call_operation<MakePlan, PlanView>(
          {.name = "plan.make",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans",
           .summary = "ask for a plan of who should serve where, from a day on",
           .description = "The records are checked at once; what keeps them from being planned is "
                          "told, with the record. The plan itself is made by a job: ask for the "
                          "plan again to see how far it is. It is a draft until it is published.",
           .fields = {{.name = "name",
                       .shape = "NAME",
                       .meaning = "What people call it, in up to 200 bytes."},
                      {.name = "starts_on",
                       .shape = "DAY",
                       .meaning = "The first day of what it places: who is available then, which "
                                  "needs and rules hold."},
                      {.name = "area",
                       .shape = "AREA",
                       .meaning = "Only for this county or what lies above counties; the whole "
                                  "programme if not given."},
                      {.name = "time_limit",
                       .shape = "S",
                       .unit = "seconds",
                       .least = 1,
                       .most = static_cast<double>(longest_time),
                       .meaning = "How long is looked for a better plan: 10 s up to 200 sites, 30 "
                                  "s up to 2,000, 120 s up to 20,000, else 600 s, if not given."},
                      {.name = "most_steps",
                       .shape = "N",
                       .least = 0,
                       .most = static_cast<double>(most_steps),
                       .meaning = "Numbered steps of the search at most."},
                      {.name = "seed",
                       .shape = "N",
                       .least = 0,
                       .most = static_cast<double>(largest_seed),
                       .meaning = "Start of the random numbers of the search; 1 if not given."},
                      {.name = "open_posts",
                       .meaning = "Only for posts that are open: whoever serves on that day, or "
                                  "will by a posting that is made, stays where they are."},
                      {.name = "round",
                       .shape = "ROUND",
                       .meaning = "Of those who do not serve yet only whom this round named, from "
                                  "its shortlist once there is one. If not given, everybody whom "
                                  "their record does not keep out: available, not needed at home, "
                                  "no certificate of fitness that has run out, long enough in "
                                  "service where the day of hiring is known."},
                      {.name = "by_hand",
                       .shape = "WHERE",
                       .meaning = "Begin with nobody placed, or with postings as they are on that "
                                  "day, to be changed on the board. The search then only finds how "
                                  "good a plan could be."}}},
          true, make_plan),
      access::read_operation<ListPlans, Page<PlanRow>>(
          {.name = "plan.list",
           .permission = read_plans,
           .path = "/api/plans",
           .summary = "plans, newest first",
           .fields = {{.name = "state", .shape = "STATE", .meaning = "Only those in this state."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_plans),
      access::read_operation<WhichPlan, PlanView>(
          {.name = "plan.show",
           .permission = read_plans,
           .path = "/api/plans/{id}",
           .summary = "one plan: what it was made from, what it is worth, how far it has come",
           .fields = {plan_field()},
           .watched_until = {"failed", "cancelled", "draft", "published", "confirmed",
                             "withdrawn"}},
          show_plan),
      access::change_operation<CancelPlan, PlanView>(
          {.name = "plan.cancel",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/cancel",
           .summary = "stop a plan that is being made",
           .description = "One that waits for its turn is not made. Of one that is being sought "
                          "the best so far is kept, as a draft.",
           .fields = {plan_field(), programme::version_field()}},
          cancel_plan),
      access::change_operation<WithdrawPlan, PlanView>(
          {.name = "plan.withdraw",
           .permission = manage_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/withdraw",
           .summary = "withdraw a draft or a published plan",
           .fields = {plan_field(), programme::reason_field(), programme::version_field()}},
          withdraw_plan),
      access::read_operation<PlanHistory, Page<HistoryEntry>>(
          {.name = "plan.history",
           .permission = read_plans,
           .path = "/api/plans/{id}/history",
           .summary = "who did what with a plan, and when",
           .fields = {plan_field(), programme::after_field()}},
          plan_history),
  };
}

}  // namespace sojourn::stages::placement
