#include "access/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

#include "access/operations.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {
namespace {

using base::Bug;
using testing::ElementsAre;
using testing::IsEmpty;

// An operation without a permission does not compile: it has none by itself.
static_assert(!std::is_default_constructible_v<Permission>);
static_assert(!std::is_default_constructible_v<OperationAbout>);

struct Input {
  std::int64_t id = 0;
  std::optional<std::string> note;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Input, (), (id, note, version))

struct Output {
  std::int64_t id = 0;
  std::optional<std::string> secret;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Output, (), (id, secret, version))

OperationAbout words() {
  return {.name = "thing.change",
          .permission = manage_people,
          .method = Method::patch,
          .path = "/api/things/{id}",
          .summary = "change a thing",
          .fields = {{.name = "id", .shape = "N", .positional = true, .meaning = "Which."},
                     {.name = "note", .shape = "TEXT", .meaning = "A note."},
                     {.name = "version", .shape = "N", .meaning = "Seen."}}};
}

Operation made(OperationAbout about) {
  return change_operation<Input, Output>(std::move(about),
                                         [](db::Change&, const Input&) { return Output{}; });
}

TEST(Operation, IsMadeFromItsRecordsAndItsWords) {
  const Operation operation = made(words());
  EXPECT_TRUE(operation.changes);
  EXPECT_TRUE(operation.takes_version);
  EXPECT_TRUE(operation.gives_version);
  EXPECT_THAT(operation.holes, ElementsAre("id"));
  EXPECT_THAT(operation.columns, IsEmpty());
  EXPECT_EQ(operation.fields.size(), 3U);
  EXPECT_EQ(operation.input_schema(base::Language::en).at("required"),
            (boost::json::array{"id", "version"}));
  EXPECT_EQ(method_name(operation.about.method), "PATCH");
}

TEST(Operation, AListHasColumns) {
  const std::vector<Operation> operations = person_operations();
  EXPECT_THAT(operations[0].columns, ElementsAre("id", "name", "fit_until"));
  EXPECT_FALSE(operations[0].changes);
  EXPECT_TRUE(operations[0]
                  .output_schema(base::Language::en)
                  .at("properties")
                  .as_object()
                  .contains("items"));
}

TEST(Operation, SlipsInTheWordsAreBugs) {
  const auto refuses = [](auto change) {
    OperationAbout about = words();
    change(about);
    EXPECT_THROW(made(about), Bug);
  };
  refuses([](OperationAbout& about) { about.name = "change"; });
  refuses([](OperationAbout& about) { about.name = "Thing.change"; });
  refuses([](OperationAbout& about) { about.path = "/things/{id}"; });
  refuses([](OperationAbout& about) { about.path = "/api/things/"; });
  refuses([](OperationAbout& about) { about.path = "/api/things/{id"; });
  refuses([](OperationAbout& about) { about.path = "/api/things/{thing}"; });
  refuses([](OperationAbout& about) { about.path = "/api/things/{note}"; });
  refuses([](OperationAbout& about) { about.summary = ""; });
  refuses([](OperationAbout& about) { about.fields.pop_back(); });
  refuses([](OperationAbout& about) {
    about.detail = Detail{.permission = read_fitness, .fields = {"hidden"}};
  });
  refuses([](OperationAbout& about) {
    about.detail = Detail{.permission = read_fitness, .subject = "staff", .fields = {"secret"}};
  });
  refuses([](OperationAbout& about) { about.watched_until = {"done"}; });
}

TEST(Operations, EachHasANameAndARouteOfItsOwn) {
  ensure_distinct(operations());
  EXPECT_THROW(ensure_distinct({made(words()), made(words())}), Bug);
  OperationAbout other = words();
  other.name = "thing.alter";
  other.path = "/api/things/{version}";
  EXPECT_THROW(ensure_distinct({made(words()), made(other)}), Bug) << "one route, two names";
  other.method = other.method == Method::post ? Method::put : Method::post;
  EXPECT_THROW(ensure_distinct({made(words()), made(other)}), Bug) << "one hole, two names";
}

}  // namespace
}  // namespace sojourn::access
