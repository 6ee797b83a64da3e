#include "db/memory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sojourn::db {
namespace {

TEST(Memory, KnowsTextsThatItWasTold) {
  Memory memory;
  EXPECT_FALSE(memory.is_unscoped("SELECT 1"));
  memory.set_unscoped("SELECT 1");
  EXPECT_TRUE(memory.is_unscoped("SELECT 1"));
  EXPECT_FALSE(memory.is_unscoped("SELECT 2"));
}

TEST(Memory, ForgetsAnEstimateInTime) {
  Memory memory;
  const Memory::Clock::time_point now;
  EXPECT_EQ(memory.estimate("key", now), std::nullopt);
  memory.set_estimate("key", 7, now);
  EXPECT_EQ(memory.estimate("key", now + Memory::longest - std::chrono::seconds(1)), 7);
  EXPECT_EQ(memory.estimate("key", now + Memory::longest), std::nullopt);
  memory.set_estimate("key", 8, now + Memory::longest);
  EXPECT_EQ(memory.estimate("key", now + Memory::longest), 8);
  EXPECT_EQ(memory.estimate("other", now), std::nullopt);
}

TEST(Memory, IsBounded) {
  Memory memory;
  const Memory::Clock::time_point now;
  for (std::size_t i = 0; i <= Memory::most; ++i) {
    memory.set_unscoped(fmt::format("SELECT {}", i));
    memory.set_estimate(fmt::format("{}", i), 1, now);
  }
  EXPECT_FALSE(memory.is_unscoped("SELECT 0"));
  EXPECT_TRUE(memory.is_unscoped(fmt::format("SELECT {}", Memory::most)));
  EXPECT_EQ(memory.estimate("0", now), std::nullopt);
  EXPECT_EQ(memory.estimate(fmt::format("{}", Memory::most), now), 1);
}

}  // namespace
}  // namespace sojourn::db
