// A plan that people change by hand: its teams, lead sponsors and caps, what a change of them would
// be worth, and which hard rules it would break or mend. The board, "score my plan"
// (improvements.h) and the must-fix list (fixes.h) all stand on it. It shares its reading of the
// model with `check` and `value_of`, not with the solver.
// Tested in tests/unit/planner/draft_test.cpp against valuing and checking the whole plan anew.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "planner/check_sites.h"
#include "planner/planner.h"

namespace sojourn::planner {

/// One change of a plan.
struct SingleMove {
  enum class Kind : std::uint8_t {
    place,        ///< `staff`, not placed, comes to `site`
    move,         ///< `staff` goes from `from_site` to `site`
    change_role,  ///< `staff` leads at `site` instead of being a member, or the reverse
    remove,       ///< `staff` is not placed any more
    change_lead,  ///< `sponsor` (perhaps none) leads `site` instead of `from_sponsor`
    exchange,     ///< `staff` and `other` change places and roles
    replace,  ///< `staff`, not placed, takes the place and role of `other`, who is then not placed
  };
  Kind kind = Kind::place;
  Ix staff = none;
  Ix other = none;
  Ix site = none;            ///< where `staff` is afterwards; the site itself for change_lead
  Ix from_site = none;       ///< where `staff` was before
  Role role = Role::member;  ///< of `staff` afterwards
  Ix sponsor = none, from_sponsor = none;
  Points change = 0;  ///< exact change in total; below 0 betters the plan
  friend bool operator==(const SingleMove&, const SingleMove&) = default;
};
/// By change, then by everything else: one order, whoever lists them.
bool better_first(const SingleMove& a, const SingleMove& b);

/// A broken hard rule, as `check` tells it, without words. Of rule 6 only lead sponsors that this
/// draft was given count, see `Draft::breaches`.
struct Breach {
  std::string_view code;  ///< one of check_codes
  Ix staff = none;
  Ix site = none;
  Ix sponsor = none;
  std::int64_t amount = 1;  ///< by how many heads, leaders or people it goes too far
  /// The same rule broken by the same ones, however far.
  bool same_as(const Breach& o) const {
    return code == o.code && staff == o.staff && site == o.site && sponsor == o.sponsor;
  }
  friend auto operator<=>(const Breach&, const Breach&) = default;
};

class Draft {
 public:
  using Team = std::vector<Placement>;

  /// `sites` has to outlive it. The plan may break rules. What names nothing is left out, and a
  /// person placed twice counts at the later place and is `frozen`: `check` tells of both.
  Draft(const checking::TeamSites& sites, const Plan& plan);

  const Instance& instance() const { return sites_->instance(); }
  const checking::TeamSites& sites() const { return *sites_; }
  const Team& team(Ix site) const { return teams_[at(site)]; }
  Ix lead(Ix site) const { return leads_[at(site)]; }
  /// Where the person is; none: in the pool.
  Ix place(Ix staff) const { return place_[at(staff)]; }
  Role role(Ix staff) const { return role_[at(staff)]; }
  bool frozen(Ix staff) const { return frozen_[at(staff)]; }
  Points total() const;
  /// The total, term by term.
  Value value() const;
  /// As the plan's files order it.
  Plan plan() const;

  // What rules allow. ---------------------------------------------------------------------------

  /// Hard rules 1 and 2, and the role `leader`, of the person there.
  bool may(Ix person, Ix site, Role role) const;
  /// No `must` pin holds the person there.
  bool may_leave(Ix person, Ix site) const;
  /// Rule 5: the sponsor may release so many more (true for none). Rule 6: lead so many more.
  bool has_release(Ix sponsor, std::int64_t more = 1) const;
  bool has_lead(Ix sponsor, std::int64_t more = 1) const;
  /// Rules 3 and 4: the team breaks none anew, and none further than the site's team does now.
  bool fits(Ix site, const Team& team) const;

  // What a change would be worth. ---------------------------------------------------------------

  /// The site's team without the person.
  Team without(Ix site, Ix person) const;
  static Team with(Team team, Ix person, Ix site, Role role);
  /// In total, with that team under the site's lead sponsor.
  Points difference(Ix site, const Team& team) const;
  /// In total, with that lead sponsor (or none) of the site.
  Points lead_difference(Ix site, Ix sponsor) const;

  struct Outcome {
    Points change = 0;
    std::vector<Breach> breaks;  ///< of rules 1 to 5, anew or further than now
    std::vector<Breach> heals;   ///< that hold now, and then not or less far
  };
  /// What would be if each person of `after` (none twice, none frozen) were there; site `none`: in
  /// the pool. Costs about the teams that it touches.
  Outcome outcome(std::span<const Placement> after) const;
  /// The same change term by term: `total` is the outcome's.
  Value change_in_terms(std::span<const Placement> after) const;

  // Changes. ------------------------------------------------------------------------------------

  /// Puts each person (none twice, none frozen) there; site `none`: into the pool.
  void put(std::span<const Placement> after);
  void set_lead(Ix site, Ix sponsor);
  void set_leads(std::span<const Ix> lead_sponsors);
  /// The same for a move as it stands in a list.
  void make(const SingleMove& move);

  /// Every broken rule of 1 to 5, and of rule 6 but for the two of pairing "first", in order of
  /// code, ids. The same set as `check` finds.
  std::vector<Breach> breaches() const;

 private:
  /// How far a team goes beyond rules 3 and 4.
  struct Excess {
    std::int64_t heads = 0, leaders = 0, unqualified = 0, first_timers = 0;
    bool within(const Excess& o) const {
      return heads <= o.heads && leaders <= o.leaders && unqualified <= o.unqualified &&
             first_timers <= o.first_timers;
    }
  };
  static std::size_t at(Ix i) { return static_cast<std::size_t>(i); }
  Excess excess(Ix site, std::span<const Placement> team) const;
  void refresh(Ix site);
  /// Of the sites from or to which somebody goes, each once.
  std::vector<Ix> touched(std::span<const Placement> after) const;
  Team team_after(Ix site, std::span<const Placement> after) const;
  void pair_breaches(const Placement& p, std::vector<Breach>& to) const;
  void team_breaches(Ix site, std::span<const Placement> team, std::vector<Breach>& to) const;
  void release_breach(Ix sponsor, std::int64_t released, std::vector<Breach>& to) const;

  const checking::TeamSites* sites_;
  std::vector<Team> teams_;
  std::vector<Ix> leads_;
  std::vector<Points> total_;                            ///< per site
  std::vector<Excess> excess_;                           ///< per site
  std::vector<Ix> place_;                                ///< per staff
  std::vector<Role> role_;                               ///< per staff
  std::vector<bool> frozen_;                             ///< per staff
  std::vector<bool> has_must_;                           ///< per staff
  std::vector<std::int64_t> caps_, released_, leading_;  ///< per sponsor
};

/// The people that a move moves, as `Draft::outcome` takes them. Empty for change_lead.
std::vector<Placement> moved_by(const Draft& draft, const SingleMove& move);

}  // namespace sojourn::planner
