// The table of the page, row by row. See value.h.
// Tested in tests/unit/planner/value_test.cpp.
#include "planner/value.h"

#include <algorithm>

namespace sojourn::planner {

namespace checking {

namespace {
std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

bool has(std::span<const Ix> sorted, Ix wanted) {
  return std::binary_search(sorted.begin(), sorted.end(), wanted);
}
}  // namespace

TeamValuer::TeamValuer(const Instance& instance)
    : instance_(instance),
      pairs_(instance),
      affinity_(instance.sites.size()),
      has_current_staff_(instance.sites.size(), false) {
  for (const Affinity& row : instance.affinity)
    affinity_[at(row.site)].push_back(row);
  for (auto& rows : affinity_)
    std::sort(rows.begin(), rows.end(),
              [](const Affinity& a, const Affinity& b) { return a.sponsor < b.sponsor; });
  for (const Staff& person : instance.staff)
    if (person.available && person.current_site != none)
      has_current_staff_[at(person.current_site)] = true;
}

std::int32_t TeamValuer::score(Ix site, Ix sponsor) const {
  for (const Affinity& row : affinity_[at(site)])
    if (row.sponsor == sponsor)
      return row.score;
  return 0;
}

bool TeamValuer::listed(Ix site, Ix sponsor) const {
  if (instance_.sites[at(site)].announced_lead == sponsor)
    return true;
  for (const Affinity& row : affinity_[at(site)])
    if (row.sponsor == sponsor)
      return true;
  return false;
}

std::vector<Ix> TeamValuer::lead_options(Ix site) const {
  if (const Ix announced = instance_.sites[at(site)].announced_lead; announced != none)
    return {announced};
  std::vector<Ix> options;
  for (const Affinity& row : affinity_[at(site)])
    options.push_back(row.sponsor);
  return options;
}

void TeamValuer::add(Ix site_ix, std::span<const Placement> team, Ix lead, Value& value) const {
  const Site& site = instance_.sites[at(site_ix)];
  const Rules& rules = instance_.rules;
  const auto charge = [&](Term term, std::int64_t count, Points points) {
    value[term] += points;
    value.counts[static_cast<std::size_t>(term)] += count;
    value.total += points;
  };
  const auto heads = static_cast<std::int64_t>(team.size());
  const auto somebody = [&](auto&& fits) {
    return std::any_of(team.begin(), team.end(),
                       [&](const Placement& p) { return fits(instance_.staff[at(p.staff)]); });
  };

  // short of minimum: per head under min_team
  const std::int64_t under_minimum = std::max<std::int64_t>(0, site.min_team - heads);
  charge(Term::short_of_minimum, under_minimum, rules.short_of_minimum * site.need * under_minimum);

  // no leader
  const bool led = std::any_of(team.begin(), team.end(),
                               [](const Placement& p) { return p.role == Role::leader; });
  if (!led)
    charge(Term::no_leader, 1, rules.no_leader * site.need);

  // language without a speaker, skill without a holder: each
  for (const Ix language : instance_.list(site.languages))
    if (!somebody([&](const Staff& p) { return has(instance_.list(p.languages), language); }))
      charge(Term::languages, 1, rules.languages * site.need);
  for (const Ix skill : instance_.list(site.skills))
    if (!somebody([&](const Staff& p) { return has(instance_.list(p.skills), skill); }))
      charge(Term::skills, 1, rules.skills * site.need);

  // nobody stays: where the site has available current staff and keeps none
  if (has_current_staff_[at(site_ix)] &&
      !somebody([&](const Staff& p) { return p.available && p.current_site == site_ix; }))
    charge(Term::nobody_stays, 1, rules.nobody_stays);

  // short of target: per head between min_team and target_team
  const std::int64_t under_target =
      std::max<std::int64_t>(0, site.target_team - std::max<std::int64_t>(heads, site.min_team));
  charge(Term::short_of_target, under_target, rules.short_of_target * site.need * under_target);

  // lead sponsor
  if (lead != none)
    charge(Term::lead_sponsor, 1, -rules.lead_sponsor * score(site_ix, lead));

  for (const Placement& placement : team) {
    const Staff& person = instance_.staff[at(placement.staff)];
    // own sponsor's staff: per team member from the site's lead sponsor
    if (lead != none && person.sponsor == lead)
      charge(Term::own_sponsor, 1, -rules.own_sponsor);
    // the pair, wish, strength (or the given cost in their place, under `pair`)
    const PairPoints points = pairs_.points(placement.staff, site_ix);
    charge(Term::pair, 1, points.pair);
    charge(Term::wish, points.wish_met ? 1 : 0, points.wish);
    charge(Term::strength, points.strength_told ? 1 : 0, points.strength);
    // leader's experience
    if (placement.role == Role::leader)
      charge(Term::leader_experience, 1, leader_points(instance_, placement.staff));
  }
}

Points TeamValuer::total(Ix site, std::span<const Placement> team, Ix lead) const {
  Value value;
  add(site, team, lead, value);
  return value.total;
}

}  // namespace checking

Value value_of(const Instance& instance, const Plan& plan) {
  const checking::TeamValuer valuer(instance);
  // A plan may come from anyone: group by site without trusting its order, and leave out what names
  // nothing (`check` reports it).
  std::vector<Placement> placements;
  for (const Placement& p : plan.placements)
    if (p.staff >= 0 && static_cast<std::size_t>(p.staff) < instance.staff.size() && p.site >= 0 &&
        static_cast<std::size_t>(p.site) < instance.sites.size())
      placements.push_back(p);
  std::stable_sort(placements.begin(), placements.end(),
                   [](const Placement& a, const Placement& b) { return a.site < b.site; });
  Value value;
  auto next = placements.begin();
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    const auto first = next;
    while (next != placements.end() && next->site == static_cast<Ix>(s))
      ++next;
    Ix lead = s < plan.lead_sponsors.size() ? plan.lead_sponsors[s] : none;
    if (lead < 0 || static_cast<std::size_t>(lead) >= instance.sponsors.size())
      lead = none;
    valuer.add(static_cast<Ix>(s), {first, next}, lead, value);
  }
  return value;
}

}  // namespace sojourn::planner
