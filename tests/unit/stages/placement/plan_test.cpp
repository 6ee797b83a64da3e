// Plans of records: asked for, made by a job once, kept, made again byte for byte, asked about.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "planner/planner.h"
#include "stages/placement/plan_keep.h"
#include "stages/placement/programme_folder.h"
#include "tests/support/paths.h"
#include "tests/unit/stages/placement/plan_world.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::HasSubstr;
using testing::Not;

INSTANTIATE_TEST_SUITE_P(Engines, PlanTest, programme::both_engines, programme::engine_name);

TEST_P(PlanTest, IsMadeByAJobKeptAndMadeAgainByteForByte) {
  bring_in(test::source_dir() + "/tests/data/sample-county");
  const std::string plan = make();
  EXPECT_EQ(text_of(show(plan), "state"), "waiting");
  EXPECT_EQ(world.outcome(world.officer(), "plan.difference", {{"id", plan}}), "no_plan_yet");
  EXPECT_EQ(run_plans(world.database()), 1);
  const json::value made = show(plan);
  EXPECT_EQ(text_of(made, "state"), "draft");
  EXPECT_EQ(made.at("steps").to_number<int>(), 2);
  EXPECT_GE(made.at("total").to_number<std::int64_t>(), made.at("bound").to_number<std::int64_t>());
  EXPECT_GT(made.at("placed").to_number<int>(), 200);
  // The folder of the records gives the same digests and the same plan.
  RecordFolder folder = world.database().read(
      db::Caller::program(), [&](db::Tx& tx) { return folder_of_records(tx, {.on = day}); });
  const planner::Instance instance = instance_of(folder);
  EXPECT_EQ(text_of(made, "input_digest"), instance.input_digest);
  EXPECT_EQ(text_of(made, "rules_digest"), instance.rules_digest);
  const planner::Solution solution = planner::solve(instance, {.steps = 2, .forced = {}});
  EXPECT_EQ(text_of(made, "result_digest"),
            result_digest_of(placements_csv(instance, solution.plan),
                             lead_sponsors_csv(instance, solution.plan)));
  // Made again from what was kept, after the records have changed.
  world.ask(world.officer(), "placing.set",
            {{"id", id_called("staff", "E1", "staff")}, {"version", 1}, {"strength", 99}});
  const json::value again = ask("plan.replay", {{"id", plan}});
  EXPECT_TRUE(again.at("same").as_bool());
  EXPECT_EQ(text_of(again, "result_digest"), text_of(made, "result_digest"));
}

TEST_P(PlanTest, ShowsWhoServesWhereAndWhy) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  run_plans(world.database());
  const json::value rows = ask("plan.placements", {{"id", plan}});
  ASSERT_EQ(rows.at("items").as_array().size(), 3U);
  const json::value& first = rows.at("items").at(0);
  EXPECT_EQ(text_of(first, "staff_name"), "Ada");
  EXPECT_EQ(text_of(first, "site_name"), "One");
  EXPECT_EQ(text_of(first, "role"), "leader");
  EXPECT_THAT(text_of(first, "reason"), Not(testing::IsEmpty()));
  const json::value chinese = ask("plan.placements", {{"id", plan}, {"language", "zh"}});
  EXPECT_NE(text_of(chinese.at("items").at(0), "reason"), text_of(first, "reason"));
  // A page of one, and the next.
  const json::value page = ask("plan.placements", {{"id", plan}, {"limit", 1}});
  EXPECT_EQ(page.at("items").as_array().size(), 1U);
  const json::value next =
      ask("plan.placements", {{"id", plan}, {"limit", 2}, {"after", page.at("next")}});
  EXPECT_EQ(next.at("items").as_array().size(), 2U);
  EXPECT_FALSE(next.as_object().contains("next"));
  const auto report = world.service().run(world.operation("plan.report"), world.officer(),
                                          world.request, {{"id", plan}});
  ASSERT_TRUE(report.file);
  EXPECT_THAT(report.file->bytes, HasSubstr("Ada"));
  EXPECT_EQ(report.body.at("placed"), 3);
  // The files that are kept name nobody.
  const json::value files = ask("plan.files", {{"id", plan}});
  for (const json::value& file : files.at("files").as_array()) {
    EXPECT_THAT(text_of(file, "text"), Not(HasSubstr("Ada"))) << text_of(file, "name");
  }
}

TEST_P(PlanTest, AnswersWhyAndWhatIf) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  run_plans(world.database());
  const std::string ada = id_called("staff", "E1", "staff");
  const std::string dan = id_called("staff", "E4", "staff");
  const std::string one = id_called("site", "S1", "site");
  const std::string two = id_called("site", "S2", "site");
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", plan}, {"staff", ada}}), "text"),
              HasSubstr("Ada"));
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", plan}, {"site", two}}), "text"),
              HasSubstr("Two"));
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", plan}, {"staff", ada}, {"site", two}}), "text"),
              HasSubstr("Two"));
  EXPECT_EQ(world.outcome(world.officer(), "plan.explain", {{"id", plan}}), "/staff missing");
  // Ada away: the site loses its leader, and that is dear.
  const json::value away =
      ask("plan.what_if", {{"id", plan}, {"what", "unavailable"}, {"staff", ada}});
  EXPECT_GT(away.at("lower").to_number<std::int64_t>(), 0);
  EXPECT_TRUE(away.at("exact").as_bool());
  EXPECT_EQ(text_of(away.at("moves").at(0), "staff"), ada);
  EXPECT_EQ(text_of(away.at("moves").at(0), "from"), one);
  // Dan is not available: nothing can put him anywhere.
  const json::value clash =
      ask("plan.what_if", {{"id", plan}, {"what", "serve"}, {"staff", dan}, {"site", one}});
  EXPECT_EQ(clash.at("clashes").as_array().size(), 1U);
  EXPECT_EQ(world.outcome(world.officer(), "plan.what_if",
                          {{"id", plan}, {"what", "release_one_more"}, {"staff", ada}}),
            "/sponsor missing");
}

TEST_P(PlanTest, WhatCannotBePlannedIsToldBeforeTheJob) {
  world.area("Weir County", "county");
  EXPECT_THAT(world.outcome(world.officer(), "plan.make",
                            {{"name", "Spring"}, {"starts_on", "2027-01-01"}}),
              HasSubstr("programme.empty"));
  EXPECT_EQ(run_plans(world.database()), 0);
}

TEST_P(PlanTest, RecordsThatSpoilMeanwhileFailItWithTheReason) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  world.ask(world.officer(), "pin.set",
            {{"staff", id_called("staff", "E4", "staff")},
             {"site", id_called("site", "S1", "site")},
             {"rule", "must"},
             {"reason", "he is away"}});
  EXPECT_EQ(run_plans(world.database()), 1);
  const json::value failed = show(plan);
  EXPECT_EQ(text_of(failed, "state"), "failed");
  ASSERT_EQ(failed.at("faults").as_array().size(), 1U);
  EXPECT_THAT(text_of(failed.at("faults").at(0), "where"), HasSubstr("pin_"));
  EXPECT_EQ(run_plans(world.database()), 0);
}

TEST_P(PlanTest, IsCancelledWhileItWaits) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  EXPECT_EQ(text_of(ask("plan.cancel", {{"id", plan}, {"version", 1}}), "state"), "cancelled");
  EXPECT_EQ(run_plans(world.database()), 0);
  EXPECT_EQ(world.outcome(world.officer(), "plan.cancel", {{"id", plan}, {"version", 2}}),
            "not_waiting");
}

TEST_P(PlanTest, StoppedWhileItIsSoughtItIsTheBestSoFar) {
  bring_in(test::source_dir() + "/tests/data/sample-county");
  const std::string plan = text_of(
      ask("plan.make", {{"name", "Spring"}, {"starts_on", "2027-01-01"}, {"time_limit", 600}}),
      "id");
  std::jthread worker([&] { run_plans(world.database()); });
  const auto running = [&] {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.value<std::int64_t>("SELECT count(*) FROM job j WHERE j.state = 'running'");
    });
  };
  while (running() == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(text_of(ask("plan.cancel", {{"id", plan}, {"version", 1}}), "state"), "waiting");
  worker.join();
  const json::value kept = show(plan);
  EXPECT_EQ(text_of(kept, "state"), "draft");
  EXPECT_GT(kept.at("placed").to_number<int>(), 0);
  EXPECT_TRUE(ask("plan.replay", {{"id", plan}}).at("same").as_bool());
}

TEST_P(PlanTest, AWorkerThatDiedIsFollowedByAnotherAndThePlanIsKeptOnce) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  // One claims it and dies.
  db::Jobs dead(world.database(), {.worker = "dead"});
  const auto claimed = dead.claim({std::string(plan_job_kind)});
  ASSERT_TRUE(claimed);
  EXPECT_EQ(run_plans(world.database(), "other"), 0);  // the lease still holds
  world.clock.turn(std::chrono::seconds(61));
  EXPECT_EQ(run_plans(world.database(), "other"), 1);
  EXPECT_EQ(text_of(show(plan), "state"), "draft");
  // The dead one wakes: what it would keep is refused.
  try {
    world.database().change(db::Caller::program(), "plan.keep",
                            [&](db::Change& change) { dead.finish(change, *claimed, "{}"); });
    FAIL() << "the plan would be kept twice";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "lease_lost");
  }
  EXPECT_EQ(ask("plan.placements", {{"id", plan}}).at("items").as_array().size(), 3U);
}

TEST_P(PlanTest, AServerThatStopsLeavesItToTheNext) {
  const testing_support::SmallFolder small;
  bring_in(small.folder());
  const std::string plan = make();
  std::stop_source stopping;
  stopping.request_stop();
  PlanRunner runner(world.database(), {.worker = "first"});
  EXPECT_TRUE(runner.run_one(stopping.get_token()));
  EXPECT_EQ(text_of(show(plan), "state"), "waiting");
  EXPECT_EQ(run_plans(world.database(), "second"), 1);  // at once: no lease is to run out
  EXPECT_EQ(text_of(show(plan), "state"), "draft");
}

}  // namespace
}  // namespace sojourn::stages::placement
