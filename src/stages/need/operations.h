// The stage `need`: what each site needs and by whose word, what is there already, how much each
// need weighs, and what sponsors have at home. Its table of operations, and what the store has to
// know of its tables. Tested in tests/unit/stages/need, tests/scenarios/need.txt and
// tests/access/need_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/operation.h"
#include "db/constraints.h"
#include "ledger/log.h"
#include "stages/need/rules.h"

namespace sojourn::stages::need {

using access::Reach;
using access::Role;

inline constexpr access::Permission read_needs{
    "read_needs",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::team_leader, Role::inspector}};
inline constexpr access::Permission manage_needs{
    "manage_needs", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// What a team finds there: the host tells its own site.
inline constexpr access::Permission manage_readiness{
    "manage_readiness", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::host}};
/// Everybody works by them.
inline constexpr access::Permission read_standards{
    "read_standards",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::host, Role::sponsor_manager,
     Role::team_leader, Role::member, Role::inspector, Role::custodian, Role::appraiser,
     Role::auditor, Role::administrator}};
/// Set from above, for every site of a kind.
inline constexpr access::Permission manage_standards{
    "manage_standards", Reach::whole, {Role::programme_officer}};
/// Totals of the programme, as far as the asker sees it.
inline constexpr access::Permission read_overview{
    "read_overview", Reach::scoped, {Role::programme_officer, Role::area_manager}};
/// A sponsor's posts at home: it tells them itself.
inline constexpr access::Permission manage_establishments{
    "manage_establishments",
    Reach::scoped,
    {Role::programme_officer, Role::area_manager, Role::sponsor_manager}};

std::vector<access::Operation> operations();

/// Of a text of rules.toml, for the operation that makes an edition.
void check_rules(std::string_view text, programme::Faults& faults);

/// Sorted names of the tables that are read by scope, for db::Settings.
db::ScopedTables scoped_tables();
/// Whom the rows of each table are about, for ledger::LogSettings: nobody.
ledger::Tables logged_tables();

/// The rules of need that hold on a day. Refusal precondition "rules_wrong" if the edition's table
/// [need] has faults, which an edition made before this stage may have.
NeedRules rules_of(db::Tx& tx, const base::Date& on);

/// A site with all that is known and all that comes of it.
struct ReckonedSite {
  SiteFacts facts;
  SiteNeed need;
};
/// Of the open sites that the asker sees, in the order of their weight. `within`: the path of an
/// area; "" for all.
std::vector<ReckonedSite> reckon(db::Tx& tx, const NeedRules& rules, const Asof& asof,
                                 std::string_view within = "");

/// The part of a query that picks a sponsor's newest report of its posts at home: "(SELECT e.{what}
/// ...)", of `sponsor`, a column, on the day `on`, a parameter.
std::string newest_establishment(std::string_view what, std::string_view sponsor,
                                 std::string_view on);

/// What holds of the readiness of the sites that the asker sees; sites of which nobody has said
/// anything are not in it. `within`: the path of an area; "" for all.
std::unordered_map<base::Id<Site>, Readiness> readiness(db::Tx& tx, const Asof& asof,
                                                        std::string_view within = "");

}  // namespace sojourn::stages::need
