// `sojourn serve` is killed at a random moment under writers with idempotency keys, again and again
// on the same directory: the next start is at once and without anybody's help, every acknowledged
// change is there once, what had no answer is sent again and applied once, and `audit verify`
// holds. SOJOURN_KILL_ROUNDS sets the number of rounds (12; `make long` does 300).
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/random.h"
#include "base/text.h"
#include "tests/fault/office.h"
#include "tests/unit/db/world.h"

namespace sojourn::test {
namespace {

constexpr int writers = 4;

int rounds_asked(int otherwise) {
  const char* const asked = std::getenv("SOJOURN_KILL_ROUNDS");
  return asked == nullptr ? otherwise : base::parse_number<int>(asked).value_or(otherwise);
}

TEST(ServeKill, EveryAcknowledgedChangeIsThereOnce) {
  const int rounds = rounds_asked(12);
  const db::Folder folder;
  Office office(folder.path());
  base::Random chance(7);
  Memory memory;
  std::chrono::steady_clock::duration longest{};
  bool signed_in = false;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(round);
    const auto start = std::chrono::steady_clock::now();
    RunningServer server(folder.path() + "/server", office.arguments());
    longest = std::max(longest, std::chrono::steady_clock::now() - start);
    if (signed_in) {
      office.use_session(server);
    } else {
      ASSERT_NO_THROW(office.sign_in(server));
      signed_in = true;
    }
    // What the last kill left without an answer, and one that it did not: the same answer again.
    for (const std::string& name : memory.open()) {
      ASSERT_TRUE(Office::make_area(server, name, memory));
    }
    const auto answers = memory.answers();
    if (!answers.empty()) {
      auto any = answers.begin();
      std::advance(any, chance.between(0, std::ssize(answers) - 1));
      ASSERT_TRUE(Office::make_area(server, any->first, memory));
    }
    office.expect_each_once(memory);
    office.expect_log_verifies();
    if (::testing::Test::HasFailure()) {
      return;
    }
    std::vector<std::jthread> all;
    for (int w = 0; w < writers; ++w) {
      all.emplace_back([&] {
        while (Office::make_area(server, memory.begin(std::to_string(round)), memory)) {
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(chance.between(10, 120)));
    server.send(SIGKILL);
    all.clear();
    ASSERT_EQ(server.wait().signal, SIGKILL);
  }
  {
    RunningServer server(folder.path() + "/server", office.arguments());
    office.use_session(server);
    for (const std::string& name : memory.open()) {
      ASSERT_TRUE(Office::make_area(server, name, memory));
    }
    EXPECT_EQ(server.end(SIGTERM).code, 0);
  }
  EXPECT_GT(memory.answers().size(), static_cast<std::size_t>(rounds));
  office.expect_each_once(memory);
  office.expect_log_verifies();
  office.expect_log_reconciles();
  std::printf("%d kills, %zu changes acknowledged; the longest start took %lld ms\n", rounds,
              memory.answers().size(),
              static_cast<long long>(
                  std::chrono::duration_cast<std::chrono::milliseconds>(longest).count()));
}

}  // namespace
}  // namespace sojourn::test
