// What is true about a plan, read off it without planning again: the terms of one pair, what a team
// would lose without one person, what a site lacks and who could have met the lack.
// explain.h answers the questions that need another plan. The report rests on both.
// Tested in tests/unit/planner/explain_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "planner/instance.h"
#include "planner/plan.h"
#include "planner/problem.h"

namespace sojourn::planner {

/// What belongs to one person at one site, whoever else is there.
struct PairFacts {
  std::int64_t metres = 0;
  std::int8_t wish_rank = 0;            ///< 0: none
  bool stays = false;                   ///< their current site
  bool own_sponsor = false;             ///< their sponsor leads the site
  std::optional<std::size_t> must_pin;  ///< into Instance::pins
  std::optional<std::size_t>
      given_cost;  ///< into Instance::costs: it stands for pair, wish, strength
  /// Points of the terms pair (or the given points), wish, strength, leader_experience and
  /// own_sponsor; the others are 0. The wish's rank counts as met even where a cost is given.
  std::array<Points, term_count> terms{};
};

/// What the team would lose if the person left and nobody followed.
struct LossFacts {
  /// Points that each term would rise by. Negative where the team would gain.
  std::array<Points, term_count> terms{};
  Points total = 0;
  std::int32_t below_minimum = 0;  ///< heads under the minimum then
  bool leaves_no_leader = false;
  bool leaves_no_stayer = false;
  std::vector<Ix> only_languages,
      only_skills;  ///< that the site asks for and nobody else there has
};

/// What a site's team lacks.
struct LackFacts {
  std::int32_t below_minimum = 0;
  std::int32_t below_target = 0;  ///< further heads, between minimum and target
  bool no_leader = false;
  bool nobody_stays = false;
  std::vector<Ix> languages, skills;  ///< without a speaker, without a holder
  /// Below the minimum, or without leader, a language or a skill: what the report calls short.
  bool is_short() const {
    return below_minimum > 0 || no_leader || !languages.empty() || !skills.empty();
  }
};

/// What somebody would have to be to meet a lack.
struct Quality {
  enum class Kind : std::uint8_t { head, leader, language, skill, stayer };
  Kind kind = Kind::head;
  Ix what = none;  ///< of a language or a skill
  friend bool operator==(const Quality&, const Quality&) = default;
};

/// Who could meet a lack of a site, everyone counted once.
struct Supply {
  std::int32_t candidates = 0;    ///< candidate pairs of the site whose person has the quality
  std::int32_t here = 0;          ///< in the team already (but not as leader, where one is lacking)
  std::int32_t elsewhere = 0;     ///< placed at another site
  std::int32_t capped = 0;        ///< not placed: their sponsor releases nobody more
  std::int32_t first_timers = 0;  ///< not placed nor capped: the team takes no more first-timers
  std::int32_t free = 0;          ///< not placed, and no single rule keeps them away
  /// Have the quality and were taken off the site's candidates: refused it, are at home there, have
  /// a `never` pin.
  std::int32_t removed = 0;
  std::vector<Ix> capped_sponsors;  ///< of `capped`, most people first, then by order of input
};

/// A plan with its instance, indexed for questions. Both have to outlive it. Building it is linear
/// in both; every question costs about a team, `nearer_sites` about a county's sites.
class Facts {
 public:
  Facts(const Instance& instance, const Plan& plan);

  /// Leader first, then by staff.
  std::span<const Placement> team(Ix site) const;
  std::optional<Placement> placement(Ix staff) const;
  Ix lead_sponsor(Ix site) const { return leads_[static_cast<std::size_t>(site)]; }
  std::int64_t placed_count() const { return static_cast<std::int64_t>(placements_.size()); }

  PairFacts pair(Ix staff, Ix site, Role role) const;
  /// Precondition: the person is placed.
  LossFacts loss_without(Ix staff) const;
  LackFacts lacks(Ix site) const;
  /// Value of one site: its team's terms and its lead sponsor's.
  Value site_value(Ix site) const { return team_value(site, team(site)); }
  /// The same with another team under the plan's lead sponsor.
  Value team_value(Ix site, std::span<const Placement> team) const;

  /// How many sites of the person's county, open to them, are nearer than this one; -1 where the
  /// site lies in another county, the person's area lies above counties or there are no places.
  std::int32_t nearer_sites(Ix staff, Ix site) const;

  /// People released and rule 5's cap.
  std::int32_t released(Ix sponsor) const { return released_[static_cast<std::size_t>(sponsor)]; }
  std::int32_t release_cap(Ix sponsor) const { return caps_[static_cast<std::size_t>(sponsor)]; }
  bool capped(Ix sponsor) const { return released(sponsor) >= release_cap(sponsor); }

  /// `problem` is of the same instance, without forced decisions.
  Supply supply(const Problem& problem, Ix site, Quality quality) const;
  bool has_quality(Ix staff, Ix site, Quality quality) const;

  std::optional<std::int32_t> affinity(Ix site, Ix sponsor) const;
  /// The sponsor that one more person of the site would come from: its lead sponsor, else the one
  /// that its affinity list scores highest (of several the first in the input), else the first of
  /// all. Precondition: there is a sponsor.
  Ix likely_sponsor(Ix site) const;
  /// Rank 1 to 3, `refuse`, or nothing.
  std::optional<std::int8_t> wish(Ix staff, Ix site) const;
  const Instance& instance() const { return *instance_; }
  const Plan& plan() const { return *plan_; }

 private:
  const Instance* instance_;
  const Plan* plan_;
  std::vector<Placement> placements_;  // by site, leader first, staff
  std::vector<std::uint32_t> team_begin_;
  std::vector<std::int32_t> placement_of_;  // per staff, into placements_, or -1
  std::vector<Ix> leads_;
  std::vector<std::int32_t> released_, caps_;
  std::vector<std::uint32_t> wishes_;    // positions, by staff then site
  std::vector<std::uint32_t> costs_;     // positions, by staff then site
  std::vector<std::uint32_t> affinity_;  // positions, by site then sponsor
  std::vector<std::uint32_t> pins_;      // positions of must pins, by staff
  std::vector<bool> has_stayers_;        // per site: available current staff
  std::vector<Ix> county_of_site_;
  std::vector<Ix> sites_by_county_;  // positions of sites by county, then order
};

}  // namespace sojourn::planner
