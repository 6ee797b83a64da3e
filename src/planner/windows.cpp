#include "planner/windows.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

namespace sojourn::planner {

namespace {

std::vector<Milli> pick(const std::vector<Milli>& from, const std::vector<Ix>& which) {
  std::vector<Milli> out;
  out.reserve(which.size());
  for (const Ix i : which)
    out.push_back(from[static_cast<std::size_t>(i)]);
  return out;
}

Team to_local(const Team& team, Ix site, const std::vector<Ix>& staff,
              const std::vector<Ix>& sponsor) {
  Team out = team;
  out.site = site;
  if (out.lead != none)
    out.lead = sponsor[static_cast<std::size_t>(out.lead)];
  if (out.leader != none)
    out.leader = staff[static_cast<std::size_t>(out.leader)];
  for (Ix& member : out.members)
    member = staff[static_cast<std::size_t>(member)];
  return out;
}

}  // namespace

static std::int32_t within(Milli points) {
  constexpr Milli most = 1'000'000'000;
  return static_cast<std::int32_t>(std::min(points, most));
}

/// Adds what shared things cost to the piece's pairs and lead options, and takes it off the start
/// prices. Whole points, and whole score points for leads: enough to plan by.
static void charge(const Fixed& charges, Piece& piece, Prices& start) {
  std::vector<Milli> more(piece.staff.size(), 0);
  for (std::size_t p = 0; p < piece.staff.size(); ++p) {
    const auto staff = static_cast<std::size_t>(piece.staff[p]);
    const auto local = static_cast<std::size_t>(piece.problem.sponsor_of[p]);
    const auto sponsor = static_cast<std::size_t>(piece.sponsors[local]);
    if (charges.staff[staff] != 0) {
      more[p] += charges.prices.staff[staff];
      start.staff[p] = 0;
    }
    if (charges.release[sponsor] != 0)
      more[p] += charges.prices.release[sponsor];
  }
  for (Pair& pair : piece.problem.pairs) {
    pair.cost += within(more[static_cast<std::size_t>(pair.staff)] / milli_per_point);
  }
  const Points per_score = std::max<Points>(1, piece.problem.instance->rules.lead_sponsor);
  for (LeadOption& option : piece.problem.lead_options) {
    const auto sponsor =
        static_cast<std::size_t>(piece.sponsors[static_cast<std::size_t>(option.sponsor)]);
    if (charges.lead[sponsor] == 0)
      continue;
    option.score -= within(charges.prices.lead[sponsor] / milli_per_point / per_score);
  }
  for (std::size_t j = 0; j < piece.sponsors.size(); ++j) {
    const auto sponsor = static_cast<std::size_t>(piece.sponsors[j]);
    if (charges.release[sponsor] != 0)
      start.release[j] = 0;
    if (charges.lead[sponsor] != 0)
      start.lead[j] = 0;
  }
}

Team to_whole(const Team& team, const Piece& piece) {
  Team out = team;
  out.site = piece.sites[static_cast<std::size_t>(team.site)];
  if (out.lead != none)
    out.lead = piece.sponsors[static_cast<std::size_t>(out.lead)];
  if (out.leader != none)
    out.leader = piece.staff[static_cast<std::size_t>(out.leader)];
  for (Ix& member : out.members)
    member = piece.staff[static_cast<std::size_t>(member)];
  return out;
}

Piece cut_out(const Problem& problem, std::span<const Ix> sites, const Assignment& assignment,
              std::vector<Ix>& local_staff, std::vector<Ix>& local_sponsor) {
  Piece piece;
  piece.sites.assign(sites.begin(), sites.end());
  Problem& out = piece.problem;
  out.instance = problem.instance;
  const auto inside = [&](Ix staff) {
    const Ix at = assignment.site_of(staff);
    return at == none || std::find(sites.begin(), sites.end(), at) != sites.end();
  };
  // People in order of position, so that ties break as in the whole.
  for (const Ix site : sites) {
    for (const Pair& pair : problem.pairs_of(site)) {
      Ix& local = local_staff[static_cast<std::size_t>(pair.staff)];
      if (local != none || !inside(pair.staff))
        continue;
      local = 0;
      piece.staff.push_back(pair.staff);
    }
  }
  std::sort(piece.staff.begin(), piece.staff.end());
  const auto sponsor_here = [&](Ix sponsor) {
    Ix& local = local_sponsor[static_cast<std::size_t>(sponsor)];
    if (local == none) {
      local = static_cast<Ix>(piece.sponsors.size());
      piece.sponsors.push_back(sponsor);
    }
    return local;
  };
  for (std::size_t p = 0; p < piece.staff.size(); ++p) {
    const auto staff = static_cast<std::size_t>(piece.staff[p]);
    local_staff[staff] = static_cast<Ix>(p);
    out.sponsor_of.push_back(sponsor_here(problem.sponsor_of[staff]));
    out.leader_cost.push_back(problem.leader_cost[staff]);
  }
  out.site_begin.push_back(0);
  out.lead_begin.push_back(0);
  for (const Ix site : sites) {
    out.sites.push_back(problem.sites[static_cast<std::size_t>(site)]);
    for (const LeadOption& option : problem.options_of(site)) {
      out.lead_options.push_back({sponsor_here(option.sponsor), option.score});
    }
    out.lead_begin.push_back(static_cast<std::uint32_t>(out.lead_options.size()));
    for (const Pair& pair : problem.pairs_of(site)) {
      const Ix local = local_staff[static_cast<std::size_t>(pair.staff)];
      if (local == none)
        continue;
      out.pairs.emplace_back(pair).staff = local;
    }
    out.site_begin.push_back(static_cast<std::uint32_t>(out.pairs.size()));
  }
  for (const Ix sponsor : piece.sponsors) {
    const auto j = static_cast<std::size_t>(sponsor);
    out.release_cap.push_back(problem.release_cap[j] - assignment.released(sponsor));
    out.max_sites.push_back(problem.max_sites[j] - assignment.led(sponsor));
  }
  for (const Ix site : sites) {
    const Team& team = assignment.team(site);
    for_each_head(team, [&](Ix staff) {
      ++out.release_cap[static_cast<std::size_t>(local_sponsor[static_cast<std::size_t>(
          problem.sponsor_of[static_cast<std::size_t>(staff)])])];
    });
    if (team.lead != none) {
      ++out.max_sites[static_cast<std::size_t>(local_sponsor[static_cast<std::size_t>(team.lead)])];
    }
  }
  return piece;
}

struct Windows::Scratch {
  std::vector<Ix> staff, sponsor;
};

Windows::Windows(const Problem& problem, Workers& workers)
    : problem_(&problem), workers_(&workers) {
  std::unordered_map<Ix, Ix> block;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const Ix county =
        problem.county_of_site.empty() ? 0 : problem.county_of_site[static_cast<std::size_t>(s)];
    const auto [it, fresh] = block.emplace(county, static_cast<Ix>(county_sites_.size()));
    if (fresh)
      county_sites_.emplace_back();
    county_sites_[static_cast<std::size_t>(it->second)].push_back(s);
    block_of_.push_back(it->second);
  }
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
  std::vector<Milli> slack(problem_->sites.size());
  for (Ix s = 0; s < problem_->site_count(); ++s) {
    const Team& team = assignment.team(s);
    Milli at_prices = team.cost * milli_per_point;
    for_each_head(team, [&](Ix staff) {
      const auto p = static_cast<std::size_t>(staff);
      at_prices +=
          prices.staff[p] + prices.release[static_cast<std::size_t>(problem_->sponsor_of[p])];
    });
    if (team.lead != none)
      at_prices += prices.lead[static_cast<std::size_t>(team.lead)];
    slack[static_cast<std::size_t>(s)] = at_prices - choices[static_cast<std::size_t>(s)].value;
  }
  seeds_.clear();
  for (Ix s = 0; s < problem_->site_count(); ++s)
    seeds_.push_back(s);
  std::stable_sort(seeds_.begin(), seeds_.end(), [&](Ix a, Ix b) {
    return slack[static_cast<std::size_t>(a)] > slack[static_cast<std::size_t>(b)];
  });
}

void Windows::begin_with(const std::vector<Ix>& sites) {
  std::stable_partition(seeds_.begin(), seeds_.end(), [&](Ix site) {
    return std::find(sites.begin(), sites.end(), site) != sites.end();
  });
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
  // Whoever holds the people that the site's cheapest team asks for, then theirs in turn.
  for (std::size_t at = 0; at < window.size() && at < 4 && window.size() * 2 < wanted; ++at) {
    const TeamChoice& choice = choices[static_cast<std::size_t>(window[at])];
    const auto pairs = problem_->pairs_of(window[at]);
    if (choice.leader >= 0) {
      add(assignment.site_of(pairs[static_cast<std::size_t>(choice.leader)].staff));
    }
    for (const std::int32_t member : choice.members) {
      add(assignment.site_of(pairs[static_cast<std::size_t>(member)].staff));
    }
  }
  const std::vector<Ix>& county =
      county_sites_[static_cast<std::size_t>(block_of_[static_cast<std::size_t>(seed)])];
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
                                               const Fixed* charges) {
  // Step 1: each on its own, all from the same plan.
  std::vector<std::vector<Team>> better(windows.size());
  workers_->run(windows.size(), [&](std::size_t w, int worker) {
    if (stop.stop_requested())
      return;
    Scratch& scratch = *scratch_[static_cast<std::size_t>(worker)];
    Piece piece = cut_out(*problem_, windows[w], assignment, scratch.staff, scratch.sponsor);
    Prices start{pick(prices.staff, piece.staff), pick(prices.release, piece.sponsors),
                 pick(prices.lead, piece.sponsors)};
    if (charges != nullptr)
      charge(*charges, piece, start);
    std::vector<Team> known;
    BranchOptions branch;
    branch.nodes = options.nodes;
    branch.dive = options.dive;
    branch.cutoff = 0;
    for (std::size_t s = 0; s < windows[w].size(); ++s) {
      Team team = to_local(assignment.team(windows[w][s]), static_cast<Ix>(s), scratch.staff,
                           scratch.sponsor);
      if (charges != nullptr)
        cost_anew(piece.problem, team);
      branch.cutoff += team.cost;
      known.push_back(std::move(team));
    }
    if (known_teams) {
      std::unordered_map<Ix, Ix> local_site;
      for (std::size_t s = 0; s < windows[w].size(); ++s) {
        local_site.emplace(windows[w][s], static_cast<Ix>(s));
      }
      for (const Team& team : known_teams(w)) {
        bool here = true;
        for_each_head(team, [&](Ix staff) {
          here = here && scratch.staff[static_cast<std::size_t>(staff)] != none;
        });
        if (here) {
          known.push_back(to_local(team, local_site.at(team.site), scratch.staff, scratch.sponsor));
          if (charges != nullptr)
            cost_anew(piece.problem, known.back());
        }
      }
    }
    for (const Ix staff : piece.staff)
      scratch.staff[static_cast<std::size_t>(staff)] = none;
    for (const Ix sponsor : piece.sponsors)
      scratch.sponsor[static_cast<std::size_t>(sponsor)] = none;
    const Branched found = branch_and_price(piece.problem, start, known, branch, stop);
    if (!found.teams)
      return;
    for (const Team& team : *found.teams) {
      better[w].push_back(to_whole(team, piece));
      if (charges != nullptr)
        cost_anew(*problem_, better[w].back());
    }
  });
  if (stop.stop_requested())
    return std::nullopt;

  // Step 2: apply in order. Where an earlier window took a person meanwhile, the sites concerned
  // choose anew from who is left; if the window is then no gain, it stays as it was.
  std::vector<char> clashed(windows.size(), 0);
  for (std::size_t w = 0; w < windows.size(); ++w) {
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
