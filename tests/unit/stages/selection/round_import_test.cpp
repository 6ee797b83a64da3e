// Rounds and places of sponsors taken from tables: whom a row is about, what it does, and why not.
#include "stages/selection/round_import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/unit/imports/told.h"
#include "tests/unit/stages/selection/parts.h"

namespace sojourn::stages::selection {
namespace {

namespace json = boost::json;
using imports::Report;
using programme::text_of;
using testing::ElementsAre;

class RoundImportTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), selection_parts()};
  std::string county = world.area("Weir County", "county");
  std::string hospital = world.sponsor("Hospital", county);
  std::string school = world.sponsor("School", county);

  /// "2 added", "3 changed Posts: 5 -> 6", "4 refused B4 unknown", "same 1"
  std::vector<std::string> import(std::string_view kind, std::string_view bytes) {
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    world.request.file = &upload;
    const json::value body =
        world.ask(world.officer(), fmt::format("{}.import", kind), {{"mode", "good_rows_now"}});
    world.request.file = nullptr;
    const auto report = base::decode<Report>(body);
    std::vector<std::string> made = told(report);
    if (report.same > 0) {
      made.push_back(fmt::format("same {}", report.same));
    }
    return made;
  }
  std::vector<std::string> rounds(std::string_view rows) {
    return import(
        "round",
        fmt::format("Round,Area,Notice,Posts,Opens on,Deadline,Service begins on\n{}", rows));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RoundImportTest, programme::both_engines, programme::engine_name);

TEST_P(RoundImportTest, ARoundIsKnownByAreaNameAndTheDayItOpens) {
  const std::string spring = "Spring,Weir County,Notice 7,5,2026-11-01,2026-12-15,2027-03-01\n";
  EXPECT_THAT(rounds(spring), ElementsAre("2 added"));
  EXPECT_THAT(rounds(spring), ElementsAre("same 1"));
  EXPECT_THAT(rounds("Spring,Weir County,Notice 7,6,2026-11-01,2026-12-20,2027-03-01\n"),
              ElementsAre("2 changed Posts: 5 -> 6 Deadline: 2026-12-15 -> 2026-12-20"));
  // As long as it is open, one of its name that opens on another day is asked about.
  const std::string next = "Spring,Weir County,Notice 9,5,2027-11-01,2027-12-15,2028-03-01\n";
  EXPECT_THAT(rounds(next), ElementsAre("2 refused E2 other_day"));
  const json::value list = world.ask(world.officer(), "round.list", json::object());
  ASSERT_EQ(
      world.outcome(
          world.officer(), "round.close",
          {{"id", text_of(list.at("items").at(0), "id")}, {"reason", "done"}, {"version", 2}}),
      "done");
  EXPECT_THAT(rounds(next), ElementsAre("2 added"));
  // A closed one is read again, and changes no more.
  EXPECT_THAT(rounds("Spring,Weir County,Notice 7,6,2026-11-01,2026-12-20,2027-03-01\n"),
              ElementsAre("same 1"));
  EXPECT_THAT(rounds("Spring,Weir County,Notice 7,7,2026-11-01,2026-12-20,2027-03-01\n"),
              ElementsAre("2 refused A2 closed"));
}

TEST_P(RoundImportTest, WhatARowLacksOrSaysWronglyIsToldAtItsCell) {
  EXPECT_THAT(
      rounds("Spring,,Notice 7,5,2026-11-01,2026-12-15,2027-03-01\n"
             "Spring,Weir Countee,Notice 7,5,2026-11-01,2026-12-15,2027-03-01\n"
             "Spring,Weir County,Notice 7,0,2026-11-01,2026-10-15,2026-10-01\n"
             "Spring,Weir County,Notice 7,5,03/04/2026,2026-12-15,2027-03-01\n"
             "Autumn,Weir County,Notice 7,5,2026-11-01,2026-12-15,2027-03-01\n"
             "Autumn,Weir County,Notice 8,5,2026-11-01,2026-12-15,2027-03-01\n"),
      ElementsAre("2 refused B2 missing", "3 refused B3 unknown",
                  "4 refused D4 out_of_range F4 out_of_order G4 out_of_order",
                  "5 refused E5 ambiguous_date", "6 refused A6 twice", "7 refused A7 twice"));
}

TEST_P(RoundImportTest, PlacesAndRepliesOfSponsors) {
  rounds("Spring,Weir County,Notice 7,5,2026-11-01,2026-12-15,2027-03-01\n");
  EXPECT_THAT(
      import("place",
             "轮次,派出单位,名额\nSpring,Hospital,4\nNotice 7,School,2\n"
             "Spring,School,3\nAutumn,School,1\n"),
      ElementsAre("3 refused B3 twice", "4 refused B4 twice", "5 refused A5 unknown", "2 added"));
  EXPECT_THAT(import("place", "round,sponsor,places\nSpring,School,2\n"), ElementsAre("2 added"));
  // 1. A reply takes its day from the day on which it is typed in, where the table does not say.
  EXPECT_THAT(import("place", "round,sponsor,places,people named\nSpring,School,2,1\n"),
              ElementsAre("2 changed people named: none -> 1 Replied on: none -> 2026-11-26"));
  EXPECT_THAT(import("place", "round,sponsor,places,people named\nSpring,School,2,1\n"),
              ElementsAre("same 1"));
  // 2. Within the places, of a day that has come, and never taken back.
  EXPECT_THAT(import("place",
                     "round,sponsor,places,people named,replied on,letter\n"
                     "Spring,Hospital,4,5,2026-11-20,\n"
                     "Spring,School,2,1,2027-01-01,\n"),
              ElementsAre("2 refused D2 out_of_range", "3 refused E3 in_future"));
  EXPECT_THAT(import("place", "round,sponsor,places,people named\nSpring,School,2,none\n"),
              ElementsAre("2 refused D2 required"));
  EXPECT_THAT(import("place", "round,sponsor,places,letter\nSpring,Hospital,4,No. 12\n"),
              ElementsAre("2 refused 2 missing"));
  // 3. Who replied is not asked for fewer than it named.
  EXPECT_THAT(import("place", "round,sponsor,places\nSpring,School,0\n"),
              ElementsAre("2 refused 2 out_of_range"));
  EXPECT_THAT(import("place", "round,sponsor,places\nSpring,Hospital,0\n"),
              ElementsAre("2 changed places: 4 -> 0"));
}

}  // namespace
}  // namespace sojourn::stages::selection
