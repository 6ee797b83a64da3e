// Amounts of money: a whole number of the currency's smallest unit, never a fraction in binary.
// Adding is exact or a Bug (another currency, or beyond 64 bits: 92 quadrillion yuan).
// Tested in tests/unit/base/money_test.cpp.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/word.h"

namespace sojourn::base {

/// An ISO 4217 code. Text: CNY. Any three capital letters are taken, as new ones come.
class Currency {
 public:
  /// CNY.
  constexpr Currency() = default;
  /// Decimals of its amounts: 2 but for those that ISO 4217 gives 0, 3 or 4.
  int decimals() const;

  std::string to_text() const { return {letters_.data(), letters_.size()}; }
  static std::optional<Currency> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Currency&, const Currency&) = default;
  friend auto operator<=>(const Currency&, const Currency&) = default;

 private:
  std::array<char, 3> letters_ = {'C', 'N', 'Y'};
};

/// Text: 1234.50 CNY, with a minus sign before it if below zero, always with the currency's
/// decimals. Read with all of them or none.
struct Money {
  std::int64_t minor = 0;  ///< in the smallest unit: fen, cent
  Currency currency = {};

  /// The sum, difference, multiple. Bug: two currencies, or beyond 64 bits.
  friend Money operator+(const Money& a, const Money& b);
  friend Money operator-(const Money& a, const Money& b);
  friend Money operator*(const Money& money, std::int64_t times);
  friend Money operator-(const Money& money) { return Money{0, money.currency} - money; }
  Money& operator+=(const Money& other) { return *this = *this + other; }
  Money& operator-=(const Money& other) { return *this = *this - other; }

  /// `numerator` / `denominator` of it, to the nearest smallest unit, halves away from zero, as
  /// accountants round. Precondition: denominator > 0. Bug beyond 64 bits.
  Money part(std::int64_t numerator, std::int64_t denominator) const;
  /// Shares in proportion to `weights` that add up to the whole: each is rounded down, and the
  /// smallest units left over go to the largest remainders, the first among equals.
  /// Precondition: weights are not negative and their sum is from 1 to 2^62; so is the amount's
  /// size.
  std::vector<Money> shared(std::span<const std::int64_t> weights) const;

  std::string to_text() const;
  /// The amount alone: 1234.50.
  std::string amount_text() const;
  static std::optional<Money> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Money&, const Money&) = default;
  /// Bug for two currencies.
  friend std::strong_ordering operator<=>(const Money& a, const Money& b);
};

}  // namespace sojourn::base
