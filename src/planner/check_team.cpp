// The cheapest team of one site at given prices, for the check. See check_team.h.
// Tested in tests/unit/planner/check_certificate_test.cpp.
#include "planner/check_team.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace sojourn::planner::checking {

namespace {

/// "No team": larger than any sum (check_certificate refuses prices that could reach it).
constexpr Milli far = std::numeric_limits<Milli>::max();
/// Nodes after which the search over cuts gives up and answers without them, which is lower.
constexpr std::int64_t most_nodes = 4'000'000;
/// Entries of the tables of that search, for the same.
constexpr std::size_t most_entries = std::size_t{1} << 24;
/// Requirements that a second try follows where all are too many.
constexpr std::size_t fewer_requirements = 8;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

}  // namespace

// Step 1: who takes part, at which price.
bool TeamSolver::gather(const TeamSite& site, const TeamPrices& prices) {
  all_.clear();
  musts_ = 0;
  if (site.must_missing)
    return false;
  for (std::size_t i = 0; i < site.members.size(); ++i) {
    const Member& m = site.members[i];
    const bool must = m.must || prices.fixed[i] == in;
    if (prices.fixed[i] == out) {
      if (m.must)
        return false;
      continue;
    }
    const Milli cost = milli_per_point * m.points + prices.member[i];
    all_.push_back({static_cast<std::int32_t>(i), cost, cost + milli_per_point * m.leader_points,
                    m.covers, m.may_lead, m.may_member, m.first_timer, m.stays, must});
    if (must)
      ++musts_;
  }
  if (static_cast<std::int64_t>(musts_) > site.target_team)
    return false;
  in_cut_.assign(site.members.size(), false);
  for (const auto& cut : prices.cuts)
    for (const auto& [m, unused] : cut.members)
      in_cut_[at(m)] = true;
  return true;
}

// Step 2: states and what a team pays that ends in each.
void TeamSolver::fill_finish(const TeamSite& site) {
  const std::size_t heads = static_cast<std::size_t>(
      std::min<std::int64_t>(site.target_team, static_cast<std::int64_t>(all_.size())));
  const auto timers = static_cast<std::size_t>(site.max_first_timers);
  shape_.heads = heads;
  shape_.count_timers = timers < heads;
  shape_.timers = shape_.count_timers ? timers + 1 : 1;
  shape_.stays = site.nobody_stays != 0 ? 2 : 1;
  shape_.masks = std::size_t{1} << site.requirements.size();
  finish_.resize(shape_.size());
  for (std::size_t h = 0; h <= heads; ++h) {
    const auto size = static_cast<std::int64_t>(h);
    const Points short_heads =
        site.head_under_minimum * std::max<std::int64_t>(0, site.min_team - size) +
        site.head_under_target *
            std::max<std::int64_t>(0, site.target_team - std::max(size, site.min_team)) +
        (h == 0 ? site.if_empty : 0) + site.constant;
    for (std::size_t m = 0; m < shape_.masks; ++m) {
      Points open = short_heads;
      for (std::size_t r = 0; r < site.requirements.size(); ++r)
        if ((m >> r & 1) == 0)
          open += site.requirements[r];
      for (std::size_t l = 0; l < 2; ++l)
        for (std::size_t f = 0; f < shape_.timers; ++f)
          for (std::size_t y = 0; y < shape_.stays; ++y)
            finish_[shape_.of(h, l, f, y, m)] =
                milli_per_point * (open + (l == 0 ? site.no_leader : 0) +
                                   (shape_.stays == 2 && y == 0 ? site.nobody_stays : 0));
    }
  }
}

// Step 3: people who need not be looked at. In a role, nobody is needed
// - who costs at least all that a head, their covers, staying and leading could save, or
// - whom as many others outdo as the team has places: one of those is not in the team and takes
//   the place without loss. Those others must not be fixed, and in no cut.
void TeamSolver::keep_useful(const TeamSite& site, Ix lead) {
  items_.clear();
  const auto own = [&](const Item& item) {
    return lead != none && site.members[at(item.member)].sponsor == lead;
  };
  const std::size_t places = shape_.heads - std::min(shape_.heads, musts_);
  const Points head = std::max(site.head_under_minimum, site.head_under_target) + site.if_empty;
  pool_.clear();
  if (lead == none) {
    pool_ = all_;
  } else {
    for (const Item& item : useful_)
      if (!own(item))
        pool_.push_back(item);
    for (const Item& item : all_)
      if (own(item))
        pool_.push_back(item);
  }
  std::vector<Item>& pool = pool_;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    Item item = pool[i];
    if (own(item)) {
      item.as_member -= milli_per_point * site.own_sponsor;
      item.as_leader -= milli_per_point * site.own_sponsor;
    }
    if (item.must) {
      items_.push_back(item);
      continue;
    }
    Points saves = head + (item.stays ? site.nobody_stays : 0);
    for (std::size_t r = 0; r < site.requirements.size(); ++r)
      if ((item.covers >> r & 1) != 0)
        saves += site.requirements[r];
    item.may_member = item.may_member && item.as_member < milli_per_point * saves;
    item.may_lead = item.may_lead && item.as_leader < milli_per_point * (saves + site.no_leader);
    if (item.may_member || item.may_lead)
      pool[filled++] = item;
  }
  pool.resize(filled);
  const auto prune = [&](bool Item::* may, Milli Item::* cost) {
    order_.clear();
    for (std::size_t i = 0; i < pool.size(); ++i)
      if (pool[i].*may)
        order_.emplace_back(pool[i].*cost, i);
    std::sort(order_.begin(), order_.end());
    kept_.clear();
    for (const auto& [unused, i] : order_) {
      const Item& item = pool[i];
      std::size_t better = 0;
      for (const std::size_t k : kept_) {
        if (better == places)
          break;
        const Item& other = pool[k];
        if ((item.covers & ~other.covers) == 0 && other.first_timer <= item.first_timer &&
            other.stays >= item.stays)
          ++better;
      }
      if (better == places)
        pool[i].*may = false;
      else if (!in_cut_[at(item.member)])
        kept_.push_back(i);
    }
  };
  prune(&Item::may_member, &Item::as_member);
  prune(&Item::may_lead, &Item::as_leader);
  for (const Item& item : pool)
    if (item.may_member || item.may_lead)
      items_.push_back(item);
  if (lead == none)
    useful_ = items_;
}

/// `before`[state] = least to pay from `state` on when `item` and those behind it may join.
void TeamSolver::step(const Item& item, std::span<const Milli> after,
                      std::span<Milli> before) const {
  // Heads ascend and only larger teams are read, so the two spans may be one.
  const std::size_t timer = shape_.count_timers && item.first_timer ? 1 : 0;
  for (std::size_t h = 0; h <= shape_.heads; ++h)
    for (std::size_t l = 0; l < 2; ++l)
      for (std::size_t f = 0; f < shape_.timers; ++f)
        for (std::size_t y = 0; y < shape_.stays; ++y) {
          const std::size_t here = shape_.of(h, l, f, y, 0);
          const bool room = h < shape_.heads && f + timer < shape_.timers;
          const std::size_t stays = shape_.stays == 2 && item.stays ? 1 : y;
          const bool member = room && item.may_member, leader = room && item.may_lead && l == 0;
          const std::size_t to_member = member ? shape_.of(h + 1, l, f + timer, stays, 0) : here;
          const std::size_t to_leader = leader ? shape_.of(h + 1, 1, f + timer, stays, 0) : here;
          for (std::size_t m = 0; m < shape_.masks; ++m) {
            Milli least = item.must ? far : after[here + m];
            const std::size_t joined = m | item.covers;
            if (member && after[to_member + joined] != far)
              least = std::min(least, after[to_member + joined] + item.as_member);
            if (leader && after[to_leader + joined] != far)
              least = std::min(least, after[to_leader + joined] + item.as_leader);
            before[here + m] = least;
          }
        }
}

// Step 4: the cheapest team when cuts are left out, by dynamic programming over the people.
Milli TeamSolver::without_cuts() {
  table_ = finish_;
  for (const Item& item : items_)
    step(item, table_, table_);
  return table_[0];
}

std::optional<TeamSolver::State> TeamSolver::joined(const State& state, const Item& item,
                                                    bool as_leader) const {
  const std::size_t timer = shape_.count_timers && item.first_timer ? 1 : 0;
  if (state.heads == shape_.heads || state.timers + timer >= shape_.timers)
    return std::nullopt;
  if (as_leader ? !item.may_lead || state.led == 1 : !item.may_member)
    return std::nullopt;
  return State{state.heads + 1, as_leader ? 1 : state.led, state.timers + timer,
               shape_.stays == 2 && item.stays ? 1 : state.stays, state.mask | item.covers};
}

// Step 5: the cheapest team with cuts, if below `below`: depth first, cut off by the table of what
// is still to pay at least.
Milli TeamSolver::with_cuts(const TeamPrices& prices, std::size_t lead, Milli below) {
  const std::size_t size = shape_.size(), n = items_.size();
  if ((n + 1) * size > most_entries) {
    gave_up_ = true;
    return std::min(below, without_cuts());
  }
  tables_.resize((n + 1) * size);
  std::copy(finish_.begin(), finish_.end(),
            tables_.begin() + static_cast<std::ptrdiff_t>(n * size));
  for (std::size_t i = n; i-- > 0;)
    step(items_[i], {tables_.data() + (i + 1) * size, size}, {tables_.data() + i * size, size});
  cuts_of_.assign(in_cut_.size(), {});
  cut_price_.clear();
  held_.clear();
  Milli from_the_start = 0;
  for (const auto& cut : prices.cuts) {
    for (const auto& [m, uses] : cut.members)
      cuts_of_[at(m)].push_back({cut_price_.size(), uses});
    cut_price_.push_back(cut.price);
    const auto leads =
        std::count(cut.leads.begin(), cut.leads.end(), static_cast<std::int32_t>(lead));
    held_.push_back(cut.of_site + static_cast<std::int32_t>(leads));
    from_the_start += held_.back() / 2 * cut.price;
  }
  best_ = below;
  nodes_ = 0;
  search(0, {}, from_the_start);
  if (nodes_ <= most_nodes)
    return best_;
  gave_up_ = true;
  return std::min(below, tables_[0]);
}

void TeamSolver::search(std::size_t depth, const State& state, Milli spent) {
  if (++nodes_ > most_nodes)
    return;
  const std::size_t size = shape_.size();
  const auto least = [&](std::size_t d, const State& s) {
    const Milli rest = tables_[d * size + place(s)];
    return rest == far ? far : rest + spent;
  };
  if (least(depth, state) >= best_)
    return;
  if (depth == items_.size()) {
    best_ = least(depth, state);
    return;
  }
  const Item& item = items_[depth];
  struct Way {
    Milli at_least;
    State state;
    Milli cost;
    bool joins;
  };
  std::array<Way, 3> ways;
  std::size_t count = 0;
  if (!item.must)
    ways[count++] = {least(depth + 1, state), state, 0, false};
  for (const bool as_leader : {false, true})
    if (const auto next = joined(state, item, as_leader)) {
      const Milli cost = as_leader ? item.as_leader : item.as_member;
      const Milli rest = least(depth + 1, *next);
      ways[count++] = {rest == far ? far : rest + cost, *next, cost, true};
    }
  for (std::size_t w = 1; w < count; ++w)
    for (std::size_t v = w; v > 0 && ways[v].at_least < ways[v - 1].at_least; --v)
      std::swap(ways[v], ways[v - 1]);
  for (std::size_t w = 0; w < count; ++w) {
    const Way& way = ways[w];
    if (way.at_least >= best_)
      return;
    if (!way.joins) {
      search(depth + 1, way.state, spent);
      continue;
    }
    Milli cuts = 0;
    for (const auto& [cut, uses] : cuts_of_[at(item.member)]) {
      cuts += ((held_[cut] + uses) / 2 - held_[cut] / 2) * cut_price_[cut];
      held_[cut] += uses;
    }
    search(depth + 1, way.state, spent + way.cost + cuts);
    for (const auto& [cut, uses] : cuts_of_[at(item.member)])
      held_[cut] -= uses;
  }
}

std::optional<Milli> TeamSolver::cheapest(const TeamSite& site, const TeamPrices& prices) {
  gave_up_ = false;
  const std::optional<Milli> value = cheapest_of_all(site, prices);
  if (!gave_up_ || site.requirements.size() <= fewer_requirements)
    return value;
  // The requirements behind the first ones taken as met: cheaper if anything, and small enough to
  // try with cuts. Both answers are lower bounds.
  TeamSite smaller = site;
  smaller.requirements.resize(fewer_requirements);
  for (Member& member : smaller.members)
    member.covers &= (std::uint32_t{1} << fewer_requirements) - 1;
  gave_up_ = false;
  const std::optional<Milli> with_fewer = cheapest_of_all(smaller, prices);
  gave_up_ = true;
  return value && with_fewer ? std::max(value, with_fewer) : value;
}

std::optional<Milli> TeamSolver::cheapest_of_all(const TeamSite& site, const TeamPrices& prices) {
  if (!gather(site, prices))
    return std::nullopt;
  fill_finish(site);
  // Own staff of the lead sponsor lower the cost by so much at most; the cheapest team without any
  // lead sponsor then tells how far down a lead sponsor can come.
  keep_useful(site, none);
  const Milli plain = without_cuts();
  if (plain == far)
    return std::nullopt;
  struct Try {
    Milli at_least;
    std::size_t lead;
    Milli extra;
  };
  std::vector<Try> tries;
  for (std::size_t i = 0; i < site.leads.size(); ++i) {
    if (prices.lead_open[i] == 0)
      continue;
    const LeadChance& chance = site.leads[i];
    const Milli extra = milli_per_point * chance.points + prices.lead[i];
    std::size_t own = 0;
    if (chance.sponsor != none)
      for (const Item& item : all_)
        if (site.members[at(item.member)].sponsor == chance.sponsor)
          ++own;
    const Milli saved =
        milli_per_point * site.own_sponsor * static_cast<Milli>(std::min(own, shape_.heads));
    tries.push_back({plain + extra - saved, i, extra});
  }
  std::sort(tries.begin(), tries.end(), [](const Try& a, const Try& b) {
    return a.at_least != b.at_least ? a.at_least < b.at_least : a.lead < b.lead;
  });
  std::optional<Milli> best;
  for (const Try& t : tries) {
    if (best && t.at_least >= *best)
      break;
    const Ix lead = site.leads[t.lead].sponsor;
    keep_useful(site, lead);
    Milli value = lead == none ? plain : without_cuts();
    if (best && value + t.extra >= *best)
      continue;
    if (!prices.cuts.empty()) {
      const Milli below = best ? *best - t.extra : far;
      value = with_cuts(prices, t.lead, below);
      if (value >= below)
        continue;
    }
    best = std::min(best.value_or(far), value + t.extra);
  }
  return best;
}

}  // namespace sojourn::planner::checking
