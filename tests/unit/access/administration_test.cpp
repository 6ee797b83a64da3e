// The own account, tokens, and what administrators do with others' accounts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/token.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string good = "a good password";

class AdministrationTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();
  StaffId ada = world.person("Ada", "/1/");

  static std::string text(const json::value& value) {
    return std::string(std::string_view(value.as_string()));
  }
  std::string today() { return world.clock.now().utc_date().to_text(); }
};

TEST_P(AdministrationTest, APasswordIsChangedByWhoKnowsItAndEndsOtherSessions) {
  world.account(admin, "may");
  const std::string here = world.sign_in("may", good);
  const std::string there = world.sign_in("may", good);
  json::object input{{"old_password", "a wrong password"}, {"password", "another good one"}};
  EXPECT_EQ(world.code_of_refusal(here, "password.change", input), "wrong_password");
  input["old_password"] = good;
  input["password"] = "person of may";
  EXPECT_EQ(world.code_of_refusal(here, "password.change", input), "password_own_word");
  input["password"] = "another good one";
  EXPECT_EQ(world.code_of_refusal(here, "password.change", input), "");
  EXPECT_TRUE(world.service().asker_of(here).signed_in());
  EXPECT_FALSE(world.service().asker_of(there).signed_in());
  EXPECT_THROW(world.sign_in("may", good), base::Refusal);
  EXPECT_NO_THROW(world.sign_in("may", "another good one"));
}

TEST_P(AdministrationTest, AnOpenPageIsNoPlaceToGuessThePassword) {
  world.account(admin, "may");
  const std::string here = world.sign_in("may", good);
  const json::object input{{"old_password", "a wrong password"}, {"password", "another good one"}};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(world.code_of_refusal(here, "password.change", input), "wrong_password");
  }
  EXPECT_EQ(world.code_of_refusal(here, "password.change", input), "retry_after");
}

TEST_P(AdministrationTest, ASecondFactorIsSetUpOnce) {
  world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  EXPECT_EQ(world.code_of_refusal(session, "second_factor.confirm", {{"code", "123456"}}),
            "second_factor_not_begun");
  world.ask(session, "second_factor.begin");
  EXPECT_EQ(world.code_of_refusal(session, "second_factor.confirm", {{"code", "12345"}}),
            "wrong_code");
  world.second_factor(session);
  EXPECT_EQ(world.code_of_refusal(session, "second_factor.begin"), "second_factor_exists");
}

TEST_P(AdministrationTest, ATokenActsForItsOwnerUntilItEnds) {
  const std::string account = world.account(admin, "may");
  world.grant(admin, account, "host", base::id_text(site_prefix, 9));
  const std::string session = world.sign_in("may", good);
  const json::value made =
      world.ask(session, "token.make", {{"label", "a report each night"}, {"expires_on", today()}});
  const std::string token = text(made.at("token"));
  EXPECT_TRUE(token_is_of(TokenKind::api, token));
  EXPECT_EQ(world.ask(token, "person.list").at("count"), 1);
  EXPECT_EQ(
      world.code_of_refusal(token, "token.make", {{"label", "another"}, {"expires_on", today()}}),
      "token_only_reads");
  const json::value list = world.ask(session, "token.list");
  EXPECT_EQ(text(list.at("items").at(0).at("start")), token.substr(0, 8));
  EXPECT_EQ(base::write_json(list).find(token), std::string::npos);
  world.clock.turn(24h);
  EXPECT_FALSE(world.service().asker_of(token).signed_in()) << "its last day is over";
}

TEST_P(AdministrationTest, ATokenOfOneGrantHasNoOther) {
  const std::string account = world.account(admin, "may", ada);
  world.grant(admin, account, "host", base::id_text(site_prefix, 5));
  world.grant(admin, account, "member", "self");
  const std::string session = world.sign_in("may", good);
  const json::value grants = world.ask(admin, "grant.list", {{"id", account}}).at("items");
  const json::value made = world.ask(session, "token.make",
                                     {{"label", "x"},
                                      {"expires_on", today()},
                                      {"grant", grants.at(0).at("id")},
                                      {"writes", true}});
  const std::string token = text(made.at("token"));
  EXPECT_EQ(world.ask(session, "person.list").at("count"), 1) << "the own record";
  EXPECT_EQ(world.ask(token, "person.list").at("count"), 0) << "only the site's, where nobody is";
  EXPECT_EQ(world.code_of_refusal(token, "token.revoke", {{"id", made.at("id")}}), "needs_session");
  world.ask(session, "token.revoke", {{"id", made.at("id")}});
  EXPECT_FALSE(world.service().asker_of(token).signed_in());
  EXPECT_EQ(
      world.code_of_refusal(
          session, "token.make",
          {{"label", "x"}, {"expires_on", "2030-01-01"}, {"grant", base::id_text("grant", 77)}}),
      "out_of_range");
}

TEST_P(AdministrationTest, NamesAreOnesOwn) {
  world.account(admin, "may");
  const base::Refusal refusal = refusal_of(
      [&] { world.ask(admin, "account.make", {{"name", " MAY "}, {"person", "Another"}}); });
  EXPECT_EQ(refusal.kind, base::Kind::conflict);
  EXPECT_EQ(refusal.code, "name_taken");
  EXPECT_EQ(world.code_of_refusal(admin, "account.make", {{"name", "b"}, {"person", "Another"}}),
            "not_sign_in_name");
  EXPECT_EQ(world.code_of_refusal(
                admin, "account.make",
                {{"name", "other"}, {"person", "Another"}, {"staff", StaffId{99}.to_text()}}),
            "unknown_staff");
}

TEST_P(AdministrationTest, AClosedAccountIsOutAtOnceAndForGood) {
  const std::string account = world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  const std::string token =
      text(world.ask(session, "token.make", {{"label", "x"}, {"expires_on", today()}}).at("token"));
  EXPECT_EQ(world.code_of_refusal(admin, "account.close", {{"id", account}, {"version", 9}}),
            "stale");
  const json::value closed = world.ask(admin, "account.close", {{"id", account}, {"version", 1}});
  EXPECT_TRUE(closed.as_object().contains("closed_at"));
  EXPECT_FALSE(world.service().asker_of(session).signed_in());
  EXPECT_FALSE(world.service().asker_of(token).signed_in());
  EXPECT_THROW(world.sign_in("may", good), base::Refusal);
  EXPECT_EQ(world.code_of_refusal(admin, "account.reset", {{"id", account}}), "account_closed");
  EXPECT_EQ(world.code_of_refusal(admin, "account.close", {{"id", account}, {"version", 2}}),
            "account_closed");
}

TEST_P(AdministrationTest, NobodyGivesRightsToTheOwnAccount) {
  const json::value me = world.ask(admin, "account.me");
  const json::value& own = me.at("id");
  EXPECT_EQ(
      world.code_of_refusal(
          admin, "grant.make",
          {{"id", own}, {"role", "programme_officer"}, {"scope", "programme"}, {"from", today()}}),
      "own_account");
  EXPECT_EQ(world.code_of_refusal(admin, "account.close", {{"id", own}, {"version", 1}}),
            "own_account");
  EXPECT_EQ(world.code_of_refusal(admin, "account.reset", {{"id", own}}), "own_account");
  const json::value grant = world.ask(admin, "grant.list", {{"id", own}}).at("items").at(0);
  EXPECT_EQ(world.code_of_refusal(admin, "grant.end",
                                  {{"id", grant.at("id")}, {"version", grant.at("version")}}),
            "own_account");
}

TEST_P(AdministrationTest, AGrantFitsItsRoleAndWhatIsThere) {
  const std::string account = world.account(admin, "may");
  const auto refused = [&](std::string_view role, std::string scope, std::string to = "") {
    json::object input{{"id", account}, {"role", role}, {"scope", scope}, {"from", today()}};
    if (!to.empty()) {
      input["to"] = to;
    }
    return world.code_of_refusal(admin, "grant.make", input);
  };
  EXPECT_EQ(refused("host", "programme"), "role_takes_other_scope");
  EXPECT_EQ(refused("member", "self"), "no_staff_record");
  EXPECT_EQ(refused("area_manager", base::id_text(area_prefix, 99)), "unknown_area");
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 5000)), "unknown_scope");
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 5), "2020-01-01"), "ends_before_it_begins");
  EXPECT_EQ(refused("king", "programme"), "unknown_choice");
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 5), today()), "");
  // The same again gives nothing; it would stay when the first is ended.
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 5)), "there_already");
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 6)), "");
  EXPECT_EQ(refused("host", base::id_text(site_prefix, 6)), "there_already");
  const base::Date tomorrow = *base::Date::from_text(today()) + 1;
  const json::object later{{"id", account},
                           {"role", "host"},
                           {"scope", base::id_text(site_prefix, 5)},
                           {"from", tomorrow.to_text()}};
  EXPECT_EQ(world.code_of_refusal(admin, "grant.make", later), "") << "for other days";
}

TEST_P(AdministrationTest, AGrantOfLongerEndsWithYesterday) {
  const std::string account = world.account(admin, "may");
  world.grant(admin, account, "host", base::id_text(site_prefix, 5));
  world.clock.turn(20min);
  const auto end = [&] {
    const json::value grant = world.ask(admin, "grant.list", {{"id", account}}).at("items").at(0);
    return world.code_of_refusal(admin, "grant.end",
                                 {{"id", grant.at("id")}, {"version", grant.at("version")}});
  };
  world.clock.set(base::written<base::Instant>("2026-11-27T09:00:00Z"));
  admin = world.sign_in("root.admin", good, world.code(world.administrator_factor));
  EXPECT_EQ(end(), "");
  const json::value grants = world.ask(admin, "grant.list", {{"id", account}}).at("items");
  EXPECT_EQ(grants.at(0).at("to"), "2026-11-26");
  EXPECT_EQ(end(), "grant_ended");
}

TEST_P(AdministrationTest, AccountsAreListedByPages) {
  for (int i = 100; i < 160; ++i) {
    world.ask(admin, "account.make",
              {{"name", "person" + std::to_string(i)}, {"person", "Somebody"}});
  }
  const json::value first = world.ask(admin, "account.list");
  EXPECT_EQ(first.at("items").as_array().size(), 50U);
  EXPECT_EQ(first.at("count"), 61);
  const json::value second = world.ask(admin, "account.list", {{"after", first.at("next")}});
  EXPECT_EQ(second.at("items").as_array().size(), 11U);
  EXPECT_FALSE(second.as_object().contains("next"));
  const json::value& one = first.at("items").at(0);
  EXPECT_EQ(one.at("may_sign_in"), false) << "invited, not yet come";
  EXPECT_EQ(world.ask(admin, "account.show", {{"id", one.at("id")}}), one);
}

INSTANTIATE_TEST_SUITE_P(Engines, AdministrationTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::access
