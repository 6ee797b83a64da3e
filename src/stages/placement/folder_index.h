// From ids to positions, for the folder reader: open addressing; the texts themselves stay in
// Instance::text_pool. A million ids take 58 MB and 0.05 s.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>
#include <vector>

#include "base/large_pages.h"
#include "planner/instance.h"

namespace sojourn::stages::placement {

/// A text in two words: of up to 16 bytes the bytes themselves (the last eight may repeat some of
/// the first), so that two texts of one size are equal when their words are; of a longer one its
/// hash.
struct TextKey {
  static constexpr std::size_t most = 16;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint32_t size = 0;

  explicit TextKey(std::string_view text) : size(static_cast<std::uint32_t>(text.size())) {
    const std::size_t n = text.size();
    if (n > most) {
      first = std::hash<std::string_view>{}(text);
    } else if (n >= 8) {
      first = word<std::uint64_t>(text.data());
      last = word<std::uint64_t>(text.data() + n - 8);
    } else if (n >= 4) {
      first = word<std::uint32_t>(text.data());
      last = word<std::uint32_t>(text.data() + n - 4);
    } else {
      for (const char c : text) {
        first = first << 8 | static_cast<unsigned char>(c);
      }
    }
  }
  bool is_whole() const { return size <= most; }
  friend bool operator==(const TextKey&, const TextKey&) = default;
  std::uint64_t hash() const {
    std::uint64_t mixed = (first ^ (last * 0x9e3779b97f4a7c15ULL) ^ size) * 0xd6e8feb86659fd93ULL;
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93ULL;
    return mixed ^ (mixed >> 32);
  }

 private:
  template <class Word>
  static std::uint64_t word(const char* bytes) {
    Word made{};
    std::memcpy(&made, bytes, sizeof made);
    return made;
  }
};

/// The ids of one file. A slot holds an id of up to 16 bytes itself, so that a search costs one
/// cache miss; longer ones are compared with the text.
class IdIndex {
 public:
  void reserve(std::size_t count) {
    const std::size_t slots = std::bit_ceil(2 * count + 2);
    slots_.clear();
    base::reserve_large(slots_, slots);
    slots_.resize(slots);
    base::reserve_large(ids_, count);
  }
  /// Position of the id if it was there before, else none. Ids are added in order of position.
  planner::Ix add(std::string_view pool, planner::Text id) {
    const auto position = static_cast<planner::Ix>(ids_.size());
    ids_.push_back(id);
    const std::string_view text = pool.substr(id.first, id.size);
    const TextKey key(text);
    Slot& slot = slots_[slot_of(pool, text, key)];
    if (slot.position != planner::none) {
      return slot.position;
    }
    slot = {key.first, key.last, key.size, position};
    return planner::none;
  }
  planner::Ix find(std::string_view pool, std::string_view text) const {
    return find(pool, text, TextKey(text));
  }
  /// `key` is that of `text`.
  planner::Ix find(std::string_view pool, std::string_view text, const TextKey& key) const {
    return slots_.empty() ? planner::none : slots_[slot_of(pool, text, key)].position;
  }
  /// Whether the id at `position` is `text`, whose key is `key`.
  bool is_at(std::string_view pool, planner::Ix position, std::string_view text,
             const TextKey& key) const {
    if (static_cast<std::size_t>(position) >= ids_.size()) {
      return false;
    }
    const std::string_view there = text_of(pool, position);
    return there.size() == text.size() && (key.is_whole() ? TextKey(there) == key : there == text);
  }
  /// Fetches the slot of an id that is added soon, so that others are added meanwhile.
  void prepare(std::string_view pool, planner::Text id) const {
    const TextKey key(pool.substr(id.first, id.size));
    __builtin_prefetch(&slots_[static_cast<std::size_t>(key.hash()) & (slots_.size() - 1)], 1);
  }
  std::size_t size() const { return ids_.size(); }
  std::string_view text_of(std::string_view pool, planner::Ix position) const {
    const planner::Text id = ids_[static_cast<std::size_t>(position)];
    return {pool.data() + id.first, id.size};
  }

 private:
  struct Slot {
    std::uint64_t first = 0;  ///< a TextKey, packed with the position into 24 bytes
    std::uint64_t last = 0;
    std::uint32_t size = 0;
    planner::Ix position = planner::none;
  };
  std::size_t slot_of(std::string_view pool, std::string_view text, const TextKey& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = static_cast<std::size_t>(key.hash()) & mask;
    while (slots_[i].position != planner::none &&
           !(slots_[i].first == key.first && slots_[i].last == key.last &&
             slots_[i].size == key.size &&
             (key.is_whole() || text_of(pool, slots_[i].position) == text))) {
      i = (i + 1) & mask;
    }
    return i;
  }
  std::vector<Slot> slots_;
  std::vector<planner::Text> ids_;
};

}  // namespace sojourn::stages::placement
