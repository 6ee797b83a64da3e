// The land of an example: areas from the nation down to townships, sites in valleys, sponsors at
// four levels and the sites that each could lead. People are added block by block
// (example_people.h). Tested in tests/unit/stages/placement/example_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "stages/placement/example.h"

namespace sojourn::stages::placement::example {

/// Streams of the seed, so that one part of the world can be drawn without the others.
enum class Stream : std::uint64_t { land = 1, county, sponsors, listings, people, person, keep };
base::Random random_of(std::uint64_t seed, Stream stream, std::uint64_t index);

/// Kilometres on the national grid, kept to tenths when written.
struct Point {
  double x = 0, y = 0;
};
double square_distance(Point a, Point b);

enum class Level : std::uint8_t { county, prefecture, province, nation };

inline constexpr std::array<std::string_view, 12> skill_names = {
    "accounting", "agronomy", "computing", "crafts", "education", "engineering",
    "forestry",   "health",   "law",       "trade",  "transport", "water"};
/// Everybody speaks the first; the others are spoken and needed in some townships.
inline constexpr std::array<std::string_view, 3> language_names = {"common", "Hill", "River"};
inline constexpr std::array<std::string_view, 12> sponsor_kind_names = {
    "administration", "agriculture", "bank",   "commerce", "education", "enterprise",
    "finance",        "forestry",    "health", "justice",  "transport", "water"};
inline constexpr std::array<std::string_view, 6> challenge_names = {
    "weak_committee", "low_income", "poor_access", "disaster", "services", "resettled"};
inline constexpr std::array<std::string_view, 3> site_kind_names = {"village", "community",
                                                                    "farm_station"};
inline constexpr std::array<std::string_view, 3> tier_names = {"high", "middle", "low"};

struct Township {
  std::string name;
  std::int32_t county = 0;
  Point town;
  std::uint8_t language = 0;  ///< spoken beside the common one; 0: none
};

struct County {
  std::string name;
  std::int32_t prefecture = 0;
  Point corner, seat;  ///< of a square of `county_side`
  std::int32_t first_township = 0, townships = 0;
  std::int32_t first_site = 0, sites = 0;
  std::vector<std::int32_t> paired;  ///< sponsors above the county that support it
};
inline constexpr double county_side = 60;

/// A prefecture, a province or the nation.
struct Region {
  std::string name;
  std::int32_t parent = 0;  ///< of the next level
  std::int32_t first_county = 0, counties = 0;
  Point seat;
};

struct Site {
  std::string name;
  std::int32_t county = 0, township = 0;
  Point place;
  double remote = 0;  ///< 0 to 1: how far from services, by distance to the seat and town
  std::uint8_t kind = 0, tier = 0, challenge = 0, language = 0;
  std::int8_t need = 1, hardship = 0, min_team = 3, target_team = 3, max_first_timers = 2;
  std::array<std::int8_t, 3> skills{};  ///< the first `skill_count` of them
  std::int8_t skill_count = 0;
  std::int32_t announced = -1;  ///< sponsor already announced as lead
};

struct Sponsor {
  std::string name;
  Level level = Level::county;
  std::int32_t area = 0;  ///< county, prefecture, province, or 0 for the nation
  std::uint8_t kind = 0;
  std::int32_t size = 0;  ///< staff before `--tight`
  std::int32_t release_percent = 50, max_sites = 1;
  Point office;
  std::int32_t office_township = 0;
  std::vector<std::int32_t> counties;  ///< that a sponsor above the county supports
  std::vector<std::int32_t> sites;     ///< whose affinity list names it
};

struct Listing {
  std::int32_t site = 0, sponsor = 0, score = 0;
};

/// Sponsors of one area together with their staff: the unit in which people are drawn.
struct Block {
  Level level = Level::county;
  std::int32_t area = 0;
  std::int32_t first_sponsor = 0, sponsors = 0;
  std::int64_t first_staff = 0, staff = 0;
  std::vector<double> shares;  ///< running sums of the sponsors' weights
};

struct World {
  ExampleOptions options;
  Region nation;
  std::vector<Region> provinces, prefectures;
  std::vector<County> counties;
  std::vector<Township> townships;
  std::vector<Site> sites;
  std::vector<Sponsor> sponsors;
  std::vector<Listing> listings;  ///< ordered by site, sponsor
  std::vector<Block> blocks;
};

/// Draws everything but the people.
World draw_world(const ExampleOptions& options);

/// Sites of one county, with its townships (example_land.cpp).
void draw_county(World& world, std::int32_t county);
/// Sponsors of all levels, their sizes and the affinity lists (example_sponsors.cpp).
void draw_sponsors(World& world);
/// Sponsor of each member of staff of a block, in order (the sizes are counted from it).
std::vector<std::int32_t> sponsors_of_block(const World& world, std::size_t block);

/// Skills that a sponsor's kind has and that a challenge asks for more often than others.
std::array<std::int8_t, 3> skills_of_kind(std::uint8_t kind);
std::array<std::int8_t, 3> skills_of_challenge(std::uint8_t challenge);
/// 0 to 3: how well a sponsor's kind suits a site's challenge.
int match_of(std::uint8_t kind, std::uint8_t challenge);

}  // namespace sojourn::stages::placement::example
