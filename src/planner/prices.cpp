// The relaxation at given prices: every site's cheapest team and the bound. See prices.h.
// Tested in tests/unit/planner/brute_force_test.cpp and check_certificate_test.cpp.
#include "planner/prices.h"

#include <algorithm>

namespace sojourn::planner {

namespace {
constexpr std::size_t sites_per_piece = 64;
constexpr std::size_t staff_per_piece = 1 << 16;

std::size_t pieces_of(std::size_t items, std::size_t size) { return (items + size - 1) / size; }

/// What a site is asked for. A price that reaches what stands for "not to be had" might be worth
/// paying where weights are huge: asking for less makes the bound lower, asking for that false.
Milli payable(Milli price) { return std::min(price, blocked - 1); }
}  // namespace

Prices Prices::zero(const Problem& problem) {
  Prices prices;
  prices.staff.assign(static_cast<std::size_t>(problem.staff_count()), 0);
  prices.release.assign(static_cast<std::size_t>(problem.sponsor_count()), 0);
  prices.lead.assign(static_cast<std::size_t>(problem.sponsor_count()), 0);
  return prices;
}

void Prices::take(std::span<const Price> listed) {
  for (const Price& price : listed) {
    auto& to = price.kind == Price::Kind::staff     ? staff
               : price.kind == Price::Kind::release ? release
                                                    : lead;
    if (sound(price.price) && price.who >= 0 && static_cast<std::size_t>(price.who) < to.size())
      to[static_cast<std::size_t>(price.who)] = price.price;
  }
}

void list_prices(const Prices& prices, std::vector<Price>& out) {
  const auto each = [&](const std::vector<Milli>& from, Price::Kind kind) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] != 0)
        out.push_back({kind, static_cast<Ix>(i), from[i]});
    }
  };
  each(prices.staff, Price::Kind::staff);
  each(prices.release, Price::Kind::release);
  each(prices.lead, Price::Kind::lead);
}

SiteView site_view(const Problem& problem, Ix site) {
  return {&problem.sites[static_cast<std::size_t>(site)], problem.pairs_of(site),
          problem.options_of(site)};
}

Relaxation::Relaxation(const Problem& problem, Workers& workers)
    : problem_(&problem), workers_(&workers) {
  for (int worker = 0; worker < workers.count(); ++worker) {
    oracles_.push_back(std::make_unique<SiteOracle>(problem));
  }
  person_.resize(static_cast<std::size_t>(problem.staff_count()));
  choices_.resize(problem.sites.size());
}

Relaxation::~Relaxation() = default;

void Relaxation::set_cuts(std::span<const CutRow> cuts) { cuts_ = CutTable(*problem_, cuts); }

Milli Relaxation::evaluate(const Prices& prices, const Known& known) {
  const Problem& problem = *problem_;
  const std::size_t staff = person_.size();
  workers_->run(pieces_of(staff, staff_per_piece), [&](std::size_t piece, int) {
    const std::size_t last = std::min(staff, (piece + 1) * staff_per_piece);
    for (std::size_t p = piece * staff_per_piece; p < last; ++p) {
      person_[p] = payable(prices.staff[p] +
                           prices.release[static_cast<std::size_t>(problem.sponsor_of[p])]);
    }
  });
  lead_.resize(prices.lead.size());
  std::transform(prices.lead.begin(), prices.lead.end(), lead_.begin(), payable);
  const std::size_t sites = problem.sites.size();
  const PriceView view{person_.data(), lead_.data()};
  const bool any_cut =
      std::any_of(prices.cuts.begin(), prices.cuts.end(), [](Milli price) { return price != 0; });
  persons_.assign(any_cut ? oracles_.size() : 0, person_);
  leads_.assign(any_cut ? oracles_.size() : 0, lead_);
  std::vector<std::int64_t> solved(oracles_.size(), 0);
  workers_->run(pieces_of(sites, sites_per_piece), [&](std::size_t piece, int worker) {
    const std::size_t last = std::min(sites, (piece + 1) * sites_per_piece);
    SiteOracle& oracle = *oracles_[static_cast<std::size_t>(worker)];
    for (std::size_t s = piece * sites_per_piece; s < last; ++s) {
      if (known && known(static_cast<Ix>(s), choices_[s]))
        continue;
      const SiteView site = site_view(problem, static_cast<Ix>(s));
      if (!any_cut) {
        oracle.solve(site, view, choices_[s]);
        ++solved[static_cast<std::size_t>(worker)];
      } else {
        solved[static_cast<std::size_t>(worker)] += CutOracle(oracle).solve(
            site, static_cast<Ix>(s), persons_[static_cast<std::size_t>(worker)],
            leads_[static_cast<std::size_t>(worker)], cuts_, prices.cuts, choices_[s]);
      }
    }
  });

  for (const std::int64_t each : solved)
    solved_ += each;
  staff_use_.assign(staff, 0);
  release_use_.assign(prices.release.size(), 0);
  lead_use_.assign(prices.lead.size(), 0);
  Milli bound = 0;
  const auto use = [&](const Pair& pair) {
    ++staff_use_[static_cast<std::size_t>(pair.staff)];
    ++release_use_[static_cast<std::size_t>(
        problem.sponsor_of[static_cast<std::size_t>(pair.staff)])];
  };
  for (std::size_t s = 0; s < sites; ++s) {
    const TeamChoice& choice = choices_[s];
    if (choice.value >= infinite / 2)
      return infinite;  // decisions that no team of this site can keep
    bound += choice.value;
    const auto pairs = problem.pairs_of(static_cast<Ix>(s));
    for (const std::int32_t member : choice.members)
      use(pairs[static_cast<std::size_t>(member)]);
    if (choice.leader >= 0)
      use(pairs[static_cast<std::size_t>(choice.leader)]);
    if (choice.option >= 0) {
      const LeadOption& lead =
          problem.options_of(static_cast<Ix>(s))[static_cast<std::size_t>(choice.option)];
      ++lead_use_[static_cast<std::size_t>(lead.sponsor)];
    }
  }
  for (const Milli price : prices.staff)
    bound -= price;
  for (std::size_t c = 0; c < prices.cuts.size(); ++c) {
    if (prices.cuts[c] != 0)
      bound -= prices.cuts[c] * cuts_.capacity(c);
  }
  for (std::size_t j = 0; j < prices.release.size(); ++j) {
    bound -= prices.release[j] * problem.release_cap[j];
    bound -= prices.lead[j] * problem.max_sites[j];
  }
  return bound;
}

}  // namespace sojourn::planner
