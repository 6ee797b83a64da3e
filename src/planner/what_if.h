// What would change: the instance with a few changes is planned again, starting from the plan that
// is there, and the two values are compared.
// Every question of explain.h is one or more of these. Tested in
// tests/unit/planner/what_if_test.cpp.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <variant>
#include <vector>

#include "planner/planner.h"

namespace sojourn::planner {

/// The person is not available any more (ill, left). Their sponsor's cap counts them no longer.
struct Unavailable {
  Ix staff = none;
};
/// One pin more. Its reason may be empty.
struct AddPin {
  Pin pin;
};
/// The pin, given cost or announced lead sponsor is not there any more.
struct DropPin {
  std::size_t pin = 0;
};
struct DropCost {
  std::size_t cost = 0;
};
struct DropAnnouncedLead {
  Ix site = none;
};
/// One more person exactly like this one: wishes, refusals, given costs, `never` pins and current
/// site included; `must` pins are not copied, for they are about the one person.
struct OneMoreLike {
  Ix staff = none;
};
/// One more person without wishes and history, released by their sponsor (its cap rises by exactly
/// one with them), not a first-timer, no years of experience, strength 0. They travel from the seat
/// of the county of `near` (see `seat_of`), and `near` itself is a candidate site for them, at the
/// points of its distance.
struct OneMorePerson {
  Ix near = none;  ///< a site
  Ix sponsor = none;
  bool can_lead = false;
  std::vector<Ix> languages, skills;  ///< any order
  bool stay_there = false;            ///< placed at `near` and nowhere else
};
/// The sponsor releases one person more than rule 5 has it.
struct ReleaseOneMore {
  Ix sponsor = none;
};
/// The person has the role `leader` from now on.
struct MayLead {
  Ix staff = none;
};
/// The site takes one first-timer more than rule 4 has it.
struct OneMoreFirstTimer {
  Ix site = none;
};

/// A `Decision` is a forced decision (Options::forced): the pair has to be a candidate pair, the
/// lead sponsor one of the site's list, and a prohibited lead has to leave the site another choice
/// (with pairing "first" it does not: there lead sponsors follow from the instance alone).
using Change = std::variant<Decision, Unavailable, AddPin, DropPin, DropCost, DropAnnouncedLead,
                            OneMoreLike, OneMorePerson, ReleaseOneMore, MayLead, OneMoreFirstTimer>;

/// The instance with the changes. Positions of areas, sites, sponsors and staff stay; new people
/// are appended in order of the changes; pins and costs that are dropped close up.
struct Changed {
  Instance instance;
  std::vector<Decision> forced;
  /// Every plan of the changed instance is a plan of the old one, of the same value; or the
  /// reverse. Both false where neither is sure. They sharpen the interval of an unproven answer.
  bool restricts = false;
  bool relaxes = false;
};
Changed apply_changes(const Instance& instance, std::span<const Change> changes);

/// Where one more person of the area's county travels from: the place that most of the county's
/// staff share (ties: the first in the input), and where no two of them share one, the middle of
/// the county's sites.
Place seat_of(const Instance& instance, Ix area);
/// The county that the area is or lies in; the area itself where it lies above counties.
Ix county_of(const Instance& instance, Ix area);

/// Whole points from `lower` to `upper`; one number where both agree.
struct Interval {
  Points lower = 0;
  Points upper = 0;
  bool exact() const { return lower == upper; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A person whose placement differs; `none` for no placement.
struct Move {
  Ix staff = none;
  Ix from = none;
  Ix to = none;
  Role from_role = Role::member;
  Role to_role = Role::member;
  friend bool operator==(const Move&, const Move&) = default;
};
struct LeadMove {
  Ix site = none;
  Ix from = none;  ///< sponsors
  Ix to = none;
  friend bool operator==(const LeadMove&, const LeadMove&) = default;
};

struct WhatIf {
  /// Not empty: no plan keeps the changes; nothing else is filled.
  std::vector<Clash> clashes;
  /// Best value with the changes minus best value without them. One number where both are proven,
  /// else what the bounds allow.
  Interval change;
  /// The new plan's value minus that of the plan it is compared with (the base plan, or
  /// `Effort::again`): what these two plans differ by, for sure.
  Points plan_change = 0;
  std::array<Points, term_count> terms{};  ///< of `plan_change`
  std::vector<Move> moves;                 ///< in order of staff
  std::vector<LeadMove> lead_moves;        ///< in order of site
  Solution after;                          ///< over `Changed::instance`
};

/// How much to spend on one planning: see `Options`.
struct Effort {
  int threads = 1;
  std::uint64_t seed = 1;
  std::int64_t steps = -1;
  /// Where given: asked at the start of each planning for its own stop token, so that the caller
  /// can give each of several plannings its time. It stands in place of the question's token.
  std::function<std::stop_token()> stop_of_each = {};
  /// Where the base plan is not proven to be best, planning again betters it by itself, and that
  /// gain is not the change's. So the answer starts from the base plan planned again without any
  /// change, `plan_again`, and is compared with that. Without it, with the base plan.
  const Solution* again = nullptr;
  /// Made of the base plan and its instance (evaluated.h): the same answers, sooner.
  const Evaluated* evaluated = nullptr;
};

/// The instance planned again from `base` without any change, as long as a question's answer is.
Solution plan_again(const Instance& instance, const Solution& base, const Effort& effort = {},
                    std::stop_token stop = {});

/// Plans again with all changes at once, starting from `base`, a solution of `instance`.
WhatIf what_if(const Instance& instance, const Solution& base, std::span<const Change> changes,
               const Effort& effort = {}, std::stop_token stop = {});

/// The part of `what_if` that compares, for solutions that are already there. `after` may have more
/// staff than `base`. `again`: see Effort.
WhatIf compare(const Solution& base, Solution after, bool restricts, bool relaxes,
               const Solution* again = nullptr);

}  // namespace sojourn::planner
