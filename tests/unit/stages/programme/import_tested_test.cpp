// What offices write of languages and skills of their people.
#include "stages/programme/import_tested.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "stages/programme/import_availability.h"

namespace sojourn::stages::programme {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> codes(const std::vector<imports::CellFault>& faults) {
  std::vector<std::string> made;
  for (const imports::CellFault& each : faults) {
    made.push_back(each.code);
  }
  return made;
}

std::string languages(std::string_view cell) {
  std::vector<imports::CellFault> faults;
  const auto read = read_languages(cell, faults);
  EXPECT_THAT(codes(faults), IsEmpty()) << cell;
  return shown(read);
}

std::string skills(std::string_view cell) {
  std::vector<imports::CellFault> faults;
  const auto read = read_skills(cell, faults);
  EXPECT_THAT(codes(faults), IsEmpty()) << cell;
  return shown(read);
}

std::vector<std::string> faults_of_languages(std::string_view cell) {
  std::vector<imports::CellFault> faults;
  read_languages(cell, faults);
  return codes(faults);
}

TEST(TestedLanguages, LevelDayAndCertificateInAnyOrder) {
  const std::string meant = "Hill (working, 2024-03-01); River (fluent, 2025-06-30, no. 88)";
  EXPECT_EQ(languages(meant), meant);
  EXPECT_EQ(languages("River(no. 88, 30 June 2025,Fluent) ; Hill (2024/3/1, WORKING)"), meant);
  EXPECT_EQ(languages("Hill（工作，2024年3月1日），River（流利、2025.6.30、no. 88）"), meant);
  EXPECT_EQ(languages(""), "");
}

TEST(TestedLanguages, WhatIsNotSaidIsAskedFor) {
  EXPECT_THAT(faults_of_languages("Hill"), ElementsAre("not_tested"));
  EXPECT_THAT(faults_of_languages("Hill; River (fluent)"), ElementsAre("not_tested", "not_tested"));
  EXPECT_THAT(faults_of_languages("Hill (working, 3/4/2024)"), ElementsAre("ambiguous_date"));
  EXPECT_THAT(faults_of_languages("Hill (working, fluent, 2024-03-01)"),
              ElementsAre("remark_twice"));
  EXPECT_THAT(faults_of_languages("Hill (working, 2024-03-01"), ElementsAre("brackets"));
  EXPECT_THAT(faults_of_languages("Hill (working) (2024-03-01)"), ElementsAre("brackets"));
  EXPECT_THAT(faults_of_languages("(working, 2024-03-01)"), ElementsAre("brackets"));
}

TEST(HeldSkills, WithoutALevelTheLowestIsClaimed) {
  EXPECT_EQ(skills("law, crafts"), "crafts (basic); law (basic)");
  EXPECT_EQ(skills("法律（流利）；急救（2027-05-01）"), "急救 (basic, 2027-05-01); 法律 (fluent)");
}

TEST(HeldSkills, WhatIsShownIsReadAsTheSame) {
  base::Random random(7);
  for (int i = 0; i < 500; ++i) {
    std::vector<HeldSkill> made;
    for (std::uint64_t k = random.below(4); k > 0; --k) {
      HeldSkill skill{.skill = "s" + std::to_string(k) + (random.below(2) == 0 ? " and t" : ""),
                      .level = static_cast<Level>(random.below(3)),
                      .certificate = {},
                      .valid_until = {}};
      if (random.below(2) == 0) {
        skill.certificate = "A-" + std::to_string(random.below(1000)) + "/x";
      }
      if (random.below(2) == 0) {
        skill.valid_until =
            base::Date::of(2026, 1, 1).value() + static_cast<int>(random.below(900));
      }
      made.insert(made.begin(), skill);
    }
    std::vector<imports::CellFault> faults;
    ASSERT_EQ(read_skills(shown(made), faults), made) << shown(made);
    ASSERT_THAT(codes(faults), IsEmpty());
  }
}

TEST(Availability, IsReadAsOfficesWriteIt) {
  const auto read = [](std::string_view cell) {
    std::vector<imports::CellFault> faults;
    const std::string text = shown(read_availability(cell, faults));
    return text + (faults.empty() ? "" : " " + faults.front().code);
  };
  EXPECT_EQ(read("2027-03-01 no; 2027-09-01 yes"), "2027-03-01 no; 2027-09-01 yes");
  EXPECT_EQ(read("2027年9月1日起可派驻；自２０２７年３月１日起不可派驻"),
            "2027-03-01 no; 2027-09-01 yes");
  EXPECT_EQ(read("Not available from 2027-03-01"), "2027-03-01 no");
  EXPECT_EQ(read("不可 2027/3/1"), "2027-03-01 no");
  EXPECT_EQ(read("2027-03-01 yes"), "");  // who is not spoken of may be posted
  EXPECT_EQ(read("2027-03-01"), " not_availability");
  EXPECT_EQ(read("no"), " not_availability");
  EXPECT_EQ(read("1 november 2027"), " not_availability");
  EXPECT_EQ(read("2027-03-01可以不派"), " not_availability");
  EXPECT_EQ(read("03/04/2027 no"), " ambiguous_date");
  EXPECT_EQ(read("2027-03-01 no; 2027-03-01 yes"), "2027-03-01 no day_twice");
}

}  // namespace
}  // namespace sojourn::stages::programme
