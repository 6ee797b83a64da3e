// The cheapest team of one site at the prices of a certificate, exactly. The certificate's bound is
// a sum of these. Written for `check_certificate` alone; the solver has its own. Tested in
// tests/unit/planner/check_certificate_test.cpp against trying every team.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "planner/plan.h"
#include "planner/value.h"

namespace sojourn::planner::checking {

/// A person that hard rules 1 and 2 let into the site's team.
struct Member {
  Ix staff = none;
  Ix sponsor = none;
  Points points = 0;         ///< pair, wish and strength, or the given cost
  Points leader_points = 0;  ///< more, as leader
  std::uint32_t covers = 0;  ///< bit i: meets requirement i of `TeamSite::requirements`
  bool may_lead = false, may_member = false;
  bool first_timer = false, stays = false;
  bool must = false;  ///< by a pin
};

struct LeadChance {
  Ix sponsor = none;  ///< none: no lead sponsor
  Points points = 0;  ///< -4 x score
};

/// What a team of one site costs, before prices.
struct TeamSite {
  Ix site = none;
  std::vector<Member> members;    ///< by staff
  std::vector<LeadChance> leads;  ///< what rule 6 allows; by pairing "first" exactly one
  std::int64_t min_team = 0, target_team = 0, max_first_timers = 0;
  Points head_under_minimum = 0, head_under_target = 0, no_leader = 0, nobody_stays = 0;
  Points own_sponsor = 0;            ///< taken off, per head
  std::vector<Points> requirements;  ///< points of each unmet language, then skill, by bit
  Points constant = 0;               ///< requirements that no candidate meets, always paid
  Points if_empty = 0;               ///< requirements that every candidate meets: the empty team's
  bool must_missing = false;  ///< a must pin names someone who cannot be here: no team at all
};

/// The same at the prices of one leaf, in thousandths.
struct TeamPrices {
  std::span<const Milli> member;            ///< per member: staff price + release price
  std::span<const Milli> lead;              ///< per lead chance
  std::span<const std::uint8_t> fixed;      ///< per member, see Fixed
  std::span<const std::uint8_t> lead_open;  ///< per lead chance: 0 where decisions close it
  struct TeamCut {
    std::vector<std::pair<std::int32_t, std::int32_t>> members;  ///< position in members, uses
    std::vector<std::int32_t> leads;  ///< positions in the site's leads, one use each
    std::int32_t of_site = 0;         ///< uses of every team of the site
    Milli price = 0;                  ///< for every two uses
  };
  std::span<const TeamCut> cuts;  ///< with a price, and such that a team can have two uses
};
enum Fixed : std::uint8_t { free = 0, out = 1, in = 2 };

/// Memory that many solves share.
class TeamSolver {
 public:
  /// Thousandths of the cheapest team (perhaps the empty one); no value where no team keeps the
  /// rules and decisions. Requirements beyond the 16th that some candidate meets and some does not
  /// are taken as met: the answer is then perhaps lower than exact, never higher.
  std::optional<Milli> cheapest(const TeamSite& site, const TeamPrices& prices);
  /// Whether the last answer left out cuts, since there were too many ways to try: it is then a
  /// lower bound of the cheapest team, and perhaps less than a certificate may claim with right.
  bool gave_up() const { return gave_up_; }

 private:
  struct Item {  ///< a person in the choice at hand
    std::int32_t member = -1;
    Milli as_member = 0, as_leader = 0;
    std::uint32_t covers = 0;
    bool may_lead = false, may_member = false, first_timer = false, stays = false, must = false;
  };
  struct Shape {  ///< of a state: ((((heads, led), first-timers), stays), covered)
    std::size_t heads = 0, timers = 0, stays = 0, masks = 0;
    bool count_timers = false;
    std::size_t size() const { return (heads + 1) * 2 * timers * stays * masks; }
    std::size_t of(std::size_t h, std::size_t l, std::size_t f, std::size_t y,
                   std::size_t m) const {
      return (((h * 2 + l) * timers + f) * stays + y) * masks + m;
    }
  };

  struct State {
    std::size_t heads = 0, led = 0, timers = 0, stays = 0, mask = 0;
  };

  std::optional<Milli> cheapest_of_all(const TeamSite& site, const TeamPrices& prices);
  bool gather(const TeamSite& site, const TeamPrices& prices);
  void fill_finish(const TeamSite& site);
  void keep_useful(const TeamSite& site, Ix lead);
  void step(const Item& item, std::span<const Milli> after, std::span<Milli> before) const;
  Milli without_cuts();
  Milli with_cuts(const TeamPrices& prices, std::size_t lead, Milli below);
  void search(std::size_t depth, const State& state, Milli spent);
  std::size_t place(const State& s) const {
    return shape_.of(s.heads, s.led, s.timers, s.stays, s.mask);
  }
  std::optional<State> joined(const State& state, const Item& item, bool as_leader) const;

  std::vector<Item> all_, items_;
  std::vector<Item> useful_;  ///< items_ without a lead sponsor
  std::vector<Item> pool_;    ///< of keep_useful, kept to save memory traffic, like the next two
  std::vector<std::pair<Milli, std::size_t>> order_;
  std::vector<std::size_t> kept_;
  std::size_t musts_ = 0;
  std::vector<bool> in_cut_;  ///< per member
  Shape shape_;
  std::vector<Milli> finish_;  ///< per state: what the team pays that stops there
  std::vector<Milli> table_;
  std::vector<Milli> tables_;  ///< per item and state: the least still to pay, cuts left out
  // Of the search with cuts:
  struct CutUse {
    std::size_t cut = 0;
    std::int32_t uses = 0;
  };
  std::vector<std::vector<CutUse>> cuts_of_;  ///< per member
  std::vector<std::int32_t> held_;            ///< per cut: uses of the team so far
  std::vector<Milli> cut_price_;
  Milli best_ = 0;
  std::int64_t nodes_ = 0;
  bool gave_up_ = false;
};

}  // namespace sojourn::planner::checking
