// The stage `programme`: its table of operations, and what the store, the log and access have to
// know of its tables. The model for the stages to come; docs/contributing.md walks through adding
// an operation. Tested in tests/unit/stages/programme, tests/scenarios/programme.txt and
// tests/access/programme_policy_test.cpp.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

using access::Reach;
using access::Role;

inline constexpr access::Permission read_areas{
    "read_areas", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::inspector}};
inline constexpr access::Permission manage_areas{
    "manage_areas", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission read_sites{
    "read_sites",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader, Role::inspector}};
inline constexpr access::Permission manage_sites{
    "manage_sites", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission read_sponsors{
    "read_sponsors",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager}};
inline constexpr access::Permission manage_sponsors{
    "manage_sponsors", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// Merging sponsors moves staff wherever they are.
inline constexpr access::Permission merge_sponsors{
    "merge_sponsors", Reach::whole, {Role::programme_officer}};
inline constexpr access::Permission read_staff{
    "read_staff",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};
inline constexpr access::Permission manage_staff{
    "manage_staff", Reach::scoped, {Role::programme_officer, Role::sponsor_manager}};
/// Until when somebody is fit, and whether there is a declared conflict.
inline constexpr access::Permission read_fitness{
    "read_fitness", Reach::scoped, {Role::programme_officer, Role::sponsor_manager, Role::member}};
/// Everybody works by them.
inline constexpr access::Permission read_rules{
    "read_rules",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member, Role::inspector, Role::custodian, Role::appraiser,
     Role::auditor, Role::administrator}};
inline constexpr access::Permission manage_rules{
    "manage_rules", Reach::whole, {Role::programme_officer}};

/// Says what is wrong with a text of rules.toml, as far as a stage reads it.
using RulesCheck = std::function<void(std::string_view text, Faults& faults)>;

/// `checks`: those of the stages that read the rules.
std::vector<access::Operation> operations(const std::vector<RulesCheck>& checks = {});

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables logged_tables();
/// What the constraints on these tables mean, for db::Settings.
std::vector<db::ConstraintAbout> constraints();
/// How access learns of areas, sponsors, sites and staff.
access::ServiceSettings service_settings();

}  // namespace sojourn::stages::programme
