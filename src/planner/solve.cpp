// The planner's run, told in numbered steps. A step is whole or it did not happen: a stop request
// throws away what is under way, so that `steps` replays the answer exactly.
//   1 zero      the musts alone, and the bound without prices: always there, however early the stop
//   2 floors    least shortage and least missing leaders by flow, with prices that prove them
//   3 prices    subgradient sweeps over all sites (large problems)
// Up to 200 sites, one master:
//   4 teams     the linear programme over teams
//   5 closing   branch and price until bound and plan meet, dives and windows beside it
// Above, county by county:
//   4 fill      a plan at the prices of the floors, which the sweeps of step 3 aim at
//   5 teams     the counties' programmes over teams, and between them what counties share
//   6 counties  every county planned by itself, then raids by those that lack what others hold
//   7 windows   small sets of sites planned anew, exactly, where the slack is
// In the end:
//   8 ties      of plans worth the same, the one that moves fewer people
// What was tried and measured: docs/decisions/0003-how-the-planner-works.md.
#include <algorithm>
#include <numeric>

#include "planner/assignment.h"
#include "planner/closing.h"
#include "planner/counties.h"
#include "planner/evaluated.h"
#include "planner/planner.h"
#include "planner/raid.h"
#include "planner/repair.h"
#include "planner/ties.h"
#include "planner/windows.h"

namespace sojourn::planner {

namespace {

/// A problem of at most this many sites is one master and is closed by branching.
constexpr Ix sites_of_one_master = 200;

/// Past this many sites the programme over all counties' tangents costs more than it brings.
constexpr Ix sites_with_bundle = 30'000;

class Run {
 public:
  Run(const Instance& instance, const Options& options, std::stop_token stop,
      const OnProgress& progress)
      : instance_(instance),
        options_(options),
        stop_(std::move(stop)),
        progress_(progress),
        workers_(std::max(1, options.threads)),
        problem_(build_problem(instance, options.forced, std::max(1, options.threads))),
        relaxation_(problem_, workers_),
        best_(problem_),
        prices_(Prices::zero(problem_)) {
    order_.resize(problem_.sites.size());
    std::iota(order_.begin(), order_.end(), Ix{0});
  }

  Solution solve() {
    if (options_.warm != nullptr) {
      warm_start(*options_.warm);
    } else {
      adopt_prices(prices_);
      report(Phase::prices);
    }
    if (!stop_.stop_requested() && (options_.steps < 0 || steps_ < options_.steps))
      floors();
    if (problem_.site_count() <= sites_of_one_master) {
      one_master();
    } else {
      many_counties();
    }
    tie();
    return finish();
  }

 private:
  bool go() const {
    return !stop_.stop_requested() && (options_.steps < 0 || steps_ < options_.steps) &&
           best_.total() > bound_points();
  }
  Points bound_points() const { return std::max(points_not_below(bound_), tree_bound_); }

  /// Ends a step whose results are in: from here on it counts, whatever is asked meanwhile. Whoever
  /// calls has looked for a stop before adopting anything.
  void step_done(Phase phase) {
    ++steps_;
    report(phase);
  }

  void report(Phase phase) {
    if (progress_)
      progress_({steps_, phase, true, best_.total(), bound_points()});
  }

  /// Takes prices as the best known and has every site's cheapest team at them at hand.
  void adopt_prices(const Prices& prices, std::span<const CutRow> cuts = {},
                    const Evaluated* evaluated = nullptr) {
    prices_ = prices;
    cuts_.assign(cuts.begin(), cuts.end());
    relaxation_.set_cuts(cuts_);
    Relaxation::Known known;
    if (evaluated != nullptr)
      known = [&](Ix site, TeamChoice& choice) { return evaluated->take(problem_, site, choice); };
    bound_ = relaxation_.evaluate(prices_, known);
    choices_ = relaxation_.choices();
  }

  /// By the total alone: ties are for the end.
  void take_if_better(const Assignment& assignment) {
    if (assignment.total() < best_.total())
      best_ = assignment;
  }

  /// The plan and prices of nearly the same problem: what still fits of each team stays, and the
  /// sites that lost or gained by the change are planned anew first.
  void warm_start(const Solution& warm) {
    std::vector<Ix> touched;
    take_if_better(repaired_plan(problem_, warm.plan, touched));
    const RootPrices root = root_prices(problem_, warm.certificate);
    adopt_prices(root.prices, root.cuts, options_.evaluated);
    report(Phase::prices);
    if (!go())
      return;
    Windows windows(problem_, workers_);
    WindowOptions window_options;
    window_options.sites = std::min<int>(14, problem_.site_count());
    window_options.nodes = 1;
    window_options.batch = 2;
    windows.begin_pass(best_, prices_, choices_, window_options);
    // Where teams had to change, only they are looked at: elsewhere the plan is what it was.
    if (!touched.empty())
      windows.begin_only(touched);
    for (std::size_t batch = 0; batch < 1 + touched.size() / 8 && go(); ++batch) {
      if (!windows.next_batch(best_, prices_, choices_, stop_))
        break;
      step_done(Phase::windows);
    }
  }

  void floors() {
    FlowResult flow = solve_floors(problem_, std::max(1, options_.threads));
    std::vector<Team> teams(problem_.sites.size());
    for (Ix s = 0; s < problem_.site_count(); ++s) {
      teams[static_cast<std::size_t>(s)].site = s;
      teams[static_cast<std::size_t>(s)].lead = best_.team(s).lead;
    }
    for (const Placement& placement : flow.start) {
      Team& team = teams[static_cast<std::size_t>(placement.site)];
      if (placement.role == Role::leader) {
        team.leader = placement.staff;
      } else {
        team.members.push_back(placement.staff);
      }
    }
    Assignment start(problem_);
    for (Team& team : teams) {
      std::sort(team.members.begin(), team.members.end());
      cost_anew(problem_, team);
      start.replace(team);
    }
    if (stop_.stop_requested()) {
      stopped_ = true;
      return;
    }
    choose_leads(problem_, start);
    floors_ = {std::move(flow.shortage), std::move(flow.leaders)};
    take_if_better(start);
    step_done(Phase::floors);
  }

  void adopt_teams(const std::vector<Team>& teams) {
    Assignment assignment(problem_);
    for (const Team& team : teams)
      assignment.replace(team);
    take_if_better(assignment);
  }

  void one_master() {
    if (!go())
      return;
    Prices from = prices_;
    from.cuts.clear();  // of cuts that the new master has not
    Closing closing(problem_, workers_, from, teams_of(best_, problem_), best_.total(), settled(),
                    options_.most_nodes);
    if (!closing.begin(stop_) || stopped_now()) {
      stopped_ = true;
      return;
    }
    if (closing.state().teams && closing.state().value < best_.total())
      adopt_teams(*closing.state().teams);
    take_bound(closing.state());
    if (closing.state().root_bound > bound_)
      adopt_prices(closing.state().root_prices, closing.state().root_cuts);
    step_done(Phase::teams);
    while (go() && !closing.closed() && !closing.spent()) {
      Assignment trial = best_;
      if (!closing.step(trial, prices_, choices_, stop_) || stopped_now()) {
        stopped_ = true;
        return;
      }
      take_if_better(trial);
      take_bound(closing.state());
      step_done(Phase::closing);
    }
    node_limit_ = closing.spent() && best_.total() > bound_points();
  }

  /// What the seed chooses: how soon a dive takes a thing for settled. Seed 1: 0.75.
  double settled() const { return 0.65 + 0.05 * static_cast<double>((options_.seed + 1) % 5); }

  void take_bound(const Branched& state) {
    if (state.bound > tree_bound_) {
      tree_bound_ = state.bound;
      tree_ = state.certificate;
    }
  }

  bool window_pass(Windows& windows, const WindowOptions& window_options) {
    windows.begin_pass(best_, prices_, choices_, window_options);
    while (go()) {
      if (!windows.next_batch(best_, prices_, choices_, stop_))
        break;
      step_done(Phase::windows);
    }
    return !stop_.stop_requested();
  }

  void many_counties() {
    Prices current = prices_;
    for (const Floor& floor : floors_) {
      if (floor.term == Term::short_of_minimum)
        current.take(floor.prices);
    }
    {
      Assignment assignment(problem_);
      fill(problem_, current, order_, assignment);
      // Each site again, with whoever is free at no price: never worse, and a fair aim for prices.
      if (best_.total() < assignment.total()) {
        assignment = best_;
      }
      fill(problem_, Prices::zero(problem_), order_, assignment);
      if (stopped_now())
        return;
      take_if_better(assignment);
      step_done(Phase::fill);
    }
    // Sweeps as long as they pay.
    const bool large = problem_.site_count() > sites_with_bundle;
    for (int round = 0; round < (large ? 1 : 4) && go(); ++round) {
      AscentOptions ascent;
      ascent.sweeps = 10;
      // A poor plan is no aim: steps that reach for it overshoot.
      const Milli gap = best_.total() * milli_per_point - bound_;
      ascent.target = bound_ + std::min(gap, std::max(gap / 20, std::abs(bound_) / 16));
      const Milli before = bound_;
      const Milli bound = ascend(problem_, relaxation_, current, ascent, stop_);
      if (stopped_now())
        return;
      if (bound > bound_) {
        prices_ = current;
        bound_ = bound;
      }
      step_done(Phase::prices);
      if (bound_ - before < std::abs(bound_) / 400)
        break;
    }
    Counties counties(problem_, workers_);
    Windows windows(problem_, workers_);
    // Where people are short, the flow's plan has already dealt them out between counties; else
    // each county starts afresh.
    const bool many = problem_.site_count() > 3000;
    const int polish_rounds = many ? 8 : 24;
    // What is planned first is then far from good, and raids or the next rounds change it again: a
    // quick plan of all is worth more than a careful one of half the counties.
    const bool hasty = short_of_people() || many;
    const DiveOptions dives = hasty ? hasty_dives() : DiveOptions{};
    if (!polish(counties, large ? 1 : short_of_people() ? polish_rounds / 2 : polish_rounds))
      return;
    if (short_of_people() || large ? !county_pass(windows, counties, 1, dives)
                                   : !county_plans(windows, counties, dives))
      return;
    if (!large && !raids(windows, counties, dives))
      return;
    for (int round = 0; round < 6 && go(); ++round) {
      if (!polish(counties, large ? 1 : polish_rounds / 2))
        return;
      WindowOptions window_options;
      window_options.sites = 20 + 4 * round;
      window_options.nodes = 2;
      window_options.batch = 64;
      if (!window_pass(windows, window_options))
        return;
      if (!county_pass(windows, counties, 1 + 4 * round, {}))
        return;
    }
  }

  /// Twice as quick as careful ones: whatever is more yes than no is settled, unless it costs
  /// as much as a place left short.
  static DiveOptions hasty_dives() {
    DiveOptions dives;
    dives.settled = 0.55;
    dives.settled_again = 0.85;
    dives.dear = 2000;
    dives.tolerance = 5000;
    dives.rounds = 4;
    return dives;
  }

  bool stopped_now() {
    stopped_ = stopped_ || stop_.stop_requested();
    return stopped_;
  }

  /// Whether no plan can give every team its least number of people.
  bool short_of_people() const { return !floors_.empty() && floors_.front().points > 0; }

  /// Rounds of county masters and shared prices. False: stopped.
  bool polish(Counties& counties, int rounds) {
    // In the end rounds bring less than a fiftieth of a point a site.
    const Milli little = 20 * static_cast<Milli>(problem_.sites.size());
    int idle = 0;
    for (int round = 0; round < rounds && go(); ++round) {
      Prices trial = shared_trial_ ? *shared_trial_ : prices_;
      if (!counties.polish(trial, polished_ ? 20 : 60, stop_) || stopped_now())
        return !stopped_;
      const Milli before = bound_;
      const Milli bound = relaxation_.evaluate(trial);
      if (stopped_now())
        return false;
      const bool up = bound > bound_;
      idle = bound - bound_ < little ? idle + 1 : 0;
      if (up) {
        prices_ = trial;
        bound_ = bound;
        choices_ = relaxation_.choices();
      }
      if (!polished_) {
        reach_ = counties.first_reach(prices_);
      } else if (!up) {
        reach_ /= 2;
      } else if (2 * (bound_ - before) > promised_) {
        reach_ *= 2;
      }
      polished_ = true;
      step_done(Phase::teams);
      if (!counties.has_shared() || problem_.site_count() > sites_with_bundle ||
          reach_ < milli_per_point / 4 || idle >= 4)
        break;
      shared_trial_ = prices_;
      promised_ = counties.look_ahead(*shared_trial_, bound_, reach_);
    }
    return !stopped_;
  }

  /// Raids by the counties that are far from what prices promise them, the farthest first. False:
  /// stopped.
  bool raids(Windows& windows, const Counties& counties, const DiveOptions& dives) {
    std::vector<std::pair<Milli, std::size_t>> slack;
    for (std::size_t c = 0; c < counties.sites().size(); ++c) {
      Milli sum = 0;
      for (const Ix site : counties.sites()[c])
        sum += windows.slack(site, best_, prices_, choices_);
      slack.emplace_back(-sum, c);
    }
    std::sort(slack.begin(), slack.end());
    constexpr Milli worth_it = 60 * milli_per_point;
    for (const auto& [minus, c] : slack) {
      if (-minus < worth_it * static_cast<Milli>(counties.sites()[c].size()) || !go())
        break;
      Assignment trial = best_;
      raid(problem_, windows, counties, c, prices_, dives, trial, stop_);
      if (stopped_now())
        return false;
      take_if_better(trial);
      step_done(Phase::counties);
    }
    return !stopped_;
  }

  /// Every county planned anew as one window, on the plan as it is. False: stopped.
  bool county_pass(Windows& windows, const Counties& counties, int nodes,
                   const DiveOptions& dives) {
    return plan_counties(windows, counties, best_, nodes, dives, nullptr);
  }

  /// Every county planned from nothing, charged for what it shares with others. Until the last is
  /// done, `finish` fills in the rest, so that an early stop keeps what there is. False: stopped.
  bool county_plans(Windows& windows, const Counties& counties, const DiveOptions& dives) {
    const Fixed charges = counties.charges(prices_);
    afresh_.emplace(problem_);
    for (const auto& county : counties.sites()) {
      rest_.insert(rest_.end(), county.begin(), county.end());
    }
    if (!plan_counties(windows, counties, *afresh_, 1, dives, &charges))
      return false;
    complete();
    return !stopped_;
  }

  /// Ends county_plans: sites not yet planned choose at prices.
  void complete() {
    if (!afresh_)
      return;
    fill(problem_, prices_, rest_, *afresh_);
    take_if_better(*afresh_);
    afresh_.reset();
    rest_.clear();
  }

  bool plan_counties(Windows& windows, const Counties& counties, Assignment& plan, int nodes,
                     const DiveOptions& dives, const Fixed* charges) {
    // Where people are short, counties that are planned side by side want the same ones.
    const std::size_t counties_a_time = short_of_people() ? 2 : 8;
    WindowOptions window_options;
    window_options.nodes = nodes;
    window_options.dives = dives;
    std::vector<std::size_t> due(counties.sites().size());
    std::iota(due.begin(), due.end(), std::size_t{0});
    // Counties that had to give way to another come once more, on what is left.
    for (int turn = 0; turn < 2; ++turn) {
      std::vector<std::size_t> again;
      for (std::size_t first = 0; first < due.size() && go(); first += counties_a_time) {
        // A county is a step: those of a batch that are done when a stop comes are kept, and a
        // replay plans just as many.
        std::size_t last = std::min(due.size(), first + counties_a_time);
        if (options_.steps >= 0)
          last = std::min(last, first + static_cast<std::size_t>(options_.steps - steps_));
        std::vector<std::vector<Ix>> batch;
        for (std::size_t c = first; c < last; ++c)
          batch.push_back(counties.sites()[due[c]]);
        const auto clashed = windows.plan(
            batch, [&](std::size_t w) { return counties.teams(due[first + w]); }, window_options,
            plan, prices_, stop_, charges, Windows::OnStop::keep_first);
        if (!clashed) {
          stopped_ = true;
          return false;
        }
        std::size_t done = 0;
        for (std::size_t w = 0; w < clashed->size(); ++w) {
          done += batch[w].size();
          if ((*clashed)[w] != 0)
            again.push_back(due[first + w]);
        }
        if (charges != nullptr)
          rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(done));
        steps_ += static_cast<std::int64_t>(clashed->size()) - 1;
        step_done(Phase::counties);
        if (clashed->size() < batch.size()) {
          stopped_ = true;
          return false;
        }
      }
      if (charges != nullptr)
        break;  // what is left of shared things is dealt with on the finished plan
      due = std::move(again);
    }
    return !stopped_;
  }

  /// Of a proven plan's equals, one that moves the fewest people: a step, where there is a choice.
  void tie() {
    if (stop_.stop_requested() || (options_.steps >= 0 && steps_ >= options_.steps) ||
        problem_.site_count() > sites_of_one_master || best_.total() > bound_points())
      return;
    settle_ties(problem_, best_);
    const std::int64_t before = moved(problem_, best_);
    Assignment trial = best_;
    if (!settle_ties_exactly(problem_, prices_, trial, stop_)) {
      stopped_ = true;
      return;
    }
    if (moved(problem_, trial) < before) {
      best_ = std::move(trial);
      step_done(Phase::ties);
    }
  }

  Solution finish() {
    complete();
    settle_ties(problem_, best_);
    Solution out;
    out.plan = best_.plan();
    out.value = value_of(instance_, out.plan);
    if (tree_bound_ > points_not_below(bound_)) {
      out.certificate = tree_;
    } else {
      CertificateNode root;
      root.bound = bound_;
      list_prices(prices_, root.prices);
      for (std::size_t c = 0; c < prices_.cuts.size(); ++c) {
        if (prices_.cuts[c] != 0)
          root.cuts.push_back({cuts_[c], prices_.cuts[c]});
      }
      out.certificate.nodes.push_back(std::move(root));
      out.certificate.bound = points_not_below(bound_);
    }
    out.floors = std::move(floors_);
    for (Floor& floor : out.floors)
      floor.attained = out.value[floor.term] == floor.points;
    out.proven = out.value.total == out.certificate.bound;
    out.steps = steps_;
    out.stopped = stopped_ || stop_.stop_requested();
    out.node_limit = node_limit_;
    out.simplified_sites = std::count_if(
        problem_.sites.begin(), problem_.sites.end(),
        [](const SiteTerms& terms) { return terms.languages + terms.skills > most_requirements; });
    return out;
  }

  const Instance& instance_;
  const Options& options_;
  std::stop_token stop_;
  const OnProgress& progress_;
  Workers workers_;
  Problem problem_;
  Relaxation relaxation_;
  Assignment best_;
  Prices prices_;
  std::vector<CutRow> cuts_;  ///< that prices_ know
  Milli bound_ = -infinite;
  Points tree_bound_ = std::numeric_limits<Points>::min() / 4;
  Certificate tree_;
  std::vector<TeamChoice> choices_;
  std::vector<Floor> floors_;
  std::vector<Ix> order_;
  std::optional<Assignment> afresh_;  // county_plans under way
  std::vector<Ix> rest_;              // and the sites that it has not come to
  std::optional<Prices> shared_trial_;
  Milli reach_ = 0, promised_ = 0;
  bool polished_ = false;
  std::int64_t steps_ = 0;
  bool stopped_ = false;
  bool node_limit_ = false;
};

}  // namespace

Solution solve(const Instance& instance, const Options& options, std::stop_token stop,
               const OnProgress& progress) {
  Run run(instance, options, std::move(stop), progress);
  return run.solve();
}

}  // namespace sojourn::planner
