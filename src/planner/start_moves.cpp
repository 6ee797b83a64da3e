// See start_moves.h. Tested in tests/unit/planner/floors_test.cpp.
#include "planner/start_moves.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <tuple>
#include <utility>

namespace sojourn::planner {

namespace {
std::size_t at(Ix position) { return static_cast<std::size_t>(position); }
/// Nobody is left out of a sum.
constexpr std::size_t nobody = SIZE_MAX;
}  // namespace

StartMoves::StartMoves(const Problem& problem, std::vector<Ix> placed_at,
                       std::vector<std::int32_t> release)
    : problem_(problem), placed_at_(std::move(placed_at)), release_(std::move(release)) {
  const auto sites = problem.sites.size();
  size_.assign(sites, 0);
  seat_begin_.assign(sites + 1, 0);
  needs_.resize(sites);
  const auto low_bits = [](std::int32_t count) {
    return count >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << count) - 1;
  };
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const SiteTerms& terms = problem.sites[at(s)];
    needs_[at(s)].languages = low_bits(terms.languages);
    needs_[at(s)].skills = low_bits(terms.languages + terms.skills) & ~needs_[at(s)].languages;
    // Who may only lead comes first, musts before others: the rest of them has to go.
    std::vector<std::uint32_t> here, leading;
    for (auto k = problem.site_begin[at(s)]; k < problem.site_begin[at(s) + 1]; ++k) {
      if (placed_at_[at(pair(k).staff)] != s) continue;
      (pair(k).has(Pair::may_member) ? here : leading).push_back(k);
    }
    if (!leading.empty()) {
      const auto kept = std::find_if(leading.begin(), leading.end(),
                                     [&](auto k) { return pair(k).has(Pair::must); });
      const auto leader = kept != leading.end() ? *kept : leading.front();
      for (const auto k : leading) {
        if (k == leader) continue;
        placed_at_[at(pair(k).staff)] = none;
        if (const Ix j = problem.sponsor_of[at(pair(k).staff)]; j != none) ++release_[at(j)];
      }
      here.push_back(leader);
    }
    // Forced placements may overfill a team; there is no valid plan then, but no overrun either.
    const auto room = std::max(terms.target_team, static_cast<std::int32_t>(here.size()));
    seats_.insert(seats_.end(), here.begin(), here.end());
    size_[at(s)] = static_cast<std::int32_t>(here.size());
    seats_.resize(seat_begin_[at(s)] + static_cast<std::size_t>(room));
    seat_begin_[at(s) + 1] = static_cast<std::uint32_t>(seats_.size());
  }
  order_.resize(sites);
  for (std::size_t s = 0; s < sites; ++s) order_[s] = static_cast<Ix>(s);
  const auto weight = [&](Ix s) {
    const SiteTerms& terms = problem.sites[at(s)];
    return std::tuple(terms.short_of_minimum, terms.no_leader, terms.language, terms.skill,
                      terms.short_of_target);
  };
  std::stable_sort(order_.begin(), order_.end(),
                   [&](Ix a, Ix b) { return weight(a) > weight(b); });
}

std::uint32_t StartMoves::find_pair(Ix staff, Ix site) const {
  // Pairs of a person are ordered by site, so that their positions ascend.
  const auto first = problem_.by_staff.begin() + problem_.staff_begin[at(staff)];
  const auto last = problem_.by_staff.begin() + problem_.staff_begin[at(staff) + 1];
  const auto found = std::lower_bound(first, last, problem_.site_begin[at(site)]);
  return found != last && *found < problem_.site_begin[at(site) + 1] ? *found : no_pair;
}

void StartMoves::add(Sum& sum, const Pair& member) const {
  ++sum.size;
  sum.newcomers += member.has(Pair::first_timer) ? 1 : 0;
  sum.covers |= member.covers;
  sum.stays = sum.stays || member.has(Pair::stayer);
  sum.cost += member.cost;
  if (!member.has(Pair::may_lead)) return;
  const Points cost = problem_.leader_cost[at(member.staff)];
  sum.leader = std::min(sum.leader, cost);
  if (!member.has(Pair::may_member)) {
    ++sum.lead_only;
    sum.only = std::min(sum.only, cost);
  }
}

StartMoves::Sum StartMoves::sum_without(Ix site, std::size_t skipped) const {
  Sum sum;
  const auto members = team(site);
  for (std::size_t i = 0; i < members.size(); ++i)
    if (i != skipped) add(sum, pair(members[i]));
  return sum;
}

StartMoves::Value StartMoves::value(Ix site, const Sum& sum) const {
  const SiteTerms& terms = problem_.sites[at(site)];
  if (sum.size > terms.target_team || sum.newcomers > terms.max_first_timers || sum.lead_only > 1)
    return {};
  const Needs& needs = needs_[at(site)];
  Value value;
  value.shortage = terms.short_of_minimum * std::max(0, terms.min_team - sum.size);
  value.total = value.shortage + sum.cost +
                terms.short_of_target *
                    (terms.target_team - std::clamp(sum.size, terms.min_team, terms.target_team)) +
                terms.language * std::popcount(needs.languages & ~sum.covers) +
                terms.skill * std::popcount(needs.skills & ~sum.covers);
  if (!sum.stays) value.total += terms.nobody_stays;
  value.total += sum.lead_only > 0 ? sum.only : std::min(terms.no_leader, sum.leader);
  return value;
}

bool StartMoves::has_release(Ix staff) const {
  const Ix j = problem_.sponsor_of[at(staff)];
  return j == none || release_[at(j)] > 0;
}

void StartMoves::come(Ix site, std::uint32_t position) {
  const Ix staff = pair(position).staff;
  placed_at_[at(staff)] = site;
  if (const Ix j = problem_.sponsor_of[at(staff)]; j != none) --release_[at(j)];
  seats_[seat_begin_[at(site)] + static_cast<std::size_t>(size_[at(site)]++)] = position;
}

void StartMoves::go(Ix site, std::uint32_t position) {
  const Ix staff = pair(position).staff;
  placed_at_[at(staff)] = none;
  if (const Ix j = problem_.sponsor_of[at(staff)]; j != none) ++release_[at(j)];
  auto members = team(site);
  *std::find(members.begin(), members.end(), position) = members.back();
  --size_[at(site)];
}

void StartMoves::take_sums(Ix site) {
  without_.clear();
  for (std::size_t i = 0; i < team(site).size(); ++i) without_.push_back(sum_without(site, i));
  without_.push_back(sum_without(site, nobody));
}

/// The best single change at the site by a free person, again and again.
Points StartMoves::bring_in_at(Ix site) {
  Points gained = 0;
  // Each change gains at least a point; the limit keeps one site from taking all the time.
  for (int change = 0; change < 16; ++change) {
    const auto members = team(site);
    const std::size_t count = members.size();
    take_sums(site);
    const Value now = value(site, without_[count]);
    Points best = 0;
    std::uint32_t comer = no_pair, leaver = no_pair;
    for (std::size_t i = 0; i < count; ++i) {
      if (pair(members[i]).has(Pair::must)) continue;
      const Value then = value(site, without_[i]);
      if (then.shortage <= now.shortage && now.total - then.total > best) {
        best = now.total - then.total;
        leaver = members[i];
      }
    }
    for (auto k = problem_.site_begin[at(site)]; k < problem_.site_begin[at(site) + 1]; ++k) {
      const Pair& offer = pair(k);
      if (placed_at_[at(offer.staff)] != none) continue;
      const bool released = has_release(offer.staff);
      const Ix sponsor = problem_.sponsor_of[at(offer.staff)];
      for (std::size_t i = 0; i <= count; ++i) {
        if (i < count) {
          const Pair& member = pair(members[i]);
          if (member.has(Pair::must)) continue;
          if (!released && problem_.sponsor_of[at(member.staff)] != sponsor) continue;
        } else if (!released) {
          continue;
        }
        Sum sum = without_[i];
        add(sum, offer);
        const Value then = value(site, sum);
        if (then.shortage > now.shortage || now.total - then.total <= best) continue;
        best = now.total - then.total;
        comer = k;
        leaver = i < count ? members[i] : no_pair;
      }
    }
    if (best <= 0) return gained;
    if (leaver != no_pair) go(site, leaver);
    if (comer != no_pair) come(site, comer);
    gained += best;
  }
  return gained;
}

/// The best single change at the site by somebody who serves elsewhere, again and again. They leave
/// a gap there, or change places with a member who may go there.
Points StartMoves::exchange_at(Ix site) {
  Points gained = 0;
  for (int change = 0; change < 16; ++change) {
    const auto members = team(site);
    const std::size_t count = members.size();
    take_sums(site);
    const Value now = value(site, without_[count]);
    Points best = 0;
    std::uint32_t comer = no_pair, leaver = no_pair, comer_was = no_pair, leaver_goes = no_pair;
    for (auto k = problem_.site_begin[at(site)]; k < problem_.site_begin[at(site) + 1]; ++k) {
      const Pair& offer = pair(k);
      const Ix other = placed_at_[at(offer.staff)];
      if (other == none || other == site || offer.has(Pair::must)) continue;
      // Step 1: what the change is worth here, at best over who makes room.
      Points most = 0;
      auto& here = values_;
      here.assign(count + 1, {});
      for (std::size_t i = 0; i <= count; ++i) {
        if (i < count && pair(members[i]).has(Pair::must)) continue;
        Sum sum = without_[i];
        add(sum, offer);
        here[i] = value(site, sum);
        if (here[i].total != forbidden) most = std::max(most, now.total - here[i].total);
      }
      // A change that helps only there is found from there.
      if (most == 0) continue;
      // Step 2: what it costs there.
      const auto there_team = team(other);
      std::size_t place = 0;
      while (pair(there_team[place]).staff != offer.staff) ++place;
      const Sum there_rest = sum_without(other, place);
      Sum there_all = there_rest;
      add(there_all, pair(there_team[place]));
      const Value there_now = value(other, there_all);
      for (std::size_t i = 0; i <= count; ++i) {
        if (here[i].total == forbidden) continue;
        const auto consider = [&](const Sum& rest, std::uint32_t goes) {
          const Value then = value(other, rest);
          if (then.total == forbidden) return;
          if (here[i].shortage + then.shortage > now.shortage + there_now.shortage) return;
          const Points gain = now.total + there_now.total - here[i].total - then.total;
          if (gain <= best) return;
          best = gain;
          comer = k;
          comer_was = there_team[place];
          leaver = i < count ? members[i] : no_pair;
          leaver_goes = goes;
        };
        consider(there_rest, no_pair);
        if (i == count) continue;
        const std::uint32_t moves = find_pair(pair(members[i]).staff, other);
        if (moves == no_pair) continue;
        Sum sum = there_rest;
        add(sum, pair(moves));
        consider(sum, moves);
      }
    }
    if (best <= 0) return gained;
    const Ix other = placed_at_[at(pair(comer).staff)];
    go(other, comer_was);
    if (leaver != no_pair) go(site, leaver);
    come(site, comer);
    if (leaver_goes != no_pair) come(other, leaver_goes);
    gained += best;
  }
  return gained;
}

Points StartMoves::bring_in() {
  Points gained = 0;
  for (const Ix site : order_) gained += bring_in_at(site);
  return gained;
}

Points StartMoves::exchange() {
  Points gained = 0;
  for (const Ix site : order_) gained += exchange_at(site);
  return gained;
}

std::vector<Placement> StartMoves::placements() const {
  std::vector<Placement> placements;
  for (Ix s = 0; s < problem_.site_count(); ++s) {
    const auto members = team(s);
    const auto first = static_cast<std::ptrdiff_t>(placements.size());
    const Sum sum = sum_without(s, nobody);
    // The leader: who may do nothing else, else the one with the least leader_cost, if worth it.
    Ix leader = none;
    for (const auto k : members) {
      const Pair& member = pair(k);
      placements.push_back({member.staff, s, Role::member});
      const bool is_candidate =
          sum.lead_only > 0 ? !member.has(Pair::may_member)
                            : member.has(Pair::may_lead) &&
                                  problem_.leader_cost[at(member.staff)] == sum.leader &&
                                  sum.leader < problem_.sites[at(s)].no_leader;
      if (is_candidate && (leader == none || member.staff < leader)) leader = member.staff;
    }
    for (auto p = placements.begin() + first; p != placements.end(); ++p)
      if (p->staff == leader) p->role = Role::leader;
    std::sort(placements.begin() + first, placements.end(),
              [](const Placement& a, const Placement& b) {
                return a.role != b.role ? a.role < b.role : a.staff < b.staff;
              });
  }
  return placements;
}

}  // namespace sojourn::planner
