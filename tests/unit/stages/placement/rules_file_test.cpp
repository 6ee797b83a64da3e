// rules.toml: every key, and the words for what it may not say.
#include "stages/placement/rules_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sojourn::stages::placement {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Outcome {
  RulesFile file;
  std::vector<std::string> errors, warnings;
};

Outcome read(std::string_view text) {
  FaultList errors;
  FaultList warnings;
  Outcome made;
  made.file = read_rules(text, errors, warnings);
  for (const Fault& fault : errors.kept()) {
    made.errors.push_back(text_of(fault));
  }
  for (const Fault& fault : warnings.kept()) {
    made.warnings.push_back(text_of(fault));
  }
  return made;
}

planner::Rules rules_of(std::string_view text) {
  const Outcome made = read(text);
  EXPECT_THAT(made.errors, testing::IsEmpty());
  return made.file.rules;
}

TEST(RulesFile, KnowsHowLongObjectionsMayBeRaised) {
  EXPECT_EQ(read("").file.objection_days, 3);
  EXPECT_EQ(read("[placement]\nobjection_days = 5\n").file.objection_days, 5);
  EXPECT_EQ(read("objection_days = 61\n").errors.size(), 1U);
}

TEST(RulesFile, SaysOnceThatAnotherStagesTableIsNoTable) {
  EXPECT_THAT(read("need = 1\n").errors, ElementsAre(HasSubstr("A table is due here: [need].")));
}

TEST(RulesFile, ReadsEveryKey) {
  const planner::Rules rules = rules_of(R"(
[placement]
pairing = "first"
near_sites = 0
paired_sites = 7
short_of_minimum = 1
no_leader = 2
languages = 3
skills = 4
nobody_stays = 5
short_of_target = 6
lead_sponsor = 7
own_sponsor = 8
pair = { per_km = 9, most = 10, hardship = 11 }
wish = [12, 13, 14]
leader_experience = { base = 15, per_year = 16, years = 17 }
strength = 18
)");
  EXPECT_EQ(rules.pairing, planner::Pairing::first);
  EXPECT_EQ(rules.near_sites, 0);
  EXPECT_EQ(rules.paired_sites, 7);
  EXPECT_EQ(rules.short_of_minimum, 1);
  EXPECT_EQ(rules.no_leader, 2);
  EXPECT_EQ(rules.languages, 3);
  EXPECT_EQ(rules.skills, 4);
  EXPECT_EQ(rules.nobody_stays, 5);
  EXPECT_EQ(rules.short_of_target, 6);
  EXPECT_EQ(rules.lead_sponsor, 7);
  EXPECT_EQ(rules.own_sponsor, 8);
  EXPECT_EQ(rules.pair_per_km, 9);
  EXPECT_EQ(rules.pair_most, 10);
  EXPECT_EQ(rules.pair_hardship, 11);
  EXPECT_THAT(rules.wish, ElementsAre(12, 13, 14));
  EXPECT_EQ(rules.leader_base, 15);
  EXPECT_EQ(rules.leader_per_year, 16);
  EXPECT_EQ(rules.leader_years, 17);
  EXPECT_EQ(rules.strength, 18);
}

TEST(RulesFile, OneNumberMultipliesTheDefaultsOfSeveral) {
  const planner::Rules rules =
      rules_of("pair = 0\nwish = 2\nleader_experience = 3\nstrength = 0\n");
  EXPECT_EQ(rules.pair_per_km, 0);
  EXPECT_EQ(rules.pair_most, 0);
  EXPECT_EQ(rules.pair_hardship, 0);
  EXPECT_THAT(rules.wish, ElementsAre(300, 200, 120));
  EXPECT_EQ(rules.leader_base, 180);
  EXPECT_EQ(rules.leader_per_year, 24);
  EXPECT_EQ(rules.leader_years, 12) << "years are not points";
  EXPECT_EQ(rules.strength, 0);
}

TEST(RulesFile, WhatIsNotSaidHasItsDefault) {
  const planner::Rules rules = rules_of("pair = { most = 1 }\n");
  EXPECT_EQ(rules.pair_per_km, 2);
  EXPECT_EQ(rules.pair_most, 1);
  EXPECT_EQ(rules.short_of_minimum, 100'000);
  EXPECT_EQ(rules_of("").own_sponsor, 200);
}

TEST(RulesFile, ReadsTheAffinityTable) {
  const Outcome made =
      read("[affinity]\ncollege.water = 40\n[affinity.\"state farm\"]\nroads = 0\n");
  EXPECT_THAT(made.errors, testing::IsEmpty());
  ASSERT_EQ(made.file.affinity.size(), 2U);
  EXPECT_EQ(made.file.affinity[0].sponsor_kind, "college");
  EXPECT_EQ(made.file.affinity[0].challenge, "water");
  EXPECT_EQ(made.file.affinity[0].score, 40);
  EXPECT_EQ(made.file.affinity[1].sponsor_kind, "state farm");
  EXPECT_EQ(made.file.affinity[1].line, 4U);
}

TEST(RulesFile, PassesOverOtherStagesAndWarnsOfUnknownTables) {
  const Outcome made = read("[training]\nhours = 3\n[plcement]\nwish = 1\n");
  EXPECT_THAT(made.errors, testing::IsEmpty());
  EXPECT_THAT(made.warnings,
              ElementsAre("rules.toml:3:plcement: This table is not known and was not "
                          "read. Did you mean placement?"));
}

TEST(RulesFile, NamesWhatIsWrong) {
  EXPECT_THAT(read("[placement]\nno_lader = 1\n").errors,
              ElementsAre("rules.toml:2:no_lader: \"1\": There is no such key. Did you mean "
                          "no_leader?"));
  EXPECT_THAT(read("wishes = 1\n").errors,
              ElementsAre(HasSubstr("rules.toml:1:wishes: \"1\": There")));
  EXPECT_THAT(
      read("wish = 1\n[placement]\nwish = 2\n").errors,
      ElementsAre("rules.toml:1:wish: \"wish = 1 | [placement] wish = 2\": The key is given "
                  "here and in [placement]; give it once."));
  for (const char* value : {"-1", "1.5", "\"3\"", "true", "1000000001", "[1]", "{ a = 1 }"}) {
    EXPECT_THAT(read("skills = " + std::string(value)).errors,
                ElementsAre(HasSubstr("A whole number from 0 to 1000000000 is due here.")))
        << value;
  }
  EXPECT_THAT(read("wish = [1, 2]").errors, ElementsAre(HasSubstr("Three whole numbers")));
  EXPECT_THAT(read("wish = [1, 2, -3]").errors, ElementsAre(HasSubstr("\"-3\"")));
  EXPECT_THAT(read("pair = { per_mile = 1 }").errors, ElementsAre(HasSubstr("pair.per_mile")));
  EXPECT_THAT(read("pair = 1000000000").errors, ElementsAre(HasSubstr("the largest is")));
  EXPECT_THAT(read("pairing = \"none\"").errors, ElementsAre(HasSubstr("\"joint\", \"first\"")));
  EXPECT_THAT(read("placement = 3").errors, ElementsAre(HasSubstr("[placement]")));
  EXPECT_THAT(read("[affinity]\ncollege = 3\n").errors, ElementsAre(HasSubstr("SPONSOR_KIND")));
  EXPECT_THAT(read("affinity.college.roads = 101\n").errors, ElementsAre(HasSubstr("0 to 100")));
  EXPECT_THAT(read("a = \n").errors, ElementsAre(HasSubstr("rules.toml:1: The file is not TOML")));
  EXPECT_THAT(read("wish = 1\nwish = 2\n").errors, ElementsAre(HasSubstr("rules.toml:2")));
}

}  // namespace
}  // namespace sojourn::stages::placement
