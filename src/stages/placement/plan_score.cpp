// What people's moves on the board are worth before they are kept, and while somebody is picked up,
// what every place would be. Nothing here is kept.
#include <set>

#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_sites.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

struct AskScore {
  Id<Plan> id;
  std::optional<std::vector<PersonMove>> moves;
  std::optional<std::vector<LeadMove>> leads;
  std::optional<Id<Staff>> pick;
  std::optional<Id<Area>> within;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskScore, (), (id, moves, leads, pick, within, language))

struct ScoredSite {
  Id<Site> id;
  std::int64_t points = 0;
  std::int64_t change = 0;
  std::optional<Id<Sponsor>> lead;
  std::optional<std::string> lead_name;
  LackView lacks;
};
BOOST_DESCRIBE_STRUCT(ScoredSite, (), (id, points, change, lead, lead_name, lacks))

/// Somebody of a team that the moves touch, as the moves make it.
struct ScoredPlace {
  Id<Staff> staff;
  Id<Site> site;
  std::int64_t wish = 0;  ///< rank of the wish that it meets; 0: none
  bool wished = false;    ///< wishes were said
  std::string text;       ///< why they are there
};
BOOST_DESCRIBE_STRUCT(ScoredPlace, (), (staff, site, wish, wished, text))

struct Target {
  Id<Site> site;
  StaffRole role = StaffRole::member;
  std::int64_t change = 0;
  std::vector<TermPoints> terms;  ///< that change, and by how much
  std::vector<std::string> breaks;
  std::vector<std::string> heals;
};
BOOST_DESCRIBE_STRUCT(Target, (), (site, role, change, terms, breaks, heals))

struct SwapTarget {
  Id<Staff> staff;
  Id<Site> site;
  std::int64_t change = 0;
  std::vector<TermPoints> terms;
  std::vector<std::string> breaks;
  std::vector<std::string> heals;
};
BOOST_DESCRIBE_STRUCT(SwapTarget, (), (staff, site, change, terms, breaks, heals))

struct PoolTarget {
  std::int64_t change = 0;
  std::vector<std::string> breaks;
  std::vector<std::string> heals;
};
BOOST_DESCRIBE_STRUCT(PoolTarget, (), (change, breaks, heals))

struct ScoreView {
  std::int64_t total = 0;
  std::int64_t change = 0;
  std::int64_t change_with_new_leads = 0;
  std::vector<TermPoints> terms;
  std::vector<BreachView> breaches;
  std::vector<ScoredSite> sites;
  std::vector<ScoredPlace> places;
  std::vector<Target> targets;
  std::vector<SwapTarget> swaps;
  std::optional<PoolTarget> to_pool;
};
BOOST_DESCRIBE_STRUCT(ScoreView, (),
                      (total, change, change_with_new_leads, terms, breaches, sites, places,
                       targets, swaps, to_pool))

std::vector<std::string> codes_of(const std::vector<planner::Breach>& breaches) {
  std::vector<std::string> codes;
  for (const planner::Breach& each : breaches) {
    codes.emplace_back(each.code);
  }
  return codes;
}

/// What dropping the person somewhere changes.
void add_targets(const planner::Draft& draft, Ix pick, std::span<const Ix> shown, const Told& told,
                 ScoreView& to) {
  const Ix from = draft.place(pick);
  const planner::Role own = draft.role(pick);
  for (const Ix site : shown) {
    for (const planner::Role role : {planner::Role::leader, planner::Role::member}) {
      if (site == from && role == own) {
        continue;
      }
      const planner::Placement there{pick, site, role};
      const planner::Draft::Outcome outcome = draft.outcome({&there, 1});
      to.targets.push_back({.site = told.site(site),
                            .role = role_of(role),
                            .change = outcome.change,
                            .terms = term_points(draft.change_in_terms({&there, 1})),
                            .breaks = codes_of(outcome.breaks),
                            .heals = codes_of(outcome.heals)});
    }
    for (const planner::Placement& other : draft.team(site)) {
      if (other.staff == pick || (site == from && other.role == own)) {
        continue;
      }
      const std::vector<planner::Placement> after{{pick, site, other.role},
                                                  {other.staff, from, own}};
      const planner::Draft::Outcome outcome = draft.outcome(after);
      to.swaps.push_back({.staff = told.staff(other.staff),
                          .site = told.site(site),
                          .change = outcome.change,
                          .terms = term_points(draft.change_in_terms(after)),
                          .breaks = codes_of(outcome.breaks),
                          .heals = codes_of(outcome.heals)});
    }
  }
  if (from != none) {
    const planner::Placement nowhere{pick, none, planner::Role::member};
    const planner::Draft::Outcome outcome = draft.outcome({&nowhere, 1});
    to.to_pool = PoolTarget{.change = outcome.change,
                            .breaks = codes_of(outcome.breaks),
                            .heals = codes_of(outcome.heals)};
  }
}

ScoreView score(access::Call& call, const AskScore& input, WarmPlans& warm_plans) {
  const auto warm = call.database.read(call.caller, [&](db::Tx& tx) {
    plan_view(tx, input.id);
    return warm_plans.of(tx, input.id);
  });
  Faults faults;
  const Moves moves(input);
  check_moves(*warm, moves, faults);
  const Ix pick = input.pick ? warm->staff(*input.pick) : none;
  if (input.pick && pick == none) {
    faults.add("/pick", "not_in_plan", input.pick->to_text(),
               "The plan was made without this record.");
  }
  faults.refuse();
  const planner::Instance& instance = warm->instance();
  const Told told(*warm, input.language.value_or(base::Language::en));
  const planner::Draft kept(warm->team_sites(), warm->solution().plan);
  const planner::Draft draft = with_moves(*warm, kept, moves);
  const planner::Value value = draft.value();
  ScoreView made{.total = value.total,
                 .change = value.total - warm->solution().value.total,
                 .terms = term_points(value, warm->solution().value),
                 .breaches = breaches_of(told, draft, kept),
                 .sites = {},
                 .places = {},
                 .targets = {},
                 .swaps = {},
                 .to_pool = {}};
  made.change_with_new_leads = made.change + planner::best_leads(draft).change;
  // Sites that differ.
  const planner::Plan plan = draft.plan();
  const planner::Facts facts(instance, plan);
  std::set<Ix> touched;
  for (const PersonMove& move : moves.people) {
    for (const Ix site :
         {kept.place(warm->staff(move.staff)), draft.place(warm->staff(move.staff))}) {
      if (site != none) {
        touched.insert(site);
      }
    }
  }
  for (const LeadMove& lead : moves.leads) {
    touched.insert(warm->site(lead.site));
  }
  const std::set<Ix> wished = who_wished(instance);
  for (const Ix site : touched) {
    for (const planner::Placement& each : facts.team(site)) {
      made.places.push_back({.staff = told.staff(each.staff),
                             .site = told.site(site),
                             .wish = facts.pair(each.staff, site, each.role).wish_rank,
                             .wished = wished.contains(each.staff),
                             .text = told.speaker().reason(facts, each)});
    }
    const Ix lead = draft.lead(site);
    const planner::Points points = facts.site_value(site).total;
    made.sites.push_back(
        {.id = told.site(site),
         .points = points,
         .change = points - warm->facts().site_value(site).total,
         .lead = Told::maybe(lead, [&](Ix o) { return told.sponsor(o); }),
         .lead_name = Told::maybe(lead, [&](Ix o) { return told.speaker().sponsor(o); }),
         .lacks = lacks_of(facts, site)});
  }
  if (pick != none) {
    const Areas areas(instance);
    const std::vector<Ix> shown = areas.shown(areas.named(input.within));
    add_targets(draft, pick, shown, told, made);
  }
  return made;
}

}  // namespace

std::vector<access::Operation> score_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<AskScore, ScoreView>(
          {.name = "plan.score",
           .permission = read_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/score",
           .summary = "what a plan would be worth with some moves made, and which rules break",
           .description = "Changes nothing. With `pick`, also what every place that this person "
                          "could be put to would change, and every exchange with another.",
           .fields = {plan_field(),
                      moves_field(),
                      leads_field(),
                      {.name = "pick",
                       .shape = "STAFF",
                       .meaning = "Who is being moved: each place is priced for them, after the "
                                  "moves."},
                      within_field(),
                      language_field()}},
          false,
          [warm](access::Call& call, const AskScore& input) { return score(call, input, *warm); }),
  };
}

}  // namespace sojourn::stages::placement
