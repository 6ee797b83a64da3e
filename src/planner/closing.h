// The search of a problem that fits one master, such as a county: branch and price on one side, and
// on the other dives and windows for better plans, each told of the other's plans between steps.
// What a step does is measured in counted work, not in time, so that it is the same on one thread
// and on two.
// Tested in tests/unit/planner/search_parts_test.cpp.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "planner/branch.h"
#include "planner/windows.h"

namespace sojourn::planner {

class Closing {
 public:
  /// `problem` and `workers` have to outlive it. `prices` are where the programme starts, `known`
  /// one team a site, worth `value`. `settled`: see DiveOptions; `most_nodes`: see Options.
  Closing(const Problem& problem, Workers& workers, const Prices& prices,
          const std::vector<Team>& known, Points value, double settled, int most_nodes);

  /// The programme over teams without decisions. False: stopped.
  bool begin(std::stop_token stop);
  /// One step from `best`, which receives better plans. `prices` and `choices`: the best known for
  /// the whole, to tell where the plan loses most. False: stopped, `best` as it was.
  bool step(Assignment& best, const Prices& prices, const std::vector<TeamChoice>& choices,
            std::stop_token stop);
  /// Nothing better is left.
  bool closed() const { return tree_.done(); }
  /// The nodes that it may try are spent.
  bool spent() const { return tree_.state().nodes >= most_nodes_; }
  const Branched& state() const { return tree_.state(); }

 private:
  void choose_next(const Assignment& best, const Prices& prices,
                   const std::vector<TeamChoice>& choices);

  const Problem* problem_;
  Workers* workers_;
  double settled_;
  int most_nodes_;
  BranchSearch tree_;
  std::optional<NodeMaster> nodes_;  ///< of the dives
  std::optional<Dive> dive_;
  int dives_ = 0;
  Workers alone_{1};
  Windows windows_;
  WindowOptions window_options_;
  int windows_due_ = 0;       ///< batches before the next dive
  int dives_to_windows_ = 0;  ///< dives before the next batches
  int pause_ = 0;
  bool windows_gain_ = false;
  bool in_pass_ = false;
};

/// One team a site.
std::vector<Team> teams_of(const Assignment& assignment, const Problem& problem);

}  // namespace sojourn::planner
