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

/// What a plan would change, and by which records.
struct Seen {
  std::vector<Placement> placements;  ///< as they are by now, overrides counted
  std::vector<DifferenceStep> steps;
  std::string digest;
  bool records_changed = false;
};

/// The caller sees the whole (with_whole_scope): all of it belongs to the plan.
Seen look(db::Tx& tx, const Plan& plan);

/// Refusal precondition "difference_changed" unless what was looked at is what there is.
Seen require_seen(db::Tx& tx, const Plan& plan, const std::string& digest);

/// A site that is short by a plan: a warning, which whoever publishes has to have seen.
struct ShortSite {
  Id<Site> site;
  std::string site_name;
  LackView lacks;
};
BOOST_DESCRIBE_STRUCT(ShortSite, (), (site, site_name, lacks))

/// Sites below their minimum, without a leader, a language or a skill that they ask for, in the
/// plan's order. Whom or what the plan was made without counts for nobody.
std::vector<ShortSite> short_sites(const WarmPlan& warm, std::span<const Placement> placements);

/// The last day on which objections are taken of a plan that is published today.
struct Window {
  std::int64_t days = 0;
  base::Date until;
};
Window window_from_today(db::Tx& tx);

}  // namespace sojourn::stages::placement
