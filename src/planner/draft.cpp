// See draft.h.
#include "planner/draft.h"

#include <algorithm>
#include <tuple>

namespace sojourn::planner {

namespace {

auto key(const SingleMove& m) {
  return std::tuple(m.change, m.kind, m.site, m.from_site, m.staff, m.other, m.role, m.sponsor);
}

/// Those of `rows` that are not in `others`, or go further than there. Both in order.
std::vector<Breach> beyond(const std::vector<Breach>& rows, const std::vector<Breach>& others) {
  std::vector<Breach> left;
  for (const Breach& row : rows) {
    const auto same = std::find_if(others.begin(), others.end(),
                                   [&](const Breach& other) { return other.same_as(row); });
    if (same == others.end() || same->amount < row.amount)
      left.push_back(row);
  }
  return left;
}

}  // namespace

bool better_first(const SingleMove& a, const SingleMove& b) { return key(a) < key(b); }

Draft::Draft(const checking::TeamSites& sites, const Plan& plan)
    : sites_(&sites),
      teams_(sites.instance().sites.size()),
      leads_(teams_.size(), none),
      total_(teams_.size(), 0),
      excess_(teams_.size()),
      place_(sites.instance().staff.size(), none),
      role_(place_.size(), Role::member),
      frozen_(place_.size(), false),
      has_must_(place_.size(), false),
      caps_(checking::release_caps(sites.instance())),
      released_(sites.instance().sponsors.size(), 0),
      leading_(released_.size(), 0) {
  for (const Pin& pin : instance().pins)
    if (pin.rule == PinRule::must)
      has_must_[at(pin.staff)] = true;
  for (const Placement& p : plan.placements) {
    if (p.staff < 0 || at(p.staff) >= place_.size() || p.site < 0 || at(p.site) >= teams_.size())
      continue;
    teams_[at(p.site)].push_back(p);
    if (place_[at(p.staff)] != none)
      frozen_[at(p.staff)] = true;
    place_[at(p.staff)] = p.site;
    role_[at(p.staff)] = p.role;
    if (const Ix o = instance().staff[at(p.staff)].sponsor; o != none)
      ++released_[at(o)];
  }
  for (std::size_t s = 0; s < teams_.size(); ++s) {
    if (s < plan.lead_sponsors.size() && plan.lead_sponsors[s] >= 0 &&
        at(plan.lead_sponsors[s]) < leading_.size()) {
      leads_[s] = plan.lead_sponsors[s];
      ++leading_[at(leads_[s])];
    }
    refresh(static_cast<Ix>(s));
  }
}

void Draft::refresh(Ix site) {
  total_[at(site)] = sites_->valuer().total(site, teams_[at(site)], leads_[at(site)]);
  excess_[at(site)] = excess(site, teams_[at(site)]);
}

Points Draft::total() const {
  Points sum = 0;
  for (const Points each : total_)
    sum += each;
  return sum;
}

Value Draft::value() const {
  Value value;
  for (std::size_t s = 0; s < teams_.size(); ++s)
    sites_->valuer().add(static_cast<Ix>(s), teams_[s], leads_[s], value);
  return value;
}

Plan Draft::plan() const {
  Plan plan{.placements = {}, .lead_sponsors = leads_};
  for (const Team& team : teams_)
    plan.placements.insert(plan.placements.end(), team.begin(), team.end());
  std::sort(plan.placements.begin(), plan.placements.end(),
            [](const Placement& a, const Placement& b) {
              return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
            });
  return plan;
}

// What rules allow. -----------------------------------------------------------------------------

bool Draft::may(Ix person, Ix site, Role role) const {
  const auto candidates = sites_->candidates(site);
  if (!std::binary_search(candidates.begin(), candidates.end(), person))
    return false;
  if (role == Role::leader && !instance().staff[at(person)].can_lead)
    return false;
  for (const std::uint32_t row : sites_->valuer().pairs().pins_of(person)) {
    const Pin& pin = instance().pins[row];
    if (pin.site != site)
      continue;
    const bool names_role =
        pin.role == PinRole::any || (pin.role == PinRole::leader) == (role == Role::leader);
    if (names_role != (pin.rule == PinRule::must))
      return false;
  }
  return true;
}

bool Draft::may_leave(Ix person, Ix site) const {
  for (const std::uint32_t row : sites_->valuer().pairs().pins_of(person))
    if (instance().pins[row].site == site && instance().pins[row].rule == PinRule::must)
      return false;
  return true;
}

bool Draft::has_release(Ix sponsor, std::int64_t more) const {
  return sponsor == none || released_[at(sponsor)] + more <= caps_[at(sponsor)];
}

bool Draft::has_lead(Ix sponsor, std::int64_t more) const {
  return sponsor == none ||
         leading_[at(sponsor)] + more <= instance().sponsors[at(sponsor)].max_sites;
}

Draft::Excess Draft::excess(Ix where, std::span<const Placement> team) const {
  const Site& site = instance().sites[at(where)];
  Excess e;
  for (const Placement& p : team) {
    const Staff& person = instance().staff[at(p.staff)];
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

bool Draft::fits(Ix site, const Team& team) const {
  return excess(site, team).within(excess_[at(site)]);
}

// What a change would be worth. -----------------------------------------------------------------

Draft::Team Draft::without(Ix site, Ix person) const {
  Team team = teams_[at(site)];
  std::erase_if(team, [&](const Placement& p) { return p.staff == person; });
  return team;
}

Draft::Team Draft::with(Team team, Ix person, Ix site, Role role) {
  team.push_back({person, site, role});
  return team;
}

Points Draft::difference(Ix site, const Team& team) const {
  return sites_->valuer().total(site, team, leads_[at(site)]) - total_[at(site)];
}

Points Draft::lead_difference(Ix site, Ix sponsor) const {
  return sites_->valuer().total(site, teams_[at(site)], sponsor) - total_[at(site)];
}

std::vector<Ix> Draft::touched(std::span<const Placement> after) const {
  std::vector<Ix> sites;
  for (const Placement& p : after)
    for (const Ix site : {place(p.staff), p.site})
      if (site != none && std::find(sites.begin(), sites.end(), site) == sites.end())
        sites.push_back(site);
  return sites;
}

Draft::Team Draft::team_after(Ix site, std::span<const Placement> after) const {
  Team team = teams_[at(site)];
  std::erase_if(team, [&](const Placement& old) {
    return std::any_of(after.begin(), after.end(),
                       [&](const Placement& p) { return p.staff == old.staff; });
  });
  for (const Placement& p : after)
    if (p.site == site)
      team.push_back(p);
  return team;
}

Value Draft::change_in_terms(std::span<const Placement> after) const {
  Value then, now;
  for (const Ix site : touched(after)) {
    sites_->valuer().add(site, team_after(site, after), leads_[at(site)], then);
    sites_->valuer().add(site, teams_[at(site)], leads_[at(site)], now);
  }
  Value change{.total = then.total - now.total};
  for (std::size_t term = 0; term < term_count; ++term) {
    change.points[term] = then.points[term] - now.points[term];
    change.counts[term] = then.counts[term] - now.counts[term];
  }
  return change;
}

Draft::Outcome Draft::outcome(std::span<const Placement> after) const {
  Outcome made;
  std::vector<Breach> then, now;
  // Step 1. The people themselves.
  std::vector<std::pair<Ix, std::int64_t>> releases;  // change per sponsor
  for (const Placement& p : after) {
    const Ix from = place(p.staff);
    pair_breaches({p.staff, from, role(p.staff)}, now);
    pair_breaches(p, then);
    const Ix sponsor = instance().staff[at(p.staff)].sponsor;
    if (sponsor != none && (from == none) != (p.site == none)) {
      auto row = std::find_if(releases.begin(), releases.end(),
                              [&](const auto& each) { return each.first == sponsor; });
      if (row == releases.end())
        row = releases.insert(releases.end(), {sponsor, 0});
      row->second += from == none ? 1 : -1;
    }
  }
  // Step 2. Their teams.
  for (const Ix site : touched(after)) {
    const Team team = team_after(site, after);
    made.change += difference(site, team);
    team_breaches(site, teams_[at(site)], now);
    team_breaches(site, team, then);
  }
  // Step 3. Their sponsors.
  for (const auto& [sponsor, more] : releases) {
    release_breach(sponsor, released_[at(sponsor)], now);
    release_breach(sponsor, released_[at(sponsor)] + more, then);
  }
  std::sort(now.begin(), now.end());
  std::sort(then.begin(), then.end());
  made.breaks = beyond(then, now);
  made.heals = beyond(now, then);
  return made;
}

// Changes. --------------------------------------------------------------------------------------

void Draft::put(std::span<const Placement> after) {
  std::vector<Ix> touched;
  for (const Placement& p : after) {
    const Ix sponsor = instance().staff[at(p.staff)].sponsor;
    if (const Ix from = place(p.staff); from != none) {
      std::erase_if(teams_[at(from)], [&](const Placement& old) { return old.staff == p.staff; });
      touched.push_back(from);
      if (sponsor != none)
        --released_[at(sponsor)];
    }
    place_[at(p.staff)] = p.site;
    role_[at(p.staff)] = p.role;
    if (p.site != none) {
      teams_[at(p.site)].push_back(p);
      touched.push_back(p.site);
      if (sponsor != none)
        ++released_[at(sponsor)];
    }
  }
  for (const Ix site : touched)
    refresh(site);
}

void Draft::set_lead(Ix site, Ix sponsor) {
  if (const Ix before = leads_[at(site)]; before != none)
    --leading_[at(before)];
  if (sponsor != none)
    ++leading_[at(sponsor)];
  leads_[at(site)] = sponsor;
  refresh(site);
}

void Draft::set_leads(std::span<const Ix> lead_sponsors) {
  for (std::size_t s = 0; s < lead_sponsors.size(); ++s)
    set_lead(static_cast<Ix>(s), lead_sponsors[s]);
}

void Draft::make(const SingleMove& move) {
  if (move.kind == SingleMove::Kind::change_lead)
    set_lead(move.site, move.sponsor);
  else
    put(moved_by(*this, move));
}

// Broken rules. ---------------------------------------------------------------------------------

/// Rules 1 and 2 of one person where they are, `p.site` none: in the pool.
void Draft::pair_breaches(const Placement& p, std::vector<Breach>& to) const {
  const auto& pairs = sites_->valuer().pairs();
  if (p.site != none) {
    const checking::Standing standing = pairs.standing(p.staff, p.site);
    const auto say = [&](bool broken, std::string_view code) {
      if (broken)
        to.push_back({.code = code, .staff = p.staff, .site = p.site});
    };
    say(standing.unavailable, "placement.not_available");
    say(standing.home, "placement.home_site");
    say(standing.refused, "placement.refused");
    say(p.role == Role::leader ? standing.never_leader : standing.never_member,
        "placement.never_pin");
    say(!standing.taken, "placement.not_candidate");
  }
  if (!has_must_[at(p.staff)])
    return;
  for (const std::uint32_t row : pairs.pins_of(p.staff)) {
    const Pin& pin = instance().pins[row];
    if (pin.rule != PinRule::must)
      continue;
    if (pin.site != p.site)
      to.push_back({.code = "pin.must_not_kept", .staff = p.staff, .site = pin.site});
    else if ((pin.role == PinRole::leader && p.role != Role::leader) ||
             (pin.role == PinRole::member && p.role != Role::member))
      to.push_back({.code = "pin.must_other_role", .staff = p.staff, .site = pin.site});
  }
}

/// Rules 3 and 4.
void Draft::team_breaches(Ix site, std::span<const Placement> team, std::vector<Breach>& to) const {
  const Excess e = excess(site, team);
  if (e.heads > 0)
    to.push_back({.code = "team.too_large", .site = site, .amount = e.heads});
  if (e.leaders > 0)
    to.push_back({.code = "team.two_leaders", .site = site, .amount = e.leaders});
  if (e.first_timers > 0)
    to.push_back({.code = "team.too_many_first_timers", .site = site, .amount = e.first_timers});
  if (e.unqualified == 0)
    return;
  for (const Placement& p : team)
    if (p.role == Role::leader && !instance().staff[at(p.staff)].can_lead)
      to.push_back({.code = "team.leader_without_role", .staff = p.staff, .site = site});
}

/// Rule 5.
void Draft::release_breach(Ix sponsor, std::int64_t released, std::vector<Breach>& to) const {
  if (const std::int64_t over = released - caps_[at(sponsor)]; over > 0)
    to.push_back({.code = "sponsor.releases_too_many", .sponsor = sponsor, .amount = over});
}

std::vector<Breach> Draft::breaches() const {
  std::vector<Breach> found;
  for (std::size_t p = 0; p < place_.size(); ++p)
    if (place_[p] != none || has_must_[p])
      pair_breaches({static_cast<Ix>(p), place_[p], role_[p]}, found);
  for (std::size_t s = 0; s < teams_.size(); ++s) {
    const Ix site = static_cast<Ix>(s), lead = leads_[s];
    team_breaches(site, teams_[s], found);
    const Ix announced = instance().sites[s].announced_lead;
    if (announced != none && lead != announced)
      found.push_back({.code = "lead.announced_not_kept", .site = site, .sponsor = announced});
    else if (lead != none && !sites_->valuer().listed(site, lead))
      found.push_back({.code = "lead.not_listed", .site = site, .sponsor = lead});
  }
  for (std::size_t o = 0; o < caps_.size(); ++o) {
    const Ix sponsor = static_cast<Ix>(o);
    release_breach(sponsor, released_[o], found);
    if (const std::int64_t over = leading_[o] - instance().sponsors[o].max_sites; over > 0)
      found.push_back({.code = "lead.too_many_sites", .sponsor = sponsor, .amount = over});
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Placement> moved_by(const Draft& draft, const SingleMove& move) {
  using Kind = SingleMove::Kind;
  std::vector<Placement> after;
  if (move.kind == Kind::change_lead)
    return after;
  after.push_back({move.staff, move.kind == Kind::remove ? none : move.site, move.role});
  if (move.kind == Kind::exchange)
    after.push_back({move.other, draft.place(move.staff), draft.role(move.staff)});
  if (move.kind == Kind::replace)
    after.push_back({move.other, none, Role::member});
  return after;
}

}  // namespace sojourn::planner
