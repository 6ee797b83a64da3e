// Columns and words of certificate.csv (docs/plan-files.md), shared by its writer and its reader.
#pragma once

#include <array>
#include <string_view>

#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {

inline constexpr std::array<std::string_view, 10> certificate_columns = {
    "record", "node", "parent", "term",    "what",
    "answer", "site", "staff",  "sponsor", "thousandths"};
inline constexpr std::array<std::string_view, 10> certificate_records = {
    "input", "rules", "bound", "branch", "leaf", "price", "cut", "cut_of", "floor", "floor_price"};
/// In the order of planner::CutThing::Kind.
inline constexpr std::array<std::string_view, 4> cut_kinds = {"staff", "release", "lead", "site"};
/// In the order of planner::Price::Kind and planner::Decision::Kind.
inline constexpr std::array<std::string_view, 3> price_kinds = {"staff", "release", "lead"};
inline constexpr std::array<std::string_view, 2> decision_kinds = {"placed", "led"};

}  // namespace sojourn::stages::placement
