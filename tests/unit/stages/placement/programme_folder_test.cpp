// Records as a programme folder, and a folder as records: what goes in comes out, is checked by the
// same reader, and is planned alike.
#include "stages/placement/programme_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "planner/planner.h"
#include "stages/placement/output.h"
#include "stages/placement/programme_import.h"
#include "stages/selection/records.h"
#include "tests/support/paths.h"
#include "tests/unit/stages/placement/small_folder.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::text_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Date day = written<Date>("2027-01-01");

class ProgrammeFolder : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};

  RecordFolder folder(const FolderAbout& about = {.on = day}) {
    return world.database().read(db::Caller::program(),
                                 [&](db::Tx& tx) { return folder_of_records(tx, about); });
  }
  Imported bring_in(const planner::Instance& instance, bool affinity,
                    const std::optional<std::string>& rules = std::nullopt) {
    return world.database().change(db::Caller::program(), "folder.import", [&](db::Change& change) {
      return import_programme(change, instance, affinity, rules, day);
    });
  }
  static std::string text(const RecordFolder& folder, std::string_view name) {
    for (std::size_t file = 0; file < folder.texts.size(); ++file) {
      if (folder_file_name(file) == name) {
        return folder.texts[file].value_or("none");
      }
    }
    return "no such file";
  }
  std::vector<std::string> faults() {
    std::vector<std::string> found;
    try {
      (void)instance_of(folder());
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.code, "programme_not_ready");
      for (const base::Fault& fault : refusal.faults) {
        found.push_back(fault.where + " " + fault.code);
      }
    }
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ProgrammeFolder, programme::both_engines, programme::engine_name);

TEST_P(ProgrammeFolder, AFolderBecomesRecordsThatArePlannedAsTheFolderIs) {
  const auto sample = read_folder(test::source_dir() + "/tests/data/sample-county");
  ASSERT_TRUE(sample.instance);
  const Imported made = bring_in(*sample.instance, true);
  EXPECT_EQ(made.sites, std::ssize(sample.instance->sites));
  EXPECT_EQ(made.staff, std::ssize(sample.instance->staff));
  EXPECT_EQ(made.wishes, std::ssize(sample.instance->wishes));
  const planner::Instance instance = instance_of(folder());
  ASSERT_EQ(instance.sites.size(), sample.instance->sites.size());
  ASSERT_EQ(instance.affinity.size(), sample.instance->affinity.size());
  // By position everything is the same: so is the plan.
  const planner::Options few{.steps = 2, .forced = {}};
  const planner::Solution of_folder = planner::solve(*sample.instance, few);
  const planner::Solution of_records = planner::solve(instance, few);
  EXPECT_EQ(of_records.plan, of_folder.plan);
  EXPECT_EQ(of_records.value.points, of_folder.value.points);
  EXPECT_EQ(of_records.certificate.bound, of_folder.certificate.bound);
}

TEST_P(ProgrammeFolder, ComesIntoAnEmptyProgrammeOnly) {
  world.area("Weir County", "county");
  const testing_support::SmallFolder small;
  const auto read = read_folder(small.folder());
  ASSERT_TRUE(read.instance);
  try {
    bring_in(*read.instance, false);
    FAIL() << "two programmes would be mixed";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "not_empty");
  }
}

TEST_P(ProgrammeFolder, KeepsWhatTheFolderSays) {
  const testing_support::SmallFolder small;
  small.write("pins.csv",
              "staff,site,role,rule,reason\nE1,S1,leader,must,knows the dyke\n"
              "E2,S2,any,never,spouse there\n");
  small.write("costs.csv", "staff,site,points,reason\nE2,S1,-40,asked for by the site\n");
  small.write("rules.toml", "[affinity.bureau]\nwater = 70\n");
  const auto read = read_folder(small.folder());
  ASSERT_TRUE(read.instance) << text_of(read.errors.front());
  const Imported made = bring_in(*read.instance, false, small.read("rules.toml"));
  EXPECT_EQ(made.pins, 2);
  EXPECT_EQ(made.costs, 1);
  EXPECT_EQ(made.affinities, 0);  // the table of the rules stays
  const RecordFolder again = folder({.on = day, .names = true});
  EXPECT_THAT(text(again, "rules.toml"),
              testing::StartsWith("[affinity.bureau]\nwater = 70\n[need]"));
  EXPECT_EQ(text(again, "affinity.csv"), "none");
  EXPECT_THAT(text(again, "staff.csv"),
              AllOf(HasSubstr(",Ada,"), HasSubstr(",leader;member,River,law,4,no,2,yes,site_"),
                    HasSubstr(",80,1,1\n")));
  EXPECT_THAT(text(again, "sites.csv"),
              HasSubstr(",village,high,5,3,1,2,1,River,law;crafts,water,,0,0\n"));
  EXPECT_THAT(text(again, "pins.csv"), HasSubstr(",leader,must,knows the dyke\n"));
  const planner::Instance instance = instance_of(again);
  EXPECT_EQ(instance.affinity.size(), 1U);
  EXPECT_EQ(instance.pins.size(), 2U);
  // Without names it is what a plan keeps.
  EXPECT_THAT(text(folder(), "staff.csv"), Not(HasSubstr("Ada")));
}

TEST_P(ProgrammeFolder, HoldsNoTextThatASpreadsheetRunsAndIsReadAsItWasWritten) {
  const testing_support::SmallFolder small;
  small.change("sites.csv", "S1,One,", "S1,\"=HYPERLINK(\"\"x\"\")\",");
  small.change("sites.csv", ",water,", ",+water,");
  small.change("sponsors.csv", "O1,Bureau,", "O1,-Bureau,");
  small.change("sponsors.csv", "O2,College,", "O2,''@College,");
  small.change("staff.csv", "E1,Ada,", "E1,@Ada,");
  small.write("pins.csv", "staff,site,role,rule,reason\nE1,S1,leader,must,=1+1\n");
  const auto read = read_folder(small.folder());
  ASSERT_TRUE(read.instance) << text_of(read.errors.front());
  bring_in(*read.instance, false);
  // 1. Out: guarded.
  const RecordFolder made = folder({.on = day, .names = true});
  EXPECT_THAT(text(made, "sites.csv"),
              AllOf(HasSubstr(",\"'=HYPERLINK(\"\"x\"\")\","), HasSubstr(",'+water,")));
  EXPECT_THAT(text(made, "sponsors.csv"),
              AllOf(HasSubstr(",'-Bureau,"), HasSubstr(",''@College,")));
  EXPECT_THAT(text(made, "staff.csv"), HasSubstr(",'@Ada,"));
  EXPECT_THAT(text(made, "pins.csv"), HasSubstr(",must,'=1+1\n"));
  // 2. Back: the records' own words.
  const planner::Instance instance = instance_of(made);
  EXPECT_EQ(instance.text(instance.sites[0].name), "=HYPERLINK(\"x\")");
  EXPECT_EQ(instance.text(instance.sponsors[0].name), "-Bureau");
  EXPECT_EQ(instance.text(instance.sponsors[1].name), "'@College");
  EXPECT_EQ(instance.text(instance.staff[0].name), "@Ada");
  EXPECT_EQ(instance.text(instance.pins[0].reason), "=1+1");
  EXPECT_THAT(instance.challenges, testing::Contains("+water"));
}

TEST_P(ProgrammeFolder, WhatRecordsCannotHoldIsToldAllAtOnce) {
  const testing_support::SmallFolder small;
  small.change("sites.csv", "farm,low", "hamlet,low");
  small.change("sites.csv", "village,middle", "village,poor");
  const auto read = read_folder(small.folder());
  ASSERT_TRUE(read.instance);
  try {
    bring_in(*read.instance, false);
    FAIL() << "a hamlet is no kind of site";
  } catch (const base::Refusal& refusal) {
    ASSERT_EQ(refusal.faults.size(), 2U);
    EXPECT_EQ(refusal.faults[0].where, "sites.csv S2:kind");
    EXPECT_EQ(refusal.faults[0].value, "hamlet");
    EXPECT_EQ(refusal.faults[1].where, "sites.csv S3:tier");
    EXPECT_EQ(refusal.faults[1].detail, "One of low, middle, high is due here.");
  }
}

TEST_P(ProgrammeFolder, FaultsNameTheRecord) {
  EXPECT_THAT(faults(), testing::Contains("sites.csv programme.empty"));
  const std::string county = world.area("Weir County", "county");
  const std::string site = world.site("Upper Weir", county, {{"lat", 30.5}, {"lon", 104.1}});
  const std::string sponsor = world.sponsor("Hospital", county);
  const std::string ada = world.staff("Ada", sponsor);
  // Said once, with what to do about it.
  EXPECT_THAT(faults(), ElementsAre(ada + ":lat place.missing"));
  try {
    (void)instance_of(folder());
    ADD_FAILURE() << "Ada has no place";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.faults.at(0).detail,
              "Nothing says where this person travels from, which is said of others. Say it "
              "(placing set), or send a table of all who lack it (import placing).");
  }
  world.ask(world.officer(), "placing.set",
            {{"id", ada}, {"version", 0}, {"lat", 30.6}, {"lon", 104.2}});
  EXPECT_THAT(faults(), IsEmpty());
  const std::string pin = text_of(world.ask(world.officer(), "pin.set",
                                            {{"staff", ada},
                                             {"site", site},
                                             {"rule", "must"},
                                             {"role", "leader"},
                                             {"reason", "asked for"}}),
                                  "id");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr(pin)));  // Ada may not lead
}

TEST_P(ProgrammeFolder, PostingsSayWhoServesAndWhoHasServed) {
  const std::string county = world.area("Weir County", "county");
  const std::string site = world.site("Upper Weir", county, {{"hardship", 4}});
  const std::string other = world.site("Lower Weir", county);
  const std::string sponsor = world.sponsor("Hospital", county);
  const std::string ada = world.staff("Ada", sponsor);
  const std::string ben = world.staff("Ben", sponsor);
  const auto post = [&](const std::string& staff, const std::string& at, std::string_view from,
                        std::string_view to) {
    json::object input{{"staff", staff},
                       {"site", at},
                       {"role", "member"},
                       {"from_day", from},
                       {"source", "list of 2025"}};
    if (!to.empty()) {
      input["to_day"] = to;
    }
    return world.outcome(world.officer(), "posting.make", input);
  };
  EXPECT_EQ(post(ada, site, "2025-01-01", "2025-12-31"), "done");
  EXPECT_EQ(post(ada, other, "2026-01-01", "2026-12-31"), "done");
  EXPECT_EQ(post(ada, site, "2026-06-01", ""), "/from_day posted_already");
  const std::string staff = text(folder(), "staff.csv");
  // Ada serves until the eve of the plan, and has served at a hard site; Ben has not yet.
  EXPECT_THAT(staff, HasSubstr(",member,,,0,no,4,yes," + other + ",0\n"));
  EXPECT_THAT(staff, HasSubstr(",member,,,0,yes,0,yes,,0\n"));
  // A year later she serves nowhere, and what was said holds over what is reckoned.
  world.ask(world.officer(), "placing.set",
            {{"id", ada}, {"version", 0}, {"hardship_served", 9}, {"experience_years", 7}});
  EXPECT_THAT(text(folder({.on = written<Date>("2028-01-01")}), "staff.csv"),
              HasSubstr(",member,,,7,no,9,yes,,0\n"));
}

TEST_P(ProgrammeFolder, StrengthIsThatOfTheLatestNominationUnlessItIsSaid) {
  const std::string county = world.area("Weir County", "county");
  world.site("Upper Weir", county);
  const std::string sponsor = world.sponsor("Hospital", county);
  const std::string ada = world.staff("Ada", sponsor);
  const auto named = [&](std::string_view starts_on, selection::Standing standing,
                         std::int32_t strength) {
    world.database().change(db::Caller::program(), "test.name", [&](db::Change& change) {
      const selection::Round round{.id = change.new_id<selection::Round>(),
                                   .name = "Round",
                                   .area = written<base::Id<Area>>(county),
                                   .notice = "Notice 7",
                                   .opens_on = written<Date>("2024-01-01"),
                                   .deadline = written<Date>("2024-02-01"),
                                   .starts_on = written<Date>(starts_on)};
      change.insert("selection_round", round);
      change.insert("nomination",
                    selection::Nomination{.id = change.new_id<selection::Nomination>(),
                                          .round = round.id,
                                          .staff = written<base::Id<Staff>>(ada),
                                          .sponsor = written<base::Id<Sponsor>>(sponsor),
                                          .standing = standing,
                                          .strength = strength,
                                          .made_on = written<Date>("2024-01-05")});
    });
  };
  named("2026-03-01", selection::Standing::shortlisted, 55);
  named("2025-03-01", selection::Standing::shortlisted, 40);  // older
  named("2026-09-01", selection::Standing::withdrawn, 70);    // came to nothing
  named("2027-09-01", selection::Standing::shortlisted, 90);  // after the plan's first day
  EXPECT_THAT(text(folder(), "staff.csv"), HasSubstr(",yes,,55\n"));
  world.ask(world.officer(), "placing.set", {{"id", ada}, {"version", 0}, {"strength", 12}});
  EXPECT_THAT(text(folder(), "staff.csv"), HasSubstr(",yes,,12\n"));
}

TEST_P(ProgrammeFolder, OfOneCountyWithWhatItNeedsFromAbove) {
  const std::string land = world.area("Land", "nation");
  const std::string east = world.area("East County", "county", land);
  const std::string west = world.area("West County", "county", land);
  const std::string township = world.area("Weir", "township", east);
  world.site("Upper Weir", township);
  world.site("Far", west);
  const std::string ministry = world.sponsor("Ministry", land);
  world.staff("Ada", ministry, {{"area", east}});
  world.staff("Ben", ministry, {{"area", west}});
  const RecordFolder of_east =
      folder({.on = day, .area = written<base::Id<Area>>(east), .names = true});
  EXPECT_THAT(text(of_east, "staff.csv"), AllOf(HasSubstr("Ada"), Not(HasSubstr("Ben"))));
  EXPECT_THAT(text(of_east, "sites.csv"), AllOf(HasSubstr("Upper Weir"), Not(HasSubstr("Far"))));
  EXPECT_THAT(text(of_east, "areas.csv"), AllOf(HasSubstr("Land"), Not(HasSubstr("West"))));
  EXPECT_THAT(text(of_east, "sponsors.csv"), HasSubstr("Ministry"));
  EXPECT_EQ(instance_of(of_east).sites.size(), 1U);
  try {
    folder({.on = day, .area = written<base::Id<Area>>(township)});
    FAIL() << "candidates are those of a county";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "not_county");
  }
}

TEST_P(ProgrammeFolder, SitesOfTheirOwnOrganisationAreNotPlanned) {
  const std::string county = world.area("Weir County", "county");
  const std::string farm = world.site("State Farm", county, {{"kind", "farm"}});
  const std::string site = world.site("Upper Weir", county, {{"tier", "high"}});
  world.staff("Ada", world.sponsor("Hospital", county));
  world.ask(world.officer(), "staffing.set",
            {{"site", farm},
             {"staffed_by", "own_organisation"},
             {"in_post", 4},
             {"from_day", "2026-01-01"},
             {"source", "letter"}});
  world.ask(world.officer(), "need.set",
            {{"site", site},
             {"role", "team"},
             {"minimum", 1},
             {"target", 4},
             {"from_day", "2026-12-01"},
             {"set_by", "office"},
             {"source", "notice"}});
  world.ask(world.officer(), "need.set",
            {{"site", site},
             {"role", "member"},
             {"skill", "water"},
             {"minimum", 0},
             {"target", 1},
             {"from_day", "2026-12-01"},
             {"set_by", "office"},
             {"source", "notice"}});
  const std::string sites = text(folder(), "sites.csv");
  EXPECT_THAT(sites, Not(HasSubstr("State Farm")));
  // Tier high: 4 points. Team and skill as they were set.
  EXPECT_THAT(sites, HasSubstr(",village,high,4,1,1,4,1,,water,,\n"));
}

}  // namespace
}  // namespace sojourn::stages::placement
