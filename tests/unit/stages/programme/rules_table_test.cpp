#include "stages/programme/rules_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::stages::programme {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Method : std::uint8_t { quota, wisn };
BOOST_DESCRIBE_ENUM(Method, quota, wisn)

struct Read {
  std::int32_t most = 5;
  std::optional<std::int32_t> farm = {};
  bool open = false;
  Method method = Method::quota;
  std::vector<std::string> faults = {};
};

Read read(std::string_view text) {
  Read made;
  Faults faults;
  RulesTable table(text, "need", "/text", faults);
  table.whole("most", made.most, 0, 100);
  table.whole("first.farm", made.farm, 0, 9);
  table.yes_no("open", made.open);
  table.choice("method", made.method);
  table.finish();
  try {
    faults.refuse();
  } catch (const base::Refusal& refusal) {
    for (const base::Fault& fault : refusal.faults) {
      made.faults.push_back(fault.detail.english());
    }
  }
  return made;
}

TEST(RulesTable, KeepsWhatATextDoesNotGive) {
  for (const std::string_view text : {"", "[placement]\npair = 3\n", "[need]\n"}) {
    const Read made = read(text);
    EXPECT_EQ(made.most, 5) << text;
    EXPECT_EQ(made.farm, std::nullopt) << text;
    EXPECT_THAT(made.faults, IsEmpty()) << text;
  }
}

TEST(RulesTable, ReadsKeysAndThoseOfTablesInIt) {
  const Read made =
      read("[need]\nmost = 7\nopen = true\nmethod = \"wisn\"\n[need.first]\nfarm = 0\n");
  EXPECT_THAT(made.faults, IsEmpty());
  EXPECT_EQ(made.most, 7);
  EXPECT_EQ(made.farm, 0);
  EXPECT_TRUE(made.open);
  EXPECT_EQ(made.method, Method::wisn);
}

TEST(RulesTable, TellsEveryFaultWithItsLine) {
  const Read made = read("[need]\nmost = 101\nopen = 1\nmethod = \"lot\"\nmots = 3\n");
  EXPECT_EQ(made.most, 5);
  EXPECT_EQ(made.method, Method::quota);
  EXPECT_THAT(
      made.faults,
      ElementsAre("Line 2, [need] most: a whole number from 0 to 100 is due here.",
                  "Line 3, [need] open: true or false is due here.",
                  "Line 4, [need] method: one of quota, wisn is due here.",
                  "Line 5, [need] mots: there is no such key; there are most, first.farm, open, "
                  "method."));
}

TEST(RulesTable, RefusesAListAValueInItsPlaceAndWhatIsNoToml) {
  EXPECT_THAT(read("need.most = [1, 2]\n").faults,
              ElementsAre("Line 1, [need] most: a whole number from 0 to 100 is due here."));
  EXPECT_THAT(read("need = 1\n").faults, ElementsAre("A table is due here: [need]."));
  EXPECT_EQ(read("[need\n").faults.size(), 1U);
}

}  // namespace
}  // namespace sojourn::stages::programme
