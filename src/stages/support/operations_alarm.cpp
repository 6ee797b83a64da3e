// The alarm list: whose insurance, fitness or health check lapses soon, of all who serve now. Asked
// for a day ahead, so that it can be mended before somebody serves without.
#include <algorithm>
#include <map>

#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

/// Two policies may go on from one to the next, which SQL does not follow: candidates come from
/// SQL, and what is so from rules.h.
struct AlarmRow {
  Id<Posting> id;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<base::Date> fit_until;
  std::optional<base::Date> check_due;
};
BOOST_DESCRIBE_STRUCT(AlarmRow, (),
                      (id, staff, name, site, site_name, from_day, to_day, fit_until, check_due))

struct AlarmView {
  Id<Posting> id;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  Standing insurance = Standing::in_order;
  std::optional<base::Date> insured_until;
  Standing fitness = Standing::in_order;
  Standing health_check = Standing::in_order;
};
BOOST_DESCRIBE_STRUCT(AlarmView, (),
                      (id, staff, name, site, site_name, insurance, insured_until, fitness,
                       health_check))

struct ListAlarms {
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<base::Date> on;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListAlarms, (), (site, within, on, after, limit))

constexpr std::string_view scoped_running =
    "posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
    "s.area WHERE {scope:area a.path; sponsor t.sponsor; staff n.staff} AND n.ended_on IS NULL";

Page<AlarmView> list_alarms(db::Tx& tx, const ListAlarms& input) {
  const base::Date today = input.on.value_or(tx.now().utc_date());
  const SupportRules rules = rules_of(tx, today);
  const base::Date ahead = today + rules.alarm_days;
  Listing list(scoped_running);
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add("n.from_day <=", today);
  list.add("coalesce(n.to_day, '9999-12-31') >=", today);
  // How far ahead it has to be in order: to the end of the posting, at most.
  const std::string horizon =
      fmt::format("(CASE WHEN n.to_day < '{0}' THEN n.to_day ELSE '{0}' END)", ahead.to_text());
  const std::string due =
      "(SELECT max(h.next_due) FROM health_check h WHERE h.staff = n.staff AND h.withdrawn_on IS "
      "NULL)";
  list.require(fmt::format(
      "(t.fit_until IS NULL OR t.fit_until < {0} OR NOT EXISTS (SELECT 1 FROM insurance_policy i "
      "WHERE i.staff = n.staff AND i.withdrawn_on IS NULL AND i.from_day <= '{1}' AND i.to_day >= "
      "{0}) OR coalesce({2}, n.from_day) < {0})",
      horizon, today.to_text(), due));
  Page<AlarmRow> rows = list.page<AlarmRow, AlarmRow>(
      tx,
      fmt::format("n.id, n.staff, t.name, n.site, s.name AS site_name, n.from_day, n.to_day, "
                  "t.fit_until, {} AS check_due",
                  due),
      false, input.after, input.limit, [](const AlarmRow& row) { return row; });
  Page<AlarmView> made{.items = {}, .next = rows.next, .count = {}};
  if (rows.items.empty()) {
    return made;
  }
  std::string people;
  std::vector<db::Value> values;
  for (const AlarmRow& each : rows.items) {
    values.push_back(db::to_sql(each.staff));
    people += fmt::format("{}${}", people.empty() ? "" : ", ", values.size());
  }
  std::map<std::int64_t, std::vector<Insurance>> insurances;
  for (Insurance& each : tx.rows_with<Insurance>(
           fmt::format("SELECT {} FROM insurance_policy n WHERE n.withdrawn_on IS NULL AND n.staff "
                       "IN ({}) AND {{unscoped:of people whose posting is seen}}",
                       columns<Insurance>("n"), people),
           std::move(values))) {
    insurances[each.staff.value].push_back(std::move(each));
  }
  for (const AlarmRow& each : rows.items) {
    const base::Date last = each.to_day ? std::min(*each.to_day, ahead) : ahead;
    const auto insured = insured_until(insurances[each.staff.value], today);
    const base::Date check_due =
        each.check_due.value_or(each.from_day.plus_months(rules.check_months));
    AlarmView view{.id = each.id,
                   .staff = each.staff,
                   .name = each.name,
                   .site = each.site,
                   .site_name = each.site_name,
                   .insurance = standing_of(insured, today, last),
                   .insured_until = insured,
                   .fitness = standing_of(each.fit_until, today, last),
                   .health_check = standing_of(check_due, today, last)};
    if (view.insurance != Standing::in_order || view.fitness != Standing::in_order ||
        view.health_check != Standing::in_order) {
      made.items.push_back(std::move(view));
    }
  }
  return made;
}

}  // namespace

std::vector<access::Operation> alarm_operations() {
  return {access::read_operation<ListAlarms, Page<AlarmView>>(
      {.name = "alarm.list",
       .permission = read_cover,
       .path = "/api/cover-alarms",
       .summary = "who serves without insurance, fitness or a health check, or soon will",
       .description = "Of postings that run; as many days ahead as the rules say (alarm_days). A "
                      "page may have fewer rows than asked for, and yet not be the last.",
       .fields = {site_filter(),
                  within_field(),
                  {.name = "on", .shape = "DAY", .meaning = "As on this day; today if not given."},
                  programme::after_field(),
                  programme::limit_field()}},
      list_alarms)};
}

}  // namespace sojourn::stages::support
