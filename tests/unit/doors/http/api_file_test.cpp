// A file that comes with a request, and one that goes with the answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/token.h"
#include "base/json.h"
#include "doors/http/api.h"
#include "doors/http/url.h"
#include "tests/unit/access/world.h"

namespace sojourn::doors::http {

struct TakeFile {
  std::optional<bool> check;
};
BOOST_DESCRIBE_STRUCT(TakeFile, (), (check))

struct TakeFileInto {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(TakeFileInto, (), (id))

struct TakenFile {
  std::string name;
  std::string text;
  bool check = false;
  std::string language;
};
BOOST_DESCRIBE_STRUCT(TakenFile, (), (name, text, check, language))

namespace {

namespace json = boost::json;

std::vector<access::Operation> with_files(std::vector<access::Operation> operations) {
  constexpr access::Permission everybody{
      "take_tables", access::Reach::whole, {access::Role::administrator}};
  const std::vector<base::FieldAbout> fields = {{.name = "check", .meaning = "Only look."}};
  operations.push_back(access::call_operation<TakeFile, TakenFile>(
      {.name = "table.take",
       .permission = everybody,
       .method = access::Method::post,
       .path = "/api/tables",
       .summary = "take a file",
       .fields = fields,
       .takes_file = true},
      true, [](access::Call& call, const TakeFile& input) {
        return TakenFile{.name = call.request.file->name,
                         .text = std::string(call.request.file->bytes),
                         .check = input.check.value_or(false),
                         .language = std::string(base::name_of(call.request.language))};
      }));
  operations.push_back(access::call_operation<TakeFile, TakenFile>(
      {.name = "table.back",
       .permission = everybody,
       .method = access::Method::post,
       .path = "/api/tables/back",
       .summary = "a file back",
       .fields = fields,
       .takes_file = true,
       .gives_file = {"text/csv"}},
      false, [](access::Call& call, const TakeFile&) {
        call.file = access::File{.name = "表 1.xlsx", .media_type = "x/y", .bytes = "bytes"};
        return TakenFile{};
      }));
  operations.push_back(access::call_operation<TakeFileInto, TakenFile>(
      {.name = "table.into",
       .permission = everybody,
       .method = access::Method::post,
       .path = "/api/tables/{id}/rows",
       .summary = "take a file into a table",
       .fields = {{.name = "id", .shape = "ID", .meaning = "Which."}},
       .takes_file = true},
      true, [](access::Call& call, const TakeFileInto& input) {
        return TakenFile{
            .name = input.id, .text = std::string(call.request.file->bytes), .language = {}};
      }));
  return operations;
}

class ApiFileTest : public ::testing::Test {
 protected:
  static Request request(std::string path, std::string type, std::string body) {
    Request made;
    made.id = "req_1";
    made.method = "POST";
    Target target = *parse_target(path);
    made.path = std::move(target.path);
    made.segments = std::move(target.segments);
    made.query = std::move(target.query);
    made.host = "sojourn.example";
    made.client = "192.0.2.1";
    made.secure = true;
    made.body = std::move(body);
    made.fields = {{"sec-fetch-site", "same-origin"},
                   {"content-type", std::move(type)},
                   {"accept-language", "zh-CN"},
                   {"idempotency-key", "key-1"}};
    return made;
  }
  Response ask(Request made) {
    made.fields.push_back({"cookie", "__Host-session=" + admin});
    made.fields.push_back({"x-csrf-token", access::csrf_of(admin)});
    return api.answer(made).value();
  }
  static std::string code(const Response& answer) {
    return std::string(std::string_view(base::parse_json(answer.body).at("code").as_string()));
  }

  access::World world;
  std::string admin = world.administrator();
  std::vector<access::Operation> operations = with_files(world.operations());
  Api api{world.service(), operations};
};

TEST_F(ApiFileTest, AsTheBodyOrAsAPartOfAForm) {
  const Response raw = ask(request("/api/tables?check=true", "text/csv; charset=utf-8", "a,b\n"));
  ASSERT_EQ(raw.status, 200) << raw.body;
  EXPECT_EQ(raw.body, R"({"name":"table","text":"a,b\n","check":true,"language":"zh"})");
  const Response form = ask(request(
      "/api/tables", "multipart/form-data; boundary=b",
      "--b\r\nContent-Disposition: form-data; name=\"check\"\r\n\r\ntrue\r\n--b\r\n"
      "Content-Disposition: form-data; name=\"file\"; filename=\"staff.csv\"\r\n\r\na,b\r\n--b--"));
  ASSERT_EQ(form.status, 200) << form.body;
  EXPECT_EQ(form.body, R"({"name":"staff.csv","text":"a,b","check":true,"language":"zh"})");
}

TEST_F(ApiFileTest, WhatIsNoFileIsRefused) {
  EXPECT_EQ(code(ask(request("/api/tables", "application/json", "{}"))), "media_type");
  EXPECT_EQ(code(ask(request("/api/tables", "text/csv", ""))), "no_file");
  EXPECT_EQ(code(ask(request("/api/tables?chek=true", "text/csv", "a"))), "input");
  EXPECT_EQ(code(ask(request("/api/tables?check=maybe", "text/csv", "a"))), "input");
  EXPECT_EQ(code(ask(request("/api/tables", "multipart/form-data; boundary=b", "--c--"))), "form");
  EXPECT_EQ(code(ask(request("/api/tables", "multipart/form-data; boundary=b",
                             "--b\r\nContent-Disposition: form-data; name=\"check\"\r\n\r\ntrue\r\n"
                             "--b--"))),
            "no_file");
}

TEST_F(ApiFileTest, ThePathMayNameWhatItGoesInto) {
  const Response answer = ask(request("/api/tables/seven/rows", "text/csv", "a,b"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(base::parse_json(answer.body).at("name"), "seven");
  EXPECT_EQ(base::parse_json(answer.body).at("text"), "a,b");
}

TEST_F(ApiFileTest, AFileGoesWithItsName) {
  const Response answer = ask(request("/api/tables/back", "text/csv", "a"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "bytes");
  EXPECT_EQ(answer.field("Content-Type"), "x/y");
  EXPECT_EQ(answer.field("Content-Disposition"),
            "attachment; filename=\"table.xlsx\"; filename*=UTF-8''%E8%A1%A8%201.xlsx");
}

TEST_F(ApiFileTest, UploadsHaveALimitOfTheirOwn) {
  const auto limit = body_limit(operations, 1000);
  EXPECT_EQ(limit("POST", "/api/tables"), std::size_t{10} << 20U);
  EXPECT_EQ(limit("POST", "/api/tables/seven/rows"), std::size_t{10} << 20U);
  EXPECT_EQ(limit("GET", "/api/tables"), 1000U);
  EXPECT_EQ(limit("POST", "/api/tables/seven"), 1000U);
  EXPECT_EQ(limit("POST", "no path"), 1000U);
  EXPECT_EQ(limit("POST", "/api/people"), 1000U);
}

}  // namespace
}  // namespace sojourn::doors::http
