// Sites that people would be posted to by a plan although they are not ready (need/records.h:
// Readiness), and how that is signed for: with a reason, by two people. Inside
// src/stages/placement only. Tested in tests/scenarios/placement.txt.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stages/placement/plan_difference.h"
#include "stages/placement/plan_operations.h"

namespace sojourn::stages::placement {

struct UnreadySite {
  Id<Site> site;
  std::string site_name;
  std::int64_t people = 0;                   ///< who would come
  std::vector<std::string> missing;          ///< see need::missing_of
  std::optional<std::string> signed_reason;  ///< two people signed for it
};
BOOST_DESCRIBE_STRUCT(UnreadySite, (), (site, site_name, people, missing, signed_reason))

/// Those to which somebody arrives or moves, in the order of ids, as their readiness is today. None
/// where the rules of the plan's first day turn the gate off. The caller sees the whole.
std::vector<UnreadySite> unready_sites(db::Tx& tx, const Plan& plan,
                                       std::span<const DifferenceStep> steps);

/// Refusal precondition "sites_not_ready", a fault for each site that nobody has signed for.
void require_ready(db::Tx& tx, const Plan& plan, std::span<const DifferenceStep> steps);

std::vector<access::Operation> site_override_operations();

}  // namespace sojourn::stages::placement
