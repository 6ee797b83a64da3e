// See stage.h: postings with all that is known of their days.
#include <algorithm>

#include "stages/postings/rules.h"
#include "stages/presence/stage.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::presence {
PresenceRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "presence", read_rules);
}

std::optional<Rota> named_posting(db::Tx& tx, Id<Posting> id, Faults& faults) {
  auto found = tx.maybe<Rota>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", rota_columns, scoped_posting), id);
  if (!found) {
    faults.add("/posting", "unknown_posting", id.to_text(), "There is no such posting.");
  }
  return found;
}

Known::Known(db::Tx& tx, const std::vector<Rota>& postings, const base::DateRange& days) {
  base::ensure(days.to().has_value(), "days that have an end are looked at");
  const auto rules =
      programme::rules_in_table(tx, tx.now().utc_date(), "postings", postings::read_rules);
  std::map<std::int64_t, std::vector<std::int64_t>> of_staff;
  for (const Rota& each : postings) {
    of_[each.id.value];
    of_staff[each.staff.value].push_back(each.id.value);
    // An end that was moved before the first day: a posting of no day, which only this shows.
    const base::Date last =
        each.to_day.value_or(postings::whole_term(rules, each.role, each.from_day));
    terms_[each.id.value] = base::DateRange(each.from_day, std::max(last, each.from_day));
  }
  if (postings.empty()) {
    return;
  }
  const std::string ids = id_list(postings, [](const Rota& each) { return each.id.value; });
  const std::string people = id_list(of_staff, [](const auto& each) { return each.first; });
  const base::Date first = days.from();
  const base::Date last = *days.to();
  for (const Span& each : tx.rows<Span>(
           fmt::format("SELECT e.posting AS of, e.from_day, e.to_day FROM term_event e WHERE "
                       "e.posting IN ({}) AND e.kind = 'pause' AND e.withdrawn_on IS NULL AND "
                       "{{unscoped:of postings that the asker sees}}",
                       ids))) {
    of_.at(each.of).pauses.emplace_back(each.from_day, each.to_day);
  }
  for (const Span& each : tx.rows<Span>(
           fmt::format("SELECT e.staff AS of, s.from_day, s.to_day FROM training_seat e JOIN "
                       "training_session s ON s.id = e.session WHERE e.staff IN ({}) AND e.state = "
                       "'completed' AND s.state = 'held' AND s.from_day <= $1 AND s.to_day >= $2 "
                       "AND {{unscoped:of people whom the asker sees}}",
                       people),
           last, first)) {
    for (const std::int64_t posting : of_staff.at(each.of)) {
      of_.at(posting).trainings.emplace_back(each.from_day, each.to_day);
    }
  }
  for (const Span& each : tx.rows<Span>(
           fmt::format("SELECT l.posting AS of, l.from_day, l.to_day FROM leave_request l WHERE "
                       "l.posting IN ({}) AND (l.state IN ('approved', 'gone') OR (l.state = "
                       "'asked' AND l.emergency = $1)) AND l.from_day <= $2 AND l.to_day >= $3 AND "
                       "{{unscoped:of postings that the asker sees}}",
                       ids),
           true, last, first)) {
    of_.at(each.of).leaves.emplace_back(each.from_day, each.to_day);
  }
  for (DayOnly& each : tx.rows<DayOnly>(
           fmt::format("SELECT {} FROM day_only_permission d WHERE d.posting IN ({}) AND "
                       "d.from_day <= $1 AND d.to_day >= $2 AND {{unscoped:of postings that the "
                       "asker sees}} ORDER BY d.id",
                       columns<DayOnly>("d"), ids),
           last, first)) {
    of_.at(each.posting.value).permissions.push_back(std::move(each));
  }
  for (RotaMonth& each : tx.rows<RotaMonth>(
           fmt::format("SELECT {} FROM presence_month m WHERE m.posting IN ({}) AND m.month >= $1 "
                       "AND m.month <= $2 AND {{unscoped:of postings that the asker sees}}",
                       columns<RotaMonth>("m"), ids),
           base::Month(first), base::Month(last))) {
    const base::Month month = each.month;
    of_.at(each.posting.value).months.emplace(month, std::move(each));
  }
}

const Known::Of& Known::of(Id<Posting> posting) const { return of_.at(posting.value); }

base::DateRange Known::term(const Rota& posting) const { return terms_.at(posting.id.value); }

const RotaMonth* Known::month(Id<Posting> posting, const base::Month& month) const {
  const auto found = of(posting).months.find(month);
  return found == of(posting).months.end() ? nullptr : &found->second;
}

const std::vector<DayOnly>& Known::permissions(Id<Posting> posting) const {
  return of(posting).permissions;
}

std::string Known::days(const Rota& posting, const base::Month& month) const {
  const Of& known = of(posting.id);
  const RotaMonth* const stored = this->month(posting.id, month);
  return days_of(month, {.term = term(posting),
                         .pauses = known.pauses,
                         .trainings = known.trainings,
                         .leaves = known.leaves,
                         .classes = stored == nullptr ? std::string_view()
                                    : stored->amended ? std::string_view(*stored->amended)
                                                      : std::string_view(stored->classes),
                         .locked = stored != nullptr && stored->confirmed_on.has_value()});
}

std::int32_t Known::permitted(const Rota& posting, const base::Month& month) const {
  std::string marks = days(posting, month);
  for (const DayOnly& each : permissions(posting.id)) {
    std::string over(marks.size(), ' ');
    lay_over(over, month, base::DateRange(each.from_day, each.to_day), 'x');
    for (std::size_t i = 0; i < marks.size(); ++i) {
      marks[i] = over[i] == 'x' && marks[i] != no_day ? 'x' : marks[i];
    }
  }
  return static_cast<std::int32_t>(std::count(marks.begin(), marks.end(), 'x'));
}

std::optional<base::Date> Known::first_outside(const Rota& posting,
                                               const base::DateRange& days) const {
  for (base::Date day = days.from(); day <= *days.to();) {
    const base::Month month(day);
    const std::string letters = this->days(posting, month);
    for (; day <= *days.to() && base::Month(day) == month; day = day + 1) {
      if (letters[static_cast<std::size_t>(day.day() - 1)] == no_day) {
        return day;
      }
    }
  }
  return std::nullopt;
}

Totals totals_of_year(const Known& known, const std::vector<Rota>& postings, std::int32_t year) {
  const base::Month first = base::Month::of(year, 1).value();
  Totals sums;
  for (const Rota& each : postings) {
    for (base::Month month = first; month < first + 12; month = month + 1) {
      add(sums, totals_of(known.days(each, month)));
    }
  }
  return sums;
}

void add_outside(const Known& known, const Rota& posting, base::Date day, Faults& faults) {
  faults.add("/from_day", "outside_posting", day.to_text(),
             base::in_words("On {} the person is not posted there: the posting is {}, without its "
                            "pauses.",
                            day.to_text(), known.term(posting).to_text()));
}

void require_other(db::Tx& tx, Id<Staff> staff) {
  if (is_own(tx, staff)) {
    throw base::Refusal{base::Kind::forbidden, "own_days",
                        "Nobody decides on their own days. Another does."};
  }
}

bool is_own(db::Tx& tx, Id<Staff> staff) {
  const std::vector<std::int64_t>& own = tx.caller().scope.staff;
  return std::find(own.begin(), own.end(), staff.value) != own.end() ||
         tx.value<std::int64_t>("SELECT count(*) FROM account WHERE id = $1 AND staff = $2",
                                tx.caller().actor, staff) > 0;
}

RotaMonth open_month(db::Change& change, Id<Posting> posting, const base::Month& month) {
  auto found = change.maybe<RotaMonth>(
      fmt::format("SELECT {} FROM presence_month m WHERE m.posting = $1 AND m.month = $2 AND "
                  "{{unscoped:of a posting that the asker sees}}",
                  columns<RotaMonth>("m")),
      posting, month);
  if (!found) {
    throw base::Refusal{base::Kind::precondition, "not_declared",
                        base::in_words("Of {} nothing is declared yet. Declare the month first "
                                       "(rota declare).",
                                       month.to_text())};
  }
  if (found->confirmed_on) {
    throw base::Refusal{base::Kind::precondition, "locked",
                        base::in_words("{} is locked: the host confirmed it on {}. The office "
                                       "records a correction beside it (rota-change amend).",
                                       month.to_text(), found->confirmed_on->to_text())};
  }
  return *std::move(found);
}

std::vector<DayChange> changes_of(db::Tx& tx, Id<Posting> posting, const base::DateRange& days,
                                  bool amends) {
  return tx.rows<DayChange>(
      fmt::format("SELECT {} FROM presence_change c WHERE c.posting = $1 AND c.from_day <= $2 AND "
                  "c.to_day >= $3 AND c.amends = $4 AND c.state <> 'declined' AND {{unscoped:of a "
                  "posting that the asker sees}} ORDER BY c.id",
                  columns<DayChange>("c")),
      posting, days.to().value_or(days.from()), days.from(), amends);
}

void settle(db::Change& change, const RotaMonth& before) {
  RotaMonth after = before;
  const bool locked = before.confirmed_on.has_value();
  const std::string made = replay(locked ? before.classes : before.declared, before.month,
                                  changes_of(change, before.posting, before.month.days(), locked));
  if (locked) {
    after.amended = made;
  } else {
    after.classes = made;
  }
  change.update(RotaMonth::table, before, after);
}

base::FieldAbout posting_field() {
  return {.name = "posting", .shape = "POSTING", .meaning = "Of which posting."};
}

base::FieldAbout posting_filter() {
  return {.name = "posting", .shape = "POSTING", .meaning = "Only of this posting."};
}

base::FieldAbout staff_filter() {
  return {.name = "staff", .shape = "STAFF", .meaning = "Only of this person."};
}

}  // namespace sojourn::stages::presence
