#include "stages/programme/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace sojourn::stages::programme {
namespace {

using base::Date;
using base::written;
using testing::ElementsAre;
using testing::IsEmpty;

Date day(std::string_view text) { return written<Date>(text); }

CalendarDay holiday(std::string_view text) {
  return {.id = {1}, .day = day(text), .kind = DayKind::holiday, .name = "Holiday"};
}
CalendarDay make_up(std::string_view text) {
  return {.id = {1}, .day = day(text), .kind = DayKind::make_up, .name = "Worked"};
}

TEST(Areas, LieInWiderOnesOnly) {
  EXPECT_TRUE(may_lie_in(AreaKind::county, AreaKind::province));
  EXPECT_TRUE(may_lie_in(AreaKind::township, AreaKind::nation));
  EXPECT_FALSE(may_lie_in(AreaKind::county, AreaKind::county));
  EXPECT_FALSE(may_lie_in(AreaKind::province, AreaKind::county));
}

TEST(Areas, HaveAPathOfIds) {
  EXPECT_EQ(path_in("", {7}), "/7/");
  EXPECT_EQ(path_in("/7/", {12}), "/7/12/");
  EXPECT_EQ(moved_path("/7/12/30/", "/7/12/", "/8/12/"), "/8/12/30/");
  EXPECT_EQ(moved_path("/7/12/", "/7/12/", "/9/"), "/9/");
}

TEST(Availability, HoldsFromADayToTheNextChange) {
  const std::vector<AvailabilityChange> changes = {{day("2026-03-01"), false},
                                                   {day("2026-06-01"), true}};
  EXPECT_TRUE(available_on({}, day("2026-01-01")));
  EXPECT_TRUE(available_on(changes, day("2026-02-28")));
  EXPECT_FALSE(available_on(changes, day("2026-03-01")));
  EXPECT_FALSE(available_on(changes, day("2026-05-31")));
  EXPECT_TRUE(available_on(changes, day("2026-06-01")));
}

TEST(Availability, KeepsOneChangeADayAndNoneThatChangesNothing) {
  std::vector<AvailabilityChange> changes;
  changes = with_change(changes, {day("2026-06-01"), true});
  EXPECT_THAT(changes, IsEmpty());  // that is so without saying
  changes = with_change(changes, {day("2026-06-01"), false});
  changes = with_change(changes, {day("2026-03-01"), false});
  EXPECT_THAT(changes, ElementsAre(AvailabilityChange{day("2026-03-01"), false}));
  changes = with_change(changes, {day("2026-03-01"), true});
  EXPECT_THAT(changes, IsEmpty());
}

TEST(Availability, IsAfterAChangeWhatTheChangeSays) {
  base::Random random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<AvailabilityChange> changes;
    for (int i = 0; i < 6; ++i) {
      const auto at = static_cast<std::int64_t>(random.below(40));
      const bool available = random.below(2) == 0;
      changes = with_change(changes, {day("2026-01-01") + at, available});
      EXPECT_EQ(available_on(changes, day("2026-01-01") + at), available);
    }
    for (std::size_t i = 1; i < changes.size(); ++i) {
      EXPECT_LT(changes[i - 1].from, changes[i].from);
      EXPECT_NE(changes[i - 1].available, changes[i].available);
    }
  }
}

TEST(WorkingDays, AreMondayToFriday) {
  const WorkingDays week;
  EXPECT_TRUE(week.is_working(day("2026-11-27")));   // Friday
  EXPECT_FALSE(week.is_working(day("2026-11-28")));  // Saturday
  EXPECT_EQ(week.after(day("2026-11-27"), 1), day("2026-11-30"));
  EXPECT_EQ(week.after(day("2026-11-30"), -1), day("2026-11-27"));
  EXPECT_EQ(week.after(day("2026-11-28"), 0), day("2026-11-28"));
  EXPECT_EQ(week.count({day("2026-11-23"), day("2026-11-29")}), 5);
}

TEST(WorkingDays, LeaveOutHolidaysAndTakeInMakeUpDays) {
  // A week of holidays; the Sunday before and the Saturday after are worked.
  const std::vector<CalendarDay> days = {
      holiday("2026-10-01"), holiday("2026-10-02"), holiday("2026-10-05"), holiday("2026-10-06"),
      holiday("2026-10-07"), make_up("2026-09-27"), make_up("2026-10-10")};
  const WorkingDays calendar(days);
  EXPECT_TRUE(calendar.is_working(day("2026-09-27")));
  EXPECT_FALSE(calendar.is_working(day("2026-10-05")));
  EXPECT_EQ(calendar.after(day("2026-09-30"), 1), day("2026-10-08"));
  EXPECT_EQ(calendar.after(day("2026-09-30"), 3), day("2026-10-10"));
  EXPECT_EQ(calendar.count({day("2026-09-27"), day("2026-10-10")}), 7);
}

/// A calendar by chance: about a month of odd days within two years.
WorkingDays some_calendar(base::Random& random) {
  std::vector<CalendarDay> days;
  std::set<std::uint64_t> taken;
  for (int i = 0; i < 30; ++i) {
    const std::uint64_t at = random.below(730);
    if (taken.insert(at).second) {
      days.push_back({.id = {i + 1},
                      .day = day("2026-01-01") + static_cast<std::int64_t>(at),
                      .kind = random.below(3) == 0 ? DayKind::make_up : DayKind::holiday,
                      .name = "x"});
    }
  }
  return WorkingDays(days);
}

TEST(WorkingDays, AddUpWhateverTheCalendar) {
  base::Random random(11);
  for (int round = 0; round < 400; ++round) {
    const WorkingDays calendar = some_calendar(random);
    const Date from = day("2025-12-20") + static_cast<std::int64_t>(random.below(760));
    const auto a = static_cast<std::int64_t>(random.below(40));
    const auto b = static_cast<std::int64_t>(random.below(40));
    // Two steps are one, forwards and backwards.
    EXPECT_EQ(calendar.after(calendar.after(from, a), b), calendar.after(from, a + b));
    EXPECT_EQ(calendar.after(calendar.after(from, -a), -b), calendar.after(from, -a - b));
    // A working day is got back to.
    const Date working = calendar.after(from, 1);
    EXPECT_TRUE(calendar.is_working(working));
    EXPECT_EQ(calendar.after(calendar.after(working, a), -a), working);
    // Counting agrees with stepping.
    if (a > 0) {
      const Date end = calendar.after(from, a);
      EXPECT_EQ(calendar.count({from + 1, end}), a);
    }
    // And with looking at each day.
    const base::DateRange range(from, from + b * 3);
    std::int64_t counted = 0;
    for (Date each = range.from(); each <= *range.to(); each = each + 1) {
      counted += calendar.is_working(each) ? 1 : 0;
    }
    EXPECT_EQ(calendar.count(range), counted);
  }
}

TEST(Faults, TellEachThingAtItsPlace) {
  Faults faults;
  faults.check_name("/name", " Upper Weir");
  faults.check_short("/code", std::optional<std::string>("A\n1"));
  faults.check_short("/challenge", std::optional<std::string>());
  faults.check_between("/need", 6, 1, 5);
  faults.check_words("/skills", {"water", "law", "water", ""});
  faults.check_place(91.0, std::nullopt);
  try {
    faults.refuse();
    FAIL() << "nothing was refused";
  } catch (const base::Refusal& refusal) {
    std::vector<std::string> found;
    for (const base::Fault& fault : refusal.faults) {
      found.push_back(fault.where + " " + fault.code);
    }
    EXPECT_THAT(found, ElementsAre("/name not_name", "/code not_short_text", "/need out_of_range",
                                   "/skills/2 twice", "/skills/3 not_short_text", "/lon missing",
                                   "/lat out_of_range"));
  }
  Faults().refuse();  // nothing wrong, nothing thrown
}

TEST(Faults, APlaceIsInDegreesOrOnTheGrid) {
  const auto found = [](std::optional<double> lat, std::optional<double> x,
                        std::optional<double> y) {
    Faults faults;
    faults.check_grid(lat, x, y);
    std::string said;
    try {
      faults.refuse();
    } catch (const base::Refusal& refusal) {
      for (const base::Fault& fault : refusal.faults) {
        said += fault.where + " " + fault.code + ";";
      }
    }
    return said;
  };
  EXPECT_EQ(found({}, 12.5, -3.0), "");
  EXPECT_EQ(found({}, {}, {}), "");
  EXPECT_EQ(found({}, 12.5, {}), "/y_km missing;");
  EXPECT_EQ(found(30.0, 12.5, 3.0), "/x_km two_places;");
  EXPECT_EQ(found({}, 100'001.0, 0.0), "/x_km out_of_range;");
}

TEST(Faults, AWordOfAListHoldsNoSemicolon) {
  Faults faults;
  faults.check_words("/skills", {"water;law"});
  try {
    faults.refuse();
    FAIL() << "it would be two skills in a folder";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.faults.at(0).code, "semicolon");
    EXPECT_EQ(refusal.faults.at(0).where, "/skills/0");
  }
}

}  // namespace
}  // namespace sojourn::stages::programme
