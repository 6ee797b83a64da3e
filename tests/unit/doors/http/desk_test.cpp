// The web client's files and its first page: to whom, with which policy, and what is left alone.
#include "doors/http/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ensure.h"

namespace sojourn::doors::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Request get(std::string path, std::string accept = "text/html,application/xhtml+xml") {
  Request made;
  made.method = "GET";
  made.path = std::move(path);
  if (!accept.empty()) {
    made.fields = {{"accept", std::move(accept)}};
  }
  return made;
}

std::vector<Asset> files() {
  return {{.path = "index.html", .bytes = "<i {{nonce}}><b \"{{notices}}\">", .gzip = ""},
          {.path = "desk/index.0123456789ab.js", .bytes = "js", .gzip = ""}};
}

std::string nonce_of(const Response& page) {
  const std::string policy(page.field("Content-Security-Policy").value());
  const std::size_t at = policy.find("'nonce-") + 7;
  return policy.substr(at, policy.find('\'', at) - at);
}

TEST(Desk, ItsFilesMayBeKeptForEver) {
  const Desk desk(files(), {});
  const auto file = desk.answer(get("/desk/index.0123456789ab.js", "*/*"));
  EXPECT_EQ(file->fixed_body, "js");
  EXPECT_THAT(std::string(file->field("Cache-Control").value()), HasSubstr("immutable"));
  EXPECT_FALSE(desk.answer(get("/index.html", "*/*"))) << "its slots would be empty";
}

TEST(Desk, EveryPageHasANonceOfItsOwnForStylesAlone) {
  const Desk desk(files(), {});
  const Response one = desk.answer(get("/")).value();
  const Response other = desk.answer(get("/")).value();
  EXPECT_THAT(nonce_of(one), ::testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(nonce_of(one), nonce_of(other));
  EXPECT_EQ(one.body, "<i " + nonce_of(one) + "><b \"\">");
  EXPECT_THAT(
      std::string(one.field("Content-Security-Policy").value()),
      AllOf(HasSubstr("script-src 'self'; style-src 'self' 'nonce-"), Not(HasSubstr("unsafe"))));
  EXPECT_FALSE(one.field("Cache-Control")) << "no-store, as what says nothing of it";
}

TEST(Desk, TakesTheStartAndTheWaysInFromBrowsersOnly) {
  const Desk desk(files(), {});
  for (const char* path : {"/", "/sign-in", "/setup", "/link", "/second-factor"}) {
    EXPECT_TRUE(desk.answer(get(path))) << path;
    EXPECT_FALSE(desk.answer(get(path, "*/*"))) << path;
    EXPECT_FALSE(desk.answer(get(path, ""))) << path;
  }
  // What plain pages are asked for is left to them.
  for (const char* path : {"/en/sign-in", "/api", "/data-dictionary", "/example", "/sites"}) {
    EXPECT_FALSE(desk.answer(get(path))) << path;
  }
}

TEST(Desk, AnyOtherAddressIsTheClientsButThoseOfTheApi) {
  const Desk desk(files(), {});
  EXPECT_THAT(desk.otherwise(get("/sites/site_3k9q"))->body, StartsWith("<i "));
  EXPECT_EQ(desk.otherwise(get("/sites"))->route, "/desk") << "the log names no record";
  EXPECT_FALSE(desk.otherwise(get("/sites", "application/json")));
  EXPECT_FALSE(desk.otherwise(get("/api/sites")));
  EXPECT_FALSE(desk.otherwise(get("/api")));
  Request post = get("/sites");
  post.method = "POST";
  EXPECT_FALSE(desk.otherwise(post));
}

TEST(Desk, SaysWhatStandsAboveEveryPage) {
  const Desk desk(files(), {.plain_http = true, .demonstration = true});
  Request request = get("/");
  EXPECT_THAT(desk.answer(request)->body, HasSubstr("\"demonstration plain-http\""));
  request.secure = true;
  EXPECT_THAT(desk.answer(request)->body, HasSubstr("\"demonstration\""));
}

TEST(Desk, WithoutAFirstPageItIsNone) { EXPECT_THROW((Desk({}, {})), base::Bug); }

}  // namespace
}  // namespace sojourn::doors::http
