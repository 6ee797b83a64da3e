// A process that writes is killed at a random moment, again and again on the same directory: every
// acknowledged note is there, and the next process takes over at once. SOJOURN_KILL_ROUNDS sets the
// number of rounds (30; 300 for the long run).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include "base/random.h"
#include "base/text.h"
#include "db/engine.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

constexpr int writers = 4;

Settings settings_in(const std::string& directory) {
  Settings settings;
  settings.directory = directory;
  settings.migrations.push_back(
      {9001, "9001_note", "CREATE TABLE note (id @id PRIMARY KEY, text @text NOT NULL)"});
  return settings;
}

/// Never returns. Says each acknowledged id on the pipe.
[[noreturn]] void write_until_killed(const std::string& directory, int round, int pipe) {
  const auto database = Database::open(settings_in(directory));
  std::vector<std::thread> all;
  for (std::int64_t w = 0; w < writers; ++w) {
    all.emplace_back([&, w] {
      for (std::int64_t i = 1;; ++i) {
        const std::int64_t id = (std::int64_t{round} * writers + w) * 1'000'000 + i;
        database->change(Caller::program(), "note.add", [&](Change& change) {
          change.write("INSERT INTO note (id, text) VALUES ($1, $2)", id, std::string(200, 'x'));
        });
        if (::write(pipe, &id, sizeof id) != sizeof id) {
          ::_exit(1);
        }
      }
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  ::_exit(1);
}

TEST(Kill, EveryAcknowledgedNoteIsThere) {
  const char* const asked = std::getenv("SOJOURN_KILL_ROUNDS");
  const int rounds = asked == nullptr ? 30 : base::parse_number<int>(asked).value_or(30);
  const Folder folder;
  const std::string directory = folder.path() + "/data";
  base::Random chance(1);
  std::set<std::int64_t> acknowledged;
  for (int round = 0; round < rounds; ++round) {
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(directory, round, ends[1]);
    }
    ::close(ends[1]);
    // Reads until the child is dead and the pipe empty, so that no acknowledgement is missed.
    std::jthread killer([child, wait = chance.between(20, 120)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(wait));
      ::kill(child, SIGKILL);
    });
    std::int64_t id = 0;
    while (::read(ends[0], &id, sizeof id) == sizeof id) {
      acknowledged.insert(id);
    }
    ::close(ends[0]);
    killer.join();
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  const auto database = Database::open(settings_in(directory));
  const auto there = database->read(Caller::program(), [](Tx& tx) {
    return tx.column<std::int64_t>("SELECT id FROM note ORDER BY id");
  });
  EXPECT_TRUE(std::includes(there.begin(), there.end(), acknowledged.begin(), acknowledged.end()));
  EXPECT_GT(acknowledged.size(), 0u);
  // At most one a writer and round was on its way.
  EXPECT_LE(there.size(), acknowledged.size() + static_cast<std::size_t>(rounds * writers));
  EXPECT_TRUE(database->engine().integrity_faults().empty());
}

}  // namespace
}  // namespace sojourn::db
