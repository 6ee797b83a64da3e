// From ids to positions, for the folder reader: open addressing over hashes, the texts themselves
// stay in Instance::text_pool. A million ids take 16 MB and 0.1 s.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "planner/instance.h"

namespace sojourn::stages::placement {

inline std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }
/// Of a pair of positions.
inline std::uint64_t hash_of(std::uint64_t pair) {
  pair *= 0x9e3779b97f4a7c15ULL;
  return pair ^ (pair >> 32);
}

/// Positions by hash; who asks compares. At most half full.
class HashSlots {
 public:
  void reserve(std::size_t count) {
    slots_.assign(std::bit_ceil(2 * count + 2), Slot{});
  }
  /// The position for which `same` holds, or `position` after putting it there.
  template <class Same>
  planner::Ix find_or_add(std::uint64_t hash, planner::Ix position, const Same& same) {
    Slot& slot = slots_[at(hash, same)];
    if (slot.position == planner::none) {
      slot = {static_cast<std::uint32_t>(hash), position};
    }
    return slot.position;
  }
  template <class Same>
  planner::Ix find(std::uint64_t hash, const Same& same) const {
    return slots_.empty() ? planner::none : slots_[at(hash, same)].position;
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    planner::Ix position = planner::none;
  };
  template <class Same>
  std::size_t at(std::uint64_t hash, const Same& same) const {
    const std::size_t mask = slots_.size() - 1;
    // The tag takes the low half, the place is drawn from the high half.
    std::size_t i = static_cast<std::size_t>(hash >> 20) & mask;
    while (slots_[i].position != planner::none &&
           !(slots_[i].tag == static_cast<std::uint32_t>(hash) && same(slots_[i].position))) {
      i = (i + 1) & mask;
    }
    return i;
  }
  std::vector<Slot> slots_;
};

/// The ids of one file.
class IdIndex {
 public:
  void reserve(std::size_t count) {
    slots_.reserve(count);
    ids_.reserve(count);
  }
  /// Position of the id if it was there before, else none. Ids are added in order of position.
  planner::Ix add(std::string_view pool, planner::Text id, std::uint64_t hash) {
    const auto position = static_cast<planner::Ix>(ids_.size());
    ids_.push_back(id);
    const std::string_view text = pool.substr(id.first, id.size);
    const planner::Ix found = slots_.find_or_add(hash, position, [&](planner::Ix other) {
      return other == position || text_of(pool, other) == text;
    });
    return found == position ? planner::none : found;
  }
  planner::Ix find(std::string_view pool, std::string_view text) const {
    return slots_.find(hash_of(text),
                       [&](planner::Ix other) { return text_of(pool, other) == text; });
  }
  std::size_t size() const { return ids_.size(); }
  std::string_view text_of(std::string_view pool, planner::Ix position) const {
    const planner::Text id = ids_[static_cast<std::size_t>(position)];
    return pool.substr(id.first, id.size);
  }

 private:
  HashSlots slots_;
  std::vector<planner::Text> ids_;
};

}  // namespace sojourn::stages::placement
