// All moves are looked at along candidate pairs, so the work grows with pairs x team size: about
// 0.2 million teams are valued in a county, a hundred million in a nation. Only the best
// `most_kept` of them are remembered; so where more than that many improve a plan (a nation planned
// very badly), the list of those that go together may be shorter than `count`.
#include "planner/improvements.h"

#include <algorithm>
#include <tuple>

#include "planner/check_leads.h"
#include "planner/check_sites.h"

namespace sojourn::planner {

namespace {

using namespace checking;

constexpr std::size_t most_kept = 200'000;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// How far a team goes beyond rules 3 and 4.
struct Excess {
  std::int64_t heads = 0, leaders = 0, unqualified = 0, first_timers = 0;
  bool within(const Excess& o) const {
    return heads <= o.heads && leaders <= o.leaders && unqualified <= o.unqualified &&
           first_timers <= o.first_timers;
  }
};

using Team = std::vector<Placement>;

class Improver {
 public:
  Improver(const Instance& instance, const Plan& plan)
      : instance_(instance),
        sites_(instance, 1),
        teams_(instance.sites.size()),
        leads_(instance.sites.size(), none),
        total_(instance.sites.size(), 0),
        excess_(instance.sites.size()),
        place_(instance.staff.size(), none),
        role_(instance.staff.size(), Role::member),
        frozen_(instance.staff.size(), false),
        caps_(release_caps(instance)),
        released_(instance.sponsors.size(), 0),
        leading_(instance.sponsors.size(), 0) {
    for (const Placement& p : plan.placements) {
      if (p.staff < 0 || at(p.staff) >= place_.size() || p.site < 0 || at(p.site) >= teams_.size())
        continue;
      teams_[at(p.site)].push_back(p);
      if (place_[at(p.staff)] != none)
        frozen_[at(p.staff)] = true;  // placed twice: `check` tells
      place_[at(p.staff)] = p.site;
      role_[at(p.staff)] = p.role;
      if (const Ix o = instance.staff[at(p.staff)].sponsor; o != none)
        ++released_[at(o)];
    }
    for (std::size_t s = 0; s < teams_.size(); ++s) {
      if (s < plan.lead_sponsors.size() && plan.lead_sponsors[s] >= 0 &&
          at(plan.lead_sponsors[s]) < leading_.size()) {
        leads_[s] = plan.lead_sponsors[s];
        ++leading_[at(leads_[s])];
      }
      total_[s] = sites_.valuer().total(static_cast<Ix>(s), teams_[s], leads_[s]);
      excess_[s] = excess(static_cast<Ix>(s), teams_[s]);
    }
  }

  Improvements best(std::size_t count) {
    for (std::size_t s = 0; s < teams_.size(); ++s) {
      const Ix site = static_cast<Ix>(s);
      for (const Ix person : sites_.candidates(site)) {
        if (frozen_[at(person)])
          continue;
        const Ix from = place_[at(person)];
        if (from == none)
          bring(person, site);
        else if (from != site)
          shift(person, from, site);
      }
      within(site);
      change_lead(site);
    }
    sort_found();
    const auto most = static_cast<std::ptrdiff_t>(std::min(count, found_.size()));
    return {{found_.begin(), found_.begin() + most}, pick_together(count)};
  }

 private:
  // What rules allow. ---------------------------------------------------------------------------

  bool may(Ix person, Ix site, Role role) const {
    const auto candidates = sites_.candidates(site);
    if (!std::binary_search(candidates.begin(), candidates.end(), person))
      return false;
    if (role == Role::leader && !instance_.staff[at(person)].can_lead)
      return false;
    for (const std::uint32_t row : sites_.valuer().pairs().pins_of(person)) {
      const Pin& pin = instance_.pins[row];
      if (pin.site != site)
        continue;
      const bool names_role =
          pin.role == PinRole::any || (pin.role == PinRole::leader) == (role == Role::leader);
      if (names_role != (pin.rule == PinRule::must))
        return false;
    }
    return true;
  }
  /// No `must` pin holds the person there.
  bool may_leave(Ix person, Ix site) const {
    for (const std::uint32_t row : sites_.valuer().pairs().pins_of(person))
      if (instance_.pins[row].site == site && instance_.pins[row].rule == PinRule::must)
        return false;
    return true;
  }
  bool has_release(Ix sponsor) const {
    return sponsor == none || released_[at(sponsor)] < caps_[at(sponsor)];
  }
  bool has_lead(Ix sponsor) const {
    return sponsor == none || leading_[at(sponsor)] < instance_.sponsors[at(sponsor)].max_sites;
  }
  Excess excess(Ix where, const Team& team) const {
    const Site& site = instance_.sites[at(where)];
    Excess e;
    for (const Placement& p : team) {
      const Staff& person = instance_.staff[at(p.staff)];
      if (person.first_timer)
        ++e.first_timers;
      if (p.role != Role::leader)
        continue;
      ++e.leaders;
      if (!person.can_lead)
        ++e.unqualified;
    }
    e.heads = std::max<std::int64_t>(0, static_cast<std::int64_t>(team.size()) - site.target_team);
    e.leaders = std::max<std::int64_t>(0, e.leaders - 1);
    e.first_timers = std::max<std::int64_t>(0, e.first_timers - site.max_first_timers);
    return e;
  }
  bool fits(Ix site, const Team& team) const {
    return excess(site, team).within(excess_[at(site)]);
  }

  // Teams after a move. -------------------------------------------------------------------------

  Team without(Ix site, Ix person) const {
    Team team = teams_[at(site)];
    std::erase_if(team, [&](const Placement& p) { return p.staff == person; });
    return team;
  }
  static Team with(Team team, Ix person, Ix site, Role role) {
    team.push_back({person, site, role});
    return team;
  }
  Points difference(Ix site, const Team& team) const {
    return sites_.valuer().total(site, team, leads_[at(site)]) - total_[at(site)];
  }
  void offer(Improvement improvement) {
    if (improvement.change >= 0)
      return;
    found_.push_back(improvement);
    if (found_.size() >= 2 * most_kept) {
      std::nth_element(found_.begin(), found_.begin() + most_kept, found_.end(), before);
      found_.resize(most_kept);
    }
  }

  // Moves and swaps. ----------------------------------------------------------------------------

  /// Someone not placed comes, to a free place or to another's.
  void bring(Ix person, Ix site) {
    const Ix sponsor = instance_.staff[at(person)].sponsor;
    for (const Role role : {Role::leader, Role::member}) {
      if (!may(person, site, role) || !has_release(sponsor))
        continue;
      const Team team = with(teams_[at(site)], person, site, role);
      if (!fits(site, team))
        continue;
      offer({.kind = Improvement::Kind::place,
             .staff = person,
             .site = site,
             .role = role,
             .change = difference(site, team)});
    }
    for (const Placement& p : teams_[at(site)]) {
      if (frozen_[at(p.staff)] || !may(person, site, p.role) || !may_leave(p.staff, site))
        continue;
      if (instance_.staff[at(p.staff)].sponsor != sponsor && !has_release(sponsor))
        continue;
      const Team team = with(without(site, p.staff), person, site, p.role);
      if (!fits(site, team))
        continue;
      offer({.kind = Improvement::Kind::replace,
             .staff = person,
             .other = p.staff,
             .site = site,
             .role = p.role,
             .change = difference(site, team)});
    }
  }

  /// Someone placed elsewhere comes, to a free place or in exchange.
  void shift(Ix person, Ix from, Ix site) {
    if (!may_leave(person, from))
      return;
    const Team left = without(from, person);
    const Points saved = difference(from, left);
    for (const Role role : {Role::leader, Role::member}) {
      if (!may(person, site, role))
        continue;
      const Team team = with(teams_[at(site)], person, site, role);
      if (!fits(site, team) || !fits(from, left))
        continue;
      offer({.kind = Improvement::Kind::move,
             .staff = person,
             .site = site,
             .from_site = from,
             .role = role,
             .change = saved + difference(site, team)});
    }
    const Role own = role_[at(person)];
    for (const Placement& p : teams_[at(site)]) {
      // Each pair once; it is met from the other's side too.
      if (p.staff < person || frozen_[at(p.staff)] || !may(person, site, p.role) ||
          !may_leave(p.staff, site) || !may(p.staff, from, own))
        continue;
      const Team here = with(without(site, p.staff), person, site, p.role);
      const Team there = with(left, p.staff, from, own);
      if (!fits(site, here) || !fits(from, there))
        continue;
      offer({.kind = Improvement::Kind::exchange,
             .staff = person,
             .other = p.staff,
             .site = site,
             .from_site = from,
             .role = p.role,
             .change = difference(site, here) + difference(from, there)});
    }
  }

  /// Changes inside one team: going, other roles.
  void within(Ix site) {
    for (const Placement& p : teams_[at(site)]) {
      if (frozen_[at(p.staff)])
        continue;
      const Team left = without(site, p.staff);
      if (may_leave(p.staff, site) && fits(site, left))
        offer({.kind = Improvement::Kind::remove,
               .staff = p.staff,
               .from_site = site,
               .change = difference(site, left)});
      const Role other_role = p.role == Role::leader ? Role::member : Role::leader;
      if (!may(p.staff, site, other_role))
        continue;
      const Team team = with(left, p.staff, site, other_role);
      if (fits(site, team))
        offer({.kind = Improvement::Kind::change_role,
               .staff = p.staff,
               .site = site,
               .from_site = site,
               .role = other_role,
               .change = difference(site, team)});
      if (p.role == Role::leader)
        continue;
      for (const Placement& q : teams_[at(site)]) {
        if (q.role != Role::leader || frozen_[at(q.staff)] || !may(q.staff, site, Role::member))
          continue;
        Team both = without(site, q.staff);
        std::erase_if(both, [&](const Placement& r) { return r.staff == p.staff; });
        both.push_back({p.staff, site, Role::leader});
        both.push_back({q.staff, site, Role::member});
        if (fits(site, both))
          offer({.kind = Improvement::Kind::exchange,
                 .staff = p.staff,
                 .other = q.staff,
                 .site = site,
                 .from_site = site,
                 .role = Role::leader,
                 .change = difference(site, both)});
      }
    }
  }

  void change_lead(Ix site) {
    // Chosen first, lead sponsors are one answer that no single change can better.
    if (instance_.rules.pairing == Pairing::first)
      return;
    std::vector<Ix> options = sites_.valuer().lead_options(site);
    if (instance_.sites[at(site)].announced_lead == none)
      options.push_back(none);
    for (const Ix sponsor : options) {
      if (sponsor == leads_[at(site)] || !has_lead(sponsor))
        continue;
      offer({.kind = Improvement::Kind::change_lead,
             .site = site,
             .sponsor = sponsor,
             .from_sponsor = leads_[at(site)],
             .change = sites_.valuer().total(site, teams_[at(site)], sponsor) - total_[at(site)]});
    }
  }

  // The list. -----------------------------------------------------------------------------------

  static auto key(const Improvement& i) {
    return std::tuple(i.change, i.kind, i.site, i.from_site, i.staff, i.other, i.role, i.sponsor);
  }
  static bool before(const Improvement& a, const Improvement& b) { return key(a) < key(b); }
  void sort_found() { std::sort(found_.begin(), found_.end(), before); }

  std::vector<Improvement> pick_together(std::size_t count) {
    std::vector<bool> person_used(instance_.staff.size(), false), site_used(teams_.size(), false);
    const auto used = [](const std::vector<bool>& set, Ix i) { return i != none && set[at(i)]; };
    const auto use = [](std::vector<bool>& set, Ix i) {
      if (i != none)
        set[at(i)] = true;
    };
    std::vector<Improvement> picked;
    for (const Improvement& i : found_) {
      if (picked.size() == count)
        break;
      if (used(person_used, i.staff) || used(person_used, i.other) || used(site_used, i.site) ||
          used(site_used, i.from_site))
        continue;
      // A place left free by one improvement is not given to the next: each holds alone as well.
      const bool comes =
          i.kind == Improvement::Kind::place ||
          (i.kind == Improvement::Kind::replace &&
           instance_.staff[at(i.staff)].sponsor != instance_.staff[at(i.other)].sponsor);
      const Ix from = comes ? instance_.staff[at(i.staff)].sponsor : none;
      const Ix lead = i.kind == Improvement::Kind::change_lead ? i.sponsor : none;
      if (!has_release(from) || !has_lead(lead))
        continue;
      if (from != none)
        ++released_[at(from)];
      if (lead != none)
        ++leading_[at(lead)];
      use(person_used, i.staff);
      use(person_used, i.other);
      use(site_used, i.site);
      use(site_used, i.from_site);
      picked.push_back(i);
    }
    return picked;
  }

  const Instance& instance_;
  TeamSites sites_;
  std::vector<Team> teams_;
  std::vector<Ix> leads_;
  std::vector<Points> total_;
  std::vector<Excess> excess_;
  std::vector<Ix> place_;  ///< per staff
  std::vector<Role> role_;
  std::vector<bool> frozen_;
  std::vector<std::int64_t> caps_, released_, leading_;  ///< per sponsor
  std::vector<Improvement> found_;
};

}  // namespace

Improvements best_improvements(const Instance& instance, const Plan& plan, std::size_t count) {
  return Improver(instance, plan).best(count);
}

LeadChoice best_leads(const Instance& instance, const Plan& plan) {
  LeadChoice choice{.lead_sponsors = plan.lead_sponsors};
  choice.lead_sponsors.resize(instance.sites.size(), none);
  if (instance.rules.pairing == Pairing::first)
    return choice;
  // Step 1. What each sponsor is worth at each site beside none; announced ones stand.
  const TeamSites sites(instance, 1);
  std::vector<Team> teams(instance.sites.size());
  for (const Placement& p : plan.placements)
    if (p.site >= 0 && at(p.site) < teams.size())
      teams[at(p.site)].push_back(p);
  std::vector<LeadWorth> rows;
  std::vector<std::pair<Points, Points>> told_and_bare(teams.size());
  for (std::size_t s = 0; s < teams.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    const auto worth = [&](Ix lead) { return sites.valuer().total(site, teams[s], lead); };
    const Ix announced = instance.sites[s].announced_lead;
    told_and_bare[s] = {worth(choice.lead_sponsors[s]), worth(announced)};
    if (announced != none)
      continue;
    std::vector<Ix> options = sites.valuer().lead_options(site);
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    for (const Ix sponsor : options)
      if (const Points gain = told_and_bare[s].second - worth(sponsor); gain > 0)
        rows.push_back({site, sponsor, gain});
  }
  // Step 2. The largest sum.
  choice.lead_sponsors = largest_sum_of_leads(instance, rows);
  for (const auto& [told, bare] : told_and_bare)
    choice.change += bare - told;
  for (const LeadWorth& row : rows)
    if (choice.lead_sponsors[at(row.site)] == row.sponsor)
      choice.change -= row.worth;
  return choice;
}

Plan improved(const Plan& plan, const Improvement& i) {
  Plan after = plan;
  if (i.kind == Improvement::Kind::change_lead) {
    if (after.lead_sponsors.size() <= at(i.site))
      after.lead_sponsors.resize(at(i.site) + 1, none);
    after.lead_sponsors[at(i.site)] = i.sponsor;
    return after;
  }
  Role given_up = Role::member;
  for (const Placement& p : plan.placements)
    if (p.staff == i.staff)
      given_up = p.role;
  std::erase_if(after.placements, [&](const Placement& p) {
    return p.staff == i.staff || (i.other != none && p.staff == i.other);
  });
  if (i.kind != Improvement::Kind::remove)
    after.placements.push_back({i.staff, i.site, i.role});
  if (i.kind == Improvement::Kind::exchange)
    after.placements.push_back({i.other, i.from_site, given_up});
  std::sort(after.placements.begin(), after.placements.end(),
            [](const Placement& a, const Placement& b) {
              return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
            });
  return after;
}

}  // namespace sojourn::planner
