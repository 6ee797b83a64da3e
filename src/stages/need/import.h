// Statements of need taken from a table: lines of need, quotas, workloads, who is in post, posts of
// other programmes, what sponsors have at home, and what a team finds at a site. A row says
// something of one matter from one day on. What was said of it from that day is never changed:
// where the row differs, a new statement follows it. Inside src/stages/need and its tests only.
// Tested in tests/unit/stages/need/import_test.cpp.
#pragma once

#include "imports/importer.h"
#include "stages/need/records.h"

namespace sojourn::stages::need {

// Each for one run: it holds what is said of those whom the file names, and by its own rows.
imports::Importable<Need> need_import();
imports::Importable<Standard> standard_import();
imports::Importable<Workload> workload_import();
imports::Importable<Staffing> staffing_import();
imports::Importable<OtherPost> other_post_import();
imports::Importable<Establishment> establishment_import();
imports::Importable<Readiness> readiness_import();

}  // namespace sojourn::stages::need
