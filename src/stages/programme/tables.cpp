// What the floors below have to know of this stage's tables.
#include <algorithm>

#include "stages/programme/lasting.h"
#include "stages/programme/operations.h"

namespace sojourn::stages::programme {

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
  made.staff_exists = [](db::Tx& tx, access::StaffId id) {
    return tx.value<std::int64_t>(
               "SELECT count(*) FROM staff WHERE id = $1 AND {unscoped:for an account of it}", id) >
           0;
  };
  return made;
}

}  // namespace sojourn::stages::programme
