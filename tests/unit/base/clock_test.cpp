#include "base/clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/process.h"
#include "base/version.h"

namespace sojourn::base {
namespace {

using namespace std::chrono_literals;

TEST(Clock, IsTurnedByHand) {
  HandClock clock;
  const auto start = clock.now();
  EXPECT_EQ(seconds_since(clock, start), 0);
  clock.turn(1500ms);
  EXPECT_EQ(seconds_since(clock, start), 1.5);
}

TEST(Clock, OfTheMachineNeverGoesBack) {
  SystemClock clock;
  auto last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const auto now = clock.now();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(WallClock, IsSetAndTurnedByHand) {
  HandWallClock clock(written<Instant>("2026-11-25T08:30:00Z"));
  EXPECT_EQ(clock.now(), clock.now());
  clock.turn(1500ms);
  EXPECT_EQ(clock.now().to_text(), "2026-11-25T08:30:01.500000Z");
  clock.set(written<Instant>("2024-02-29T00:00:00Z"));
  EXPECT_EQ(clock.now().utc_date(), written<Date>("2024-02-29"));
}

TEST(WallClock, OfTheMachineIsOfThisCentury) {
  SystemWallClock clock;
  EXPECT_GT(clock.now(), written<Instant>("2020-01-01T00:00:00Z"));
  EXPECT_LT(clock.now(), written<Instant>("2100-01-01T00:00:00Z"));
}

TEST(Process, KnowsWhatItHasUsed) {
  EXPECT_GT(peak_megabytes(), 0.5);
  EXPECT_LT(peak_megabytes(), 1e6);
  const double before = cpu_seconds();
  volatile unsigned sum = 0;
  while (cpu_seconds() - before < 0.01) {
    sum = sum + 1;
  }
  EXPECT_GT(cpu_seconds(), before);
  EXPECT_GE(processors(), 1);
}

TEST(Version, IsThreeNumbers) { EXPECT_EQ(std::count(version().begin(), version().end(), '.'), 2); }

}  // namespace
}  // namespace sojourn::base
