// The restricted master: choose one known team a site so that nobody is used twice and no cap is
// exceeded, relaxed to a linear programme. Its duals are the prices for the next teams
// (Dantzig-Wolfe; Desaulniers, Desrosiers, Solomon 2005). The simplex is Clp's.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "planner/prices.h"

namespace sojourn::planner {

/// A whole team of one site, by staff and sponsor, with its cost in points without prices.
struct Team {
  Ix site = none;
  Ix lead = none;
  Ix leader = none;
  std::vector<Ix> members;  ///< ascending, without the leader
  Points cost = 0;

  bool holds(Ix staff) const;
  std::int32_t heads() const {
    return static_cast<std::int32_t>(members.size()) + (leader == none ? 0 : 1);
  }
  friend bool operator==(const Team&, const Team&) = default;
};

/// Calls f(staff) for the leader, if any, and each member.
template <typename F>
void for_each_head(const Team& team, F&& f) {
  if (team.leader != none)
    f(team.leader);
  for (const Ix member : team.members)
    f(member);
}

/// The choice of the oracle as a team.
Team team_of(const Problem& problem, Ix site, const TeamChoice& choice);

/// Sets `cost` from the team's people, leader and lead sponsor as `problem` has them.
void cost_anew(const Problem& problem, Team& team);

/// The team without one of its people.
Team team_without(const Problem& problem, Team team, Ix staff);

/// The team of nobody but the musts, led by a must who may only lead; the lead sponsor only if one
/// has to be. All these teams together keep every hard rule (clashes were refused before).
Team bare_team(const Problem& problem, Ix site);

/// How often the team counts in a cut.
std::int32_t cut_count(const Problem& problem, const CutRow& cut, const Team& team);

/// Prices that a master may not change, since others share the thing: it gets no row, and teams pay
/// the price on top of their cost.
struct Fixed {
  std::vector<char> staff, release, lead;  ///< which
  Prices prices;                           ///< at what price
};

/// A share this near to 0 or 1 is whole.
inline constexpr double whole_share = 1e-6;

class Master {
 public:
  /// `fixed` (may be null) has to outlive the master.
  explicit Master(const Problem& problem, const Fixed* fixed = nullptr);
  ~Master();
  Master(const Master&) = delete;
  Master& operator=(const Master&) = delete;

  /// Adds a team unless it is known. Returns whether it was new.
  bool add(const Team& team);
  const std::vector<Team>& teams() const { return teams_; }
  /// A team that is not allowed stays, at zero.
  void allow(std::size_t team, bool allowed);
  /// Holds from the next `solve` on.
  void add_cut(const CutRow& cut);
  const std::vector<CutRow>& cuts() const { return cuts_; }

  struct Result {
    bool feasible = false;
    double objective = 0;
  };
  Result solve();
  /// Programmes solved and pivots made so far.
  std::int64_t solves() const { return solves_; }
  std::int64_t pivots() const { return pivots_; }

  /// After solve: the share of each team, and the duals rounded to prices.
  double share(std::size_t team) const;
  void prices(Prices& out) const;
  /// Fixed prices have changed: the costs of all teams are made anew.
  void refresh_fixed();
  /// Sum of fixed prices x capacities, in thousandths: what a bound at these prices subtracts and
  /// the master does not.
  Milli fixed_offset() const;

 private:
  struct Model;

  double cost_of(const Team& team) const;

  const Problem* problem_;
  const Fixed* fixed_;
  std::unique_ptr<Model> model_;
  double relief_cost_ = 1e6;
  std::int64_t solves_ = 0, pivots_ = 0;
  std::vector<Team> teams_;
  std::vector<CutRow> cuts_;
  std::unordered_multimap<std::uint64_t, std::size_t> known_;
};

}  // namespace sojourn::planner
