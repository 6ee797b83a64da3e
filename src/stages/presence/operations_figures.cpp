// What approvers, sponsors and hosts answer for: how many days each approver exempted people from
// being at the site, and days that a sponsor called back or a host diverted. Sums, and nobody is
// ranked; of small groups nothing is told.
#include <map>
#include <set>

#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct AskRates {
  base::Month month;
  std::optional<base::Month> to_month = {};
  std::optional<Id<Area>> within = {};
};
BOOST_DESCRIBE_STRUCT(AskRates, (), (month, to_month, within))

struct RateRow {
  std::string approver;  ///< as people call them
  std::int32_t sites = 0;
  std::optional<std::int32_t> people = {};    ///< who serve at them
  std::optional<std::int32_t> exempted = {};  ///< days, by this approver
  std::optional<std::int32_t> posted = {};    ///< days, of all of them
  std::optional<std::int32_t> percent = {};
  bool stands_out = false;
};
BOOST_DESCRIBE_STRUCT(RateRow, (), (approver, sites, people, exempted, posted, percent, stands_out))

struct AskCharged {
  std::int32_t year = 0;
  std::optional<Id<Area>> within = {};
};
BOOST_DESCRIBE_STRUCT(AskCharged, (), (year, within))

enum class Charged : std::uint8_t { sponsor, host };
BOOST_DESCRIBE_ENUM(Charged, sponsor, host)

struct ChargedRow {
  Charged who = Charged::sponsor;
  std::string name;
  std::int32_t call_back = 0;
  std::int32_t diverted = 0;
  std::int32_t lodging = 0;  ///< days of people who sleep elsewhere for want of fit lodging
  bool stands_out = false;
};
BOOST_DESCRIBE_STRUCT(ChargedRow, (), (who, name, call_back, diverted, lodging, stands_out))

/// Days by somebody's word, of changes or of permissions.
struct Word {
  std::optional<std::int64_t> by = {};
  std::optional<std::string> approver = {};
  std::int64_t posting = 0;
  Id<Site> site;
  std::string site_name;
  std::int64_t sponsor = 0;
  std::string sponsor_name;
  base::Date from_day;
  base::Date to_day;
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(Word, (),
                      (by, approver, posting, site, site_name, sponsor, sponsor_name, from_day,
                       to_day, kind))

/// Changes that stand, and permissions as far as their days are used, in a range of days.
std::vector<Word> words(db::Tx& tx, const std::optional<Id<Area>>& within,
                        const base::DateRange& days) {
  std::vector<Word> made = {};
  for (const auto& [table, by, kind, condition] :
       {std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>{
            DayChange::table, "n.decided_by", "n.kind", "n.state IN ('approved', 'waiting')"},
        {DayOnly::table, "n.approved_by", "n.ground", "TRUE"}}) {
    Listing list(
        fmt::format("{} n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = "
                    "n.staff JOIN sponsor p ON p.id = t.sponsor JOIN site s ON s.id = "
                    "q.site JOIN area a ON a.id = s.area WHERE {{scope:area a.path; site "
                    "s.id; sponsor t.sponsor}} AND q.ended_on IS NULL",
                    table));
    list.within(tx, within);
    list.add("n.from_day <=", *days.to());
    list.add("n.to_day >=", days.from());
    list.require(condition);
    const auto rows = tx.rows_with<Word>(
        fmt::format("SELECT {} AS by, (SELECT c.person FROM account c WHERE c.id = {}) AS "
                    "approver, n.posting, q.site, s.name AS site_name, t.sponsor, p.name AS "
                    "sponsor_name, n.from_day, n.to_day, {} AS kind FROM {} ORDER BY n.id",
                    by, by, kind, list.from()),
        list.values());
    made.insert(made.end(), rows.begin(), rows.end());
  }
  return made;
}

/// Days of the posting in the range that have the class, of those that the word is about.
std::int32_t days_with(const Known& known, const Rota& posting, const Word& word,
                       const base::DateRange& days, DayClass kind) {
  std::int32_t count = 0;
  const auto within = days.shared(base::DateRange(word.from_day, word.to_day));
  for (base::Date day = within->from(); day <= *within->to();) {
    const base::Month month(day);
    const std::string letters = known.days(posting, month);
    for (; day <= *within->to() && base::Month(day) == month; day = day + 1) {
      count += letters[static_cast<std::size_t>(day.day() - 1)] == letter_of(kind) ? 1 : 0;
    }
  }
  return count;
}

/// Of a permission the ground is its kind.
DayClass class_of_word(const Word& word) {
  return base::choice_of<DayClass>(word.kind).value_or(DayClass::day_only);
}

Page<RateRow> exemption_rates(db::Tx& tx, const AskRates& input) {
  Faults faults;
  const base::Month last = input.to_month.value_or(input.month);
  if (last < input.month || last - input.month > 11) {
    faults.add("/to_month", "out_of_order", last.to_text(),
               "The last month is the first or later, and within a year of it.");
  }
  faults.refuse();
  const base::DateRange days(input.month.first(), last.last());
  const PresenceRules rules = rules_of(tx, days.from());
  // 1. By whose word.
  std::vector<Word> all = words(tx, input.within, days);
  std::erase_if(all, [](const Word& each) { return !each.by || !exempts(class_of_word(each)); });
  std::set<std::int64_t> sites;
  for (const Word& each : all) {
    sites.insert(each.site.value);
  }
  // 2. Who serves at those sites, and how many days.
  const std::vector<Rota> postings = tx.rows<Rota>(
      fmt::format("SELECT {} FROM {} AND n.site IN ({}) AND n.from_day <= $1 AND (n.to_day IS NULL "
                  "OR n.to_day >= $2) ORDER BY n.id",
                  rota_columns, scoped_posting,
                  id_list(sites, [](std::int64_t each) { return each; })),
      *days.to(), days.from());
  const Known known(tx, postings, days);
  std::map<std::int64_t, const Rota*> by_id;
  std::map<std::int64_t, std::int64_t> posted;
  for (const Rota& each : postings) {
    by_id[each.id.value] = &each;
    for (base::Month month = input.month; month <= last; month = month + 1) {
      posted[each.id.value] += totals_of(known.days(each, month)).days;
    }
  }
  // 3. Each approver, in the order of the accounts: nobody is ranked.
  struct Of {
    std::string name;
    std::set<std::int64_t> sites;
    std::int64_t exempted = 0;
  };
  std::map<std::int64_t, Of> approvers;
  for (const Word& each : all) {
    Of& of = approvers[*each.by];
    of.name = each.approver.value_or("");
    of.sites.insert(each.site.value);
    if (const auto found = by_id.find(each.posting); found != by_id.end()) {
      of.exempted += days_with(known, *found->second, each, days, class_of_word(each));
    }
  }
  Page<RateRow> made;
  for (const auto& [account, of] : approvers) {
    std::set<std::int64_t> people;
    std::int64_t whole = 0;
    for (const Rota& each : postings) {
      if (of.sites.contains(each.site.value) && posted[each.id.value] > 0) {
        people.insert(each.staff.value);
        whole += posted[each.id.value];
      }
    }
    RateRow row{.approver = of.name, .sites = static_cast<std::int32_t>(of.sites.size())};
    row.percent = exemption_rate(of.exempted, whole, std::ssize(people));
    if (row.percent) {
      row.people = static_cast<std::int32_t>(people.size());
      row.exempted = static_cast<std::int32_t>(of.exempted);
      row.posted = static_cast<std::int32_t>(whole);
      row.stands_out = *row.percent > rules.exempt_percent;
    }
    made.items.push_back(std::move(row));
  }
  return made;
}

Page<ChargedRow> charged(db::Tx& tx, const AskCharged& input) {
  Faults faults;
  faults.check_between("/year", input.year, 2000, 2999);
  faults.refuse();
  const base::Month first = base::Month::of(input.year, 1).value();
  const base::DateRange days(first.first(), (first + 11).last());
  const PresenceRules rules = rules_of(tx, days.from());
  const std::vector<Word> all = words(tx, input.within, days);
  std::set<std::int64_t> ids;
  for (const Word& each : all) {
    ids.insert(each.posting);
  }
  const std::vector<Rota> postings = tx.rows<Rota>(
      fmt::format("SELECT {} FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                  "n.site JOIN area a ON a.id = s.area WHERE {{scope:area a.path; site s.id; "
                  "sponsor t.sponsor}} AND n.id IN ({})",
                  rota_columns, id_list(ids, [](std::int64_t each) { return each; })));
  const Known known(tx, postings, days);
  std::map<std::int64_t, const Rota*> by_id;
  for (const Rota& each : postings) {
    by_id[each.id.value] = &each;
  }
  std::map<std::pair<Charged, std::int64_t>, ChargedRow> rows;
  for (const Word& each : all) {
    const auto posting = by_id.find(each.posting);
    const DayClass kind = class_of_word(each);
    const bool lodging = each.kind == base::name_of(DayOnlyGround::lodging);
    if (posting == by_id.end() ||
        (kind != DayClass::call_back && kind != DayClass::diverted && !lodging)) {
      continue;
    }
    const Charged who = kind == DayClass::call_back ? Charged::sponsor : Charged::host;
    ChargedRow& row = rows[{who, who == Charged::sponsor ? each.sponsor : each.site.value}];
    row.who = who;
    row.name = who == Charged::sponsor ? each.sponsor_name : each.site_name;
    const std::int32_t count = days_with(known, *posting->second, each, days, kind);
    (lodging ? row.lodging : who == Charged::sponsor ? row.call_back : row.diverted) += count;
  }
  Page<ChargedRow> made;
  for (auto& [key, row] : rows) {
    row.stands_out = row.call_back > rules.call_back_days;
    made.items.push_back(std::move(row));
  }
  return made;
}

}  // namespace

std::vector<access::Operation> figure_operations() {
  return {
      access::read_operation<AskRates, Page<RateRow>>(
          {.name = "exemption.list",
           .permission = manage_presence,
           .path = "/api/exemption-rates",
           .summary = "for each approver: days exempted, of all days posted at the sites concerned",
           .description =
               "A duty trip, a day only, a call-back or a diversion is an exemption. The days of "
               "the sites at which an approver exempted somebody are the whole. Where fewer than "
               "5 people serve there, no figure is told. In the order of the accounts: nobody is "
               "ranked.",
           .fields = {{.name = "month", .shape = "MONTH", .meaning = "The first month."},
                      {.name = "to_month",
                       .shape = "MONTH",
                       .meaning = "The last month; the first, if none is given."},
                      within_field()}},
          exemption_rates),
      access::read_operation<AskCharged, Page<ChargedRow>>(
          {.name = "charged.list",
           .permission = read_charged,
           .path = "/api/charged-days",
           .summary = "days of a year that sponsors called back, and that hosts diverted or had no "
                      "fit lodging for",
           .fields = {programme::year_field(), within_field()}},
          charged),
  };
}

}  // namespace sojourn::stages::presence
