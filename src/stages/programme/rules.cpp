#include "stages/programme/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"
#include "privacy/forbidden.h"

namespace sojourn::stages::programme {
namespace {

constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_short = 60;

bool plain_text(std::string_view text) {
  return base::trim(text) == text && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

}  // namespace

bool may_lie_in(AreaKind inner, AreaKind outer) { return outer < inner; }

std::string path_in(std::string_view parent, base::Id<Area> area) {
  base::ensure(area.is_set(), "an area in a tree has an id");
  return fmt::format("{}{}/", parent.empty() ? "/" : parent, area.value);
}

std::string moved_path(std::string_view path, std::string_view from, std::string_view to) {
  base::ensure(path.starts_with(from), "a path is moved with the part that it begins with");
  return std::string(to) + std::string(path.substr(from.size()));
}

bool available_on(std::span<const AvailabilityChange> changes, base::Date day) {
  bool available = true;
  for (const AvailabilityChange& change : changes) {
    if (change.from > day) {
      break;
    }
    available = change.available;
  }
  return available;
}

std::vector<AvailabilityChange> with_change(std::vector<AvailabilityChange> changes,
                                            const AvailabilityChange& change) {
  std::erase_if(changes, [&](const AvailabilityChange& each) { return each.from == change.from; });
  const auto after =
      std::find_if(changes.begin(), changes.end(),
                   [&](const AvailabilityChange& each) { return each.from > change.from; });
  changes.insert(after, change);
  std::vector<AvailabilityChange> kept;
  bool available = true;
  for (const AvailabilityChange& each : changes) {
    if (each.available != available) {
      kept.push_back(each);
      available = each.available;
    }
  }
  return kept;
}

namespace {

template <class T>
void take_if_unsaid(std::optional<T>& kept, const std::optional<T>& gone) {
  if (!kept) {
    kept = gone;
  }
}

/// Entries of names that `kept` does not hold, in the order of names.
template <class Entry>
void take_unsaid(std::vector<Entry>& kept, const std::vector<Entry>& gone,
                 std::string Entry::* name) {
  const auto before = [name](const Entry& a, const Entry& b) { return a.*name < b.*name; };
  for (const Entry& entry : gone) {
    const auto at = std::lower_bound(kept.begin(), kept.end(), entry, before);
    if (at == kept.end() || (*at).*name != entry.*name) {
      kept.insert(at, entry);
    }
  }
}

}  // namespace

Staff joined(Staff kept, const Staff& gone) {
  take_if_unsaid(kept.code, gone.code);
  take_if_unsaid(kept.grade, gone.grade);
  take_if_unsaid(kept.position, gone.position);
  take_if_unsaid(kept.hired_on, gone.hired_on);
  take_if_unsaid(kept.fit_until, gone.fit_until);
  take_if_unsaid(kept.needed_until, gone.needed_until);
  for (const StaffRole role : gone.roles) {
    if (std::find(kept.roles.begin(), kept.roles.end(), role) == kept.roles.end()) {
      kept.roles.push_back(role);
    }
  }
  take_unsaid(kept.languages, gone.languages, &TestedLanguage::language);
  take_unsaid(kept.skills, gone.skills, &HeldSkill::skill);
  if (kept.availability.empty()) {
    kept.availability = gone.availability;
  }
  kept.declared_conflict = kept.declared_conflict || gone.declared_conflict;
  return kept;
}

void Faults::add(std::string where, std::string code, std::string value, base::Sentence detail) {
  faults_.push_back({.where = std::move(where),
                     .code = std::move(code),
                     .value = base::shorten(value),
                     .detail = std::move(detail)});
}

void Faults::check_name(std::string_view where, std::string_view name) {
  if (!name.empty() && name.size() <= longest_name && plain_text(name)) {
    return;
  }
  // Whoever left out why is not asked for a name.
  add(std::string(where), "not_name", std::string(name),
      where.ends_with("reason")
          ? base::in_words("Say why, in 1 to {} bytes on one line, without spaces at its ends.",
                           longest_name)
          : base::in_words("This should be a name of 1 to {} bytes on one line, without spaces at "
                           "its ends.",
                           longest_name));
}

void Faults::check_short(std::string_view where, std::string_view text) {
  if (text.empty() || text.size() > longest_short || !plain_text(text)) {
    add(std::string(where), "not_short_text", std::string(text),
        base::in_words("This should be a text of 1 to {} bytes on one line, without spaces at its "
                       "ends.",
                       longest_short));
  }
}

void Faults::check_short(std::string_view where, const std::optional<std::string>& text) {
  if (text) {
    check_short(where, std::string_view(*text));
  }
}

void Faults::check_idea(std::string_view where, std::string_view text) {
  if (const auto found = privacy::forbidden_in(text)) {
    faults_.push_back(privacy::forbidden_fault(where, text, *found));
  }
}

void Faults::check_value(std::string_view where, std::string_view text) {
  check_short(where, text);
  check_idea(where, text);
}

void Faults::check_value(std::string_view where, const std::optional<std::string>& text) {
  if (text) {
    check_value(where, std::string_view(*text));
  }
}

void Faults::check_between(std::string_view where, std::int64_t number, std::int64_t least,
                           std::int64_t most) {
  if (number < least || number > most) {
    add(std::string(where), "out_of_range", fmt::to_string(number),
        base::in_words("This should be a number from {} to {}.", least, most));
  }
}

void Faults::check_words(std::string_view where, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string at = base::pointer_to(where, i);
    check_value(at, std::string_view(words[i]));
    if (std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i), words[i]) !=
        words.begin() + static_cast<std::ptrdiff_t>(i)) {
      add(at, "twice", words[i], "This stands in the list already.");
    }
    check_no_semicolon(at, words[i]);
  }
}

void Faults::check_no_semicolon(std::string_view where, std::string_view word) {
  if (word.find(';') != word.npos) {
    add(std::string(where), "semicolon", std::string(word),
        "A semicolon parts the words of a list: give each word by itself.");
  }
}

void Faults::check_place(const std::optional<double>& lat, const std::optional<double>& lon) {
  if (lat.has_value() != lon.has_value()) {
    add(lat ? "/lon" : "/lat", "missing", "", "A place has both lat and lon, or neither.");
  }
  if (lat && !(*lat >= -90 && *lat <= 90)) {
    add("/lat", "out_of_range", fmt::to_string(*lat), "This should be from -90 to 90 degrees.");
  }
  if (lon && !(*lon >= -180 && *lon <= 180)) {
    add("/lon", "out_of_range", fmt::to_string(*lon), "This should be from -180 to 180 degrees.");
  }
}

void Faults::check_grid(const std::optional<double>& lat, const std::optional<double>& x_km,
                        const std::optional<double>& y_km) {
  constexpr double most = 100'000;
  if (x_km.has_value() != y_km.has_value()) {
    add(x_km ? "/y_km" : "/x_km", "missing", "", "A place has both x_km and y_km, or neither.");
  }
  if (x_km && lat) {
    add("/x_km", "two_places", fmt::to_string(*x_km),
        "A place is given in degrees or on the grid, not in both.");
  }
  for (const auto& [where, number] : {std::pair("/x_km", x_km), std::pair("/y_km", y_km)}) {
    if (number && !(*number >= -most && *number <= most)) {
      add(where, "out_of_range", fmt::to_string(*number),
          "This should be from -100,000 to 100,000 km.");
    }
  }
}

void Faults::refuse() { base::refuse_faults(std::move(faults_)); }

void check(const Site& site, Faults& faults) {
  faults.check_short("/code", site.code);
  faults.check_between("/need", site.need, 1, 5);
  faults.check_between("/hardship", site.hardship, 0, 5);
  faults.check_between("/min_team", site.min_team, 0, 100);
  faults.check_between("/target_team", site.target_team, std::max(0, site.min_team), 100);
  faults.check_between("/max_first_timers", site.max_first_timers, 0, 100);
  faults.check_words("/languages", site.languages);
  faults.check_words("/skills", site.skills);
  faults.check_value("/challenge", site.challenge);
  faults.check_place(site.lat, site.lon);
  faults.check_grid(site.lat, site.x_km, site.y_km);
}

void check(const Sponsor& sponsor, Faults& faults) {
  faults.check_short("/code", sponsor.code);
  faults.check_value("/kind", std::string_view(sponsor.kind));
  faults.check_between("/release_percent", sponsor.release_percent, 0, 100);
  faults.check_between("/max_sites", sponsor.max_sites, 0, 10'000);
}

void check(const Staff& staff, Faults& faults) {
  faults.check_short("/code", staff.code);
  faults.check_value("/grade", staff.grade);
  faults.check_value("/position", staff.position);
  for (std::size_t i = 0; i < staff.roles.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (staff.roles[i] == staff.roles[j]) {
        faults.add(fmt::format("/roles/{}", i), "twice", std::string(base::name_of(staff.roles[i])),
                   "This stands in the list already.");
      }
    }
  }
}

void check_hired(const Staff& staff, base::Date today, Faults& faults) {
  // Nobody in service was hired before this day, and who was hired later is no staff yet.
  const base::Date earliest = base::Date::of(1900, 1, 1).value();
  if (staff.hired_on && (*staff.hired_on < earliest || *staff.hired_on > today + 1)) {
    faults.add("/hired_on", staff.hired_on > today ? "in_future" : "out_of_range",
               staff.hired_on->to_text(),
               base::in_words("This should be a day from {} to today.", earliest.to_text()));
  }
}

void check_tested(const Staff& staff, base::Date today, Faults& faults) {
  const auto check_all = [&](const auto& items, auto name, std::string_view where) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string at = base::pointer_to(where, i);
      faults.check_value(at, std::string_view(items[i].*name));
      faults.check_short(at, items[i].certificate);
      for (std::size_t j = 0; j < i; ++j) {
        if (items[j].*name == items[i].*name) {
          faults.add(at, "twice", items[i].*name, "This stands in the list already.");
        }
      }
    }
  };
  check_all(staff.languages, &TestedLanguage::language, "/languages");
  check_all(staff.skills, &HeldSkill::skill, "/skills");
  for (std::size_t i = 0; i < staff.languages.size(); ++i) {
    // A day on: where the sun is up already, it may have come.
    if (staff.languages[i].tested_on > today + 1) {
      faults.add(base::pointer_to("/languages", i), "in_future",
                 staff.languages[i].tested_on.to_text(), "This should be a day that has come.");
    }
  }
}

WorkingDays::WorkingDays(std::span<const CalendarDay> days) {
  for (const CalendarDay& each : days) {
    (each.kind == DayKind::holiday ? holidays_ : make_ups_).insert(each.day);
  }
}

bool WorkingDays::is_working(base::Date day) const {
  if (holidays_.contains(day)) {
    return false;
  }
  return day.weekday() <= 5 || make_ups_.contains(day);
}

base::Date WorkingDays::after(base::Date from, std::int64_t days) const {
  const std::int64_t step = days < 0 ? -1 : 1;
  // Ends, as the holidays are a finite set and every week beyond them has five working days.
  while (days != 0) {
    from = from + step;
    if (is_working(from)) {
      days -= step;
    }
  }
  return from;
}

std::int64_t WorkingDays::count(const base::DateRange& range) const {
  base::ensure(range.to().has_value(), "working days are counted to an end");
  // 1. Whole weeks have five; what is left is fewer than seven days.
  const std::int64_t length = *range.days();
  std::int64_t working = length / 7 * 5;
  for (base::Date day = range.from() + length / 7 * 7; day <= *range.to(); day = day + 1) {
    working += day.weekday() <= 5 ? 1 : 0;
  }
  // 2. The days that differ from the week.
  for (auto day = holidays_.lower_bound(range.from());
       day != holidays_.end() && *day <= *range.to(); ++day) {
    working -= day->weekday() <= 5 ? 1 : 0;
  }
  for (auto day = make_ups_.lower_bound(range.from());
       day != make_ups_.end() && *day <= *range.to(); ++day) {
    working += day->weekday() > 5 && !holidays_.contains(*day) ? 1 : 0;
  }
  return working;
}

}  // namespace sojourn::stages::programme
