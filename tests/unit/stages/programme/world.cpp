#include "tests/unit/stages/programme/world.h"

#include <stdlib.h>  // mkdtemp

#include <algorithm>

#include "base/ensure.h"
#include "base/json.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;

std::filesystem::path new_folder() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "sojourn-programme-XXXXXX").string();
  base::ensure(mkdtemp(pattern.data()) != nullptr, "a directory for a test is made");
  return pattern;
}

json::object with(json::object input, const json::object& more) {
  for (const auto& each : more) {
    input[each.key()] = each.value();
  }
  return input;
}

}  // namespace

Parts programme_parts() {
  Parts made{operations(), logged_tables(), scoped_tables(), constraints()};
  for (access::Operation& each : own_record_operations(own_parts())) {
    made.operations.push_back(std::move(each));
  }
  made.tables.insert({"list_export", {.subject = "account"}});  // any list is taken as a file
  return made;
}

World::World(db::EngineKind kind, Parts parts)
    : clock(base::written<base::Instant>("2026-11-26T08:00:00Z")),
      folder_(new_folder()),
      keys_(std::make_unique<ledger::PersonKeys>(folder_ / "person-keys")),
      parts_(std::move(parts)) {
  log_ = std::make_unique<ledger::Log>(
      ledger::LogSettings{.keys = keys_.get(), .tables = parts_.tables});
  db::Settings settings{.change_log = log_.get(),
                        .scoped_tables = parts_.scoped_tables,
                        .constraints = parts_.constraints,
                        .clock = &clock};
  if (kind == db::EngineKind::sqlite) {
    settings.directory = (folder_ / "data").string();
  } else {
    schema_.emplace();
    settings.url = schema_->url();
  }
  database_ = db::Database::open(std::move(settings));
  access::ServiceSettings service = service_settings();
  service.person_keys = keys_.get();
  service_ = std::make_unique<access::Service>(*database_, std::move(service));
  access::ensure_distinct(parts_.operations);
}

World::~World() {
  service_.reset();
  database_.reset();
  std::filesystem::remove_all(folder_);
}

const access::Operation& World::operation(std::string_view name) const {
  const auto found =
      std::find_if(parts_.operations.begin(), parts_.operations.end(),
                   [&](const access::Operation& each) { return each.about.name == name; });
  base::ensure(found != parts_.operations.end(), name);
  return *found;
}

access::Asker World::holder(access::Role role, std::string_view scope, std::int64_t staff) {
  access::Grant grant{.id = {1},
                      .role = role,
                      .scope = base::written<access::GrantScope>(scope),
                      .from = clock.now().utc_date() - 30,
                      .to = {}};
  if (grant.scope.kind == access::ScopeKind::area) {
    grant.area_path = database_->read(db::Caller::program(), [&](db::Tx& tx) {
      return service_->settings().area_path(tx, grant.scope.subject).value_or("");
    });
  }
  return {.kind = access::AskerKind::session,
          .account = 17,
          .name = "somebody",
          .person = "Somebody",
          .staff = staff,
          .second_factor = true,
          .grants = {grant}};
}

json::value World::ask(const access::Asker& asker, std::string_view name,
                       const json::value& input) {
  return service_->run(operation(name), asker, request, input).body;
}

std::string World::outcome(const access::Asker& asker, std::string_view name,
                           const json::value& input) {
  try {
    ask(asker, name, input);
  } catch (const base::Refusal& refusal) {
    std::string said;
    for (const base::Fault& fault : refusal.faults) {
      said += (said.empty() ? "" : ", ") + fault.where + " " + fault.code;
    }
    return said.empty() ? refusal.code : said;
  }
  return "done";
}

std::string World::area(std::string_view name, std::string_view kind, std::string_view parent) {
  json::object input{{"name", name}, {"kind", kind}};
  if (!parent.empty()) {
    input["parent"] = parent;
  }
  return text_of(ask(officer(), "area.make", input), "id");
}

std::string World::site(std::string_view name, std::string_view area, const json::object& more) {
  return text_of(ask(officer(), "site.make",
                     with({{"name", name},
                           {"area", area},
                           {"kind", "village"},
                           {"tier", "middle"},
                           {"need", 2},
                           {"hardship", 1},
                           {"min_team", 2},
                           {"target_team", 3},
                           {"max_first_timers", 1},
                           {"languages", json::array()},
                           {"skills", json::array()}},
                          more)),
                 "id");
}

std::string World::sponsor(std::string_view name, std::string_view area) {
  return text_of(ask(officer(), "sponsor.make",
                     {{"name", name},
                      {"area", area},
                      {"kind", "hospital"},
                      {"release_percent", 50},
                      {"max_sites", 3}}),
                 "id");
}

std::string World::staff(std::string_view name, std::string_view sponsor,
                         const json::object& more) {
  return text_of(
      ask(officer(), "staff.make",
          with({{"name", name}, {"sponsor", sponsor}, {"roles", json::array({"member"})}}, more)),
      "id");
}

std::string text_of(const json::value& record, std::string_view member) {
  return std::string(std::string_view(record.at(member).as_string()));
}

std::vector<std::string> names_in(const json::value& page) {
  std::vector<std::string> names;
  for (const json::value& item : page.at("items").as_array()) {
    names.push_back(text_of(item, "name"));
  }
  return names;
}

}  // namespace sojourn::stages::programme
