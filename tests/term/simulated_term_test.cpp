// A term of the example county: 90 sites, 860 staff, two years, on each engine. SOJOURN_SEED=7
// tries another.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "base/text.h"
#include "tests/term/invariants.h"

namespace sojourn::term {
namespace {

using SimulatedTerm = stages::programme::OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, SimulatedTerm, stages::programme::both_engines,
                         stages::programme::engine_name);

std::uint64_t seed() {
  const char* const given = std::getenv("SOJOURN_SEED");
  return given == nullptr ? 1 : base::parse_number<std::uint64_t>(given).value();
}

/// Tells at the end, however it came, what happened and what took longest.
class Story {
 public:
  Story(const TermWorld& world, const Simulation& term) : world_(world), term_(term) {}
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;
  ~Story() {
    std::cout << fmt::format("SOJOURN_SEED={}\n", seed());
    for (const auto& [what, times] : term_.told()) {
      std::cout << fmt::format("  {}: {}\n", what, times);
    }
    std::int64_t requests = 0;
    double seconds = 0;
    std::vector<std::pair<double, std::string>> slow;
    for (const auto& [name, asked] : world_.asked()) {
      requests += asked.times;
      seconds += asked.seconds;
      slow.emplace_back(asked.seconds, fmt::format("{} {}", asked.times, name));
    }
    std::sort(slow.rbegin(), slow.rend());
    std::cout << fmt::format("{} requests, {:.1f} s in them, most in\n", requests, seconds);
    slow.resize(std::min<std::size_t>(slow.size(), 8));
    for (const auto& [spent, name] : slow) {
      std::cout << fmt::format("  {:.2f} s: {}\n", spent, name);
    }
  }

 private:
  const TermWorld& world_;
  const Simulation& term_;
};

TEST_P(SimulatedTerm, HoldsFromTheFirstDayToTheLast) {
  const std::clock_t begun = std::clock();
  SCOPED_TRACE(fmt::format("SOJOURN_SEED={}", seed()));
  TermWorld world(GetParam());
  Simulation term(world, seed());
  const Story told(world, term);
  ASSERT_NO_FATAL_FAILURE(term.prepare());
  const Date ends = term.starts_on().plus_months(25);
  base::Random when(seed(), 1);
  for (base::Month month(term.starts_on()); month.first() < ends; month = month + 1) {
    for (const Date day : {month.first(), month.first() + 10, month.first() + 20}) {
      world.go_to(std::max(day, world.today()));
      ASSERT_NO_FATAL_FAILURE(term.ten_days()) << day.to_text();
      if (day != month.first()) {
        continue;
      }
      if (month.first() > term.starts_on()) {
        term.month();
      }
      term.try_refused();
      term.upset();
      if (when.chance(0.4)) {
        ASSERT_NO_FATAL_FAILURE(check_notices(world)) << day.to_text();
      }
      term.mend();
      ASSERT_NO_FATAL_FAILURE(check_postings(world, term)) << day.to_text();
      check_covered(world);
      check_arrived_trained(world);
      if (HasFailure()) {
        FAIL() << "on " << day.to_text();
      }
    }
  }
  check_money(world);
  check_closed(world);
  for (const char* what : {"log", "records"}) {
    const json::value audit = world.audit(what);
    EXPECT_EQ(audit.at("good"), true) << base::write_json(audit);
  }
  // What is not there was not tried.
  for (const char* what : {"arrivals",
                           "arrivals kept out",
                           "arrivals kept out untrained",
                           "talks",
                           "pauses",
                           "pauses ended",
                           "extensions",
                           "early ends",
                           "returns in probation",
                           "transfers",
                           "successors posted",
                           "handovers",
                           "handovers to hosts",
                           "late completions",
                           "exceptions from training",
                           "exceptions from cover",
                           "lapses mended",
                           "months confirmed",
                           "months of leave refused",
                           "claims paid",
                           "claims refused",
                           "sent twice",
                           "contributions",
                           "payments",
                           "bookings reversed",
                           "activities done",
                           "refusals",
                           "handovers begun anew",
                           "events taken back",
                           "ends told late",
                           "ends told late, refused",
                           "postings withdrawn, refused",
                           "months taken back",
                           "arrivals taken back"}) {
    EXPECT_TRUE(term.told().contains(what)) << what;
  }
#ifndef NDEBUG
  (void)begun;
#else
  // Of this process: a clock on the wall shows what else the machine does.
  EXPECT_LT(static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC, 60);
#endif
}

}  // namespace
}  // namespace sojourn::term
