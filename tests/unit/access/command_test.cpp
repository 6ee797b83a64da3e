#include "access/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/clock.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

using testing::HasSubstr;

class CommandTest : public testing::Test {
 protected:
  World world;
  StorePlace opened;
  std::vector<base::Operation> made =
      commands(world.operations(), [this](const StorePlace& place, const auto& act) {
        opened = place;
        act(world.service());
      });

  const base::Operation* find(std::string_view name) {
    for (const base::Operation& each : made) {
      if (each.about.name == name) {
        return &each;
      }
    }
    return nullptr;
  }
};

TEST_F(CommandTest, RunsAnOperationAsTheOperator) {
  const StaffId ada = world.person("Ada", "/1/");
  const base::Operation* rename = find("person rename");
  ASSERT_NE(rename, nullptr);
  EXPECT_EQ(rename->fields.back().about.name, "database");
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  const boost::json::value input{{"id", ada.to_text()}, {"name", "Ava"}, {"data", "here"}};
  EXPECT_EQ(rename->run(input, terminal), base::exit_done);
  EXPECT_EQ(opened.directory, "here");
  EXPECT_EQ(opened.url, "");
  EXPECT_FALSE(opened.only_reads);
  EXPECT_THAT(out.str(), HasSubstr("\"name\": \"Ava\""));
  EXPECT_EQ(refusal_of([&] { rename->run({{"id", ada.to_text()}, {"data", 7}}, terminal); })
                .faults.at(0)
                .where,
            "/data");
}

TEST_F(CommandTest, WhatOnlyReadsMayLookBesideAServer) {
  world.person("Ada", "/1/");
  const base::Operation* list = find("person list");
  ASSERT_NE(list, nullptr);
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  EXPECT_EQ(list->run({{"database", "postgresql://db/programme"}}, terminal), base::exit_done);
  EXPECT_EQ(opened.directory, "sojourn-data");
  EXPECT_EQ(opened.url, "postgresql://db/programme");
  EXPECT_FALSE(opened.only_reads) << "who saw sensitive fields is noted";
  const base::Operation* accounts = find("account list");
  ASSERT_NE(accounts, nullptr);
  EXPECT_EQ(accounts->run(boost::json::object{}, terminal), base::exit_done);
  EXPECT_TRUE(opened.only_reads);
}

TEST_F(CommandTest, WhatIsAboutTheOwnAccountIsNoCommand) {
  EXPECT_NE(find("account make"), nullptr);
  EXPECT_NE(find("account reset"), nullptr);
  EXPECT_EQ(find("password change"), nullptr);
  EXPECT_EQ(find("session start"), nullptr);
}

}  // namespace
}  // namespace sojourn::access
