#include "base/id.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <random>

#include "base/ensure.h"
#include "base/random.h"

namespace sojourn::base {
namespace {

/// Crockford's: no i, l, o, u, which are read as digits or make words.
constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
/// 2020-01-01T00:00:00Z in milliseconds since 1970.
constexpr std::int64_t epoch_ms = 1'577'836'800'000;
constexpr unsigned count_bits = 12;
constexpr unsigned maker_bits = 10;
constexpr std::uint64_t most_ms = (std::uint64_t{1} << 41U) - 1;

std::uint64_t any_bits() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

}  // namespace

std::string id_text(std::string_view prefix, std::int64_t value) {
  ensure(value > 0, "an id is set before it is written");
  std::array<char, 13> made{};  // 13 * 5 = 65 bits
  std::size_t at = made.size();
  for (auto rest = static_cast<std::uint64_t>(value); rest > 0; rest >>= 5U) {
    made[--at] = digits[rest & 31U];
  }
  std::string text(prefix);
  text += '_';
  text.append(made.data() + at, made.size() - at);
  return text;
}

std::optional<std::int64_t> id_value(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix) || text.size() < prefix.size() + 2 || text[prefix.size()] != '_') {
    return std::nullopt;
  }
  text.remove_prefix(prefix.size() + 1);
  if (text.front() == '0') {
    return std::nullopt;
  }
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t value = 0;
  for (const char letter : text) {
    const std::size_t digit = digits.find(letter);
    if (digit == std::string_view::npos || value > (most >> 5U)) {
      return std::nullopt;
    }
    value = (value << 5U) | digit;
  }
  return static_cast<std::int64_t>(value);
}

WordAbout id_about(std::string_view prefix) {
  return {.accepted =
              in_words("an id of the kind {}, such as {}_3k9q", Sentence::phrase(prefix), prefix),
          .code = "not_id",
          .pattern = fmt::format("^{}_[1-9a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{{0,12}}$", prefix)};
}

IdMaker::IdMaker(WallClock& clock)
    : IdMaker(clock, static_cast<std::uint32_t>(any_bits() & ((1U << maker_bits) - 1)),
              any_bits()) {}

IdMaker::IdMaker(WallClock& clock, std::uint32_t maker, std::uint64_t seed)
    : clock_(clock), maker_(maker), seed_(seed) {
  ensure(maker < (1U << maker_bits), "a maker's number has 10 bits");
}

std::int64_t IdMaker::next() {
  const std::int64_t since = clock_.now().unix_micros() / 1000 - epoch_ms;
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(since, 1));
  const std::uint64_t start = mix(seed_ ^ ms) & ((1U << (count_bits - 1)) - 1);
  const std::uint64_t fresh = (ms << count_bits) | start;
  std::uint64_t last = last_.load(std::memory_order_relaxed);
  std::uint64_t mine = 0;
  do {
    mine = (last >> count_bits) < ms ? fresh : last + 1;
  } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
  const std::uint64_t time = mine >> count_bits;
  ensure(time <= most_ms, "ids end in 2089");
  const std::uint64_t count = mine & ((1U << count_bits) - 1);
  return static_cast<std::int64_t>((time << (maker_bits + count_bits)) | (maker_ << count_bits) |
                                   count);
}

Instant IdMaker::made_at(std::int64_t id) {
  const std::int64_t ms = id >> (maker_bits + count_bits);
  return Instant::from_unix_micros((ms + epoch_ms) * 1000);
}

}  // namespace sojourn::base
