// Connections to PostgreSQL are cut at random moments, COMMIT included: with the key row in each
// transaction nothing is doubled and nothing lost.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/random.h"
#include "db/postgres_session.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

TEST(PostgresCuts, postgresql_NothingIsDoubledAndNothingLost) {
  const test::PostgresSchema schema;
  const std::string name = fmt::format("cut{}", ::getpid());
  Settings settings;
  settings.url = fmt::format("{}&application_name={}", schema.url(), name);
  settings.migrations.push_back(
      {9001, "9001_note", "CREATE TABLE note (id @id PRIMARY KEY, request @text NOT NULL)"});
  const auto database = Database::open(settings);
  std::atomic<bool> ended = false;
  std::atomic<int> cuts = 0;
  std::thread cutter([&] {
    PostgresSession session(test::postgres_url());
    base::Random chance(1);
    const Value application = name;
    while (!ended) {
      const Result cut = session.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 "
          "ORDER BY random() LIMIT 1",
          std::span(&application, 1));
      cuts += static_cast<int>(cut.rows());
      std::this_thread::sleep_for(std::chrono::milliseconds(chance.between(1, 20)));
    }
  });
  constexpr int threads = 4;
  constexpr int enough_cuts = 40;
  std::atomic<int> requests = 0;
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      for (int i = 0; cuts < enough_cuts; ++i) {
        ++requests;
        // Half with a request's key, half with the database's own.
        Caller caller = Caller::program();
        const std::string request = fmt::format("{}-{}", t, i);
        if (i % 2 == 0) {
          caller.idempotency_key = request;
        }
        bool done = false;
        while (!done) {
          try {
            database->change(caller, "note.add", [&](Change& change) {
              change.write("INSERT INTO note (id, request) VALUES ($1, $2)", change.new_id_value(),
                           request);
            });
            done = true;
          } catch (const base::Refusal& refusal) {
            // A clash that five tries did not settle was undone, so it may be sent again.
            ASSERT_EQ(refusal.code, "busy") << refusal.detail;
          }
        }
      }
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  ended = true;
  cutter.join();
  database->read(Caller::program(), [&](Tx& tx) {
    EXPECT_EQ(tx.value<int>("SELECT count(*) FROM note"), requests);
    EXPECT_EQ(tx.value<int>("SELECT count(DISTINCT request) FROM note"), requests);
    EXPECT_EQ(tx.value<int>("SELECT count(*) FROM idempotency"), requests);
  });
}

}  // namespace
}  // namespace sojourn::db
