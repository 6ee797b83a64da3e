// The stage `support`: budget lines of a site and year, who gives the money, commitments, payments
// and claims in double entry, insurance, health checks and arrivals, activities, and what a plan
// costs a year. Its table of operations, and what the store has to know of its tables. Tested in
// tests/unit/stages/support, tests/scenarios/support.txt and tests/access/support_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/programme/operations.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::support {

using access::Reach;
using access::Role;

/// The money of a site is seen by whoever works there or answers for it.
inline constexpr access::Permission read_budget{
    "read_budget",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader}};
inline constexpr access::Permission manage_budget{
    "manage_budget", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// More than was planned, claims, corrections: the programme office alone.
inline constexpr access::Permission approve_money{
    "approve_money", Reach::scoped, {Role::programme_officer}};
/// A sponsor sees what it owes.
inline constexpr access::Permission read_contributions{
    "read_contributions",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager}};

/// Of others, offices alone: what somebody was paid is personal.
inline constexpr access::Permission read_claims{
    "read_claims", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
/// By the person, or typed in by the office from paper.
inline constexpr access::Permission make_claims{
    "make_claims", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
inline constexpr access::Permission check_claims{
    "check_claims", Reach::scoped, {Role::programme_officer, Role::area_manager}};

/// Days on site, as the host confirms them.
inline constexpr access::Permission read_months{
    "read_months",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::member}};
inline constexpr access::Permission confirm_months{
    "confirm_months", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::host}};

inline constexpr access::Permission read_cover{
    "read_cover",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};
inline constexpr access::Permission manage_cover{
    "manage_cover", Reach::scoped, {Role::programme_officer, Role::sponsor_manager}};
/// As fitness in the staff record.
inline constexpr access::Permission read_health{
    "read_health", Reach::scoped, {Role::programme_officer, Role::sponsor_manager, Role::member}};
inline constexpr access::Permission read_arrivals{
    "read_arrivals",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member}};
inline constexpr access::Permission record_arrivals{
    "record_arrivals", Reach::scoped, {Role::programme_officer, Role::area_manager}};

/// The second signature.
inline constexpr access::Permission sign_exceptions{
    "sign_exceptions", Reach::scoped, {Role::programme_officer}};

inline constexpr access::Permission ask_activities{
    "ask_activities",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader}};

/// Of plans, as the placement stage has it.
inline constexpr access::Permission read_plan_cost{
    "read_plans", Reach::scoped, {Role::programme_officer, Role::area_manager}};

std::vector<access::Operation> operations();

/// Of a text of rules.toml, for the operation that makes an edition.
void check_rules(std::string_view text, programme::Faults& faults);

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables logged_tables();
/// What the own record holds of this stage.
std::vector<programme::OwnPart> own_parts();
/// What the constraints on these tables mean, for db::Settings.
std::vector<db::ConstraintAbout> constraints();

}  // namespace sojourn::stages::support
