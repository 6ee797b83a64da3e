// Subgradient sweeps and column generation. See generate.h.
// Tested through the bounds that they prove in tests/unit/planner/brute_force_test.cpp.
#include "planner/generate.h"

#include <algorithm>
#include <cmath>

namespace sojourn::planner {

namespace {

void surplus(const Problem& problem, const Relaxation& relaxation, const Prices& prices,
             std::vector<double>& out) {
  const std::size_t staff = prices.staff.size();
  const std::size_t sponsors = prices.release.size();
  out.resize(staff + 2 * sponsors);
  const auto held = [](std::int32_t use, std::int32_t cap, Milli price) {
    const double over = static_cast<double>(use - cap);
    return price == 0 && over < 0 ? 0.0 : over;
  };
  for (std::size_t p = 0; p < staff; ++p) {
    out[p] = held(relaxation.staff_use()[p], 1, prices.staff[p]);
  }
  for (std::size_t j = 0; j < sponsors; ++j) {
    out[staff + j] = held(relaxation.release_use()[j], problem.release_cap[j], prices.release[j]);
    out[staff + sponsors + j] =
        held(relaxation.lead_use()[j], problem.max_sites[j], prices.lead[j]);
  }
}

}  // namespace

Milli ascend(const Problem& problem, Relaxation& relaxation, Prices& prices,
             const AscentOptions& options, std::stop_token stop) {
  Prices current = prices;
  Milli best = -infinite;
  std::vector<double> gradient, direction;
  double step = options.step;
  int since_better = 0;
  const std::size_t staff = prices.staff.size();
  const std::size_t sponsors = prices.release.size();
  for (int sweep = 0; sweep < options.sweeps; ++sweep) {
    if (stop.stop_requested() && sweep > 0)
      break;
    const Milli bound = relaxation.evaluate(current);
    if (bound > best) {
      best = bound;
      prices = current;
      since_better = 0;
    } else if (++since_better >= options.patience) {
      step *= 0.7;
      since_better = 0;
    }
    if (sweep + 1 == options.sweeps)
      break;

    surplus(problem, relaxation, current, gradient);
    double dot = 0, old_norm = 0;
    if (direction.size() == gradient.size()) {
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        dot += gradient[i] * direction[i];
        old_norm += direction[i] * direction[i];
      }
    } else {
      direction.assign(gradient.size(), 0.0);
    }
    const double keep = dot < 0 && old_norm > 0 ? -1.5 * dot / old_norm : 0.0;
    double norm = 0;
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      direction[i] = gradient[i] + keep * direction[i];
      norm += direction[i] * direction[i];
    }
    if (norm == 0)
      break;  // every use fits: the choices are a plan, and its value is the bound
    const double length = step * static_cast<double>(options.target - bound) / norm;
    const auto move = [&](std::vector<Milli>& to, std::size_t first) {
      for (std::size_t i = 0; i < to.size(); ++i) {
        const double change = length * direction[first + i];
        if (change == 0)
          continue;
        to[i] = std::max<Milli>(0, to[i] + std::llround(change));
      }
    };
    move(current.staff, 0);
    move(current.release, staff);
    move(current.lead, staff + sponsors);
  }
  return best;
}

namespace {

Milli between(Milli from, Milli to, double share) {
  return from + std::llround(static_cast<double>(to - from) * share);
}

void blend(const Prices& from, const Prices& to, double share, Prices& out) {
  const auto each = [share](const std::vector<Milli>& a, const std::vector<Milli>& b,
                            std::vector<Milli>& c) {
    for (std::size_t i = 0; i < a.size(); ++i)
      c[i] = between(a[i], b[i], share);
  };
  each(from.staff, to.staff, out.staff);
  each(from.release, to.release, out.release);
  each(from.lead, to.lead, out.lead);
  // Cuts newer than a price list have no price in it.
  out.cuts.assign(std::max(from.cuts.size(), to.cuts.size()), 0);
  for (std::size_t i = 0; i < out.cuts.size(); ++i) {
    out.cuts[i] = between(i < from.cuts.size() ? from.cuts[i] : 0,
                          i < to.cuts.size() ? to.cuts[i] : 0, share);
  }
}

}  // namespace

Generated generate(const Problem& problem, Relaxation& relaxation, Master& master, Prices& prices,
                   const GenerateOptions& options, std::stop_token stop) {
  Generated out;
  Prices master_prices = Prices::zero(problem);
  Prices trial = prices;
  const auto collect = [&] {
    bool fresh = false;
    const auto& choices = relaxation.choices();
    for (std::size_t s = 0; s < choices.size(); ++s) {
      if (choices[s].value >= infinite)
        continue;
      fresh = master.add(team_of(problem, static_cast<Ix>(s), choices[s])) || fresh;
    }
    return fresh;
  };
  for (Ix s = 0; s < problem.site_count(); ++s)
    master.add(bare_team(problem, s));
  relaxation.set_cuts(master.cuts());
  out.bound = relaxation.evaluate(prices);
  collect();
  for (int round = 0; round < options.rounds; ++round) {
    if (stop.stop_requested())
      break;
    const Master::Result lp = master.solve();
    if (!lp.feasible)
      break;
    out.objective = lp.objective;
    const auto gap = static_cast<Milli>(lp.objective * static_cast<double>(milli_per_point)) -
                     master.fixed_offset() - out.bound;
    if (gap <= options.tolerance) {
      out.converged = true;
      break;
    }
    master.prices(master_prices);
    bool fresh = false;
    for (const double share : {options.towards, 1.0}) {
      blend(prices, master_prices, share, trial);
      const Milli bound = relaxation.evaluate(trial);
      fresh = collect();
      if (bound > out.bound) {
        out.bound = bound;
        prices = trial;
        fresh = true;
      }
      if (fresh)
        break;
    }
    if (points_not_below(out.bound) >= options.enough)
      break;
    if (!fresh) {
      out.converged = true;  // the master's own prices bring no new team: only rounding is left
      break;
    }
  }
  return out;
}

}  // namespace sojourn::planner
