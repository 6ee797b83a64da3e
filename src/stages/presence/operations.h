// The stage `presence`: the monthly rota of each posting, what differed and by whose word, days
// that people are asked about, standing permissions, the host's confirmation, random checks at the
// host, and what approvers, sponsors and hosts answer for. Its table of operations, and what the
// store has to know of its tables. Tested in tests/unit/stages/presence,
// tests/scenarios/presence.txt and tests/access/presence_test.cpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/placement/records.h"
#include "stages/programme/operations.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::presence {

using access::Reach;
using access::Role;

/// Whoever works at a site or answers for it, and the person; not the sponsor, who is told sums.
inline constexpr access::Permission read_rota{
    "read_rota",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader, Role::member}};
/// By the person, or typed in from paper.
inline constexpr access::Permission write_rota{
    "write_rota",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader, Role::member}};
inline constexpr access::Permission approve_days{
    "approve_days",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader}};
inline constexpr access::Permission confirm_rota{
    "confirm_rota", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::host}};
/// What is locked is corrected by the office, beside the record; standing permissions and draws are
/// the office's as well.
inline constexpr access::Permission manage_presence{
    "manage_presence", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// Sums of days that sponsors and hosts caused.
inline constexpr access::Permission read_charged{
    "read_charged",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager}};

/// The leader, the township, the office: each decides what waits at its level or further down.
inline constexpr access::Permission decide_leave{
    "decide_leave",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::team_leader}};
/// Balances are the person's and the office's.
inline constexpr access::Permission read_leave_days{
    "read_leave_days", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};

/// What a later stage does with a month that the host confirmed: days on site, nights and days
/// together. In the same change.
using OnConfirmed =
    std::function<void(db::Change& change, base::Id<placement::Posting> posting, base::Month month,
                       std::int32_t days, const std::string& source)>;

std::vector<access::Operation> operations(const OnConfirmed& on_confirmed = {});

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

}  // namespace sojourn::stages::presence
