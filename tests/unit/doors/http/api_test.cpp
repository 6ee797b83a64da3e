// The API as a page and a program meet it, over access's small programme of people in areas.
#include "doors/http/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/token.h"
#include "base/json.h"
#include "doors/http/url.h"
#include "tests/unit/access/world.h"
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    const std::string account = world.account(admin, "olga");
    world.grant(admin, account, "programme_officer", "programme");
    officer = world.sign_in("olga", "a good password");
    world.second_factor(officer);
  }

  /// A request as our own page sends it.
  static Request request(std::string method, std::string path, std::string body = "") {
    Request made;
    made.id = "req_1";
    made.method = std::move(method);
    Target target = *parse_target(path);
    made.path = std::move(target.path);
    made.segments = std::move(target.segments);
    made.query = std::move(target.query);
    made.host = "sojourn.example";
    made.client = "192.0.2.1";
    made.secure = true;
    made.body = std::move(body);
    made.fields = {{"sec-fetch-site", "same-origin"}};
    if (!made.body.empty()) {
      made.fields.push_back({"content-type", "application/json"});
    }
    if (made.method == "POST" || made.method == "PATCH") {
      static int count = 0;
      made.fields.push_back({"idempotency-key", "key-" + std::to_string(++count)});
    }
    return made;
  }
  /// With a session and its token.
  static Request as(const std::string& session, Request made) {
    made.fields.push_back({"cookie", "__Host-session=" + session});
    if (made.method != "GET" && made.method != "HEAD") {
      made.fields.push_back({"x-csrf-token", access::csrf_of(session)});
    }
    return made;
  }
  static void drop(Request& made, std::string_view name) {
    std::erase_if(made.fields, [&](const Field& each) { return each.name == name; });
  }
  Response ask(const Request& made) { return api.answer(made).value(); }
  static json::value body(const Response& answer) { return base::parse_json(answer.body); }
  static std::string code(const Response& answer) {
    return std::string(std::string_view(body(answer).at("code").as_string()));
  }
  Request rename(std::string name) {
    return as(officer, request("PATCH", "/api/people/" + ada.to_text(),
                               base::write_json(json::object{{"name", name}})));
  }

  access::World world;
  std::string admin = world.administrator();
  std::string officer;
  access::StaffId ada = world.person("Ada", "/1/");
  Api api{world.service(), world.operations()};
};

TEST_F(ApiTest, ListsAndShowsAndRenames) {
  const Response list = ask(as(officer, request("GET", "/api/people")));
  EXPECT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(list.field("Content-Type"), "application/json");
  EXPECT_EQ(list.route, "/api/people");
  EXPECT_EQ(list.field("X-CSRF-Token"), access::csrf_of(officer));
  EXPECT_EQ(body(list).at("items").as_array().size(), 1U);
  const Response changed = ask(rename("Adele"));
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.route, "/api/people/{id}");
  const Response shown = ask(as(officer, request("GET", "/api/people/" + ada.to_text())));
  EXPECT_EQ(body(shown).at("name"), "Adele");
}

TEST_F(ApiTest, AWriteIsAnsweredWithItsReceipt) {
  std::vector<std::string> asked;
  const Api with(world.service(), world.operations(), [&](std::string_view request_id) {
    asked.emplace_back(request_id);
    return std::optional<std::string>("id=7");
  });
  EXPECT_EQ(with.answer(rename("Adele"))->field("Sojourn-Log"), "id=7");
  EXPECT_EQ(asked, std::vector<std::string>{"req_1"});
  EXPECT_FALSE(with.answer(as(officer, request("GET", "/api/people")))->field("Sojourn-Log"));
  EXPECT_EQ(asked.size(), 1U) << "nothing is asked for where nothing was changed";
}

TEST_F(ApiTest, SigningInSetsACookieThatScriptsDoNotSee) {
  const std::string credentials = R"({"name":"olga","password":"a good password","code":"000000"})";
  EXPECT_EQ(ask(request("POST", "/api/session", credentials)).status, 403)
      << "a wrong code, and no account says which";
  const std::string account = world.account(admin, "mia", ada);
  world.grant(admin, account, "member", "self");
  const Response in =
      ask(request("POST", "/api/session", R"({"name":"mia","password":"a good password"})"));
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string cookie(*in.field("Set-Cookie"));
  EXPECT_THAT(cookie, StartsWith("__Host-session=sjs_"));
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Lax; Secure"));
  EXPECT_THAT(cookie, Not(HasSubstr("Max-Age")));
  const std::string session = cookie_of(cookie, "__Host-session").value();
  EXPECT_EQ(body(in).at("csrf"), json::value(access::csrf_of(session)));
  const Response out = ask(as(session, request("DELETE", "/api/session")));
  EXPECT_THAT(std::string(*out.field("Set-Cookie")), HasSubstr("Max-Age=0"));
  EXPECT_EQ(ask(as(session, request("GET", "/api/people"))).status, 401);
}

TEST_F(ApiTest, SigningInTwiceByOneKeyGivesTwoSessionsThatHold) {
  world.account(admin, "nina");
  const Request in = as(
      officer, request("POST", "/api/session", R"({"name":"nina","password":"a good password"})"));
  for (int i = 0; i < 2; ++i) {
    const Response answer = ask(in);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const std::string cookie(*answer.field("Set-Cookie"));
    const std::size_t start = cookie.find('=') + 1;
    const std::string session = cookie.substr(start, cookie.find(';') - start);
    EXPECT_TRUE(world.service().asker_of(session).signed_in());
    EXPECT_EQ(body(answer).at("csrf"), json::value(access::csrf_of(session)));
  }
}

TEST_F(ApiTest, APhoneStaysSignedInBeyondTheBrowser) {
  const std::string account = world.account(admin, "mia", ada);
  world.grant(admin, account, "member", "self");
  const Response in = ask(request("POST", "/api/session",
                                  R"({"name":"mia","password":"a good password","stay":true})"));
  EXPECT_THAT(std::string(*in.field("Set-Cookie")), HasSubstr("Max-Age=3888000"));
}

TEST_F(ApiTest, WithoutTlsTheCookieHasAPlainName) {
  Request plain = request("GET", "/api/people");
  plain.secure = false;
  plain.fields.push_back({"cookie", "__Host-session=" + officer});
  EXPECT_EQ(ask(plain).status, 401) << "one that TLS set is not taken without";
  plain.fields.back().value = "session=" + officer;
  EXPECT_EQ(ask(plain).status, 200);
}

TEST_F(ApiTest, WhoIsNotSignedInIsAskedTo) {
  for (const char* cookie : {"", "__Host-session=nonsense", "__Host-session=sjs_x"}) {
    Request made = request("GET", "/api/people");
    made.fields.push_back({"cookie", cookie});
    const Response answer = ask(made);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(code(answer), "sign_in");
    EXPECT_TRUE(answer.field("WWW-Authenticate"));
  }
  Request token = request("GET", "/api/people");
  token.fields.push_back({"authorization", "Bearer sjt_nonsense"});
  EXPECT_EQ(ask(token).status, 401);
}

TEST_F(ApiTest, ATokenNeedsNoCookieAndNoPage) {
  const Response made =
      ask(as(officer, request("POST", "/api/account/tokens",
                              R"({"label":"a script","expires_on":"2026-12-20"})")));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string token(std::string_view(body(made).at("token").as_string()));
  Request use = request("GET", "/api/people");
  use.fields = {{"authorization", "bearer " + token}};
  EXPECT_EQ(ask(use).status, 200);
}

TEST_F(ApiTest, AnotherSitesPageChangesNothing) {
  for (const char* site : {"cross-site", "same-site", "nonsense"}) {
    Request made = rename("Eve");
    drop(made, "sec-fetch-site");
    made.fields.push_back({"sec-fetch-site", site});
    EXPECT_EQ(code(ask(made)), "other_site") << site;
  }
  Request old_browser = rename("Eve");
  drop(old_browser, "sec-fetch-site");
  old_browser.fields.push_back({"origin", "https://evil.example"});
  EXPECT_EQ(ask(old_browser).status, 403);
  old_browser.fields.back().value = "null";
  EXPECT_EQ(ask(old_browser).status, 403);
  old_browser.fields.back().value = "https://Sojourn.example";
  EXPECT_EQ(ask(old_browser).status, 200);
  Request sign_in =
      request("POST", "/api/session", R"({"name":"olga","password":"a good password"})");
  drop(sign_in, "sec-fetch-site");
  sign_in.fields.push_back({"sec-fetch-site", "cross-site"});
  EXPECT_EQ(ask(sign_in).status, 403) << "nor signs anybody in";
}

TEST_F(ApiTest, ASessionNeedsItsOwnToken) {
  Request made = rename("Eve");
  drop(made, "x-csrf-token");
  EXPECT_EQ(code(ask(made)), "csrf");
  made.fields.push_back({"x-csrf-token", access::csrf_of(admin)});
  EXPECT_EQ(code(ask(made)), "csrf");
}

TEST_F(ApiTest, APathThatIsNotThereIs404AndAMethodThatIsNotThereIs405) {
  EXPECT_EQ(code(ask(as(officer, request("GET", "/api/nothing")))), "no_such_path");
  EXPECT_EQ(ask(as(officer, request("GET", "/api/people/"))).status, 404);
  const Response answer = ask(as(officer, request("PUT", "/api/people/x", "{}")));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.field("Allow"), "GET, HEAD, PATCH");
  const Response options = ask(request("OPTIONS", "/api/people"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.field("Allow"), "GET, HEAD");
  EXPECT_FALSE(api.answer(request("GET", "/apiary/people")));
  EXPECT_FALSE(api.answer(request("GET", "/api")));
}

TEST_F(ApiTest, AnIdOfAnotherKindOrOutsideTheScope) {
  const Response other = ask(as(officer, request("GET", "/api/people/site_3k9q")));
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(body(other).at("faults").at(0).at("pointer"), "/id");
  EXPECT_EQ(ask(as(officer, request("GET", "/api/people/staff_3k9q"))).status, 404);
}

TEST_F(ApiTest, AllFaultsAtOnce) {
  Request made = as(officer, request("PATCH", "/api/people/" + ada.to_text() + "?colour=red",
                                     R"({"id":"staff_1","name":7,"nmae":"x"})"));
  const Response answer = ask(made);
  EXPECT_EQ(answer.status, 422);
  const json::array faults = body(answer).at("faults").as_array();
  ASSERT_EQ(faults.size(), 4U) << answer.body;
  EXPECT_EQ(faults[0].at("pointer"), "/colour") << "what the door finds";
  EXPECT_EQ(faults[1].at("pointer"), "/id");
  EXPECT_EQ(faults[2].at("pointer"), "/name") << "and what the codec finds, in one answer";
  EXPECT_EQ(faults[3].at("pointer"), "/nmae");
  const Response query = ask(as(officer, request("GET", "/api/people?limit=many&colour=red")));
  EXPECT_EQ(query.status, 422);
  EXPECT_EQ(body(query).at("faults").as_array().size(), 2U) << query.body;
  EXPECT_EQ(ask(request("GET", "/api/people?colour=red")).status, 401)
      << "who may not ask at all is told nothing of the input";
  const Response codec = ask(
      as(officer, request("PATCH", "/api/people/" + ada.to_text(), R"({"name":7,"nmae":"x"})")));
  EXPECT_EQ(codec.status, 422);
  EXPECT_EQ(body(codec).at("faults").as_array().size(), 2U);
}

TEST_F(ApiTest, WhatIsNoJson) {
  const std::string path = "/api/people/" + ada.to_text();
  EXPECT_EQ(ask(as(officer, request("PATCH", path, "{"))).status, 400);
  EXPECT_EQ(ask(as(officer, request("PATCH", path, R"({"name":"a","name":"b"})"))).status, 400);
  EXPECT_EQ(ask(as(officer, request("PATCH", path, "[]"))).status, 422);
  EXPECT_EQ(
      ask(as(officer, request("PATCH", path, std::string(40, '[') + std::string(40, ']')))).status,
      400);
  Request form = as(officer, request("PATCH", path, "name=x"));
  drop(form, "content-type");
  form.fields.push_back({"content-type", "application/x-www-form-urlencoded"});
  EXPECT_EQ(ask(form).status, 415);
}

TEST_F(ApiTest, AChangeNeedsAKeyAndIsDoneOnce) {
  Request made = rename("Adele");
  drop(made, "idempotency-key");
  EXPECT_EQ(ask(made).status, 400);
  EXPECT_EQ(code(ask(made)), "idempotency_key");
  made.fields.push_back({"idempotency-key", "phone-7"});
  EXPECT_EQ(ask(made).status, 200);
  EXPECT_EQ(ask(made).body, ask(made).body) << "again: the same answer";
  made.body = R"({"name":"Other"})";
  const Response reused = ask(made);
  EXPECT_EQ(reused.status, 422);
  EXPECT_EQ(code(reused), "key_reused");
  made.fields.back().value = std::string(200, 'k');
  EXPECT_EQ(ask(made).status, 400);
}

TEST_F(ApiTest, AVersionComesByIfMatch) {
  std::string id;
  const json::value accounts = body(ask(as(admin, request("GET", "/api/accounts"))));
  for (const json::value& each : accounts.at("items").as_array()) {
    if (each.at("name") == "olga") {
      id = std::string_view(each.at("id").as_string());
    }
  }
  const Response shown = ask(as(admin, request("GET", "/api/accounts/" + id)));
  const std::string tag(*shown.field("ETag"));
  const auto close = [&](const char* match) {
    Request made = as(admin, request("POST", "/api/accounts/" + id + "/close"));
    if (match != nullptr) {
      made.fields.push_back({"if-match", match});
    }
    return ask(made);
  };
  EXPECT_EQ(close(nullptr).status, 428);
  EXPECT_EQ(close("7").status, 400);
  EXPECT_EQ(close("\"1\", \"2\"").status, 400);
  const Response stale = close("\"77\"");
  EXPECT_EQ(stale.status, 412) << stale.body;
  EXPECT_EQ(code(stale), "stale");
  EXPECT_EQ(stale.field("ETag"), tag);
  EXPECT_THAT(stale.body, HasSubstr("You saw version 77; the current version is "));
  EXPECT_EQ(tag_of_version(
                std::stoll(std::string(body(stale).at("faults").at(0).at("value").as_string()))),
            tag);
  EXPECT_EQ(close(tag.c_str()).status, 200);
}

TEST_F(ApiTest, SpeaksTheReadersLanguage) {
  Request made = request("GET", "/api/people");
  made.fields.push_back({"accept-language", "zh-CN,zh;q=0.9,en;q=0.5"});
  const Response answer = ask(made);
  EXPECT_EQ(body(answer).at("detail"), "请先登录。");
  EXPECT_EQ(answer.field("Content-Language"), "zh");
}

TEST_F(ApiTest, ManyWrongTriesAreToldToWait) {
  Response answer;
  for (int i = 0; i < 8; ++i) {
    answer = ask(request("POST", "/api/session", R"({"name":"olga","password":"wrong"})"));
  }
  EXPECT_EQ(answer.status, 429) << answer.body;
  EXPECT_THAT(std::string(*answer.field("Retry-After")), ::testing::MatchesRegex("[0-9]+"));
}

}  // namespace
}  // namespace sojourn::doors::http
