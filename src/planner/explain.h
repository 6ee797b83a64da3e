// Answers to the questions of PLACEMENT.md, "What has to be explained": numbers and positions, no
// prose (src/stages/placement/sentences.h has the words). Each change in value comes from planning
// again (what_if.h); what costs no planning comes from facts.h.
//
// Every answer takes the base solution of the same instance and is as exact as the two solutions
// are: `WhatIf::change` is one number where both are proven, else an interval.
// Tested in tests/unit/planner/explain_test.cpp.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "planner/facts.h"
#include "planner/what_if.h"

namespace sojourn::planner {

/// How much one question may cost. Planning again is the cost; everything else is quick.
struct Depth {
  Effort effort;
  /// Candidates tried by planning again where an answer needs a choice among many: the most
  /// promising ones at the prices of the certificate. More: a surer best, later.
  std::int32_t tries = 8;
  /// Where given: asked before each of these tries but the first; true ends them, and the answer
  /// says that not all were made. For callers whose asker waits.
  std::function<bool()> enough = {};
  /// Items with an exact change in `what_people_decided` and `worth`; the rest carry estimates.
  std::int32_t items = 12;
};

/// One more decision of the person: `site` none is "no placement".
struct Alternative {
  Ix site = none;
  WhatIf answer;
};
struct WhyHere {
  Ix staff = none;
  Ix site = none;  ///< none: not placed
  Role role = Role::member;
  PairFacts pair;                  ///< where placed
  LossFacts loss;                  ///< where placed
  std::int32_t nearer_sites = -1;  ///< see Facts
  std::int32_t candidate_sites = 0;
  /// Best first, at most two: where the person would be if not here, with the change in total.
  std::vector<Alternative> alternatives;
  /// False: only the `tried` most promising of the candidate sites were planned again, so that an
  /// untried one might be better than an alternative shown. True too where the untried ones are
  /// proven to give nothing better (Effort::evaluated).
  bool alternatives_sure = true;
  std::int32_t tried = 0;  ///< of the candidate sites, where not sure
  bool planned = true;     ///< false: nothing was planned again, so that nothing is said of others
};
WhyHere why_here(const Instance& instance, const Solution& base, Ix staff, const Depth& depth = {},
                 std::stop_token stop = {});
/// The same without planning again: of a plan that breaks rules, too.
WhyHere why_here_as_it_is(const Facts& facts, Ix staff);

/// A decision of people, not of the planner.
struct Decided {
  enum class Kind : std::uint8_t { must_pin, never_pin, given_cost, announced_lead };
  Kind kind = Kind::must_pin;
  std::size_t position = 0;  ///< into pins, costs or sites
  Ix staff = none;           ///< none for an announced lead
  Ix site = none;
  Ix sponsor = none;  ///< of an announced lead
  /// It decided a placement or lead sponsor of the plan: the pin is kept there, the given cost is
  /// of a pair in the plan. A `never` pin decides none by itself.
  bool in_plan = false;
  /// What dropping it alone changes (<= 0 where it cost something); nothing beyond `Depth::items`.
  std::optional<WhatIf> without;
  bool cut_short = false;  ///< it was due to be worked out, but a stop came before
};
struct AllDecided {
  std::vector<Decided> decisions;     ///< pins, costs, announced leads, in order of input
  std::int64_t placements = 0;        ///< placements that they decided
  std::int64_t leads = 0;             ///< lead sponsors that they decided
  std::optional<WhatIf> without_all;  ///< all dropped at once; nothing where there are none
  bool all_cut_short = false;         ///< that was due, but a stop came before
};
/// Pins come first, then announced leads, then costs, when `Depth::items` is shared out; all at
/// once is worked out before any. After a stop nothing more is, and an answer that the stop cut
/// short is thrown away.
AllDecided what_people_decided(const Instance& instance, const Solution& base,
                               const Depth& depth = {}, std::stop_token stop = {});
/// What one decision costs: planned again without it.
WhatIf without_decision(const Instance& instance, const Solution& base, const Decided& decided,
                        const Depth& depth = {}, std::stop_token stop = {});
/// The same list without planning again (no `without`, no `without_all`).
AllDecided list_decided(const Instance& instance, const Plan& plan);

/// What removes a pair from the candidates, whatever is wished or pinned (hard rule 1).
enum class Removal : std::uint8_t { unavailable, home_site, refused, never_pin };
/// A hard rule that stands in the way of a person at a site as the plan is: others would have to go
/// first, or a limit be raised. Rule 6 is about sponsors and bars no person.
struct Hindrance {
  enum class Kind : std::uint8_t {
    held_elsewhere,  ///< rule 2: `pin`
    never_leader,    ///< rule 1: `pin` leaves them the other role only
    never_member,    ///< likewise
    full_team,       ///< rule 3: `now` people of `limit`
    leader_there,    ///< rule 3: they could come as leader only, and `other` leads
    not_a_leader,    ///< rule 3: the team has none, and they have not the role
    first_timers,    ///< rule 4: `now` of `limit`
    release_cap,     ///< rule 5: their sponsor released `now` of `limit`
  };
  Kind kind = Kind::full_team;
  std::int64_t now = 0, limit = 0;
  Ix other = none;      ///< who leads
  std::size_t pin = 0;  ///< into Instance::pins
  friend bool operator==(const Hindrance&, const Hindrance&) = default;
};
struct WhyNot {
  Ix staff = none;
  Ix site = none;
  std::vector<Removal> removals;        ///< not empty: no plan can have them there
  std::vector<std::size_t> never_pins;  ///< those that keep them away, where it is a removal
  std::vector<Hindrance> hindrances;    ///< in order of kind
  std::int32_t near_sites = 0, paired_sites = 0;  ///< of the rules, see rule 1
  bool there_already = false;
  bool candidate = true;  ///< false: not among the person's candidate sites; forced as by a pin
  bool planned = true;    ///< false: `answer` was not worked out
  WhatIf answer;          ///< forced; `clashes` where pins and announced leads forbid it
};
WhyNot why_not(const Instance& instance, const Solution& base, Ix staff, Ix site,
               const Depth& depth = {}, std::stop_token stop = {});
/// The same without planning again: of a plan that breaks rules, too.
WhyNot why_not_as_it_is(const Facts& facts, Ix staff, Ix site, int threads = 1);

/// A change that might fill a lack.
struct Repair {
  enum class Kind : std::uint8_t {
    /// `people` more people without wishes and history who stay at the site: up to its minimum, the
    /// first of them with the role leader, the languages and the skills that it lacks.
    more_people,
    leader,            ///< one more of them, with the role leader
    speaker,           ///< one more of them, who speaks `what`
    holder,            ///< one more of them, who holds `what`
    release_one_more,  ///< sponsor `what` releases one person more
    may_lead,          ///< team member `what` gets the role leader
    first_timer,       ///< the site takes one first-timer more
  };
  Kind kind = Kind::more_people;
  Ix what = none;
  std::int32_t people = 0;
  Ix sponsor = none;  ///< of the additional people
  WhatIf answer;
  LackFacts left;      ///< what the site still lacks then
  bool fills = false;  ///< the lack that it is for is gone
};
/// Why nobody met the lack.
enum class Cause : std::uint8_t {
  nobody,         ///< no candidate of the site has the quality
  all_elsewhere,  ///< all who have it serve at other sites
  capped,         ///< those who are left: their sponsors have released all they may
  first_timers,   ///< those who are left are first-timers, of whom the team holds its limit
  full_team,      ///< the team has its target size: somebody would have to leave
  dearer,         ///< somebody is free; the plan found no cheaper way
};
struct Lack {
  Quality quality;
  std::int32_t count = 1;  ///< heads under the minimum; 1 for the others
  Points points = 0;       ///< that it costs
  Supply supply;
  Cause cause = Cause::nobody;
};
struct WhyShort {
  Ix site = none;
  LackFacts lacks;
  std::vector<Lack> listed;  ///< heads, leader, languages, skills, stayer
  /// Those that fill a lack first, then by the best change. Only from `why_short`.
  std::vector<Repair> repairs;
  bool planned = true;  ///< false: no repair was tried
};
/// Lacks with their causes, without planning again.
WhyShort read_lacks(const Facts& facts, const Problem& problem, Ix site);
WhyShort why_short(const Instance& instance, const Solution& base, Ix site, const Depth& depth = {},
                   std::stop_token stop = {});

/// What one more person (or release) is worth.
struct Worth {
  enum class Kind : std::uint8_t {
    site,         ///< one more person near site `what`, their sponsor being the site's lead sponsor
    site_leader,  ///< the same with the role leader
    language,     ///< one more speaker, near the site `near` that needs one most
    skill,        ///< one more holder, likewise
    sponsor,  ///< one more person of the sponsor, near the site that it leads and that needs one
              ///< most; of a sponsor that leads none, near the nearest site that lacks people
    release,  ///< the sponsor releases one of its present people more
  };
  Kind kind = Kind::site;
  Ix what = none;
  Ix near = none;     ///< the site whose county they are added to
  Ix sponsor = none;  ///< that they are added to
  /// Change in the plan's total if they just joined `near` (or, of a release, the price in the
  /// certificate, negative): the ranking before planning again.
  Points estimate = 0;
  /// What the estimate is to the exact change. A person who joins a team with room: they are worth
  /// at least this. A price, where the plan is proven: the release is worth at most this.
  enum class Sure : std::uint8_t { at_least, at_most, neither };
  Sure sure = Sure::neither;
  std::optional<WhatIf> answer;  ///< nothing beyond `Depth::items` of its kind
};
/// Of each kind the `items` of best estimate with their change, then the rest with estimates; in
/// each kind best first. Left out: sites without any lack; sponsors whose cap has room, of the kind
/// release; where no site lacks people or a leader, sponsors that lead none.
std::vector<Worth> worth(const Instance& instance, const Solution& base, const Depth& depth = {},
                         std::stop_token stop = {});

/// What one more person exactly like this one is worth (see OneMoreLike).
struct WorthOfCopy {
  Ix staff = none;
  /// A copy of somebody not available could not be placed either; then nothing is planned.
  bool available = true;
  WhatIf answer;
  /// The same where their sponsor also releases one person more: if its cap was reached, the copy
  /// alone may only take the place of a colleague.
  std::optional<WhatIf> released;
};
WorthOfCopy worth_of_copy(const Instance& instance, const Solution& base, Ix staff,
                          const Depth& depth = {}, std::stop_token stop = {});

}  // namespace sojourn::planner
