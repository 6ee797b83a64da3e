// Suggestions and complaints: what a text and a page may be, the rules, and the flood that is held.
#include "stages/accountability/feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/stages/accountability/feedback_parts.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> codes(programme::Faults& faults) {
  std::vector<std::string> made;
  for (const base::Fault& each : faults.take()) {
    made.push_back(each.code);
  }
  return made;
}
std::vector<std::string> said(std::string_view text) {
  programme::Faults faults;
  check_said("/said", text, faults);
  return codes(faults);
}
std::vector<std::string> page(std::string_view path) {
  programme::Faults faults;
  check_page("/page", path, faults);
  return codes(faults);
}

TEST(FeedbackTest, ATextIsAFewLinesWithoutTablesAndNumbersOfCards) {
  EXPECT_THAT(said("The list prints badly.\nIt has nine columns."), IsEmpty());
  EXPECT_THAT(said("名单打印不全"), IsEmpty());
  EXPECT_THAT(said(" \n"), ElementsAre("missing"));
  EXPECT_THAT(said("Ada\t13\nBo\t14"), ElementsAre("pasted_table"));
  EXPECT_THAT(said("a\x01z"), ElementsAre("not_text"));
  EXPECT_THAT(said("Ask 11010519491231002X"), ElementsAre("identity_number"));
}

TEST(FeedbackTest, BothLanguagesHaveAsMuchRoom) {
  std::string most;
  for (std::size_t i = 0; i < longest_feedback; ++i) {
    most += "表";
  }
  EXPECT_THAT(said(most), IsEmpty());
  EXPECT_THAT(said(most + "a"), ElementsAre("too_long"));
  EXPECT_THAT(said(std::string(longest_feedback, 'a')), IsEmpty());
}

TEST(FeedbackTest, APageIsAPathWithoutIds) {
  for (const std::string_view good : {"/", "/plans/:id/board", "/settings/audit", "/site-cards"}) {
    EXPECT_THAT(page(good), IsEmpty()) << good;
  }
  for (const std::string_view wrong :
       {"", "plans", "/people/staff_3k9q", "/people?search=Ada", "/People", "/a b"}) {
    EXPECT_THAT(page(wrong), ElementsAre("not_page")) << wrong;
  }
  EXPECT_THAT(page("/" + std::string(100, 'a')), ElementsAre("not_page"));
}

TEST(FeedbackTest, TheRulesSayHowManyWorkingDays) {
  programme::Faults faults;
  EXPECT_EQ(read_feedback_rules("", "/text", faults).answer_days, 10);
  EXPECT_EQ(read_feedback_rules("[feedback]\nanswer_days = 3\n", "/text", faults).answer_days, 3);
  EXPECT_THAT(codes(faults), IsEmpty());
  check_feedback_rules("[feedback]\nanswer_days = 0\nanswers = 1\n", faults);
  EXPECT_EQ(codes(faults).size(), 2);
}

class FeedbackStored : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), feedback_parts()};
};
INSTANTIATE_TEST_SUITE_P(Engines, FeedbackStored, programme::both_engines, programme::engine_name);

TEST_P(FeedbackStored, AFloodIsHeldUntilSomeAreAnswered) {
  access::Asker member = world.holder(access::Role::member, "self", 59);
  member.account = 18;
  const json::object one{{"kind", "complaint"}, {"said", "It is slow."}};
  std::string last;
  for (int i = 0; i < 20; ++i) {
    last = programme::text_of(world.ask(member, "feedback.make", one), "id");
  }
  EXPECT_EQ(world.outcome(member, "feedback.make", one), "too_many_open");
  world.ask(world.officer(), "feedback.answer",
            json::object{{"id", last}, {"said", "We look."}, {"version", 1}});
  EXPECT_EQ(world.outcome(member, "feedback.make", one), "done");
}

TEST_P(FeedbackStored, TheOldestStandsOnTopPageByPage) {
  access::Asker member = world.holder(access::Role::member, "self", 59);
  member.account = 18;
  std::vector<std::string> made;
  for (const char* text : {"one", "two", "three"}) {
    made.push_back(programme::text_of(
        world.ask(member, "feedback.make", json::object{{"kind", "complaint"}, {"said", text}}),
        "id"));
  }
  const json::value first = world.ask(world.officer(), "feedback.list", json::object{{"limit", 2}});
  ASSERT_EQ(first.at("items").as_array().size(), 2);
  EXPECT_EQ(programme::text_of(first.at("items").at(0), "id"), made[0]);
  const json::value second =
      world.ask(world.officer(), "feedback.list",
                json::object{{"limit", 2}, {"after", programme::text_of(first, "next")}});
  ASSERT_EQ(second.at("items").as_array().size(), 1);
  EXPECT_EQ(programme::text_of(second.at("items").at(0), "id"), made[2]);
  const json::value own = world.ask(member, "feedback.own", json::object());
  EXPECT_EQ(programme::text_of(own.at("items").at(0), "id"), made[2]);
}

}  // namespace
}  // namespace sojourn::stages::accountability
