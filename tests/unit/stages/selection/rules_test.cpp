// Who may be named, and what evidence is worth.
#include "stages/selection/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace sojourn::stages::selection {
namespace {

using base::Date;
using base::written;
using testing::ElementsAre;
using testing::IsEmpty;

Date day(std::string_view text) { return written<Date>(text); }
const Date first_day = day("2027-03-01");

Staff good() {
  return {.id = {1},
          .name = "Ada",
          .sponsor = {2},
          .area = {3},
          .roles = {programme::StaffRole::member},
          .hired_on = day("2019-03-01"),
          .fit_until = day("2027-03-01")};
}

std::vector<std::string_view> bars_of(const Staff& staff, const SelectionRules& rules = {}) {
  std::vector<std::string_view> codes;
  for (const Bar& bar : bars(rules, staff, first_day)) {
    codes.push_back(bar.code);
  }
  return codes;
}

TEST(Bars, NoneForWhomTheRulesLetIn) { EXPECT_THAT(bars_of(good()), IsEmpty()); }

TEST(Bars, EachRuleOnItsOwnDay) {
  Staff staff = good();
  staff.hired_on = day("2025-03-01");
  EXPECT_THAT(bars_of(staff), IsEmpty()) << "24 months to the day";
  staff.hired_on = day("2025-03-02");
  EXPECT_THAT(bars_of(staff), ElementsAre("short_service"));
  EXPECT_THAT(bars_of(staff, {.service_months = 23}), IsEmpty());
  staff.hired_on.reset();
  EXPECT_THAT(bars_of(staff), ElementsAre("short_service"));
  EXPECT_THAT(bars_of(staff, {.service_months = 0}), IsEmpty());
  staff = good();
  staff.fit_until = day("2027-02-28");
  EXPECT_THAT(bars_of(staff), ElementsAre("not_fit"));
  staff = good();
  staff.availability = {{.from = day("2027-03-01"), .available = false}};
  EXPECT_THAT(bars_of(staff), ElementsAre("not_available"));
  staff.availability = {{.from = day("2027-03-02"), .available = false}};
  EXPECT_THAT(bars_of(staff), IsEmpty());
}

TEST(Bars, ThePostAtHomeIsNotLeftUntilItsLastDay) {
  Staff staff = good();
  staff.needed_until = day("2027-02-28");
  EXPECT_THAT(bars_of(staff), IsEmpty());
  staff.needed_until = first_day;
  EXPECT_THAT(bars_of(staff), ElementsAre("needed_at_home")) << "the last day is kept too";
}

TEST(Bars, OfTwoWhoAreApartTheOneWhoIsNamedKeepsTheOtherOut) {
  Staff ada = good();
  Staff ben = good();
  Staff cleo = good();
  ben.id = {2};
  cleo.id = {3};
  const auto codes = [](const Staff& staff, const Apart& apart) {
    std::vector<std::string_view> made;
    for (const Bar& bar : bars({}, staff, first_day, &apart)) {
      made.push_back(bar.code);
    }
    return made;
  };
  Apart apart;
  apart.pair(ada.id, ben.id);
  EXPECT_THAT(codes(ada, apart), IsEmpty()) << "nobody is named yet";
  EXPECT_THAT(codes(ben, apart), IsEmpty());
  apart.name(cleo.id);
  EXPECT_THAT(codes(ada, apart), IsEmpty()) << "she has no part in it";
  apart.name(ben.id);
  EXPECT_THAT(codes(ada, apart), ElementsAre("posted_apart"));
  EXPECT_THAT(codes(ben, apart), IsEmpty()) << "whoever is named is not kept out by it";
  EXPECT_THAT(bars_of(ada), IsEmpty()) << "without the pairs nobody is";
  const std::vector<Staff> staff = {ada, ben, cleo};
  const FunnelCount count = funnel_count({}, 100, staff, first_day, &apart);
  EXPECT_EQ(count.eligible, 2);
  EXPECT_EQ(count.kept_out.at("posted_apart"), 1);
}

TEST(Bars, AllAreToldAtOnce) {
  const Staff staff{
      .id = {1}, .name = "Ben", .sponsor = {2}, .area = {3}, .closed_on = day("2026-01-01")};
  EXPECT_THAT(bars_of(staff), ElementsAre("closed", "no_role", "short_service", "not_fit"));
}

std::vector<std::string> said(const std::vector<StrengthLine>& lines) {
  std::vector<std::string> all;
  for (const StrengthLine& line : lines) {
    all.push_back(std::string(base::name_of(line.kind)) + " " + std::to_string(line.points) + " " +
                  line.source);
  }
  return all;
}

TEST(FunnelCount, EachStageIsNoLargerThanTheOneBefore) {
  base::Random random(5);
  for (int round = 0; round < 300; ++round) {
    std::vector<Staff> staff;
    std::int64_t available = 0;
    for (std::uint64_t i = random.below(12); i > 0; --i) {
      Staff each = good();
      if (random.below(3) == 0) {
        each.hired_on.reset();
      }
      if (random.below(3) == 0) {
        each.fit_until.reset();
      }
      if (random.below(3) == 0) {
        each.availability = {{.from = day("2026-01-01"), .available = false}};
      } else {
        ++available;
      }
      staff.push_back(each);
    }
    const auto percent = static_cast<std::int32_t>(random.below(101));
    const FunnelCount count = funnel_count({}, percent, staff, first_day);
    EXPECT_EQ(count.in_post, std::ssize(staff));
    EXPECT_LE(count.eligible, count.in_post);
    EXPECT_LE(count.releasable, count.eligible);
    EXPECT_LE(count.releasable,
              std::max<std::int64_t>(available > 0 ? 1 : 0, available * percent / 100));
    // Who is not eligible is kept out by a rule, and nobody else is.
    std::int64_t most = 0;
    std::int64_t sum = 0;
    for (const auto& [rule, people] : count.kept_out) {
      most = std::max(most, people);
      sum += people;
    }
    EXPECT_LE(most, count.in_post - count.eligible);
    EXPECT_GE(sum, count.in_post - count.eligible);
  }
}

TEST(FunnelCount, SomebodyIsAlwaysToBeSpared) {
  const std::vector<Staff> staff(7, good());
  EXPECT_EQ(funnel_count({}, 0, staff, first_day).releasable, 1);
  EXPECT_EQ(funnel_count({}, 40, staff, first_day).releasable, 2);
  EXPECT_EQ(funnel_count({}, 100, staff, first_day).releasable, 7);
  EXPECT_EQ(funnel_count({}, 100, {}, first_day).releasable, 0);
}

TEST(Strength, EachPointSaysFromWhat) {
  Staff staff = good();  // eight years: 24 points
  staff.languages = {
      {.language = "hill", .level = programme::Level::working, .tested_on = first_day},
      {.language = "river", .level = programme::Level::basic, .tested_on = first_day}};
  const std::vector<Evidence> shown = {
      {.kind = EvidenceKind::appraisal, .on = day("2025-12-31"), .source = "2025"},
      {.kind = EvidenceKind::appraisal, .on = day("2024-12-31"), .source = "2024"},
      {.kind = EvidenceKind::appraisal, .on = day("2023-12-31"), .source = "2023"},
      {.kind = EvidenceKind::promoted, .on = day("2025-02-01"), .source = "Order 3"},
      {.kind = EvidenceKind::reserve, .on = day("2026-02-01"), .source = "List 1"}};
  const std::vector<StrengthLine> lines = strength_lines({}, staff, shown, first_day);
  EXPECT_THAT(said(lines), ElementsAre("experience 24 2019-03-01", "language 10 hill",
                                       "appraisal 20 2025; 2024; 2023", "reserve 10 List 1"))
      << "appraisals have a most, and the promotion is 25 months old";
  EXPECT_EQ(strength(lines), 64);
  EXPECT_THAT(said(strength_lines({.promoted_months = 25}, staff, shown, first_day)),
              testing::Contains("promoted 10 Order 3"));
}

TEST(Strength, IsAHundredAtMost) {
  SelectionRules rules;
  rules.experience_most = 100;
  rules.experience = 15;
  EXPECT_EQ(strength(strength_lines(rules, good(), {}, first_day)), 100);
  rules.experience = 20;
  rules.backbone = 50;
  EXPECT_EQ(strength(strength_lines(
                rules, good(), {{.kind = EvidenceKind::backbone, .on = first_day, .source = "x"}},
                first_day)),
            100);
  EXPECT_EQ(strength({}), 0);
}

TEST(SelectionRules, AreReadFromTheirTable) {
  programme::Faults faults;
  const SelectionRules made =
      read_rules("[selection]\nservice_months = 12\nbackbone = 30\n", "/text", faults);
  EXPECT_EQ(made.service_months, 12);
  EXPECT_EQ(made.backbone, 30);
  EXPECT_EQ(made.objection_days, 5);
  EXPECT_EQ(faults.count(), 0U);
  read_rules("[selection]\nservice_month = 12\nobjection_days = 0\n", "/text", faults);
  EXPECT_EQ(faults.count(), 2U);
}

TEST(NomineesDue, AreRoundedUp) {
  EXPECT_EQ(nominees_due({}, 5), 6);
  EXPECT_EQ(nominees_due({}, 1), 2);
  EXPECT_EQ(nominees_due({.nominees_percent = 100}, 7), 7);
}

}  // namespace
}  // namespace sojourn::stages::selection
