// Checks of a programme folder that need more than one row. Used by folder.cpp.
#pragma once

#include <span>
#include <vector>

#include "planner/instance.h"
#include "stages/placement/folder_index.h"
#include "stages/placement/folder_rows.h"
#include "stages/placement/rules_file.h"

namespace sojourn::stages::placement {

/// Sets parents (texts in the pool, in step with `areas`); cycles, unknown parents and parents that
/// are not of a higher kind are errors. `lines`: of the areas.
void join_area_tree(planner::Instance& instance, const IdIndex& ids,
                    std::span<const planner::Text> parents, std::span<const std::uint32_t> lines,
                    FaultList& errors);

/// For every sponsor whose area holds the site (equal or above): the score of the sponsor's kind
/// and the site's challenge, where the table has one. Ordered by site, then sponsor.
std::vector<planner::Affinity> affinity_of_rules(const planner::Instance& instance,
                                                 std::span<const AffinityRule> rules);
/// Kinds and challenges of the table that no sponsor and no site has.
void warn_of_unused(const planner::Instance& instance, std::span<const AffinityRule> rules,
                    FaultList& warnings);

/// Languages and skills that sites ask for and nobody has: most often a slip of spelling.
void warn_of_unmet_names(const planner::Instance& instance, FaultList& warnings);

/// Errors for languages, skills, kinds and challenges that have no place in Sojourn
/// (privacy/forbidden.h), each told once.
void check_ideas(const planner::Instance& instance, FaultList& errors);

/// An error where weights, teams and costs are so large that a total in thousandths of a point
/// might leave 64 bits, or the cost of one pair 32 bits.
void check_magnitude(const planner::Instance& instance, FaultList& errors);

}  // namespace sojourn::stages::placement
