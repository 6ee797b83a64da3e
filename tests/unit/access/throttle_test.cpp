#include "access/throttle.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sojourn::access {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;
using std::chrono::sys_seconds;

const sys_seconds start(seconds(1'800'000'000));

TEST(Throttle, DelayDoublesFromTheFifthMiss) {
  for (std::int64_t misses = 0; misses <= 4; ++misses) {
    EXPECT_EQ(delay_after(bucket_pair, misses), 0s) << misses;
  }
  EXPECT_EQ(delay_after(bucket_pair, 5), 1s);
  EXPECT_EQ(delay_after(bucket_pair, 6), 2s);
  EXPECT_EQ(delay_after(bucket_pair, 15), 1024s);
  EXPECT_EQ(delay_after(bucket_pair, 30), 12h);
  EXPECT_EQ(delay_after(bucket_pair, 1'000'000'000), 12h);
  EXPECT_EQ(delay_after(bucket_address, 99), 0s);
  EXPECT_EQ(delay_after(bucket_address, 1000), 1min) << "an office may share one address";
}

TEST(Throttle, WaitCountsFromTheLastMiss) {
  const Misses eight{.count = 8, .last = start};
  EXPECT_EQ(wait_for(bucket_pair, eight, start), 8s);
  EXPECT_EQ(wait_for(bucket_pair, eight, start + 7s), 1s);
  EXPECT_EQ(wait_for(bucket_pair, eight, start + 8s), 0s);
  EXPECT_EQ(wait_for(bucket_pair, {}, start), 0s);
}

TEST(Throttle, MissesAreForgottenAfter30Days) {
  const Misses many{.count = 50, .last = start};
  EXPECT_EQ(one_more(many, start + 1h).count, 51);
  EXPECT_EQ(one_more(many, start + 24h * 30), (Misses{.count = 1, .last = start + 24h * 30}));
}

/// Tries that somebody gets who tries again as soon as it is allowed.
int tries_in_30_days(const Bucket& bucket) {
  Misses misses;
  sys_seconds now = start;
  int tries = 0;
  while (now < start + 24h * 30) {
    now += wait_for(bucket, misses, now);
    misses = one_more(misses, now);
    tries += now < start + 24h * 30 ? 1 : 0;
  }
  return tries;
}

TEST(Throttle, AtMost100TriesAtAnAccountIn30Days) {
  EXPECT_EQ(tries_in_30_days(bucket_pair), 79);
  EXPECT_EQ(tries_in_30_days(bucket_account), 94);
}

TEST(Throttle, CountsASubscriberNotOneOfItsAddresses) {
  EXPECT_EQ(counted_address("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(counted_address("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(counted_address("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(counted_address("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(counted_address("local"), "local");
}

TEST(Throttle, KeysTellNothingAndDiffer) {
  EXPECT_EQ(pair_key(" Amina", "192.0.2.7"), pair_key("amina ", "192.0.2.7"));
  EXPECT_EQ(account_key("AMINA"), account_key("amina"));
  EXPECT_NE(pair_key("amina", "192.0.2.7"), pair_key("amina1", "92.0.2.7"));
  EXPECT_NE(account_key("192.0.2.7"), address_key("192.0.2.7"));
  EXPECT_EQ(account_key("amina").size(), 64U);
}

}  // namespace
}  // namespace sojourn::access
