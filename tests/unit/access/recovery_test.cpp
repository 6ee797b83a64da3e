// Recovery codes: each opens its account once in place of the second factor, and no other.
#include "access/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "access/totp.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using ::testing::MatchesRegex;

const std::string good = "a good password";

class RecoveryTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();

  std::vector<std::string> codes(const json::value& answer) {
    std::vector<std::string> codes;
    for (const json::value& each : answer.at("codes").as_array()) {
      codes.emplace_back(std::string_view(each.as_string()));
    }
    return codes;
  }
  std::vector<std::string> make(const std::string& session) {
    return codes(world.ask(session, "second_factor.codes", {{"password", good}}));
  }
  std::string miss(std::string_view name, std::optional<std::string> code) {
    try {
      world.sign_in(name, good, std::move(code));
    } catch (const base::Refusal& refusal) {
      return refusal.code;
    }
    return "";
  }
};

TEST_P(RecoveryTest, ComeWithTheSecondFactorAndOpenTheAccountOnceEach) {
  world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  EXPECT_EQ(world.ask(session, "account.me").at("recovery_codes"), 0);
  const json::value proposed = world.ask(session, "second_factor.begin");
  const std::string secret =
      from_base32(std::string_view(proposed.at("secret").as_string())).value();
  const auto made =
      codes(world.ask(session, "second_factor.confirm", {{"code", world.code(secret)}}));
  ASSERT_EQ(made.size(), 10U);
  EXPECT_EQ(std::set(made.begin(), made.end()).size(), 10U);
  for (const std::string& each : made) {
    EXPECT_THAT(each, MatchesRegex("[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}"));
  }
  EXPECT_EQ(world.ask(session, "account.me").at("recovery_codes"), 10);
  // As somebody types it from paper.
  std::string typed = made[3];
  std::replace(typed.begin(), typed.end(), '-', ' ');
  std::transform(typed.begin(), typed.end(), typed.begin(),
                 [](unsigned char each) { return std::tolower(each); });
  const std::string in = world.sign_in("may", good, typed);
  EXPECT_TRUE(world.service().asker_of(in).second_factor) << "as with the app";
  EXPECT_EQ(world.ask(in, "account.me").at("recovery_codes"), 9);
  EXPECT_EQ(miss("may", made[3]), "wrong_sign_in") << "once";
  EXPECT_EQ(miss("may", made[4]), "");
}

TEST_P(RecoveryTest, OpenNoOtherAccount) {
  world.account(admin, "may");
  world.account(admin, "june");
  const std::string may = world.sign_in("may", good);
  world.second_factor(may);
  world.second_factor(world.sign_in("june", good));
  EXPECT_EQ(miss("june", make(may)[0]), "wrong_sign_in");
}

TEST_P(RecoveryTest, AreMadeAnewByWhoeverKnowsThePassword) {
  world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  EXPECT_EQ(world.code_of_refusal(session, "second_factor.codes", {{"password", good}}),
            "no_second_factor");
  world.second_factor(session);
  const auto first = make(session);
  const auto second = make(session);
  EXPECT_EQ(world.ask(session, "account.me").at("recovery_codes"), 10);
  EXPECT_EQ(world.code_of_refusal(session, "second_factor.codes", {{"password", "a guess"}}),
            "wrong_password");
  EXPECT_EQ(miss("may", first[0]), "wrong_sign_in") << "the earlier ones are void";
  EXPECT_EQ(miss("may", second[0]), "");
}

TEST_P(RecoveryTest, GoWithTheSecondFactorThatAResetLinkTakesAway) {
  const std::string account = world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  world.second_factor(session);
  const json::value link = world.ask(admin, "account.reset", {{"id", account}}).at("link");
  world.ask(Asker{}, "link.use", {{"link", link}, {"password", good}});
  EXPECT_EQ(world.ask(world.sign_in("may", good), "account.me").at("recovery_codes"), 0);
}

/// What of the codes the audit log is told.
class Told : public db::ChangeLog {
 public:
  std::int64_t record(db::Change&, const db::ChangeEntry& entry) override {
    for (const auto& row : entry.rows) {
      if (row.table == "recovery_code") {
        operations.push_back(entry.operation);
      }
    }
    return 0;
  }
  std::vector<std::string> operations;
};

TEST_P(RecoveryTest, StandInTheAuditLogAndInNoTableAsTheyAreTyped) {
  Told told;
  world.database().set_change_log(&told);
  world.account(admin, "may");
  const std::string session = world.sign_in("may", good);
  world.second_factor(session);
  EXPECT_THAT(told.operations, ::testing::Each("second_factor.confirm"));
  EXPECT_EQ(told.operations.size(), 10U);
  const auto made = make(session);
  told.operations.clear();
  world.sign_in("may", good, made[0]);
  EXPECT_THAT(told.operations, ::testing::ElementsAre("session.start"));
  const auto digests = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT digest FROM recovery_code");
  });
  for (const std::string& each : digests) {
    EXPECT_THAT(each, MatchesRegex("[0-9a-f]{64}"));
  }
  world.database().set_change_log(nullptr);
}

INSTANTIATE_TEST_SUITE_P(OnBoth, RecoveryTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::access
