// Branch and price on one problem that fits a master: the exact method for a county, and with a few
// nodes the move of the window search. Branches on who leads a site first (it splits the product
// "lead sponsor x own people", and the one-site problem takes it for free), then on person at site.
// Barnhart et al. 1998; cuts: cuts.h.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "planner/dive.h"
#include "planner/generate.h"

namespace sojourn::planner {

struct BranchOptions {
  int nodes = 1000;          ///< at most; 1: the root and its roundings only
  bool certificate = false;  ///< keep the prices of each leaf
  /// Only plans below this total are of use; also the cut-off.
  Points cutoff = std::numeric_limits<Points>::max() / 4;
  double towards = 0.8;  ///< see GenerateOptions
  Milli tolerance = 200;
  bool dive = true;  ///< at the root
  DiveOptions dives;
  /// Rounds of cuts at the root. More: a higher bound and fewer nodes, each slower.
  int root_cut_rounds = 0;
};

struct Branched {
  std::optional<std::vector<Team>>
      teams;  ///< one a site, total below the cut-off, if any was found
  Points value = 0;
  Points bound = 0;  ///< no plan of this problem is below it
  Prices root_prices;
  std::vector<CutRow> root_cuts;  ///< that the root's prices know
  Milli root_bound = -infinite;
  int nodes = 0;
  Certificate certificate;  ///< local positions
};

Branched branch_and_price(const Problem& problem, const Prices& start,
                          const std::vector<Team>& known, const BranchOptions& options,
                          std::stop_token stop);

/// The same, a few nodes at a time.
class BranchSearch {
 public:
  /// `problem` has to outlive the search. `options.nodes` is not used.
  BranchSearch(const Problem& problem, const Prices& start, const std::vector<Team>& known,
               const BranchOptions& options);
  ~BranchSearch();

  /// Works on up to `nodes` more, the root's cuts counting as nodes, until `work` more
  /// (NodeMaster::work) is spent. A node that a stop request cuts short stays open.
  void run(int nodes, std::stop_token stop,
           std::int64_t work = std::numeric_limits<std::int64_t>::max());
  /// Nothing is left that could beat the value.
  bool done() const;
  /// A plan found elsewhere: cuts off what cannot beat it, and its teams join the master.
  void offer(const std::vector<Team>& teams, Points value);
  /// The node that comes next: where a dive may start.
  std::vector<Decision> next_decisions() const;
  Prices next_prices() const;
  /// The teams known, for another master.
  const std::vector<Team>& teams() const;
  /// State so far; `bound` is the least over all leaves of the certificate.
  const Branched& state() const;

 private:
  struct Search;
  std::unique_ptr<Search> search_;
};

}  // namespace sojourn::planner
