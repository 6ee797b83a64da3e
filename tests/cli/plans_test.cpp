// From an empty directory to a published plan by the command line alone; and a server that is
// killed while it plans.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "base/digest.h"
#include "base/json.h"
#include "tests/cli/server.h"
#include "tests/support/paths.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class PlansTest : public ::testing::Test {
 protected:
  PlansTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-plans-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    data = (folder / "data").string();
  }
  ~PlansTest() override { fs::remove_all(folder); }

  Ended command(std::vector<std::string> arguments, bool with_data = true) {
    fs::create_directories(folder / "command");
    if (with_data) {
      arguments.insert(arguments.end(), {"--data", data});
    }
    return run(folder / "command", arguments);
  }
  json::value answer(std::vector<std::string> arguments) {
    const Ended ended = command(std::move(arguments));
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.code == 0 ? base::parse_json(ended.out) : json::value(json::object());
  }
  /// All of a plan's, page by page.
  json::array placements(const std::string& plan) {
    json::array all;
    std::vector<std::string> words = {"plan", "placements", plan};
    while (true) {
      const json::value page = answer(words);
      const json::array& items = page.at("items").as_array();
      all.insert(all.end(), items.begin(), items.end());
      if (!page.as_object().contains("next")) {
        return all;
      }
      words = {"plan", "placements", plan, "--after", text(page, "next")};
    }
  }
  static std::string text(const json::value& record, std::string_view member) {
    return std::string(std::string_view(record.at(member).as_string()));
  }
  static std::string bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const std::string sample = test::source_dir() + "/tests/data/sample-county";
  fs::path folder;
  std::string data;
};

TEST_F(PlansTest, FromAnEmptyDirectoryToAPublishedPlan) {
  // Tried out first: it says the same and leaves nothing.
  const Ended tried = command({"folder", "import", sample, "--check"});
  EXPECT_EQ(base::parse_json(tried.out).at("staff"), 860) << tried.err;
  EXPECT_THAT(tried.err, testing::HasSubstr("This was a check; nothing was written."));
  EXPECT_FALSE(fs::exists(data));
  EXPECT_EQ(answer({"folder", "import", sample, "--on", "2027-01-01"}).at("staff"), 860);
  EXPECT_EQ(command({"folder", "import", sample, "--check"}).code, 6) << "as the import says";
  EXPECT_EQ(command({"folder", "import", sample}).code, 6) << "the programme has records";
  const std::string plan = text(answer({"plan", "make", "--name", "Spring", "--starts-on",
                                        "2027-01-01", "--most-steps", "2"}),
                                "id");
  EXPECT_EQ(answer({"jobs", "run"}).at("jobs"), 1);
  const json::value made = answer({"plan", "show", plan});
  EXPECT_EQ(text(made, "state"), "draft");
  EXPECT_TRUE(answer({"plan", "replay", plan}).at("same").as_bool());
  // The exported folder is planned to the same digests and the same files.
  const std::string exported = (folder / "exported").string();
  EXPECT_EQ(text(answer({"folder", "export", exported, "--on", "2027-01-01"}), "input_digest"),
            text(made, "input_digest"));
  const std::string out = (folder / "out").string();
  ASSERT_EQ(command({"plan", exported, "--out", out, "--steps", "2"}, false).code, 0);
  const json::value report = base::parse_json(bytes(fs::path(out) / "report.json"));
  EXPECT_EQ(report.at("input_digest"), made.at("input_digest"));
  EXPECT_EQ(report.at("rules_digest"), made.at("rules_digest"));
  EXPECT_EQ(report.at("total"), made.at("total"));
  const json::value files = answer({"plan", "files", plan});
  for (const json::value& file : files.at("files").as_array()) {
    if (text(file, "name") == "placements.csv" || text(file, "name") == "lead_sponsors.csv") {
      EXPECT_EQ(text(file, "text"), bytes(fs::path(out) / text(file, "name")));
    }
  }
  EXPECT_EQ(command({"folder", "export", exported}).code, 5) << "the folder is not empty";
  // As an archive, which comes in elsewhere as the folder does.
  const fs::path archive = folder / "county.zip";
  EXPECT_EQ(text(answer({"folder", "export", archive, "--on", "2027-01-01"}), "input_digest"),
            text(made, "input_digest"));
  EXPECT_EQ(command({"folder", "export", archive}).code, 5) << "there is such a file";
  const Ended elsewhere =
      command({"folder", "import", archive, "--check", "--data", folder / "elsewhere"}, false);
  EXPECT_EQ(base::parse_json(elsewhere.out).at("staff"), 860) << elsewhere.err;
  EXPECT_FALSE(fs::exists(folder / "elsewhere"));
  // Who took it is known by its digest.
  const json::value taken =
      answer({"export", "list", "--digest", text(made, "input_digest")}).at("items").at(1);
  EXPECT_EQ(text(taken, "list"), "folder.export");
  EXPECT_EQ(taken.at("filters"), json::array({json::value("on=2027-01-01")}));
  EXPECT_GT(taken.at("row_count").to_number<std::int64_t>(), 860);
  const json::value difference = answer({"plan", "difference", plan});
  EXPECT_GT(difference.at("arrives").to_number<int>(), 0);
  const json::value published =
      answer({"plan", "publish", plan, "--difference", text(difference, "digest"), "--shortages",
              std::to_string(difference.at("short_sites").as_array().size()), "--version",
              base::write_json(made.at("version"))});
  EXPECT_EQ(text(published, "state"), "published");
  // The report, to look at and to pass on; that it was taken is known.
  const fs::path page = folder / "report.html";
  const json::value taken_away = answer({"plan", "report", plan, "--out", page});
  EXPECT_EQ(text(taken_away, "digest"), base::sha256_hex(bytes(page)));
  EXPECT_THAT(bytes(page), testing::StartsWith("<!DOCTYPE html>"));
  EXPECT_EQ(command({"plan", "report", plan}).out, bytes(page));
  const json::value reports =
      answer({"export", "list", "--digest", base::sha256_hex(bytes(page))}).at("items");
  ASSERT_EQ(reports.as_array().size(), 2U);
  EXPECT_EQ(text(reports.at(0), "list"), "plan.report");
  EXPECT_EQ(text(reports.at(0), "format"), "html");
  EXPECT_EQ(reports.at(0).at("row_count"), made.at("placed"));
  EXPECT_EQ(command({"audit", "verify"}).code, 0);
}

/// Ends a server while it plans; the next one begins anew by itself, and the plan is kept once.
class ServerEnds : public PlansTest, public ::testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(Signals, ServerEnds, ::testing::Values(SIGKILL, SIGTERM));

TEST_P(ServerEnds, ThePlanGoesOnWithTheNextServerOnce) {
  answer({"folder", "import", sample, "--on", "2027-01-01"});
  const std::string plan = text(answer({"plan", "make", "--name", "Spring", "--starts-on",
                                        "2027-01-01", "--time-limit", "5"}),
                                "id");
  const auto until = [&](const auto& seen) {
    for (int i = 0; i < 600 && !seen(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return seen();
  };
  {
    RunningServer server(folder, {"--data", data});
    ASSERT_TRUE(
        until([&] { return answer({"plan", "show", plan}).as_object().contains("progress"); }));
    server.end(GetParam());
  }
  EXPECT_EQ(text(answer({"plan", "show", plan}), "state"), "waiting");
  {
    RunningServer server(folder, {"--data", data});
    EXPECT_TRUE(until([&] { return text(answer({"plan", "show", plan}), "state") == "draft"; }));
    server.end(SIGTERM);
  }
  // Nothing is left of the job, and what was kept is one plan's.
  EXPECT_EQ(answer({"jobs", "run"}).at("jobs"), 0);
  const json::value made = answer({"plan", "show", plan});
  EXPECT_EQ(json::value(made.at("placed").to_number<std::int64_t>()),
            json::value(std::ssize(placements(plan))));
  EXPECT_TRUE(answer({"plan", "replay", plan}).at("same").as_bool());
}

TEST_F(PlansTest, AFolderWithWhatHasNoPlaceHereIsRefusedAndThatIsNoted) {
  const fs::path bad = folder / "bad";
  fs::copy(sample, bad);
  std::string staff = bytes(bad / "staff.csv");
  staff.insert(staff.find('\n'), ",ethnicity of all");
  for (std::size_t at = staff.find('\n') + 1; (at = staff.find('\n', at)) != std::string::npos;) {
    staff.insert(at, ",x");
    at += 3;
  }
  std::ofstream(bad / "staff.csv", std::ios::binary) << staff;
  EXPECT_NE(command({"folder", "import", bad, "--check"}).code, 0);
  EXPECT_FALSE(fs::exists(data));
  const Ended refused = command({"folder", "import", bad});
  EXPECT_NE(refused.code, 0);
  EXPECT_NE(refused.err.find("noted in the audit log, without the text"), std::string::npos)
      << refused.err;
  const std::string stored = bytes(fs::path(data) / "sojourn.db");
  EXPECT_NE(stored.find("operation privacy.refuse"), std::string::npos);
  EXPECT_EQ(stored.find("ethnicity of all"), std::string::npos);
}

TEST_F(PlansTest, AServerThatIsKilledWhileItPlansIsFollowedByAnother) {
  answer({"folder", "import", sample, "--on", "2027-01-01"});
  const std::string plan = text(answer({"plan", "make", "--name", "Spring", "--starts-on",
                                        "2027-01-01", "--time-limit", "5"}),
                                "id");
  {
    RunningServer server(folder, {"--data", data});
    // Until the job says of itself how far it is: it is under way then.
    bool under_way = false;
    for (int i = 0; i < 200 && !under_way; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      under_way = answer({"plan", "show", plan}).as_object().contains("progress");
    }
    ASSERT_TRUE(under_way);
    server.end(SIGKILL);
  }
  EXPECT_EQ(text(answer({"plan", "show", plan}), "state"), "waiting");
  EXPECT_EQ(answer({"jobs", "run"}).at("jobs"), 1);
  const json::value made = answer({"plan", "show", plan});
  EXPECT_EQ(text(made, "state"), "draft");
  EXPECT_EQ(answer({"jobs", "run"}).at("jobs"), 0);
  EXPECT_TRUE(answer({"plan", "replay", plan}).at("same").as_bool());
}

}  // namespace
}  // namespace sojourn::testing_support
