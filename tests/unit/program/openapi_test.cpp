// docs/openapi.json is the server's own description, so that a change of the API shows in review.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "doors/http/api_pages.h"
#include "program/stages.h"
#include "tests/support/paths.h"

namespace sojourn::program {
namespace {

TEST(OpenApi, TheOneInDocsIsTheServersOwn) {
  const std::string file = test::source_dir() + "/docs/openapi.json";
  const std::string now = base::write_json(
      base::parse_json(doors::http::openapi_text(stages().operations)), base::Layout::indented);
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
