// Several servers on one PostgreSQL, and one server on several PostgreSQLs: one is killed under
// load, the others go on, nothing that was acknowledged is lost or doubled.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "db/jobs.h"
#include "db/postgres_session.h"
#include "tests/fault/office.h"
#include "tests/support/paths.h"
#include "tests/unit/db/world.h"

namespace sojourn::test {
namespace {

using db::PostgresSession;
using db::SqlOf;
using db::Value;

template <class T>
T value_of(const std::string& url, const std::string& sql) {
  return SqlOf<T>::from(PostgresSession(url).run(sql).cells.at(0));
}

/// Writers at `first`, or at `then` once that gives no answer, until `enough` are acknowledged.
/// What gets no answer is sent again with its key.
void write_until(Memory& memory, std::size_t enough, RunningServer& first, RunningServer& then) {
  RunningServer* server = &first;
  while (memory.answers().size() < enough) {
    const std::string name = memory.begin("area");
    while (!Office::make_area(*server, name, memory)) {
      server = &then;
    }
  }
}

TEST(PostgresServers, postgresql_OneIsKilledUnderLoadAndTheOtherGoesOn) {
  const PostgresSchema schema;
  const db::Folder folder;
  Office office(folder.path(), schema.url());
  // The sequencer's lease runs out: as if the 15 seconds of whoever has it, and is gone, were over.
  const auto end_lease = [&] {
    PostgresSession(schema.url()).script("UPDATE audit_lease SET until = now()");
  };
  end_lease();
  RunningServer one(folder.path() + "/one", office.arguments());
  office.sign_in(one);
  // The first has the sequencer's lease before the second comes.
  const std::string holder = "SELECT holder FROM audit_lease WHERE name = 'sequencer'";
  const std::string of_one = fmt::format(":{}", one.process());
  while (!value_of<std::string>(schema.url(), holder).ends_with(of_one)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  RunningServer two(folder.path() + "/two", office.arguments());
  office.use_session(two);

  Memory memory;
  constexpr std::size_t before = 60;
  constexpr std::size_t enough = 200;
  std::vector<std::jthread> all;
  for (int i = 0; i < 2; ++i) {
    all.emplace_back([&] { write_until(memory, enough, one, two); });
    all.emplace_back([&] { write_until(memory, enough, two, two); });
  }
  while (memory.answers().size() < before) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  one.send(SIGKILL);
  all.clear();
  EXPECT_EQ(one.wait().signal, SIGKILL);
  EXPECT_THAT(memory.open(), ::testing::IsEmpty());
  office.expect_each_once(memory);

  end_lease();
  const std::string of_two = fmt::format(":{}", two.process());
  while (!value_of<std::string>(schema.url(), holder).ends_with(of_two) ||
         value_of<int>(schema.url(), "SELECT count(*) FROM audit_entry WHERE place IS NULL") > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(two.ask("GET", "/healthz").status, 200);
  EXPECT_EQ(two.end(SIGTERM).code, 0);
  office.expect_log_verifies();
  office.expect_log_reconciles();
}

constexpr int jobs_queued = 12;

/// A worker process; never returns. Says on the pipe that it has a job, and then works on it for
/// ever if `hangs`.
[[noreturn]] void work(const db::Settings& settings, const std::string& name, bool hangs,
                       int pipe) {
  const auto database = db::Database::open(settings);
  db::Jobs jobs(*database, {.worker = name, .lease = std::chrono::seconds(1)});
  while (true) {
    const auto job = jobs.claim({"note"});
    if (!job) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      continue;
    }
    const char byte = 'x';
    if (::write(pipe, &byte, 1) != 1) {
      ::_exit(1);
    }
    while (hangs && jobs.renew(*job, "{}") == db::Lease::held) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    database->change(db::Caller::program(), "note.add", [&](db::Change& change) {
      change.write("INSERT INTO note (id, job) VALUES ($1, $2)", change.new_id_value(), job->id);
      jobs.finish(change, *job, "{}");
    });
  }
}

TEST(PostgresServers, postgresql_ADeadWorkersJobMovesOverOnce) {
  const PostgresSchema schema;
  db::Settings settings;
  settings.url = schema.url();
  settings.migrations.push_back(
      {9001, "9001_note", "CREATE TABLE note (id @id PRIMARY KEY, job @id NOT NULL)"});
  const auto start = [&](const std::string& name, bool hangs, std::array<int, 2>& ends) {
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      work(settings, name, hangs, ends[1]);
    }
    ::close(ends[1]);
    return child;
  };
  std::int64_t held = 0;
  {
    const auto database = db::Database::open(settings);
    database->change(db::Caller::program(), "queue",
                     [&](db::Change& change) { held = change.job("note", "{}"); });
  }
  // 1. One has the first job, and holds it for longer than its lease; it is killed in it.
  std::array<int, 2> of_one{};
  const pid_t one = start("one", true, of_one);
  char byte = 0;
  ASSERT_EQ(::read(of_one[0], &byte, 1), 1);
  // 2. Two others want to work beside it and after it.
  {
    const auto database = db::Database::open(settings);
    database->change(db::Caller::program(), "queue", [&](db::Change& change) {
      for (int i = 1; i < jobs_queued; ++i) {
        change.job("note", "{}");
      }
    });
  }
  std::array<int, 2> of_two{};
  std::array<int, 2> of_three{};
  const pid_t two = start("two", false, of_two);
  const pid_t three = start("three", false, of_three);
  const std::string done = "SELECT count(*) FROM job WHERE state = 'done'";
  while (value_of<int>(schema.url(), done) < jobs_queued - 1) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // longer than the lease
  EXPECT_EQ(value_of<std::string>(schema.url(),
                                  fmt::format("SELECT worker FROM job WHERE id = {}", held)),
            "one")
      << "a lease that is renewed is nobody else's";
  ::kill(one, SIGKILL);
  ASSERT_EQ(::waitpid(one, nullptr, 0), one);
  while (value_of<int>(schema.url(), done) < jobs_queued) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  // 3. Once each, and the dead one's on its second claim.
  EXPECT_EQ(value_of<int>(schema.url(), "SELECT count(*) FROM note"), jobs_queued);
  EXPECT_EQ(value_of<int>(schema.url(), "SELECT count(DISTINCT job) FROM note"), jobs_queued);
  EXPECT_EQ(
      value_of<int>(schema.url(), fmt::format("SELECT attempts FROM job WHERE id = {}", held)), 2);
  EXPECT_EQ(value_of<int>(schema.url(), "SELECT count(*) FROM job WHERE attempts > 1"), 1);
  for (const pid_t each : {two, three}) {
    ::kill(each, SIGKILL);
    EXPECT_EQ(::waitpid(each, nullptr, 0), each);
  }
  for (const int end : {of_one[0], of_two[0], of_three[0]}) {
    ::close(end);
  }
}

/// Two PostgreSQLs of this test's own: a primary, and a standby that has all that the primary
/// acknowledged.
class Pair {
 public:
  explicit Pair(const std::string& folder)
      : first_(folder + "/first"), second_(folder + "/second") {
    must("start", first_);
    must("standby", first_ + " " + second_);
  }
  ~Pair() {
    script("stop", first_);
    script("stop", second_);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  /// With both hosts, the primary first or last.
  std::string url(bool standby_first = false) const {
    const std::string& one = standby_first ? second_ : first_;
    const std::string other = line_of(standby_first ? first_ : second_);
    return line_of(one) + "," + other.substr(other.rfind('=') + 1);
  }
  /// The first goes away with all that it has, and the second takes writes.
  void fail_over() const {
    must("stop", first_);
    must("promote", second_);
  }

 private:
  static int script(const std::string& what, const std::string& files) {
    return std::system(
        fmt::format("{}/scripts/test_postgres {} {}", source_dir(), what, files).c_str());
  }
  static void must(const std::string& what, const std::string& files) {
    if (script(what, files) != 0) {
      throw std::runtime_error("scripts/test_postgres " + what);
    }
  }
  static std::string line_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
  }
  std::string first_;
  std::string second_;
};

TEST(PostgresServers, postgresql_WhenTheFirstHostGoesTheServerGoesOnWithTheSecond) {
  const db::Folder folder;
  const Pair pair(folder.path());
  // Of several hosts the one that takes writes is found, wherever it stands.
  EXPECT_FALSE(value_of<bool>(pair.url(true), "SELECT pg_is_in_recovery()"));
  Office office(folder.path(), pair.url());
  RunningServer server(folder.path() + "/server", office.arguments());
  office.sign_in(server);
  Memory memory;
  constexpr std::size_t before = 40;
  constexpr std::size_t enough = 120;
  std::vector<std::jthread> all;
  for (int i = 0; i < 4; ++i) {
    all.emplace_back([&] { write_until(memory, enough, server, server); });
  }
  while (memory.answers().size() < before) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  pair.fail_over();
  all.clear();
  EXPECT_THAT(memory.open(), ::testing::IsEmpty());
  office.expect_each_once(memory);
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  office.expect_log_verifies();
  office.expect_log_reconciles();
}

}  // namespace
}  // namespace sojourn::test
