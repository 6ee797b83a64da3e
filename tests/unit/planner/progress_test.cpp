// What `solve` tells on its way: its steps in order, a bound that never falls, a best that never
// rises. That every phase has its word in both languages: tests/unit/stages/placement.
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <stop_token>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

/// The phases told by a run that ends with the first step of `last`.
std::set<Phase> phases_of(const Instance& instance, Phase last) {
  std::set<Phase> met;
  std::stop_source stop;
  std::int64_t step = 0;
  std::optional<Progress> before;
  solve(instance, {}, stop.get_token(), [&](const Progress& progress) {
    met.insert(progress.phase);
    if (progress.phase == last)
      stop.request_stop();
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
  std::set<Phase> met = phases_of(random_instance(913, 14, 60, small), Phase::closing);
  RandomOptions large;
  large.counties = 8;
  large.most_target = 2;
  large.languages = large.skills = 1;
  met.merge(phases_of(random_instance(3, 201, 260, large), Phase::windows));
  for (const Phase phase : {Phase::prices, Phase::floors, Phase::fill, Phase::teams,
                            Phase::counties, Phase::windows, Phase::closing})
    EXPECT_TRUE(met.count(phase) != 0) << name_of(phase);
}

}  // namespace
}  // namespace sojourn::planner::testing
