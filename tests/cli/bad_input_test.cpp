// What bad input gets, end to end: the whole list of errors, exit code 2, and nothing written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>
#include <regex>
#include <set>
#include <string>

#include "tests/cli/program.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_support::Ended;
using testing_support::SmallFolder;

struct BadInput {
  std::string name;
  std::function<void(const SmallFolder&)> spoil;
  std::string message;  ///< a part of what is told
};

/// What the test's name shows of a case.
std::ostream& operator<<(std::ostream& out, const BadInput& bad) { return out << bad.name; }

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsToldAndNothingIsWritten) {
  const SmallFolder small;
  GetParam().spoil(small);
  for (const std::string command : {"plan", "check"}) {
    const fs::path out = small.root() / "out";
    std::vector<std::string> arguments = {command, small.folder()};
    if (command == "plan") {
      arguments.emplace_back("--out");
    }
    arguments.push_back(out);
    const Ended ended = testing_support::run(small.root(), arguments);
    EXPECT_EQ(ended.code, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr(GetParam().message));
    std::set<std::string> entries;
    for (const auto& entry : fs::directory_iterator(small.root())) {
      entries.insert(entry.path().filename());
    }
    // The same in Chinese: no sentence is left English but what stands in the folder itself.
    arguments.insert(arguments.end(), {"--language", "zh"});
    const Ended chinese = testing_support::run(small.root(), arguments);
    EXPECT_EQ(chinese.code, 2) << chinese.err;
    EXPECT_THAT(chinese.err, HasSubstr("未写入任何文件"));
    EXPECT_FALSE(
        std::regex_search(chinese.err, std::regex("[a-z]+ (is|has|the|a|to|of|no) [a-z]+")))
        << chinese.err;
    entries.erase("folder");
    EXPECT_EQ(entries, (std::set<std::string>{"stdout", "stderr"})) << "nothing written";
  }
}

BadInput spoiled(std::string name, std::string file, std::string from, std::string to,
                 std::string message) {
  return {std::move(name), [=](const SmallFolder& small) { small.change(file, from, to); },
          std::move(message)};
}

INSTANTIATE_TEST_SUITE_P(
    All, BadInputTest,
    testing::Values(
        BadInput{"MissingFile", [](const SmallFolder& s) { s.remove("staff.csv"); },
                 "staff.csv: This file is missing."},
        spoiled("MissingColumn", "sites.csv", "hardship", "hard",
                "sites.csv:1:hardship: This column is missing."),
        spoiled("DuplicateId", "staff.csv", "E2,Ben", "E1,Ben",
                "staff.csv:3:staff: \"E1\": The id stands on line 2 already"),
        spoiled("UnknownReference", "staff.csv", "Ada,O1", "Ada,O7",
                "staff.csv:2:sponsor: \"O7\": sponsors.csv has no such sponsor."),
        spoiled("MinimumOverTarget", "sites.csv", "3,1,2,1,River", "3,3,2,1,River",
                "sites.csv:2:min_team: \"3\": The minimum may not be larger than target_team"),
        spoiled("NegativeNeed", "sites.csv", "high,5,3", "high,-1,3",
                "sites.csv:2:need: \"-1\": The number has to lie between 1 and 5."),
        spoiled("UnreadableNumber", "sites.csv", "high,5,3", "high,5,3rd",
                "sites.csv:2:hardship: \"3rd\": A whole number from 0 to 5 is due here."),
        BadInput{"FieldOfTenMillionCharacters",
                 [](const SmallFolder& s) {
                   s.change("sites.csv", "One", std::string(10'000'000, 'x'));
                 },
                 "sites.csv:2:name: \"xxx"},
        spoiled("ListWhereOneSiteIsDue", "staff.csv", "yes,S1,80", "yes,S1;S2,80",
                "staff.csv:2:current_site: \"S1;S2\": One site is due here, not a list."),
        BadInput{"PinsThatClash",
                 [](const SmallFolder& s) {
                   s.write("pins.csv",
                           "staff,site,role,rule,reason\nE1,S1,any,must,\nE1,S2,any,must,\n");
                 },
                 "pins.csv:2: "},
        BadInput{"WishesForUnknownSites",
                 [](const SmallFolder& s) { s.write("wishes.csv", "staff,site,rank\nE1,S8,1\n"); },
                 "wishes.csv:2:site: \"S8\": sites.csv has no such site."},
        BadInput{"EmptyProgramme",
                 [](const SmallFolder& s) {
                   for (const char* file : {"sites.csv", "staff.csv"}) {
                     const std::string text = s.read(file);
                     s.write(file, text.substr(0, text.find('\n') + 1));
                   }
                 },
                 "sites.csv: The programme is empty: no site stands here."},
        BadInput{"NoFolder", [](const SmallFolder& s) { fs::remove_all(s.folder()); },
                 "There is no such folder."},
        BadInput{"FileInPlaceOfTheFolder",
                 [](const SmallFolder& s) {
                   fs::remove_all(s.folder());
                   std::ofstream(s.folder()) << "site,name\n";
                 },
                 "This is a file."},
        BadInput{"EmptyFolder",
                 [](const SmallFolder& s) {
                   fs::remove_all(s.folder());
                   fs::create_directories(s.folder());
                 },
                 "sites.csv: This file is missing."},
        BadInput{"BytesThatAreNoText",
                 [](const SmallFolder& s) { s.change("sites.csv", "One", "\xc9\xbd\xb4\xe5"); },
                 "sites.csv:2: This line holds bytes that are not text"},
        BadInput{"BrokenRules", [](const SmallFolder& s) { s.write("rules.toml", "wish = [1]\n"); },
                 "rules.toml:1:wish: Three whole numbers are due here"}),
    [](const auto& each) { return each.param.name; });

TEST(BadInput, IsToldAllAtOnce) {
  const SmallFolder small;
  small.change("areas.csv", "West,county", "West,shire");
  small.change("sites.csv", "high,5,3", "high,7,3");
  small.change("sponsors.csv", "C1,100", "C1,many");
  small.change("staff.csv", "yes,S1,80", "perhaps,S1,80");
  small.write("wishes.csv", "staff,site,rank\nE1,S8,1\n");
  small.write("rules.toml", "wish = -1\n");
  const Ended ended =
      testing_support::run(small.root(), {"plan", small.folder(), "--out", small.root() / "out"});
  EXPECT_EQ(ended.code, 2);
  for (const char* place :
       {"areas.csv:4:kind: ", "sites.csv:2:need: ", "sponsors.csv:2:release_percent",
        "staff.csv:2:available: ", "wishes.csv:2:site: ", "rules.toml:1:wish: "}) {
    EXPECT_THAT(ended.err, HasSubstr(place));
  }
}

TEST(BadInput, AnEmptyFileIsToldOnceAndNotByAllThatReferToIt) {
  for (const std::string file : {"areas.csv", "sites.csv", "sponsors.csv", "staff.csv"}) {
    const SmallFolder small;
    small.write("wishes.csv", "staff,site,rank\nE1,S1,1\nE2,S2,1\n");
    const std::string text = small.read(file);
    small.write(file, text.substr(0, text.find('\n') + 1));
    const Ended ended =
        testing_support::run(small.root(), {"plan", small.folder(), "--out", small.root() / "out"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr(file + ": The ")) << file;
    EXPECT_THAT(ended.err, HasSubstr("is empty: ")) << file;
    EXPECT_THAT(ended.err, testing::Not(HasSubstr("has no such"))) << file;
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 2) << ended.err;
  }
}

TEST(BadInput, CommandLineSlipsAreToldToo) {
  const SmallFolder small;
  Ended ended = testing_support::run(small.root(), {"plan", small.folder()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--out"));
  ended = testing_support::run(small.root(), {"plan", small.folder(), "--out", small.root() / "out",
                                              "--time-limit", "-1", "--threads", "none"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("--time-limit"), HasSubstr("--threads")));
  EXPECT_FALSE(fs::exists(small.root() / "out"));
}

}  // namespace
}  // namespace sojourn
