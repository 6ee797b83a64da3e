// Files of the program: forms and caching.
#include "doors/http/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sojourn::doors::http {
namespace {

using ::testing::StartsWith;

Request get(std::string path, std::vector<Field> fields = {}) {
  Request made;
  made.method = "GET";
  made.path = std::move(path);
  made.fields = std::move(fields);
  return made;
}

class AssetsTest : public ::testing::Test {
 protected:
  static std::string body(const Response& response) { return std::string(response.fixed_body); }

  const std::string large = std::string(1000, 'x');
  const Assets assets{{{.path = "style.css", .bytes = large, .gzip = "packed"},
                       {.path = "desk.0123abcd.js", .bytes = "js", .gzip = "js packed"}}};
};

TEST_F(AssetsTest, GivesTheCompressedFormToWhoTakesIt) {
  const auto plain = assets.answer(get("/style.css"));
  EXPECT_EQ(body(*plain), large);
  EXPECT_EQ(plain->field("Content-Encoding"), std::nullopt);
  EXPECT_EQ(plain->field("Content-Type"), "text/css; charset=utf-8");
  const auto packed = assets.answer(get("/style.css", {{"accept-encoding", "gzip, br"}}));
  EXPECT_EQ(body(*packed), "packed");
  EXPECT_EQ(packed->field("Content-Encoding"), "gzip");
  EXPECT_EQ(packed->field("Vary"), "Accept-Encoding");
  EXPECT_NE(packed->field("ETag"), plain->field("ETag"));
  const auto small = assets.answer(get("/desk.0123abcd.js", {{"accept-encoding", "gzip"}}));
  EXPECT_EQ(body(*small), "js") << "not worth packing";
}

TEST_F(AssetsTest, SaysWhenTheBrowserHasItAlready) {
  const auto first = assets.answer(get("/style.css"));
  const auto again =
      assets.answer(get("/style.css", {{"if-none-match", std::string(*first->field("ETag"))}}));
  EXPECT_EQ(again->status, 304);
  EXPECT_EQ(body(*again), "");
  EXPECT_EQ(again->field("ETag"), first->field("ETag"));
  EXPECT_EQ(assets.answer(get("/style.css", {{"if-none-match", "\"other\""}}))->status, 200);
}

TEST_F(AssetsTest, OnlyWhatHasAHashInItsNameIsKeptForEver) {
  EXPECT_EQ(assets.answer(get("/desk.0123abcd.js"))->field("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(assets.answer(get("/style.css"))->field("Cache-Control"), "no-cache");
}

TEST_F(AssetsTest, KnowsWhatIsNotThereAndWhatCannotBeDone) {
  EXPECT_FALSE(assets.answer(get("/other")));
  EXPECT_FALSE(assets.answer(get("/")));
  EXPECT_FALSE(assets.answer(get("*")));
  Request request = get("/style.css");
  request.method = "POST";
  EXPECT_EQ(assets.answer(request)->status, 405);
  EXPECT_EQ(assets.answer(request)->field("Allow"), "GET, HEAD");
  EXPECT_THROW(Assets({{.path = "a.exe", .bytes = "", .gzip = ""}}), std::logic_error);
}

TEST(EmbeddedAssets, AreFilesAndTemplatesApart) {
  std::set<std::string> names;
  for (const Asset& each : embedded_assets()) {
    names.insert(each.path);
    EXPECT_FALSE(each.bytes.empty());
    EXPECT_THAT(std::string(each.gzip), StartsWith("\x1f\x8b"));
  }
  EXPECT_THAT(names, ::testing::ElementsAre("account.js", "example.js", "style.css"));
  EXPECT_EQ(Assets(embedded_assets()).answer(get("/style.css"))->field("Content-Security-Policy"),
            page_policy);
  EXPECT_FALSE(Assets(embedded_assets()).answer(get("/layout.page")));
}

}  // namespace
}  // namespace sojourn::doors::http
