// See oracle.h. A solve goes in these steps:
//   1 shape: how many heads, first-timers, requirements are told apart, and what an end state costs
//   2 collect: cost of each pair at prices; the cheapest few of each signature
//   3 without a lead sponsor: candidates, dominance, dynamic programme
//   4 each lead option in order of its bound: the same with its people 200 points cheaper
//   5 read the winner's team back from the layers
#include "planner/oracle.h"

#include <algorithm>
#include <functional>

namespace sojourn::planner {

namespace {

// Signatures: cover bits, then may lead, first-timer, stayer.
constexpr std::uint32_t may_lead_bit = 1U << most_requirements;
constexpr std::uint32_t first_timer_bit = 2U << most_requirements;
constexpr std::uint32_t stayer_bit = 4U << most_requirements;
constexpr std::uint32_t may_member_bit = 8U << most_requirements;
constexpr std::size_t signatures = 16U << most_requirements;

}  // namespace

void SiteOracle::lay_out(Grid& grid, const SiteTerms& terms, std::int32_t gates,
                         std::int32_t stays) const {
  grid.gates = static_cast<std::size_t>(gates);
  grid.per_mask = static_cast<std::size_t>(stays);
  grid.per_gate = static_cast<std::size_t>(masks_) * grid.per_mask;
  grid.per_led = grid.gates * grid.per_gate;
  grid.per_head = 2 * grid.per_led;
  grid.states = static_cast<std::size_t>(seats_ + 1) * grid.per_head;
  grid.terminal.resize(grid.states);
  Milli cover_cost[1U << most_requirements];
  for (std::int32_t mask = 0; mask < masks_; ++mask) {
    Milli cost = 0;
    for (std::int32_t bit = 0; bit < cover_bits_; ++bit) {
      if ((mask >> bit & 1) == 0)
        cost += bit < terms.languages ? terms.language : terms.skill;
    }
    cover_cost[mask] = cost;
  }
  std::size_t state = 0;
  for (std::int32_t heads = 0; heads <= seats_; ++heads) {
    const Milli size_cost =
        terms.short_of_minimum * std::max(0, terms.min_team - heads) +
        terms.short_of_target * (terms.target_team - std::max(heads, terms.min_team));
    for (int led = 0; led < 2; ++led) {
      const Milli base = size_cost + (led != 0 ? 0 : terms.no_leader);
      for (std::int32_t gate = 0; gate < gates; ++gate) {
        for (std::int32_t mask = 0; mask < masks_; ++mask) {
          for (std::int32_t stay = 0; stay < stays; ++stay) {
            const Milli stay_cost = stays > 1 && stay == 0 ? terms.nobody_stays : 0;
            grid.terminal[state++] = milli_per_point * (base + cover_cost[mask] + stay_cost);
          }
        }
      }
    }
  }
}

void SiteOracle::shape_of(const SiteView& site) {
  const SiteTerms& terms = *site.terms;
  seats_ = terms.target_team;
  count_first_timers_ = terms.max_first_timers < seats_;
  count_stayers_ = terms.nobody_stays > 0;
  cover_bits_ = std::min(terms.languages + terms.skills, most_requirements);
  // Requirements past the last bit told apart are left out: a lower cost, so bounds stay valid.
  masks_ = 1 << cover_bits_;
  lay_out(full_, terms, count_first_timers_ ? terms.max_first_timers + 1 : 1,
          count_stayers_ ? 2 : 1);
  if (count_first_timers_)
    lay_out(loose_, terms, 1, count_stayers_ ? 2 : 1);
}

void SiteOracle::collect(const SiteView& site, const PriceView& prices) {
  const std::size_t count = site.pairs.size();
  member_.resize(count);
  leader_.resize(count);
  signature_.resize(count);
  taken_.assign(count, 0);
  musts_.clear();
  if (own_.size() < site.options.size())
    own_.resize(site.options.size());
  for (std::size_t o = 0; o < site.options.size(); ++o)
    own_[o].clear();
  if (bucket_member_count_.empty()) {
    bucket_member_count_.assign(signatures, 0);
    bucket_leader_count_.assign(signatures, 0);
    member_threshold_.assign(signatures, infinite);
    leader_threshold_.assign(signatures, infinite);
  }
  for (const std::int32_t s : used_signatures_) {
    bucket_member_count_[static_cast<std::size_t>(s)] = 0;
    bucket_leader_count_[static_cast<std::size_t>(s)] = 0;
  }
  used_signatures_.clear();
  const auto seats = static_cast<std::size_t>(seats_);
  if (bucket_members_.size() < signatures * seats) {
    bucket_members_.resize(signatures * seats);
    bucket_leaders_.resize(signatures * seats);
  }
  const std::uint32_t cover_mask = static_cast<std::uint32_t>(masks_) - 1;

  // Keeps the `seats` cheapest of a bucket, ascending; equal costs stay in order of position.
  const auto insert = [seats](std::int32_t* bucket, std::int32_t& size, std::int32_t position,
                              const std::vector<Milli>& cost) {
    if (seats == 0)
      return;  // a site whose target is nobody
    const Milli mine = cost[static_cast<std::size_t>(position)];
    auto at = static_cast<std::size_t>(size);
    if (at == seats) {
      if (mine >= cost[static_cast<std::size_t>(bucket[at - 1])])
        return;
      --at;
    } else {
      ++size;
    }
    while (at > 0 && cost[static_cast<std::size_t>(bucket[at - 1])] > mine) {
      bucket[at] = bucket[at - 1];
      --at;
    }
    bucket[at] = position;
  };

  for (std::size_t i = 0; i < count; ++i) {
    const Pair& pair = site.pairs[i];
    if (prices.person[pair.staff] >= blocked && !pair.has(Pair::must))
      continue;
    const Milli cost = pair.cost * milli_per_point + prices.person[pair.staff];
    const bool may_lead = pair.has(Pair::may_lead);
    const bool may_member = pair.has(Pair::may_member);
    member_[i] = may_member ? cost : infinite;
    leader_[i] = may_lead ? cost + milli_per_point *
                                       problem_->leader_cost[static_cast<std::size_t>(pair.staff)]
                          : infinite;
    const std::uint32_t signature =
        (pair.covers & cover_mask) | (may_lead ? may_lead_bit : 0) |
        (count_first_timers_ && pair.has(Pair::first_timer) ? first_timer_bit : 0) |
        (count_stayers_ && pair.has(Pair::stayer) ? stayer_bit : 0) |
        (may_member ? may_member_bit : 0);
    signature_[i] = signature;
    if (pair.own_option != Pair::not_listed)
      own_[pair.own_option].push_back(static_cast<int>(i));
    if (pair.has(Pair::must)) {
      musts_.push_back(static_cast<std::int32_t>(i));
      taken_[i] = 1;
      continue;
    }
    std::int32_t& members = bucket_member_count_[signature];
    std::int32_t& leaders = bucket_leader_count_[signature];
    if (members == 0 && leaders == 0)
      used_signatures_.push_back(static_cast<int>(signature));
    if (may_member) {
      insert(bucket_members_.data() + signature * seats, members, static_cast<int>(i), member_);
    }
    if (may_lead) {
      insert(bucket_leaders_.data() + signature * seats, leaders, static_cast<int>(i), leader_);
    }
  }
}

void SiteOracle::find_thresholds() {
  // Per signature: the seats-th cheapest person with at least these qualities. Anyone dearer can
  // always be replaced by one of those, since a team has at most seats - 1 others.
  const auto seats = static_cast<std::size_t>(seats_);
  least_.resize(seats);
  const auto last_of = [&](std::uint32_t signature, const std::vector<std::int32_t>& buckets,
                           const std::vector<std::int32_t>& sizes, const std::vector<Milli>& cost) {
    constexpr std::uint32_t drawback = first_timer_bit;
    std::size_t count = 0;
    for (const std::int32_t other : used_signatures_) {
      const auto o = static_cast<std::uint32_t>(other);
      if ((signature & ~o & ~drawback) != 0 || (o & ~signature & drawback) != 0)
        continue;
      for (std::int32_t k = 0; k < sizes[o]; ++k) {
        const Milli mine =
            cost[static_cast<std::size_t>(buckets[o * seats + static_cast<std::size_t>(k)])];
        std::size_t at = count;
        if (at == seats) {
          if (mine >= least_[at - 1])
            break;  // the bucket is ascending
          --at;
        } else {
          ++count;
        }
        while (at > 0 && least_[at - 1] > mine) {
          least_[at] = least_[at - 1];
          --at;
        }
        least_[at] = mine;
      }
    }
    return count < seats || seats == 0 ? infinite : least_[seats - 1];
  };
  for (const std::int32_t s : used_signatures_) {
    const auto signature = static_cast<std::uint32_t>(s);
    member_threshold_[signature] =
        last_of(signature & ~may_lead_bit, bucket_members_, bucket_member_count_, member_);
    leader_threshold_[signature] =
        last_of(signature & ~may_member_bit, bucket_leaders_, bucket_leader_count_, leader_);
  }
}

void SiteOracle::collect_base(const SiteView& site) {
  base_.clear();
  const auto seats = static_cast<std::size_t>(seats_);
  const auto take = [&](std::int32_t i) {
    char& mark = taken_[static_cast<std::size_t>(i)];
    if (mark != 0)
      return;
    mark = 1;
    base_.push_back(candidate(site, i));
  };
  for (const std::int32_t i : musts_)
    base_.push_back(candidate(site, i));
  for (const std::int32_t s : used_signatures_) {
    const auto signature = static_cast<std::size_t>(s);
    for (std::int32_t k = 0; k < bucket_member_count_[signature]; ++k) {
      const std::int32_t i = bucket_members_[signature * seats + static_cast<std::size_t>(k)];
      if (member_[static_cast<std::size_t>(i)] > member_threshold_[signature])
        break;
      take(i);
    }
    for (std::int32_t k = 0; k < bucket_leader_count_[signature]; ++k) {
      const std::int32_t i = bucket_leaders_[signature * seats + static_cast<std::size_t>(k)];
      if (leader_[static_cast<std::size_t>(i)] > leader_threshold_[signature])
        break;
      take(i);
    }
  }
}

SiteOracle::Candidate SiteOracle::candidate(const SiteView& site, std::int32_t i) const {
  const auto at = static_cast<std::size_t>(i);
  return {member_[at],
          leader_[at],
          signature_[at],
          i,
          (signature_[at] & first_timer_bit) != 0,
          (signature_[at] & stayer_bit) != 0,
          site.pairs[at].has(Pair::must)};
}

Milli SiteOracle::option_bound(const SiteView& site, std::int32_t option, Milli without,
                               Milli lead_price) {
  // A team with a person of the option costs at least `without` plus what the person costs above
  // the threshold of the signature: somebody at or under it is free to take the place.
  const Milli bonus = problem_->own_sponsor * milli_per_point;
  const auto seats = static_cast<std::size_t>(seats_);
  Milli total = 0;
  gains_.clear();
  for (const std::int32_t i : own_[static_cast<std::size_t>(option)]) {
    const auto at = static_cast<std::size_t>(i);
    Milli extra = 0;
    if (!site.pairs[at].has(Pair::must)) {
      const std::uint32_t signature = signature_[at];
      const auto above = [](Milli cost, Milli threshold) {
        return cost == infinite ? infinite : std::max(Milli{0}, cost - threshold);
      };
      extra = std::min(above(member_[at], member_threshold_[signature]),
                       above(leader_[at], leader_threshold_[signature]));
    }
    if (extra < bonus)
      gains_.push_back(bonus - extra);
  }
  if (gains_.size() > seats) {
    std::partial_sort(gains_.begin(), gains_.begin() + static_cast<std::ptrdiff_t>(seats),
                      gains_.end(), std::greater<>());
    gains_.resize(seats);
  }
  for (const Milli gain : gains_)
    total += gain;
  const Points score = problem_->lead_score * site.options[static_cast<std::size_t>(option)].score;
  return without - total - score * milli_per_point + lead_price;
}

void SiteOracle::candidates_for(const SiteView& site, std::int32_t option) {
  const auto seats = static_cast<std::size_t>(seats_);
  candidates_.assign(base_.begin(), base_.end());
  if (option >= 0) {
    const Milli bonus = problem_->own_sponsor * milli_per_point;
    for (Candidate& person : candidates_) {
      if (site.pairs[static_cast<std::size_t>(person.position)].own_option != option)
        continue;
      if (person.member != infinite)
        person.member -= bonus;
      if (person.leader != infinite)
        person.leader -= bonus;
    }
    for (const std::int32_t i : own_[static_cast<std::size_t>(option)]) {
      const auto at = static_cast<std::size_t>(i);
      if (taken_[at] != 0)
        continue;
      Candidate person = candidate(site, i);
      person.member =
          member_[at] - bonus <= member_threshold_[person.covers] ? member_[at] - bonus : infinite;
      person.leader =
          leader_[at] != infinite && leader_[at] - bonus <= leader_threshold_[person.covers]
              ? leader_[at] - bonus
              : infinite;
      if (member_[at] == infinite)
        person.member = infinite;
      if (person.member != infinite || person.leader != infinite)
        candidates_.push_back(person);
    }
  }
  const std::size_t first = musts_.size();

  // Dominance. Sorted by cost, each is compared with the kept ones before it only.
  std::sort(candidates_.begin() + static_cast<std::ptrdiff_t>(first), candidates_.end(),
            [](const Candidate& a, const Candidate& b) {
              const Milli least_a = std::min(a.member, a.leader);
              const Milli least_b = std::min(b.member, b.leader);
              return least_a != least_b ? least_a < least_b : a.position < b.position;
            });
  kept_.assign(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(first));
  const std::uint32_t cover_mask = static_cast<std::uint32_t>(masks_) - 1;
  for (std::size_t c = first; c < candidates_.size(); ++c) {
    Candidate person = candidates_[c];
    std::size_t better_members = 0, better_leaders = 0;
    for (std::size_t k = first; k < kept_.size(); ++k) {
      const Candidate& other = kept_[k];
      const bool as_good = ((person.covers & cover_mask) & ~other.covers) == 0 &&
                           (!other.first_timer || person.first_timer) &&
                           (other.stayer || !person.stayer);
      if (!as_good)
        continue;
      better_members += other.member <= person.member ? 1 : 0;
      better_leaders += other.leader <= person.leader ? 1 : 0;
    }
    if (better_members >= seats)
      person.member = infinite;
    if (better_leaders >= seats)
      person.leader = infinite;
    if (person.member == infinite && person.leader == infinite)
      continue;
    kept_.push_back(person);
  }
}

void SiteOracle::solve(const SiteView& site, const PriceView& prices, TeamChoice& best,
                       Milli cutoff) {
  shape_of(site);
  collect(site, prices);
  find_thresholds();
  collect_base(site);

  // The last answer's option is tried first: between two price steps it seldom changes, and a good
  // value early spares the others.
  const std::int32_t hint = best.option;
  best.value = cutoff;
  best.option = -1;
  candidates_for(site, -1);
  Milli without = infinite;
  search(site, infinite, without, scratch_);
  if (site.terms->may_have_no_lead && without < cutoff) {
    best.value = without;
    best.leader = scratch_.leader;
    best.members.swap(scratch_.members);
  }
  struct Bounded {
    Milli bound;
    std::int32_t option;
  };
  Bounded order[64];
  std::vector<Bounded> long_order;
  std::span<Bounded> bounded;
  if (site.options.size() <= 64) {
    bounded = {order, site.options.size()};
  } else {
    long_order.resize(site.options.size());
    bounded = long_order;
  }
  for (std::size_t o = 0; o < site.options.size(); ++o) {
    const auto option = static_cast<std::int32_t>(o);
    bounded[o] = {option_bound(site, option, without, prices.lead[site.options[o].sponsor]),
                  option};
  }
  std::sort(bounded.begin(), bounded.end(), [hint](const Bounded& a, const Bounded& b) {
    if ((a.option == hint) != (b.option == hint))
      return a.option == hint;
    return a.bound != b.bound ? a.bound < b.bound : a.option < b.option;
  });
  for (const Bounded& next : bounded) {
    if (prices.lead[site.options[static_cast<std::size_t>(next.option)].sponsor] >= blocked &&
        (site.terms->may_have_no_lead || best.option >= 0)) {
      continue;
    }
    if (next.bound >= best.value) {
      if (next.option == hint)
        continue;
      break;
    }
    const LeadOption& lead = site.options[static_cast<std::size_t>(next.option)];
    const Milli fixed =
        prices.lead[lead.sponsor] - problem_->lead_score * lead.score * milli_per_point;
    candidates_for(site, next.option);
    Milli value = 0;
    if (search(site, best.value - fixed, value, scratch_)) {
      best.value = value + fixed;
      best.option = next.option;
      best.leader = scratch_.leader;
      best.members.swap(scratch_.members);
    }
  }
}

}  // namespace sojourn::planner
