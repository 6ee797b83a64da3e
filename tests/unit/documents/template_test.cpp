// An office's own workbook, filled; and workbooks that are no templates, or hostile.
#include "documents/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents/form.h"
#include "documents/grid_parts.h"
#include "documents/xml_edit.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TemplateValues values() {
  TemplateValues made;
  made.figures = {{"sites", Cell(std::int64_t{90})},
                  {"rate", Cell(97.5)},
                  {"day", Cell(*base::Date::of(2026, 11, 30))},
                  {"who", Cell(std::string("=HYPERLINK(\"x\")"))},
                  {"none", Cell()},
                  {"驻点数", Cell(std::int64_t{90})}};
  made.columns = {{"site.name", {0, 0}}, {"site.posted", {0, 1}}, {"sponsor.name", {1, 0}}};
  made.lists = {{{Cell(std::string("Upper Weir & <Mill>")), Cell(std::int64_t{3})},
                 {Cell(std::string("Sand")), Cell(std::int64_t{2})},
                 {Cell(std::string("@Old Ford")), Cell(std::int64_t{1})}},
                {}};
  return made;
}

std::string filled(const std::string& bytes, const TemplateValues& with = values()) {
  return Template({.name = "t.xlsx", .bytes = bytes}).filled(with);
}

std::string part(const std::string& bytes, const std::string& name) {
  const auto parts = zip_parts({.name = {}, .bytes = bytes}, {});
  return bytes_of(*parts, name).value_or("(none)");
}
std::string sheet(const std::string& bytes) { return part(bytes, "xl/worksheets/sheet1.xml"); }

std::string text_cell(std::string_view reference, std::string_view text) {
  return fmt::format(R"(<c r="{}" s="4" t="inlineStr"><is><t>{}</t></is></c>)", reference, text);
}

std::string code_of(const std::string& bytes, const TemplateValues& with = values()) {
  try {
    filled(bytes, with);
    return "filled";
  } catch (const base::Refusal& refusal) {
    std::string said = refusal.code;
    for (const base::Fault& fault : refusal.faults) {
      said += " " + fault.where + " " + fault.code;
    }
    return said;
  }
}

TEST(Template, FillsFiguresByTheirKind) {
  const std::string bytes = workbook(
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"3\" t=\"s\"><v>1</v></c>"
      R"(<c r="C2" s="1" t="inlineStr"><is><t>{{day}}</t></is></c>)"
      R"(<c r="D2" t="inlineStr"><is><t>{{day}}</t></is></c>)" +
          text_cell("E2", "{{none}}") + text_cell("F2", "{{who}}") +
          text_cell("G2", "｛｛驻点数｝｝") + "</row>",
      {"{{ sites }} of {{rate}} %", "{{rate}}"});
  EXPECT_THAT(rows_of({.name = "o.xlsx", .bytes = filled(bytes)}),
              ElementsAre("2: A=90 of 97.5 % B=number 97.5 C=date 2026-11-30 D=2026-11-30 "
                          "F==HYPERLINK(\"x\") G=number 90"));
  EXPECT_THAT(sheet(filled(bytes)), HasSubstr("'=HYPERLINK(&quot;x&quot;)"));
  EXPECT_THAT(sheet(filled(bytes)), HasSubstr("<c r=\"B2\" s=\"3\"><v>97.5</v></c>"));
  EXPECT_THAT(sheet(filled(bytes)), HasSubstr("<c r=\"E2\" s=\"4\"/>"));
}

TEST(Template, ARowIsRepeatedForEachItemAndWhatLiesBelowMovesDown) {
  const std::string bytes = workbook(
      "<row r=\"1\">" + text_cell("A1", "Sites") + "</row>" +
          "<row r=\"5\" ht=\"30\" customHeight=\"1\">" + text_cell("A5", "{{site.name}}") +
          text_cell("B5", "{{site.posted}}") + "<c r=\"C5\"><f>B5*2</f><v>0</v></c></row>" +
          "<row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>Sum</t></is></c>"
          "<c r=\"B6\"><f>SUM(B5:B5)</f><v>7</v></c><c r=\"C6\"><f>B6+$B$1</f></c></row>",
      {},
      "<mergeCells count=\"3\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"D5:E5\"/><mergeCell "
      "ref=\"D6:E7\"/></mergeCells><conditionalFormatting sqref=\"B5:B6\"><cfRule><formula>B5&gt;"
      "$B$6</formula></cfRule></conditionalFormatting><rowBreaks><brk id=\"6\"/></rowBreaks>");
  const std::string made = sheet(filled(bytes));
  EXPECT_THAT(rows_of({.name = "o.xlsx", .bytes = filled(bytes)}),
              ElementsAre("1: A=Sites", "5: A=Upper Weir & <Mill> B=number 3 C=error ",
                          "6: A=Sand B=number 2 C=error ", "7: A=@Old Ford B=number 1 C=error ",
                          "8: A=Sum B=error  C=error "));
  EXPECT_THAT(made, HasSubstr("<row r=\"7\" ht=\"30\" customHeight=\"1\">"));
  EXPECT_THAT(made, HasSubstr("<c r=\"C6\"><f>B6*2</f></c>"));
  EXPECT_THAT(made, HasSubstr("<f>SUM(B5:B7)</f>"));
  EXPECT_THAT(made, HasSubstr("<f>B8+$B$1</f>"));
  EXPECT_THAT(made, HasSubstr("<mergeCells count=\"5\"><mergeCell ref=\"A1:C1\"/>"
                              "<mergeCell ref=\"D5:E5\"/><mergeCell ref=\"D6:E6\"/><mergeCell "
                              "ref=\"D7:E7\"/><mergeCell ref=\"D8:E9\"/></mergeCells>"));
  EXPECT_THAT(made, HasSubstr("sqref=\"B5:B8\""));
  EXPECT_THAT(made, HasSubstr("<formula>B5&gt;$B$8</formula>"));
  EXPECT_THAT(made, HasSubstr("<brk id=\"8\"/>"));
  EXPECT_THAT(part(filled(bytes), "xl/workbook.xml"),
              HasSubstr("</sheets><calcPr fullCalcOnLoad=\"1\"/>"));
}

TEST(Template, AListWithoutItemsLeavesItsRowEmpty) {
  const std::string bytes = workbook("<row r=\"1\">" + text_cell("A1", "{{sponsor.name}}") +
                                     "</row><row r=\"2\">" + text_cell("A2", "end") + "</row>");
  EXPECT_THAT(sheet(filled(bytes)), HasSubstr("<c r=\"A1\" s=\"4\"/>"));
  EXPECT_THAT(sheet(filled(bytes)), HasSubstr("<c r=\"A2\""));
}

TEST(Template, WhatNothingIsWrittenIntoStaysByteByByte) {
  Files files = workbook_files("<row r=\"1\">" + text_cell("A1", "{{sites}}") +
                               "</row><row r=\"2\" spans='1:3'><c   r='A2'><v>1.50</v></c></row>");
  files["xl/media/image1.png"] = std::string("\x89PNG\0\r\n", 7);
  files["docProps/app.xml"] = "<Properties/>  ";
  const std::string made = filled(zip_of(files));
  for (const auto& [name, bytes] : files) {
    if (name != "xl/worksheets/sheet1.xml") {
      EXPECT_EQ(part(made, name), bytes) << name;
    }
  }
  EXPECT_THAT(sheet(made), HasSubstr("<row r=\"2\" spans='1:3'><c   r='A2'><v>1.50</v></c></row>"));
}

TEST(Template, NamesTablesNotesPicturesAndSharedFormulasMove) {
  Files files = workbook_files(
      "<row r=\"1\">" + text_cell("A1", "{{site.name}}") +
      "<c r=\"B1\"><f>ROW()</f></c></row>"
      "<row r=\"2\"><c r=\"B2\"><f t=\"shared\" ref=\"B2:B3\" si=\"0\">A2&amp;\"x\"</f></c></row>"
      "<row r=\"3\"><c r=\"B3\"><f t=\"shared\" si=\"0\"/></c></row>");
  std::string& book = files.at("xl/workbook.xml");
  book.replace(book.find("</workbook>"), 0,
               "<definedNames><definedName name=\"_xlnm.Print_Area\">Staff!$A$1:$B$3"
               "</definedName></definedNames><calcPr calcId=\"1\"/>");
  const auto relation = [](std::string_view id, std::string_view type, std::string_view target) {
    return fmt::format("<Relationship Id=\"{}\" Type=\"x/{}\" Target=\"{}\"/>", id, type, target);
  };
  files["xl/worksheets/_rels/sheet1.xml.rels"] =
      "<Relationships>" + relation("t", "table", "../tables/table1.xml") +
      relation("d", "drawing", "../drawings/drawing1.xml") +
      relation("c", "comments", "../comments1.xml") +
      "<Relationship Id=\"h\" Type=\"x/hyperlink\" Target=\"https://example.org\" "
      "TargetMode=\"External\"/></Relationships>";
  files["xl/tables/table1.xml"] = "<table ref=\"A2:B3\"><autoFilter ref=\"A2:B3\"/></table>";
  files["xl/drawings/drawing1.xml"] =
      "<xdr:wsDr xmlns:xdr=\"d\"><xdr:from><xdr:row>1</xdr:row></xdr:from></xdr:wsDr>";
  files["xl/drawings/_rels/drawing1.xml.rels"] =
      "<Relationships>" + relation("c", "chart", "../charts/chart1.xml") + "</Relationships>";
  files["xl/charts/chart1.xml"] = "<c:chart xmlns:c=\"c\"><c:f>Staff!$A$1:$A$1</c:f></c:chart>";
  files["xl/comments1.xml"] = "<comments><comment ref=\"B3\"/></comments>";
  std::string& relations = files.at("xl/_rels/workbook.xml.rels");
  relations.replace(relations.find("</Relationships>"), 0,
                    relation("k", "calcChain", "calcChain.xml"));
  files["xl/calcChain.xml"] = "<calcChain/>";
  files["[Content_Types].xml"] =
      "<Types><Override PartName=\"/xl/calcChain.xml\"/><Override PartName=\"/x\"/></Types>";
  const std::string made = filled(zip_of(files));
  EXPECT_THAT(sheet(made), HasSubstr("<c r=\"B4\"><f>A4&amp;&quot;x&quot;</f></c>"));
  EXPECT_THAT(sheet(made), HasSubstr("<c r=\"B5\"><f>A5&amp;&quot;x&quot;</f></c>"));
  EXPECT_THAT(part(made, "xl/workbook.xml"), HasSubstr("Staff!$A$1:$B$5<"));
  EXPECT_THAT(part(made, "xl/workbook.xml"),
              HasSubstr("<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"));
  EXPECT_EQ(part(made, "xl/tables/table1.xml"),
            "<table ref=\"A4:B5\"><autoFilter ref=\"A4:B5\"/></table>");
  EXPECT_THAT(part(made, "xl/drawings/drawing1.xml"), HasSubstr("<xdr:row>3</xdr:row>"));
  EXPECT_THAT(part(made, "xl/charts/chart1.xml"), HasSubstr("Staff!$A$1:$A$3"));
  EXPECT_THAT(part(made, "xl/comments1.xml"), HasSubstr("ref=\"B5\""));
  EXPECT_EQ(part(made, "xl/calcChain.xml"), "(none)");
  EXPECT_EQ(part(made, "[Content_Types].xml"), "<Types><Override PartName=\"/x\"/></Types>");
  EXPECT_THAT(part(made, "xl/_rels/workbook.xml.rels"), Not(HasSubstr("calcChain")));
}

TEST(Template, SaysWhereAPlaceholderCannotStand) {
  EXPECT_EQ(code_of(workbook("<row r=\"3\"><c r=\"B3\"><f>\"{{sites}}\"</f></c></row>")),
            "template Staff!B3 placeholder_in_formula");
  EXPECT_EQ(code_of(workbook("<row r=\"1\">" + text_cell("A1", "{{sites") + "</row>")),
            "template Staff!A1 placeholder_open");
  EXPECT_EQ(code_of(workbook("", {},
                             "<headerFooter><oddHeader>&amp;C{{sites}}</oddHeader>"
                             "</headerFooter>")),
            "template Staff!oddHeader placeholder_in_header");
  EXPECT_EQ(code_of(workbook("<row r=\"1\">" + text_cell("A1", "{{site.name}}") +
                             text_cell("B1", "{{sponsor.name}}") + "</row>")),
            "template Staff!B1 two_lists");
  Files files = workbook_files("<row r=\"1\">" + text_cell("A1", "{{site.name}}") + "</row>");
  files["xl/worksheets/_rels/sheet1.xml.rels"] =
      "<Relationships><Relationship Id=\"p\" Type=\"x/pivotTable\" Target=\"p.xml\"/>"
      "</Relationships>";
  EXPECT_EQ(code_of(zip_of(files)), "template Staff cannot_move");
}

TEST(Template, HostileWorkbooksAreRefused) {
  EXPECT_EQ(code_of("name,sites\nA,1\n"), "not_workbook");
  EXPECT_EQ(code_of(workbook("<row r=\"1\">" + text_cell("A1", "{{sites}}")).substr(0, 300)),
            "not_workbook");
  Files macros = workbook_files("");
  std::string& relations = macros.at("xl/_rels/workbook.xml.rels");
  relations.replace(relations.find("</Relationships>"), 0,
                    "<Relationship Id=\"v\" Type=\"x/vbaProject\" Target=\"vba.bin\"/>");
  EXPECT_EQ(code_of(zip_of(macros)), "workbook_macros");
  Files outside = workbook_files("");
  std::string& links = outside.at("xl/_rels/workbook.xml.rels");
  links.replace(links.find("</Relationships>"), 0,
                "<Relationship Id=\"v\" Type=\"x/externalLink\" Target=\"e.xml\"/>");
  EXPECT_EQ(code_of(zip_of(outside)), "workbook_external");
  Files dtd = workbook_files("");
  dtd["xl/worksheets/sheet1.xml"] =
      "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><sheetData/></worksheet>";
  EXPECT_EQ(code_of(zip_of(dtd)), "workbook_dtd");
  Files bomb = workbook_files("");
  bomb["xl/worksheets/sheet1.xml"] =
      "<worksheet>" + std::string(std::size_t{20} << 20U, ' ') + "</worksheet>";
  EXPECT_EQ(code_of(zip_of(bomb)), "workbook_too_large");
  Files latin = workbook_files("");
  latin["xl/worksheets/sheet1.xml"] =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><worksheet><sheetData/></worksheet>";
  EXPECT_EQ(code_of(zip_of(latin)), "not_workbook");
  EXPECT_EQ(code_of(workbook("<row r=\"2\"/><row r=\"1\"/>")), "not_workbook");
  // Small as a file, and large when it is filled.
  std::string rows;
  for (int i = 1; i <= 40; ++i) {
    rows +=
        fmt::format("<row r=\"{}\">{}<c r=\"B{}\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", i,
                    text_cell("A" + std::to_string(i), "{{site.name}}"), i, std::string(2000, 'x'));
  }
  TemplateValues many = values();
  many.lists[0].assign(5'000, {Cell(std::string("a")), Cell()});
  EXPECT_EQ(code_of(workbook(rows), many), "workbook_too_large");
  std::string cells;
  for (int i = 1; i <= 51; ++i) {
    cells += fmt::format("<row r=\"{}\">{}</row>", i,
                         text_cell("A" + std::to_string(i), "{{site.name}}"));
  }
  EXPECT_EQ(code_of(workbook(cells)), "workbook_too_large");
}

TEST(Form, MakesAWorkbookThatIsATemplate) {
  const std::string bytes = form_workbook({{.name = "Sites",
                                            .widths = {10, 20},
                                            .cells = {{.row = 0,
                                                       .column = 0,
                                                       .text = "{{sites}} sites",
                                                       .style = FormStyle::title,
                                                       .columns = 2},
                                                      {2, 0, "{{site.name}}", FormStyle::cell},
                                                      {2, 1, "{{site.posted}}", FormStyle::number},
                                                      {3, 1, "=SUM(B3:B3)", FormStyle::total}},
                                            .heading_rows = 1}},
                                          base::Instant::start_of_utc(*base::Date::of(2026, 1, 1)));
  const std::string made = filled(bytes);
  EXPECT_THAT(sheet(made), HasSubstr("<f>SUM(B3:B5)</f>"));
  EXPECT_EQ(rows_of({.name = "o.xlsx", .bytes = made}).front(), "1: A=90 sites");
}

}  // namespace
}  // namespace sojourn::documents
