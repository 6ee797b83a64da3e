#include "base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/random.h"

namespace sojourn::base {
namespace {

struct Site {
  Id<Site> id;  // incomplete here: must compile
  static constexpr std::string_view id_prefix = "site";
};
struct Sponsor {
  static constexpr std::string_view id_prefix = "sponsor";
};
using SiteId = Id<Site>;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST(Id, IsWrittenWithItsKindBeforeIt) {
  EXPECT_EQ(SiteId{1}.to_text(), "site_1");
  EXPECT_EQ(SiteId{32}.to_text(), "site_10");
  EXPECT_EQ(Id<Sponsor>{(3 << 15) + (9 << 10) + (19 << 5) + 23}.to_text(), "sponsor_39kq");
  EXPECT_EQ(SiteId{most}.to_text(), "site_7zzzzzzzzzzzz");
  EXPECT_THROW(SiteId{}.to_text(), Bug);
  EXPECT_FALSE(SiteId{}.is_set());
}

TEST(Id, ReadsBackWhatItWrites) {
  Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    const SiteId id{random.between(1, most) >> random.below(60)};
    if (id.value > 0) {
      ASSERT_EQ(SiteId::from_text(id.to_text()), id);
    }
  }
  EXPECT_EQ(SiteId::from_text("site_7zzzzzzzzzzzz"), SiteId{most});
}

TEST(Id, OfAnotherKindOrSpellingIsNone) {
  for (const std::string_view text : {"",
                                      "site",
                                      "site_",
                                      "sit_1",
                                      "sponsor_1",
                                      "site1",
                                      "site-1",
                                      "Site_1",
                                      "site_0",
                                      "site_01",
                                      "site_A",
                                      "site_i",
                                      "site_l",
                                      "site_o",
                                      "site_u",
                                      "site_1 ",
                                      " site_1",
                                      "site_-1",
                                      "1",
                                      "site_8000000000000",
                                      "site_zzzzzzzzzzzzz",
                                      "site_10000000000000000",
                                      "site__1"}) {
    EXPECT_EQ(SiteId::from_text(text), std::nullopt) << text;
  }
}

TEST(IdMaker, MakesIdsInTheOrderOfTime) {
  HandWallClock clock(written<Instant>("2026-11-25T08:00:00Z"));
  IdMaker maker(clock);
  std::vector<std::int64_t> made;
  for (int ms = 0; ms < 200; ++ms) {
    for (int i = 0; i < 5; ++i) {
      made.push_back(maker.next());
      EXPECT_EQ(IdMaker::made_at(made.back()), clock.now());
    }
    clock.turn(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(std::is_sorted(made.begin(), made.end()));
  EXPECT_EQ(std::adjacent_find(made.begin(), made.end()), made.end());
}

TEST(IdMaker, NeverRepeatsWhenTheClockStandsOrGoesBack) {
  HandWallClock clock(written<Instant>("2026-11-25T08:00:00Z"));
  IdMaker maker(clock);
  std::int64_t last = 0;
  for (int i = 0; i < 50'000; ++i) {  // more than the 4,096 of a millisecond
    const std::int64_t id = maker.next();
    ASSERT_GT(id, last);
    last = id;
  }
  EXPECT_LT(IdMaker::made_at(last) - clock.now(), std::chrono::milliseconds(14));
  clock.turn(-std::chrono::hours(1));
  EXPECT_GT(maker.next(), last);
  clock.set(written<Instant>("1999-01-01T00:00:00Z"));
  EXPECT_GT(maker.next(), last);
}

TEST(IdMaker, MakersOfOneMomentDifferByNumber) {
  HandWallClock clock(written<Instant>("2026-11-25T08:00:00Z"));
  IdMaker one(clock, 1, 7), two(clock, 2, 7), again(clock, 1, 7);
  const std::int64_t first = one.next();
  EXPECT_NE(first, two.next());
  EXPECT_EQ(first, again.next());
  EXPECT_THROW(IdMaker(clock, 1024, 0), Bug);
}

TEST(IdMaker, LastsUntil2089) {
  HandWallClock clock(written<Instant>("2089-09-06T00:00:00Z"));
  IdMaker maker(clock);
  EXPECT_GT(maker.next(), most / 2);
  clock.set(written<Instant>("2089-09-07T00:00:00Z"));
  EXPECT_THROW(maker.next(), Bug);
}

TEST(IdMaker, EightThreadsNeverMakeTheSame) {
  SystemWallClock clock;
  IdMaker maker(clock);
  constexpr std::size_t threads = 8, each = 20'000;
  std::vector<std::vector<std::int64_t>> made(threads);
  {
    std::vector<std::jthread> running;
    for (std::vector<std::int64_t>& mine : made) {
      running.emplace_back([&mine, &maker] {
        mine.reserve(each);
        for (std::size_t i = 0; i < each; ++i) {
          mine.push_back(maker.make<Site>().value);
        }
      });
    }
  }
  std::unordered_set<std::int64_t> all;
  for (const std::vector<std::int64_t>& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), threads * each);
}

}  // namespace
}  // namespace sojourn::base
