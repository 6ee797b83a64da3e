// Tables of placing, wishes, pins, given points, scores and announced leads: whom a row is about,
// what is added, changed, the same and refused, and why.
#include "stages/placement/pair_import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/json.h"
#include "tests/unit/imports/told.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using imports::Report;
using testing::ElementsAre;
using testing::IsEmpty;

class PairImportTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};
  std::string county = world.area("Weir County", "county");
  std::string upper = world.site("Upper Weir", county, {{"code", "U"}});
  std::string lower = world.site("Lower Weir", county, {{"code", "L"}});
  std::string hospital = world.sponsor("Hospital", county);
  std::string school = world.sponsor("School", county);
  std::string ada = world.staff("Ada", hospital, {{"code", "1"}});
  std::string bo = world.staff("Bo", hospital, {{"code", "2"}});

  Report import(const std::string& noun, std::string_view bytes, const json::object& how = {}) {
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    world.request.file = &upload;
    const json::value body = world.ask(world.officer(), noun + ".import", how);
    world.request.file = nullptr;
    return base::decode<Report>(body);
  }
  /// The open statements of a kind, oldest first, each by some of its members: "Ada Upper Weir
  /// first". What there is not is "-".
  std::vector<std::string> kept(const std::string& noun, const std::vector<std::string>& members) {
    std::vector<std::string> made;
    const json::value list = world.ask(world.officer(), noun + ".list", json::object());
    for (const json::value& each : list.at("items").as_array()) {
      std::string text;
      for (const std::string& member : members) {
        const json::value* found = each.as_object().if_contains(member);
        const bool none = found == nullptr || found->is_null();
        text += text.empty() ? "" : " ";
        text += none                 ? "-"
                : found->is_string() ? std::string(found->as_string())
                                     : json::serialize(*found);
      }
      made.push_back(std::move(text));
    }
    std::sort(made.begin(), made.end());
    return made;
  }
  void close(const std::string& noun, const std::string& id) {
    const json::value now = world.ask(world.officer(), noun + ".show", {{"id", id}});
    ASSERT_EQ(world.outcome(world.officer(), noun + ".close",
                            {{"id", id},
                             {"reason", noun == "staff" ? "left" : "flooded"},
                             {"version", now.at("version")}}),
              "done");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PairImportTest, programme::both_engines, programme::engine_name);

TEST_P(PairImportTest, WishesOfAnOffice) {
  const std::string table =
      "志愿汇总表\n"
      "姓名,工号,驻点,志愿\n"
      "Ada　,１,Upper Weir,第一志愿\n"
      "Ada,1, L ,2\n"
      "Bo,2,U,不去\n";
  EXPECT_THAT(told(import("wish", table, {{"check", true}})),
              ElementsAre("3 added", "4 added", "5 added"));
  EXPECT_THAT(kept("wish", {"staff_name"}), IsEmpty());
  EXPECT_TRUE(import("wish", table).written);
  const std::vector<std::string> members = {"staff_name", "site_name", "rank"};
  EXPECT_THAT(kept("wish", members),
              ElementsAre("Ada Lower Weir second", "Ada Upper Weir first", "Bo Upper Weir refuse"));
  const Report again = import("wish", table);
  EXPECT_EQ(again.same, 3);
  EXPECT_FALSE(again.written);
  // One wish for a pair: the next table says it anew.
  EXPECT_THAT(told(import("wish", "number,site,wish\n1,U,third\n1,L,second\n")),
              ElementsAre("2 changed wish: first -> third"));
  EXPECT_THAT(kept("wish", members),
              ElementsAre("Ada Lower Weir second", "Ada Upper Weir third", "Bo Upper Weir refuse"));
}

TEST_P(PairImportTest, EveryReasonIsToldAndNothingIsWritten) {
  close("staff", bo);
  close("site", lower);
  const Report report = import("wish",
                               "number,name,site,wish\n"
                               "1,,U,first\n"
                               "1,,U,second\n"
                               "1,,Uper Weir,fourth\n"
                               "2,,U,first\n"
                               ",Bo,U,first\n"
                               "1,,L,first\n"
                               ",Ada,U,first\n"
                               "9,,U,\n"
                               ",,U,first\n");
  EXPECT_THAT(told(report),
              ElementsAre("2 refused B2 twice", "3 refused B3 twice",
                          "4 refused C4 unknown D4 unknown_choice", "5 refused A5 closed",
                          "6 refused B6 closed", "7 refused C7 closed", "8 refused B8 which_one",
                          "9 refused A9 unknown", "10 refused B10 missing"));
  EXPECT_EQ(
      report.listed[0].problems[0].detail,
      "Row 3 is about the same record. Which one is right? Leave one of them out, or tell them "
      "apart by their numbers.");
  EXPECT_FALSE(report.written);
  EXPECT_THAT(kept("wish", {"staff_name"}), IsEmpty());
  // Of a record that there is, two rows are asked about as well.
  ASSERT_TRUE(import("wish", "number,site,wish\n1,U,first\n").written);
  EXPECT_THAT(told(import("wish", "number,site,wish\n1,U,second\n1,U,third\n")),
              ElementsAre("2 refused 2 twice", "3 refused 3 twice"));
}

TEST_P(PairImportTest, AColumnThatTheFileDoesNotHaveIsNamedInTheReadersLanguage) {
  world.request.language = base::Language::zh;
  const Report report = import("wish", "工号,志愿\n1,1\n");
  EXPECT_EQ(report.listed.at(0).problems.at(0).column, "驻点");
}

TEST_P(PairImportTest, ARefusalOfTheirOwnStaysConfidential) {
  world.database().change(db::Caller::program(), "test.keep", [&](db::Change& change) {
    change.insert(Wish::table, Wish{.id = change.new_id<Wish>(),
                                    .staff = *base::Id<Staff>::from_text(ada),
                                    .site = *base::Id<Site>::from_text(upper),
                                    .rank = WishRank::refuse,
                                    .confidential = true});
  });
  EXPECT_THAT(told(import("wish", "number,site,wish\n1,U,refuse\n")), IsEmpty());
  EXPECT_THAT(kept("wish", {"staff_name", "rank", "confidential"}), ElementsAre("Ada refuse true"));
}

TEST_P(PairImportTest, PinsAndGivenPointsHaveAReason) {
  EXPECT_THAT(told(import("pin",
                          "工号,驻点,指定要求,担任角色,理由\n"
                          "1,U,必须,队长,knows the valley\n"
                          "2,U,不得,,cousin of the cashier\n"
                          "2,L,必须,,\n")),
              ElementsAre("4 refused E4 missing", "2 added", "3 added"));
  EXPECT_TRUE(import("pin",
                     "工号,驻点,指定要求,担任角色,理由\n"
                     "1,U,必须,队长,knows the valley\n"
                     "2,U,不得,,cousin of the cashier\n")
                  .written);
  EXPECT_THAT(kept("pin", {"staff_name", "site_name", "rule", "role", "reason"}),
              ElementsAre("Ada Upper Weir must leader knows the valley",
                          "Bo Upper Weir never any cousin of the cashier"));
  EXPECT_THAT(told(import("cost",
                          "number,site,points,reason\n"
                          "1,U,-250,served there well\n"
                          "1,L,2000000000,far\n"
                          "2,U,much,far\n")),
              ElementsAre("3 refused C3 out_of_range", "4 refused C4 not_whole", "2 added"));
  EXPECT_TRUE(import("cost", "number,site,points,reason\n1,U,-250,served there well\n").written);
  EXPECT_THAT(kept("cost", {"staff_name", "site_name", "points", "reason"}),
              ElementsAre("Ada Upper Weir -250 served there well"));
  EXPECT_EQ(import("cost", "number,site,points,reason\n1,U,-250,served there well\n").same, 1);
}

TEST_P(PairImportTest, ScoresAndLeadsOfSponsors) {
  EXPECT_THAT(told(import("affinity",
                          "site,sponsor,score\n"
                          "U,Hospital,80\n"
                          "U,School,101\n"
                          "U,Hospitl,5\n"
                          "U,,5\n")),
              ElementsAre("3 refused C3 out_of_range", "4 refused B4 unknown",
                          "5 refused B5 missing", "2 added"));
  EXPECT_TRUE(import("affinity", "驻点,派出单位,契合度\nU,Hospital,80\nU,School,0\n").written);
  EXPECT_THAT(told(import("affinity", "site,sponsor,score\nU,Hospital,70\nU,School,0\n")),
              ElementsAre("2 changed score: 80 -> 70"));
  EXPECT_THAT(kept("affinity", {"site_name", "sponsor_name", "score"}),
              ElementsAre("Upper Weir Hospital 70", "Upper Weir School 0"));
  // A site has one lead sponsor, whichever it is.
  EXPECT_THAT(told(import("lead",
                          "site,sponsor,reason\n"
                          "U,Hospital,its clinic is there\n"
                          "U,School,its school is there\n")),
              ElementsAre("2 refused A2 twice", "3 refused A3 twice"));
  EXPECT_TRUE(import("lead", "site,sponsor,reason\nU,Hospital,its clinic is there\n").written);
  EXPECT_THAT(
      told(import("lead", "site,sponsor,reason\nU,School,its school is there\n")),
      ElementsAre("2 changed sponsor: Hospital -> School reason: its clinic is there -> its "
                  "school is there"));
  EXPECT_THAT(kept("lead", {"site_name", "sponsor_name"}), ElementsAre("Upper Weir School"));
}

TEST_P(PairImportTest, WhatPlacingGoesBy) {
  const json::object without_place{{"without_place", true}};
  const auto missing = [&] {
    std::vector<std::string> made;
    const json::value list = world.ask(world.officer(), "placing.list", without_place);
    for (const json::value& each : list.at("items").as_array()) {
      made.push_back(programme::text_of(each, "name"));
    }
    return made;
  };
  EXPECT_THAT(missing(), ElementsAre("Ada", "Bo"));
  const std::string table =
      "工号,姓名,纬度,经度,工作年限,首次派驻,已服艰苦程度,能力,回避驻点\n"
      "1,Ada,26.5,101.25,7,否,12,80,L\n";
  EXPECT_TRUE(import("placing", table).written);
  EXPECT_EQ(import("placing", table).same, 1);
  EXPECT_THAT(missing(), ElementsAre("Bo"));
  EXPECT_THAT(kept("placing", {"name", "lat", "lon", "experience_years", "first_timer",
                               "hardship_served", "strength", "home_site_name", "version"}),
              ElementsAre("Ada 2.65E1 1.0125E2 7 false 12 80 Lower Weir 1", "Bo - - - - - - - 0"));
  // It is the person's: the record that "placing show" gives, and its history.
  const json::value shown = world.ask(world.officer(), "placing.show", {{"id", ada}});
  EXPECT_EQ(programme::text_of(shown, "home_site"), lower);
  EXPECT_EQ(
      world.ask(world.officer(), "placing.history", {{"id", ada}}).at("items").as_array().size(),
      1U);
  EXPECT_THAT(
      told(import("placing",
                  "number,latitude,longitude,strength,site to keep away from\n"
                  "1,,,90,none\n"
                  "2,26.5,,101,\n"
                  "2,,,,\n")),
      ElementsAre("3 refused C3 missing D3 out_of_range", "4 refused 4 empty",
                  "2 changed site to keep away from: Lower Weir -> none strength: 80 -> 90"));
  EXPECT_TRUE(import("placing", "number,strength,site to keep away from\n1,90,none\n").written);
  EXPECT_THAT(kept("placing", {"name", "strength", "home_site_name", "version"}),
              ElementsAre("Ada 90 - 2", "Bo - - 0"));
}

TEST_P(PairImportTest, ListsComeBackInAsTheyWentOut) {
  const std::map<std::string, std::string> tables = {
      {"placing",
       "number,latitude,longitude,strength,first term\n1,26.5,101,80,yes\n2,26.5,101,,\n"},
      {"wish", "number,site,wish\n1,U,first\n2,U,refuse\n"},
      {"pin", "number,site,pin,reason\n1,U,must,knows it\n2,U,never,cousin\n"},
      {"cost", "number,site,points,reason\n1,U,5,knows it\n2,U,6,far\n"},
      {"affinity", "site,sponsor,score\nU,Hospital,5\nL,School,6\n"},
      {"lead", "site,sponsor,reason\nU,Hospital,near\nL,School,near\n"}};
  for (const auto& [noun, table] : tables) {
    ASSERT_TRUE(import(noun, table).written) << noun;
    for (const base::Language language : {base::Language::en, base::Language::zh}) {
      const auto file =
          world.service().list_file(world.operation(noun + ".list"), world.officer(), world.request,
                                    json::object(), {.language = language});
      const std::string listed = file->bytes.next(100'000);
      const Report report = import(noun, listed);
      EXPECT_EQ(report.same, 2) << listed;
      EXPECT_EQ(report.refused, 0) << listed;
    }
  }
}

TEST_P(PairImportTest, WhatSojournIsNotForIsNotTaken) {
  const Report report = import("pin", "number,site,rule,reason\n1,U,never,wrong religion\n");
  EXPECT_EQ(report.refused, 1);
  EXPECT_FALSE(report.written);
}

TEST_P(PairImportTest, PeopleKeptApartAreOnePairWhicheverStandsFirst) {
  const std::string cleo = world.staff("Cleo", school, {{"code", "3"}});
  Report report = import("apart",
                         "工号,姓名,派出单位,对方工号,对方姓名,对方单位\n"
                         "1,,,2,,\n"
                         ",Cleo,School,,Ada,Hospital\n"
                         "2,,,2,,\n"
                         "3,,,9,,\n"
                         ",Bo,,3,,\n",
                         {{"mode", "good_rows_now"}});
  EXPECT_EQ(report.added, 2);
  EXPECT_EQ(report.refused, 3);
  EXPECT_THAT(kept("apart", {"name", "other_name"}), ElementsAre("Ada Bo", "Ada Cleo"));
  // The other way round is the same.
  report = import("apart", "number,other number\n2,1\n3,1\n");
  EXPECT_EQ(report.same, 2);
  EXPECT_FALSE(report.written);
  EXPECT_EQ(kept("apart", {"id"}).size(), 2U);
  // Two rows about one pair: neither is taken.
  report = import("apart", "number,other number\n2,3\n3,2\n", {{"mode", "good_rows_now"}});
  EXPECT_EQ(report.refused, 2);
  EXPECT_EQ(report.added, 0);
}

}  // namespace
}  // namespace sojourn::stages::placement
