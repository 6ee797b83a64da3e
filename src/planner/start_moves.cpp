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
      if (placed_at_[at(pair(k).staff)] != s)
        continue;
      (pair(k).has(Pair::may_member) ? here : leading).push_back(k);
    }
    if (!leading.empty()) {
      const auto kept = std::find_if(leading.begin(), leading.end(),
                                     [&](auto k) { return pair(k).has(Pair::must); });
      const auto leader = kept != leading.end() ? *kept : leading.front();
      for (const auto k : leading) {
        if (k == leader)
          continue;
        placed_at_[at(pair(k).staff)] = none;
        if (const Ix j = problem.sponsor_of[at(pair(k).staff)]; j != none)
          ++release_[at(j)];
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
  sponsor_begin_.assign(at(problem.sponsor_count()) + 1, 0);
  for (const Ix j : problem.sponsor_of)
    if (j != none)
      ++sponsor_begin_[at(j) + 1];
  for (std::size_t j = 0; j + 1 < sponsor_begin_.size(); ++j)
    sponsor_begin_[j + 1] += sponsor_begin_[j];
  sponsor_staff_.resize(sponsor_begin_.back());
  auto next = sponsor_begin_;
  for (Ix p = 0; p < problem.staff_count(); ++p)
    if (const Ix j = problem.sponsor_of[at(p)]; j != none)
      sponsor_staff_[next[at(j)]++] = p;
  loss_.assign(at(problem.staff_count()), 0);
  for (Ix s = 0; s < problem.site_count(); ++s)
    take_losses(s);
  order_.resize(sites);
  for (std::size_t s = 0; s < sites; ++s)
    order_[s] = static_cast<Ix>(s);
  const auto weight = [&](Ix s) {
    const SiteTerms& terms = problem.sites[at(s)];
    return std::tuple(terms.short_of_minimum, terms.no_leader, terms.language, terms.skill,
                      terms.short_of_target);
  };
  std::stable_sort(order_.begin(), order_.end(), [&](Ix a, Ix b) { return weight(a) > weight(b); });
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
  if (!member.has(Pair::may_lead))
    return;
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
    if (i != skipped)
      add(sum, pair(members[i]));
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
  if (!sum.stays)
    value.total += terms.nobody_stays;
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
  if (const Ix j = problem_.sponsor_of[at(staff)]; j != none)
    --release_[at(j)];
  seats_[seat_begin_[at(site)] + static_cast<std::size_t>(size_[at(site)]++)] = position;
}

void StartMoves::go(Ix site, std::uint32_t position) {
  const Ix staff = pair(position).staff;
  placed_at_[at(staff)] = none;
  if (const Ix j = problem_.sponsor_of[at(staff)]; j != none)
    ++release_[at(j)];
  auto members = team(site);
  *std::find(members.begin(), members.end(), position) = members.back();
  --size_[at(site)];
}

void StartMoves::take_sums(Ix site) {
  without_.clear();
  for (std::size_t i = 0; i < team(site).size(); ++i)
    without_.push_back(sum_without(site, i));
  without_.push_back(sum_without(site, nobody));
}

void StartMoves::make(const Change& change) {
  if (change.other != none)
    go(change.other, change.other_leaver);
  if (change.leaver != no_pair)
    go(change.site, change.leaver);
  if (change.comer != no_pair)
    come(change.site, change.comer);
  if (change.other_comer != no_pair)
    come(change.other, change.other_comer);
  take_losses(change.site);
  if (change.other != none)
    take_losses(change.other);
}

/// A member goes home, or a free person joins, perhaps in the place of a member.
void StartMoves::seek_free(Ix site, Change& best) {
  const auto members = team(site);
  const std::size_t count = members.size();
  const Value now = value(site, without_[count]);
  const auto consider = [&](const Sum& sum, std::uint32_t comer, std::uint32_t leaver) {
    const Value then = value(site, sum);
    if (then.shortage > now.shortage || now.total - then.total <= best.gain)
      return;
    best = {now.total - then.total, site, comer, leaver, none, no_pair, no_pair};
  };
  for (std::size_t i = 0; i < count; ++i)
    if (!pair(members[i]).has(Pair::must))
      consider(without_[i], no_pair, members[i]);
  for (auto k = problem_.site_begin[at(site)]; k < problem_.site_begin[at(site) + 1]; ++k) {
    const Pair& offer = pair(k);
    if (placed_at_[at(offer.staff)] != none)
      continue;
    const bool released = has_release(offer.staff);
    const Ix sponsor = problem_.sponsor_of[at(offer.staff)];
    for (std::size_t i = 0; i <= count; ++i) {
      if (i == count
              ? !released
              : pair(members[i]).has(Pair::must) ||
                    (!released && problem_.sponsor_of[at(pair(members[i]).staff)] != sponsor))
        continue;
      Sum sum = without_[i];
      add(sum, offer);
      consider(sum, k, i < count ? members[i] : no_pair);
    }
  }
}

/// Values_: what the site is worth with `comer` in the place of each member, or as one more.
/// Returns the most that it gains.
Points StartMoves::take_values(Ix site, const Pair& comer) {
  const auto members = team(site);
  const Points now = value(site, without_[members.size()]).total;
  Points most = 0;
  values_.assign(members.size() + 1, {});
  for (std::size_t i = 0; i <= members.size(); ++i) {
    if (i < members.size() && pair(members[i]).has(Pair::must))
      continue;
    Sum sum = without_[i];
    add(sum, comer);
    values_[i] = value(site, sum);
    if (values_[i].total != forbidden)
      most = std::max(most, now - values_[i].total);
  }
  return most;
}

/// Somebody joins who serves elsewhere, or whose colleague does and goes home to make the release.
void StartMoves::seek_exchange(Ix site, Reach reach, Change& best) {
  // Step 1: who would help here, and how much at most. One who helps only there is found from
  // there.
  offers_.clear();
  for (auto k = problem_.site_begin[at(site)]; k < problem_.site_begin[at(site) + 1]; ++k) {
    const Pair& offer = pair(k);
    const Ix other = placed_at_[at(offer.staff)];
    if (other == site || offer.has(Pair::must))
      continue;
    if (other == none && has_release(offer.staff))
      continue;
    if (const Points most = take_values(site, offer); most > best.gain)
      offers_.emplace_back(-most, k);
  }
  std::sort(offers_.begin(), offers_.end());
  // Step 2: the best first, against what it costs there, until no offer can beat the best change.
  // A site that lacks more than heads is worth a long search.
  // An empty one in a shortage lacks heads, which no exchange brings.
  const bool is_deep =
      reach == Reach::chains && !team(site).empty() && lacks(site, without_.back());
  for (const auto& [minus_most, k] : offers_) {
    if (-minus_most <= best.gain)
      break;
    const Pair& offer = pair(k);
    const Ix other = placed_at_[at(offer.staff)];
    take_values(site, offer);
    if (other != none) {
      const auto there = team(other);
      const auto was = std::find_if(there.begin(), there.end(), [&](std::uint32_t position) {
        return pair(position).staff == offer.staff;
      });
      seek_gap({site, k, other, *was, is_deep || has_free_[at(other)] != 0}, best);
      continue;
    }
    take_colleagues(problem_.sponsor_of[at(offer.staff)], site, is_deep);
    for (const Ix colleague : colleagues_) {
      const Ix elsewhere = placed_at_[at(colleague)];
      if (is_deep || -minus_most - loss_[at(colleague)] > best.gain)
        seek_gap({site, k, elsewhere, find_pair(colleague, elsewhere), is_deep}, best);
    }
  }
}

/// `comer` joins the site, somebody leaves `other`: the gap there stays, or is filled by a member
/// of the site, or by a free person. values_ holds what the site is worth with `comer`.
void StartMoves::seek_gap(const Gap& gap, Change& best) {
  const auto& [site, comer, other, other_leaver, ask_free] = gap;
  const auto members = team(site);
  const std::size_t count = members.size();
  const auto there = team(other);
  const auto place =
      static_cast<std::size_t>(std::find(there.begin(), there.end(), other_leaver) - there.begin());
  const Sum rest = sum_without(other, place);
  Sum whole = rest;
  add(whole, pair(other_leaver));
  const Value now = value(site, without_[count]), there_now = value(other, whole);
  const auto consider = [&](std::size_t i, const Value& then, std::uint32_t other_comer) {
    if (values_[i].total == forbidden || then.total == forbidden)
      return;
    if (values_[i].shortage + then.shortage > now.shortage + there_now.shortage)
      return;
    const Points gain = now.total + there_now.total - values_[i].total - then.total;
    if (gain > best.gain)
      best = {gain,  site,         comer,      i < count ? members[i] : no_pair,
              other, other_leaver, other_comer};
  };
  // Step 1: nobody, or the best free person, fills the gap.
  const Value empty = value(other, rest);
  Value filled;
  std::uint32_t filler = no_pair;
  const auto first = problem_.site_begin[at(other)], last = problem_.site_begin[at(other) + 1];
  for (auto k = first; ask_free && k < last; ++k) {
    const Pair& offer = pair(k);
    if (placed_at_[at(offer.staff)] != none || !has_release(offer.staff) ||
        offer.staff == pair(comer).staff)
      continue;
    Sum sum = rest;
    add(sum, offer);
    if (const Value then = value(other, sum); then.total < filled.total) {
      filled = then;
      filler = k;
    }
  }
  for (std::size_t i = 0; i <= count; ++i) {
    consider(i, empty, no_pair);
    consider(i, filled, filler);
    // Step 2: whoever makes room here goes there.
    if (i == count || values_[i].total == forbidden)
      continue;
    const std::uint32_t moves = find_pair(pair(members[i]).staff, other);
    if (moves == no_pair)
      continue;
    Sum sum = rest;
    add(sum, pair(moves));
    consider(i, value(other, sum), moves);
  }
}

/// The people of the sponsor who serve at other sites and may go home; only the one whom their site
/// would miss least, unless all are wanted.
void StartMoves::take_colleagues(Ix sponsor, Ix site, bool all) {
  colleagues_.clear();
  const auto first = sponsor_begin_[at(sponsor)];
  const auto last = std::min(sponsor_begin_[at(sponsor) + 1], first + most_colleagues);
  for (auto k = first; k < last; ++k) {
    const Ix colleague = sponsor_staff_[k];
    const Ix where = placed_at_[at(colleague)];
    if (where == none || where == site || loss_[at(colleague)] == forbidden)
      continue;
    if (all || colleagues_.empty())
      colleagues_.push_back(colleague);
    else if (loss_[at(colleague)] < loss_[at(colleagues_.front())])
      colleagues_.front() = colleague;
  }
}

/// Whether the team has no leader, misses a cover, or keeps nobody who could stay.
bool StartMoves::lacks(Ix site, const Sum& sum) const {
  const SiteTerms& terms = problem_.sites[at(site)];
  const Needs& needs = needs_[at(site)];
  return (sum.leader == forbidden && terms.no_leader > 0) ||
         ((needs.languages & ~sum.covers) != 0 && terms.language > 0) ||
         ((needs.skills & ~sum.covers) != 0 && terms.skill > 0) ||
         (terms.nobody_stays > 0 && !sum.stays);
}

/// What the site would lose with each member.
void StartMoves::take_losses(Ix site) {
  const auto members = team(site);
  const Points now = value(site, sum_without(site, nobody)).total;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Pair& member = pair(members[i]);
    loss_[at(member.staff)] =
        member.has(Pair::must) ? forbidden : value(site, sum_without(site, i)).total - now;
  }
}

/// The best change that starts at the site, again and again.
Points StartMoves::better(Ix site, Reach reach) {
  Points gained = 0;
  // Each change gains at least a point; the limit keeps one site from taking all the time.
  for (int change = 0; change < 16; ++change) {
    take_sums(site);
    Change best;
    seek_free(site, best);
    if (reach != Reach::free)
      seek_exchange(site, reach, best);
    if (best.gain == 0)
      break;
    make(best);
    gained += best.gain;
  }
  return gained;
}

Points StartMoves::round(Reach reach) {
  // Sites near which nobody is free now are not asked for free people again in this round.
  has_free_.assign(problem_.sites.size(), 0);
  for (Ix s = 0; reach != Reach::free && s < problem_.site_count(); ++s)
    for (const Pair& offer : problem_.pairs_of(s))
      if (placed_at_[at(offer.staff)] == none && has_release(offer.staff)) {
        has_free_[at(s)] = 1;
        break;
      }
  Points gained = 0;
  for (const Ix site : order_)
    gained += better(site, reach);
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
      const bool is_candidate = sum.lead_only > 0
                                    ? !member.has(Pair::may_member)
                                    : member.has(Pair::may_lead) &&
                                          problem_.leader_cost[at(member.staff)] == sum.leader &&
                                          sum.leader < problem_.sites[at(s)].no_leader;
      if (is_candidate && (leader == none || member.staff < leader))
        leader = member.staff;
    }
    for (auto p = placements.begin() + first; p != placements.end(); ++p)
      if (p->staff == leader)
        p->role = Role::leader;
    std::sort(placements.begin() + first, placements.end(),
              [](const Placement& a, const Placement& b) {
                return a.role != b.role ? a.role < b.role : a.staff < b.staff;
              });
  }
  return placements;
}

}  // namespace sojourn::planner
