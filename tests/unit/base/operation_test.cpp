#include "base/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace sojourn::base {
namespace {

struct Pair {
  std::string first;
  std::optional<std::int32_t> second;
};
BOOST_DESCRIBE_STRUCT(Pair, (), (first, second))

int sum(const Pair& pair, Terminal& terminal) {
  terminal.out << pair.first << '+' << pair.second.value_or(0);
  return 0;
}

About words() {
  return {.name = "sum",
          .summary = "adds",
          .fields = {{.name = "first", .shape = "A", .positional = true, .meaning = "One."},
                     {.name = "second", .shape = "B", .meaning = "The other."}}};
}

TEST(Operation, IsMadeFromItsRecordAndItsWords) {
  const Operation made = operation<Pair>(words(), sum);
  ASSERT_EQ(made.fields.size(), 2U);
  EXPECT_EQ(made.fields[0].kind, FieldKind::text);
  EXPECT_FALSE(made.fields[0].optional);
  EXPECT_EQ(made.fields[1].kind, FieldKind::whole);
  EXPECT_TRUE(made.fields[1].optional);

  std::ostringstream out, err;
  HandClock clock;
  Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  EXPECT_EQ(made.run(parse_json(R"({"first":"x","second":2})"), terminal), 0);
  EXPECT_EQ(out.str(), "x+2");
  EXPECT_THROW(made.run(parse_json(R"({"second":2})"), terminal), Refusal);
  EXPECT_THROW(made.run(parse_json(R"({"first":"x","third":2})"), terminal), Refusal);
}

TEST(Operation, SlipsInTheWordsAreBugs) {
  const auto refuses = [](auto change) {
    About about = words();
    change(about);
    EXPECT_THROW(operation<Pair>(about, sum), Bug);
  };
  refuses([](About& about) { about.name.clear(); });
  refuses([](About& about) { about.summary = ""; });
  refuses([](About& about) { about.fields.pop_back(); });
  refuses([](About& about) { about.fields[1].name = "third"; });
  refuses([](About& about) { about.fields.push_back(about.fields[0]); });
  refuses([](About& about) { about.fields[1].meaning = ""; });
  refuses([](About& about) { about.fields[1].shape.clear(); });
  refuses([](About& about) { about.fields[1].standard = "many"; });
  // A required positional after one that may be left out could never be told from it.
  refuses([](About& about) {
    about.fields[1].positional = true;
    std::swap(about.fields[0], about.fields[1]);
  });
}

}  // namespace
}  // namespace sojourn::base
