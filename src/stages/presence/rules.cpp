#include "stages/presence/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/digest.h"
#include "base/ensure.h"
#include "base/text.h"
#include "stages/postings/rules.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::presence {

using base::Date;
using base::DateRange;
using base::Month;
using programme::Faults;

namespace {

/// In the order of the enum.
constexpr std::string_view letters = "ndtclrbhu";

std::size_t place_of(const Date& day) { return static_cast<std::size_t>(day.day() - 1); }

/// Share of a whole, rounded, a half up.
std::int32_t share(std::int64_t whole, std::int64_t part, std::int64_t of) {
  return static_cast<std::int32_t>((2 * whole * part + of) / (2 * of));
}

std::string digest_of(std::string_view seed, const Month& month, std::string_view id) {
  return base::sha256_hex(fmt::format("{} {} {}", seed, month.to_text(), id));
}

}  // namespace

PresenceRules read_rules(std::string_view text, std::string_view where, Faults& faults) {
  PresenceRules made;
  programme::RulesTable table(text, "presence", where, faults);
  table.whole("year_target", made.year_target, 0, 366);
  table.whole("month_target", made.month_target, 0, 31);
  table.whole("day_only_target", made.day_only_target, 0, 31);
  table.whole("month_floor", made.month_floor, 0, 31);
  table.whole("day_hours", made.day_hours, 1, 24);
  table.whole("ahead_months", made.ahead_months, 0, 24);
  table.whole("answer_days", made.answer_days, 1, 60);
  table.whole("day_only_days", made.day_only_days, 1, 366);
  table.whole("verify_percent", made.verify_percent, 0, 100);
  table.whole("exempt_percent", made.exempt_percent, 0, 100);
  table.whole("call_back_days", made.call_back_days, 0, 366);
  table.whole("leave.leader_days", made.leave.leader_days, 0, 366);
  table.whole("leave.township_days", made.leave.township_days, 0, 366);
  table.whole("leave.answer_hours", made.leave.answer_hours, 1, 720);
  table.whole("leave.office_hours", made.leave.office_hours, 1, 720);
  table.whole("leave.regularise_days", made.leave.regularise_days, 1, 30);
  table.whole("leave.overdue_hours", made.leave.overdue_hours, 1, 720);
  table.whole("leave.cover", made.leave.cover, 0, 20);
  table.whole("leave.annual_days", made.leave.annual_days, 0, 366);
  table.finish();
  if (made.leave.leader_days > made.leave.township_days) {
    faults.add(std::string(where), "rules_value", "[presence] leave.leader_days",
               "[presence] leave.leader_days is above leave.township_days.");
  }
  if (made.month_floor > made.month_target) {
    faults.add(std::string(where), "rules_value", "[presence] month_floor",
               "[presence] month_floor is above month_target.");
  }
  return made;
}

char letter_of(DayClass kind) { return letters[static_cast<std::size_t>(kind)]; }

std::optional<DayClass> class_of(char letter) {
  const std::size_t at = letters.find(letter);
  return at == letters.npos ? std::nullopt : std::optional(static_cast<DayClass>(at));
}

bool exempts(DayClass kind) {
  return kind == DayClass::day_only || kind == DayClass::duty_trip || kind == DayClass::call_back ||
         kind == DayClass::diverted;
}

bool by_itself(DayClass kind) { return kind == DayClass::training || kind == DayClass::leave; }

void lay_over(std::string& classes, const Month& month, const DateRange& days, char letter) {
  if (const auto within = days.shared(month.days())) {
    const std::size_t first = place_of(within->from());
    std::fill(classes.begin() + static_cast<std::ptrdiff_t>(first),
              classes.begin() + static_cast<std::ptrdiff_t>(place_of(*within->to()) + 1), letter);
  }
}

std::string days_of(const Month& month, const MonthFacts& facts) {
  const auto length = static_cast<std::size_t>(month.last().day());
  base::ensure(facts.classes.empty() || facts.classes.size() == length,
               "a month has a letter for each of its days");
  std::string made(facts.classes.empty() ? std::string(length, no_class)
                                         : std::string(facts.classes));
  // 1. What has records of its own, as long as the month is not locked. Leave comes last: somebody
  //    granted it, for that person and these days.
  if (!facts.locked) {
    for (const DateRange& each : facts.trainings) {
      lay_over(made, month, each, letter_of(DayClass::training));
    }
    for (const DateRange& each : facts.leaves) {
      lay_over(made, month, each, letter_of(DayClass::leave));
    }
  }
  // 2. Days of the posting and no others, whatever was said: a term may have ended or moved since.
  std::string posted(length, no_day);
  lay_over(posted, month, facts.term, no_class);
  for (const DateRange& each : facts.pauses) {
    lay_over(posted, month, each, no_day);
  }
  for (std::size_t i = 0; i < length; ++i) {
    if (posted[i] == no_day) {
      made[i] = no_day;
    } else if (made[i] == no_day) {
      made[i] = no_class;
    }
  }
  return made;
}

std::string pattern(const Month& month, DayClass usual, std::span<const Date> rest,
                    std::span<const Date> trips) {
  std::string made(static_cast<std::size_t>(month.last().day()), letter_of(usual));
  for (const Date& day : rest) {
    lay_over(made, month, DateRange(day, day), letter_of(DayClass::rest));
  }
  for (const Date& day : trips) {
    lay_over(made, month, DateRange(day, day), letter_of(DayClass::duty_trip));
  }
  return made;
}

std::string replay(std::string_view declared, const Month& month,
                   std::span<const DayChange> changes) {
  std::string made(declared);
  for (const DayChange& each : changes) {
    if (each.state != ChangeState::declined) {
      lay_over(made, month, DateRange(each.from_day, each.to_day), letter_of(each.kind));
    }
  }
  return made;
}

Totals totals_of(std::string_view days) {
  Totals made;
  const std::array counts = {&made.night_on_site, &made.day_only, &made.duty_trip,
                             &made.training,      &made.leave,    &made.rest,
                             &made.call_back,     &made.diverted, &made.unexplained};
  for (const char each : days) {
    if (each == no_day) {
      continue;
    }
    ++made.days;
    const auto kind = class_of(each);
    ++(kind ? *counts.at(static_cast<std::size_t>(*kind)) : made.no_class);
  }
  return made;
}

void add(Totals& to, const Totals& more) {
  to.days += more.days;
  to.night_on_site += more.night_on_site;
  to.day_only += more.day_only;
  to.duty_trip += more.duty_trip;
  to.training += more.training;
  to.leave += more.leave;
  to.rest += more.rest;
  to.call_back += more.call_back;
  to.diverted += more.diverted;
  to.unexplained += more.unexplained;
  to.no_class += more.no_class;
}

Targets targets_of(const PresenceRules& rules, const Month& month, std::int32_t posted,
                   std::int32_t permitted) {
  const std::int32_t length = month.last().day();
  return {.nights = share(rules.month_target, posted - permitted, length),
          .day_only = share(rules.day_only_target, permitted, length),
          .floor = share(rules.month_floor, posted, length)};
}

std::int32_t year_target(const PresenceRules& rules, int year, std::int32_t posted) {
  const Date first = Date::of(year, 1, 1).value();
  return share(rules.year_target, posted, first.plus_years(1) - first);
}

bool holds_list_of_people(std::string_view text) {
  // 1. Two telephone numbers: eleven digits that begin with 1.
  int phones = 0;
  std::size_t digits = 0;
  char first = ' ';
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (c >= '0' && c <= '9') {
      first = digits++ == 0 ? c : first;
      continue;
    }
    phones += digits == 11 && first == '1' ? 1 : 0;
    digits = 0;
  }
  if (phones >= 2) {
    return true;
  }
  // 2. Four items or more, each as long as a name: two to four Chinese characters, or two or three
  //    words with capitals.
  std::string even(text);
  for (const char* mark : {"、", "，", "；", ";", "/", "|"}) {
    even = base::replaced(even, mark, ",");
  }
  int names = 0;
  std::string_view left = even;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find(','), left.size());
    const std::string_view item = base::trim(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
    const bool chinese =
        item.size() >= 6 && item.size() <= 12 && item.size() % 3 == 0 &&
        std::all_of(item.begin(), item.end(), [](char c) { return (c & 0x80) != 0; });
    int words = 0;
    bool capitals = !item.empty();
    for (std::size_t i = 0; i < item.size(); ++i) {
      if (i == 0 || item[i - 1] == ' ') {
        ++words;
        capitals = capitals && item[i] >= 'A' && item[i] <= 'Z';
      }
    }
    names += chinese || (capitals && words >= 2 && words <= 3) ? 1 : 0;
  }
  return names >= 4;
}

void check_reason(std::string_view where, std::string_view text, Faults& faults) {
  faults.check_name(where, text);
  postings::check_told(where, text, 200, faults);
  if (holds_list_of_people(text)) {
    faults.add(std::string(where), "people_list", "",
               "This looks like a pasted list of people. Say what the day was for, and name "
               "nobody.");
  }
}

std::vector<std::size_t> drawn(std::string_view seed, const Month& month,
                               std::span<const std::string> ids, std::int32_t percent) {
  std::vector<std::string> digests;
  digests.reserve(ids.size());
  for (const std::string& each : ids) {
    digests.push_back(digest_of(seed, month, each));
  }
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return digests[a] < digests[b]; });
  const std::size_t count = (ids.size() * static_cast<std::size_t>(percent) + 99) / 100;
  order.resize(percent == 0 ? 0 : std::min(ids.size(), std::max<std::size_t>(count, 1)));
  return order;
}

std::size_t drawn_day(std::string_view seed, const Month& month, std::string_view id,
                      std::size_t days) {
  base::ensure(days > 0, "there is a day to ask about");
  // The last eight digits: the first decided who is drawn.
  const std::string digest = digest_of(seed, month, id);
  std::uint64_t number = 0;
  for (const char c : digest.substr(digest.size() - 8)) {
    number = number * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return number % days;
}

std::optional<std::int32_t> exemption_rate(std::int64_t exempted, std::int64_t days,
                                           std::int64_t people) {
  if (people < small_group || days <= 0) {
    return std::nullopt;
  }
  return share(100, exempted, days);
}

}  // namespace sojourn::stages::presence
