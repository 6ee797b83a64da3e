// What a change notes, refuses and keeps; idempotency keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class ChangeTest : public WorldTest {
 protected:
  Things renamed(Change& change, const Things& before, std::string name) {
    Things after = before;
    after.name = std::move(name);
    return change.update("thing", before, after);
  }
  Things read(const Things& thing) {
    return world().read([&](Tx& tx) {
      return tx.one<Things>("SELECT " + things_columns() + " FROM thing WHERE id = $1", thing.id);
    });
  }
};

TEST_P(ChangeTest, TheLogHearsWhatDiffersOnce) {
  const Things thing = world().add_thing("old");
  world().heard().entries.clear();
  world().caller().actor = 7;
  world().caller().reason = "it was misspelt";
  const Things after =
      world().change([&](Change& change) { return renamed(change, thing, "new"); });
  EXPECT_EQ(after.version, 2);
  EXPECT_EQ(read(thing), after);
  ASSERT_THAT(world().heard().entries, SizeIs(1));
  const ChangeEntry& entry = world().heard().entries[0];
  EXPECT_EQ(entry.operation, "thing.change");
  EXPECT_EQ(entry.caller.actor, 7);
  EXPECT_EQ(entry.caller.reason, "it was misspelt");
  EXPECT_EQ(entry.at, world().clock().now());
  ASSERT_THAT(entry.rows, SizeIs(1));
  EXPECT_EQ(entry.rows[0].verb, Verb::update);
  EXPECT_EQ(entry.rows[0].table, "thing");
  EXPECT_EQ(entry.rows[0].id, thing.id.value);
  EXPECT_THAT(entry.rows[0].fields,
              ElementsAre(FieldChange{"name", std::string("old"), std::string("new")},
                          FieldChange{"version", std::int64_t{1}, std::int64_t{2}}));
}

TEST_P(ChangeTest, InsertAndEraseNoteWhatWasThere) {
  const Things thing = world().add_thing("one");
  world().change([&](Change& change) { change.erase("thing", thing); });
  ASSERT_THAT(world().heard().entries, SizeIs(2));
  const RowChange& inserted = world().heard().entries[0].rows.at(0);
  const RowChange& erased = world().heard().entries[1].rows.at(0);
  EXPECT_EQ(inserted.verb, Verb::insert);
  EXPECT_EQ(erased.verb, Verb::erase);
  ASSERT_THAT(inserted.fields, SizeIs(9));  // note and picture are null
  ASSERT_THAT(erased.fields, SizeIs(9));
  EXPECT_EQ(inserted.fields[1].after, Value(std::string("one")));
  EXPECT_EQ(erased.fields[1].before, Value(std::string("one")));
  EXPECT_EQ(world().count("thing"), 0);
}

TEST_P(ChangeTest, ALogThatRefusesUndoesTheChange) {
  world().heard().refuses = true;
  EXPECT_THAT(
      world().refusal([&](Change& change) { change.insert("thing", world().thing("one")); }),
      is_refused(base::Kind::busy, "log", ""));
  world().heard().refuses = false;
  EXPECT_EQ(world().count("thing"), 0);
}

TEST_P(ChangeTest, AStaleVersionIsRefusedWithBoth) {
  const Things first = world().add_thing("one");
  world().change([&](Change& change) { return renamed(change, first, "two"); });
  const auto stale =
      world().refusal([&](Change& change) { return renamed(change, first, "three"); });
  ASSERT_THAT(stale, is_refused(base::Kind::precondition, "stale", "/version"));
  EXPECT_EQ(stale->faults[0].value, "2");
  EXPECT_EQ(stale->faults[0].detail.english(), "You saw version 1; the current version is 2.");
  EXPECT_THAT(world().refusal([&](Change& change) { change.erase("thing", first); }),
              is_refused(base::Kind::precondition, "stale", "/version"));
  EXPECT_EQ(read(first).name, "two");
  world().change([&](Change& change) { change.erase("thing", read(first)); });
  EXPECT_THAT(world().refusal([&](Change& change) { return renamed(change, first, "four"); }),
              is_refused(base::Kind::not_found, "not_found", ""));
}

TEST_P(ChangeTest, ManyRowsAtOnceAreOneNote) {
  std::vector<Things> many;
  for (int i = 0; i < 12'345; ++i) {
    Things thing = world().thing("thing " + std::to_string(i));
    thing.tags = {"a \"quoted\" \\ one", "NULL"};
    if (i % 2 == 0) {
      thing.note = "NULL";
      thing.picture = Bytes{std::string("\0\\\"", 3)};
    }
    many.push_back(thing);
  }
  world().change([&](Change& change) { change.insert_all("thing", many, "import"); });
  const auto& rows = world().heard().entries.at(0).rows;
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].verb, Verb::bulk);
  EXPECT_EQ(rows[0].rows, 12'345);
  EXPECT_EQ(rows[0].cells.size(), rows[0].columns.size() * 12'345);
  EXPECT_EQ(world().count("thing"), 12'345);
  EXPECT_EQ(read(many[0]), many[0]);
  EXPECT_EQ(read(many[12'343]), many[12'343]);
}

TEST_P(ChangeTest, BulkWorkSaysWhatItDid) {
  world().add_thing("one");
  world().add_thing("two");
  const auto rows = world().change([](Change& change) {
    return change.run("thing", "opened all", "UPDATE thing SET open = $1", true);
  });
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(world().heard().entries.back().rows.at(0).summary, "opened all");
  EXPECT_EQ(world().heard().entries.back().rows.at(0).rows, 2);
}

TEST_P(ChangeTest, UpkeepIsNotHeardAndNotesNothing) {
  const Things thing = world().add_thing("one");
  world().heard().entries.clear();
  world().database().upkeep(
      [](Change& change) { change.write("UPDATE thing SET note = $1", "seen"); });
  EXPECT_THAT(world().heard().entries, SizeIs(0));
  EXPECT_EQ(read(thing).note, "seen");
  EXPECT_THROW(world().database().upkeep([&](Change& change) { change.erase("thing", thing); }),
               base::Bug);
}

class IdempotencyTest : public ChangeTest {
 protected:
  Things add(std::string_view key, std::string_view body, std::string_view name) {
    world().caller().idempotency_key = key;
    world().caller().body_digest = body;
    return world().change([&](Change& change) {
      const Things made = world().thing(name);
      change.insert("thing", made);
      return made;
    });
  }
};

TEST_P(IdempotencyTest, TheSameRequestIsAppliedOnce) {
  const Things first = add("key", "body", "one");
  const Things again = add("key", "body", "one");
  EXPECT_EQ(first, again);
  EXPECT_EQ(world().count("thing"), 1);
  EXPECT_THAT(world().heard().entries, SizeIs(1));
  // Another actor's key of the same letters is another key.
  world().caller().actor = 9;
  add("key", "body", "two");
  EXPECT_EQ(world().count("thing"), 2);
}

TEST_P(IdempotencyTest, TheSameKeyWithAnotherRequestIsRefused) {
  add("key", "body", "one");
  world().caller().body_digest = "another";
  EXPECT_THAT(world().refusal([](Change&) { return 1; }),
              is_refused(base::Kind::invalid, "key_reused", ""));
  world().caller().body_digest = "body";
  EXPECT_THROW(world().database().change(world().caller(), "thing.other", [](Change&) {}),
               base::Refusal);
}

TEST_P(IdempotencyTest, WhatWasRefusedMayBeTriedAgain) {
  world().add_thing("one");
  EXPECT_THROW(add("key", "body", "one"), base::Refusal);
  world().change([](Change& change) { change.run("thing", "emptied", "DELETE FROM thing"); });
  EXPECT_EQ(add("key2", "body", "one").name, "one");
}

TEST_P(IdempotencyTest, ASecretAnswerIsNotKept) {
  world().caller().idempotency_key = "key";
  const auto act = [](Change& change) {
    change.keep_no_answer();
    return std::string("secret");
  };
  EXPECT_EQ(world().change(act), "secret");
  EXPECT_THAT(world().refusal(act), is_refused(base::Kind::conflict, "answer_not_kept", ""));
  world().read([](Tx& tx) {
    EXPECT_EQ(tx.value<int>("SELECT count(*) FROM idempotency WHERE answer IS NOT NULL"), 0);
  });
}

TEST_P(IdempotencyTest, KeptFor45Days) {
  add("key", "body", "one");
  world().clock().turn(std::chrono::days(45));
  world().database().forget_old_answers();
  EXPECT_EQ(add("key", "body", "one").name, "one");
  world().clock().turn(std::chrono::seconds(1));
  EXPECT_EQ(world().database().forget_old_answers(), 1);
  EXPECT_THROW(add("key", "body", "one"), base::Refusal);  // applied again: the name is taken
}

TEST_P(IdempotencyTest, TheSameRequestAtOnceIsAppliedOnce) {
  Caller caller = Caller::program();
  caller.idempotency_key = "key";
  std::vector<std::thread> all;
  for (int t = 0; t < 8; ++t) {
    all.emplace_back([&] {
      world().database().change(caller, "thing.add", [&](Change& change) {
        change.insert("thing", world().thing("one"));
      });
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  EXPECT_EQ(world().count("thing"), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, ChangeTest, engines(), engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, IdempotencyTest, engines(), engine_name);

}  // namespace
}  // namespace sojourn::db
