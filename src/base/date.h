// Dates, ranges of dates, months and instants, with their texts. The calendar is the standard
// library's proleptic Gregorian one (Howard Hinnant's algorithms); its parsing is absent in g++ 12
// and its printing looks at the locale, so both are spelled out here. Years 1 to 9999, which every
// database and spreadsheet can hold; arithmetic that leaves them is a Bug.
// No time zones here: base/zone.h knows which day it is where. Tested in
// tests/unit/base/date_test.cpp.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/word.h"

namespace sojourn::base {

/// A day of the calendar. Text: 2026-11-25.
class Date {
 public:
  /// 1970-01-01: what a record has before it is given one.
  constexpr Date() = default;
  /// Throws Bug outside the years 1 to 9999.
  explicit Date(std::chrono::sys_days day);
  /// Nothing if there is no such day.
  static std::optional<Date> of(int year, int month, int day);

  int year() const;
  int month() const;    ///< 1 .. 12
  int day() const;      ///< 1 .. 31
  int weekday() const;  ///< as ISO 8601 has it: 1 Monday .. 7 Sunday
  std::chrono::sys_days days() const { return day_; }

  /// The same day of a later (or earlier) month; its last day where that month is too short.
  Date plus_months(std::int64_t months) const;
  /// As `plus_months` with 12 a year: 29 February becomes 28.
  Date plus_years(std::int64_t years) const { return plus_months(12 * years); }
  friend Date operator+(const Date& date, std::int64_t days);
  friend Date operator-(const Date& date, std::int64_t days) { return date + -days; }
  /// Days from `from` to `to`; 1 from a day to the next.
  friend std::int64_t operator-(const Date& to, const Date& from) {
    return (to.day_ - from.day_).count();
  }

  std::string to_text() const;
  static std::optional<Date> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Date&, const Date&) = default;
  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  std::chrono::sys_days day_{};
};

/// Days from one to another, both within; or from a day on, with no end known. Never empty.
/// Text: 2026-01-01..2026-03-31 or 2026-01-01.. for one without end.
class DateRange {
 public:
  DateRange() = default;
  /// Throws Bug if `to` is before `from`; ask `of` where people gave the two.
  DateRange(Date from, std::optional<Date> to);
  static std::optional<DateRange> of(Date from, std::optional<Date> to);

  const Date& from() const { return from_; }
  const std::optional<Date>& to() const { return to_; }
  bool contains(const Date& day) const { return from_ <= day && (!to_ || day <= *to_); }
  bool contains(const DateRange& other) const;
  bool overlaps(const DateRange& other) const;
  /// The days that are in both, if any.
  std::optional<DateRange> shared(const DateRange& other) const;
  /// How many days; nothing without an end.
  std::optional<std::int64_t> days() const;

  std::string to_text() const;
  static std::optional<DateRange> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const DateRange&, const DateRange&) = default;

 private:
  Date from_{};
  std::optional<Date> to_ = Date{};
};

/// A month of a year. Text: 2026-11.
class Month {
 public:
  /// 1970-01.
  constexpr Month() = default;
  explicit Month(const Date& within);
  static std::optional<Month> of(int year, int month);

  int year() const { return number_ / 12; }
  int month() const { return number_ % 12 + 1; }
  Date first() const;
  Date last() const;
  DateRange days() const { return {first(), last()}; }
  friend Month operator+(const Month& month, std::int64_t months);
  friend Month operator-(const Month& month, std::int64_t months) { return month + -months; }
  friend std::int64_t operator-(const Month& to, const Month& from) {
    return std::int64_t{to.number_} - from.number_;
  }

  std::string to_text() const;
  static std::optional<Month> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Month&, const Month&) = default;
  friend auto operator<=>(const Month&, const Month&) = default;

 private:
  static Month numbered(std::int64_t number);
  std::int32_t number_ = 1970 * 12;  ///< months since the January before year 1
};

/// A moment, in UTC, to the microsecond. Text (RFC 3339): 2026-11-25T08:30:00.000000Z, always with
/// six digits, so that texts are in the order of time. Read with any number of them from none to
/// six, and only in UTC.
class Instant {
 public:
  /// 1970-01-01T00:00:00Z.
  constexpr Instant() = default;
  /// Throws Bug outside the years 1 to 9999.
  static Instant from_unix_micros(std::int64_t micros);
  /// The day's first moment in UTC.
  static Instant start_of_utc(const Date& date);

  std::int64_t unix_micros() const { return micros_; }
  Date utc_date() const;
  friend Instant operator+(const Instant& instant, std::chrono::microseconds by);
  friend Instant operator-(const Instant& instant, std::chrono::microseconds by) {
    return instant + -by;
  }
  friend std::chrono::microseconds operator-(const Instant& to, const Instant& from) {
    return std::chrono::microseconds(to.micros_ - from.micros_);
  }

  std::string to_text() const;
  static std::optional<Instant> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Instant&, const Instant&) = default;
  friend auto operator<=>(const Instant&, const Instant&) = default;

 private:
  std::int64_t micros_ = 0;
};

}  // namespace sojourn::base
