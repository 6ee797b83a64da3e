// The words of all commands: whatever a manual page says, it says in Chinese too.
#include "program/commands.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "doors/cli/cli.h"
#include "tests/support/words.h"

namespace sojourn::program {
namespace {

using base::Language;
using base::Sentence;

void expect_chinese(const Sentence& said, const std::string& of) {
  if (!said.empty()) {
    EXPECT_TRUE(test::has_chinese(said.in(Language::zh))) << of << ": " << said;
  }
}

TEST(Commands, SayEverythingInChineseToo) {
  const std::vector<base::Operation> all = commands();
  EXPECT_GT(all.size(), 90U);
  for (const base::Operation& each : all) {
    const std::string& of = each.about.name;
    expect_chinese(each.about.summary, of);
    expect_chinese(each.about.description, of);
    for (const base::Field& field : each.fields) {
      const std::string at = of + " " + field.about.name;
      expect_chinese(field.about.meaning, at);
      expect_chinese(field.about.trade, at);
      expect_chinese(field.about.unit, at);
      expect_chinese(field.word.accepted, at);
    }
    for (const base::ExitCodeAbout& code : each.about.exit_codes) {
      expect_chinese(code.meaning, of);
    }
    for (const base::Example& example : each.about.examples) {
      expect_chinese(example.meaning, example.command);
    }
  }
}

TEST(Commands, NoneHasAFlagThatEveryCommandHas) {
  for (const base::Operation& each : commands()) {
    for (const base::Field& field : each.fields) {
      if (!field.about.positional) {
        EXPECT_NE(field.about.name, "help") << each.about.name;
        // Of those that make sentences it is the same one (access/command.cpp).
        EXPECT_TRUE(field.about.name != "language" || field.about.shape == "CODE")
            << each.about.name;
      }
    }
  }
}

TEST(Commands, AServerHoldsNoOthers) {
  const std::array<const char*, 3> serve = {"serve", "--data", "folder"};
  ASSERT_EQ(commands_for(serve).size(), 1U);
  EXPECT_EQ(commands_for(serve)[0].about.name, "serve");
  const std::array<const char*, 2> others = {"--lang=zh", "serve"};
  EXPECT_EQ(commands_for(others).size(), commands().size()) << "wherever it may stand";
  EXPECT_EQ(commands_for({}).size(), commands().size());
}

/// A line that is English prose: what is typed (commands, flags, choices) is none.
bool prose(std::string_view line) {
  return !test::has_chinese(line) && line.find("。") == line.npos &&
         line.find_first_of(".,:") != line.npos && line.find("sojourn ") == line.npos &&
         line.find("--") == line.npos;
}

TEST(Commands, NoManualPageMixesLanguages) {
  const std::vector<base::Operation> all = commands();
  const doors::cli::Program program{.name = "sojourn", .summary = "", .version = "1", .start = {}};
  for (const base::Operation& each : all) {
    const std::string page = doors::cli::manual(program, each, 100, Language::zh);
    std::size_t start = 0;
    while (start < page.size()) {
      const std::size_t end = page.find('\n', start);
      const std::string line = page.substr(start, end - start);
      EXPECT_FALSE(prose(line)) << each.about.name << ": " << line;
      start = end + 1;
    }
  }
}

}  // namespace
}  // namespace sojourn::program
