// Over what roles are granted, by name, for whoever looks after accounts and sees no records.
#include "access/operations.h"
#include "base/json.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;

Parts with_accounts() {
  Parts made = programme_parts();
  for (access::Operation& each : access::administration_operations()) {
    made.operations.push_back(std::move(each));
  }
  made.tables.merge(ledger::Tables{{"account", {.subject = "id"}},
                                   {"access_grant", {.subject = "account"}},
                                   {"one_time_link", {.subject = "account"}}});
  return made;
}

class ScopesTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  /// As it is told, member by member, so that nothing else is.
  static std::string one(const std::string& scope, std::string_view kind, std::string_view name,
                         std::string_view within) {
    json::object row{{"scope", scope}, {"kind", kind}, {"name", name}};
    if (!within.empty()) {
      row["within"] = within;
    }
    return base::write_json(row);
  }
  std::string found(const std::string& search) {
    std::string made;
    const json::value answer = world.ask(administrator, "grant.scopes", {{"search", search}});
    for (const json::value& each : answer.at("found").as_array()) {
      made += (made.empty() ? "" : "; ") + base::write_json(each);
    }
    return made;
  }

  World world{GetParam(), with_accounts()};
  access::Asker administrator = world.holder(access::Role::administrator, "programme");
  std::string county = world.area("Heron County", "county");
  std::string township = world.area("Heron Mill", "township", county);
  std::string site = world.site("Heron Weir", township);
  std::string sponsor = world.sponsor("Works 7", county);
};

TEST_P(ScopesTest, AreasSponsorsAndSitesAreFoundByNameAndNothingElseIsSaid) {
  EXPECT_EQ(found("heron"), one(county, "area", "Heron County", "") + "; " +
                                one(township, "area", "Heron Mill", "Heron County") + "; " +
                                one(site, "site", "Heron Weir", "Heron Mill"));
  EXPECT_EQ(found("works"), one(sponsor, "sponsor", "Works 7", "Heron County"));
  EXPECT_EQ(found("osprey"), "");
  // Over what is closed nobody is granted anything new.
  world.ask(world.officer(), "site.close", {{"id", site}, {"reason", "Moved"}, {"version", 1}});
  EXPECT_EQ(found("weir"), "");
  EXPECT_EQ(world.outcome(administrator, "grant.scopes", {{"search", ""}}), "/search not_search");
  EXPECT_EQ(world.outcome(administrator, "grant.scopes", {{"search", std::string(101, 'x')}}),
            "/search not_search");
}

TEST_P(ScopesTest, ItIsTheAdministratorsAlone) {
  for (const access::Role role :
       {access::Role::auditor, access::Role::programme_officer, access::Role::inspector}) {
    EXPECT_EQ(world.outcome(world.holder(role, "programme"), "grant.scopes", {{"search", "heron"}}),
              "not_allowed");
  }
  // And the records are still not theirs.
  EXPECT_EQ(world.outcome(administrator, "area.list"), "not_allowed");
  EXPECT_EQ(world.outcome(administrator, "site.show", {{"id", site}}), "not_allowed");
}

TEST_P(ScopesTest, AGrantSaysTheNameOfWhatItIsOver) {
  const std::string account(
      world.ask(administrator, "account.make", {{"name", "mia"}, {"person", "Mia Example"}})
          .at("id")
          .as_string());
  const std::string today = world.clock.now().utc_date().to_text();
  const json::value made =
      world.ask(administrator, "grant.make",
                {{"id", account}, {"role", "area_manager"}, {"scope", township}, {"from", today}});
  EXPECT_EQ(made.at("scope_name"), "Heron Mill");
  world.ask(administrator, "grant.make",
            {{"id", account}, {"role", "host"}, {"scope", site}, {"from", today}});
  world.ask(administrator, "grant.make",
            {{"id", account}, {"role", "sponsor_manager"}, {"scope", sponsor}, {"from", today}});
  world.ask(administrator, "grant.make",
            {{"id", account}, {"role", "auditor"}, {"scope", "programme"}, {"from", today}});
  // A closed one has its name as well.
  world.ask(world.officer(), "site.close", {{"id", site}, {"reason", "Moved"}, {"version", 1}});
  const json::value grants =
      world.ask(world.holder(access::Role::auditor, "programme"), "grant.list", {{"id", account}});
  const json::array& items = grants.at("items").as_array();
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].at("scope_name"), "Heron Mill");
  EXPECT_EQ(items[1].at("scope_name"), "Heron Weir");
  EXPECT_EQ(items[2].at("scope_name"), "Works 7");
  EXPECT_EQ(items[3].as_object().if_contains("scope_name"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Engines, ScopesTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::stages::programme
