// The one-site problem: given what every person, release and lead costs (prices), the cheapest team
// of one site with its lead sponsor, exactly. The Lagrangian bound, the columns of the masters and
// the windows all rest on it, so it is the innermost loop of the planner.
//
// Algorithm: for each lead option a dynamic programme over (heads, leader yes/no, first-timers,
// requirements covered, somebody stays) with people as stages. Two exact reductions keep it small:
//   dominance  a person is left out when as many cheaper people as the team has seats have all of
//              their qualities: one of those is always free to take the place;
//   option bound  a lead option is skipped when even its full own-sponsor bonus, less what its
//              people cost above those they would displace, cannot beat the best so far.
// Tested in tests/unit/planner/oracle_test.cpp against enumeration.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "planner/problem.h"

namespace sojourn::planner {

inline constexpr Milli infinite = std::numeric_limits<Milli>::max() / 4;

/// At this price or above nobody is taken but a must, and no sponsor leads.
inline constexpr Milli blocked = Milli{1} << 50;

/// Prices as the oracle reads them, in thousandths: `person` has the staff price and the price of
/// the sponsor's release added up, `lead` is per sponsor.
struct PriceView {
  const Milli* person = nullptr;
  const Milli* lead = nullptr;
};

/// A site's team at given prices.
struct TeamChoice {
  Milli value = infinite;             ///< cost and prices together, in thousandths
  std::int32_t option = -1;           ///< position in the site's lead options; -1: no lead sponsor
  std::int32_t leader = -1;           ///< position in the site's pairs; -1: no leader
  std::vector<std::int32_t> members;  ///< positions in the site's pairs, without the leader
};

/// Everything about one site that does not depend on prices.
struct SiteView {
  const SiteTerms* terms = nullptr;
  std::span<const Pair> pairs;
  std::span<const LeadOption> options;
};

/// Solves one-site problems; keeps scratch memory, so one object a thread.
class SiteOracle {
 public:
  explicit SiteOracle(const Problem& problem) : problem_(&problem) {}

  /// The cheapest team of the site, musts kept. Ties break by order of options and pairs. Only
  /// teams below `cutoff` are of use: where there is none, `best.value` is the cutoff.
  void solve(const SiteView& site, const PriceView& prices, TeamChoice& best,
             Milli cutoff = infinite);

 private:
  struct Candidate {
    Milli member;  ///< infinite: may not be a member
    Milli leader;  ///< infinite: may not lead
    std::uint32_t covers;
    std::int32_t position;
    bool first_timer;
    bool stayer;
    bool must;
  };
  /// The states of one dynamic programme: heads x led x first-timers x covers x stays, in this
  /// order.
  struct Grid {
    std::size_t gates = 1, per_mask = 1, per_gate = 1, per_led = 1, per_head = 1, states = 0;
    std::vector<Milli> terminal;  ///< cost of ending in each
  };

  void lay_out(Grid& grid, const SiteTerms& terms, std::int32_t gates, std::int32_t stays) const;
  void shape_of(const SiteView& site);
  void collect(const SiteView& site, const PriceView& prices);
  void find_thresholds();
  void collect_base(const SiteView& site);
  Candidate candidate(const SiteView& site, std::int32_t position) const;
  Milli option_bound(const SiteView& site, std::int32_t option, Milli without, Milli lead_price);
  void candidates_for(const SiteView& site, std::int32_t option);
  Milli run(const Grid& grid, Milli cutoff);
  void backtrack(const Grid& grid, TeamChoice& out) const;
  bool search(const SiteView& site, Milli cutoff, Milli& value, TeamChoice& team);

  const Problem* problem_;

  // dimensions
  std::int32_t seats_ = 0, masks_ = 1, cover_bits_ = 0;
  bool count_first_timers_ = false, count_stayers_ = false;
  Grid full_, loose_;  // loose: first-timers not told apart

  // per call
  std::vector<Milli> member_, leader_;
  std::vector<std::uint32_t> signature_;
  std::vector<std::int32_t> bucket_members_, bucket_leaders_;
  std::vector<std::int32_t> bucket_member_count_, bucket_leader_count_;
  std::vector<std::int32_t> used_signatures_;
  std::vector<std::vector<std::int32_t>> own_;
  std::vector<std::int32_t> musts_;
  std::vector<char> taken_;
  std::vector<Candidate> base_, candidates_, kept_;
  std::vector<Milli> member_threshold_, leader_threshold_, least_, gains_;
  std::vector<std::uint32_t> transition_;
  std::vector<Milli> layers_;
  std::size_t end_state_ = 0;
  TeamChoice scratch_;
};

/// Cost in points of a team without any price; `members` without the leader, all positions in
/// site.pairs. The search's own reading of the model (check has another).
Points team_cost(const Problem& problem, const SiteView& site, std::int32_t option,
                 std::int32_t leader, std::span<const std::int32_t> members);

}  // namespace sojourn::planner
