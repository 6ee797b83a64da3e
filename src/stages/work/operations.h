// The stage `work`: the programme's catalogue of tasks, each site's work plan of a year, what came
// of its tasks, and the duties of postings. Its table of operations, and what the store has to know
// of its tables. Tested in tests/unit/stages/work, tests/scenarios/work.txt and
// tests/access/work_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/programme/operations.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::work {

using access::Reach;
using access::Role;

/// Everybody knows what the programme does.
inline constexpr access::Permission read_task_kinds{
    "read_task_kinds",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member, Role::inspector, Role::custodian, Role::appraiser,
     Role::auditor, Role::administrator}};
inline constexpr access::Permission manage_task_kinds{
    "manage_task_kinds", Reach::whole, {Role::programme_officer}};
/// A site's plan is seen by whoever works there or answers for it,
inline constexpr access::Permission read_work{
    "read_work",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader}};
/// and a task also by its owner and whoever sends them.
inline constexpr access::Permission read_tasks{
    "read_tasks",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member}};
inline constexpr access::Permission write_work{
    "write_work", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::team_leader}};
/// The township, or the host of the site; not the team itself.
inline constexpr access::Permission agree_work{
    "agree_work", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::host}};
/// The owner too says what came of a task.
inline constexpr access::Permission finish_tasks{
    "finish_tasks",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::team_leader, Role::member}};
/// As postings are managed.
inline constexpr access::Permission manage_duties{
    "manage_duties", Reach::scoped, {Role::programme_officer, Role::area_manager}};

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

}  // namespace sojourn::stages::work
