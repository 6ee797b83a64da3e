#include "base/random.h"

#include <bit>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

// A 128-bit product is beyond ISO C++, hence __extension__.
__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;

}  // namespace

std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31U);
}

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  // Stream 0 is plain splitmix64 seeding, as the authors recommend.
  std::uint64_t at = stream == 0 ? seed : mix(seed ^ mix(stream * golden));
  for (std::uint64_t& word : state_) {
    at += golden;
    word = mix(at);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t count) {
  ensure(count > 0, "Random::below needs something to choose from");
  auto product = static_cast<Wide>(next()) * count;
  auto low = static_cast<std::uint64_t>(product);
  if (low < count) {
    const std::uint64_t least = (0 - count) % count;  // 2^64 mod count: the uneven rest
    while (low < least) {
      product = static_cast<Wide>(next()) * count;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

std::int64_t Random::between(std::int64_t least, std::int64_t most) {
  ensure(least <= most, "Random::between needs least <= most");
  const auto width = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  const std::uint64_t step = width == UINT64_MAX ? next() : below(width + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + step);
}

double Random::unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

double Random::bell() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) {
    sum += unit();
  }
  return sum;
}

}  // namespace sojourn::base
