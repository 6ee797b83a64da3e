// The board: a plan as people look at it before they change it.
#include <set>

#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_sites.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

struct AskBoard {
  Id<Plan> id;
  std::optional<Id<Area>> within;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskBoard, (), (id, within, language))

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

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

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
  const std::set<Ix> wished = who_wished(instance);
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
  const Ix within = areas.named(input.within);
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

}  // namespace

std::vector<access::Operation> board_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<AskBoard, BoardView>(
          {.name = "plan.board",
           .permission = read_plans,
           .path = "/api/plans/{id}/board",
           .summary = "a plan as a board: sites, teams, who is not placed, and why",
           .description = "All that is needed to look at a plan and to change it by hand.",
           .fields = {plan_field(), within_field(), language_field()}},
          false,
          [warm](access::Call& call, const AskBoard& input) { return board(call, input, *warm); }),
  };
}

}  // namespace sojourn::stages::placement
