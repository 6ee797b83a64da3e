// One master for many nodes of a search: branching and diving decide things (who leads a site, who
// serves there), and each set of decisions is priced with the teams that all of them have found.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "planner/generate.h"

namespace sojourn::planner {

/// How far the master has decided who leads each site and who is in its team.
struct Shares {
  using Of = std::map<std::pair<Ix, Ix>, double>;  ///< (site, who) -> share
  Of leads, heads;

  explicit Shares(const Master& master);
};

/// A plan below the cut-off: one team a site.
struct FoundPlan {
  std::vector<Team> teams;
  Points value = 0;
};

class NodeMaster {
 public:
  /// `problem` has to outlive it.
  NodeMaster(const Problem& problem, const std::vector<Team>& known);

  const Problem& problem() const { return *problem_; }
  Master& master() { return master_; }
  const Master& master() const { return master_; }

  /// Makes the decisions hold, in place of those before, and generates teams. `prices` are the
  /// start and then the best. The bound holds for all plans that keep the decisions.
  Generated price(const std::vector<Decision>& decisions, Prices& prices,
                  const GenerateOptions& options, std::stop_token stop);
  /// The same again after new cuts.
  Generated price_again(Prices& prices, const GenerateOptions& options, std::stop_token stop);

  /// After pricing: takes the master's teams by share, fills the rest at `prices`, and answers if
  /// the plan is below `cutoff`.
  std::optional<FoundPlan> round(const Prices& prices, Points cutoff);

  void add_plan(const std::vector<Team>& teams);

  /// What pricing has cost so far, about in microseconds, but counted, so that it is the same in
  /// every run: two searches side by side share their steps by it.
  std::int64_t work() const {
    return 20 * sites_solved_ + 300 * master_.solves() + 50 * master_.pivots();
  }

 private:
  void allow_only(const std::vector<Decision>& decisions);

  const Problem* problem_;
  Problem narrowed_;
  bool whole_ = true;        ///< no decisions at hand
  bool restricted_ = false;  ///< some team is not allowed
  std::int64_t sites_solved_ = 0;
  Master master_;
};

}  // namespace sojourn::planner
