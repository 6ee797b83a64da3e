// The placement model as one mixed integer program, for general solvers to be held beside the
// planner: COIN-OR's Clp (the linear relaxation) and Cbc (branch and cut). For bench/ and
// tests/peers only; the product links neither model nor Cbc. Written from docs/placement-model.md
// with the verifier's reading of candidate pairs, so it shares no search code with `solve`. Tested
// in tests/peers/mip_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "planner/instance.h"
#include "planner/plan.h"

namespace sojourn::peers {

/// Columns, rows and entries, as solvers take them.
struct MipModel {
  struct Column {
    double cost = 0, lower = 0, upper = 1;
    bool integer = true;
  };
  /// What a column of a plan means; columns of penalties have none.
  struct Meaning {
    enum class Kind : std::uint8_t { in_team, leads_team, lead_sponsor } kind;
    std::int32_t column;
    planner::Ix who, site;
  };
  std::vector<Column> columns;
  std::vector<double> row_lower, row_upper;
  std::vector<std::int32_t> entry_row, entry_column;
  std::vector<double> entry_value;
  std::vector<Meaning> meanings;
};

/// How *own sponsor's staff*, a product of two decisions, is written. For person p at site s and
/// their sponsor o: w(p,s) <= in_team(p,s) and
enum class Link : std::uint8_t {
  strong,  ///< w(p,s) <= lead(s,o) for each person: many rows, a better relaxation
  weak,    ///< sum over p of w(p,s) <= target(s) lead(s,o): one row for each site and sponsor
};

/// Precondition: find_clashes(instance) is empty.
MipModel make_mip(const planner::Instance& instance, Link link);

struct MipAnswer {
  /// No plan is worth less, in points, up to the solver's floating point.
  double bound = 0;
  bool optimal = false;               ///< the solver says that `plan` is
  std::optional<planner::Plan> plan;  ///< the best found, if any
  double value = 0;                   ///< of `plan`, by the solver
  double seconds = 0;                 ///< processor time
};

/// The linear relaxation alone, by Clp; `bound` is its value. `seconds`: limit of processor time;
/// where it ends the run, `bound` is minus infinity.
MipAnswer solve_relaxation(const planner::Instance& instance, Link link, double seconds);
/// Cbc with its own defaults, one thread, for at most about `seconds` of processor time.
MipAnswer solve_mip(const planner::Instance& instance, Link link, double seconds);

}  // namespace sojourn::peers
