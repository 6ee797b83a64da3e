// The API's parts that need no database: routes, input, problems, who asks from where.
#include "doors/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "doors/http/input.h"
#include "doors/http/problem.h"
#include "doors/http/same_site.h"

namespace sojourn::doors::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(Router, ALiteralGoesBeforeAHole) {
  Router router;
  router.add("GET", "/api/sites/{id}", 1);
  router.add("GET", "/api/sites/closed", 2);
  router.add("PATCH", "/api/sites/{id}", 3);
  router.add("GET", "/api/sites/{id}/posts/{post}", 4);
  const auto find = [&](std::string_view method, std::vector<std::string> segments) {
    return router.find(method, segments);
  };
  EXPECT_EQ(find("GET", {"api", "sites", "closed"}).entry, 2U);
  EXPECT_EQ(find("GET", {"api", "sites", "x"}).entry, 1U);
  EXPECT_EQ(find("HEAD", {"api", "sites", "x"}).entry, 1U);
  EXPECT_EQ(find("PATCH", {"api", "sites", "x"}).entry, 3U);
  const auto nested = find("GET", {"api", "sites", "a/b", "posts", "c"});
  EXPECT_EQ(nested.entry, 4U);
  EXPECT_EQ(nested.pattern, "/api/sites/{id}/posts/{post}");
  EXPECT_THAT(nested.holes, ElementsAre(Pair("id", "a/b"), Pair("post", "c")));
  EXPECT_EQ(find("GET", {"api", "sites", ""}).pattern, "");
  EXPECT_EQ(find("GET", {"api", "sites"}).pattern, "");
  const auto other = find("DELETE", {"api", "sites", "x"});
  EXPECT_FALSE(other.entry);
  EXPECT_THAT(other.methods, ElementsAre("GET", "HEAD", "PATCH"));
  EXPECT_THROW(router.add("GET", "/api/sites/{id}", 5), std::logic_error);
}

base::Field field(std::string name, base::FieldKind kind, std::string standard = "",
                  bool list = false) {
  base::Field made;
  made.about.name = std::move(name);
  made.about.standard = std::move(standard);
  made.kind = kind;
  made.list = list;
  return made;
}

class InputTest : public ::testing::Test {
 protected:
  std::string gather(std::string method, std::vector<Parameter> query, std::string body = "") {
    Request request;
    request.method = std::move(method);
    request.query = std::move(query);
    request.body = std::move(body);
    request.fields = {{"content-type", "application/json"}};
    GivenInput given = gather_input(request, fields, {{"id", "7"}});
    base::refuse_faults(std::move(given.faults));
    return base::write_json(given.input);
  }
  std::string refusal(std::string method, std::vector<Parameter> query, std::string body = "") {
    try {
      return gather(std::move(method), std::move(query), std::move(body));
    } catch (const base::Refusal& refused) {
      std::string made = refused.code;
      for (const base::Fault& fault : refused.faults) {
        made += " " + fault.where + ":" + fault.code;
      }
      return made;
    }
  }

  std::vector<base::Field> fields = {
      field("id", base::FieldKind::text), field("limit", base::FieldKind::whole, "20"),
      field("near", base::FieldKind::number), field("open", base::FieldKind::yes_no),
      field("skill", base::FieldKind::text, "", true)};
};

TEST_F(InputTest, ComesFromPathQueryBodyAndStandards) {
  EXPECT_EQ(gather("GET", {{"open", "true"}, {"skill", "1"}, {"skill", "b"}, {"near", "0.5"}}),
            R"({"id":"7","open":true,"skill":["1","b"],"near":0.5,"limit":20})");
  EXPECT_EQ(gather("POST", {}, R"({"limit":3})"), R"({"id":"7","limit":3})");
}

TEST_F(InputTest, WhatIsNoNumberIsLeftForTheCodecToSay) {
  EXPECT_THAT(gather("GET", {{"limit", "many"}, {"near", "nan"}, {"open", "yes"}}),
              HasSubstr(R"("limit":"many","near":"nan","open":"yes")"));
}

TEST_F(InputTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(refusal("GET", {{"limt", "1"}}), "input /limt:unknown_field");
  EXPECT_EQ(refusal("GET", {{"limit", "1"}, {"limit", "2"}}), "input /limit:twice");
  EXPECT_EQ(refusal("GET", {{"id", "8"}}), "input /id:twice");
  EXPECT_EQ(refusal("POST", {{"limit", "1"}}), "input /limit:unknown_field");
  EXPECT_EQ(refusal("POST", {}, R"({"id":"8"})"), "input /id:in_path");
  EXPECT_EQ(refusal("POST", {}, "7"), "input");
  EXPECT_EQ(refusal("GET", {}, "{}"), "input :unknown_field");
}

TEST(Problems, HaveTheStatusOfTheirKindOrCode) {
  using base::Kind;
  const auto status = [](Kind kind, std::string code) {
    return status_of({.kind = kind, .code = std::move(code), .detail = ""});
  };
  EXPECT_EQ(status(Kind::invalid, "input"), 422);
  EXPECT_EQ(status(Kind::invalid, "json"), 400);
  EXPECT_EQ(status(Kind::forbidden, "not_allowed"), 403);
  EXPECT_EQ(status(Kind::forbidden, "sign_in"), 401);
  EXPECT_EQ(status(Kind::not_found, "not_found"), 404);
  EXPECT_EQ(status(Kind::conflict, "exists"), 409);
  EXPECT_EQ(status(Kind::precondition, "open_postings"), 409);
  EXPECT_EQ(status(Kind::precondition, "stale"), 412);
  EXPECT_EQ(status(Kind::busy, "busy"), 503);
  EXPECT_EQ(status(Kind::busy, "wait"), 429);
  EXPECT_EQ(status(Kind::too_large, "too_large"), 413);
  EXPECT_EQ(status(Kind::full, "disk_full"), 507);
}

TEST(Problems, TellCodeFaultsAndTheNumberToReport) {
  const base::Refusal refusal{
      .kind = base::Kind::busy,
      .code = "wait",
      .detail = "Wait.",
      .faults = {{.where = "", .code = "retry_after", .value = "8", .detail = "In 8 seconds."}},
      .more_faults = 3};
  const Response made = problem_of(refusal, Language::en, "req_7");
  EXPECT_EQ(made.body,
            R"({"title":"Too Many Requests","status":429,"code":"wait","detail":"Wait.",)"
            R"("request":"req_7","faults":[{"pointer":"","code":"retry_after","value":"8",)"
            R"("detail":"In 8 seconds."}],"more_faults":3})");
  EXPECT_EQ(made.field("Retry-After"), "8");
  EXPECT_EQ(made.field("Content-Type"), "application/problem+json");
  const base::Refusal of_the_door = refusal_of_door(base::Kind::invalid, "method_not_allowed",
                                                    "This address has no such method.");
  EXPECT_THAT(problem_of(of_the_door, Language::zh, "req_7").body,
              HasSubstr("\"此地址不支持这种操作方式。\""));
}

TEST(Problems, SayARefusalsOwnSentenceInTheReadersLanguage) {
  const base::Refusal refusal{
      .kind = base::Kind::invalid,
      .code = "table",
      .detail = "The table has faults; nothing was taken from it.",
      .faults = {
          {.where = "sites.csv:2",
           .code = "row.cells",
           .value = "",
           .detail = base::in_words("This line has {} cells, but there are {} columns.", 3, 4)}}};
  const std::string chinese = problem_of(refusal, Language::zh, "req_7").body;
  EXPECT_THAT(chinese, HasSubstr("\"表格有误；未采用其中任何内容。\""));
  EXPECT_THAT(chinese, HasSubstr("\"该行有3格，而列有4列。\""));
  EXPECT_THAT(problem_of(refusal, Language::en, "req_7").body,
              HasSubstr("\"This line has 3 cells, but there are 4 columns.\""));
}

TEST(SameSite, BrowsersSayWhereARequestComesFrom) {
  Request request;
  request.host = "a.example:8080";
  EXPECT_TRUE(from_own_page(request)) << "no browser";
  request.fields = {{"origin", "http://a.example:8080"}};
  EXPECT_TRUE(from_own_page(request));
  request.secure = true;
  EXPECT_FALSE(from_own_page(request)) << "http is another origin than https";
  request.fields = {{"origin", "https://a.example"}};
  EXPECT_FALSE(from_own_page(request)) << "another port too";
  request.fields = {{"origin", "https://a.example:8080"}, {"sec-fetch-site", "cross-site"}};
  EXPECT_FALSE(from_own_page(request));
  request.fields = {{"sec-fetch-site", "none"}};
  EXPECT_TRUE(from_own_page(request));
}

TEST(SameSite, DevicesInWords) {
  EXPECT_EQ(device_of("Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0"),
            "Firefox on Android");
  EXPECT_EQ(device_of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) "
                      "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"),
            "Edge on Windows");
  EXPECT_EQ(device_of("curl/7.88.1"), "curl");
  EXPECT_EQ(device_of("Something (Linux)"), "Linux");
  EXPECT_EQ(device_of(""), "");
}

}  // namespace
}  // namespace sojourn::doors::http
