// The cell of a roster that says from when somebody may be posted, and from when not: "2027-03-01
// no; 2027-09-01 yes", "2027年3月1日起不可派驻；2027年9月1日起可派驻". Pure.
// Tested in tests/unit/stages/programme/import_tested_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "imports/columns.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {

/// In the order of days, without what changes nothing; faults of items that are not a day and yes
/// or no, and of a day that is said twice.
std::vector<AvailabilityChange> read_availability(std::string_view cell,
                                                  std::vector<imports::CellFault>& faults);
/// As it is read.
std::string shown(const std::vector<AvailabilityChange>& changes);

/// The whole of it: what the cell does not say is no more.
imports::Column<Staff> availability_column(imports::ColumnAbout about);

}  // namespace sojourn::stages::programme
