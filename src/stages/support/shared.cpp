#include "stages/support/shared.h"

#include <algorithm>
#include <map>

#include "stages/programme/rules_table.h"

namespace sojourn::stages::support {

SupportRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "support", read_rules);
}

Line line_of(db::Tx& tx, Id<Line> id) {
  return tx.one<Line>(
      fmt::format("SELECT {} FROM {} AND l.id = $1", columns<Line>("l"), scoped_line), id);
}

Booking book(db::Change& change, std::vector<Line> lines, const Legs& legs, const Journal& said) {
  base::ensure(balanced(legs), "what is booked adds up to nothing");
  const Booking booking{.id = change.new_id<Booking>(),
                        .kind = said.kind,
                        .currency = lines.at(0).currency,
                        .made_on = change.now().utc_date(),
                        .made_by = access::account_of(change.caller().actor),
                        .reason = said.reason,
                        .commitment = said.commitment,
                        .claim = said.claim,
                        .contribution = said.contribution,
                        .reverses = said.reverses};
  change.insert(Booking::table, booking);
  for (const Leg& leg : legs) {
    change.insert(BookingEntry::table, BookingEntry{.id = change.new_id<BookingEntry>(),
                                                    .booking = booking.id,
                                                    .line = leg.line,
                                                    .account = leg.account,
                                                    .minor = leg.minor});
  }
  for (const Line& before : lines) {
    base::ensure(before.currency == booking.currency, "a booking has one currency");
    Line after = before;
    for (const Leg& leg : legs) {
      if (leg.line == before.id) {
        post(after, leg);
      }
    }
    if (after != before) {
      change.update(Line::table, before, after);
    }
  }
  return booking;
}

base::FieldAbout line_field() { return programme::which_field("LINE"); }

base::FieldAbout staff_filter() {
  return {.name = "staff", .shape = "STAFF", .meaning = "Only of this staff member."};
}

base::FieldAbout source_field() {
  return {.name = "source",
          .shape = "TEXT",
          .meaning =
              "Where it stands written: a decision, an order, a bank statement. No names of "
              "people."};
}

void check_year(std::int32_t year, Faults& faults) {
  faults.check_between("/year", year, 2000, 2999);
}

base::Date first_of_year(std::int32_t year) { return base::Date(std::chrono::year{year} / 1 / 1); }

namespace {

struct Span {
  Id<Site> site;
  programme::StaffRole role = programme::StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Span, (), (site, role, from_day, to_day))

}  // namespace

std::vector<SitePeople> people_of_year(db::Tx& tx, std::string_view from,
                                       std::vector<db::Value> values, std::int32_t year) {
  const base::Date first = first_of_year(year);
  const base::Date last = first_of_year(year + 1) - 1;
  values.push_back(db::to_sql(first));
  values.push_back(db::to_sql(last));
  const std::string sql = fmt::format(
      "SELECT n.site, n.role, n.from_day, n.to_day FROM posting n JOIN site s ON s.id = n.site "
      "JOIN "
      "area a ON a.id = s.area WHERE {} AND n.ended_on IS NULL AND coalesce(n.to_day, "
      "'9999-12-31') >= ${} AND n.from_day <= ${}",
      from, values.size() - 1, values.size());
  const auto spans = tx.rows_with<Span>(sql, std::move(values));
  std::map<std::int64_t, std::vector<ServedSpan>> by_site;
  for (const Span& each : spans) {
    by_site[each.site.value].push_back({.leads = each.role == programme::StaffRole::leader,
                                        .from = each.from_day,
                                        .to = each.to_day});
  }
  std::vector<SitePeople> made;
  made.reserve(by_site.size());
  for (const auto& [site, served] : by_site) {
    made.push_back({.site = {site}, .people = people_of(served, {first, last})});
  }
  return made;
}

Sites sites_in(db::Tx& tx, const std::optional<Id<Site>>& site,
               const std::optional<Id<Area>>& within) {
  Sites made{.from = "{scope:area a.path; site s.id} AND s.closed_on IS NULL", .values = {}};
  Faults faults;
  if (site.has_value() == within.has_value()) {
    faults.add("/site", "one_of_two", "", "Name either a site or an area.");
    faults.refuse();
  }
  if (site) {
    programme::named(tx, *site, "/site", faults);
    faults.refuse();
    made.values.push_back(db::to_sql(*site));
    made.from += " AND s.id = $1";
  } else {
    const std::string top = programme::path_of(tx, *within);
    made.values = {db::to_sql(top), db::to_sql(db::end_of_prefix(top))};
    made.from += " AND a.path >= $1 AND a.path < $2";
  }
  return made;
}

}  // namespace sojourn::stages::support
