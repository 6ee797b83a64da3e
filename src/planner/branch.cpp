// See branch.h. A node goes in these steps:
//   1 restrict pairs and lead options to the node's decisions
//   2 generate teams until the node's bound is certified or reaches the cut-off
//   3 an integral master is a plan; else round it
//   4 branch on the most undecided lead sponsor, else on the most undecided person
#include "planner/branch.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>

#include "planner/assignment.h"

namespace sojourn::planner {

namespace {

bool team_keeps(const Team& team, const Decision& decision) {
  if (decision.kind == Decision::Kind::led) {
    return team.site != decision.site || (team.lead == decision.who) == decision.yes;
  }
  const bool holds = team.holds(decision.who);
  if (team.site == decision.site)
    return holds == decision.yes;
  return !(decision.yes && holds);
}

/// Seats and first-timers, which bare teams of many decisions may break.
bool is_team(const Problem& problem, const Team& team) {
  const SiteView view = site_view(problem, team.site);
  std::int32_t first_timers = 0;
  for_each_head(team, [&](Ix staff) {
    const auto at = std::lower_bound(view.pairs.begin(), view.pairs.end(), staff,
                                     [](const Pair& pair, Ix who) { return pair.staff < who; });
    first_timers += at->has(Pair::first_timer) ? 1 : 0;
  });
  return team.heads() <= view.terms->target_team && first_timers <= view.terms->max_first_timers;
}

/// Whether the bare teams of all decisions are teams, and together within every cap.
bool keeps_caps(const Problem& problem, const Assignment& bare) {
  for (Ix s = 0; s < problem.site_count(); ++s) {
    if (bare.team(s).heads() > 0 && !is_team(problem, bare.team(s)))
      return false;
  }
  for (Ix j = 0; j < problem.sponsor_count(); ++j) {
    const auto sponsor = static_cast<std::size_t>(j);
    if (bare.released(j) > problem.release_cap[sponsor] || bare.led(j) > problem.max_sites[sponsor])
      return false;
  }
  return true;
}

/// The problem with decisions applied: filtered pairs and options, site by site.
Problem restricted(const Problem& problem, const std::vector<Decision>& decisions) {
  Problem out;
  out.instance = problem.instance;
  out.sites = problem.sites;
  out.release_cap = problem.release_cap;
  out.max_sites = problem.max_sites;
  out.leader_cost = problem.leader_cost;
  out.sponsor_of = problem.sponsor_of;
  out.site_begin.push_back(0);
  out.lead_begin.push_back(0);
  out.pairs.reserve(problem.pairs.size());
  std::vector<Ix> only_at(problem.sponsor_of.size(), none);
  for (const Decision& d : decisions) {
    if (d.kind == Decision::Kind::placed && d.yes)
      only_at[static_cast<std::size_t>(d.who)] = d.site;
  }
  std::vector<std::uint16_t> option_now;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const auto options = problem.options_of(s);
    SiteTerms& terms = out.sites[static_cast<std::size_t>(s)];
    option_now.assign(options.size(), 0);
    std::vector<Ix> barred;
    bool touched = false;
    for (const Decision& d : decisions) {
      if (d.site != s)
        continue;
      if (d.kind == Decision::Kind::placed) {
        if (!d.yes)
          barred.push_back(d.who);
        continue;
      }
      touched = true;
      for (std::size_t o = 0; o < options.size(); ++o) {
        if ((options[o].sponsor == d.who) != d.yes)
          option_now[o] = Pair::not_listed;
      }
      if (d.who == none ? !d.yes : d.yes)
        terms.may_have_no_lead = false;
    }
    std::uint16_t next = 0;
    for (std::size_t o = 0; o < options.size(); ++o) {
      if (option_now[o] == Pair::not_listed)
        continue;
      option_now[o] = next++;
      out.lead_options.push_back(options[o]);
    }
    out.lead_begin.push_back(static_cast<std::uint32_t>(out.lead_options.size()));
    for (const Pair& pair : problem.pairs_of(s)) {
      const Ix only = only_at[static_cast<std::size_t>(pair.staff)];
      if (only != none && only != s)
        continue;
      if (std::find(barred.begin(), barred.end(), pair.staff) != barred.end())
        continue;
      Pair& kept = out.pairs.emplace_back(pair);
      if (only == s)
        kept.flags |= Pair::must;
      if (touched && kept.own_option != Pair::not_listed) {
        kept.own_option = option_now[kept.own_option];
      }
    }
    out.site_begin.push_back(static_cast<std::uint32_t>(out.pairs.size()));
  }
  return out;
}

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

constexpr double whole = 1e-6;

/// How far the master has decided who leads each site and who is in its team.
struct Shares {
  std::map<std::pair<Ix, Ix>, double> leads, heads;  // (site, who) -> share

  explicit Shares(const Master& master) {
    for (std::size_t t = 0; t < master.teams().size(); ++t) {
      const double share = master.share(t);
      if (share < whole)
        continue;
      const Team& team = master.teams()[t];
      leads[{team.site, team.lead}] += share;
      if (team.leader != none)
        heads[{team.site, team.leader}] += share;
      for (const Ix member : team.members)
        heads[{team.site, member}] += share;
    }
  }
};

/// What to branch on, or nothing where shares are whole.
std::optional<Decision> most_undecided(const Master& master) {
  const Shares shares_now(master);
  const auto pick = [&](const std::map<std::pair<Ix, Ix>, double>& shares, Decision::Kind kind) {
    std::optional<Decision> best;
    double distance = 0.5 - whole;
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

/// Adds to `decisions` what a dive takes for settled: every undecided lead sponsor past
/// `settled`, else the most decided one; once all are whole the same for people. False: all whole.
bool settle(const Master& master, double settled, std::vector<Decision>& decisions) {
  const Shares shares_now(master);
  const auto take = [&](const std::map<std::pair<Ix, Ix>, double>& shares, Decision::Kind kind) {
    const std::size_t before = decisions.size();
    std::optional<Decision> most;
    double best = 0;
    for (const auto& [key, share] : shares) {
      if (share > 1 - whole)
        continue;
      const Decision yes{kind, true, key.first, key.second};
      if (share >= settled)
        decisions.push_back(yes);
      if (share > best) {
        best = share;
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

}  // namespace

struct BranchSearch::Search {
  Search(const Problem& problem, const Prices& start, const std::vector<Team>& known,
         const BranchOptions& options)
      : problem_(problem), options_(options), master_(problem) {
    out_.value = options_.cutoff;
    out_.bound = std::numeric_limits<Points>::min() / 4;
    for (Ix s = 0; s < problem_.site_count(); ++s)
      master_.add(bare_team(problem_, s));
    for (const Team& team : known)
      master_.add(team);
    Node root;
    root.prices = start;
    root.bound = out_.bound;
    out_.certificate.nodes.emplace_back().bound = -infinite;
    open_.push(std::move(root));
  }

  bool done() const { return open_.empty() || open_.top().bound >= out_.value; }

  void run(int nodes, std::stop_token stop) {
    stop_ = std::move(stop);
    while (!done() && nodes-- > 0) {
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
      if (split) {
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
    for (const Team& team : teams)
      master_.add(team);
  }

  const Branched& state() const { return out_; }
  Branched take() { return std::move(out_); }

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
      if (options_.certificate)
        leaf.prices = above.prices;
      leaf.bound = above.bound;
      out_.certificate.nodes.push_back(std::move(leaf));
      open_.push(std::move(child));
    }
    CertificateNode& inner = out_.certificate.nodes[static_cast<std::size_t>(node.id)];
    inner.leaf = false;
    // The root keeps its prices: they are where a changed problem starts from.
    if (node.id != 0)
      inner.prices.clear();
  }

  /// Bounds the node; returns what to branch on, or nothing if the node is closed.
  std::optional<Decision> solve_node(Node& node) {
    const bool root = node.decisions.empty();
    const Problem narrowed = root ? Problem{} : restricted(problem_, node.decisions);
    const Problem& here = root ? problem_ : narrowed;
    if (!root || out_.nodes > 1)
      allow_only(here, node.decisions);
    Workers alone(1);
    Relaxation relaxation(here, alone);
    GenerateOptions generate_options;
    generate_options.towards = options_.towards;
    generate_options.tolerance = options_.tolerance;
    generate_options.enough = out_.value;
    const Generated generated =
        generate(here, relaxation, master_, node.prices, generate_options, stop_);
    if (root) {
      out_.root_prices = node.prices;
      out_.root_bound = generated.bound;
    }
    node.bound = std::max(node.bound, points_not_below(generated.bound));
    CertificateNode& leaf = out_.certificate.nodes[static_cast<std::size_t>(node.id)];
    if (options_.certificate &&
        (root || points_not_below(leaf.bound) < points_not_below(generated.bound))) {
      leaf.prices.clear();
      list_prices(node.prices, leaf.prices);
      leaf.bound = generated.bound;
    }
    if (node.bound >= out_.value)
      return std::nullopt;
    round(here, node);
    const bool due = root ? options_.dive : out_.nodes % options_.dive_every == 0;
    const auto split = most_undecided(master_);
    if (due && split && node.bound < out_.value)
      dive(node);
    if (node.bound >= out_.value)
      return std::nullopt;
    return split;
  }

  /// Settles what is nearly decided, prices again, and so on until a plan is left.
  void dive(const Node& from) {
    Node node = from;
    Workers alone(1);
    GenerateOptions generate_options;
    generate_options.towards = options_.towards;
    generate_options.tolerance = 1000;
    generate_options.rounds = 6;
    while (!stop_.stop_requested() && settle(master_, options_.settled, node.decisions)) {
      const Problem here = restricted(problem_, node.decisions);
      allow_only(here, node.decisions);
      Relaxation relaxation(here, alone);
      generate_options.enough = out_.value;
      const Generated generated =
          generate(here, relaxation, master_, node.prices, generate_options, stop_);
      if (points_not_below(generated.bound) >= out_.value)
        break;
      round(here, node);
    }
  }

  void allow_only(const Problem& here, const std::vector<Decision>& decisions) {
    for (const Decision& d : decisions) {
      // Decisions may ask for more than a team can be; such a team must not stay in the master.
      const Team bare = bare_team(here, d.site);
      if (is_team(here, bare))
        master_.add(bare);
    }
    master_.solve();
    for (std::size_t t = 0; t < master_.teams().size(); ++t) {
      const Team& team = master_.teams()[t];
      master_.allow(t, std::all_of(decisions.begin(), decisions.end(),
                                   [&](const Decision& d) { return team_keeps(team, d); }));
    }
  }

  /// Takes the master's teams by share, then fills the rest at the node's prices.
  void round(const Problem& here, const Node& node) {
    std::vector<std::size_t> order;
    for (std::size_t t = 0; t < master_.teams().size(); ++t) {
      if (master_.share(t) > 1e-6)
        order.push_back(t);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return master_.share(a) > master_.share(b) + 1e-9;
    });
    Assignment assignment(here);
    if (!keeps_caps(here, assignment))
      return;
    std::vector<char> done(here.sites.size(), 0);
    std::vector<Ix> rest;
    for (const std::size_t t : order) {
      const Team& team = master_.teams()[t];
      char& mark = done[static_cast<std::size_t>(team.site)];
      if (mark != 0 || !assignment.fits(team))
        continue;
      mark = 1;
      assignment.replace(team);
    }
    for (Ix s = 0; s < here.site_count(); ++s) {
      if (done[static_cast<std::size_t>(s)] == 0)
        rest.push_back(s);
    }
    if (!rest.empty())
      fill(here, node.prices, rest, assignment);
    if (assignment.total() < out_.value) {
      out_.value = assignment.total();
      out_.teams.emplace();
      for (Ix s = 0; s < here.site_count(); ++s) {
        out_.teams->push_back(assignment.team(s));
        master_.add(assignment.team(s));
      }
    }
  }

  const Problem& problem_;
  BranchOptions options_;
  std::stop_token stop_;
  Master master_;
  Branched out_;
  std::priority_queue<Node, std::vector<Node>, ByBound> open_;
  Points closed_bound_ = std::numeric_limits<Points>::max() / 4;
};

BranchSearch::BranchSearch(const Problem& problem, const Prices& start,
                           const std::vector<Team>& known, const BranchOptions& options)
    : search_(std::make_unique<Search>(problem, start, known, options)) {}
BranchSearch::~BranchSearch() = default;
void BranchSearch::run(int nodes, std::stop_token stop) { search_->run(nodes, std::move(stop)); }
bool BranchSearch::done() const { return search_->done(); }
void BranchSearch::offer(const std::vector<Team>& teams, Points value) {
  search_->offer(teams, value);
}
const Branched& BranchSearch::state() const { return search_->state(); }

Branched branch_and_price(const Problem& problem, const Prices& start,
                          const std::vector<Team>& known, const BranchOptions& options,
                          std::stop_token stop) {
  BranchSearch search(problem, start, known, options);
  search.run(options.nodes, std::move(stop));
  return search.state();
}

}  // namespace sojourn::planner
