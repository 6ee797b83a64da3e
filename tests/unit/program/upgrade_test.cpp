// A kept database of an earlier schema, with accounts, staff, a sealed log and its keys, is brought
// up to date: what stood in it stands in it, the log verifies, and no record differs from its
// history. How the kept ones were made is told in tests/upgrade/README.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <filesystem>
#include <fstream>
#include <sstream>

#include "access/service.h"
#include "base/json.h"
#include "db/engine.h"
#include "db/postgres_engine.h"
#include "db/sqlite_engine.h"
#include "ledger/audit.h"
#include "program/store.h"
#include "tests/support/paths.h"
#include "tests/support/postgres.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::ElementsAre;

class UpgradeTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  UpgradeTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-upgrade-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    const std::string name = "0012_" + std::string(base::name_of(GetParam()));
    const fs::path kept = fs::path(test::source_dir()) / "tests/upgrade";
    std::ifstream in(kept / (name + ".sql"), std::ios::binary);
    std::stringstream dump;
    dump << in.rdbuf();
    place.directory = (folder / "data").string();
    fs::copy(kept / (name + "_keys"), place.directory);
    for (const auto& key : fs::directory_iterator(place.directory)) {
      fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);  // git keeps no modes
    }
    if (GetParam() == db::EngineKind::postgresql) {
      schema.emplace();
      place.url = schema->url();
    }
    const auto engine = schema ? db::open_postgres({.url = place.url})
                               : db::open_sqlite({.directory = place.directory});
    engine->write_alone([&](db::Session& session, int) { session.script(dump.str()); });
  }
  ~UpgradeTest() override { fs::remove_all(folder); }

  json::value ask(Store& store, std::string_view name, const json::object& input) {
    for (const access::Operation& each : store.stages().operations) {
      if (each.about.name == name) {
        return store.service()
            .run(each, access::Asker::local_operator(), {.id = "upgrade"}, input)
            .body;
      }
    }
    ADD_FAILURE() << "there is no operation " << name;
    return {};
  }
  std::vector<std::string> names(Store& store, std::string_view list,
                                 const json::object& input = {{"closed", true}}) {
    std::vector<std::string> made;
    const json::value answer = ask(store, list, input);
    for (const json::value& each : answer.at("items").as_array()) {
      made.emplace_back(std::string_view(each.at("name").as_string()));
    }
    return made;
  }
  void expect_whole(Store& store) {
    const auto verified =
        ledger::verify_log(store.database(), audit_request(store.files().open_log_key()));
    EXPECT_TRUE(verified.good) << base::write_json(base::encode(verified));
    const auto reconciled =
        ledger::reconcile(store.database(), store.keys(), store.stages().tables);
    EXPECT_TRUE(reconciled.good) << base::write_json(base::encode(reconciled));
    EXPECT_GT(reconciled.records, 10U);
  }

  fs::path folder;
  std::optional<test::PostgresSchema> schema;
  access::StorePlace place;
};

TEST_P(UpgradeTest, AKeptDatabaseWithItsLogIsBroughtUpToDate) {
  Store store(place, stages());
  store.check_log();
  expect_whole(store);
  EXPECT_THAT(names(store, "site.list"), ElementsAre("Bridge", "Upper Ford"));
  EXPECT_THAT(names(store, "staff.list"), ElementsAre("Ann Lee", "Gone Person", "王小明"));
  EXPECT_THAT(names(store, "account.list", {}), ElementsAre("olga"));
  // It goes on from there.
  const json::value site = ask(store, "site.list", {}).at("items").at(0);
  ask(store, "site.rename",
      {{"id", site.at("id")}, {"version", site.at("version")}, {"name", "Far Ford"}});
  EXPECT_THAT(names(store, "site.list"), ElementsAre("Bridge", "Far Ford"));
  expect_whole(store);
}

INSTANTIATE_TEST_SUITE_P(Engines, UpgradeTest,
                         testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql),
                         [](const auto& each) { return std::string(base::name_of(each.param)); });

}  // namespace
}  // namespace sojourn::program
