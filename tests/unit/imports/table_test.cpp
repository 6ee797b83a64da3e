// The cells of a table as they are shown before they are taken in.
#include "imports/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/documents/workbook.h"

namespace sojourn::imports {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

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

TEST(Table, NamesTheSheetsOfAWorkbook) {
  documents::Files files = documents::workbook_files("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
  std::string& book = files.at("xl/workbook.xml");
  book.insert(book.find("</sheets>"), "<sheet name=\"Old\" state=\"hidden\" r:id=\"r1\"/>");
  const std::string bytes = documents::zip_of(files);
  const Table table = read_table({.name = "t.xlsx", .bytes = bytes}, {});
  ASSERT_EQ(table.sheets.size(), 2U);
  EXPECT_EQ(table.sheet, "Staff");
  EXPECT_EQ(table.sheets[0].name, "Staff");
  EXPECT_FALSE(table.sheets[0].hidden);
  EXPECT_TRUE(table.sheets[1].hidden);
  EXPECT_EQ(read_table({.name = "t.xlsx", .bytes = bytes}, {.sheet = "Old", .limits = {}}).sheet,
            "Old");
}

TEST(Table, CellsToBeChangedAreReadLineByLine) {
  const auto edits = cell_edits("B5,3\nAA10,\"a, \"\"b\"\"\nc\"\nC7,\nD8\n");
  ASSERT_EQ(edits.size(), 4U);
  EXPECT_EQ(edits[0].row, 5U);
  EXPECT_EQ(edits[0].column, 1U);
  EXPECT_EQ(edits[0].text, "3");
  EXPECT_EQ(edits[1].column, 26U);
  EXPECT_EQ(edits[1].text, "a, \"b\"\nc");
  EXPECT_EQ(edits[2].text, "");
  EXPECT_EQ(edits[3].row, 8U);
  for (const std::string wrong : {"5B,3", "B0,3", "ZZZZ1,3", "B5,3,4", "B,3", "B5x,3"}) {
    EXPECT_THROW(cell_edits(wrong), base::Refusal) << wrong;
  }
}

/// What is said of a file that is none.
std::string said_of(std::string_view bytes) {
  try {
    read_table({.name = "t.xlsx", .bytes = bytes}, {});
  } catch (const base::Refusal& refusal) {
    return refusal.code + ": " + refusal.detail.in(base::Language::en);
  }
  return "read";
}

TEST(Table, WhatIsNoTableIsCalledWhatItIs) {
  EXPECT_THAT(said_of("PK\x03\x04 no workbook"), StartsWith("not_workbook: "));
  EXPECT_THAT(said_of("%PDF-1.7\n"), StartsWith("not_table: This file is a PDF. A table is taken"));
  EXPECT_THAT(said_of("\x89PNG\r\n"), StartsWith("not_table: This file is a picture. "));
  EXPECT_THAT(said_of(std::string_view("BM\0\0", 4)), StartsWith("not_table: This file is a pic"));
  EXPECT_EQ(said_of("BM,name\n1,Ada\n"), "read");
  EXPECT_THAT(said_of(" <HTML><table>"), StartsWith("not_table: This file is a web page. "));
  EXPECT_THAT(said_of("<?xml version=\"1.0\"?>"),
              StartsWith("not_table: This file is an XML document. "));
  const std::string relations =
      "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"";
  EXPECT_THAT(said_of(documents::zip_of(
                  {{"_rels/.rels", relations + "word/document.xml\"/></Relationships>"},
                   {"word/document.xml", "<document/>"}})),
              StartsWith("not_table: This file is a text document (Word). "));
  EXPECT_THAT(said_of(documents::zip_of({{"mimetype", "x"}, {"content.xml", "<x/>"}})),
              StartsWith("not_table: This file is an OpenDocument file"));
  EXPECT_THAT(said_of(documents::zip_of({{"notes.txt", "x"}})),
              StartsWith("not_table: This file is a packed archive (.zip). "));
}

}  // namespace
}  // namespace sojourn::imports
