#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <type_traits>

#include "base/date.h"
#include "base/id.h"
#include "base/refusal.h"

namespace sojourn::base {
namespace {

using ::testing::ElementsAre;

struct Site {
  static constexpr std::string_view id_prefix = "site";
};

// What a person wrote does not get in unless it is vouched for.
static_assert(!std::is_constructible_v<Fact, Literal, std::string>);
static_assert(!std::is_constructible_v<Fact, Literal, std::string_view>);
static_assert(!std::is_constructible_v<Fact, Literal, const char*>);
static_assert(!std::is_constructible_v<Fact, Literal, char*>);

TEST(Log, WritesOneObjectALine) {
  HandWallClock clock(written<Instant>("2026-11-25T08:30:00Z"));
  CollectedLog log(clock);
  log.say(Level::info, "start");
  clock.turn(std::chrono::seconds(1));
  log.say(Level::warning, "refused",
          {{"site", Id<Site>{32}},
           {"kind", Kind::not_found},
           {"status", 404},
           {"ms", 0.25},
           {"slow", false},
           {"why", "outside"},
           {"path", technical("/a\n\"b\"")}});
  EXPECT_THAT(
      log.lines(),
      ElementsAre(
          "{\"at\":\"2026-11-25T08:30:00.000000Z\",\"level\":\"info\",\"event\":\"start\"}\n",
          "{\"at\":\"2026-11-25T08:30:01.000000Z\",\"level\":\"warning\",\"event\":\"refused\","
          "\"site\":\"site_10\",\"kind\":\"not_found\",\"status\":404,\"ms\":0.25,"
          "\"slow\":false,\"why\":\"outside\",\"path\":\"/a\xEF\xBF\xBD\\\"b\\\"\"}\n"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  HandWallClock clock{Instant()};
  CollectedLog log(clock);
  log.say(Level::debug, "detail");
  EXPECT_TRUE(log.lines().empty());
  log.set_least(Level::debug);
  log.say(Level::debug, "detail");
  log.set_least(Level::error);
  log.say(Level::warning, "slow");
  EXPECT_EQ(log.lines().size(), 1U);
}

TEST(Log, AFactSaidTwiceIsABug) {
  HandWallClock clock{Instant()};
  CollectedLog log(clock);
  EXPECT_THROW(log.say(Level::info, "x", {{"at", 1}}), Bug);
  EXPECT_THROW(log.say(Level::info, "x", {{"a", 1}, {"a", 2}}), Bug);
}

TEST(Log, LinesOfManyThreadsStayWhole) {
  SystemWallClock clock;
  CollectedLog log(clock);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&log, thread] {
        for (int i = 0; i < 500; ++i) {
          log.say(Level::info, "tick", {{"thread", thread}, {"i", i}});
        }
      });
    }
  }
  EXPECT_EQ(log.entries().size(), 2000U);
}

}  // namespace
}  // namespace sojourn::base
