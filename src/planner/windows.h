// The window search: a few sites that compete for the same people are taken out of the plan, with
// everyone in them and everyone free, and planned anew by branch and price; the rest stands still.
// Where to look is read off the bound: total minus bound is the sum over sites of what their team
// costs at prices above the site's cheapest, so sites with much of it come first.
// Large-neighbourhood search after Shaw 1998; windows that share no site run side by side and are
// applied in fixed order, so the answer is the same on any number of threads.
// Tested in tests/unit/planner/search_parts_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "planner/assignment.h"
#include "planner/branch.h"
#include "planner/groups.h"
#include "planner/piece.h"

namespace sojourn::planner {

struct WindowOptions {
  int sites = 12;          ///< of one window; more: better and slower
  int nodes = 12;          ///< of each window's branching
  std::size_t batch = 64;  ///< windows planned side by side; fixed, whatever the threads
  DiveOptions dives;       ///< at each window's root
};

/// Teams known for window w, in global positions: a good start for its master.
using KnownTeams = std::function<std::vector<Team>(std::size_t w)>;

class Windows {
 public:
  Windows(const Problem& problem, Workers& workers);
  ~Windows();

  /// Begins a pass over all sites, those with the largest slack first. `site_value` are the
  /// cheapest teams' values at `prices`, as `Relaxation::choices` has them.
  void begin_pass(const Assignment& assignment, const Prices& prices,
                  const std::vector<TeamChoice>& choices, const WindowOptions& options);
  /// What the site's team costs at prices above the site's cheapest: what the plan loses there.
  Milli slack(Ix site, const Assignment& assignment, const Prices& prices,
              const std::vector<TeamChoice>& choices) const;
  /// Everybody of the sponsor, placed or not.
  std::span<const std::uint32_t> staff_of(Ix sponsor) const { return staff_of_.of(sponsor); }
  /// Leaves all other sites out of the pass.
  void begin_only(const std::vector<Ix>& sites);
  /// Plans the next batch and applies what got better. False when the pass is over. On a stop
  /// request the assignment is left as it was.
  bool next_batch(Assignment& assignment, const Prices& prices,
                  const std::vector<TeamChoice>& choices, std::stop_token stop);
  /// What a stop leaves of windows under way: nothing, or those done, up to the first that is not.
  enum class OnStop : std::uint8_t { drop_all, keep_first };
  /// Plans the given windows (no site in two) side by side and applies them in order. Says which
  /// had to give way to another: of all, or of those kept; nothing if none is kept, with the
  /// assignment as it was. `charges`: what windows pay for things that others want too, while they
  /// plan.
  std::optional<std::vector<char>> plan(const std::vector<std::vector<Ix>>& windows,
                                        const KnownTeams& known, const WindowOptions& options,
                                        Assignment& assignment, const Prices& prices,
                                        std::stop_token stop, const Fixed* charges = nullptr,
                                        OnStop on_stop = OnStop::drop_all);

 private:
  struct Scratch;
  std::vector<Ix> window_around(Ix seed, const Assignment& assignment,
                                const std::vector<TeamChoice>& choices,
                                const std::vector<char>& used) const;
  Ix easiest_donor(Ix sponsor, const Assignment& assignment, const std::vector<Ix>& window) const;

  const Problem* problem_;
  Workers* workers_;
  WindowOptions options_;
  SitesByCounty counties_;
  std::vector<Ix> seeds_;
  Groups staff_of_;  ///< by sponsor
  std::vector<char> covered_;
  std::vector<std::unique_ptr<Scratch>> scratch_;
};

}  // namespace sojourn::planner
