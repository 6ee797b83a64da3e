// One record's history, unsealed: order, pages, bulks, erased people, and what was tampered with.
#include "ledger/record_history.h"

#include <gmock/gmock.h>

#include "tests/unit/ledger/stored_world.h"

namespace sojourn::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecordHistoryTest : public testing::TestWithParam<db::EngineKind> {
 protected:
  StoredWorld world{GetParam()};
  template <class Act>
  void change(const char* operation, Act&& act) {
    world.database->change(db::Caller::program(), operation, std::forward<Act>(act));
  }
  RecordHistory of(HistoryWanted wanted) {
    return world.database->read(db::Caller::program(),
                                [&](db::Tx& tx) { return record_history(tx, world.keys, wanted); });
  }
  static std::string text_of(const FieldStep& field) {
    return field.field + " " + field.before.value_or("-") + " " + field.after.value_or("-");
  }
  static std::vector<std::string> texts(const RecordStep& step) {
    std::vector<std::string> made;
    for (const FieldStep& field : step.changes) {
      made.push_back(text_of(field));
    }
    return made;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RecordHistoryTest,
                         testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql),
                         [](const auto& each) { return std::string(base::name_of(each.param)); });

TEST_P(RecordHistoryTest, TellsEachStepNewestFirstAndPageByPage) {
  Site site{.id = {7}, .name = "Weir"};
  change("site.make", [&](db::Change& change) {
    change.insert("site", site);
    change.insert("site", Site{.id = {8}, .name = "Other"});
  });
  // Twice in one entry, with another record between.
  change("site.change", [&](db::Change& change) {
    Site next = site;
    next.open = false;
    site = change.update("site", site, next);
    const Site other{.id = {8}, .name = "Other"};
    Site renamed = other;
    renamed.name = "Elsewhere";
    change.update("site", other, renamed);
    next = site;
    next.name = "Upper Weir";
    site = change.update("site", site, next);
  });
  const RecordHistory all = of({.table = "site", .record = 7});
  ASSERT_EQ(all.steps.size(), 3U);
  EXPECT_FALSE(all.more);
  EXPECT_THAT(texts(all.steps[0]), ElementsAre("name tWeir tUpper Weir", "version n2 n3"));
  EXPECT_THAT(texts(all.steps[1]), ElementsAre("open n1 n0", "version n1 n2"));
  EXPECT_EQ(all.steps[0].operation, "site.change");
  EXPECT_EQ(all.steps[2].operation, "site.make");
  EXPECT_EQ(all.steps[2].verb, EntryVerb::insert);
  for (const RecordStep& step : all.steps) {
    EXPECT_EQ(step.values, StepValues::shown);
  }
  // A page may end within an entry.
  const RecordHistory first = of({.table = "site", .record = 7, .most = 1});
  ASSERT_EQ(first.steps.size(), 1U);
  EXPECT_TRUE(first.more);
  const RecordHistory rest =
      of({.table = "site", .record = 7, .before = first.steps[0].place, .most = 2});
  ASSERT_EQ(rest.steps.size(), 2U);
  EXPECT_FALSE(rest.more);
  EXPECT_THAT(texts(rest.steps[0]), ElementsAre("open n1 n0", "version n1 n2"));
  EXPECT_THAT(of({.table = "site", .record = 404}).steps, IsEmpty());
}

TEST_P(RecordHistoryTest, TellsARowOfManyThatWerePutInAtOnce) {
  std::vector<Member> members;
  for (int i = 1; i <= 5; ++i) {
    members.push_back({.id = {i}, .name = "Member " + std::to_string(i), .phone = {}});
  }
  change("member.import",
         [&](db::Change& change) { change.insert_all("member", members, "a table"); });
  const RecordHistory found = of({.table = "member", .record = 3});
  ASSERT_EQ(found.steps.size(), 1U);
  EXPECT_EQ(found.steps[0].verb, EntryVerb::insert);
  EXPECT_EQ(found.steps[0].values, StepValues::shown);
  EXPECT_THAT(texts(found.steps[0]), ElementsAre("id - n3", "name - tMember 3", "version - n1"));
}

TEST_P(RecordHistoryTest, TellsARowOfManyThatWereChangedAtOnce) {
  std::vector<Member> members;
  for (int i = 1; i <= 5; ++i) {
    members.push_back({.id = {i}, .name = "Member " + std::to_string(i), .phone = {}});
  }
  change("member.import",
         [&](db::Change& change) { change.insert_all("member", members, "a table"); });
  change("member.import", [&](db::Change& change) {
    for (const Member& member : members) {
      Member after = member;
      after.name = "Person " + std::to_string(member.id.value);
      change.update_piece("member", member, after, "a table");
    }
  });
  const RecordHistory found = of({.table = "member", .record = 3});
  ASSERT_EQ(found.steps.size(), 2U);
  EXPECT_EQ(found.steps[0].verb, EntryVerb::update);
  EXPECT_EQ(found.steps[0].values, StepValues::shown);
  EXPECT_THAT(found.steps[0].fields, ElementsAre("name", "version"));
  EXPECT_THAT(texts(found.steps[0]), ElementsAre("name tMember 3 tPerson 3", "version n1 n2"));
  EXPECT_EQ(found.steps[1].verb, EntryVerb::insert);
}

TEST_P(RecordHistoryTest, SaysWhatIsErasedAndWhatIsDamaged) {
  const Member ada{.id = {1}, .name = "Ada", .phone = {}};
  change("member.make", [&](db::Change& change) {
    change.insert("member", ada);
    change.insert("member", Member{.id = {2}, .name = "Ben", .phone = {}});
  });
  ASSERT_TRUE(world.keys.erase(1));
  const RecordHistory erased = of({.table = "member", .record = 1});
  ASSERT_EQ(erased.steps.size(), 1U);
  EXPECT_EQ(erased.steps[0].values, StepValues::erased);
  EXPECT_THAT(erased.steps[0].changes, IsEmpty());
  EXPECT_THAT(erased.steps[0].fields, ElementsAre("id", "name", "version"));
  EXPECT_EQ(of({.table = "member", .record = 2}).steps.at(0).values, StepValues::shown);
  // Somebody with the database and without the keys gives one person another's history.
  world.behind_the_log(
      "UPDATE audit_history SET sealed = (SELECT h.sealed FROM audit_history h WHERE h.record = 1 "
      "AND h.table_name = 'member') WHERE record = 2 AND table_name = 'member'");
  const RecordHistory damaged = of({.table = "member", .record = 2});
  ASSERT_EQ(damaged.steps.size(), 1U);
  EXPECT_EQ(damaged.steps[0].values, StepValues::damaged);
  EXPECT_THAT(damaged.steps[0].changes, IsEmpty());
}

}  // namespace
}  // namespace sojourn::ledger
