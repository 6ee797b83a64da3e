// The stage `accountability`: what is reported upwards. So far the figures of the stages before it
// as an office's own workbook wants them (docs/guide/reports.md).
// Tested in tests/unit/stages/accountability and tests/access/reports_test.cpp.
#pragma once

#include <vector>

#include "access/operation.h"

namespace sojourn::stages::accountability {

/// Figures and names of an area, as a workbook. Who may see all that stands in it.
inline constexpr access::Permission fill_reports{
    "fill_reports",
    access::Reach::scoped,
    {access::Role::programme_officer, access::Role::area_manager}};

std::vector<access::Operation> operations();
/// `report.print`, one of them.
access::Operation print_operation();

}  // namespace sojourn::stages::accountability
