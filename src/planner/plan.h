// What the planner answers: a plan, its value term by term, and the certificate of its bound.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner {

struct Placement {
  Ix staff = none;
  Ix site = none;
  Role role = Role::member;
  friend bool operator==(const Placement&, const Placement&) = default;
};

/// A decision, valid or not; `check` tells.
struct Plan {
  /// Ordered by site, role (leader first), staff, all by position.
  std::vector<Placement> placements;
  /// One entry a site: its lead sponsor or `none`.
  std::vector<Ix> lead_sponsors;
  friend bool operator==(const Plan&, const Plan&) = default;
};

struct Value {
  Points total = 0;
  std::array<Points, term_count> points{};
  /// How often the term applies: heads short, sites without leader, languages, skills, sites
  /// without stayer, heads short of target, sites with a lead sponsor, members from their own
  /// site's lead sponsor, placed people (pair), wishes met, leaders, placed people with strength.
  /// Given points (costs.csv) stand under `pair`; of such a pair neither wish nor strength counts.
  std::array<std::int64_t, term_count> counts{};

  Points& operator[](Term t) { return points[static_cast<std::size_t>(t)]; }
  Points operator[](Term t) const { return points[static_cast<std::size_t>(t)]; }
};

/// One restriction of a branch. `placed`: the staff member is (yes) or is not (no) at the site, in
/// any role. `led`: the sponsor is (yes) or is not (no) the lead sponsor of the site; sponsor
/// `none` stands for "no lead sponsor".
struct Decision {
  enum class Kind : std::uint8_t { placed, led };
  Kind kind = Kind::led;
  bool yes = true;
  Ix site = none;
  Ix who = none;  ///< staff for `placed`, sponsor for `led`
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// A price >= 0 for using one staff member, one release of a sponsor, one lead of a sponsor.
struct Price {
  enum class Kind : std::uint8_t { staff, release, lead };
  Kind kind = Kind::staff;
  Ix who = none;
  Milli price = 0;
};

/// Something scarce that a cut counts. A team uses the person if it holds them, one release for
/// each head from the sponsor, one lead of its lead sponsor, and its site.
struct CutThing {
  enum class Kind : std::uint8_t { staff, release, lead, site };
  Kind kind = Kind::staff;
  Ix who = none;
  friend auto operator<=>(const CutThing&, const CutThing&) = default;
};

/// Half of what a team uses of the things together, rounded down, is how often it counts; all
/// teams of a plan together count at most half of the capacities (1, the release cap, max_sites,
/// 1), rounded down. A team pays `price` >= 0 each time. With three people this is the subset-row
/// cut of Jepsen et al. 2008.
struct Cut {
  std::vector<CutThing> things;  ///< by kind, then who, none twice
  Milli price = 0;
};

/// A node of the branching tree. Its two children differ in one decision: `decision` yes and no.
/// A leaf carries prices and cuts, which prove `bound` for all plans that keep its decisions:
///   sum over sites of the cheapest team at prices - sum of prices x capacities,
/// in thousandths, capacities being 1, the release cap, max_sites, that of a cut. The cheapest team
/// keeps rules 1 to 4 and 6 (a sponsor with max_sites 0 leads nowhere), pins, announced leads and
/// the decisions; where a site has no such team, no plan keeps the leaf's decisions and it proves
/// any bound. A parent stands before its children; on the way to a leaf nothing is decided twice.
struct CertificateNode {
  std::int32_t parent = -1;  ///< node 0 is the root
  Decision decision;         ///< of this node against its sibling; unused at the root
  bool leaf = true;
  std::vector<Price> prices;  ///< non-zero only, ordered by kind, who, none twice
  std::vector<Cut> cuts;
  Milli bound = 0;  ///< of a leaf
};

/// Proves that no plan at all is worth less than `bound` (see PLACEMENT.md, "what a plan is
/// worth").
struct Certificate {
  std::vector<CertificateNode> nodes;
  Points bound = 0;  ///< min over leaves of ceil(bound / 1000)
};

/// The proven minimum of one term's points alone, by the same kind of prices, over an instance
/// in which every other weight is 0.
struct Floor {
  Term term = Term::short_of_minimum;
  Points points = 0;      ///< no plan has fewer points of this term
  bool attained = false;  ///< this plan reaches it
  std::vector<Price> prices;
};

/// Languages and skills of a site, in this order, that the search tells apart; it takes those
/// behind as met, so that its bound is perhaps lower than it could be. Each more would double the
/// work.
inline constexpr std::int32_t most_requirements = 8;

/// What `solve` returns. `plan` keeps every hard rule.
struct Solution {
  Plan plan;
  Value value;
  Certificate certificate;
  std::vector<Floor> floors;  ///< short_of_minimum, then no_leader
  bool proven = false;        ///< value.total == certificate.bound
  std::int64_t steps = 0;     ///< numbered steps done; `--steps` replays them
  bool stopped = false;       ///< ended by time or stop request before the search was done
  bool node_limit = false;    ///< ended at Options::most_nodes: more time would bring nothing
  /// Sites with more than `most_requirements`: the plan may miss some where it need not.
  std::int64_t simplified_sites = 0;
};

}  // namespace sojourn::planner
