// The stage `placement` on records: what a plan is made from (duty stations, wishes, affinity,
// announced leads, pins, given costs, postings), plans as jobs, and their way from a draft to
// postings. Its table of operations, and what the store has to know of its tables. What reads and
// plans folders is in operations.h.
// Tested in tests/unit/stages/placement/stage_test.cpp, tests/scenarios/placement.txt and
// tests/access/placement_test.cpp.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/placement/records.h"
#include "stages/programme/own_record.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::placement {

using access::Reach;
using access::Role;

/// What is said of a person's placing: shown to whom it concerns.
inline constexpr access::Permission read_wishes{
    "read_wishes",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};
/// What somebody refused by their own word: not for their sponsor, whose staff they are.
inline constexpr access::Permission read_refusals{
    "read_refusals", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
inline constexpr access::Permission manage_wishes{
    "manage_wishes", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// What is said of a site and a sponsor.
inline constexpr access::Permission read_leads{
    "read_leads",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager}};
inline constexpr access::Permission manage_leads{
    "manage_leads", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission read_postings{
    "read_postings",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member}};
inline constexpr access::Permission manage_postings{
    "manage_postings", Reach::scoped, {Role::programme_officer, Role::area_manager}};

/// Plans show who might be sent where, before it is public.
inline constexpr access::Permission read_plans{
    "read_plans", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission manage_plans{
    "manage_plans", Reach::scoped, {Role::programme_officer}};
/// What is published is told to whom it concerns.
inline constexpr access::Permission read_placements{
    "read_placements",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member}};
inline constexpr access::Permission raise_objections{
    "raise_objections",
    Reach::scoped,
    {Role::host, Role::sponsor_manager, Role::team_leader, Role::member}};
/// Those that came on paper, and the answers.
inline constexpr access::Permission manage_objections{
    "manage_objections", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission read_objections{
    "read_objections",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};

/// Says until when the postings last that a confirmed plan makes, by setting their last days.
using SettleTerms = std::function<void(db::Tx& tx, std::vector<Posting>& made)>;

/// `settle`: of the stage that knows terms; none: until further notice.
std::vector<access::Operation> record_operations(const SettleTerms& settle = {});

/// Of a text of rules.toml, for the operation that makes an edition: the tables that plans read.
void check_rules(std::string_view text, programme::Faults& faults);

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables logged_tables();
/// What the own record holds of this stage.
std::vector<programme::OwnPart> own_parts();

}  // namespace sojourn::stages::placement
