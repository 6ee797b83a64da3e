#include "base/place_map.h"

#include <gtest/gtest.h>

#include <unordered_map>

#include "base/random.h"

namespace sojourn::base {
namespace {

TEST(PlaceMap, KeepsWhatAMapKeeps) {
  Random random(1);
  PlaceMap map;
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  EXPECT_EQ(map.find(0), nullptr);
  map.add(0, 1'000'000);
  known.emplace(0, 1'000'000);
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    // Close together, as ids are; spread, as hashes are; some twice; 0 as well.
    const std::uint64_t near = random.below(40'000);
    const std::uint64_t key = i % 2 == 0 ? near : near * 0x9e3779b97f4a7c15ULL;
    const auto [at, fresh] = map.add(key, i);
    const auto [place, is_new] = known.emplace(key, i);
    ASSERT_EQ(fresh, is_new);
    ASSERT_EQ(*at, place->second);
  }
  EXPECT_EQ(map.size(), known.size());
  for (std::uint64_t key = 0; key < 60'000; ++key) {
    const auto found = known.find(key);
    ASSERT_EQ(map.contains(key), found != known.end()) << key;
    if (found != known.end()) {
      ASSERT_EQ(*map.find(key), found->second);
    }
  }
  *map.find(0) = 7;
  EXPECT_EQ(*map.find(0), 7U);
  map.clear();
  EXPECT_EQ(map.size(), 0U);
  EXPECT_FALSE(map.contains(0));
}

}  // namespace
}  // namespace sojourn::base
