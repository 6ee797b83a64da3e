#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

TEST(Random, MixIsSplitmix64) {
  // The published first outputs of splitmix64 for seed 1234567.
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL}) {
    state += 0x9e3779b97f4a7c15ULL;
    EXPECT_EQ(mix(state), expected);
  }
}

TEST(Random, IsXoshiro256StarStarSeededBySplitmix64) {
  // As the authors' C code, and other libraries built on it, give them for seed 42.
  Random random(42);
  for (const std::uint64_t expected : {1546998764402558742ULL, 6990951692964543102ULL,
                                       12544586762248559009ULL, 17057574109182124193ULL}) {
    EXPECT_EQ(random.next(), expected);
  }
}

TEST(Random, StreamsOfOneSeedDiffer) {
  Random a(1, 1), b(1, 2), c(2, 1), again(1, 1);
  const std::uint64_t first = a.next();
  EXPECT_NE(first, b.next());
  EXPECT_NE(first, c.next());
  EXPECT_EQ(first, again.next());
}

TEST(Random, BelowIsEven) {
  Random random(7);
  constexpr int draws = 600'000, expected = 100'000;
  std::vector<int> seen(6);
  for (int i = 0; i < draws; ++i) {
    ++seen[random.below(6)];
  }
  // Deviation of a count is about 289; six deviations would not happen by chance.
  for (const int count : seen) {
    EXPECT_NEAR(count, expected, 6 * 289);
  }
  EXPECT_EQ(random.below(1), 0U);
  EXPECT_THROW(random.below(0), Bug);
}

TEST(Random, BelowHasNoUnevenRest) {
  // 3 * 2^62 leaves a rest of a quarter of all words: without rejection, the first third would come
  // up half of the time.
  Random random(8);
  constexpr std::uint64_t third = 1ULL << 62U;
  int low = 0;
  for (int i = 0; i < 30'000; ++i) {
    low += random.below(3 * third) < third ? 1 : 0;
  }
  EXPECT_NEAR(low, 10'000, 6 * 82);
}

TEST(Random, BetweenReachesBothEnds) {
  Random random(9);
  std::int64_t least = 99, most = -99;
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t number = random.between(-2, 3);
    least = std::min(least, number);
    most = std::max(most, number);
  }
  EXPECT_EQ(least, -2);
  EXPECT_EQ(most, 3);
  EXPECT_EQ(random.between(INT64_MIN, INT64_MIN), INT64_MIN);
  random.between(INT64_MIN, INT64_MAX);
  EXPECT_THROW(random.between(1, 0), Bug);
}

TEST(Random, UnitAndBellHaveTheirMoments) {
  Random random(10);
  constexpr int draws = 200'000;
  double sum = 0, squares = 0, units = 0;
  for (int i = 0; i < draws; ++i) {
    const double bell = random.bell();
    sum += bell;
    squares += bell * bell;
    const double unit = random.unit();
    ASSERT_GE(unit, 0);
    ASSERT_LT(unit, 1);
    units += unit;
  }
  EXPECT_NEAR(sum / draws, 0, 0.015);
  EXPECT_NEAR(squares / draws, 1, 0.02);
  EXPECT_NEAR(units / draws, 0.5, 0.005);
}

TEST(Random, ShuffleIsAPermutationAndReachesAll) {
  Random random(11);
  std::vector<int> seen(6);
  for (int i = 0; i < 60'000; ++i) {
    std::vector<int> items = {0, 1, 2};
    random.shuffle(std::span<int>(items));
    std::vector<int> sorted = items;
    std::sort(sorted.begin(), sorted.end());
    ASSERT_EQ(sorted, (std::vector<int>{0, 1, 2}));
    const std::size_t order = items[1] > items[2] ? 1 : 0;
    ++seen[static_cast<std::size_t>(items[0]) * 2 + order];
  }
  for (const int count : seen) {
    EXPECT_NEAR(count, 10'000, 6 * 92);
  }
}

}  // namespace
}  // namespace sojourn::base
