// Past and running postings taken from a table: whom a row is about, what is added, changed, the
// same and refused, and why.
#include "stages/placement/posting_import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/unit/imports/told.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using imports::Report;
using programme::text_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PostingImportTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};
  std::string county = world.area("Weir County", "county");
  std::string upper = world.site("Upper Weir", county, {{"code", "U"}});
  std::string lower = world.site("Lower Weir", county);
  std::string hospital = world.sponsor("Hospital", county);
  std::string school = world.sponsor("School", county);
  std::string ada = world.staff("Ada", hospital, {{"code", "1"}});
  std::string bo = world.staff("Bo", hospital, {{"code", "2"}});

  Report import(std::string_view bytes, const json::object& how = {},
                base::Language language = base::Language::en) {
    const access::Upload upload{.name = "postings.csv", .bytes = bytes};
    world.request.file = &upload;
    world.request.language = language;
    const json::value body = world.ask(world.officer(), "posting.import", how);
    world.request.file = nullptr;
    return base::decode<Report>(body);
  }
  Report good_rows(std::string_view bytes) { return import(bytes, {{"mode", "good_rows_now"}}); }
  /// "Ada Upper Weir leader 2024-01-01 2024-12-31 deputy head", by first days.
  std::vector<std::string> kept() {
    std::vector<std::string> made;
    const json::value list = world.ask(world.officer(), "posting.list", json::object());
    for (const json::value& each : list.at("items").as_array()) {
      const auto or_dash = [&](std::string_view member) {
        const json::value* found = each.as_object().if_contains(member);
        return found == nullptr || found->is_null() ? std::string("-") : text_of(each, member);
      };
      made.push_back(fmt::format("{} {} {} {} {} {}", text_of(each, "staff_name"),
                                 text_of(each, "site_name"), text_of(each, "role"),
                                 text_of(each, "from_day"), or_dash("to_day"),
                                 or_dash("second_office")));
    }
    std::sort(made.begin(), made.end());
    return made;
  }
  void make(const std::string& staff, const std::string& site, std::string_view from,
            const json::object& more = {}) {
    json::object input{
        {"staff", staff}, {"site", site}, {"role", "member"}, {"from_day", from}, {"source", "x"}};
    for (const auto& each : more) {
      input[each.key()] = each.value();
    }
    ASSERT_EQ(world.outcome(world.officer(), "posting.make", input), "done");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PostingImportTest, programme::both_engines,
                         programme::engine_name);

TEST_P(PostingImportTest, ChineseHeadingsPastAndRunning) {
  const std::string table =
      "派驻人员名单\n"
      "姓名,工号,驻点,角色,起始日期,结束日期,第二职务\n"
      "Ada,１,Upper Weir,队长,2024年1月1日,2024-12-31,副镇长（镇人大任命）\n"
      "Ada,1,Lower Weir,队员,2025-01-01,至今,\n"
      "Bo,2,U,队员,2025/3/1,,无\n";
  EXPECT_THAT(told(import(table, {{"check", true}})), ElementsAre("3 added", "4 added", "5 added"));
  EXPECT_THAT(kept(), IsEmpty());
  Report report = import(table);
  EXPECT_TRUE(report.written);
  EXPECT_EQ(report.listed.at(0).name, "Ada");
  EXPECT_THAT(kept(), ElementsAre("Ada Lower Weir member 2025-01-01 - -",
                                  "Ada Upper Weir leader 2024-01-01 2024-12-31 "
                                  "副镇长（镇人大任命）",
                                  "Bo Upper Weir member 2025-03-01 - -"));
  // The same again changes nothing.
  report = import(table);
  EXPECT_EQ(report.same, 3);
  EXPECT_FALSE(report.written);
}

TEST_P(PostingImportTest, ARunningPostingEndsByTheNextList) {
  make(ada, upper, "2025-01-01");
  const std::string table =
      "number,site,role,from,to,second office\n"
      "1,U,member,2025-01-01,2025-12-31,deputy head of the township\n"
      "1,Lower Weir,member,2026-01-01,,\n";
  EXPECT_THAT(told(import(table)),
              ElementsAre("2 changed to: none -> 2025-12-31 second office: none -> deputy head of "
                          "the township",
                          "3 added"));
  EXPECT_EQ(import(table).same, 2);
  // Not longer than it was, not of the other role.
  EXPECT_THAT(told(import("number,site,role,from,to\n1,U,leader,2025-01-01,2026-01-31\n")),
              ElementsAre("2 refused E2 longer C2 other_role D2 posted_already"));
}

TEST_P(PostingImportTest, AListWithTheNewestFirstIsTakenInOneRun) {
  make(ada, upper, "2025-01-01");
  const std::string table =
      "number,site,role,from,to\n"
      "1,Lower Weir,member,2026-01-01,\n"
      "1,U,member,2025-01-01,2025-12-31\n"
      "1,Lower Weir,member,2024-01-01,2024-12-31\n"
      "1,Lower Weir,member,2023,\n";
  const auto all = ElementsAre("5 refused D5 not_date", "2 added",
                               "3 changed to: none -> 2025-12-31", "4 added");
  EXPECT_THAT(told(import(table, {{"check", true}})), all);
  EXPECT_THAT(told(good_rows(table)), all);
  EXPECT_EQ(good_rows(table).same, 3);
}

TEST_P(PostingImportTest, NobodyIsAtTwoSitesOnOneDay) {
  make(ada, upper, "2025-06-01", {{"to_day", "2025-08-31"}});
  const Report report = good_rows(
      "number,name,site,role,from,to\n"
      "1,Ada,Lower Weir,member,2025-08-31,2025-12-31\n"
      "2,Bo,Upper Weir,member,2024-01-01,\n"
      "2,Bo,Lower Weir,member,2025-01-01,2025-02-01\n"
      "2,Bo,Lower Weir,member,2023-01-01,2023-12-31\n"
      "2,Bo,Lower Weir,member,2023-01-01,2023-12-31\n");
  EXPECT_THAT(told(report),
              ElementsAre("2 refused E2 posted_already", "4 refused E4 posted_already",
                          "6 refused E6 posted_already", "3 added", "5 added"));
  EXPECT_EQ(report.listed[0].problems[0].detail,
            "From 2025-06-01 to 2025-08-31 the person is posted to Upper Weir.");
  EXPECT_EQ(report.listed[1].problems[0].detail,
            "Row 3 posts the same person on one of these days. Which one is right?");
}

TEST_P(PostingImportTest, EveryReasonIsToldAtItsCell) {
  const Report report = import(
      "number,site,role,from,to\n"
      "9,Uper Weir,chief,03/04/2025,2025-13-01\n"
      "1,,member,2025-02-01,2025-01-01\n"
      "1,U,,2025-02-01,2025-01-01\n"
      "1,U,member,2025-02-01,2025-01-01\n"
      ",U,member,2025-02-01,\n");
  EXPECT_THAT(told(report),
              ElementsAre("2 refused B2 unknown C2 unknown_choice D2 ambiguous_date E2 not_date A2 "
                          "unknown",
                          "3 refused B3 missing", "4 refused C4 missing",
                          "5 refused E5 before_first", "6 refused 6 missing"));
  EXPECT_THAT(report.listed[0].problems[0].accepted, ElementsAre("Upper Weir"));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_P(PostingImportTest, WhomARowIsAboutIsAskedRatherThanGuessed) {
  world.staff("Ada", school);
  world.staff("Cy", school);
  world.staff("Cy", school);
  const Report report = good_rows(
      "number,name,sponsor,site,role,from,to\n"
      ",Ada,School,U,member,2020-01-01,2020-12-31\n"
      ",Ada,,U,member,2021-01-01,2021-12-31\n"
      ",Cy,School,U,member,2021-01-01,2021-12-31\n"
      "2,Ada,,U,member,2021-01-01,2021-12-31\n"
      ",Bo,School,U,member,2021-01-01,2021-12-31\n"
      ",Boo,School,U,member,2021-01-01,2021-12-31\n"
      ",Bo,Schol,U,member,2021-01-01,2021-12-31\n");
  EXPECT_THAT(told(report), ElementsAre("3 refused B3 which_one", "4 refused B4 which_one",
                                        "5 refused A5 other_name", "6 refused C6 other_sponsor",
                                        "7 refused B7 unknown", "8 refused C8 unknown", "2 added"));
  EXPECT_EQ(report.listed[0].problems[0].accepted.size(), 2U);
  EXPECT_THAT(report.listed[2].problems[0].accepted, ElementsAre("Bo, Hospital (2)"));
}

TEST_P(PostingImportTest, WhoLeftAndClosedSitesHavePastPostingsOnly) {
  const json::value person = world.ask(world.officer(), "staff.show", {{"id", ada}});
  const json::value site = world.ask(world.officer(), "site.show", {{"id", lower}});
  ASSERT_EQ(world.outcome(world.officer(), "staff.close",
                          {{"id", ada}, {"reason", "left"}, {"version", person.at("version")}}),
            "done");
  ASSERT_EQ(world.outcome(world.officer(), "site.close",
                          {{"id", lower}, {"reason", "flooded"}, {"version", site.at("version")}}),
            "done");
  EXPECT_THAT(told(good_rows("number,site,role,from,to\n"
                             "1,U,member,2024-01-01,\n"
                             "1,U,member,2023-01-01,2023-12-31\n"
                             "2,Lower Weir,member,2024-01-01,\n"
                             "2,Lower Weir,member,2023-01-01,2023-12-31\n")),
              ElementsAre("2 refused A2 closed", "4 refused B4 closed", "3 added", "5 added"));
}

TEST_P(PostingImportTest, TheSameTableComesBackWithTheReasons) {
  const access::Upload upload{.name = "postings.csv",
                              .bytes =
                                  "姓名,工号,驻点,角色,起始日期\nAda,1,Upper Weir,队长,2024-01-01\n"
                                  "Ada,2,Upper Weir,队长,2025-01-01\n"};
  world.request.file = &upload;
  world.request.language = base::Language::zh;
  const access::Answer answer = world.service().run(world.operation("posting.problems"),
                                                    world.officer(), world.request, json::object());
  world.request.file = nullptr;
  EXPECT_EQ(answer.body.at("refused").to_number<int>(), 1);
  ASSERT_TRUE(answer.file);
  ASSERT_TRUE(answer.file->passing);
  EXPECT_EQ(answer.file->passing->next(answer.file->passing->size()),
            "姓名,工号,驻点,角色,起始日期,处理结果,问题\n"
            "Ada,1,Upper Weir,队长,2024-01-01,新增,\n"
            "Ada,2,Upper Weir,队长,2025-01-01,拒绝,\""
            "工号: 此工号的人是另一个姓名。工号和姓名哪个正确？ [Bo, Hospital (2)]\"\n");
}

TEST_P(PostingImportTest, WhatSojournIsNotForIsNotTaken) {
  EXPECT_THAT(told(import("number,site,role,from,second office\n"
                          "1,U,member,2025-02-01,keeper of the household register\n")),
              ElementsAre(HasSubstr("2 refused E2 forbidden.")));
  EXPECT_THAT(world.outcome(world.officer(), "posting.make",
                            {{"staff", ada},
                             {"site", upper},
                             {"role", "member"},
                             {"from_day", "2025-01-01"},
                             {"source", "x"},
                             {"second_office", "keeper of the household register"}}),
              HasSubstr("/second_office forbidden."));
}

}  // namespace
}  // namespace sojourn::stages::placement
