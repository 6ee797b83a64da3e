// Diving: settles what the programme over teams has nearly decided, prices again, and so on, until
// a plan is left. Where settling one doubtful thing costs much, its opposite is tried as well and
// the cheaper of the two kept (a look-back of one step; Sadykov et al. 2019 compare such dives). It
// finds plans far better than rounding does, and better than windows where people are short.
// Tested in tests/unit/planner/search_parts_test.cpp.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "planner/node_master.h"

namespace sojourn::planner {

struct DiveOptions {
  /// Share from which a lead sponsor or a person is taken for settled. Higher: slower, more
  /// careful.
  double settled = 0.75;
  /// Rise of the bound, in points, from which the opposite is tried. Less: slower, more careful.
  Points dear = 100;
  /// Where several that were settled at once are that dear, those from this share alone are. None:
  /// they stay.
  std::optional<double> settled_again;
  /// Shares count for so much more where `guide` has them: a dive near a known plan.
  double pull = 0;
  double towards = 0.8;    ///< see GenerateOptions
  Milli tolerance = 1000;  ///< likewise
  int rounds = 6;          ///< likewise
};

class Dive {
 public:
  /// `nodes` has to outlive the dive and to be left alone until it is over. `decisions` and
  /// `prices` of a node are where it starts; `guide` one team a site, or none.
  Dive(NodeMaster& nodes, std::vector<Decision> decisions, Prices prices,
       const DiveOptions& options, std::vector<Team> guide = {});

  /// Prices sets of decisions until `work` more (NodeMaster::work) is spent. `best` receives better
  /// plans than itself. True: the dive is over. After a stop request it finds nothing more.
  bool run(std::int64_t work, FoundPlan& best, std::stop_token stop);

 private:
  struct State {
    std::vector<Decision> decisions;
    Prices prices;
    Points bound = 0;
  };
  void price(State& state, FoundPlan& best, std::stop_token stop);
  bool settle(std::vector<Decision>& decisions, double settled) const;

  NodeMaster* nodes_;
  DiveOptions options_;
  State at_;
  bool started_ = false;
  std::vector<Team> guide_;
};

}  // namespace sojourn::planner
