// When a stop is asked for. What is waited for here comes at once; nothing is measured.
#include "stages/placement/deadline.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace sojourn::stages::placement {
namespace {

void wait_for_stop(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait(lock, token, [] { return false; });
}

TEST(Deadline, WithoutTimeItStopsWhenAnotherAsks) {
  std::stop_source other;
  const Deadline deadline(std::nullopt, other.get_token());
  EXPECT_FALSE(deadline.token().stop_requested());
  other.request_stop();
  EXPECT_TRUE(deadline.token().stop_requested());
}

TEST(Deadline, NoTimeIsOverAtOnce) {
  for (const double seconds : {0.0, -1.0, -1e300})
    EXPECT_TRUE(Deadline(seconds, {}).token().stop_requested()) << seconds;
}

TEST(Deadline, StopsWhenTheTimeIsOver) {
  const Deadline deadline(1e-3, {});
  wait_for_stop(deadline.token());
  EXPECT_TRUE(deadline.token().stop_requested());
}

// A time longer than the clock can count is not over at once: another stops first.
TEST(Deadline, ALongTimeIsLong) {
  for (const double seconds : {1e10, 1e300}) {
    const Deadline first(1e-3, {});
    const Deadline deadline(seconds, {});
    wait_for_stop(first.token());
    EXPECT_FALSE(deadline.token().stop_requested()) << seconds;
  }
}

}  // namespace
}  // namespace sojourn::stages::placement
