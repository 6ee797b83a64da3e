// What the page says about one person at one site. See check_pairs.h.
#include "planner/check_pairs.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <queue>

namespace sojourn::planner::checking {

namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

constexpr double earth_radius = 6'371'008.8;  // metres
constexpr double degree = std::numbers::pi / 180;

/// Metres that two places are apart at least, by latitude (or northing) alone. A metre and a half
/// is taken off, for metres_apart rounds.
double metres_by_latitude(Coordinates coordinates, double from, double to) {
  const double apart = std::abs(to - from);
  switch (coordinates) {
    case Coordinates::absent: return 0;
    case Coordinates::degrees: return apart * degree * earth_radius - 1.5;
    case Coordinates::kilometres: return apart * 1000 - 1.5;
  }
  return 0;
}

/// Distance, then order in sites.csv: "near" of the page.
struct Nearness {
  std::int64_t metres;
  Ix site;
  friend auto operator<=>(const Nearness&, const Nearness&) = default;
};

double haversine(double angle) {
  const double half_chord = std::sin(angle / 2);
  return half_chord * half_chord;
}

}  // namespace

std::int64_t metres_apart(Coordinates coordinates, Place a, Place b) {
  switch (coordinates) {
    case Coordinates::absent: return 0;
    case Coordinates::degrees: {
      const double apart = haversine((b.y - a.y) * degree) + std::cos(a.y * degree) *
                                                                 std::cos(b.y * degree) *
                                                                 haversine((b.x - a.x) * degree);
      // Opposite points of the globe may come out above 1 by rounding.
      return std::llround(2 * earth_radius * std::asin(std::sqrt(std::min(1.0, apart))));
    }
    case Coordinates::kilometres: return std::llround(std::hypot(b.x - a.x, b.y - a.y) * 1000);
  }
  return 0;
}

SitesFromSouth::SitesFromSouth(const Instance& instance, std::vector<Ix> sites)
    : sites_(std::move(sites)) {
  std::sort(sites_.begin(), sites_.end());
  sites_.erase(std::unique(sites_.begin(), sites_.end()), sites_.end());
  sorted_ = sites_;
  if (instance.coordinates == Coordinates::absent)
    return;
  std::stable_sort(sites_.begin(), sites_.end(), [&](Ix a, Ix b) {
    return instance.sites[at(a)].place.y < instance.sites[at(b)].place.y;
  });
}

bool SitesFromSouth::holds(Ix site) const {
  return std::binary_search(sorted_.begin(), sorted_.end(), site);
}

void SitesFromSouth::nearest(const Instance& instance, Place place, std::int32_t most,
                             std::vector<Ix>& out) const {
  const auto wanted = static_cast<std::size_t>(most);
  if (most == 0 || sites_.size() <= wanted) {
    out.insert(out.end(), sites_.begin(), sites_.end());
    return;
  }
  if (instance.coordinates == Coordinates::absent) {  // all equally far: by order
    out.insert(out.end(), sorted_.begin(), sorted_.begin() + most);
    return;
  }
  const auto y_of = [&](std::size_t i) { return instance.sites[at(sites_[i])].place.y; };
  // Two fingers walk north and south from the place's latitude, the nearer one first; the heap
  // holds the nearest so far, the farthest of them on top.
  std::size_t north = static_cast<std::size_t>(
      std::partition_point(sites_.begin(), sites_.end(),
                           [&](Ix s) { return instance.sites[at(s)].place.y < place.y; }) -
      sites_.begin());
  std::size_t south = north;
  std::priority_queue<Nearness> best;
  while (south > 0 || north < sites_.size()) {
    const bool go_north =
        south == 0 || (north < sites_.size() && y_of(north) - place.y <= place.y - y_of(south - 1));
    const std::size_t i = go_north ? north++ : --south;
    if (best.size() == wanted && metres_by_latitude(instance.coordinates, place.y, y_of(i)) >
                                     static_cast<double>(best.top().metres))
      break;  // everything left is farther still
    const Ix site = sites_[i];
    const Nearness here{metres_apart(instance.coordinates, place, instance.sites[at(site)].place),
                        site};
    if (best.size() < wanted) {
      best.push(here);
    } else if (here < best.top()) {
      best.pop();
      best.push(here);
    }
  }
  for (; !best.empty(); best.pop())
    out.push_back(best.top().site);
}

bool SitesFromSouth::among_nearest(const Instance& instance, Place place, std::int32_t most,
                                   Ix site) const {
  if (most == 0 || sites_.size() <= static_cast<std::size_t>(most))
    return true;
  if (instance.coordinates == Coordinates::absent)
    return std::lower_bound(sorted_.begin(), sorted_.end(), site) - sorted_.begin() < most;
  const Nearness mine{metres_apart(instance.coordinates, place, instance.sites[at(site)].place),
                      site};
  const auto y_of = [&](Ix s) { return instance.sites[at(s)].place.y; };
  const auto too_far = [&](Ix s) {
    return metres_by_latitude(instance.coordinates, place.y, y_of(s)) >
           static_cast<double>(mine.metres);
  };
  const auto first = std::partition_point(sites_.begin(), sites_.end(),
                                          [&](Ix s) { return y_of(s) < place.y && too_far(s); });
  std::int32_t nearer = 0;
  for (auto i = first; i != sites_.end(); ++i) {
    if (y_of(*i) > place.y && too_far(*i))
      break;
    const Nearness other{metres_apart(instance.coordinates, place, instance.sites[at(*i)].place),
                         *i};
    if (other < mine && ++nearer == most)
      return false;
  }
  return true;
}

PairReader::PairReader(const Instance& instance)
    : instance_(instance),
      wishes_(instance.wishes, instance.staff.size()),
      pins_(instance.pins, instance.staff.size()),
      costs_(instance.costs, instance.staff.size()),
      // "Without coordinates near_sites is 0."
      near_sites_(instance.coordinates == Coordinates::absent ? 0 : instance.rules.near_sites) {
  const auto& areas = instance.areas;
  std::vector<std::vector<Ix>> below(areas.size());
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    for (Ix a = instance.sites[s].area; a != none; a = areas[at(a)].parent)
      below[at(a)].push_back(static_cast<Ix>(s));
  below_.reserve(areas.size());
  for (auto& sites : below)
    below_.emplace_back(instance, std::move(sites));

  own_area_.resize(areas.size());
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Ix a = static_cast<Ix>(i);
    while (a != none && areas[at(a)].kind != AreaKind::county)
      a = areas[at(a)].parent;
    own_area_[i] = a != none ? a : static_cast<Ix>(i);
  }

  // Read here as: announcing a lead sponsor (rule 6) lists it for leading, not for its people's
  // pairs.
  std::vector<std::vector<Ix>> affine(instance.sponsors.size());
  for (const Affinity& row : instance.affinity)
    affine[at(row.sponsor)].push_back(row.site);
  affine_.reserve(affine.size());
  for (auto& sites : affine)
    affine_.emplace_back(instance, std::move(sites));
}

PairPoints PairReader::points(Ix staff, Ix site) const {
  for (const std::uint32_t row : costs_.of(staff))
    if (instance_.costs[row].site == site)
      return {.pair = instance_.costs[row].points};

  const Rules& rules = instance_.rules;
  const Staff& person = instance_.staff[at(staff)];
  const Site& place = instance_.sites[at(site)];
  PairPoints points;
  const Points kilometres = metres_apart(instance_.coordinates, person.place, place.place) / 1000;
  points.pair = std::min(rules.pair_most, rules.pair_per_km * kilometres) +
                rules.pair_hardship * person.hardship_served * place.hardship;
  for (const std::uint32_t row : wishes_.of(staff)) {
    const Wish& wish = instance_.wishes[row];
    if (wish.site != site || wish.rank == refuse)
      continue;
    points.wish = -rules.wish[static_cast<std::size_t>(wish.rank - 1)];
    points.wish_met = true;
  }
  points.strength = -rules.strength * (Points{person.strength} * place.need / 5);
  points.strength_told = person.strength > 0;
  return points;
}

bool PairReader::near(Ix staff, Ix site) const {
  const Staff& person = instance_.staff[at(staff)];
  if (person.area == none)
    return false;
  const SitesFromSouth& sites = below_[at(own_area_[at(person.area)])];
  return sites.holds(site) && sites.among_nearest(instance_, person.place, near_sites_, site);
}

bool PairReader::paired(Ix staff, Ix site) const {
  const Staff& person = instance_.staff[at(staff)];
  if (person.sponsor == none)
    return false;
  const SitesFromSouth& sites = affine_[at(person.sponsor)];
  return sites.holds(site) &&
         sites.among_nearest(instance_, person.place, instance_.rules.paired_sites, site);
}

/// Wished for, the current site, given a cost, or of a must pin.
bool PairReader::row_names(Ix staff, Ix site) const {
  if (instance_.staff[at(staff)].current_site == site)
    return true;
  for (const std::uint32_t row : wishes_.of(staff))
    if (instance_.wishes[row].site == site && instance_.wishes[row].rank != refuse)
      return true;
  for (const std::uint32_t row : costs_.of(staff))
    if (instance_.costs[row].site == site)
      return true;
  for (const std::uint32_t row : pins_.of(staff))
    if (instance_.pins[row].site == site && instance_.pins[row].rule == PinRule::must)
      return true;
  return false;
}

void PairReader::remove(Ix staff, Ix site, Standing& standing) const {
  const Staff& person = instance_.staff[at(staff)];
  standing.unavailable = !person.available;
  standing.home = person.home_site == site;
  for (const std::uint32_t row : wishes_.of(staff))
    if (instance_.wishes[row].site == site && instance_.wishes[row].rank == refuse)
      standing.refused = true;
  for (const std::uint32_t row : pins_.of(staff)) {
    const Pin& pin = instance_.pins[row];
    if (pin.site != site || pin.rule != PinRule::never)
      continue;
    if (pin.role != PinRole::member)
      standing.never_leader = true;
    if (pin.role != PinRole::leader)
      standing.never_member = true;
  }
}

Standing PairReader::standing(Ix staff, Ix site) const {
  Standing standing;
  remove(staff, site, standing);
  standing.taken = row_names(staff, site) || near(staff, site) || paired(staff, site);
  return standing;
}

void PairReader::candidate_sites(Ix staff, std::vector<Ix>& out) const {
  out.clear();
  const Staff& person = instance_.staff[at(staff)];
  if (!person.available)
    return;
  if (person.area != none)
    below_[at(own_area_[at(person.area)])].nearest(instance_, person.place, near_sites_, out);
  if (person.sponsor != none)
    affine_[at(person.sponsor)].nearest(instance_, person.place, instance_.rules.paired_sites, out);
  if (person.current_site != none)
    out.push_back(person.current_site);
  for (const std::uint32_t row : wishes_.of(staff))
    out.push_back(instance_.wishes[row].site);
  for (const std::uint32_t row : costs_.of(staff))
    out.push_back(instance_.costs[row].site);
  for (const std::uint32_t row : pins_.of(staff))
    if (instance_.pins[row].rule == PinRule::must)
      out.push_back(instance_.pins[row].site);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  // Refused sites stand among the wishes; they go here with everything else that is removed.
  std::erase_if(out, [&](Ix site) {
    Standing standing{.taken = true};
    remove(staff, site, standing);
    return !standing.may_lead() && !standing.may_member();
  });
}

Points leader_points(const Instance& instance, Ix staff) {
  const Rules& rules = instance.rules;
  return rules.leader_base -
         rules.leader_per_year *
             std::min<Points>(rules.leader_years, instance.staff[at(staff)].experience_years);
}

std::vector<std::int64_t> release_caps(const Instance& instance) {
  std::vector<std::int64_t> available(instance.sponsors.size(), 0);
  for (const Staff& person : instance.staff)
    if (person.available && person.sponsor != none)
      ++available[at(person.sponsor)];
  std::vector<std::int64_t> caps(available.size(), 0);
  for (std::size_t o = 0; o < caps.size(); ++o)
    if (available[o] > 0)
      caps[o] =
          std::max<std::int64_t>(1, available[o] * instance.sponsors[o].release_percent / 100) +
          instance.sponsors[o].extra_release;
  return caps;
}

}  // namespace sojourn::planner::checking
