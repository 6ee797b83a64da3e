// The board: a plan as people look at it and change it, and what their changes are worth before
// they are kept. Nothing here is kept.
#include <algorithm>
#include <set>

#include "stages/placement/plan_draft.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

/// A plan with more sites is shown area by area, and of an area with more, its parts.
constexpr std::int64_t most_at_once = 300;
constexpr std::int64_t most_of_an_area = 200;

struct AskBoard {
  Id<Plan> id;
  std::optional<Id<Area>> within;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskBoard, (), (id, within, language))

struct LackView {
  std::int64_t below_minimum = 0;
  std::int64_t below_target = 0;  ///< further heads, between minimum and target
  bool no_leader = false;
  bool nobody_stays = false;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
};
BOOST_DESCRIBE_STRUCT(LackView, (),
                      (below_minimum, below_target, no_leader, nobody_stays, languages, skills))

struct BoardArea {
  Id<Area> id;
  std::string name;
  std::optional<Id<Area>> parent;
  programme::AreaKind kind = programme::AreaKind::county;
  std::int64_t sites = 0;  ///< in it and below
};
BOOST_DESCRIBE_STRUCT(BoardArea, (), (id, name, parent, kind, sites))

struct BoardSite {
  Id<Site> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::int64_t need = 0;
  std::int64_t min_team = 0;
  std::int64_t target_team = 0;
  std::int64_t max_first_timers = 0;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
  std::optional<Id<Sponsor>> lead;
  std::optional<std::string> lead_name;
  bool announced = false;  ///< the lead sponsor is announced, and stays
  std::int64_t points = 0;
  LackView lacks;
};
BOOST_DESCRIBE_STRUCT(BoardSite, (),
                      (id, name, area, area_name, need, min_team, target_team, max_first_timers,
                       languages, skills, lead, lead_name, announced, points, lacks))

struct BoardPerson {
  Id<Staff> id;
  std::string name;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<std::string> sponsor_name;
  bool may_lead = false;
  bool first_timer = false;
  bool available = true;
  std::int64_t years = 0;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
  std::optional<Id<Site>> current_site;
};
BOOST_DESCRIBE_STRUCT(BoardPerson, (),
                      (id, name, sponsor, sponsor_name, may_lead, first_timer, available, years,
                       languages, skills, current_site))

struct BoardPlace {
  Id<Staff> staff;
  Id<Site> site;
  StaffRole role = StaffRole::member;
  std::int64_t wish = 0;  ///< rank of the wish that it meets; 0: none
  bool wished = false;    ///< wishes were said
  bool stays = false;
  bool own_sponsor = false;
  bool pinned = false;
  bool given = false;  ///< people gave points for the pair
  std::string text;
};
BOOST_DESCRIBE_STRUCT(BoardPlace, (),
                      (staff, site, role, wish, wished, stays, own_sponsor, pinned, given, text))

struct BoardPin {
  Id<Staff> staff;
  Id<Site> site;
  PinnedRole role = PinnedRole::any;
  PinnedRule rule = PinnedRule::must;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(BoardPin, (), (staff, site, role, rule, reason))

struct BoardView {
  Id<Plan> id;
  std::string name;
  PlanState state = PlanState::draft;
  std::int64_t version = 1;
  std::string digest;
  std::optional<Id<Plan>> parent;
  std::optional<ByHand> by_hand;
  std::int64_t overridden = 0;  ///< placements that a signed override changed since; not shown here
  base::Date starts_on;
  std::int64_t total = 0;
  std::int64_t bound = 0;
  bool proven = false;
  std::vector<TermPoints> terms;
  std::int64_t site_count = 0;
  bool too_many = false;
  std::vector<BoardArea> areas;
  std::vector<BoardSite> sites;
  std::vector<BoardPerson> people;
  std::vector<BoardPlace> places;
  std::vector<BoardPin> pins;
  std::vector<BreachView> breaches;
};
BOOST_DESCRIBE_STRUCT(BoardView, (),
                      (id, name, state, version, digest, parent, by_hand, overridden, starts_on,
                       total, bound, proven, terms, site_count, too_many, areas, sites, people,
                       places, pins, breaches))

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

struct Target {
  Id<Site> site;
  StaffRole role = StaffRole::member;
  std::int64_t change = 0;
  std::vector<std::string> breaks;
  std::vector<std::string> heals;
};
BOOST_DESCRIBE_STRUCT(Target, (), (site, role, change, breaks, heals))

struct SwapTarget {
  Id<Staff> staff;
  Id<Site> site;
  std::int64_t change = 0;
  std::vector<std::string> breaks;
  std::vector<std::string> heals;
};
BOOST_DESCRIBE_STRUCT(SwapTarget, (), (staff, site, change, breaks, heals))

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
  std::vector<Target> targets;
  std::vector<SwapTarget> swaps;
  std::optional<PoolTarget> to_pool;
};
BOOST_DESCRIBE_STRUCT(ScoreView, (),
                      (total, change, change_with_new_leads, terms, breaches, sites, targets, swaps,
                       to_pool))

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// Areas of a plan and which of its sites lie in them.
class Areas {
 public:
  explicit Areas(const planner::Instance& instance) : instance_(instance) {
    counts_.resize(instance.areas.size(), 0);
    for (const planner::Site& site : instance.sites) {
      for (Ix area = site.area; area != none; area = instance.areas[at(area)].parent) {
        ++counts_[at(area)];
      }
    }
  }
  std::int64_t sites_in(Ix area) const { return counts_[at(area)]; }
  Ix find(Id<Area> id) const {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (instance_.text(instance_.areas[i].id) == id.to_text()) {
        return static_cast<Ix>(i);
      }
    }
    return none;
  }
  /// By positions. `within` none: all. Empty where there are too many to show.
  std::vector<Ix> shown(Ix within) const {
    const std::int64_t count = within == none ? std::ssize(instance_.sites) : counts_[at(within)];
    std::vector<Ix> made;
    if (count > (within == none ? most_at_once : most_of_an_area)) {
      return made;
    }
    for (std::size_t s = 0; s < instance_.sites.size(); ++s) {
      for (Ix area = instance_.sites[s].area; area != none;
           area = instance_.areas[at(area)].parent) {
        if (within == none || area == within) {
          made.push_back(static_cast<Ix>(s));
          break;
        }
      }
    }
    return made;
  }

 private:
  const planner::Instance& instance_;
  std::vector<std::int64_t> counts_;
};

Ix area_named(const Areas& areas, const std::optional<Id<Area>>& within) {
  if (!within) {
    return none;
  }
  const Ix found = areas.find(*within);
  if (found == none) {
    Faults faults;
    faults.add("/within", "not_in_plan", within->to_text(),
               "The plan was made without this record.");
    faults.refuse();
  }
  return found;
}

std::vector<std::string> called(const std::vector<std::string>& names, std::span<const Ix> which) {
  std::vector<std::string> made;
  for (const Ix each : which) {
    made.push_back(names[at(each)]);
  }
  return made;
}

LackView lacks_of(const planner::Facts& facts, Ix site) {
  const planner::LackFacts lacks = facts.lacks(site);
  const planner::Instance& instance = facts.instance();
  return {.below_minimum = lacks.below_minimum,
          .below_target = lacks.below_target,
          .no_leader = lacks.no_leader,
          .nobody_stays = lacks.nobody_stays,
          .languages = called(instance.languages, lacks.languages),
          .skills = called(instance.skills, lacks.skills)};
}

std::vector<std::string> codes_of(const std::vector<planner::Breach>& breaches) {
  std::vector<std::string> codes;
  for (const planner::Breach& each : breaches) {
    codes.emplace_back(each.code);
  }
  return codes;
}

StaffRole role_of(planner::Role role) {
  return role == planner::Role::leader ? StaffRole::leader : StaffRole::member;
}

// ---- The board

void add_areas(const Areas& areas, const Told& told, const planner::Instance& instance,
               BoardView& to) {
  for (std::size_t i = 0; i < instance.areas.size(); ++i) {
    const Ix area = static_cast<Ix>(i);
    if (areas.sites_in(area) == 0) {
      continue;
    }
    to.areas.push_back(
        {.id = told.area(area),
         .name = told.speaker().area(area),
         .parent = Told::maybe(instance.areas[i].parent, [&](Ix up) { return told.area(up); }),
         .kind = static_cast<programme::AreaKind>(instance.areas[i].kind),
         .sites = areas.sites_in(area)});
  }
}

void add_sites(std::span<const Ix> shown, const Told& told, const planner::Facts& facts,
               BoardView& to) {
  const planner::Instance& instance = facts.instance();
  for (const Ix each : shown) {
    const planner::Site& site = instance.sites[at(each)];
    const Ix lead = facts.lead_sponsor(each);
    to.sites.push_back(
        {.id = told.site(each),
         .name = told.speaker().site(each),
         .area = told.area(site.area),
         .area_name = told.speaker().area(site.area),
         .need = site.need,
         .min_team = site.min_team,
         .target_team = site.target_team,
         .max_first_timers = site.max_first_timers,
         .languages = called(instance.languages, instance.list(site.languages)),
         .skills = called(instance.skills, instance.list(site.skills)),
         .lead = Told::maybe(lead, [&](Ix o) { return told.sponsor(o); }),
         .lead_name = Told::maybe(lead, [&](Ix o) { return told.speaker().sponsor(o); }),
         .announced = site.announced_lead != none,
         .points = facts.site_value(each).total,
         .lacks = lacks_of(facts, each)});
  }
}

void add_places(std::span<const Ix> shown, const Told& told, const planner::Facts& facts,
                BoardView& to) {
  const planner::Instance& instance = facts.instance();
  std::set<Ix> wished;
  for (const planner::Wish& wish : instance.wishes) {
    if (wish.rank != planner::refuse) {
      wished.insert(wish.staff);
    }
  }
  for (const Ix site : shown) {
    for (const planner::Placement& each : facts.team(site)) {
      const planner::PairFacts pair = facts.pair(each.staff, site, each.role);
      to.places.push_back({.staff = told.staff(each.staff),
                           .site = told.site(site),
                           .role = role_of(each.role),
                           .wish = pair.wish_rank,
                           .wished = wished.contains(each.staff),
                           .stays = pair.stays,
                           .own_sponsor = pair.own_sponsor,
                           .pinned = pair.must_pin.has_value(),
                           .given = pair.given_cost.has_value(),
                           .text = told.speaker().reason(facts, each)});
    }
  }
}

/// Whoever is at a shown site, or not placed and could come to one.
void add_people(std::span<const Ix> shown, bool whole, const Told& told, const WarmPlan& warm,
                BoardView& to) {
  const planner::Instance& instance = warm.instance();
  std::vector<bool> near(instance.staff.size(), whole);
  for (const Ix site : shown) {
    for (const planner::Placement& each : warm.facts().team(site)) {
      near[at(each.staff)] = true;
    }
    if (!whole) {
      for (const Ix each : warm.team_sites().candidates(site)) {
        near[at(each)] = near[at(each)] || !warm.facts().placement(each);
      }
    }
  }
  for (std::size_t p = 0; p < instance.staff.size(); ++p) {
    const Ix person = static_cast<Ix>(p);
    const planner::Staff& staff = instance.staff[p];
    if (!near[p] || (!staff.available && !warm.facts().placement(person))) {
      continue;
    }
    to.people.push_back(
        {.id = told.staff(person),
         .name = told.speaker().staff(person),
         .sponsor = Told::maybe(staff.sponsor, [&](Ix o) { return told.sponsor(o); }),
         .sponsor_name =
             Told::maybe(staff.sponsor, [&](Ix o) { return told.speaker().sponsor(o); }),
         .may_lead = staff.can_lead,
         .first_timer = staff.first_timer,
         .available = staff.available,
         .years = staff.experience_years,
         .languages = called(instance.languages, instance.list(staff.languages)),
         .skills = called(instance.skills, instance.list(staff.skills)),
         .current_site = Told::maybe(staff.current_site, [&](Ix s) { return told.site(s); })});
  }
}

BoardView board(access::Call& call, const AskBoard& input, WarmPlans& warm_plans) {
  PlanView plan;
  std::int64_t overridden = 0;
  const auto warm = call.database.read(call.caller, [&](db::Tx& tx) {
    plan = plan_view(tx, input.id);
    overridden = tx.value<std::int64_t>(
        "SELECT count(*) FROM placement_override n WHERE n.plan = $1 AND n.state = 'approved' AND "
        "{unscoped:the plan is seen, and these are of it}",
        input.id);
    return warm_plans.of(tx, input.id);
  });
  const planner::Instance& instance = warm->instance();
  const Told told(*warm, input.language.value_or(base::Language::en));
  const Areas areas(instance);
  const Ix within = area_named(areas, input.within);
  const std::vector<Ix> shown = areas.shown(within);
  BoardView made{.id = plan.id,
                 .name = plan.name,
                 .state = plan.state,
                 .version = plan.version,
                 .digest = plan.result_digest.value_or(""),
                 .parent = plan.parent,
                 .by_hand = plan.by_hand,
                 .overridden = overridden,
                 .starts_on = plan.starts_on,
                 .total = warm->solution().value.total,
                 .bound = warm->solution().certificate.bound,
                 .proven = warm->solution().proven,
                 .terms = term_points(warm->solution().value),
                 .site_count = std::ssize(instance.sites),
                 .too_many = shown.empty() && !instance.sites.empty(),
                 .areas = {},
                 .sites = {},
                 .people = {},
                 .places = {},
                 .pins = {},
                 .breaches = {}};
  add_areas(areas, told, instance, made);
  add_sites(shown, told, warm->facts(), made);
  add_places(shown, told, warm->facts(), made);
  if (!made.too_many) {
    add_people(shown, within == none, told, *warm, made);
  }
  for (const planner::Pin& pin : instance.pins) {
    made.pins.push_back({.staff = told.staff(pin.staff),
                         .site = told.site(pin.site),
                         .role = static_cast<PinnedRole>(pin.role),
                         .rule = static_cast<PinnedRule>(pin.rule),
                         .reason = std::string(instance.text(pin.reason))});
  }
  if (!warm->keeps_rules()) {
    const planner::Draft kept(warm->team_sites(), warm->solution().plan);
    made.breaches = breaches_of(told, kept, kept);
  }
  return made;
}

// ---- The score

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
  const planner::Draft draft = draft_of(*warm, moves);
  const planner::Value value = draft.value();
  ScoreView made{.total = value.total,
                 .change = value.total - warm->solution().value.total,
                 .terms = term_points(value, warm->solution().value),
                 .breaches = breaches_of(told, draft, kept),
                 .sites = {},
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
  for (const Ix site : touched) {
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
    const std::vector<Ix> shown = areas.shown(area_named(areas, input.within));
    add_targets(draft, pick, shown, told, made);
  }
  return made;
}

}  // namespace

std::vector<access::Operation> board_operations(const std::shared_ptr<WarmPlans>& warm) {
  const base::FieldAbout within{
      .name = "within",
      .shape = "AREA",
      .meaning =
          "Only sites of this area. A plan of more than 300 sites is shown area by area, up "
          "to 200 sites at a time."};
  return {
      access::call_operation<AskBoard, BoardView>(
          {.name = "plan.board",
           .permission = read_plans,
           .path = "/api/plans/{id}/board",
           .summary = "a plan as a board: sites, teams, who is not placed, and why",
           .description = "All that is needed to look at a plan and to change it by hand.",
           .fields = {plan_field(), within, language_field()}},
          false,
          [warm](access::Call& call, const AskBoard& input) { return board(call, input, *warm); }),
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
                      within,
                      language_field()}},
          false,
          [warm](access::Call& call, const AskScore& input) { return score(call, input, *warm); }),
  };
}

}  // namespace sojourn::stages::placement
