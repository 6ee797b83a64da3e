// How areas, sites, sponsors, staff and days of the calendar are imported: each record's columns,
// declared once, and what holds for a row beside what its cells say. Inside src/stages/programme
// and its tests only. Tested in tests/unit/stages/programme/import_test.cpp.
#pragma once

#include "imports/importer.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {

imports::Importable<Area> area_import();
imports::Importable<Site> site_import();
imports::Importable<Sponsor> sponsor_import();
imports::Importable<Staff> staff_import();
imports::Importable<CalendarDay> calendar_import();
imports::Importable<PostedApart> apart_import();

}  // namespace sojourn::stages::programme
