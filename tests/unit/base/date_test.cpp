#include "base/date.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "base/random.h"

namespace sojourn::base {
namespace {

using namespace std::chrono_literals;

Date date(std::string_view text) { return written<Date>(text); }

TEST(Date, ReadsAndWritesEveryDayOfTheCalendar) {
  // Walked day by day with rules of the calendar spelled out here once more.
  int year = 1, month = 1, day = 1, weekday = 1;  // 0001-01-01 was a Monday
  std::int64_t count = 0;
  for (Date at = *Date::of(1, 1, 1);; at = at + 1) {
    if (count % 13 == 0 || month == 2) {  // texts of all Februaries and of every 13th day
      ASSERT_EQ(Date::from_text(at.to_text()), at);
    }
    ASSERT_EQ(at, Date::of(year, month, day));
    ASSERT_EQ(at.year(), year);
    ASSERT_EQ(at.month(), month);
    ASSERT_EQ(at.day(), day);
    ASSERT_EQ(at.weekday(), weekday);
    ++count;
    weekday = weekday % 7 + 1;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int length = month == 2                                              ? (leap ? 29 : 28)
                       : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                               : 31;
    if (++day > length) {
      EXPECT_EQ(Date::of(year, month, day), std::nullopt);
      day = 1;
      if (++month > 12) {
        month = 1;
        if (++year > 9999) {
          break;
        }
      }
    }
  }
  EXPECT_EQ(count, 3'652'059);
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const std::string_view text :
       {"", "2026-11-31", "2026-02-29", "1900-02-29", "2026-00-01", "2026-13-01", "2026-01-00",
        "0000-01-01", "2026-1-1", "26-01-01", "2026/01/01", "20260101", "2026-01-01 ", "+026-01-01",
        "2026-01-01T00:00:00Z", "10000-01-01", "2026-0 -01", "-001-01-01", "2026-01--1"}) {
    EXPECT_EQ(Date::from_text(text), std::nullopt) << text;
  }
  EXPECT_EQ(Date::of(2024, 2, 29), date("2024-02-29"));
  EXPECT_EQ(Date::of(2000, 2, 29), date("2000-02-29"));
  EXPECT_EQ(Date::of(1 << 20, 1, 1), std::nullopt);
  EXPECT_EQ(Date::of(2026, 1 + 256, 1), std::nullopt);
}

TEST(Date, CountsDays) {
  EXPECT_EQ(date("2026-03-01") - date("2026-02-28"), 1);
  EXPECT_EQ(date("2024-03-01") - date("2024-02-28"), 2);
  EXPECT_EQ(date("2026-12-31") + 1, date("2027-01-01"));
  EXPECT_EQ(date("2027-01-01") - 366, date("2025-12-31"));
  EXPECT_LT(date("2026-11-25"), date("2026-11-26"));
  EXPECT_EQ(Date(), date("1970-01-01"));
  EXPECT_EQ(date("2026-11-25").weekday(), 3);
}

TEST(Date, AddsMonthsWithinTheMonth) {
  EXPECT_EQ(date("2026-01-31").plus_months(1), date("2026-02-28"));
  EXPECT_EQ(date("2024-01-31").plus_months(1), date("2024-02-29"));
  EXPECT_EQ(date("2026-03-31").plus_months(-1), date("2026-02-28"));
  EXPECT_EQ(date("2026-01-15").plus_months(24), date("2028-01-15"));
  EXPECT_EQ(date("2024-02-29").plus_years(1), date("2025-02-28"));
  EXPECT_EQ(date("2024-02-29").plus_years(4), date("2028-02-29"));
}

TEST(Date, LeavingTheYearsIsABug) {
  EXPECT_THROW(date("9999-12-31") + 1, Bug);
  EXPECT_THROW(date("0001-01-01") - 1, Bug);
  EXPECT_THROW(date("2026-01-01") + std::numeric_limits<std::int64_t>::max(), Bug);
  EXPECT_THROW(date("9999-12-01").plus_months(1), Bug);
  EXPECT_THROW(date("2026-12-01").plus_months(std::int64_t{1} << 40), Bug);
  EXPECT_THROW(written<Date>("yesterday"), Bug);
}

TEST(DateRange, HoldsBothEnds) {
  const DateRange term(date("2026-01-01"), date("2026-03-31"));
  EXPECT_EQ(term.days(), 90);
  EXPECT_TRUE(term.contains(date("2026-01-01")));
  EXPECT_TRUE(term.contains(date("2026-03-31")));
  EXPECT_FALSE(term.contains(date("2026-04-01")));
  EXPECT_FALSE(term.contains(date("2025-12-31")));
  const DateRange open(date("2026-03-31"), std::nullopt);
  EXPECT_EQ(open.days(), std::nullopt);
  EXPECT_TRUE(open.contains(date("9999-12-31")));
  EXPECT_TRUE(term.overlaps(open));
  EXPECT_EQ(term.shared(open), DateRange(date("2026-03-31"), date("2026-03-31")));
  EXPECT_EQ(open.shared(term), term.shared(open));
  EXPECT_EQ(open.shared(open), open);
  EXPECT_FALSE(term.overlaps({date("2026-04-01"), std::nullopt}));
  EXPECT_THROW(DateRange(date("2026-01-02"), date("2026-01-01")), Bug);
  EXPECT_EQ(DateRange::of(date("2026-01-02"), date("2026-01-01")), std::nullopt);
}

TEST(DateRange, HasOneText) {
  for (const std::string_view text :
       {"2026-01-01..2026-03-31", "2026-01-01..", "2026-01-01..2026-01-01"}) {
    EXPECT_EQ(written<DateRange>(text).to_text(), text);
  }
  for (const std::string_view text :
       {"", "2026-01-01", "2026-01-01.", "2026-01-01...", "2026-03-31..2026-01-01", "..2026-01-01",
        "2026-01-01..2026-02-30", "2026-01-01/2026-03-31", "2026-01-01..2026-03-31 "}) {
    EXPECT_EQ(DateRange::from_text(text), std::nullopt) << text;
  }
}

TEST(DateRange, SharedDaysAreThoseInBoth) {
  Random random(5);
  const Date start = date("2026-01-01");
  const auto any = [&] {
    const Date from = start + random.between(0, 12);
    return DateRange(
        from, random.chance(0.3) ? std::nullopt : std::optional(from + random.between(0, 6)));
  };
  for (int i = 0; i < 3000; ++i) {
    const DateRange a = any(), b = any();
    const std::optional<DateRange> both = a.shared(b);
    bool all = true;
    for (Date day = start; day < start + 30; day = day + 1) {
      ASSERT_EQ(both && both->contains(day), a.contains(day) && b.contains(day));
      all = all && (a.contains(day) || !b.contains(day));
    }
    ASSERT_EQ(a.contains(b), all) << a.to_text() << ' ' << b.to_text();
    ASSERT_EQ(DateRange::from_text(a.to_text()), a);
  }
}

TEST(Month, KnowsItsDays) {
  const Month month = written<Month>("2024-02");
  EXPECT_EQ(month.first(), date("2024-02-01"));
  EXPECT_EQ(month.last(), date("2024-02-29"));
  EXPECT_EQ(month.days().days(), 29);
  EXPECT_EQ(Month(date("2024-02-29")), month);
  EXPECT_EQ(Month(), Month(Date()));
  EXPECT_EQ(month + 11, written<Month>("2025-01"));
  EXPECT_EQ(month - 2, written<Month>("2023-12"));
  EXPECT_EQ(written<Month>("2025-01") - month, 11);
  EXPECT_THROW(written<Month>("9999-12") + 1, Bug);
  EXPECT_THROW(written<Month>("0001-01") - 1, Bug);
}

TEST(Month, HasOneText) {
  for (Month month = written<Month>("0001-01"); month < written<Month>("9999-12");
       month = month + 1) {
    ASSERT_EQ(Month::from_text(month.to_text()), month);
    ASSERT_EQ(month.last() + 1, (month + 1).first());
  }
  for (const std::string_view text : {"", "2026-13", "2026-00", "2026-1", "2026-11-01", "0000-01",
                                      "2026 11", "202-011", "2026-1x"}) {
    EXPECT_EQ(Month::from_text(text), std::nullopt) << text;
  }
}

TEST(Instant, IsWrittenToTheMicrosecond) {
  const Instant at = written<Instant>("2026-11-25T08:30:00Z");
  EXPECT_EQ(at.to_text(), "2026-11-25T08:30:00.000000Z");
  EXPECT_EQ(at.unix_micros(), 1'795'595'400'000'000);
  EXPECT_EQ((at + 1us).to_text(), "2026-11-25T08:30:00.000001Z");
  EXPECT_EQ((at - 9h).to_text(), "2026-11-24T23:30:00.000000Z");
  EXPECT_EQ(written<Instant>("2026-11-25T08:30:00.5Z") - at, 500ms);
  EXPECT_EQ((Instant() - 1us).to_text(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ((Instant() - 1us).utc_date(), date("1969-12-31"));
  EXPECT_EQ(Instant::start_of_utc(date("2026-11-25")) + 8h + 30min, at);
}

TEST(Instant, RefusesWhatIsNoMomentInUtc) {
  for (const std::string_view text :
       {"", "Z", "2026-11-25", "2026-11-25T08:30:00", "2026-11-25T08:30:00+00:00",
        "2026-11-25T08:30:00z", "2026-11-25t08:30:00Z", "2026-11-25 08:30:00Z",
        "2026-11-25T24:00:00Z", "2026-11-25T08:60:00Z", "2026-11-25T08:30:60Z",
        "2026-11-25T08:30:00.Z", "2026-11-25T08:30:00.0000000Z", "2026-11-25T08:30:00,5Z",
        "2026-11-25T08:30:00.-1Z", "2026-02-30T08:30:00Z", "2026-11-25T08:30Z",
        "2026-11-25T8:30:00Z", "2026-11-25T08:30:00ZZ"}) {
    EXPECT_EQ(Instant::from_text(text), std::nullopt) << text;
  }
}

TEST(Instant, ReadsBackWhatItWritesInTheOrderOfTime) {
  const Instant first = Instant::start_of_utc(*Date::of(1, 1, 1));
  const Instant last = written<Instant>("9999-12-31T23:59:59.999999Z");
  EXPECT_THROW(first - 1us, Bug);
  EXPECT_THROW(last + 1us, Bug);
  EXPECT_THROW(last + std::chrono::microseconds::max(), Bug);
  Random random(9);
  for (int i = 0; i < 20'000; ++i) {
    const auto any = [&] {
      return Instant::from_unix_micros(random.between(first.unix_micros(), last.unix_micros()));
    };
    const Instant a = any(), b = any();
    ASSERT_EQ(Instant::from_text(a.to_text()), a);
    ASSERT_EQ(a < b, a.to_text() < b.to_text());
  }
}

}  // namespace
}  // namespace sojourn::base
