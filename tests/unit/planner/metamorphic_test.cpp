// How proven optima have to move when the programme changes in ways whose effect is known
// beforehand.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// The proven optimum; a solver that cannot prove an instance this small fails the test.
Points optimum(const Instance& in, std::uint64_t seed) {
  const Solution solution = solve(in, {});
  EXPECT_TRUE(solution.proven) << "not proven: " << seed;
  EXPECT_TRUE(check(in, solution.plan).empty()) << seed;
  return solution.value.total;
}

Instance programme(std::uint64_t seed, RandomOptions options = {}) {
  options.small_weights = seed % 2 == 0;
  Dice dice(seed + 99);
  return random_instance(seed, dice.between(2, 7), dice.between(3, 16), options);
}

TEST(Metamorphic, OneMorePersonNeverMakesAnOptimumWorse) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    RandomOptions options;
    options.near_sites = seed % 3 == 0 ? 2 : 0;
    const Instance in = programme(seed, options);
    Dice dice(seed);
    Instance more = in;
    Staff person = in.staff[at(dice.index(in.staff.size()))];
    person.id = add_text(more, "new");
    person.current_site = none;  // or a site might have to keep them
    person.available = true;
    more.staff.push_back(person);
    const Points before = optimum(in, seed), after = optimum(more, seed);
    EXPECT_LE(after, before) << seed;
    better += after < before ? 1 : 0;
  }
  EXPECT_GT(better, 30);
}

TEST(Metamorphic, OneMorePlaceToLeadNeverMakesAnOptimumWorse) {
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    const Instance in = programme(seed);
    Instance more = in;
    Dice dice(seed);
    ++more.sponsors[at(dice.index(in.sponsors.size()))].max_sites;
    EXPECT_LE(optimum(more, seed), optimum(in, seed)) << seed;
  }
}

TEST(Metamorphic, OnePinLessNeverMakesAnOptimumWorse) {
  int tried = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomOptions options;
    options.must = options.never = 30;
    const Instance in = programme(seed, options);
    if (in.pins.empty())
      continue;
    // Without a must its pair may be no candidate pair any more, but then it was not needed.
    Instance fewer = in;
    Dice dice(seed);
    const auto gone = dice.index(in.pins.size());
    const Pin pin = fewer.pins[at(gone)];
    fewer.pins.erase(fewer.pins.begin() + gone);
    if (pin.rule == PinRule::must && fewer.staff[at(pin.staff)].current_site != pin.site)
      fewer.wishes.push_back({pin.staff, pin.site, 3});
    const bool wished = std::any_of(in.wishes.begin(), in.wishes.end(), [&](const Wish& w) {
      return w.staff == pin.staff && w.site == pin.site;
    });
    if (wished)
      continue;
    EXPECT_LE(optimum(fewer, seed), optimum(in, seed)) << seed;
    ++tried;
  }
  EXPECT_GT(tried, 60);
}

/// The same programme with rows of every table in another order and other ids.
Instance relabelled(const Instance& in, Dice& dice) {
  Instance out = in;
  const auto shuffle = [&](std::size_t count) {
    std::vector<Ix> to(count);
    std::iota(to.begin(), to.end(), 0);
    for (std::size_t i = count; i > 1; --i)
      std::swap(to[i - 1], to[at(dice.index(i))]);
    return to;
  };
  const auto move = [](auto& rows, const std::vector<Ix>& to) {
    auto moved = rows;
    for (std::size_t i = 0; i < rows.size(); ++i)
      moved[at(to[i])] = rows[i];
    rows = std::move(moved);
  };
  const auto follow = [](Ix& i, const std::vector<Ix>& to) {
    if (i != none)
      i = to[at(i)];
  };
  const auto sites = shuffle(in.sites.size()), staff = shuffle(in.staff.size()),
             sponsors = shuffle(in.sponsors.size()), areas = shuffle(in.areas.size()),
             languages = shuffle(in.languages.size()), skills = shuffle(in.skills.size());
  const auto relist = [&](List& list, const std::vector<Ix>& to) {
    std::vector<Ix> items;
    for (const Ix i : in.list(list))
      items.push_back(to[at(i)]);
    list = add_list(out, items);
  };
  for (Area& area : out.areas)
    follow(area.parent, areas);
  for (std::size_t s = 0; s < out.sites.size(); ++s) {
    Site& site = out.sites[s];
    site.id = add_text(out, "place " + std::to_string(sites[s]));
    follow(site.area, areas);
    follow(site.announced_lead, sponsors);
    relist(site.languages, languages);
    relist(site.skills, skills);
  }
  for (Sponsor& sponsor : out.sponsors)
    follow(sponsor.area, areas);
  for (Staff& person : out.staff) {
    person.id = add_text(out, "somebody " + std::to_string(dice.bits()));
    follow(person.sponsor, sponsors);
    follow(person.area, areas);
    follow(person.home_site, sites);
    follow(person.current_site, sites);
    relist(person.languages, languages);
    relist(person.skills, skills);
  }
  for (Wish& row : out.wishes)
    follow(row.staff, staff), follow(row.site, sites);
  for (Affinity& row : out.affinity)
    follow(row.site, sites), follow(row.sponsor, sponsors);
  for (Pin& row : out.pins)
    follow(row.staff, staff), follow(row.site, sites);
  for (Cost& row : out.costs)
    follow(row.staff, staff), follow(row.site, sites);
  move(out.areas, areas);
  move(out.sites, sites);
  move(out.sponsors, sponsors);
  move(out.staff, staff);
  move(out.languages, languages);
  move(out.skills, skills);
  move(out.wishes, shuffle(out.wishes.size()));
  move(out.affinity, shuffle(out.affinity.size()));
  move(out.pins, shuffle(out.pins.size()));
  move(out.costs, shuffle(out.costs.size()));
  return out;
}

TEST(Metamorphic, NamesAndOrderOfRowsChangeNothing) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    // near_sites and paired_sites are 0 here: with a limit, ties of distance go by order of sites.
    const Instance in = programme(seed);
    Dice dice(seed);
    const Instance other = relabelled(in, dice);
    EXPECT_EQ(optimum(other, seed), optimum(in, seed)) << seed;
  }
}

TEST(Metamorphic, ScaledWeightsScaleTheOptimum) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Instance in = programme(seed);
    Instance scaled = in;
    const Points times = 2 + static_cast<Points>(seed % 6);
    Rules& r = scaled.rules;
    for (Points* weight : {&r.short_of_minimum, &r.no_leader, &r.languages, &r.skills,
                           &r.nobody_stays, &r.short_of_target, &r.lead_sponsor, &r.own_sponsor,
                           &r.pair_per_km, &r.pair_most, &r.pair_hardship, &r.wish[0], &r.wish[1],
                           &r.wish[2], &r.leader_base, &r.leader_per_year, &r.strength})
      *weight *= times;
    for (Cost& cost : scaled.costs)
      cost.points *= times;
    EXPECT_EQ(optimum(scaled, seed), times * optimum(in, seed)) << seed;
  }
}

TEST(Metamorphic, TwoProgrammesThatShareNothingAddUp) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomOptions options;
    options.staff_above_county = 0;
    const Instance a = programme(seed, options), b = programme(seed + 1000, options);
    // b's rows behind a's, its positions moved on; its areas hang from no common root.
    Instance both = a;
    both.rules = a.rules;
    Instance second = b;
    second.rules = a.rules;
    const auto text = [&](Text& t) { t = add_text(both, std::string(b.text(t))); };
    const auto on = [](Ix& i, std::size_t by) {
      if (i != none)
        i += static_cast<Ix>(by);
    };
    const auto relist = [&](List& list) {
      const auto items = b.list(list);
      list = add_list(both, {items.begin(), items.end()});
    };
    for (Area area : b.areas) {
      text(area.id), text(area.name), on(area.parent, a.areas.size());
      both.areas.push_back(area);
    }
    for (Site site : b.sites) {
      text(site.id), text(site.name), text(site.tier), on(site.area, a.areas.size());
      on(site.announced_lead, a.sponsors.size()), relist(site.languages), relist(site.skills);
      both.sites.push_back(site);
    }
    for (Sponsor sponsor : b.sponsors) {
      text(sponsor.id), text(sponsor.name), on(sponsor.area, a.areas.size());
      both.sponsors.push_back(sponsor);
    }
    for (Staff person : b.staff) {
      text(person.id), text(person.name), on(person.area, a.areas.size());
      on(person.sponsor, a.sponsors.size()), on(person.home_site, a.sites.size());
      on(person.current_site, a.sites.size()), relist(person.languages), relist(person.skills);
      both.staff.push_back(person);
    }
    const auto pair = [&](auto row) {
      on(row.staff, a.staff.size()), on(row.site, a.sites.size());
      return row;
    };
    for (const Wish& row : b.wishes)
      both.wishes.push_back(pair(row));
    for (const Cost& row : b.costs)
      both.costs.push_back(pair(row));
    for (const Pin& row : b.pins)
      both.pins.push_back(pair(row));
    for (Affinity row : b.affinity) {
      on(row.site, a.sites.size()), on(row.sponsor, a.sponsors.size());
      both.affinity.push_back(row);
    }
    for (Cost& row : both.costs)
      row.reason = {};
    for (Pin& row : both.pins)
      row.reason = {};
    EXPECT_EQ(optimum(both, seed), optimum(a, seed) + optimum(second, seed)) << seed;
  }
}

// Classical assignment problems.
// --------------------------------------------------------------------

/// Least sum of one entry a row, no column twice (rows <= columns): the Hungarian method in its
/// textbook form with potentials, O(rows^2 x columns).
Points hungarian(const std::vector<std::vector<Points>>& cost) {
  const std::size_t n = cost.size(), m = cost.front().size();
  constexpr Points far = std::numeric_limits<Points>::max() / 4;
  std::vector<Points> u(n + 1, 0), v(m + 1, 0);
  std::vector<std::size_t> row_of(m + 1, 0), way(m + 1, 0);
  for (std::size_t i = 1; i <= n; ++i) {
    row_of[0] = i;
    std::size_t j0 = 0;
    std::vector<Points> least(m + 1, far);
    std::vector<bool> used(m + 1, false);
    do {
      used[j0] = true;
      const std::size_t i0 = row_of[j0];
      Points delta = far;
      std::size_t j1 = 0;
      for (std::size_t j = 1; j <= m; ++j) {
        if (used[j])
          continue;
        const Points reduced = cost[i0 - 1][j - 1] - u[i0] - v[j];
        if (reduced < least[j])
          least[j] = reduced, way[j] = j0;
        if (least[j] < delta)
          delta = least[j], j1 = j;
      }
      for (std::size_t j = 0; j <= m; ++j)
        if (used[j])
          u[row_of[j]] += delta, v[j] -= delta;
        else
          least[j] -= delta;
      j0 = j1;
    } while (row_of[j0] != 0);
    for (; j0 != 0; j0 = way[j0])
      row_of[j0] = row_of[way[j0]];
  }
  return -v[0];
}

/// One place a site, every weight zero, costs.csv alone.
Instance assignment_problem(std::size_t sites, std::size_t staff) {
  Instance in;
  in.coordinates = Coordinates::absent;
  Rules& r = in.rules;
  r.short_of_minimum = r.no_leader = r.languages = r.skills = r.nobody_stays = 0;
  r.short_of_target = r.lead_sponsor = r.own_sponsor = r.pair_per_km = r.pair_most = 0;
  r.pair_hardship = r.leader_base = r.leader_per_year = r.strength = 0;
  r.wish = {0, 0, 0};
  in.areas = {{add_text(in, "C"), add_text(in, "County"), AreaKind::county, none}};
  in.sponsors.resize(1);
  in.sponsors[0].id = add_text(in, "O");
  in.sponsors[0].area = 0;
  for (std::size_t s = 0; s < sites; ++s) {
    Site site;
    site.id = add_text(in, "S" + std::to_string(s));
    site.area = 0;
    site.target_team = site.max_first_timers = 1;
    in.sites.push_back(site);
  }
  for (std::size_t p = 0; p < staff; ++p) {
    Staff person;
    person.id = add_text(in, "E" + std::to_string(p));
    person.sponsor = person.area = 0;
    in.staff.push_back(person);
  }
  return in;
}

TEST(Assignment, CostsAloneGiveTheClassicalAssignmentProblem) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    const auto sites = static_cast<std::size_t>(dice.between(1, 14));
    const auto staff = sites + static_cast<std::size_t>(dice.between(0, 6));
    Instance in = assignment_problem(sites, staff);
    // Whoever is placed is worth 1,000: then every site is filled in an optimum.
    constexpr Points worth = 1000;
    const int spread = seed % 3 == 0 ? 3 : 500;  // few values: many ties
    std::vector<std::vector<Points>> cost(sites, std::vector<Points>(staff));
    for (std::size_t s = 0; s < sites; ++s)
      for (std::size_t p = 0; p < staff; ++p) {
        cost[s][p] = dice.between(0, spread);
        in.costs.push_back({static_cast<Ix>(p), static_cast<Ix>(s), cost[s][p] - worth, {}});
      }
    const Points least = hungarian(cost) - worth * static_cast<Points>(sites);
    EXPECT_EQ(optimum(in, seed), least) << seed;
  }
}

TEST(Assignment, MachineMatrixOfTheTextbook) {
  // Four jobs and four machines; the only best choice is 2 + 6 + 1 + 4.
  const std::vector<std::vector<Points>> cost = {
      {9, 2, 7, 8}, {6, 4, 3, 7}, {5, 8, 1, 8}, {7, 6, 9, 4}};
  ASSERT_EQ(hungarian(cost), 13);
  Instance in = assignment_problem(4, 4);
  for (Ix s = 0; s < 4; ++s)
    for (Ix p = 0; p < 4; ++p)
      in.costs.push_back({p, s, cost[at(s)][at(p)] - 100, {}});
  const Solution solution = solve(in, {});
  EXPECT_TRUE(solution.proven);
  EXPECT_EQ(solution.value.total, 13 - 400);
  for (const Placement& p : solution.plan.placements)
    EXPECT_EQ(p.staff, (std::vector<Ix>{1, 0, 2, 3})[at(p.site)]);
}

}  // namespace
}  // namespace sojourn::planner::testing
