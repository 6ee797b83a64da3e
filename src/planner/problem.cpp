// From the instance to what the search works on: hard rules 1, 5 and 6, pins and forced decisions.
// Told in steps at build_problem. Tested in tests/unit/planner/problem_test.cpp against a reading
// of the model without any index.
#include "planner/problem.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "planner/groups.h"
#include "planner/land.h"
#include "planner/lead_options.h"
#include "planner/near.h"
#include "planner/workers.h"

namespace sojourn::planner {

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

/// A cost has to fit the 32 bits of Pair; readers refuse weights and points that do not.
std::int32_t fitting(Points points) {
  if (points < std::numeric_limits<std::int32_t>::min() ||
      points > std::numeric_limits<std::int32_t>::max())
    throw std::length_error("planner: the points of a pair do not fit 32 bits");
  return static_cast<std::int32_t>(points);
}

/// A must or never about one pair, from a pin or a forced decision.
struct PairRule {
  Ix staff = none;
  Ix site = none;
  PinRole role = PinRole::any;
  PinRule rule = PinRule::must;
};

/// What `build_problem` holds while it works.
struct Builder {
  const Instance& instance;
  std::span<const Decision> forced;
  Workers& crew;
  Problem problem;

  std::vector<PairRule> pair_rules;     ///< ordered by staff, then site
  std::vector<std::uint8_t> has_rules;  ///< per staff
  Groups wishes, costs;
  std::vector<Spot> spots;  ///< per site
  static constexpr std::size_t block_size = 4096;

  std::size_t staff_count() const { return instance.staff.size(); }
  std::size_t site_count() const { return instance.sites.size(); }

  std::span<const PairRule> rules_of(Ix person) const {
    if (has_rules[at(person)] == 0)
      return {};
    const auto by_staff = [](const PairRule& a, const PairRule& b) { return a.staff < b.staff; };
    const auto [from, to] = std::equal_range(pair_rules.begin(), pair_rules.end(),
                                             PairRule{person, none, {}, {}}, by_staff);
    return {pair_rules.data() + (from - pair_rules.begin()), static_cast<std::size_t>(to - from)};
  }

  void collect_pair_rules();
  void fill_sites(const Land& land);
  void fill_sponsors();
  void fill_staff_numbers();
  void find_candidates(const Land& land);
  void fill_pairs();

  bool is_removed(Ix person, Ix site) const;
  std::uint8_t flags_of(Ix person, Ix site) const;
  std::int32_t cost_of(Ix person, Ix site, const Spot& spot) const;
};

void Builder::collect_pair_rules() {
  has_rules.assign(staff_count(), 0);
  for (const Pin& pin : instance.pins)
    pair_rules.push_back({pin.staff, pin.site, pin.role, pin.rule});
  for (const Decision& d : forced)
    if (d.kind == Decision::Kind::placed)
      pair_rules.push_back({d.who, d.site, PinRole::any, d.yes ? PinRule::must : PinRule::never});
  std::stable_sort(pair_rules.begin(), pair_rules.end(), [](const auto& a, const auto& b) {
    return a.staff != b.staff ? a.staff < b.staff : a.site < b.site;
  });
  for (const PairRule& rule : pair_rules)
    has_rules[at(rule.staff)] = 1;
}

void Builder::fill_sites(const Land& land) {
  const Rules& weights = instance.rules;
  std::vector<std::uint8_t> has_current(site_count(), 0);
  for (const Staff& person : instance.staff)
    if (person.available && person.current_site != none)
      has_current[at(person.current_site)] = 1;
  problem.sites.resize(site_count());
  problem.county_of_site.resize(site_count(), none);
  for (std::size_t s = 0; s < site_count(); ++s) {
    const Site& site = instance.sites[s];
    SiteTerms& terms = problem.sites[s];
    terms.min_team = site.min_team;
    terms.target_team = site.target_team;
    terms.max_first_timers = site.max_first_timers;
    terms.languages = static_cast<std::int32_t>(site.languages.size);
    terms.skills = static_cast<std::int32_t>(site.skills.size);
    terms.short_of_minimum = weights.short_of_minimum * site.need;
    terms.short_of_target = weights.short_of_target * site.need;
    terms.no_leader = weights.no_leader * site.need;
    terms.language = weights.languages * site.need;
    terms.skill = weights.skills * site.need;
    terms.nobody_stays = has_current[s] != 0 ? weights.nobody_stays : 0;
    if (site.area != none)
      problem.county_of_site[s] = land.county[at(site.area)];
  }
}

void Builder::fill_sponsors() {
  const std::size_t count = instance.sponsors.size();
  std::vector<std::int64_t> available(count, 0);
  for (const Staff& person : instance.staff)
    if (person.available && person.sponsor != none)
      ++available[at(person.sponsor)];
  problem.release_cap.assign(count, 0);
  problem.max_sites.resize(count);
  for (std::size_t j = 0; j < count; ++j) {
    const Sponsor& sponsor = instance.sponsors[j];
    problem.max_sites[j] = sponsor.max_sites;
    problem.release_cap[j] = static_cast<std::int32_t>(release_cap(sponsor, available[j]));
  }
}

void Builder::fill_staff_numbers() {
  const Rules& weights = instance.rules;
  problem.own_sponsor = weights.own_sponsor;
  problem.lead_score = weights.lead_sponsor;
  problem.leader_cost.resize(staff_count());
  problem.sponsor_of.resize(staff_count());
  for (std::size_t p = 0; p < staff_count(); ++p) {
    const Staff& person = instance.staff[p];
    problem.sponsor_of[p] = person.sponsor;
    problem.leader_cost[p] = fitting(
        weights.leader_base -
        weights.leader_per_year * std::min(weights.leader_years, Points{person.experience_years}));
  }
}

/// The removals of hard rule 1, but for availability and pins.
bool Builder::is_removed(Ix person, Ix site) const {
  if (instance.staff[at(person)].home_site == site)
    return true;
  for (const auto row : wishes.of(person))
    if (instance.wishes[row].site == site && instance.wishes[row].rank == refuse)
      return true;
  return false;
}

/// Roles that qualification, pins and forced decisions leave; none of the two: no pair.
std::uint8_t Builder::flags_of(Ix person, Ix site) const {
  const Staff& who = instance.staff[at(person)];
  bool leads = who.can_lead, serves = true, must = false;
  for (const PairRule& rule : rules_of(person)) {
    if (rule.site != site)
      continue;
    if (rule.rule == PinRule::must) {
      must = true;
      if (rule.role == PinRole::leader)
        serves = false;
      if (rule.role == PinRole::member)
        leads = false;
    } else {
      if (rule.role != PinRole::member)
        leads = false;
      if (rule.role != PinRole::leader)
        serves = false;
    }
  }
  return static_cast<std::uint8_t>((leads ? Pair::may_lead : 0) | (serves ? Pair::may_member : 0) |
                                   (who.first_timer ? Pair::first_timer : 0) |
                                   (who.current_site == site ? Pair::stayer : 0) |
                                   (must ? Pair::must : 0));
}

std::int32_t Builder::cost_of(Ix person, Ix site, const Spot& spot) const {
  for (const auto row : costs.of(person))
    if (instance.costs[row].site == site)
      return fitting(instance.costs[row].points);
  const Rules& weights = instance.rules;
  const Staff& who = instance.staff[at(person)];
  const Site& where = instance.sites[at(site)];
  const auto kilometres =
      kilometres_between(instance.coordinates, who.place, spot, where.place, spots[at(site)]);
  Points points = std::min(weights.pair_most, weights.pair_per_km * kilometres) +
                  weights.pair_hardship * who.hardship_served * where.hardship;
  for (const auto row : wishes.of(person)) {
    const Wish& wish = instance.wishes[row];
    if (wish.site == site && wish.rank != refuse)
      points -= weights.wish[at(wish.rank - 1)];
  }
  points -= weights.strength * ((Points{who.strength} * where.need) / 5);
  return fitting(points);
}

/// Writes into problem.by_staff, for the moment, the candidate sites of each person in order.
void Builder::find_candidates(const Land& land) {
  const std::size_t near_count =
      instance.coordinates == Coordinates::absent ? 0 : at(instance.rules.near_sites);
  const std::size_t paired_count = at(instance.rules.paired_sites);
  // Step 1: an index for each area that staff belong to, and for each sponsor.
  const auto ground_of = [&](const Staff& person) {
    return person.area == none ? none : land.county[at(person.area)];
  };
  std::vector<std::uint8_t> wanted(instance.areas.size(), 0);
  for (const Staff& person : instance.staff)
    if (person.available && ground_of(person) != none)
      wanted[at(ground_of(person))] = 1;
  std::vector<NearSites> by_area(instance.areas.size()), by_sponsor(instance.sponsors.size());
  const auto index_blocks = [](std::size_t count) { return (count + 255) / 256; };
  crew.run(index_blocks(by_area.size()), [&](std::size_t block, int) {
    std::vector<Ix> sites;
    for (std::size_t a = block * 256; a < std::min(by_area.size(), block * 256 + 256); ++a) {
      if (wanted[a] == 0)
        continue;
      sites.assign(land.sites.begin() + land.first[a], land.sites.begin() + land.last[a]);
      std::sort(sites.begin(), sites.end());
      by_area[a] = NearSites(instance, spots, sites);
    }
  });
  const Groups listed = group_by(instance.affinity, instance.sponsors.size(),
                                 [](const Affinity& a) { return a.sponsor; });
  crew.run(index_blocks(by_sponsor.size()), [&](std::size_t block, int) {
    std::vector<Ix> sites;
    for (std::size_t j = block * 256; j < std::min(by_sponsor.size(), block * 256 + 256); ++j) {
      sites.clear();
      for (const auto row : listed.of(static_cast<Ix>(j)))
        sites.push_back(instance.affinity[row].site);
      std::sort(sites.begin(), sites.end());
      by_sponsor[j] = NearSites(instance, spots, sites);
    }
  });
  // Step 2: candidates, block by block of staff.
  const std::size_t blocks = (staff_count() + block_size - 1) / block_size;
  std::vector<std::vector<Ix>> found(blocks);
  problem.staff_begin.assign(staff_count() + 1, 0);
  crew.run(blocks, [&](std::size_t block, int) {
    NearScratch scratch;
    std::vector<Ix> mine;
    std::vector<Ix>& all = found[block];
    const std::size_t last = std::min(staff_count(), (block + 1) * block_size);
    for (std::size_t p = block * block_size; p < last; ++p) {
      const auto person = static_cast<Ix>(p);
      const Staff& who = instance.staff[p];
      if (!who.available)
        continue;
      mine.clear();
      const auto rules = rules_of(person);
      for (const PairRule& rule : rules)
        if (rule.rule == PinRule::must)
          mine.push_back(rule.site);
      if (mine.empty()) {
        const Spot spot = spot_of(instance.coordinates, who.place);
        if (const Ix ground = ground_of(who); ground != none)
          by_area[at(ground)].nearest(who.place, spot, near_count, scratch, mine);
        if (who.sponsor != none)
          by_sponsor[at(who.sponsor)].nearest(who.place, spot, paired_count, scratch, mine);
        for (const auto row : wishes.of(person))
          mine.push_back(instance.wishes[row].site);
        if (who.current_site != none)
          mine.push_back(who.current_site);
        for (const auto row : costs.of(person))
          mine.push_back(instance.costs[row].site);
      }
      std::sort(mine.begin(), mine.end());
      mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
      std::erase_if(mine, [&](Ix site) {
        if (is_removed(person, site))
          return true;
        return !rules.empty() &&
               (flags_of(person, site) & (Pair::may_lead | Pair::may_member)) == 0;
      });
      problem.staff_begin[p + 1] = static_cast<std::uint32_t>(mine.size());
      all.insert(all.end(), mine.begin(), mine.end());
    }
  });
  // Step 3: one array, freeing block by block.
  std::uint64_t total = 0;
  for (std::size_t p = 0; p < staff_count(); ++p) {
    total += problem.staff_begin[p + 1];
    if (total > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("planner: more than four thousand million candidate pairs");
    problem.staff_begin[p + 1] = static_cast<std::uint32_t>(total);
  }
  problem.by_staff.resize(total);
  crew.run(blocks, [&](std::size_t block, int) {
    std::copy(found[block].begin(), found[block].end(),
              problem.by_staff.begin() + problem.staff_begin[block * block_size]);
    std::vector<Ix>().swap(found[block]);
  });
}

/// Which requirements of sites a person covers.
class Covers {
 public:
  explicit Covers(const Instance& instance)
      : instance_(instance),
        masks_(instance.languages.size() <= 64 && instance.skills.size() <= 64) {}

  void take(const Staff& person) {
    person_ = &person;
    if (!masks_)
      return;
    languages_ = skills_ = 0;
    for (const Ix i : instance_.list(person.languages))
      languages_ |= std::uint64_t{1} << i;
    for (const Ix i : instance_.list(person.skills))
      skills_ |= std::uint64_t{1} << i;
  }

  std::uint32_t at_site(const Site& site) const {
    std::uint32_t covers = 0;
    unsigned bit = 0;
    const auto add = [&](List needed, List held, std::uint64_t mask) {
      const auto have = instance_.list(held);
      for (const Ix i : instance_.list(needed)) {
        if (bit == 32)
          return;
        const bool holds =
            masks_ ? (mask >> i & 1) != 0 : std::binary_search(have.begin(), have.end(), i);
        covers |= std::uint32_t{holds} << bit++;
      }
    };
    add(site.languages, person_->languages, languages_);
    add(site.skills, person_->skills, skills_);
    return covers;
  }

 private:
  const Instance& instance_;
  const bool masks_;
  const Staff* person_ = nullptr;
  std::uint64_t languages_ = 0, skills_ = 0;
};

/// Turns the person-major site lists into site-major pairs; by_staff becomes their positions.
void Builder::fill_pairs() {
  // Step 1: count by site, apart for each chunk of staff that one thread will write.
  const std::size_t chunks = static_cast<std::size_t>(crew.count());
  const auto chunk_begin = [&](std::size_t chunk) { return staff_count() * chunk / chunks; };
  std::vector<std::vector<std::uint32_t>> next(chunks);
  crew.run(chunks, [&](std::size_t chunk, int) {
    next[chunk].assign(site_count(), 0);
    const auto from = problem.staff_begin[chunk_begin(chunk)];
    const auto to = problem.staff_begin[chunk_begin(chunk + 1)];
    for (auto k = from; k < to; ++k)
      ++next[chunk][problem.by_staff[k]];
  });
  // Step 2: where each chunk starts in each site: after the chunks of lower staff.
  problem.site_begin.assign(site_count() + 1, 0);
  std::uint32_t sum = 0;
  for (std::size_t s = 0; s < site_count(); ++s) {
    problem.site_begin[s] = sum;
    for (auto& of_chunk : next) {
      const auto count = of_chunk[s];
      of_chunk[s] = sum;
      sum += count;
    }
  }
  problem.site_begin[site_count()] = sum;
  // Step 3: write.
  problem.pairs.resize(sum);
  crew.run(chunks, [&](std::size_t chunk, int) {
    Covers covers(instance);
    for (std::size_t p = chunk_begin(chunk); p < chunk_begin(chunk + 1); ++p) {
      const auto person = static_cast<Ix>(p);
      const Staff& who = instance.staff[p];
      covers.take(who);
      const Spot spot = spot_of(instance.coordinates, who.place);
      for (auto k = problem.staff_begin[p]; k < problem.staff_begin[p + 1]; ++k) {
        const auto site = static_cast<Ix>(problem.by_staff[k]);
        const auto position = next[chunk][at(site)]++;
        problem.by_staff[k] = position;
        Pair pair;
        pair.staff = person;
        pair.cost = cost_of(person, site, spot);
        pair.covers = covers.at_site(instance.sites[at(site)]);
        pair.flags = flags_of(person, site);
        const auto options = problem.options_of(site);
        const auto option =
            std::lower_bound(options.begin(), options.end(), who.sponsor,
                             [](const LeadOption& o, Ix sponsor) { return o.sponsor < sponsor; });
        if (option != options.end() && option->sponsor == who.sponsor) {
          if (option - options.begin() >= Pair::not_listed)
            throw std::length_error("planner: a site with more than 65,535 lead options");
          pair.own_option = static_cast<std::uint16_t>(option - options.begin());
        }
        problem.pairs[position] = pair;
      }
    }
  });
}

}  // namespace

Problem build_problem(const Instance& instance, std::span<const Decision> forced, int threads) {
  Workers crew(threads);
  Builder builder{instance, forced, crew, {}, {}, {}, {}, {}, {}};
  builder.problem.instance = &instance;
  // Step 1: musts and nevers, from pins and forced decisions alike.
  builder.collect_pair_rules();
  // Step 2: sites, sponsors, who may lead where (with pairing "first": who does).
  const Land land(instance);
  builder.fill_sites(land);
  builder.fill_sponsors();
  fill_lead_options(instance, forced, builder.problem);
  builder.fill_staff_numbers();
  // Step 3: candidate sites of each person, hard rule 1.
  builder.wishes =
      group_by(instance.wishes, instance.staff.size(), [](const Wish& wish) { return wish.staff; });
  builder.costs =
      group_by(instance.costs, instance.staff.size(), [](const Cost& c) { return c.staff; });
  builder.spots.reserve(instance.sites.size());
  for (const Site& site : instance.sites)
    builder.spots.push_back(spot_of(instance.coordinates, site.place));
  builder.find_candidates(land);
  // Step 4: the pairs site by site, with their costs.
  builder.fill_pairs();
  return std::move(builder.problem);
}

}  // namespace sojourn::planner
