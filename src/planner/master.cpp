// See master.h. Rows are made only when they can bind: a person's when two sites' teams hold them,
// a sponsor's when its teams together could pass the cap. Most never do.
#include "planner/master.h"

#include <algorithm>
#include <cmath>

#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedVector.hpp>

namespace sojourn::planner {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9e3779b97f4a7c15ULL + (hash << 6U) + (hash >> 2U);
  return hash * 0xff51afd7ed558ccdULL;
}

std::uint64_t hash_of(const Team& team) {
  std::uint64_t hash =
      mix(static_cast<std::uint64_t>(team.site) + 1, static_cast<std::uint64_t>(team.lead) + 2);
  hash = mix(hash, static_cast<std::uint64_t>(team.leader) + 3);
  for (const Ix member : team.members)
    hash = mix(hash, static_cast<std::uint64_t>(member));
  return hash;
}

Milli to_price(double points) {
  return std::max<Milli>(0, std::llround(points * static_cast<double>(milli_per_point)));
}

}  // namespace

bool Team::holds(Ix staff) const {
  return leader == staff || std::find(members.begin(), members.end(), staff) != members.end();
}

Team team_of(const Problem& problem, Ix site, const TeamChoice& choice) {
  const SiteView view = site_view(problem, site);
  Team team;
  team.site = site;
  if (choice.option >= 0)
    team.lead = view.options[static_cast<std::size_t>(choice.option)].sponsor;
  if (choice.leader >= 0)
    team.leader = view.pairs[static_cast<std::size_t>(choice.leader)].staff;
  for (const std::int32_t member : choice.members) {
    team.members.push_back(view.pairs[static_cast<std::size_t>(member)].staff);
  }
  team.cost = team_cost(problem, view, choice.option, choice.leader, choice.members);
  return team;
}

void cost_anew(const Problem& problem, Team& team) {
  const SiteView view = site_view(problem, team.site);
  const auto position = [&](Ix staff) {
    const auto at = std::lower_bound(view.pairs.begin(), view.pairs.end(), staff,
                                     [](const Pair& pair, Ix who) { return pair.staff < who; });
    return static_cast<std::int32_t>(at - view.pairs.begin());
  };
  std::int32_t option = -1;
  for (std::size_t o = 0; o < view.options.size(); ++o) {
    if (view.options[o].sponsor == team.lead)
      option = static_cast<std::int32_t>(o);
  }
  std::vector<std::int32_t> members;
  for (const Ix member : team.members)
    members.push_back(position(member));
  team.cost =
      team_cost(problem, view, option, team.leader == none ? -1 : position(team.leader), members);
}

Team team_without(const Problem& problem, Team team, Ix staff) {
  if (team.leader == staff) {
    team.leader = none;
  } else {
    std::erase(team.members, staff);
  }
  cost_anew(problem, team);
  return team;
}

Team bare_team(const Problem& problem, Ix site) {
  const SiteView view = site_view(problem, site);
  TeamChoice choice;
  for (std::size_t i = 0; i < view.pairs.size(); ++i) {
    if (!view.pairs[i].has(Pair::must))
      continue;
    if (!view.pairs[i].has(Pair::may_member) && choice.leader < 0) {
      choice.leader = static_cast<std::int32_t>(i);
    } else {
      choice.members.push_back(static_cast<std::int32_t>(i));
    }
  }
  if (!view.terms->may_have_no_lead && !view.options.empty())
    choice.option = 0;
  return team_of(problem, site, choice);
}

std::int32_t cut_count(const Problem& problem, const CutRow& cut, const Team& team) {
  std::int32_t uses = 0;
  for (const CutThing& thing : cut) {
    switch (thing.kind) {
      case CutThing::Kind::staff: uses += team.holds(thing.who) ? 1 : 0; break;
      case CutThing::Kind::release:
        for_each_head(team, [&](Ix staff) {
          uses += problem.sponsor_of[static_cast<std::size_t>(staff)] == thing.who ? 1 : 0;
        });
        break;
      case CutThing::Kind::lead: uses += team.lead == thing.who ? 1 : 0; break;
      case CutThing::Kind::site: uses += team.site == thing.who ? 1 : 0; break;
    }
  }
  return uses / 2;
}

struct Master::Model {
  ClpSimplex lp;
  std::size_t columns = 0;     // teams already in the model
  std::vector<int> column_of;  // of a team; relief columns stand between
  std::vector<int> staff_row, release_row, lead_row, cut_row;
  std::vector<std::vector<std::size_t>> staff_teams, release_teams, lead_teams;
  std::vector<Ix> staff_site;  // the only site whose teams hold this person so far, or many
  std::unordered_map<std::uint64_t, std::int32_t> most;  // (site, sponsor) -> most people a team
  std::vector<std::int64_t> release_most, lead_most;
  std::vector<std::pair<int, Ix>> wanted;  // kind (0 staff, 1 release, 2 lead), who
  std::vector<std::size_t> new_cuts;
  bool bounds_changed = false;
  bool solved = false;
};

namespace {
constexpr Ix many_sites = -2;
}

Master::Master(const Problem& problem, const Fixed* fixed)
    : problem_(&problem), fixed_(fixed), model_(std::make_unique<Model>()) {
  Model& m = *model_;
  m.lp.setLogLevel(0);
  m.lp.scaling(0);  // all entries are small whole numbers
  m.lp.setPrimalTolerance(1e-9);
  m.lp.setDualTolerance(1e-9);
  const auto sites = problem.sites.size();
  for (const SiteTerms& terms : problem.sites) {
    relief_cost_ =
        std::max(relief_cost_, 4.0 * static_cast<double>(terms.short_of_minimum + terms.no_leader));
  }
  m.lp.resize(0, 0);
  std::vector<double> one(sites, 1.0);
  std::vector<CoinBigIndex> starts(sites + 1, 0);
  m.lp.addRows(static_cast<int>(sites), one.data(), one.data(), starts.data(), nullptr, nullptr);
  m.staff_row.assign(static_cast<std::size_t>(problem.staff_count()), -1);
  m.staff_site.assign(static_cast<std::size_t>(problem.staff_count()), none);
  m.staff_teams.resize(static_cast<std::size_t>(problem.staff_count()));
  const auto sponsors = static_cast<std::size_t>(problem.sponsor_count());
  m.release_row.assign(sponsors, -1);
  m.lead_row.assign(sponsors, -1);
  m.release_teams.resize(sponsors);
  m.lead_teams.resize(sponsors);
  m.release_most.assign(sponsors, 0);
  m.lead_most.assign(sponsors, 0);
}

Master::~Master() = default;

bool Master::add(const Team& team) {
  const std::uint64_t hash = hash_of(team);
  const auto [first, last] = known_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (teams_[it->second] == team)
      return false;
  }
  const std::size_t index = teams_.size();
  known_.emplace(hash, index);
  teams_.push_back(team);
  Model& m = *model_;
  std::unordered_map<Ix, std::int32_t> from;
  for_each_head(team, [&](Ix staff) {
    const auto p = static_cast<std::size_t>(staff);
    m.staff_teams[p].push_back(index);
    if (m.staff_site[p] == none) {
      m.staff_site[p] = team.site;
    } else if (m.staff_site[p] != team.site && m.staff_site[p] != many_sites) {
      m.staff_site[p] = many_sites;
      if (fixed_ == nullptr || fixed_->staff[p] == 0)
        m.wanted.emplace_back(0, staff);
    }
    ++from[problem_->sponsor_of[p]];
  });
  const auto raise = [&](Ix sponsor, std::int32_t count, std::uint64_t kind,
                         std::vector<std::int64_t>& total, std::int32_t cap) {
    const auto j = static_cast<std::size_t>(sponsor);
    const std::uint64_t key = (static_cast<std::uint64_t>(team.site) << 33U) |
                              (static_cast<std::uint64_t>(sponsor) << 1U) | kind;
    std::int32_t& before = m.most[key];
    if (count <= before)
      return;
    const bool fitted = total[j] <= cap;
    total[j] += count - before;
    before = count;
    if (!fitted || total[j] <= cap)
      return;
    if (fixed_ != nullptr && (kind == 0 ? fixed_->release : fixed_->lead)[j] != 0)
      return;
    m.wanted.emplace_back(kind == 0 ? 1 : 2, sponsor);
  };
  for (const auto& [sponsor, count] : from) {
    m.release_teams[static_cast<std::size_t>(sponsor)].push_back(index);
    raise(sponsor, count, 0, m.release_most,
          problem_->release_cap[static_cast<std::size_t>(sponsor)]);
  }
  if (team.lead != none) {
    m.lead_teams[static_cast<std::size_t>(team.lead)].push_back(index);
    raise(team.lead, 1, 1, m.lead_most, problem_->max_sites[static_cast<std::size_t>(team.lead)]);
  }
  return true;
}

void Master::add_cut(const CutRow& cut) {
  model_->new_cuts.push_back(cuts_.size());
  model_->cut_row.push_back(-1);
  cuts_.push_back(cut);
}

void Master::allow(std::size_t team, bool allowed) {
  Model& m = *model_;
  if (team >= m.columns) {
    // Not in the model yet: bring it in first, so that the bound has a place.
    solve();
  }
  m.lp.setColumnUpper(m.column_of[team], allowed ? COIN_DBL_MAX : 0.0);
  m.bounds_changed = true;
}

Master::Result Master::solve() {
  Model& m = *model_;
  // Step 1: rows that have come to matter, with their entries in the columns already there.
  std::sort(m.wanted.begin(), m.wanted.end());
  std::vector<int> entry_columns;
  std::vector<double> entries;
  const auto add_row = [&](double upper) {
    const int row = m.lp.numberRows();
    m.lp.addRow(static_cast<int>(entry_columns.size()), entry_columns.data(), entries.data(),
                -COIN_DBL_MAX, upper);
    // Relief: over the row's limit at a price above any gain, so that a branch that cannot be
    // met gets a bound past every plan instead of no prices at all.
    const double minus = -1;
    m.lp.addColumn(1, &row, &minus, 0, COIN_DBL_MAX, relief_cost_);
    return row;
  };
  for (const auto& [kind, who] : m.wanted) {
    entry_columns.clear();
    entries.clear();
    const auto w = static_cast<std::size_t>(who);
    const auto& teams = kind == 0   ? m.staff_teams[w]
                        : kind == 1 ? m.release_teams[w]
                                    : m.lead_teams[w];
    for (const std::size_t team : teams) {
      if (team >= m.columns)
        continue;
      double entry = 1;
      if (kind == 1) {
        entry = 0;
        for_each_head(teams_[team], [&](Ix staff) {
          if (problem_->sponsor_of[static_cast<std::size_t>(staff)] == who)
            entry += 1;
        });
      }
      entry_columns.push_back(m.column_of[team]);
      entries.push_back(entry);
    }
    if (kind == 0) {
      m.staff_row[w] = add_row(1);
    } else if (kind == 1) {
      m.release_row[w] = add_row(problem_->release_cap[w]);
    } else {
      m.lead_row[w] = add_row(problem_->max_sites[w]);
    }
  }
  m.wanted.clear();
  const bool new_rows = !m.new_cuts.empty();
  const CutTable table = new_rows ? CutTable(*problem_, cuts_) : CutTable();
  for (const std::size_t cut : m.new_cuts) {
    entry_columns.clear();
    entries.clear();
    for (std::size_t team = 0; team < m.columns; ++team) {
      const std::int32_t count = cut_count(*problem_, cuts_[cut], teams_[team]);
      if (count == 0)
        continue;
      entry_columns.push_back(m.column_of[team]);
      entries.push_back(count);
    }
    m.cut_row[cut] = add_row(static_cast<double>(table.capacity(cut)));
  }
  m.new_cuts.clear();

  // Step 2: new columns.
  const bool new_columns = m.columns < teams_.size();
  if (new_columns) {
    std::vector<CoinBigIndex> starts{0};
    std::vector<int> rows;
    std::vector<double> elements, lower, upper, cost;
    const int first_column = m.lp.numberColumns();
    for (; m.columns < teams_.size(); ++m.columns) {
      const Team& team = teams_[m.columns];
      rows.push_back(team.site);
      elements.push_back(1);
      std::vector<std::pair<int, double>> release;
      for_each_head(team, [&](Ix staff) {
        const auto p = static_cast<std::size_t>(staff);
        if (m.staff_row[p] >= 0) {
          rows.push_back(m.staff_row[p]);
          elements.push_back(1);
        }
        const int row = m.release_row[static_cast<std::size_t>(problem_->sponsor_of[p])];
        if (row < 0)
          return;
        for (auto& [known, entry] : release) {
          if (known == row) {
            entry += 1;
            return;
          }
        }
        release.emplace_back(row, 1.0);
      });
      for (const auto& [row, entry] : release) {
        rows.push_back(row);
        elements.push_back(entry);
      }
      if (team.lead != none && m.lead_row[static_cast<std::size_t>(team.lead)] >= 0) {
        rows.push_back(m.lead_row[static_cast<std::size_t>(team.lead)]);
        elements.push_back(1);
      }
      for (std::size_t cut = 0; cut < cuts_.size(); ++cut) {
        if (const std::int32_t count = cut_count(*problem_, cuts_[cut], team); count > 0) {
          rows.push_back(m.cut_row[cut]);
          elements.push_back(count);
        }
      }
      starts.push_back(static_cast<CoinBigIndex>(rows.size()));
      lower.push_back(0);
      upper.push_back(COIN_DBL_MAX);
      cost.push_back(cost_of(team));
      m.column_of.push_back(first_column + static_cast<int>(cost.size()) - 1);
    }
    m.lp.addColumns(static_cast<int>(cost.size()), lower.data(), upper.data(), cost.data(),
                    starts.data(), rows.data(), elements.data());
  }

  // Step 3: primal after new columns (the old basis stays feasible), dual after new bounds or rows.
  if (m.solved && (m.bounds_changed || new_rows) && !new_columns) {
    m.lp.dual();
  } else {
    m.lp.primal();
  }
  if (m.lp.status() != 0)
    m.lp.primal();
  m.solved = true;
  ++solves_;
  pivots_ += m.lp.numberIterations();
  m.bounds_changed = false;
  return {m.lp.status() == 0, m.lp.objectiveValue()};
}

double Master::share(std::size_t team) const {
  return team < model_->columns ? model_->lp.primalColumnSolution()[model_->column_of[team]] : 0.0;
}

void Master::prices(Prices& out) const {
  const Model& m = *model_;
  const double* dual = m.lp.dualRowSolution();
  const auto read = [&](const std::vector<int>& rows, std::vector<Milli>& to) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      to[i] = rows[i] < 0 ? 0 : to_price(-dual[rows[i]]);
  };
  read(m.staff_row, out.staff);
  read(m.release_row, out.release);
  read(m.lead_row, out.lead);
  out.cuts.assign(m.cut_row.size(), 0);
  read(m.cut_row, out.cuts);
  if (fixed_ == nullptr)
    return;
  const auto hold = [](const std::vector<char>& which, const std::vector<Milli>& from,
                       std::vector<Milli>& to) {
    for (std::size_t i = 0; i < which.size(); ++i) {
      if (which[i] != 0)
        to[i] = from[i];
    }
  };
  hold(fixed_->staff, fixed_->prices.staff, out.staff);
  hold(fixed_->release, fixed_->prices.release, out.release);
  hold(fixed_->lead, fixed_->prices.lead, out.lead);
}

double Master::cost_of(const Team& team) const {
  Milli fixed = 0;
  if (fixed_ != nullptr) {
    for_each_head(team, [&](Ix staff) {
      const auto p = static_cast<std::size_t>(staff);
      const auto j = static_cast<std::size_t>(problem_->sponsor_of[p]);
      if (fixed_->staff[p] != 0)
        fixed += fixed_->prices.staff[p];
      if (fixed_->release[j] != 0)
        fixed += fixed_->prices.release[j];
    });
    if (team.lead != none && fixed_->lead[static_cast<std::size_t>(team.lead)] != 0) {
      fixed += fixed_->prices.lead[static_cast<std::size_t>(team.lead)];
    }
  }
  return static_cast<double>(team.cost) +
         static_cast<double>(fixed) / static_cast<double>(milli_per_point);
}

void Master::refresh_fixed() {
  Model& m = *model_;
  for (std::size_t team = 0; team < m.columns; ++team) {
    m.lp.setObjectiveCoefficient(m.column_of[team], cost_of(teams_[team]));
  }
}

Milli Master::fixed_offset() const {
  Milli offset = 0;
  if (fixed_ == nullptr)
    return offset;
  for (std::size_t p = 0; p < fixed_->staff.size(); ++p) {
    if (fixed_->staff[p] != 0)
      offset += fixed_->prices.staff[p];
  }
  for (std::size_t j = 0; j < fixed_->release.size(); ++j) {
    if (fixed_->release[j] != 0)
      offset += fixed_->prices.release[j] * problem_->release_cap[j];
    if (fixed_->lead[j] != 0)
      offset += fixed_->prices.lead[j] * problem_->max_sites[j];
  }
  return offset;
}

}  // namespace sojourn::planner
