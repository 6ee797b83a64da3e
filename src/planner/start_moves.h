// Local search over a valid placement, before any price is known: people come, go, change places.
// Lead sponsors are left out: they are chosen later, with prices.
// Tested in tests/unit/planner/floors_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

class StartMoves {
 public:
  /// `placed_at`: site of each person, or `none`, musts included, all hard rules kept but for teams
  /// with two people who may only lead: the later ones are sent home. `release`: what is left.
  StartMoves(const Problem& problem, std::vector<Ix> placed_at, std::vector<std::int32_t> release);

  /// At each site in turn: a free person joins, or takes the place of a member who goes home, while
  /// that is worth it. Returns the points gained. Heavy sites come first.
  Points bring_in();
  /// At each site in turn: somebody from another site joins, or two people change places.
  Points exchange();
  /// Ordered by site, role (leader first), staff.
  std::vector<Placement> placements() const;

 private:
  static constexpr Points forbidden = INT64_MAX / 4;
  /// What a set of people amounts to at a site.
  struct Sum {
    std::int32_t size = 0, newcomers = 0, lead_only = 0;
    std::uint32_t covers = 0;
    bool stays = false;
    Points leader = forbidden;  ///< least leader_cost of those who may lead
    Points only = forbidden;    ///< the same of those who may only lead
    Points cost = 0;
  };
  struct Value {
    Points total = forbidden;
    Points shortage = 0;
  };
  struct Needs {
    std::uint32_t languages = 0, skills = 0;  ///< bits of the site's requirements
  };

  std::span<std::uint32_t> team(Ix site) {
    const auto s = static_cast<std::size_t>(site);
    return {seats_.data() + seat_begin_[s], static_cast<std::size_t>(size_[s])};
  }
  std::span<const std::uint32_t> team(Ix site) const {
    const auto s = static_cast<std::size_t>(site);
    return {seats_.data() + seat_begin_[s], static_cast<std::size_t>(size_[s])};
  }
  const Pair& pair(std::uint32_t position) const { return problem_.pairs[position]; }
  /// Position of the pair of `staff` at `site`, or `no_pair`.
  std::uint32_t find_pair(Ix staff, Ix site) const;
  static constexpr std::uint32_t no_pair = UINT32_MAX;

  void add(Sum& sum, const Pair& member) const;
  Sum sum_without(Ix site, std::size_t skipped) const;
  Value value(Ix site, const Sum& sum) const;
  bool has_release(Ix staff) const;
  void come(Ix site, std::uint32_t position);
  void go(Ix site, std::uint32_t position);
  /// Fills without_ with the sums of the team without each member, then of the whole team.
  void take_sums(Ix site);
  Points bring_in_at(Ix site);
  Points exchange_at(Ix site);

  const Problem& problem_;
  std::vector<Ix> placed_at_;
  std::vector<std::int32_t> release_;
  std::vector<std::uint32_t> seat_begin_;  ///< per site, target_team seats each
  std::vector<std::uint32_t> seats_;       ///< positions of pairs
  std::vector<std::int32_t> size_;         ///< per site
  std::vector<Needs> needs_;
  std::vector<Ix> order_;        ///< heavy sites first
  std::vector<Sum> without_;     ///< of the site in hand
  std::vector<Value> values_;    ///< of the site in hand
};

}  // namespace sojourn::planner
