#include "base/date.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int last_year = 9999;
constexpr sys_days first_day =
    sys_days(year_month_day(std::chrono::year(1), std::chrono::January, std::chrono::day(1)));
constexpr sys_days last_day = sys_days(
    year_month_day(std::chrono::year(last_year), std::chrono::December, std::chrono::day(31)));
constexpr std::int64_t micros_a_day = 86'400'000'000;
constexpr std::int64_t first_micros = first_day.time_since_epoch().count() * micros_a_day;
constexpr std::int64_t last_micros = (last_day.time_since_epoch().count() + 1) * micros_a_day - 1;
constexpr std::size_t date_size = 10;  // 2026-11-25

/// The digits [at, at + count) of `text` as a number; -1 if one is no digit.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    number = 10 * number + (c - '0');
  }
  return number;
}

}  // namespace

Date::Date(sys_days day) : day_(day) {
  ensure(day >= first_day && day <= last_day, "a date is of the years 1 to 9999");
}

std::optional<Date> Date::of(int year, int month, int day) {
  if (year < 1 || year > last_year || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const year_month_day made{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  return made.ok() ? std::optional(Date(sys_days(made))) : std::nullopt;
}

int Date::year() const { return static_cast<int>(year_month_day(day_).year()); }
int Date::month() const {
  return static_cast<int>(static_cast<unsigned>(year_month_day(day_).month()));
}
int Date::day() const {
  return static_cast<int>(static_cast<unsigned>(year_month_day(day_).day()));
}
int Date::weekday() const { return static_cast<int>(std::chrono::weekday(day_).iso_encoding()); }

Date Date::plus_months(std::int64_t months) const {
  const Month month = Month(*this) + months;
  return std::min(month.first() + (day() - 1), month.last());
}

Date operator+(const Date& date, std::int64_t days_more) {
  // Beyond this the sum itself would not be right; within it the constructor looks at the years.
  ensure(days_more > -4'000'000 && days_more < 4'000'000, "a date is of the years 1 to 9999");
  return Date(date.day_ + days(days_more));
}

std::string Date::to_text() const {
  const year_month_day ymd(day_);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::optional<Date> Date::from_text(std::string_view text) {
  if (text.size() != date_size || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  return of(digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2));
}

WordAbout Date::word_about() {
  return {.accepted = "a date such as 2026-11-25", .code = "not_date", .format = "date"};
}

DateRange::DateRange(Date from, std::optional<Date> to) : from_(from), to_(to) {
  ensure(!to || from <= *to, "a range of dates does not end before it begins");
}

std::optional<DateRange> DateRange::of(Date from, std::optional<Date> to) {
  return to && *to < from ? std::nullopt : std::optional(DateRange(from, to));
}

bool DateRange::contains(const DateRange& other) const {
  return from_ <= other.from_ && (!to_ || (other.to_ && *other.to_ <= *to_));
}

bool DateRange::overlaps(const DateRange& other) const { return shared(other).has_value(); }

std::optional<DateRange> DateRange::shared(const DateRange& other) const {
  std::optional<Date> to = to_;
  if (!to || (other.to_ && *other.to_ < *to)) {
    to = other.to_;
  }
  return of(std::max(from_, other.from_), to);
}

std::optional<std::int64_t> DateRange::days() const {
  return to_ ? std::optional(*to_ - from_ + 1) : std::nullopt;
}

std::string DateRange::to_text() const {
  return from_.to_text() + ".." + (to_ ? to_->to_text() : "");
}

std::optional<DateRange> DateRange::from_text(std::string_view text) {
  const std::optional<Date> from = Date::from_text(text.substr(0, date_size));
  if (!from || text.substr(date_size, 2) != "..") {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(date_size + 2);
  const std::optional<Date> to = Date::from_text(rest);
  return to || rest.empty() ? of(*from, to) : std::nullopt;
}

WordAbout DateRange::word_about() {
  return {.accepted =
              "a first and a last date such as 2026-01-01..2026-03-31 (or 2026-01-01.. for "
              "no end), the first not after the last",
          .code = "not_date_range",
          .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}\\.\\.([0-9]{4}-[0-9]{2}-[0-9]{2})?$"};
}

Month::Month(const Date& within) : number_(within.year() * 12 + within.month() - 1) {}

std::optional<Month> Month::of(int year, int month) {
  if (year < 1 || year > last_year || month < 1 || month > 12) {
    return std::nullopt;
  }
  return numbered(std::int64_t{year} * 12 + month - 1);
}

Month Month::numbered(std::int64_t number) {
  ensure(number >= 12 && number < (last_year + 1) * 12, "a month is of the years 1 to 9999");
  Month made;
  made.number_ = static_cast<std::int32_t>(number);
  return made;
}

Date Month::first() const { return Date::of(year(), month(), 1).value(); }

Date Month::last() const {
  using std::chrono::last;
  return Date(sys_days(std::chrono::year(year()) / month() / last));
}

Month operator+(const Month& month, std::int64_t months) {
  ensure(months > -200'000 && months < 200'000, "a month is of the years 1 to 9999");
  return Month::numbered(month.number_ + months);
}

std::string Month::to_text() const { return fmt::format("{:04}-{:02}", year(), month()); }

std::optional<Month> Month::from_text(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') {
    return std::nullopt;
  }
  return of(digits_at(text, 0, 4), digits_at(text, 5, 2));
}

WordAbout Month::word_about() {
  return {.accepted = "a month such as 2026-11",
          .code = "not_month",
          .pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$"};
}

Instant Instant::from_unix_micros(std::int64_t micros) {
  ensure(micros >= first_micros && micros <= last_micros, "an instant is of the years 1 to 9999");
  Instant made;
  made.micros_ = micros;
  return made;
}

Instant Instant::start_of_utc(const Date& date) {
  return from_unix_micros(date.days().time_since_epoch().count() * micros_a_day);
}

Date Instant::utc_date() const {
  return Date(std::chrono::floor<days>(std::chrono::sys_time<microseconds>(microseconds(micros_))));
}

Instant operator+(const Instant& instant, microseconds by) {
  std::int64_t sum = 0;
  ensure(!__builtin_add_overflow(instant.micros_, std::int64_t{by.count()}, &sum),
         "an instant is of the years 1 to 9999");
  return Instant::from_unix_micros(sum);
}

std::string Instant::to_text() const {
  const Date date = utc_date();
  const std::int64_t of_day = micros_ - start_of_utc(date).micros_;
  const std::int64_t seconds = of_day / 1'000'000;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", date.to_text(), seconds / 3600,
                     seconds / 60 % 60, seconds % 60, of_day % 1'000'000);
}

std::optional<Instant> Instant::from_text(std::string_view text) {
  constexpr std::size_t second_end = 19;  // 2026-11-25T08:30:00
  const std::optional<Date> date = Date::from_text(text.substr(0, date_size));
  if (!date || text.size() <= second_end || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z') {
    return std::nullopt;
  }
  const int hour = digits_at(text, 11, 2);
  const int minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;  // a leap second, :60, is none that a computer's clock has
  }
  std::string_view part = text.substr(second_end, text.size() - second_end - 1);
  std::int64_t micros = 0;
  if (!part.empty()) {
    part.remove_prefix(1);
    micros = digits_at(part, 0, part.size() <= 6 ? part.size() : 0);
    if (text[second_end] != '.' || part.empty() || part.size() > 6 || micros < 0) {
      return std::nullopt;
    }
    for (std::size_t i = part.size(); i < 6; ++i) {
      micros *= 10;
    }
  }
  micros += 1'000'000 * (std::int64_t{hour} * 3600 + std::int64_t{minute} * 60 + second);
  return from_unix_micros(start_of_utc(*date).micros_ + micros);
}

WordAbout Instant::word_about() {
  return {.accepted = "a moment in UTC such as 2026-11-25T08:30:00Z",
          .code = "not_instant",
          .format = "date-time",
          .pattern = "Z$"};
}

}  // namespace sojourn::base
