// The rows of each file of a programme folder: columns, and what a row says. Used by folder.cpp.
#pragma once

#include <array>

#include "stages/placement/folder_parts.h"

namespace sojourn::stages::placement {

using planner::Ix;

namespace area_columns {
enum : std::size_t { area, name, kind, parent };
inline constexpr std::array<Column, 4> all = {{{"area"}, {"name"}, {"kind"}, {"parent"}}};
}  // namespace area_columns

namespace site_columns {
enum : std::size_t {
  site,
  name,
  area,
  kind,
  tier,
  need,
  hardship,
  min_team,
  target_team,
  max_first_timers,
  languages,
  skills,
  challenge,
  lead_sponsor,
  lat,
  lon,
  x_km,
  y_km
};
inline constexpr std::array<Column, 18> all = {{{"site"},
                                                {"name"},
                                                {"area"},
                                                {"kind"},
                                                {"tier"},
                                                {"need"},
                                                {"hardship"},
                                                {"min_team"},
                                                {"target_team"},
                                                {"max_first_timers"},
                                                {"languages"},
                                                {"skills"},
                                                {"challenge", false},
                                                {"lead_sponsor", false},
                                                {"lat", false},
                                                {"lon", false},
                                                {"x_km", false},
                                                {"y_km", false}}};
}  // namespace site_columns

namespace sponsor_columns {
enum : std::size_t { sponsor, name, kind, area, release_percent, max_sites };
inline constexpr std::array<Column, 6> all = {
    {{"sponsor"}, {"name"}, {"kind"}, {"area"}, {"release_percent"}, {"max_sites"}}};
}  // namespace sponsor_columns

namespace staff_columns {
enum : std::size_t {
  staff,
  name,
  sponsor,
  area,
  home_site,
  roles,
  languages,
  skills,
  experience_years,
  first_timer,
  hardship_served,
  available,
  current_site,
  strength,
  lat,
  lon,
  x_km,
  y_km
};
inline constexpr std::array<Column, 18> all = {{{"staff"},
                                                {"name"},
                                                {"sponsor"},
                                                {"area"},
                                                {"home_site"},
                                                {"roles"},
                                                {"languages"},
                                                {"skills"},
                                                {"experience_years"},
                                                {"first_timer"},
                                                {"hardship_served"},
                                                {"available"},
                                                {"current_site"},
                                                {"strength", false},
                                                {"lat", false},
                                                {"lon", false},
                                                {"x_km", false},
                                                {"y_km", false}}};
}  // namespace staff_columns

namespace wish_columns {
enum : std::size_t { staff, site, rank };
inline constexpr std::array<Column, 3> all = {{{"staff"}, {"site"}, {"rank"}}};
}  // namespace wish_columns

namespace affinity_columns {
enum : std::size_t { site, sponsor, score };
inline constexpr std::array<Column, 3> all = {{{"site"}, {"sponsor"}, {"score"}}};
}  // namespace affinity_columns

namespace pin_columns {
enum : std::size_t { staff, site, role, rule, reason };
inline constexpr std::array<Column, 5> all = {
    {{"staff"}, {"site"}, {"role"}, {"rule"}, {"reason"}}};
}  // namespace pin_columns

namespace cost_columns {
enum : std::size_t { staff, site, points, reason };
inline constexpr std::array<Column, 4> all = {{{"staff"}, {"site"}, {"points"}, {"reason"}}};
}  // namespace cost_columns

/// Ids that rows may refer to. A target without ids lets every id pass.
struct Targets {
  Target area, sponsor, site, staff;
  bool areas_given = true;  ///< false: no areas.csv, every area named is a county of its own
  planner::Coordinates coordinates = planner::Coordinates::absent;
};

/// The parent stays a text until all areas are read: `parents` of the part, in step with records.
struct AreaPart {
  Part<planner::Area> part;
  PartBasis basis;
  std::vector<planner::Text> parents;
};

void read_area(Row& row, AreaPart& into);
void read_site(Row& row, const Targets& targets, Part<planner::Site>& into);
void read_sponsor(Row& row, const Targets& targets, Part<planner::Sponsor>& into);
void read_staff(Row& row, const Targets& targets, Part<planner::Staff>& into);
void read_wish(Row& row, const Targets& targets, Part<planner::Wish>& into);
void read_affinity(Row& row, const Targets& targets, Part<planner::Affinity>& into);
void read_pin(Row& row, const Targets& targets, Part<planner::Pin>& into);
void read_cost(Row& row, const Targets& targets, Part<planner::Cost>& into);

/// Which coordinates the columns of a sheet have; a fault where only half of a pair is there, or
/// both pairs are. `lat` is the first of the four columns lat, lon, x_km, y_km.
planner::Coordinates coordinates_of(const Sheet& sheet, std::size_t lat, FaultList& errors);

}  // namespace sojourn::stages::placement
