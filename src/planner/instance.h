// The placement problem as one value: what a programme folder says, with references resolved to
// positions. Readers (src/stages/placement) fill it, solve/check/explain only read it.
// The model is docs/placement-model.md; this file adds nothing to it.
// Tested in tests/unit/planner/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::planner {

/// Whole points of the model; smaller is better.
using Points = std::int64_t;
/// Thousandths of a point: prices of certificates are whole numbers of these, so that a bound is
/// an exact integer sum that anyone can recheck (bound = ceil(sum / 1000)).
using Milli = std::int64_t;
inline constexpr Milli milli_per_point = 1000;

/// Position in the vector of the same name of `Instance`; `none` where there is no such thing.
using Ix = std::int32_t;
inline constexpr Ix none = -1;

enum class AreaKind : std::uint8_t { nation, province, prefecture, county, township };
enum class Role : std::uint8_t { leader, member };
enum class PinRole : std::uint8_t { any, leader, member };
enum class PinRule : std::uint8_t { must, never };
enum class Pairing : std::uint8_t { joint, first };

/// A piece of `Instance::text_pool`.
struct Text {
  std::uint32_t first = 0;
  std::uint32_t size = 0;
};
/// A piece of `Instance::index_pool`: sorted, without repeats.
struct List {
  std::uint32_t first = 0;
  std::uint32_t size = 0;
};

/// WGS 84 degrees (x = longitude, y = latitude) or kilometres on a national grid, see
/// `Coordinates`.
struct Place {
  double x = 0;
  double y = 0;
};
enum class Coordinates : std::uint8_t { absent, degrees, kilometres };

struct Area {
  Text id, name;
  AreaKind kind = AreaKind::county;
  Ix parent = none;
};

struct Site {
  Text id, name, tier;
  Ix area = none;
  Ix kind = none;       ///< into `Instance::site_kinds`
  Ix challenge = none;  ///< into `Instance::challenges`
  std::int32_t need = 1;
  std::int32_t hardship = 0;
  std::int32_t min_team = 0;
  std::int32_t target_team = 0;
  std::int32_t max_first_timers = 0;
  List languages;  ///< into `Instance::languages`; each needs a speaker in the team
  List skills;     ///< into `Instance::skills`; each needs a holder
  Place place;
  Ix announced_lead = none;  ///< column `lead_sponsor`: kept by every plan
};

struct Sponsor {
  Text id, name;
  Ix kind = none;  ///< into `Instance::sponsor_kinds`
  Ix area = none;
  std::int32_t release_percent = 100;
  std::int32_t max_sites = 0;
  /// People that the sponsor releases beyond rule 5's cap. 0 as read; `what_if` raises it, because
  /// one release more is seldom a whole number of percent.
  std::int32_t extra_release = 0;
};

struct Staff {
  Text id, name;
  Ix sponsor = none;
  Ix area = none;
  Ix home_site = none;
  Ix current_site = none;
  Place place;
  List languages;
  List skills;
  std::int16_t experience_years = 0;
  std::int16_t hardship_served = 0;
  std::int16_t strength = 0;  ///< 0 to 100
  bool can_lead = false;      ///< has the role `leader`
  bool first_timer = false;
  bool available = true;
};

inline constexpr std::int8_t refuse = 0;
/// rank 1 to 3, or `refuse`.
struct Wish {
  Ix staff = none;
  Ix site = none;
  std::int8_t rank = 1;
};
struct Affinity {
  Ix site = none;
  Ix sponsor = none;
  std::int32_t score = 0;
};
struct Pin {
  Ix staff = none;
  Ix site = none;
  PinRole role = PinRole::any;
  PinRule rule = PinRule::must;
  Text reason;
};
/// The pair becomes a candidate pair, and the points replace its terms pair, wish and strength.
struct Cost {
  Ix staff = none;
  Ix site = none;
  Points points = 0;
  Text reason;
};

/// The terms of the objective, in the order of PLACEMENT.md's report.
enum class Term : std::uint8_t {
  short_of_minimum,
  no_leader,
  languages,
  skills,
  nobody_stays,
  short_of_target,
  lead_sponsor,
  own_sponsor,
  pair,
  wish,
  leader_experience,
  strength,
};
inline constexpr std::size_t term_count = 12;
/// Names as in `report.json` and `rules.toml`.
inline constexpr std::array<std::string_view, term_count> term_names = {
    "short_of_minimum",  "no_leader",    "languages",   "skills", "nobody_stays",
    "short_of_target",   "lead_sponsor", "own_sponsor", "pair",   "wish",
    "leader_experience", "strength"};

/// Weights and switches of `rules.toml`, table [placement]. All weights are >= 0.
struct Rules {
  Pairing pairing = Pairing::joint;
  std::int32_t near_sites = 24;       ///< 0: all sites of the own county
  std::int32_t paired_sites = 24;     ///< 0: all sites whose affinity list names the sponsor
  Points short_of_minimum = 100'000;  ///< x need, per head
  Points no_leader = 30'000;          ///< x need
  Points languages = 8'000;           ///< x need, each
  Points skills = 4'000;              ///< x need, each
  Points nobody_stays = 3'000;
  Points short_of_target = 2'000;  ///< x need, per head
  Points lead_sponsor = 4;         ///< taken off, x score
  Points own_sponsor = 200;        ///< taken off, per member
  Points pair_per_km = 2;
  Points pair_most = 400;                       ///< cap of the distance part
  Points pair_hardship = 12;                    ///< x hardship_served x hardship
  std::array<Points, 3> wish = {150, 100, 60};  ///< taken off, by rank
  Points leader_base = 60;
  Points leader_per_year = 8;  ///< taken off
  Points leader_years = 12;    ///< years counted at most
  Points strength = 1;         ///< taken off, x (strength x need / 5 toward zero)
};

/// Everything that a plan depends on. Order of vectors is order of input rows, by which ties break.
struct Instance {
  std::vector<Area> areas;
  std::vector<Site> sites;
  std::vector<Sponsor> sponsors;
  std::vector<Staff> staff;
  std::vector<Wish> wishes;
  /// Complete: where affinity.csv is absent the reader has already applied the [affinity] table.
  std::vector<Affinity> affinity;
  std::vector<Pin> pins;
  std::vector<Cost> costs;
  Rules rules;
  Coordinates coordinates = Coordinates::absent;
  std::vector<std::string> languages, skills, site_kinds, sponsor_kinds, challenges;

  std::string text_pool;
  std::vector<Ix> index_pool;
  /// SHA-256 hex of all files as read, in the order of PLACEMENT.md's table; and of the rules.
  std::string input_digest, rules_digest;

  std::string_view text(Text t) const { return {text_pool.data() + t.first, t.size}; }
  std::span<const Ix> list(List l) const { return {index_pool.data() + l.first, l.size}; }
};

/// Hard rule 5: how many people the sponsor may release if `available` of them are.
std::int64_t release_cap(const Sponsor& sponsor, std::int64_t available);

/// Metres between two places, rounded half away from zero: great circle (radius 6,371,008.8 m,
/// haversine) for degrees, straight line for kilometres, 0 where coordinates are absent.
std::int64_t metres_between(Coordinates coordinates, Place a, Place b);

}  // namespace sojourn::planner
