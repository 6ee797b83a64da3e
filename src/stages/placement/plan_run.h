// Plans as jobs: whoever runs jobs (the server, `sojourn jobs run`) takes up the oldest that waits,
// plans it and keeps what came of it, once.
//
//   PlanRunner runner(database, {.worker = "host:1234"});
//   while (runner.run_one(stop)) {}
//
// A runner that ends before it is done, or dies, leaves the job to another, which begins anew: what
// is kept goes into the one change that ends the job. Tested in
// tests/unit/stages/placement/plan_test.cpp, and killed in tests/cli.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "db/jobs.h"
#include "planner/instance.h"
#include "planner/plan.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

inline constexpr std::string_view plan_job_kind = "plan";

struct PlanJob {
  base::Id<Plan> plan;
};
BOOST_DESCRIBE_STRUCT(PlanJob, (), (plan))

/// What the job says of itself while it is under way.
struct PlanProgress {
  std::string phase;
  std::optional<std::int64_t> best = {};
  std::optional<std::int64_t> bound = {};
  double seconds = 0;
};
BOOST_DESCRIBE_STRUCT(PlanProgress, (), (phase, best, bound, seconds))

class PlanRunner {
 public:
  /// `threads`: processors for one plan; its result does not depend on them.
  PlanRunner(db::Database& database, db::JobSettings settings, int threads = 1)
      : database_(database), settings_(settings), jobs_(database, settings), threads_(threads) {}

  /// As db::Jobs::take_over, where this process has the database alone; else nothing.
  void take_over();
  /// Makes one plan. False: none waits. After a stop request the job is left to be begun anew.
  bool run_one(const std::stop_token& stop = {});

 private:
  void fail(const db::Job& job, base::Id<Plan> plan, const std::vector<PlanFault>& faults);

  db::Database& database_;
  db::JobSettings settings_;
  db::Jobs jobs_;
  int threads_;
};

}  // namespace sojourn::stages::placement
