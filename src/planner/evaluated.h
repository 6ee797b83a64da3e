// A solution's own bound, worked out once and kept for the questions that are asked about it: at
// the prices of its certificate, every site's cheapest team. A question changes the candidates of a
// few sites; all others have the same cheapest team at the same prices, so that they need not be
// solved again, which is the larger part of an answer's time. What is taken from here is exactly
// what would come out anew, but for ties. Tested in tests/unit/planner/evaluated_test.cpp.
#pragma once

#include <vector>

#include "planner/prices.h"

namespace sojourn::planner {

/// Prices and cuts of the solution's root, for a problem of nearly the same instance: what somebody
/// who was appended costs is nothing.
struct RootPrices {
  Prices prices;
  std::vector<CutRow> cuts;
};
RootPrices root_prices(const Problem& problem, const Certificate& certificate);

class Evaluated {
 public:
  /// `solution` is of `instance`, which has to outlive this.
  Evaluated(const Instance& instance, const Solution& solution, int threads = 1);

  /// The cheapest team of a site of another problem at the same prices, if it is known: the site is
  /// the same but for candidates who went and are not in the team. Positions are those of the other
  /// problem. Precondition: the two problems are of nearly the same instance, as `Options::warm`
  /// has it.
  bool take(const Problem& problem, Ix site, TeamChoice& choice) const;

  const Problem& problem() const { return problem_; }
  const RootPrices& root() const { return root_; }
  const std::vector<TeamChoice>& choices() const { return choices_; }
  /// Proven by the prices, in thousandths.
  Milli bound() const { return bound_; }
  /// No plan that has the person at the site is below it: a bound at the same prices, in
  /// thousandths; `infinite` if they are no candidate. `oracle` keeps scratch memory.
  Milli bound_with(Ix staff, Ix site, SiteOracle& oracle) const;

 private:
  Problem problem_;
  RootPrices root_;
  CutTable cuts_;
  std::vector<TeamChoice> choices_;
  Milli bound_ = -infinite;
};

}  // namespace sojourn::planner
