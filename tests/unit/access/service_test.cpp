#include "access/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/sign_in.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using base::Kind;
using namespace std::chrono_literals;

/// Names in a list's answer.
std::vector<std::string> names(const json::value& list) {
  std::vector<std::string> found;
  for (const json::value& item : list.at("items").as_array()) {
    found.emplace_back(std::string_view(item.at("name").as_string()));
  }
  return found;
}

/// Two areas with people, an administrator, and a manager of area 1.
class ServiceTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();
  StaffId ada = world.person("Ada", "/1/", 7, 9);
  StaffId ben = world.person("Ben", "/1/11/", 7, 8);
  StaffId cleo = world.person("Cleo", "/2/", 6, 5);

  std::string with_role(std::string_view name, std::string_view role, std::string_view scope,
                        StaffId staff = {}) {
    const std::string account = world.account(admin, name, staff);
    world.grant(admin, account, role, scope);
    const std::string session = world.sign_in(name, "a good password");
    if (office_role(base::choice_of<Role>(role).value())) {
      world.second_factor(session);
    }
    return session;
  }
  std::string area(std::int64_t id) { return base::id_text(area_prefix, id); }
};

TEST_P(ServiceTest, AGrantReachesItsScopeAndNoFarther) {
  const std::string manager = with_role("may", "area_manager", area(1));
  EXPECT_THAT(names(world.ask(manager, "person.list")), testing::ElementsAre("Ada", "Ben"));
  EXPECT_EQ(world.ask(manager, "person.list").at("count"), 2);
  const std::string inner = with_role("ines", "area_manager", area(11));
  EXPECT_THAT(names(world.ask(inner, "person.list")), testing::ElementsAre("Ben"));
  const std::string host = with_role("hana", "host", base::id_text(site_prefix, 5));
  EXPECT_THAT(names(world.ask(host, "person.list")), testing::ElementsAre("Cleo"));
  const std::string sponsor = with_role("sam", "sponsor_manager", base::id_text(sponsor_prefix, 7));
  EXPECT_THAT(names(world.ask(sponsor, "person.list")), testing::ElementsAre("Ada", "Ben"));
  const std::string member = with_role("cleo", "member", "self", cleo);
  EXPECT_THAT(names(world.ask(member, "person.list")), testing::ElementsAre("Cleo"));
}

TEST_P(ServiceTest, OutsideTheScopeIsNotFoundJustAsWhatIsNotThere) {
  const std::string manager = with_role("may", "area_manager", area(1));
  const StaffId none{12345};
  for (const char* name : {"person.show", "person.rename"}) {
    const auto ask = [&](StaffId id) {
      json::object input{{"id", id.to_text()}};
      if (std::string_view(name) == "person.rename") {
        input["name"] = "X";
      }
      return refusal_of([&] { world.ask(manager, name, input); });
    };
    const base::Refusal hidden = ask(cleo);
    const base::Refusal absent = ask(none);
    EXPECT_EQ(hidden.kind, Kind::not_found) << name;
    EXPECT_EQ(hidden.code, absent.code);
    EXPECT_EQ(hidden.detail, absent.detail);
  }
}

TEST_P(ServiceTest, ARoleWithoutThePermissionIsRefusedBeforeTheInputIsRead) {
  const std::string host = with_role("hana", "host", base::id_text(site_prefix, 9));
  for (const json::value& input :
       {json::value{{"id", ada.to_text()}, {"name", "X"}},
        json::value{{"id", cleo.to_text()}, {"name", "X"}}, json::value{{"nonsense", 1}}}) {
    const base::Refusal refusal = refusal_of([&] { world.ask(host, "person.rename", input); });
    EXPECT_EQ(refusal.kind, Kind::forbidden);
    EXPECT_EQ(refusal.code, "not_allowed");
  }
}

TEST_P(ServiceTest, NobodyIsAskedToSignIn) {
  EXPECT_EQ(world.code_of_refusal("", "person.list"), "sign_in");
  EXPECT_EQ(world.code_of_refusal("sjs_none", "account.me"), "sign_in");
}

TEST_P(ServiceTest, SensitiveFieldsAreShownAsFarAsTheirOwnPermissionReaches) {
  const std::string host = with_role("hana", "host", base::id_text(site_prefix, 9));
  EXPECT_FALSE(
      world.ask(host, "person.show", {{"id", ada.to_text()}}).as_object().contains("fit_until"));
  const std::string manager = with_role("may", "area_manager", area(1));
  EXPECT_EQ(world.ask(manager, "person.show", {{"id", ada.to_text()}}).at("fit_until"),
            "2027-05-01");
  // Both at once: host of Cleo's site, manager of area 1. Row by row, not role by role.
  const std::string account = world.account(admin, "mia");
  world.grant(admin, account, "area_manager", area(1));
  world.grant(admin, account, "host", base::id_text(site_prefix, 5));
  const std::string mixed = world.sign_in("mia", "a good password");
  world.second_factor(mixed);
  const json::value list = world.ask(mixed, "person.list");
  const auto items = list.at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_TRUE(items[0].as_object().contains("fit_until"));
  EXPECT_TRUE(items[1].as_object().contains("fit_until"));
  EXPECT_FALSE(items[2].as_object().contains("fit_until"));
}

TEST_P(ServiceTest, WhoSawMyRecord) {
  const std::string manager = with_role("may", "area_manager", area(1));
  const std::string member = with_role("ada", "member", "self", ada);
  const std::string other = with_role("ben", "member", "self", ben);
  EXPECT_TRUE(world.ask(member, "account.reads").at("items").as_array().empty());
  world.ask(manager, "person.show", {{"id", ada.to_text()}});
  world.clock.turn(1h);
  world.ask(manager, "person.list");
  world.ask(member, "person.list");  // the own record is not noted
  const json::array reads = world.ask(member, "account.reads").at("items").as_array();
  ASSERT_EQ(reads.size(), 1U) << "one row a day";
  EXPECT_EQ(reads[0].at("reader"), "Person of may");
  EXPECT_EQ(reads[0].at("roles"), "area_manager");
  EXPECT_EQ(reads[0].at("fields"), "fit_until");
  EXPECT_EQ(reads[0].at("times"), 2);
  EXPECT_NE(reads[0].at("first_at"), reads[0].at("last_at"));
  EXPECT_EQ(reads[0].at("day"), "2026-11-26");
  // Somebody else does not see it.
  EXPECT_EQ(world.ask(other, "account.reads").at("items").as_array().size(), 1U)
      << "Ben was in the list, once";
}

TEST_P(ServiceTest, RightsThatChangeAreChangedAtTheNextRequest) {
  const std::string account = world.account(admin, "may");
  world.grant(admin, account, "host", base::id_text(site_prefix, 9));
  const std::string session = world.sign_in("may", "a good password");
  EXPECT_EQ(names(world.ask(session, "person.list")).size(), 1U);
  const json::value grants = world.ask(admin, "grant.list", {{"id", account}});
  const json::value& grant = grants.at("items").at(0);
  world.ask(admin, "grant.end", {{"id", grant.at("id")}, {"version", grant.at("version")}});
  EXPECT_EQ(world.code_of_refusal(session, "person.list"), "not_allowed");
  // An area that moves takes its people along.
  const std::string manager = with_role("ines", "area_manager", area(11));
  world.areas[11] = "/2/11/";
  EXPECT_TRUE(names(world.ask(manager, "person.list")).empty());
}

TEST_P(ServiceTest, AnOfficeNeedsItsSecondFactorFirst) {
  const std::string account = world.account(admin, "may");
  world.grant(admin, account, "area_manager", area(1));
  const std::string session = world.sign_in("may", "a good password");
  EXPECT_EQ(world.code_of_refusal(session, "person.list"), "second_factor_needed");
  EXPECT_EQ(world.ask(session, "account.me").at("second_factor_needed"), true);
  world.second_factor(session);
  EXPECT_EQ(world.code_of_refusal(session, "person.list"), "");
  EXPECT_EQ(world.ask(session, "account.me").at("second_factor_needed"), false);
}

TEST_P(ServiceTest, TheOperatorSeesAllAndHasNoAccount) {
  EXPECT_EQ(names(world.ask(Asker::local_operator(), "person.list")).size(), 3U);
  EXPECT_EQ(refusal_of([&] { world.ask(Asker::local_operator(), "account.me"); }).code,
            "not_allowed");
}

TEST_P(ServiceTest, AFaultyInputIsRefusedWithAllItsFaults) {
  const base::Refusal refusal =
      refusal_of([&] { world.ask(admin, "account.make", {{"name", 5}, {"who", "x"}}); });
  EXPECT_EQ(refusal.kind, Kind::invalid);
  EXPECT_EQ(refusal.faults.size(), 3U) << "name, person, who";
}

INSTANTIATE_TEST_SUITE_P(Engines, ServiceTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::access
