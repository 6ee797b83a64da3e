// Prices and teams of a problem that fits one master: a county, a window. Starts from given prices
// and teams, and generates teams until prices and linear programme meet.
#pragma once

#include <limits>
#include <stop_token>
#include <vector>

#include "planner/master.h"

namespace sojourn::planner {

struct AscentOptions {
  int sweeps = 60;
  /// The value aimed at, in thousandths: a known plan's total, or a guess above the bound.
  Milli target = 0;
  double step = 1.0;  ///< first share of the way to the target; larger: bolder, less steady
  int patience = 6;   ///< sweeps without a better bound before the step is cut
};

/// Subgradient steps after Polyak (1969), the direction deflected by the last one (Camerini,
/// Fratta, Maffioli 1975): cheap, no linear programme. Improves `prices` in place and keeps the
/// best; returns its bound.
Milli ascend(const Problem& problem, Relaxation& relaxation, Prices& prices,
             const AscentOptions& options, std::stop_token stop);

struct GenerateOptions {
  int rounds = 100;
  /// Ends when bound and linear programme are this near, in thousandths.
  Milli tolerance = 100;
  /// Ends when the bound in whole points reaches this: nothing better than the known plan is left.
  Points enough = std::numeric_limits<Points>::max() / 4;
  /// Share of the way from the best prices to the master's; nearer to 1: faster when it goes well,
  /// less steady when duals jump.
  double towards = 0.5;
};

struct Generated {
  Milli bound = -infinite;  ///< certified at `prices`
  double objective = 0;     ///< of the restricted master
  bool converged = false;   ///< bound and master met within the tolerance
};

/// Column generation with smoothed prices (Wentges 1997). `prices` are the start and then the best.
Generated generate(const Problem& problem, Relaxation& relaxation, Master& master, Prices& prices,
                   const GenerateOptions& options, std::stop_token stop);

}  // namespace sojourn::planner
