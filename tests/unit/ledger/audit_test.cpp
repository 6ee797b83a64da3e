// Reconciling a stored log, and erasing a person from it.
#include "ledger/audit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/history.h"
#include "tests/unit/ledger/stored_world.h"

namespace sojourn::ledger {
namespace {

using ReconcileStored = StoredTest;
using ErasureStored = StoredTest;

using testing::ElementsAre;
using testing::HasSubstr;

/// A little of everything.
struct BusyWorld : StoredWorld {
  Site site;
  Member member;
  Remark note;

  explicit BusyWorld(db::EngineKind kind) : StoredWorld(kind) {
    site = rename(add_site("Upper Weir"), "Lower Weir");
    member = add_member("Ama Serwaa", "0700 000001");
    note = change(
        [&](db::Change& made) {
          const Remark written{
              .id = made.new_id<Remark>(), .member = member.id, .text = "well liked"};
          made.insert("note", written);
          return written;
        },
        "note.add");
    note = change(
        [&](db::Change& made) {
          Remark after = note;
          after.text = "well liked by all";
          return made.update("note", note, after);
        },
        "note.edit");
    change([&](db::Change& made) {
      std::vector<Site> many;
      for (int i = 0; i < 2'500; ++i) {
        many.push_back({.id = made.new_id<Site>(), .name = "site " + std::to_string(i)});
      }
      made.insert_all("site", many, "the list of 2026");
    });
    const Site gone = add_site("Gone");
    change([&](db::Change& made) { made.erase("site", gone); });
    behind_the_log("UPDATE site SET seen = 5");  // not logged, and declared so
    step(true);
  }
};

TEST_P(ReconcileStored, AgreesWithWhatWasDone) {
  BusyWorld world(GetParam());
  const ReconcileReport report = world.reconcile();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.records, 2'504U);
  EXPECT_EQ(report.steps, 2'507U);
  EXPECT_EQ(report.entries, 8U);
  EXPECT_EQ(report.erased, 0U);
  EXPECT_TRUE(world.verify().good);
}

TEST_P(ReconcileStored, AgreesWithRowsThatCamePieceByPiece) {
  BusyWorld world(GetParam());
  world.change([&](db::Change& change) {
    Site renamed = world.site;
    renamed.name = "Renamed before the pieces";
    change.update("site", world.site, renamed);
    for (int piece = 0; piece < 3; ++piece) {
      std::vector<Site> sites;
      for (int i = 0; i < 700; ++i) {
        sites.push_back({.id = change.new_id<Site>(), .name = fmt::format("{}/{}", piece, i)});
      }
      change.insert_piece("site", sites, "in pieces");
    }
  });
  world.step(true);
  const ReconcileReport report = world.reconcile();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.records, 4'604U);
  EXPECT_EQ(report.steps, 4'608U);
  EXPECT_TRUE(world.verify().good);
  world.behind_the_log("UPDATE site SET name = 'x' WHERE name = '2/600'");
  EXPECT_THAT(findings(world.reconcile()), HasSubstr("changed"));
}

TEST_P(ReconcileStored, AgreesWithRowsThatChangedPieceByPiece) {
  BusyWorld world(GetParam());
  std::vector<Site> sites;
  world.change([&](db::Change& change) {
    for (int i = 0; i < 2'500; ++i) {
      sites.push_back({.id = change.new_id<Site>(), .name = fmt::format("old {}", i)});
    }
    change.insert_all("site", sites, "all");
  });
  world.change([&](db::Change& change) {
    // Beside rows that are told one by one, and rows that are put in.
    Site renamed = world.site;
    renamed.name = "Renamed before the pieces";
    change.update("site", world.site, renamed);
    for (std::size_t i = 0; i < sites.size(); ++i) {
      Site after = sites[i];
      after.name = fmt::format("new {}", i);
      if (i % 500 != 0) {  // else nothing of it differs but its version
        sites[i] = change.update_piece("site", sites[i], after, "in pieces");
      }
      if (i == 1'200) {
        change.insert_piece("site",
                            std::vector<Site>{{.id = change.new_id<Site>(), .name = "between"}},
                            "in pieces");
      }
    }
  });
  world.step(true);
  const ReconcileReport report = world.reconcile();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_TRUE(world.verify().good);
  EXPECT_EQ(sites[7].version, 2);
  world.behind_the_log("UPDATE site SET name = 'x' WHERE name = 'new 2007'");
  EXPECT_THAT(findings(world.reconcile()), HasSubstr("changed"));
}

TEST_P(ReconcileStored, RefusesAStaleRowOfAPiece) {
  BusyWorld world(GetParam());
  Site old = world.site;
  old.version += 1;
  try {
    world.change([&](db::Change& change) {
      Site after = old;
      after.name = "Late";
      change.update_piece("site", old, after, "in pieces");
    });
    FAIL() << "somebody else was first";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "stale");
  }
}

TEST_P(ReconcileStored, FindsWhatWasDoneBehindTheLog) {
  const std::vector<std::pair<std::string, std::string>> attacks = {
      {"UPDATE site SET name = 'x' WHERE name = 'Lower Weir'", "changed"},
      {"UPDATE site SET height = 1 WHERE name = 'site 1700'", "changed"},
      {"UPDATE member SET phone = NULL", "changed"},
      {"DELETE FROM site WHERE name = 'site 3'", "row_missing"},
      {"INSERT INTO member (id, name, version) VALUES (7, 'x', 1)", "row_without_entry"},
      {"DELETE FROM audit_history WHERE part = 900", "history_missing"},
      {"UPDATE audit_history SET record = record + 1 WHERE part = 900", "history_unreadable"},
      {"UPDATE audit_history SET sealed = (SELECT sealed FROM audit_history WHERE part = 901) "
       "WHERE "
       "part = 900",
       "history_changed"},
      {"INSERT INTO audit_history SELECT entry, 9000, table_name, record, subject, sealed FROM "
       "audit_history WHERE part = 900",
       "history_unknown"},
  };
  for (const auto& [sql, expected] : attacks) {
    BusyWorld world(GetParam());
    world.behind_the_log(sql);
    const ReconcileReport report = world.reconcile();
    EXPECT_FALSE(report.good) << sql;
    EXPECT_THAT(findings(report), HasSubstr(expected)) << sql;
  }
}

TEST_P(ReconcileStored, FindsAChangeThatALaterEntryCovers) {
  BusyWorld world(GetParam());
  world.behind_the_log("UPDATE site SET name = 'Stolen' WHERE name = 'Lower Weir'");
  Site found = world.site;
  found.name = "Stolen";
  world.rename(found, "Lower Weir");
  const ReconcileReport report = world.reconcile();
  ASSERT_EQ(report.findings.size(), 1U) << findings(report);
  EXPECT_EQ(report.findings[0].flaw, StateFlaw::changed_between);
  EXPECT_THAT(report.findings[0].fields, ElementsAre("name"));
  EXPECT_EQ(report.findings[0].record, world.site.id.value);
  EXPECT_THAT(report.findings[0].detail.in(base::Language::zh),
              HasSubstr("与之前的条目所留下的不符。"));
}

TEST_P(ReconcileStored, AStatementMakesOnlyOlderRecordsUnclear) {
  BusyWorld world(GetParam());
  world.change([](db::Change& change) {
    change.run("site", "all sites are closed", "UPDATE site SET open = $1", false);
  });
  ReconcileReport report = world.reconcile();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.statements, 1U);
  EXPECT_EQ(report.unclear, 2'501U);
  const Site later = world.add_site("later");
  world.behind_the_log("UPDATE site SET name = 'x' WHERE id = " + std::to_string(later.id.value));
  EXPECT_FALSE(world.reconcile().good);
}

TEST_P(ReconcileStored, AStatementHidesNothingInOtherTables) {
  BusyWorld world(GetParam());
  world.behind_the_log("UPDATE site SET name = 'x' WHERE id = " +
                       std::to_string(world.site.id.value));
  world.change([](db::Change& change) {
    change.run("member", "all phones are taken out", "UPDATE member SET phone = NULL");
  });
  const ReconcileReport report = world.reconcile();
  ASSERT_EQ(report.findings.size(), 1U) << findings(report);
  EXPECT_EQ(report.findings[0].table, "site");
}

TEST_P(ReconcileStored, AStatementChangesTheTableThatItNames) {
  BusyWorld world(GetParam());
  EXPECT_THROW(world.change([](db::Change& change) {
    change.run("member", "all sites are closed", "UPDATE site SET open = $1", false);
  }),
               base::Bug);
  EXPECT_THROW(world.change([](db::Change& change) {
    change.run("audit_entry", "x", "UPDATE audit_entry SET place = NULL");
  }),
               base::Bug);
}

TEST_P(ErasureStored, RemovesThePersonAndLeavesEveryProof) {
  BusyWorld world(GetParam());
  const auto opened = [&](std::int64_t subject) {
    std::string all;
    const auto parts = world.database->read(db::Caller::program(), [&](db::Tx& tx) {
      return tx.query(
          "SELECT entry, part, table_name, record, sealed FROM audit_history WHERE "
          "subject = $1",
          {subject});
    });
    for (std::size_t i = 0; i < parts.rows(); ++i) {
      const auto row = parts.row(i);
      const std::optional<SealKey> key = world.keys.find(subject);
      all +=
          (key ? unseal(*key, std::get<db::Bytes>(row[4]).data,
                        sealed_place(std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1]),
                                     std::get<std::string>(row[2]), std::get<std::int64_t>(row[3])))
               : std::nullopt)
              .value_or("(sealed)");
    }
    return all;
  };
  EXPECT_THAT(opened(world.member.id.value), HasSubstr("Ama Serwaa"));
  EXPECT_THAT(opened(world.member.id.value), HasSubstr("well liked by all"));
  const auto entry = world.database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.value<std::int64_t>(
        "SELECT min(entry) FROM audit_history WHERE table_name = 'member'");
  });
  const EntryProof proof = *parse_entry_proof(prove_entry(*world.database, entry).proof);

  EXPECT_TRUE(world.keys.erase(world.member.id.value));
  world.behind_the_log("UPDATE member SET name = '', phone = NULL");
  world.behind_the_log("UPDATE note SET text = ''");

  EXPECT_EQ(opened(world.member.id.value), "(sealed)(sealed)(sealed)");
  EXPECT_TRUE(world.verify().good);
  EXPECT_EQ(
      believe_entry(proof, proof.extra, "programme.example/audit/1", {&world.key.verifier(), 1}),
      Doubt::none);
  const ReconcileReport report = world.reconcile();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.erased, 2U);
  // What is still done to the row later is logged, and nobody can read it.
  world.change([&](db::Change& change) {
    Member after = world.member;
    after.name = "again";
    change.update("member", world.member, after);
  });
  EXPECT_EQ(opened(world.member.id.value), "(sealed)(sealed)(sealed)(sealed)");
  EXPECT_TRUE(world.reconcile().good);
}

TEST(Erasure, LeavesNoWordInAnyFile) {
  BusyWorld world(db::EngineKind::sqlite);
  const std::string word = "Ama Serwaa";
  world.keys.erase(world.member.id.value);
  world.behind_the_log("UPDATE member SET name = '', phone = NULL");
  world.database.reset();
  for (const auto& file : std::filesystem::recursive_directory_iterator(world.folder.path())) {
    if (file.is_regular_file()) {
      const auto relative = std::filesystem::relative(file.path(), world.folder.path());
      EXPECT_EQ(world.folder.read(relative.string()).find(word), std::string::npos) << relative;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, ReconcileStored, engines(), engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, ErasureStored, engines(), engine_name);

}  // namespace
}  // namespace sojourn::ledger
