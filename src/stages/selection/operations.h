// The stage `selection`: rounds with their notice, the places of each sponsor, the deadline, who
// has not replied, whom sponsors name and how strong they are by evidence, the shortlist and
// objections to it. Its table of operations, and what the store has to know of its tables. Tested
// in tests/unit/stages/selection, tests/scenarios/selection.txt and
// tests/access/selection_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/programme/operations.h"
#include "stages/programme/own_record.h"
#include "stages/selection/rules.h"

namespace sojourn::stages::selection {

using access::Reach;
using access::Role;

inline constexpr access::Permission read_rounds{
    "read_rounds", Reach::scoped, {Role::programme_officer, Role::area_manager}};
inline constexpr access::Permission manage_rounds{
    "manage_rounds", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// A sponsor sees what it is asked for, and replies.
inline constexpr access::Permission read_places{
    "read_places",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager}};
inline constexpr access::Permission reply_to_rounds{
    "reply_to_rounds",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager}};

/// Who is named is seen by the round's and the sponsor's managers, and by the person.
inline constexpr access::Permission read_nominations{
    "read_nominations",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};
/// A sponsor names its own staff.
inline constexpr access::Permission nominate{
    "nominate", Reach::scoped, {Role::programme_officer, Role::sponsor_manager}};
/// Whether somebody will go is said by them, or typed in by their sponsor.
inline constexpr access::Permission answer_nominations{
    "answer_nominations",
    Reach::scoped,
    {Role::programme_officer, Role::sponsor_manager, Role::member}};

std::vector<access::Operation> operations();

/// Of a text of rules.toml, for the operation that makes an edition.
void check_rules(std::string_view text, programme::Faults& faults);

/// The rules of selection that hold on a day. Refusal precondition "rules_wrong" if the edition's
/// table [selection] has faults, which an edition made before this stage may have.
SelectionRules rules_of(db::Tx& tx, const base::Date& on);

/// Who is kept out by whom, as all stand in the rounds that are open.
Apart apart_of(db::Tx& tx);

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings.
ledger::Tables logged_tables();
/// What the own record holds of this stage.
std::vector<programme::OwnPart> own_parts();
/// What the constraints on these tables mean, for db::Settings.
std::vector<db::ConstraintAbout> constraints();

}  // namespace sojourn::stages::selection
