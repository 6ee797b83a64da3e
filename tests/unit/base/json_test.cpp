#include "base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/ensure.h"
#include "base/random.h"

namespace sojourn::base {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

enum class Colour : std::uint8_t { red, dark_green };
BOOST_DESCRIBE_ENUM(Colour, red, dark_green)

struct Leaf {
  std::string name;
  std::optional<double> weight;
  friend bool operator==(const Leaf&, const Leaf&) = default;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (name, weight))

struct Tree {
  std::int32_t age = 0;
  bool evergreen = false;
  Colour colour = Colour::red;
  std::vector<Leaf> leaves;
  std::optional<std::int8_t> rings;
  friend bool operator==(const Tree&, const Tree&) = default;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (age, evergreen, colour, leaves, rings))

/// "pointer code" of every fault of a text.
std::vector<std::string> faults_of(std::string_view text) {
  try {
    decode_text<Tree>(text);
  } catch (const Refusal& refusal) {
    EXPECT_EQ(refusal.kind, Kind::invalid);
    std::vector<std::string> found;
    for (const Fault& fault : refusal.faults) {
      EXPECT_FALSE(fault.detail.empty());
      found.push_back(fault.where + " " + fault.code);
    }
    return found;
  }
  return {};
}

TEST(Json, ReadsWhatItWrites) {
  const Tree tree{.age = -3,
                  .evergreen = true,
                  .colour = Colour::dark_green,
                  .leaves = {{"a \"b\"\n\xE5\xB1\xB1", 0.1}, {"", std::nullopt}},
                  .rings = std::int8_t{-128}};
  EXPECT_EQ(decode_text<Tree>(encode_text(tree)), tree);
  EXPECT_EQ(decode_text<Tree>(encode_text(tree, Layout::indented)), tree);
  EXPECT_EQ(encode_text(tree),
            R"({"age":-3,"evergreen":true,"colour":"dark_green","leaves":[{"name":"a \"b\"\n)"
            "\xE5\xB1\xB1"
            R"(","weight":0.1},{"name":""}],"rings":-128})");
}

TEST(Json, IndentsForPeople) {
  EXPECT_EQ(encode_text(Leaf{"x", 2.5}, Layout::indented),
            "{\n  \"name\": \"x\",\n  \"weight\": 2.5\n}\n");
  EXPECT_EQ(write_json(boost::json::array{}, Layout::indented), "[]\n");
}

TEST(Json, AnEmptyOptionalIsLeftOutAndMayBe) {
  EXPECT_EQ(encode_text(Leaf{"x", std::nullopt}), R"({"name":"x"})");
  EXPECT_EQ(decode_text<Leaf>(R"({"name":"x"})").weight, std::nullopt);
}

TEST(Json, ReportsEveryFaultAtItsPointer) {
  EXPECT_THAT(faults_of(R"({"age":"old","evergreen":1,"colour":"blue","rings":200,"hight":3,
                    "leaves":[{"name":"a"},{"name":7,"weight":null},{}, 5]})"),
              UnorderedElementsAre(
                  "/age wrong_type", "/evergreen wrong_type", "/colour unknown_choice",
                  "/rings out_of_range", "/hight unknown_field", "/leaves/1/name wrong_type",
                  "/leaves/1/weight wrong_type", "/leaves/2/name missing", "/leaves/3 wrong_type"));
}

TEST(Json, ReportsWhatIsMissing) {
  EXPECT_THAT(faults_of("{}"), ElementsAre("/age missing", "/evergreen missing", "/colour missing",
                                           "/leaves missing"));
  EXPECT_THAT(faults_of("[]"), ElementsAre(" wrong_type"));
}

TEST(Json, RefusesAFieldGivenTwiceAtAnyDepth) {
  EXPECT_THAT(faults_of(R"({"age":1,"age":1,"leaves":[{"name":"a"},{"name":"a","name":"b"}]})"),
              ElementsAre("/age duplicate", "/leaves/1/name duplicate"));
  // The same key in two objects is no duplicate; an escape does not hide one.
  EXPECT_NO_THROW(parse_json(R"([{"a":{"a":1}},{"a":2}])"));
  EXPECT_THROW(parse_json(R"({"a":1,"\u0061":2})"), Refusal);
}

TEST(Json, SuggestsTheFieldThatWasMeant) {
  try {
    decode_text<Leaf>(R"({"name":"a","wieght":1})");
    FAIL() << "accepted";
  } catch (const Refusal& refusal) {
    ASSERT_EQ(refusal.faults.size(), 1U);
    EXPECT_EQ(refusal.faults[0].detail, "There is no such field; did you mean weight?");
  }
}

TEST(Json, KnowsTheRangesOfWholeNumbers) {
  const auto read = [](auto zero, std::string_view text) {
    return decode_text<decltype(zero)>(text);
  };
  EXPECT_EQ(read(std::int64_t{}, "-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(read(std::uint64_t{}, "18446744073709551615"),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(read(std::int8_t{}, "-128"), -128);
  EXPECT_EQ(read(std::int8_t{}, "3.0"), 3);
  EXPECT_EQ(read(std::int8_t{}, "1e2"), 100);
  EXPECT_THROW(read(std::int64_t{}, "9223372036854775808"), Refusal);
  EXPECT_THROW(read(std::uint64_t{}, "-1"), Refusal);
  EXPECT_THROW(read(std::uint64_t{}, "18446744073709551616"), Refusal);
  EXPECT_THROW(read(std::int8_t{}, "128"), Refusal);
  EXPECT_THROW(read(std::int8_t{}, "1.5"), Refusal);
  EXPECT_THROW(read(std::int8_t{}, "\"1\""), Refusal);
  EXPECT_THROW(read(std::int8_t{}, "true"), Refusal);
}

TEST(Json, SaysWhereATextIsNotJson) {
  const std::vector<std::string> bad = {"",
                                        "{",
                                        "[1,]",
                                        "{\"a\" 1}",
                                        "nul",
                                        "01",
                                        "1 2",
                                        "\"\xff\"",
                                        "\"\n\"",
                                        "{'a':1}",
                                        "NaN",
                                        "Infinity",
                                        "1e999",
                                        "[1] // no comments",
                                        std::string(1000, '[')};
  for (const std::string& text : bad) {
    EXPECT_THROW(parse_json(text), Refusal) << text;
  }
  try {
    parse_json("{\n  \"a\": tru\n}");
    FAIL() << "accepted";
  } catch (const Refusal& refusal) {
    ASSERT_EQ(refusal.faults.size(), 1U);
    EXPECT_THAT(refusal.faults[0].detail, HasSubstr("Line 2, column"));
  }
}

TEST(Json, GoesNoDeeperThan32) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_NO_THROW(parse_json(nested(deepest_json)));
  try {
    parse_json(nested(deepest_json + 1));
    FAIL() << "accepted";
  } catch (const Refusal& refusal) {
    EXPECT_THAT(refusal.faults.at(0).detail, HasSubstr("more than 32 deep"));
  }
}

TEST(Json, RefusesWhatIsNoUnicode) {
  // Broken, overlong, surrogate, beyond U+10FFFF, cut; in texts, in keys, by escapes.
  for (const std::string_view inside : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                        "\xe5\xb1", "\\ud800", "\\ud800x", "\\udc00"}) {
    const std::string quoted = '"' + std::string(inside) + '"';
    EXPECT_THROW(parse_json(quoted), Refusal) << quoted;
    EXPECT_THROW(parse_json("{" + quoted + ":1}"), Refusal) << quoted;
  }
  EXPECT_EQ(decode_text<std::string>(R"("\ud83c\udfe1")"), "\xF0\x9F\x8F\xA1");
  EXPECT_THAT(
      faults_of(R"({"age":1,"evergreen":true,"colour":"red","leaves":[{"name":"a\u0000b"}]})"),
      ElementsAre("/leaves/0/name nul"));
}

TEST(Json, PointersEscapeTheirTokens) {
  EXPECT_EQ(pointer_to("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(pointer_to("", std::size_t{3}), "/3");
}

TEST(Json, NumbersReadBackTheSame) {
  for (const double number : {0.0, -0.5, 0.1, 1e-300, 1e300, 123456789.125, 1.0 / 3}) {
    EXPECT_EQ(decode_text<double>(encode_text(number)), number);
  }
  Random random(1);
  for (int i = 0; i < 100'000; ++i) {
    const auto number = std::bit_cast<double>(random.next());
    if (std::isfinite(number)) {
      ASSERT_EQ(decode_text<double>(encode_text(number)), number);
    }
  }
  EXPECT_EQ(decode_text<double>("90e80"), 90e80);
  EXPECT_EQ(decode_text<double>("1e-999"), 0);
  EXPECT_EQ(decode_text<double>("0." + std::string(400, '0') + "1"), 0);
  EXPECT_EQ(decode_text<double>("1" + std::string(400, '0') + "e-400"), 1);
  EXPECT_THROW(decode_text<double>("1" + std::string(400, '0') + "e-5"), Refusal);
  EXPECT_EQ(decode_text<double>("123456789012345678901234567890"),
            123456789012345678901234567890.0);
  EXPECT_THROW(encode_text(std::numeric_limits<double>::infinity()), Bug);
  EXPECT_THROW(encode_text(std::numeric_limits<double>::quiet_NaN()), Bug);
}

TEST(Json, TheSchemaSaysWhatIsAccepted) {
  EXPECT_EQ(write_json(schema_of<Tree>()),
            R"({"type":"object","properties":{)"
            R"("age":{"type":"integer","minimum":-2147483648,"maximum":2147483647},)"
            R"("evergreen":{"type":"boolean"},)"
            R"("colour":{"type":"string","enum":["red","dark_green"]},)"
            R"("leaves":{"type":"array","items":{"type":"object","properties":{)"
            R"("name":{"type":"string"},"weight":{"type":"number"}},)"
            R"("required":["name"],"additionalProperties":false}},)"
            R"("rings":{"type":"integer","minimum":-128,"maximum":127}},)"
            R"("required":["age","evergreen","colour","leaves"],"additionalProperties":false})");
}

TEST(Describe, NamesEnumerators) {
  EXPECT_EQ(name_of(Colour::dark_green), "dark_green");
  EXPECT_EQ(choice_of<Colour>("red"), Colour::red);
  EXPECT_EQ(choice_of<Colour>("Red"), std::nullopt);
  EXPECT_THAT(choices<Colour>(), ElementsAre("red", "dark_green"));
}

}  // namespace
}  // namespace sojourn::base
