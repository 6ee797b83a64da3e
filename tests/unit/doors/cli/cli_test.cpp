// The command line as a person meets it: what is typed, what is said, how it ends.
#include "doors/cli/cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace sojourn::doors::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

enum class Encoding : std::uint8_t { utf_8, gb18030 };
BOOST_DESCRIBE_ENUM(Encoding, utf_8, gb18030)

struct Bake {
  std::string recipe;
  std::optional<std::string> tin;
  std::int32_t minutes = 0;
  std::optional<double> butter;
  std::uint64_t seed = 0;
  bool vegan = false;
  Encoding encoding = Encoding::utf_8;
  std::vector<std::string> extra;
};
BOOST_DESCRIBE_STRUCT(Bake, (), (recipe, tin, minutes, butter, seed, vegan, encoding, extra))

/// Prints what it was given, or fails in the way that the recipe names.
int bake(const Bake& input, base::Terminal& terminal) {
  if (input.recipe == "memory") {
    throw std::bad_alloc();
  }
  if (input.recipe == "disk") {
    throw std::system_error(std::make_error_code(std::errc::no_space_on_device), "out/plan.csv");
  }
  if (input.recipe == "thread") {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  }
  if (input.recipe == "bug") {
    base::ensure(false, "an oven is hot");
  }
  if (input.recipe == "missing") {
    throw base::Refusal{
        .kind = base::Kind::not_found,
        .code = "no_recipe",
        .detail = "There is no such recipe.",
        .faults = {{.where = "/butter", .code = "x", .value = "lard", .detail = "Use butter."},
                   {.where = "book.csv:3:name",
                    .code = "y",
                    .value = "",
                    .detail = "This cell is empty."}},
        .more_faults = 4};
  }
  terminal.out << base::encode_text(input) << '\n';
  return input.recipe == "no" ? base::exit_answer_is_no : base::exit_done;
}

std::vector<base::Operation> table() {
  return {base::operation<Bake>(
      {.name = "bake",
       .summary = "bake a cake",
       .description = "First paragraph, which is long enough that it has to be broken between two "
                      "words somewhere on a line of eighty columns.\n\nSecond paragraph:\n  kept "
                      "as it is\nand on.",
       .fields =
           {{.name = "recipe", .shape = "RECIPE", .positional = true, .meaning = "Its name."},
            {.name = "tin", .shape = "TIN", .positional = true, .meaning = "Where."},
            {.name = "minutes",
             .shape = "N",
             .standard = "40",
             .unit = "minutes",
             .least = 1,
             .most = 90,
             .meaning = "How long.",
             .trade = "Longer: darker."},
            {.name = "butter", .shape = "G", .unit = "grams", .least = 0, .meaning = "How much."},
            {.name = "seed", .shape = "N", .standard = "1", .meaning = "A seed."},
            {.name = "vegan", .meaning = "Without eggs."},
            {.name = "encoding", .shape = "NAME", .standard = "utf-8", .meaning = "Of the recipe."},
            {.name = "extra", .shape = "THING", .meaning = "One more thing."}},
       .exit_codes = {{1, "it did not rise"}},
       .examples = {{"sojourn bake sponge", "bakes a sponge"}}},
      bake)};
}

struct Said {
  int code = 0;
  std::string out, err;
};

Said say(std::vector<std::string_view> arguments) {
  const Program program = {.name = "sojourn",
                           .summary = "bakes",
                           .version = "1.2.3",
                           .start = {{"sojourn bake sponge", "try this"}}};
  const std::vector<base::Operation> operations = table();
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  const int code = run(program, operations, arguments, terminal);
  return {code, out.str(), err.str()};
}

TEST(Cli, FillsTheStandards) {
  const Said said = say({"bake", "sponge"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, R"({"recipe":"sponge","minutes":40,"seed":1,"vegan":false,)"
                      R"("encoding":"utf_8","extra":[]})"
                      "\n");
  EXPECT_EQ(said.err, "");
}

TEST(Cli, ReadsEveryKindOfField) {
  const Said said =
      say({"bake", "--minutes=5", "sponge", "--butter", "2.5", "--vegan", "--encoding", "gb18030",
           "--extra", "a", "round", "--extra=b", "--seed", "18446744073709551615"});
  EXPECT_EQ(said.err, "");
  EXPECT_EQ(said.out,
            R"({"recipe":"sponge","tin":"round","minutes":5,"butter":2.5,)"
            R"("seed":18446744073709551615,"vegan":true,"encoding":"gb18030","extra":["a","b"]})"
            "\n");
}

TEST(Cli, TwoHyphensEndTheFlags) {
  EXPECT_THAT(say({"bake", "--", "--vegan"}).out, HasSubstr(R"("recipe":"--vegan")"));
  EXPECT_THAT(say({"bake", "--vegan=no", "-"}).out, HasSubstr(R"("recipe":"-")"));
}

TEST(Cli, ReturnsWhatTheOperationReturns) { EXPECT_EQ(say({"bake", "no"}).code, 1); }

struct Mistake {
  std::vector<std::string_view> arguments;
  std::string said;
};

class CliMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(CliMistake, IsNamedWithItsRemedyAndEndsWithTwo) {
  const Said said = say(GetParam().arguments);
  EXPECT_EQ(said.code, 2);
  EXPECT_EQ(said.out, "");
  EXPECT_THAT(said.err, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    All, CliMistake,
    ::testing::Values(
        Mistake{{"bkae"}, "  bkae: There is no such command. Did you mean bake?\n"},
        Mistake{{"fly"}, "  fly: There is no such command. There are: bake, help."},
        Mistake{{"help", "bkae"}, "Did you mean bake?"}, Mistake{{}, "COMMANDS\n"},
        Mistake{{"bake"}, "  RECIPE: This is required: Its name.\n"},
        Mistake{{"bake", ""}, "  RECIPE: This is empty; write something.\n"},
        Mistake{{"bake", "a", "b", "c"},
                "  c: This is one too many: only RECIPE, TIN can be given here."},
        Mistake{{"bake", "a", "--minuets", "5"},
                "  --minuets: There is no such flag. Did you mean --minutes?\nSee:"},
        Mistake{{"bake", "a", "--xyzzy"}, "  --xyzzy: There is no such flag.\n"},
        Mistake{{"bake", "a", "-m"}, "  -m: There is no such flag.\n"},
        Mistake{{"bake", "a", "--minutes"},
                "  --minutes: A value is missing. Write --minutes N.\n"},
        Mistake{{"bake", "a", "--minutes", "--vegan"},
                "  --minutes: A value is missing. Write --minutes N.\n"},
        Mistake{{"bake", "a", "--minutes", "many"},
                "  --minutes: \"many\": This is not a whole number that can be read. Write one "
                "from 1 to 90.\n"},
        Mistake{{"bake", "a", "--minutes", "2.5"}, "This is not a whole number"},
        Mistake{{"bake", "a", "--minutes", "0"},
                "  --minutes: \"0\": Write a whole number from 1 to 90.\n"},
        Mistake{{"bake", "a", "--minutes", "99999999999999999999"}, "\"99999999999999999999\": "},
        Mistake{{"bake", "a", "--butter", "-1"}, "  --butter: \"-1\": Write a number, 0 or more."},
        Mistake{{"bake", "a", "--butter", "nan"}, "\"nan\": This is not a number."},
        Mistake{{"bake", "a", "--butter", "1,5"}, "with a point for decimals"},
        Mistake{{"bake", "a", "--seed", "-1"},
                "  --seed: \"-1\": This should be a whole number from 0 to 18446744073709551615."},
        Mistake{{"bake", "a", "--vegan=maybe"},
                "  --vegan: \"maybe\": This is neither yes nor no."},
        Mistake{{"bake", "a", "--encoding", "latin1"},
                "  --encoding: \"latin1\": This is not one of: utf-8, gb18030.\n"},
        Mistake{{"bake", "a", "--minutes", "1", "--minutes", "2"},
                "  --minutes: \"2\": This is given twice; give it once.\n"},
        Mistake{{"bake", "\xff"}, "  RECIPE: \"\xEF\xBF\xBD\": This is not UTF-8 text.\n"},
        Mistake{{"bake", "--minutes", "x", "--butter", "y"}, "  --butter: \"y\""},
        Mistake{{"bake", "--minutes", "x", "--butter", "y"}, "See: sojourn help bake\n"}));

TEST(Cli, AllFaultsAreToldAtOnce) {
  const Said said = say({"bake", "--minutes", "x", "--butter", "y", "--colour", "z"});
  EXPECT_THAT(said.err, StartsWith("sojourn bake: The command line cannot be followed; "));
  for (const char* each : {"--minutes: ", "--butter: ", "--colour: "}) {
    EXPECT_THAT(said.err, HasSubstr(each));
  }
}

TEST(Cli, ARefusalNamesTheFlagOrThePlaceInAFile) {
  const Said said = say({"bake", "missing"});
  EXPECT_EQ(said.code, 3);
  EXPECT_EQ(said.err,
            "sojourn bake: There is no such recipe.\n"
            "  --butter: \"lard\": Use butter.\n"
            "  book.csv:3:name: This cell is empty.\n"
            "  ... and 4 more.\n");
}

TEST(Cli, FailuresOfTheMachineEndWithNine) {
  const Said memory = say({"bake", "memory"});
  EXPECT_EQ(memory.code, 9);
  EXPECT_THAT(memory.err, HasSubstr("not enough memory"));
  const Said disk = say({"bake", "disk"});
  EXPECT_EQ(disk.code, 9);
  EXPECT_THAT(disk.err, HasSubstr("The disk is full (out/plan.csv"));
  EXPECT_THAT(say({"bake", "disk", "--language", "zh"}).err,
              HasSubstr("磁盘已满（out/plan.csv: 磁盘没有剩余空间）"));
  const Said thread = say({"bake", "thread"});
  EXPECT_EQ(thread.code, 9);
  EXPECT_THAT(thread.err, HasSubstr("not enough memory for another thread"));
  EXPECT_THAT(thread.err, HasSubstr("--threads 1"));
}

TEST(Cli, SpeaksTheLanguageAskedFor) {
  for (const std::vector<std::string_view>& ask :
       {std::vector<std::string_view>{"--language", "zh", "help"}, {"help", "--language=zh"}}) {
    const Said said = say(ask);
    EXPECT_EQ(said.code, 0);
    EXPECT_THAT(said.out, HasSubstr("\n命令\n"));
    EXPECT_THAT(said.out, HasSubstr("某个命令的手册页"));
  }
  const Said manual = say({"bake", "--help", "--language", "zh"});
  EXPECT_THAT(manual.out, HasSubstr("\n用法\n  sojourn bake RECIPE"));
  EXPECT_THAT(manual.out, HasSubstr("单位：分钟。 默认：40。 1至90。"));
  const Said refused = say({"bake", "sponge", "--minutes", "0", "--language", "zh_CN.UTF-8"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_EQ(refused.err,
            "sojourn bake: 命令行无法执行；未做任何事。\n"
            "  --minutes: \"0\": 请写整数（1至90）。\n"
            "参见：sojourn help bake\n");
  EXPECT_THAT(say({"bake", "memory", "--language", "zh"}).err, HasSubstr("内存不足"));
}

TEST(Cli, AnUnknownLanguageIsNamed) {
  for (const std::vector<std::string_view>& ask :
       {std::vector<std::string_view>{"bake", "sponge", "--language", "fr"},
        {"--language=fr", "help"}}) {
    const Said said = say(ask);
    EXPECT_EQ(said.code, 2);
    EXPECT_THAT(said.err, HasSubstr("--language: \"fr\": This is not one of: en, zh."));
  }
  EXPECT_THAT(say({"help", "--language"}).err, HasSubstr("A value is missing."));
  // Behind `--` it is an argument like any other.
  EXPECT_THAT(say({"bake", "--", "--language"}).out, HasSubstr("\"recipe\":\"--language\""));
}

TEST(Cli, ABugIsOursAndSaysSo) {
  const Said said = say({"bake", "bug"});
  EXPECT_EQ(said.code, 70);
  EXPECT_THAT(said.err, HasSubstr("This is a mistake in Sojourn, not in your input."));
  EXPECT_THAT(said.err, HasSubstr("1.2.3: an oven is hot (tests/unit/doors/cli/cli_test.cpp:"));
}

TEST(Cli, AnOutputThatCannotBeWrittenIsAFailure) {
  const std::vector<base::Operation> operations = table();
  std::ostringstream out, err;
  out.setstate(std::ios::badbit);
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  const std::vector<std::string_view> arguments = {"bake", "sponge"};
  EXPECT_EQ(run({.name = "sojourn", .summary = "", .version = "", .start = {}}, operations,
                arguments, terminal),
            9);
  EXPECT_THAT(err.str(), HasSubstr("could not be written"));
}

TEST(Cli, SaysItsVersion) { EXPECT_EQ(say({"--version"}).out, "sojourn 1.2.3\n"); }

TEST(Cli, ListsItsCommands) {
  for (const std::vector<std::string_view>& ask :
       {std::vector<std::string_view>{"help"}, {"--help"}, {"-h"}}) {
    const Said said = say(ask);
    EXPECT_EQ(said.code, 0);
    EXPECT_THAT(said.out, StartsWith("sojourn 1.2.3 - bakes\n\nCOMMANDS\n"));
    EXPECT_THAT(said.out, HasSubstr("  bake  bake a cake\n  help  the manual page"));
  }
}

TEST(Cli, ANameMayHaveTwoWords) {
  std::vector<base::Operation> operations = table();
  operations[0].about.name = "cake bake";
  const auto say_two = [&](std::vector<std::string_view> arguments) {
    std::ostringstream out, err;
    base::HandClock clock;
    base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
    const int code = run({.name = "sojourn", .summary = "", .version = "1", .start = {}},
                         operations, arguments, terminal);
    return Said{code, out.str(), err.str()};
  };
  EXPECT_THAT(say_two({"cake", "bake", "sponge"}).out, HasSubstr("\"recipe\":\"sponge\""));
  EXPECT_THAT(say_two({"help", "cake", "bake"}).out, HasSubstr("sojourn cake bake"));
  EXPECT_THAT(say_two({"cake", "bake", "--help"}).out, HasSubstr("sojourn cake bake"));
  EXPECT_THAT(say_two({"cake", "bak"}).err, HasSubstr("Did you mean cake bake?"));
  EXPECT_THAT(say_two({"cake", "fly"}).err, HasSubstr("There are: cake bake, help."));
}

TEST(Cli, AGroupListsItsCommands) {
  std::vector<base::Operation> operations = table();
  operations.push_back(operations[0]);
  operations.push_back(operations[0]);
  operations[0].about.name = "cake bake";
  operations[1].about.name = "cakewalk";
  operations[2].about.name = "cake eat";
  operations[2].about.summary = "eat it too";
  const auto say_three = [&](std::vector<std::string_view> arguments) {
    std::ostringstream out, err;
    base::HandClock clock;
    base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
    const int code = run({.name = "sojourn", .summary = "", .version = "1", .start = {}},
                         operations, arguments, terminal);
    return Said{code, out.str(), err.str()};
  };
  const std::string page =
      "SYNOPSIS\n  sojourn cake COMMAND\n\nCOMMANDS\n  cake bake  bake a cake\n  cake eat   eat it "
      "too\n\nMORE\n  sojourn help cake COMMAND\n";
  for (const std::vector<std::string_view>& ask :
       {std::vector<std::string_view>{"cake", "--help"}, {"help", "cake"}, {"cake", "-h"}}) {
    EXPECT_EQ(say_three(ask).out, page);
    EXPECT_EQ(say_three(ask).code, base::exit_done);
  }
  EXPECT_EQ(say_three({"cake"}).err, page);
  EXPECT_EQ(say_three({"cake"}).code, base::exit_invalid);
  EXPECT_THAT(say_three({"help", "cake", "--language", "zh"}).out, HasSubstr("命令\n"));
  EXPECT_THAT(say_three({"fly"}).err, HasSubstr("There are: cake, cakewalk, help."));
  EXPECT_THAT(say_three({"cake", "fly"}).err, HasSubstr("There are: cake bake, cake eat, help."));
}

TEST(Cli, TwoWordsThatAreACommandComeBeforeOneThatIs) {
  std::vector<base::Operation> operations = table();
  operations.push_back(operations[0]);
  operations[1].about.name = "bake cakes";
  const auto manual_of = [&](std::vector<std::string_view> arguments) {
    std::ostringstream out, err;
    base::HandClock clock;
    base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
    run({.name = "sojourn", .summary = "", .version = "1", .start = {}}, operations, arguments,
        terminal);
    return out.str();
  };
  EXPECT_THAT(manual_of({"help", "bake", "cakes"}), HasSubstr("sojourn bake cakes"));
  EXPECT_THAT(manual_of({"bake", "cakes", "sponge"}), HasSubstr("\"recipe\":\"sponge\""));
  EXPECT_THAT(manual_of({"bake", "sponge"}), HasSubstr("\"recipe\":\"sponge\""));
  EXPECT_THAT(manual_of({"bake", "./cakes"}), HasSubstr("\"recipe\":\"./cakes\""));
}

TEST(Cli, TheManualPageIsMadeFromTheTable) {
  const Said said = say({"bake", "--help"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out, say({"help", "bake"}).out);
  EXPECT_EQ(said.out, say({"bake", "nonsense", "--minutes", "--help"}).out);
  EXPECT_EQ(said.out,
            "sojourn bake - bake a cake\n"
            "\n"
            "SYNOPSIS\n"
            "  sojourn bake RECIPE [TIN] [--minutes N] [--butter G] [--seed N] [--vegan]\n"
            "      [--encoding NAME] [--extra THING...]\n"
            "\n"
            "DESCRIPTION\n"
            "  First paragraph, which is long enough that it has to be broken between two\n"
            "  words somewhere on a line of eighty columns.\n"
            "\n"
            "  Second paragraph:\n"
            "    kept as it is\n"
            "  and on.\n"
            "\n"
            "OPTIONS\n"
            "  RECIPE\n"
            "      Its name.\n"
            "      Required.\n"
            "  TIN\n"
            "      Where.\n"
            "  --minutes N\n"
            "      How long.\n"
            "      Unit: minutes. Default: 40. From 1 to 90.\n"
            "      Longer: darker.\n"
            "  --butter G\n"
            "      How much.\n"
            "      Unit: grams. 0 or more.\n"
            "  --seed N\n"
            "      A seed.\n"
            "      Default: 1.\n"
            "  --vegan\n"
            "      Without eggs.\n"
            "      Default: no.\n"
            "  --encoding NAME\n"
            "      Of the recipe.\n"
            "      Default: utf-8. One of: utf-8, gb18030.\n"
            "  --extra THING\n"
            "      One more thing.\n"
            "      May be given more than once.\n"
            "  --language CODE\n"
            "      Language of what is printed and of the report's first view: en or zh.\n"
            "      Without it, that of the environment (LC_ALL, LC_MESSAGES, LANG).\n"
            "  --help\n"
            "      Shows this page.\n"
            "\n"
            "EXIT CODES\n"
            "  0    done\n"
            "  1    it did not rise\n"
            "  2    the command line or the input has faults; they are listed\n"
            "  9    out of memory, disk full, or another failure of the machine\n"
            "  70   a mistake in Sojourn itself\n"
            "  130  ended at once by a second Ctrl-C\n"
            "\n"
            "EXAMPLES\n"
            "  sojourn bake sponge\n"
            "      bakes a sponge\n");
}

TEST(Cli, LinesKeepToTheTerminal) {
  const std::vector<base::Operation> operations = table();
  const Program program = {.name = "sojourn", .summary = "bakes", .version = "1", .start = {}};
  for (const int width : {40, 60, 80, 100, 500}) {
    std::istringstream lines(manual(program, operations[0], width));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), static_cast<std::size_t>(std::min(width, 100))) << line;
    }
  }
}

}  // namespace
}  // namespace sojourn::doors::cli
