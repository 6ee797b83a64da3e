// The cells of a table as they are shown before they are taken in.
#include "imports/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::imports {
namespace {

using testing::ElementsAre;

TEST(Table, HasTheCellsOfEveryRowAtItsNumber) {
  const Table table =
      read_table({.name = "t.csv",
                  .bytes = "\xEF\xBB\xBF名单;;\n\n姓名;工号;到岗\n 王小明 ;１００１;46351\n;;x\n"},
                 {});
  EXPECT_EQ(table.file, "t.csv");
  EXPECT_EQ(table.sheet, "");
  EXPECT_THAT(table.places, ElementsAre("A", "B", "C"));
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0].row, 1);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("名单"));
  EXPECT_EQ(table.rows[1].row, 3);
  EXPECT_EQ(table.rows[2].cells[1], "１００１");
  EXPECT_THAT(table.rows[3].cells, ElementsAre("", "", "x"));
  EXPECT_EQ(table.not_given, 0);
}

TEST(Table, TellsOfARowThatIsWrittenWrong) {
  const Table table =
      read_table({.name = "t", .bytes = "name,code\nA\"da,1\nBo,2\n"}, {}, base::Language::zh);
  EXPECT_FALSE(table.rows[0].fault);
  ASSERT_TRUE(table.rows[1].fault);
  EXPECT_FALSE(table.rows[1].fault->empty());
}

TEST(Table, GivesNoMoreThanPeopleMendByHand) {
  std::string bytes;
  for (int row = 0; row < 150'000; ++row) {
    bytes += "a,b,c,d\n";
  }
  const Table table = read_table({.name = "t", .bytes = bytes}, {});
  EXPECT_EQ(std::ssize(table.rows) + table.not_given, 150'000);
  EXPECT_EQ(table.rows.size() * 4, most_cells);
}

TEST(Table, GivesNoMoreBytesThanThatEither) {
  const std::string line = std::string(300'000, 'x') + ",b\n";
  std::string bytes;
  for (int row = 0; row < 100; ++row) {
    bytes += line;
  }
  const Table table = read_table({.name = "t", .bytes = bytes}, {});
  EXPECT_EQ(std::ssize(table.rows) + table.not_given, 100);
  EXPECT_LE(table.rows.size() * 300'000, most_bytes);
  EXPECT_GT(table.rows.size(), 50U);
}

TEST(Table, WhatIsNoTableIsRefused) {
  EXPECT_THROW(read_table({.name = "t.xlsx", .bytes = "PK\x03\x04 no workbook"}, {}),
               base::Refusal);
}

}  // namespace
}  // namespace sojourn::imports
