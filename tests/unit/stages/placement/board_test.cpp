// Plans that people look at on the board, change, keep beside the one they changed, begin by hand,
// compare and publish although they break rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/paths.h"
#include "tests/unit/stages/placement/plan_world.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::int64_t number_of(const json::value& record, std::string_view member) {
  return record.at(member).to_number<std::int64_t>();
}

class BoardTest : public PlanTest {
 protected:
  const testing_support::SmallFolder small;
  std::string plan, ada, ben, cleo, dan, one, two, three;

  void plan_small() {
    bring_in(small.folder());
    plan = make();
    run_plans(world.database());
    ada = id_called("staff", "E1", "staff");
    ben = id_called("staff", "E2", "staff");
    cleo = id_called("staff", "E3", "staff");
    dan = id_called("staff", "E4", "staff");
    one = id_called("site", "S1", "site");
    two = id_called("site", "S2", "site");
    three = id_called("site", "S3", "site");
  }
  json::value score(const json::array& moves, json::object more = {}) {
    more["id"] = plan;
    more["moves"] = moves;
    return ask("plan.score", std::move(more));
  }
  json::value make_by_hand(const std::string& from) {
    const std::string id = make({{"by_hand", from}});
    run_plans(world.database());
    return show(id);
  }
  static std::string there(const std::string& staff, const std::string& site,
                           const std::string& role) {
    return fmt::format("{}@{}:{}", staff, site, role);
  }
  std::string edit(const json::array& moves, json::object more = {}) {
    more["id"] = plan;
    more["moves"] = moves;
    more["name"] = "By hand";
    more.emplace("reason", "the county office asked");
    return text_of(ask("plan.edit", std::move(more)), "id");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, BoardTest, programme::both_engines, programme::engine_name);

TEST_P(BoardTest, ShowsSitesTeamsAndWhoIsNotPlaced) {
  plan_small();
  const json::value board = ask("plan.board", {{"id", plan}});
  EXPECT_EQ(number_of(board, "site_count"), 3);
  ASSERT_EQ(board.at("sites").as_array().size(), 3U);
  EXPECT_EQ(text_of(board.at("sites").at(0), "name"), "One");
  EXPECT_EQ(text_of(board.at("sites").at(0), "area_name"), "East");
  // Dan is away and not placed, so he stands nowhere.
  EXPECT_EQ(board.at("people").as_array().size(), 3U);
  EXPECT_EQ(board.at("places").as_array().size(), 3U);
  for (const json::value& place : board.at("places").as_array()) {
    EXPECT_FALSE(text_of(place, "text").empty());
  }
  EXPECT_TRUE(board.at("breaches").as_array().empty());
  // The sites add up to the plan, and so do the terms.
  std::int64_t sites = 0, terms = 0;
  for (const json::value& site : board.at("sites").as_array()) {
    sites += number_of(site, "points");
  }
  for (const json::value& term : board.at("terms").as_array()) {
    terms += number_of(term, "points");
  }
  EXPECT_EQ(sites, number_of(board, "total"));
  EXPECT_EQ(terms, number_of(board, "total"));
  // One county of two.
  const json::value west =
      ask("plan.board", {{"id", plan}, {"within", id_called("area", "C2", "area")}});
  ASSERT_EQ(west.at("sites").as_array().size(), 1U);
  EXPECT_EQ(text_of(west.at("sites").at(0), "name"), "Three");
  EXPECT_EQ(world.outcome(world.officer(), "plan.board",
                          {{"id", plan}, {"within", base::id_text("area", 404)}}),
            "/within not_in_plan");
}

TEST_P(BoardTest, PricesAMoveBeforeItIsMadeAndThePlanThatIsKeptIsWorthThat) {
  bring_in(test::source_dir() + "/tests/data/sample-county");
  plan = make();
  run_plans(world.database());
  const json::value board = ask("plan.board", {{"id", plan}});
  ASSERT_GT(board.at("places").as_array().size(), 200U);
  const std::string first = text_of(board.at("places").at(0), "staff");
  const std::string second = text_of(board.at("places").at(30), "staff");
  const json::array start{first + "@none"};
  const json::value priced = score(start, {{"pick", second}});
  EXPECT_EQ(priced.at("targets").as_array().size(), 2 * number_of(board, "site_count") - 1);
  EXPECT_GT(priced.at("swaps").as_array().size(), 200U);
  int tried = 0;
  for (std::size_t i = 0; i < priced.at("targets").as_array().size(); i += 25) {
    const json::value& target = priced.at("targets").at(i);
    json::array moves = start;
    moves.emplace_back(there(second, text_of(target, "site"), text_of(target, "role")));
    const json::value made = score(moves);
    EXPECT_EQ(number_of(made, "change"), number_of(priced, "change") + number_of(target, "change"));
    std::int64_t terms = 0;
    for (const json::value& term : made.at("terms").as_array()) {
      terms += number_of(term, "points");
    }
    EXPECT_EQ(terms, number_of(made, "change"));
    std::int64_t sites = 0;
    for (const json::value& site : made.at("sites").as_array()) {
      sites += number_of(site, "change");
    }
    EXPECT_EQ(sites, number_of(made, "change"));
    EXPECT_LE(number_of(made, "change_with_new_leads"), number_of(made, "change"));
    // What it says would break does break, and nothing else.
    std::size_t anew = 0;
    for (const json::value& breach : made.at("breaches").as_array()) {
      anew += breach.at("anew").as_bool() ? 1 : 0;
    }
    EXPECT_EQ(anew, target.at("breaks").as_array().size());
    ++tried;
  }
  EXPECT_GT(tried, 5);
  // Taken away from where they are, and given back.
  EXPECT_GT(number_of(priced.at("to_pool"), "change"), 0);
  const std::string kept = edit(start);
  const json::value after = show(kept);
  EXPECT_EQ(number_of(after, "total"), number_of(board, "total") + number_of(priced, "change"));
  EXPECT_EQ(text_of(after, "state"), "draft");
  EXPECT_EQ(text_of(after, "parent"), plan);
  EXPECT_EQ(text_of(after, "by_hand"), "edited");
  EXPECT_EQ(number_of(after, "breaches"), 0);
  EXPECT_EQ(number_of(after, "bound"), number_of(board, "bound"));
  EXPECT_TRUE(ask("plan.replay", {{"id", kept}}).at("same").as_bool());
  // A plan that keeps the rules is asked about as any other.
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", kept}, {"staff", second}}), "text"),
              HasSubstr("Person"));
}

TEST_P(BoardTest, ReasonsAreOfThePlanWithTheMovesMade) {
  plan_small();
  const auto why = [&](json::object asked, const json::array& moves) {
    asked["id"] = plan;
    if (!moves.empty()) {
      asked["moves"] = moves;
    }
    return text_of(ask("plan.explain", std::move(asked)), "text");
  };
  const auto place_of = [](const json::value& scored, const std::string& who) {
    for (const json::value& place : scored.at("places").as_array()) {
      if (text_of(place, "staff") == who) {
        return place;
      }
    }
    return json::value();
  };
  const json::array moves{there(ada, two, "leader"), ben + "@none"};
  EXPECT_THAT(why({{"staff", ada}}, {}), HasSubstr("Ada is placed at One as leader."));
  EXPECT_THAT(why({{"staff", ada}}, moves),
              AllOf(HasSubstr("Ada is placed at Two as leader."), HasSubstr("alternatives:")));
  EXPECT_THAT(why({{"staff", ben}}, moves), HasSubstr("Ben has no placement."));
  EXPECT_THAT(why({{"site", one}}, moves), HasSubstr("has 0 of 2 people"));
  EXPECT_THAT(why({{"staff", ada}, {"site", two}}, moves), HasSubstr("is placed at Two already"));
  EXPECT_THAT(why({{"staff", ada}, {"site", one}}, moves),
              HasSubstr("What if Ada were placed at One?"));
  // With the score comes a reason for everybody whose team is touched, and for nobody else.
  const json::value scored = score(moves);
  EXPECT_THAT(text_of(place_of(scored, ada), "text"), Not(testing::IsEmpty()));
  EXPECT_EQ(text_of(place_of(scored, ada), "site"), two);
  EXPECT_TRUE(place_of(scored, ben).is_null());
  EXPECT_TRUE(place_of(scored, cleo).is_null());
  // Moves that break a rule: what is, and what stands in the way, by name.
  const json::array wrong{there(ada, one, "leader"), there(ben, three, "leader")};
  EXPECT_THAT(why({{"staff", ben}}, wrong),
              AllOf(HasSubstr("Ben is placed at Three as leader."), HasSubstr("mend them first")));
  EXPECT_THAT(why({{"site", three}}, wrong), HasSubstr("mend them first"));
  EXPECT_EQ(world.outcome(world.officer(), "plan.explain",
                          {{"id", plan},
                           {"staff", ada},
                           {"moves", json::array{base::id_text("staff", 404) + "@none"}}}),
            "/moves/0 not_in_plan");
}

TEST_P(BoardTest, WhyNotNamesTheLimitOfFirstTimersWithItsValue) {
  plan_small();
  // Ben is a first-timer, and Three takes none.
  const std::string text =
      text_of(ask("plan.explain", {{"id", plan}, {"staff", ben}, {"site", three}}), "text");
  EXPECT_THAT(text, AllOf(HasSubstr("the team has 0 first-timers beside them, and may have at "
                                    "most 0"),
                          Not(HasSubstr("staff_")), Not(HasSubstr("site_"))));
}

TEST_P(BoardTest, TwoOfOneNameAreToldApart) {
  small.change("staff.csv", "E2,Ben", "E2,Ada");
  plan_small();
  const json::value board = ask("plan.board", {{"id", plan}});
  std::vector<std::string> names;
  for (const json::value& person : board.at("people").as_array()) {
    names.push_back(text_of(person, "name"));
  }
  EXPECT_THAT(names,
              testing::UnorderedElementsAre("Ada · Bureau · E1", "Ada · Bureau · E2", "Cleo"));
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", plan}, {"staff", ben}}), "text"),
              HasSubstr("Ada · Bureau · E2 is placed at"));
}

TEST_P(BoardTest, WhoChangedWhatByHandWhenAndWhyStaysWithThePlan) {
  plan_small();
  const auto listed = [&](const std::string& id) {
    return ask("plan.by_hand", {{"id", id}}).at("items").as_array();
  };
  EXPECT_TRUE(listed(plan).empty());
  const std::string first = plan;
  plan = edit({ben + "@none"});
  const std::string once = plan;
  plan = edit({there(ben, one, "member")}, {{"reason", "One asked for him"}});
  const json::array rows = listed(plan);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(text_of(rows[0], "what"), "take Ben away from Two");
  EXPECT_EQ(text_of(rows[0], "reason"), "the county office asked");
  EXPECT_EQ(text_of(rows[0], "plan"), once);
  EXPECT_EQ(text_of(rows[0], "staff"), ben);
  EXPECT_EQ(text_of(rows[1], "what"), "place Ben at One as member");
  EXPECT_EQ(text_of(rows[1], "reason"), "One asked for him");
  EXPECT_EQ(text_of(rows[1], "plan"), plan);
  EXPECT_EQ(text_of(rows[1], "site"), one);
  EXPECT_EQ(text_of(rows[1], "on"), text_of(show(plan), "made_at").substr(0, 10));
  EXPECT_EQ(listed(once).size(), 1U);
  EXPECT_TRUE(listed(first).empty());
  // Page by page.
  const json::value page = ask("plan.by_hand", {{"id", plan}, {"limit", 1}});
  EXPECT_EQ(page.at("items").as_array().size(), 1U);
  const json::value rest = ask("plan.by_hand", {{"id", plan}, {"after", page.at("next")}});
  EXPECT_EQ(number_of(rest.at("items").at(0), "number"), 2);
  EXPECT_EQ(world.outcome(world.officer(), "plan.by_hand", {{"id", plan}, {"after", "x"}}),
            "/after not_place");
  // An override that two signed for comes after.
  const std::string asked = text_of(ask("override.ask", {{"plan", plan},
                                                         {"staff", ben},
                                                         {"site", two},
                                                         {"role", "member"},
                                                         {"reason", "Two is short again"}}),
                                    "id");
  EXPECT_EQ(listed(plan).size(), 2U);
  access::Asker second = world.officer();
  second.account = 18;
  world.ask(second, "override.sign", {{"id", asked}, {"version", 1}});
  const json::array after = listed(plan);
  ASSERT_EQ(after.size(), 3U);
  EXPECT_EQ(text_of(after[2], "what"), "move Ben from One to Two as member");
  EXPECT_EQ(text_of(after[2], "reason"), "Two is short again");
}

TEST_P(BoardTest, WhatMustBeFixedIsToldWithWhatWouldMendIt) {
  plan_small();
  // Site One takes two: a third is too many, and has no role to lead.
  const json::array moves{there(ada, one, "leader"), there(ben, one, "leader"),
                          there(cleo, one, "member")};
  const json::value made = score(moves);
  std::vector<std::string> codes;
  for (const json::value& breach : made.at("breaches").as_array()) {
    codes.push_back(text_of(breach, "code"));
    EXPECT_TRUE(breach.at("anew").as_bool());
    EXPECT_FALSE(text_of(breach, "text").empty());
  }
  EXPECT_THAT(codes, testing::IsSupersetOf(
                         {"team.too_large", "team.two_leaders", "team.leader_without_role"}));
  const json::value fixes = ask("plan.fixes", {{"id", plan}, {"moves", moves}, {"language", "zh"}});
  ASSERT_EQ(fixes.at("fixes").as_array().size(), codes.size());
  int mended = 0;
  for (const json::value& fix : fixes.at("fixes").as_array()) {
    EXPECT_LE(fix.at("ways").as_array().size(), 3U);
    for (const json::value& way : fix.at("ways").as_array()) {
      std::vector<std::string> after;
      for (const json::value& move : way.at("moves").as_array()) {
        after.emplace_back(move.as_string());
      }
      for (const json::value& move : moves) {
        const std::string text(move.as_string());
        const std::string who = text.substr(0, text.find('@') + 1);
        if (std::none_of(after.begin(), after.end(),
                         [&](const std::string& each) { return each.starts_with(who); })) {
          after.push_back(text);
        }
      }
      const json::value then = score(json::array(after.begin(), after.end()));
      EXPECT_EQ(number_of(then, "change"), number_of(made, "change") + number_of(way, "change"));
      EXPECT_EQ(std::ssize(then.at("breaches").as_array()), number_of(way, "breaches_left"));
      EXPECT_LT(number_of(way, "breaches_left"), std::ssize(codes));
      ++mended;
    }
  }
  EXPECT_GT(mended, 0);
}

TEST_P(BoardTest, WaysAreWorkedOutForThirtyRulesAtATime) {
  bring_in(test::source_dir() + "/tests/data/sample-county");
  plan = make();
  run_plans(world.database());
  const json::value board = ask("plan.board", {{"id", plan}});
  // Forty who may not lead are made leaders where they are.
  std::set<std::string> may_lead;
  for (const json::value& person : board.at("people").as_array()) {
    if (person.at("may_lead").as_bool()) {
      may_lead.insert(text_of(person, "id"));
    }
  }
  json::array moves;
  for (const json::value& place : board.at("places").as_array()) {
    const std::string staff = text_of(place, "staff");
    if (moves.size() < 40 && !may_lead.contains(staff)) {
      moves.emplace_back(there(staff, text_of(place, "site"), "leader"));
    }
  }
  ASSERT_EQ(moves.size(), 40U);
  const json::array first =
      ask("plan.fixes", {{"id", plan}, {"moves", moves}}).at("fixes").as_array();
  const json::array onwards =
      ask("plan.fixes", {{"id", plan}, {"moves", moves}, {"from", 30}}).at("fixes").as_array();
  ASSERT_GT(first.size(), 40U);
  ASSERT_EQ(onwards.size(), first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first.at(i).at("breach"), onwards.at(i).at("breach"));
    EXPECT_EQ(first.at(i).at("worked_out").as_bool(), i < 30);
    EXPECT_EQ(onwards.at(i).at("worked_out").as_bool(), i >= 30 && i < 60);
    if (!first.at(i).at("worked_out").as_bool()) {
      EXPECT_TRUE(first.at(i).at("ways").as_array().empty());
    }
  }
  // Each of them may be a member again.
  EXPECT_FALSE(first.at(0).at("ways").as_array().empty());
  EXPECT_FALSE(onwards.at(30).at("ways").as_array().empty());
  EXPECT_EQ(world.outcome(world.officer(), "plan.fixes", {{"id", plan}, {"from", -1}}),
            "/from out_of_range");
}

TEST_P(BoardTest, SaysWhatOneMorePersonNearASiteIsWorth) {
  plan_small();
  for (const std::string& site : {one, two, three}) {
    const json::value more =
        ask("plan.what_if", {{"id", plan}, {"what", "one_more_here"}, {"site", site}});
    EXPECT_TRUE(more.at("clashes").as_array().empty());
    // Nobody has to be sent: it cannot be worse.
    EXPECT_LE(number_of(more, "lower"), number_of(more, "upper"));
    EXPECT_LE(number_of(more, "upper"), 0);
  }
  EXPECT_EQ(
      world.outcome(world.officer(), "plan.what_if", {{"id", plan}, {"what", "one_more_here"}}),
      "/site missing");
}

TEST_P(BoardTest, ScoresAListThatWasMadeByHand) {
  plan_small();
  const json::value list = make_by_hand("nobody");
  EXPECT_EQ(number_of(list, "placed"), 0);
  EXPECT_EQ(text_of(list, "state"), "draft");
  plan = text_of(list, "id");
  const json::value better = ask("plan.improvements", {{"id", plan}, {"most", 5}});
  EXPECT_EQ(number_of(better, "total"), number_of(list, "total"));
  ASSERT_GE(better.at("together").as_array().size(), 2U);
  // All that go together are made, and bring what they say.
  std::int64_t change = 0;
  json::array moves, leads;
  for (const json::value& way : better.at("together").as_array()) {
    change += number_of(way, "change");
    for (const json::value& move : way.at("moves").as_array()) {
      moves.push_back(move);
    }
    for (const json::value& lead : way.at("leads").as_array()) {
      leads.push_back(lead);
    }
  }
  const json::value made = score(moves, {{"leads", leads}});
  EXPECT_EQ(number_of(made, "change"), change);
  EXPECT_TRUE(made.at("breaches").as_array().empty());
  EXPECT_TRUE(ask("plan.replay", {{"id", plan}}).at("same").as_bool());
}

TEST_P(BoardTest, BeginsWithWhoeverServes) {
  plan_small();
  // Ada and Cleo serve at One and Three, as the folder says.
  ask("posting.make", {{"staff", ben},
                       {"site", two},
                       {"role", "leader"},
                       {"from_day", "2026-01-01"},
                       {"source", "list of 2026"}});
  const json::value list = make_by_hand("postings");
  EXPECT_EQ(number_of(list, "placed"), 3);
  EXPECT_EQ(number_of(list, "breaches"), 1);  // Ben may not lead
  const json::value rows = ask("plan.placements", {{"id", text_of(list, "id")}});
  EXPECT_EQ(text_of(rows.at("items").at(0), "staff"), ada);
  EXPECT_EQ(text_of(rows.at("items").at(1), "site"), two);
  EXPECT_EQ(text_of(rows.at("items").at(1), "role"), "leader");
  // Compared with the plan that was searched for.
  const json::value compared = ask("plan.compare", {{"id", text_of(list, "id")}, {"with", plan}});
  EXPECT_EQ(number_of(compared, "total"), number_of(list, "total"));
  EXPECT_EQ(number_of(compared, "arrives") + number_of(compared, "moves") +
                number_of(compared, "changes_role") + number_of(compared, "leaves"),
            std::ssize(compared.at("rows").as_array()));
  EXPECT_GE(number_of(compared, "moves") + number_of(compared, "changes_role"), 1);
  std::int64_t terms = 0;
  for (const json::value& term : compared.at("terms").as_array()) {
    terms += number_of(term, "points");
  }
  EXPECT_EQ(terms, number_of(compared, "other_total") - number_of(compared, "total"));
  EXPECT_EQ(world.outcome(world.officer(), "plan.make",
                          {{"name", "x"},
                           {"starts_on", "2027-01-01"},
                           {"by_hand", "nobody"},
                           {"open_posts", true}}),
            "/by_hand not_with_open_posts");
  EXPECT_EQ(world.outcome(world.officer(), "plan.make",
                          {{"name", "x"}, {"starts_on", "2027-01-01"}, {"by_hand", "edited"}}),
            "/by_hand not_here");
}

TEST_P(BoardTest, TwoWhoChangeOnePlanSeeEachOther) {
  plan_small();
  const std::string mine = edit({ada + "@none"});
  EXPECT_EQ(world.outcome(world.officer(), "plan.edit",
                          {{"id", plan},
                           {"moves", json::array{ben + "@none"}},
                           {"name", "Other"},
                           {"reason", "she is needed at home"}}),
            "/id edited_meanwhile");
  const std::string other = edit({ben + "@none"}, {{"beside", true}});
  const json::value compared = ask("plan.compare", {{"id", mine}, {"with", other}});
  EXPECT_TRUE(compared.at("same_input").as_bool());
  EXPECT_EQ(number_of(compared, "arrives"), 1);
  EXPECT_EQ(number_of(compared, "leaves"), 1);
  // One that was withdrawn is in nobody's way.
  for (const std::string& each : {mine, other}) {
    ask("plan.withdraw", {{"id", each}, {"reason", "a slip"}, {"version", 1}});
  }
  edit({ben + "@none"});
}

TEST_P(BoardTest, AFormerPlanIsHadAsADraftAgain) {
  plan_small();
  const std::string former = edit({ada + "@none"});
  ask("plan.withdraw", {{"id", former}, {"reason", "not now"}, {"version", 1}});
  const json::value again =
      ask("plan.edit", {{"id", former}, {"name", "Again"}, {"reason", "it came after all"}});
  EXPECT_EQ(text_of(again, "state"), "draft");
  EXPECT_EQ(text_of(again, "parent"), former);
  EXPECT_EQ(number_of(again, "placed"), number_of(show(former), "placed"));
  EXPECT_EQ(text_of(show(former), "state"), "withdrawn");
}

TEST_P(BoardTest, RefusesWhatThePlanDoesNotKnowOrWhatChangesNothing) {
  plan_small();
  const std::string stranger = base::id_text("staff", 404);
  EXPECT_EQ(world.outcome(world.officer(), "plan.score",
                          {{"id", plan}, {"moves", json::array{stranger + "@none"}}}),
            "/moves/0 not_in_plan");
  EXPECT_EQ(world.outcome(world.officer(), "plan.score",
                          {{"id", plan}, {"moves", json::array{ada + "@none", ada + "@none"}}}),
            "/moves/1 twice");
  EXPECT_EQ(world.outcome(world.officer(), "plan.score",
                          {{"id", plan}, {"moves", json::array{ada + "@" + one}}}),
            "/moves/0 not_move");
  EXPECT_EQ(world.outcome(world.officer(), "plan.score",
                          {{"id", plan}, {"leads", json::array{one + "=" + one}}}),
            "/leads/0 not_lead");
  EXPECT_EQ(world.outcome(world.officer(), "plan.score", {{"id", plan}, {"pick", stranger}}),
            "/pick not_in_plan");
  EXPECT_EQ(
      world.outcome(world.officer(), "plan.edit", {{"id", plan}, {"name", "x"}, {"reason", "y"}}),
      "nothing_changed");
  EXPECT_EQ(
      world.outcome(
          world.officer(), "plan.edit",
          {{"id", plan}, {"moves", json::array{ada + "@none"}}, {"name", "x"}, {"reason", " "}}),
      "/reason not_name");
}

TEST_P(BoardTest, WhatBreaksRulesIsPublishedOnlyOnceTwoSigned) {
  plan_small();
  const std::string kept = edit({there(ben, two, "leader")});
  EXPECT_EQ(number_of(show(kept), "breaches"), 1);
  EXPECT_FALSE(show(kept).at("proven").as_bool());
  EXPECT_TRUE(ask("plan.replay", {{"id", kept}}).at("same").as_bool());
  EXPECT_EQ(ask("plan.board", {{"id", kept}}).at("breaches").as_array().size(), 1U);
  // What is, is told; what would be better is not.
  EXPECT_THAT(text_of(ask("plan.explain", {{"id", kept}, {"staff", ada}}), "text"),
              AllOf(HasSubstr("Why: "), HasSubstr("mend them first")));
  EXPECT_EQ(world.outcome(world.officer(), "plan.what_if",
                          {{"id", kept}, {"what", "unavailable"}, {"staff", ada}}),
            "plan_breaks_rules");
  EXPECT_EQ(world.outcome(world.officer(), "rule_override.ask", {{"plan", plan}, {"reason", "x"}}),
            "keeps_rules");
  const json::value digest = ask("plan.difference", {{"id", kept}}).at("digest");
  EXPECT_EQ(world.outcome(world.officer(), "plan.publish",
                          {{"id", kept}, {"difference", digest}, {"version", 1}}),
            "must_fix");
  const std::string signing =
      text_of(ask("rule_override.ask", {{"plan", kept}, {"reason", "nobody else can lead"}}), "id");
  EXPECT_EQ(world.outcome(world.officer(), "plan.publish",
                          {{"id", kept}, {"difference", digest}, {"version", 1}}),
            "must_fix");
  EXPECT_EQ(world.outcome(world.officer(), "rule_override.sign", {{"id", signing}, {"version", 1}}),
            "same_person");
  // What waits is found without knowing the plan.
  const auto waiting = [&] {
    return ask("rule_override.list", {{"state", "waiting"}}).at("items").as_array();
  };
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_EQ(text_of(waiting()[0], "id"), signing);
  EXPECT_EQ(text_of(waiting()[0], "plan_name"), text_of(show(kept), "name"));
  access::Asker second = world.officer();
  second.account = 18;
  world.ask(second, "rule_override.sign", {{"id", signing}, {"version", 1}});
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(ask("rule_override.list", {{"plan", kept}}).at("items").as_array().size(), 1U);
  // What it leaves short has to have been seen as well.
  EXPECT_EQ(world.outcome(world.officer(), "plan.publish",
                          {{"id", kept}, {"difference", digest}, {"version", 1}}),
            "/shortages shortages_not_seen");
  const auto sites = ask("plan.difference", {{"id", kept}}).at("short_sites").as_array().size();
  const json::value published = ask(
      "plan.publish", {{"id", kept}, {"difference", digest}, {"shortages", sites}, {"version", 1}});
  EXPECT_EQ(text_of(published, "state"), "published");
  EXPECT_EQ(number_of(published, "shortages"), static_cast<std::int64_t>(sites));
}

}  // namespace
}  // namespace sojourn::stages::placement
