// How a plan is kept: its row, who serves where by it, and the files that it was made from and
// consists of. Inside src/stages/placement only.
// Tested in tests/unit/stages/placement/plan_test.cpp and board_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "stages/placement/output.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

/// What a plan is kept as. Ids are given by `keep`.
struct Kept {
  std::vector<PlanFile> files;
  std::vector<Placement> placements;
  Plan plan;
};

/// `plan` as a draft of what `solution` says. `folder`: the files that it was made from, others
/// are left out. Its breaches are counted where it was made by hand; what breaks a rule is never
/// proven to be best.
Kept kept_of(Plan plan, const PlanTexts& folder, const planner::Instance& instance,
             const planner::Solution& solution, const RunFacts& facts);

/// Writes the files and placements. The plan's row is the caller's to write.
void keep_parts(db::Change& change, Kept& kept);

/// The digest of a result, by which two plans are seen to be the same.
std::string result_digest_of(std::string_view placements, std::string_view leads);

/// The files of a plan, by name. The caller has seen that the asker may see it.
PlanTexts plan_texts(db::Tx& tx, base::Id<Plan> plan);

}  // namespace sojourn::stages::placement
