#include "db/care.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using ::testing::Contains;
using ::testing::Field;

/// The first check that failed.
std::string fault_of(const CareReport& report) {
  for (const Check& check : report.checks) {
    if (!check.good) {
      return check.what;
    }
  }
  return "";
}

class CareTest : public ::testing::Test {
 protected:
  World world_{EngineKind::sqlite};  // NOLINT(readability-identifier-naming)
  std::string file_ = world_.folder().path() + "/backup.db";  // NOLINT(*-naming)
};

TEST_F(CareTest, ABackupUnderWritesIsProven) {
  for (int i = 0; i < 50; ++i) {
    world_.add_thing("thing " + std::to_string(i));
  }
  std::jthread writer([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      world_.add_thing("meanwhile " + std::to_string(i));
    }
  });
  const BackupReport report = backup(world_.database(), file_);
  writer.request_stop();
  writer.join();
  EXPECT_EQ(report.schema, "9001_things");
  EXPECT_GT(report.bytes, 4096);
  const CareReport verified = verify_backup(file_, world_.settings(), [](Database& restored) {
    return std::vector<Check>{
        {"more", table_counts(restored).size() > 3, "the caller's own check"}};
  });
  EXPECT_TRUE(verified.good) << fault_of(verified);
  EXPECT_THAT(verified.checks, Contains(Field(&Check::what, "more")));
  // Nothing but the backup and its list is left beside it.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(world_.folder().path()), {}), 3);
}

TEST_F(CareTest, ARestoreBringsAllBack) {
  const Things thing = world_.add_thing("kept");
  backup(world_.database(), file_);
  world_.change([&](Change& change) { change.erase("thing", thing); });
  Settings settings = world_.settings();
  settings.directory = world_.folder().path() + "/restored";
  EXPECT_TRUE(restore(file_, settings).good);
  world_.close();
  world_.open(settings);
  EXPECT_EQ(world_.count("thing"), 1);
  world_.close();
  try {
    restore(file_, settings);
    FAIL() << "overwrote a database";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "directory_in_use");
  }
}

TEST_F(CareTest, ADamagedBackupIsFound) {
  world_.add_thing("one");
  backup(world_.database(), file_);
  {
    std::fstream damage(file_, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(5000);
    damage.put('!');
  }
  EXPECT_EQ(fault_of(verify_backup(file_, world_.settings())), "the file's digest");
  std::filesystem::remove(file_ + ".json");
  EXPECT_THROW(verify_backup(file_, world_.settings()), base::Refusal);
}

TEST_F(CareTest, ABackupOverwritesNothing) {
  backup(world_.database(), file_);
  try {
    backup(world_.database(), file_);
    FAIL() << "overwrote a backup";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "file_exists");
  }
}

TEST_F(CareTest, TheDoctorFindsAllWell) {
  const CareReport report = doctor(world_.database(), world_.settings());
  EXPECT_EQ(fault_of(report), "");
  EXPECT_THAT(report.checks, Contains(Field(&Check::what, "synchronous (2 is FULL)")));
}

TEST_F(CareTest, MigrateSaysWhatItRan) {
  Settings settings = world_.settings();
  settings.migrations.push_back({9002, "9002_more", "CREATE TABLE more (id @id)"});
  world_.close();
  const MigrateReport report = migrate(settings);
  EXPECT_THAT(report.run, ::testing::ElementsAre("9002_more"));
  EXPECT_EQ(report.schema, "9002_more");
  EXPECT_TRUE(migrate(settings).run.empty());
}

TEST(Care, Postgresql_postgresql_IsSentToItsOwnTool) {
  World world(EngineKind::postgresql);
  try {
    backup(world.database(), world.folder().path() + "/x");
    FAIL() << "backed up";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "use_pg_dump");
  }
  // The test's server runs without fsync, and the doctor says so.
  EXPECT_EQ(fault_of(doctor(world.database(), world.settings())), "fsync");
}

}  // namespace
}  // namespace sojourn::db
