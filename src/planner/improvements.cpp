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

using Team = Draft::Team;
using Kind = SingleMove::Kind;

class Improver {
 public:
  explicit Improver(const Draft& draft)
      : draft_(draft),
        instance_(draft.instance()),
        released_(instance_.sponsors.size(), 0),
        leading_(instance_.sponsors.size(), 0) {}

  Improvements best(std::size_t count) {
    for (std::size_t s = 0; s < instance_.sites.size(); ++s) {
      const Ix site = static_cast<Ix>(s);
      for (const Ix person : draft_.sites().candidates(site)) {
        if (draft_.frozen(person))
          continue;
        const Ix from = draft_.place(person);
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
  void offer(SingleMove improvement) {
    if (improvement.change >= 0)
      return;
    found_.push_back(improvement);
    if (found_.size() >= 2 * most_kept) {
      std::nth_element(found_.begin(), found_.begin() + most_kept, found_.end(), better_first);
      found_.resize(most_kept);
    }
  }

  // Moves and swaps. ----------------------------------------------------------------------------

  /// Someone not placed comes, to a free place or to another's.
  void bring(Ix person, Ix site) {
    const Ix sponsor = instance_.staff[at(person)].sponsor;
    for (const Role role : {Role::leader, Role::member}) {
      if (!draft_.may(person, site, role) || !draft_.has_release(sponsor))
        continue;
      const Team team = Draft::with(draft_.team(site), person, site, role);
      if (!draft_.fits(site, team))
        continue;
      offer({.kind = Kind::place,
             .staff = person,
             .site = site,
             .role = role,
             .change = draft_.difference(site, team)});
    }
    for (const Placement& p : draft_.team(site)) {
      if (draft_.frozen(p.staff) || !draft_.may(person, site, p.role) ||
          !draft_.may_leave(p.staff, site))
        continue;
      if (instance_.staff[at(p.staff)].sponsor != sponsor && !draft_.has_release(sponsor))
        continue;
      const Team team = Draft::with(draft_.without(site, p.staff), person, site, p.role);
      if (!draft_.fits(site, team))
        continue;
      offer({.kind = Kind::replace,
             .staff = person,
             .other = p.staff,
             .site = site,
             .role = p.role,
             .change = draft_.difference(site, team)});
    }
  }

  /// Someone placed elsewhere comes, to a free place or in exchange.
  void shift(Ix person, Ix from, Ix site) {
    if (!draft_.may_leave(person, from))
      return;
    const Team left = draft_.without(from, person);
    const Points saved = draft_.difference(from, left);
    for (const Role role : {Role::leader, Role::member}) {
      if (!draft_.may(person, site, role))
        continue;
      const Team team = Draft::with(draft_.team(site), person, site, role);
      if (!draft_.fits(site, team) || !draft_.fits(from, left))
        continue;
      offer({.kind = Kind::move,
             .staff = person,
             .site = site,
             .from_site = from,
             .role = role,
             .change = saved + draft_.difference(site, team)});
    }
    const Role own = draft_.role(person);
    for (const Placement& p : draft_.team(site)) {
      // Each pair once; it is met from the other's side too.
      if (p.staff < person || draft_.frozen(p.staff) || !draft_.may(person, site, p.role) ||
          !draft_.may_leave(p.staff, site) || !draft_.may(p.staff, from, own))
        continue;
      const Team here = Draft::with(draft_.without(site, p.staff), person, site, p.role);
      const Team there = Draft::with(left, p.staff, from, own);
      if (!draft_.fits(site, here) || !draft_.fits(from, there))
        continue;
      offer({.kind = Kind::exchange,
             .staff = person,
             .other = p.staff,
             .site = site,
             .from_site = from,
             .role = p.role,
             .change = draft_.difference(site, here) + draft_.difference(from, there)});
    }
  }

  /// Changes inside one team: going, other roles.
  void within(Ix site) {
    for (const Placement& p : draft_.team(site)) {
      if (draft_.frozen(p.staff))
        continue;
      const Team left = draft_.without(site, p.staff);
      if (draft_.may_leave(p.staff, site) && draft_.fits(site, left))
        offer({.kind = Kind::remove,
               .staff = p.staff,
               .from_site = site,
               .change = draft_.difference(site, left)});
      const Role other_role = p.role == Role::leader ? Role::member : Role::leader;
      if (!draft_.may(p.staff, site, other_role))
        continue;
      const Team team = Draft::with(left, p.staff, site, other_role);
      if (draft_.fits(site, team))
        offer({.kind = Kind::change_role,
               .staff = p.staff,
               .site = site,
               .from_site = site,
               .role = other_role,
               .change = draft_.difference(site, team)});
      if (p.role == Role::leader)
        continue;
      for (const Placement& q : draft_.team(site)) {
        if (q.role != Role::leader || draft_.frozen(q.staff) ||
            !draft_.may(q.staff, site, Role::member))
          continue;
        Team both = draft_.without(site, q.staff);
        std::erase_if(both, [&](const Placement& r) { return r.staff == p.staff; });
        both.push_back({p.staff, site, Role::leader});
        both.push_back({q.staff, site, Role::member});
        if (draft_.fits(site, both))
          offer({.kind = Kind::exchange,
                 .staff = p.staff,
                 .other = q.staff,
                 .site = site,
                 .from_site = site,
                 .role = Role::leader,
                 .change = draft_.difference(site, both)});
      }
    }
  }

  void change_lead(Ix site) {
    // Chosen first, lead sponsors are one answer that no single change can better.
    if (instance_.rules.pairing == Pairing::first)
      return;
    std::vector<Ix> options = draft_.sites().valuer().lead_options(site);
    if (instance_.sites[at(site)].announced_lead == none)
      options.push_back(none);
    for (const Ix sponsor : options) {
      if (sponsor == draft_.lead(site) || !draft_.has_lead(sponsor))
        continue;
      offer({.kind = Kind::change_lead,
             .site = site,
             .sponsor = sponsor,
             .from_sponsor = draft_.lead(site),
             .change = draft_.lead_difference(site, sponsor)});
    }
  }

  // The list. -----------------------------------------------------------------------------------

  void sort_found() { std::sort(found_.begin(), found_.end(), better_first); }

  std::vector<SingleMove> pick_together(std::size_t count) {
    std::vector<bool> person_used(instance_.staff.size(), false),
        site_used(instance_.sites.size(), false);
    const auto used = [](const std::vector<bool>& set, Ix i) { return i != none && set[at(i)]; };
    const auto use = [](std::vector<bool>& set, Ix i) {
      if (i != none)
        set[at(i)] = true;
    };
    std::vector<SingleMove> picked;
    for (const SingleMove& i : found_) {
      if (picked.size() == count)
        break;
      if (used(person_used, i.staff) || used(person_used, i.other) || used(site_used, i.site) ||
          used(site_used, i.from_site))
        continue;
      // A place left free by one improvement is not given to the next: each holds alone as well.
      const bool comes = i.kind == Kind::place ||
                         (i.kind == Kind::replace && instance_.staff[at(i.staff)].sponsor !=
                                                         instance_.staff[at(i.other)].sponsor);
      const Ix from = comes ? instance_.staff[at(i.staff)].sponsor : none;
      const Ix lead = i.kind == Kind::change_lead ? i.sponsor : none;
      if (!draft_.has_release(from, 1 + (from == none ? 0 : released_[at(from)])) ||
          !draft_.has_lead(lead, 1 + (lead == none ? 0 : leading_[at(lead)])))
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

  const Draft& draft_;
  const Instance& instance_;
  /// Per sponsor, by those that are picked to go together.
  std::vector<std::int64_t> released_, leading_;
  std::vector<SingleMove> found_;
};

}  // namespace

Improvements best_improvements(const Draft& draft, std::size_t count) {
  return Improver(draft).best(count);
}

Improvements best_improvements(const Instance& instance, const Plan& plan, std::size_t count) {
  const TeamSites sites(instance, 1);
  return best_improvements(Draft(sites, plan), count);
}

LeadChoice best_leads(const Draft& draft) {
  const Instance& instance = draft.instance();
  LeadChoice choice;
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    choice.lead_sponsors.push_back(draft.lead(static_cast<Ix>(s)));
  if (instance.rules.pairing == Pairing::first)
    return choice;
  // Step 1. What each sponsor is worth at each site beside none; announced ones stand.
  std::vector<LeadWorth> rows;
  std::vector<std::pair<Points, Points>> told_and_bare(instance.sites.size());
  for (std::size_t s = 0; s < told_and_bare.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    const auto worth = [&](Ix lead) { return draft.lead_difference(site, lead); };
    const Ix announced = instance.sites[s].announced_lead;
    told_and_bare[s] = {worth(choice.lead_sponsors[s]), worth(announced)};
    if (announced != none)
      continue;
    std::vector<Ix> options = draft.sites().valuer().lead_options(site);
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

LeadChoice best_leads(const Instance& instance, const Plan& plan) {
  const TeamSites sites(instance, 1);
  return best_leads(Draft(sites, plan));
}

}  // namespace sojourn::planner
