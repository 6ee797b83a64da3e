// The stage `training`: the catalogue of courses, what people completed, who lacks what by when,
// sessions and who sits in which. Its table of operations, and what the store has to know of its
// tables. Tested in tests/unit/stages/training, tests/scenarios/training.txt and
// tests/access/training_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/programme/operations.h"
#include "stages/programme/own_record.h"
#include "stages/training/rules.h"

namespace sojourn::stages::training {

using access::Reach;
using access::Role;

/// Everybody chooses from the menu.
inline constexpr access::Permission read_courses{
    "read_courses",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member, Role::inspector, Role::custodian, Role::appraiser,
     Role::auditor, Role::administrator}};
inline constexpr access::Permission manage_courses{
    "manage_courses", Reach::whole, {Role::programme_officer}};
/// What a person completed and lacks is seen by whoever sees the person or where they serve.
inline constexpr access::Permission read_training{
    "read_training",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::member}};
inline constexpr access::Permission manage_training{
    "manage_training", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// Sessions with all who sit in them are their area's.
inline constexpr access::Permission read_sessions{
    "read_sessions", Reach::scoped, {Role::programme_officer, Role::area_manager}};

/// What somebody wishes for is theirs, and known to whoever plans sessions.
inline constexpr access::Permission read_answers{
    "read_training_answers",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::member}};
/// That somebody has not answered is known to whoever reminds them: many have no e-mail.
inline constexpr access::Permission remind_people{
    "remind_people",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::team_leader}};
/// When surveys are is known to whoever is asked and whoever reminds.
inline constexpr access::Permission read_surveys{
    "read_surveys",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager, Role::team_leader,
     Role::member}};

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

}  // namespace sojourn::stages::training
