#include "tests/unit/access/world.h"

#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <iterator>

#include "access/sign_in.h"
#include "access/totp.h"
#include "base/json.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;

struct Nobody {};
BOOST_DESCRIBE_STRUCT(Nobody, (), ())

struct Which {
  StaffId id;
};
BOOST_DESCRIBE_STRUCT(Which, (), (id))

struct Rename {
  StaffId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Rename, (), (id, name))

constexpr std::string_view person_view =
    "SELECT p.id, p.name, CASE WHEN {detail:area p.area_path; sponsor p.sponsor; site p.site; "
    "staff "
    "p.id} THEN p.fit_until END AS fit_until FROM person p WHERE {scope:area p.area_path; sponsor "
    "p.sponsor; site p.site; staff p.id}";

constexpr std::string_view person_table =
    "CREATE TABLE person (id @id PRIMARY KEY, name @text NOT NULL, area_path @path NOT NULL, "
    "sponsor @id NOT NULL, site @id NOT NULL, fit_until @date NOT NULL);";

PersonView show_person(db::Tx& tx, const Which& input) {
  return tx.one<PersonView>(std::string(person_view) + " AND p.id = $1", input.id);
}

PersonView rename_person(db::Change& change, const Rename& input) {
  const auto before = change.one<Person>(
      "SELECT id, name, area_path, sponsor, site, fit_until FROM person p WHERE {scope:area "
      "p.area_path; sponsor p.sponsor; site p.site; staff p.id} AND p.id = $1",
      input.id);
  Person after = before;
  after.name = input.name;
  change.update("person", before, after);
  return show_person(change, {input.id});
}

std::filesystem::path new_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sojourn-access-XXXXXX").string();
  base::ensure(mkdtemp(pattern.data()) != nullptr, "a directory for a test is made");
  return pattern;
}

}  // namespace

std::vector<Operation> person_operations() {
  const base::FieldAbout id{
      .name = "id", .shape = "STAFF", .positional = true, .meaning = "Which person."};
  const Detail fitness{.permission = read_fitness, .fields = {"fit_until"}};
  return {read_operation<Nobody, Page<PersonView>>(
              {.name = "person.list",
               .permission = read_people,
               .path = "/api/people",
               .summary = "people",
               .detail = fitness},
              [](db::Tx& tx, const Nobody&) {
                Page<PersonView> page;
                page.items = tx.rows<PersonView>(std::string(person_view) + " ORDER BY p.id");
                page.count = std::ssize(page.items);
                return page;
              }),
          read_operation<Which, PersonView>({.name = "person.show",
                                             .permission = read_people,
                                             .path = "/api/people/{id}",
                                             .summary = "a person",
                                             .fields = {id},
                                             .detail = fitness},
                                            show_person),
          change_operation<Rename, PersonView>(
              {.name = "person.rename",
               .permission = manage_people,
               .method = Method::patch,
               .path = "/api/people/{id}",
               .summary = "rename a person",
               .fields = {id, {.name = "name", .shape = "NAME", .meaning = "The new name."}},
               .detail = fitness},
              rename_person)};
}

World::World(db::EngineKind kind)
    : clock(base::written<base::Instant>("2026-11-26T08:00:00Z")),
      folder_(new_folder()),
      operations_(access::operations()) {
  db::Settings settings{.scoped_tables = {"person"}, .constraints = constraints(), .clock = &clock};
  if (kind == db::EngineKind::sqlite) {
    settings.directory = folder_.string();
  } else {
    schema_.emplace();
    settings.url = schema_->url();
  }
  settings.migrations.push_back(
      {.number = 9000, .name = "9000_person", .sql = std::string(person_table)});
  database_ = db::Database::open(std::move(settings));
  service_ = std::make_unique<Service>(
      *database_,
      ServiceSettings{
          .password_cost = {.passes = 1, .bytes = 8192},
          .factor_key = ledger::make_seal_key(),
          .area_path =
              [this](db::Tx&, std::int64_t area) {
                const auto found = areas.find(area);
                return found == areas.end() ? std::nullopt : std::optional(found->second);
              },
          .scope_exists = [](db::Tx&, const GrantScope& scope) { return scope.subject < 1000; },
          .scope_name = [](db::Tx&, const GrantScope& scope) -> std::optional<std::string> {
            return "Place " + std::to_string(scope.subject);
          },
          .find_scopes =
              [](db::Tx&, const std::string& search, std::int32_t) {
                return std::vector<FoundScope>{{.scope = {.kind = ScopeKind::area, .subject = 11},
                                                .kind = ScopeKind::area,
                                                .name = search,
                                                .within = "Place 1"}};
              },
          .staff_exists =
              [](db::Tx& tx, StaffId id) {
                return tx.value<std::int64_t>(
                           "SELECT count(*) FROM person WHERE {unscoped:a test} AND "
                           "id = $1",
                           id) > 0;
              },
          .sends_mail = true});
  for (Operation& each : person_operations()) {
    operations_.push_back(std::move(each));
  }
  ensure_distinct(operations_);
}

World::~World() {
  service_.reset();
  database_.reset();
  std::filesystem::remove_all(folder_);
}

const Operation& World::operation(std::string_view name) const {
  const auto found = std::find_if(operations_.begin(), operations_.end(),
                                  [&](const Operation& each) { return each.about.name == name; });
  base::ensure(found != operations_.end(), name);
  return *found;
}

json::value World::ask(const Asker& asker, std::string_view name, const json::value& input) {
  return service_->run(operation(name), asker, request, input).body;
}

std::string World::code_of_refusal(std::string_view secret, std::string_view name,
                                   const json::value& input) {
  try {
    ask(secret, name, input);
  } catch (const base::Refusal& refusal) {
    return refusal.faults.empty() ? refusal.code : refusal.faults.front().code;
  }
  return "";
}

std::string World::sign_in(std::string_view name, std::string_view password,
                           std::optional<std::string> code) {
  json::object input{{"name", name}, {"password", password}};
  if (code) {
    input["code"] = *code;
  }
  const Answer answer = service_->run(operation("session.start"), {}, request, input);
  return answer.session.value();
}

std::string World::code(const std::string& secret) const {
  const auto now = std::chrono::sys_seconds(std::chrono::seconds(
      const_cast<base::HandWallClock&>(clock).now().unix_micros() / 1'000'000));
  return totp_code(secret, totp_step_at(now));
}

std::string World::second_factor(const std::string& session) {
  const json::value proposed = ask(session, "second_factor.begin");
  const std::string secret =
      from_base32(std::string_view(proposed.at("secret").as_string())).value();
  ask(session, "second_factor.confirm", {{"code", code(secret)}});
  clock.turn(totp_step_length);  // so that the next code is another
  return secret;
}

std::string World::administrator() {
  const std::string link = setup_link(*service_).value().link;
  ask(Asker{}, "setup.finish",
      {{"link", link},
       {"name", "root.admin"},
       {"person", "Ruth"},
       {"password", "a good password"}});
  const std::string session = sign_in("root.admin", "a good password");
  administrator_factor = second_factor(session);
  return session;
}

std::string World::account(const std::string& by, std::string_view name, StaffId staff) {
  json::object input{{"name", name}, {"person", "Person of " + std::string(name)}};
  if (staff.is_set()) {
    input["staff"] = staff.to_text();
  }
  const json::value made = ask(by, "account.make", input);
  ask(Asker{}, "link.use", {{"link", made.at("link")}, {"password", "a good password"}});
  return std::string(std::string_view(made.at("id").as_string()));
}

void World::grant(const std::string& by, const std::string& account, std::string_view role,
                  std::string_view scope) {
  ask(by, "grant.make",
      {{"id", account},
       {"role", role},
       {"scope", scope},
       {"from", clock.now().utc_date().to_text()}});
}

StaffId World::person(std::string_view name, std::string_view area_path, std::int64_t sponsor,
                      std::int64_t site) {
  const Person person{.id = database_->ids().make<StaffRecord>(),
                      .name = std::string(name),
                      .area_path = std::string(area_path),
                      .sponsor = sponsor,
                      .site = site,
                      .fit_until = base::written<base::Date>("2027-05-01")};
  add(person);
  return person.id;
}

void World::add(const Person& person) {
  database_->change(db::Caller::program(), "person.add",
                    [&](db::Change& change) { change.insert("person", person); });
}

}  // namespace sojourn::access
