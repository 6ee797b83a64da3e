#include "access/sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/token.h"
#include "access/totp.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using base::Kind;
using namespace std::chrono_literals;

const std::string good = "a good password";

class SignInTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();

  std::string miss(std::string_view name, std::string_view password = "a wrong password",
                   std::optional<std::string> code = {}) {
    try {
      world.sign_in(name, password, std::move(code));
    } catch (const base::Refusal& refusal) {
      return refusal.code;
    }
    return "";
  }
};

TEST_P(SignInTest, TheSetUpLinkMakesTheFirstAccountAndNoOther) {
  EXPECT_FALSE(setup_link(world.service()).has_value()) << "there is an account";
  const json::value me = world.ask(admin, "account.me");
  EXPECT_EQ(me.at("name"), "root.admin");
  EXPECT_EQ(me.at("grants").at(0).at("role"), "administrator");
  EXPECT_EQ(me.at("grants").at(0).at("scope"), "programme");
}

TEST_P(SignInTest, OnlyTheLastSetUpLinkIsGoodAndItsInputIsChecked) {
  World fresh{GetParam()};
  const std::string first = setup_link(fresh.service()).value().link;
  const std::string second = setup_link(fresh.service()).value().link;
  json::object input{{"link", first}, {"name", "Root"}, {"person", "Ruth"}, {"password", good}};
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "link_replaced");
  input["link"] = second;
  input["password"] = "password";
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "password_common");
  input["password"] = good;
  input["name"] = "R";
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "not_sign_in_name");
  input["name"] = "Root";
  fresh.clock.turn(73h);
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "link_run_out");
  input["link"] = setup_link(fresh.service()).value().link;
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "");
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "link_used");
  EXPECT_THAT(fresh.sign_in("root", good), testing::StartsWith("sjs_"));
}

TEST_P(SignInTest, TheFirstAccountMayBeTheOfficersTooIfItSaysSo) {
  World fresh{GetParam()};
  const std::string link = setup_link(fresh.service()).value().link;
  fresh.ask(Asker{}, "setup.finish",
            {{"link", link},
             {"name", "root"},
             {"person", "Ruth"},
             {"password", good},
             {"officer", true}});
  const json::value accounts = fresh.ask(Asker::local_operator(), "account.list");
  const json::value grants = fresh.ask(Asker::local_operator(), "grant.list",
                                       {{"id", accounts.at("items").at(0).at("id")}});
  std::vector<std::string> roles;
  for (const json::value& each : grants.at("items").as_array()) {
    roles.emplace_back(each.at("role").as_string());
  }
  EXPECT_THAT(roles, testing::UnorderedElementsAre("administrator", "programme_officer"));
}

TEST_P(SignInTest, ThereIsASetUpLinkAsLongAsNobodyIsAdministrator) {
  World fresh{GetParam()};
  const std::string link = setup_link(fresh.service()).value().link;
  // The machine's operator makes an account first, which has no role.
  fresh.ask(Asker::local_operator(), "account.make", {{"name", "may"}, {"person", "May"}});
  EXPECT_TRUE(setup_link(fresh.service()).has_value());
  json::object input{{"link", link}, {"name", "root"}, {"person", "Ruth"}, {"password", good}};
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "link_replaced");
  input["link"] = setup_link(fresh.service()).value().link;
  EXPECT_EQ(fresh.code_of_refusal("", "setup.finish", input), "");
  EXPECT_FALSE(setup_link(fresh.service()).has_value());
  // The operator closes the only administrator's account: there is a way back in.
  const json::value accounts = fresh.ask(Asker::local_operator(), "account.list");
  for (const json::value& each : accounts.at("items").as_array()) {
    if (each.at("name") == "root") {
      fresh.ask(Asker::local_operator(), "account.close",
                {{"id", each.at("id")}, {"version", each.at("version")}});
    }
  }
  EXPECT_TRUE(setup_link(fresh.service()).has_value());
}

TEST_P(SignInTest, UnknownNameAndWrongPasswordGetTheSameAnswer) {
  world.account(admin, "may");
  const base::Refusal wrong = refusal_of([&] { world.sign_in("may", "not it at all"); });
  const base::Refusal unknown = refusal_of([&] { world.sign_in("nobody.here", "not it at all"); });
  EXPECT_EQ(wrong.kind, Kind::forbidden);
  EXPECT_EQ(wrong.code, "wrong_sign_in");
  EXPECT_EQ(wrong.detail, unknown.detail);
  EXPECT_EQ(wrong.code, unknown.code);
}

TEST_P(SignInTest, EveryTryCostsTheSameWhoeverIsNamed) {
  world.account(admin, "may");
  const std::string closed = world.account(admin, "gone");
  world.ask(admin, "account.close", {{"id", closed}, {"version", 1}});
  world.ask(admin, "account.make", {{"name", "invited"}, {"person", "Without a password yet"}});
  const auto runs_of = [&](std::string_view name, std::string_view password) {
    const std::uint64_t before = world.service().passwords().runs();
    miss(name, password);
    return world.service().passwords().runs() - before;
  };
  EXPECT_EQ(runs_of("may", good), 1U) << "the right password";
  EXPECT_EQ(runs_of("may", "not it at all"), 1U);
  EXPECT_EQ(runs_of("nobody.here", "not it at all"), 1U) << "no such account";
  EXPECT_EQ(runs_of("gone", good), 1U) << "a closed account";
  EXPECT_EQ(runs_of("invited", "not it at all"), 1U) << "an account without a password";
  EXPECT_EQ(runs_of("root.admin", good), 1U) << "the right password without its second factor";
  EXPECT_EQ(runs_of("root.admin", "not it at all"), 1U);
  EXPECT_EQ(runs_of("No Name At All", "not it at all"), 1U) << "no name that could be one";
  // Who has to wait costs nothing, known or unknown.
  for (const char* name : {"may", "nobody.here"}) {
    for (int i = 0; i < 6; ++i) {
      miss(name);
    }
    EXPECT_EQ(runs_of(name, "not it at all"), 0U) << name;
    world.request.address = "192.0.2.2";
  }
}

TEST_P(SignInTest, GuessingIsSlowedFromTheFifthMissForKnownAndUnknownNames) {
  world.account(admin, "may");
  for (const char* name : {"may", "nobody.here"}) {
    for (int i = 1; i <= 5; ++i) {
      EXPECT_EQ(miss(name), "wrong_sign_in") << name << i;
    }
    const base::Refusal early = refusal_of([&] { world.sign_in(name, good); });
    EXPECT_EQ(early.kind, Kind::busy);
    EXPECT_EQ(early.code, "wait");
    ASSERT_EQ(early.faults.size(), 1U);
    EXPECT_EQ(early.faults[0].code, "retry_after");
    EXPECT_EQ(early.faults[0].value, "1");
    world.clock.turn(1s);
    EXPECT_EQ(miss(name), "wrong_sign_in") << "read again";
    EXPECT_EQ(refusal_of([&] { world.sign_in(name, good); }).faults.at(0).value, "2");
    world.clock.turn(2s);
  }
  EXPECT_EQ(miss("may", good), "") << "the right password is right after the wait";
  for (int i = 1; i <= 4; ++i) {
    EXPECT_EQ(miss("may"), "wrong_sign_in") << "and the count begins anew";
  }
  EXPECT_EQ(miss("may", good), "");
}

TEST_P(SignInTest, AThirdPartyLocksNobodyOut) {
  world.account(admin, "may");
  EXPECT_EQ(miss("may", good), "") << "a familiar place from now on";
  const std::string home = world.request.address;
  for (int i = 0; i < 60; ++i) {
    world.request.address = "198.51.100." + std::to_string(i);
    miss("may");
  }
  EXPECT_EQ(miss("may", good), "wait") << "a stranger's place waits, right or wrong";
  world.request.address = home;
  EXPECT_EQ(miss("may", good), "");
}

TEST_P(SignInTest, AtMost100TriesAtAnAccountIn30DaysFromEverywhere) {
  world.account(admin, "may");
  world.request.address = "203.0.113.1";
  int read = 0;
  const base::Instant end = world.clock.now() + 24h * 30;
  for (int i = 0; world.clock.now() < end; ++i) {
    world.request.address = "2001:db8:" + std::to_string(i % 9000 + 1) + "::1";
    try {
      world.sign_in("may", "a wrong password");
    } catch (const base::Refusal& refusal) {
      if (refusal.code == "wrong_sign_in") {
        ++read;
      } else {
        world.clock.turn(std::chrono::seconds(std::stoll(refusal.faults.at(0).value)));
      }
    }
  }
  EXPECT_LE(read, 100);
  EXPECT_GE(read, 90) << "but people are not stopped without need";
}

TEST_P(SignInTest, TheSecondFactorIsAskedForAndGoodOnce) {
  EXPECT_EQ(miss("root.admin", good), "code_needed");
  EXPECT_EQ(miss("root.admin", "a wrong password", world.code(world.administrator_factor)),
            "wrong_sign_in");
  const std::string code = world.code(world.administrator_factor);
  EXPECT_EQ(miss("root.admin", good, "000000"), "wrong_sign_in");
  EXPECT_EQ(miss("root.admin", good, code), "");
  EXPECT_EQ(miss("root.admin", good, code), "wrong_sign_in") << "the same code again";
  world.clock.turn(30s);
  EXPECT_EQ(miss("root.admin", good, world.code(world.administrator_factor)), "");
}

TEST_P(SignInTest, SessionsEndWhenUnused) {
  EXPECT_TRUE(world.service().asker_of(admin).signed_in());
  world.clock.turn(29min);
  EXPECT_TRUE(world.service().asker_of(admin).signed_in());
  world.clock.turn(29min);
  EXPECT_TRUE(world.service().asker_of(admin).signed_in()) << "its use was noted";
  world.clock.turn(31min);
  EXPECT_FALSE(world.service().asker_of(admin).signed_in()) << "an administrator's, unused";
}

TEST_P(SignInTest, SessionsAreForgotten30DaysAfterTheirEnd) {
  world.account(admin, "hana");
  world.sign_in("hana", "a good password");
  EXPECT_EQ(forget_ended_sessions(world.database()), 0);
  world.clock.turn(24h * 34);
  EXPECT_EQ(forget_ended_sessions(world.database()), 2) << "hana's and the administrator's";
  EXPECT_FALSE(world.service().asker_of(admin).signed_in());
}

TEST_P(SignInTest, APhoneOfTheFieldStaysSignedInAndADeskDoesNot) {
  const std::string account = world.account(admin, "hana");
  world.grant(admin, account, "host", base::id_text(site_prefix, 9));
  const std::string office = world.account(admin, "may");
  world.grant(admin, office, "area_manager", base::id_text(area_prefix, 1));
  const auto staying = [&](std::string_view name) {
    return world.service()
        .run(world.operation("session.start"), {}, world.request,
             {{"name", name}, {"password", good}, {"stay", true}})
        .session.value();
  };
  const std::string phone = staying("hana");
  const std::string desk = staying("may");
  const std::string page = world.sign_in("hana", good);
  world.clock.turn(24h * 44);
  EXPECT_TRUE(world.service().asker_of(phone).signed_in());
  EXPECT_FALSE(world.service().asker_of(desk).signed_in());
  EXPECT_FALSE(world.service().asker_of(page).signed_in()) << "stay was not asked for";
  world.clock.turn(24h * 2);
  EXPECT_FALSE(world.service().asker_of(phone).signed_in());
}

TEST_P(SignInTest, SigningOutAndRevokingHoldAtTheNextRequest) {
  world.account(admin, "may");
  const std::string one = world.sign_in("may", good);
  world.request.device = "Safari on a phone";
  const std::string two = world.sign_in("may", good);
  const json::value list = world.ask(one, "session.list");
  ASSERT_EQ(list.at("items").as_array().size(), 2U);
  EXPECT_EQ(list.at("items").at(0).at("this_one"), true);
  EXPECT_EQ(list.at("items").at(1).at("device"), "Safari on a phone");
  const json::value other = list.at("items").at(1).at("id");
  EXPECT_EQ(world.code_of_refusal(admin, "session.revoke", {{"id", other}}), "not_found")
      << "somebody else's session";
  world.ask(one, "session.revoke", {{"id", other}});
  EXPECT_FALSE(world.service().asker_of(two).signed_in());
  EXPECT_EQ(world.code_of_refusal(one, "session.revoke", {{"id", other}}), "not_found");
  const Answer end = world.service().run(
      world.operation("session.end"), world.service().asker_of(one), world.request, json::object());
  EXPECT_EQ(end.session, "") << "the cookie goes";
  EXPECT_FALSE(world.service().asker_of(one).signed_in());
}

TEST_P(SignInTest, AResetLinkIsSeenByThePersonAndEndsWhatWasThere) {
  const std::string account = world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  world.second_factor(session);
  const std::string first = std::string(std::string_view(
      world.ask(admin, "account.reset", {{"id", account}}).at("link").as_string()));
  const json::value made = world.ask(admin, "account.reset", {{"id", account}});
  EXPECT_TRUE(world.service().asker_of(session).signed_in()) << "not before it is used";
  const json::array links = world.ask(session, "account.links").at("items").as_array();
  ASSERT_EQ(links.size(), 3U) << "an invitation and two resets";
  EXPECT_EQ(links[0].at("purpose"), "reset");
  EXPECT_EQ(links[0].at("made_by"), "Ruth");
  EXPECT_FALSE(links[0].as_object().contains("used_at"));
  EXPECT_TRUE(links[1].as_object().contains("ended_at")) << "a new link ends the one before";
  EXPECT_EQ(world.code_of_refusal("", "link.use", {{"link", first}, {"password", good + "!"}}),
            "link_replaced");
  EXPECT_EQ(world.ask(Asker{}, "link.show", {{"link", made.at("link")}}).at("purpose"), "reset");
  world.ask(Asker{}, "link.use", {{"link", made.at("link")}, {"password", good + "!"}});
  EXPECT_EQ(world.code_of_refusal("", "link.show", {{"link", made.at("link")}}), "link_used");
  EXPECT_EQ(world.code_of_refusal("", "link.show", {{"link", "sjl_and-so-on"}}), "link");
  EXPECT_FALSE(world.service().asker_of(session).signed_in());
  EXPECT_EQ(miss("may", good), "wrong_sign_in");
  const std::string anew = world.sign_in("may", good + "!");
  EXPECT_EQ(world.ask(anew, "account.me").at("second_factor"), false) << "set up anew";
  EXPECT_TRUE(world.ask(anew, "account.links").at("items").at(0).as_object().contains("used_at"));
}

/// Keeps what the audit log would be told.
class Told : public db::ChangeLog {
 public:
  std::int64_t record(db::Change&, const db::ChangeEntry& entry) override {
    if (entry.operation == "session.failed") {
      said.push_back(entry.rows.at(0).summary);
      actors += entry.caller.actor;
    }
    return 0;
  }
  std::vector<std::string> said;
  std::int64_t actors = 0;
};

TEST_P(SignInTest, FailuresAreToldTheAuditLogTogetherAndNotWhose) {
  Told told;
  world.database().set_change_log(&told);
  world.account(admin, "may");
  EXPECT_EQ(miss("may"), "wrong_sign_in");
  EXPECT_THAT(told.said, ::testing::ElementsAre("1 sign-ins failed by name or password, 0 by the "
                                                "code"));
  // What follows waits, whether there is such an account or not.
  EXPECT_EQ(miss("nobody"), "wrong_sign_in");
  EXPECT_EQ(miss("may"), "wrong_sign_in");
  EXPECT_EQ(miss("root.admin", good, "12345"), "wrong_sign_in");
  EXPECT_EQ(told.said.size(), 1U);
  report_failed_sign_ins(world.database());
  EXPECT_EQ(told.said.size(), 1U) << "not yet";
  world.clock.turn(15min);
  report_failed_sign_ins(world.database());
  ASSERT_EQ(told.said.size(), 2U);
  EXPECT_EQ(told.said[1], "2 sign-ins failed by name or password, 1 by the code");
  world.clock.turn(15min);
  report_failed_sign_ins(world.database());
  EXPECT_EQ(told.said.size(), 2U) << "nothing failed since";
  EXPECT_EQ(told.actors, 0) << "nobody's";
  world.database().set_change_log(nullptr);
}

TEST_P(SignInTest, NothingSecretLiesInTheDatabase) {
  world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  const auto count = [&](std::string_view sql, const std::string& value) {
    return world.database().read(db::Caller::program(),
                                 [&](db::Tx& tx) { return tx.value<std::int64_t>(sql, value); });
  };
  EXPECT_EQ(count("SELECT count(*) FROM session WHERE digest = $1", session), 0);
  EXPECT_EQ(count("SELECT count(*) FROM session WHERE digest = $1", token_digest(session)), 1);
  EXPECT_EQ(count("SELECT count(*) FROM credential WHERE password = $1", good), 0);
  EXPECT_EQ(count("SELECT count(*) FROM sign_in_miss WHERE bucket = $1", "may"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, SignInTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::access
