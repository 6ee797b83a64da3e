// Greatest weight of seats that people can fill: the flow inside the shortage and leader floors.
//
// Sponsors release people, each person fills at most one seat, each site has seats of one weight.
// The sets of seats that can be filled together are a matroid, so filling by falling weight, moving
// people along augmenting paths but never emptying a seat, is optimal for every level of weight at
// once (Edmonds 1971, greedy; Perfect 1968, gammoids). Paths are sought in phases that look at each
// node once (Pothen and Fan 1990), straight on the pairs of `Problem`: no copy of the edges.
//
// When a phase finds nothing, what it has seen is one side of a minimum cut of this level and of
// all lower ones: whoever could fill these seats is busy in seats as heavy. It is marked with the
// level and never looked at again. The marks are the prices: a sponsor costs the weight of its
// mark, a person the weight of theirs less their sponsor's.
//
// How far the answer is exact. It is the minimum of the term over all plans, but where two people
// or more at one site are first-timers who may only lead (pins that forbid them the role member):
// each of these takes one of the seats for first-timers and is not held to the one seat of a
// leader, for two crossing gates would make the problem hard. There the answer may be lower than
// the minimum; it stays a bound that no plan goes below, which is all that a floor claims, and the
// caller checks the teams of the start plan. Tested in tests/unit/planner/floors_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

/// Seats of one site that are still to be filled, with gates that some people have to pass.
struct Seats {
  Points weight = 0;           ///< of each seat
  std::int32_t count = 0;      ///< seats
  std::int32_t newcomers = 0;  ///< how many of them first-timers may take
  bool lead_only = true;       ///< whether one of them may go to a person who may only lead
};

class FloorFlow {
 public:
  enum class Kind : std::uint8_t { members, leaders };
  /// `kind` leaders: only pairs that may lead. `seats`: per site. `release`: per sponsor, what is
  /// left of it. `taken`: per staff, 1 for those who are placed already.
  FloorFlow(const Problem& problem, Kind kind, std::vector<Seats> seats,
            std::vector<std::int32_t> release, std::vector<std::uint8_t> taken);

  void run();

  /// Sum of weight x seats that stay empty: the least, see above.
  Points empty_points() const;
  /// Non-zero prices whose Lagrangian bound is that sum.
  std::vector<Price> prices() const;
  /// Site of each person, or `none`.
  const std::vector<Ix>& placed_at() const { return placed_at_; }
  const std::vector<std::int32_t>& release_left() const { return release_; }

 private:
  /// What a person uses to enter a site: no gate, the gate of first-timers, or that of people who
  /// may only lead. A first-timer who may only lead passes the first gate alone (see above).
  static constexpr int plain = 0, newcomer = 1, lead_only = 2, doors = 3, no_entry = -1;
  static constexpr Ix nobody = -1, root = -2;
  using Mask = std::uint8_t;
  struct Opened {
    Ix site = none;     ///< or
    Ix sponsor = none;  ///< a sponsor
    Mask doors = 0;
  };
  struct SiteState {
    std::array<std::int32_t, doors> used{};
    std::array<std::int32_t, doors> limit{};
    std::array<Ix, doors> leaver{};  ///< who would make room, per door: a person or `root`
    std::uint32_t stamp = 0;
    Mask open = 0;  ///< doors opened in the phase of `stamp`
    Mask dead = 0;
  };

  int door_of(const Pair& pair, const SiteState& state) const;
  bool has_release(Ix person) const {
    const Ix sponsor = problem_.sponsor_of[static_cast<std::size_t>(person)];
    return sponsor == none || release_[static_cast<std::size_t>(sponsor)] > 0;
  }
  bool is_fresh(Ix person) const {
    const auto p = static_cast<std::size_t>(person);
    return person_stamp_[p] != stamp_ && person_mark_[p] == unmarked && taken_[p] == 0;
  }
  void put(Ix person, Ix site, int door);
  void fill_one(Ix site);
  void open(Ix site, Mask doors, Ix leaver);
  void leave(Ix person);
  bool find_path(Ix site);
  Ix scan_site(const Opened& opened);
  void scan_sponsor(Ix sponsor);
  void augment(Ix person);
  void mark_seen(std::int32_t level);

  static constexpr std::int32_t unmarked = -1;
  const Problem& problem_;
  const Kind kind_;
  std::vector<Seats> seats_;
  std::vector<std::int32_t> release_;
  std::vector<std::uint8_t> taken_;
  std::vector<SiteState> sites_;
  std::vector<std::int32_t> empty_;  ///< seats not filled, per site
  std::vector<std::uint32_t> sponsor_begin_;
  std::vector<Ix> sponsor_staff_;

  std::vector<Ix> placed_at_;
  std::vector<std::int8_t> door_;  ///< per placed person
  std::vector<Ix> enters_;         ///< per person seen: the site that they would enter, or
                                   ///< `none` if they would stay at home for a colleague
  std::vector<std::uint32_t> person_stamp_, sponsor_stamp_;
  std::vector<Ix> asked_by_;  ///< per sponsor seen: who needs a release
  std::uint32_t stamp_ = 0;
  std::vector<Opened> queue_;
  std::vector<Ix> seen_sites_, seen_staff_, seen_sponsors_;
  std::vector<Points> levels_;                            ///< weights, falling
  std::vector<std::int32_t> person_mark_, sponsor_mark_;  ///< level of the cut they are in
};

}  // namespace sojourn::planner
