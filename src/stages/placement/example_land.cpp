// Areas and sites. A county is a square of 60 km with its seat near the middle; from the seat one
// valley runs to the edge for each township, its town stands about half way, and the sites lie
// along it. Need and services come from the distance to seat and town with chance added; ranks
// within the county turn them into levels, so that every county has the same share of hard sites.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "stages/placement/example_names.h"
#include "stages/placement/example_world.h"

namespace sojourn::stages::placement::example {
namespace {

constexpr std::array<std::string_view, 6> village_prefixes = {"Upper ", "Lower ", "East ",
                                                              "West ",  "Old ",   "New "};

/// The point at `t` in [0, 4) along the border of the county's square, two km inside.
Point on_border(Point corner, double t) {
  const double side = county_side - 4;
  const int edge = static_cast<int>(t) % 4;
  const double along = (t - std::floor(t)) * side;
  const Point from{corner.x + 2, corner.y + 2};
  switch (edge) {
    case 0: return {from.x + along, from.y};
    case 1: return {from.x + side, from.y + along};
    case 2: return {from.x + side - along, from.y + side};
    default: return {from.x, from.y + side - along};
  }
}

struct Valley {
  Point seat, bend, end;
  Point at(double t) const {
    const Point a = t < 0.5 ? seat : bend;
    const Point b = t < 0.5 ? bend : end;
    const double share = t < 0.5 ? 2 * t : 2 * t - 1;
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
  }
};

Point inside(const County& county, Point point) {
  return {std::clamp(point.x, county.corner.x + 0.5, county.corner.x + county_side - 0.5),
          std::clamp(point.y, county.corner.y + 0.5, county.corner.y + county_side - 0.5)};
}

Point near(base::Random& random, Point point, double spread) {
  return {point.x + random.bell() * spread, point.y + random.bell() * spread};
}

/// Positions 0 .. n-1 ordered by value; position k of the answer is the rank share of item k.
std::vector<double> rank_shares(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> shares(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    shares[order[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(order.size());
  }
  return shares;
}

/// The first level whose running share exceeds `share`.
template <std::size_t N>
std::int8_t level_of(double share, const std::array<double, N>& upper_ends) {
  std::int8_t level = 0;
  for (double end : upper_ends) {
    if (share < end) {
      break;
    }
    ++level;
  }
  return level;
}

void draw_skills(base::Random& random, Site& site) {
  const double dice = random.unit();
  const int wanted = dice < 0.11 ? 0 : dice < 0.62 ? 1 : dice < 0.94 ? 2 : 3;
  const std::array<std::int8_t, 3> preferred = skills_of_challenge(site.challenge);
  while (site.skill_count < wanted) {
    const auto skill = random.chance(0.4)
                           ? preferred[random.below(preferred.size())]
                           : static_cast<std::int8_t>(random.below(skill_names.size()));
    const auto begin = site.skills.begin();
    const auto end = begin + site.skill_count;
    if (std::find(begin, end, skill) == end) {
      site.skills[static_cast<std::size_t>(site.skill_count++)] = skill;
    }
  }
  std::sort(site.skills.begin(), site.skills.begin() + site.skill_count);
}

void draw_team(base::Random& random, Site& site) {
  site.min_team = 3;
  switch (site.need) {
    case 1:
    case 2: site.target_team = 3; break;
    case 3: site.target_team = random.chance(0.55) ? 4 : 3; break;
    case 4: site.target_team = random.chance(0.65) ? 4 : 3; break;
    default: site.target_team = 5; break;
  }
  site.max_first_timers = random.chance(0.7) ? 2 : 1;
}

}  // namespace

void draw_county(World& world, std::int32_t number) {
  County& county = world.counties[static_cast<std::size_t>(number)];
  base::Random random =
      random_of(world.options.seed, Stream::county, static_cast<std::uint64_t>(number));
  // Step 1: townships, one valley each.
  county.first_township = static_cast<std::int32_t>(world.townships.size());
  county.townships = static_cast<std::int32_t>(random.between(7, 9));
  std::vector<Valley> valleys;
  std::vector<double> weights;
  const double turn = random.unit();
  for (std::int32_t i = 0; i < county.townships; ++i) {
    const double t = 4 * (i + turn + 0.3 * random.unit()) / county.townships;
    Valley valley;
    valley.seat = county.seat;
    valley.end = on_border(county.corner, std::fmod(t, 4.0));
    valley.bend = inside(
        county,
        near(random, {(valley.seat.x + valley.end.x) / 2, (valley.seat.y + valley.end.y) / 2}, 3));
    Township town;
    town.name = place_name(random);
    town.county = number;
    town.town = inside(county, near(random, valley.at(0.35 + 0.3 * random.unit()), 1));
    // One township in five speaks a second language; the first county has one of each.
    const double dice = random.unit();
    town.language = dice < 0.1 ? 1 : dice < 0.2 ? 2 : 0;
    if (number == 0 && (i == 1 || i == 3)) {
      town.language = static_cast<std::uint8_t>(i == 1 ? 1 : 2);
    }
    weights.push_back((weights.empty() ? 0 : weights.back()) + 0.6 + 0.8 * random.unit());
    valleys.push_back(valley);
    world.townships.push_back(std::move(town));
  }
  // Step 2: sites. The first are villages, then 8 communities about the seat and 12 farm stations
  // at the valleys' far ends.
  const std::int32_t villages = county.sites - 20;
  std::set<std::string> names;
  std::vector<double> need_values, service_values, hardship_values;
  for (std::int32_t i = 0; i < county.sites; ++i) {
    Site site;
    site.county = number;
    site.kind = static_cast<std::uint8_t>(i < villages ? 0 : i < villages + 8 ? 1 : 2);
    const auto valley = static_cast<std::size_t>(
        std::upper_bound(weights.begin(), weights.end(), random.unit() * weights.back()) -
        weights.begin());
    site.township = county.first_township + static_cast<std::int32_t>(valley);
    const double t = site.kind == 0   ? 0.12 + 0.88 * random.unit()
                     : site.kind == 1 ? 0.15 * random.unit()
                                      : 0.6 + 0.4 * random.unit();
    site.place = inside(county, near(random, valleys[valley].at(t), site.kind == 2 ? 3.5 : 2.2));
    do {
      site.name = place_name(random);
      if (site.kind == 0 && random.chance(0.25)) {
        site.name.insert(0, village_prefixes[random.below(village_prefixes.size())]);
      }
    } while (!names.insert(site.name).second);
    site.name += site.kind == 1 ? " Street Community" : site.kind == 2 ? " Farm Station" : "";
    const Township& town = world.townships[static_cast<std::size_t>(site.township)];
    const double to_seat = std::sqrt(square_distance(site.place, county.seat));
    const double to_town = std::sqrt(square_distance(site.place, town.town));
    site.remote = std::min(1.0, (0.6 * to_seat + 0.8 * to_town) / 40);
    need_values.push_back(site.remote + 0.35 * random.bell() - (site.kind == 1 ? 0.5 : 0));
    service_values.push_back(site.remote + 0.15 * random.bell());
    hardship_values.push_back(site.remote + 0.3 * random.bell());
    site.challenge = static_cast<std::uint8_t>(random.below(challenge_names.size()));
    if (town.language != 0 && random.chance(0.8)) {
      site.language = town.language;
    } else if (random.chance(0.01)) {
      site.language = static_cast<std::uint8_t>(1 + random.below(2));
    }
    draw_skills(random, site);
    world.sites.push_back(std::move(site));
  }
  // Step 3: levels by rank. Tier: by need and services together.
  const std::vector<double> needs = rank_shares(need_values);
  const std::vector<double> services = rank_shares(service_values);
  const std::vector<double> hardships = rank_shares(hardship_values);
  std::vector<double> sums;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    sums.push_back(2 * needs[i] + services[i]);
  }
  const std::vector<double> tiers = rank_shares(sums);
  for (std::size_t i = 0; i < needs.size(); ++i) {
    Site& site = world.sites[static_cast<std::size_t>(county.first_site) + i];
    site.need = static_cast<std::int8_t>(
        1 + level_of(needs[i], std::array<double, 4>{0.19, 0.46, 0.68, 0.87}));
    site.hardship = level_of(hardships[i], std::array<double, 5>{0.21, 0.32, 0.69, 0.87, 0.955});
    site.tier = static_cast<std::uint8_t>(level_of(tiers[i], std::array<double, 2>{0.19, 0.68}));
    draw_team(random, site);
  }
}

}  // namespace sojourn::stages::placement::example
