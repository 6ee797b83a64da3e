// One master whose teams are allowed or not by the decisions of a node. See node_master.h.
// Tested in tests/unit/planner/search_parts_test.cpp and brute_force_test.cpp.
#include "planner/node_master.h"

#include <algorithm>
#include <cmath>

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
  out.own_sponsor = problem.own_sponsor;
  out.lead_score = problem.lead_score;
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

}  // namespace

Shares::Shares(const Master& master) {
  for (std::size_t t = 0; t < master.teams().size(); ++t) {
    const double share = master.share(t);
    if (share < whole_share)
      continue;
    const Team& team = master.teams()[t];
    leads[{team.site, team.lead}] += share;
    for_each_head(team, [&](Ix staff) { heads[{team.site, staff}] += share; });
  }
}

NodeMaster::NodeMaster(const Problem& problem, const std::vector<Team>& known)
    : problem_(&problem), master_(problem) {
  for (Ix s = 0; s < problem.site_count(); ++s)
    master_.add(bare_team(problem, s));
  add_plan(known);
}

void NodeMaster::add_plan(const std::vector<Team>& teams) {
  for (const Team& team : teams)
    master_.add(team);
}

Generated NodeMaster::price(const std::vector<Decision>& decisions, Prices& prices,
                            const GenerateOptions& options, std::stop_token stop) {
  whole_ = decisions.empty();
  narrowed_ = whole_ ? Problem{} : restricted(*problem_, decisions);
  if (!whole_ || restricted_)
    allow_only(decisions);
  return price_again(prices, options, std::move(stop));
}

Generated NodeMaster::price_again(Prices& prices, const GenerateOptions& options,
                                  std::stop_token stop) {
  const Problem& here = whole_ ? *problem_ : narrowed_;
  Workers alone(1);
  Relaxation relaxation(here, alone);
  const Generated generated = generate(here, relaxation, master_, prices, options, std::move(stop));
  sites_solved_ += relaxation.solved();
  return generated;
}

void NodeMaster::allow_only(const std::vector<Decision>& decisions) {
  restricted_ = !decisions.empty();
  for (const Decision& d : decisions) {
    // Decisions may ask for more than a team can be; such a team must not stay in the master.
    const Team bare = bare_team(narrowed_, d.site);
    if (is_team(narrowed_, bare))
      master_.add(bare);
  }
  master_.solve();
  for (std::size_t t = 0; t < master_.teams().size(); ++t) {
    const Team& team = master_.teams()[t];
    master_.allow(t, std::all_of(decisions.begin(), decisions.end(),
                                 [&](const Decision& d) { return team_keeps(team, d); }));
  }
}

std::optional<FoundPlan> NodeMaster::round(const Prices& prices, Points cutoff) {
  const Problem& here = whole_ ? *problem_ : narrowed_;
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < master_.teams().size(); ++t) {
    if (master_.share(t) > 1e-6)
      order.push_back(t);
  }
  // In whole billionths: shares that differ by the programme's tolerance are the same.
  const auto billionths = [&](std::size_t t) { return std::llround(master_.share(t) * 1e9); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return billionths(a) > billionths(b); });
  Assignment assignment(here);
  if (!keeps_caps(here, assignment))
    return std::nullopt;
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
    fill(here, prices, rest, assignment);
  for (Ix s = 0; s < here.site_count(); ++s) {
    if (assignment.team(s).lead == none &&
        !here.sites[static_cast<std::size_t>(s)].may_have_no_lead)
      return std::nullopt;  // every sponsor that may lead it is taken
  }
  if (assignment.total() >= cutoff)
    return std::nullopt;
  FoundPlan found;
  found.value = assignment.total();
  for (Ix s = 0; s < here.site_count(); ++s)
    found.teams.push_back(assignment.team(s));
  add_plan(found.teams);
  return found;
}

}  // namespace sojourn::planner
