#include "stages/presence/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "base/word.h"

namespace sojourn::stages::presence {
namespace {

using base::Date;
using base::DateRange;
using base::Month;
using base::written;
using programme::Faults;
using testing::ElementsAre;

Date day(std::string_view text) { return written<Date>(text); }
Month month(std::string_view text) { return written<Month>(text); }
DateRange range(std::string_view from, std::string_view to) { return {day(from), day(to)}; }

std::vector<std::string> codes(Faults& faults) {
  std::vector<std::string> made;
  for (const base::Fault& each : faults.take()) {
    made.push_back(each.where + " " + each.code);
  }
  return made;
}

std::vector<std::string> reason_codes(std::string_view text) {
  Faults faults;
  check_reason("/reason", text, faults);
  return codes(faults);
}

DayChange change(std::string_view from, std::string_view to, DayClass kind,
                 ChangeState state = ChangeState::stands) {
  return {.id = {1},
          .posting = {2},
          .staff = {3},
          .from_day = day(from),
          .to_day = day(to),
          .kind = kind,
          .reason = "x",
          .state = state,
          .recorded_on = day(from)};
}

TEST(PresenceRules, HaveStandardsAndRefuseWhatClashes) {
  Faults faults;
  const PresenceRules standard = read_rules("", "/text", faults);
  EXPECT_EQ(standard.year_target, 200);
  EXPECT_EQ(standard.month_target, 20);
  EXPECT_EQ(standard.month_floor, 16);
  EXPECT_EQ(standard.verify_percent, 5);
  EXPECT_EQ(faults.count(), 0U);
  const PresenceRules set =
      read_rules("[presence]\nmonth_target = 18\nmonth_floor = 12\n", "/text", faults);
  EXPECT_EQ(set.month_target, 18);
  EXPECT_EQ(set.month_floor, 12);
  EXPECT_EQ(faults.count(), 0U);
  (void)read_rules("[presence]\nmonth_target = 10\n", "/text", faults);
  EXPECT_THAT(codes(faults), ElementsAre("/text rules_value"));
  (void)read_rules("[presence]\ngps = 1\n", "/text", faults);
  EXPECT_EQ(codes(faults).size(), 1U);
}

TEST(PresenceRules, EachClassHasALetterOfItsOwn) {
  std::set<char> seen = {no_day, no_class};
  for (const std::string& name : base::choices<DayClass>()) {
    const DayClass kind = base::choice_of<DayClass>(name).value();
    EXPECT_TRUE(seen.insert(letter_of(kind)).second) << name;
    EXPECT_EQ(class_of(letter_of(kind)), kind);
  }
  EXPECT_EQ(class_of(no_day), std::nullopt);
  EXPECT_EQ(class_of(no_class), std::nullopt);
}

TEST(PresenceRules, AMonthIsDeclaredByItsDaysOffAndTrips) {
  const std::vector<Date> rest = {day("2027-02-06"), day("2027-02-07")};
  const std::vector<Date> trips = {day("2027-02-08")};
  EXPECT_EQ(pattern(month("2027-02"), DayClass::night_on_site, rest, trips),
            "nnnnnrrtnnnnnnnnnnnnnnnnnnnn");
}

TEST(PresenceRules, OnlyDaysOfThePostingHaveAClass) {
  const std::string declared(28, 'n');
  const std::vector<DateRange> pauses = {range("2027-02-20", "2027-03-25")};
  EXPECT_EQ(
      days_of(month("2027-02"),
              {.term = range("2027-02-04", "2027-12-31"), .pauses = pauses, .classes = declared}),
      "...nnnnnnnnnnnnnnnn.........");
  // Moved within the month: the rest is of another posting.
  EXPECT_EQ(
      days_of(month("2027-02"), {.term = range("2026-02-04", "2027-02-10"), .classes = declared}),
      "nnnnnnnnnn..................");
  // Nothing is declared.
  EXPECT_EQ(days_of(month("2027-02"), {.term = range("2027-02-27", "2027-12-31")}),
            "..........................??");
}

TEST(PresenceRules, TrainingAndLeaveComeByThemselvesUntilTheMonthIsLocked) {
  const std::string declared(28, 'n');
  const std::vector<DateRange> trainings = {range("2027-01-30", "2027-02-02")};
  const std::vector<DateRange> leaves = {range("2027-02-02", "2027-02-03")};
  MonthFacts facts{.term = range("2026-01-01", "2027-12-31"),
                   .trainings = trainings,
                   .leaves = leaves,
                   .classes = declared};
  EXPECT_EQ(days_of(month("2027-02"), facts), "cll" + std::string(25, 'n'));
  facts.locked = true;
  EXPECT_EQ(days_of(month("2027-02"), facts), declared);
}

TEST(PresenceRules, WhatStandsIsTheDeclaredRotaAndEachChangeInItsOrder) {
  const std::string declared(28, 'n');
  const std::vector<DayChange> changes = {
      change("2027-02-01", "2027-02-03", DayClass::duty_trip, ChangeState::waiting),
      change("2027-02-03", "2027-02-05", DayClass::call_back, ChangeState::approved),
      change("2027-02-04", "2027-02-04", DayClass::rest, ChangeState::declined),
      change("2027-01-20", "2027-02-01", DayClass::rest),
  };
  EXPECT_EQ(replay(declared, month("2027-02"), changes), "rtbbb" + std::string(23, 'n'));
}

TEST(PresenceRules, TargetsAreForTheDaysPosted) {
  const PresenceRules rules;
  const Targets whole = targets_of(rules, month("2027-04"), 30, 0);
  EXPECT_EQ(whole.nights, 20);
  EXPECT_EQ(whole.day_only, 0);
  EXPECT_EQ(whole.floor, 16);
  const Targets half = targets_of(rules, month("2027-04"), 15, 0);
  EXPECT_EQ(half.nights, 10);
  EXPECT_EQ(half.floor, 8);
  const Targets permitted = targets_of(rules, month("2027-04"), 30, 12);
  EXPECT_EQ(permitted.nights, 12);
  EXPECT_EQ(permitted.day_only, 8);
  EXPECT_EQ(permitted.floor, 16);
  EXPECT_EQ(year_target(rules, 2027, 365), 200);
  EXPECT_EQ(year_target(rules, 2028, 366), 200);
  EXPECT_EQ(year_target(rules, 2027, 73), 40);
  EXPECT_EQ(year_target(rules, 2027, 0), 0);
}

TEST(PresenceRules, AReasonNamesNobody) {
  EXPECT_THAT(reason_codes("meeting of the county on roads, schools, water and power"),
              testing::IsEmpty());
  EXPECT_THAT(reason_codes("到县里开会，讨论道路、学校、饮水等事项"), testing::IsEmpty());
  EXPECT_THAT(reason_codes("Ada Lee, Bo Wang, Eve Sun, Joe May"),
              ElementsAre("/reason people_list"));
  EXPECT_THAT(reason_codes("张三丰、李四光、王五一、赵六安"), ElementsAre("/reason people_list"));
  EXPECT_THAT(reason_codes("13812345678 and 13912345678"), ElementsAre("/reason people_list"));
  EXPECT_THAT(reason_codes("with 110101199003071234"), ElementsAre("/reason identity_number"));
  EXPECT_THAT(reason_codes("household register"),
              testing::Contains(testing::HasSubstr("forbidden.residents")));
}

TEST(PresenceRules, ASeedDrawsTheSameForEverybody) {
  std::vector<std::string> ids;
  for (int i = 0; i < 61; ++i) {
    ids.push_back("posting_" + std::to_string(i));
  }
  const auto first = drawn("lottery 3 12 19", month("2027-02"), ids, 5);
  EXPECT_EQ(first.size(), 4U);  // 5 % of 61, rounded up
  // As anybody finds it with sha256sum:
  //   for i in $(seq 0 60); do printf "lottery 3 12 19 2027-02 posting_$i" | sha256sum; done
  std::vector<std::string> backwards(ids.rbegin(), ids.rend());
  const auto second = drawn("lottery 3 12 19", month("2027-02"), backwards, 5);
  ASSERT_EQ(second.size(), 4U);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(ids[first[i]], backwards[second[i]]);
  }
  EXPECT_NE(drawn("lottery 3 12 20", month("2027-02"), ids, 5), first);
  EXPECT_EQ(drawn("x", month("2027-02"), std::vector<std::string>{"a"}, 5).size(), 1U);
  EXPECT_TRUE(drawn("x", month("2027-02"), {}, 5).empty());
  EXPECT_TRUE(drawn("x", month("2027-02"), ids, 0).empty());
}

TEST(PresenceRules, OfSmallGroupsNoRateIsTold) {
  EXPECT_EQ(exemption_rate(30, 150, 5), 20);
  EXPECT_EQ(exemption_rate(30, 120, 4), std::nullopt);
  EXPECT_EQ(exemption_rate(0, 0, 9), std::nullopt);
}

// Properties.

Date any_day() { return day("2026-01-01") + *rc::gen::inRange<std::int64_t>(0, 1500); }
DateRange any_range() {
  const Date from = any_day();
  return {from, from + *rc::gen::inRange<std::int64_t>(0, 90)};
}
std::vector<DateRange> any_ranges() {
  std::vector<DateRange> made;
  for (auto left = *rc::gen::inRange(0, 4); left > 0; --left) {
    made.push_back(any_range());
  }
  return made;
}

RC_GTEST_PROP(PresenceProperties, EachDayOfThePostingHasOneLetterAndNoOtherDayHas, ()) {
  const Month of(any_day());
  const Date from = any_day();
  const DateRange term(from, from + *rc::gen::inRange<std::int64_t>(0, 800));
  const auto pauses = any_ranges();
  const auto trainings = any_ranges();
  const auto leaves = any_ranges();
  std::string stored;
  if (*rc::gen::arbitrary<bool>()) {
    stored = *rc::gen::container<std::string>(static_cast<std::size_t>(of.last().day()),
                                              rc::gen::elementOf(std::string("ndtclrbhu?.")));
  }
  const bool locked = !stored.empty() && *rc::gen::arbitrary<bool>();
  const std::string made = days_of(of, {.term = term,
                                        .pauses = pauses,
                                        .trainings = trainings,
                                        .leaves = leaves,
                                        .classes = stored,
                                        .locked = locked});
  RC_ASSERT(made.size() == static_cast<std::size_t>(of.last().day()));
  for (std::size_t i = 0; i < made.size(); ++i) {
    const Date at = of.first() + static_cast<std::int64_t>(i);
    const auto holds = [&](const DateRange& each) { return each.contains(at); };
    const bool posted = term.contains(at) && std::none_of(pauses.begin(), pauses.end(), holds);
    RC_ASSERT((made[i] != no_day) == posted);
    RC_ASSERT(made[i] == no_day || made[i] == no_class || class_of(made[i]).has_value());
    if (posted && !locked && std::any_of(leaves.begin(), leaves.end(), holds)) {
      RC_ASSERT(class_of(made[i]) == DayClass::leave);
    }
    if (posted && locked && stored[i] != no_day) {
      RC_ASSERT(made[i] == stored[i]);
    }
  }
  const Totals sums = totals_of(made);
  RC_ASSERT(sums.days == sums.night_on_site + sums.day_only + sums.duty_trip + sums.training +
                             sums.leave + sums.rest + sums.call_back + sums.diverted +
                             sums.unexplained + sums.no_class);
}

RC_GTEST_PROP(PresenceProperties, TheDrawIsTheStatedShareAndNobodyTwice, ()) {
  std::vector<std::string> ids;
  for (auto left = *rc::gen::inRange(0, 300); left > 0; --left) {
    ids.push_back("posting_" + std::to_string(left));
  }
  const auto percent = *rc::gen::inRange(1, 101);
  const auto chosen = drawn(*rc::gen::arbitrary<std::string>(), Month(any_day()), ids, percent);
  RC_ASSERT(chosen.size() == (ids.size() * static_cast<std::size_t>(percent) + 99) / 100);
  RC_ASSERT(std::set<std::size_t>(chosen.begin(), chosen.end()).size() == chosen.size());
}

RC_GTEST_PROP(PresenceProperties, TheTargetsOfPartsDifferFromTheWholeByRoundingOnly, ()) {
  const PresenceRules rules;
  const Month of(any_day());
  const std::int32_t length = of.last().day();
  const auto first = *rc::gen::inRange<std::int32_t>(0, length + 1);
  const Targets one = targets_of(rules, of, first, 0);
  const Targets two = targets_of(rules, of, length - first, 0);
  RC_ASSERT(std::abs(one.nights + two.nights - rules.month_target) <= 1);
  RC_ASSERT(one.floor <= one.nights || one.nights == 0);
}

}  // namespace
}  // namespace sojourn::stages::presence
