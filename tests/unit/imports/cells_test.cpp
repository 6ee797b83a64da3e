// What people write in cells, and what it says.
#include "imports/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/language.h"

namespace sojourn::imports {
namespace {

using Kind = documents::GridCell::Kind;
using ::testing::ElementsAre;

enum class Level : std::uint8_t { village, leader };
BOOST_DESCRIBE_ENUM(Level, village, leader)

CellText text(std::string what) { return {.kind = Kind::text, .text = std::move(what)}; }

/// The day that a text says, or the code of what is wrong.
std::string day(std::string_view what) {
  const auto read = read_date(text(std::string(what)));
  return read.value ? read.value->to_text() : read.fault->code;
}

TEST(Cells, SpacesOfAnyKindAtTheEndsAreNone) {
  EXPECT_EQ(cleaned(" \t\xC2\xA0王 小明\xE3\x80\x80\xE2\x80\x8B\n"), "王 小明");
  EXPECT_EQ(cleaned("\xE3\x80\x80"), "");
  EXPECT_EQ(narrowed("\xE3\x80\x80Ａ－０１２\xE3\x80\x80３）"), "A-012 3)");
  EXPECT_EQ(narrowed("员工１"), "员工1");
  EXPECT_EQ(heading_key(" Staff_No.（必填）*"), "staffno");
  EXPECT_EQ(heading_key("入职\n日期:"), "入职日期");
}

TEST(Cells, ADayInEveryUsualForm) {
  for (const std::string_view form :
       {"2026-03-04", "2026/3/4", "2026.03.04", "20260304", "2026年3月4日", "2026年03月04号",
        "２０２６－３－４", "4 March 2026", "4-Mar-2026", "Mar 4, 2026", "4MAR2026",
        "2026-03-04 00:00:00", " 2026-03-04 "}) {
    EXPECT_EQ(day(form), "2026-03-04") << form;
  }
  EXPECT_EQ(day("25/03/2026"), "2026-03-25");
  EXPECT_EQ(day("03/25/2026"), "2026-03-25");
  EXPECT_EQ(day("05/05/2026"), "2026-05-05");
}

TEST(Cells, ADayThatSaysTwoIsAskedAbout) {
  const auto read = read_date(text("03/04/2026"));
  ASSERT_FALSE(read.value);
  EXPECT_EQ(read.fault->code, "ambiguous_date");
  EXPECT_EQ(read.fault->detail,
            "Which day is meant, 2026-04-03 or 2026-03-04? Write it in this form.");
  EXPECT_EQ(read.fault->detail.in(base::Language::zh),
            "指的是2026-04-03还是2026-03-04？请按此格式填写。");
  EXPECT_THAT(read.fault->accepted, ElementsAre("2026-04-03", "2026-03-04"));
  EXPECT_EQ(day("3/4/26"), "two_digit_year");
  EXPECT_EQ(day("2026-03-04 08:30"), "has_time");
  for (const std::string_view none :
       {"", "soon", "2026-13-01", "2026-02-30", "30/02/2026", "2026-03", "13/13/2026", "1/2/3/2026",
        "March 2026", "45000", "2026_03_04"}) {
    EXPECT_EQ(day(none), "not_date") << none;
  }
}

TEST(Cells, ANumberIsADayOnlyWhereTheFileSaysWhich) {
  EXPECT_EQ(
      read_date({.kind = Kind::number, .text = "46085", .as_date = "2026-03-04"}).value->to_text(),
      "2026-03-04");
  EXPECT_EQ(read_date({.kind = Kind::number, .text = "20260304", .as_date = ""}).value->to_text(),
            "2026-03-04");
  EXPECT_EQ(read_date({.kind = Kind::number, .text = "46085", .as_date = ""}).fault->code,
            "not_date");
  EXPECT_EQ(read_date({.kind = Kind::date, .text = "2026-03-04T08:30:00"}).fault->code, "has_time");
  EXPECT_EQ(read_date({.kind = Kind::yes_no, .text = "yes"}).fault->code, "not_date");
}

TEST(Cells, WholeNumbers) {
  EXPECT_EQ(read_whole(text("１２"), 0, 100).value, 12);
  EXPECT_EQ(read_whole(text("40%"), 0, 100).value, 40);
  EXPECT_EQ(read_whole(text("+3"), 0, 100).value, 3);
  EXPECT_EQ(read_whole(text("101"), 0, 100).fault->code, "out_of_range");
  for (const std::string wrong : {"", "1,000", "1.5", "12a", "-"}) {
    EXPECT_EQ(read_whole(text(wrong), -9, 9999).fault->code, "not_whole") << wrong;
  }
  EXPECT_EQ(read_whole({.kind = Kind::date, .text = "2026-03-04"}, 0, 9).fault->code, "not_whole");
}

TEST(Cells, Numbers) {
  EXPECT_EQ(read_number(text("52.5")).value, 52.5);
  EXPECT_EQ(read_number(text("52,5")).value, 52.5);
  EXPECT_EQ(read_number(text("1,234")).fault->code, "not_number") << "a thousand, or a decimal?";
  EXPECT_EQ(read_number(text("nan")).fault->code, "not_number");
  EXPECT_EQ(read_number(text("1.2.3")).fault->code, "not_number");
}

TEST(Cells, YesAndNo) {
  for (const std::string yes : {"yes", "是", "TRUE", "1", "Y"}) {
    EXPECT_EQ(read_yes_no(text(yes)).value, true) << yes;
  }
  for (const std::string no : {"no", "否", "False", "0"}) {
    EXPECT_EQ(read_yes_no(text(no)).value, false) << no;
  }
  EXPECT_EQ(read_yes_no(text("maybe")).fault->code, "not_yes_no");
}

TEST(Cells, ChoicesInBothLanguages) {
  EXPECT_EQ(read_cell<Level>(text(" Village ")).value, Level::village);
  EXPECT_EQ(read_cell<Level>(text("队长")).value, Level::leader);
  const auto near = read_cell<Level>(text("vilage"));
  EXPECT_EQ(near.fault->code, "unknown_choice");
  EXPECT_EQ(near.fault->detail, "There is no such choice; did you mean village?");
  EXPECT_THAT(near.fault->accepted, ElementsAre("village", "村", "leader", "队长"));
}

TEST(Cells, TextsKeepWhatTheyAreAndErrorsAreNone) {
  EXPECT_EQ(read_text(text(" 王　小明 ")).value, "王　小明");
  EXPECT_EQ(read_key(text("Ａ１")).value, "A1");
  EXPECT_EQ(read_text({.kind = Kind::error, .text = "#N/A"}).fault->code, "cell_error");
  EXPECT_EQ(read_text(text(" #REF! ")).fault->code, "cell_error") << "as CSV has it";
  EXPECT_EQ(read_text(text("#7")).value, "#7");
  EXPECT_EQ(read_date({.kind = Kind::error, .text = ""}).fault->code, "no_value");
  EXPECT_EQ(read_key({.kind = Kind::number, .text = "1.23456789012346e+17"}).fault->code,
            "digits_lost");
  EXPECT_EQ(read_key({.kind = Kind::number, .text = "00042"}).value, "00042");
}

TEST(Cells, Lists) {
  EXPECT_THAT(read_list("a; b ;;"), ElementsAre("a", "b"));
  EXPECT_THAT(read_list("队长、队员"), ElementsAre("队长", "队员"));
  EXPECT_THAT(read_list("a，b"), ElementsAre("a", "b"));
  EXPECT_THAT(read_list("water, clean；law"), ElementsAre("water, clean", "law"));
  EXPECT_THAT(read_list("a\\;b"), ElementsAre("a;b"));
  EXPECT_THAT(read_list("　"), ElementsAre());
}

TEST(Cells, NoneTakesAValueAway) {
  EXPECT_TRUE(says_none(text(" None ")));
  EXPECT_TRUE(says_none(text("无")));
  EXPECT_FALSE(says_none(text("nonesuch")));
}

}  // namespace
}  // namespace sojourn::imports
