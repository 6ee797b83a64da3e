#include "ledger/verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ledger/world.h"

namespace sojourn::ledger {
namespace {

using testing::HasSubstr;

TEST(Verifier, PassesACleanLog) {
  const World world = make_world(1, 100);
  const VerifyReport report = verify(world);
  EXPECT_TRUE(report.good) << shown(report);
  EXPECT_EQ(report.entries, world.rows.size());
  EXPECT_EQ(report.checkpoints, world.checkpoints.size());
  EXPECT_EQ(report.kept_checkpoints, 2U);
  EXPECT_EQ(report.receipts, world.receipts.size());
  EXPECT_EQ(report.root, to_base64(root_at(world, world.rows.size())));
}

TEST(Verifier, NamesTheEntryThatWasChanged) {
  World world = make_world(2, 100);
  world.rows[5].text[world.rows[5].text.size() - 2] ^= 1;
  const VerifyReport report = verify(world);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].flaw, Flaw::entry_changed);
  EXPECT_EQ(report.findings[0].first, 5U);
  EXPECT_THAT(report.findings[0].detail.english(),
              HasSubstr("Entry " + std::to_string(world.rows[5].id) + " is not what it was"));
}

TEST(Verifier, NamesTheCheckpointsBetweenWhichItWasRewritten) {
  World world = make_world(3, 100);
  ASSERT_GE(world.checkpoints.size(), 3U);
  const std::uint64_t before = parse_checkpoint(world.checkpoints[0])->checkpoint.size;
  const std::uint64_t after = parse_checkpoint(world.checkpoints[1])->checkpoint.size;
  Entry entry = *parse_entry(world.rows[before].text);
  entry.actor += 1;
  world.rows[before].text = write_entry(entry);
  world.rows[before].leaf = leaf_hash(world.rows[before].text);
  const VerifyReport report = verify(world, false);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].flaw, Flaw::root_differs);
  EXPECT_EQ(report.findings[0].first, before);
  EXPECT_EQ(report.findings[0].last, after - 1);
}

TEST(Verifier, WithoutWhatOthersKeptARollbackPasses) {
  // Why the last checkpoint is kept outside the backup set.
  World world = make_world(3, 100);
  world.checkpoints.pop_back();
  world.rows.resize(parse_checkpoint(world.checkpoints.back())->checkpoint.size);
  EXPECT_TRUE(verify(world, false).good);
  const VerifyReport report = verify(world);
  EXPECT_TRUE(has(report, Flaw::rolled_back));
  EXPECT_THAT(shown(report), HasSubstr("the file outside the backup set keeps a checkpoint of"));
}

TEST(Verifier, AReceiptFindsACutAboveTheLastCheckpoint) {
  World world = make_world(4, 60);
  base::Random random(1);
  const std::int64_t at = parse_entry_head(world.rows.back().text)->at + 10;
  const std::string text = write_entry(random_entry(random, 77'000'000, at));
  world.receipts.push_back({.id = 77'000'000, .leaf = leaf_hash(text), .seal_by = 0});
  EXPECT_TRUE(has(verify(world), Flaw::receipt_not_in_log));
  world.rows.push_back({world.rows.size(), 77'000'000, text, leaf_hash(text)});
  const VerifyReport report = verify(world);
  EXPECT_TRUE(report.good) << shown(report);
  EXPECT_EQ(report.unsealed, 1U);
}

TEST(Verifier, EntriesThatWaitAreCountedAndKeptPromises) {
  World world = make_world(5, 60);
  Verifier verifier({.origin = std::string(world_origin), .keys = {world.key.verifier()}});
  for (const std::string& note : world.checkpoints) {
    verifier.stored_checkpoint(note);
  }
  base::Random random(1);
  const std::string text = write_entry(random_entry(random, 77'000'000, world.now));
  verifier.receipt({.id = 77'000'000, .leaf = leaf_hash(text), .seal_by = 0});
  for (const StoredRow& row : world.rows) {
    verifier.entry(row.index, row.id, row.text, row.leaf);
  }
  verifier.waiting(77'000'000, text, leaf_hash(text));
  const VerifyReport report = verifier.finish(world.now);
  EXPECT_TRUE(report.good) << shown(report);
  EXPECT_EQ(report.unsealed, 1U);
}

TEST(Verifier, SaysWhenNothingIsSealed) {
  World world = make_world(6, 60);
  world.checkpoints.pop_back();
  world.now += 600'000'000;
  EXPECT_TRUE(has(verify(world), Flaw::sealed_late));
  world.checkpoints.clear();
  EXPECT_TRUE(has(verify(world, false), Flaw::no_checkpoint));
}

TEST(Verifier, KnowsEarlierEpochs) {
  World world = make_world(7, 60);
  Verifier verifier({.origin = "programme.example/audit/2",
                     .earlier_origins = {std::string(world_origin)},
                     .keys = {world.key.verifier()}});
  for (const std::string& note : world.checkpoints) {
    verifier.stored_checkpoint(note);
  }
  for (const StoredRow& row : world.rows) {
    verifier.entry(row.index, row.id, row.text, row.leaf);
  }
  EXPECT_TRUE(verifier.finish(world.now).good);
}

TEST(Verifier, ListsAHundredAndCountsTheRest) {
  World world = make_world(8, 60);
  for (int i = 0; i < 150; ++i) {
    world.checkpoints.push_back("nothing");
  }
  const VerifyReport report = verify(world);
  EXPECT_EQ(report.findings.size(), 100U);
  EXPECT_EQ(report.more_findings, 50U);
  EXPECT_EQ(report.findings[0].detail,
            "A checkpoint that the log stores is not in the form of one.");
  EXPECT_EQ(report.findings[0].detail.in(base::Language::zh),
            "日志中保存的一个检查点不是检查点的格式。")
      << "its parts too";
}

}  // namespace
}  // namespace sojourn::ledger
