// Pages made from templates: languages, caching, and the warning of plain HTTP.
#include "doors/http/made_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "tests/unit/access/world.h"

namespace sojourn::doors::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Request get(std::string path, std::vector<Field> fields = {}) {
  Request made;
  made.method = "GET";
  made.path = std::move(path);
  made.fields = std::move(fields);
  return made;
}

std::string body(const std::optional<Response>& response) {
  return response ? std::string(response->fixed_body) : "none";
}

TEST(Filled, SaysSentencesInTheLanguageAndFillsSlots) {
  const std::string_view page = "<p>[[Sign in]] {{who}} [[No such sentence & so]]</p>";
  EXPECT_EQ(filled(page, Language::en, {{"who", "<b>"}}),
            "<p>Sign in <b> No such sentence &amp; so</p>");
  EXPECT_EQ(filled(page, Language::zh, {{"who", ""}}), "<p>登录  No such sentence &amp; so</p>");
  EXPECT_THROW(filled("{{other}}", Language::en, {}), std::logic_error);
  EXPECT_THROW(filled("[[open", Language::en, {}), std::logic_error);
}

class MadePagesTest : public ::testing::Test {
 protected:
  access::World world;
  const MadePages pages{embedded_templates(), world.operations(), {}};
  const MadePages warning{embedded_templates(), world.operations(), {.plain_http = true}};
};

TEST_F(MadePagesTest, APageIsFoundInTheReadersLanguage) {
  const auto chinese = pages.answer(get("/", {{"accept-language", "zh-CN,zh;q=0.9"}}));
  EXPECT_THAT(body(chinese), AllOf(HasSubstr("<html lang=\"zh\">"), HasSubstr("服务正在运行")));
  EXPECT_THAT(std::string(*chinese->field("Vary")), HasSubstr("Accept-Language"));
  EXPECT_THAT(body(pages.answer(get("/"))), HasSubstr("This server is running."));
  EXPECT_EQ(body(pages.answer(get("/zh/"))), body(chinese));
  EXPECT_THAT(body(pages.answer(get("/en/setup", {{"accept-language", "zh"}}))),
              AllOf(HasSubstr("<title>Set up Sojourn - Sojourn</title>"),
                    HasSubstr("<a href=\"/zh/setup\" lang=\"zh\"")));
  EXPECT_THAT(body(pages.answer(get("/api", {{"accept-language", "zh"}}))), HasSubstr("操作一览"));
  for (const char* none : {"/other", "/fr/", "/en", "*", "/en/layout", "/layout", "/en/warning"}) {
    EXPECT_FALSE(pages.answer(get(none))) << none;
  }
}

TEST_F(MadePagesTest, NothingIsWrittenInsideAPage) {
  EXPECT_EQ(pages.paths().size(), 14U) << "six pages and openapi.json, in two languages";
  for (const std::string& path : pages.paths()) {
    if (path.ends_with("/api/openapi.json")) {
      continue;
    }
    // A script may stand in a file of its own, never in the page: the content policy forbids it.
    std::string page = body(pages.answer(get(path)));
    const std::string own = "<script src=\"/account.js\" defer></script>";
    page.erase(page.find(own), own.size());
    EXPECT_THAT(page,
                AllOf(HasSubstr("<html lang="), HasSubstr("<title>"), Not(HasSubstr("<style")),
                      Not(HasSubstr("<script")), Not(HasSubstr(" style=")),
                      Not(HasSubstr(" onclick=")), Not(HasSubstr("[[")), Not(HasSubstr("{{"))))
        << path;
    EXPECT_EQ(pages.answer(get(path))->field("Content-Security-Policy"), page_policy);
  }
}

TEST_F(MadePagesTest, APageOfTheServersOwnIsServedAsTheOthers) {
  const std::vector<OwnPage> own = {
      {"data-dictionary", "What is stored, and about whom", [](Language language) {
         return std::string(language == Language::en ? "<p>all</p>\n" : "<p>全部</p>\n");
       }}};
  const MadePages with(embedded_templates(), world.operations(), {}, own);
  EXPECT_EQ(with.paths().size(), pages.paths().size() + 2);
  EXPECT_THAT(body(with.answer(get("/data-dictionary"))),
              AllOf(HasSubstr("<title>What is stored, and about whom - Sojourn</title>"),
                    HasSubstr("<main>\n<p>all</p>"), HasSubstr("href=\"/zh/data-dictionary\"")));
  EXPECT_THAT(body(with.answer(get("/zh/data-dictionary"))), HasSubstr("<p>全部</p>"));
}

TEST_F(MadePagesTest, SaysWhenTheBrowserHasItAlready) {
  const auto first = pages.answer(get("/en/setup"));
  const auto again =
      pages.answer(get("/en/setup", {{"if-none-match", std::string(*first->field("ETag"))}}));
  EXPECT_EQ(again->status, 304);
  EXPECT_EQ(body(again), "");
  Request request = get("/en/setup");
  request.method = "POST";
  EXPECT_EQ(pages.answer(request)->status, 405);
  EXPECT_EQ(pages.answer(request)->field("Allow"), "GET, HEAD");
}

TEST_F(MadePagesTest, TheListOfOperationsSaysWhoMayInWords) {
  EXPECT_THAT(body(pages.answer(get("/en/api"))),
              AllOf(HasSubstr("Who may: everybody, without signing in"),
                    HasSubstr("Who may: administrator</p>")));
  EXPECT_THAT(body(pages.answer(get("/zh/api"))), HasSubstr("系统管理员</p>"));
}

TEST_F(MadePagesTest, ComesPackedToWhoTakesIt) {
  const auto plain = pages.answer(get("/en/api/openapi.json"));
  const auto packed = pages.answer(get("/en/api/openapi.json", {{"accept-encoding", "gzip, br"}}));
  EXPECT_EQ(packed->field("Content-Encoding"), "gzip");
  EXPECT_FALSE(plain->field("Content-Encoding"));
  EXPECT_NE(packed->field("ETag"), plain->field("ETag")) << "another form, another tag";
  EXPECT_LT(packed->fixed_body.size() * 4, plain->fixed_body.size());
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string unpacked(plain->fixed_body.size() + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed->fixed_body.data()));
  stream.avail_in = static_cast<uInt>(packed->fixed_body.size());
  stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
  stream.avail_out = static_cast<uInt>(unpacked.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  unpacked.resize(stream.total_out);
  inflateEnd(&stream);
  EXPECT_EQ(unpacked, plain->fixed_body);
}

TEST_F(MadePagesTest, EveryPageOfAServerWithoutTlsSaysSo) {
  for (const std::string& path : warning.paths()) {
    const std::string plain = body(pages.answer(get(path)));
    const std::string warned = body(warning.answer(get(path)));
    if (path.ends_with("/api/openapi.json")) {
      EXPECT_EQ(warned, plain);
      continue;
    }
    EXPECT_THAT(warned, HasSubstr(path.starts_with("/en/") ? "This connection is not encrypted"
                                                           : "此连接未加密"))
        << path;
    EXPECT_THAT(plain, Not(HasSubstr("insecure"))) << path;
    // What a trusted proxy passes on came by TLS.
    Request secure = get(path);
    secure.secure = true;
    EXPECT_EQ(body(warning.answer(secure)), plain) << path;
  }
}

}  // namespace
}  // namespace sojourn::doors::http
