// A site's work, for the WHO staffing-need method: totals of the site, never of a person.
#include "stages/need/statements.h"

namespace sojourn::stages::need {
namespace {

struct WorkloadView {
  Id<Workload> id;
  Id<Site> site;
  std::string name;  ///< of the site
  WorkKind kind = WorkKind::activity;
  std::string task;
  std::int64_t volume = 0;
  std::int64_t unit_minutes = 0;
  std::int32_t share = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(WorkloadView, (),
                      (id, site, name, kind, task, volume, unit_minutes, share, from_day, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

struct SetWorkload {
  Id<Site> site;
  WorkKind kind = WorkKind::activity;
  std::string task;
  base::Date from_day;
  std::string source;
  std::optional<std::int64_t> volume;
  std::optional<std::int64_t> unit_minutes;
  std::optional<std::int32_t> share;
};
BOOST_DESCRIBE_STRUCT(SetWorkload, (),
                      (site, kind, task, from_day, source, volume, unit_minutes, share))

/// More tasks of a site than anybody would count; the arithmetic of rules.cpp relies on a limit.
constexpr std::int64_t most_tasks = 200;

void check_numbers(const SetWorkload& input, Faults& faults) {
  const auto require = [&](std::string_view where, const auto& given, std::int64_t most) {
    if (!given) {
      faults.add(std::string(where), "missing", "", "This kind of work needs this number.");
    } else {
      faults.check_between(where, *given, 0, most);
    }
  };
  const auto leave_out = [&](std::string_view where, const auto& given) {
    if (given) {
      faults.add(std::string(where), "not_of_kind", fmt::to_string(*given),
                 "This kind of work has no such number; leave it out.");
    }
  };
  if (input.kind == WorkKind::category) {
    require("/share", input.share, most_share);
    leave_out("/volume", input.volume);
    leave_out("/unit_minutes", input.unit_minutes);
  } else {
    require("/volume", input.volume, most_volume);
    require("/unit_minutes", input.unit_minutes, most_unit_minutes);
    leave_out("/share", input.share);
  }
}

/// The shares of a site's categories leave time for its work, with this one among them.
void check_together(db::Change& change, const SetWorkload& input, Faults& faults) {
  const auto told = change.rows<Workload>(
      fmt::format("SELECT {} FROM {} AND n.site = $1 AND n.withdrawn_on IS NULL",
                  columns<Workload>("n"), scoped_from<Workload>()),
      input.site);
  std::int64_t tasks = 1;
  std::int64_t share = input.share.value_or(0);
  for (const Workload& each :
       holding_by(std::span<const Workload>(told), {.on = input.from_day},
                  [](const Workload& said) { return std::tie(said.kind, said.task); })) {
    if (each.kind != input.kind || each.task != input.task) {
      ++tasks;
      share += each.share;
    }
  }
  if (share > most_share) {
    faults.add(
        "/share", "too_much", fmt::to_string(share),
        base::in_words("All shares of the site together are {} thousandths; at most {} leave "
                       "time for its work.",
                       share, most_share));
  }
  if (tasks > most_tasks) {
    faults.add("/task", "too_many", fmt::to_string(tasks),
               base::in_words("A site has at most {} tasks. Join small ones.", most_tasks));
  }
}

WorkloadView set_workload(db::Change& change, const SetWorkload& input) {
  Faults faults;
  check_site(change, input.site, faults);
  faults.check_name("/task", input.task);
  faults.check_idea("/task", input.task);
  faults.check_name("/source", input.source);
  check_numbers(input, faults);
  faults.refuse();
  check_together(change, input, faults);
  faults.refuse();
  return keep_statement<Workload, WorkloadView>(
      change, Workload{.id = {},
                       .site = input.site,
                       .kind = input.kind,
                       .task = input.task,
                       .volume = input.volume.value_or(0),
                       .unit_minutes = input.unit_minutes.value_or(0),
                       .share = input.share.value_or(0),
                       .from_day = input.from_day,
                       .source = input.source,
                       .recorded_on = {}});
}

}  // namespace

std::vector<access::Operation> workload_operations() {
  return statement_operations<Workload, WorkloadView, SetWorkload>(
      {.name = "workload",
       .path = "/api/workloads",
       .one = "one line of a site's work",
       .read = read_needs,
       .manage = manage_needs,
       .list_summary = "the work of sites, line by line, newest first",
       .set_summary = "say how much work a task of a site is",
       .set_description =
           "For the WHO staffing-need method. Totals of the site only, never a person's.\n\nAn "
           "activity has a volume a year and minutes for a unit of it. A category is work that "
           "everybody has beside it, as a share of their time. An individual line is work that "
           "only some have: how many of them, and minutes a year each. A volume or share of 0 ends "
           "the task.",
       .set_fields =
           {site_field(),
            {.name = "kind", .shape = "KIND", .meaning = "Activity, category or individual."},
            {.name = "task", .shape = "NAME", .meaning = "What is done, such as tests of soil."},
            from_day_field(),
            source_field(),
            {.name = "volume",
             .shape = "N",
             .least = 0,
             .most = static_cast<double>(most_volume),
             .meaning = "Units a year; of individual work, how many people have it."},
            {.name = "unit_minutes",
             .shape = "N",
             .unit = "minutes",
             .least = 0,
             .most = static_cast<double>(most_unit_minutes),
             .meaning = "Time for one unit; of individual work, of one person and year."},
            {.name = "share",
             .shape = "N",
             .unit = "thousandths",
             .least = 0,
             .most = static_cast<double>(most_share),
             .meaning = "Of a category: the part of everybody's working time, such as 56 for "
                        "5.6 %."}}},
      set_workload);
}

}  // namespace sojourn::stages::need
