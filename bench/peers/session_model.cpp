#include "bench/peers/session_model.h"

#include <algorithm>
#include <cmath>
#include <coin/CbcModel.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <set>
#include <vector>

namespace sojourn::peers {

using stages::training::PlanSession;
using stages::training::SessionPlanInput;

MostServed most_served(const SessionPlanInput& input) {
  std::int64_t late = 0;
  std::int64_t wishes = 0;
  for (const auto& person : input.people) {
    for (const auto& need : person.needs) {
      late += need.late ? 1 : 0;
      wishes += need.wish ? 1 : 0;
    }
  }
  // 1. Rows: places of sessions, each need once, and a person on each day.
  std::vector<double> most;
  for (const PlanSession& session : input.sessions) {
    most.push_back(std::max(session.places, 0));
  }
  std::vector<double> worth;
  std::vector<bool> in_time;
  std::vector<std::vector<int>> members(input.sessions.size());
  for (const auto& person : input.people) {
    std::vector<std::pair<int, std::size_t>> own;
    for (const auto& need : person.needs) {
      std::vector<int> ways;
      for (std::size_t s = 0; s < input.sessions.size(); ++s) {
        const PlanSession& session = input.sessions[s];
        const bool busy =
            std::any_of(person.busy.begin(), person.busy.end(), [&](const base::DateRange& range) {
              return range.overlaps(base::DateRange(session.from, session.to));
            });
        if (std::count(need.courses.begin(), need.courses.end(), session.course) == 0 ||
            session.to > need.by || session.from < input.today || busy) {
          continue;
        }
        const int column = static_cast<int>(worth.size());
        worth.push_back(need.wish   ? 1.0
                        : need.late ? static_cast<double>(wishes + 1)
                                    : static_cast<double>((late + 1) * (wishes + 1)));
        in_time.push_back(!need.late && !need.wish);
        members[s].push_back(column);
        ways.push_back(column);
        own.emplace_back(column, s);
      }
      if (ways.size() > 1) {
        members.push_back(ways);
        most.push_back(1);
      }
    }
    // The days on which sessions begin are enough: any two that overlap share one of them.
    std::set<base::Date> begins;
    for (const auto& [column, s] : own) {
      begins.insert(input.sessions[s].from);
    }
    for (const base::Date& day : begins) {
      std::vector<int> there;
      for (const auto& [column, s] : own) {
        if (input.sessions[s].from <= day && day <= input.sessions[s].to) {
          there.push_back(column);
        }
      }
      if (there.size() > 1) {
        members.push_back(there);
        most.push_back(1);
      }
    }
  }
  // 2. As Cbc takes it.
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> ones;
  for (std::size_t r = 0; r < members.size(); ++r) {
    for (const int column : members[r]) {
      rows.push_back(static_cast<int>(r));
      columns.push_back(column);
      ones.push_back(1);
    }
  }
  CoinPackedMatrix packed(true, rows.data(), columns.data(), ones.data(),
                          static_cast<CoinBigIndex>(ones.size()));
  packed.setDimensions(static_cast<int>(members.size()), static_cast<int>(worth.size()));
  std::vector<double> cost;
  for (const double each : worth) {
    cost.push_back(-each);
  }
  const std::vector<double> none(worth.size(), 0.0);
  const std::vector<double> one(worth.size(), 1.0);
  std::vector<double> least(members.size(), -COIN_DBL_MAX);
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  solver.loadProblem(packed, none.data(), one.data(), cost.data(), least.data(), most.data());
  for (int column = 0; column < static_cast<int>(worth.size()); ++column) {
    solver.setInteger(column);
  }
  CbcModel cbc(solver);
  CbcMain0(cbc);
  const char* arguments[] = {"cbc", "-log", "0", "-seconds", "60", "-solve", "-quit"};
  CbcMain1(static_cast<int>(std::size(arguments)), arguments, cbc);
  MostServed made{.proven = cbc.isProvenOptimal()};
  if (const double* found = cbc.bestSolution(); found != nullptr) {
    for (std::size_t column = 0; column < worth.size(); ++column) {
      if (found[column] > 0.5) {
        made.worth += std::llround(worth[column]);
        made.in_time += in_time[column] ? 1 : 0;
      }
    }
  }
  return made;
}

}  // namespace sojourn::peers
