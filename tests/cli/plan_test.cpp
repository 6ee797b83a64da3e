// Planning and checking, end to end: round trips, repeated runs, Ctrl-C, and a machine that fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "base/json.h"
#include "tests/cli/program.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_support::Ended;
using testing_support::sanitized;
using testing_support::SmallFolder;
using testing_support::Start;

const std::set<std::string> all_files = {"certificate.csv", "lead_sponsors.csv", "placements.csv",
                                         "reasons.csv",     "report.html",       "report.json"};

class PlanTest : public testing::Test {
 protected:
  Ended run(const std::vector<std::string>& arguments, const Start& start = {}) const {
    return testing_support::run(small.root(), arguments, start);
  }
  /// A fictional county that is short of people.
  fs::path county() const {
    const fs::path made = small.root() / "county";
    if (!fs::exists(made)) {
      EXPECT_EQ(run({"example", "county", "--tight", made}).code, 0);
    }
    return made;
  }
  fs::path out(const std::string& name = "out") const { return small.root() / name; }
  static std::set<std::string> entries(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.insert(entry.path().filename());
    }
    return names;
  }
  static boost::json::object report(const fs::path& out) {
    return base::parse_json(SmallFolder::read_path(out / "report.json")).as_object();
  }
  void expect_same_plan(const fs::path& a, const fs::path& b) const {
    for (const char* file : {"placements.csv", "lead_sponsors.csv", "certificate.csv"}) {
      EXPECT_EQ(SmallFolder::read_path(a / file), SmallFolder::read_path(b / file)) << file;
    }
  }
  void expect_nothing_left(const std::string& name = "out") const {
    EXPECT_FALSE(fs::exists(out(name)));
    for (const std::string& entry : entries(small.root())) {
      EXPECT_FALSE(entry.starts_with(".")) << entry;
    }
  }

  SmallFolder small;
};

TEST_F(PlanTest, PlansAndChecks) {
  Ended ended = run({"plan", small.folder(), "--out", out()});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("total"));
  EXPECT_EQ(entries(out()), all_files);
  ended = run({"check", small.folder(), out()});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("The plan keeps every hard rule"));
  EXPECT_THAT(ended.out, HasSubstr("The certificate holds"));
  EXPECT_EQ(report(out()).at("proven").as_bool(),
            report(out()).at("total") == report(out()).at("bound"));
}

// One plan, one figure.
TEST_F(PlanTest, PlanAndCheckSayTheSameGap) {
  for (const char* steps : {"0", "2", "3"}) {
    const Ended planned = run({"plan", county(), "--out", out(), "--steps", steps});
    const Ended checked = run({"check", county(), out()});
    const std::string said = "That is at most ";
    ASSERT_THAT(planned.out, HasSubstr(said));
    ASSERT_THAT(checked.out, HasSubstr(said));
    const auto figure = [&](const std::string& text) {
      const std::size_t at = text.find(said);
      return text.substr(at, text.find(" points a site", at) - at);
    };
    EXPECT_EQ(figure(planned.out), figure(checked.out)) << steps;
  }
}

TEST_F(PlanTest, SaysInItsLastLineWhereTheReportIs) {
  const Ended ended = run({"plan", small.folder(), "--out", out()});
  EXPECT_THAT(ended.out, testing::EndsWith("The report is " + (out() / "report.html").string() +
                                           "; open it in a browser.\n"));
}

TEST_F(PlanTest, IsTheSameAgainAndOnAnyNumberOfThreads) {
  const std::vector<std::string> base = {"plan", county(), "--steps", "6", "--seed", "4"};
  const auto with = [&](const std::string& name, const std::string& threads) {
    std::vector<std::string> arguments = base;
    arguments.insert(arguments.end(), {"--out", out(name), "--threads", threads});
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(report(out(name)).at("steps").to_number<int>(), 6);
  };
  with("a", "1");
  with("b", "1");
  with("c", "2");
  expect_same_plan(out("a"), out("b"));
  expect_same_plan(out("a"), out("c"));
}

TEST_F(PlanTest, ARunEndedByTimeIsRepeatedByItsSteps) {
  ASSERT_EQ(run({"plan", county(), "--out", out("a"), "--time-limit", "1"}).code, 0);
  const auto first = report(out("a"));
  ASSERT_EQ(run({"plan", county(), "--out", out("b"), "--steps",
                 std::to_string(first.at("steps").to_number<int>())})
                .code,
            0);
  expect_same_plan(out("a"), out("b"));
  EXPECT_EQ(report(out("b")).at("total"), first.at("total"));
}

TEST_F(PlanTest, NoTimeAtAllStillGivesAValidPlan) {
  Ended ended = run({"plan", county(), "--out", out(), "--time-limit", "0"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  ended = run({"check", county(), out()});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  ended = run({"plan", county(), "--out", out(), "--steps", "0"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(run({"check", county(), out()}).code, 0);
}

// The limit is for all that is planned, the prices of decisions too.
TEST_F(PlanTest, WhatTheTimeDidNotSufficeForIsListedAsSuch) {
  const Ended ended = run({"plan", county(), "--out", out(), "--time-limit", "0.001"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  const std::string page = SmallFolder::read_path(out() / "report.html");
  EXPECT_THAT(page, HasSubstr("What all of these decisions cost together was not worked out in "
                              "the time; a longer --time-limit may do it."));
  EXPECT_THAT(page, HasSubstr(">not worked out in the time</td>"));
  EXPECT_THAT(page, HasSubstr("这些决定合计的代价未能在时限内算出；加长--time-limit或可算出。"));
  EXPECT_THAT(page, testing::Not(HasSubstr("Without all of these decisions")));
}

TEST_F(PlanTest, ATimeLimitIsAYearAtMost) {
  for (const char* limit : {"31536001", "1e10", "1e300"}) {
    for (const char* command : {"plan", "explain"}) {
      std::vector<std::string> arguments = {command, small.folder(), "--time-limit", limit};
      if (std::string(command) == "plan") {
        arguments.insert(arguments.end(), {"--out", out()});
      } else {
        arguments.insert(arguments.end(), {out(), "--worth"});
      }
      const Ended ended = run(arguments);
      EXPECT_EQ(ended.code, 2) << limit;
      EXPECT_THAT(ended.err, HasSubstr("--time-limit")) << limit;
      EXPECT_THAT(ended.err, HasSubstr("31536000")) << limit;
      EXPECT_FALSE(fs::exists(out()));
    }
  }
  const Ended ended = run({"plan", small.folder(), "--out", out(), "--time-limit", "31536000"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_GT(report(out()).at("steps").to_number<int>(), 0);
}

TEST_F(PlanTest, CtrlCKeepsTheBestSoFar) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto start = std::chrono::steady_clock::now();
    const Ended ended =
        run({"plan", county(), "--out", out(), "--time-limit", "600"},
            {.limit = {}, .when_ready = [&](pid_t process) {
               usleep(300'000);  // within the search, most likely; before it is as good
               ::kill(process, signal);
             }});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("Stopping. Press Ctrl-C again"));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(300));
    EXPECT_EQ(entries(out()), all_files);
    EXPECT_TRUE(report(out()).at("stopped").as_bool() || report(out()).at("proven").as_bool());
    EXPECT_EQ(run({"check", county(), out()}).code, 0);
  }
}

TEST_F(PlanTest, ShowsProgressInOneLineOnATerminal) {
  const Ended ended =
      testing_support::run_on_terminal({"plan", county(), "--out", out(), "--time-limit", "2"});
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("\r"));
  EXPECT_THAT(ended.out, HasSubstr("points a site\x1b[K"));
  EXPECT_THAT(ended.out, HasSubstr("bound "));
}

TEST_F(PlanTest, AnEarlierPlanIsReplacedAndNothingElseIs) {
  ASSERT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  EXPECT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  std::ofstream(out() / "diary.txt") << "mine";
  Ended ended = run({"plan", small.folder(), "--out", out()});
  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, HasSubstr("--out"));
  EXPECT_THAT(ended.err, HasSubstr("left as it is"));
  EXPECT_TRUE(fs::exists(out() / "diary.txt"));
  ended = run({"plan", small.folder(), "--out", small.folder()});
  EXPECT_EQ(ended.code, 5);
  EXPECT_FALSE(fs::exists(small.folder() / "report.json"));
}

TEST_F(PlanTest, APlanThatPeopleEditedIsNotReplaced) {
  ASSERT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  std::ofstream(out() / "placements.csv", std::ios::app) << "E4,S3,member\n";
  const std::string edited = SmallFolder::read_path(out() / "placements.csv");
  Ended ended = run({"plan", small.folder(), "--out", out(), "--time-limit", "600"});
  EXPECT_EQ(ended.code, 5);
  EXPECT_THAT(ended.err, HasSubstr("was edited after it was made (placements.csv)"));
  EXPECT_THAT(ended.err, HasSubstr("--replace"));
  EXPECT_EQ(SmallFolder::read_path(out() / "placements.csv"), edited);
  ended = run({"plan", small.folder(), "--out", out(), "--replace"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(SmallFolder::read_path(out() / "placements.csv"), edited);
  EXPECT_EQ(run({"check", small.folder(), out()}).code, 0);
}

TEST_F(PlanTest, SpeaksChineseThroughout) {
  Ended ended = run({"plan", small.folder(), "--out", out(), "--language", "zh"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("可派人员共"));
  ended = run({"check", small.folder(), out(), "--language", "zh"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("方案遵守所有硬性规则"));
  EXPECT_THAT(ended.out, HasSubstr("证书成立"));
  fs::create_directories(out("hand"));
  std::ofstream(out("hand") / "placements.csv") << "staff,site,role\nE2,S2,leader\nE4,S3,member\n";
  ended = run({"check", small.folder(), out("hand"), "--language", "zh"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("规则3：Ben（E2）在Two（S2）任队长，但没有`leader`资格。"));
  EXPECT_THAT(ended.out, HasSubstr("没有certificate.csv"));
  EXPECT_THAT(run({"help", "--language", "zh"}).out, HasSubstr("核验方案"));
  EXPECT_THAT(
      run({"calendar", "deadline", "--from", "2026-13-01", "--days", "3", "--language", "zh"}).err,
      HasSubstr("形如2026-11-25的日期"));
  for (const std::string command : {"plan", "check", "explain", "example"}) {
    const std::string page = run({"help", command, "--language", "zh"}).out;
    EXPECT_THAT(page, HasSubstr("屏幕输出和报告首页的语言"));
    EXPECT_THAT(page, testing::Not(HasSubstr(" the "))) << page;
  }
}

TEST_F(PlanTest, APlaceThatCannotBeWrittenIsToldBeforeTheSearch) {
  const auto start = std::chrono::steady_clock::now();
  Ended ended =
      run({"plan", county(), "--out", small.folder() / "sites.csv" / "out", "--time-limit", "600"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("nothing was written"));
  ended = run({"plan", county(), "--out", "/proc/sojourn", "--time-limit", "600"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  if (::geteuid() != 0) {
    fs::permissions(small.folder(), fs::perms::owner_read | fs::perms::owner_exec);
    ended = run({"plan", small.folder(), "--out", small.folder() / "out"});
    fs::permissions(small.folder(), fs::perms::owner_all);
    EXPECT_EQ(ended.code, 4) << ended.err;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(300));
}

TEST_F(PlanTest, AFileThatMayNotGrowLeavesNothing) {
  // Large enough for the small files, too small for report.html.
  const Ended ended = run({"plan", small.folder(), "--out", out()},
                          {.limit = {{RLIMIT_FSIZE, 4096}}, .when_ready = {}});
  EXPECT_EQ(ended.code, 9) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("File too large"));
  expect_nothing_left();
  const Ended chinese = run({"plan", small.folder(), "--out", out(), "--language", "zh"},
                            {.limit = {{RLIMIT_FSIZE, 4096}}, .when_ready = {}});
  EXPECT_EQ(chinese.code, 9) << chinese.err;
  EXPECT_THAT(chinese.err, HasSubstr("文件太大"));
}

TEST_F(PlanTest, AFullDiskLeavesNothing) {
  const fs::path disk = small.root() / "disk";
  fs::create_directories(disk);
  if (::mount("none", disk.c_str(), "tmpfs", 0, "size=16k") != 0) {
    GTEST_SKIP() << "a full disk can be had only where file systems may be mounted";
  }
  const Ended ended = run({"plan", small.folder(), "--out", disk / "out"});
  const std::set<std::string> left = entries(disk);
  ::umount(disk.c_str());
  EXPECT_EQ(ended.code, 9) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("The disk is full"));
  EXPECT_THAT(left, testing::IsEmpty());
}

TEST_F(PlanTest, AFullDiskKeepsTheEarlierPlan) {
  ASSERT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  const std::string before = SmallFolder::read_path(out() / "report.json");
  EXPECT_EQ(run({"plan", small.folder(), "--out", out()},
                {.limit = {{RLIMIT_FSIZE, 4096}}, .when_ready = {}})
                .code,
            9);
  EXPECT_EQ(SmallFolder::read_path(out() / "report.json"), before);
  EXPECT_EQ(entries(out()), all_files);
}

TEST_F(PlanTest, LackOfMemoryIsTold) {
  if (sanitized()) {
    GTEST_SKIP() << "memory cannot be limited under a sanitizer";
  }
  // Two gigabytes that take no room on the disk, and less memory than that.
  fs::resize_file(small.folder() / "staff.csv", std::uintmax_t{1} << 31);
  const Ended ended = run({"plan", small.folder(), "--out", out(), "--threads", "1"},
                          {.limit = {{RLIMIT_AS, rlim_t{1} << 30}}, .when_ready = {}});
  EXPECT_EQ(ended.code, 9) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("There is not enough memory for this."));
  expect_nothing_left();
}

TEST_F(PlanTest, LackOfMemoryForThreadsIsTold) {
  if (sanitized()) {
    GTEST_SKIP() << "memory cannot be limited under a sanitizer";
  }
  // Each thread asks for 8 MB of address space for its stack.
  const Ended ended = run({"plan", small.folder(), "--out", out(), "--threads", "1000"},
                          {.limit = {{RLIMIT_AS, rlim_t{1} << 30}}, .when_ready = {}});
  EXPECT_EQ(ended.code, 9) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("not enough memory"));
  EXPECT_THAT(ended.err, HasSubstr("--threads 1"));
  expect_nothing_left();
}

TEST_F(PlanTest, ChecksAListMadeByHand) {
  fs::create_directories(out());
  const auto list = [&](const std::string& lines) {
    std::ofstream(out() / "placements.csv") << "staff,site,role\n" << lines;
    return run({"check", small.folder(), out()});
  };
  Ended ended = list("E1,S1,leader\n");
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("total"));
  EXPECT_THAT(ended.out, HasSubstr("There is no certificate.csv"));
  EXPECT_THAT(ended.out, HasSubstr("What would make it better most, each by itself:"));
  EXPECT_THAT(ended.out, HasSubstr("These can all be made together, and then bring "));
  EXPECT_THAT(ended.out, HasSubstr("place Cleo (E3) at Three (S3) as leader"));
  // Lead sponsors are one decision, told in one line.
  small.write("affinity.csv", "site,sponsor,score\nS1,O1,90\nS2,O1,50\nS3,O2,70\n");
  ended = list("E1,S1,leader\n");
  // 4 x (90 + 50 + 70) for the scores, 200 for E1, who is of O1.
  EXPECT_THAT(ended.out, HasSubstr("choosing them well would make it better by 1,040 points"));
  EXPECT_THAT(ended.out, testing::Not(HasSubstr(" lead One")));
  EXPECT_THAT(ended.out, HasSubstr("place Cleo (E3) at Three (S3) as leader"));
  small.remove("affinity.csv");
  // Ben has not the role, Dan is not available, Ada's home site is S3.
  ended = list("E2,S2,leader\nE4,S3,member\n");
  EXPECT_EQ(ended.code, 1) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("The plan is not valid."));
  EXPECT_THAT(ended.out, testing::AllOf(HasSubstr("rule 3: "), HasSubstr("rule 1: ")));
  ended = list("E9,S1,member\n");
  EXPECT_EQ(ended.code, 2) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("placements.csv:2:staff: \"E9\": staff.csv has no such"));
  EXPECT_EQ(run({"check", small.folder(), out("nowhere")}).code, 2);
}

TEST_F(PlanTest, CheckFindsFalseClaims) {
  ASSERT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  const auto total = report(out()).at("total").to_number<std::int64_t>();
  const std::string json = SmallFolder::read_path(out() / "report.json");
  std::string changed = json;
  const std::string said = "\"total\": " + std::to_string(total);
  ASSERT_NE(changed.find(said), std::string::npos);
  changed.replace(changed.find(said), said.size(), "\"total\": " + std::to_string(total - 1));
  std::ofstream(out() / "report.json") << changed;
  Ended ended = run({"check", small.folder(), out()});
  EXPECT_EQ(ended.code, 1) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("report.json says a total of"));
  // Terms and figures are said as people write them, in either language.
  changed = json;
  const std::string first_term = "\"points\": ";
  changed.insert(changed.find(first_term) + first_term.size(), "-1");
  std::ofstream(out() / "report.json") << changed;
  ended = run({"check", small.folder(), out(), "--language", "zh"});
  EXPECT_EQ(ended.code, 1) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("声明不符：report.json称低于最少人数为\u22121"));
  std::ofstream(out() / "report.json") << json;
  // A bound that the prices do not prove.
  std::string certificate = SmallFolder::read_path(out() / "certificate.csv");
  const std::size_t at = certificate.find("bound,");
  ASSERT_NE(at, std::string::npos);
  certificate.replace(at, certificate.find('\n', at) - at, "bound,,,,,,,,,999999000");
  std::ofstream(out() / "certificate.csv") << certificate;
  ended = run({"check", small.folder(), out()});
  EXPECT_EQ(ended.code, 1) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("claim: "));
  EXPECT_THAT(ended.out, testing::Not(HasSubstr("The certificate holds")));
  EXPECT_THAT(ended.out, HasSubstr("What the prices of the certificate do prove: "));
}

TEST_F(PlanTest, CheckMentionsACertificateOfAnotherFolder) {
  ASSERT_EQ(run({"plan", small.folder(), "--out", out()}).code, 0);
  fs::remove(out() / "report.json");
  EXPECT_THAT(run({"check", small.folder(), out()}).err,
              testing::Not(HasSubstr("certificate.csv")));
  std::string certificate = SmallFolder::read_path(out() / "certificate.csv");
  const std::size_t digest = certificate.find("input,,,,") + 9;
  certificate.replace(digest, certificate.find(',', digest) - digest, "deadbeef");
  std::ofstream(out() / "certificate.csv") << certificate;
  const Ended ended = run({"check", small.folder(), out()});
  EXPECT_EQ(ended.code, 0) << "what its prices prove, they prove here too";
  EXPECT_THAT(ended.err, HasSubstr("note: certificate.csv was made for another folder"));
}

TEST_F(PlanTest, ReadsGb18030EndToEnd) {
  small.change("sites.csv", "One", "\xc9\xbd\xb4\xe5");
  small.change("staff.csv", "E2,Ben", "\xba\xd3,Ben");
  EXPECT_EQ(run({"plan", small.folder(), "--out", out()}).code, 2);
  EXPECT_EQ(run({"plan", small.folder(), "--out", out(), "--encoding", "gb18030"}).code, 0);
  EXPECT_THAT(SmallFolder::read_path(out() / "report.html"), HasSubstr("山村"));
  EXPECT_THAT(SmallFolder::read_path(out() / "placements.csv"), HasSubstr("河"));
  EXPECT_EQ(run({"check", small.folder(), out(), "--encoding", "gb18030"}).code, 0);
  // A list made by hand is saved as the folder was.
  fs::create_directories(out("list"));
  std::ofstream(out("list") / "placements.csv") << "staff,site,role\n\xba\xd3,S1,member\n";
  EXPECT_EQ(run({"check", small.folder(), out("list"), "--encoding", "gb18030"}).code, 0);
  for (const fs::path& plan : {out(), out("list")}) {
    const Ended ended =
        run({"explain", small.folder(), plan, "--encoding", "gb18030", "--staff", "河"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("Ben"));
  }
  EXPECT_EQ(run({"explain", small.folder(), out("list"), "--staff", "E1"}).code, 2);
}

}  // namespace
}  // namespace sojourn
