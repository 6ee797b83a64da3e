// Reads facts off a plan. The terms are written here a third time, beside the solver's and the
// verifier's, on purpose: the tests hold all three against each other.
#include "planner/facts.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "planner/what_if.h"

namespace sojourn::planner {
namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }
std::size_t at(Term term) { return static_cast<std::size_t>(term); }

bool contains(std::span<const Ix> sorted, Ix entry) {
  return std::binary_search(sorted.begin(), sorted.end(), entry);
}

/// Positions of `rows`, ordered by two keys.
template <class Row, class Key>
std::vector<std::uint32_t> ordered(const std::vector<Row>& rows, Key key) {
  std::vector<std::uint32_t> positions(rows.size());
  std::iota(positions.begin(), positions.end(), 0U);
  std::stable_sort(positions.begin(), positions.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return key(rows[a]) < key(rows[b]); });
  return positions;
}

template <class Row, class Key, class Wanted>
const Row* find_row(const std::vector<Row>& rows, const std::vector<std::uint32_t>& positions,
                    Key key, Wanted wanted) {
  const auto found =
      std::lower_bound(positions.begin(), positions.end(), wanted,
                       [&](std::uint32_t p, const Wanted& w) { return key(rows[p]) < w; });
  if (found == positions.end() || key(rows[*found]) != wanted)
    return nullptr;
  return &rows[*found];
}

constexpr auto by_staff_and_site = [](const auto& row) { return std::pair(row.staff, row.site); };
constexpr auto by_site_and_sponsor = [](const Affinity& a) { return std::pair(a.site, a.sponsor); };

}  // namespace

Facts::Facts(const Instance& instance, const Plan& plan)
    : instance_(&instance), plan_(&plan), placements_(plan.placements), leads_(plan.lead_sponsors) {
  // Step 1. Teams.
  std::sort(placements_.begin(), placements_.end(), [](const Placement& a, const Placement& b) {
    return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
  });
  leads_.resize(instance.sites.size(), none);
  team_begin_.assign(instance.sites.size() + 1, 0);
  placement_of_.assign(instance.staff.size(), -1);
  released_.assign(instance.sponsors.size(), 0);
  caps_.assign(instance.sponsors.size(), 0);
  for (std::size_t i = 0; i < placements_.size(); ++i) {
    ++team_begin_[at(placements_[i].site) + 1];
    placement_of_[at(placements_[i].staff)] = static_cast<std::int32_t>(i);
    ++released_[at(instance.staff[at(placements_[i].staff)].sponsor)];
  }
  std::partial_sum(team_begin_.begin(), team_begin_.end(), team_begin_.begin());
  // Step 2. Rule 5's caps, and who could stay where.
  has_stayers_.assign(instance.sites.size(), false);
  std::vector<std::int64_t> available(instance.sponsors.size(), 0);
  for (const Staff& staff : instance.staff) {
    if (!staff.available)
      continue;
    ++available[at(staff.sponsor)];
    if (staff.current_site != none)
      has_stayers_[at(staff.current_site)] = true;
  }
  for (std::size_t o = 0; o < caps_.size(); ++o)
    caps_[o] = static_cast<std::int32_t>(planner::release_cap(instance.sponsors[o], available[o]));
  // Step 3. Indexes.
  wishes_ = ordered(instance.wishes, by_staff_and_site);
  costs_ = ordered(instance.costs, by_staff_and_site);
  affinity_ = ordered(instance.affinity, by_site_and_sponsor);
  for (std::uint32_t p = 0; p < instance.pins.size(); ++p)
    if (instance.pins[p].rule == PinRule::must)
      pins_.push_back(p);
  std::stable_sort(pins_.begin(), pins_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return instance.pins[a].staff < instance.pins[b].staff;
  });
  county_of_site_.reserve(instance.sites.size());
  for (const Site& site : instance.sites)
    county_of_site_.push_back(county_of(instance, site.area));
  sites_by_county_.resize(instance.sites.size());
  std::iota(sites_by_county_.begin(), sites_by_county_.end(), Ix{0});
  std::stable_sort(sites_by_county_.begin(), sites_by_county_.end(),
                   [&](Ix a, Ix b) { return county_of_site_[at(a)] < county_of_site_[at(b)]; });
}

std::span<const Placement> Facts::team(Ix site) const {
  return std::span(placements_)
      .subspan(team_begin_[at(site)], team_begin_[at(site) + 1] - team_begin_[at(site)]);
}

std::optional<Placement> Facts::placement(Ix staff) const {
  if (at(staff) >= placement_of_.size() || placement_of_[at(staff)] < 0)
    return std::nullopt;
  return placements_[at(placement_of_[at(staff)])];
}

std::optional<std::int32_t> Facts::affinity(Ix site, Ix sponsor) const {
  const Affinity* row =
      find_row(instance_->affinity, affinity_, by_site_and_sponsor, std::pair(site, sponsor));
  if (row == nullptr)
    return std::nullopt;
  return row->score;
}

Ix Facts::likely_sponsor(Ix site) const {
  if (lead_sponsor(site) != none)
    return lead_sponsor(site);
  const auto first = std::lower_bound(
      affinity_.begin(), affinity_.end(), site,
      [&](std::uint32_t p, Ix wanted) { return instance_->affinity[p].site < wanted; });
  const Affinity* best = nullptr;
  for (auto p = first; p != affinity_.end() && instance_->affinity[*p].site == site; ++p) {
    const Affinity& row = instance_->affinity[*p];
    if (best == nullptr || row.score > best->score || (row.score == best->score && &row < best))
      best = &row;
  }
  return best != nullptr ? best->sponsor : 0;
}

std::optional<std::int8_t> Facts::wish(Ix staff, Ix site) const {
  const Wish* row = find_row(instance_->wishes, wishes_, by_staff_and_site, std::pair(staff, site));
  if (row == nullptr)
    return std::nullopt;
  return row->rank;
}

PairFacts Facts::pair(Ix staff_position, Ix site_position, Role role) const {
  const Staff& staff = instance_->staff[at(staff_position)];
  const Site& site = instance_->sites[at(site_position)];
  const Rules& rules = instance_->rules;
  PairFacts facts;
  facts.metres = metres_between(instance_->coordinates, staff.place, site.place);
  const std::int8_t rank = wish(staff_position, site_position).value_or(refuse);
  if (rank != refuse)
    facts.wish_rank = rank;
  facts.stays = staff.current_site == site_position;
  facts.own_sponsor = leads_[at(site_position)] == staff.sponsor;
  const auto pin = std::lower_bound(
      pins_.begin(), pins_.end(), staff_position,
      [&](std::uint32_t p, Ix wanted) { return instance_->pins[p].staff < wanted; });
  for (auto p = pin; p != pins_.end() && instance_->pins[*p].staff == staff_position; ++p)
    if (instance_->pins[*p].site == site_position)
      facts.must_pin = *p;
  const Cost* given = find_row(instance_->costs, costs_, by_staff_and_site,
                               std::pair(staff_position, site_position));
  auto& terms = facts.terms;
  if (given != nullptr) {
    facts.given_cost = static_cast<std::size_t>(given - instance_->costs.data());
    terms[at(Term::pair)] = given->points;
  } else {
    terms[at(Term::pair)] =
        std::min<Points>(rules.pair_most, rules.pair_per_km * (facts.metres / 1000)) +
        rules.pair_hardship * staff.hardship_served * site.hardship;
    if (facts.wish_rank > 0)
      terms[at(Term::wish)] = -rules.wish[static_cast<std::size_t>(facts.wish_rank - 1)];
    terms[at(Term::strength)] =
        -rules.strength * (static_cast<Points>(staff.strength) * site.need / 5);
  }
  if (role == Role::leader)
    terms[at(Term::leader_experience)] =
        rules.leader_base -
        rules.leader_per_year * std::min<Points>(rules.leader_years, staff.experience_years);
  if (facts.own_sponsor)
    terms[at(Term::own_sponsor)] = -rules.own_sponsor;
  return facts;
}

Value Facts::team_value(Ix position, std::span<const Placement> team) const {
  const Site& site = instance_->sites[at(position)];
  const Ix lead = lead_sponsor(position);
  const Rules& rules = instance_->rules;
  Value value;
  const auto add = [&](Term term, std::int64_t count, Points each) {
    value.counts[at(term)] += count;
    value[term] += count * each;
  };
  // Step 1. What each person brings.
  bool leader = false, stayer = false;
  for (const Placement& p : team) {
    const PairFacts facts = pair(p.staff, position, p.role);
    for (std::size_t t = 0; t < term_count; ++t)
      value.points[t] += facts.terms[t];
    value.counts[at(Term::pair)] += 1;
    if (facts.wish_rank > 0)
      value.counts[at(Term::wish)] += 1;
    if (instance_->staff[at(p.staff)].strength > 0)
      value.counts[at(Term::strength)] += 1;
    if (p.role == Role::leader)
      value.counts[at(Term::leader_experience)] += 1;
    if (instance_->staff[at(p.staff)].sponsor == lead)
      value.counts[at(Term::own_sponsor)] += 1;
    leader = leader || p.role == Role::leader;
    stayer = stayer || (facts.stays && instance_->staff[at(p.staff)].available);
  }
  // Step 2. What the team lacks.
  const auto size = static_cast<std::int32_t>(team.size());
  const std::int32_t under = std::max(0, site.min_team - size);
  add(Term::short_of_minimum, under, rules.short_of_minimum * site.need);
  add(Term::short_of_target, std::max(0, site.target_team - std::max(size, site.min_team)),
      rules.short_of_target * site.need);
  if (!leader)
    add(Term::no_leader, 1, rules.no_leader * site.need);
  for (const Ix language : instance_->list(site.languages)) {
    const bool spoken = std::any_of(team.begin(), team.end(), [&](const Placement& p) {
      return contains(instance_->list(instance_->staff[at(p.staff)].languages), language);
    });
    if (!spoken)
      add(Term::languages, 1, rules.languages * site.need);
  }
  for (const Ix skill : instance_->list(site.skills)) {
    const bool held = std::any_of(team.begin(), team.end(), [&](const Placement& p) {
      return contains(instance_->list(instance_->staff[at(p.staff)].skills), skill);
    });
    if (!held)
      add(Term::skills, 1, rules.skills * site.need);
  }
  if (has_stayers_[at(position)] && !stayer)
    add(Term::nobody_stays, 1, rules.nobody_stays);
  // Step 3. The lead sponsor. An announced one that is not listed has score 0.
  if (lead != none)
    add(Term::lead_sponsor, 1, -rules.lead_sponsor * affinity(position, lead).value_or(0));
  value.total = std::accumulate(value.points.begin(), value.points.end(), Points{0});
  return value;
}

LossFacts Facts::loss_without(Ix staff) const {
  const Placement placed = *placement(staff);
  const std::span<const Placement> with = team(placed.site);
  std::vector<Placement> others;
  for (const Placement& p : with)
    if (p.staff != staff)
      others.push_back(p);
  const Value before = team_value(placed.site, with);
  const Value after = team_value(placed.site, others);
  LossFacts loss;
  for (std::size_t t = 0; t < term_count; ++t)
    loss.terms[t] = after.points[t] - before.points[t];
  loss.total = after.total - before.total;
  const Site& site = instance_->sites[at(placed.site)];
  loss.below_minimum = std::max(0, site.min_team - static_cast<std::int32_t>(others.size()));
  loss.leaves_no_leader = placed.role == Role::leader;
  loss.leaves_no_stayer =
      after.counts[at(Term::nobody_stays)] > before.counts[at(Term::nobody_stays)];
  const auto only = [&](List asked, auto has) {
    std::vector<Ix> entries;
    for (const Ix entry : instance_->list(asked)) {
      const auto holds = [&](Ix p) {
        return contains(instance_->list(has(instance_->staff[at(p)])), entry);
      };
      if (holds(staff) && std::none_of(others.begin(), others.end(),
                                       [&](const Placement& p) { return holds(p.staff); }))
        entries.push_back(entry);
    }
    return entries;
  };
  loss.only_languages = only(site.languages, [](const Staff& s) { return s.languages; });
  loss.only_skills = only(site.skills, [](const Staff& s) { return s.skills; });
  return loss;
}

LackFacts Facts::lacks(Ix position) const {
  const Site& site = instance_->sites[at(position)];
  const std::span<const Placement> members = team(position);
  const auto size = static_cast<std::int32_t>(members.size());
  LackFacts lacks;
  lacks.below_minimum = std::max(0, site.min_team - size);
  lacks.below_target = std::max(0, site.target_team - std::max(size, site.min_team));
  lacks.no_leader = std::none_of(members.begin(), members.end(),
                                 [](const Placement& p) { return p.role == Role::leader; });
  lacks.nobody_stays = has_stayers_[at(position)] &&
                       std::none_of(members.begin(), members.end(), [&](const Placement& p) {
                         return instance_->staff[at(p.staff)].current_site == position;
                       });
  const auto missing = [&](List asked, auto has) {
    std::vector<Ix> entries;
    for (const Ix entry : instance_->list(asked))
      if (std::none_of(members.begin(), members.end(), [&](const Placement& p) {
            return contains(instance_->list(has(instance_->staff[at(p.staff)])), entry);
          }))
        entries.push_back(entry);
    return entries;
  };
  lacks.languages = missing(site.languages, [](const Staff& s) { return s.languages; });
  lacks.skills = missing(site.skills, [](const Staff& s) { return s.skills; });
  return lacks;
}

std::int32_t Facts::nearer_sites(Ix staff_position, Ix site_position) const {
  const Staff& staff = instance_->staff[at(staff_position)];
  const Ix county = county_of_site_[at(site_position)];
  if (instance_->coordinates == Coordinates::absent || staff.area == none ||
      county_of(*instance_, staff.area) != county ||
      instance_->areas[at(county)].kind != AreaKind::county)
    return -1;
  const auto metres = [&](Ix s) {
    return metres_between(instance_->coordinates, staff.place, instance_->sites[at(s)].place);
  };
  const std::int64_t own = metres(site_position);
  const auto [first, last] =
      std::equal_range(sites_by_county_.begin(), sites_by_county_.end(), site_position,
                       [&](Ix a, Ix b) { return county_of_site_[at(a)] < county_of_site_[at(b)]; });
  return static_cast<std::int32_t>(std::count_if(first, last, [&](Ix s) {
    return metres(s) < own && s != staff.home_site && wish(staff_position, s).value_or(1) != refuse;
  }));
}

bool Facts::has_quality(Ix staff_position, Ix site, Quality quality) const {
  const Staff& staff = instance_->staff[at(staff_position)];
  switch (quality.kind) {
    case Quality::Kind::head: return true;
    case Quality::Kind::leader: return staff.can_lead;
    case Quality::Kind::language: return contains(instance_->list(staff.languages), quality.what);
    case Quality::Kind::skill: return contains(instance_->list(staff.skills), quality.what);
    case Quality::Kind::stayer: return staff.current_site == site;
  }
  return false;
}

Supply Facts::supply(const Problem& problem, Ix site, Quality quality) const {
  // Step 1. What the team could still take in.
  std::int32_t first_timers = 0;
  for (const Placement& p : team(site))
    if (instance_->staff[at(p.staff)].first_timer)
      ++first_timers;
  const bool no_first_timer = first_timers >= instance_->sites[at(site)].max_first_timers;
  // Step 2. Candidates.
  Supply supply;
  std::map<Ix, std::int32_t> capped_by;
  for (const Pair& pair : problem.pairs_of(site)) {
    if (!has_quality(pair.staff, site, quality))
      continue;
    if (quality.kind == Quality::Kind::leader && !pair.has(Pair::may_lead))
      continue;
    ++supply.candidates;
    const std::optional<Placement> placed = placement(pair.staff);
    const Staff& staff = instance_->staff[at(pair.staff)];
    if (placed) {
      ++(placed->site == site ? supply.here : supply.elsewhere);
    } else if (capped(staff.sponsor)) {
      ++supply.capped;
      ++capped_by[staff.sponsor];
    } else if (staff.first_timer && no_first_timer) {
      ++supply.first_timers;
    } else {
      ++supply.free;
    }
  }
  for (const auto& [sponsor, people] : capped_by)
    supply.capped_sponsors.push_back(sponsor);
  std::stable_sort(supply.capped_sponsors.begin(), supply.capped_sponsors.end(),
                   [&](Ix a, Ix b) { return capped_by[a] > capped_by[b]; });
  // Step 3. Who was taken off. Each person once.
  std::vector<Ix> removed;
  for (const Wish& w : instance_->wishes)
    if (w.site == site && w.rank == refuse)
      removed.push_back(w.staff);
  for (const Pin& pin : instance_->pins)
    if (pin.site == site && pin.rule == PinRule::never &&
        (pin.role == PinRole::any ||
         (pin.role == PinRole::leader && quality.kind == Quality::Kind::leader)))
      removed.push_back(pin.staff);
  for (std::size_t p = 0; p < instance_->staff.size(); ++p)
    if (instance_->staff[p].home_site == site)
      removed.push_back(static_cast<Ix>(p));
  std::sort(removed.begin(), removed.end());
  removed.erase(std::unique(removed.begin(), removed.end()), removed.end());
  for (const Ix p : removed)
    if (instance_->staff[at(p)].available && has_quality(p, site, quality))
      ++supply.removed;
  return supply;
}

}  // namespace sojourn::planner
