// The schema and its history, on both engines; and databases kept from the first schema on
// (tests/upgrade), which every later program has to bring up to date.
#include "db/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "db/engine.h"
#include "db/postgres_engine.h"
#include "db/sqlite_engine.h"
#include "tests/support/paths.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using ::testing::HasSubstr;

std::string refused(World& world, Settings settings) {
  world.close();
  try {
    world.open(std::move(settings));
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.kind, base::Kind::precondition);
    return refusal.code;
  }
  return "";
}

class MigrationsTest : public WorldTest {};

TEST_P(MigrationsTest, RunOnceInOrder) {
  EXPECT_THAT(world().database().migrated(), ::testing::Contains("0001_start"));
  EXPECT_EQ(world().database().migrated().back(), "9001_things");
  world().add_thing("kept");
  Settings settings = world().settings();
  settings.migrations.push_back(
      {9002, "9002_more", "ALTER TABLE thing ADD COLUMN place @text; CREATE TABLE more (id @id)"});
  world().close();
  world().open(settings);
  EXPECT_THAT(world().database().migrated(), ::testing::ElementsAre("9002_more"));
  EXPECT_EQ(world().count("more"), 0);
  EXPECT_EQ(world().count("thing"), 1);
}

TEST_P(MigrationsTest, ANewerSchemaIsRefused) {
  Settings settings = world().settings();
  settings.migrations.pop_back();
  EXPECT_EQ(refused(world(), settings), "newer_schema");
}

TEST_P(MigrationsTest, AnEditedMigrationIsRefused) {
  Settings settings = world().settings();
  settings.migrations.back().sql += " ";
  EXPECT_EQ(refused(world(), settings), "changed_migration");
}

TEST_P(MigrationsTest, AToolThatOnlyLooksRefusesAnOlderSchema) {
  Settings settings = world().settings();
  settings.migrations.push_back({9002, "9002_more", "CREATE TABLE more (id @id)"});
  settings.migrate = false;
  EXPECT_EQ(refused(world(), settings), "older_schema");
}

TEST_P(MigrationsTest, OneThatFailsLeavesNothingOfItself) {
  Settings settings = world().settings();
  settings.migrations.push_back({9002, "9002_more", "CREATE TABLE more (id @id); SELEC"});
  world().close();
  EXPECT_THROW(world().open(settings), base::Bug);
  settings.migrations.back().sql = "CREATE TABLE more (id @id)";
  world().open(settings);
  EXPECT_EQ(world().count("more"), 0);
}

TEST_P(MigrationsTest, ColumnsHoldTheirKinds) {
  const auto refuses = [&](std::string_view column, const Value& value) {
    try {
      world().change([&](Change& change) {
        change.write(
            fmt::format("INSERT INTO thing (id, name, version, open, opened, seen, height, colour, "
                        "tags) VALUES (1, {0}, {1}, {2}, {3}, {4}, 1.0, 'red', {5})",
                        column == "name" ? "$1" : "'n'", column == "version" ? "$1" : "1",
                        column == "open" ? "$1" : "TRUE",
                        column == "opened" ? "$1" : "'2026-01-31'",
                        column == "seen" ? "$1" : "'2026-01-31T00:00:00.000000Z'",
                        column == "tags" ? "$1" : "'[]'"),
            value);
        throw base::Refusal{base::Kind::busy, "kept", ""};
      });
    } catch (const base::Refusal& refusal) {
      return refusal.code != "kept";
    } catch (const base::Bug&) {
      return true;  // PostgreSQL knows that a text is no date before it looks at the table
    }
    return false;
  };
  EXPECT_FALSE(refuses("name", std::string("x")));
  EXPECT_FALSE(refuses("opened", std::string("2024-02-29")));
  EXPECT_TRUE(refuses("opened", std::string("2023-02-29")));
  EXPECT_TRUE(refuses("opened", std::string("soon")));
  EXPECT_TRUE(refuses("seen", std::string("at noon")));
  EXPECT_TRUE(refuses("version", std::string("many")));
  EXPECT_TRUE(refuses("tags", std::string("[")));
  EXPECT_TRUE(refuses("open", std::int64_t{2}));
}

std::string file_text(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_P(MigrationsTest, AKeptDatabaseOfTheFirstSchemaIsBroughtUpToDate) {
  const bool sqlite = GetParam() == EngineKind::sqlite;
  const std::string dump = file_text(
      fmt::format("{}/tests/upgrade/0001_{}.sql", test::source_dir(), base::name_of(GetParam())));
  ASSERT_FALSE(dump.empty());
  Settings settings = world().settings();
  const Folder folder;
  const std::optional<test::PostgresSchema> schema =
      sqlite ? std::nullopt : std::optional<test::PostgresSchema>(std::in_place);
  settings.directory = folder.path();
  settings.url = sqlite ? "" : schema->url();
  {
    const auto engine = sqlite ? open_sqlite({.directory = settings.directory})
                               : open_postgres({.url = settings.url});
    engine->write_alone([&](Session& session, int) { session.script(dump); });
  }
  const auto database = Database::open(settings);
  EXPECT_EQ(database->migrated().size(), settings.migrations.size() - 1);
  database->read(Caller::program(), [](Tx& tx) {
    EXPECT_EQ(tx.value<std::string>("SELECT input FROM job"), R"({"kept":"since 0001"})");
    EXPECT_EQ(tx.value<std::string>("SELECT body FROM outbox"), R"({"to":"南"})");
    EXPECT_EQ(tx.value<std::string>("SELECT answer FROM idempotency"), R"("kept")");
    EXPECT_EQ(tx.value<base::Instant>("SELECT made_at FROM job"),
              base::written<base::Instant>("2026-11-25T08:30:00.000001Z"));
  });
}

INSTANTIATE_TEST_SUITE_P(Engines, MigrationsTest, engines(), engine_name);

TEST(Migrations, SameColumnsOnSqliteAnd_postgresql) {
  World sqlite(EngineKind::sqlite);
  World postgresql(EngineKind::postgresql);
  const auto there = sqlite.read([](Tx& tx) {
    return tx.column<std::string>(
        "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not "
        "null' "
        "ELSE '' END AS x FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY x");
  });
  const auto here = postgresql.read([](Tx& tx) {
    return tx.column<std::string>(
        "SELECT (table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' not null' "
        "ELSE '' END) COLLATE \"C\" AS x FROM information_schema.columns "
        "WHERE table_schema = current_schema() ORDER BY x");
  });
  EXPECT_EQ(there, here);
}

TEST(Migrations, AnUnknownKindOfColumnIsABug) {
  EXPECT_THROW(with_column_kinds("CREATE TABLE a (b @nothing)", EngineKind::sqlite), base::Bug);
  EXPECT_EQ(with_column_kinds("a @bytes NOT NULL, b @id", EngineKind::postgresql),
            "a BYTEA NOT NULL, b BIGINT");
  EXPECT_THAT(with_column_kinds("a @bool", EngineKind::sqlite), HasSubstr("CHECK (a IN (0, 1))"));
}

}  // namespace
}  // namespace sojourn::db
