// A table comes back as it was, with two columns beside it.
#include "documents/beside.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "documents/grid_parts.h"
#include "documents/xml_edit.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Told = std::vector<std::pair<std::uint32_t, std::array<std::string, 2>>>;

std::string back(std::string_view bytes, const BesideOptions& options, const Told& told) {
  std::string made;
  const auto table = beside({.name = "t", .bytes = bytes}, options,
                            [&](std::string_view piece) { made += piece; });
  for (const auto& [row, texts] : told) {
    table->row(row, texts);
  }
  table->finish();
  return made;
}

std::string part_of(const std::string& workbook, const std::string& name) {
  return bytes_of(*zip_parts({.name = "w", .bytes = workbook}, {}), name).value_or("none");
}

const std::string sheet_part = "xl/worksheets/sheet1.xml";

TEST(BesideCsv, RowsStayAsTheyAreWritten) {
  EXPECT_EQ(
      back("List;;\r\n\r\nno;\"name\"; town\r\n1;\"A \"\"x\"\"\"\r\n\r\n2;B;C", {.heading_row = 3},
           {{3, {"Effect", "Problem"}}, {4, {"new", ""}}, {6, {"refused", "No; \"why\"."}}}),
      "List;;\r\n\r\nno;\"name\"; town;Effect;Problem\r\n1;\"A \"\"x\"\"\";;new;\r\n\r\n"
      "2;B;C;refused;\"No; \"\"why\"\".\"");
}

TEST(BesideCsv, TheSameEncodingAndMark) {
  const Told told = {{1, {"作用", "问题"}}, {2, {"新增", ""}}};
  const std::string utf8 = "姓名\n王\n";
  const std::string wanted = "姓名,作用,问题\n王,新增,\n";
  for (const std::string encoding : {"", "GB18030", "UTF-16LE", "UTF-16BE"}) {
    for (const std::string mark : {encoding == "UTF-16LE"   ? "\xFF\xFE"
                                   : encoding == "UTF-16BE" ? "\xFE\xFF"
                                                            : "",
                                   encoding.empty() ? "\xEF\xBB\xBF" : "-"}) {
      if (mark == "-") {
        continue;
      }
      const std::string bytes = mark + TextEncoder(encoding).encoded(utf8);
      EXPECT_EQ(back(bytes, {}, told), mark + TextEncoder(encoding).encoded(wanted)) << encoding;
    }
  }
}

TEST(BesideCsv, WhatASpreadsheetWouldRunGetsAnApostrophe) {
  EXPECT_EQ(back("name,x\n=cmd|' /C calc'!A0,-5\n'=1,+\"\n", {},
                 {{1, {"Effect", "Problem"}}, {2, {"refused", "=1"}}}),
            "name,x,Effect,Problem\n'=cmd|' /C calc'!A0,-5,refused,'=1\n'=1,+\"\n")
      << "the last row is wrong in its writing and stays to be seen";
}

TEST(BesideCsv, ColumnsThatAreThereAreWrittenOver) {
  const std::string once =
      back("sep=\t\nname\tx\tEffect\tProblem\tnote\nA\t1\tnew\tb\tc\nB\n", {.column = 2},
           {{1, {"Effect", "Problem"}}, {2, {"the same", ""}}, {3, {"new", "y"}}});
  EXPECT_EQ(once, "sep=\t\nname\tx\tEffect\tProblem\tnote\nA\t1\tthe same\t\tc\nB\t\tnew\ty\n");
}

TEST(BesideCsv, ARowWhoseWritingIsWrongStaysSo) {
  EXPECT_EQ(back("a,b\nx\"y,1\n\"open,2\n", {},
                 {{1, {"Effect", "Problem"}}, {2, {"refused", "q"}}, {3, {"refused", "r"}}}),
            "a,b,Effect,Problem\nx\"y,1,refused,q\n\"open,2\",,refused,r\n");
}

TEST(BesideCsv, ManyRowsInPieces) {
  std::string table = "name\n";
  std::string wanted = "name,Effect,Problem\n";
  Told told = {{1, {"Effect", "Problem"}}};
  for (int i = 0; i < 50'000; ++i) {
    table += fmt::format("Person {}\n", i);
    wanted += fmt::format("Person {},new,\n", i);
    told.push_back({static_cast<std::uint32_t>(i + 2), {"new", ""}});
  }
  EXPECT_EQ(back(table, {}, told), wanted);
}

TEST(BesideWorkbook, AllElseStaysByteByByte) {
  Files files = workbook_files(
      "<row r=\"1\" spans=\"1:3\" ht=\"30\"><c r=\"A1\" t=\"inlineStr\"><is><t>List of "
      "all</t></is></c></row>"
      "<row r=\"3\" spans=\"1:3\"><c r=\"A3\" s=\"4\" t=\"inlineStr\"><is><t>name</t></is></c>"
      "<c r=\"B3\" s=\"1\" t=\"inlineStr\"><is><t>hired</t></is></c></row>"
      "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>Ada</t></is></c><c r=\"B4\" s=\"1\">"
      "<v>45000</v></c><c r=\"C4\" s=\"1\"/><c r=\"D4\" s=\"2\"><f></f></c><c r=\"E4\" "
      "s=\"3\"/></row>"
      "<row r=\"5\"/>",
      {}, "<mergeCells><mergeCell ref=\"A1:F1\"/></mergeCells>");
  files["xl/worksheets/other.xml"] = "<worksheet>kept</worksheet>";
  const std::string bytes = zip_of(files);
  // Column D has a formula, so the columns stand behind it.
  const std::string made = back(bytes, {.heading_row = 3},
                                {{3, {"Effect", "Problem"}}, {4, {"changed: x -> y", "=1 & <"}}});
  EXPECT_THAT(rows_of({.name = "b", .bytes = made}),
              ElementsAre("1: A=List of all", "3: A=name B=hired E=Effect F=Problem",
                          "4: A=Ada B=date 2023-03-15 D=error  E=changed: x -> y F==1 & <"));
  const std::string sheet = part_of(made, sheet_part);
  EXPECT_THAT(sheet, HasSubstr("<row r=\"1\" spans=\"1:3\" ht=\"30\">"));
  EXPECT_THAT(sheet, HasSubstr("<row r=\"3\" spans=\"1:6\">"));
  EXPECT_THAT(sheet, HasSubstr("<c r=\"E3\" s=\"1\" t=\"inlineStr\">")) << "as its neighbour";
  EXPECT_THAT(sheet, HasSubstr("<c r=\"E4\" s=\"3\" t=\"inlineStr\">")) << "as it was there";
  EXPECT_THAT(sheet, HasSubstr(">'=1 &amp; &lt;<")) << "never a formula";
  EXPECT_THAT(sheet, HasSubstr("<col min=\"5\" max=\"6\" "));
  EXPECT_THAT(sheet, HasSubstr("<mergeCell ref=\"A1:F1\"/>"));
  EXPECT_THAT(sheet, HasSubstr("<row r=\"5\"/>"));
  for (const auto& [name, text] : files) {
    if (name != sheet_part) {
      EXPECT_EQ(part_of(made, name), text) << name;
    }
  }
  // Told again, they stand where they stood.
  const std::string again = back(made, {.heading_row = 3, .column = 4},
                                 {{3, {"Effect", "Problem"}}, {4, {"the same", ""}}});
  EXPECT_THAT(rows_of({.name = "b", .bytes = again}),
              ElementsAre("1: A=List of all", "3: A=name B=hired E=Effect F=Problem",
                          "4: A=Ada B=date 2023-03-15 D=error  E=the same"));
}

TEST(BesideWorkbook, BehindMergedHeadingsAndWithTheWidthsAndDimensionThatThereAre) {
  Files files = workbook_files(
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Ada</t></is></c></row>",
      {}, "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A9:XFD9\"/></mergeCells>");
  std::string& sheet = files.at(sheet_part);
  sheet.insert(sheet.find("<sheetData>"),
               "<dimension ref=\"A1:C2\"/><cols><col min=\"1\" max=\"3\" width=\"9\"/></cols>");
  const std::string made = back(zip_of(files), {}, {{1, {"Effect", "Problem"}}, {2, {"new", ""}}});
  EXPECT_THAT(rows_of({.name = "b", .bytes = made}),
              ElementsAre("1: A=name D=Effect E=Problem", "2: A=Ada D=new"));
  EXPECT_THAT(part_of(made, sheet_part), HasSubstr("<dimension ref=\"A1:E2\"/>"));
  EXPECT_THAT(part_of(made, sheet_part),
              HasSubstr("<col min=\"1\" max=\"3\" width=\"9\"/><col min=\"4\" max=\"5\" "));
}

TEST(BesideWorkbook, ManyRowsInPieces) {
  std::string rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c></row>";
  Told told = {{1, {"Effect", "Problem"}}};
  constexpr int many = 20'000;
  for (int i = 2; i <= many; ++i) {
    rows += fmt::format(
        "<row r=\"{0}\"><c r=\"A{0}\" t=\"inlineStr\"><is><t>P{0}</t></is></c></row>", i);
    if (i % 2 == 0) {
      told.push_back({static_cast<std::uint32_t>(i), {"new", fmt::format("p{}", i)}});
    }
  }
  const std::string made = back(workbook(rows), {}, told);
  const std::vector<std::string> read = rows_of({.name = "b", .bytes = made});
  ASSERT_EQ(read.size(), many);
  for (int i = 2; i <= many; ++i) {
    EXPECT_EQ(
        read[static_cast<std::size_t>(i) - 1],
        i % 2 == 0 ? fmt::format("{0}: A=P{0} B=new C=p{0}", i) : fmt::format("{0}: A=P{0}", i));
  }
}

TEST(BesideWorkbook, IsRefusedWhereThereIsNoRoom) {
  const auto code = [](const std::string& bytes, const BesideOptions& options) {
    try {
      back(bytes, options, {{1, {"Effect", "Problem"}}});
    } catch (const base::Refusal& refusal) {
      return refusal.code;
    }
    return std::string("made");
  };
  const std::string wide =
      workbook("<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
  EXPECT_EQ(code(wide, {}), "workbook_too_large");
  const std::string some =
      workbook("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
  EXPECT_EQ(code(some, {.most_bytes = 300}), "workbook_too_large");
  EXPECT_EQ(code(some, {}), "made");
}

}  // namespace
}  // namespace sojourn::documents
