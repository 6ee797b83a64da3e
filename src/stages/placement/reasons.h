// reasons.csv: for every placement of a plan the reason in one plain sentence, in both languages,
// however large the programme is; report.html of a large one shows the teams of short sites alone.
// The sentence is the report's (Speaker::reason). Tested in
// tests/unit/stages/placement/reasons_test.cpp.
#pragma once

#include <functional>
#include <string_view>

#include "planner/facts.h"

namespace sojourn::stages::placement {

/// Takes the next piece of a file.
using TakePiece = std::function<void(std::string_view)>;

/// The columns staff, site, reason_en, reason_zh, a line a placement, in the order of
/// placements.csv. Pieces are made side by side and taken in order, a few at a time, so that memory
/// does not grow with the plan. Cost: about 40 microseconds of one processor a placement, most of
/// it for the distances of a county's sites.
void write_reasons(const planner::Facts& facts, int threads, const TakePiece& take);

}  // namespace sojourn::stages::placement
