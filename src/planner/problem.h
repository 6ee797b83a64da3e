// The instance as the search sees it: candidate pairs site by site, release caps, lead options,
// with pins and forced decisions already applied. Built once, then read only.
// Used by the solver alone; `check` has its own reading of the model.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/big_array.h"
#include "planner/instance.h"
#include "planner/plan.h"

namespace sojourn::planner {

/// One candidate pair, 16 bytes. At nation size there are 33 million.
struct Pair {
  Ix staff = none;
  /// Points of the terms pair, wish and strength together, or the given points of costs.csv.
  std::int32_t cost = 0;
  /// Bit i: the person covers requirement i of the site (its languages in list order, then skills).
  /// The one-site problem knows the first `most_requirements` (8) alone; requirements beyond the
  /// 32nd have no bit at all. What is forgotten costs nothing, which keeps bounds valid.
  std::uint32_t covers = 0;
  /// Position of the person's sponsor in the site's lead options, or `not_listed`.
  std::uint16_t own_option = 0xffff;
  std::uint8_t flags = 0;

  static constexpr std::uint16_t not_listed = 0xffff;
  enum Flag : std::uint8_t {
    may_lead = 1,    ///< has the role, and no pin forbids or must-pins them as member
    may_member = 2,  ///< no pin forbids it
    first_timer = 4,
    stayer = 8,  ///< the site is their current site
    must = 16,   ///< a must pin or a forced decision: the team has to hold this person
  };
  bool has(Flag f) const { return (flags & f) != 0; }
  friend bool operator==(const Pair&, const Pair&) = default;
};
static_assert(sizeof(Pair) == 16);

struct LeadOption {
  Ix sponsor = none;
  std::int32_t score = 0;
  friend bool operator==(const LeadOption&, const LeadOption&) = default;
};

/// Numbers of a site that its team's cost depends on, in points.
struct SiteTerms {
  std::int32_t min_team = 0, target_team = 0, max_first_timers = 0;
  std::int32_t languages = 0, skills = 0;  ///< how many requirements of each
  Points short_of_minimum = 0;             ///< per head
  Points short_of_target = 0;              ///< per head
  Points no_leader = 0;
  Points language = 0, skill = 0;  ///< each
  Points nobody_stays = 0;         ///< 0 where there is no available current staff
  bool lead_fixed =
      false;  ///< one option only (announced, forced, or lead sponsors first); with no option: none
  bool may_have_no_lead = true;
  friend bool operator==(const SiteTerms&, const SiteTerms&) = default;
};

struct Problem {
  const Instance* instance = nullptr;
  std::vector<SiteTerms> sites;
  /// Pairs of site s: pairs[site_begin[s] .. site_begin[s+1]), ordered by staff.
  std::vector<std::uint32_t> site_begin;
  BigArray<Pair> pairs;
  /// Pairs of staff p: pairs[by_staff[k]] for k in staff_begin[p] .. staff_begin[p+1], ordered by
  /// site.
  std::vector<std::uint32_t> staff_begin;
  BigArray<std::uint32_t> by_staff;
  /// Lead options of site s, ordered by sponsor: lead_options[lead_begin[s] .. lead_begin[s+1]).
  std::vector<std::uint32_t> lead_begin;
  std::vector<LeadOption> lead_options;
  std::vector<std::int32_t> release_cap;  ///< per sponsor, rule 5; 0 where nobody is available
  std::vector<std::int32_t> max_sites;    ///< per sponsor, rule 6
  std::vector<std::int32_t> leader_cost;  ///< per staff: points of leader_experience if leader
  std::vector<Ix> sponsor_of;             ///< per staff
  std::vector<Ix>
      county_of_site;      ///< area position of the county the site lies in (itself if above)
  Points own_sponsor = 0;  ///< taken off for each person of the site's lead sponsor
  Points lead_score = 0;   ///< taken off for each point of its score

  Ix site_count() const { return static_cast<Ix>(sites.size()); }
  Ix staff_count() const { return static_cast<Ix>(sponsor_of.size()); }
  Ix sponsor_count() const { return static_cast<Ix>(release_cap.size()); }
  std::span<const Pair> pairs_of(Ix s) const {
    return {pairs.data() + site_begin[s], pairs.data() + site_begin[s + 1]};
  }
  std::span<const LeadOption> options_of(Ix s) const {
    return {lead_options.data() + lead_begin[s], lead_options.data() + lead_begin[s + 1]};
  }
};

/// Applies hard rules 1 and 6, pins and `forced` to the instance. A `must` leaves the person no
/// other pair. Deterministic and independent of `threads`. With pairing "first" the lead sponsors
/// are chosen here (largest sum of need x score) and fixed.
/// Precondition: find_clashes(instance) is empty.
Problem build_problem(const Instance& instance, std::span<const Decision> forced, int threads);

/// Shortage and leaders alone: the proven least points of each (how far that is exact: see
/// floor_flow.h), the prices that prove it, and a placement that reaches the shortage floor (member
/// roles; leaders where free).
struct FlowResult {
  Floor shortage, leaders;
  std::vector<Placement> start;
};
FlowResult solve_floors(const Problem& problem, int threads);

}  // namespace sojourn::planner
