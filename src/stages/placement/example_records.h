// The example county as the records of a programme that is under way: people who have served for a
// year, what sites need, the round for the next plan, whom sponsors named in it. Beside what the
// folder of `sojourn example` has: days of hire and certificates, without which nobody is named;
// who leads a team; statements of need with their sources. Nobody and no place in it exists.
//
//   const ExampleDays days = example_days(today);
//   make_example_records(change, instance, rules, days, language);
//   ...                                    the plan is made, and published
//   make_open_round(change, plan, days, language);
//
// Tested in tests/unit/stages/placement/example_records_test.cpp.
#pragma once

#include <string>

#include "base/date.h"
#include "base/language.h"
#include "db/database.h"
#include "planner/instance.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

struct ExampleDays {
  base::Date today;
  base::Date since;      ///< whoever serves now began on it
  base::Date starts_on;  ///< first day of the next plan
};
ExampleDays example_days(const base::Date& today);

/// Of an example's folder, read; `rules`: its rules.toml. What offices write, such as sources, is
/// written in `language`. Refusal precondition "not_empty" if the programme has records.
void make_example_records(db::Change& change, const planner::Instance& instance,
                          const std::string& rules, const ExampleDays& days,
                          base::Language language);

/// A second round, for the posts that the plan left open: some sponsors have replied, some have
/// not.
void make_open_round(db::Change& change, base::Id<Plan> plan, const ExampleDays& days,
                     base::Language language);

}  // namespace sojourn::stages::placement
