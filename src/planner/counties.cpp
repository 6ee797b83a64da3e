// A master for each county and a bundle over the prices that they share. See counties.h.
// Tested in tests/unit/planner/oracle_test.cpp (ManyCounties) and search_parts_test.cpp.
#include "planner/counties.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <coin/ClpSimplex.hpp>

namespace sojourn::planner {

struct Counties::Block {
  Piece piece;
  Fixed fixed;
  std::unique_ptr<Workers> alone;
  std::unique_ptr<Relaxation> relaxation;
  std::unique_ptr<Master> master;
  bool priced = false;
};

Counties::Counties(const Problem& problem, Workers& workers)
    : problem_(&problem), workers_(&workers) {
  SitesByCounty counties = sites_by_county(problem);
  county_sites_ = std::move(counties.sites);
  constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::vector<std::size_t> staff_block(problem.sponsor_of.size(), nowhere);
  std::vector<std::size_t> release_block(problem.release_cap.size(), nowhere);
  std::vector<std::size_t> lead_block(problem.release_cap.size(), nowhere);
  shared_staff_.assign(staff_block.size(), 0);
  shared_release_.assign(release_block.size(), 0);
  shared_lead_.assign(lead_block.size(), 0);
  const auto meet = [&](std::vector<std::size_t>& seen, std::vector<char>& shared, Ix who,
                        std::size_t county) {
    std::size_t& first = seen[static_cast<std::size_t>(who)];
    if (first == nowhere) {
      first = county;
    } else if (first != county && shared[static_cast<std::size_t>(who)] == 0) {
      shared[static_cast<std::size_t>(who)] = 1;
      ++shared_count_;
    }
  };
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const std::size_t county = counties.county_of[static_cast<std::size_t>(s)];
    for (const Pair& pair : problem.pairs_of(s)) {
      meet(staff_block, shared_staff_, pair.staff, county);
      meet(release_block, shared_release_, problem.sponsor_of[static_cast<std::size_t>(pair.staff)],
           county);
    }
    for (const LeadOption& option : problem.options_of(s)) {
      meet(lead_block, shared_lead_, option.sponsor, county);
    }
  }
  const std::size_t staff = staff_block.size(), sponsors = release_block.size();
  shared_index_.assign(staff + 2 * sponsors, nowhere);
  std::size_t next = 0;
  for (std::size_t i = 0; i < shared_index_.size(); ++i) {
    const bool shared = i < staff              ? shared_staff_[i] != 0
                        : i < staff + sponsors ? shared_release_[i - staff] != 0
                                               : shared_lead_[i - staff - sponsors] != 0;
    if (shared)
      shared_index_[i] = next++;
  }
  blocks_.resize(county_sites_.size());
  for (int worker = 0; worker < workers.count(); ++worker) {
    scratch_staff_.emplace_back(static_cast<std::size_t>(problem.staff_count()), none);
    scratch_sponsor_.emplace_back(static_cast<std::size_t>(problem.sponsor_count()), none);
  }
  nobody_ = std::make_unique<Assignment>(problem);
}

Counties::~Counties() = default;

std::unique_ptr<Counties::Block> Counties::make(std::size_t county, std::vector<Ix>& staff,
                                                std::vector<Ix>& sponsor) const {
  auto block = std::make_unique<Block>();
  block->piece = cut_out(*problem_, county_sites_[county], *nobody_, staff, sponsor);
  Piece& piece = block->piece;
  forget(piece, staff, sponsor);
  // Whole caps: a must of another county only binds through the shared price.
  for (std::size_t j = 0; j < piece.sponsors.size(); ++j) {
    piece.problem.release_cap[j] =
        problem_->release_cap[static_cast<std::size_t>(piece.sponsors[j])];
    piece.problem.max_sites[j] = problem_->max_sites[static_cast<std::size_t>(piece.sponsors[j])];
  }
  const auto which = [](const std::vector<char>& shared, const std::vector<Ix>& global) {
    std::vector<char> out;
    out.reserve(global.size());
    for (const Ix i : global)
      out.push_back(shared[static_cast<std::size_t>(i)]);
    return out;
  };
  block->fixed.staff = which(shared_staff_, piece.staff);
  block->fixed.release = which(shared_release_, piece.sponsors);
  block->fixed.lead = which(shared_lead_, piece.sponsors);
  block->alone = std::make_unique<Workers>(1);
  block->relaxation = std::make_unique<Relaxation>(piece.problem, *block->alone);
  block->master = std::make_unique<Master>(piece.problem, &block->fixed);
  return block;
}

bool Counties::polish(Prices& prices, int rounds, std::stop_token stop) {
  const std::size_t count = county_sites_.size();
  std::vector<Prices> found(count);
  struct Use {
    std::vector<std::pair<Ix, double>> staff, release, lead;
  };
  std::vector<Use> uses(count);
  std::vector<double> objective(count, 0);
  workers_->run(count, [&](std::size_t c, int worker) {
    if (stop.stop_requested())
      return;
    auto& staff = scratch_staff_[static_cast<std::size_t>(worker)];
    auto& sponsor = scratch_sponsor_[static_cast<std::size_t>(worker)];
    std::unique_ptr<Block> made;
    if (!blocks_[c]) {
      made = make(c, staff, sponsor);
    } else {
      made = std::move(blocks_[c]);
    }
    Block& block = *made;
    const Piece& piece = block.piece;
    Prices& here = found[c];
    here = prices_of(piece, prices);
    block.fixed.prices = here;
    block.master->refresh_fixed();
    GenerateOptions options;
    options.rounds = rounds;
    options.towards = block.priced ? 0.95 : 0.8;
    options.tolerance = 50 * static_cast<Milli>(piece.sites.size());
    objective[c] =
        generate(piece.problem, *block.relaxation, *block.master, here, options, stop).objective;
    block.priced = true;
    // What this county's programme uses of shared things.
    Use& use = uses[c];
    const auto add = [](std::vector<std::pair<Ix, double>>& to, Ix who, double share) {
      to.emplace_back(who, share);
    };
    for (std::size_t t = 0; t < block.master->teams().size(); ++t) {
      const double share = block.master->share(t);
      if (share < 1e-9)
        continue;
      const Team& team = block.master->teams()[t];
      const auto head = [&](Ix p) {
        const auto j =
            static_cast<std::size_t>(piece.problem.sponsor_of[static_cast<std::size_t>(p)]);
        if (block.fixed.staff[static_cast<std::size_t>(p)] != 0) {
          add(use.staff, piece.staff[static_cast<std::size_t>(p)], share);
        }
        if (block.fixed.release[j] != 0)
          add(use.release, piece.sponsors[j], share);
      };
      for_each_head(team, head);
      if (team.lead != none && block.fixed.lead[static_cast<std::size_t>(team.lead)] != 0) {
        add(use.lead, piece.sponsors[static_cast<std::size_t>(team.lead)], share);
      }
    }
    blocks_[c] = std::move(made);
  });
  const bool stopped = stop.stop_requested();
  if (!stopped) {
    for (std::size_t c = 0; c < count; ++c) {
      const Piece& piece = blocks_[c]->piece;
      for (std::size_t p = 0; p < piece.staff.size(); ++p) {
        const auto global = static_cast<std::size_t>(piece.staff[p]);
        if (shared_staff_[global] == 0)
          prices.staff[global] = found[c].staff[p];
      }
      for (std::size_t j = 0; j < piece.sponsors.size(); ++j) {
        const auto global = static_cast<std::size_t>(piece.sponsors[j]);
        if (shared_release_[global] == 0)
          prices.release[global] = found[c].release[j];
        if (shared_lead_[global] == 0)
          prices.lead[global] = found[c].lead[j];
      }
      Tangent tangent{c, objective[c], {}};
      std::unordered_map<std::size_t, double> slope;
      const auto gather = [&](const std::vector<std::pair<Ix, double>>& use, std::size_t first,
                              const std::vector<Milli>& at) {
        for (const auto& [who, share] : use) {
          slope[shared_index_[first + static_cast<std::size_t>(who)]] += share;
          tangent.value -= share * static_cast<double>(at[static_cast<std::size_t>(who)]) /
                           static_cast<double>(milli_per_point);
        }
      };
      gather(uses[c].staff, 0, prices.staff);
      gather(uses[c].release, prices.staff.size(), prices.release);
      gather(uses[c].lead, prices.staff.size() + prices.release.size(), prices.lead);
      tangent.slope.assign(slope.begin(), slope.end());
      std::sort(tangent.slope.begin(), tangent.slope.end());
      tangents_.push_back(std::move(tangent));
    }
  }
  return !stopped;
}

Milli Counties::first_reach(const Prices& prices) const {
  Milli sum = 0, count = 0;
  for (std::size_t p = 0; p < shared_staff_.size(); ++p) {
    if (shared_staff_[p] == 0 || prices.staff[p] == 0)
      continue;
    sum += prices.staff[p];
    ++count;
  }
  return std::max<Milli>(20 * milli_per_point, count == 0 ? 0 : sum / count / 4);
}

Milli Counties::look_ahead(Prices& centre, Milli centre_bound, Milli reach) {
  const std::size_t staff = centre.staff.size(), sponsors = centre.release.size();
  const auto price_at = [&](std::size_t i) -> Milli& {
    return i < staff              ? centre.staff[i]
           : i < staff + sponsors ? centre.release[i - staff]
                                  : centre.lead[i - staff - sponsors];
  };
  const auto cap_at = [&](std::size_t i) {
    return i < staff              ? 1.0
           : i < staff + sponsors ? static_cast<double>(problem_->release_cap[i - staff])
                                  : static_cast<double>(problem_->max_sites[i - staff - sponsors]);
  };
  constexpr double per_point = static_cast<double>(milli_per_point);
  ClpSimplex lp;
  lp.setLogLevel(0);
  // Columns: a price for each shared thing, within reach; then a bound for each county.
  std::vector<double> lower, upper, cost;
  for (std::size_t i = 0; i < shared_index_.size(); ++i) {
    if (shared_index_[i] == static_cast<std::size_t>(-1))
      continue;
    const auto price = static_cast<double>(price_at(i)) / per_point;
    const auto far = static_cast<double>(reach) / per_point;
    lower.push_back(std::max(0.0, price - far));
    upper.push_back(price + far);
    cost.push_back(cap_at(i));
  }
  const std::size_t shared = lower.size();
  for (std::size_t c = 0; c < county_sites_.size(); ++c) {
    lower.push_back(-COIN_DBL_MAX);
    upper.push_back(COIN_DBL_MAX);
    cost.push_back(-1);
  }
  lp.resize(0, static_cast<int>(lower.size()));
  for (std::size_t i = 0; i < lower.size(); ++i) {
    lp.setColumnBounds(static_cast<int>(i), lower[i], upper[i]);
    lp.setObjectiveCoefficient(static_cast<int>(i), cost[i]);
  }
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> columns;
  std::vector<double> elements, row_lower, row_upper;
  for (const Tangent& tangent : tangents_) {
    for (const auto& [thing, use] : tangent.slope) {
      columns.push_back(static_cast<int>(thing));
      elements.push_back(-use);
    }
    columns.push_back(static_cast<int>(shared + tangent.county));
    elements.push_back(1);
    starts.push_back(static_cast<CoinBigIndex>(columns.size()));
    row_lower.push_back(-COIN_DBL_MAX);
    row_upper.push_back(tangent.value);
  }
  lp.addRows(static_cast<int>(row_upper.size()), row_lower.data(), row_upper.data(), starts.data(),
             columns.data(), elements.data());
  lp.dual();
  if (lp.status() != 0)
    lp.primal();
  if (lp.status() != 0)
    return 0;
  const double* at = lp.primalColumnSolution();
  for (std::size_t i = 0; i < shared_index_.size(); ++i) {
    if (shared_index_[i] == static_cast<std::size_t>(-1))
      continue;
    price_at(i) = std::max<Milli>(0, std::llround(at[shared_index_[i]] * per_point));
  }
  // The counties' programmes leave out nothing but the shared capacities, so this is the whole
  // bound.
  return std::llround(-lp.objectiveValue() * per_point) - centre_bound;
}

std::vector<Team> Counties::teams(std::size_t county) const {
  std::vector<Team> out;
  const auto& block = blocks_[county];
  if (!block || !block->master)
    return out;
  for (const Team& team : block->master->teams())
    out.push_back(to_whole(team, block->piece));
  return out;
}

}  // namespace sojourn::planner
