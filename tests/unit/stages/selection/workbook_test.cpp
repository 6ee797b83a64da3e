// The workbook of a sponsor: given out with what the records say, and merged as it comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "imports/report.h"
#include "tests/unit/documents/workbook.h"
#include "tests/unit/stages/selection/parts.h"

namespace sojourn::stages::selection {
namespace {

namespace json = boost::json;
using imports::Report;
using programme::text_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class WorkbookTest : public programme::OnEachEngine {
 protected:
  WorkbookTest() {
    ada = fit_staff("Ada", hospital, "1");
    bo = fit_staff("Bo", hospital, "2");
    cy = world.staff("Cy", hospital, {{"code", "3"}});  // without a certificate of fitness
    fit_staff("Di", school, "4");
    const json::value round = world.ask(officer, "round.make",
                                        {{"name", "Spring"},
                                         {"area", county},
                                         {"notice", "Notice 7"},
                                         {"posts", 2},
                                         {"opens_on", "2026-11-01"},
                                         {"deadline", "2026-12-15"},
                                         {"starts_on", "2027-03-01"}});
    round_id = text_of(round, "id");
    place = text_of(world.ask(officer, "place.make",
                              {{"round", round_id}, {"sponsor", hospital}, {"places", 2}}),
                    "id");
  }

  /// Somebody whom no rule keeps out.
  std::string fit_staff(std::string_view name, const std::string& sponsor, std::string_view code) {
    const std::string id =
        world.staff(name, sponsor,
                    {{"code", code}, {"roles", json::array{"member"}}, {"hired_on", "2015-01-01"}});
    world.ask(
        officer, "staff.fitness",
        {{"id", id}, {"fit_until", "2028-01-01"}, {"declared_conflict", false}, {"version", 1}});
    return id;
  }
  std::string workbook(base::Language language = base::Language::en) {
    access::Request request = world.request;
    request.language = language;
    return world.service()
        .run(world.operation("place.workbook"), manager, request, {{"id", place}})
        .file.value()
        .bytes;
  }
  Report merge(std::string_view bytes, json::object how = {},
               std::optional<access::Asker> asker = {}) {
    const access::Upload upload{.name = "back.csv", .bytes = bytes};
    world.request.file = &upload;
    how["id"] = place;
    const json::value body = world.ask(asker.value_or(manager), "place.merge", how);
    world.request.file = nullptr;
    return base::decode<Report>(body);
  }
  static std::vector<std::string> told(const Report& report) {
    std::vector<std::string> made;
    for (const imports::RowReport& row : report.listed) {
      std::string text = fmt::format("{} {}", row.row, base::name_of(row.effect));
      for (const imports::Problem& problem : row.problems) {
        text += fmt::format(" {} {}", problem.place, problem.code);
      }
      made.push_back(std::move(text));
    }
    return made;
  }
  std::vector<std::string> named() {
    std::vector<std::string> made;
    const json::value page = world.ask(officer, "nomination.list", {{"round", round_id}});
    for (const json::value& each : page.at("items").as_array()) {
      made.push_back(text_of(each, "name") + " " + text_of(each, "answer"));
    }
    std::sort(made.begin(), made.end());
    return made;
  }
  json::value reply() { return world.ask(officer, "place.show", {{"id", place}}); }

  programme::World world{GetParam(), selection_parts()};
  access::Asker officer = world.officer();
  std::string county = world.area("Weir County", "county");
  std::string hospital = world.sponsor("General Hospital", county);
  std::string school = world.sponsor("School", county);
  access::Asker manager = world.holder(access::Role::sponsor_manager, hospital);
  std::string ada, bo, cy, round_id, place;
};
INSTANTIATE_TEST_SUITE_P(Engines, WorkbookTest, programme::both_engines, programme::engine_name);

TEST_P(WorkbookTest, HoldsTheOwnStaffAndWhomARuleKeepsOut) {
  const std::vector<std::string> rows = documents::rows_of({.name = "w", .bytes = workbook()});
  ASSERT_THAT(rows, SizeIs(6));
  EXPECT_THAT(rows[0],
              testing::StartsWith("1: A=General Hospital: Spring, notice Notice 7 (place_"));
  EXPECT_THAT(rows[1], HasSubstr("for up to 2 people"));
  EXPECT_EQ(rows[2],
            "3: A=id B=Staff number C=Name D=Position E=Grade F=Hired on G=Languages H=Skills "
            "I=Fit until J=Kept out by K=Nominate L=Willing");
  EXPECT_THAT(rows[3], AllOf(HasSubstr(ada), HasSubstr("C=Ada"), testing::Not(HasSubstr("J="))));
  EXPECT_THAT(rows[5], AllOf(HasSubstr("C=Cy"), HasSubstr("J=")));
  EXPECT_THAT(rows, testing::Each(testing::Not(HasSubstr("Di"))));
  EXPECT_THAT(documents::rows_of({.name = "w", .bytes = workbook(base::Language::zh)})[2],
              AllOf(HasSubstr("推荐"), HasSubstr("姓名")));
}

TEST_P(WorkbookTest, ComesBackAndIsMergedOnce) {
  const std::string back = fmt::format(
      "General Hospital: Spring,,,,\nid,Staff number,Name,Nominate,Willing\n{},1,Ada,yes,yes\n"
      "{},2,Bo,Yes,\n{},3,Cy,,\n",
      ada, bo, cy);
  EXPECT_EQ(merge(back, {{"check", true}}).changed, 2);
  EXPECT_THAT(named(), IsEmpty());
  EXPECT_TRUE(reply().as_object().if_contains("replied_on") == nullptr ||
              reply().at("replied_on").is_null());
  const Report report = merge(back, {{"source", "Letter 3"}});
  EXPECT_TRUE(report.written);
  EXPECT_THAT(told(report), ElementsAre("3 changed", "4 changed"));
  EXPECT_THAT(named(), ElementsAre("Ada willing", "Bo asked"));
  EXPECT_EQ(reply().at("nominees"), 2);
  EXPECT_EQ(reply().at("reply_source"), "Letter 3");
  // Its strength comes from the record, as when somebody is named one by one.
  const json::value page = world.ask(officer, "nomination.list", {{"round", round_id}});
  EXPECT_EQ(page.at("items").at(0).at("strength"), 30);
  // The same again changes nothing, and the next workbook knows whom it named.
  EXPECT_EQ(merge(back).changed, 0);
  const std::vector<std::string> rows = documents::rows_of({.name = "w", .bytes = workbook()});
  EXPECT_THAT(rows[3], HasSubstr("K=yes L=yes"));
  EXPECT_THAT(rows[4], HasSubstr("K=yes"));
  // What came out of Sojourn goes in again, in Chinese too.
  EXPECT_EQ(merge(workbook(base::Language::zh)).same, 3);
  EXPECT_THAT(told(merge(fmt::format("id,name,willing\n{},Bo,no\n", bo))),
              ElementsAre("2 changed"));
  EXPECT_THAT(named(), ElementsAre("Ada willing", "Bo unwilling"));
}

TEST_P(WorkbookTest, WhatARuleForbidsIsRefusedAtItsCell) {
  const std::string back =
      "number,name,nominate,willing\n"
      "3,Cy,yes,yes\n"    // not fit
      "4,Di,yes,yes\n"    // of another sponsor
      "9,Eve,yes,yes\n"   // nobody
      "1,Ada,,yes\n"      // willing to what?
      "2,Bo,perhaps,\n";  // neither yes nor no
  const Report report = merge(back);
  EXPECT_FALSE(report.written);
  EXPECT_THAT(told(report), ElementsAre("2 refused C2 short_service C2 not_fit",
                                        "3 refused B3 unknown_staff", "4 refused B4 unknown_staff",
                                        "5 refused D5 not_named", "6 refused C6 not_yes_no"));
  EXPECT_THAT(named(), IsEmpty());
  // More than its places: the first ones are taken where good rows are wanted.
  fit_staff("Fay", hospital, "6");
  EXPECT_THAT(told(merge("number,name,nominate\n1,Ada,yes\n2,Bo,yes\n6,Fay,yes\n",
                         {{"mode", "good_rows_now"}})),
              ElementsAre("4 refused C4 no_place_left", "2 changed", "3 changed"));
  EXPECT_THAT(named(), ElementsAre("Ada asked", "Bo asked"));
  // A nomination is not taken back by a cell, and whoever was withdrawn is not named again.
  EXPECT_THAT(told(merge("number,name,nominate\n1,Ada,no\n")),
              ElementsAre("2 refused C2 withdraw"));
  const json::value page = world.ask(officer, "nomination.list", {{"round", round_id}});
  for (const json::value& each : page.at("items").as_array()) {
    if (text_of(each, "name") == "Ada") {
      world.ask(manager, "nomination.withdraw",
                {{"id", text_of(each, "id")}, {"reason", "moved"}, {"version", 1}});
    }
  }
  EXPECT_THAT(told(merge("number,name,nominate\n1,Ada,yes\n")),
              ElementsAre("2 refused C2 not_standing"));
}

TEST_P(WorkbookTest, AnEmptyOneIsAReplyAndAClosedRoundTakesNone) {
  EXPECT_TRUE(merge("number,name,nominate\n1,Ada,\n").written);
  EXPECT_EQ(reply().at("nominees"), 0);
  world.ask(officer, "round.close", {{"id", round_id}, {"reason", "done"}, {"version", 1}});
  EXPECT_EQ(world.outcome(manager, "place.workbook", {{"id", place}}), "closed");
}

}  // namespace
}  // namespace sojourn::stages::selection
