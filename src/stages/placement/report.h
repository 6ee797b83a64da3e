// The report of a plan: one self-contained HTML page in English and Chinese, for the screen and for
// A4 paper. It asks for nothing from the network and runs no script.
// Tested in tests/unit/stages/placement/report_test.cpp.
#pragma once

#include <span>
#include <string>

#include "planner/draft.h"
#include "planner/explain.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

/// Beyond this many sites the report has county summaries and the short sites only; it names
/// reasons.csv for the reasons of all placements (reasons.h).
inline constexpr std::size_t sites_in_full = 2'000;
/// And of those at most this many, the ones that cost most points.
inline constexpr std::size_t short_sites_in_full = 500;

/// What people changed in the plan after it was found.
struct ChangedByHand {
  planner::SingleMove move;
  std::string by, signed_by;  ///< people; empty: whoever runs the machine, and nobody
  std::string on;             ///< the day
  std::string reason;
};

/// The whole page. `language` is the one shown first; the reader can switch. `decided` carries the
/// prices of people's decisions where the caller has planned for them
/// (planner::what_people_decided); without it the decisions are listed without prices.
/// Cost: linear in the plan; no planning.
std::string render_report(const planner::Instance& instance, const planner::Solution& solution,
                          const MadeWith& made, Language language,
                          const planner::AllDecided* decided = nullptr,
                          std::span<const ChangedByHand> by_hand = {});

}  // namespace sojourn::stages::placement
