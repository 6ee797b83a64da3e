// COIN-OR's Cbc, a general solver of mixed integer programs, on instances that it can settle: its
// optimum is the planner's, and its plans pass the verifier at the value that it claims. Where
// `solve` says *proven*, the two have to agree to the point; where it does not, it may only be
// above.
#include <gtest/gtest.h>

#include <cmath>

#include "bench/peers/cut_county.h"
#include "bench/peers/mip_model.h"
#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::peers {
namespace {

using namespace planner;
using planner::testing::random_instance;
using planner::testing::RandomOptions;

constexpr double generous_seconds = 120;

/// What has to hold between the two answers; returns true where the planner proved its plan.
bool agree(const Instance& instance, Link link) {
  const MipAnswer cbc = solve_mip(instance, link, generous_seconds);
  EXPECT_TRUE(cbc.optimal) << "not settled in " << generous_seconds << " s";
  if (!cbc.optimal || !cbc.plan) {
    ADD_FAILURE() << "no plan";
    return false;
  }
  for (const Violation& violation : check(instance, *cbc.plan)) {
    ADD_FAILURE() << "Cbc's plan: " << violation.detail;
  }
  const Points value = value_of(instance, *cbc.plan).total;
  EXPECT_NEAR(static_cast<double>(value), cbc.value, 0.01) << "the model is not the model's page";
  const Solution solution = solve(instance, {});
  EXPECT_LE(solution.certificate.bound, value) << "the bound is false";
  EXPECT_GE(solution.value.total, value)
      << "Cbc's optimum is not one, or the plan is not worth this";
  if (solution.proven) {
    EXPECT_EQ(solution.value.total, value);
    EXPECT_EQ(solution.certificate.bound, value);
  }
  const MipAnswer relaxed = solve_relaxation(instance, link, generous_seconds);
  EXPECT_LE(relaxed.bound, static_cast<double>(value) + 0.01);
  return solution.proven;
}

TEST(Peers, CbcAgreesOnRandomProgrammes) {
  int proven = 0;
  constexpr int count = 200;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    RandomOptions options;
    options.pairing = seed % 5 == 0 ? Pairing::first : Pairing::joint;
    options.small_weights = seed % 3 == 0;
    options.near_sites = seed % 4 == 0 ? 2 : 0;
    options.paired_sites = seed % 4 == 1 ? 1 : 0;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = random_instance(seed, 3 + static_cast<int>(seed % 5),
                                              10 + static_cast<int>(seed % 17), options);
    ASSERT_TRUE(find_clashes(instance).empty());
    proven += agree(instance, seed % 2 == 0 ? Link::strong : Link::weak) ? 1 : 0;
  }
  // On instances this small the search has to end.
  EXPECT_EQ(proven, count);
}

TEST(Peers, CbcAgreesOnACutCounty) {
  for (const bool tight : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed) + (tight ? ", tight" : ""));
      const Instance instance = cut_county(seed, tight, 8, tight ? 48 : 80);
      ASSERT_TRUE(find_clashes(instance).empty());
      EXPECT_TRUE(agree(instance, Link::strong)) << "not proven";
    }
  }
}

}  // namespace
}  // namespace sojourn::peers
