// From 64-bit keys to 32-bit places, for millions of them: 15 to 19 bytes each, where a node of
// std::unordered_map takes 40. Keys are spread already (hashes) or not (ids); nothing is taken out.
// Tested in tests/unit/base/place_map_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sojourn::base {

class PlaceMap {
 public:
  /// The place of the key if it is there.
  const std::uint32_t* find(std::uint64_t key) const {
    if (places_.empty()) {
      return nullptr;
    }
    const std::size_t at = slot_of(key);
    return places_[at] == free ? nullptr : &places_[at];
  }
  std::uint32_t* find(std::uint64_t key) {
    return const_cast<std::uint32_t*>(std::as_const(*this).find(key));
  }
  bool contains(std::uint64_t key) const { return find(key) != nullptr; }
  /// The key's place, and whether it is new: one that is there keeps its place. `place` is below
  /// 2^32 - 1.
  std::pair<std::uint32_t*, bool> add(std::uint64_t key, std::uint32_t place) {
    if ((size_ + 1) * 5 > places_.size() * 4) {
      grow();
    }
    const std::size_t at = slot_of(key);
    const bool fresh = places_[at] == free;
    if (fresh) {
      keys_[at] = key;
      places_[at] = place;
      ++size_;
    }
    return {&places_[at], fresh};
  }
  std::size_t size() const { return size_; }
  void clear() { *this = {}; }

 private:
  static constexpr std::uint32_t free = ~std::uint32_t{0};

  /// Where the key is or would be: a place of its hash, or the next free one behind it.
  std::size_t slot_of(std::uint64_t key) const {
    std::uint64_t mixed = key * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32;
    mixed *= 0xd6e8feb86659fd93ULL;
    // The upper half of hash x slots is spread over all slots, whatever their number.
    auto at = static_cast<std::size_t>((mixed >> 32) * places_.size() >> 32);
    while (places_[at] != free && keys_[at] != key) {
      at = at + 1 == places_.size() ? 0 : at + 1;
    }
    return at;
  }
  void grow() {
    PlaceMap larger;
    const std::size_t slots = places_.size() + places_.size() / 4 + 16;
    larger.keys_.resize(slots);
    larger.places_.resize(slots, free);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i] != free) {
        const std::size_t at = larger.slot_of(keys_[i]);
        larger.keys_[at] = keys_[i];
        larger.places_[at] = places_[i];
      }
    }
    larger.size_ = size_;
    *this = std::move(larger);
  }

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> places_;
  std::size_t size_ = 0;
};

}  // namespace sojourn::base
