// A workbook with some cells changed is otherwise the workbook that it was.
#include "documents/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents/grid_parts.h"
#include "documents/xml_edit.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string sheet_part = "xl/worksheets/sheet1.xml";

std::string changed(std::string_view bytes, const std::vector<CellEdit>& edits) {
  return edited({.name = "w.xlsx", .bytes = bytes}, {}, edits);
}

std::string part_of(const std::string& bytes, const std::string& name) {
  return bytes_of(*zip_parts({.name = "w", .bytes = bytes}, {}), name).value_or("none");
}

std::vector<std::string> read(const std::string& bytes) {
  return rows_of({.name = "w", .bytes = bytes});
}

const std::string table =
    "<row r=\"1\" spans=\"1:2\" ht=\"30\"><c r=\"A1\" s=\"4\" t=\"s\"><v>0</v></c><c r=\"B1\" "
    "t=\"s\"><v>1</v></c></row>"
    "<row r=\"3\" spans=\"1:2\"><c r=\"A3\" s=\"3\"><v>7</v></c><c r=\"B3\" s=\"1\"><v>46351</v>"
    "</c><c r=\"D3\"><v>46352</v></c></row>";

TEST(Edit, WritesAsSomebodyWouldTypeIt) {
  const std::string made =
      changed(workbook(table, {"code", "day"}),
              {{3, 0, "00012"}, {3, 1, "2026-12-01"}, {3, 2, "=1+1 & <b>"}, {1, 1, "到岗"}});
  // A day number beside what was changed is still one.
  EXPECT_THAT(read(made), ElementsAre("1: A=code B=到岗",
                                      "3: A=number 00012 B=date 2026-12-01 C==1+1 & <b> D=number "
                                      "46352"));
  const std::string sheet = part_of(made, sheet_part);
  EXPECT_THAT(sheet, HasSubstr("<row r=\"1\" spans=\"1:2\" ht=\"30\"><c r=\"A1\" s=\"4\" t=\"s\">"
                               "<v>0</v></c>"));
  EXPECT_THAT(sheet, HasSubstr("<c r=\"A3\" s=\"3\"><v>00012</v></c><c r=\"B3\" s=\"1\"><v>46357"
                               "</v></c><c r=\"C3\" t=\"inlineStr\">"));
  EXPECT_THAT(sheet, HasSubstr("<row r=\"3\" spans=\"1:3\">"));
  EXPECT_THAT(sheet, Not(HasSubstr("<f>"))) << "never a formula";
}

TEST(Edit, WhatIsNoNumberStaysAText) {
  const std::string made =
      changed(workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), {{1, 0, "007"},
                                                                        {1, 1, "1234567890123456"},
                                                                        {1, 2, "-1.50"},
                                                                        {1, 3, "1e5"},
                                                                        {1, 4, "2026-12-01"}});
  EXPECT_THAT(read(made), ElementsAre("1: A=007 B=1234567890123456 C=number -1.5 D=1e5 "
                                      "E=2026-12-01"));
}

TEST(Edit, EmptiesCellsAndKeepsTheirFormats) {
  const std::string made =
      changed(workbook(table, {"code", "day"}), {{3, 1, ""}, {3, 3, ""}, {9, 9, ""}});
  EXPECT_THAT(read(made), ElementsAre("1: A=code B=day", "3: A=number 00007"));
  EXPECT_THAT(part_of(made, sheet_part), HasSubstr("<c r=\"B3\" s=\"1\"/><c r=\"D3\"/></row>"));
}

TEST(Edit, RowsThatThereAreNotLookAsTheOneBefore) {
  Files files = workbook_files(table + "<row r=\"4\" ht=\"9\"/>", {"code", "day"});
  std::string& sheet = files.at(sheet_part);
  sheet.insert(sheet.find("<sheetData>"), "<dimension ref=\"A1:D3\"/>");
  const std::string made =
      changed(zip_of(files), {{2, 0, "between"}, {4, 0, "8"}, {5, 1, "2027-01-02"}, {6, 6, "x"}});
  EXPECT_THAT(read(made), ElementsAre("1: A=code B=day", "2: A=between",
                                      "3: A=number 00007 B=date 2026-11-25 D=number 46352",
                                      "4: A=number 8", "5: B=2027-01-02", "6: G=x"));
  EXPECT_THAT(part_of(made, sheet_part), HasSubstr("<row r=\"4\" ht=\"9\"><c r=\"A4\">"));
  EXPECT_THAT(part_of(made, sheet_part), HasSubstr("<dimension ref=\"A1:G6\"/>"));
  const std::string below = changed(workbook(table, {"code", "day"}), {{4, 1, "2027-01-02"}});
  EXPECT_THAT(read(below).back(), "4: B=date 2027-01-02");
}

TEST(Edit, FormulasAreReckonedAnewAndThoseOfAChangedCellKeepTheirValues) {
  Files files = workbook_files(
      "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:C1\" si=\"0\">D1*2</f><v>4</v></c>"
      "<c r=\"B1\"><f t=\"shared\" si=\"0\"/><v>6</v></c><c r=\"C1\"><f>D1+1</f><v>3</v></c>"
      "<c r=\"D1\"><v>2</v></c></row>");
  const std::string bytes = zip_of(files);
  const std::string made = changed(bytes, {{1, 0, "5"}});
  EXPECT_THAT(part_of(made, sheet_part),
              HasSubstr("<c r=\"A1\"><v>5</v></c><c r=\"B1\"><v>6</v></c><c r=\"C1\"><f>D1+1</f>"));
  EXPECT_THAT(part_of(made, "xl/workbook.xml"), HasSubstr("<calcPr fullCalcOnLoad=\"1\"/>"));
  // One of the others may be changed without the rest.
  EXPECT_THAT(part_of(changed(bytes, {{1, 1, "5"}}), sheet_part),
              HasSubstr("si=\"0\">D1*2</f><v>4</v></c><c r=\"B1\"><v>5</v></c>"));
}

TEST(Edit, ATableCallsItsColumnsAsTheirHeadings) {
  Files files = workbook_files(table, {"code", "day"});
  files["xl/worksheets/_rels/sheet1.xml.rels"] =
      "<Relationships><Relationship Id=\"t1\" Type=\"http://x/table\" "
      "Target=\"../tables/table1.xml\"/></Relationships>";
  files["xl/tables/table1.xml"] =
      "<table ref=\"A1:B3\"><tableColumns count=\"2\"><tableColumn id=\"1\" name=\"code\"/>"
      "<tableColumn id=\"2\" name=\"day\"/></tableColumns></table>";
  EXPECT_THAT(
      part_of(changed(zip_of(files), {{1, 1, "到岗 & 日"}, {3, 0, "x"}}), "xl/tables/table1.xml"),
      HasSubstr("<tableColumn id=\"1\" name=\"code\"/><tableColumn id=\"2\" name=\"到岗 "
                "&amp; 日\"/>"));
}

TEST(Edit, AllElseStaysByteByByte) {
  Files files =
      workbook_files(table, {"code", "day"}, "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>");
  files["xl/media/image1.png"] = "a picture";
  const std::string made = changed(zip_of(files), {{3, 0, "8"}});
  for (const auto& [name, text] : files) {
    if (name != sheet_part && name != "xl/workbook.xml") {
      EXPECT_EQ(part_of(made, name), text) << name;
    }
  }
  EXPECT_THAT(part_of(made, sheet_part), HasSubstr("<mergeCell ref=\"A1:B1\"/>"));
}

TEST(Edit, IsOfAWorkbookOnly) {
  EXPECT_THROW(changed("name,code\n", {{1, 0, "x"}}), base::Refusal);
  EXPECT_THROW(changed(workbook(table, {"code", "day"}), {{300'000, 0, "x"}}), base::Refusal);
}

}  // namespace
}  // namespace sojourn::documents
