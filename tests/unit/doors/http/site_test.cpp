// All that the server answers, through a socket as a browser meets it.
#include "doors/http/site.h"

#include "base/json.h"
#include "tests/unit/access/world.h"
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SiteTest : public ServerTest {
 protected:
  SiteTest() {
    settings.log = log_to(log);
    start(Site{.metrics = metrics,
               .pages = pages,
               .watch = watch,
               .together = together,
               .api = api,
               .assets = assets,
               .desk = desk});
  }
  /// The server still logs its last answer when a test ends: it goes before what it uses.
  ~SiteTest() override { server.reset(); }
  Answer ask(const std::string& path, const std::string& fields = "") {
    Client client = connect();
    client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    return client.answer();
  }

  access::World world;
  base::CollectedLog log{world.clock};
  Api api{world.service(), world.operations()};
  MadePages pages{embedded_templates(), world.operations(), {}};
  Watch watch{api, world.operations()};
  Together together{api};
  Assets assets{embedded_assets()};
  Desk desk{{{.path = "index.html", .bytes = "the desk", .gzip = ""}}, {}};
};

TEST_F(SiteTest, AnswersEachFromItsOwnPart) {
  EXPECT_EQ(ask("/healthz").body, "ok\n");
  EXPECT_THAT(ask("/").body, HasSubstr("This server is running."));
  EXPECT_THAT(ask("/", "Accept-Language: zh\r\n").body, HasSubstr("服务正在运行"));
  EXPECT_THAT(ask("/style.css").field("Content-Type"), HasSubstr("text/css"));
  EXPECT_EQ(ask("/api/people").status, 401);
  EXPECT_THAT(ask("/nothing").body, HasSubstr("no_such_path"));
  EXPECT_EQ(ask("/api/nothing").status, 404);
  server->stop();
  const auto written = log.entries();
  ASSERT_EQ(written.size(), 7U);
  EXPECT_EQ(written[4].at("route"), "/api/people");
  EXPECT_EQ(written[4].at("status"), 401);
}

TEST_F(SiteTest, BrowsersGetTheDeskWhereThereIsNoPage) {
  const std::string browser = "Accept: text/html\r\n";
  EXPECT_EQ(ask("/", browser).body, "the desk");
  EXPECT_EQ(ask("/sites/site_3k9q", browser).body, "the desk");
  EXPECT_THAT(ask("/en/", browser).body, HasSubstr("This server is running."));
  EXPECT_THAT(ask("/api", browser).body, HasSubstr("person.rename"));
  EXPECT_EQ(ask("/api/nothing", browser).status, 404);
}

TEST_F(SiteTest, DescribesItselfToPrograms) {
  const Answer answer = ask("/api/openapi.json");
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  const json::value document = base::parse_json(answer.body);
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  EXPECT_EQ(document.at("paths").at("/api/people/{id}").at("patch").at("operationId"),
            "person.rename");
  EXPECT_FALSE(
      document.at("paths").at("/api/people/{id}").at("patch").at("x-roles").as_array().empty())
      << "clients offer only what somebody may do";
  const json::value chinese =
      base::parse_json(ask("/api/openapi.json", "Accept-Language: zh-CN\r\n").body);
  const json::value& get = chinese.at("paths").at("/api/people/{id}").at("patch");
  EXPECT_EQ(get.at("operationId"), "person.rename");
  EXPECT_EQ(get.at("responses").at("401").at("description"), "尚未登录。");
  EXPECT_EQ(get.at("parameters").at(0).at("schema").at("description"),
            "工作队员的编号，形如staff_3k9q。");
  EXPECT_EQ(ask("/zh/api/openapi.json").body, base::write_json(chinese));
  const Answer again = ask("/api/openapi.json", "If-None-Match: " + answer.field("ETag") + "\r\n");
  EXPECT_EQ(again.status, 304);
}

TEST_F(SiteTest, DescribesItselfToPeople) {
  const Answer page = ask("/en/api");
  EXPECT_THAT(page.body, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("person.rename"),
                               HasSubstr("/api/people/{id}"), HasSubstr("The new name.")));
  EXPECT_THAT(page.field("Content-Security-Policy"),
              AllOf(HasSubstr("style-src 'self'"), Not(HasSubstr("unsafe"))));
  EXPECT_THAT(ask("/api", "Accept-Language: zh-CN\r\n").body, HasSubstr("<html lang=\"zh\">"));
  EXPECT_EQ(ask("/zh/api").status, 200);
}

}  // namespace
}  // namespace sojourn::doors::http
