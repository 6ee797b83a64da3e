// What holds for the records of the stage `programme`, without SQL: which area lies in which, what
// a code or a name may be, who is available when, and arithmetic of working days.
// Tested in tests/unit/stages/programme/rules_test.cpp, by properties too.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/refusal.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {

/// A county may lie in a province or a prefecture, but in no township.
bool may_lie_in(AreaKind inner, AreaKind outer);

/// Path of an area in one whose path is `parent`; `parent` is "" for the top of the tree.
std::string path_in(std::string_view parent, base::Id<Area> area);
/// `path`, which begins with `from`, as it is once that part is `to`.
std::string moved_path(std::string_view path, std::string_view from, std::string_view to);

/// Whether somebody may be posted on a day. Nobody said anything of the time before: yes.
bool available_on(std::span<const AvailabilityChange> changes, base::Date day);
/// With one more change, which takes the place of another of its day. What changes nothing is left
/// out.
std::vector<AvailabilityChange> with_change(std::vector<AvailabilityChange> changes,
                                            const AvailabilityChange& change);

/// What is said of one person in two records: what `kept` says holds, and what it does not say is
/// taken from `gone`: tested languages, skills, roles and other particulars. A conflict that either
/// declares is declared. Id, name, sponsor and area are those of `kept`.
Staff joined(Staff kept, const Staff& gone);

/// Collects what is wrong with an input, each thing at its place.
class Faults {
 public:
  void add(std::string where, std::string code, std::string value, base::Sentence detail);
  /// 1 to 200 bytes, no control characters, no space at the ends.
  void check_name(std::string_view where, std::string_view name);
  /// Likewise up to 60 bytes, if it is given.
  void check_short(std::string_view where, const std::optional<std::string>& text);
  void check_short(std::string_view where, std::string_view text);
  /// A value of a catalogue (a skill, a language, a kind, a task): short, and none of the ideas
  /// that have no place here (privacy/forbidden.h).
  void check_value(std::string_view where, const std::optional<std::string>& text);
  void check_value(std::string_view where, std::string_view text);
  /// Only the latter: any text.
  void check_idea(std::string_view where, std::string_view text);
  void check_between(std::string_view where, std::int64_t number, std::int64_t least,
                     std::int64_t most);
  /// A word that stands in lists of a programme folder, where semicolons part words.
  void check_no_semicolon(std::string_view where, std::string_view word);
  /// Values of a catalogue, in a list: none given twice.
  void check_words(std::string_view where, const std::vector<std::string>& words);
  /// Both or neither, within the globe.
  void check_place(const std::optional<double>& lat, const std::optional<double>& lon);
  /// Both or neither, within 100,000 km, and no degrees beside them.
  void check_grid(const std::optional<double>& lat, const std::optional<double>& x_km,
                  const std::optional<double>& y_km);
  /// A text of the form of rules.toml; which keys there are is the business of who reads them.
  void check_toml(std::string_view where, std::string_view text);
  std::size_t count() const { return faults_.size(); }
  /// All of them, for whoever tells them otherwise than by a refusal.
  std::vector<base::Fault> take() { return std::move(faults_); }
  /// Throws Refusal (invalid) with all of them, if there are any.
  void refuse();

 private:
  std::vector<base::Fault> faults_;
};

// What a record may hold, whoever says it: one by one or in a table. Names, and what lies in other
// records, are not looked at.
void check(const Site& site, Faults& faults);
void check(const Sponsor& sponsor, Faults& faults);
void check(const Staff& staff, Faults& faults);
/// Likewise, since when somebody is in service, as known on that day.
void check_hired(const Staff& staff, base::Date today, Faults& faults);
/// Likewise, what somebody was tested in by that day.
void check_tested(const Staff& staff, base::Date today, Faults& faults);

/// The week and the days that differ from it. Deadlines of the programme run on working days.
class WorkingDays {
 public:
  /// Monday to Friday, but for holidays; and the weekend days that are worked instead.
  explicit WorkingDays(std::span<const CalendarDay> days = {});

  bool is_working(base::Date day) const;
  /// The `days`-th working day after `from` (before it, for a negative number): when a clock that
  /// starts on `from` runs out. 0: `from` itself, working or not.
  base::Date after(base::Date from, std::int64_t days) const;
  /// Working days within a range that has an end.
  std::int64_t count(const base::DateRange& range) const;

 private:
  std::set<base::Date> holidays_;
  std::set<base::Date> make_ups_;
};

}  // namespace sojourn::stages::programme
