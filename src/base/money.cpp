#include "base/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

// A 128-bit product is beyond ISO C++, hence __extension__.
__extension__ using Wide = __int128;

constexpr std::string_view too_large = "an amount fits into 64 bits";

std::int64_t narrow(Wide number) {
  ensure(number >= std::numeric_limits<std::int64_t>::min() &&
             number <= std::numeric_limits<std::int64_t>::max(),
         too_large);
  return static_cast<std::int64_t>(number);
}

void ensure_same(const Money& a, const Money& b) {
  ensure(a.currency == b.currency, "amounts that meet are of one currency");
}

bool listed(std::string_view list, const std::string& code) {
  return list.find(code) != std::string_view::npos;
}

}  // namespace

int Currency::decimals() const {
  // ISO 4217, list one of 2024. Separated by spaces, so that no code is found across two.
  constexpr std::string_view none =
      "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
  constexpr std::string_view three = "BHD IQD JOD KWD LYD OMR TND";
  constexpr std::string_view four = "CLF UYW";
  const std::string code = to_text();
  return listed(none, code) ? 0 : listed(three, code) ? 3 : listed(four, code) ? 4 : 2;
}

std::optional<Currency> Currency::from_text(std::string_view text) {
  Currency made;
  if (text.size() != made.letters_.size() ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return std::nullopt;
  }
  std::copy(text.begin(), text.end(), made.letters_.begin());
  return made;
}

WordAbout Currency::word_about() {
  return {.accepted = "a currency's three letters such as CNY",
          .code = "not_currency",
          .pattern = "^[A-Z]{3}$"};
}

Money operator+(const Money& a, const Money& b) {
  ensure_same(a, b);
  return {narrow(Wide{a.minor} + b.minor), a.currency};
}

Money operator-(const Money& a, const Money& b) {
  ensure_same(a, b);
  return {narrow(Wide{a.minor} - b.minor), a.currency};
}

Money operator*(const Money& money, std::int64_t times) {
  return {narrow(Wide{money.minor} * times), money.currency};
}

std::strong_ordering operator<=>(const Money& a, const Money& b) {
  ensure_same(a, b);
  return a.minor <=> b.minor;
}

Money Money::part(std::int64_t numerator, std::int64_t denominator) const {
  ensure(denominator > 0, "a part is of something");
  const Wide product = Wide{minor} * numerator;
  const Wide size = product < 0 ? -product : product;
  const Wide rounded = size / denominator + (2 * (size % denominator) >= denominator ? 1 : 0);
  return {narrow(product < 0 ? -rounded : rounded), currency};
}

std::vector<Money> Money::shared(std::span<const std::int64_t> weights) const {
  constexpr std::int64_t most = std::int64_t{1} << 62U;
  Wide sum = 0;
  for (const std::int64_t weight : weights) {
    ensure(weight >= 0, "a weight is not negative");
    sum += weight;
  }
  ensure(sum >= 1 && sum <= most && minor <= most && minor >= -most,
         "weights add up to something that can be shared by");
  const std::int64_t sign = minor < 0 ? -1 : 1;
  const std::int64_t size = sign * minor;
  std::vector<std::int64_t> shares;
  std::vector<std::int64_t> rests;
  std::int64_t left = size;
  for (const std::int64_t weight : weights) {
    const Wide product = Wide{size} * weight;
    shares.push_back(static_cast<std::int64_t>(product / sum));
    rests.push_back(static_cast<std::int64_t>(product % sum));
    left -= shares.back();
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
  std::vector<Money> made;
  for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) {
    ++shares[order[i]];  // fewer are left than there are shares with a rest
  }
  for (const std::int64_t share : shares) {
    made.push_back({sign * share, currency});
  }
  return made;
}

std::string Money::amount_text() const {
  const auto decimals = static_cast<std::size_t>(currency.decimals());
  const bool below = minor < 0;
  const std::uint64_t size =
      below ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string digits = fmt::format("{:0{}}", size, decimals + 1);
  if (decimals > 0) {
    digits.insert(digits.size() - decimals, 1, '.');
  }
  return below ? "-" + digits : digits;
}

std::string Money::to_text() const { return amount_text() + " " + currency.to_text(); }

std::optional<Money> Money::from_text(std::string_view text) {
  if (text.size() < 5 || text[text.size() - 4] != ' ') {
    return std::nullopt;
  }
  const std::optional<Currency> currency = Currency::from_text(text.substr(text.size() - 3));
  text.remove_suffix(4);
  if (!currency) {
    return std::nullopt;
  }
  const bool below = text.front() == '-';
  text.remove_prefix(below ? 1 : 0);
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto decimals = static_cast<std::size_t>(currency->decimals());
  const bool with_decimals = point < text.size();
  if (point == 0 || (point > 1 && text[0] == '0') ||
      (with_decimals && (decimals == 0 || text.size() != point + 1 + decimals))) {
    return std::nullopt;
  }
  const Wide most = Wide{std::numeric_limits<std::int64_t>::max()} + (below ? 1 : 0);
  Wide size = 0;
  for (std::size_t i = 0; i < text.size() + (with_decimals ? 0 : decimals); ++i) {
    if (i == point && with_decimals) {
      continue;
    }
    const char digit = i < text.size() ? text[i] : '0';
    size = 10 * size + (digit - '0');
    if (digit < '0' || digit > '9' || size > most) {
      return std::nullopt;
    }
  }
  if (below && size == 0) {
    return std::nullopt;  // an amount has one text
  }
  return Money{static_cast<std::int64_t>(below ? -size : size), *currency};
}

WordAbout Money::word_about() {
  return {.accepted = "an amount with all its decimals and its currency, such as 1234.50 CNY",
          .code = "not_money",
          .pattern = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)? [A-Z]{3}$"};
}

}  // namespace sojourn::base
