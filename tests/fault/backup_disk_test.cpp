// A backup that was asked for, on a disk that is full or fails: it says so, leaves nothing that is
// half written, and the next one is made once there is room.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/json.h"
#include "program/backups.h"
#include "program/store.h"
#include "tests/fault/disk_calls.h"
#include "tests/unit/db/world.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::DiskCall;
using test::DiskCalls;

class BackupDisk : public ::testing::Test {
 protected:
  void SetUp() override { DiskCalls::watch(folder_.path()); }
  void TearDown() override { DiskCalls::stop(); }

  json::value run(const std::string& operation, const json::object& input = {}) {
    const auto& operations = store_.stages().operations;
    const auto found = std::find_if(operations.begin(), operations.end(),
                                    [&](const auto& each) { return each.about.name == operation; });
    return store_.service()
        .run(*found, access::Asker::local_operator(), {.id = operation}, input)
        .body;
  }
  json::value backup_now() {
    const json::value asked = run("backup.make");
    work();
    return run("backup.show", {{"id", asked.at("id")}});
  }
  void work() {
    while (runner_->run_one({})) {
    }
  }
  std::ptrdiff_t files() const {
    return fs::exists(backups_) ? std::distance(fs::directory_iterator(backups_), {}) : 0;
  }

  db::Folder folder_;  // NOLINT(readability-identifier-naming)
  Store store_{{.directory = folder_.path() + "/data"}, stages()};  // NOLINT(*-naming)
  std::string backups_ = backup_folder(store_.files().directory);   // NOLINT(*-naming)
  std::unique_ptr<JobRunner> runner_ =                              // NOLINT(*-naming)
      std::move(store_.job_runners(1).back());
};

TEST_F(BackupDisk, AFullDiskIsSaidAndNothingHalfIsLeft) {
  DiskCalls::watch(backups_);
  EXPECT_EQ(backup_now().at("state"), "made");
  const std::int64_t writes = DiskCalls::seen();
  EXPECT_GT(writes, 20);
  std::ptrdiff_t there = files();
  EXPECT_EQ(there, 2) << "the backup and its list";
  for (std::int64_t n = 1; n <= writes; n += n + 3 < writes ? writes / 6 : 1) {
    SCOPED_TRACE(n);
    DiskCalls::fail(backups_, DiskCall::write, n, ENOSPC);
    const json::value failed = backup_now();
    EXPECT_TRUE(DiskCalls::failed());
    EXPECT_EQ(failed.at("state"), "failed");
    EXPECT_EQ(failed.at("failure"), "disk_full");
    EXPECT_EQ(files(), there);
    DiskCalls::watch(backups_);
  }
  DiskCalls::fail(backups_, DiskCall::rename, 1, EIO);
  EXPECT_EQ(backup_now().at("state"), "failed");
  EXPECT_EQ(files(), there);
  // Room again.
  DiskCalls::watch(backups_);
  EXPECT_EQ(backup_now().at("state"), "made");
  there += 2;
  EXPECT_EQ(files(), there);
}

TEST_F(BackupDisk, WithoutRoomForTheCopyNothingIsProvenAndItCanBeAskedAgain) {
  const json::value backup = backup_now();
  const std::ptrdiff_t there = files();
  DiskCalls::fail(backups_, DiskCall::write, 1, ENOSPC, true);
  run("backup.verify", {{"id", backup.at("id")}});
  work();
  const json::value now = run("backup.show", {{"id", backup.at("id")}});
  EXPECT_EQ(now.at("checked"), "failed") << now;
  EXPECT_EQ(now.at("wrong").at(0), "disk_full") << now;
  DiskCalls::watch(backups_);
  EXPECT_EQ(files(), there);
  run("backup.verify", {{"id", backup.at("id")}});
  work();
  EXPECT_EQ(run("backup.show", {{"id", backup.at("id")}}).at("checked"), "good");
}

TEST_F(BackupDisk, WhatAProcessLeftHalfIsRemovedAndNotTakenUp) {
  backup_now();
  const std::ptrdiff_t there = files();
  const json::value asked = run("backup.make");
  // A worker that dies in the middle of it.
  db::Jobs jobs(store_.database(), {.worker = "dead:1"});
  ASSERT_TRUE(jobs.claim({"backup"}));
  const std::string half = backups_ + "/" + std::string(asked.at("file").as_string());
  for (const std::string& name : {half + ".part", half + ".json"}) {
    std::ofstream(name) << "half";
  }
  fs::create_directories(backups_ + "/verify-abcdef/data");
  const auto runners = store_.job_runners(1);
  EXPECT_EQ(files(), there);
  EXPECT_FALSE(runners.back()->run_one({}));
  const json::value now = run("backup.show", {{"id", asked.at("id")}});
  EXPECT_EQ(now.at("state"), "failed");
  EXPECT_EQ(now.at("failure"), "interrupted");
  EXPECT_EQ(backup_now().at("state"), "made");
}

TEST_F(BackupDisk, OneThatWasWholeWhenTheProcessEndedCounts) {
  const json::value asked = run("backup.make");
  db::Jobs jobs(store_.database(), {.worker = "dead:1"});
  ASSERT_TRUE(jobs.claim({"backup"}));
  fs::create_directories(backups_);
  db::backup(store_.database(), backups_ + "/" + std::string(asked.at("file").as_string()));
  const auto runners = store_.job_runners(1);
  EXPECT_TRUE(runners.back()->run_one({}));
  EXPECT_EQ(run("backup.show", {{"id", asked.at("id")}}).at("state"), "made");
}

}  // namespace
}  // namespace sojourn::program
