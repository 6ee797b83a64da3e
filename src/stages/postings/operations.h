// The stage `postings`: terms with their clocks, what moves their end, second offices and area
// leads, handovers, and the rotation calendar. Its table of operations, and what the store has to
// know of its tables. The posting itself, who serves where, is kept by the stage `placement`.
// Tested in tests/unit/stages/postings, tests/scenarios/postings.txt and
// tests/access/postings_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/placement/kept.h"
#include "stages/postings/rules.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::postings {

using access::Reach;
using access::Role;

/// Whoever sees who serves where sees until when.
inline constexpr access::Permission read_terms{
    "read_terms",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member}};
inline constexpr access::Permission manage_terms{
    "manage_terms", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// The calendar shows whole teams.
inline constexpr access::Permission read_rotation{
    "read_rotation",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader}};
/// A handover is put together by whoever leaves, or typed in for them.
inline constexpr access::Permission write_handovers{
    "write_handovers", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
/// It is taken over by the successor, or typed in from the sheet that somebody signed,
inline constexpr access::Permission accept_handovers{
    "accept_handovers", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
/// or by the host, where there is no successor.
inline constexpr access::Permission host_handovers{"host_handovers", Reach::scoped, {Role::host}};
inline constexpr access::Permission ask_about_handovers{
    "ask_about_handovers",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader, Role::member}};

/// `check_kept`: what later stages keep of a posting, so that its end does not come to lie before
/// it; `check_away`: the same of a pause.
std::vector<access::Operation> operations(const placement::CheckKept& check_kept = {},
                                          const placement::CheckAway& check_away = {});

/// Of a text of rules.toml, for the operation that makes an edition.
void check_rules(std::string_view text, programme::Faults& faults);

/// Says until when the postings last that a plan makes: a whole term, spread so that no team ends
/// all at once. For placement::record_operations.
void settle_terms(db::Tx& tx, std::vector<Posting>& made);

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables logged_tables();
/// What the own record holds of this stage.
std::vector<programme::OwnPart> own_parts();
/// What the constraints on these tables mean, for db::Settings.
std::vector<db::ConstraintAbout> constraints();

}  // namespace sojourn::stages::postings
