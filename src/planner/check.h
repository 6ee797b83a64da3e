// Hard rules 1 to 6 of PLACEMENT.md, told rule by rule. `check` is declared in planner.h; this
// header lists the codes that a violation may carry, for catalogues. Tested in
// tests/unit/planner/check_test.cpp: every code is planted there.
#pragma once

#include <array>
#include <string_view>

namespace sojourn::planner {

inline constexpr std::array<std::string_view, 21> check_codes = {
    // rule 1
    "placement.unknown", "placement.twice", "placement.not_available", "placement.home_site",
    "placement.refused", "placement.never_pin", "placement.not_candidate",
    // rule 2
    "pin.must_not_kept", "pin.must_other_role",
    // rule 3
    "team.too_large", "team.two_leaders", "team.leader_without_role",
    // rule 4
    "team.too_many_first_timers",
    // rule 5
    "sponsor.releases_too_many",
    // rule 6
    "lead.unknown", "lead.not_one_per_site", "lead.not_listed", "lead.announced_not_kept",
    "lead.too_many_sites", "lead.not_largest_sum", "lead.tie_not_by_order"};

}  // namespace sojourn::planner
