// What a cut counts, and what a team pays for it. See cuts.h.
// Tested in tests/unit/planner/cuts_test.cpp.
#include "planner/cuts.h"

#include <algorithm>

namespace sojourn::planner {

namespace {

/// Plain answers after which a site gives its lower bound.
constexpr int most_branches = 500;

bool is_must(const SiteView& view, Ix staff) {
  const auto at = std::lower_bound(view.pairs.begin(), view.pairs.end(), staff,
                                   [](const Pair& pair, Ix who) { return pair.staff < who; });
  return at != view.pairs.end() && at->staff == staff && at->has(Pair::must);
}

std::int32_t count_in(std::span<const CutTable::Use> uses, std::uint32_t cut) {
  for (const CutTable::Use& use : uses) {
    if (use.cut == cut)
      return use.count;
  }
  return 0;
}

}  // namespace

CutTable::Parts CutTable::gather(std::size_t count, std::vector<std::pair<Ix, Use>> uses) {
  std::stable_sort(uses.begin(), uses.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first, a.second.cut) < std::pair(b.first, b.second.cut);
  });
  Parts parts;
  parts.begin.assign(count + 1, 0);
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (i > 0 && uses[i].first == uses[i - 1].first &&
        uses[i].second.cut == uses[i - 1].second.cut) {
      parts.uses.back().count += uses[i].second.count;
      continue;
    }
    parts.uses.push_back(uses[i].second);
    ++parts.begin[static_cast<std::size_t>(uses[i].first) + 1];
  }
  for (std::size_t i = 0; i < count; ++i)
    parts.begin[i + 1] += parts.begin[i];
  return parts;
}

CutTable::CutTable(const Problem& problem, std::span<const CutRow> cuts) {
  std::vector<std::pair<Ix, Use>> staff, lead, site;
  std::vector<std::vector<std::uint32_t>> by_release(problem.release_cap.size());
  for (std::size_t c = 0; c < cuts.size(); ++c) {
    const auto cut = static_cast<std::uint32_t>(c);
    std::int64_t all = 0;
    for (const CutThing& thing : cuts[c]) {
      const auto who = static_cast<std::size_t>(thing.who);
      switch (thing.kind) {
        case CutThing::Kind::staff:
          all += 1;
          staff.push_back({thing.who, {cut, 1}});
          break;
        case CutThing::Kind::release:
          all += problem.release_cap[who];
          by_release[who].push_back(cut);
          break;
        case CutThing::Kind::lead:
          all += problem.max_sites[who];
          lead.push_back({thing.who, {cut, 1}});
          break;
        case CutThing::Kind::site:
          all += 1;
          site.push_back({thing.who, {cut, 1}});
          break;
      }
    }
    capacity_.push_back(all / 2);
  }
  for (Ix p = 0; p < problem.staff_count(); ++p) {
    const auto sponsor = static_cast<std::size_t>(problem.sponsor_of[static_cast<std::size_t>(p)]);
    for (const std::uint32_t cut : by_release[sponsor])
      staff.push_back({p, {cut, 1}});
  }
  staff_ = gather(problem.sponsor_of.size(), std::move(staff));
  lead_ = gather(problem.release_cap.size(), std::move(lead));
  site_ = gather(problem.sites.size(), std::move(site));
}

void CutOracle::count(const SiteView& view, Ix site, const CutTable& table,
                      const TeamChoice& choice) {
  for (const std::uint32_t cut : touched_)
    counts_[cut] = 0;
  touched_.clear();
  counts_.resize(table.size(), 0);
  const auto add = [&](std::span<const CutTable::Use> uses) {
    for (const CutTable::Use& use : uses) {
      if (counts_[use.cut] == 0)
        touched_.push_back(use.cut);
      counts_[use.cut] += use.count;
    }
  };
  for (const std::int32_t member : choice.members)
    add(table.of_staff(view.pairs[static_cast<std::size_t>(member)].staff));
  if (choice.leader >= 0)
    add(table.of_staff(view.pairs[static_cast<std::size_t>(choice.leader)].staff));
  if (choice.option >= 0)
    add(table.of_lead(view.options[static_cast<std::size_t>(choice.option)].sponsor));
  add(table.of_site(site));
}

bool CutOracle::solve_branch(const SiteView& view, std::vector<Milli>& person,
                             std::vector<Milli>& lead, Milli least, Branch& branch) {
  std::vector<Milli> kept;
  for (const Ix staff : branch.out) {
    if (is_must(view, staff))
      return false;
  }
  for (const Ix staff : branch.out) {
    kept.push_back(person[static_cast<std::size_t>(staff)]);
    person[static_cast<std::size_t>(staff)] = blocked;
  }
  for (const Ix sponsor : branch.lead_out) {
    kept.push_back(lead[static_cast<std::size_t>(sponsor)]);
    lead[static_cast<std::size_t>(sponsor)] = blocked;
  }
  plain_->solve(view, {person.data(), lead.data()}, branch.choice, least - branch.paid);
  for (const auto& [who, prices] :
       {std::pair(&branch.lead_out, &lead), std::pair(&branch.out, &person)}) {
    for (std::size_t i = who->size(); i-- > 0;) {
      (*prices)[static_cast<std::size_t>((*who)[i])] = kept.back();
      kept.pop_back();
    }
  }
  branch.at_least = branch.choice.value + branch.paid;
  // A site that may not be without a lead sponsor takes one ruled out when no other is left.
  const bool led_by_none_left =
      branch.choice.option >= 0 &&
      std::find(branch.lead_out.begin(), branch.lead_out.end(),
                view.options[static_cast<std::size_t>(branch.choice.option)].sponsor) !=
          branch.lead_out.end();
  return branch.at_least < least && !led_by_none_left;
}

int CutOracle::solve(const SiteView& view, Ix site, std::vector<Milli>& person,
                     std::vector<Milli>& lead, const CutTable& table,
                     std::span<const Milli> cut_prices, TeamChoice& best) {
  plain_->solve(view, {person.data(), lead.data()}, best);
  int plain = 1;
  if (best.value >= infinite / 2)
    return plain;
  Branch root;
  root.at_least = best.value;
  root.choice = best;
  Milli least = infinite;  // of whole teams met, cuts paid
  std::vector<Branch> open;
  const auto later = [](const Branch& a, const Branch& b) { return a.at_least > b.at_least; };
  const auto keep = [&](Branch branch) {
    if (branch.at_least >= least)
      return;
    open.push_back(std::move(branch));
    std::push_heap(open.begin(), open.end(), later);
  };
  keep(std::move(root));
  for (int tried = 0; !open.empty() && open.front().at_least < least; ++tried) {
    if (tried >= most_branches) {
      best.value = open.front().at_least;
      return plain;
    }
    std::pop_heap(open.begin(), open.end(), later);
    const Branch branch = std::move(open.back());
    open.pop_back();
    // Step 1: what its team pays in truth, and the dearest cut that it counts in unpaid.
    count(view, site, table, branch.choice);
    Milli more = 0;
    std::uint32_t dearest = 0;
    Milli dearest_price = 0;
    for (const std::uint32_t cut : touched_) {
      const Milli price = cut < cut_prices.size() ? cut_prices[cut] : 0;
      const auto times = counts_[cut] / 2 - std::count(branch.pays.begin(), branch.pays.end(), cut);
      if (price == 0 || times <= 0)
        continue;
      more += price * times;
      if (price > dearest_price || (price == dearest_price && cut < dearest)) {
        dearest = cut;
        dearest_price = price;
      }
    }
    if (branch.at_least + more < least) {
      least = branch.at_least + more;
      best = branch.choice;
      best.value = least;
    }
    if (more == 0)
      continue;
    // Step 2: that cut is paid once more; the plain answer stays what it is.
    Branch pays = branch;
    pays.pays.push_back(dearest);
    pays.paid += dearest_price;
    pays.at_least += dearest_price;
    keep(std::move(pays));
    // Step 3: or the team counts for less: the lead sponsor is another one ...
    const auto start = [&] {
      Branch next;
      next.out = branch.out;
      next.lead_out = branch.lead_out;
      next.pays = branch.pays;
      next.paid = branch.paid;
      next.choice.option = branch.choice.option;
      return next;
    };
    auto needed = static_cast<std::int32_t>(
        2 + 2 * std::count(branch.pays.begin(), branch.pays.end(), dearest));
    needed -= count_in(table.of_site(site), dearest);
    if (branch.choice.option >= 0) {
      const Ix sponsor = view.options[static_cast<std::size_t>(branch.choice.option)].sponsor;
      if (const std::int32_t counted = count_in(table.of_lead(sponsor), dearest); counted > 0) {
        needed -= counted;
        Branch without = start();
        without.lead_out.push_back(sponsor);
        without.choice.option = -1;
        ++plain;
        if (solve_branch(view, person, lead, least, without))
          keep(std::move(without));
      }
    }
    if (needed <= 0)
      continue;
    // ... or one of the people who make it count is not there; where each alone would, none is.
    std::vector<std::pair<std::int32_t, Ix>> heads;
    const auto head = [&](std::int32_t position) {
      const Ix staff = view.pairs[static_cast<std::size_t>(position)].staff;
      if (const std::int32_t counted = count_in(table.of_staff(staff), dearest); counted > 0)
        heads.emplace_back(-counted, staff);
    };
    for (const std::int32_t member : branch.choice.members)
      head(member);
    if (branch.choice.leader >= 0)
      head(branch.choice.leader);
    std::sort(heads.begin(), heads.end());
    if (!heads.empty() && -heads.front().first >= needed) {
      Branch without = start();
      for (const Pair& pair : view.pairs) {
        if (count_in(table.of_staff(pair.staff), dearest) >= needed &&
            std::find(without.out.begin(), without.out.end(), pair.staff) == without.out.end())
          without.out.push_back(pair.staff);
      }
      ++plain;
      if (solve_branch(view, person, lead, least, without))
        keep(std::move(without));
      continue;
    }
    for (const auto& [minus_count, staff] : heads) {
      if (needed <= 0)
        break;
      needed += minus_count;
      Branch without = start();
      without.out.push_back(staff);
      ++plain;
      if (solve_branch(view, person, lead, least, without))
        keep(std::move(without));
    }
  }
  return plain;
}

}  // namespace sojourn::planner
