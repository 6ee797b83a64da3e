// References of formulas, moved where rows are repeated.
#include "documents/formula.h"

#include <gtest/gtest.h>

namespace sojourn::documents {
namespace {

/// Row 5 of Sheet1 stands there three times.
RowMaps three_times() {
  RowMap map;
  map.repeat(5, 3);
  return {{"Sheet1", map}, {"Sheet 2", RowMap()}};
}

std::string moved(std::string_view formula, std::string_view sheet = "Sheet1") {
  return moved_formula(formula, sheet, three_times());
}

TEST(Formula, ReferencesBelowMoveDown) {
  EXPECT_EQ(moved("B4+B6"), "B4+B8");
  EXPECT_EQ(moved("$B$6*2"), "$B$8*2");
  EXPECT_EQ(moved("SUM(B1:B4)"), "SUM(B1:B4)");
  EXPECT_EQ(moved("SUM(6:7)"), "SUM(8:9)");
  EXPECT_EQ(moved("B6", "Sheet 2"), "B6");
  EXPECT_EQ(moved("Sheet1!B6&'Sheet 2'!B6", "Sheet 2"), "Sheet1!B8&'Sheet 2'!B6");
}

TEST(Formula, ARangeOverTheRepeatedRowTakesAllItsCopies) {
  EXPECT_EQ(moved("SUM(B5:B5)"), "SUM(B5:B7)");
  EXPECT_EQ(moved("SUM(B4:D6)"), "SUM(B4:D8)");
  EXPECT_EQ(moved("B5"), "B5");
}

TEST(Formula, InARepeatedRowTheSameCopyIsMeant) {
  const auto copy = [](std::string_view formula) {
    return moved_formula(formula, "Sheet1", three_times(), Repeated{5, 2});
  };
  EXPECT_EQ(copy("B5/C5"), "B7/C7");
  EXPECT_EQ(copy("B5/B6"), "B7/B8");
  EXPECT_EQ(copy("SUM(B5:D5)"), "SUM(B7:D7)");
  EXPECT_EQ(copy("SUM(B$5:B5)"), "SUM(B$5:B7)");
}

TEST(Formula, WhatIsNoReferenceStays) {
  EXPECT_EQ(moved("IF(A1=\"B6 \"\"B7\"\"\",LOG10(6),1.6)"),
            "IF(A1=\"B6 \"\"B7\"\"\",LOG10(6),1.6)");
  EXPECT_EQ(moved("Table1[B6]+rate_B6+B6.x"), "Table1[B6]+rate_B6+B6.x");
  EXPECT_EQ(moved("合计B6"), "合计B6");
  EXPECT_EQ(moved("'It''s'!B6"), "'It''s'!B6");
  EXPECT_EQ(moved("XFE6+A1048577"), "XFE6+A1048577");
  EXPECT_EQ(moved("'unended"), "'unended");
}

TEST(Formula, ASharedOneIsCopiedAsASpreadsheetDoes) {
  EXPECT_EQ(copied_formula("B5*$C$1+D$2", 2, 1), "C7*$C$1+E$2");
  EXPECT_EQ(copied_formula("A1", -1, 0), "#REF!");
}

TEST(Formula, RangesOfAttributesGrow) {
  RowMap map;
  map.repeat(5, 3);
  EXPECT_EQ(moved_ranges("A5:F5 B6 C5", map), "A5:F7 B8 C5:C7");
  EXPECT_EQ(rows_of_range("B4:C9").last, 9U);
}

}  // namespace
}  // namespace sojourn::documents
