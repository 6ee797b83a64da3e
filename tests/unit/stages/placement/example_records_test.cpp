// The example county as records: what an office would find in it, on either engine.
#include "stages/placement/example_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <set>

#include "stages/placement/example.h"
#include "stages/placement/folder.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using programme::text_of;

class ExampleRecordsTest : public programme::OnEachEngine {
 protected:
  ExampleRecordsTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-records-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    write_example({.tight = true}, folder);
    planner::Instance instance = *read_folder(folder).instance;
    days = example_days(world.clock.now().utc_date());
    world.database().change(db::Caller::program(), "example.make", [&](db::Change& change) {
      make_example_records(change, instance, example_rules(), days, base::Language::zh);
    });
  }
  ~ExampleRecordsTest() override { fs::remove_all(folder); }

  json::value ask(std::string_view name, const json::object& input = {}) {
    return world.ask(world.officer(), name, input);
  }
  json::array items(std::string_view name, const json::object& input = {}) {
    return ask(name, input).at("items").as_array();
  }

  programme::World world{GetParam(), placement_parts()};
  fs::path folder;
  ExampleDays days;
};
INSTANTIATE_TEST_SUITE_P(Engines, ExampleRecordsTest, programme::both_engines,
                         programme::engine_name);

TEST_P(ExampleRecordsTest, IsAProgrammeUnderWay) {
  EXPECT_EQ(ask("staff.list", {{"count", true}}).at("count"), 516);
  EXPECT_EQ(days.starts_on.day(), 1);
  EXPECT_GT(days.starts_on - days.today, 30);
  // Who serves now has for a year, and some of them lead.
  const json::array postings =
      items("posting.list", {{"on", days.today.to_text()}, {"limit", 200}});
  ASSERT_GT(postings.size(), 50U);
  EXPECT_TRUE(std::all_of(postings.begin(), postings.end(), [&](const json::value& each) {
    return text_of(each, "from_day") == days.since.to_text();
  }));
  EXPECT_TRUE(std::any_of(postings.begin(), postings.end(), [](const json::value& each) {
    return text_of(each, "role") == "leader";
  }));
  // Needs have their sources, in the language that was asked for.
  EXPECT_EQ(text_of(items("need.list").at(0), "source"), "第3号通知");
  EXPECT_FALSE(items("workload.list").empty());
  EXPECT_FALSE(items("readiness.list").empty());
  EXPECT_FALSE(items("establishment.list").empty());
}

TEST_P(ExampleRecordsTest, HoldsTheRoundForThePlanAndOneForWhatItLeavesOpen) {
  const json::array rounds = items("round.list");
  ASSERT_EQ(rounds.size(), 1U);
  const json::value& first = rounds.at(0);
  EXPECT_EQ(first.at("sponsors"), first.at("replied"));
  EXPECT_GT(first.at("willing").to_number<int>(), 100);
  EXPECT_EQ(text_of(first, "shortlisted_on"), (days.today - 12).to_text());
  // Its nominees are those whom the rules let through.
  const json::value funnel = ask("round.funnel", {{"id", first.at("id")}});
  EXPECT_GT(funnel.at("all").at("eligible").to_number<int>(),
            funnel.at("all").at("named").to_number<int>());
  EXPECT_GE(funnel.at("all").at("releasable").to_number<int>(),
            funnel.at("all").at("named").to_number<int>());
  const std::string plan =
      text_of(ask("plan.make",
                  {{"name", "Next"}, {"starts_on", days.starts_on.to_text()}, {"most_steps", 1}}),
              "id");
  ASSERT_EQ(run_plans(world.database()), 1);
  world.database().change(db::Caller::program(), "example.round", [&](db::Change& change) {
    make_open_round(change, *base::Id<Plan>::from_text(plan), days, base::Language::en);
  });
  const json::array both = items("round.list");
  ASSERT_EQ(both.size(), 2U);
  const json::value& open =
      text_of(both.at(0), "name") == "Round for open posts" ? both.at(0) : both.at(1);
  EXPECT_EQ(text_of(open, "name"), "Round for open posts");
  EXPECT_GT(open.at("posts").to_number<int>(), 0);
  EXPECT_GT(open.at("sponsors").to_number<int>(), open.at("replied").to_number<int>());
  EXPECT_FALSE(items("place.list", {{"round", open.at("id")}, {"waiting", true}}).empty());
  // Nobody is named in it who was placed.
  std::set<std::string> placed;
  world.database().read(db::Caller::program(), [&](db::Tx& tx) {
    for (const std::int64_t staff :
         tx.column<std::int64_t>("SELECT n.staff FROM placement n WHERE {unscoped:a test}")) {
      placed.insert(base::Id<Staff>{staff}.to_text());
    }
  });
  const json::array named = items("nomination.list", {{"round", open.at("id")}});
  EXPECT_FALSE(named.empty());
  for (const json::value& each : named) {
    EXPECT_FALSE(placed.contains(text_of(each, "staff")));
  }
}

}  // namespace
}  // namespace sojourn::stages::placement
