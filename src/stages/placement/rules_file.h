// rules.toml: weights and switches of the plan, table [placement], and the table [affinity] that
// stands in for affinity.csv. Keys are the names of the terms in report.json; docs/rules-file.md
// lists them all with their defaults.
// Tested in tests/unit/stages/placement/rules_file_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "planner/instance.h"
#include "stages/placement/folder.h"

namespace sojourn::stages::placement {

/// Code of the fault where another stage's table is no table.
inline constexpr std::string_view rules_no_table = "rules_type";

/// [affinity] sponsor_kind.site_challenge = score
struct AffinityRule {
  std::string sponsor_kind, challenge;
  std::int32_t score = 0;  ///< 0 to 100
  std::uint32_t line = 0;
};

struct RulesFile {
  planner::Rules rules;
  std::vector<AffinityRule> affinity;
  /// Working days in which objections to a published plan may be raised. The planner has no use
  /// for it.
  std::int32_t objection_days = 3;
};

/// Largest weight: with it every sum of a programme stays far inside 64 bits (see
/// folder_checks.cpp, which checks the sums themselves).
inline constexpr planner::Points most_weight = 1'000'000'000;

/// Faults name the file rules.toml, line and key.
RulesFile read_rules(std::string_view text, FaultList& errors, FaultList& warnings);

}  // namespace sojourn::stages::placement
