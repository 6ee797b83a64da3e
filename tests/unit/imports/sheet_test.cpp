// Where the headings are, and what stands under them.
#include "imports/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/refusal.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<ColumnAbout> columns = {
    {.name = "code", .title = "Staff number", .also = {"编号"}},
    {.name = "name", .title = "Name", .also = {"队员姓名"}, .required = true},
    {.name = "hired_on", .title = "Hired on"}};

/// "3: code=7 name=Ada", and "2: ..." for headings.
std::vector<std::string> rows_of(std::string_view bytes) {
  Sheet sheet({.name = "t", .bytes = bytes}, {}, columns);
  std::vector<std::string> made = {std::to_string(sheet.heading_row()) + ":"};
  for (const ReadColumn& each : sheet.read_columns()) {
    made.front() += " " + each.place + "=" + each.column.value_or("?" + each.meant.value_or(""));
  }
  for (SheetRow row; sheet.next(row);) {
    std::string text = std::to_string(row.number) + ":";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (row.cells[i]) {
        text += " " + columns[i].name + "=" + row.cells[i]->text + row.cells[i]->as_date;
      }
    }
    made.push_back(text + (row.fault ? " fault" : ""));
  }
  return made;
}

TEST(Sheet, HeadingsInEitherLanguageBelowTitles) {
  EXPECT_THAT(
      rows_of("Staff of Weir County,,\n\nmade,2026-11-25,\n姓名（必填）,备注,工 号\nAda,x,7\n,y,\n"
              "Bo,,８\n"),
      ElementsAre("4: A4=name B4=? C4=code", "5: code=7 name=Ada", "7: code=８ name=Bo"));
  EXPECT_THAT(rows_of("hired_on;NAME;Staf number\n;Ada;7\n"),
              ElementsAre("1: A1=hired_on B1=name C1=?Staff number", "2: name=Ada"));
}

TEST(Sheet, OfAWorkbookWithAMergedTitleDatesAndNumbers) {
  EXPECT_THAT(
      rows_of(documents::workbook(
          "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
          "<row r=\"3\"><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"C3\" t=\"s\"><v>2</v></c>"
          "<c r=\"D3\" t=\"s\"><v>3</v></c></row>"
          "<row r=\"4\"><c r=\"B4\"><v>1001</v></c><c r=\"C4\" t=\"s\"><v>4</v></c>"
          "<c r=\"D4\" s=\"1\"><v>46351</v></c></row>"
          "<row r=\"5\"><c r=\"C5\" t=\"e\"><v>#REF!</v></c><c r=\"D5\"><v>46351</v></c></row>",
          {"队员名册", "编号", "队员姓名", "入职日期", "王小明"},
          "<mergeCells><mergeCell ref=\"A1:D1\"/></mergeCells>")),
      ElementsAre("3: B3=code C3=name D3=hired_on",
                  "4: code=10011902-09-27 name=王小明 hired_on=2026-11-25",
                  "5: name=#REF! hired_on=463512026-11-25"));
}

TEST(Sheet, ACellBehindTheLastHeadingIsASignOfADelimiterTooMany) {
  EXPECT_THAT(rows_of("code,name\n7,Ada\n8,Lee, Bo\n9,Cy, \n"),
              ElementsAre("1: A1=code B1=name", "2: code=7 name=Ada", "3: code=8 name=Lee fault",
                          "4: code=9 name=Cy"));
  Sheet sheet({.name = "t", .bytes = "code,name\n8,Lee, Bo\n"}, {}, columns);
  SheetRow row;
  ASSERT_TRUE(sheet.next(row));
  EXPECT_EQ(row.fault_code, "behind_headings");
  EXPECT_THAT(row.fault.value().english(), HasSubstr("C2 \"Bo\" stands behind the last heading."));
  // Under an unknown heading anything may stand, and beside the table of a workbook too.
  EXPECT_THAT(rows_of("code,name,remark\n8,Bo,x\n"),
              ElementsAre("1: A1=code B1=name C1=?", "2: code=8 name=Bo"));
  EXPECT_THAT(rows_of(documents::workbook(
                  "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
                  "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"s\"><v>2</v></c>"
                  "</row>",
                  {"Name", "Ada", "my remark"})),
              ElementsAre("1: A1=name", "2: name=Ada"));
}

TEST(Sheet, OfAWorkbookTheOtherSheetsAreNamed) {
  documents::Files files =
      documents::workbook_files("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", {"x"});
  files["xl/worksheets/sheet2.xml"] = files.at("xl/worksheets/sheet1.xml");
  std::string& relations = files.at("xl/_rels/workbook.xml.rels");
  relations.insert(relations.find("<Relationship "),
                   "<Relationship Id=\"r9\" Type=\"a/worksheet\" "
                   "Target=\"worksheets/sheet2.xml\"/>");
  std::string& book = files.at("xl/workbook.xml");
  book.insert(book.find("<sheet "), "<sheet name=\"Cover\" r:id=\"r9\"/>");
  const std::string bytes = documents::zip_of(files);
  try {
    rows_of(bytes);
    ADD_FAILURE();
  } catch (const base::Refusal& refused) {
    EXPECT_THAT(refused.detail.english(),
                HasSubstr("This is the sheet Cover. If the table stands on another one, name that "
                          "sheet: Staff."));
  }
}

TEST(Sheet, WhatCannotBeReadIsRefused) {
  const auto refusal = [](std::string_view bytes) {
    try {
      rows_of(bytes);
    } catch (const base::Refusal& refused) {
      return refused.code + ": " + refused.detail.english();
    }
    return std::string("read");
  };
  EXPECT_THAT(refusal("a,b\n1,2\n"),
              HasSubstr("no_headings: No column is known here. Row 1 has: a, "
                        "b. Head the columns with some of: Name, Staff "
                        "number, Hired on."));
  EXPECT_EQ(refusal("name,姓名\n1,2\n"),
            "column_repeated: The columns A and B are both read as Name. Take one of them out, or "
            "head it otherwise.");
  // Under its own name, the one that is only called so sometimes is passed over.
  EXPECT_THAT(rows_of("队员姓名,name,code\nx,Ada,1\n"),
              ElementsAre("1: A1=? B1=name C1=code", "2: code=1 name=Ada"));
  EXPECT_THAT(refusal(""), HasSubstr("no_headings"));
  EXPECT_THAT(rows_of("name,code\nA\"da,1\nBo,2\n"),
              ElementsAre("1: A1=name B1=code", "2: code=1 name=A\"da fault", "3: code=2 name=Bo"));
}

TEST(Sheet, AColumnOfWhatSojournIsNotForIsRefused) {
  try {
    rows_of("姓名,政治面貌,编号\nAda,x,1\n");
    ADD_FAILURE();
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "forbidden_column");
    ASSERT_EQ(refusal.faults.size(), 1U);
    EXPECT_EQ(refusal.faults[0].where, "B1");
    EXPECT_EQ(refusal.faults[0].code, "forbidden.politics");
  }
}

TEST(Sheet, PlacesAreThoseOfTheSpreadsheet) {
  const Sheet sheet({.name = "t", .bytes = "x,name\n1,Ada\n"}, {}, columns);
  EXPECT_EQ(sheet.place(1, 12), "B12");
  EXPECT_EQ(sheet.place(0, 12), "12") << "the file has no such column";
  EXPECT_EQ(sheet.heading(1, base::Language::zh), "name");
  EXPECT_EQ(sheet.heading(0, base::Language::en), "Staff number");
  EXPECT_EQ(sheet.heading(0, base::Language::zh), "工号");
}

/// The headings as a row is named for them, or what is refused.
std::string headed(std::string_view bytes, const Headings& headings) {
  try {
    Sheet sheet({.name = "t", .bytes = bytes}, {}, columns, headings);
    std::string made = std::to_string(sheet.heading_row()) + ":";
    for (const ReadColumn& each : sheet.read_columns()) {
      made += " " + each.column.value_or("?");
    }
    SheetRow row;
    return made + (sheet.next(row) ? " and " + std::to_string(row.number) : "");
  } catch (const base::Refusal& refusal) {
    return refusal.code + ": " + refusal.detail.in(base::Language::en);
  }
}

TEST(Sheet, HeadingsStandWhereTheyAreSaidToStand) {
  const std::string bytes = "name,code\nAda,7\n\nname,hired on\nBo,2026-11-25\n";
  EXPECT_EQ(headed(bytes, {}), "1: name code and 2");
  EXPECT_EQ(headed(bytes, {.row = 4}), "4: name hired_on and 5");
  EXPECT_EQ(headed(bytes, {.row = 3}),
            "no_headings: Row 3 has nothing in it. Name the row in which the headings stand.");
  EXPECT_EQ(headed(bytes, {.row = 99}).substr(0, 12), "no_headings:");
  // None of that row is known: somebody who only looks may head them.
  EXPECT_EQ(headed(bytes, {.row = 2}),
            "no_headings: No column is known here. Row 2 has: Ada, 7. Head the columns with some "
            "of: Name, Staff number, Hired on.");
  EXPECT_EQ(headed(bytes, {.row = 2, .may_be_unknown = true}), "2: ? ?");
}

}  // namespace
}  // namespace sojourn::imports
