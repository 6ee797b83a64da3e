// Plans for open posts alone: nobody who serves is moved, whatever the limits of a whole plan say;
// posts go to whom a round named, or to whoever is not posted.
#include "stages/placement/open_posts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stages/placement/programme_folder.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::HasSubstr;
using testing::Not;

TEST(PercentFor, ReleasesAsManyAsItIsToldAndNeverFewerThanAreHeld) {
  for (std::int64_t there = 1; there <= 100; ++there) {
    for (std::int64_t most = 1; most <= there; ++most) {
      EXPECT_EQ(there * percent_for(there, most, 0) / 100, most) << there;
    }
  }
  for (const std::int64_t there : {101, 250, 999}) {
    for (std::int64_t most = 1; most <= there; ++most) {
      const std::int64_t freely = there * percent_for(there, most, 0) / 100;
      EXPECT_LE(freely, most);
      EXPECT_GE(freely, most - there / 100);
      EXPECT_GE(there * percent_for(there, most, most) / 100, most);
    }
  }
  EXPECT_EQ(percent_for(0, 1, 0), 0);
  EXPECT_EQ(percent_for(3, 7, 0), 100);
}

class OpenPostsTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};
  std::string county, upper, lower, hospital;

  OpenPostsTest() {
    county = world.area("Weir County", "county");
    upper = site("Upper Weir", 3);
    lower = site("Lower Weir", 2);
    hospital = sponsor("Hospital", 100);
  }
  std::string site(std::string_view name, int target) {
    return world.site(name, county,
                      {{"min_team", 1},
                       {"target_team", target},
                       {"max_first_timers", 1},
                       {"languages", json::array()},
                       {"skills", json::array()}});
  }
  json::value ask(std::string_view name, const json::object& input) {
    try {
      return world.ask(world.officer(), name, input);
    } catch (const base::Refusal& refusal) {
      ADD_FAILURE() << name << ": " << world.outcome(world.officer(), name, input);
      throw;
    }
  }
  std::string sponsor(std::string_view name, int release_percent) {
    return text_of(ask("sponsor.make", {{"name", name},
                                        {"kind", "hospital"},
                                        {"area", county},
                                        {"release_percent", release_percent},
                                        {"max_sites", 1}}),
                   "id");
  }
  std::string person(std::string_view name) {
    return world.staff(name, hospital, {{"roles", json::array({"leader", "member"})}});
  }
  std::string posted(std::string_view name, const std::string& at, std::string_view role,
                     std::string_view from = "2026-01-01", std::string_view to = "") {
    std::string id = person(name);
    json::object input{{"staff", id},
                       {"site", at},
                       {"role", role},
                       {"from_day", from},
                       {"source", "List of 2026"}};
    if (!to.empty()) {
      input["to_day"] = to;
    }
    ask("posting.make", input);
    return id;
  }
  json::object wanted(const json::object& more = {}) {
    json::object input{{"name", "Open posts"},
                       {"starts_on", "2027-01-01"},
                       {"most_steps", 2},
                       {"open_posts", true}};
    for (const auto& each : more) {
      input[each.key()] = each.value();
    }
    return input;
  }
  /// Makes it, and its job; the id.
  std::string plan(const json::object& more = {}) {
    std::string id = text_of(ask("plan.make", wanted(more)), "id");
    EXPECT_EQ(run_plans(world.database()), 1);
    EXPECT_EQ(text_of(ask("plan.show", {{"id", id}}), "state"), "draft");
    return id;
  }
  /// "Ada leader Upper Weir", in the order of names.
  std::vector<std::string> placements(const std::string& plan) {
    std::vector<std::string> made;
    const json::value page = ask("plan.placements", {{"id", plan}});
    for (const json::value& row : page.at("items").as_array()) {
      made.push_back(text_of(row, "staff_name") + " " + text_of(row, "role") + " " +
                     text_of(row, "site_name"));
    }
    std::sort(made.begin(), made.end());
    return made;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, OpenPostsTest, programme::both_engines, programme::engine_name);

TEST_P(OpenPostsTest, WhoeverServesStaysAndTheOthersFillWhatIsLeft) {
  // Both first-timers at a site that takes one, of a sponsor that releases one of them; one would
  // rather not be there, the other has another wish and a pin. So it is, and so it stays.
  const std::string other = hospital;
  hospital = sponsor("Bank", 10);
  const std::string ada = posted("Ada", upper, "leader");
  const std::string ben = posted("Ben", upper, "member");
  ask("wish.set", {{"staff", ben}, {"site", upper}, {"rank", "refuse"}});
  ask("wish.set", {{"staff", ada}, {"site", lower}, {"rank", "first"}});
  ask("pin.set", {{"staff", ada}, {"site", lower}, {"rule", "must"}, {"reason", "next year"}});
  hospital = other;
  person("Cleo");
  const std::string dan = person("Dan");
  ask("wish.set", {{"staff", dan}, {"site", lower}, {"rank", "first"}});
  const std::string id = plan();
  EXPECT_EQ(placements(id),
            (std::vector<std::string>{"Ada leader Upper Weir", "Ben member Upper Weir",
                                      "Dan leader Lower Weir"}));
  const json::value made = ask("plan.show", {{"id", id}});
  EXPECT_TRUE(made.at("open_posts").as_bool());
  const json::value difference = ask("plan.difference", {{"id", id}});
  EXPECT_EQ(difference.at("stays"), 2);
  EXPECT_EQ(difference.at("moves"), 0);
  EXPECT_EQ(difference.at("leaves"), 0);
  EXPECT_EQ(difference.at("changes_role"), 0);
  EXPECT_FALSE(difference.at("records_changed").as_bool());
  EXPECT_TRUE(ask("plan.replay", {{"id", id}}).at("same").as_bool());
  // Why somebody is held: by the posting that says so.
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", id}, {"staff", ada}}), "text"),
              HasSubstr("List of 2026"));
  // Whoever serves is not this plan's to override; whoever would arrive is.
  EXPECT_EQ(world.outcome(world.officer(), "override.ask",
                          {{"plan", id}, {"staff", ada}, {"reason", "she moves"}}),
            "held");
  EXPECT_EQ(world.outcome(world.officer(), "override.ask",
                          {{"plan", id}, {"staff", dan}, {"reason", "he stays at home"}}),
            "done");
}

TEST_P(OpenPostsTest, APostThatSomebodyTakesLaterIsNotOpen) {
  posted("Ada", upper, "leader", "2026-01-01", "2027-01-31");
  const std::string ben = posted("Ben", upper, "member", "2027-03-01");
  // Cleo serves at one site until February, and leads the other from then on.
  const std::string cleo = posted("Cleo", upper, "member", "2026-01-01", "2027-02-28");
  ask("posting.make", {{"staff", cleo},
                       {"site", lower},
                       {"role", "leader"},
                       {"from_day", "2027-03-01"},
                       {"source", "List of 2027"}});
  person("Dan");
  person("Eve");
  const std::string id = plan();
  // Three of three at the upper site; of the lower site's two posts Cleo has one.
  const std::vector<std::string> made = placements(id);
  EXPECT_THAT(made, testing::IsSupersetOf({"Ada leader Upper Weir", "Ben member Upper Weir",
                                           "Cleo member Upper Weir"}));
  EXPECT_EQ(made.size(), 4U);
  const json::value difference = ask("plan.difference", {{"id", id}});
  EXPECT_EQ(difference.at("arrives"), 1);
  EXPECT_EQ(difference.at("rows").as_array().size(), 1U);
}

TEST_P(OpenPostsTest, OnlyWhomARoundNamedIsSent) {
  posted("Ada", upper, "leader");
  const auto hired = [&](std::string_view name) {
    std::string id = world.staff(name, hospital,
                                 {{"roles", json::array({"member"})}, {"hired_on", "2015-01-01"}});
    ask("staff.fitness",
        {{"id", id}, {"fit_until", "2028-01-01"}, {"declared_conflict", false}, {"version", 1}});
    return id;
  };
  const std::string ben = hired("Ben");
  const std::string cleo = hired("Cleo");
  hired("Dan");
  const std::string round = text_of(ask("round.make", {{"name", "Open posts"},
                                                       {"area", county},
                                                       {"notice", "Notice 9"},
                                                       {"posts", 2},
                                                       {"opens_on", "2026-11-01"},
                                                       {"deadline", "2026-12-20"},
                                                       {"starts_on", "2027-01-01"}}),
                                    "id");
  EXPECT_EQ(world.outcome(world.officer(), "plan.make", wanted({{"round", round}})),
            "nobody_for_open_posts");
  ask("place.make", {{"round", round}, {"sponsor", hospital}, {"places", 3}});
  ask("nomination.make", {{"round", round}, {"staff", ben}});
  const json::value named = ask("nomination.make", {{"round", round}, {"staff", cleo}});
  ask("nomination.answer", {{"id", named.at("id")}, {"willing", false}, {"version", 1}});
  const std::string id = plan({{"round", round}});
  EXPECT_EQ(text_of(ask("plan.show", {{"id", id}}), "round"), round);
  const std::vector<std::string> made = placements(id);
  ASSERT_EQ(made.size(), 2U);
  EXPECT_THAT(made[1], HasSubstr("Ben"));
  // Its files name nobody else.
  const json::value files = ask("plan.files", {{"id", id}});
  for (const json::value& file : files.at("files").as_array()) {
    EXPECT_THAT(text_of(file, "text"), Not(HasSubstr(cleo)));
  }
  EXPECT_EQ(world.outcome(world.officer(), "plan.make",
                          wanted({{"round", "round_" + round.substr(6, 3)}})),
            "/round unknown_round");
}

TEST_P(OpenPostsTest, WithoutAnOpenPostThereIsNothingToPlan) {
  posted("Ada", upper, "leader");
  posted("Ben", upper, "leader");
  posted("Cleo", upper, "member");
  posted("Dan", upper, "member");
  posted("Eve", lower, "leader");
  posted("Fay", lower, "member");
  person("Gus");
  EXPECT_EQ(world.outcome(world.officer(), "plan.make", wanted()), "no_open_posts");
}

TEST_P(OpenPostsTest, PublishedAndConfirmedItMakesTheNewPostingsAlone) {
  const std::string ada = posted("Ada", upper, "leader");
  person("Ben");
  const std::string id = plan();
  const json::value difference = ask("plan.difference", {{"id", id}});
  ask("plan.publish", {{"id", id}, {"difference", difference.at("digest")}, {"version", 2}});
  // What became of those who serve since is not this plan's.
  world.clock.turn(std::chrono::hours(24 * 10));
  for (const std::string& site : {upper, lower}) {
    ask("readiness.set", {{"site", site},
                          {"lodging", true},
                          {"water_power", true},
                          {"medical", true},
                          {"communications", true},
                          {"contact", "Village office"},
                          {"from_day", "2026-11-30"},
                          {"source", "Report of the host"}});
  }
  const json::value now = ask("plan.difference", {{"id", id}});
  ask("plan.confirm", {{"id", id}, {"difference", now.at("digest")}, {"version", 3}});
  const json::value page = ask("posting.list", {{"on", "2027-01-01"}});
  const json::array postings = page.at("items").as_array();
  EXPECT_EQ(postings.size(), 2U);
  const json::value hers = ask("posting.list", {{"staff", ada}}).at("items").at(0);
  EXPECT_EQ(text_of(hers, "from_day"), "2026-01-01");
  EXPECT_EQ(hers.at("version"), 1);
  // Its lead sponsor is kept by the next such plan.
  const json::value first = ask("plan.files", {{"id", id}});
  EXPECT_EQ(world.outcome(world.officer(), "plan.make", wanted()), "nobody_for_open_posts");
  person("Cleo");
  const std::string next = plan();
  const auto leads_of = [&](const json::value& files) {
    for (const json::value& file : files.at("files").as_array()) {
      if (text_of(file, "name") == "lead_sponsors.csv") {
        return text_of(file, "text");
      }
    }
    return std::string("none");
  };
  EXPECT_EQ(leads_of(ask("plan.files", {{"id", next}})), leads_of(first));
}

}  // namespace
}  // namespace sojourn::stages::placement
