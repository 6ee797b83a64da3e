// See floor_start.h. Tested in tests/unit/planner/floors_test.cpp.
#include "planner/floor_start.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

namespace sojourn::planner {

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

class Start {
 public:
  Start(const Problem& problem, std::vector<Ix> placed_at, std::vector<std::int32_t> release)
      : problem_(problem),
        placed_at_(std::move(placed_at)),
        release_(std::move(release)),
        teams_(at(problem.site_count())) {}

  std::vector<Placement> run();

 private:
  struct Team {
    std::int32_t size = 0, newcomers = 0;
    Ix leader = none;
  };

  bool is_here(const Pair& pair, Ix site) const { return placed_at_[at(pair.staff)] == site; }
  bool is_free(const Pair& pair) const { return placed_at_[at(pair.staff)] == none; }
  std::int32_t* release_of(Ix person) {
    const Ix j = problem_.sponsor_of[at(person)];
    return j == none ? nullptr : &release_[at(j)];
  }
  bool has_release(Ix person) {
    const std::int32_t* left = release_of(person);
    return left == nullptr || *left > 0;
  }
  void come(const Pair& pair, Ix site) {
    placed_at_[at(pair.staff)] = site;
    if (auto* left = release_of(pair.staff)) --*left;
    Team& team = teams_[at(site)];
    ++team.size;
    if (pair.has(Pair::first_timer)) ++team.newcomers;
  }
  void go(const Pair& pair, Ix site) {
    placed_at_[at(pair.staff)] = none;
    if (auto* left = release_of(pair.staff)) ++*left;
    Team& team = teams_[at(site)];
    --team.size;
    if (pair.has(Pair::first_timer)) --team.newcomers;
  }
  std::int64_t cost_as_leader(const Pair& pair) const {
    return std::int64_t{pair.cost} + problem_.leader_cost[at(pair.staff)];
  }
  std::vector<Ix> by_weight(Points SiteTerms::*weight) const;

  void appoint(Ix site);
  void bring_leader(Ix site);
  void fill(Ix site);

  const Problem& problem_;
  std::vector<Ix> placed_at_;
  std::vector<std::int32_t> release_;
  std::vector<Team> teams_;
};

std::vector<Ix> Start::by_weight(Points SiteTerms::*weight) const {
  std::vector<Ix> order(teams_.size());
  for (std::size_t s = 0; s < order.size(); ++s) order[s] = static_cast<Ix>(s);
  std::stable_sort(order.begin(), order.end(), [&](Ix a, Ix b) {
    return problem_.sites[at(a)].*weight > problem_.sites[at(b)].*weight;
  });
  return order;
}

/// Counts the team and makes the member leader whom experience favours, if a leader is worth it.
void Start::appoint(Ix site) {
  Team& team = teams_[at(site)];
  const Pair* best = nullptr;
  const auto rank = [&](const Pair& pair) {
    const bool may_serve = pair.has(Pair::may_member);
    return std::tuple(may_serve, may_serve || !pair.has(Pair::must),
                      problem_.leader_cost[at(pair.staff)], pair.staff);
  };
  for (const Pair& pair : problem_.pairs_of(site)) {
    if (!is_here(pair, site)) continue;
    ++team.size;
    if (pair.has(Pair::first_timer)) ++team.newcomers;
    if (pair.has(Pair::may_lead) && (best == nullptr || rank(pair) < rank(*best))) best = &pair;
  }
  if (best == nullptr) return;
  if (!best->has(Pair::may_member) ||
      problem_.leader_cost[at(best->staff)] < problem_.sites[at(site)].no_leader)
    team.leader = best->staff;
  // Two who may only lead cannot serve together; the flow lets that pass (see FloorFlow).
  for (const Pair& pair : problem_.pairs_of(site))
    if (is_here(pair, site) && !pair.has(Pair::may_member) && pair.staff != team.leader)
      go(pair, site);
}

/// A free person who may lead joins, or takes the seat of a member who may go.
void Start::bring_leader(Ix site) {
  Team& team = teams_[at(site)];
  const SiteTerms& terms = problem_.sites[at(site)];
  if (team.leader != none || terms.no_leader == 0) return;
  const auto pairs = problem_.pairs_of(site);
  const bool has_room = team.size < terms.target_team;
  const Pair *best = nullptr, *best_leaver = nullptr;
  std::int64_t best_gain = 0;
  const auto offer = [&](const Pair& pair, const Pair* leaver) {
    const bool crowds = pair.has(Pair::first_timer) && team.newcomers >= terms.max_first_timers &&
                        (leaver == nullptr || !leaver->has(Pair::first_timer));
    if (crowds) return;
    const Ix sponsor = problem_.sponsor_of[at(pair.staff)];
    const bool frees = leaver != nullptr && problem_.sponsor_of[at(leaver->staff)] == sponsor;
    if (!has_release(pair.staff) && !frees) return;
    std::int64_t gain = terms.no_leader - cost_as_leader(pair);
    if (leaver != nullptr) {
      gain += leaver->cost;
    } else {
      gain += team.size < terms.min_team ? terms.short_of_minimum : terms.short_of_target;
    }
    if (gain > best_gain) {
      best_gain = gain;
      best = &pair;
      best_leaver = leaver;
    }
  };
  std::vector<const Pair*> leavers;
  for (const Pair& pair : pairs)
    if (is_here(pair, site) && !pair.has(Pair::must)) leavers.push_back(&pair);
  for (const Pair& pair : pairs) {
    if (!is_free(pair) || !pair.has(Pair::may_lead)) continue;
    if (has_room) offer(pair, nullptr);
    for (const Pair* leaver : leavers) offer(pair, leaver);
  }
  if (best == nullptr) return;
  if (best_leaver != nullptr) go(*best_leaver, site);
  come(*best, site);
  team.leader = best->staff;
}

/// Free people join while each is worth more than they cost.
void Start::fill(Ix site) {
  Team& team = teams_[at(site)];
  const SiteTerms& terms = problem_.sites[at(site)];
  if (team.size >= terms.target_team) return;
  std::vector<std::pair<std::int32_t, const Pair*>> offers;
  for (const Pair& pair : problem_.pairs_of(site))
    if (is_free(pair) && pair.has(Pair::may_member) && has_release(pair.staff))
      offers.emplace_back(pair.cost, &pair);
  std::sort(offers.begin(), offers.end());
  for (const auto& [cost, pair] : offers) {
    const Points worth =
        team.size < terms.min_team ? terms.short_of_minimum : terms.short_of_target;
    if (team.size >= terms.target_team || cost >= worth) return;
    if (!has_release(pair->staff)) continue;
    if (pair->has(Pair::first_timer) && team.newcomers >= terms.max_first_timers) continue;
    come(*pair, site);
  }
}

std::vector<Placement> Start::run() {
  // Step 1: leaders from within.
  for (Ix s = 0; s < problem_.site_count(); ++s) appoint(s);
  // Step 2: leaders from outside, heavy sites first.
  for (const Ix s : by_weight(&SiteTerms::no_leader)) bring_leader(s);
  // Step 3: the rest of the seats.
  for (const Ix s : by_weight(&SiteTerms::short_of_target)) fill(s);
  // Step 4: in order.
  std::vector<Placement> placements;
  for (Ix s = 0; s < problem_.site_count(); ++s) {
    const Ix leader = teams_[at(s)].leader;
    if (leader != none) placements.push_back({leader, s, Role::leader});
    for (const Pair& pair : problem_.pairs_of(s))
      if (is_here(pair, s) && pair.staff != leader)
        placements.push_back({pair.staff, s, Role::member});
  }
  return placements;
}

}  // namespace

std::vector<Placement> extend_start(const Problem& problem, std::vector<Ix> placed_at,
                                    std::vector<std::int32_t> release) {
  return Start(problem, std::move(placed_at), std::move(release)).run();
}

}  // namespace sojourn::planner
