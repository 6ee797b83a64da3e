// See folder_rows.h. Limits that PLACEMENT.md does not name are far beyond any programme and keep
// arithmetic exact: a team of 10,000, 100 years, a score or strength of 100, costs of +-10^9
// points.
#include "stages/placement/folder_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "imports/cells.h"

namespace sojourn::stages::placement {

using planner::Coordinates;

namespace {

constexpr std::int64_t most_heads = 10'000;
constexpr std::int64_t most_years = 100;
constexpr std::int64_t most_points = 1'000'000'000;

constexpr std::array<std::string_view, 5> area_kinds = {"nation", "province", "prefecture",
                                                        "county", "township"};
constexpr std::array<std::string_view, 4> wish_ranks = {"refuse", "1", "2", "3"};
constexpr std::array<std::string_view, 3> pin_roles = {"any", "leader", "member"};
constexpr std::array<std::string_view, 2> pin_rules = {"must", "never"};

std::int32_t whole32(Row& row, std::size_t column, std::int64_t least, std::int64_t most,
                     std::optional<std::int64_t> standard) {
  return static_cast<std::int32_t>(row.whole(column, least, most, standard));
}

std::int16_t whole16(Row& row, std::size_t column, std::int64_t most) {
  return static_cast<std::int16_t>(row.whole(column, 0, most, 0));
}

/// The row's own id, kept.
template <class Record>
planner::Text id_of(Row& row, std::size_t column, Part<Record>& into) {
  return into.keep(row.own_id(column));
}

template <class Record>
Ix area_of(Row& row, std::size_t column, const Targets& targets, Part<Record>& into) {
  if (targets.areas_given || row.cell(column).empty()) {
    return row.reference(column, targets.area);
  }
  return into.areas.of(row.cell(column));
}

planner::Place place_of(Row& row, std::size_t lat, Coordinates coordinates) {
  constexpr double most_kilometres = 100'000;
  switch (coordinates) {
    case Coordinates::degrees: {
      const double y = row.coordinate(lat, -90, 90);
      return {.x = row.coordinate(lat + 1, -180, 180), .y = y};
    }
    case Coordinates::kilometres: {
      const double x = row.coordinate(lat + 2, -most_kilometres, most_kilometres);
      return {.x = x, .y = row.coordinate(lat + 3, -most_kilometres, most_kilometres)};
    }
    case Coordinates::absent: break;
  }
  return {};
}

template <class Record>
Ix name_of(Row& row, std::size_t column, Names Part<Record>::* names, Part<Record>& into) {
  const std::string_view text = row.words(column);
  return text.empty() ? planner::none : (into.*names).of(text);
}

/// The same target, but an empty cell says "none".
Target optional(Target target) {
  target.required = false;
  return target;
}

/// Of a list of roles, in English or Chinese.
bool can_lead(Row& row, std::size_t column) {
  const std::string_view roles = row.cell(column);
  bool leads = false;
  const auto take = [&](std::string_view role) {
    if (role == "leader" || in_chinese("leader", role)) {
      leads = true;
    } else if (role != "member" && !role.empty() && !in_chinese("member", role)) {
      row.fault(column, "roles", "A list of leader and member is due here, parted by ';'.");
      return false;
    }
    return true;
  };
  // 1. Most are members only.
  if (roles == "member") {
    return false;
  }
  // 2. In Chinese lists are parted by signs of their own.
  if (std::any_of(roles.begin(), roles.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    for (const std::string& role : imports::read_list(roles)) {
      if (!take(role)) {
        break;
      }
    }
    return leads;
  }
  for (std::size_t at = 0; at < roles.size();) {
    const std::size_t end = std::min(roles.find(';', at), roles.size());
    if (!take(base::trim(roles.substr(at, end - at)))) {
      break;
    }
    at = end + 1;
  }
  return leads;
}

}  // namespace

Coordinates coordinates_of(const Sheet& sheet, std::size_t lat, FaultList& errors) {
  const auto half = [&](std::size_t first) {
    if (sheet.has(first) == sheet.has(first + 1)) {
      return false;
    }
    const std::size_t lacking = sheet.has(first) ? first + 1 : first;
    errors.add({.file = std::string(sheet.name()),
                .line = 1,
                .column = std::string(sheet.column_name(lacking)),
                .value = {},
                .code = "column.missing",
                .expected = "This column is missing; a place needs both of its numbers."});
    return true;
  };
  if (half(lat) || half(lat + 2)) {
    return Coordinates::absent;
  }
  if (sheet.has(lat) && sheet.has(lat + 2)) {
    errors.add({.file = std::string(sheet.name()),
                .line = 1,
                .column = "lat",
                .value = {},
                .code = "place.both",
                .expected = "Places are given either by lat and lon or by x_km and y_km, not by "
                            "both."});
    return Coordinates::absent;
  }
  return sheet.has(lat)       ? Coordinates::degrees
         : sheet.has(lat + 2) ? Coordinates::kilometres
                              : Coordinates::absent;
}

void read_area(Row& row, AreaPart& into) {
  namespace c = area_columns;
  planner::Area area;
  area.id = id_of(row, c::area, into.part);
  area.name = into.part.keep(row.words(c::name));
  area.kind = static_cast<planner::AreaKind>(std::max(0, row.choice(c::kind, area_kinds, -1)));
  into.parents.push_back(into.part.keep(row.cell(c::parent)));
  into.part.records.push_back(area);
}

void read_site(Row& row, const Targets& targets, Part<planner::Site>& into) {
  namespace c = site_columns;
  planner::Site site;
  site.id = id_of(row, c::site, into);
  site.name = into.keep(row.words(c::name));
  site.tier = into.keep(row.cell(c::tier));
  site.area = area_of(row, c::area, targets, into);
  site.kind = name_of(row, c::kind, &Part<planner::Site>::kinds, into);
  site.challenge = name_of(row, c::challenge, &Part<planner::Site>::challenges, into);
  site.need = whole32(row, c::need, 1, 5, std::nullopt);
  site.hardship = whole32(row, c::hardship, 0, 5, 0);
  site.min_team = whole32(row, c::min_team, 0, most_heads, 0);
  site.target_team = whole32(row, c::target_team, 0, most_heads, 0);
  if (site.min_team > site.target_team) {
    row.fault(c::min_team, "team.minimum",
              base::in_words("The minimum may not be larger than target_team, which is {}.",
                             site.target_team));
  }
  site.max_first_timers = whole32(row, c::max_first_timers, 0, most_heads, 0);
  site.languages = into.languages.of(row.words(c::languages));
  site.skills = into.skills.of(row.words(c::skills));
  site.place = place_of(row, c::lat, targets.coordinates);
  site.announced_lead = row.reference(c::lead_sponsor, optional(targets.sponsor));
  into.records.push_back(site);
}

void read_sponsor(Row& row, const Targets& targets, Part<planner::Sponsor>& into) {
  namespace c = sponsor_columns;
  planner::Sponsor sponsor;
  sponsor.id = id_of(row, c::sponsor, into);
  sponsor.name = into.keep(row.words(c::name));
  sponsor.kind = name_of(row, c::kind, &Part<planner::Sponsor>::kinds, into);
  sponsor.area = area_of(row, c::area, targets, into);
  sponsor.release_percent = whole32(row, c::release_percent, 0, 100, 0);
  sponsor.max_sites = whole32(row, c::max_sites, 0, most_points, 0);
  into.records.push_back(sponsor);
}

void read_staff(Row& row, const Targets& targets, Part<planner::Staff>& into) {
  namespace c = staff_columns;
  planner::Staff staff;
  staff.id = id_of(row, c::staff, into);
  staff.name = into.keep(row.words(c::name));
  staff.sponsor = row.reference(c::sponsor, targets.sponsor);
  staff.area = area_of(row, c::area, targets, into);
  staff.home_site = row.reference(c::home_site, optional(targets.site));
  staff.current_site = row.reference(c::current_site, optional(targets.site));
  staff.place = place_of(row, c::lat, targets.coordinates);
  staff.can_lead = can_lead(row, c::roles);
  staff.languages = into.languages.of(row.words(c::languages));
  staff.skills = into.skills.of(row.words(c::skills));
  staff.experience_years = whole16(row, c::experience_years, most_years);
  staff.first_timer = row.yes_no(c::first_timer, false);
  staff.hardship_served = whole16(row, c::hardship_served, most_years);
  staff.available = row.yes_no(c::available, true);
  staff.strength = whole16(row, c::strength, 100);
  into.records.push_back(staff);
}

void read_wish(Row& row, const Targets& targets, Part<planner::Wish>& into) {
  namespace c = wish_columns;
  planner::Wish wish;
  wish.staff = row.reference(c::staff, targets.staff);
  wish.site = row.reference(c::site, targets.site);
  wish.rank = static_cast<std::int8_t>(row.choice(c::rank, wish_ranks, -1));
  into.records.push_back(wish);
}

void read_affinity(Row& row, const Targets& targets, Part<planner::Affinity>& into) {
  namespace c = affinity_columns;
  planner::Affinity affinity;
  affinity.site = row.reference(c::site, targets.site);
  affinity.sponsor = row.reference(c::sponsor, targets.sponsor);
  affinity.score = whole32(row, c::score, 0, 100, 0);
  into.records.push_back(affinity);
}

void read_pin(Row& row, const Targets& targets, Part<planner::Pin>& into) {
  namespace c = pin_columns;
  planner::Pin pin;
  pin.staff = row.reference(c::staff, targets.staff);
  pin.site = row.reference(c::site, targets.site);
  pin.role = static_cast<planner::PinRole>(std::max(0, row.choice(c::role, pin_roles, 0)));
  pin.rule = static_cast<planner::PinRule>(std::max(0, row.choice(c::rule, pin_rules, -1)));
  pin.reason = into.keep(row.words(c::reason));
  into.records.push_back(pin);
}

void read_cost(Row& row, const Targets& targets, Part<planner::Cost>& into) {
  namespace c = cost_columns;
  planner::Cost cost;
  cost.staff = row.reference(c::staff, targets.staff);
  cost.site = row.reference(c::site, targets.site);
  cost.points = row.whole(c::points, -most_points, most_points, 0);
  cost.reason = into.keep(row.words(c::reason));
  into.records.push_back(cost);
}

}  // namespace sojourn::stages::placement
