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

WorkloadView set_workload(db::Change& change, const SetWorkload& input) {
  Faults faults;
  check_site(change, input.site, faults);
  check_numbers(input.kind,
                {.volume = input.volume, .unit_minutes = input.unit_minutes, .share = input.share},
                faults);
  Workload said{.id = {},
                .site = input.site,
                .kind = input.kind,
                .task = input.task,
                .volume = input.volume.value_or(0),
                .unit_minutes = input.unit_minutes.value_or(0),
                .share = input.share.value_or(0),
                .from_day = input.from_day,
                .source = input.source,
                .recorded_on = {}};
  if (faults.count() == 0) {
    check_together(
        change.rows<Workload>(fmt::format("SELECT {} FROM {} AND n.site = $1",
                                          columns<Workload>("n"), scoped_from<Workload>()),
                              input.site),
        said, faults);
  }
  return keep_statement<Workload, WorkloadView>(change, std::move(said), faults);
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
                        "5.6 %."}},
       .import_summary = "take workloads from a table",
       .problems_summary = "a table of workloads back with what each row would do"},
      set_workload, workload_import);
}

}  // namespace sojourn::stages::need
