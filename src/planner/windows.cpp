// Which sites go into a window, and what a batch of them does to the plan. See windows.h.
// Tested in tests/unit/planner/search_parts_test.cpp.
#include "planner/windows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace sojourn::planner {

struct Windows::Scratch {
  std::vector<Ix> staff, sponsor;
};

Windows::Windows(const Problem& problem, Workers& workers)
    : problem_(&problem), workers_(&workers), counties_(sites_by_county(problem)) {
  staff_of_ =
      group_by(problem.sponsor_of, problem.release_cap.size(), [](Ix sponsor) { return sponsor; });
  for (int worker = 0; worker < workers.count(); ++worker) {
    auto scratch = std::make_unique<Scratch>();
    scratch->staff.assign(static_cast<std::size_t>(problem.staff_count()), none);
    scratch->sponsor.assign(static_cast<std::size_t>(problem.sponsor_count()), none);
    scratch_.push_back(std::move(scratch));
  }
}

Windows::~Windows() = default;

void Windows::begin_pass(const Assignment& assignment, const Prices& prices,
                         const std::vector<TeamChoice>& choices, const WindowOptions& options) {
  options_ = options;
  covered_.assign(problem_->sites.size(), 0);
  std::vector<Milli> slack_of(problem_->sites.size());
  for (Ix s = 0; s < problem_->site_count(); ++s)
    slack_of[static_cast<std::size_t>(s)] = slack(s, assignment, prices, choices);
  seeds_.clear();
  for (Ix s = 0; s < problem_->site_count(); ++s)
    seeds_.push_back(s);
  std::stable_sort(seeds_.begin(), seeds_.end(), [&](Ix a, Ix b) {
    return slack_of[static_cast<std::size_t>(a)] > slack_of[static_cast<std::size_t>(b)];
  });
}

Milli Windows::slack(Ix site, const Assignment& assignment, const Prices& prices,
                     const std::vector<TeamChoice>& choices) const {
  const Team& team = assignment.team(site);
  Milli at_prices = team.cost * milli_per_point;
  for_each_head(team, [&](Ix staff) {
    const auto p = static_cast<std::size_t>(staff);
    at_prices +=
        prices.staff[p] + prices.release[static_cast<std::size_t>(problem_->sponsor_of[p])];
  });
  if (team.lead != none)
    at_prices += prices.lead[static_cast<std::size_t>(team.lead)];
  return at_prices - choices[static_cast<std::size_t>(site)].value;
}

void Windows::begin_only(const std::vector<Ix>& sites) {
  std::erase_if(
      seeds_, [&](Ix site) { return std::find(sites.begin(), sites.end(), site) == sites.end(); });
}

/// The site outside `window` that loses least by giving back one of the sponsor's people; none
/// where there is no such site.
Ix Windows::easiest_donor(Ix sponsor, const Assignment& assignment,
                          const std::vector<Ix>& window) const {
  Ix best = none;
  Points least = std::numeric_limits<Points>::max();
  for (const std::uint32_t person : staff_of(sponsor)) {
    const auto staff = static_cast<Ix>(person);
    const Ix site = assignment.site_of(staff);
    if (site == none || std::find(window.begin(), window.end(), site) != window.end())
      continue;
    const Team& team = assignment.team(site);
    const Points loss = team_without(*problem_, team, staff).cost - team.cost;
    if (loss < least) {
      least = loss;
      best = site;
    }
  }
  return best;
}

std::vector<Ix> Windows::window_around(Ix seed, const Assignment& assignment,
                                       const std::vector<TeamChoice>& choices,
                                       const std::vector<char>& used) const {
  const auto wanted = static_cast<std::size_t>(options_.sites);
  std::vector<Ix> window{seed};
  const auto add = [&](Ix site) {
    if (site == none || window.size() >= wanted || used[static_cast<std::size_t>(site)] != 0)
      return;
    if (std::find(window.begin(), window.end(), site) == window.end())
      window.push_back(site);
  };
  // Whoever holds the people that the site's cheapest team asks for, or the releases of their
  // sponsors, then theirs in turn.
  for (std::size_t at = 0; at < window.size() && at < 4 && window.size() * 2 < wanted; ++at) {
    const TeamChoice& choice = choices[static_cast<std::size_t>(window[at])];
    const auto pairs = problem_->pairs_of(window[at]);
    const auto ask = [&](std::int32_t position) {
      const Ix staff = pairs[static_cast<std::size_t>(position)].staff;
      const Ix holder = assignment.site_of(staff);
      add(holder);
      const Ix sponsor = problem_->sponsor_of[static_cast<std::size_t>(staff)];
      if (holder == none &&
          assignment.released(sponsor) >= problem_->release_cap[static_cast<std::size_t>(sponsor)])
        add(easiest_donor(sponsor, assignment, window));
    };
    if (choice.leader >= 0)
      ask(choice.leader);
    for (const std::int32_t member : choice.members)
      ask(member);
  }
  const std::vector<Ix>& county =
      counties_.sites[counties_.county_of[static_cast<std::size_t>(seed)]];
  const Instance& instance = *problem_->instance;
  const Place here = instance.sites[static_cast<std::size_t>(seed)].place;
  std::vector<std::pair<double, Ix>> near;
  for (const Ix site : county) {
    const Place there = instance.sites[static_cast<std::size_t>(site)].place;
    const double dx = there.x - here.x, dy = there.y - here.y;
    near.emplace_back(dx * dx + dy * dy, site);
  }
  std::sort(near.begin(), near.end());
  for (const auto& [distance, site] : near)
    add(site);
  return window;
}

bool Windows::next_batch(Assignment& assignment, const Prices& prices,
                         const std::vector<TeamChoice>& choices, std::stop_token stop) {
  // Step 1: windows around the next seeds, none sharing a site.
  std::vector<std::vector<Ix>> windows;
  std::vector<char> used(problem_->sites.size(), 0);
  std::size_t seed_at = 0;
  std::vector<Ix> postponed;
  while (seed_at < seeds_.size() && windows.size() < options_.batch) {
    const Ix seed = seeds_[seed_at++];
    if (covered_[static_cast<std::size_t>(seed)] != 0)
      continue;
    if (used[static_cast<std::size_t>(seed)] != 0) {
      postponed.push_back(seed);
      continue;
    }
    std::vector<Ix> window = window_around(seed, assignment, choices, used);
    if (window.size() < 2 && problem_->sites.size() > 1) {
      postponed.push_back(seed);
      continue;
    }
    for (const Ix site : window)
      used[static_cast<std::size_t>(site)] = 1;
    windows.push_back(std::move(window));
  }
  if (windows.empty())
    return false;

  // Step 2: plan them and keep what got better; a window that clashed comes again.
  const auto clashed = plan(windows, {}, options_, assignment, prices, stop);
  if (!clashed)
    return false;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    if ((*clashed)[w] != 0) {
      postponed.push_back(windows[w].front());
      continue;
    }
    // The middle of a window is done; its rim is looked at again from other seeds.
    for (std::size_t s = 0; s < windows[w].size() / 2 + 1; ++s) {
      covered_[static_cast<std::size_t>(windows[w][s])] = 1;
    }
  }
  seeds_.erase(seeds_.begin(), seeds_.begin() + static_cast<std::ptrdiff_t>(seed_at));
  seeds_.insert(seeds_.begin(), postponed.begin(), postponed.end());
  return true;
}

std::optional<std::vector<char>> Windows::plan(const std::vector<std::vector<Ix>>& windows,
                                               const KnownTeams& known_teams,
                                               const WindowOptions& options, Assignment& assignment,
                                               const Prices& prices, std::stop_token stop,
                                               const Fixed* charges, OnStop on_stop) {
  // Step 1: each on its own, all from the same plan.
  std::vector<std::vector<Team>> better(windows.size());
  std::vector<char> finished(windows.size(), 0);
  workers_->run(windows.size(), [&](std::size_t w, int worker) {
    if (stop.stop_requested())
      return;
    Scratch& scratch = *scratch_[static_cast<std::size_t>(worker)];
    Piece piece = cut_out(*problem_, windows[w], assignment, scratch.staff, scratch.sponsor);
    Prices start = prices_of(piece, prices);
    if (charges != nullptr)
      charge(*charges, piece, start);
    std::vector<Team> known;
    BranchOptions branch;
    branch.nodes = options.nodes;
    branch.dives = options.dives;
    branch.cutoff = 0;
    for (std::size_t s = 0; s < windows[w].size(); ++s) {
      Team team = to_local(assignment.team(windows[w][s]), static_cast<Ix>(s), scratch.staff,
                           scratch.sponsor);
      if (charges != nullptr)
        cost_anew(piece.problem, team);
      branch.cutoff += team.cost;
      known.push_back(std::move(team));
    }
    if (known_teams)
      add_known(piece, known_teams(w), scratch.staff, scratch.sponsor, charges != nullptr, known);
    forget(piece, scratch.staff, scratch.sponsor);
    const Branched found = branch_and_price(piece.problem, start, known, branch, stop);
    if (stop.stop_requested())
      return;
    finished[w] = 1;
    if (!found.teams)
      return;
    for (const Team& team : *found.teams) {
      better[w].push_back(to_whole(team, piece));
      if (charges != nullptr)
        cost_anew(*problem_, better[w].back());
    }
  });
  const auto kept =
      static_cast<std::size_t>(std::find(finished.begin(), finished.end(), 0) - finished.begin());
  if (kept < windows.size() && (on_stop == OnStop::drop_all || kept == 0))
    return std::nullopt;

  // Step 2: apply in order. Where an earlier window took a person meanwhile, the sites concerned
  // choose anew from who is left; if the window is then no gain, it stays as it was.
  std::vector<char> clashed(kept, 0);
  for (std::size_t w = 0; w < kept; ++w) {
    if (better[w].empty())
      continue;
    const Points before = assignment.total();
    std::vector<Team> old;
    for (const Ix site : windows[w])
      old.push_back(assignment.team(site));
    for (const Ix site : windows[w])
      assignment.replace(bare_team(*problem_, site));
    std::vector<Ix> missed;
    for (const Team& team : better[w]) {
      if (assignment.fits(team)) {
        assignment.replace(team);
      } else {
        missed.push_back(team.site);
      }
    }
    if (!missed.empty()) {
      clashed[w] = 1;
      fill(*problem_, prices, missed, assignment);
    }
    if (assignment.total() > before) {
      for (const Ix site : windows[w])
        assignment.replace(bare_team(*problem_, site));
      for (const Team& team : old)
        assignment.replace(team);
    }
  }
  return clashed;
}

}  // namespace sojourn::planner
