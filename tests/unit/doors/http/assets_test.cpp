// Files of the program: forms, caching, languages.
#include "doors/http/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sojourn::doors::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
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
                       {.path = "desk.0123abcd.js", .bytes = "js", .gzip = "js packed"},
                       {.path = "en/index.html", .bytes = "welcome", .gzip = ""},
                       {.path = "zh/index.html", .bytes = "欢迎", .gzip = ""}}};
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

TEST_F(AssetsTest, APageIsFoundInTheReadersLanguage) {
  const auto chinese = assets.answer(get("/", {{"accept-language", "zh-CN,zh;q=0.9"}}));
  EXPECT_EQ(body(*chinese), "欢迎");
  EXPECT_THAT(std::string(*chinese->field("Vary")), HasSubstr("Accept-Language"));
  EXPECT_EQ(body(*assets.answer(get("/"))), "welcome");
  EXPECT_EQ(body(*assets.answer(get("/zh/"))), "欢迎");
  EXPECT_EQ(body(*assets.answer(get("/en/", {{"accept-language", "zh"}}))), "welcome");
}

TEST_F(AssetsTest, KnowsWhatIsNotThereAndWhatCannotBeDone) {
  EXPECT_FALSE(assets.answer(get("/other")));
  EXPECT_FALSE(assets.answer(get("/fr/")));
  EXPECT_FALSE(assets.answer(get("*")));
  Request request = get("/style.css");
  request.method = "POST";
  EXPECT_EQ(assets.answer(request)->status, 405);
  EXPECT_EQ(assets.answer(request)->field("Allow"), "GET, HEAD");
  EXPECT_THROW(Assets({{.path = "a.exe", .bytes = "", .gzip = ""}}), std::logic_error);
}

std::string without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part))
    text.erase(at, part.size());
  return text;
}

TEST(EmbeddedAssets, ArePagesWithoutAnythingWrittenInside) {
  std::set<std::string> names;
  for (const Asset& each : embedded_assets()) {
    names.insert(each.path);
    EXPECT_FALSE(each.bytes.empty());
    EXPECT_THAT(std::string(each.gzip), StartsWith("\x1f\x8b"));
    if (each.path.ends_with(".html")) {
      // A script may stand in a file of its own, never in the page: the content policy forbids it.
      const std::string page = without(std::string(each.bytes), "<script src=\"/");
      EXPECT_THAT(page, AllOf(HasSubstr("<html lang="), HasSubstr("<title>"),
                              Not(HasSubstr("<style")), Not(HasSubstr("<script")),
                              Not(HasSubstr(" style=")), Not(HasSubstr(" onclick="))));
    }
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"style.css", "en/index.html", "zh/index.html"}));
  const Assets assets(embedded_assets());
  EXPECT_EQ(assets.answer(get("/"))->field("Content-Security-Policy"), page_policy);
}

}  // namespace
}  // namespace sojourn::doors::http
