// The lines of a site's budget of a year as the rules have them, for one site or for all of an
// area: from the people posted there, or from its target.
#include <map>
#include <set>

#include "stages/programme/rules_table.h"
#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

/// At once; more are taken area by area.
constexpr std::int64_t most_sites = 5'000;

struct PresetLines {
  std::int32_t year = 0;
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(PresetLines, (), (year, site, within))

struct Preset {
  std::int32_t year = 0;
  std::int64_t sites = 0;  ///< that were looked at
  std::int64_t lines = 0;  ///< made
  std::int64_t kept = 0;   ///< there already
  Money planned;
  std::int64_t rules_number = 0;
};
BOOST_DESCRIBE_STRUCT(Preset, (), (year, sites, lines, kept, planned, rules_number))

struct TargetSite {
  Id<Site> id;
  std::int32_t target_team = 0;
};
BOOST_DESCRIBE_STRUCT(TargetSite, (), (id, target_team))

struct HeldLine {
  Id<Site> site;
  LineKind kind = LineKind::work_fund;
  base::Currency currency;
};
BOOST_DESCRIBE_STRUCT(HeldLine, (), (site, kind, currency))

Preset preset_lines(db::Change& change, const PresetLines& input) {
  Faults faults;
  check_year(input.year, faults);
  faults.refuse();
  const base::Date today = change.now().utc_date();
  const SupportRules rules = rules_of(change, today);
  const Sites sites = sites_in(change, input.site, input.within);
  // 1. The sites, who serves there, and which lines they have.
  const auto targets = change.rows_with<TargetSite>(
      fmt::format("SELECT s.id, s.target_team FROM site s JOIN area a ON a.id = s.area WHERE {} "
                  "ORDER BY s.id LIMIT {}",
                  sites.from, most_sites + 1),
      sites.values);
  if (std::ssize(targets) > most_sites) {
    throw base::Refusal{
        base::Kind::too_large, "too_many_sites",
        base::in_words("At most {} sites are planned at once. Name a smaller area.", most_sites)};
  }
  std::map<std::int64_t, People> people;
  for (const SitePeople& each : people_of_year(change, sites.from, sites.values, input.year)) {
    people[each.site.value] = each.people;
  }
  std::vector<db::Value> values = sites.values;
  values.push_back(db::to_sql(input.year));
  std::map<std::int64_t, std::set<LineKind>> held;
  std::map<std::int64_t, base::Currency> currencies;
  for (const HeldLine& each : change.rows_with<HeldLine>(
           fmt::format("SELECT l.site, l.kind, l.currency FROM budget_line l JOIN site s ON s.id = "
                       "l.site JOIN area a ON a.id = s.area WHERE {} AND l.year = ${}",
                       sites.from, values.size()),
           values)) {
    held[each.site.value].insert(each.kind);
    currencies[each.site.value] = each.currency;
  }
  // 2. What is missing, each with its booking.
  Preset made{.year = input.year,
              .sites = std::ssize(targets),
              .planned = units(rules, 0),
              .rules_number = programme::rules_that_hold(change, today).number};
  std::vector<Line> lines;
  std::vector<Booking> bookings;
  std::vector<BookingEntry> entries;
  const std::string reason = fmt::format("rules {}", made.rules_number);
  for (const TargetSite& site : targets) {
    const auto currency = currencies.find(site.id.value);
    if (currency != currencies.end() && currency->second != rules.currency) {
      faults.add("/year", "other_currency", site.id.to_text(),
                 base::in_words("This line is kept in {}.", currency->second.to_text()));
      faults.refuse();
    }
    const auto served = people.find(site.id.value);
    for (const PlannedLine& cost : yearly_cost(
             rules, served != people.end() ? served->second : people_due(site.target_team))) {
      if (held[site.id.value].contains(cost.kind)) {
        ++made.kept;
        continue;
      }
      Line line{.id = change.new_id<Line>(),
                .site = site.id,
                .year = input.year,
                .kind = cost.kind,
                .currency = rules.currency};
      if (cost.amount.minor > 0) {
        const Booking booking{.id = change.new_id<Booking>(),
                              .kind = BookingKind::plan,
                              .currency = rules.currency,
                              .made_on = today,
                              .made_by = access::account_of(change.caller().actor),
                              .reason = reason};
        for (const Leg& leg : planning(line.id, cost.amount.minor)) {
          post(line, leg);
          entries.push_back({.id = change.new_id<BookingEntry>(),
                             .booking = booking.id,
                             .line = leg.line,
                             .account = leg.account,
                             .minor = leg.minor});
        }
        bookings.push_back(booking);
      }
      made.planned += cost.amount;
      lines.push_back(line);
    }
  }
  // 3. All at once.
  made.lines = std::ssize(lines);
  if (!lines.empty()) {
    change.insert_all(Line::table, lines, "lines by the rules");
  }
  if (!bookings.empty()) {
    change.insert_all(Booking::table, bookings, "plans of lines by the rules");
    change.insert_all(BookingEntry::table, entries, "entries of plans by the rules");
  }
  return made;
}

}  // namespace

std::vector<access::Operation> preset_operations() {
  return {access::change_operation<PresetLines, Preset>(
      {.name = "line.preset",
       .permission = manage_budget,
       .method = Method::post,
       .path = "/api/budget-lines/preset",
       .summary = "plan the lines that a site lacks, or all sites of an area, by the rules",
       .description = "By the people posted there in that year, or by the site's target if nobody "
                      "is. Lines that are there stay as they are.",
       .fields = {year_field(),
                  {.name = "site", .shape = "SITE", .meaning = "Of this site alone."},
                  {.name = "within",
                   .shape = "AREA",
                   .meaning = "Of all open sites in this area, in its place."}}},
      preset_lines)};
}

}  // namespace sojourn::stages::support
