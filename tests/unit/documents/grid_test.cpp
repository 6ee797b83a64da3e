// Tables as offices save them: what is found out by looking, and what cells say.
#include "documents/grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "documents/grid_parts.h"
#include "documents/table.h"
#include "documents/text_file.h"
#include "documents/xlsx_book.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> csv(std::string_view bytes) {
  return rows_of({.name = "t.csv", .bytes = bytes});
}

std::string converted(std::string_view text, const char* to) {
  const iconv_t handle = ::iconv_open(to, "UTF-8");
  std::string from(text);
  std::string into(text.size() * 4 + 8, '\0');
  char* in = from.data();
  char* out = into.data();
  std::size_t in_left = from.size();
  std::size_t out_left = into.size();
  EXPECT_NE(::iconv(handle, &in, &in_left, &out, &out_left), static_cast<std::size_t>(-1));
  ::iconv_close(handle);
  into.resize(into.size() - out_left);
  return into;
}

TEST(CsvGrid, RowsAreNumberedAsASpreadsheetNumbersThem) {
  EXPECT_THAT(csv("a,b\n\n1,\"two\nlines\"\n,\n x ,3"),
              ElementsAre("1: A=a B=b", "3: A=1 B=two\nlines", "5: A= x  B=3"));
}

TEST(CsvGrid, TheDelimiterIsFoundOut) {
  EXPECT_THAT(csv("name;share\nAda;0,5\nBo;0,7\n"),
              ElementsAre("1: A=name B=share", "2: A=Ada B=0,5", "3: A=Bo B=0,7"));
  EXPECT_THAT(csv("name\troles\nAda\tleader; member\n"),
              ElementsAre("1: A=name B=roles", "2: A=Ada B=leader; member"));
  EXPECT_THAT(csv("name,roles,x\nAda,leader; member,1\nBo,leader; member,2\n"),
              ElementsAre("1: A=name B=roles C=x", "2: A=Ada B=leader; member C=1",
                          "3: A=Bo B=leader; member C=2"));
  EXPECT_THAT(csv("sep=;\r\na,x;b\r\n1;2\r\n"), ElementsAre("1: A=a,x B=b", "2: A=1 B=2"));
  EXPECT_THAT(csv("sep=;\r\nname;x"), ElementsAre("1: A=name B=x"));
  EXPECT_THAT(csv("sep=;\nname;x"), ElementsAre("1: A=name B=x"));
}

TEST(CsvGrid, ABarPartsWhereNothingElseDoes) {
  EXPECT_THAT(csv("name|unit\nAda|Hospital\n"),
              ElementsAre("1: A=name B=unit", "2: A=Ada B=Hospital"));
  EXPECT_THAT(csv("name|remark\nAda|comes, stays\nBo|goes\nCy|goes\n"),
              ElementsAre("1: A=name B=remark", "2: A=Ada B=comes, stays", "3: A=Bo B=goes",
                          "4: A=Cy B=goes"));
  // A list in a cell is no table.
  EXPECT_THAT(csv("name,languages\nAda,a|b|c\nBo,a|b|c\nCy,a|b|c\n"),
              ElementsAre("1: A=name B=languages", "2: A=Ada B=a|b|c", "3: A=Bo B=a|b|c",
                          "4: A=Cy B=a|b|c"));
}

TEST(CsvGrid, WhatIsSaidOfATextCountsMoreThanWhatItLooksLike) {
  const auto form = [](std::string_view bytes, const TextForm& said = {}) {
    const auto grid = open_grid({.name = "t.csv", .bytes = bytes}, {.text = said});
    const TextForm found = grid->text_form();
    std::string made(base::name_of(found.encoding.value()));
    return made + (found.delimiter ? " " + std::string(base::name_of(*found.delimiter)) : "");
  };
  EXPECT_EQ(form("a,b\n1,2\n"), "utf8 comma");
  EXPECT_EQ(form("a;b\n1;2\n"), "utf8 semicolon");
  EXPECT_EQ(form("a\tb\n1\t2\n"), "utf8 tab");
  EXPECT_EQ(form("a|b\n1|2\n"), "utf8 bar");
  EXPECT_EQ(form("sep=:\na:b\n"), "utf8");
  EXPECT_EQ(form(converted("姓名;单位\n王小明;县医院\n", "GB18030")), "gb18030 semicolon");
  EXPECT_EQ(form("\xFF\xFE" + converted("a,b\n", "UTF-16LE")), "utf16 comma");
  const std::string latin = "name,unit\nIn\xE9s Mu\xF1oz,Hospital\n";
  EXPECT_EQ(form(latin), "windows_1252 comma");
  EXPECT_EQ(
      rows_of({.name = "t.csv", .bytes = latin}, {.text = {.encoding = TextEncoding::gb18030}})[1],
      "2: A=In閟 Mu駉z B=Hospital");
  EXPECT_EQ(form("a,b;c\n1,2;3\n", {.delimiter = Delimiter::semicolon}), "utf8 semicolon");
  EXPECT_EQ(outcome_of(latin, {.text = {.encoding = TextEncoding::utf8}}), "encoding");
  EXPECT_EQ(outcome_of(latin, {.text = {.encoding = TextEncoding::utf16}}), "encoding");
  EXPECT_EQ(outcome_of("a,\x81\n", {.text = {.encoding = TextEncoding::windows_1252}}), "encoding");
  EXPECT_EQ(
      outcome_of(std::string_view("a,\0\n", 4), {.text = {.encoding = TextEncoding::windows_1252}}),
      "not_table");
  // A mark is no guess.
  EXPECT_EQ(form("\xEF\xBB\xBF"
                 "a,b\n",
                 {.encoding = TextEncoding::gb18030}),
            "utf8 comma");
  EXPECT_EQ(outcome_of(workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
                       {.text = {.encoding = TextEncoding::gb18030}}),
            "no_text");
}

TEST(CsvGrid, TheEncodingIsFoundOut) {
  const std::string text = "姓名,单位\n王 小明,县医院\n";
  const auto wanted = ElementsAre("1: A=姓名 B=单位", "2: A=王 小明 B=县医院");
  EXPECT_THAT(csv(text), wanted);
  EXPECT_THAT(csv("\xEF\xBB\xBF" + text), wanted);
  EXPECT_THAT(csv("\xFF\xFE" + converted(text, "UTF-16LE")), wanted);
  EXPECT_THAT(csv("\xFE\xFF" + converted(text, "UTF-16BE")), wanted);
  EXPECT_THAT(csv(converted(text, "GB18030")), wanted);
}

TEST(CsvGrid, APieceThatEndsAnywhereEndsNoCharacterAndNoRow) {
  // Longer than two pieces, with quotes, line ends in cells and characters of two to four bytes
  // across every border.
  std::string text = "name,note\n";
  for (int i = 0; i < 9000; ++i) {
    text += "李𠮷é" + std::to_string(i) + ",\"a \"\"b\"\"\nc\"\r\n";
  }
  for (const std::string& bytes : {text, converted(text, "GB18030")}) {
    const std::vector<std::string> rows = csv(bytes);
    ASSERT_THAT(rows, SizeIs(9001));
    EXPECT_EQ(rows[1], "2: A=李𠮷é0 B=a \"b\"\nc");
    EXPECT_EQ(rows[9000], "9001: A=李𠮷é8999 B=a \"b\"\nc");
  }
}

TEST(CsvGrid, AFileIsReadAsItsBytesAre) {
  const std::string path = std::filesystem::temp_directory_path() /
                           ("sojourn_grid_" + std::to_string(::getpid()) + ".csv");
  std::ofstream(path) << "a;b\n1;2\n";
  EXPECT_THAT(rows_of({.name = "t.csv", .path = path}), ElementsAre("1: A=a B=b", "2: A=1 B=2"));
  std::filesystem::remove(path);
  try {
    open_grid({.name = "t.csv", .path = path});
    ADD_FAILURE();
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "unreadable");
    EXPECT_THAT(refusal.detail.english(), HasSubstr("No such file or directory"));
  }
}

TEST(CsvGrid, WhatIsNoTableIsRefused) {
  EXPECT_EQ(outcome_of(std::string_view("%PDF\0\1\2", 7)), "not_table");
  EXPECT_EQ(outcome_of("\xEF\xBB\xBF\x80,\xFF\n"), "encoding");
  EXPECT_EQ(outcome_of("a,\x81\n"), "which_encoding");
  EXPECT_EQ(outcome_of("a,\"" + std::string(std::size_t{5} << 20U, 'x')), "open_quote");
  EXPECT_EQ(outcome_of("a,b\n", {.sheet = "Staff"}), "no_such_sheet");
  EXPECT_THAT(csv("a,b\nx\"y,1\n2,3\n"),
              ElementsAre("1: A=a B=b", "2: fault A=x\"y B=1", "3: A=2 B=3"));
  EXPECT_THAT(csv(""), ElementsAre());
}

TEST(CsvGrid, TheGuardAgainstFormulasIsTakenOff) {
  EXPECT_THAT(csv("a,'=b,'c\n"), ElementsAre("1: A=a B==b C='c"));
}

std::vector<std::string> xlsx(std::string_view bytes, const GridOptions& options = {}) {
  return rows_of({.name = "t.xlsx", .bytes = bytes}, options);
}

TEST(XlsxGrid, EveryKindOfCell) {
  EXPECT_THAT(
      xlsx(workbook(
          "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\"><v>12.50</v></c>"
          "<c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" t=\"e\"><v>#N/A</v></c>"
          "<c r=\"F2\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>"
          "<c r=\"G2\" t=\"str\"><f>A1&amp;B1</f><v>made</v></c>"
          "<c r=\"H2\"><f>NOW()</f></c><c r=\"AB2\" s=\"3\"><v>42</v></c></row>"
          "<row r=\"5\"><c r=\"B5\" t=\"s\"><v>1</v></c><c r=\"C5\" s=\"5\"><v>3</v></c>"
          "</row>",
          {"姓名", "<r><t>rich </t></r><rPh><t>aloud</t></rPh><r><t>_x4E2D_ text</t></r>"})),
      ElementsAre("2: A=姓名 C=number 12.5 D=yes_no yes E=error #N/A F=inline G=made H=error  "
                  "AB=number 00042",
                  "5: B=rich 中 text C=number 3"));
}

TEST(XlsxGrid, DatesOfBothSystems) {
  const std::string data =
      "<row r=\"1\"><c s=\"1\"><v>46351</v></c><c s=\"2\"><v>46351.354166666664</v></c>"
      "<c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>61</v></c>"
      "<c s=\"1\"><v>60</v></c><c s=\"1\"><v>-3</v></c><c s=\"1\"><v>2958465</v></c>"
      "<c t=\"d\"><v>2026-11-25T00:00:00</v></c></row>";
  EXPECT_THAT(xlsx(workbook(data)),
              ElementsAre("1: A=date 2026-11-25 B=date 2026-11-25T08:30:00 C=date 1900-01-01 "
                          "D=date 1900-02-28 E=date 1900-03-01 F=number 60 G=number -3 "
                          "H=date 9999-12-31 I=date 2026-11-25"));
  Files files = workbook_files("<row><c s=\"1\"><v>44889</v></c><c s=\"1\"><v>0</v></c></row>");
  std::string& book = files.at("xl/workbook.xml");
  book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904=\"1\"/>");
  EXPECT_THAT(xlsx(zip_of(files)), ElementsAre("1: A=date 2026-11-25 B=date 1904-01-01"));
}

TEST(XlsxGrid, WhichFormatsAreDates) {
  for (const std::string_view code :
       {"yyyy-mm-dd", "m/d/yy h:mm", "[$-804]yyyy\"年\"m\"月\"", "d", "[h]:mm", "mm:ss.0"}) {
    EXPECT_TRUE(style_of_format(code).date) << code;
  }
  for (const std::string_view code :
       {"General", "0.00", "#,##0 \"days\"", "[Red]0", "\\d0", "@", "0_d", "0;yyyy"}) {
    EXPECT_FALSE(style_of_format(code).date) << code;
  }
  EXPECT_EQ(style_of_format("0000").zeros, 4);
  EXPECT_EQ(style_of_format("0").zeros, 0);
}

TEST(XlsxGrid, AMergedTitleSpeaksFromItsFirstCell) {
  EXPECT_THAT(xlsx(workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"/>"
                            "<c r=\"C1\"/></row><row r=\"2\"><c r=\"A2\"><v>7</v></c></row>",
                            {"Staff of the county, 2026"},
                            "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>")),
              ElementsAre("1: A=Staff of the county, 2026", "2: A=number 7"));
}

TEST(XlsxGrid, ASheetByItsNameOrTheFirstThatIsShown) {
  Files files = workbook_files("<row><c><v>1</v></c></row>");
  files["xl/worksheets/sheet2.xml"] =
      "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row><x:c><x:v>2</x:v></x:c></x:row>"
      "</x:sheetData></x:worksheet>";
  std::string& relations = files.at("xl/_rels/workbook.xml.rels");
  relations.insert(relations.find("<Relationship "),
                   "<Relationship Id=\"r9\" Type=\"a/worksheet\" "
                   "Target=\"worksheets/sheet2.xml\"/>");
  std::string& book = files.at("xl/workbook.xml");
  const std::string plain = book;
  book.insert(book.find("<sheet "), "<sheet name=\"Other\" state=\"hidden\" r:id=\"r9\"/>");
  EXPECT_THAT(xlsx(zip_of(files)), ElementsAre("1: A=number 1"));
  EXPECT_THAT(xlsx(zip_of(files), {.sheet = "Other"}), ElementsAre("1: A=number 2"));
  try {
    xlsx(zip_of(files), {.sheet = "Stuff"});
    ADD_FAILURE();
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "no_such_sheet");
    EXPECT_EQ(refusal.detail, "There is no sheet Stuff. There are: Other, Staff.");
  }
}

TEST(XlsxGrid, ReadsWhatOurOwnTablesWrite) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() /
                                     ("sojourn_own_" + std::to_string(::getpid()) + ".xlsx");
  const auto sheet = xlsx_sheet(path, {.sheet_name = "Own"});
  sheet->titles({"name", "=since"});
  sheet->row({std::string("=1+1"), base::written<base::Date>("2026-11-25"), true, std::int64_t{7},
              std::string("_x0041_")});
  sheet->finish();
  EXPECT_THAT(rows_of({.name = "own.xlsx", .path = path}),
              ElementsAre("1: A=name B==since",
                          "2: A==1+1 B=date 2026-11-25 C=yes_no yes D=number 7 E=_x0041_"));
  std::filesystem::remove(path);
}

TEST(XlsxGrid, ColumnsHaveLetters) {
  EXPECT_EQ(column_letters(0), "A");
  EXPECT_EQ(column_letters(25), "Z");
  EXPECT_EQ(column_letters(26), "AA");
  EXPECT_EQ(column_letters(16383), "XFD");
}

}  // namespace
}  // namespace sojourn::documents
