// The programme's working days as they stand, for every stage whose clocks run on them.
//
//   const base::Date due = programme::working_days(tx).after(notice.made_on, 5);
//
// Tested in tests/unit/stages/programme/operations_test.cpp.
#pragma once

#include "db/database.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

WorkingDays working_days(db::Tx& tx);

/// What a day of the calendar may say, marked by hand or in a table; faults at "/member".
void check(const CalendarDay& day, Faults& faults);

}  // namespace sojourn::stages::programme
