// Sponsors of an example. Sizes fall like rank^-3/4, so that one county administration has 75
// people and many offices have three. Sponsors above the county support a few counties each, dealt
// out in turn, and a site's list names 7 to 10 sponsors, rather those whose kind suits its
// challenge.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "stages/placement/example_names.h"
#include "stages/placement/example_world.h"

namespace sojourn::stages::placement::example {
namespace {

struct KindWords {
  std::array<std::int8_t, 3> skills;       ///< positions in skill_names
  std::array<std::int8_t, 6> match;        ///< by challenge
  std::array<std::string_view, 4> office;  ///< by level: what the sponsor is called
};
constexpr std::array<KindWords, 12> kinds = {{
    {{0, 8, 2},
     {3, 1, 0, 1, 2, 2},
     {"County Hall", "Prefecture Hall", "Provincial Secretariat", "Cabinet Office"}},
    {{1, 6, 11},
     {0, 3, 1, 1, 0, 2},
     {"Agriculture Office", "Agriculture Bureau", "Department of Agriculture",
      "Ministry of Agriculture"}},
    {{0, 9, 2},
     {1, 2, 0, 0, 1, 1},
     {"Savings Bank", "Rural Bank", "Provincial Bank", "National Bank"}},
    {{9, 3, 10},
     {0, 3, 1, 0, 0, 2},
     {"Trade Office", "Trade Bureau", "Department of Commerce", "Ministry of Commerce"}},
    {{4, 2, 3}, {2, 0, 0, 0, 3, 1}, {"College", "Normal School", "University", "National Academy"}},
    {{5, 9, 10},
     {0, 2, 2, 1, 0, 1},
     {"Works", "Power Company", "Engineering Group", "National Grid Company"}},
    {{0, 9, 8},
     {2, 2, 0, 0, 1, 0},
     {"Finance Office", "Finance Bureau", "Department of Finance", "Ministry of Finance"}},
    {{6, 1, 11},
     {0, 1, 1, 3, 0, 0},
     {"Forest Office", "Forest Bureau", "Department of Forests", "Ministry of Forests"}},
    {{7, 4, 2},
     {0, 0, 1, 1, 3, 2},
     {"Hospital", "General Hospital", "Medical School", "Health Institute"}},
    {{8, 4, 0},
     {3, 0, 0, 0, 1, 2},
     {"Legal Office", "Justice Bureau", "Department of Justice", "Ministry of Justice"}},
    {{10, 5, 9},
     {0, 1, 3, 1, 1, 0},
     {"Roads Office", "Roads Bureau", "Department of Transport", "Ministry of Transport"}},
    {{11, 5, 1},
     {0, 1, 2, 3, 0, 1},
     {"Water Office", "Water Bureau", "Department of Water", "Ministry of Water"}},
}};
constexpr std::array<std::array<std::int8_t, 3>, 6> challenge_skills = {
    {{8, 0, 2}, {1, 9, 3}, {10, 5, 2}, {11, 6, 5}, {7, 4, 0}, {3, 4, 9}}};
constexpr std::array<std::int32_t, 20> release_choices = {45, 45, 45, 45, 50, 50, 50, 55, 55, 55,
                                                          55, 60, 60, 60, 60, 65, 65, 65, 65, 65};

std::string_view seat_name(const World& world, const Block& block) {
  const auto area = static_cast<std::size_t>(block.area);
  switch (block.level) {
    case Level::county: return world.counties[area].name;
    case Level::prefecture: return world.prefectures[area].name;
    case Level::province: return world.provinces[area].name;
    case Level::nation: return world.nation.name;
  }
  return {};
}

const Region* region_of(const World& world, const Block& block) {
  const auto area = static_cast<std::size_t>(block.area);
  switch (block.level) {
    case Level::county: return nullptr;
    case Level::prefecture: return &world.prefectures[area];
    case Level::province: return &world.provinces[area];
    case Level::nation: return &world.nation;
  }
  return nullptr;
}

/// How many counties a sponsor of that level and size supports.
std::int32_t counties_of(Level level, std::int32_t size) {
  switch (level) {
    case Level::county: return 0;
    case Level::prefecture: return 1 + (size >= 10 ? 1 : 0) + (size >= 25 ? 1 : 0);
    case Level::province: return std::min(6, 2 + size / 15);
    case Level::nation: return std::min(12, 4 + size / 20);
  }
  return 0;
}

void draw_block(World& world, std::size_t number) {
  Block& block = world.blocks[number];
  const std::uint64_t seed = world.options.seed;
  base::Random random = random_of(seed, Stream::sponsors, number);
  // Step 1: weights by rank; then each member of staff draws a sponsor, which gives the sizes.
  for (std::int32_t rank = 1; rank <= block.sponsors; ++rank) {
    const double root = std::sqrt(static_cast<double>(rank));
    const double weight = (0.75 + 0.5 * random.unit()) / (root * std::sqrt(root));
    block.shares.push_back((block.shares.empty() ? 0 : block.shares.back()) + weight);
  }
  block.first_sponsor = static_cast<std::int32_t>(world.sponsors.size());
  std::vector<std::int32_t> sizes(static_cast<std::size_t>(block.sponsors));
  for (std::int32_t sponsor : sponsors_of_block(world, number)) {
    ++sizes[static_cast<std::size_t>(sponsor - block.first_sponsor)];
  }
  // Step 2: the sponsors; those above the county are dealt the counties in a shuffled circle.
  const Region* region = region_of(world, block);
  std::vector<std::int32_t> circle(region == nullptr ? 0
                                                     : static_cast<std::size_t>(region->counties));
  std::iota(circle.begin(), circle.end(), region == nullptr ? 0 : region->first_county);
  random.shuffle(std::span{circle});
  std::size_t dealt = 0;
  std::array<int, kinds.size()> of_kind{};
  for (std::int32_t size : sizes) {
    Sponsor sponsor;
    sponsor.level = block.level;
    sponsor.area = block.area;
    sponsor.kind = static_cast<std::uint8_t>(random.below(kinds.size()));
    sponsor.size = size;
    sponsor.release_percent = release_choices[random.below(release_choices.size())];
    sponsor.max_sites = std::max(1, (size + 2) / 6);
    sponsor.name = std::string(seat_name(world, block)) + ' ';
    sponsor.name += kinds[sponsor.kind].office[static_cast<std::size_t>(block.level)];
    if (const int before = of_kind[sponsor.kind]++; before > 0) {
      sponsor.name += " No. " + std::to_string(before + 1);
    }
    if (region == nullptr) {
      const County& county = world.counties[static_cast<std::size_t>(block.area)];
      sponsor.office_township =
          county.first_township +
          static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(county.townships)));
      sponsor.office =
          random.chance(0.4)
              ? county.seat
              : world.townships[static_cast<std::size_t>(sponsor.office_township)].town;
    } else {
      sponsor.office = region->seat;
      const std::int32_t supported = std::min(counties_of(block.level, size), region->counties);
      for (std::int32_t i = 0; i < supported; ++i) {
        const std::int32_t county = circle[dealt++ % circle.size()];
        sponsor.counties.push_back(county);
        world.counties[static_cast<std::size_t>(county)].paired.push_back(
            static_cast<std::int32_t>(world.sponsors.size()));
      }
    }
    world.sponsors.push_back(std::move(sponsor));
  }
}

/// Affinity lists of a county's sites, and a lead sponsor announced for one site in forty.
void list_sponsors(World& world, std::int32_t number, const Block& block) {
  const County& county = world.counties[static_cast<std::size_t>(number)];
  base::Random random =
      random_of(world.options.seed, Stream::listings, static_cast<std::uint64_t>(number));
  struct Choice {
    std::int32_t sponsor;
    double weight;
  };
  std::vector<Choice> willing;
  for (std::int32_t s = block.first_sponsor; s < block.first_sponsor + block.sponsors; ++s) {
    if (world.sponsors[static_cast<std::size_t>(s)].size >= 3) {
      willing.push_back({s, 1});
    }
  }
  for (std::int32_t s : county.paired) {
    willing.push_back({s, 2.2});
  }
  std::vector<Listing> of_site;
  std::vector<double> sums;
  for (std::int32_t i = county.first_site; i < county.first_site + county.sites; ++i) {
    Site& site = world.sites[static_cast<std::size_t>(i)];
    const double dice = random.unit();
    const std::size_t wanted = dice < 0.01 ? 7 : dice < 0.13 ? 8 : dice < 0.71 ? 9 : 10;
    sums.clear();
    for (const Choice& choice : willing) {
      const auto kind = world.sponsors[static_cast<std::size_t>(choice.sponsor)].kind;
      sums.push_back((sums.empty() ? 0 : sums.back()) +
                     choice.weight * (0.5 + match_of(kind, site.challenge)));
    }
    of_site.clear();
    while (of_site.size() < std::min(wanted, willing.size())) {
      const auto at = std::upper_bound(sums.begin(), sums.end(), random.unit() * sums.back());
      const std::int32_t sponsor = willing[static_cast<std::size_t>(at - sums.begin())].sponsor;
      if (std::any_of(of_site.begin(), of_site.end(),
                      [&](const Listing& other) { return other.sponsor == sponsor; })) {
        continue;
      }
      constexpr std::array<int, 4> base_scores = {54, 62, 74, 87};
      const auto kind = world.sponsors[static_cast<std::size_t>(sponsor)].kind;
      const int base = base_scores[static_cast<std::size_t>(match_of(kind, site.challenge))];
      const int score = std::clamp(base + static_cast<int>(std::floor(6 * random.bell())), 20, 100);
      of_site.push_back({i, sponsor, score});
    }
    if (random.chance(0.025)) {
      const Listing& announced = of_site[random.below(of_site.size())];
      Sponsor& sponsor = world.sponsors[static_cast<std::size_t>(announced.sponsor)];
      const bool first =
          std::none_of(sponsor.sites.begin(), sponsor.sites.end(), [&](std::int32_t other) {
            return world.sites[static_cast<std::size_t>(other)].announced == announced.sponsor;
          });
      if (first) {
        site.announced = announced.sponsor;
      }
    }
    std::sort(of_site.begin(), of_site.end(),
              [](const Listing& a, const Listing& b) { return a.sponsor < b.sponsor; });
    for (const Listing& listing : of_site) {
      world.sponsors[static_cast<std::size_t>(listing.sponsor)].sites.push_back(i);
      world.listings.push_back(listing);
    }
  }
}

}  // namespace

std::array<std::int8_t, 3> skills_of_kind(std::uint8_t kind) { return kinds[kind].skills; }
std::array<std::int8_t, 3> skills_of_challenge(std::uint8_t challenge) {
  return challenge_skills[challenge];
}
int match_of(std::uint8_t kind, std::uint8_t challenge) { return kinds[kind].match[challenge]; }

std::vector<std::int32_t> sponsors_of_block(const World& world, std::size_t number) {
  const Block& block = world.blocks[number];
  base::Random random = random_of(world.options.seed, Stream::people, number);
  std::vector<std::int32_t> sponsors(static_cast<std::size_t>(block.staff));
  for (std::int32_t& sponsor : sponsors) {
    const auto at = std::upper_bound(block.shares.begin(), block.shares.end(),
                                     random.unit() * block.shares.back());
    sponsor = block.first_sponsor + static_cast<std::int32_t>(at - block.shares.begin());
  }
  return sponsors;
}

void draw_sponsors(World& world) {
  for (std::size_t i = 0; i < world.blocks.size(); ++i) {
    draw_block(world, i);
  }
  for (const Block& block : world.blocks) {
    if (block.level == Level::county) {
      list_sponsors(world, block.area, block);
    }
  }
}

}  // namespace sojourn::stages::placement::example
