// The floors of shortage and of leaders: the proven least points of each term alone, with the
// prices that prove it, and a plan to start from. The flow itself is in floor_flow.cpp. Tested in
// tests/unit/planner/floors_test.cpp against brute force and a recomputed bound.
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "planner/floor_flow.h"
#include "planner/problem.h"
#include "planner/start_moves.h"
#include "planner/workers.h"

namespace sojourn::planner {

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

/// What the musts take before anything is decided.
struct Musts {
  struct OfSite {
    std::int32_t people = 0, newcomers = 0, lead_only = 0;
    bool may_lead = false;
  };
  std::vector<OfSite> sites;
  std::vector<std::uint8_t> taken;    ///< per staff
  std::vector<Ix> placed_at;          ///< per staff
  std::vector<std::int32_t> release;  ///< per sponsor, what is left

  explicit Musts(const Problem& problem)
      : sites(at(problem.site_count())),
        taken(at(problem.staff_count()), 0),
        placed_at(at(problem.staff_count()), none),
        release(problem.release_cap) {
    for (Ix s = 0; s < problem.site_count(); ++s) {
      for (const Pair& pair : problem.pairs_of(s)) {
        if (!pair.has(Pair::must) || taken[at(pair.staff)] != 0)
          continue;
        OfSite& site = sites[at(s)];
        ++site.people;
        if (pair.has(Pair::first_timer))
          ++site.newcomers;
        if (!pair.has(Pair::may_member))
          ++site.lead_only;
        if (pair.has(Pair::may_lead))
          site.may_lead = true;
        taken[at(pair.staff)] = 1;
        placed_at[at(pair.staff)] = s;
        if (const Ix j = problem.sponsor_of[at(pair.staff)]; j != none)
          --release[at(j)];
      }
    }
    for (std::int32_t& left : release)
      left = std::max(0, left);
  }
};

/// The seats of a floor, and the points that no plan can avoid whoever is placed.
struct Demand {
  std::vector<Seats> seats;
  Points unavoidable = 0;
};

Demand minimum_seats(const Problem& problem, const Musts& musts) {
  Demand demand;
  for (std::size_t s = 0; s < problem.sites.size(); ++s) {
    const SiteTerms& terms = problem.sites[s];
    const Musts::OfSite& must = musts.sites[s];
    const auto wanted = std::max(0, terms.min_team - must.people);
    const auto room = std::max(0, terms.target_team - must.people);
    const auto seats = std::min(wanted, room);
    demand.unavoidable += terms.short_of_minimum * (wanted - seats);
    demand.seats.push_back({terms.short_of_minimum, seats,
                            std::max(0, terms.max_first_timers - must.newcomers),
                            must.lead_only == 0});
  }
  return demand;
}

Demand leader_seats(const Problem& problem, const Musts& musts) {
  Demand demand;
  for (std::size_t s = 0; s < problem.sites.size(); ++s) {
    const SiteTerms& terms = problem.sites[s];
    const Musts::OfSite& must = musts.sites[s];
    // A must who may lead does so at no cost to anyone.
    const bool is_wanted = !must.may_lead;
    const bool has_room = terms.target_team > must.people;
    if (is_wanted && !has_room)
      demand.unavoidable += terms.no_leader;
    demand.seats.push_back({terms.no_leader, is_wanted && has_room ? 1 : 0,
                            terms.max_first_timers > must.newcomers ? 1 : 0, true});
  }
  return demand;
}

/// Points of both terms in a placement.
std::pair<Points, Points> shortage_and_leaders(const Problem& problem,
                                               const std::vector<Placement>& placements) {
  std::vector<std::int32_t> team(problem.sites.size(), 0);
  std::vector<std::uint8_t> led(problem.sites.size(), 0);
  for (const Placement& placement : placements) {
    ++team[at(placement.site)];
    if (placement.role == Role::leader)
      led[at(placement.site)] = 1;
  }
  Points shortage = 0, leaders = 0;
  for (std::size_t s = 0; s < problem.sites.size(); ++s) {
    const SiteTerms& terms = problem.sites[s];
    shortage += terms.short_of_minimum * std::max(0, terms.min_team - team[s]);
    if (led[s] == 0)
      leaders += terms.no_leader;
  }
  return {shortage, leaders};
}

}  // namespace

FlowResult solve_floors(const Problem& problem, int threads) {
  const Musts musts(problem);
  FlowResult result;
  result.shortage.term = Term::short_of_minimum;
  result.leaders.term = Term::no_leader;
  // The two floors know nothing of each other.
  Workers(threads).run(2, [&](std::size_t block, int) {
    const bool is_shortage = block == 0;
    Floor& floor = is_shortage ? result.shortage : result.leaders;
    const Demand demand =
        is_shortage ? minimum_seats(problem, musts) : leader_seats(problem, musts);
    FloorFlow flow(problem, is_shortage ? FloorFlow::Kind::members : FloorFlow::Kind::leaders,
                   demand.seats, musts.release, musts.taken);
    flow.run();
    floor.points = flow.empty_points() + demand.unavoidable;
    floor.prices = flow.prices();
    if (!is_shortage)
      return;
    std::vector<Ix> placed_at = flow.placed_at();
    for (std::size_t p = 0; p < placed_at.size(); ++p)
      if (musts.taken[p] != 0)
        placed_at[p] = musts.placed_at[p];
    StartMoves moves(problem, std::move(placed_at), flow.release_left());
    using Reach = StartMoves::Reach;
    for (const Reach reach :
         {Reach::free, Reach::exchange, Reach::free, Reach::exchange, Reach::chains, Reach::chains})
      moves.round(reach);
    result.start = moves.placements();
  });
  const auto [shortage, leaders] = shortage_and_leaders(problem, result.start);
  result.shortage.attained = shortage == result.shortage.points;
  result.leaders.attained = leaders == result.leaders.points;
  return result;
}

}  // namespace sojourn::planner
