// From ids to positions, for the folder reader: open addressing over hashes, the texts themselves
// stay in Instance::text_pool. A million ids take 42 MB and 0.1 s.
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

/// Positions of pairs of positions, for finding a pair given twice.
class PairIndex {
 public:
  void reserve(std::size_t count) { slots_.assign(std::bit_ceil(2 * count + 2), Slot{}); }
  /// The position of the pair if it was there before, else none.
  planner::Ix add(std::uint64_t pair, planner::Ix position) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = static_cast<std::size_t>(hash_of(pair) >> 20) & mask;
    while (slots_[i].position != planner::none && slots_[i].pair != pair) {
      i = (i + 1) & mask;
    }
    if (slots_[i].position == planner::none) {
      slots_[i] = {pair, position};
      return planner::none;
    }
    return slots_[i].position;
  }

 private:
  struct Slot {
    std::uint64_t pair = 0;
    planner::Ix position = planner::none;
  };
  std::vector<Slot> slots_;
};

/// The ids of one file. A slot holds what a comparison needs, so that a search costs two cache
/// misses at most: the slot and the text.
class IdIndex {
 public:
  void reserve(std::size_t count) {
    slots_.assign(std::bit_ceil(2 * count + 2), Slot{});
    ids_.reserve(count);
  }
  /// Position of the id if it was there before, else none. Ids are added in order of position.
  planner::Ix add(std::string_view pool, planner::Text id, std::uint64_t hash) {
    const auto position = static_cast<planner::Ix>(ids_.size());
    ids_.push_back(id);
    Slot& slot = slots_[slot_of(pool, pool.substr(id.first, id.size), hash)];
    if (slot.position != planner::none) {
      return slot.position;
    }
    slot = {static_cast<std::uint32_t>(hash), position, id};
    return planner::none;
  }
  planner::Ix find(std::string_view pool, std::string_view text) const {
    return slots_.empty() ? planner::none : slots_[slot_of(pool, text, hash_of(text))].position;
  }
  std::size_t size() const { return ids_.size(); }
  std::string_view text_of(std::string_view pool, planner::Ix position) const {
    const planner::Text id = ids_[static_cast<std::size_t>(position)];
    return pool.substr(id.first, id.size);
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    planner::Ix position = planner::none;
    planner::Text id;
  };
  std::size_t slot_of(std::string_view pool, std::string_view text, std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    // The tag takes the low half, the place is drawn from the high half.
    std::size_t i = static_cast<std::size_t>(hash >> 20) & mask;
    while (slots_[i].position != planner::none &&
           !(slots_[i].tag == static_cast<std::uint32_t>(hash) &&
             pool.substr(slots_[i].id.first, slots_[i].id.size) == text)) {
      i = (i + 1) & mask;
    }
    return i;
  }
  std::vector<Slot> slots_;
  std::vector<planner::Text> ids_;
};

}  // namespace sojourn::stages::placement
