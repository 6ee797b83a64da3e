// What a plan would change in the postings as they are, as whoever publishes or confirms it has to
// have seen it: person by person, by which records, and which sites it leaves short. Inside
// src/stages/placement only. Tested in tests/unit/stages/placement/board_test.cpp and
// tests/scenarios/placement.txt.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "stages/placement/plan_difference.h"
#include "stages/placement/plan_sites.h"

namespace sojourn::stages::placement {

/// A hard rule that placements break by the records as they are today.
struct Broken {
  std::int64_t rule = 0;  ///< 1 to 5 of PLACEMENT.md; 0: the records themselves
  std::string code;       ///< of planner::check, "placement.closed" or "programme_not_ready"
  base::Sentence says;
  std::optional<Id<Staff>> staff = {};
  std::optional<Id<Site>> site = {};
  std::optional<Id<Sponsor>> sponsor = {};
  bool signed_for = false;  ///< by two people, who overrode a placement that it is about
  bool final = false;       ///< no signature lifts it: the person left, or the site is closed
};

/// What a plan would change, and by which records.
struct Seen {
  std::vector<Placement> placements;  ///< as they are by now, overrides counted
  std::vector<DifferenceStep> steps;
  std::string digest;
  bool records_changed = false;
  std::vector<Broken> broken;
};

/// The caller sees the whole (with_whole_scope): all of it belongs to the plan.
Seen look(db::Tx& tx, const Plan& plan);

/// Refusal precondition "difference_changed" unless what was looked at is what there is.
void require_seen(const Seen& seen, const std::string& digest);

/// Refusal precondition "placed_closed" where somebody who left is placed, or a site that is closed
/// is filled; "must_fix" where the plan breaks hard rules and no two people signed for it.
void require_rules_kept(db::Tx& tx, const Plan& plan, const Seen& seen);
/// How many hard rules a plan breaks that want a signature: by the records that it was made from,
/// or by those of today, whichever are more.
std::int64_t breaches_to_sign(const Plan& plan, const Seen& seen);

/// What the plan would break if the person were at that site instead (none: not placed), by the
/// records of today, and does not break now. The caller sees the whole.
std::vector<Broken> broken_by(db::Tx& tx, const Plan& plan, Id<Staff> staff,
                              std::optional<Id<Site>> site, StaffRole role);

/// A broken rule as people are told of it.
struct BrokenView {
  std::string code;
  std::string text;  ///< with names
  std::optional<Id<Staff>> staff;
  std::optional<std::string> staff_name;
  std::optional<Id<Site>> site;
  std::optional<std::string> site_name;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<std::string> sponsor_name;
  bool signed_for = false;
};
BOOST_DESCRIBE_STRUCT(BrokenView, (),
                      (code, text, staff, staff_name, site, site_name, sponsor, sponsor_name,
                       signed_for))
std::vector<BrokenView> told(db::Tx& tx, std::span<const Broken> broken, base::Language language);

/// A site that is short by a plan: a warning, which whoever publishes has to have seen.
struct ShortSite {
  Id<Site> site;
  std::string site_name;
  LackView lacks;
};
BOOST_DESCRIBE_STRUCT(ShortSite, (), (site, site_name, lacks))

/// Sites below their minimum, without a leader, a language or a skill that they ask for, in the
/// plan's order. Whom or what the plan was made without counts for nobody.
std::vector<ShortSite> short_sites(const StoredPlan& stored, std::span<const Placement> placements);

/// The last day on which objections are taken of a plan that is published today.
struct Window {
  std::int64_t days = 0;
  base::Date until;
};
Window window_from_today(db::Tx& tx);

}  // namespace sojourn::stages::placement
