// The store on a disk that fails: what was acknowledged is there, what was refused is not, whatever
// failed when. Power loss: see shim.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <thread>

#include "base/random.h"
#include "db/engine.h"
#include "db/sqlite_engine.h"
#include "tests/fault/shim.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using test::Broken;
using test::Shim;

constexpr const char* schema = "CREATE TABLE note (id @id PRIMARY KEY, text @text NOT NULL)";

Settings settings_in(const std::string& directory, bool shim) {
  Settings settings;
  settings.directory = directory;
  settings.migrations.push_back({9001, "9001_note", schema});
  settings.vfs = shim ? test::shim_name : "";
  return settings;
}

std::optional<base::Refusal> add(Database& database, std::int64_t id, std::size_t length = 300) {
  try {
    database.change(Caller::program(), "note.add", [&](Change& change) {
      change.write("INSERT INTO note (id, text) VALUES ($1, $2)", id, std::string(length, 'x'));
    });
    return std::nullopt;
  } catch (const base::Refusal& refusal) {
    return refusal;
  }
}

std::vector<std::int64_t> notes(Database& database) {
  return database.read(Caller::program(), [](Tx& tx) {
    return tx.column<std::int64_t>("SELECT id FROM note ORDER BY id");
  });
}

class DiskTest : public ::testing::Test {
 protected:
  void SetUp() override { Shim::instance().reset(); }
  void TearDown() override { Shim::instance().reset(); }
  Folder folder_;  // NOLINT(readability-identifier-naming)
};

/// Acknowledged notes that a power loss took, over many runs; and runs with a damaged file.
struct Losses {
  int lost = 0;
  int damaged = 0;
  int pictures = 0;
  int torn = 0;  ///< pictures in which at least one write survived in part
};

struct PowerLoss {
  std::string synchronous = SqliteSettings{.directory = {}}.synchronous;
  int runs = 0;
  test::Survives survives = test::Survives::writes;
  /// Of a note, and the last write that may be the power's last. With the larger ones the log is
  /// moved into the file on the way, and begun again.
  std::uint64_t most_bytes = 6000;
  std::int64_t most_writes = 150;
};
constexpr std::uint64_t bytes_for_checkpoints = 200'000;
constexpr std::int64_t writes_with_checkpoints = 6000;

std::string text_of(std::int64_t id, std::size_t length) {
  std::string text;
  while (text.size() < length) {
    text += std::to_string(id) + " " + std::to_string(text.size()) + " ";
  }
  text.resize(length);
  return text;
}

Losses power_losses(const std::string& folder, const PowerLoss& how) {
  Losses losses;
  for (int run = 0; run < how.runs; ++run) {
    base::Random chance(static_cast<std::uint64_t>(run));
    const std::string before = folder + "/" + std::to_string(run);
    const std::string after = before + "-after";
    Shim::instance().reset();
    std::map<std::int64_t, std::string> acknowledged;
    {
      const auto engine = open_sqlite({.directory = before,
                                       .readers = 1,
                                       .vfs = test::shim_name,
                                       .synchronous = how.synchronous});
      engine->write([](Session& session, int) {
        session.script(with_column_kinds(schema, EngineKind::sqlite));
      });
      // From an empty log, as a server that runs for long.
      Shim::instance().lose_power(chance.between(1, how.most_writes), after, chance.next(),
                                  how.survives);
      for (std::int64_t id = 1; id <= 60 && !Shim::instance().power_lost(); ++id) {
        const std::string text = text_of(id, chance.below(how.most_bytes));
        engine->write([&](Session& session, int) {
          const std::vector<Value> row = {id, text};
          session.run("INSERT INTO note (id, text) VALUES ($1, $2)", row);
        });
        if (!Shim::instance().power_lost()) {
          acknowledged.emplace(id, text);
        }
      }
    }
    if (Shim::instance().power_lost()) {
      ++losses.pictures;
      losses.torn += Shim::instance().torn() > 0 ? 1 : 0;
      try {
        const auto engine = open_sqlite({.directory = after, .readers = 1});
        losses.damaged += engine->integrity_faults().empty() ? 0 : 1;
        engine->read([&](Session& session, int) {
          const Result found = session.run("SELECT id, text FROM note");
          for (std::size_t i = 0; i < found.rows(); ++i) {
            const auto known = acknowledged.find(std::get<std::int64_t>(found.row(i)[0]));
            if (known != acknowledged.end() && Value(known->second) == found.row(i)[1]) {
              acknowledged.erase(known);
            }
          }
        });
        losses.lost += acknowledged.empty() ? 0 : 1;
      } catch (const SqlError&) {
        ++losses.lost;  // not even the table is there
      }
    }
    std::filesystem::remove_all(before);
    std::filesystem::remove_all(after);
  }
  return losses;
}

TEST_F(DiskTest, PowerLossTakesNothingThatWasAcknowledged) {
  const Losses losses = power_losses(folder_.path(), {.runs = 150});
  EXPECT_EQ(losses.lost, 0);
  EXPECT_EQ(losses.damaged, 0);
  EXPECT_GT(losses.pictures, 100);
}

TEST_F(DiskTest, NorDoesOneThatTearsWritesAtTheirSectors) {
  const Losses losses =
      power_losses(folder_.path(), {.runs = 80, .survives = test::Survives::sectors});
  EXPECT_EQ(losses.lost, 0);
  EXPECT_EQ(losses.damaged, 0);
  EXPECT_GT(losses.torn, 30);
}

TEST_F(DiskTest, NorOneWhileTheLogIsMovedIntoTheFile) {
  const Losses losses = power_losses(folder_.path(), {.runs = 40,
                                                      .survives = test::Survives::sectors,
                                                      .most_bytes = bytes_for_checkpoints,
                                                      .most_writes = writes_with_checkpoints});
  EXPECT_EQ(losses.lost, 0);
  EXPECT_EQ(losses.damaged, 0);
  EXPECT_GT(losses.torn, 20);
}

TEST_F(DiskTest, TheSameTestsFailWithoutTheSyncs) {
  // Else they would be no tests.
  EXPECT_GT(power_losses(folder_.path(), {.synchronous = "NORMAL", .runs = 40}).lost, 10);
  EXPECT_GT(power_losses(folder_.path(),
                         {.synchronous = "NORMAL", .runs = 40, .survives = test::Survives::sectors})
                .lost,
            10);
  // Without any sync the file itself is torn while the log is moved into it.
  const Losses off = power_losses(folder_.path(), {.synchronous = "OFF",
                                                   .runs = 20,
                                                   .survives = test::Survives::sectors,
                                                   .most_bytes = bytes_for_checkpoints,
                                                   .most_writes = writes_with_checkpoints});
  EXPECT_GT(off.damaged, 0);
}

/// Each n-th operation of a kind fails once, n = 1, 2, ... until none does.
void sweep(const std::string& folder, Broken kind) {
  for (int n = 1;; ++n) {
    ASSERT_LT(n, 500);
    const std::string directory = folder + "/" + std::to_string(n);
    Shim::instance().reset();
    std::vector<std::int64_t> acknowledged;
    {
      const auto database = Database::open(settings_in(directory, true));
      Shim::instance().fail(kind, n);
      for (std::int64_t id = 1; id <= 8; ++id) {
        const auto refused = add(*database, id, id == 4 ? 100'000 : 300);
        if (!refused) {
          acknowledged.push_back(id);
        } else {
          EXPECT_THAT(refused->kind, ::testing::AnyOf(base::Kind::busy, base::Kind::full));
        }
      }
      // What is seen is what was acknowledged, at once and after a new start.
      EXPECT_EQ(notes(*database), acknowledged) << base::name_of(base::Kind::busy) << " " << n;
    }
    const bool hit = Shim::instance().failed();
    Shim::instance().reset();
    const auto database = Database::open(settings_in(directory, false));
    std::vector<std::int64_t> there = notes(*database);
    if (kind == Broken::sync) {
      // A sync that fails leaves it open whether the change is on the disk: there may be one more.
      EXPECT_TRUE(
          std::includes(there.begin(), there.end(), acknowledged.begin(), acknowledged.end()));
      EXPECT_LE(there.size(), acknowledged.size() + 1);
    } else {
      EXPECT_EQ(there, acknowledged) << n;
    }
    EXPECT_THAT(database->engine().integrity_faults(), ::testing::IsEmpty());
    EXPECT_EQ(add(*database, 100), std::nullopt);
    if (!hit) {
      EXPECT_EQ(acknowledged.size(), 8u);
      EXPECT_GT(n, 3);
      return;
    }
  }
}

TEST_F(DiskTest, EveryNthWriteMayFail) { sweep(folder_.path(), Broken::write); }
TEST_F(DiskTest, EveryNthWriteMayFindTheDiskFull) { sweep(folder_.path(), Broken::full); }
TEST_F(DiskTest, EveryNthSyncMayFail) { sweep(folder_.path(), Broken::sync); }

TEST_F(DiskTest, EveryNthReadMayFail) {
  // Longer than what a connection keeps in memory, so that reading goes to the disk.
  const std::string directory = folder_.path() + "/data";
  constexpr std::int64_t kept = 12;
  {
    const auto database = Database::open(settings_in(directory, false));
    for (std::int64_t id = 1; id <= kept; ++id) {
      ASSERT_EQ(add(*database, id, 20'000), std::nullopt);
    }
  }
  const auto failed = is_refused(base::Kind::busy, "database_failed", "");
  int refused = 0;
  for (int n = 1;; ++n) {
    ASSERT_LT(n, 1000);
    Shim::instance().reset();
    const auto database = Database::open(settings_in(directory, true));
    Shim::instance().fail(Broken::read, n);
    // 1. A read is whole, or is refused; and the same connection reads on.
    std::optional<base::Refusal> refusal;
    for (int i = 0; i < 5; ++i) {
      try {
        const auto lengths = database->read(Caller::program(), [](Tx& tx) {
          return tx.column<std::int64_t>("SELECT length(text) FROM note ORDER BY id");
        });
        EXPECT_EQ(std::ssize(lengths), kept) << n;
      } catch (const base::Refusal& refused_read) {
        EXPECT_EQ(refusal, std::nullopt) << n;
        refusal = refused_read;
        EXPECT_THAT(refusal, failed) << n;
      }
    }
    // 2. Nor does a change that cannot read what it changes do anything else.
    const auto lengthen = [&] {
      try {
        database->change(Caller::program(), "note.lengthen", [&](Change& change) {
          change.write("UPDATE note SET text = text || 'x' WHERE id = $1", std::int64_t{n % 5 + 1});
        });
        return std::optional<base::Refusal>();
      } catch (const base::Refusal& refused_change) {
        return std::optional(refused_change);
      }
    };
    if (const auto answer = lengthen()) {
      EXPECT_THAT(answer, failed) << n;
      EXPECT_EQ(refusal, std::nullopt) << n;
      EXPECT_EQ(lengthen(), std::nullopt) << n;
    }
    if (!Shim::instance().failed()) {
      break;
    }
    ++refused;
  }
  EXPECT_GT(refused, 10);
  Shim::instance().reset();
  const auto database = Database::open(settings_in(directory, false));
  EXPECT_THAT(database->engine().integrity_faults(), ::testing::IsEmpty());
  EXPECT_EQ(std::ssize(notes(*database)), kept);
}

TEST_F(DiskTest, AfterAFailedSyncNothingIsWrittenUntilANewStart) {
  const std::string directory = folder_.path() + "/data";
  {
    const auto database = Database::open(settings_in(directory, true));
    EXPECT_EQ(add(*database, 1), std::nullopt);
    Shim::instance().fail(Broken::sync, 1);
    for (std::int64_t id = 2; id < 102; ++id) {
      EXPECT_THAT(add(*database, id), is_refused(base::Kind::busy, "writes_stopped", ""));
    }
    EXPECT_THAT(notes(*database), ::testing::ElementsAre(1));  // reading goes on
  }
  const auto database = Database::open(settings_in(directory, false));
  EXPECT_EQ(add(*database, 200), std::nullopt);
}

TEST_F(DiskTest, AFullDiskStopsWritingAloneAndPassesByItself) {
  const auto database = Database::open(settings_in(folder_.path() + "/data", true));
  EXPECT_EQ(add(*database, 1), std::nullopt);
  Shim::instance().fail(Broken::full, 1, true);
  for (std::int64_t id = 2; id < 10; ++id) {
    EXPECT_THAT(add(*database, id), is_refused(base::Kind::full, "disk_full", ""));
  }
  EXPECT_THAT(notes(*database), ::testing::ElementsAre(1));
  Shim::instance().fail(Broken::nothing, 0);
  EXPECT_EQ(add(*database, 10), std::nullopt);
  EXPECT_THAT(notes(*database), ::testing::ElementsAre(1, 10));
}

TEST_F(DiskTest, ChangesThatWaitShareACommitAndNotTheirFaults) {
  const auto database = Database::open(settings_in(folder_.path() + "/data", true));
  Shim::instance().fail(Broken::nothing, 0);
  constexpr std::int64_t threads = 16;
  constexpr std::int64_t each = 20;
  std::atomic<int> refused = 0;
  std::vector<std::thread> all;
  for (std::int64_t t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      for (std::int64_t i = 0; i < each; ++i) {
        // Every fourth meets a note that is there.
        const bool clashes = i % 4 == 3;
        const auto answer = add(*database, clashes ? t * each + 1 : t * each + i + 1);
        EXPECT_EQ(answer.has_value(), clashes);
        refused += answer ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  EXPECT_EQ(refused, threads * each / 4);
  EXPECT_EQ(notes(*database).size(), static_cast<std::size_t>(threads * each * 3 / 4));
}

TEST_F(DiskTest, ADirectoryBelongsToOneProcess) {
  const auto database = Database::open(settings_in(folder_.path() + "/data", false));
  try {
    Database::open(settings_in(folder_.path() + "/data", false));
    FAIL() << "opened twice";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "in_use");
    EXPECT_THAT(refusal.detail, ::testing::HasSubstr(std::to_string(::getpid())));
  }
}

}  // namespace
}  // namespace sojourn::db
