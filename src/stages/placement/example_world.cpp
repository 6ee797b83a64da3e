// Lays out the areas: counties on a grid, 11 to a prefecture in a block of 4 by 3, 12 prefectures
// to a province likewise, and shares the staff out: a few per cent with sponsors above the county.
#include "stages/placement/example_world.h"

#include <algorithm>

#include "stages/placement/example_names.h"

namespace sojourn::stages::placement::example {
namespace {

struct Extent {
  std::int32_t prefectures, counties_each, sites_each;
  std::int64_t staff;
  /// Staff with sponsors of the nation, the provinces and the prefectures, in thousandths.
  std::array<std::int32_t, 3> above;
};

Extent extent_of(ExampleScale scale) {
  switch (scale) {
    case ExampleScale::county: return {1, 1, 90, 860, {30, 77, 117}};
    case ExampleScale::prefecture: return {1, 11, 91, 10'000, {10, 20, 40}};
    case ExampleScale::province: return {12, 11, 91, 120'000, {10, 20, 40}};
    case ExampleScale::nation: return {128, 11, 91, 1'000'000, {10, 20, 40}};
  }
  return {};
}

constexpr std::int32_t prefectures_in_province = 12;
constexpr std::int32_t blocks_wide = 4, blocks_high = 3;  // of counties, prefectures, provinces

std::int32_t sponsors_for(Level level, std::int64_t staff) {
  constexpr std::array<std::int32_t, 4> people_each = {8, 14, 18, 30};
  return std::max(3,
                  static_cast<std::int32_t>(staff / people_each[static_cast<std::size_t>(level)]));
}

/// Adds one block for each of `areas` areas, sharing `staff` evenly.
void add_blocks(World& world, Level level, std::size_t areas, std::int64_t staff) {
  for (std::size_t i = 0; i < areas; ++i) {
    Block block;
    block.level = level;
    block.area = static_cast<std::int32_t>(i);
    const auto count = static_cast<std::int64_t>(areas);
    const auto at = static_cast<std::int64_t>(i);
    block.staff = staff * (at + 1) / count - staff * at / count;
    block.first_staff =
        world.blocks.empty() ? 0 : world.blocks.back().first_staff + world.blocks.back().staff;
    block.sponsors = sponsors_for(level, block.staff);
    world.blocks.push_back(std::move(block));
  }
}

void give_seat(const World& world, Region& region) {
  const auto middle =
      static_cast<std::size_t>(region.first_county) + static_cast<std::size_t>(region.counties / 2);
  region.seat = world.counties[middle].seat;
}

}  // namespace

base::Random random_of(std::uint64_t seed, Stream stream, std::uint64_t index) {
  return base::Random(seed, (static_cast<std::uint64_t>(stream) << 56U) | index);
}

double square_distance(Point a, Point b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

World draw_world(const ExampleOptions& options) {
  World world;
  world.options = options;
  const Extent extent = extent_of(options.scale);
  base::Random random = random_of(options.seed, Stream::land, 0);
  // Step 1: areas above the counties, and the counties' squares and seats.
  world.nation.name = place_name(random);
  for (std::int32_t p = 0; p < extent.prefectures; ++p) {
    const std::int32_t v = p / prefectures_in_province;
    if (p % prefectures_in_province == 0) {
      Region province;
      province.name = place_name(random);
      province.first_county = static_cast<std::int32_t>(world.counties.size());
      world.provinces.push_back(std::move(province));
    }
    Region prefecture;
    prefecture.name = place_name(random);
    prefecture.parent = v;
    prefecture.first_county = static_cast<std::int32_t>(world.counties.size());
    const std::int32_t empty_cell =
        extent.counties_each == 11 ? static_cast<std::int32_t>(random.below(12)) : -1;
    for (std::int32_t cell = 0, made = 0; made < extent.counties_each; ++cell) {
      if (cell == empty_cell) {
        continue;
      }
      ++made;
      County county;
      county.name = place_name(random);
      county.prefecture = p;
      const std::int32_t within = p % prefectures_in_province;
      const std::int32_t column =
          ((v % blocks_wide) * blocks_wide + within % blocks_wide) * blocks_wide +
          cell % blocks_wide;
      const std::int32_t row =
          ((v / blocks_wide) * blocks_high + within / blocks_wide) * blocks_high +
          cell / blocks_wide;
      county.corner = {column * county_side, row * county_side};
      county.seat = {county.corner.x + county_side * (0.38 + 0.24 * random.unit()),
                     county.corner.y + county_side * (0.38 + 0.24 * random.unit())};
      county.sites = extent.sites_each;
      world.counties.push_back(std::move(county));
    }
    prefecture.counties = extent.counties_each;
    world.provinces.back().counties += extent.counties_each;
    give_seat(world, prefecture);
    world.prefectures.push_back(std::move(prefecture));
  }
  for (Region& province : world.provinces) {
    give_seat(world, province);
  }
  world.nation.counties = static_cast<std::int32_t>(world.counties.size());
  give_seat(world, world.nation);
  // Step 2: townships and sites.
  for (std::size_t c = 0; c < world.counties.size(); ++c) {
    world.counties[c].first_site = static_cast<std::int32_t>(world.sites.size());
    draw_county(world, static_cast<std::int32_t>(c));
  }
  // Step 3: who has how many staff.
  std::array<std::int64_t, 3> above{};
  for (std::size_t i = 0; i < 3; ++i) {
    above[i] = extent.staff * extent.above[i] / 1000;
  }
  add_blocks(world, Level::county, world.counties.size(),
             extent.staff - above[0] - above[1] - above[2]);
  add_blocks(world, Level::prefecture, world.prefectures.size(), above[2]);
  add_blocks(world, Level::province, world.provinces.size(), above[1]);
  add_blocks(world, Level::nation, 1, above[0]);
  draw_sponsors(world);
  return world;
}

}  // namespace sojourn::stages::placement::example
