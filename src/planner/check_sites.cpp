// Candidates and lead options of every site, for the check. See check_sites.h.
// Tested in tests/unit/planner/check_certificate_test.cpp and check_page_test.cpp.
#include "planner/check_sites.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "planner/check_leads.h"

namespace sojourn::planner::checking {

namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

constexpr std::size_t staff_per_block = 4096;
/// Requirements that a team is followed through one by one; see TeamSolver::cheapest.
constexpr std::size_t most_requirements = 16;

bool has(std::span<const Ix> sorted, Ix wanted) {
  return std::binary_search(sorted.begin(), sorted.end(), wanted);
}

}  // namespace

void in_blocks(std::size_t blocks, int threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t block = next++; block < blocks; block = next++)
      work(block);
  };
  std::vector<std::jthread> others;
  for (int t = 1; t < threads && static_cast<std::size_t>(t) < blocks; ++t)
    others.emplace_back(run);
  run();
}

TeamSites::TeamSites(const Instance& instance, int threads)
    : instance_(instance),
      valuer_(instance),
      musts_(instance.sites.size()),
      has_current_staff_(instance.sites.size(), false) {
  if (instance.rules.pairing == Pairing::first)
    leads_first_ = lead_sponsors_first(instance);
  for (const Pin& pin : instance.pins)
    if (pin.rule == PinRule::must)
      musts_[at(pin.site)].push_back(pin.staff);
  for (const Staff& person : instance.staff)
    if (person.available && person.current_site != none)
      has_current_staff_[at(person.current_site)] = true;
  find_candidates(threads);
}

void TeamSites::find_candidates(int threads) {
  const std::size_t staff = instance_.staff.size();
  const std::size_t blocks = (staff + staff_per_block - 1) / staff_per_block;
  struct Found {
    std::vector<Ix> sites;
    std::vector<std::uint32_t> count;  ///< per person of the block
  };
  std::vector<Found> found(blocks);
  in_blocks(blocks, threads, [&](std::size_t block) {
    std::vector<Ix> sites;
    const std::size_t last = std::min(staff, (block + 1) * staff_per_block);
    for (std::size_t p = block * staff_per_block; p < last; ++p) {
      const Ix person = static_cast<Ix>(p);
      valuer_.pairs().candidate_sites(person, sites);
      // Rule 2: whoever has a `must` pin can be nowhere else.
      for (const std::uint32_t row : valuer_.pairs().pins_of(person))
        if (const Pin& pin = instance_.pins[row]; pin.rule == PinRule::must)
          std::erase_if(sites, [&](Ix s) { return s != pin.site; });
      found[block].sites.insert(found[block].sites.end(), sites.begin(), sites.end());
      found[block].count.push_back(static_cast<std::uint32_t>(sites.size()));
    }
  });
  begin_.assign(size() + 1, 0);
  for (const Found& f : found)
    for (const Ix s : f.sites)
      ++begin_[at(s) + 1];
  for (std::size_t s = 0; s < size(); ++s)
    begin_[s + 1] += begin_[s];
  candidates_.resize(begin_.back());
  std::vector<std::uint64_t> next(begin_.begin(), begin_.end() - 1);
  Ix person = 0;
  for (Found& f : found) {
    std::size_t i = 0;
    for (const std::uint32_t count : f.count) {
      for (std::uint32_t k = 0; k < count; ++k)
        candidates_[next[at(f.sites[i++])]++] = person;
      ++person;
    }
    f = {};
  }
}

std::span<const Ix> TeamSites::candidates(Ix site) const {
  return {candidates_.data() + begin_[at(site)], candidates_.data() + begin_[at(site) + 1]};
}

TeamSite TeamSites::site(Ix where, std::optional<Term> only) const {
  const Site& s = instance_.sites[at(where)];
  const Rules& rules = instance_.rules;
  const auto weight = [&](Term term, Points points) {
    return only && *only != term ? Points{0} : points;
  };
  TeamSite site;
  site.site = where;
  site.min_team = s.min_team;
  site.target_team = s.target_team;
  site.max_first_timers = s.max_first_timers;
  site.head_under_minimum = weight(Term::short_of_minimum, rules.short_of_minimum * s.need);
  site.head_under_target = weight(Term::short_of_target, rules.short_of_target * s.need);
  site.no_leader = weight(Term::no_leader, rules.no_leader * s.need);
  site.nobody_stays =
      has_current_staff_[at(where)] ? weight(Term::nobody_stays, rules.nobody_stays) : 0;
  site.own_sponsor = weight(Term::own_sponsor, rules.own_sponsor);

  // Rule 6.
  const auto may_lead = [&](Ix sponsor) {
    const Points score = sponsor == none ? 0 : valuer_.score(where, sponsor);
    site.leads.push_back({sponsor, weight(Term::lead_sponsor, -rules.lead_sponsor * score)});
  };
  if (!leads_first_.empty()) {
    may_lead(leads_first_[at(where)]);
  } else {
    if (s.announced_lead == none)
      may_lead(none);
    for (const Ix sponsor : valuer_.lead_options(where))
      if (s.announced_lead != none || instance_.sponsors[at(sponsor)].max_sites > 0)
        may_lead(sponsor);
  }

  // Rules 1 and 2.
  const bool pair_points =
      !only || *only == Term::pair || *only == Term::wish || *only == Term::strength;
  for (const Ix p : candidates(where)) {
    const Staff& person = instance_.staff[at(p)];
    Member member{.staff = p, .sponsor = person.sponsor};
    if (pair_points) {
      const PairPoints points = valuer_.pairs().points(p, where);
      member.points = weight(Term::pair, points.pair) + weight(Term::wish, points.wish) +
                      weight(Term::strength, points.strength);
    }
    member.leader_points = weight(Term::leader_experience, leader_points(instance_, p));
    member.may_lead = person.can_lead;
    member.may_member = true;
    member.first_timer = person.first_timer;
    member.stays = person.current_site == where;
    for (const std::uint32_t row : valuer_.pairs().pins_of(p)) {
      const Pin& pin = instance_.pins[row];
      if (pin.site != where)
        continue;
      const bool must = pin.rule == PinRule::must;
      if (must)
        member.must = true;
      if (pin.role == (must ? PinRole::member : PinRole::leader))
        member.may_lead = false;
      if (pin.role == (must ? PinRole::leader : PinRole::member))
        member.may_member = false;
    }
    site.members.push_back(member);
  }
  for (const Ix p : musts_[at(where)]) {
    const auto found = std::lower_bound(site.members.begin(), site.members.end(), p,
                                        [](const Member& m, Ix staff) { return m.staff < staff; });
    if (found == site.members.end() || found->staff != p)
      site.must_missing = true;
  }

  // Requirements that nobody here or everybody here meets need no following.
  const auto require = [&](List needed, List Staff::* held, Points points) {
    if (points == 0)
      return;
    for (const Ix one : instance_.list(needed)) {
      std::size_t meet = 0;
      for (const Member& m : site.members)
        if (has(instance_.list(instance_.staff[at(m.staff)].*held), one))
          ++meet;
      if (meet == 0) {
        site.constant += points;
      } else if (meet == site.members.size()) {
        site.if_empty += points;
      } else if (site.requirements.size() < most_requirements) {
        const auto bit = std::uint32_t{1} << site.requirements.size();
        site.requirements.push_back(points);
        for (Member& m : site.members)
          if (has(instance_.list(instance_.staff[at(m.staff)].*held), one))
            m.covers |= bit;
      }
    }
  };
  require(s.languages, &Staff::languages, weight(Term::languages, rules.languages * s.need));
  require(s.skills, &Staff::skills, weight(Term::skills, rules.skills * s.need));
  return site;
}

}  // namespace sojourn::planner::checking
