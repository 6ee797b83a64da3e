// The work of an area and year: which sites lack a plan, what is overdue, and what came of it, by
// task of the catalogue. Figures count tasks and add up results of sites; nobody is ranked, and
// sites stand in administrative order.
#include <map>

#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

enum class SitesShown : std::uint8_t { without_plan, draft, agreed, overdue };
BOOST_DESCRIBE_ENUM(SitesShown, without_plan, draft, agreed, overdue)

struct ListSites {
  std::int32_t year = 0;
  std::optional<Id<Area>> within;
  std::optional<SitesShown> show;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListSites, (), (year, within, show, after, limit, count))

struct SiteRow {
  Id<Site> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::optional<Id<WorkPlan>> plan;
  std::optional<WorkPlanState> plan_state;
};
BOOST_DESCRIBE_STRUCT(SiteRow, (), (id, name, area, area_name, plan, plan_state))

struct CountRow {
  Id<WorkPlan> plan;
  std::int64_t tasks = 0;
  std::int64_t open = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
  std::int64_t dropped = 0;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (plan, tasks, open, due_soon, overdue, done, dropped))

struct SiteWork {
  Id<Site> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::optional<Id<WorkPlan>> plan;  ///< none: there is none of this year
  std::optional<WorkPlanState> plan_state;
  std::int64_t tasks = 0;
  std::int64_t open = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
  std::int64_t dropped = 0;
};
BOOST_DESCRIBE_STRUCT(SiteWork, (),
                      (id, name, area, area_name, plan, plan_state, tasks, open, due_soon, overdue,
                       done, dropped))

struct ShowWork {
  std::int32_t year = 0;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(ShowWork, (), (year, within))

/// What came of one task of the catalogue at all sites together.
struct KindSum {
  Id<TaskKind> kind;
  std::string number;
  std::string name;
  std::optional<std::string> name_zh;
  std::string category;
  std::optional<std::string> unit;
  std::int64_t sites = 0;
  std::int64_t tasks = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
  std::int64_t target = 0;
  std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(KindSum, (),
                      (kind, number, name, name_zh, category, unit, sites, tasks, overdue, done,
                       target, amount))

struct WorkSums {
  std::int32_t year = 0;
  std::int64_t sites = 0;  ///< that are open
  std::int64_t without_plan = 0;
  std::int64_t draft = 0;
  std::int64_t agreed = 0;
  std::int64_t tasks = 0;
  std::int64_t open = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
  std::int64_t dropped = 0;
  std::vector<KindSum> kinds;
  std::int32_t least_tasks = 0;  ///< of a site, by the rules
  std::int32_t most_tasks = 0;
};
BOOST_DESCRIBE_STRUCT(WorkSums, (),
                      (year, sites, without_plan, draft, agreed, tasks, open, due_soon, overdue,
                       done, dropped, kinds, least_tasks, most_tasks))

struct PlanRow {
  std::int64_t sites = 0;
  std::int64_t draft = 0;
  std::int64_t agreed = 0;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (sites, draft, agreed))

struct SumRow {
  std::int64_t tasks = 0;
  std::int64_t open = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
  std::int64_t done = 0;
  std::int64_t dropped = 0;
};
BOOST_DESCRIBE_STRUCT(SumRow, (), (tasks, open, due_soon, overdue, done, dropped))

/// Open sites of the asker, each with its plan of the year ($1), if it has one.
constexpr std::string_view sites_with_plan =
    "site s JOIN area a ON a.id = s.area LEFT JOIN work_plan p ON p.site = s.id AND p.year = $1 "
    "WHERE {scope:area a.path; site s.id} AND s.closed_on IS NULL";

/// A query that begins with the year.
struct Asked {
  std::string from;
  std::vector<db::Value> values;

  template <class T>
  std::string parameter(const T& value) {
    values.push_back(db::to_sql(value));
    return fmt::format("${}", values.size());
  }
};

Asked asked_of(db::Tx& tx, std::int32_t year, const std::optional<Id<Area>>& within) {
  Faults faults;
  faults.check_between("/year", year, 2000, 2999);
  faults.refuse();
  Asked made{.from = std::string(sites_with_plan), .values = {db::to_sql(year)}};
  if (within) {
    const std::string top = programme::path_of(tx, *within);
    made.from += " AND a.path >= " + made.parameter(top);
    made.from += " AND a.path < " + made.parameter(db::end_of_prefix(top));
  }
  return made;
}

void show_only(Asked& query, SitesShown show, base::Date today) {
  switch (show) {
    case SitesShown::without_plan: query.from += " AND p.id IS NULL"; return;
    case SitesShown::draft: query.from += " AND p.state = 'draft'"; return;
    case SitesShown::agreed: query.from += " AND p.state = 'agreed'"; return;
    case SitesShown::overdue:
      query.from +=
          " AND EXISTS (SELECT 1 FROM work_task w WHERE w.plan = p.id AND w.done_on IS NULL AND "
          "w.dropped_on IS NULL AND w.due_on < " +
          query.parameter(today) + ")";
      return;
  }
}

struct SitePlace {
  std::string path;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SitePlace, (), (path, name))

/// Only what comes after a site in the order of areas and names.
void start_after(db::Tx& tx, Asked& query, const std::string& after) {
  const auto id = Id<Site>::from_text(after);
  const auto last = id ? tx.maybe<SitePlace>(
                             "SELECT a.path, s.name FROM site s JOIN area a ON a.id = s.area WHERE "
                             "{scope:area a.path; site s.id} AND s.id = $1",
                             *id)
                       : std::nullopt;
  if (!last) {
    programme::refuse_place(after, "This should be what `next` said.");
  }
  const std::string path = query.parameter(last->path);
  const std::string name = query.parameter(last->name);
  query.from += fmt::format(
      " AND (a.path > {0} OR (a.path = {0} AND (s.name > {1} OR (s.name = {1} AND s.id > {2}))))",
      path, name, query.parameter(*id));
}

/// All sites, those without a plan too: what is not planned shows.
Page<SiteWork> list_sites(db::Tx& tx, const ListSites& input) {
  const WorkRules rules = rules_now(tx);
  const base::Date today = tx.now().utc_date();
  Asked query = asked_of(tx, input.year, input.within);
  if (input.show) {
    show_only(query, *input.show, today);
  }
  Page<SiteWork> made;
  if (input.count.value_or(false)) {
    made.count = db::SqlOf<std::int64_t>::from(
        tx.query("SELECT count(*) FROM " + query.from, query.values).cells.at(0));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (input.after) {
    start_after(tx, query, *input.after);
  }
  auto sites = tx.rows_with<SiteRow>(
      fmt::format("SELECT s.id, s.name, s.area, a.name AS area_name, p.id AS plan, p.state AS "
                  "plan_state FROM {} ORDER BY a.path, s.name, s.id LIMIT {}",
                  query.from, limit + 1),
      query.values);
  if (std::ssize(sites) > limit) {
    sites.pop_back();
    made.next = sites.back().id.to_text();
  }
  std::string plans;
  std::vector<db::Value> values;
  for (const SiteRow& each : sites) {
    if (each.plan) {
      values.push_back(db::to_sql(*each.plan));
      plans += fmt::format("{}${}", plans.empty() ? "" : ", ", values.size());
    }
  }
  std::map<std::int64_t, CountRow> counts;
  if (!plans.empty()) {
    for (const CountRow& row : tx.rows_with<CountRow>(
             fmt::format("SELECT w.plan, {} FROM work_task w WHERE w.plan IN ({}) AND "
                         "{{unscoped:of sites that the asker sees}} GROUP BY w.plan",
                         counts_on(rules, today), plans),
             std::move(values))) {
      counts[row.plan.value] = row;
    }
  }
  for (const SiteRow& each : sites) {
    const CountRow count = each.plan ? counts[each.plan->value] : CountRow{};
    made.items.push_back({.id = each.id,
                          .name = each.name,
                          .area = each.area,
                          .area_name = each.area_name,
                          .plan = each.plan,
                          .plan_state = each.plan_state,
                          .tasks = count.tasks,
                          .open = count.open,
                          .due_soon = count.due_soon,
                          .overdue = count.overdue,
                          .done = count.done,
                          .dropped = count.dropped});
  }
  return made;
}

WorkSums show_work(db::Tx& tx, const ShowWork& input) {
  const WorkRules rules = rules_now(tx);
  const base::Date today = tx.now().utc_date();
  const Asked query = asked_of(tx, input.year, input.within);
  const PlanRow plans = tx.rows_with<PlanRow>(
                              "SELECT count(*) AS sites, count(CASE WHEN p.state = 'draft' THEN 1 "
                              "END) AS draft, count(CASE WHEN p.state = 'agreed' THEN 1 END) AS "
                              "agreed FROM " +
                                  query.from,
                              query.values)
                            .at(0);
  const std::string tasks = fmt::format(
      "work_task w JOIN task_kind k ON k.id = w.kind WHERE w.plan IN (SELECT p.id FROM "
      "{} AND p.id IS NOT NULL)",
      query.from);
  const SumRow sums =
      tx.rows_with<SumRow>(fmt::format("SELECT {} FROM {}", counts_on(rules, today), tasks),
                           query.values)
          .at(0);
  WorkSums made{.year = input.year,
                .sites = plans.sites,
                .without_plan = plans.sites - plans.draft - plans.agreed,
                .draft = plans.draft,
                .agreed = plans.agreed,
                .tasks = sums.tasks,
                .open = sums.open,
                .due_soon = sums.due_soon,
                .overdue = sums.overdue,
                .done = sums.done,
                .dropped = sums.dropped,
                .kinds = {},
                .least_tasks = rules.least_tasks,
                .most_tasks = rules.most_tasks};
  made.kinds = tx.rows_with<KindSum>(
      fmt::format(
          "SELECT w.kind, k.number, k.name, k.name_zh, k.category, k.unit, count(DISTINCT "
          "w.plan) AS sites, count(*) AS tasks, count(CASE WHEN w.done_on IS NULL AND "
          "w.due_on < '{}' THEN 1 END) AS overdue, count(w.done_on) AS done, "
          "CAST(coalesce(sum(w.target), 0) AS BIGINT) AS target, "
          "CAST(coalesce(sum(w.amount), 0) AS BIGINT) AS amount FROM {} AND w.dropped_on "
          "IS NULL GROUP BY w.kind, k.number, k.name, k.name_zh, k.category, k.unit ORDER BY "
          "k.category, k.number",
          today.to_text(), tasks),
      query.values);
  return made;
}

}  // namespace

std::vector<access::Operation> overview_operations() {
  return {
      access::read_operation<ShowWork, WorkSums>(
          {.name = "work.show",
           .permission = read_work,
           .path = "/api/work",
           .summary = "how many sites have a work plan of a year, how its tasks stand, and what "
                      "came of them",
           .description = "Of all open sites that you see, or of those in an area. Results are "
                          "added up by task of the catalogue, never by person.",
           .fields = {year_field(), within_field()}},
          show_work),
      access::read_operation<ListSites, Page<SiteWork>>(
          {.name = "work.list",
           .permission = read_work,
           .path = "/api/work/sites",
           .summary = "sites with their work plan of a year, in administrative order",
           .description = "Sites without a plan are in it.",
           .fields = {year_field(),
                      within_field(),
                      {.name = "show",
                       .shape = "WHICH",
                       .meaning = "Only those without_plan, with a draft, with an agreed plan, or "
                                  "with a task that is overdue."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_sites),
  };
}

}  // namespace sojourn::stages::work
