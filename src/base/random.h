// Random numbers that are the same on every machine and compiler for a given seed: the generator
// and every distribution are spelled out here, because the standard library's distributions differ.
// xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64; bounded numbers by Lemire 2019.
// Not for secrets. Tested in tests/unit/base/random_test.cpp against published values.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace sojourn::base {

class Random {
 public:
  /// The same seed and stream give the same numbers; different streams of one seed are unrelated,
  /// so that work done side by side does not depend on its order.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  /// 64 random bits.
  std::uint64_t next();
  /// Each of 0 .. count - 1 equally often. Precondition: count > 0.
  std::uint64_t below(std::uint64_t count);
  /// Each of least .. most equally often. Precondition: least <= most.
  std::int64_t between(std::int64_t least, std::int64_t most);
  /// In [0, 1), a multiple of 2^-53.
  double unit();
  /// True with the given probability.
  bool chance(double probability) { return unit() < probability; }
  /// About normal with mean 0 and deviation 1, within -6 to 6: the sum of twelve units less six
  /// (Irwin-Hall), because logarithms and cosines differ between machines.
  double bell();

  template <class T>
  const T& pick(std::span<const T> items) {
    return items[below(items.size())];
  }
  /// Fisher and Yates.
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[below(i)]);
    }
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// splitmix64's output function: a good mix of 64 bits, also used to derive seeds.
std::uint64_t mix(std::uint64_t bits);

}  // namespace sojourn::base
