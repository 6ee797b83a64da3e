// Lead sponsors as an assignment of their own, apart from the search's lead_first.cpp. See
// check_leads.h.
#include "planner/check_leads.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <queue>

namespace sojourn::planner::checking {

namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

struct Option {
  std::size_t sponsor;  ///< "no lead sponsor" stands behind all others
  std::int64_t cost;    ///< -worth
};

/// Sites to sponsors with places for max_sites each, at least cost: the Hungarian method by
/// shortest augmenting paths (Jonker and Volgenant 1987) on a sparse matrix. One more sponsor, "no
/// lead sponsor", has room for everyone at cost 0. A sponsor's price is <= 0, and 0 while it has
/// room.
class Assignment {
 public:
  Assignment(const Instance& instance, std::span<const LeadWorth> rows)
      : nobody_(instance.sponsors.size()),
        options_(instance.sites.size()),
        chosen_(instance.sites.size(), unset),
        site_price_(instance.sites.size(), 0),
        room_(nobody_ + 1),
        members_(nobody_ + 1),
        price_(nobody_ + 1, 0) {
    for (std::size_t o = 0; o < nobody_; ++o)
      room_[o] = instance.sponsors[o].max_sites;
    room_[nobody_] = static_cast<std::int64_t>(instance.sites.size());
    for (const LeadWorth& row : rows)
      if (instance.sites[at(row.site)].announced_lead == none)
        options_[at(row.site)].push_back({at(row.sponsor), -row.worth});
    for (std::size_t s = 0; s < options_.size(); ++s) {
      if (const Ix announced = instance.sites[s].announced_lead; announced != none)
        options_[s].push_back({at(announced), 0});
      else
        options_[s].push_back({nobody_, 0});
      std::sort(options_[s].begin(), options_[s].end(),
                [](const Option& a, const Option& b) { return a.sponsor < b.sponsor; });
    }
    // Announced ones first: they have no other place to go to, so nothing may take theirs.
    for (const bool announced : {true, false})
      for (std::size_t s = 0; s < options_.size(); ++s)
        if ((instance.sites[s].announced_lead != none) == announced)
          insert(s);
    for (std::size_t s = 0; s < options_.size(); ++s)
      settle_tie(s);
  }

  std::vector<Ix> answer() const {
    std::vector<Ix> leads;
    for (const std::size_t o : chosen_)
      leads.push_back(o == nobody_ ? none : static_cast<Ix>(o));
    return leads;
  }

 private:
  static constexpr std::size_t unset = std::numeric_limits<std::size_t>::max();

  void leave(std::size_t site) {
    auto& sites = members_[chosen_[site]];
    sites.erase(std::find(sites.begin(), sites.end(), site));
    chosen_[site] = unset;
  }
  void join(std::size_t site, std::size_t sponsor) {
    chosen_[site] = sponsor;
    members_[sponsor].push_back(site);
  }
  bool full(std::size_t sponsor) const {
    return static_cast<std::int64_t>(members_[sponsor].size()) >= room_[sponsor];
  }

  /// Gives `site` a sponsor at least extra cost; others may have to change theirs.
  void insert(std::size_t site) {
    struct Reached {
      std::int64_t distance;
      std::size_t sponsor;
      bool operator<(const Reached& o) const {
        return distance != o.distance ? distance > o.distance : sponsor > o.sponsor;
      }
    };
    distance_.resize(room_.size(), 0);
    came_by_.resize(room_.size(), unset);
    std::vector<std::size_t> touched, scanned;
    std::vector<bool>& done = done_;
    done.resize(room_.size(), false);
    std::priority_queue<Reached> queue;
    const auto relax = [&](std::size_t from_site, std::int64_t base) {
      for (const Option& option : options_[from_site]) {
        const std::int64_t d = base + option.cost - price_[option.sponsor];
        if (done[option.sponsor])
          continue;
        if (came_by_[option.sponsor] != unset && distance_[option.sponsor] <= d)
          continue;
        if (came_by_[option.sponsor] == unset)
          touched.push_back(option.sponsor);
        came_by_[option.sponsor] = from_site;
        distance_[option.sponsor] = d;
        queue.push({d, option.sponsor});
      }
    };
    // `nobody` has room for every site, and an announced sponsor for all that announced it (the
    // reader refuses more; should it be so all the same, the site goes in beyond the limit).
    relax(site, 0);
    std::size_t end = unset;
    std::int64_t shortest = 0;
    while (!queue.empty()) {
      const auto [d, sponsor] = queue.top();
      queue.pop();
      if (done[sponsor])
        continue;
      if (!full(sponsor)) {
        end = sponsor;
        shortest = d;
        break;
      }
      done[sponsor] = true;
      scanned.push_back(sponsor);
      for (const std::size_t other : members_[sponsor])
        relax(other, d - site_price_[other]);
    }
    if (end == unset) {  // announced beyond max_sites
      join(site, options_[site].front().sponsor);
      for (const std::size_t o : touched)
        came_by_[o] = unset;
      for (const std::size_t o : scanned)
        done[o] = false;
      return;
    }
    for (const std::size_t sponsor : scanned) {
      const std::int64_t change = distance_[sponsor] - shortest;  // <= 0
      price_[sponsor] += change;
      for (const std::size_t other : members_[sponsor])
        site_price_[other] -= change;
    }
    site_price_[site] = shortest;
    for (std::size_t sponsor = end;;) {
      const std::size_t mover = came_by_[sponsor];
      const std::size_t before = chosen_[mover];
      if (before != unset)
        leave(mover);
      join(mover, sponsor);
      if (mover == site)
        break;
      sponsor = before;
    }
    for (const std::size_t o : touched)
      came_by_[o] = unset;
    for (const std::size_t o : scanned)
      done[o] = false;
  }

  bool tight(std::size_t site, const Option& option) const {
    return option.cost - price_[option.sponsor] == site_price_[site];
  }

  /// All choices of the largest sum use tight pairs only and fill every sponsor of price < 0. Gives
  /// `site` the first of its tight sponsors with which such a choice exists, sites before it
  /// keeping theirs: a cycle of exchanges through later sites and free places.
  void settle_tie(std::size_t site) {
    for (const Option& option : options_[site]) {
      if (option.sponsor == chosen_[site])
        return;
      if (tight(site, option) && exchange(site, option.sponsor))
        return;
    }
  }

  bool exchange(std::size_t site, std::size_t wanted) {
    const std::size_t given_up = chosen_[site];
    // Breadth first over sponsors that hold one too many. `free` stands for all free places: a
    // sponsor with room gives one up to any sponsor whose price is 0.
    const std::size_t free = room_.size();
    std::vector<std::size_t> from(room_.size() + 1, unset), by(room_.size() + 1, unset);
    std::vector<std::size_t> queue = {wanted};
    from[wanted] = wanted;
    for (std::size_t head = 0; head < queue.size() && from[given_up] == unset; ++head) {
      const std::size_t here = queue[head];
      const auto reach = [&](std::size_t next, std::size_t mover) {
        if (from[next] != unset)
          return;
        from[next] = here;
        by[next] = mover;
        queue.push_back(next);
      };
      if (here == free) {
        for (std::size_t o = 0; o < room_.size(); ++o)
          if (price_[o] == 0)
            reach(o, unset);
        continue;
      }
      if (!full(here))
        reach(free, unset);
      for (const std::size_t other : members_[here])
        if (other > site)
          for (const Option& option : options_[other])
            if (tight(other, option))
              reach(option.sponsor, other);
    }
    if (from[given_up] == unset)
      return false;
    for (std::size_t here = given_up; here != wanted; here = from[here])
      if (const std::size_t mover = by[here]; mover != unset) {
        leave(mover);
        join(mover, here);
      }
    leave(site);
    join(site, wanted);
    return true;
  }

  std::size_t nobody_;
  std::vector<std::vector<Option>> options_;  ///< per site, by sponsor
  std::vector<std::size_t> chosen_;           ///< per site
  std::vector<std::int64_t> site_price_;
  std::vector<std::int64_t> room_;                 ///< per sponsor
  std::vector<std::vector<std::size_t>> members_;  ///< per sponsor: its sites
  std::vector<std::int64_t> price_;                ///< per sponsor, <= 0
  // Of one insertion, kept to save memory traffic:
  std::vector<std::int64_t> distance_;
  std::vector<std::size_t> came_by_;
  std::vector<bool> done_;
};

}  // namespace

std::vector<Ix> largest_sum_of_leads(const Instance& instance, std::span<const LeadWorth> rows) {
  return Assignment(instance, rows).answer();
}

std::vector<Ix> lead_sponsors_first(const Instance& instance) {
  std::vector<LeadWorth> rows;
  rows.reserve(instance.affinity.size());
  for (const Affinity& row : instance.affinity)
    rows.push_back(
        {row.site, row.sponsor, std::int64_t{instance.sites[at(row.site)].need} * row.score});
  return largest_sum_of_leads(instance, rows);
}

}  // namespace sojourn::planner::checking
