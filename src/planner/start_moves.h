// Local search over a valid placement, before any price is known: people come, go, change places.
// Lead sponsors are left out: they are chosen later, with prices.
// Tested in tests/unit/planner/start_moves_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

class StartMoves {
 public:
  /// `placed_at`: site of each person, or `none`, musts included, all hard rules kept but for teams
  /// with two people who may only lead: the later ones are sent home. `release`: what is left.
  StartMoves(const Problem& problem, std::vector<Ix> placed_at, std::vector<std::int32_t> release);

  /// How far a change may go. `free`: a member goes home, a free person joins or takes a member's
  /// place. `exchange`: also somebody from another site, or with the release of a colleague from
  /// another site, the gap there being left, or filled by a member of this site or a free person.
  /// `chains`: the same, sought everywhere for sites that lack a leader, a cover or a stayer.
  enum class Reach : std::uint8_t { free, exchange, chains };
  /// The best change at each site in turn, heavy sites first, while it pays. Shortage never grows.
  /// Returns the points gained.
  Points round(Reach reach);
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
  static constexpr std::uint32_t no_pair = UINT32_MAX;
  /// What happens at one site, and perhaps at another. Members are positions of pairs.
  struct Change {
    Points gain = 0;
    Ix site = none;
    std::uint32_t comer = no_pair, leaver = no_pair;
    Ix other = none;
    std::uint32_t other_leaver = no_pair, other_comer = no_pair;
  };
  /// A gap at `other` that `comer` joining `site` makes.
  struct Gap {
    Ix site;
    std::uint32_t comer;
    Ix other;
    std::uint32_t other_leaver;
    bool ask_free;  ///< whether free people may fill it
  };
  /// More colleagues than this are not asked who could go home.
  static constexpr std::uint32_t most_colleagues = 64;

  /// Position of the pair of `staff` at `site`, or `no_pair`.
  std::uint32_t find_pair(Ix staff, Ix site) const;

  void add(Sum& sum, const Pair& member) const;
  Sum sum_without(Ix site, std::size_t skipped) const;
  Value value(Ix site, const Sum& sum) const;
  bool has_release(Ix staff) const;
  void come(Ix site, std::uint32_t position);
  void go(Ix site, std::uint32_t position);
  /// Fills without_ with the sums of the team without each member, then of the whole team.
  void take_sums(Ix site);
  void seek_free(Ix site, Change& best);
  void seek_exchange(Ix site, Reach reach, Change& best);
  void seek_gap(const Gap& gap, Change& best);
  Points take_values(Ix site, const Pair& comer);
  void take_colleagues(Ix sponsor, Ix site, bool all);
  bool lacks(Ix site, const Sum& sum) const;
  void take_losses(Ix site);
  void make(const Change& change);
  Points better(Ix site, Reach reach);

  const Problem& problem_;
  std::vector<Ix> placed_at_;
  std::vector<std::int32_t> release_;
  std::vector<std::uint32_t> seat_begin_;  ///< per site, target_team seats each
  std::vector<std::uint32_t> seats_;       ///< positions of pairs
  std::vector<std::int32_t> size_;         ///< per site
  std::vector<Needs> needs_;
  std::vector<std::uint32_t> sponsor_begin_;
  std::vector<Ix> sponsor_staff_;
  std::vector<Ix> colleagues_;          ///< of the offer in hand
  std::vector<Points> loss_;            ///< per placed person: what their site would lose
  std::vector<std::uint8_t> has_free_;  ///< per site, at the start of the round
  std::vector<Ix> order_;               ///< heavy sites first
  std::vector<Sum> without_;            ///< of the site in hand
  std::vector<Value> values_;           ///< of the site and the offer in hand
  std::vector<std::pair<Points, std::uint32_t>> offers_;  ///< of the site: minus the most, pair
};

}  // namespace sojourn::planner
