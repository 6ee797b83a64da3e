// The readme's script from an empty directory to a published plan, run as it stands there, in both
// languages: what a newcomer copies works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Readme {
  const char* file;
  const char* before;  ///< what stands before the block
  const char* reason;  ///< of a placement, as the script prints it
};

class ReadmeTest : public ::testing::TestWithParam<Readme> {
 protected:
  ReadmeTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-readme-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~ReadmeTest() override { fs::remove_all(folder); }

  /// The block of shell after some words.
  static std::string block_after(const std::string& text, std::string_view words) {
    constexpr std::string_view open = "```sh\n";
    const std::size_t at = text.find(words);
    const std::size_t from = at == text.npos ? at : text.find(open, at);
    return from == text.npos
               ? ""
               : text.substr(from + open.size(),
                             text.find("```\n", from + open.size()) - from - open.size());
  }

  /// Runs the script from an empty directory, and gives the plan that it published.
  boost::json::value published_by(const std::string& script) {
    std::ofstream(folder / "script") << script;
    const fs::path work = folder / "empty";
    fs::create_directory(work);
    const std::string command = "cd '" + work.string() + "' && PATH='" +
                                fs::path(test::program()).parent_path().string() +
                                ":/usr/bin:/bin' LANGUAGE=en sh -eu ../script > ../out 2> ../err";
    EXPECT_EQ(std::system(command.c_str()), 0) << bytes_of(folder / "err");
    // The last answer is the published plan's, and so do the records say.
    const Ended plans = run(folder, {"plan", "list", "--data", (work / "sojourn-data").string()});
    EXPECT_EQ(plans.code, 0) << plans.err;
    const boost::json::value page = base::parse_json(plans.out);
    EXPECT_EQ(page.at("items").as_array().size(), 1U);
    EXPECT_EQ(page.at("items").at(0).at("state"), "published");
    return page.at("items").at(0);
  }

  fs::path folder;
};
INSTANTIATE_TEST_SUITE_P(
    Languages, ReadmeTest,
    ::testing::Values(Readme{"README.md", "From an empty directory to a published plan", "km"},
                      Readme{"README.zh.md", "从空目录到公示的方案", "公里"}),
    [](const auto& each) { return each.index == 0 ? "English" : "Chinese"; });

TEST_P(ReadmeTest, TheWayFromAnEmptyDirectoryToAPublishedPlanRunsAsItStands) {
  const std::string script =
      block_after(bytes_of(fs::path(test::source_dir()) / GetParam().file), GetParam().before);
  ASSERT_THAT(script, HasSubstr("sojourn plan publish"));
  published_by(script);
  EXPECT_THAT(bytes_of(folder / "out"), HasSubstr(GetParam().reason));
}

TEST_P(ReadmeTest, TheWayHoldsForAProgrammeThatStaysShort) {
  std::string script =
      block_after(bytes_of(fs::path(test::source_dir()) / GetParam().file), GetParam().before);
  const std::size_t import = script.find("sojourn folder import");
  ASSERT_NE(import, script.npos);
  // A language that nobody speaks is asked for at the first two sites.
  script.insert(import, "sed -i '2,3s/common/common;Faroese/' my-county/sites.csv\n");
  const std::string id(published_by(script).at("id").as_string());
  const Ended shown =
      run(folder, {"plan", "show", id, "--data", (folder / "empty" / "sojourn-data").string()});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_EQ(base::parse_json(shown.out).at("shortages").to_number<int>(), 2);
}

}  // namespace
}  // namespace sojourn::testing_support
