// `sojourn explain` end to end on a small folder, whose plans are proven at once, so that every
// difference is exact.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/cli/program.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_support::Ended;
using testing_support::SmallFolder;

class ExplainTest : public testing::Test {
 protected:
  void SetUp() override {
    const Ended planned = run({"plan", small.folder(), "--out", out()});
    ASSERT_EQ(planned.code, 0) << planned.err;
  }
  std::filesystem::path out() const { return small.root() / "out"; }
  Ended run(const std::vector<std::string>& arguments) const {
    return testing_support::run(small.root(), arguments);
  }
  Ended ask(std::vector<std::string> question) const {
    std::vector<std::string> arguments = {"explain", small.folder(), out(), "--language", "en"};
    arguments.insert(arguments.end(), question.begin(), question.end());
    return run(arguments);
  }

  SmallFolder small;
};

TEST_F(ExplainTest, SaysWhySomebodyIsWhereTheyAre) {
  const Ended ended = ask({"--staff", "E1"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("Ada is placed at One as leader.\nWhy: Leads the team, with 4 years of "
                        "experience; "));
  EXPECT_THAT(ended.out, HasSubstr("Without them, and with nobody in their place"));
  EXPECT_THAT(ended.out, HasSubstr("The best alternatives:\n  "));
  EXPECT_THAT(ended.out, HasSubstr("points worse\n    By term: "));
  EXPECT_THAT(ended.out, Not(HasSubstr("between ")));
  // The same by name.
  EXPECT_EQ(ask({"--staff", "Ada"}).out, ended.out);
}

TEST_F(ExplainTest, AnswersInChinese) {
  const Ended ended = run({"explain", small.folder(), out(), "--staff", "E1", "--language", "zh"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("Ada派驻One，任队长。\n原因：担任队长，有4年经验；"));
}

TEST_F(ExplainTest, SaysWhyASiteIsShort) {
  const Ended ended = ask({"--site", "S2"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("Two (need 2) has "));
  EXPECT_THAT(ended.out, HasSubstr("The team has no leader."));
  EXPECT_THAT(ended.out, HasSubstr("What would help, planned again with each change:\n"));
  EXPECT_THAT(ended.out, HasSubstr("who may lead, for this site"));
}

TEST_F(ExplainTest, SaysWhySomebodyIsNotElsewhere) {
  const Ended home = ask({"--why-not", "E1@S3"});
  EXPECT_EQ(home.code, 0);
  EXPECT_THAT(home.out,
              HasSubstr("Ada cannot be placed at Three, and no decision lifts this: it is "
                        "their home site."));
  const Ended forced = ask({"--why-not", "E1@S2"});
  EXPECT_EQ(forced.code, 0) << forced.err;
  EXPECT_THAT(forced.out,
              AllOf(HasSubstr("What if Ada were placed at Two?"),
                    HasSubstr("points worse than this one."), HasSubstr("Who moves: ")));
}

TEST_F(ExplainTest, SaysWhatOneMoreIsWorth) {
  const Ended ended = ask({"--worth"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("One more person near a site:"), HasSubstr("points better")));
  // Every sponsor is told, also one that leads no site.
  EXPECT_THAT(ended.out, HasSubstr("or, of a sponsor that leads none, near the nearest site that"));
}

TEST_F(ExplainTest, SaysWhatOneMoreLikeSomebodyIsWorth) {
  const Ended ended = ask({"--worth", "--staff", "E1"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("One more person exactly like Ada"),
                               HasSubstr("points better"), HasSubstr("Who moves: ")));
  const Ended unavailable = ask({"--worth", "--staff", "E4"});
  EXPECT_EQ(unavailable.code, 0) << unavailable.err;
  EXPECT_THAT(unavailable.out, HasSubstr("is not available"));
}

TEST_F(ExplainTest, WantsOneQuestion) {
  const Ended none = ask({});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("One question at a time"));
  EXPECT_EQ(ask({"--worth", "--site", "S1"}).code, 2);
}

TEST_F(ExplainTest, NamesAllWhoHaveTheName) {
  small.change("staff.csv", "E4,Dan", "E4,Ben");
  const Ended ended = ask({"--staff", "Ben"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("--staff: \"Ben\": 2 have this name; give the id of the one "
                                   "that is meant: E2, E4.\n"));
  // A slip in a name is looked for among names.
  EXPECT_THAT(ask({"--staff", "Cleoo"}).err,
              HasSubstr("There is no person of this id or name. Is it Cleo?"));
}

TEST_F(ExplainTest, NamesWhatItDoesNotKnow) {
  const Ended person = ask({"--staff", "E9"});
  EXPECT_NE(person.code, 0);
  EXPECT_THAT(person.err, AllOf(HasSubstr("--staff"), HasSubstr("E9"), HasSubstr("no person")));
  EXPECT_EQ(person.out, "");
  const Ended pair = ask({"--why-not", "E1"});
  EXPECT_EQ(pair.code, 2);
  EXPECT_THAT(pair.err, HasSubstr("STAFF@SITE"));
  EXPECT_THAT(ask({"--why-not", "E1@S9"}).err, HasSubstr("no site"));
}

TEST_F(ExplainTest, ExplainsAListMadeByHandToo) {
  std::filesystem::create_directories(small.root() / "hand");
  std::ofstream(small.root() / "hand" / "placements.csv") << "staff,site,role\nE1,S2,leader\n";
  const Ended ended = run(
      {"explain", small.folder(), small.root() / "hand", "--why-not", "E1@S1", "--language", "en"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("its bound is worked out first"));
  EXPECT_THAT(ended.out,
              HasSubstr("This plan is not proven to be best: planned again without any change"));
}

TEST_F(ExplainTest, ExplainsNoPlanThatBreaksARule) {
  std::filesystem::create_directories(small.root() / "hand");
  std::ofstream(small.root() / "hand" / "placements.csv") << "staff,site,role\nE1,S3,leader\n";
  const Ended ended =
      run({"explain", small.folder(), small.root() / "hand", "--site", "S3", "--language", "en"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("breaks a hard rule"));
  EXPECT_EQ(ended.out, "");
}

}  // namespace
}  // namespace sojourn
