// Reports: what a template may say, templates filled, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/list_file.h"
#include "tests/unit/documents/workbook.h"
#include "tests/unit/stages/accountability/parts.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ReportTest : public programme::OnEachEngine {
 protected:
  ReportTest() {
    county = world.area("Weir County", "county");
    other = world.area("Sand County", "county");
    upper = world.area("Upper Town", "township", county);
    const json::object sizes{{"min_team", 2}, {"target_team", 3}};
    mill = world.site("Mill", upper, sizes);
    ford = world.site("Ford", upper, sizes);
    far = world.site("Far", other, sizes);
    hospital = world.sponsor("Hospital", county);
    school = world.sponsor("School", other);
    ada = world.staff("Ada", hospital);
    bo = world.staff("=Bo", hospital);
    cyd = world.staff("Cyd", school);
    const std::string today = day(0);
    post(ada, mill, "leader", day(-40));
    post(bo, mill, "member", day(0));
    post(cyd, far, "member", day(-3));
  }
  std::string day(int days) { return (world.clock.now().utc_date() + days).to_text(); }
  void post(const std::string& staff, const std::string& site, const std::string& role,
            const std::string& from) {
    world.ask(
        world.officer(), "posting.make",
        {{"staff", staff}, {"site", site}, {"role", role}, {"from_day", from}, {"source", "List"}});
  }
  std::string fill(const access::Asker& asker, std::string_view sheet, json::object input = {}) {
    const std::string bytes = documents::workbook(sheet);
    return fill_file(asker, bytes, std::move(input));
  }
  std::string fill_file(const access::Asker& asker, const std::string& bytes,
                        json::object input = {}) {
    const access::Upload file{.name = "ours.xlsx", .bytes = bytes};
    access::Request request = world.request;
    request.file = &file;
    const access::Answer answer =
        world.service().run(world.operation("report.fill"), asker, request, input);
    said = answer.body;
    name = answer.file->name;
    return answer.file->bytes;
  }
  std::vector<std::string> rows(const access::Asker& asker, std::string_view sheet,
                                json::object input = {}) {
    return documents::rows_of({.name = "o.xlsx", .bytes = fill(asker, sheet, std::move(input))});
  }

  programme::World world{GetParam(), report_parts()};
  std::string county, other, upper, mill, ford, far, hospital, school, ada, bo, cyd;
  json::value said;
  std::string name;
};
INSTANTIATE_TEST_SUITE_P(Engines, ReportTest, programme::both_engines, programme::engine_name);

std::string cell(std::string_view reference, std::string_view text) {
  return fmt::format(R"(<c r="{}" t="inlineStr"><is><t>{}</t></is></c>)", reference, text);
}

TEST_P(ReportTest, FillsFiguresAndListsInEitherLanguage) {
  const std::string sheet = "<row r=\"1\">" + cell("A1", "{{report.area}} {{驻点数}}") +
                            cell("B1", "{{posted}}") + cell("C1", "{{need.short}}") +
                            cell("D1", "{{sponsors.sending}}") + cell("E1", "{{posted.arrived}}") +
                            "</row><row r=\"2\">" + cell("A2", "{{site.name}}") +
                            cell("B2", "{{驻点.在岗人数}}") + cell("C2", "{{site.leader}}") +
                            cell("D2", "{{site.members}}") + "</row><row r=\"3\">" +
                            cell("A3", "{{area.name}}") + cell("B3", "{{area.short}}") + "</row>";
  EXPECT_THAT(rows(world.officer(), sheet, {{"area", county}}),
              ElementsAre("1: A=Weir County 2 B=number 2 C=number 4 D=number 1 E=number 1",
                          "2: A=Ford B=number 0", "3: A=Mill B=number 2 C=Ada D==Bo",
                          "4: A=Upper Town B=number 4"));
  EXPECT_EQ(text_of(said, "area_name"), "Weir County");
  EXPECT_EQ(name, "ours-" + day(0).substr(0, 7) + ".xlsx");
}

TEST_P(ReportTest, SaysNoMoreThanTheAskerSees) {
  const access::Asker manager = world.holder(access::Role::area_manager, county);
  const std::string sheet = "<row r=\"1\">" + cell("A1", "{{sites}}") + cell("B1", "{{posted}}") +
                            "</row><row r=\"2\">" + cell("A2", "{{posting.name}}") + "</row>";
  EXPECT_THAT(rows(manager, sheet),
              ElementsAre("1: A=number 2 B=number 2", "2: A=Ada", "3: A==Bo"));
  EXPECT_THAT(rows(world.officer(), sheet), Contains("1: A=number 3 B=number 3"));
  try {
    fill(manager, sheet, {{"area", other}});
    FAIL() << "another county is nobody's business";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.kind, base::Kind::not_found);
  }
}

TEST_P(ReportTest, UnknownPlaceholdersAreToldWithTheNearest) {
  try {
    fill(world.officer(), "<row r=\"4\">" + cell("B4", "{{sitse}} {{驻点.名}}") +
                              cell("C4", "{{nothing like it}}") + "</row>");
    FAIL() << "an unknown name is written nowhere";
  } catch (const base::Refusal& refusal) {
    ASSERT_EQ(refusal.faults.size(), 3U);
    EXPECT_EQ(refusal.faults[0].where, "Staff!B4");
    EXPECT_EQ(refusal.faults[0].value, "{{sitse}}");
    EXPECT_EQ(refusal.faults[0].detail, "There is no such placeholder. Is {{sites}} meant?");
    EXPECT_THAT(refusal.faults[2].detail.english(), HasSubstr("report placeholders"));
  }
}

TEST_P(ReportTest, WhatCannotBeFilledIsRefused) {
  const auto refused = [&](const std::string& bytes, const json::object& input) -> std::string {
    try {
      fill_file(world.officer(), bytes, input);
    } catch (const base::Refusal& refusal) {
      return refusal.faults.empty()
                 ? refusal.code
                 : refusal.faults.front().where + " " + refusal.faults.front().code;
    }
    return "filled";
  };
  const std::string plain = documents::workbook("<row r=\"1\">" + cell("A1", "Sites") + "</row>");
  const std::string good =
      documents::workbook("<row r=\"1\">" + cell("A1", "{{sites}}") + "</row>");
  EXPECT_EQ(refused(plain, {}), "no_placeholders");
  EXPECT_EQ(refused(good, {{"month", "2199-01"}}), "/month to_come");
  EXPECT_EQ(refused("a,b\n", {}), "not_workbook");
  EXPECT_EQ(world.outcome(world.officer(), "report.fill"), "no_file");
}

TEST_P(ReportTest, ThatItWasTakenIsNotedAsAnExport) {
  fill(world.officer(), "<row r=\"1\">" + cell("A1", "{{site.name}}") + "</row>",
       {{"area", county}});
  const auto noted = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.one<access::ListExport>(
        "SELECT id, account, made_at, list, format, filters, row_count, digest FROM list_export");
  });
  EXPECT_EQ(noted.list, "report.fill");
  EXPECT_EQ(noted.row_count, 2);
  EXPECT_EQ(noted.digest, text_of(said, "digest"));
  EXPECT_THAT(noted.filters, Contains("area=" + county));
}

TEST_P(ReportTest, EveryPlaceholderThatIsListedCanBeFilled) {
  const json::value list = world.ask(world.officer(), "report.placeholders");
  std::string sheet;
  int row = 0;
  for (const json::value& each : list.at("items").as_array()) {
    for (const std::string_view member : {"placeholder", "chinese"}) {
      ++row;
      // A row each, as one row takes one list.
      if (row <= 45) {
        sheet += fmt::format("<row r=\"{}\">{}</row>", row,
                             cell("A" + std::to_string(row), text_of(each, member)));
      }
    }
    EXPECT_THAT(text_of(each, "meaning"), Not(testing::IsEmpty()));
  }
  EXPECT_GT(row, 150);
  EXPECT_FALSE(rows(world.officer(), sheet).empty());
}

TEST_P(ReportTest, TheMonthlyTemplateFillsInBothLanguages) {
  for (const base::Language language : {base::Language::en, base::Language::zh}) {
    access::Request request = world.request;
    request.language = language;
    const access::Answer given =
        world.service().run(world.operation("report.template"), world.officer(), request,
                            json::object{{"kind", "monthly"}});
    EXPECT_GT(given.body.at("placeholders").to_number<int>(), 40);
    const std::string made = fill_file(world.officer(), given.file->bytes, {{"area", county}});
    const std::vector<std::string> summary = documents::rows_of({.name = "o.xlsx", .bytes = made});
    EXPECT_THAT(summary.front(), HasSubstr("Weir County " + day(0).substr(0, 7)));
    for (const std::string& line : summary) {
      EXPECT_THAT(line, Not(HasSubstr("{{")));
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::accountability
