// What the floors below have to know of this stage's tables.
#include <algorithm>

#include "stages/programme/lasting.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/presets.h"

namespace sojourn::stages::programme {
namespace {

template <LastingRecord R>
struct NamedScope {
  base::Id<R> id;
  std::string name;
  std::optional<std::string> within;
};
BOOST_DESCRIBE_STRUCT(NamedScope<Area>, (), (id, name, within))
BOOST_DESCRIBE_STRUCT(NamedScope<Sponsor>, (), (id, name, within))
BOOST_DESCRIBE_STRUCT(NamedScope<Site>, (), (id, name, within))

/// The first by name, for grants over them. `select`: of the members; `from` as kind_of's.
template <LastingRecord R>
void find_scopes(db::Tx& tx, access::ScopeKind kind, std::string_view select, std::string_view from,
                 const std::string& search, std::int32_t most,
                 std::vector<access::FoundScope>& found) {
  Query query(kind_of<R>.alias, from);
  query.search(search);
  query.closed(std::nullopt);
  for (const NamedScope<R>& each :
       query.page<NamedScope<R>>(tx, select, std::nullopt, most, std::nullopt).items) {
    found.push_back({.scope = {.kind = kind, .subject = each.id.value},
                     .kind = kind,
                     .name = each.name,
                     .within = each.within});
  }
}

}  // namespace

db::ScopedTables scoped_tables() {
  db::ScopedTables made = {std::string(Correction::table), std::string(PostedApart::table)};
  for_each_kind([&]<class R>() { made.emplace_back(table_of<R>()); });
  std::sort(made.begin(), made.end());
  return made;
}

ledger::Tables logged_tables() {
  ledger::Tables made = {{"rule_set", {}},
                         {"calendar_day", {}},
                         {"correction", {.subject = "staff"}},
                         {"posted_apart", {.subject = "staff"}}};
  for_each_kind([&]<class R>() {
    // Of a person: with their key.
    made[std::string(table_of<R>())] = {.subject = requires {R::personal_fields; } ? "id" : ""
};
});
return made;
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "calendar_day(day)",
           .kind = base::Kind::conflict,
           .code = "day_taken",
           .where = "/day",
           .detail = "The calendar says something of this day already. Clear it first."},
          {.constraint = "rule_set(number)",
           .kind = base::Kind::conflict,
           .code = "newer_rules",
           .where = "",
           .detail = "Somebody made another edition of the rules just now. Look at it first."}};
}

access::ServiceSettings service_settings() {
  access::ServiceSettings made;
  made.area_path = [](db::Tx& tx, std::int64_t area) -> std::optional<std::string> {
    const auto found = tx.column<std::string>(
        "SELECT path FROM area WHERE id = $1 AND {unscoped:it is what scopes are made of}", area);
    return found.empty() ? std::nullopt : std::optional(found.front());
  };
  made.scope_exists = [](db::Tx& tx, const access::GrantScope& scope) {
    const bool site = scope.kind == access::ScopeKind::site;
    return tx.value<std::int64_t>(
               site ? "SELECT count(*) FROM site WHERE id = $1 AND {unscoped:for a grant over it}"
                    : "SELECT count(*) FROM sponsor WHERE id = $1 AND "
                      "{unscoped:for a grant over it}",
               scope.subject) > 0;
  };
  made.scope_name = [](db::Tx& tx, const access::GrantScope& scope) -> std::optional<std::string> {
    const std::string_view table = scope.kind == access::ScopeKind::area      ? "area"
                                   : scope.kind == access::ScopeKind::sponsor ? "sponsor"
                                                                              : "site";
    const auto found = tx.column<std::string>(
        fmt::format("SELECT name FROM {} WHERE id = $1 AND {{unscoped:what a grant is over}}",
                    table),
        scope.subject);
    return found.empty() ? std::nullopt : std::optional(found.front());
  };
  made.find_scopes = [](db::Tx& tx, const std::string& search, std::int32_t most) {
    using access::ScopeKind;
    std::vector<access::FoundScope> found;
    find_scopes<Area>(tx, ScopeKind::area, "a.id, a.name, o.name AS within",
                      "area a LEFT JOIN area o ON o.id = a.parent WHERE {scope:area a.path}",
                      search, most, found);
    find_scopes<Sponsor>(tx, ScopeKind::sponsor, "p.id, p.name, a.name AS within",
                         kind_of<Sponsor>.from, search, most, found);
    find_scopes<Site>(tx, ScopeKind::site, "s.id, s.name, a.name AS within", kind_of<Site>.from,
                      search, most, found);
    return found;
  };
  made.begin = begin;
  made.staff_exists = [](db::Tx& tx, access::StaffId id) {
    return tx.value<std::int64_t>(
               "SELECT count(*) FROM staff WHERE id = $1 AND {unscoped:for an account of it}", id) >
           0;
  };
  return made;
}

}  // namespace sojourn::stages::programme
