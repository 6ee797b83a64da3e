#include "stages/presence/leave.h"

#include <algorithm>

#include "access/notify.h"
#include "base/text.h"
#include "stages/postings/rules.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::presence {
namespace {

/// Letters of days on which somebody is not at the site. A day off is spent there or near.
constexpr std::string_view away_letters = ".tlbhc";

std::vector<Rota> others_at(db::Tx& tx, const Rota& posting) {
  return tx.rows<Rota>(
      fmt::format("SELECT {} FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                  "n.site WHERE n.site = $1 AND n.staff <> $2 AND n.ended_on IS NULL AND "
                  "{{unscoped:of those who serve beside the asker's person only that they are away "
                  "is told}} ORDER BY n.id",
                  rota_columns),
      posting.site, posting.staff);
}

std::vector<base::DateRange> runs_away(const Known& known, const Rota& who,
                                       const base::DateRange& days) {
  std::vector<base::DateRange> made;
  for (base::Month month(days.from()); month <= base::Month(*days.to()); month = month + 1) {
    const std::string letters = known.days(who, month);
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const base::Date day = month.first() + static_cast<std::int64_t>(i);
      if (away_letters.find(letters[i]) == away_letters.npos) {
        continue;
      }
      if (!made.empty() && made.back().to() == day - 1) {
        made.back() = base::DateRange(made.back().from(), day);
      } else {
        made.emplace_back(day, day);
      }
    }
  }
  return made;
}

std::string names_text(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Days posted in a year, of all postings of a person.
std::int32_t posted_days(db::Tx& tx, Id<Staff> staff, std::int32_t year) {
  const base::Month first = base::Month::of(year, 1).value();
  const base::DateRange days(first.first(), (first + 11).last());
  const std::vector<Rota> postings = tx.rows<Rota>(
      fmt::format("SELECT {} FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                  "n.site WHERE n.staff = $1 AND n.from_day <= $2 AND n.ended_on IS NULL AND "
                  "{{unscoped:of a person whom the asker sees}} ORDER BY n.id",
                  rota_columns),
      staff, *days.to());
  return totals_of_year(Known(tx, postings, days), postings, year).days;
}

std::optional<LeaveAccount> account_of_year(db::Tx& tx, Id<Staff> staff, std::int32_t year) {
  return tx.maybe<LeaveAccount>(
      fmt::format("SELECT {} FROM leave_account k WHERE k.staff = $1 AND k.year = $2 AND "
                  "{{unscoped:of a person whom the asker sees}}",
                  columns<LeaveAccount>("k")),
      staff, year);
}

}  // namespace

LeaveView leave_view(db::Tx& tx, Id<LeaveRequest> id) {
  return tx.one<LeaveView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", leave_columns, scoped_leave), id);
}

LeaveRequest leave_of(db::Tx& tx, Id<LeaveRequest> id) {
  return tx.one<LeaveRequest>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<LeaveRequest>("n"), scoped_leave), id);
}

Rota posting_of(db::Tx& tx, const LeaveRequest& leave) {
  return tx.one<Rota>(
      fmt::format("SELECT {} FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                  "n.site WHERE n.id = $1 AND {{unscoped:of leave that the asker sees}}",
                  rota_columns),
      leave.posting);
}

std::vector<std::int64_t> areas_of(db::Tx& tx, Id<Site> site) {
  std::vector<std::int64_t> made;
  const auto path = tx.value<std::string>(
      "SELECT a.path FROM site s JOIN area a ON a.id = s.area WHERE s.id = $1 AND {unscoped:of a "
      "posting that the asker sees}",
      site);
  std::string_view left = path;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find('/'), left.size());
    if (const auto id = base::parse_number<std::int64_t>(left.substr(0, end))) {
      made.push_back(*id);
    }
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return made;
}

void tell_level(db::Change& change, LeaveLevel level, Id<Site> site) {
  const access::Notice notice{.subject = "Leave waits for your answer",
                              .text =
                                  "Approve it, or say why not. Without an answer in time it "
                                  "goes one up.",
                              .path = {}};
  if (level == LeaveLevel::leader) {
    access::notify_role(change, Role::team_leader, access::ScopeKind::site, std::vector{site.value},
                        notice);
  } else {
    access::notify_role(
        change, level == LeaveLevel::township ? Role::area_manager : Role::programme_officer,
        access::ScopeKind::area, areas_of(change, site), notice);
  }
}

std::vector<Colleague> colleagues(db::Tx& tx, const Rota& posting, const base::DateRange& days) {
  const base::DateRange around(base::Month(days.from() - 62).first(),
                               base::Month(*days.to() + 62).last());
  const std::vector<Rota> others = others_at(tx, posting);
  const Known known(tx, others, around);
  std::vector<Colleague> made;
  for (const Rota& each : others) {
    made.push_back(
        {.name = each.name, .term = known.term(each), .away = runs_away(known, each, around)});
  }
  // Courses that are still to be held.
  for (const Span& each : tx.rows<Span>(
           fmt::format("SELECT e.staff AS of, s.from_day, s.to_day FROM training_seat e JOIN "
                       "training_session s ON s.id = e.session WHERE e.staff IN ({}) AND e.state = "
                       "'booked' AND s.state = 'planned' AND {{unscoped:of those who serve beside "
                       "the asker's person only that they are away is told}}",
                       id_list(others, [](const Rota& of) { return of.staff.value; })))) {
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (others[i].staff.value == each.of) {
        made[i].away.emplace_back(each.from_day, each.to_day);
      }
    }
  }
  return made;
}

bool leader_there(db::Tx& tx, const Rota& posting) {
  const base::Date today = tx.now().utc_date();
  const std::vector<Rota> others = others_at(tx, posting);
  const Known known(tx, others, base::Month(today).days());
  return std::any_of(others.begin(), others.end(), [&](const Rota& each) {
    const char letter =
        known.days(each, base::Month(today))[static_cast<std::size_t>(today.day() - 1)];
    return each.role == StaffRole::leader && letter != no_day &&
           letter != letter_of(DayClass::leave);
  });
}

void check_leave_days(db::Tx& tx, const Rota& posting, const base::DateRange& days,
                      std::optional<Id<LeaveRequest>> except, Faults& faults) {
  const Known known(tx, {posting}, days);
  const RotaMonth* locked = nullptr;
  for (base::Month month(days.from()); locked == nullptr && month <= base::Month(*days.to());
       month = month + 1) {
    const RotaMonth* const stored = known.month(posting.id, month);
    locked = stored != nullptr && stored->confirmed_on ? stored : nullptr;
  }
  // Whichever comes first.
  const base::Date closed =
      locked == nullptr ? *days.to() + 1 : std::max(days.from(), locked->month.first());
  const auto outside = known.first_outside(posting, days);
  if (outside && *outside <= closed) {
    add_outside(known, posting, *outside, faults);
  } else if (locked != nullptr) {
    faults.add("/from_day", "locked", closed.to_text(),
               base::in_words("{} is locked: the host confirmed it on {}. The office records a "
                              "correction beside it (rota-change amend).",
                              locked->month.to_text(), locked->confirmed_on->to_text()));
  }
  for (const LeaveRequest& each : tx.rows<LeaveRequest>(
           fmt::format("SELECT {} FROM leave_request l WHERE l.staff = $1 AND l.from_day <= $2 AND "
                       "l.to_day >= $3 AND l.state IN ('gone', 'asked', 'approved') AND "
                       "{{unscoped:of a person whom the asker sees}} ORDER BY l.id",
                       columns<LeaveRequest>("l")),
           posting.staff, *days.to(), days.from())) {
    if (each.id != except) {
      faults.add("/from_day", "on_leave_already", each.from_day.to_text(),
                 base::in_words("There is leave from {} to {} already.", each.from_day.to_text(),
                                each.to_day.to_text()));
      break;
    }
  }
  const auto terms =
      programme::rules_in_table(tx, tx.now().utc_date(), "postings", postings::read_rules);
  if (*days.days() > terms.pause_days) {
    faults.add("/to_day", "too_long", days.to()->to_text(),
               base::in_words("Leave of more than {} days pauses the term ([postings] pause_days). "
                              "Enter it so (term pause).",
                              terms.pause_days));
  }
}

void check_cover(db::Tx& tx, const LeaveRules& rules, const Rota& posting, LeaveKind kind,
                 const base::DateRange& days, Faults& faults) {
  if (!needs_cover(kind)) {
    return;
  }
  const std::vector<Colleague> others = colleagues(tx, posting, days);
  if (alone(others, days)) {
    return;  // nobody could ever stay: whoever decides looks at it
  }
  const std::vector<base::Date> open = uncovered(others, days, rules.cover);
  if (open.empty()) {
    return;
  }
  const std::vector<std::string> away = away_then(others, open);
  const Known known(tx, {posting}, days);
  const std::vector<base::Date> other_days =
      offers(others, days, rules.cover, std::max(tx.now().utc_date(), posting.from_day),
             known.term(posting).to().value_or(*days.to()));
  const base::Sentence who = away.empty() ? base::Sentence("nobody else serves there then")
                                          : base::in_words("away then: {}", names_text(away));
  const base::Sentence other =
      other_days.empty() ? base::Sentence("No other days within 60 would do.")
      : other_days.size() == 1
          ? base::in_words("As many days from {} would do.", other_days.front().to_text())
          : base::in_words("As many days from {} or from {} would do.",
                           other_days.front().to_text(), other_days.back().to_text());
  faults.add("/from_day", "no_cover", open.front().to_text(),
             base::in_words("On {} fewer than {} would stay at the site ([presence] leave.cover): "
                            "{}. {}",
                            open.front().to_text(), rules.cover, who, other));
}

std::int32_t balance_of(db::Tx& tx, const LeaveRules& rules, Id<Staff> staff, std::int32_t year) {
  const auto account = account_of_year(tx, staff, year);
  return account ? account->balance : entitlement(rules, year, posted_days(tx, staff, year));
}

void check_balance(db::Tx& tx, const LeaveRules& rules, Id<Staff> staff, LeaveKind kind,
                   const base::DateRange& days, std::int32_t charged, Faults& faults) {
  if (!counted(kind)) {
    return;
  }
  if (days.from().year() != days.to()->year()) {
    faults.add("/to_day", "two_years", days.to()->to_text(),
               "Annual leave is of one year. Ask for the days of each year by themselves.");
    return;
  }
  const std::int32_t left = balance_of(tx, rules, staff, days.from().year());
  if (charged > left) {
    faults.add("/to_day", "no_balance", std::to_string(charged),
               base::in_words("These are {} working days, and of {} {} are left ([presence] "
                              "leave.annual_days).",
                              charged, days.from().year(), left));
  }
}

void enter(db::Change& change, const LeaveRules& rules, Id<Staff> staff, std::int32_t year,
           LeaveEntryKind kind, std::int32_t days, std::optional<Id<LeaveRequest>> request,
           std::optional<std::string> reason) {
  const base::Date today = change.now().utc_date();
  const auto by = access::account_of(change.caller().actor);
  auto account = account_of_year(change, staff, year);
  if (!account) {
    // The first of a year: what it gives, as an entry like every other.
    account = LeaveAccount{.id = change.new_id<LeaveAccount>(),
                           .staff = staff,
                           .year = year,
                           .balance = entitlement(rules, year, posted_days(change, staff, year))};
    change.insert(LeaveAccount::table, *account);
    change.insert(LeaveEntry::table, LeaveEntry{.id = change.new_id<LeaveEntry>(),
                                                .account = account->id,
                                                .staff = staff,
                                                .kind = LeaveEntryKind::granted,
                                                .days = account->balance,
                                                .made_on = today,
                                                .made_by = by});
  }
  if (account->balance + days < 0) {
    Faults faults;
    faults.add("/days", "no_balance", std::to_string(days),
               base::in_words("Of {} {} days are left.", year, account->balance));
    faults.refuse();
  }
  LeaveAccount after = *account;
  after.balance += days;
  change.update(LeaveAccount::table, *account, after);
  change.insert(LeaveEntry::table, LeaveEntry{.id = change.new_id<LeaveEntry>(),
                                              .account = account->id,
                                              .staff = staff,
                                              .kind = kind,
                                              .days = days,
                                              .request = request,
                                              .reason = std::move(reason),
                                              .made_on = today,
                                              .made_by = by});
}

void grant(db::Change& change, const LeaveRules& rules, const LeaveRequest& before, bool by_clock) {
  LeaveRequest after = before;
  after.state = LeaveState::approved;
  after.by_clock = by_clock;
  after.decided_at = change.now();
  after.decided_by = access::account_of(change.caller().actor);
  change.update(LeaveRequest::table, before, after);
  if (counted(before.kind) && before.days > 0) {
    enter(change, rules, before.staff, before.from_day.year(), LeaveEntryKind::taken, -before.days,
          before.id, std::nullopt);
  }
  access::notify_staff(change, std::vector{before.staff.value},
                       {.subject = "Your leave is granted",
                        .text = "Say when you are back, once you are.",
                        .path = {}});
}

}  // namespace sojourn::stages::presence
