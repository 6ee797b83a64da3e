// Several reads in one request: each with its own rights and its own answer.
#include "doors/http/together.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "doors/http/url.h"
#include "tests/unit/access/world.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;

class TogetherTest : public ::testing::Test {
 protected:
  TogetherTest() {
    const std::string account = world.account(admin, "olga");
    world.grant(admin, account, "programme_officer", "programme");
    officer = world.sign_in("olga", "a good password");
    world.second_factor(officer);
  }
  static Request request(const std::vector<std::string>& questions) {
    Request made;
    made.id = "req_1";
    made.method = "GET";
    made.path = "/api/together";
    made.segments = {"api", "together"};
    for (const std::string& each : questions) {
      made.query.emplace_back("ask", each);
    }
    made.secure = true;
    made.fields = {{"accept-language", "zh"}};
    return made;
  }
  Request as_officer(const std::vector<std::string>& questions) const {
    Request made = request(questions);
    made.fields.push_back({"cookie", "__Host-session=" + officer});
    return made;
  }
  Response ask(const Request& asked) const { return together.answer(asked).value(); }
  static json::array body(const Response& answer) {
    return base::parse_json(answer.body).as_array();
  }

  access::World world;
  std::string admin = world.administrator();
  std::string officer;
  access::StaffId ada = world.person("Ada", "/1/");
  const Api api{world.service(), world.operations()};
  const Together together{api};
};

TEST_F(TogetherTest, EachHasTheAnswerThatItHasByItself) {
  const std::string one = "/api/people/" + ada.to_text();
  const Response answer = ask(as_officer({"/api/people", one, "/api/people/staff_999"}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.route, "/api/together");
  EXPECT_TRUE(answer.field("X-CSRF-Token")) << "a page that was loaded anew can go on";
  const json::array all = body(answer);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].at("status"), 200);
  EXPECT_EQ(all[0].at("body").at("items").at(0).at("name"), "Ada");
  Request alone = as_officer({});
  alone.path = one;
  alone.segments = parse_target(one)->segments;
  EXPECT_EQ(all[1].at("body"), base::parse_json(api.answer(alone)->body));
  EXPECT_EQ(all[2].at("status"), 404);
  EXPECT_EQ(all[2].at("body").at("status"), 404);
}

TEST_F(TogetherTest, WhoIsNotSignedInIsToldSoByEach) {
  const json::array all = body(ask(request({"/api/people", "/api/account"})));
  for (const json::value& each : all) {
    EXPECT_EQ(each.at("status"), 401);
    EXPECT_EQ(each.at("body").at("detail"), "请先登录。");
  }
}

TEST_F(TogetherTest, OnlyReadsOfTheApiAsJson) {
  for (const std::vector<std::string>& questions :
       std::vector<std::vector<std::string>>{{},
                                             {"/healthz"},
                                             {"api/people"},
                                             {"http://other.example/api/people"},
                                             {"/api/together?ask=/api/people"},
                                             {"/api/people?format=csv"},
                                             {"/api/people", "/api/%zz"},
                                             std::vector<std::string>(21, "/api/people")}) {
    const Response answer = ask(as_officer(questions));
    EXPECT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(base::parse_json(answer.body).at("code"), "together");
  }
  Request other = as_officer({"/api/people"});
  other.query.emplace_back("limit", "1");
  EXPECT_EQ(ask(other).status, 422);
  EXPECT_EQ(body(ask(as_officer(std::vector<std::string>(20, "/api/people")))).size(), 20U);
}

TEST_F(TogetherTest, ChangesNothing) {
  Request post = as_officer({"/api/people"});
  post.method = "POST";
  EXPECT_EQ(ask(post).status, 405);
  Request elsewhere = as_officer({"/api/people"});
  elsewhere.path = "/api/people";
  EXPECT_FALSE(together.answer(elsewhere));
}

}  // namespace
}  // namespace sojourn::doors::http
