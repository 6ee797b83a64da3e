// What the files of operations share. Inside src/stages/work only.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/programme/listing.h"
#include "stages/work/operations.h"
#include "stages/work/records.h"
#include "stages/work/rules.h"

namespace sojourn::stages::work {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;
using programme::Listing;
using programme::site_filter;
using programme::within_field;
using programme::year_field;

std::vector<access::Operation> kind_operations();
std::vector<access::Operation> plan_operations();
std::vector<access::Operation> task_operations();
std::vector<access::Operation> overview_operations();
std::vector<access::Operation> duty_operations();

/// The table [work] of the rules that hold today.
WorkRules rules_now(db::Tx& tx);

/// Whoever sees a site sees its plans.
inline constexpr std::string_view scoped_plan =
    "work_plan n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area "
    "a.path; site s.id}";

/// Its tasks that were not dropped.
std::int64_t tasks_of(db::Tx& tx, Id<WorkPlan> plan);

/// "count(...) AS tasks, ... AS open, ..." of tasks with the alias w: how many stand how on that
/// day. Of a site or an area, never of a person.
std::string counts_on(const WorkRules& rules, base::Date today);

}  // namespace sojourn::stages::work
