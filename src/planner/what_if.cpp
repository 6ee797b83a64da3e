// Applies changes to an instance, plans again from the base plan and compares the two answers.
#include "planner/what_if.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace sojourn::planner {
namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

List append_list(Instance& instance, std::vector<Ix> entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  const List list{static_cast<std::uint32_t>(instance.index_pool.size()),
                  static_cast<std::uint32_t>(entries.size())};
  instance.index_pool.insert(instance.index_pool.end(), entries.begin(), entries.end());
  return list;
}

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

void add_person_like(Instance& instance, Ix model) {
  const Ix added = static_cast<Ix>(instance.staff.size());
  instance.staff.push_back(Staff(instance.staff[at(model)]));
  const std::size_t wishes = instance.wishes.size();
  for (std::size_t i = 0; i < wishes; ++i) {
    if (instance.wishes[i].staff != model)
      continue;
    Wish wish = instance.wishes[i];
    wish.staff = added;
    instance.wishes.push_back(wish);
  }
  const std::size_t costs = instance.costs.size();
  for (std::size_t i = 0; i < costs; ++i) {
    if (instance.costs[i].staff != model)
      continue;
    Cost cost = instance.costs[i];
    cost.staff = added;
    instance.costs.push_back(cost);
  }
  const std::size_t pins = instance.pins.size();
  for (std::size_t i = 0; i < pins; ++i) {
    if (instance.pins[i].staff != model || instance.pins[i].rule != PinRule::never)
      continue;
    Pin pin = instance.pins[i];
    pin.staff = added;
    instance.pins.push_back(pin);
  }
}

void add_person(Instance& instance, const OneMorePerson& person) {
  const Ix added = static_cast<Ix>(instance.staff.size());
  const Site& site = instance.sites[at(person.near)];
  Sponsor& sponsor = instance.sponsors[at(person.sponsor)];
  // Step 1. The cap of their sponsor rises by one in all, whatever the percentage does with n + 1.
  std::int64_t available = 0;
  for (const Staff& s : instance.staff)
    if (s.sponsor == person.sponsor && s.available)
      ++available;
  const std::int64_t wanted = release_cap(sponsor, available) + 1;
  sponsor.extra_release += static_cast<std::int32_t>(wanted - release_cap(sponsor, available + 1));
  // Step 2. The person.
  Staff staff;
  staff.sponsor = person.sponsor;
  staff.area = county_of(instance, site.area);
  staff.place = seat_of(instance, site.area);
  staff.can_lead = person.can_lead;
  staff.languages = append_list(instance, person.languages);
  staff.skills = append_list(instance, person.skills);
  instance.staff.push_back(staff);
  // Step 3. The site is one of their candidates: a given cost of just the points that the pair has.
  const std::int64_t metres = metres_between(instance.coordinates, staff.place, site.place);
  const Rules& rules = instance.rules;
  Cost cost;
  cost.staff = added;
  cost.site = person.near;
  cost.points = std::min<Points>(rules.pair_most, rules.pair_per_km * (metres / 1000));
  instance.costs.push_back(cost);
  if (person.stay_there) {
    Pin pin;
    pin.staff = added;
    pin.site = person.near;
    instance.pins.push_back(pin);
  }
}

struct Direction {
  bool restricts = false;
  bool relaxes = false;
};
constexpr Direction restricting{true, false};
constexpr Direction relaxing{false, true};
constexpr Direction either{};

/// What is dropped is only noted, so that positions of several drops mean the same instance.
struct Drops {
  std::vector<std::size_t> pins, costs;
};

template <class T>
void erase_positions(std::vector<T>& from, std::vector<std::size_t> positions) {
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  for (auto p = positions.rbegin(); p != positions.rend(); ++p)
    from.erase(from.begin() + static_cast<std::ptrdiff_t>(*p));
}

Direction apply(Changed& changed, Drops& drops, const Change& change) {
  Instance& in = changed.instance;
  // With pairing "first" lead sponsors are fixed by another rule: what touches them does not order.
  const bool joint = in.rules.pairing == Pairing::joint;
  return std::visit(Match{
                        [&](const Decision& d) {
                          changed.forced.push_back(d);
                          return d.kind == Decision::Kind::placed || joint ? restricting : either;
                        },
                        [&](const Unavailable& u) {
                          Staff& staff = in.staff[at(u.staff)];
                          staff.available = false;
                          // Without their stayer a site may no longer owe "nobody stays".
                          return staff.current_site == none ? restricting : either;
                        },
                        [&](const AddPin& a) {
                          in.pins.push_back(a.pin);
                          return a.pin.rule == PinRule::never ? restricting : either;
                        },
                        [&](const DropPin& d) {
                          drops.pins.push_back(d.pin);
                          return in.pins[d.pin].rule == PinRule::never ? relaxing : either;
                        },
                        [&](const DropCost& d) {
                          drops.costs.push_back(d.cost);
                          return either;
                        },
                        [&](const DropAnnouncedLead& d) {
                          Site& site = in.sites[at(d.site)];
                          const bool listed = std::any_of(
                              in.affinity.begin(), in.affinity.end(), [&](const Affinity& a) {
                                return a.site == d.site && a.sponsor == site.announced_lead;
                              });
                          site.announced_lead = none;
                          return listed && joint ? relaxing : either;
                        },
                        [&](const OneMoreLike& o) {
                          add_person_like(in, o.staff);
                          return in.staff.back().current_site == none ? relaxing : either;
                        },
                        [&](const OneMorePerson& o) {
                          add_person(in, o);
                          return o.stay_there ? either : relaxing;
                        },
                        [&](const ReleaseOneMore& r) {
                          in.sponsors[at(r.sponsor)].extra_release += 1;
                          return relaxing;
                        },
                        [&](const MayLead& m) {
                          in.staff[at(m.staff)].can_lead = true;
                          return relaxing;
                        },
                        [&](const OneMoreFirstTimer& o) {
                          in.sites[at(o.site)].max_first_timers += 1;
                          return relaxing;
                        },
                    },
                    change);
}

/// Forced decisions can clash like pins and announced lead sponsors do: for the test they are such.
std::vector<Clash> clashes_of(Changed& changed) {
  Instance& in = changed.instance;
  if (changed.forced.empty())
    return find_clashes(in);
  const std::vector<Pin> pins = in.pins;
  std::vector<Ix> announced;
  std::vector<Clash> clashes;
  for (const Site& site : in.sites)
    announced.push_back(site.announced_lead);
  for (const Decision& d : changed.forced) {
    if (d.kind == Decision::Kind::placed) {
      in.pins.push_back({d.who, d.site, PinRole::any, d.yes ? PinRule::must : PinRule::never, {}});
      continue;
    }
    Site& site = in.sites[at(d.site)];
    if (site.announced_lead != none && d.yes != (site.announced_lead == d.who)) {
      clashes.push_back(
          {{},
           {d.site},
           "what_if.announced",
           base::in_words("Site {} has an announced lead sponsor.", in.text(site.id))});
    } else if (d.yes && d.who != none) {
      site.announced_lead = d.who;
    }
  }
  std::vector<Clash> found = find_clashes(in);
  clashes.insert(clashes.end(), found.begin(), found.end());
  in.pins = pins;
  for (std::size_t s = 0; s < announced.size(); ++s)
    in.sites[s].announced_lead = announced[s];
  return clashes;
}

}  // namespace

Ix county_of(const Instance& instance, Ix area) {
  for (Ix a = area; a != none; a = instance.areas[at(a)].parent)
    if (instance.areas[at(a)].kind == AreaKind::county)
      return a;
  return area;
}

Place seat_of(const Instance& instance, Ix area) {
  const Ix county = county_of(instance, area);
  // Step 1. The place that most people share.
  struct Shared {
    std::size_t people = 0;
    std::size_t first = 0;
  };
  std::map<std::pair<double, double>, Shared> places;
  for (std::size_t p = 0; p < instance.staff.size(); ++p) {
    const Staff& staff = instance.staff[p];
    if (staff.area == none || county_of(instance, staff.area) != county)
      continue;
    Shared& shared = places[{staff.place.x, staff.place.y}];
    if (shared.people++ == 0)
      shared.first = p;
  }
  const auto most =
      std::max_element(places.begin(), places.end(), [](const auto& a, const auto& b) {
        return a.second.people != b.second.people ? a.second.people < b.second.people
                                                  : a.second.first > b.second.first;
      });
  if (most != places.end() && most->second.people > 1)
    return {most->first.first, most->first.second};
  // Step 2. The middle of the sites.
  Place middle;
  std::int64_t sites = 0;
  for (const Site& site : instance.sites) {
    if (county_of(instance, site.area) != county)
      continue;
    middle.x += site.place.x;
    middle.y += site.place.y;
    ++sites;
  }
  if (sites > 0) {
    middle.x /= static_cast<double>(sites);
    middle.y /= static_cast<double>(sites);
  }
  return middle;
}

Changed apply_changes(const Instance& instance, std::span<const Change> changes) {
  Changed changed{instance, {}, true, true};
  Drops drops;
  for (const Change& change : changes) {
    const Direction direction = apply(changed, drops, change);
    changed.restricts = changed.restricts && direction.restricts;
    changed.relaxes = changed.relaxes && direction.relaxes;
  }
  erase_positions(changed.instance.pins, std::move(drops.pins));
  erase_positions(changed.instance.costs, std::move(drops.costs));
  return changed;
}

WhatIf compare(const Solution& given, Solution after, bool restricts, bool relaxes,
               const Solution* again) {
  WhatIf answer;
  const Solution& base =
      again != nullptr && again->value.total <= given.value.total ? *again : given;
  // Step 1. The interval. A plan or bound of one instance counts for the other where it is sure to.
  Points old_best = base.value.total;
  Points old_bound = std::max(base.certificate.bound, given.certificate.bound);
  Points new_best = after.value.total, new_bound = after.certificate.bound;
  if (restricts) {
    old_best = std::min(old_best, new_best);
    new_bound = std::max(new_bound, old_bound);
  }
  if (relaxes) {
    new_best = std::min(new_best, old_best);
    old_bound = std::max(old_bound, new_bound);
  }
  answer.change = {new_bound - old_best, new_best - old_bound};
  if (restricts)
    answer.change.lower = std::max<Points>(answer.change.lower, 0);
  if (relaxes)
    answer.change.upper = std::min<Points>(answer.change.upper, 0);
  // Step 2. Term by term.
  answer.plan_change = after.value.total - base.value.total;
  for (std::size_t t = 0; t < term_count; ++t)
    answer.terms[t] = after.value.points[t] - base.value.points[t];
  // Step 3. Who moved.
  std::map<Ix, Move> moves;
  for (const Placement& p : base.plan.placements) {
    Move& move = moves[p.staff];
    move.from = p.site;
    move.from_role = p.role;
  }
  for (const Placement& p : after.plan.placements) {
    Move& move = moves[p.staff];
    move.to = p.site;
    move.to_role = p.role;
  }
  for (auto& [staff, move] : moves) {
    if (move.from == move.to && move.from_role == move.to_role)
      continue;
    move.staff = staff;
    answer.moves.push_back(move);
  }
  for (std::size_t s = 0; s < base.plan.lead_sponsors.size(); ++s)
    if (base.plan.lead_sponsors[s] != after.plan.lead_sponsors[s])
      answer.lead_moves.push_back(
          {static_cast<Ix>(s), base.plan.lead_sponsors[s], after.plan.lead_sponsors[s]});
  answer.after = std::move(after);
  return answer;
}

WhatIf what_if(const Instance& instance, const Solution& base, std::span<const Change> changes,
               const Effort& effort, std::stop_token stop) {
  Changed changed = apply_changes(instance, changes);
  WhatIf answer;
  answer.clashes = clashes_of(changed);
  if (!answer.clashes.empty())
    return answer;
  Options options;
  options.threads = effort.threads;
  options.seed = effort.seed;
  options.steps = effort.steps;
  options.forced = std::move(changed.forced);
  // From the better of the two: what planning again brings by itself is in it already.
  const bool bettered = effort.again != nullptr && effort.again->value.total <= base.value.total;
  options.warm = bettered ? effort.again : &base;
  options.evaluated = effort.evaluated;
  if (effort.stop_of_each)
    stop = effort.stop_of_each();
  return compare(base, solve(changed.instance, options, std::move(stop)), changed.restricts,
                 changed.relaxes, effort.again);
}

Solution plan_again(const Instance& instance, const Solution& base, const Effort& effort,
                    std::stop_token stop) {
  Options options;
  options.threads = effort.threads;
  options.seed = effort.seed;
  options.steps = effort.steps;
  options.warm = &base;
  options.evaluated = effort.evaluated;
  if (effort.stop_of_each)
    stop = effort.stop_of_each();
  return solve(instance, options, std::move(stop));
}

}  // namespace sojourn::planner
