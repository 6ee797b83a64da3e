// Lead sponsors as a problem of their own (pairing "first"). See lead_first.h.
// Tested in tests/unit/planner/problem_test.cpp against trying everything.
#include "planner/lead_first.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace sojourn::planner {

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

/// A partial assignment of sites to sponsors, and prices of sponsors >= 0 that prove it best for
/// the sites entered so far: every site has its best profit (worth - price, or 0 for no lead), and
/// only a sponsor without a free place has a price.
class LeadChoice {
 public:
  LeadChoice(Ix sites, std::span<const LeadArc> arcs, std::span<const std::int32_t> capacity);
  /// One more site, moving others where that is best.
  void enter(Ix site);
  /// The same sum, as early in the order of sites and sponsors as can be.
  void settle_ties();
  std::vector<Ix> take() { return std::move(lead_); }

 private:
  static constexpr Points far = std::numeric_limits<Points>::max();

  std::span<const LeadArc> arcs_of(Ix site) const {
    return {arcs_.data() + begin_[at(site)], arcs_.data() + begin_[at(site) + 1]};
  }
  bool is_free(Ix sponsor) const {
    return static_cast<std::int32_t>(led_[at(sponsor)].size()) < capacity_[at(sponsor)];
  }
  Points profit(const LeadArc& arc) const { return arc.worth - price_[at(arc.sponsor)]; }
  Points best_profit(Ix site) const {
    Points best = 0;
    for (const LeadArc& arc : arcs_of(site))
      best = std::max(best, profit(arc));
    return best;
  }
  void give(Ix site, Ix sponsor) {
    if (lead_[at(site)] != none)
      std::erase(led_[at(lead_[at(site)])], site);
    lead_[at(site)] = sponsor;
    if (sponsor != none)
      led_[at(sponsor)].push_back(site);
  }
  void move_along(Ix target);
  bool try_place(Ix site, Ix sponsor);
  bool find_filler(Ix site, Ix left, std::vector<std::pair<Ix, Ix>>& moves) const;

  std::vector<LeadArc> arcs_;  ///< to sponsors with places only
  std::span<const std::int32_t> capacity_;
  std::vector<std::size_t> begin_;
  std::vector<std::vector<Ix>> sites_of_;  ///< per sponsor: sites that have an arc to it
  std::vector<Ix> lead_;                   ///< per site
  std::vector<std::vector<Ix>> led_;       ///< per sponsor
  std::vector<Points> price_;              ///< per sponsor
  std::vector<Points> distance_;           ///< per sponsor, of the present search
  std::vector<Ix> from_site_;              ///< per sponsor: the site that would move here
  std::vector<std::uint8_t> reached_;      ///< per sponsor
  std::vector<std::uint8_t> decided_;      ///< per site: the tie rule has placed it
  std::vector<Points> best_;               ///< per site, for the tie rule
};

LeadChoice::LeadChoice(Ix sites, std::span<const LeadArc> arcs,
                       std::span<const std::int32_t> capacity)
    : capacity_(capacity),
      begin_(at(sites) + 1, 0),
      sites_of_(capacity.size()),
      lead_(at(sites), none),
      led_(capacity.size()),
      price_(capacity.size(), 0),
      distance_(capacity.size(), far),
      from_site_(capacity.size(), none),
      reached_(capacity.size(), 0) {
  for (const LeadArc& arc : arcs) {
    if (capacity[at(arc.sponsor)] <= 0)
      continue;
    arcs_.push_back(arc);
    ++begin_[at(arc.site) + 1];
    sites_of_[at(arc.sponsor)].push_back(arc.site);
  }
  for (std::size_t s = 0; s + 1 < begin_.size(); ++s)
    begin_[s + 1] += begin_[s];
}

/// Shifts sites along from_site_ into the place free at `target`, back to where the search began.
void LeadChoice::move_along(Ix target) {
  while (target != none) {
    const Ix mover = from_site_[at(target)];
    const Ix vacated = lead_[at(mover)];
    give(mover, target);
    target = vacated;
  }
}

void LeadChoice::enter(Ix site) {
  // Step 1: Dijkstra over what each move loses against the mover's best, from the new site.
  using Entry = std::pair<Points, Ix>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  std::vector<Ix> touched, settled;
  const auto reach = [&](Ix mover, Points distance) {
    const Points best = best_profit(mover);
    for (const LeadArc& arc : arcs_of(mover)) {
      const Points longer = distance + best - profit(arc);
      if (longer >= distance_[at(arc.sponsor)])
        continue;
      if (distance_[at(arc.sponsor)] == far)
        touched.push_back(arc.sponsor);
      distance_[at(arc.sponsor)] = longer;
      from_site_[at(arc.sponsor)] = mover;
      queue.emplace(longer, arc.sponsor);
    }
  };
  Points end = best_profit(site);  // the loss of going without
  Ix end_site = site, end_sponsor = none;
  reach(site, 0);
  while (!queue.empty()) {
    const auto [distance, sponsor] = queue.top();
    queue.pop();
    if (distance > end)
      break;
    if (reached_[at(sponsor)] != 0)
      continue;
    reached_[at(sponsor)] = 1;
    settled.push_back(sponsor);
    if (is_free(sponsor)) {
      end = distance;
      end_sponsor = sponsor;
      break;
    }
    for (const Ix other : led_[at(sponsor)]) {
      if (const Points without = distance + best_profit(other); without < end) {
        end = without;
        end_site = other;
      }
      reach(other, distance);
    }
  }
  // Step 2: prices rise by what each sponsor lies nearer than the end.
  for (const Ix sponsor : settled)
    if (distance_[at(sponsor)] < end)
      price_[at(sponsor)] += end - distance_[at(sponsor)];
  // Step 3: the chain of moves.
  if (end_sponsor != none) {
    move_along(end_sponsor);
  } else if (end_site != site) {
    const Ix vacated = lead_[at(end_site)];
    give(end_site, none);
    move_along(vacated);
  }
  for (const Ix sponsor : touched) {
    distance_[at(sponsor)] = far;
    from_site_[at(sponsor)] = none;
    reached_[at(sponsor)] = 0;
  }
}

/// By complementary slackness the best choices are those that use only arcs of best profit (tight
/// ones), fill every sponsor that has a price, and leave without a lead only sites whose best
/// profit is 0. Sites in order take the first sponsor for which the rest can still do so.
void LeadChoice::settle_ties() {
  decided_.assign(lead_.size(), 0);
  best_.resize(lead_.size());
  const auto sites = static_cast<Ix>(lead_.size());
  for (Ix site = 0; site < sites; ++site)
    best_[at(site)] = best_profit(site);
  for (Ix site = 0; site < sites; ++site) {
    for (const LeadArc& arc : arcs_of(site)) {
      if (profit(arc) != best_[at(site)])
        continue;
      if (arc.sponsor == lead_[at(site)] || try_place(site, arc.sponsor))
        break;
    }
    decided_[at(site)] = 1;
  }
}

/// Puts `site` at `sponsor` if undecided sites can make room along tight arcs without loss: a chain
/// that ends where `site` comes from; or one that ends at a free place or a site that may go
/// without, provided that the place left behind needs no filling or is filled by a second chain.
bool LeadChoice::try_place(Ix site, Ix sponsor) {
  const Ix left = lead_[at(site)];
  const bool left_needs_nobody = left == none || price_[at(left)] == 0;
  std::vector<Ix> queue{sponsor};
  reached_[at(sponsor)] = 1;
  Ix end_sponsor = none, end_site = none;
  bool is_spare = false, is_back = false;
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const Ix here = queue[head];
    if (here == left) {
      end_sponsor = left;
      end_site = none;
      is_back = true;
      break;
    }
    if (!is_spare && is_free(here)) {
      is_spare = true;
      end_sponsor = here;
    }
    for (const Ix other : led_[at(here)]) {
      if (decided_[at(other)] != 0)
        continue;
      if (!is_spare && best_[at(other)] == 0) {
        is_spare = true;
        end_site = other;
      }
      for (const LeadArc& arc : arcs_of(other)) {
        if (reached_[at(arc.sponsor)] != 0 || profit(arc) != best_[at(other)])
          continue;
        reached_[at(arc.sponsor)] = 1;
        from_site_[at(arc.sponsor)] = other;
        queue.push_back(arc.sponsor);
      }
    }
    if (is_spare && left_needs_nobody)
      break;
  }
  std::vector<std::pair<Ix, Ix>> refill;  // site, sponsor
  const bool done = is_back || (is_spare && (left_needs_nobody || find_filler(site, left, refill)));
  if (done) {
    // `site` leaves, the chain moves from its end, `site` takes the place freed at `sponsor`.
    give(site, none);
    Ix gap = end_sponsor;
    if (end_site != none) {
      gap = lead_[at(end_site)];
      give(end_site, none);
    }
    while (gap != sponsor) {
      const Ix mover = from_site_[at(gap)];
      const Ix vacated = lead_[at(mover)];
      give(mover, gap);
      gap = vacated;
    }
    give(site, sponsor);
    for (const auto& [who, where] : refill)
      give(who, where);
  }
  for (const Ix s : queue) {
    reached_[at(s)] = 0;
    from_site_[at(s)] = none;
  }
  return done;
}

/// Who fills the place at `left`: a chain back to a sponsor without a price or a site without a
/// lead. It cannot meet the chain of try_place, which would have led to `left` then.
bool LeadChoice::find_filler(Ix site, Ix left, std::vector<std::pair<Ix, Ix>>& moves) const {
  struct Step {
    Ix sponsor, filler;
    std::size_t next;  ///< where the filler goes: an earlier step
  };
  std::vector<Step> steps{{left, none, 0}};
  std::vector<Ix> seen{left};
  for (std::size_t head = 0; head < steps.size(); ++head) {
    const Ix here = steps[head].sponsor;
    for (const Ix filler : sites_of_[at(here)]) {
      if (decided_[at(filler)] != 0 || filler == site || lead_[at(filler)] == here)
        continue;
      const auto arcs = arcs_of(filler);
      const auto arc = std::lower_bound(arcs.begin(), arcs.end(), here,
                                        [](const LeadArc& a, Ix s) { return a.sponsor < s; });
      if (profit(*arc) != best_[at(filler)])
        continue;
      const Ix source = lead_[at(filler)];
      if (source == none || price_[at(source)] == 0) {
        moves.emplace_back(filler, here);
        for (std::size_t step = head; steps[step].filler != none; step = steps[step].next)
          moves.emplace_back(steps[step].filler, steps[steps[step].next].sponsor);
        return true;
      }
      const auto place = std::lower_bound(seen.begin(), seen.end(), source);
      if (place != seen.end() && *place == source)
        continue;
      seen.insert(place, source);
      steps.push_back({source, filler, head});
    }
  }
  return false;
}

}  // namespace

std::vector<Ix> choose_leads_first(Ix site_count, std::span<const LeadArc> arcs,
                                   std::span<const std::int32_t> capacity) {
  LeadChoice choice(site_count, arcs, capacity);
  for (Ix site = 0; site < site_count; ++site)
    choice.enter(site);
  choice.settle_ties();
  return choice.take();
}

}  // namespace sojourn::planner
