// Why is this person here, what did people decide, why not X at Y. The rest of explain.h is in
// explain_short.cpp (why is this site short) and explain_worth.cpp (what is one more worth).
#include "planner/explain.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "planner/evaluated.h"
#include "planner/oracle.h"
#include "planner/prices.h"

namespace sojourn::planner {
namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

std::vector<Ix> candidate_sites(const Problem& problem, Ix staff) {
  std::vector<Ix> sites;
  for (std::uint32_t k = problem.staff_begin[at(staff)]; k < problem.staff_begin[at(staff) + 1];
       ++k) {
    // The pairs of a site are one stretch: the site of a pair is found by its position.
    const auto next =
        std::upper_bound(problem.site_begin.begin(), problem.site_begin.end(), problem.by_staff[k]);
    sites.push_back(static_cast<Ix>(next - problem.site_begin.begin() - 1));
  }
  return sites;
}

/// Prices of the certificate's first leaf, in the oracle's form. Any prices rank; these rank well.
struct RankingPrices {
  std::vector<Milli> person, lead;
};

RankingPrices ranking_prices(const Problem& problem, const Certificate& certificate) {
  RankingPrices prices;
  prices.person.assign(at(problem.staff_count()), 0);
  prices.lead.assign(at(problem.sponsor_count()), 0);
  std::vector<Milli> release(at(problem.sponsor_count()), 0);
  const auto leaf = std::find_if(certificate.nodes.begin(), certificate.nodes.end(),
                                 [](const CertificateNode& node) { return node.leaf; });
  if (leaf == certificate.nodes.end())
    return prices;
  for (const Price& price : leaf->prices) {
    switch (price.kind) {
      case Price::Kind::staff: prices.person[at(price.who)] = price.price; break;
      case Price::Kind::release: release[at(price.who)] = price.price; break;
      case Price::Kind::lead: prices.lead[at(price.who)] = price.price; break;
    }
  }
  for (std::size_t p = 0; p < prices.person.size(); ++p)
    prices.person[p] += release[at(problem.sponsor_of[p])];
  return prices;
}

/// A site where the person might be, and what is known of it before planning.
struct Promise {
  Ix site = none;
  Milli rise = 0;  ///< of the site's cheapest team at prices, if the person has to be in it
  /// No plan that has the person there is below it.
  Points total_at_least = std::numeric_limits<Points>::min();
};

void by_rise(std::vector<Promise>& promises) {
  std::stable_sort(promises.begin(), promises.end(),
                   [](const Promise& a, const Promise& b) { return a.rise < b.rise; });
}

/// By the prices of the certificate, which prove for each site how good a plan could be.
std::vector<Promise> promises_of(const Evaluated& evaluated, Ix staff, std::span<const Ix> sites) {
  SiteOracle oracle(evaluated.problem());
  std::vector<Promise> promises;
  for (const Ix site : sites) {
    const Milli bound = evaluated.bound_with(staff, site, oracle);
    promises.push_back({site, bound - evaluated.bound(), points_not_below(bound)});
  }
  by_rise(promises);
  return promises;
}

/// By prices that rank only: of a problem without the pins of the base plan.
std::vector<Promise> promises_of(const Problem& problem, const Certificate& certificate, Ix staff,
                                 std::span<const Ix> sites) {
  const RankingPrices prices = ranking_prices(problem, certificate);
  const PriceView view{prices.person.data(), prices.lead.data()};
  SiteOracle oracle(problem);
  std::vector<Promise> promises;
  std::vector<Pair> pairs;
  for (const Ix site : sites) {
    SiteView open = site_view(problem, site);
    TeamChoice choice;
    oracle.solve(open, view, choice);
    const Milli without = choice.value;
    pairs.assign(open.pairs.begin(), open.pairs.end());
    for (Pair& pair : pairs)
      if (pair.staff == staff)
        pair.flags = static_cast<std::uint8_t>(pair.flags | Pair::must);
    open.pairs = pairs;
    choice = {};
    oracle.solve(open, view, choice);
    promises.push_back({.site = site, .rise = choice.value - without});
  }
  by_rise(promises);
  return promises;
}

Decision placed(Ix staff, Ix site, bool yes) { return {Decision::Kind::placed, yes, site, staff}; }

Ix site_in(const Plan& plan, Ix staff) {
  for (const Placement& p : plan.placements)
    if (p.staff == staff)
      return p.site;
  return none;
}

/// Forces the person to the promising sites, one at a time, until `tries` are spent or no other can
/// give one of the two best alternatives.
void try_sites(const Instance& instance, const Solution& base, std::span<const Promise> promises,
               const std::vector<Change>& also, const Depth& depth, const std::stop_token& stop,
               WhyHere& why) {
  const std::int32_t tries = std::max(1, depth.tries);
  why.alternatives_sure = true;
  why.tried = 0;
  for (const Promise& promise : promises) {
    // Step 1. The second best total so far: whatever cannot be below it need not be planned.
    std::vector<Points> totals;
    for (const Alternative& known : why.alternatives)
      totals.push_back(known.answer.after.value.total);
    std::sort(totals.begin(), totals.end());
    if (totals.size() >= 2 && promise.total_at_least >= totals[1])
      continue;
    // Step 2. The next one.
    if (why.tried == tries || (why.tried > 0 && depth.enough && depth.enough())) {
      why.alternatives_sure = false;
      return;
    }
    ++why.tried;
    std::vector<Change> changes = also;
    changes.emplace_back(placed(why.staff, promise.site, true));
    WhatIf answer = what_if(instance, base, changes, depth.effort, stop);
    if (answer.clashes.empty())
      why.alternatives.push_back({promise.site, std::move(answer)});
  }
}

std::vector<Change> drops_of(const Decided& decided) {
  switch (decided.kind) {
    case Decided::Kind::must_pin:
    case Decided::Kind::never_pin: return {DropPin{decided.position}};
    case Decided::Kind::given_cost: return {DropCost{decided.position}};
    case Decided::Kind::announced_lead: return {DropAnnouncedLead{decided.site}};
  }
  return {};
}

}  // namespace

WhyHere why_here_as_it_is(const Facts& facts, Ix staff) {
  WhyHere why;
  why.staff = staff;
  why.planned = false;
  if (const std::optional<Placement> now = facts.placement(staff)) {
    why.site = now->site;
    why.role = now->role;
    why.pair = facts.pair(staff, now->site, now->role);
    why.loss = facts.loss_without(staff);
    why.nearer_sites = facts.nearer_sites(staff, now->site);
  }
  return why;
}

WhyHere why_here(const Instance& instance, const Solution& base, Ix staff, const Depth& depth,
                 std::stop_token stop) {
  // Step 1. What is there, and the pins that hold them: without those there are alternatives.
  const Facts facts(instance, base.plan);
  WhyHere why = why_here_as_it_is(facts, staff);
  why.planned = true;
  std::vector<Change> unpinned;
  for (std::size_t p = 0; p < instance.pins.size(); ++p)
    if (instance.pins[p].staff == staff && instance.pins[p].rule == PinRule::must)
      unpinned.emplace_back(DropPin{p});
  const Problem problem =
      unpinned.empty()
          ? build_problem(instance, {}, depth.effort.threads)
          : build_problem(apply_changes(instance, unpinned).instance, {}, depth.effort.threads);
  std::vector<Ix> sites = candidate_sites(problem, staff);
  why.candidate_sites = static_cast<std::int32_t>(sites.size());
  const std::optional<Placement> now = facts.placement(staff);
  // Step 2. Forbid the placement: the best plan then has the person at the best alternative.
  // Forbid that one too for the second. A clash means that there is no other plan.
  std::vector<Change> forbidden = unpinned;
  if (now) {
    Ix last = now->site;
    for (int turn = 0; turn < 2 && last != none; ++turn) {
      if (std::find(sites.begin(), sites.end(), last) != sites.end())
        forbidden.emplace_back(placed(staff, last, false));
      std::erase(sites, last);
      WhatIf answer = what_if(instance, base, forbidden, depth.effort, stop);
      if (!answer.clashes.empty())
        break;
      last = site_in(answer.after.plan, staff);
      why.alternatives.push_back({last, std::move(answer)});
    }
    const bool stays_out = std::any_of(why.alternatives.begin(), why.alternatives.end(),
                                       [](const Alternative& a) { return a.site == none; });
    if (why.alternatives.size() == 2 || !stays_out)
      return why;
  }
  // Step 3. "No placement" is the best alternative, or they have none now: no single prohibition
  // says which site comes next, so the promising ones are forced in turn.
  const bool proves = depth.effort.evaluated != nullptr && unpinned.empty();
  const std::vector<Promise> promises = proves
                                            ? promises_of(*depth.effort.evaluated, staff, sites)
                                            : promises_of(problem, base.certificate, staff, sites);
  try_sites(instance, base, promises, unpinned, depth, stop, why);
  // "No placement" stands first where it was the best without any force.
  const auto forced = std::find_if(why.alternatives.begin(), why.alternatives.end(),
                                   [](const Alternative& a) { return a.site != none; });
  std::stable_sort(forced, why.alternatives.end(), [](const Alternative& a, const Alternative& b) {
    return a.answer.change.upper < b.answer.change.upper;
  });
  if (why.alternatives.size() > 2)
    why.alternatives.resize(2);
  return why;
}

AllDecided list_decided(const Instance& instance, const Plan& plan) {
  AllDecided all;
  const Facts facts(instance, plan);
  const auto is_at = [&](Ix staff, Ix site) {
    const std::optional<Placement> now = facts.placement(staff);
    return now && now->site == site;
  };
  for (std::size_t p = 0; p < instance.pins.size(); ++p) {
    const Pin& pin = instance.pins[p];
    const bool must = pin.rule == PinRule::must;
    Decided decided;
    decided.kind = must ? Decided::Kind::must_pin : Decided::Kind::never_pin;
    decided.position = p;
    decided.staff = pin.staff;
    decided.site = pin.site;
    decided.in_plan = must && is_at(pin.staff, pin.site);
    all.decisions.push_back(std::move(decided));
  }
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    const Ix announced = instance.sites[s].announced_lead;
    if (announced == none)
      continue;
    Decided decided;
    decided.kind = Decided::Kind::announced_lead;
    decided.position = s;
    decided.site = static_cast<Ix>(s);
    decided.sponsor = announced;
    decided.in_plan = facts.lead_sponsor(decided.site) == announced;
    if (decided.in_plan)
      ++all.leads;
    all.decisions.push_back(std::move(decided));
  }
  for (std::size_t c = 0; c < instance.costs.size(); ++c) {
    Decided decided;
    decided.kind = Decided::Kind::given_cost;
    decided.position = c;
    decided.staff = instance.costs[c].staff;
    decided.site = instance.costs[c].site;
    decided.in_plan = is_at(decided.staff, decided.site);
    all.decisions.push_back(std::move(decided));
  }
  // A placement may be pinned and priced as well: each counts once.
  std::vector<Ix> people;
  for (const Decided& d : all.decisions)
    if (d.in_plan && d.staff != none)
      people.push_back(d.staff);
  std::sort(people.begin(), people.end());
  all.placements = std::unique(people.begin(), people.end()) - people.begin();
  return all;
}

WhatIf without_decision(const Instance& instance, const Solution& base, const Decided& decided,
                        const Depth& depth, std::stop_token stop) {
  return what_if(instance, base, drops_of(decided), depth.effort, std::move(stop));
}

AllDecided what_people_decided(const Instance& instance, const Solution& base, const Depth& depth,
                               std::stop_token stop) {
  AllDecided all = list_decided(instance, base.plan);
  if (all.decisions.empty())
    return all;
  const auto in_time = [&](std::span<const Change> drops, bool& cut_short) {
    std::optional<WhatIf> answer;
    if (!stop.stop_requested())
      answer = what_if(instance, base, drops, depth.effort, stop);
    cut_short = stop.stop_requested();
    if (cut_short)
      answer.reset();
    return answer;
  };
  std::vector<Change> every;
  for (const Decided& decided : all.decisions) {
    const std::vector<Change> drops = drops_of(decided);
    every.insert(every.end(), drops.begin(), drops.end());
  }
  all.without_all = in_time(every, all.all_cut_short);
  std::int32_t left = depth.items;
  for (Decided& decided : all.decisions) {
    // A given cost that the plan does not use still may have pushed others away, but seldom did.
    const bool worth_it = decided.kind != Decided::Kind::given_cost || decided.in_plan;
    if (left > 0 && worth_it) {
      decided.without = in_time(drops_of(decided), decided.cut_short);
      --left;
    }
  }
  return all;
}

namespace {

/// Hard rules 2 to 5, and what pins leave of a role: as the plan is, with the values that bar.
std::vector<Hindrance> hindrances_of(const Facts& facts, Ix staff, Ix site) {
  using Kind = Hindrance::Kind;
  const Instance& instance = facts.instance();
  const Staff& person = instance.staff[at(staff)];
  const Site& where = instance.sites[at(site)];
  const std::span<const Placement> team = facts.team(site);
  std::vector<Hindrance> found;
  const auto say = [&](Hindrance hindrance) { found.push_back(hindrance); };
  // Step 1. Pins: of this person elsewhere, and of a role here.
  bool as_member = true;
  for (std::size_t i = 0; i < instance.pins.size(); ++i) {
    const Pin& pin = instance.pins[i];
    if (pin.staff != staff) {
      continue;
    }
    if (pin.rule == PinRule::must) {
      if (pin.site != site)
        say({.kind = Kind::held_elsewhere, .pin = i});
    } else if (pin.site == site && pin.role == PinRole::leader) {
      if (person.can_lead)
        say({.kind = Kind::never_leader, .pin = i});
    } else if (pin.site == site && pin.role == PinRole::member) {
      as_member = false;
      say({.kind = Kind::never_member, .pin = i});
    }
  }
  // Step 2. The team without them.
  std::int64_t heads = 0, first_timers = 0;
  Ix leader = none;
  for (const Placement& each : team) {
    if (each.staff == staff)
      continue;
    ++heads;
    first_timers += instance.staff[at(each.staff)].first_timer ? 1 : 0;
    leader = each.role == Role::leader ? each.staff : leader;
  }
  if (heads >= where.target_team)
    say({.kind = Kind::full_team, .now = heads, .limit = where.target_team});
  if (!as_member && leader != none)
    say({.kind = Kind::leader_there, .other = leader});
  if (leader == none && !person.can_lead)
    say({.kind = Kind::not_a_leader});
  if (person.first_timer && first_timers >= where.max_first_timers)
    say({.kind = Kind::first_timers, .now = first_timers, .limit = where.max_first_timers});
  // Step 3. Whoever is placed is released already.
  if (person.sponsor != none && person.available && !facts.placement(staff) &&
      facts.capped(person.sponsor))
    say({.kind = Kind::release_cap,
         .now = facts.released(person.sponsor),
         .limit = facts.release_cap(person.sponsor)});
  std::stable_sort(found.begin(), found.end(),
                   [](const Hindrance& a, const Hindrance& b) { return a.kind < b.kind; });
  return found;
}

}  // namespace

WhyNot why_not_as_it_is(const Facts& facts, Ix staff, Ix site, int threads) {
  const Instance& instance = facts.instance();
  WhyNot why;
  why.staff = staff;
  why.site = site;
  why.planned = false;
  why.near_sites = instance.rules.near_sites;
  why.paired_sites = instance.rules.paired_sites;
  const std::optional<Placement> now = facts.placement(staff);
  why.there_already = now && now->site == site;
  if (!why.there_already)
    why.hindrances = hindrances_of(facts, staff, site);
  // Step 1. What nothing lifts.
  const Staff& person = instance.staff[at(staff)];
  if (!person.available)
    why.removals.push_back(Removal::unavailable);
  if (person.home_site == site)
    why.removals.push_back(Removal::home_site);
  if (facts.wish(staff, site) == refuse)
    why.removals.push_back(Removal::refused);
  bool as_leader = person.can_lead, as_member = true;
  for (std::size_t i = 0; i < instance.pins.size(); ++i) {
    const Pin& pin = instance.pins[i];
    if (pin.staff != staff || pin.site != site || pin.rule != PinRule::never)
      continue;
    if (pin.role != PinRole::leader)
      as_member = false;
    if (pin.role != PinRole::member)
      as_leader = false;
    why.never_pins.push_back(i);
  }
  if (!as_leader && !as_member) {
    why.removals.push_back(Removal::never_pin);
  } else {
    why.never_pins.clear();
  }
  if (!why.removals.empty()) {
    why.candidate = false;
    return why;
  }
  // Step 2. Near enough, or paired?
  const Problem problem = build_problem(instance, {}, threads);
  const std::vector<Ix> sites = candidate_sites(problem, staff);
  why.candidate = std::find(sites.begin(), sites.end(), site) != sites.end();
  return why;
}

WhyNot why_not(const Instance& instance, const Solution& base, Ix staff, Ix site,
               const Depth& depth, std::stop_token stop) {
  WhyNot why = why_not_as_it_is(Facts(instance, base.plan), staff, site, depth.effort.threads);
  why.planned = true;
  if (!why.removals.empty() || why.there_already)
    return why;
  // Force it. A pair that is no candidate becomes one by a pin.
  std::vector<Change> changes;
  if (why.candidate) {
    changes.emplace_back(placed(staff, site, true));
  } else {
    changes.emplace_back(AddPin{Pin{staff, site, PinRole::any, PinRule::must, {}}});
  }
  why.answer = what_if(instance, base, changes, depth.effort, stop);
  return why;
}

}  // namespace sojourn::planner
