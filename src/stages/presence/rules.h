// What holds for presence, without SQL: the class of each day of a month, what counts towards which
// target, and whom a seed draws. The table [presence] of rules.toml. RULES.md, section 6.
//
// A month is a text with a letter a day. What is declared, and what differed, is stored; training
// and leave come from their own records and are laid over it when it is read, so that nobody types
// them twice. Once the host has confirmed the month it is locked: the letters are as they were
// shown then, and a correction stands beside them.
// Tested in tests/unit/stages/presence/rules_test.cpp, by properties too.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "stages/presence/leave_rules.h"
#include "stages/presence/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::presence {

struct PresenceRules {
  std::int32_t year_target = 200;     ///< days on site of a whole year
  std::int32_t month_target = 20;     ///< nights on site of a whole month
  std::int32_t day_only_target = 20;  ///< days of a whole month of somebody who sleeps elsewhere
  std::int32_t month_floor = 16;      ///< of both together; below it somebody talks
  std::int32_t day_hours = 6;         ///< that make a day only: said, never measured
  std::int32_t ahead_months = 2;      ///< after this one that may be declared
  std::int32_t answer_days = 3;       ///< working days to explain a day that one is asked about
  std::int32_t day_only_days = 183;   ///< of one permission, at most
  std::int32_t verify_percent = 5;    ///< of people, drawn of a month
  std::int32_t exempt_percent = 20;   ///< of days, above which an approver stands out
  std::int32_t call_back_days = 5;    ///< a year, above which a sponsor stands out
  LeaveRules leave = {};
};

/// The table [presence] of a text of rules.toml. Faults stand at `where`.
PresenceRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

inline constexpr char no_day = '.';    ///< not one of the posting
inline constexpr char no_class = '?';  ///< nobody has said yet what it was
char letter_of(DayClass kind);
/// Nothing for the two above.
std::optional<DayClass> class_of(char letter);

/// Somebody has to approve it: the person would be at the site otherwise.
bool exempts(DayClass kind);
/// Comes from its own records only, and is never typed in.
bool by_itself(DayClass kind);

/// What the records say of a month of a posting.
struct MonthFacts {
  base::DateRange term;  ///< first and last day of the posting
  std::span<const base::DateRange> pauses = {};
  std::span<const base::DateRange> trainings = {};  ///< that were held and completed
  std::span<const base::DateRange> leaves = {};     ///< that count
  std::string_view classes = {};                    ///< as stored; empty: nothing is declared
  bool locked = false;
};
/// A letter for each day of the month. A day of the posting never has `no_day`, and any other
/// always has it.
std::string days_of(const base::Month& month, const MonthFacts& facts);

/// The letters of a month of which only the days off and the trips are said; the rest is `usual`.
std::string pattern(const base::Month& month, DayClass usual, std::span<const base::Date> rest,
                    std::span<const base::Date> trips);
/// `classes` with the days of a change that lie in the month.
void lay_over(std::string& classes, const base::Month& month, const base::DateRange& days,
              char letter);
/// What is stored as it stands: declared, and each change on it, in their order.
std::string replay(std::string_view declared, const base::Month& month,
                   std::span<const DayChange> changes);

/// Days of each class in a text.
struct Totals {
  std::int32_t days = 0;  ///< of the posting
  std::int32_t night_on_site = 0;
  std::int32_t day_only = 0;
  std::int32_t duty_trip = 0;
  std::int32_t training = 0;
  std::int32_t leave = 0;
  std::int32_t rest = 0;
  std::int32_t call_back = 0;
  std::int32_t diverted = 0;
  std::int32_t unexplained = 0;
  std::int32_t no_class = 0;
  /// That count as having lived there; training does.
  std::int32_t on_site() const { return night_on_site + day_only + training; }
};
Totals totals_of(std::string_view letters);
void add(Totals& to, const Totals& more);

/// What is to be reached, for the days that were posted: a half counts up.
struct Targets {
  std::int32_t nights = 0;
  std::int32_t day_only = 0;
  std::int32_t floor = 0;  ///< of both and training
};
/// `permitted`: days of the posting in the month on which the person may sleep elsewhere.
Targets targets_of(const PresenceRules& rules, const base::Month& month, std::int32_t posted,
                   std::int32_t permitted);
/// Of a year, or of the part of it in which somebody is posted.
std::int32_t year_target(const PresenceRules& rules, int year, std::int32_t posted);

/// A reason in a line: without ideas that have no place here, numbers of identity cards and lists
/// of people.
void check_reason(std::string_view where, std::string_view text, programme::Faults& faults);
/// Whether a text looks like a pasted list of names, or holds several telephone numbers.
bool holds_list_of_people(std::string_view text);

/// Whom a published seed draws: of `ids`, as many as the percentage says, at least one. Whoever
/// knows the seed, the month and the ids draws the same: in the order of SHA-256 of
/// "SEED MONTH ID", as hexadecimal digits. Indexes into `ids`, in that order.
std::vector<std::size_t> drawn(std::string_view seed, const base::Month& month,
                               std::span<const std::string> ids, std::int32_t percent);
/// Which of so many days is asked about, by the same digest. Precondition: days > 0.
std::size_t drawn_day(std::string_view seed, const base::Month& month, std::string_view id,
                      std::size_t days);

/// Fewer people than this, and a figure about them is not shown.
inline constexpr std::int32_t small_group = 5;
/// In percent, a half counts up; nothing of a small group or of no day.
std::optional<std::int32_t> exemption_rate(std::int64_t exempted, std::int64_t days,
                                           std::int64_t people);

}  // namespace sojourn::stages::presence
