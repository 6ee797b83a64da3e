// Backups against policy_backup.csv: the machine is the administrator's, the records are not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

#include "base/json.h"
#include "program/backups.h"
#include "program/store.h"
#include "tests/access/policy.h"
#include "tests/support/paths.h"

namespace sojourn::program {
namespace {

namespace json = boost::json;

struct Folder {
  Folder() { base::ensure(::mkdtemp(path.data()) != nullptr, "a directory for a test is made"); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path = (std::filesystem::temp_directory_path() / "sojourn-backup-XXXXXX").string();
};

class BackupPolicy : public ::testing::Test {
 protected:
  const access::Operation& operation(std::string_view name) const {
    return *std::find_if(operations.begin(), operations.end(),
                         [&](const access::Operation& each) { return each.about.name == name; });
  }
  access::Asker holder_of(const std::string& role) {
    access::Asker asker{.kind = access::AskerKind::session,
                        .account = 17,
                        .name = "somebody",
                        .person = "Somebody",
                        .second_factor = true};
    if (role == "nobody") {
      return {};
    }
    if (const auto held = base::choice_of<access::Role>(role)) {
      // Over all that the role can be granted over; the whole programme where that is one of them.
      const bool whole = access::role_takes(*held, access::ScopeKind::programme);
      asker.grants = {
          {.id = {1},
           .role = *held,
           .scope = {.kind = whole ? access::ScopeKind::programme : access::ScopeKind::area,
                     .subject = whole ? 0 : 1},
           .from = store.database().clock().now().utc_date() - 30,
           .to = {},
           .area_path = whole ? "" : "/1/"}};
    }
    return asker;
  }
  /// Of a backup that is there.
  std::string made() {
    const json::value asked = store.service()
                                  .run(operation("backup.make"), access::Asker::local_operator(),
                                       {.id = "made"}, json::object())
                                  .body;
    work();
    return std::string(std::string_view(asked.at("id").as_string()));
  }
  void work() {
    for (const auto& runner : store.job_runners(1)) {
      while (runner->run_one({})) {
      }
    }
  }

  Folder folder;
  Store store{{.directory = folder.path + "/data"}, stages(), 1};
  std::vector<access::Operation> operations = backup_operations();
};

TEST_F(BackupPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  const std::string there = made();
  std::size_t cells = 0;
  const std::vector<std::string> faults = access::policy_faults(
      operations, access::read_policy(test::source_dir() + "/tests/access/policy_backup.csv"),
      [&](const access::Operation& asked, const std::string& role, const std::string& relation) {
        json::object input;
        if (relation != "any") {
          input["id"] = relation == "absent" ? "backup_77" : there;
        }
        const access::Asked answer =
            access::ask_service(store.service(), asked, holder_of(role), {.id = "r"}, input, "");
        work();  // so that none waits
        return answer;
      },
      &cells);
  EXPECT_THAT(faults, ::testing::IsEmpty());
  std::cout << cells << " cells\n";
}

TEST_F(BackupPolicy, LongWorkKeepsItsLeaseSoThatNoOtherServerBeginsItAnew) {
  const std::string there = made();
  store.service().run(operation("backup.verify"), access::Asker::local_operator(), {.id = "prove"},
                      json::object{{"id", there}});
  db::Database& database = store.database();
  int proven = 0;
  bool kept = false;
  bool other_began = false;
  const auto other =
      backup_runner(database, {.worker = "another"}, backup_folder(folder.path + "/data"),
                    [&](const std::string&) -> db::CareReport {
                      other_began = true;
                      return {};
                    });
  const auto runner = backup_runner(
      database, {.worker = "one", .lease = std::chrono::seconds(6)},
      backup_folder(folder.path + "/data"), [&](const std::string&) {
        ++proven;
        // A second before its end, as if all the time before had gone by.
        const base::Instant near_end = database.clock().now() + std::chrono::seconds(2);
        database.upkeep([&](db::Change& change) {
          change.write("UPDATE job SET lease_until = $1 WHERE kind = 'backup_proof'", near_end);
        });
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!kept && std::chrono::steady_clock::now() < deadline) {
          kept = database.read(db::Caller::program(), [&](db::Tx& tx) {
            return tx.value<std::int64_t>(
                       "SELECT count(*) FROM job WHERE kind = 'backup_proof' AND lease_until > $1",
                       near_end) == 1;
          });
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        EXPECT_FALSE(other->run_one({})) << "it is another's";
        return db::CareReport{.good = true, .checks = {}};
      });
  EXPECT_TRUE(runner->run_one({}));
  EXPECT_TRUE(kept) << "its lease runs out while it works";
  EXPECT_FALSE(other_began);
  EXPECT_EQ(proven, 1);
}

}  // namespace
}  // namespace sojourn::program
