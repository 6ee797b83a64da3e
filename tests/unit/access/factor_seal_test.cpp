// Second factors at rest: sealed for their account, with a key that is not in the database.
#include "access/factor_seal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <fstream>

#include "access/totp.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string secret = "JBSWY3DPEHPK3PXP";

TEST(FactorSeal, OpensForItsAccountAndWithItsKeyOnly) {
  const FactorSeal seal(ledger::make_seal_key());
  const std::string stored = seal.seal({7}, secret);
  EXPECT_THAT(stored, AllOf(StartsWith("sealed:"), Not(HasSubstr(secret))));
  EXPECT_EQ(seal.open({7}, stored), from_base32(secret));
  EXPECT_EQ(seal.open({8}, stored), std::nullopt) << "copied into another row";
  EXPECT_EQ(FactorSeal(ledger::make_seal_key()).open({7}, stored), std::nullopt);
  EXPECT_EQ(seal.open({7}, stored.substr(0, stored.size() - 8)), std::nullopt);
  EXPECT_EQ(seal.open({7}, "sealed:"), std::nullopt);
  EXPECT_EQ(seal.open({7}, secret), from_base32(secret)) << "as an earlier Sojourn stored it";
}

TEST(FactorSeal, ItsKeyLiesInAFileOfItsOwner) {
  std::string pattern = (fs::temp_directory_path() / "sojourn-factor-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  const fs::path file = folder / "factor-key";
  const auto code = [&] { return refusal_of([&] { read_factor_key(file); }).code; };
  EXPECT_EQ(code(), "no_factor_key");
  write_factor_key(file);
  EXPECT_EQ(fs::file_size(file), 32U);
  EXPECT_EQ(read_factor_key(file), read_factor_key(file));
  fs::permissions(file, fs::perms::owner_all | fs::perms::group_read);
  EXPECT_EQ(code(), "key_is_open");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(file, std::ios::app) << "more";
  EXPECT_EQ(code(), "not_a_key");
  fs::remove_all(folder);
}

class StoredFactorTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  World world{GetParam()};
  std::string admin = world.administrator();

  std::vector<std::string> stored() {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.column<std::string>(
          "SELECT second_factor FROM credential WHERE second_factor IS NOT NULL");
    });
  }
};

TEST_P(StoredFactorTest, NoSecretStandsInTheDatabase) {
  EXPECT_THAT(stored(), ::testing::ElementsAre(StartsWith("sealed:")));
  world.account(admin, "may");
  const std::string session = world.sign_in("may", "a good password");
  world.ask(session, "second_factor.begin");
  const auto proposed = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>(
        "SELECT proposed FROM second_factor_use WHERE proposed IS NOT NULL");
  });
  EXPECT_THAT(proposed, ::testing::ElementsAre(StartsWith("sealed:")));
}

TEST_P(StoredFactorTest, WhatWasStoredUnsealedIsSealedOnceAndGoesOnWorking) {
  const std::string old = to_base32(world.administrator_factor);
  world.database().upkeep([&](db::Change& change) {
    change.write("UPDATE credential SET second_factor = $1 WHERE second_factor IS NOT NULL", old);
  });
  const auto sign_in = [&] {
    world.clock.turn(std::chrono::minutes(1));
    return world.sign_in("root.admin", "a good password", world.code(world.administrator_factor));
  };
  EXPECT_NE(sign_in(), "");
  EXPECT_EQ(seal_old_factors(world.database(), world.service().factor_seal()), 1);
  EXPECT_THAT(stored(), ::testing::ElementsAre(StartsWith("sealed:")));
  EXPECT_EQ(seal_old_factors(world.database(), world.service().factor_seal()), 0);
  EXPECT_NE(sign_in(), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, StoredFactorTest, both_engines, engine_name);

}  // namespace
}  // namespace sojourn::access
