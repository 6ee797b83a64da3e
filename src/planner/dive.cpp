// Settling, pricing and looking back. See dive.h.
// Tested in tests/unit/planner/search_parts_test.cpp.
#include "planner/dive.h"

#include <limits>
#include <utility>

namespace sojourn::planner {

Dive::Dive(NodeMaster& nodes, std::vector<Decision> decisions, Prices prices,
           const DiveOptions& options, std::vector<Team> guide)
    : nodes_(&nodes),
      options_(options),
      at_{std::move(decisions), std::move(prices), std::numeric_limits<Points>::min() / 4},
      guide_(std::move(guide)) {}

void Dive::price(State& state, FoundPlan& best, std::stop_token stop) {
  GenerateOptions generate_options;
  generate_options.towards = options_.towards;
  generate_options.tolerance = options_.tolerance;
  generate_options.rounds = options_.rounds;
  generate_options.enough = best.value;
  const Generated generated =
      nodes_->price(state.decisions, state.prices, generate_options, std::move(stop));
  state.bound = points_not_below(generated.bound);
  if (state.bound >= best.value)
    return;
  if (auto found = nodes_->round(state.prices, best.value))
    best = std::move(*found);
}

/// Adds what is taken for settled: every undecided lead sponsor from that share, else the most
/// decided one; once all are whole the same for people. False: all whole.
bool Dive::settle(std::vector<Decision>& decisions, double settled) const {
  const Shares shares_now(nodes_->master());
  const auto guided = [&](Decision::Kind kind, Ix site, Ix who) {
    if (guide_.empty())
      return 0.0;
    const Team& team = guide_[static_cast<std::size_t>(site)];
    const bool same = kind == Decision::Kind::led ? team.lead == who : team.holds(who);
    return same ? options_.pull : 0.0;
  };
  const auto take = [&](const Shares::Of& shares, Decision::Kind kind) {
    const std::size_t before = decisions.size();
    std::optional<Decision> most;
    double best = 0;
    for (const auto& [key, share] : shares) {
      if (share > 1 - whole_share)
        continue;
      const Decision yes{kind, true, key.first, key.second};
      const double drawn = share + guided(kind, key.first, key.second);
      if (drawn >= settled && share > 0.5 + whole_share)
        decisions.push_back(yes);
      if (drawn > best) {
        best = drawn;
        most = yes;
      }
    }
    if (decisions.size() == before && most)
      decisions.push_back(*most);
    return decisions.size() > before;
  };
  return take(shares_now.leads, Decision::Kind::led) ||
         take(shares_now.heads, Decision::Kind::placed);
}

bool Dive::run(std::int64_t work, FoundPlan& best, std::stop_token stop) {
  const std::int64_t start = nodes_->work();
  if (!started_) {
    price(at_, best, stop);
    started_ = true;
  }
  while (!stop.stop_requested() && at_.bound < best.value) {
    if (nodes_->work() - start >= work)
      return false;
    State yes = at_;
    if (!settle(yes.decisions, options_.settled))
      return true;
    std::optional<State> fewer;
    if (options_.settled_again) {
      fewer = at_;
      settle(fewer->decisions, *options_.settled_again);
    }
    const auto too_dear = [&] {
      return yes.bound - at_.bound > options_.dear && !stop.stop_requested();
    };
    price(yes, best, stop);
    if (fewer && fewer->decisions.size() < yes.decisions.size() && too_dear()) {
      yes = *std::move(fewer);
      price(yes, best, stop);
    }
    const bool doubtful = yes.decisions.size() == at_.decisions.size() + 1;
    if (doubtful && too_dear()) {
      State no = at_;
      no.decisions.push_back(yes.decisions.back());
      no.decisions.back().yes = false;
      price(no, best, stop);
      if (no.bound < yes.bound) {
        yes = std::move(no);
      } else if (yes.bound < best.value) {
        price(yes, best, stop);  // brings its answer back into the master
      }
    }
    at_ = std::move(yes);
  }
  return true;
}

}  // namespace sojourn::planner
