// Small seeded programmes for property tests: every feature of the model, in sizes that brute
// force can still settle. The same seed gives the same instance on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "planner/instance.h"

namespace sojourn::planner::testing {

/// SplitMix64 (Steele, Lea, Flood 2014): small, the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// from..to, both included.
  int between(int from, int to) {
    const auto width = static_cast<std::uint64_t>(to - from) + 1;
    return from + static_cast<int>(bits() % width);
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  Ix index(std::size_t count) { return static_cast<Ix>(bits() % count); }

 private:
  std::uint64_t state_;
};

/// What a random programme holds. Percentages are chances per person, site or pair.
struct RandomOptions {
  Coordinates coordinates = Coordinates::kilometres;
  Pairing pairing = Pairing::joint;
  int counties = 2;
  int sponsors = 0;  ///< 0: about one in three staff
  int near_sites = 0, paired_sites = 0;
  int languages = 3, skills = 3;
  int most_target = 4;
  int staff_above_county = 15;
  int leaders = 40, first_timers = 30, unavailable = 8, at_home = 30;
  int current = 25, wishes = 40, refusals = 15, listed = 35;
  int costs = 10;  ///< per person
  int must = 8, never = 10;
  int announced = 10;          ///< per site
  int least_release = 30;      ///< release_percent from here to 100
  bool small_weights = false;  ///< all weights random and small, so that every term competes
};

inline Text add_text(Instance& instance, const std::string& text) {
  const Text piece{static_cast<std::uint32_t>(instance.text_pool.size()),
                   static_cast<std::uint32_t>(text.size())};
  instance.text_pool += text;
  return piece;
}

inline List add_list(Instance& instance, std::vector<Ix> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  const List piece{static_cast<std::uint32_t>(instance.index_pool.size()),
                   static_cast<std::uint32_t>(items.size())};
  instance.index_pool.insert(instance.index_pool.end(), items.begin(), items.end());
  return piece;
}

/// Must pins and announced leads of the result can all be kept together (find_clashes is empty).
inline Instance random_instance(std::uint64_t seed, int sites, int staff,
                                const RandomOptions& options = {}) {
  Dice dice(seed);
  Instance in;
  in.coordinates = options.coordinates;
  in.rules.pairing = options.pairing;
  in.rules.near_sites = options.near_sites;
  in.rules.paired_sites = options.paired_sites;
  if (options.small_weights) {
    const auto small = [&](int most) { return Points{dice.between(0, most)}; };
    in.rules.short_of_minimum = small(400);
    in.rules.no_leader = small(300);
    in.rules.languages = small(150);
    in.rules.skills = small(150);
    in.rules.nobody_stays = small(300);
    in.rules.short_of_target = small(200);
    in.rules.lead_sponsor = small(6);
    in.rules.own_sponsor = small(300);
  }
  const auto position = [](std::size_t i) { return static_cast<Ix>(i); };
  const auto place = [&] {
    // Coarse steps, so that ties of distance are common.
    if (options.coordinates == Coordinates::degrees)
      return Place{100.0 + dice.between(0, 12) * 0.05, 25.0 + dice.between(0, 12) * 0.05};
    return Place{dice.between(0, 24) * 2.5, dice.between(0, 24) * 2.5};
  };
  const auto some = [&](int count, int percent) {
    std::vector<Ix> items;
    for (int i = 0; i < count; ++i)
      if (dice.chance(percent))
        items.push_back(static_cast<Ix>(i));
    return add_list(in, items);
  };

  // Areas: nation, province, prefecture, then counties with two townships each.
  const auto area = [&](const std::string& id, AreaKind kind, Ix parent) {
    in.areas.push_back({add_text(in, id), add_text(in, "Area " + id), kind, parent});
    return position(in.areas.size() - 1);
  };
  const Ix nation = area("N", AreaKind::nation, none);
  const Ix province = area("V", AreaKind::province, nation);
  const Ix prefecture = area("P", AreaKind::prefecture, province);
  std::vector<Ix> low{}, high{nation, province, prefecture};
  for (int c = 0; c < options.counties; ++c) {
    const std::string id = "C" + std::to_string(c);
    const Ix county = area(id, AreaKind::county, prefecture);
    low.push_back(county);
    low.push_back(area(id + "a", AreaKind::township, county));
    low.push_back(area(id + "b", AreaKind::township, county));
  }
  const auto someone_s_area = [&] {
    return dice.chance(options.staff_above_county)
               ? high[static_cast<std::size_t>(dice.index(3))]
               : low[static_cast<std::size_t>(dice.index(low.size()))];
  };
  for (int i = 0; i < options.languages; ++i)
    in.languages.push_back("lang" + std::to_string(i));
  for (int i = 0; i < options.skills; ++i)
    in.skills.push_back("skill" + std::to_string(i));
  in.site_kinds = {"village", "community"};
  in.sponsor_kinds = {"office", "school"};
  in.challenges = {"services"};

  const int sponsors = options.sponsors > 0 ? options.sponsors : std::max(1, staff / 3);
  for (int j = 0; j < sponsors; ++j) {
    Sponsor sponsor;
    sponsor.id = add_text(in, "O" + std::to_string(j));
    sponsor.name = add_text(in, "Sponsor " + std::to_string(j));
    sponsor.kind = dice.index(in.sponsor_kinds.size());
    sponsor.area = someone_s_area();
    sponsor.release_percent = dice.between(options.least_release, 100);
    sponsor.max_sites = dice.between(0, 3);
    in.sponsors.push_back(sponsor);
  }
  std::vector<int> leads(in.sponsors.size(), 0);
  for (int s = 0; s < sites; ++s) {
    Site site;
    site.id = add_text(in, "S" + std::to_string(s));
    site.name = add_text(in, "Site " + std::to_string(s));
    site.tier = add_text(in, "middle");
    site.area =
        dice.chance(92) ? low[static_cast<std::size_t>(dice.index(low.size()))] : prefecture;
    site.kind = dice.index(in.site_kinds.size());
    site.challenge = 0;
    site.need = dice.between(1, 5);
    site.hardship = dice.between(0, 5);
    site.target_team = dice.between(dice.chance(5) ? 0 : 1, std::max(1, options.most_target));
    site.min_team = dice.between(0, site.target_team);
    site.max_first_timers = dice.between(0, 2);
    site.languages = some(options.languages, 40);
    site.skills = some(options.skills, 40);
    site.place = place();
    if (dice.chance(options.announced)) {
      const Ix lead = dice.index(in.sponsors.size());
      const auto j = static_cast<std::size_t>(lead);
      if (leads[j] < in.sponsors[j].max_sites) {
        ++leads[j];
        site.announced_lead = lead;
      }
    }
    in.sites.push_back(site);
    for (int j = 0; j < sponsors; ++j)
      if (dice.chance(options.listed))
        in.affinity.push_back({static_cast<Ix>(s), static_cast<Ix>(j), dice.between(0, 100)});
  }
  for (int p = 0; p < staff; ++p) {
    Staff person;
    person.id = add_text(in, "E" + std::to_string(p));
    person.name = add_text(in, "Person " + std::to_string(p));
    person.sponsor = dice.index(in.sponsors.size());
    person.area = someone_s_area();
    if (dice.chance(options.at_home))
      person.home_site = dice.index(in.sites.size());
    if (dice.chance(options.current))
      person.current_site = dice.index(in.sites.size());
    person.place = place();
    person.languages = some(options.languages, 45);
    person.skills = some(options.skills, 35);
    person.experience_years = static_cast<std::int16_t>(dice.between(0, 16));
    person.hardship_served = static_cast<std::int16_t>(dice.between(0, 4));
    person.strength = static_cast<std::int16_t>(dice.chance(50) ? dice.between(0, 100) : 0);
    person.can_lead = dice.chance(options.leaders);
    person.first_timer = dice.chance(options.first_timers);
    person.available = !dice.chance(options.unavailable);
    in.staff.push_back(person);
    std::vector<Ix> named;
    const auto fresh_site = [&] {
      const Ix site = dice.index(in.sites.size());
      if (std::find(named.begin(), named.end(), site) != named.end())
        return none;
      named.push_back(site);
      return site;
    };
    if (dice.chance(options.wishes))
      for (std::int8_t rank = 1; rank <= 3; ++rank)
        if (const Ix site = fresh_site(); site != none)
          in.wishes.push_back({p, site, rank});
    if (dice.chance(options.refusals))
      if (const Ix site = fresh_site(); site != none)
        in.wishes.push_back({p, site, refuse});
    if (dice.chance(options.costs))
      in.costs.push_back(
          {p, dice.index(in.sites.size()), dice.between(-300, 300), add_text(in, "given")});
  }

  // Pins last: each must is taken only where all musts together still keep every hard rule.
  std::vector<int> team(in.sites.size(), 0), newcomers(team), leaders(team);
  std::vector<int> available(in.sponsors.size(), 0), released(available);
  for (const Staff& person : in.staff)
    if (person.available)
      ++available[static_cast<std::size_t>(person.sponsor)];
  for (Ix p = 0; p < staff; ++p) {
    const Staff& person = in.staff[static_cast<std::size_t>(p)];
    const auto j = static_cast<std::size_t>(person.sponsor);
    const Ix s = dice.index(in.sites.size());
    const auto k = static_cast<std::size_t>(s);
    const Site& site = in.sites[k];
    const auto role = static_cast<PinRole>(dice.between(0, 2));
    if (dice.chance(options.never)) {
      in.pins.push_back({p, s, role, PinRule::never, add_text(in, "conflict of interest")});
      continue;
    }
    if (!dice.chance(options.must))
      continue;
    const int cap = std::max(1, available[j] * in.sponsors[j].release_percent / 100);
    const bool is_refused = std::any_of(in.wishes.begin(), in.wishes.end(), [&](const Wish& w) {
      return w.staff == p && w.site == s && w.rank == refuse;
    });
    const bool as_leader = role == PinRole::leader;
    if (!person.available || person.home_site == s || is_refused || released[j] >= cap ||
        team[k] >= site.target_team || (as_leader && (!person.can_lead || leaders[k] > 0)) ||
        (person.first_timer && newcomers[k] >= site.max_first_timers))
      continue;
    ++released[j];
    ++team[k];
    if (person.first_timer)
      ++newcomers[k];
    if (as_leader)
      ++leaders[k];
    in.pins.push_back({p, s, role, PinRule::must, add_text(in, "agreed in writing")});
  }
  in.input_digest = std::to_string(seed);
  return in;
}

/// The same programme where one floor's term, short_of_minimum or no_leader, is all that weighs:
/// every other weight is 0, and given costs with them.
inline Instance only_term(const Instance& in, Term term) {
  Instance alone = in;
  Rules& r = alone.rules;
  r.languages = r.skills = r.nobody_stays = r.short_of_target = r.lead_sponsor = 0;
  r.own_sponsor = r.pair_per_km = r.pair_most = r.pair_hardship = 0;
  r.wish = {0, 0, 0};
  r.leader_base = r.leader_per_year = r.strength = 0;
  if (term != Term::short_of_minimum)
    r.short_of_minimum = 0;
  if (term != Term::no_leader)
    r.no_leader = 0;
  for (Cost& cost : alone.costs)
    cost.points = 0;
  return alone;
}

}  // namespace sojourn::planner::testing
