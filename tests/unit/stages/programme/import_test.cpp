// Tables of offices taken in: what each row does, whom it is about, and why it is refused.
#include "stages/programme/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/json.h"
#include "ledger/audit.h"
#include "ledger/entry.h"
#include "tests/unit/documents/workbook.h"
#include "tests/unit/imports/told.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using imports::Report;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Ne;
using testing::SizeIs;

class ImportTest : public OnEachEngine {
 protected:
  World world{GetParam()};
  access::Asker officer = world.officer();
  std::string county = world.area("Weir County", "county");
  std::string hospital = world.sponsor("General Hospital", county);

  Report import(const std::string& kind, std::string_view bytes, const json::object& how = {},
                std::optional<access::Asker> asker = {},
                base::Language language = base::Language::en) {
    const access::Upload upload{.name = "table", .bytes = bytes};
    world.request.file = &upload;
    world.request.language = language;
    const json::value body = world.ask(asker.value_or(officer), kind + ".import", how);
    world.request.file = nullptr;
    return base::decode<Report>(body);
  }
  /// The table with what each row does.
  access::File given_back(const std::string& kind, std::string name, std::string_view bytes,
                          base::Language language = base::Language::en) {
    const access::Upload upload{.name = std::move(name), .bytes = bytes};
    world.request.file = &upload;
    world.request.language = language;
    const access::Answer answer = world.service().run(world.operation(kind + ".problems"), officer,
                                                      world.request, json::object());
    world.request.file = nullptr;
    return answer.file.value();
  }
  static std::string content(const access::File& file) {
    std::string made = file.bytes;
    while (file.passing && !file.passing->at_end()) {
      made += file.passing->next(1000);
    }
    return made;
  }
  std::vector<std::string> names() {
    return names_in(world.ask(officer, "staff.list", json::object()));
  }
  json::value only_staff(std::string_view search) {
    const json::value list = world.ask(officer, "staff.list", {{"search", search}});
    return world.ask(officer, "staff.show", {{"id", list.at("items").as_array().at(0).at("id")}});
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ImportTest, both_engines, engine_name);

TEST_P(ImportTest, NewChangedSameAndRefused) {
  world.staff("Ada", hospital, {{"code", "1"}, {"grade", "I"}});
  world.staff("Bo", hospital, {{"code", "2"}, {"grade", "I"}});
  const std::string table =
      "number,name,sponsor,grade,hired on\n"
      "1,Ada,General Hospital,II,2020-03-01\n"
      "2,Bo,General Hospital,I,\n"
      "3,Cy,General Hospital,I,\n"
      "4,Di,Generel Hospital,I,31/02/2020\n";
  Report report = import("staff", table, {{"check", true}});
  EXPECT_THAT(told(report),
              ElementsAre("5 refused C5 unknown E5 not_date",
                          "2 changed grade: I -> II hired on: none -> 2020-03-01", "4 added"));
  EXPECT_EQ(report.same, 1);
  EXPECT_FALSE(report.written);
  const imports::Problem& problem = report.listed[0].problems[0];
  EXPECT_EQ(problem.column, "sponsor");
  EXPECT_EQ(problem.value, "Generel Hospital");
  EXPECT_EQ(problem.detail, "There is no such sponsor. Did you mean General Hospital?");
  EXPECT_THAT(problem.accepted, ElementsAre("General Hospital"));
  // All or nothing: nothing, and no entry in the log.
  EXPECT_FALSE(import("staff", table).written);
  EXPECT_THAT(names(), ElementsAre("Ada", "Bo"));
  // The good ones now; again: nothing changes.
  report = import("staff", table, {{"mode", "good_rows_now"}});
  EXPECT_TRUE(report.written);
  EXPECT_EQ(report.added + report.changed, 2);
  EXPECT_THAT(names(), ElementsAre("Ada", "Bo", "Cy"));
  report = import("staff", table, {{"mode", "good_rows_now"}});
  EXPECT_FALSE(report.written);
  EXPECT_EQ(report.same, 3);
  EXPECT_EQ(report.refused, 1);
}

TEST_P(ImportTest, ReasonsAreInTheReadersLanguage) {
  const Report report =
      import("staff", "姓名,派出单位,入职日期\n王小明,General Hospital,03/04/2026\n",
             {{"check", true}}, {}, base::Language::zh);
  EXPECT_EQ(report.listed.at(0).problems.at(0).detail,
            "指的是2026-04-03还是2026-03-04？请按此格式填写。");
  EXPECT_EQ(report.listed.at(0).problems.at(0).place, "C2");
  EXPECT_EQ(report.listed.at(0).problems.at(0).column, "入职日期");
}

TEST_P(ImportTest, AnEmptyCellLeavesWhatIsThereAndNoneTakesItAway) {
  world.staff("Ada", hospital, {{"code", "1"}, {"grade", "I"}, {"position", "nurse"}});
  EXPECT_EQ(import("staff", "number,name,grade,position\n1,Ada,,\n").same, 1);
  EXPECT_THAT(told(import("staff", "number,name,grade,position,roles\n1,,none,无,none\n")),
              ElementsAre("2 changed roles: member -> none grade: I -> none position: nurse -> "
                          "none"));
  EXPECT_THAT(told(import("staff", "number,name,sponsor\n1,none,\n")),
              ElementsAre("2 refused B2 required"));
  EXPECT_FALSE(only_staff("Ada").as_object().contains("grade"));
}

TEST_P(ImportTest, WhomARowIsAbout) {
  const std::string other = world.sponsor("Weir School", county);
  const std::string ada = world.staff("Ada", hospital, {{"code", "1"}});
  world.staff("Ada", other, {{"code", "2"}});
  const std::string bo = world.staff("Bo", hospital);
  // By number first; by name within the sponsor else; by id whatever the rest says.
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor,grade\n2,Ada,Weir School,II\n"
                          ",Ada,General Hospital,III\n",
                          {{"check", true}})),
              ElementsAre("2 changed grade: none -> II", "3 changed grade: none -> III"));
  EXPECT_THAT(told(import("staff", "id,name\n" + ada + ",Ada Weir\n", {{"check", true}})),
              ElementsAre("2 changed name: Ada -> Ada Weir"));
  // Who has no number yet gets it; who has another one is somebody else.
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor\n7,Bo,General Hospital\n"
                          "8,Ada,General Hospital\n",
                          {{"check", true}})),
              ElementsAre("2 changed number: none -> 7", "3 added"));
  // Two of one name without a number: asked, with both.
  world.staff("Bo", hospital);
  const Report asked = import("staff", "name,sponsor\nBo,General Hospital\n", {{"check", true}});
  EXPECT_THAT(told(asked), ElementsAre("2 refused A2 which_one"));
  EXPECT_THAT(asked.listed[0].problems[0].accepted, SizeIs(2));
  EXPECT_THAT(asked.listed[0].problems[0].accepted, Contains(HasSubstr(bo)));
}

TEST_P(ImportTest, WhoIsCalledAlikeIsAskedAbout) {
  const std::string lee = world.staff("Ann Lee", hospital);
  world.staff("欧阳娜", hospital, {{"code", "7"}});
  const Report report = import("staff",
                               "number,name,sponsor\n,ann  lee,General Hospital\n"
                               ",欧阳　娜,General Hospital\n8,欧阳 娜,General Hospital\n"
                               ",Ann Leeds,General Hospital\n,Bo Hu,General Hospital\n"
                               ",BO HU,General Hospital\n,Ann Lee,General Hospital\n",
                               {{"check", true}});
  EXPECT_THAT(told(report),
              ElementsAre("2 refused B2 which_one", "3 refused B3 which_one", "6 refused B6 twice",
                          "7 refused B7 twice", "4 added", "5 added"));
  EXPECT_THAT(report.listed[0].problems[0].accepted, ElementsAre("Ann Lee (" + lee + ")"));
}

TEST_P(ImportTest, ANumberWithTheNameOfAnotherIsRefusedAndARenameIsTold) {
  world.staff("Ada", hospital, {{"code", "1"}});
  world.staff("Bo", hospital, {{"code", "2"}});
  world.staff("Cy", hospital, {{"code", "3"}});
  const Report report = import("staff", "number,name\n1,Bo\n2,Ada\n3,Cyrus\n", {{"check", true}});
  EXPECT_THAT(told(report), ElementsAre("2 refused B2 other_name", "3 refused B3 other_name",
                                        "4 changed name: Cy -> Cyrus"));
  EXPECT_EQ(report.warned, 1);
  EXPECT_EQ(report.listed[2].warnings.at(0).code, "renamed");
  EXPECT_THAT(told(import("staff", "number,name\n3,CY\n", {{"check", true}})),
              ElementsAre("2 changed name: Cy -> CY"));
}

TEST_P(ImportTest, DaysOfHireAreOfThePastAndLevelsAreKnown) {
  EXPECT_THAT(told(import("staff",
                          "name,sponsor,hired on,skills\nA,General Hospital,0016-01-01,\n"
                          "B,General Hospital,2096-01-01,\nC,General Hospital,,water (advnced)\n"
                          "D,General Hospital,,water (workng)\n"
                          "E,General Hospital,,\"water (A-7); law (basic, Red Cross)\"\n",
                          {{"check", true}})),
              ElementsAre("2 refused C2 odd_year", "3 refused C3 in_future",
                          "4 refused D4 unknown_level", "5 refused D5 unknown_level", "6 added"));
}

TEST_P(ImportTest, OfTwoRowsOfOneRecordNeitherIsTaken) {
  world.staff("Ada", hospital, {{"code", "1"}});
  const std::string table =
      "number,name,sponsor,grade\n"
      "1,Ada,General Hospital,II\n"
      "1,Ada,General Hospital,III\n"
      "5,Bo,General Hospital,\n"
      "5,Cy,General Hospital,\n"
      ",Di,General Hospital,\n"
      "6,Di,General Hospital,\n"
      "7,Ed,General Hospital,\n"
      "8,Ed,General Hospital,\n";
  const auto all = ElementsAre("2 refused B2 twice", "3 refused A3 twice", "4 refused B4 twice",
                               "5 refused A5 twice", "6 refused B6 twice", "7 refused A7 twice",
                               "8 added", "9 added");
  const Report report = import("staff", table, {{"check", true}});
  EXPECT_THAT(told(report), all);
  EXPECT_THAT(report.listed[0].problems[0].detail, testing::StartsWith("Row 3 is about the same"));
  EXPECT_THAT(report.listed[1].problems[0].detail, testing::StartsWith("Row 2 is about the same"));
  EXPECT_FALSE(import("staff", table).written);
  EXPECT_THAT(told(import("staff", table, {{"mode", "good_rows_now"}})), all);
  EXPECT_THAT(names(), ElementsAre("Ada", "Ed", "Ed"));
  EXPECT_FALSE(only_staff("Ada").as_object().contains("grade")) << "which one was not said";
  EXPECT_THAT(content(given_back("staff", "t", table)),
              HasSubstr("\n1,Ada,General Hospital,II,refused,\"name: Row 3 is"));
}

TEST_P(ImportTest, ARowThatRepeatsAnotherIsTakenOnce) {
  world.staff("Ada", hospital, {{"code", "1"}});
  const std::string table =
      "number,name,sponsor,grade,remark\n"
      "1,Ada,General Hospital,II,seen\n"
      "2,Bo,General Hospital,I,\n"
      "1, Ada ,General Hospital,II,seen again\n"  // spaces say nothing; who reads remarks
      "2,Bo,General Hospital,I,\n"
      ",Cy,General Hospital,,\n"
      "2,Bo,General Hospital,I,\n"
      "3,Di,No Such Hospital,,\n"
      "3,Di,No Such Hospital,,\n";
  const Report checked = import("staff", table, {{"check", true}});
  EXPECT_THAT(told(checked), ElementsAre("8 refused C8 unknown", "9 refused C9 unknown",
                                         "2 changed grade: none -> II", "3 added", "6 added"));
  EXPECT_EQ(checked.same, 3);
  EXPECT_TRUE(import("staff", table, {{"mode", "good_rows_now"}}).written);
  EXPECT_THAT(names(), ElementsAre("Ada", "Bo", "Cy"));
  EXPECT_EQ(import("staff", table, {{"mode", "good_rows_now"}}).same, 6);
  EXPECT_THAT(content(given_back("staff", "t", table)),
              HasSubstr("\n2,Bo,General Hospital,I,,the same,"));
  // Where a third says something else, all are asked about.
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor,grade\n"
                          "1,Ada,General Hospital,V\n"
                          "1,Ada,General Hospital,V\n"
                          "1,Ada,General Hospital,VI\n")),
              ElementsAre("2 refused B2 twice", "3 refused A3 twice", "4 refused A4 twice"));
}

TEST_P(ImportTest, TwoRowsOfOneNameAloneMayBeNamesakes) {
  const std::string table =
      "name,sponsor,grade\n"
      "Cy,General Hospital,I\n"
      "Cy,General Hospital,I\n"
      "Di,General Hospital,I\n";
  const auto asked = ElementsAre("2 refused A2 twice", "3 refused A3 twice", "4 added");
  EXPECT_THAT(told(import("staff", table, {{"check", true}})), asked);
  EXPECT_THAT(told(import("staff", table, {{"mode", "good_rows_now"}})), asked);
  EXPECT_THAT(names(), ElementsAre("Di"));
  // Nor is it certain that both are the one that there is.
  world.staff("Cy", hospital);
  EXPECT_THAT(told(import("staff", table)),
              ElementsAre("2 refused A2 twice", "3 refused A3 twice"));
}

TEST_P(ImportTest, ManyChangedRowsAreOneLineOfTheEntry) {
  constexpr int people = 6'000;
  const auto table = [](const std::string& grade) {
    std::string made = "number,name,sponsor,grade\n";
    for (int i = 0; i < people; ++i) {
      made += fmt::format("{},Person {},General Hospital,{}\n", i, i, grade);
    }
    return made;
  };
  ASSERT_EQ(import("staff", table("I")).added, people);
  const Report report = import("staff", table("II"));
  EXPECT_EQ(report.changed, people);
  EXPECT_TRUE(report.written);
  EXPECT_EQ(import("staff", table("II")).same, people);
  const auto bodies = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id DESC LIMIT 1");
  });
  const ledger::Entry entry = *ledger::parse_entry(bodies.at(0));
  EXPECT_EQ(entry.lines.size(), 5'001U);
  EXPECT_EQ(entry.lines[0].verb, ledger::EntryVerb::bulk);
  EXPECT_EQ(entry.lines[0].id, people - 5'000);
  const auto found = ledger::reconcile(world.database(), world.keys(), logged_tables());
  EXPECT_TRUE(found.good);
}

TEST_P(ImportTest, ClosedRecordsAreNotWrittenOver) {
  const std::string ada = world.staff("Ada", hospital, {{"code", "1"}});
  world.ask(officer, "staff.close", {{"id", ada}, {"reason", "left"}, {"version", 1}});
  EXPECT_THAT(told(import("staff", "number,name,sponsor\n1,Ada,General Hospital\n")),
              ElementsAre("2 refused A2 closed"));
  EXPECT_THAT(told(import("staff", "name,sponsor\nAda,General Hospital\n", {{"check", true}})),
              ElementsAre("2 added"));
}

TEST_P(ImportTest, AsFarAsTheAskerReaches) {
  const std::string far = world.area("Far County", "county");
  const std::string school = world.sponsor("Far School", far);
  world.staff("Ada", school, {{"code", "1"}});
  const access::Asker manager = world.holder(access::Role::sponsor_manager, hospital);
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor,area\n"
                          "1,Ada,General Hospital,\n"
                          "2,Bo,Far School,\n"
                          "3,Cy,General Hospital,Weir County\n"
                          "4,Di,General Hospital,Far County\n",
                          {{"mode", "good_rows_now"}}, manager)),
              ElementsAre("3 refused C3 unknown", "5 refused D5 unknown", "2 added", "4 added"));
  EXPECT_THAT(names(), ElementsAre("Ada", "Ada", "Cy"));
}

TEST_P(ImportTest, OneEntryInTheLogWithARootOverTheRows) {
  world.staff("Zoe", hospital, {{"code", "z"}});
  std::string table = "number,name,sponsor,grade\nz,Zoe,General Hospital,V\n";
  for (int i = 0; i < 700; ++i) {
    table += fmt::format("{},Person {},General Hospital,I\n", i, i);
  }
  ASSERT_TRUE(import("staff", table).written);
  const auto bodies = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id");
  });
  const auto entry = ledger::parse_entry(bodies.back()).value();
  EXPECT_EQ(entry.operation, "staff.import");
  ASSERT_THAT(entry.lines, SizeIs(2));
  EXPECT_EQ(entry.lines[0].verb, ledger::EntryVerb::update);
  EXPECT_EQ(entry.lines[1].verb, ledger::EntryVerb::bulk);
  EXPECT_EQ(entry.lines[1].id, 700);
  EXPECT_EQ(entry.lines[1].table, "staff");
  // And of each person it is told.
  const json::value history =
      world.ask(officer, "staff.history", {{"id", only_staff("Person 7").at("id")}});
  EXPECT_EQ(text_of(history.at("items").as_array().at(0), "operation"), "staff.import");
}

TEST_P(ImportTest, SitesSponsorsAndAreas) {
  EXPECT_THAT(told(import("area",
                          "名称,级别,上级地区\nWeir Town,乡镇,Weir County\nOuter,county,\n"
                          "Bridge,township,Outer\nDeep,township,Weir Town\n",
                          {{"mode", "good_rows_now"}})),
              ElementsAre("5 refused B5 lies_in_narrower", "2 added", "3 added", "4 added"));
  EXPECT_THAT(told(import("area",
                          "name,kind,parent\nBridge,county,Weir County\n"
                          "Bridge,township,Outer\n",
                          {{"check", true}})),
              ElementsAre("2 refused B2 lies_in_narrower"));
  const access::Asker manager = world.holder(
      access::Role::area_manager,
      text_of(world.ask(officer, "area.list", {{"search", "Outer"}}).at("items").as_array().at(0),
              "id"));
  EXPECT_EQ(import("site", "name,area,kind,tier\nStone,Bridge,village,high\n", {}, manager).added,
            1)
      << "the new township lies in their county";
  EXPECT_THAT(told(import("site",
                          "编号,名称,乡镇,类型,层级,最少人数,目标人数,技能,纬度,经度\n"
                          "s1,Upper,Weir Town,村,高,4,3,law、water,52.5,\n"
                          "s2,Lower,Weir Town,village,high,1,2,law、water,52.5,13\n",
                          {{"mode", "good_rows_now"}})),
              ElementsAre("2 refused G2 out_of_range J2 missing", "3 added"));
  const auto lower = [&] {
    return world.ask(officer, "site.list", {{"search", "Lower"}}).at("items").at(0);
  };
  EXPECT_EQ(lower().at("max_first_timers"), 2) << "nobody set a limit, so there is none";
  EXPECT_THAT(told(import("site", "编号,目标人数,最少人数\ns2,3,2\n")), ElementsAre(testing::_));
  EXPECT_EQ(lower().at("max_first_timers"), 2) << "a limit that is there stays";
  EXPECT_THAT(told(import("sponsor",
                          "name,area,kind,release percent,most sites\n"
                          "Clinic,Weir Town,hospital,150,1\nClinic,Bridge,hospital,40%,1\n",
                          {{"mode", "good_rows_now"}})),
              ElementsAre("2 refused D2 out_of_range", "3 added"));
}

TEST_P(ImportTest, OfTenThousandRowsThirtySevenFaultyOnesAreRefusedEachWithItsReason) {
  constexpr int rows = 10'000;
  constexpr int every = 270;  // 37 of them
  std::string table = "\xEF\xBB\xBF工号;姓名;派出单位;可任角色;职级;入职日期\r\n";
  std::map<std::string, int> expected;
  int faulty = 0;
  for (int i = 1; i <= rows; ++i) {
    const bool bad = i % every == 0;
    const int kind = bad ? faulty++ % 5 : -1;
    table += fmt::format("n{};{};{};{};{};{}\r\n", i, kind == 0 ? "" : fmt::format("Person {}", i),
                         kind == 1 ? "Generl Hospital" : "General Hospital",
                         kind == 2 ? "队工" : "队长、队员", "III",
                         kind == 3   ? "03/04/2021"
                         : kind == 4 ? "2021年13月4日"
                                     : "2021年3月4日");
    if (bad) {
      constexpr std::array<std::string_view, 5> codes = {"missing", "unknown", "unknown_choice",
                                                         "ambiguous_date", "not_date"};
      ++expected[std::string(codes.at(static_cast<std::size_t>(kind)))];
    }
  }
  ASSERT_EQ(faulty, 37);
  const Report report = import("staff", table, {{"mode", "good_rows_now"}});
  EXPECT_EQ(report.added, 9'963);
  EXPECT_EQ(report.refused, 37);
  std::map<std::string, int> reasons;
  for (const imports::RowReport& row : report.listed) {
    ASSERT_LE(row.problems.size(), 1U);
    if (!row.problems.empty()) {
      ++reasons[row.problems[0].code];
      EXPECT_EQ((row.row - 1) % every, 0) << row.row;
    }
  }
  EXPECT_EQ(reasons, expected);
  EXPECT_EQ(world.ask(officer, "staff.list", {{"count", true}}).at("count"), 9'963);
  const Report again = import("staff", table, {{"mode", "good_rows_now"}});
  EXPECT_FALSE(again.written);
  EXPECT_EQ(again.same, 9'963);
  EXPECT_EQ(again.refused, 37);
}

TEST_P(ImportTest, ManyRowsAreWrittenPieceByPieceOrNotAtAll) {
  std::string table = "number,name,sponsor\n";
  for (int i = 0; i < 20'500; ++i) {
    table += fmt::format("{},Person {},General Hospital\n", i, i);
  }
  const std::string faulty = table + "x,Last,General Hospitl\n";
  EXPECT_FALSE(import("staff", faulty).written);
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_EQ(import("staff", table).added, 20'500);
  const auto bodies = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id");
  });
  const auto entry = ledger::parse_entry(bodies.back()).value();
  ASSERT_THAT(entry.lines, SizeIs(1));
  EXPECT_EQ(entry.lines[0].id, 20'500);
  EXPECT_EQ(import("staff", table).same, 20'500);
}

TEST_P(ImportTest, AMessyWorkbook) {
  const std::string bytes = documents::workbook(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>"
      "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"B4\" t=\"s\"><v>3</v></c>"
      "<c r=\"C4\" t=\"s\"><v>4</v></c><c r=\"D4\" t=\"s\"><v>5</v></c><c r=\"E4\" t=\"s\">"
      "<v>6</v></c><c r=\"F4\" t=\"s\"><v>7</v></c></row>"
      "<row r=\"5\"><c r=\"A5\"><v>1</v></c><c r=\"B5\" s=\"3\"><v>42</v></c>"
      "<c r=\"C5\" t=\"s\"><v>8</v></c><c r=\"D5\" t=\"s\"><v>9</v></c>"
      "<c r=\"E5\" s=\"1\"><v>44259</v></c><c r=\"F5\" t=\"s\"><v>10</v></c></row>"
      "<row r=\"6\"><c r=\"A6\"><v>2</v></c><c r=\"B6\" t=\"s\"><v>11</v></c>"
      "<c r=\"C6\" t=\"s\"><v>12</v></c><c r=\"D6\" t=\"s\"><v>9</v></c>"
      "<c r=\"E6\"><v>44259</v></c><c r=\"F6\" t=\"s\"><v>10</v></c></row>"
      "<row r=\"7\"><c r=\"A7\"><v>3</v></c><c r=\"B7\"><v>44</v></c>"
      "<c r=\"C7\" t=\"s\"><v>13</v></c><c r=\"D7\" t=\"s\"><v>9</v></c>"
      "<c r=\"E7\" t=\"s\"><v>14</v></c></row>"
      "<row r=\"8\"><c r=\"C8\" t=\"e\"><v>#REF!</v></c><c r=\"D8\"><f>B1</f></c></row>",
      {"Weir县驻村工作队员名册", "（2026年11月）", "序号", "工　号", "姓名*", "所在单位",
       "入职\n日期", "可任角色", "王小明　", " General Hospital\xC2\xA0", "队长，队员", "００４３",
       "李 梅", "Cy", "2021.3.4"},
      "<mergeCells><mergeCell ref=\"A1:F1\"/></mergeCells>");
  const Report report = import("staff", bytes, {{"mode", "good_rows_now"}});
  EXPECT_EQ(report.sheet, "Staff");
  EXPECT_THAT(told(report),
              ElementsAre("8 refused C8 cell_error D8 no_value", "5 added", "6 added", "7 added"));
  for (const auto& [name, code] :
       std::map<std::string, std::string>{{"王小明", "00042"}, {"李 梅", "0043"}, {"Cy", "44"}}) {
    const json::value staff = only_staff(name);
    EXPECT_EQ(text_of(staff, "code"), code);
    EXPECT_EQ(text_of(staff, "hired_on"), "2021-03-04");
  }
  // And back again as it was, with what each row does beside it.
  const access::File back = given_back("staff", "名册.xlsx", bytes);
  EXPECT_EQ(back.name, "名册.problems.xlsx");
  const std::string made = content(back);
  const std::vector<std::string> rows = documents::rows_of({.name = "back", .bytes = made});
  ASSERT_THAT(rows, SizeIs(7));
  EXPECT_EQ(rows[0], "1: A=Weir县驻村工作队员名册");
  EXPECT_THAT(rows[2], HasSubstr("4: A=序号"));
  EXPECT_THAT(rows[2], HasSubstr(" G=Effect H=Problem"));
  EXPECT_EQ(rows[3],
            "5: A=number 1 B=number 00042 C=王小明　 D= General Hospital\xC2\xA0 "
            "E=date 2021-03-04 F=队长，队员 G=the same");
  EXPECT_THAT(rows[6], HasSubstr(" G=refused H=姓名*: This is an error of a formula."));
  // The same workbook, sent again with these columns, is read as before, and nothing is said of
  // them; given back again it has them once.
  const Report again = import("staff", made, {{"check", true}});
  EXPECT_EQ(again.same, 3);
  for (const imports::ReadColumn& column : again.columns) {
    EXPECT_THAT(column.heading, testing::AllOf(Ne("Effect"), Ne("Problem")));
  }
  EXPECT_THAT(documents::rows_of({.name = "b", .bytes = content(given_back("staff", "a", made))}),
              testing::ElementsAreArray(rows));
}

TEST_P(ImportTest, EveryRowIsToldBesideTheTable) {
  world.staff("Ada", hospital, {{"code", "1"}, {"grade", "I"}});
  world.staff("Bo", hospital, {{"code", "2"}, {"grade", "I"}});
  const access::File told = given_back("staff", "list.csv",
                                       "List of November;;;\r\n"
                                       "number;name;sponsor;grade\r\n"
                                       "1;Ada;General Hospital;II\r\n"
                                       "2;Bo;General Hospital;I\r\n"
                                       "3;=Cy;General Hospital;\r\n"
                                       "4;;Generel Hospital;I");
  EXPECT_EQ(told.name, "list.problems.csv");
  EXPECT_EQ(told.media_type, "text/csv");
  EXPECT_EQ(content(told),
            "List of November;;;\r\n"
            "number;name;sponsor;grade;Effect;Problem\r\n"
            "1;Ada;General Hospital;II;changed: grade I -> II;\r\n"
            "2;Bo;General Hospital;I;the same;\r\n"
            "3;'=Cy;General Hospital;;new;\r\n"
            "4;;Generel Hospital;I;refused;sponsor: There is no such sponsor. Did you mean "
            "General Hospital? [General Hospital]");
  // In the reader's language, more rows than a report lists, and every one of them.
  std::string many = "工号,姓名,派出单位\n";
  std::string wanted = "工号,姓名,派出单位,处理结果,问题\n";
  for (int i = 0; i < 1500; ++i) {
    many += fmt::format("n{},P{},General Hospital\n", i, i);
    wanted += fmt::format("n{},P{},General Hospital,新增,\n", i, i);
  }
  const std::string chinese = content(given_back("staff", "t", many, base::Language::zh));
  EXPECT_EQ(chinese, wanted);
  // An English reader sends it again: it is known, and told in English where it stood.
  const Report report = import("staff", chinese, {{"check", true}});
  EXPECT_EQ(report.added, 1500);
  EXPECT_THAT(report.columns, SizeIs(3));
  EXPECT_THAT(
      content(given_back("staff", "t", chinese)),
      testing::StartsWith("工号,姓名,派出单位,Effect,Problem\nn0,P0,General Hospital,new,\n"));
}

TEST_P(ImportTest, AnUploadThatWouldBecomeTooLongIsRefused) {
  std::string many = "number,name,hired on,fit until\n";
  for (int i = 0; i < 400'000; ++i) {
    many += "1,,x,x\n";
  }
  const access::Upload upload{.name = "t", .bytes = many};
  world.request.file = &upload;
  EXPECT_EQ(world.outcome(officer, "staff.problems"), "table_too_large");
}

TEST_P(ImportTest, WhatSojournIsNotForIsRefusedAndNotedWithoutTheText) {
  EXPECT_THAT(told(import("staff", "name,sponsor,position\nAda,General Hospital,党员\n")),
              ElementsAre("2 refused C2 forbidden.politics"));
  const auto bodies = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id");
  });
  EXPECT_THAT(bodies.back(), HasSubstr("operation privacy.refuse"));
  // In a check too, and beyond the rows that are listed.
  const auto entries = [&] {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id").size();
    });
  };
  std::size_t before = entries();
  import("staff", "name,sponsor,position\nAda,General Hospital,党员\n", {{"check", true}});
  EXPECT_EQ(entries(), before + 1);
  std::string many = "name,sponsor,position\n";
  for (int i = 0; i < 1'000; ++i) {
    many += fmt::format("P{},No Such Hospital,nurse\n", i);
  }
  before = entries();
  import("staff", many, {{"check", true}});
  EXPECT_EQ(entries(), before) << "nothing to note";
  const Report report = import("staff", many + "Ada,General Hospital,党员\n", {{"check", true}});
  EXPECT_EQ(report.not_listed, 1);
  EXPECT_EQ(entries(), before + 1);
  // And where only the table is asked back with what is wrong in it.
  before = entries();
  given_back("staff", "t", "name,sponsor,position\nAda,General Hospital,nurse\n");
  EXPECT_EQ(entries(), before) << "nothing to note";
  EXPECT_THAT(content(given_back("staff", "t", many + "Ada,General Hospital,党员\n")),
              HasSubstr("refused"));
  EXPECT_EQ(entries(), before + 1);
  const access::Upload upload{.name = "t", .bytes = "name,sponsor,政治面貌\nAda,x,y\n"};
  world.request.file = &upload;
  EXPECT_EQ(world.outcome(officer, "staff.import"), "C1 forbidden.politics");
}

TEST_P(ImportTest, WithoutAFileOrTheRightItIsRefused) {
  EXPECT_EQ(world.outcome(officer, "staff.import"), "no_file");
  const access::Upload upload{.name = "t", .bytes = "name\nAda\n"};
  world.request.file = &upload;
  EXPECT_EQ(world.outcome(world.holder(access::Role::area_manager, county), "staff.import"),
            "not_allowed");
  EXPECT_EQ(world.outcome(officer, "staff.import", {{"sheet", "x"}}), "no_such_sheet");
}

TEST_P(ImportTest, LanguagesSkillsAndFitness) {
  const std::string table =
      "number,name,sponsor,languages,skills,fit until,conflict declared\n"
      "1,Ada,General Hospital,\"Hill (working, 2024-03-01); River (fluent, 2025-06-30)\","
      "law,2027-01-31,no\n"
      "2,Bo,General Hospital,Hill,law; law,2027-01-31,yes\n"
      "3,Cy,General Hospital,\"Hill (fluent, 2099-01-01)\",,,\n";
  EXPECT_THAT(told(import("staff", table, {{"mode", "good_rows_now"}})),
              ElementsAre("3 refused D3 not_tested", "4 refused D4 in_future", "2 added"));
  const json::value ada = only_staff("Ada");
  EXPECT_EQ(base::write_json(ada.at("languages")),
            R"([{"language":"Hill","level":"working","tested_on":"2024-03-01"},)"
            R"({"language":"River","level":"fluent","tested_on":"2025-06-30"}])");
  EXPECT_EQ(base::write_json(ada.at("skills")), R"([{"skill":"law","level":"basic"}])");
  EXPECT_EQ(ada.at("fit_until"), "2027-01-31");
  // The same again, and then another level; an empty cell leaves what is there, none takes it away.
  EXPECT_EQ(import("staff", table, {{"mode", "good_rows_now"}}).same, 1);
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor,languages,skills,fit until\n"
                          "1,Ada,General Hospital,\"River (fluent, 2025-06-30)\",none,\n")),
              ElementsAre("2 changed languages: Hill (working, 2024-03-01); River (fluent, "
                          "2025-06-30) -> River (fluent, 2025-06-30) skills: law (basic) -> none"));
}

TEST_P(ImportTest, WhoMayBePostedWhenAndIsNeededAtHome) {
  EXPECT_THAT(
      told(import("staff",
                  "工号,姓名,派出单位,可派驻时间,本岗必需期限\n"
                  "1,Ada,General Hospital,２０２７年3月1日起不可派驻；2027-09-01可,2027-06-30\n"
                  "2,Bo,General Hospital,等通知,\n",
                  {{"mode", "good_rows_now"}})),
      ElementsAre("3 refused D3 not_availability", "2 added"));
  const std::string table =
      "number,name,sponsor,may be posted,needed until\n"
      "1,Ada,General Hospital,2027-03-01 no; 2027-09-01 yes,2027-06-30\n";
  EXPECT_EQ(import("staff", table).same, 1);
  EXPECT_THAT(told(import("staff",
                          "number,name,sponsor,may be posted,needed until\n"
                          "1,Ada,General Hospital,2027-04-01 no,none\n")),
              ElementsAre("2 changed may be posted: 2027-03-01 no; 2027-09-01 yes -> 2027-04-01 no "
                          "needed until: 2027-06-30 -> none"));
}

TEST_P(ImportTest, DaysOfTheCalendar) {
  const std::string notice =
      "2026年放假安排\n"
      "日期,安排,节日\n"
      "２０２６年10月1日,放假,国庆节 \n"
      "2026-10-02,节假日,国庆节\n"
      "2026-10-10,上班,国庆节调休\n";
  EXPECT_THAT(told(import("calendar", notice, {{"check", true}})),
              ElementsAre("3 added", "4 added", "5 added"));
  EXPECT_TRUE(import("calendar", notice).written);
  EXPECT_EQ(import("calendar", notice).same, 3);
  EXPECT_EQ(
      world.ask(officer, "calendar.deadline", {{"from", "2026-09-30"}, {"days", 1}}).at("day"),
      "2026-10-05");
  EXPECT_THAT(told(import("calendar",
                          "day,kind,name\n"
                          "2026-10-02,holiday,National day\n"
                          "2026-10-03,holiday,\n"
                          "2026-10-06,make-up,Worked\n"
                          "2026-10-02,holiday,Twice\n"
                          "10/11/2026,holiday,Which\n"
                          "2026-10-07,maybe,Which\n",
                          {{"mode", "good_rows_now"}})),
              ElementsAre("2 refused C2 twice", "3 refused C3 missing",
                          "4 refused B4 worked_anyway", "5 refused A5 twice",
                          "6 refused A6 ambiguous_date", "7 refused B7 unknown_choice"));
  // A list that was taken out comes back and changes nothing.
  for (const base::Language language : {base::Language::en, base::Language::zh}) {
    world.request.language = language;
    const auto file =
        world.service().list_file(world.operation("calendar.list"), officer, world.request,
                                  {{"from", "2026-01-01"}, {"to", "2026-12-31"}}, {});
    std::string bytes;
    while (!file->bytes.at_end()) {
      bytes += file->bytes.next(std::size_t{1} << 16U);
    }
    EXPECT_EQ(import("calendar", bytes).same, 3) << bytes;
  }
}

}  // namespace
}  // namespace sojourn::stages::programme
