#include "base/money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/random.h"

namespace sojourn::base {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

Money money(std::string_view text) { return written<Money>(text); }

TEST(Money, HasOneText) {
  for (const std::string_view text :
       {"0.00 CNY", "1234.50 CNY", "-0.05 CNY", "0.99 EUR", "1500 JPY", "-1 KRW", "0.001 KWD",
        "92233720368547758.07 CNY", "-92233720368547758.08 CNY", "9223372036854775807 JPY"}) {
    EXPECT_EQ(money(text).to_text(), text);
  }
  EXPECT_EQ(money("12 CNY"), (Money{1200, *Currency::from_text("CNY")}));
  EXPECT_EQ(Money{}.to_text(), "0.00 CNY");
  EXPECT_EQ(money("-5.00 USD").amount_text(), "-5.00");
}

TEST(Money, RefusesWhatIsNoAmount) {
  for (const std::string_view text : {"",
                                      "CNY",
                                      " CNY",
                                      "12",
                                      "12CNY",
                                      "12.5 CNY",
                                      "12.505 CNY",
                                      "12. CNY",
                                      ".50 CNY",
                                      "012 CNY",
                                      "-0 CNY",
                                      "-0.00 CNY",
                                      "--1 CNY",
                                      "+1 CNY",
                                      "1,000 CNY",
                                      "1 cny",
                                      "1 CN",
                                      "1 CNYY",
                                      "1.0 JPY",
                                      "1.00 KWD",
                                      "1e3 CNY",
                                      "- CNY",
                                      "-.05 CNY",
                                      "1.2.3 CNY",
                                      "1.-5 CNY",
                                      "92233720368547758.08 CNY",
                                      "-92233720368547758.09 CNY",
                                      "92233720368547759 CNY",
                                      "99999999999999999999999999999999999999999999 CNY"}) {
    EXPECT_EQ(Money::from_text(text), std::nullopt) << text;
  }
}

TEST(Money, ReadsBackWhatItWrites) {
  Random random(4);
  for (const std::string_view code : {"CNY", "JPY", "KWD", "CLF"}) {
    for (int i = 0; i < 5000; ++i) {
      const Money any{random.between(least, most) >> random.below(63), *Currency::from_text(code)};
      ASSERT_EQ(Money::from_text(any.to_text()), any);
    }
  }
}

TEST(Money, AddsExactlyOrNotAtAll) {
  EXPECT_EQ(money("0.10 CNY") + money("0.20 CNY"), money("0.30 CNY"));
  EXPECT_EQ(money("120.00 CNY") * 31, money("3720.00 CNY"));
  EXPECT_EQ(-money("1.00 CNY"), money("-1.00 CNY"));
  EXPECT_LT(money("0.99 CNY"), money("1.00 CNY"));
  Money sum = money("1.00 CNY");
  sum += money("2.00 CNY");
  sum -= money("0.50 CNY");
  EXPECT_EQ(sum, money("2.50 CNY"));
  const Money top{most, {}}, bottom{least, {}}, one{1, {}};
  EXPECT_THROW(top + one, Bug);
  EXPECT_THROW(bottom - one, Bug);
  EXPECT_THROW(-bottom, Bug);
  EXPECT_THROW(top * 2, Bug);
  EXPECT_THROW(money("1.00 CNY") + money("1.00 USD"), Bug);
  EXPECT_THROW((void)(money("1.00 CNY") < money("1.00 USD")), Bug);
  EXPECT_NE(money("1.00 CNY"), money("1.00 USD"));
}

TEST(Money, PartsRoundHalvesAwayFromZero) {
  EXPECT_EQ(money("100.00 CNY").part(1, 3), money("33.33 CNY"));
  EXPECT_EQ(money("0.01 CNY").part(1, 2), money("0.01 CNY"));
  EXPECT_EQ(money("-0.01 CNY").part(1, 2), money("-0.01 CNY"));
  EXPECT_EQ(money("0.01 CNY").part(49, 100), money("0.00 CNY"));
  EXPECT_EQ((Money{most, {}}).part(most, most), (Money{most, {}}));
  EXPECT_EQ((Money{least, {}}).part(1, 1), (Money{least, {}}));
  EXPECT_THROW((Money{least, {}}).part(least, 1), Bug);
  EXPECT_THROW((Money{1, {}}).part(1, 0), Bug);
}

TEST(Money, SharesAddUpToTheWhole) {
  const std::vector<std::int64_t> thirds = {1, 1, 1}, uneven = {0, 5, 3};
  EXPECT_THAT(money("100.00 CNY").shared(thirds),
              ElementsAre(money("33.34 CNY"), money("33.33 CNY"), money("33.33 CNY")));
  EXPECT_THAT(money("-0.01 CNY").shared(uneven),
              ElementsAre(money("0.00 CNY"), money("-0.01 CNY"), money("0.00 CNY")));
  EXPECT_THROW(money("1.00 CNY").shared({}), Bug);
  Random random(6);
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::int64_t> weights(1 + random.below(8));
    for (std::int64_t& weight : weights) {
      weight = random.between(0, 1000);
    }
    weights[0] += 1;
    const Money whole{random.between(-1'000'000, 1'000'000), {}};
    Money sum{0, {}};
    for (const Money& share : whole.shared(weights)) {
      sum += share;
    }
    ASSERT_EQ(sum, whole);
  }
}

TEST(Currency, IsThreeCapitals) {
  EXPECT_EQ(Currency::from_text("JPY")->decimals(), 0);
  EXPECT_EQ(Currency::from_text("KWD")->decimals(), 3);
  EXPECT_EQ(Currency::from_text("UYW")->decimals(), 4);
  EXPECT_EQ(Currency::from_text("USD")->decimals(), 2);
  EXPECT_EQ(Currency().to_text(), "CNY");
  for (const std::string_view text : {"", "CN", "cny", "CNYY", "C1Y"}) {
    EXPECT_EQ(Currency::from_text(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sojourn::base
