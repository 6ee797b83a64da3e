// What `solve` tells on its way: its steps in order, a bound that never falls, a best that never
// rises. That every phase has its word in both languages: tests/unit/stages/placement.
#include <gtest/gtest.h>

#include <set>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

/// The phases told by a run of so many steps.
std::set<std::string_view> phases_of(const Instance& instance, std::int64_t steps) {
  std::set<std::string_view> met;
  std::int64_t step = 0;
  std::optional<Progress> before;
  Options options;
  options.steps = steps;
  solve(instance, options, {}, [&](const Progress& progress) {
    met.insert(name_of(progress.phase));
    EXPECT_GE(progress.step, step);
    EXPECT_TRUE(progress.has_plan);
    if (before) {
      EXPECT_LE(progress.best, before->best);
      EXPECT_GE(progress.bound, before->bound);
    }
    step = progress.step;
    before = progress;
  });
  return met;
}

TEST(Progress, EveryPhaseIsToldByOneRunOrAnother) {
  RandomOptions small;
  std::set<std::string_view> met = phases_of(random_instance(913, 14, 60, small), 60);
  RandomOptions large;
  large.counties = 5;
  met.merge(phases_of(random_instance(3, 210, 400, large), 60));
  for (const std::string_view phase : phase_names)
    EXPECT_TRUE(met.count(phase) != 0) << phase;
}

}  // namespace
}  // namespace sojourn::planner::testing
