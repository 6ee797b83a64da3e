// See branch.h. A node goes in these steps:
//   1 generate teams under the node's decisions until its bound is certified or reaches the cut-off
//   2 at the root: add the cuts that the answer breaks, and generate again
//   3 an integral master is a plan; else round it, and dive now and then
//   4 branch on the most undecided lead sponsor, else on the most undecided person
#include "planner/branch.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "planner/dive.h"
#include "planner/separate.h"

namespace sojourn::planner {

namespace {

struct Node {
  std::int32_t id = 0;
  std::vector<Decision> decisions;
  Prices prices;
  Points bound = 0;
};

struct ByBound {
  bool operator()(const Node& a, const Node& b) const {
    return a.bound != b.bound ? a.bound > b.bound : a.id < b.id;
  }
};

/// What to branch on, or nothing where shares are whole.
std::optional<Decision> most_undecided(const Master& master) {
  const Shares shares_now(master);
  const auto pick = [&](const Shares::Of& shares, Decision::Kind kind) {
    std::optional<Decision> best;
    double distance = 0.5 - whole_share;
    for (const auto& [key, share] : shares) {
      const double off = std::abs(share - 0.5);
      if (off < distance) {
        distance = off;
        best = Decision{kind, true, key.first, key.second};
      }
    }
    return best;
  };
  if (auto lead = pick(shares_now.leads, Decision::Kind::led))
    return lead;
  return pick(shares_now.heads, Decision::Kind::placed);
}

/// Something that the answer has and no decision names, where all shares are whole and yet the
/// bound is below the plan (a one-site problem gave its lower bound only).
std::optional<Decision> any_undecided(const Master& master,
                                      const std::vector<Decision>& decisions) {
  const Shares shares_now(master);
  const auto pick = [&](const Shares::Of& shares, Decision::Kind kind) {
    for (const auto& [key, share] : shares) {
      const bool decided = std::any_of(decisions.begin(), decisions.end(), [&](const Decision& d) {
        return d.kind == kind && d.site == key.first && d.who == key.second;
      });
      if (!decided)
        return std::optional<Decision>({kind, true, key.first, key.second});
    }
    return std::optional<Decision>();
  };
  if (auto lead = pick(shares_now.leads, Decision::Kind::led))
    return lead;
  return pick(shares_now.heads, Decision::Kind::placed);
}

}  // namespace

struct BranchSearch::Search {
  Search(const Problem& problem, const Prices& start, const std::vector<Team>& known,
         const BranchOptions& options)
      : options_(options), nodes_(problem, known) {
    out_.value = options_.cutoff;
    out_.bound = std::numeric_limits<Points>::min() / 4;
    Node root;
    root.prices = start;
    root.bound = out_.bound;
    out_.certificate.nodes.emplace_back().bound = -infinite;
    open_.push(std::move(root));
  }

  bool done() const { return open_.empty() || open_.top().bound >= out_.value; }

  void run(int nodes, std::stop_token stop, std::int64_t work) {
    const std::int64_t start = nodes_.work();
    stop_ = std::move(stop);
    while (!done() && nodes-- > 0 && nodes_.work() - start < work) {
      // The root is always done: a problem has a bound and a plan however early the stop.
      if (stop_.stop_requested() && out_.nodes > 0)
        break;
      Node node = open_.top();
      open_.pop();
      ++out_.nodes;
      const auto split = solve_node(node);
      if (stop_.stop_requested()) {
        open_.push(std::move(node));
        break;
      }
      if (root_cuts_left_ > 0 && node.id == 0 && split) {
        open_.push(std::move(node));  // comes back for its cuts
      } else if (split) {
        branch(node, *split);
      } else {
        closed_bound_ = std::min(closed_bound_, node.bound);
      }
    }
    out_.bound = closed_bound_;
    if (!open_.empty())
      out_.bound = std::min(out_.bound, open_.top().bound);
    out_.bound = std::min(out_.bound, out_.value);
    out_.certificate.bound = out_.bound;
  }

  void offer(const std::vector<Team>& teams, Points value) {
    if (value >= out_.value)
      return;
    out_.value = value;
    nodes_.add_plan(teams);
  }

  const Branched& state() const { return out_; }
  const Master& master() const { return nodes_.master(); }
  std::vector<Decision> next_decisions() const {
    return open_.empty() ? std::vector<Decision>{} : open_.top().decisions;
  }
  Prices next_prices() const { return open_.empty() ? out_.root_prices : open_.top().prices; }

  void branch(const Node& node, const Decision& split) {
    for (const bool yes : {true, false}) {
      Node child;
      child.id = static_cast<std::int32_t>(out_.certificate.nodes.size());
      child.decisions = node.decisions;
      child.decisions.push_back(split);
      child.decisions.back().yes = yes;
      child.prices = node.prices;
      child.bound = node.bound;
      CertificateNode leaf;
      leaf.parent = node.id;
      leaf.decision = child.decisions.back();
      const CertificateNode& above = out_.certificate.nodes[static_cast<std::size_t>(node.id)];
      if (options_.certificate) {
        leaf.prices = above.prices;
        leaf.cuts = above.cuts;
      }
      leaf.bound = above.bound;
      out_.certificate.nodes.push_back(std::move(leaf));
      open_.push(std::move(child));
    }
    CertificateNode& inner = out_.certificate.nodes[static_cast<std::size_t>(node.id)];
    inner.leaf = false;
    // The root keeps its prices: they are where a changed problem starts from.
    if (node.id != 0) {
      inner.prices.clear();
      inner.cuts.clear();
    }
  }

  std::vector<Cut> cuts_of(const Prices& prices) const {
    std::vector<Cut> out;
    for (std::size_t c = 0; c < prices.cuts.size(); ++c) {
      if (prices.cuts[c] != 0)
        out.push_back({nodes_.master().cuts()[c], prices.cuts[c]});
    }
    return out;
  }

  /// Bounds the node; returns what to branch on, or nothing if the node is closed.
  std::optional<Decision> solve_node(Node& node) {
    const bool root = node.decisions.empty();
    GenerateOptions generate_options;
    generate_options.towards = options_.towards;
    generate_options.tolerance = options_.tolerance;
    generate_options.enough = out_.value;
    const bool again = root && root_priced_;
    Generated generated = again
                              ? root_generated_
                              : nodes_.price(node.decisions, node.prices, generate_options, stop_);
    if (root && !again) {
      root_priced_ = true;
      root_cuts_left_ = options_.root_cut_rounds;
    } else if (root && root_cuts_left_ > 0) {
      root_cuts_left_ = cut(node, generate_options, generated) ? root_cuts_left_ - 1 : 0;
    }
    if (root) {
      root_generated_ = generated;
      out_.root_prices = node.prices;
      out_.root_cuts = nodes_.master().cuts();
      out_.root_bound = generated.bound;
    }
    node.bound = std::max(node.bound, points_not_below(generated.bound));
    CertificateNode& leaf = out_.certificate.nodes[static_cast<std::size_t>(node.id)];
    if (options_.certificate &&
        ((root && !again) || points_not_below(leaf.bound) < points_not_below(generated.bound))) {
      leaf.prices.clear();
      list_prices(node.prices, leaf.prices);
      leaf.cuts = cuts_of(node.prices);
      leaf.bound = generated.bound;
    }
    if (node.bound >= out_.value)
      return std::nullopt;
    if (auto found = nodes_.round(node.prices, out_.value))
      take(std::move(*found));
    auto split = most_undecided(nodes_.master());
    if (!split && node.bound < out_.value)
      split = any_undecided(nodes_.master(), node.decisions);
    if (root && options_.dive && split && node.bound < out_.value)
      dive(node);
    if (node.bound >= out_.value)
      return std::nullopt;
    return split;
  }

  void take(FoundPlan found) {
    if (found.value >= out_.value)
      return;
    out_.value = found.value;
    out_.teams = std::move(found.teams);
  }

  void dive(const Node& from) {
    FoundPlan best{{}, out_.value};
    Dive(nodes_, from.decisions, from.prices, options_.dives)
        .run(std::numeric_limits<std::int64_t>::max(), best, stop_);
    take(std::move(best));
  }

  /// Adds the cuts that the node's answer breaks and generates again. False: no more is to be had.
  bool cut(Node& node, const GenerateOptions& generate_options, Generated& generated) {
    if (stop_.stop_requested())
      return true;
    if (points_not_below(generated.bound) >= out_.value)
      return false;
    const std::vector<CutRow> broken = broken_cuts(nodes_.problem(), nodes_.master(), {});
    if (broken.empty())
      return false;
    for (const CutRow& each : broken)
      nodes_.master().add_cut(each);
    const Generated next = nodes_.price_again(node.prices, generate_options, stop_);
    const Milli rise = next.bound - generated.bound;
    generated = next;
    return rise >= milli_per_point || ++idle_rounds_ < 3;
  }

  BranchOptions options_;
  std::stop_token stop_;
  NodeMaster nodes_;
  Branched out_;
  std::priority_queue<Node, std::vector<Node>, ByBound> open_;
  Points closed_bound_ = std::numeric_limits<Points>::max() / 4;
  bool root_priced_ = false;
  int root_cuts_left_ = 0, idle_rounds_ = 0;
  Generated root_generated_;
};

BranchSearch::BranchSearch(const Problem& problem, const Prices& start,
                           const std::vector<Team>& known, const BranchOptions& options)
    : search_(std::make_unique<Search>(problem, start, known, options)) {}
BranchSearch::~BranchSearch() = default;
void BranchSearch::run(int nodes, std::stop_token stop, std::int64_t work) {
  search_->run(nodes, std::move(stop), work);
}
bool BranchSearch::done() const { return search_->done(); }
void BranchSearch::offer(const std::vector<Team>& teams, Points value) {
  search_->offer(teams, value);
}
std::vector<Decision> BranchSearch::next_decisions() const { return search_->next_decisions(); }
Prices BranchSearch::next_prices() const { return search_->next_prices(); }
const std::vector<Team>& BranchSearch::teams() const { return search_->master().teams(); }
const Branched& BranchSearch::state() const { return search_->state(); }

Branched branch_and_price(const Problem& problem, const Prices& start,
                          const std::vector<Team>& known, const BranchOptions& options,
                          std::stop_token stop) {
  BranchSearch search(problem, start, known, options);
  search.run(options.nodes, std::move(stop));
  return search.state();
}

}  // namespace sojourn::planner
