// docs/openapi.json is the server's own description, so that a change of the API shows in review.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "base/json.h"
#include "doors/http/api_pages.h"
#include "program/stages.h"
#include "tests/support/paths.h"
#include "tests/support/words.h"

namespace sojourn::program {
namespace {

using base::Language;

/// Every summary and description of a document, each with its place.
void gather(const boost::json::value& value, const std::string& place,
            std::vector<std::pair<std::string, std::string>>& found) {
  if (const auto* object = value.if_object()) {
    for (const auto& [key, each] : *object) {
      const std::string at = base::pointer_to(place, key);
      if ((key == "description" || key == "summary") && each.is_string()) {
        found.emplace_back(at, std::string(each.get_string()));
      } else {
        gather(each, at, found);
      }
    }
  } else if (const auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      gather((*array)[i], base::pointer_to(place, i), found);
    }
  }
}

TEST(OpenApi, SaysEverythingInChineseToo) {
  const std::vector<access::Operation> operations = stages().operations;
  std::vector<std::pair<std::string, std::string>> english, chinese;
  gather(base::parse_json(doors::http::openapi_text(Language::en, operations)), "", english);
  gather(base::parse_json(doors::http::openapi_text(Language::zh, operations)), "", chinese);
  ASSERT_EQ(english.size(), chinese.size());
  EXPECT_GT(english.size(), 1000U);
  for (std::size_t i = 0; i < english.size(); ++i) {
    EXPECT_EQ(english[i].first, chinese[i].first);
    EXPECT_TRUE(test::has_chinese(chinese[i].second))
        << chinese[i].first << ": " << chinese[i].second;
    EXPECT_FALSE(test::has_chinese(english[i].second)) << english[i].second;
  }
}

TEST(OpenApi, TheOneInDocsIsTheServersOwn) {
  const std::string file = test::source_dir() + "/docs/openapi.json";
  const std::string now = base::write_json(
      base::parse_json(doors::http::openapi_text(Language::en, stages().operations)),
      base::Layout::indented);
  if (std::getenv("SOJOURN_WRITE") != nullptr) {  // make openapi
    std::ofstream(file, std::ios::binary) << now;
  }
  std::ifstream in(file, std::ios::binary);
  const std::string kept((std::istreambuf_iterator<char>(in)), {});
  // Not EXPECT_EQ, which would compare 10,000 lines with 10,000 to print them.
  const auto differ = std::mismatch(kept.begin(), kept.end(), now.begin(), now.end()).second;
  EXPECT_TRUE(kept == now) << "docs/openapi.json is not what the server says of itself, from here: "
                           << now.substr(static_cast<std::size_t>(differ - now.begin()), 200)
                           << "\nIf that is meant: make openapi, and commit it.";
}

}  // namespace
}  // namespace sojourn::program
