// The records of the stage `work`, as their tables hold them (migrations/*_work_plan.sql): the
// catalogue of tasks, each site's plan of a year with its tasks, and the duties of postings. What
// comes of a task is a total of the site: no resident, and no figure of a person.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/records.h"
#include "base/date.h"
#include "base/id.h"
#include "stages/placement/records.h"

namespace sojourn::stages::work {

using placement::Posting;
using programme::Area;
using programme::Site;
using programme::Staff;

/// A task of the programme's catalogue.
struct TaskKind {
  static constexpr std::string_view id_prefix = "taskkind";
  static constexpr std::string_view table = "task_kind";
  base::Id<TaskKind> id;
  std::string number;  ///< the programme's own
  std::string name;
  std::optional<std::string> name_zh = {};  ///< if `name` is in another language
  std::string category;                     ///< a duty area: what several tasks belong to
  std::optional<std::string> unit = {};     ///< of its result; none: it is done or not
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const TaskKind&, const TaskKind&) = default;
};
BOOST_DESCRIBE_STRUCT(TaskKind, (),
                      (id, number, name, name_zh, category, unit, closed_on, closed_reason,
                       version))

enum class WorkPlanState : std::uint8_t {
  draft,   ///< being put together
  agreed,  ///< from then on each change says why
};
BOOST_DESCRIBE_ENUM(WorkPlanState, draft, agreed)

struct WorkPlan {
  static constexpr std::string_view id_prefix = "workplan";
  static constexpr std::string_view table = "work_plan";
  base::Id<WorkPlan> id;
  base::Id<Site> site;
  std::int32_t year = 0;
  WorkPlanState state = WorkPlanState::draft;
  base::Date made_on;
  std::optional<base::Date> agreed_on = {};
  std::optional<base::Id<access::Account>> agreed_by = {};
  std::optional<std::string> source = {};  ///< of the agreement, if it stands written
  std::int64_t version = 1;
  friend bool operator==(const WorkPlan&, const WorkPlan&) = default;
};
BOOST_DESCRIBE_STRUCT(WorkPlan, (),
                      (id, site, year, state, made_on, agreed_on, agreed_by, source, version))

struct Task {
  static constexpr std::string_view id_prefix = "task";
  static constexpr std::string_view table = "work_task";
  base::Id<Task> id;
  base::Id<WorkPlan> plan;
  base::Id<TaskKind> kind;
  base::Id<Staff> staff;  ///< who answers for it
  std::optional<std::string> aim = {};
  std::optional<std::int32_t> target = {};  ///< how much, in the unit of its kind
  base::Date due_on;
  std::optional<std::string> change_reason = {};  ///< of its last change in an agreed plan
  std::optional<base::Date> done_on = {};
  std::optional<std::int32_t> amount = {};
  std::optional<std::string> result = {};    ///< one line
  std::optional<std::string> evidence = {};  ///< a document and its number
  std::optional<base::Date> dropped_on = {};
  std::optional<std::string> drop_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Task&, const Task&) = default;
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (id, plan, kind, staff, aim, target, due_on, change_reason, done_on, amount,
                       result, evidence, dropped_on, drop_reason, version))

/// Which categories of the catalogue somebody looks after in a posting.
struct Duty {
  static constexpr std::string_view id_prefix = "duty";
  static constexpr std::string_view table = "posting_duty";
  base::Id<Duty> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  std::vector<std::string> areas = {};  ///< as they were called when they were chosen
  base::Date set_on;
  std::int64_t version = 1;
  friend bool operator==(const Duty&, const Duty&) = default;
};
BOOST_DESCRIBE_STRUCT(Duty, (), (id, posting, staff, areas, set_on, version))

}  // namespace sojourn::stages::work
