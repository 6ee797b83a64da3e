// Statements of need taken from tables: which site or sponsor a row is about, what is added,
// follows, stays and is refused, and why.
#include "stages/need/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/unit/imports/told.h"
#include "tests/unit/stages/need/world.h"

namespace sojourn::stages::need {
namespace {

namespace json = boost::json;
using imports::Report;
using programme::text_of;
using testing::ElementsAre;
using testing::IsEmpty;

class NeedImportTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), need_parts()};
  std::string county = world.area("Weir County", "county");
  std::string north = world.area("North Town", "township", county);
  std::string south = world.area("South Town", "township", county);
  std::string upper = world.site("Upper Weir", north, {{"code", "U1"}});
  std::string bridge = world.site("Bridge", north);
  std::string other_bridge = world.site("Bridge", south, {{"code", "B2"}});
  std::string hospital = world.sponsor("Hospital", county);

  Report import(const std::string& kind, std::string_view bytes, const json::object& how = {}) {
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    world.request.file = &upload;
    const json::value body = world.ask(world.officer(), kind + ".import", how);
    world.request.file = nullptr;
    return base::decode<Report>(body);
  }
  Report good_rows(const std::string& kind, std::string_view bytes) {
    return import(kind, bytes, {{"mode", "good_rows_now"}});
  }
  json::array kept(const std::string& kind) {
    return world.ask(world.officer(), kind + ".list", json::object()).at("items").as_array();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, NeedImportTest, programme::both_engines, programme::engine_name);

TEST_P(NeedImportTest, AReportThatDiffersFollowsTheOneThatThereIs) {
  const std::string table =
      "各村在岗情况统计表\n"
      "驻点编号,村名,派员方,在岗人数,统计日期,依据\n"
      "Ｕ1,Upper Weir ,项目,２,2026年11月1日,月报\n"
      "B2,,自有单位,4,2026/11/1,月报\n";
  EXPECT_THAT(told(import("staffing", table, {{"check", true}})),
              ElementsAre("3 added", "4 added"));
  EXPECT_THAT(kept("staffing"), IsEmpty());
  EXPECT_TRUE(import("staffing", table).written);
  // The same again changes nothing.
  Report report = import("staffing", table);
  EXPECT_EQ(report.same, 2);
  EXPECT_FALSE(report.written);
  // An empty cell leaves what is there; what differs is said anew, and what was said stays.
  report = import("staffing",
                  "site,staffed by,in post,from day,source\n"
                  "Upper Weir,,3,2026-11-01,\n");
  EXPECT_THAT(told(report), ElementsAre("2 changed in post: 2 -> 3"));
  const json::array list = kept("staffing");
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].at("in_post"), 3);
  EXPECT_EQ(text_of(list[0], "source"), "月报");
  EXPECT_EQ(text_of(list[0], "recorded_on"), "2026-11-26");
  EXPECT_EQ(world.ask(world.officer(), "need.explain", {{"id", upper}}).at("in_post"), 3);
  const json::value history =
      world.ask(world.officer(), "staffing.history", {{"id", text_of(list[0], "id")}});
  EXPECT_EQ(text_of(history.at("items").at(0), "operation"), "staffing.import");
  // Withdrawn, it is no more what a row differs from.
  world.ask(world.officer(), "staffing.withdraw",
            {{"id", text_of(list[0], "id")}, {"reason", "a slip"}, {"version", 1}});
  EXPECT_EQ(import("staffing", table).same, 2);
}

TEST_P(NeedImportTest, ASiteIsMeantByNumberElseByNameAndArea) {
  const Report report = good_rows(
      "other_post",
      "site number,site,area,programme,posts,from,source\n"
      ",Bridge,,doctors,1,2026-01-01,list\n"               // 2: two of that name
      ",Bridge,South Town,doctors,1,2026-01-01,list\n"     // 3
      "B2,Upper Weir,,teachers,1,2026-01-01,list\n"        // 4: number and name disagree
      "U1,,South Town,teachers,1,2026-01-01,list\n"        // 5: number and area disagree
      "U9,,,teachers,1,2026-01-01,list\n"                  // 6
      ",Upper Wier,,teachers,1,2026-01-01,list\n"          // 7
      ",Bridge,North Twon,teachers,1,2026-01-01,list\n"    // 8
      ",,,teachers,1,2026-01-01,list\n"                    // 9
      "B2,Bridge,Weir County,doctors,2,2026-01-01,list\n"  // 10: again the matter of row 3
      "B2,,,doctors,2,2026-02-01,list\n");                 // 11: from another day
  EXPECT_THAT(told(report),
              ElementsAre("2 refused B2 which_one", "3 refused B3 twice", "4 refused A4 other_name",
                          "5 refused C5 other_area", "6 refused A6 unknown", "7 refused B7 unknown",
                          "8 refused C8 unknown", "9 refused B9 missing", "10 refused F10 twice",
                          "11 added"));
  EXPECT_THAT(report.listed[0].problems[0].accepted,
              ElementsAre(testing::StartsWith("Bridge, North Town"), "Bridge, South Town (B2)"));
  EXPECT_EQ(kept("other_post").size(), 1U);
  EXPECT_EQ(world.outcome(world.officer(), "site.close",
                          {{"id", upper}, {"reason", "left"}, {"version", 1}}),
            "done");
  EXPECT_THAT(told(import("other_post",
                          "site,programme,posts,from,source\n"
                          "Upper Weir,doctors,1,2026-01-01,list\n")),
              ElementsAre("2 refused A2 closed"));
}

TEST_P(NeedImportTest, LinesOfNeedAndQuotas) {
  EXPECT_THAT(told(good_rows("need",
                             "驻点,角色,技能,最低人数,目标人数,起始日期,确定单位,依据\n"
                             "Upper Weir,工作队,,2,3,2027-01-01,县委组织部,会议纪要\n"
                             "Upper Weir,队员,水利,0,１,2027-01-01,县委组织部,会议纪要\n"
                             "Upper Weir,队员,,1,2,2027-01-01,县委组织部,会议纪要\n"
                             "Upper Weir,队长,无,1,2,2027-01-01,县委组织部,会议纪要\n"
                             "B2,全队,,4,3,03/04/2027,县委组织部,会议纪要\n"
                             "B2,全队,,二,3,2027-01-01,,会议纪要\n")),
              ElementsAre("4 refused C4 missing", "5 refused E5 out_of_range",
                          "6 refused F6 ambiguous_date", "7 refused D7 not_whole G7 missing",
                          "2 added", "3 added"));
  const std::string quotas =
      "类别,角色,最低数,目标数,起始日期,下达单位,文号\n"
      "村,工作队,2,3,2027-01-01,省委组织部,〔2026〕7号\n"
      "农场,队长,1,1,2027-01-01,省委组织部,〔2026〕7号\n";
  EXPECT_EQ(import("standard", quotas).added, 2);
  EXPECT_EQ(import("standard", quotas).same, 2);
  EXPECT_THAT(told(import("standard",
                          "kind,role,minimum,target,from,set by,source\n"
                          "village,team,2,4,2027-01-01,,\n")),
              ElementsAre("2 changed target: 3 -> 4"));
  EXPECT_EQ(world.ask(world.officer(), "need.explain", {{"id", bridge}, {"on", "2027-02-01"}})
                .at("target"),
            4);
}

TEST_P(NeedImportTest, EachKindOfWorkHasItsNumbers) {
  const std::string table =
      "驻点,类型,任务,年工作量,单位用时（分钟）,占比（千分之）,起始日期,出处\n"
      "Upper Weir,业务工作,讲座,3125,480,,2026-01-01,年报\n"
      "Upper Weir,公共工作,记录,,,56,2026-01-01,年报\n"
      "Upper Weir,个别工作,记账,1,6000,0,2026-01-01,年报\n";
  EXPECT_EQ(import("workload", table).added, 3);
  EXPECT_EQ(import("workload", table).same, 3);
  EXPECT_THAT(told(good_rows("workload",
                             "site,kind,task,volume,minutes,share,from,source\n"
                             "U1,activity,Talks,10,,,2026-01-01,x\n"
                             "U1,activity,Lessons,10,30,5,2026-01-01,x\n"
                             "U1,category,Meetings,,,800,2026-01-01,x\n"
                             "U1,category,Reports,,,100,2026-01-01,x\n"
                             "U1,activity,讲座,3000,,,2026-01-01,\n")),
              ElementsAre("2 refused E2 missing", "3 refused F3 not_of_kind",
                          "5 refused F5 too_much", "4 added", "6 changed volume: 3125 -> 3000"));
}

TEST_P(NeedImportTest, WhatSponsorsHaveAndWhatTeamsFind) {
  EXPECT_THAT(told(good_rows("establishment",
                             "单位名称,编制数,在编人数,截至日期,来源\n"
                             "Hospital,１２０,96,2026-11-01,编制册\n"
                             "Hospitl,120,96,2026-11-01,编制册\n"
                             "Hospital,120,96,2027-01-01,编制册\n")),
              ElementsAre("3 refused A3 unknown", "4 refused D4 in_future", "2 added"));
  const std::string visits =
      "驻点,住宿,水电,就医,通信,联络部门,日期,依据\n"
      "Upper Weir,有,是,无,有,村委会 值班电话5550100,2026-11-20,走访\n"
      "B2,无,否,无,否,无,2026-11-20,走访\n"
      "Bridge,也许,是,是,是,,2026-11-20,走访\n";
  EXPECT_THAT(told(good_rows("readiness", visits)),
              ElementsAre("4 refused B4 not_yes_no A4 which_one", "2 added", "3 added"));
  EXPECT_EQ(world.ask(world.officer(), "site.readiness", {{"id", upper}}).at("missing"),
            json::array({"medical"}));
  EXPECT_EQ(good_rows("readiness", visits).same, 2);
  EXPECT_THAT(told(import("readiness",
                          "site,lodging,water and power,doctor,network,contact,from,source\n"
                          "U1,,,yes,,none,2026-11-20,\n")),
              ElementsAre("2 changed doctor: no -> yes contact: 村委会 值班电话5550100 -> none"));
}

TEST_P(NeedImportTest, AListThatWasTakenOutComesBackAndChangesNothing) {
  import("need",
         "site,role,skill,minimum,target,from,set by,source\n"
         "U1,member,water,0,1,2027-01-01,office,notice\n");
  import("standard",
         "kind,role,minimum,target,from,set by,source\n"
         "village,team,2,4,2027-01-01,office,notice\n");
  import("workload",
         "site,kind,task,volume,minutes,share,from,source\n"
         "U1,category,Reports,,,100,2026-01-01,x\nU1,activity,Talks,5,6,,2026-01-01,x\n");
  import("staffing",
         "site,staffed by,in post,rounds left open,from,source\n"
         "B2,own organisation,3,1,2026-01-01,x\n");
  import("other_post", "site,programme,posts,from,source\nB2,doctors,2,2026-01-01,x\n");
  import("establishment", "sponsor,posts,in post,from,source\nHospital,5,4,2026-01-01,x\n");
  import("readiness",
         "site,lodging,water and power,doctor,network,contact,from,source\n"
         "B2,yes,no,yes,no,Office,2026-01-01,x\n");
  for (const std::string kind :
       {"need", "standard", "workload", "staffing", "other_post", "establishment", "readiness"}) {
    for (const base::Language language : {base::Language::en, base::Language::zh}) {
      world.request.language = language;
      const auto file = world.service().list_file(world.operation(kind + ".list"), world.officer(),
                                                  world.request, json::object(), {});
      std::string bytes;
      while (!file->bytes.at_end()) {
        bytes += file->bytes.next(std::size_t{1} << 16U);
      }
      const Report report = import(kind, bytes);
      EXPECT_EQ(report.same, kind == "workload" ? 2 : 1) << kind << ' ' << bytes;
      EXPECT_EQ(report.rows, report.same) << kind << ' ' << bytes;
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::need
