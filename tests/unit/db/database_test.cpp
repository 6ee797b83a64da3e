#include "db/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "db/engine.h"
#include "db/postgres_engine.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using ::testing::ElementsAre;

class StoreTest : public WorldTest {};

TEST_P(StoreTest, WhatOnlyReadsMayLookBesideTheOneThatWrites) {
  world().change([&](Change& change) { change.insert("thing", world().thing("one")); });
  Settings settings = world().settings();
  settings.only_reads = true;
  const auto beside = Database::open(settings);
  const auto count = [&] {
    return beside->read(Caller::program(), [](Tx& tx) {
      return tx.value<std::int64_t>("SELECT count(*) FROM thing WHERE {unscoped:a test}");
    });
  };
  EXPECT_EQ(count(), 1);
  world().change([&](Change& change) { change.insert("thing", world().thing("two")); });
  EXPECT_EQ(count(), 2) << "the one that writes goes on";
  const auto refused = [&](auto&& act) {
    try {
      act();
    } catch (const base::Refusal& refusal) {
      return refusal.code;
    }
    return std::string();
  };
  EXPECT_EQ(refused([&] { beside->upkeep([](Change&) {}); }), "only_reads");
  EXPECT_EQ(refused([&] { beside->change(Caller::program(), "thing.add", [](Change&) {}); }),
            "only_reads");
}

TEST_P(StoreTest, KeepsEveryKindOfCell) {
  const Things all = {.id = {world().database().ids().next()},
                      .name = "Süd 南",
                      .version = 1,
                      .open = true,
                      .opened = base::written<base::Date>("2024-02-29"),
                      .seen = base::written<base::Instant>("2026-11-25T08:30:00.000001Z"),
                      .height = 12.5,
                      .colour = Colour::dark_green,
                      .tags = {"a", "ü\""},
                      .note = std::nullopt,
                      .picture = Bytes{std::string("\0\x01'\\", 4)}};
  world().change([&](Change& change) { change.insert("thing", all); });
  const auto read = world().read([&](Tx& tx) {
    return tx.one<Things>("SELECT " + things_columns() + " FROM thing WHERE id = $1", all.id);
  });
  EXPECT_EQ(read, all);
}

TEST_P(StoreTest, CountsAndSumsAreNumbers) {
  world().add_thing("a");
  world().add_thing("b");
  world().read([](Tx& tx) {
    EXPECT_EQ(tx.value<std::int64_t>("SELECT count(*) FROM thing"), 2);
    EXPECT_EQ(tx.value<std::int64_t>("SELECT sum(version) FROM thing"), 2);
    EXPECT_EQ(tx.value<double>("SELECT avg(version) FROM thing"), 1.0);
    EXPECT_THAT(tx.column<std::string>("SELECT name FROM thing ORDER BY name"),
                ElementsAre("a", "b"));
  });
}

TEST_P(StoreTest, TextIsSortedByItsBytesOnBothEngines) {
  for (const char* name : {"b", "a", "B", "é", "z", "A"}) {
    world().add_thing(name);
  }
  const auto names = world().read(
      [](Tx& tx) { return tx.column<std::string>("SELECT name FROM thing ORDER BY name"); });
  EXPECT_THAT(names, ElementsAre("A", "B", "a", "b", "z", "é"));
}

TEST_P(StoreTest, AChangeThatThrowsLeavesNothing) {
  EXPECT_THROW(world().change([&](Change& change) {
    change.insert("thing", world().thing("gone"));
    throw base::Refusal{base::Kind::invalid, "no", "No."};
  }),
               base::Refusal);
  EXPECT_EQ(world().count("thing"), 0);
}

TEST_P(StoreTest, NamesTheConstraintThatWasBroken) {
  const Things thing = world().add_thing("one");
  EXPECT_THAT(
      world().refusal([&](Change& change) { change.insert("thing", world().thing("one")); }),
      is_refused(base::Kind::conflict, "name_taken", "/name"));
  EXPECT_THAT(world().refusal([&](Change& change) {
    Things after = thing;
    after.height = -1;
    change.update("thing", thing, after);
  }),
              is_refused(base::Kind::invalid, "height_negative", "/height"));
  EXPECT_THAT(world().refusal([&](Change& change) {
    change.write("INSERT INTO part (id, thing) VALUES ($1, $2)", change.new_id_value(), 7);
  }),
              is_refused(base::Kind::conflict, "linked", ""));
  // Only a mistake in Sojourn leaves a column empty.
  EXPECT_THROW(world().change([&](Change& change) {
    change.write("INSERT INTO part (id) VALUES ($1)", change.new_id_value());
  }),
               base::Bug);
}

TEST_P(StoreTest, WrongSqlIsABug) {
  EXPECT_THROW(world().read([](Tx& tx) { return tx.value<int>("SELEC 1"); }), base::Bug);
  EXPECT_THROW(world().read([](Tx& tx) { return tx.value<int>("SELECT 1 FROM nowhere"); }),
               base::Bug);
  EXPECT_THROW(world().read([](Tx& tx) { return tx.rows<Things>("SELECT id, name FROM thing"); }),
               base::Bug);
  EXPECT_THROW(world().read([](Tx& tx) { return tx.value<int>("SELECT 1", 2); }), base::Bug);
  // And the connection is as good as before.
  EXPECT_EQ(world().read([](Tx& tx) { return tx.value<int>("SELECT 1"); }), 1);
}

TEST_P(StoreTest, AReadSeesOneState) {
  world().add_thing("before");
  world().read([&](Tx& tx) {
    EXPECT_EQ(tx.value<int>("SELECT count(*) FROM thing"), 1);
    std::thread other([&] { world().add_thing("meanwhile"); });
    other.join();
    EXPECT_EQ(tx.value<int>("SELECT count(*) FROM thing"), 1);
  });
  EXPECT_EQ(world().count("thing"), 2);
}

TEST_P(StoreTest, AReadCannotWrite) {
  EXPECT_ANY_THROW(world().read([](Tx& tx) { tx.query("DELETE FROM thing"); }));
}

TEST_P(StoreTest, NoChangeInsideAChange) {
  EXPECT_THROW(world().change([&](Change&) { world().add_thing("inner"); }), base::Bug);
}

TEST_P(StoreTest, ManyThreadsLoseNothing) {
  const Things counter = world().add_thing("counter");
  constexpr int threads = 8;
  constexpr int each = 10;
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        // A clash that five tries did not settle is said, never swallowed: ask again.
        while (world().refusal([&](Change& change) {
          const auto before = change.one<Things>(
              "SELECT " + things_columns() + " FROM thing WHERE id = $1", counter.id);
          Things after = before;
          after.height = before.height + 1;
          change.update("thing", before, after);
        })) {
        }
      }
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  EXPECT_EQ(world().read([&](Tx& tx) {
    return tx.value<double>("SELECT height FROM thing WHERE id = $1", counter.id);
  }),
            counter.height + threads * each);
}

TEST_P(StoreTest, WhatAChangeReadStillHoldsWhenItIsWritten) {
  // Each makes the first thing if there is none, and sees none that another is about to make.
  constexpr int rounds = 15;
  constexpr int threads = 6;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t) {
      all.emplace_back([&, t] {
        while (world().refusal([&](Change& change) {
          if (change.value<int>("SELECT count(*) FROM thing") == 0) {
            change.insert("thing", world().thing(std::to_string(t)));
          }
        })) {
        }
      });
    }
    for (std::thread& thread : all) {
      thread.join();
    }
    ASSERT_EQ(world().count("thing"), 1);
    world().change([](Change& change) { change.run("thing", "emptied", "DELETE FROM thing"); });
  }
}

TEST(PostgresStore, postgresql_ACommitWaitsForTheDiskWhateverTheUrlSays) {
  const test::PostgresSchema schema;
  const auto engine = open_postgres({.url = schema.url() + "%20-csynchronous_commit%3Doff"});
  const std::vector<Setting> settings = engine->settings();
  const auto found = std::find_if(settings.begin(), settings.end(), [](const Setting& each) {
    return each.name == "synchronous_commit";
  });
  ASSERT_NE(found, settings.end());
  EXPECT_EQ(found->value, "on");
}

TEST(PostgresStore, postgresql_NobodySwallowsWhatTheDatabaseRefused) {
  World world(EngineKind::postgresql);
  const Things one = world.add_thing("one");
  EXPECT_THROW(world.change([&](Change& change) {
    change.write("UPDATE thing SET note = 'x' WHERE id = $1", one.id);
    try {
      change.write("INSERT INTO part (id, thing) VALUES (1, 17)");
    } catch (const SqlError&) {
      return;  // and says that all is well
    }
  }),
               base::Bug);
  EXPECT_EQ(world.read([](Tx& tx) { return tx.value<int>("SELECT count(note) FROM thing"); }), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, engines(), engine_name);

}  // namespace
}  // namespace sojourn::db
