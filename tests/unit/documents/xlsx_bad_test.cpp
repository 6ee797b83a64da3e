// Workbooks that are none, or mean harm: each is refused for what it is, by count, while it is
// inflated.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

const std::string one_cell = "<row><c><v>1</v></c></row>";

Files with(std::string_view part, std::string_view from, std::string_view to) {
  Files files = workbook_files(one_cell);
  std::string& text = files.at(std::string(part));
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << part << " " << from;
  text.replace(at, from.size(), to);
  return files;
}

TEST(BadWorkbook, ThatInflatesToTooMuch) {
  const std::string million(1'000'000, ' ');
  Files files = workbook_files(one_cell);
  files["xl/sharedStrings.xml"] = "<sst>" + million + "</sst>";
  EXPECT_EQ(outcome_of(zip_of(files)), "workbook_too_large") << "more than 100 times its size";
  EXPECT_EQ(outcome_of(zip_of(files), {.limits = {.ratio = 100'000}}), "read");
  EXPECT_EQ(outcome_of(zip_of(files, false), {.limits = {.inflated = 500'000}}),
            "workbook_too_large");
  EXPECT_EQ(outcome_of(zip_of(files, false)), "read");
}

TEST(BadWorkbook, WithTooManyFiles) {
  Files files = workbook_files(one_cell);
  while (files.size() < 200) {
    files[fmt::format("media/{}.png", files.size())] = "x";
  }
  EXPECT_EQ(outcome_of(zip_of(files)), "read");
  files["media/last.png"] = "x";
  EXPECT_EQ(outcome_of(zip_of(files)), "workbook_too_large");
}

TEST(BadWorkbook, WithRowsBeyondTheLimit) {
  const std::string far = "<row r=\"200001\"><c><v>1</v></c></row>";
  EXPECT_EQ(outcome_of(workbook(far)), "workbook_too_large");
  EXPECT_EQ(outcome_of(workbook(far), {.limits = {.rows = 300'000}}), "read");
  EXPECT_EQ(outcome_of(workbook("<row r=\"1048576\" ht=\"20\"/>")), "read") << "nothing in it";
}

TEST(BadWorkbook, WithADocumentType) {
  for (const std::string part :
       {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}) {
    Files files = workbook_files(one_cell);
    std::string& text = files.at(part);
    const std::size_t start = text.starts_with("<?xml") ? text.find("?>") + 2 : 0;
    text.insert(start, "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>");
    EXPECT_EQ(outcome_of(zip_of(files)), "workbook_dtd") << part;
  }
  EXPECT_EQ(outcome_of(workbook("<row><c t=\"str\"><v>&b;</v></c></row>")), "not_workbook")
      << "an entity that nobody declared";
}

TEST(BadWorkbook, ThatReachesOutside) {
  const std::string relation =
      "<Relationship Id=\"r8\" Type=\"a/externalLink\" "
      "Target=\"externalLinks/externalLink1.xml\"/></Relationships>";
  EXPECT_EQ(outcome_of(zip_of(with("xl/_rels/workbook.xml.rels", "</Relationships>", relation))),
            "workbook_external");
  EXPECT_EQ(outcome_of(zip_of(with("xl/_rels/workbook.xml.rels", "</Relationships>",
                                   "<Relationship Id=\"r8\" Type=\"a/b\" TargetMode=\"External\" "
                                   "Target=\"http://example.org/\"/></Relationships>"))),
            "workbook_external");
  EXPECT_EQ(outcome_of(zip_of(with("xl/_rels/workbook.xml.rels", "</Relationships>",
                                   "<Relationship Id=\"r8\" Type=\"a/connections\" "
                                   "Target=\"connections.xml\"/></Relationships>"))),
            "workbook_external");
}

TEST(BadWorkbook, WithAPassword) {
  std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  EXPECT_EQ(outcome_of(compound), "not_workbook") << "an old .xls";
  for (const char c : std::string_view("EncryptedPackage")) {
    compound += c;
    compound += '\0';
  }
  EXPECT_EQ(outcome_of(compound), "encrypted");
}

TEST(BadWorkbook, OfAnotherProgram) {
  EXPECT_EQ(outcome_of(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                               {"content.xml", "<x/>"}})),
            "not_table");
  EXPECT_EQ(outcome_of(zip_of(with("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin"))),
            "not_workbook")
      << "a binary workbook";
  EXPECT_EQ(outcome_of(zip_of(with("xl/workbook.xml", "<sheet ", "<shoot "))), "not_workbook");
}

TEST(BadWorkbook, ThatIsDamaged) {
  const std::string good = workbook(one_cell);
  ASSERT_EQ(outcome_of(good), "read");
  EXPECT_EQ(outcome_of(good.substr(0, good.size() / 2)), "not_workbook");
  EXPECT_EQ(outcome_of("PK\x03\x04"), "not_workbook");
  EXPECT_EQ(outcome_of("PK\x05\x06" + std::string(18, '\0')), "not_table");
  for (const std::string_view data :
       {"<row><c t=\"s\"><v>9</v></c></row>", "<row><c><v>twelve</v></c></row>",
        "<row r=\"2\"/><row r=\"2\"/>", "<row r=\"2\"><c r=\"B3\"><v>1</v></c></row>",
        "<row><c r=\"B1\"/><c r=\"A1\"/></row>", "<row><c r=\"XFE1\"/></row>", "<row></c></row>"}) {
    EXPECT_EQ(outcome_of(workbook(data)), "not_workbook") << data;
  }
  std::string deep;
  for (int i = 0; i < 70; ++i) {
    deep += "<a>";
  }
  EXPECT_EQ(outcome_of(workbook(deep)), "not_workbook");
  EXPECT_EQ(outcome_of(workbook("<row ht=\"" + std::string(3'000'000, '1') + "\"/>"),
                       {.limits = {.ratio = 10'000}}),
            "not_workbook")
      << "a tag without end";
}

// What stands in a row of a row, or a cell of a cell, would be read as the outer one's.
TEST(BadWorkbook, WithARowInARowOrACellInACell) {
  for (const char* data :
       {"<row r=\"1\"><c r=\"A1\"><v>1</v></c><row r=\"3\"><c r=\"A3\"><v>2</v></c></row></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v><c r=\"B1\"><v>2</v></c></c></row>",
        "<row r=\"1\"><c r=\"B1\"><row r=\"3\"><c r=\"A3\"><v>2</v></c></row></c></row>"}) {
    EXPECT_EQ(outcome_of(workbook(data)), "not_workbook") << data;
  }
}

TEST(BadWorkbook, ACellInEveryLastColumnTakesNoMoreThanItSays) {
  std::string data;
  for (int row = 1; row <= 20'000; ++row) {
    data += fmt::format("<row><c r=\"XFD{}\"><v>1</v></c></row>", row);
  }
  EXPECT_EQ(rows_of({.name = "t", .bytes = workbook(data)}).back(), "20000: XFD=number 1");
}

TEST(BadWorkbook, MacrosAreNotRead) {
  Files files = workbook_files(one_cell);
  files["xl/vbaProject.bin"] = "macros";
  std::string& relations = files.at("xl/_rels/workbook.xml.rels");
  relations.insert(relations.find("</Relationships>"),
                   "<Relationship Id=\"r7\" Type=\"a/vbaProject\" Target=\"vbaProject.bin\"/>");
  EXPECT_EQ(outcome_of(zip_of(files)), "read");
}

}  // namespace
}  // namespace sojourn::documents
