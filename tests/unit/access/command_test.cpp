#include "access/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "base/clock.h"
#include "base/digest.h"
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

TEST_F(CommandTest, AListIsHadInFourFormats) {
  world.person("Ada", "/1/");
  world.person("王芳", "/1/");
  const base::Operation* list = find("person list");
  ASSERT_NE(list, nullptr);
  const auto ask = [&](boost::json::object input, base::Language language = base::Language::en) {
    std::ostringstream out, err;
    base::HandClock clock;
    base::Terminal terminal{
        .out = out, .err = err, .clock = clock, .stop = {}, .language = language};
    EXPECT_EQ(list->run(input, terminal), base::exit_done);
    return out.str();
  };
  EXPECT_EQ(ask({{"format", "json"}}), ask({}));
  const std::string table = ask({{"format", "table"}});
  EXPECT_THAT(table, HasSubstr("  Name  Fit until\n"));
  EXPECT_THAT(table, HasSubstr("  Ada   2027-05-01\n"));
  EXPECT_THAT(table, HasSubstr("  王芳  2027-05-01\n")) << "in columns of the terminal";
  world.person("\x1b[2J", "/1/");
  EXPECT_THAT(ask({{"format", "table"}}), testing::Not(HasSubstr("\x1b")))
      << "nothing moves the cursor";
  EXPECT_THAT(ask({{"format", "csv"}}, base::Language::zh),
              testing::StartsWith("\xEF\xBB\xBF记录编号,名称,"));
  EXPECT_FALSE(opened.only_reads) << "the log notes it";
  EXPECT_THAT(ask({{"format", "xlsx"}}), testing::StartsWith("PK"));
}

TEST_F(CommandTest, ATableHasDigestsWhole) {
  world.person("Ada", "/1/");
  std::ostringstream file, table, err;
  base::HandClock clock;
  base::Terminal terminal{.out = file, .err = err, .clock = clock, .stop = {}};
  EXPECT_EQ(find("person list")->run({{"format", "csv"}}, terminal), base::exit_done);
  base::Terminal next{.out = table, .err = err, .clock = clock, .stop = {}};
  EXPECT_EQ(find("export list")->run({{"format", "table"}}, next), base::exit_done);
  EXPECT_THAT(table.str(), HasSubstr("  " + base::sha256_hex(file.str()) + "\n"))
      << "who looks for a file compares it";
}

TEST_F(CommandTest, APageOfATableSaysThatThereIsMore) {
  const std::string admin = world.administrator();
  for (int i = 0; i < 51; ++i) {
    world.ask(admin, "account.make",
              {{"name", "person." + std::to_string(i)}, {"person", "Somebody"}});
  }
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  const base::Operation* list = find("account list");
  EXPECT_EQ(list->run({{"format", "table"}}, terminal), base::exit_done);
  EXPECT_TRUE(opened.only_reads) << "a page is no export";
  EXPECT_THAT(err.str(), HasSubstr("There are more. Next page: --after \"person."));
  EXPECT_EQ(
      world.database().read(
          db::Caller::program(),
          [](db::Tx& tx) { return tx.value<std::int64_t>("SELECT count(*) FROM list_export"); }),
      0);
}

TEST_F(CommandTest, AListGoesToAFile) {
  world.person("Ada", "/1/");
  const std::string file =
      (std::filesystem::temp_directory_path() / ("sojourn-out-" + std::to_string(::getpid())))
          .string();
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{
      .out = out, .err = err, .clock = clock, .stop = {}, .out_is_terminal = true};
  const base::Operation* list = find("person list");
  const auto kept = [&] {
    std::ifstream in(file, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  };
  list->run({{"format", "csv"}, {"out", file}}, terminal);
  EXPECT_THAT(kept(), HasSubstr(",Ada,2027-05-01\r\n"));
  list->run({{"format", "xlsx"}, {"out", file}}, terminal);
  EXPECT_THAT(kept(), testing::StartsWith("PK"));
  list->run({{"out", file}}, terminal);
  EXPECT_THAT(kept(), HasSubstr("\"name\": \"Ada\""));
  EXPECT_EQ(out.str(), "");
  std::filesystem::remove(file);
  EXPECT_EQ(refusal_of([&] { list->run({{"format", "xlsx"}}, terminal); }).faults.at(0).where,
            "/out");
  EXPECT_THROW(list->run({{"out", "/nonexistent/folder/list"}}, terminal), std::system_error);
}

TEST_F(CommandTest, WhatIsAboutTheOwnAccountIsNoCommand) {
  EXPECT_NE(find("account make"), nullptr);
  EXPECT_NE(find("account reset"), nullptr);
  EXPECT_EQ(find("password change"), nullptr);
  EXPECT_EQ(find("session start"), nullptr);
}

}  // namespace
}  // namespace sojourn::access
