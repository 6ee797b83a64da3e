#include "bench/peers/mip_model.h"

#include <algorithm>
#include <coin/CbcModel.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "base/process.h"
#include "planner/check_leads.h"
#include "planner/check_pairs.h"
#include "planner/value.h"

namespace sojourn::peers {

using namespace planner;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

class Builder {
 public:
  Builder(const Instance& instance, Link link)
      : instance_(instance), link_(link), valuer_(instance), reader_(valuer_.pairs()) {}

  MipModel build() {
    choose_leads();
    const auto caps = checking::release_caps(instance_);
    release_rows_.resize(instance_.sponsors.size());
    for (std::size_t j = 0; j < caps.size(); ++j) {
      release_rows_[j] = row(-infinite, static_cast<double>(caps[j]));
    }
    pairs_of_site_.resize(instance_.sites.size());
    for (std::size_t p = 0; p < instance_.staff.size(); ++p) {
      person(static_cast<Ix>(p));
    }
    for (std::size_t s = 0; s < instance_.sites.size(); ++s) {
      site(static_cast<Ix>(s));
    }
    return std::move(model_);
  }

 private:
  struct PairColumns {
    Ix staff;
    std::int32_t in_team, leads;  ///< leads: -1 where they cannot
  };

  std::int32_t column(double cost, double lower, double upper, bool integer) {
    model_.columns.push_back({cost, lower, upper, integer});
    return static_cast<std::int32_t>(model_.columns.size() - 1);
  }
  std::int32_t row(double lower, double upper) {
    model_.row_lower.push_back(lower);
    model_.row_upper.push_back(upper);
    return static_cast<std::int32_t>(model_.row_lower.size() - 1);
  }
  void entry(std::int32_t of_row, std::int32_t of_column, double value) {
    model_.entry_row.push_back(of_row);
    model_.entry_column.push_back(of_column);
    model_.entry_value.push_back(value);
  }
  static double points(Points value) { return static_cast<double>(value); }

  /// Step 1: lead sponsors. Rule 6; an announced one and those of pairing "first" are fixed.
  void choose_leads() {
    std::vector<std::int32_t> max_rows;
    for (const Sponsor& sponsor : instance_.sponsors) {
      max_rows.push_back(row(-infinite, sponsor.max_sites));
    }
    std::vector<Ix> fixed;
    if (instance_.rules.pairing == Pairing::first) {
      fixed = checking::lead_sponsors_first(instance_);
    }
    leads_.resize(instance_.sites.size());
    for (std::size_t s = 0; s < instance_.sites.size(); ++s) {
      const auto site = static_cast<Ix>(s);
      const Ix announced = instance_.sites[s].announced_lead;
      const std::int32_t one = row(-infinite, 1);
      for (const Ix sponsor : valuer_.lead_options(site)) {
        const bool must = sponsor == announced || (!fixed.empty() && fixed[s] == sponsor);
        const bool may = fixed.empty() || fixed[s] == sponsor;
        const double cost = -points(instance_.rules.lead_sponsor * valuer_.score(site, sponsor));
        const std::int32_t lead = column(cost, must ? 1 : 0, may ? 1 : 0, true);
        entry(one, lead, 1);
        entry(max_rows[at(sponsor)], lead, 1);
        leads_[s][sponsor] = lead;
        model_.meanings.push_back({MipModel::Meaning::Kind::lead_sponsor, lead, sponsor, site});
      }
    }
  }

  /// Step 2: a person's pairs. Rules 1, 2 and 5, and that nobody is at two sites.
  void person(Ix staff) {
    const Staff& someone = instance_.staff[at(staff)];
    std::optional<Pin> must;
    for (const std::uint32_t pin : reader_.pins_of(staff)) {
      if (instance_.pins[pin].rule == PinRule::must) {
        must = instance_.pins[pin];
      }
    }
    sites_.clear();
    reader_.candidate_sites(staff, sites_);
    const std::int32_t once = row(-infinite, 1);
    for (const Ix site : sites_) {
      const checking::Standing standing = reader_.standing(staff, site);
      const bool here = must && must->site == site;
      const bool may_lead =
          someone.can_lead && standing.may_lead() && !(here && must->role == PinRole::member);
      const bool may_member = standing.may_member() && !(here && must->role == PinRole::leader);
      if ((must && !here) || (!may_lead && !may_member)) {
        continue;
      }
      const double cost = points(reader_.points(staff, site).all());
      const std::int32_t in_team = column(cost, here ? 1 : 0, 1, true);
      entry(once, in_team, 1);
      entry(release_rows_[at(someone.sponsor)], in_team, 1);
      std::int32_t leads = -1;
      if (may_lead) {
        leads = column(points(checking::leader_points(instance_, staff)), 0, 1, true);
        const std::int32_t member_too = row(may_member ? 0 : 0, may_member ? infinite : 0);
        entry(member_too, in_team, 1);
        entry(member_too, leads, -1);
        model_.meanings.push_back({MipModel::Meaning::Kind::leads_team, leads, staff, site});
      }
      model_.meanings.push_back({MipModel::Meaning::Kind::in_team, in_team, staff, site});
      pairs_of_site_[at(site)].push_back({staff, in_team, leads});
    }
  }

  /// A penalty paid once unless one of the columns is taken.
  void wanted(double cost, const std::vector<std::int32_t>& columns) {
    const std::int32_t missing = column(cost, 0, 1, false);
    const std::int32_t covered = row(1, infinite);
    entry(covered, missing, 1);
    for (const std::int32_t one : columns) {
      entry(covered, one, 1);
    }
  }

  /// Step 3: a site's team. Rules 3 and 4 and the terms of the team.
  void site(Ix number) {
    const Site& here = instance_.sites[at(number)];
    const Rules& rules = instance_.rules;
    const auto& pairs = pairs_of_site_[at(number)];
    const Points need = here.need;
    const std::int32_t most = row(-infinite, here.target_team);
    const std::int32_t timers = row(-infinite, here.max_first_timers);
    std::vector<std::int32_t> leaders, stayers;
    for (const PairColumns& pair : pairs) {
      const Staff& someone = instance_.staff[at(pair.staff)];
      entry(most, pair.in_team, 1);
      if (someone.first_timer) {
        entry(timers, pair.in_team, 1);
      }
      if (pair.leads >= 0) {
        leaders.push_back(pair.leads);
      }
      if (someone.current_site == number) {
        stayers.push_back(pair.in_team);
      }
    }
    const std::int32_t one_leader = row(-infinite, 1);
    for (const std::int32_t leader : leaders) {
      entry(one_leader, leader, 1);
    }
    wanted(points(rules.no_leader * need), leaders);
    cover(here.languages, &Staff::languages, points(rules.languages * need), pairs);
    cover(here.skills, &Staff::skills, points(rules.skills * need), pairs);
    const bool has_current = std::any_of(
        instance_.staff.begin(), instance_.staff.end(),
        [&](const Staff& someone) { return someone.available && someone.current_site == number; });
    if (has_current) {
      wanted(points(rules.nobody_stays), stayers);
    }
    shortage(here, pairs);
    own_sponsor(here, number, pairs);
  }

  void cover(List wanted_list, List Staff::* held, double cost,
             const std::vector<PairColumns>& pairs) {
    for (const Ix requirement : instance_.list(wanted_list)) {
      std::vector<std::int32_t> holders;
      for (const PairColumns& pair : pairs) {
        const auto list = instance_.list(instance_.staff[at(pair.staff)].*held);
        if (std::binary_search(list.begin(), list.end(), requirement)) {
          holders.push_back(pair.in_team);
        }
      }
      wanted(cost, holders);
    }
  }

  /// u1 >= min - heads; u2 = target - max(heads, min). Where a head under the minimum costs at
  /// least as much as one under the target, u1 + u2 >= target - heads says it; else a switch is
  /// needed.
  void shortage(const Site& here, const std::vector<PairColumns>& pairs) {
    const double under_min = points(instance_.rules.short_of_minimum * here.need);
    const double under_target = points(instance_.rules.short_of_target * here.need);
    const double between = here.target_team - here.min_team;
    const std::int32_t u1 = column(under_min, 0, here.min_team, false);
    const std::int32_t u2 = column(under_target, 0, between, false);
    const std::int32_t minimum = row(here.min_team, infinite);
    entry(minimum, u1, 1);
    const bool convex = under_min >= under_target;
    std::int32_t target = 0;
    if (convex) {
      target = row(here.target_team, infinite);
      entry(target, u1, 1);
    } else {
      const std::int32_t full = column(0, 0, 1, true);  // the minimum is reached
      target = row(0, infinite);                        // u2 >= target * full - heads
      entry(target, full, -here.target_team);
      const std::int32_t not_full = row(between, infinite);  // u2 >= between * (1 - full)
      entry(not_full, u2, 1);
      entry(not_full, full, between);
    }
    entry(target, u2, 1);
    for (const PairColumns& pair : pairs) {
      entry(minimum, pair.in_team, 1);
      entry(target, pair.in_team, 1);
    }
  }

  void own_sponsor(const Site& here, Ix number, const std::vector<PairColumns>& pairs) {
    std::map<Ix, std::int32_t> weak_rows;
    for (const PairColumns& pair : pairs) {
      const Ix sponsor = instance_.staff[at(pair.staff)].sponsor;
      const auto lead = leads_[at(number)].find(sponsor);
      if (lead == leads_[at(number)].end()) {
        continue;
      }
      const std::int32_t own = column(-points(instance_.rules.own_sponsor), 0, 1, false);
      const std::int32_t placed = row(-infinite, 0);
      entry(placed, own, 1);
      entry(placed, pair.in_team, -1);
      if (link_ == Link::strong) {
        const std::int32_t led = row(-infinite, 0);
        entry(led, own, 1);
        entry(led, lead->second, -1);
      } else {
        const auto [found, fresh] = weak_rows.try_emplace(sponsor, -1);
        if (fresh) {
          found->second = row(-infinite, 0);
          entry(found->second, lead->second, -here.target_team);
        }
        entry(found->second, own, 1);
      }
    }
  }

  const Instance& instance_;
  Link link_;
  checking::TeamValuer valuer_;
  const checking::PairReader& reader_;
  MipModel model_;
  std::vector<std::int32_t> release_rows_;
  std::vector<std::map<Ix, std::int32_t>> leads_;  ///< per site: sponsor to column
  std::vector<std::vector<PairColumns>> pairs_of_site_;
  std::vector<Ix> sites_;
};

CoinPackedMatrix matrix_of(const MipModel& model) {
  return CoinPackedMatrix(true, model.entry_row.data(), model.entry_column.data(),
                          model.entry_value.data(),
                          static_cast<CoinBigIndex>(model.entry_row.size()));
}

struct Arrays {
  std::vector<double> lower, upper, cost, row_lower, row_upper;
};
Arrays arrays_of(const MipModel& model, double solver_infinity) {
  Arrays out;
  for (const MipModel::Column& column : model.columns) {
    out.lower.push_back(column.lower);
    out.upper.push_back(column.upper);
    out.cost.push_back(column.cost);
  }
  const auto finite = [&](double value) {
    return std::clamp(value, -solver_infinity, solver_infinity);
  };
  for (std::size_t i = 0; i < model.row_lower.size(); ++i) {
    out.row_lower.push_back(finite(model.row_lower[i]));
    out.row_upper.push_back(finite(model.row_upper[i]));
  }
  return out;
}

Plan plan_of(const Instance& instance, const MipModel& model, const double* solution) {
  Plan plan;
  plan.lead_sponsors.assign(instance.sites.size(), none);
  std::map<std::pair<Ix, Ix>, Role> placed;  // site, staff
  for (const MipModel::Meaning& meaning : model.meanings) {
    if (solution[meaning.column] < 0.5) {
      continue;
    }
    switch (meaning.kind) {
      case MipModel::Meaning::Kind::lead_sponsor:
        plan.lead_sponsors[at(meaning.site)] = meaning.who;
        break;
      case MipModel::Meaning::Kind::in_team:
        placed.try_emplace({meaning.site, meaning.who}, Role::member);
        break;
      case MipModel::Meaning::Kind::leads_team:
        placed[{meaning.site, meaning.who}] = Role::leader;
        break;
    }
  }
  for (const auto& [where, role] : placed) {
    plan.placements.push_back({where.second, where.first, role});
  }
  std::stable_sort(plan.placements.begin(), plan.placements.end(),
                   [](const Placement& a, const Placement& b) {
                     return std::pair(a.site, a.role) < std::pair(b.site, b.role);
                   });
  return plan;
}

}  // namespace

MipModel make_mip(const Instance& instance, Link link) { return Builder(instance, link).build(); }

MipAnswer solve_relaxation(const Instance& instance, Link link, double seconds) {
  const double start = base::cpu_seconds();
  const MipModel model = make_mip(instance, link);
  const Arrays arrays = arrays_of(model, COIN_DBL_MAX);
  ClpSimplex clp;
  clp.setLogLevel(0);
  clp.loadProblem(matrix_of(model), arrays.lower.data(), arrays.upper.data(), arrays.cost.data(),
                  arrays.row_lower.data(), arrays.row_upper.data());
  clp.setMaximumSeconds(seconds);
  clp.initialDualSolve();
  MipAnswer answer;
  answer.bound = clp.isProvenOptimal() ? clp.objectiveValue() : -infinite;
  answer.seconds = base::cpu_seconds() - start;
  return answer;
}

MipAnswer solve_mip(const Instance& instance, Link link, double seconds) {
  const double start = base::cpu_seconds();
  const MipModel model = make_mip(instance, link);
  OsiClpSolverInterface solver;
  const Arrays arrays = arrays_of(model, solver.getInfinity());
  solver.loadProblem(matrix_of(model), arrays.lower.data(), arrays.upper.data(), arrays.cost.data(),
                     arrays.row_lower.data(), arrays.row_upper.data());
  for (std::size_t i = 0; i < model.columns.size(); ++i) {
    if (model.columns[i].integer) {
      solver.setInteger(static_cast<int>(i));
    }
  }
  solver.messageHandler()->setLogLevel(0);
  CbcModel cbc(solver);
  CbcMain0(cbc);
  cbc.setLogLevel(0);
  cbc.messageHandler()->setLogLevel(0);
  const std::string limit = std::to_string(std::max(1, static_cast<int>(seconds)));
  const char* arguments[] = {"cbc",  "-log",        "0",      "-timeMode", "cpu",
                             "-sec", limit.c_str(), "-ratio", "0",         "-allow",
                             "0",    "-solve",      "-quit"};
  CbcMain1(static_cast<int>(std::size(arguments)), arguments, cbc);
  MipAnswer answer;
  answer.bound = cbc.getBestPossibleObjValue();
  answer.optimal = cbc.isProvenOptimal();
  if (cbc.bestSolution() != nullptr) {
    answer.plan = plan_of(instance, model, cbc.bestSolution());
    answer.value = cbc.getObjValue();
  }
  answer.seconds = base::cpu_seconds() - start;
  return answer;
}

}  // namespace sojourn::peers
