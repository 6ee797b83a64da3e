// The staff of an example, one block (the sponsors of one area) at a time.
// Tested in tests/unit/stages/placement/example_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stages/placement/example_world.h"

namespace sojourn::stages::placement::example {

struct Wished {
  std::int32_t site = 0;
  std::int8_t rank = 1;  ///< 0: refused
};

struct Person {
  std::int64_t number = 0;
  std::string name;
  std::int32_t sponsor = 0;
  std::int32_t county = -1;  ///< that they serve in; -1: the seat of an area above the counties
  std::int32_t township =
      -1;  ///< their area is this township; -1: the county or the sponsor's area
  Point place;
  std::int32_t home_site = -1, current_site = -1;
  bool can_lead = false, first_timer = false, available = true;
  std::uint8_t second_language = 0;
  std::int8_t experience = 0, hardship_served = 0, strength = 0;
  std::array<std::int8_t, 2> skills{};
  std::int8_t skill_count = 1;
  std::vector<Wished> wishes;
  std::int32_t pin_site = -1;  ///< a decision of the office about this person
  bool pin_must = false;
};

/// Everybody of the block, in order; with `tight` only the 60 % who are kept, otherwise unchanged.
/// `posted` counts the current staff of each site, over all blocks drawn so far in their order.
std::vector<Person> draw_people(const World& world, std::size_t block,
                                std::vector<std::uint8_t>& posted);

}  // namespace sojourn::stages::placement::example
