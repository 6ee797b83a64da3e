// See floor_flow.h. Tested in tests/unit/planner/floors_test.cpp.
#include "planner/floor_flow.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>

namespace sojourn::planner {

namespace {
std::size_t at(Ix position) { return static_cast<std::size_t>(position); }
}  // namespace

FloorFlow::FloorFlow(const Problem& problem, Kind kind, std::vector<Seats> seats,
                     std::vector<std::int32_t> release, std::vector<std::uint8_t> taken)
    : problem_(problem),
      kind_(kind),
      seats_(std::move(seats)),
      release_(std::move(release)),
      taken_(std::move(taken)) {
  const auto staff = at(problem.staff_count()), sponsors = at(problem.sponsor_count());
  sites_.resize(seats_.size());
  empty_.resize(seats_.size());
  for (std::size_t s = 0; s < seats_.size(); ++s) {
    sites_[s].limit = {seats_[s].count, seats_[s].newcomers, seats_[s].lead_only ? 1 : 0};
    empty_[s] = seats_[s].count;
    if (seats_[s].weight > 0 && seats_[s].count > 0)
      levels_.push_back(seats_[s].weight);
  }
  std::sort(levels_.rbegin(), levels_.rend());
  levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
  placed_at_.assign(staff, none);
  door_.assign(staff, plain);
  enters_.assign(staff, none);
  person_stamp_.assign(staff, 0);
  person_mark_.assign(staff, unmarked);
  sponsor_stamp_.assign(sponsors, 0);
  sponsor_mark_.assign(sponsors, unmarked);
  asked_by_.assign(sponsors, none);
  sponsor_begin_.assign(sponsors + 1, 0);
  for (const Ix j : problem.sponsor_of)
    if (j != none)
      ++sponsor_begin_[at(j) + 1];
  for (std::size_t j = 0; j < sponsors; ++j)
    sponsor_begin_[j + 1] += sponsor_begin_[j];
  sponsor_staff_.resize(sponsor_begin_[sponsors]);
  auto next = sponsor_begin_;
  for (Ix p = 0; p < problem.staff_count(); ++p)
    if (const Ix j = problem.sponsor_of[at(p)]; j != none)
      sponsor_staff_[next[at(j)]++] = p;
}

int FloorFlow::door_of(const Pair& pair, const SiteState& state) const {
  if (kind_ == Kind::leaders) {
    if (!pair.has(Pair::may_lead))
      return no_entry;
    return pair.has(Pair::first_timer) ? newcomer : plain;
  }
  if (!pair.has(Pair::may_member) && state.limit[lead_only] == 0)
    return no_entry;
  if (pair.has(Pair::first_timer))
    return newcomer;
  return pair.has(Pair::may_member) ? plain : lead_only;
}

void FloorFlow::put(Ix person, Ix site, int door) {
  placed_at_[at(person)] = site;
  door_[at(person)] = static_cast<std::int8_t>(door);
  ++sites_[at(site)].used[static_cast<std::size_t>(door)];
}

/// One more seat for the cheapest free person; the first seat for one who may lead, if there is
/// one. The flow does not care, the plan that starts from it does.
void FloorFlow::fill_one(Ix site) {
  SiteState& state = sites_[at(site)];
  const bool wants_leader = empty_[at(site)] == seats_[at(site)].count;
  const Pair* best = nullptr;
  const auto rank = [&](const Pair& pair) {
    return std::tuple(wants_leader && !pair.has(Pair::may_lead), pair.cost, pair.staff);
  };
  for (const Pair& pair : problem_.pairs_of(site)) {
    const auto p = at(pair.staff);
    if (taken_[p] != 0 || placed_at_[p] != none || person_mark_[p] != unmarked ||
        !has_release(pair.staff))
      continue;
    const int door = door_of(pair, state);
    if (door == no_entry)
      continue;
    const auto gate = static_cast<std::size_t>(door);
    if (door != plain && state.used[gate] >= state.limit[gate])
      continue;
    if (best == nullptr || rank(pair) < rank(*best))
      best = &pair;
  }
  if (best == nullptr)
    return;
  put(best->staff, site, door_of(*best, state));
  --empty_[at(site)];
  if (const Ix j = problem_.sponsor_of[at(best->staff)]; j != none)
    --release_[at(j)];
}

/// Doors through which somebody could now enter, `leaver` making room (or an empty seat).
void FloorFlow::open(Ix site, Mask doors_wanted, Ix leaver) {
  SiteState& state = sites_[at(site)];
  if (state.stamp != stamp_) {
    state.stamp = stamp_;
    state.open = 0;
    seen_sites_.push_back(site);
  }
  // Room in the site is room behind every gate that is not full.
  if ((doors_wanted & 1) != 0)
    for (std::size_t gate = newcomer; gate < doors; ++gate)
      if (state.used[gate] < state.limit[gate])
        doors_wanted |= static_cast<Mask>(1u << gate);
  const auto fresh = static_cast<Mask>(doors_wanted & ~state.open & ~state.dead);
  if (fresh == 0)
    return;
  for (std::size_t door = 0; door < doors; ++door)
    if ((fresh >> door & 1) != 0)
      state.leaver[door] = leaver;
  state.open |= fresh;
  queue_.push_back({site, none, fresh});
}

/// A placed person would leave: their gate, and their seat, get room.
void FloorFlow::leave(Ix person) {
  const auto door = static_cast<unsigned>(door_[at(person)]);
  open(placed_at_[at(person)], static_cast<Mask>(1u | 1u << door), person);
}

/// Looks for who could enter; returns a person who is free to, or `nobody`.
Ix FloorFlow::scan_site(const Opened& opened) {
  const SiteState& state = sites_[at(opened.site)];
  for (const Pair& pair : problem_.pairs_of(opened.site)) {
    if (!is_fresh(pair.staff))
      continue;
    const int door = door_of(pair, state);
    if (door == no_entry || (opened.doors >> door & 1) == 0)
      continue;
    const auto p = at(pair.staff);
    person_stamp_[p] = stamp_;
    seen_staff_.push_back(pair.staff);
    enters_[p] = opened.site;
    if (placed_at_[p] != none) {
      leave(pair.staff);
    } else if (has_release(pair.staff)) {
      return pair.staff;
    } else if (const Ix j = problem_.sponsor_of[p];
               sponsor_stamp_[at(j)] != stamp_ && sponsor_mark_[at(j)] == unmarked) {
      sponsor_stamp_[at(j)] = stamp_;
      seen_sponsors_.push_back(j);
      asked_by_[at(j)] = pair.staff;
      queue_.push_back({none, j, 0});
    }
  }
  return nobody;
}

/// A colleague who is placed could stay at home, if somebody fills the seat.
void FloorFlow::scan_sponsor(Ix sponsor) {
  for (auto k = sponsor_begin_[at(sponsor)]; k < sponsor_begin_[at(sponsor) + 1]; ++k) {
    const Ix colleague = sponsor_staff_[k];
    if (placed_at_[at(colleague)] == none || !is_fresh(colleague))
      continue;
    person_stamp_[at(colleague)] = stamp_;
    seen_staff_.push_back(colleague);
    enters_[at(colleague)] = none;
    leave(colleague);
  }
}

bool FloorFlow::find_path(Ix site) {
  queue_.clear();
  open(site, 1, root);
  for (std::size_t head = 0; head < queue_.size(); ++head) {
    const Opened opened = queue_[head];
    if (opened.sponsor != none) {
      scan_sponsor(opened.sponsor);
    } else if (const Ix person = scan_site(opened); person != nobody) {
      augment(person);
      return true;
    }
  }
  return false;
}

/// The free `person` enters, who makes room enters elsewhere, and so on up to the empty seat.
void FloorFlow::augment(Ix person) {
  if (const Ix j = problem_.sponsor_of[at(person)]; j != none)
    --release_[at(j)];
  while (true) {
    const Ix site = enters_[at(person)];
    SiteState& state = sites_[at(site)];
    const auto pairs = problem_.pairs_of(site);
    const auto pair = std::lower_bound(pairs.begin(), pairs.end(), person,
                                       [](const Pair& a, Ix staff) { return a.staff < staff; });
    const int door = door_of(*pair, state);
    const Ix leaver = state.leaver[static_cast<std::size_t>(door)];
    put(person, site, door);
    if (leaver == root) {
      --empty_[at(site)];
      return;
    }
    --state.used[static_cast<std::size_t>(door_[at(leaver)])];
    if (enters_[at(leaver)] != none) {
      person = leaver;
    } else {
      placed_at_[at(leaver)] = none;
      person = asked_by_[at(problem_.sponsor_of[at(leaver)])];
    }
  }
}

void FloorFlow::mark_seen(std::int32_t level) {
  for (const Ix s : seen_sites_)
    sites_[at(s)].dead |= sites_[at(s)].open;
  for (const Ix p : seen_staff_)
    person_mark_[at(p)] = level;
  for (const Ix j : seen_sponsors_)
    sponsor_mark_[at(j)] = level;
}

void FloorFlow::run() {
  std::vector<Ix> by_weight;
  for (Ix s = 0; s < problem_.site_count(); ++s)
    if (seats_[at(s)].weight > 0 && seats_[at(s)].count > 0)
      by_weight.push_back(s);
  std::stable_sort(by_weight.begin(), by_weight.end(),
                   [&](Ix a, Ix b) { return seats_[at(a)].weight > seats_[at(b)].weight; });
  auto first = by_weight.begin();
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    const auto last = std::find_if(first, by_weight.end(),
                                   [&](Ix s) { return seats_[at(s)].weight != levels_[level]; });
    // Both steps fill first seats before second ones: where not all can be filled, every site then
    // has somebody, perhaps a leader, and no head fewer in all.
    const auto of_level = std::span(first, last);
    std::int32_t most = 0;
    for (const Ix s : of_level)
      most = std::max(most, seats_[at(s)].count);
    const auto has_fewer = [&](Ix s, std::int32_t seats) {
      return empty_[at(s)] > 0 && seats_[at(s)].count - empty_[at(s)] < seats;
    };
    // Step 1: people who are free.
    for (std::int32_t seats = 1; seats <= most; ++seats)
      for (const Ix s : of_level)
        if (has_fewer(s, seats))
          fill_one(s);
    // Step 2: phases of augmenting paths, each node seen once a phase, until one finds none.
    for (bool found = true; found;) {
      found = false;
      ++stamp_;
      seen_sites_.clear();
      seen_staff_.clear();
      seen_sponsors_.clear();
      for (std::int32_t seats = 1; seats <= most; ++seats)
        for (const Ix s : of_level)
          while (has_fewer(s, seats) && find_path(s))
            found = true;
    }
    // Step 3: what the last phase saw is cut off for good.
    mark_seen(static_cast<std::int32_t>(level));
    first = last;
  }
}

Points FloorFlow::empty_points() const {
  Points points = 0;
  for (std::size_t s = 0; s < seats_.size(); ++s)
    points += seats_[s].weight * empty_[s];
  return points;
}

std::vector<Price> FloorFlow::prices() const {
  const auto weight = [&](std::int32_t mark) {
    return mark == unmarked ? Points{0} : levels_[static_cast<std::size_t>(mark)];
  };
  std::vector<Price> prices;
  for (Ix p = 0; p < problem_.staff_count(); ++p) {
    const Ix j = problem_.sponsor_of[at(p)];
    const Points released = j == none ? 0 : weight(sponsor_mark_[at(j)]);
    const Points price = weight(person_mark_[at(p)]) - released;
    if (price > 0)
      prices.push_back({Price::Kind::staff, p, price * milli_per_point});
  }
  for (Ix j = 0; j < problem_.sponsor_count(); ++j)
    if (const Points price = weight(sponsor_mark_[at(j)]); price > 0)
      prices.push_back({Price::Kind::release, j, price * milli_per_point});
  return prices;
}

}  // namespace sojourn::planner
