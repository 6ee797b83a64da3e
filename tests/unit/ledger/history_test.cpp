#include "ledger/history.h"

#include <gtest/gtest.h>

namespace sojourn::ledger {
namespace {

TEST(History, AValueHasOneTextOnBothEngines) {
  EXPECT_EQ(value_text({}), std::nullopt);
  EXPECT_EQ(value_text(true), value_text(std::int64_t{1}));
  EXPECT_EQ(value_text(2.0), value_text(std::int64_t{2}));
  EXPECT_EQ(value_text(0.5), "n0.5");
  EXPECT_EQ(value_text(std::string("1")), "t1");
  EXPECT_NE(value_text(std::string()), value_text({}));
  EXPECT_EQ(value_text(db::Bytes{std::string("\0\xFF", 2)}), "xAP8=");
}

TEST(History, AStepReadsBack) {
  const std::string text =
      write_step(EntryVerb::update, {{"name", std::string("a\"\n"), std::string("b")},
                                     {"open", true, {}},
                                     {"picture", {}, db::Bytes{"x"}}});
  const std::optional<Step> step = parse_step(text);
  ASSERT_TRUE(step);
  EXPECT_EQ(step->verb, EntryVerb::update);
  ASSERT_EQ(step->fields.size(), 3U);
  EXPECT_EQ(step->fields[0].before, "ta\"\n");
  EXPECT_EQ(step->fields[1].after, std::nullopt);
  EXPECT_EQ(step->fields[2].after, "xeA==");
  for (const char* bad : {"", "{}", "[]", "[1]", "[\"sold\"]", "[\"insert\",1]",
                          "[\"insert\",[\"a\",1,2]]", "[\"insert\",[\"a\",null]]"}) {
    EXPECT_FALSE(parse_step(bad)) << bad;
  }
}

}  // namespace
}  // namespace sojourn::ledger
