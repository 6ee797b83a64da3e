// The rota: what a month was declared to be, what it became, and how that stands beside the
// targets; the sheet of a county, somebody's week and year.
#include <algorithm>
#include <array>

#include "stages/postings/rules.h"
#include "stages/presence/stage.h"
#include "stages/programme/own_record.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::presence {
namespace {

enum class RotaState : std::uint8_t { not_declared, declared, confirmed, amended };
BOOST_DESCRIBE_ENUM(RotaState, not_declared, declared, confirmed, amended)

struct RotaView {
  Id<Posting> id;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  base::Month month;
  RotaState state = RotaState::not_declared;
  std::string days_text;                     ///< a letter a day, as it stands
  std::optional<std::string> declared = {};  ///< likewise, as it was declared
  std::optional<std::string> locked = {};    ///< likewise, as the host confirmed it
  std::int32_t posted = 0;
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
  std::int32_t target_nights = 0;
  std::int32_t target_day_only = 0;
  std::int32_t floor = 0;
  bool below_floor = false;
  std::optional<base::Date> confirmed_on = {};
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RotaView, (),
                      (id, staff, name, site, site_name, month, state, days_text, declared, locked,
                       posted, night_on_site, day_only, duty_trip, training, leave, rest, call_back,
                       diverted, unexplained, no_class, target_nights, target_day_only, floor,
                       below_floor, confirmed_on, version))

struct WhichRota {
  Id<Posting> posting;
  base::Month month;
};
BOOST_DESCRIBE_STRUCT(WhichRota, (), (posting, month))

struct ListRotas {
  base::Month month;
  std::optional<Id<Site>> site = {};
  std::optional<Id<Area>> within = {};
  std::optional<Id<Staff>> staff = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListRotas, (), (month, site, within, staff, after, limit))

struct AskWeek {
  std::optional<Id<Staff>> staff = {};
  std::optional<base::Date> on = {};
};
BOOST_DESCRIBE_STRUCT(AskWeek, (), (staff, on))

struct DayRow {
  base::Date day;
  std::optional<Id<Posting>> posting = {};
  std::optional<std::string> site_name = {};
  std::optional<DayClass> kind = {};  ///< none: no class yet, or no day of a posting
  bool posted = false;
  bool locked = false;
};
BOOST_DESCRIBE_STRUCT(DayRow, (), (day, posting, site_name, kind, posted, locked))

struct AskYear {
  Id<Staff> staff;
  std::int32_t year = 0;
};
BOOST_DESCRIBE_STRUCT(AskYear, (), (staff, year))

/// Of all postings of a person in a year, up to its last day that was declared.
struct YearView {
  Id<Staff> staff;
  std::int32_t year = 0;
  std::int32_t posted = 0;
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
  std::int32_t on_site = 0;
  std::int32_t target = 0;
};
BOOST_DESCRIBE_STRUCT(YearView, (),
                      (staff, year, posted, night_on_site, day_only, duty_trip, training, leave,
                       rest, call_back, diverted, unexplained, no_class, on_site, target))

struct Declare {
  Id<Posting> posting;
  base::Month month;
  std::optional<DayClass> usual = {};
  std::optional<std::vector<base::Date>> rest = {};
  std::optional<bool> no_rest = {};
  std::optional<std::vector<base::Date>> trips = {};
  std::optional<std::string> source = {};
};
BOOST_DESCRIBE_STRUCT(Declare, (), (posting, month, usual, rest, no_rest, trips, source))

RotaView view_of(const Known& known, const Rota& posting, const base::Month& month,
                 const PresenceRules& rules) {
  const RotaMonth* const stored = known.month(posting.id, month);
  const std::string days = known.days(posting, month);
  const Totals sums = totals_of(days);
  const Targets targets = targets_of(rules, month, sums.days, known.permitted(posting, month));
  RotaView made{.id = posting.id,
                .staff = posting.staff,
                .name = posting.name,
                .site = posting.site,
                .site_name = posting.site_name,
                .month = month,
                .days_text = days,
                .target_nights = targets.nights,
                .target_day_only = targets.day_only,
                .floor = targets.floor,
                .below_floor = sums.on_site() < targets.floor};
  tell(made, sums);
  if (stored != nullptr) {
    made.state = stored->amended        ? RotaState::amended
                 : stored->confirmed_on ? RotaState::confirmed
                                        : RotaState::declared;
    made.declared = stored->declared;
    if (stored->confirmed_on) {
      made.locked = stored->classes;
    }
    made.confirmed_on = stored->confirmed_on;
    made.version = stored->version;
  }
  return made;
}

RotaView show_rota(db::Tx& tx, const WhichRota& input) {
  const auto posting = tx.one<Rota>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", rota_columns, scoped_posting), input.posting);
  return view_of(Known(tx, {posting}, input.month.days()), posting, input.month,
                 rules_of(tx, input.month.first()));
}

/// Postings with a day in the range; those whose last day nobody has set last a whole term.
std::string with_a_day(db::Tx& tx, const base::DateRange& days) {
  const auto terms =
      programme::rules_in_table(tx, tx.now().utc_date(), "postings", postings::read_rules);
  // `first` is the first of a month or later: whoever began after that day so many months ago is
  // still there.
  const auto since = [&](std::int32_t months) {
    return days.from().plus_months(-months).to_text();
  };
  return fmt::format(
      "n.from_day <= '{}' AND (n.to_day >= '{}' OR (n.to_day IS NULL AND ((n.role = 'leader' AND "
      "n.from_day > '{}') OR (n.role <> 'leader' AND n.from_day > '{}'))))",
      days.to()->to_text(), days.from().to_text(), since(terms.leader_months),
      since(terms.member_months));
}

Page<RotaView> list_rotas(db::Tx& tx, const ListRotas& input) {
  Listing list(scoped_posting);
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add_if("n.staff =", input.staff);
  list.require(with_a_day(tx, input.month.days()));
  const auto page = list.page<Rota, Rota>(tx, rota_columns, false, input.after, input.limit,
                                          [](const Rota& row) { return row; });
  const Known known(tx, page.items, input.month.days());
  const PresenceRules rules = rules_of(tx, input.month.first());
  Page<RotaView> made;
  made.next = page.next;
  for (const Rota& each : page.items) {
    made.items.push_back(view_of(known, each, input.month, rules));
  }
  return made;
}

/// Whose it is: whoever asks, unless somebody is named.
Id<Staff> whose(db::Tx& tx, const std::optional<Id<Staff>>& staff) {
  if (staff) {
    return *staff;
  }
  if (tx.caller().scope.staff.empty()) {
    Faults faults;
    faults.add("/staff", "missing", "", "Say whose it is.");
    faults.refuse();
  }
  return {tx.caller().scope.staff.front()};
}

/// Postings of a person that the asker sees.
std::vector<Rota> postings_of(db::Tx& tx, Id<Staff> staff, const base::DateRange& days) {
  return tx.rows<Rota>(
      fmt::format("SELECT {} FROM {} AND n.staff = $1 AND {} ORDER BY n.from_day, n.id",
                  rota_columns, scoped_posting, with_a_day(tx, days)),
      staff);
}

Page<DayRow> show_week(db::Tx& tx, const AskWeek& input) {
  const base::Date on = input.on.value_or(tx.now().utc_date());
  const base::Date first = on - (on.weekday() - 1);
  const base::DateRange days(first, first + 6);
  // Whole months are looked at, for they are what is stored.
  const base::DateRange months(base::Month(first).first(), base::Month(first + 6).last());
  const std::vector<Rota> postings = postings_of(tx, whose(tx, input.staff), months);
  const Known known(tx, postings, months);
  Page<DayRow> made;
  for (base::Date day = first; day <= *days.to(); day = day + 1) {
    DayRow row{.day = day};
    const base::Month month(day);
    for (const Rota& each : postings) {
      const char letter = known.days(each, month)[static_cast<std::size_t>(day.day() - 1)];
      if (letter == no_day) {
        continue;
      }
      const RotaMonth* const stored = known.month(each.id, month);
      row.posting = each.id;
      row.site_name = each.site_name;
      row.kind = class_of(letter);
      row.posted = true;
      row.locked = stored != nullptr && stored->confirmed_on.has_value();
    }
    made.items.push_back(std::move(row));
  }
  return made;
}

YearView show_year(db::Tx& tx, const AskYear& input) {
  Faults faults;
  faults.check_between("/year", input.year, 2000, 2999);
  faults.refuse();
  const auto person = tx.maybe<Staff>(programme::select_one<Staff>(), input.staff);
  const base::Month first = base::Month::of(input.year, 1).value();
  const base::DateRange days(first.first(), (first + 11).last());
  const std::vector<Rota> postings = postings_of(tx, input.staff, days);
  if (!person && postings.empty()) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is no such staff member."};
  }
  const Totals sums = totals_of_year(Known(tx, postings, days), postings, input.year);
  YearView made{.staff = input.staff,
                .year = input.year,
                .on_site = sums.on_site(),
                .target = year_target(rules_of(tx, days.from()), input.year, sums.days)};
  tell(made, sums);
  return made;
}

/// Days of the month that the calendar has as days off.
std::vector<base::Date> days_off(db::Tx& tx, const base::Month& month) {
  const programme::WorkingDays working = programme::working_days(tx);
  std::vector<base::Date> made = {};
  for (base::Date day = month.first(); day <= month.last(); day = day + 1) {
    if (!working.is_working(day)) {
      made.push_back(day);
    }
  }
  return made;
}

RotaView declare(db::Change& change, const Declare& input) {
  Faults faults;
  const auto posting = named_posting(change, input.posting, faults);
  if (input.source) {
    faults.check_name("/source", *input.source);
  }
  faults.refuse();
  const base::Date today = change.now().utc_date();
  const PresenceRules rules = rules_of(change, today);
  const Known known(change, {*posting}, input.month.days());
  // 1. A month of the term, and not too far ahead.
  const std::string before = known.days(*posting, input.month);
  if (totals_of(before).days == 0) {
    faults.add("/month", "not_posted", input.month.to_text(),
               "This posting has no day in this month.");
  }
  const base::Month latest = base::Month(today) + rules.ahead_months;
  if (input.month > latest) {
    faults.add(
        "/month", "too_far_ahead", input.month.to_text(),
        base::in_words("A month is declared up to {} months ahead ([presence] ahead_months): {} at "
                       "the latest.",
                       rules.ahead_months, latest.to_text()));
  }
  // 2. What is said of its days.
  const std::vector<base::Date> rest = input.rest.value_or(std::vector<base::Date>{});
  const std::vector<base::Date> trips = input.trips.value_or(std::vector<base::Date>{});
  const DayClass usual = input.usual.value_or(
      known.permissions(posting->id).empty() ? DayClass::night_on_site : DayClass::day_only);
  if (usual != DayClass::night_on_site && usual != DayClass::day_only) {
    faults.add("/usual", "not_usual", std::string(base::name_of(usual)),
               "A month is declared as nights on site, or as days only. Say of single days what "
               "they are.");
  }
  for (const auto& [where, list] :
       {std::pair<std::string_view, std::vector<base::Date>>{"/rest", rest}, {"/trips", trips}}) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const base::Date day = list[i];
      if (!input.month.days().contains(day) ||
          before[static_cast<std::size_t>(day.day() - 1)] == no_day) {
        faults.add(fmt::format("{}/{}", where, i), "outside_posting", day.to_text(),
                   base::in_words("This is no day of the posting in {}.", input.month.to_text()));
      }
    }
  }
  faults.refuse();
  const bool by_calendar = !input.rest && !input.no_rest.value_or(false);
  std::string declared =
      pattern(input.month, usual, by_calendar ? days_off(change, input.month) : rest, trips);
  // 3. Days only where somebody allows them. Outside the permission it is a night, or a change.
  if (usual == DayClass::day_only) {
    std::string allowed(declared.size(), ' ');
    for (const DayOnly& each : known.permissions(posting->id)) {
      lay_over(allowed, input.month, base::DateRange(each.from_day, each.to_day), 'x');
    }
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (before[i] != no_day && declared[i] == letter_of(DayClass::day_only) &&
          allowed[i] != 'x') {
        if (input.usual) {
          faults.add(
              "/usual", "no_permission", std::string(base::name_of(usual)),
              base::in_words("There is no permission to sleep elsewhere on {}. The office "
                             "gives one with its end (day-only make).",
                             (input.month.first() + static_cast<std::int64_t>(i)).to_text()));
          faults.refuse();
        }
        declared[i] = letter_of(DayClass::night_on_site);
      }
    }
  }
  // 4. A first word on the month, or another on the days to come; what has been stays, and differs
  //    by a change with its reason.
  const RotaMonth* const stored = known.month(posting->id, input.month);
  if (stored == nullptr) {
    change.insert(RotaMonth::table, RotaMonth{.id = change.new_id<RotaMonth>(),
                                              .posting = posting->id,
                                              .staff = posting->staff,
                                              .month = input.month,
                                              .declared = declared,
                                              .classes = declared,
                                              .declared_on = today,
                                              .declared_source = input.source});
    return show_rota(change, {posting->id, input.month});
  }
  const RotaMonth open = open_month(change, posting->id, input.month);
  if (input.month.last() < today) {
    throw base::Refusal{base::Kind::precondition, "declared_already",
                        "This month was declared, and it is over. Say of the days that differ what "
                        "they were (rota-change make)."};
  }
  RotaMonth after = open;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (input.month.first() + static_cast<std::int64_t>(i) > today) {
      after.declared[i] = declared[i];
    }
  }
  after.declared_on = today;
  after.declared_source = input.source;
  after.classes = replay(after.declared, input.month,
                         changes_of(change, posting->id, input.month.days(), false));
  change.update(RotaMonth::table, open, after);
  return show_rota(change, {posting->id, input.month});
}

}  // namespace

std::vector<access::Operation> rota_operations() {
  const base::FieldAbout month{
      .name = "month", .shape = "MONTH", .positional = true, .meaning = "Which month."};
  const base::FieldAbout posting{
      .name = "posting", .shape = "POSTING", .positional = true, .meaning = "Of which posting."};
  return {
      access::read_operation<ListRotas, Page<RotaView>>(
          {.name = "rota.list",
           .permission = read_rota,
           .path = "/api/rota",
           .summary = "the sheet of a month: each posting with a letter a day",
           .description =
               "The letters: n night on site, d day only, t duty trip, c training, l leave, r "
               "rest, b call-back by the sponsor, h diverted by the host, u unexplained, ? no "
               "class yet, . no day of the posting. Training comes from sessions that were held, "
               "leave from what was granted.",
           .fields = {{.name = "month", .shape = "MONTH", .meaning = "Which month."},
                      site_filter(),
                      within_field(),
                      staff_filter(),
                      programme::after_field(),
                      programme::limit_field()}},
          list_rotas),
      access::read_operation<WhichRota, RotaView>(
          {.name = "rota.show",
           .permission = read_rota,
           .path = "/api/rota/{posting}/{month}",
           .summary = "a month of a posting, as it was declared and as it is",
           .fields = {posting, month}},
          show_rota),
      access::read_operation<AskWeek, Page<DayRow>>(
          {.name = "rota.week",
           .permission = read_rota,
           .path = "/api/rota-week",
           .summary = "somebody's week, from Monday to Sunday",
           .fields = {{.name = "staff",
                       .shape = "STAFF",
                       .meaning = "Whose; whoever asks, if nobody is named."},
                      {.name = "on",
                       .shape = "DAY",
                       .meaning = "A day of the week; today, if none is given."}}},
          show_week),
      access::read_operation<AskYear, YearView>(
          {.name = "rota.year",
           .permission = read_rota,
           .path = "/api/rota-years/{staff}/{year}",
           .summary = "somebody's year: days of each class, and the target for the days posted",
           .fields =
               {{.name = "staff", .shape = "STAFF", .positional = true, .meaning = "Whose."},
                {.name = "year", .shape = "YEAR", .positional = true, .meaning = "Which year."}}},
          show_year),
      access::change_operation<Declare, RotaView>(
          {.name = "rota.declare",
           .permission = write_rota,
           .method = Method::post,
           .path = "/api/rota",
           .summary = "declare a month of a posting",
           .description =
               "Nights on site, with the days off of the programme's calendar as rest, unless "
               "other days are given. Declared again, only days to come become others; a day that "
               "has been differs by a change with its reason. Leave and training are not declared: "
               "they come by themselves.",
           .fields = {posting_field(),
                      {.name = "month", .shape = "MONTH", .meaning = "Which month."},
                      {.name = "usual",
                       .shape = "CLASS",
                       .meaning = "night_on_site, or with a permission day_only."},
                      {.name = "rest",
                       .shape = "DAY",
                       .meaning = "Days off. None given: those of the programme's calendar."},
                      {.name = "no_rest", .meaning = "There are no days off in this month."},
                      {.name = "trips", .shape = "DAY", .meaning = "Planned duty trips."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The sheet, if it is typed in from paper."}}},
          declare),
  };
}

}  // namespace sojourn::stages::presence
