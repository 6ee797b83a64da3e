#include "base/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/date.h"
#include "base/id.h"

namespace sojourn::base {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;

enum class Tier : std::uint8_t { near, very_far };
BOOST_DESCRIBE_ENUM(Tier, near, very_far)

struct Site {
  Id<Site> id;
  std::string name;
  std::optional<Date> closed;
  std::vector<Site> below;  // refers to itself
  static constexpr std::string_view id_prefix = "site";
};
BOOST_DESCRIBE_STRUCT(Site, (), (id, name, closed, below))

template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Page<Site>, (), (items, next))

struct ListSites {
  std::optional<std::string> search;
  std::int32_t limit = 0;
  bool closed = false;
  Tier tier = {};
};
BOOST_DESCRIBE_STRUCT(ListSites, (), (search, limit, closed, tier))

struct RenameSite {
  Id<Site> id;
  std::string name;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RenameSite, (), (id, name, reason))

struct SignIn {
  std::string login, password;
  static constexpr auto secret_fields = fields("password");
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (login, password))

std::vector<OpenApiOperation> operations(Components& components) {
  OpenApiOperation rename{.method = "PATCH",
                          .path = "/api/sites/{id}",
                          .id = "site.rename",
                          .summary = "rename a site",
                          .output = schema_in<Site>(components),
                          .statuses = {{.code = 412,
                                        .meaning = "Somebody changed it first.",
                                        .schema = schema_in<Fault>(components),
                                        .media_type = "application/problem+json",
                                        .headers = {"ETag"}}}};
  const std::vector<FieldAbout> rename_words = {{.name = "name", .meaning = "Its new name."}};
  add_input<RenameSite>(rename, components, rename_words);
  OpenApiOperation list{.method = "GET",
                        .path = "/api/sites",
                        .id = "site.list",
                        .summary = "list sites",
                        .output = schema_in<Page<Site>>(components)};
  const std::vector<FieldAbout> list_words = {
      {.name = "limit", .standard = "20", .least = 1, .most = 100, .meaning = "How many at most."},
      {.name = "tier", .standard = "very-far", .meaning = "How far."}};
  add_input<ListSites>(list, components, list_words);
  OpenApiOperation show{.method = "GET",
                        .path = "/api/sites/{id}",
                        .id = "site.show",
                        .summary = "show a site",
                        .parameters = {{.name = "id",
                                        .in_path = true,
                                        .required = true,
                                        .description = "",
                                        .schema = schema_of<Id<Site>>()}},
                        .output = schema_in<Site>(components)};
  OpenApiOperation sign_in{.method = "POST",
                           .path = "/api/session",
                           .id = "session.start",
                           .summary = "sign in",
                           .input = schema_in<SignIn>(components),
                           .open_to_all = true};
  return {rename, list, show, sign_in};
}

const OpenApiAbout about{
    .title = "Sojourn", .version = "0.1.0", .session_cookie = "__Host-session"};

std::vector<std::string> keys(const json::value& value) {
  std::vector<std::string> made;
  for (const auto& [key, item] : value.as_object()) {
    made.emplace_back(key);
  }
  return made;
}

TEST(OpenApi, SortsPathsMethodsAndComponents) {
  Components components;
  const json::value document = openapi_document(about, operations(components), components);
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  EXPECT_THAT(keys(document.at("paths")),
              ElementsAre("/api/session", "/api/sites", "/api/sites/{id}"));
  EXPECT_THAT(keys(document.at("paths").at("/api/sites/{id}")), ElementsAre("get", "patch"));
  EXPECT_THAT(keys(document.at("components").at("schemas")),
              ElementsAre("Fault", "Page_Site", "SignIn", "Site"));
  Components again;
  std::vector<OpenApiOperation> reversed = operations(again);
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(write_json(openapi_document(about, reversed, again)), write_json(document));
}

TEST(OpenApi, MembersGoIntoPathQueryOrBody) {
  Components components;
  const json::value document = openapi_document(about, operations(components), components);
  const json::value& rename = document.at("paths").at("/api/sites/{id}").at("patch");
  EXPECT_EQ(rename.at("operationId").as_string(), "site.rename");
  ASSERT_EQ(rename.at("parameters").as_array().size(), 1U);
  EXPECT_EQ(rename.at("parameters").at(0).at("in").as_string(), "path");
  EXPECT_EQ(write_json(rename.at("requestBody").at("content").at("application/json").at("schema")),
            R"({"type":"object","properties":{"name":{"type":"string",)"
            R"("description":"Its new name."},"reason":{"type":"string"}},"required":["name"],)"
            R"("additionalProperties":false})");
  EXPECT_EQ(write_json(rename.at("responses").at("412")),
            R"({"description":"Somebody changed it first.",)"
            R"("headers":{"ETag":{"schema":{"type":"string"}}},)"
            R"("content":{"application/problem+json":)"
            R"({"schema":{"$ref":"#/components/schemas/Fault"}}}})");

  const json::array& query =
      document.at("paths").at("/api/sites").at("get").at("parameters").as_array();
  ASSERT_EQ(query.size(), 4U);
  for (const json::value& parameter : query) {
    EXPECT_EQ(parameter.at("in").as_string(), "query");
    EXPECT_FALSE(parameter.at("required").as_bool()) << parameter.at("name");
  }
  EXPECT_EQ(write_json(query[1].at("schema")),
            R"({"type":"integer","minimum":1,"maximum":100,"default":20})");
  EXPECT_EQ(query[3].at("schema").at("default").as_string(), "very_far");
}

TEST(OpenApi, SaysWhoMayComeInAndWhatIsSecret) {
  Components components;
  const json::value document = openapi_document(about, operations(components), components);
  EXPECT_EQ(write_json(document.at("security")), R"([{"session":[]},{"token":[]}])");
  EXPECT_EQ(write_json(document.at("components").at("securitySchemes").at("session")),
            R"({"type":"apiKey","in":"cookie","name":"__Host-session"})");
  const json::value& sign_in = document.at("paths").at("/api/session").at("post");
  EXPECT_TRUE(sign_in.at("security").as_array().empty());
  EXPECT_THAT(keys(sign_in.at("responses")), ElementsAre("204"));
  EXPECT_TRUE(document.at("components")
                  .at("schemas")
                  .at("SignIn")
                  .at("properties")
                  .at("password")
                  .at("writeOnly")
                  .as_bool());
}

TEST(OpenApi, ARecordMayReferToItself) {
  Components components;
  EXPECT_EQ(write_json(schema_in<Site>(components)), R"({"$ref":"#/components/schemas/Site"})");
  EXPECT_EQ(write_json(components.schemas().at("Site").at("properties").at("below")),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Site"}})");
}

/// The structure that OpenAPI 3.1 demands, checked over every part of a document.
void check_structure(const json::value& document) {
  for (const auto& [path, item] : document.at("paths").as_object()) {
    ASSERT_TRUE(path.starts_with("/"));
    for (const auto& [method, operation] : item.as_object()) {
      ASSERT_TRUE(
          (std::set<std::string>{"get", "post", "put", "patch", "delete"}.contains(method)));
      ASSERT_FALSE(operation.at("summary").as_string().empty());
      ASSERT_FALSE(operation.at("responses").as_object().empty());
      for (const auto& [status, response] : operation.at("responses").as_object()) {
        ASSERT_EQ(status.size(), 3U);
        ASSERT_FALSE(response.at("description").as_string().empty());
      }
      if (const json::value* parameters = operation.as_object().if_contains("parameters")) {
        for (const json::value& parameter : parameters->as_array()) {
          const bool in_path = parameter.at("in") == "path";
          ASSERT_TRUE(in_path || parameter.at("in") == "query");
          ASSERT_TRUE(!in_path || parameter.at("required").as_bool());
          ASSERT_TRUE(parameter.at("schema").is_object());
        }
      }
    }
  }
  ASSERT_TRUE(document.at("info").at("title").is_string());
  ASSERT_TRUE(document.at("info").at("version").is_string());
}

TEST(OpenApi, KeepsTheStructureOfTheStandard) {
  Components components;
  check_structure(openapi_document(about, operations(components), components));
  check_structure(openapi_document({.title = "Empty", .version = "1"}, {}, {}));
}

TEST(OpenApi, SlipsAreBugs) {
  const auto refuses = [](auto change) {
    Components components;
    std::vector<OpenApiOperation> list = operations(components);
    change(list);
    EXPECT_THROW(openapi_document(about, list, components), Bug);
  };
  refuses([](auto& list) { list[0].method = "FETCH"; });
  refuses([](auto& list) { list[0].path = "api/sites/{id}"; });
  refuses([](auto& list) { list[1].id = list[0].id; });
  refuses([](auto& list) { list.push_back(list[0]), list.back().id = "site.other"; });
  refuses([](auto& list) { list[2].parameters.clear(); });
  refuses([](auto& list) { list[2].parameters[0].required = false; });
  refuses([](auto& list) { list[1].path = "/api/sites/{search}"; });
  refuses([](auto& list) { list[2].output = reference_to("Nowhere"); });
  refuses([](auto& list) { list[0].statuses[0].meaning.clear(); });
  OpenApiOperation astray{.method = "GET", .path = "/api/{nothing}", .id = "a.b", .summary = "x"};
  Components components;
  EXPECT_THROW(add_input<ListSites>(astray, components), Bug);
  components.claim("Site", &components);
  EXPECT_THROW(schema_in<Site>(components), Bug);  // another type has taken its name
}

TEST(OpenApi, ComponentsAreNamedAsTypes) {
  EXPECT_EQ(component_name("sojourn::stages::programme::Site"), "Site");
  EXPECT_EQ(component_name("sojourn::base::{anonymous}::Site"), "Site");
  EXPECT_EQ(component_name("sojourn::base::(anonymous namespace)::Site"), "Site");
  EXPECT_EQ(component_name("sojourn::Page<sojourn::stages::Site>"), "Page_Site");
  EXPECT_EQ(component_name("a::Pair<b::One, (anonymous namespace)::Two>"), "Pair_One_Two");
}

}  // namespace
}  // namespace sojourn::base
