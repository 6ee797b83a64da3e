// The operations of the stage as people use them, on both engines.
#include <fmt/format.h>

#include <set>

#include "tests/unit/stages/need/world.h"

namespace sojourn::stages::need {
namespace {

namespace json = boost::json;
using programme::text_of;
using programme::World;

using NeedOperations = programme::OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, NeedOperations, programme::both_engines, programme::engine_name);

json::object need_of_team(const std::string& site, int minimum, int target,
                          std::string_view from = "2026-11-26") {
  return {{"site", site},     {"role", "team"},     {"minimum", minimum}, {"target", target},
          {"from_day", from}, {"set_by", "office"}, {"source", "notice"}};
}

TEST_P(NeedOperations, SetShowWithdrawAndTellTheHistory) {
  World world(GetParam(), need_parts());
  const std::string site = world.site("Upper Weir", world.area("Weir", "county"));
  const std::string first =
      text_of(world.ask(world.officer(), "need.set", need_of_team(site, 2, 4, "2026-11-01")), "id");
  const std::string second =
      text_of(world.ask(world.officer(), "need.set", need_of_team(site, 3, 5)), "id");
  const json::value list = world.ask(world.officer(), "need.list", {{"site", site}});
  ASSERT_EQ(list.at("items").as_array().size(), 2U);
  EXPECT_EQ(text_of(list.at("items").at(0), "id"), second);  // newest first
  EXPECT_EQ(world.ask(world.officer(), "need.explain", {{"id", site}}).at("target"), 5);
  EXPECT_EQ(world.outcome(world.officer(), "need.withdraw",
                          {{"id", second}, {"reason", "a slip"}, {"version", 7}}),
            "/version stale");
  world.ask(world.officer(), "need.withdraw",
            {{"id", second}, {"reason", "a slip"}, {"version", 1}});
  EXPECT_EQ(world.outcome(world.officer(), "need.withdraw",
                          {{"id", second}, {"reason", "again"}, {"version", 2}}),
            "withdrawn");
  EXPECT_EQ(world.ask(world.officer(), "need.explain", {{"id", site}}).at("target"), 4);
  EXPECT_EQ(world.ask(world.officer(), "need.list", {{"site", site}}).at("items").as_array().size(),
            1U);
  EXPECT_EQ(text_of(world.ask(world.officer(), "need.show", {{"id", second}}), "withdrawn_reason"),
            "a slip");
  const json::value history = world.ask(world.officer(), "need.history", {{"id", second}});
  EXPECT_EQ(text_of(history.at("items").at(0), "operation"), "need.withdraw");
  EXPECT_EQ(text_of(history.at("items").at(1), "operation"), "need.set");
  EXPECT_EQ(
      world.ask(world.officer(), "need.history", {{"id", first}}).at("items").as_array().size(),
      1U);
}

TEST_P(NeedOperations, PageTheirLists) {
  World world(GetParam(), need_parts());
  const std::string area = world.area("Weir", "county");
  const std::string site = world.site("Upper Weir", area);
  for (int i = 0; i < 5; ++i) {
    world.ask(world.officer(), "need.set", need_of_team(site, 1, 2 + i));
    world.site(fmt::format("Site {}", i), area);
    world.sponsor(fmt::format("Sponsor {}", i), area);
  }
  for (const std::string name : {"need.list", "need.sites", "need.sponsors"}) {
    std::set<std::string> seen;
    json::object input{{"limit", 2}};
    std::size_t pages = 0;
    while (true) {
      const json::value page = world.ask(world.officer(), name, input);
      ++pages;
      for (const json::value& item : page.at("items").as_array()) {
        EXPECT_TRUE(seen.insert(text_of(item, "id")).second) << name;
      }
      const json::value* next = page.as_object().if_contains("next");
      if (next == nullptr) {
        break;
      }
      input["after"] = *next;
    }
    EXPECT_EQ(seen.size(), name == "need.sites" ? 6U : 5U) << name;
    EXPECT_EQ(pages, 3U) << name;
  }
  // Of those that are picked, too; a site keeps its place among all.
  json::object short_ones{{"show", "target"}, {"limit", 4}, {"count", true}};
  const json::value first = world.ask(world.officer(), "need.sites", short_ones);
  EXPECT_EQ(first.at("items").as_array().size(), 4U);
  EXPECT_EQ(first.at("count"), 6);
  short_ones["after"] = first.at("next");
  const json::value last = world.ask(world.officer(), "need.sites", short_ones);
  ASSERT_EQ(last.at("items").as_array().size(), 2U);
  EXPECT_EQ(last.at("items").at(1).at("place"), 6);
  EXPECT_EQ(world.outcome(world.officer(), "need.list", {{"after", "x"}}), "/after not_place");
  EXPECT_EQ(world.outcome(world.officer(), "need.sponsors", {{"after", "x"}}), "/after not_place");
  EXPECT_EQ(world.outcome(world.officer(), "need.sites", {{"after", "-1"}}), "/after not_place");
  EXPECT_EQ(world.outcome(world.officer(), "need.sites", {{"limit", 0}}), "/limit out_of_range");
}

TEST_P(NeedOperations, ExplainAWorkloadTermByTerm) {
  World world(GetParam(), need_parts());
  const std::string site = world.site("Clinic", world.area("Weir", "county"));
  world.ask(world.officer(), "rules.make",
            {{"holds_from", "2026-11-26"},
             {"text",
              "[need]\nmethod = \"wisn\"\nmost_team = 30\n[need.wisn]\nleave = 30\n"
              "holidays = 11\nsick = 25\ntraining = 15\n"},
             {"reason", "the example"}});
  world.ask(world.officer(), "workload.set",
            {{"site", site},
             {"kind", "activity"},
             {"task", "Visits"},
             {"volume", 3125},
             {"unit_minutes", 480},
             {"from_day", "2026-01-01"},
             {"source", "yearly table"}});
  world.ask(world.officer(), "workload.set",
            {{"site", site},
             {"kind", "category"},
             {"task", "Records"},
             {"share", 56},
             {"from_day", "2026-01-01"},
             {"source", "yearly table"}});
  const json::value told = world.ask(world.officer(), "need.explain", {{"id", site}});
  EXPECT_EQ(told.at("workload").at("available_days"), 179);
  EXPECT_NEAR(told.at("workload").at("base").as_double(), 17.46, 0.005);
  EXPECT_NEAR(told.at("workload").at("required").as_double(), 18.5, 0.05);
  EXPECT_EQ(told.at("target"), 19);
  EXPECT_EQ(told.at("work").as_array().size(), 2U);
  EXPECT_EQ(text_of(told.at("lines").at(0), "from"), "workload");
  EXPECT_EQ(told.at("rules_number"), 1);
}

TEST_P(NeedOperations, RefuseRulesThatCannotBeRead) {
  World world(GetParam(), need_parts());
  EXPECT_EQ(world.outcome(world.officer(), "rules.make",
                          {{"holds_from", "2026-11-26"},
                           {"text", "[need]\nmost_teem = 3\nmethod = 4\n"},
                           {"reason", "x"}}),
            "/text rules_value, /text rules_value");
  // An edition that an earlier program took is refused where it is read, with the same faults.
  world.database().change(db::Caller::program(), "test.keep", [](db::Change& change) {
    change.insert("rule_set",
                  programme::RuleSet{.id = {80},
                                     .holds_from = base::written<base::Date>("2026-01-01"),
                                     .number = 1,
                                     .text = "[need]\nmost_teem = 3\n",
                                     .digest = "",
                                     .reason = "start",
                                     .made_at = change.now()});
  });
  EXPECT_EQ(world.outcome(world.officer(), "need.rules"), "/rules rules_value");
  EXPECT_EQ(world.outcome(world.officer(), "need.overview"), "/rules rules_value");
}

TEST_P(NeedOperations, RefuseAClosedSiteAndSponsor) {
  World world(GetParam(), need_parts());
  const std::string area = world.area("Weir", "county");
  const std::string site = world.site("Upper Weir", area);
  const std::string sponsor = world.sponsor("Hospital", area);
  for (const auto& [kind, id] : {std::pair("site", site), std::pair("sponsor", sponsor)}) {
    world.ask(world.officer(), std::string(kind) + ".close",
              {{"id", id}, {"reason", "over"}, {"version", 1}});
  }
  EXPECT_EQ(world.outcome(world.officer(), "need.set", need_of_team(site, 1, 2)), "/site closed");
  EXPECT_EQ(world.outcome(world.officer(), "establishment.set",
                          {{"sponsor", sponsor},
                           {"posts", 1},
                           {"in_post", 1},
                           {"from_day", "2026-01-01"},
                           {"source", "x"}}),
            "/sponsor closed");
  EXPECT_EQ(world.outcome(world.officer(), "need.explain", {{"id", site}}), "not_found");
  EXPECT_TRUE(world.ask(world.officer(), "need.sites").at("items").as_array().empty());
}

TEST_P(NeedOperations, CountAllSponsorsBesideAPageOfThem) {
  World world(GetParam(), need_parts());
  const std::string area = world.area("Weir", "county");
  world.database().change(db::Caller::program(), "test.keep", [&](db::Change& change) {
    change.run("sponsor", "1,000 sponsors",
               "INSERT INTO sponsor (id, name, kind, area, release_percent, max_sites, version) "
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
               "SELECT 1000000 + i, 'School', 'school', $1, 10, 1, 1 FROM n",
               base::written<base::Id<programme::Area>>(area));
  });
  const json::value page =
      world.ask(world.officer(), "need.sponsors", {{"count", true}, {"limit", 1}});
  EXPECT_EQ(page.at("count"), 1'000);
  EXPECT_EQ(page.at("items").as_array().size(), 1U);
  EXPECT_EQ(
      world.ask(world.officer(), "need.sponsors", {{"count", true}, {"within", area}}).at("count"),
      1'000);
}

}  // namespace
}  // namespace sojourn::stages::need
