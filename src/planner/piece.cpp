// Cutting a piece out of a problem and finding the way back. See piece.h.
// Tested through windows and counties in tests/unit/planner/search_parts_test.cpp.
#include "planner/piece.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace sojourn::planner {

namespace {

std::vector<Milli> pick(const std::vector<Milli>& from, const std::vector<Ix>& which) {
  std::vector<Milli> out;
  out.reserve(which.size());
  for (const Ix i : which)
    out.push_back(from[static_cast<std::size_t>(i)]);
  return out;
}

std::int32_t within(Milli points) {
  constexpr Milli most = 1'000'000'000;
  return static_cast<std::int32_t>(std::min(points, most));
}

/// Releases and leads of the sponsor that the sites use.
std::pair<std::int32_t, std::int32_t> used_in(const Problem& problem, std::span<const Ix> sites,
                                              const Assignment& assignment, Ix sponsor) {
  std::pair<std::int32_t, std::int32_t> used{0, 0};
  for (const Ix site : sites) {
    const Team& team = assignment.team(site);
    for_each_head(team, [&](Ix staff) {
      used.first += problem.sponsor_of[static_cast<std::size_t>(staff)] == sponsor ? 1 : 0;
    });
    used.second += team.lead == sponsor ? 1 : 0;
  }
  return used;
}

}  // namespace

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

void charge(const Fixed& charges, Piece& piece, Prices& start) {
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
  const Points per_score = std::max<Points>(1, piece.problem.lead_score);
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

SitesByCounty sites_by_county(const Problem& problem) {
  SitesByCounty out;
  std::unordered_map<Ix, std::size_t> number;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const auto [it, fresh] =
        number.emplace(problem.county_of_site[static_cast<std::size_t>(s)], out.sites.size());
    if (fresh)
      out.sites.emplace_back();
    out.sites[it->second].push_back(s);
    out.county_of.push_back(it->second);
  }
  return out;
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

void add_known(const Piece& piece, const std::vector<Team>& teams,
               const std::vector<Ix>& local_staff, const std::vector<Ix>& local_sponsor, bool anew,
               std::vector<Team>& known) {
  std::unordered_map<Ix, Ix> local_site;
  for (std::size_t s = 0; s < piece.sites.size(); ++s)
    local_site.emplace(piece.sites[s], static_cast<Ix>(s));
  for (const Team& team : teams) {
    bool here = true;
    for_each_head(team, [&](Ix staff) {
      here = here && local_staff[static_cast<std::size_t>(staff)] != none;
    });
    if (!here)
      continue;
    known.push_back(to_local(team, local_site.at(team.site), local_staff, local_sponsor));
    if (anew)
      cost_anew(piece.problem, known.back());
  }
}

Prices prices_of(const Piece& piece, const Prices& prices) {
  return {pick(prices.staff, piece.staff),
          pick(prices.release, piece.sponsors),
          pick(prices.lead, piece.sponsors),
          {}};
}

void forget(const Piece& piece, std::vector<Ix>& local_staff, std::vector<Ix>& local_sponsor) {
  for (const Ix staff : piece.staff)
    local_staff[static_cast<std::size_t>(staff)] = none;
  for (const Ix sponsor : piece.sponsors)
    local_sponsor[static_cast<std::size_t>(sponsor)] = none;
}

Piece cut_out(const Problem& problem, std::span<const Ix> sites, const Assignment& assignment,
              std::vector<Ix>& local_staff, std::vector<Ix>& local_sponsor, const Fixed* taken) {
  Piece piece;
  piece.sites.assign(sites.begin(), sites.end());
  Problem& out = piece.problem;
  out.instance = problem.instance;
  out.own_sponsor = problem.own_sponsor;
  out.lead_score = problem.lead_score;
  const auto inside = [&](Ix staff) {
    const Ix at = assignment.site_of(staff);
    return at == none || (taken != nullptr && taken->staff[static_cast<std::size_t>(staff)] != 0) ||
           std::find(sites.begin(), sites.end(), at) != sites.end();
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
    const bool whole_release = taken != nullptr && taken->release[j] != 0;
    const bool whole_lead = taken != nullptr && taken->lead[j] != 0;
    out.release_cap.push_back(problem.release_cap[j] -
                              (whole_release ? used_in(problem, sites, assignment, sponsor).first
                                             : assignment.released(sponsor)));
    out.max_sites.push_back(problem.max_sites[j] -
                            (whole_lead ? used_in(problem, sites, assignment, sponsor).second
                                        : assignment.led(sponsor)));
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

}  // namespace sojourn::planner
