// Branch and price beside dives and windows, step by step. See closing.h.
// Tested in tests/unit/planner/search_parts_test.cpp and brute_force_test.cpp.
#include "planner/closing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sojourn::planner {

namespace {

/// Of each side in a step: about half a second. More: less waiting of one for the other; less:
/// sooner told of the other's plans, and sooner stopped.
constexpr std::int64_t work_of_a_step = 400'000;
/// Sites of a window, from pass to pass.
constexpr int least_window = 14, most_window = 32;
constexpr int batches_between_dives = 2;
constexpr int longest_pause = 7;  // dives between them, at most

/// How dives differ: what is added to `settled`, and see DiveOptions. The same dive again finds the
/// same plan; careful ones, hasty ones, and ones near or far from the best plan find others.
struct Way {
  double settled;
  Points dear;
  double pull;
};
constexpr std::array<Way, 8> ways = {{{0, 60, 0},
                                      {0, 60, 0.3},
                                      {0.15, 60, 0},
                                      {-0.1, 25, 0.2},
                                      {0.1, 25, 0.5},
                                      {0.2, 25, 0},
                                      {-0.15, 25, -0.2},
                                      {0.2, 10, 0.15}}};

BranchOptions tree_options(Points value) {
  BranchOptions options;
  options.certificate = true;
  options.cutoff = value;
  options.dive = false;
  options.root_cut_rounds = 30;
  return options;
}

}  // namespace

std::vector<Team> teams_of(const Assignment& assignment, const Problem& problem) {
  std::vector<Team> out;
  for (Ix s = 0; s < problem.site_count(); ++s)
    out.push_back(assignment.team(s));
  return out;
}

Closing::Closing(const Problem& problem, Workers& workers, const Prices& prices,
                 const std::vector<Team>& known, Points value, double settled, int most_nodes)
    : problem_(&problem),
      workers_(&workers),
      settled_(settled),
      most_nodes_(most_nodes),
      tree_(problem, prices, known, tree_options(value)),
      windows_(problem, alone_) {
  window_options_.sites = least_window - 6;
  window_options_.nodes = 4;
  window_options_.batch = 3;
}

bool Closing::begin(std::stop_token stop) {
  tree_.run(1, stop);
  if (stop.stop_requested())
    return false;
  nodes_.emplace(*problem_, tree_.teams());
  return true;
}

/// What the side that looks for plans does next.
void Closing::choose_next(const Assignment& best, const Prices& prices,
                          const std::vector<TeamChoice>& choices) {
  if (windows_due_ > 0) {
    if (in_pass_)
      return;
    window_options_.sites =
        window_options_.sites >= most_window ? least_window : window_options_.sites + 6;
    windows_.begin_pass(best, prices, choices, window_options_);
    in_pass_ = true;
    return;
  }
  if (dive_)
    return;
  const Way& way = ways[static_cast<std::size_t>(dives_++) % ways.size()];
  DiveOptions options;
  options.settled = settled_ + way.settled;
  options.dear = way.dear;
  options.pull = way.pull;
  std::vector<Team> known = teams_of(best, *problem_);
  nodes_->add_plan(known);
  Prices from = tree_.next_prices();
  from.cuts.clear();  // of the tree's master; this one has none
  dive_.emplace(*nodes_, tree_.next_decisions(), std::move(from), options,
                way.pull != 0 ? std::move(known) : std::vector<Team>{});
}

bool Closing::step(Assignment& best, const Prices& prices, const std::vector<TeamChoice>& choices,
                   std::stop_token stop) {
  choose_next(best, prices, choices);
  FoundPlan found{{}, best.total()};
  Assignment trial = best;
  bool over = false;
  workers_->run(2, [&](std::size_t side, int) {
    if (side == 0) {
      tree_.run(most_nodes_ - tree_.state().nodes, stop, work_of_a_step);
    } else if (windows_due_ > 0) {
      in_pass_ = windows_.next_batch(trial, prices, choices, stop);
    } else {
      over = dive_->run(work_of_a_step, found, stop);
    }
  });
  if (stop.stop_requested())
    return false;
  windows_gain_ = windows_gain_ || trial.total() < best.total();
  if (trial.total() < best.total())
    best = std::move(trial);
  const auto take = [&](const std::vector<Team>& teams) {
    Assignment other(*problem_);
    for (const Team& team : teams)
      other.replace(team);
    if (other.total() < best.total())
      best = std::move(other);
  };
  if (!found.teams.empty())
    take(found.teams);
  if (tree_.state().teams && tree_.state().value < best.total())
    take(*tree_.state().teams);
  if (windows_due_ > 0) {
    // Where windows find nothing, as they do where people are short, they come ever more seldom.
    if (--windows_due_ == 0) {
      pause_ = windows_gain_ ? 0 : std::min(longest_pause, 2 * pause_ + 1);
      dives_to_windows_ = pause_;
    }
  } else if (over) {
    dive_.reset();
    if (problem_->site_count() >= least_window && dives_to_windows_-- == 0) {
      windows_due_ = batches_between_dives;
      windows_gain_ = false;
    }
  }
  tree_.offer(teams_of(best, *problem_), best.total());
  return true;
}

}  // namespace sojourn::planner
