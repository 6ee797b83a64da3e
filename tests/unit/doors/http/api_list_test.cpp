// Lists as files, as a browser and a program ask for them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/token.h"
#include "base/json.h"
#include "doors/http/api.h"
#include "doors/http/format.h"
#include "doors/http/url.h"
#include "tests/unit/access/world.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ApiListTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  ApiListTest() {
    const std::string account = world.account(admin, "olga");
    world.grant(admin, account, "programme_officer", "programme");
    officer = world.sign_in("olga", "a good password");
    world.second_factor(officer);
    world.person("Ada", "/1/");
    world.person("=Ben", "/2/");
  }

  Request get(std::string_view path) const {
    Request made;
    made.id = "req_1";
    made.method = "GET";
    Target target = *parse_target(path);
    made.path = std::move(target.path);
    made.segments = std::move(target.segments);
    made.query = std::move(target.query);
    made.host = "sojourn.example";
    made.secure = true;
    made.fields = {{"sec-fetch-site", "same-origin"}, {"cookie", "__Host-session=" + officer}};
    return made;
  }
  Response ask(const Request& made) { return api.answer(made).value(); }
  Response ask(std::string_view path) { return ask(get(path)); }
  static std::string pulled(const Response& answer) {
    std::string bytes;
    for (bool last = false; !last;) {
      const Piece piece = answer.pull();
      bytes += piece.bytes;
      last = piece.last;
    }
    return bytes;
  }
  static json::value fault(const Response& answer) {
    return base::parse_json(answer.body).at("faults").at(0);
  }
  std::int64_t entries() {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.value<std::int64_t>("SELECT count(*) FROM list_export");
    });
  }

  access::World world{GetParam()};
  std::string admin = world.administrator();
  std::string officer;
  Api api{world.service(), world.operations()};
};

TEST_P(ApiListTest, CsvIsAFileToKeep) {
  const Response answer = ask("/api/people?format=csv");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(answer.field("Content-Disposition"),
            "attachment; filename=\"person-list-2026-11-26.csv\"; "
            "filename*=UTF-8''person-list-2026-11-26.csv");
  EXPECT_EQ(answer.field("Content-Language"), "en");
  EXPECT_TRUE(answer.whole);
  EXPECT_EQ(entries(), 1) << "before the first byte is sent";
  const std::string csv = pulled(answer);
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFId,Name,Fit until\r\n"));
  EXPECT_THAT(csv, HasSubstr(",Ada,2027-05-01\r\n"));
  EXPECT_THAT(csv, HasSubstr(",'=Ben,2027-05-01\r\n"));
}

TEST_P(ApiListTest, AWorkbookToo) {
  const Response answer = ask("/api/people?format=xlsx");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("Content-Type"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_THAT(pulled(answer), StartsWith("PK"));
}

TEST_P(ApiListTest, AProgramMaySayTheTypeInAccept) {
  const auto type_for = [&](std::string_view accept, std::string_view path = "/api/people") {
    Request made = get(path);
    made.fields.push_back({"accept", std::string(accept)});
    const Response answer = ask(made);
    EXPECT_EQ(answer.status, 200) << accept << ": " << answer.body;
    return std::string(answer.field("Content-Type").value_or(""));
  };
  const std::string workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  EXPECT_EQ(type_for("text/csv"), "text/csv; charset=utf-8");
  EXPECT_EQ(type_for("Text/CSV; charset=utf-8, */*;q=0.1"), "text/csv; charset=utf-8");
  EXPECT_EQ(type_for(workbook), workbook);
  EXPECT_EQ(type_for("text/csv;q=0.5, " + workbook), workbook);
  EXPECT_EQ(entries(), 4);
  for (const char* page : {"", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "text/*",
                           "application/json, text/csv", "text/csv;q=0"}) {
    EXPECT_EQ(type_for(page), "application/json") << page;
  }
  EXPECT_EQ(type_for("text/csv", "/api/people?format=json"), "application/json")
      << "the parameter is said for this request alone";
  EXPECT_EQ(entries(), 4);
}

TEST_P(ApiListTest, JsonIsThePageAsWithoutAFormat) {
  const Response answer = ask("/api/people?format=json");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, ask("/api/people").body);
  EXPECT_FALSE(answer.field("Content-Disposition"));
  EXPECT_EQ(entries(), 0) << "a page is no export";
}

TEST_P(ApiListTest, TitlesAreInTheLanguageOfTheBrowser) {
  Request made = get("/api/people?format=csv");
  made.fields.push_back({"accept-language", "zh-CN"});
  const Response answer = ask(made);
  EXPECT_EQ(answer.field("Content-Language"), "zh");
  EXPECT_THAT(pulled(answer), StartsWith("\xEF\xBB\xBF记录编号,名称,"));
}

TEST_P(ApiListTest, AnotherFormatIsRefusedWithThoseThereAre) {
  for (const char* path : {"/api/people?format=pdf", "/api/people?format="}) {
    const Response answer = ask(path);
    ASSERT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(fault(answer).at("pointer"), "/format");
    EXPECT_EQ(fault(answer).at("detail"), "This should be one of: json, csv, xlsx.");
  }
  EXPECT_EQ(fault(ask("/api/people?format=csv&format=csv")).at("code"), "twice");
  EXPECT_EQ(entries(), 0);
}

TEST_P(ApiListTest, WhatIsNoListHasNoFormat) {
  const Response answer = ask("/api/account?format=csv");
  ASSERT_EQ(answer.status, 422) << answer.body;
  EXPECT_EQ(fault(answer).at("pointer"), "/format");
  EXPECT_EQ(fault(answer).at("code"), "unknown_field");
}

TEST_P(ApiListTest, AFileHasNoPages) {
  Request made = get("/api/accounts?format=csv&after=ada");
  made.fields[1].value = "__Host-session=" + admin;
  const Response answer = ask(made);
  ASSERT_EQ(answer.status, 422) << answer.body;
  EXPECT_EQ(fault(answer).at("pointer"), "/after");
  EXPECT_EQ(fault(answer).at("code"), "not_in_file");
}

TEST_P(ApiListTest, AnotherSitesPageMayNotMakeSomebodyTakeAList) {
  Request made = get("/api/people?format=csv");
  made.fields[0].value = "cross-site";
  const Response answer = ask(made);
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("other_site"));
  EXPECT_EQ(entries(), 0);
}

TEST_P(ApiListTest, WhoAsksForTwoAtOnceWaits) {
  Response first = ask("/api/people?format=csv");
  const Response second = ask("/api/people?format=csv");
  EXPECT_EQ(second.status, 429) << second.body;
  EXPECT_TRUE(second.field("Retry-After"));
  first = {};
  EXPECT_EQ(ask("/api/people?format=csv").status, 200);
}

TEST_P(ApiListTest, ItsReceiptOfTheLogComesAlong) {
  const Api with(world.service(), world.operations(), [](std::string_view request) {
    return std::optional("of " + std::string(request));
  });
  EXPECT_EQ(with.answer(get("/api/people?format=csv"))->field("Sojourn-Log"), "of req_1");
  EXPECT_FALSE(with.answer(get("/api/people"))->field("Sojourn-Log"));
}

TEST_P(ApiListTest, AProgramWithATokenThatOnlyReads) {
  const json::value token =
      world.ask(officer, "token.make", {{"label", "x"}, {"expires_on", "2026-12-01"}});
  Request made = get("/api/people?format=csv");
  made.fields = {
      {"authorization", "Bearer " + std::string(std::string_view(token.at("token").as_string()))}};
  const Response answer = ask(made);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(pulled(answer), HasSubstr("Ada"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ApiListTest, access::both_engines, access::engine_name);

TEST(Attachment, NamesAFileInTwoWays) {
  EXPECT_EQ(attachment("名单.csv"),
            "attachment; filename=\"table.csv\"; filename*=UTF-8''%E5%90%8D%E5%8D%95.csv");
  EXPECT_THAT(attachment("a\"b\r\n.csv"), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace sojourn::doors::http
