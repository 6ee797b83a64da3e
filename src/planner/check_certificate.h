// What a certificate claims and how `check_certificate` (planner.h) goes about it.
//
// A certificate is a tree. Every plan answers each decision yes or no, so it keeps the decisions of
// exactly one leaf, if every inner node has one child for yes and one for no. For the plans of a
// leaf, let x(s, t) be 1 where site s has team t (people, leader, lead sponsor). Whatever prices
// >= 0 are put on using a person, a release, a lead, and on a cut, a valid plan pays at most
// sum(price x capacity) of them, so its value is at least
//     sum over sites of the cheapest team at prices - sum(price x capacity),
// Lagrange's bound (Geoffrion 1974). Cuts: half of what a team uses of some things, rounded down,
// summed over teams, is at most half of what there is, rounded down (Chvatal-Gomory; plan.h).
//
// All is in whole thousandths. Nothing here comes from the solver: candidates, caps and the
// cheapest teams are found again, by other code. Tested in
// tests/unit/planner/check_certificate_test.cpp.
#pragma once

#include <array>
#include <string_view>

namespace sojourn::planner {

/// The code of a claim that is not found wrong, but beyond what the check can verify.
inline constexpr std::string_view not_verified = "certificate.not_verified";
/// Codes of violations of rule 0.
inline constexpr std::array<std::string_view, 15> certificate_codes = {
    "certificate.empty",
    "certificate.tree",
    "certificate.children",
    "certificate.undecidable",
    "certificate.decision_repeated",
    "certificate.unknown_price",
    "certificate.price_order",
    "certificate.negative_price",
    "certificate.price_too_large",
    not_verified,
    "certificate.cut",
    "certificate.leaf_bound",
    "certificate.bound",
    "floor.unknown_price",
    "floor.points"};

}  // namespace sojourn::planner
