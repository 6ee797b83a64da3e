// Tables of what a plan is made from: what placing a person goes by, wishes, pins and given points
// (a person and a site), scores and announced leads (a site and a sponsor). One open statement
// stands for a pair; a row says it anew or makes one. To end one takes a reason, and no table.
// Inside src/stages/placement and its tests only.
// Tested in tests/unit/stages/placement/pair_import_test.cpp.
#pragma once

#include "imports/importer.h"
#include "stages/placement/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::placement {

// Each for one run: it holds what is said of those whom the file names, and by its own rows.
imports::Importable<Placing> placing_import();
imports::Importable<Wish> wish_import();
imports::Importable<Pin> pin_import();
imports::Importable<GivenCost> cost_import();
imports::Importable<Affinity> affinity_import();
imports::Importable<AnnouncedLead> lead_import();

/// Points that people may give to a pair, more or fewer than 0.
inline constexpr std::int64_t most_points = 1'000'000'000;

// What holds for each by itself, typed in or imported; faults at "/member".
void check(const Placing& placing, programme::Faults& faults);
void check(const Wish& wish, programme::Faults& faults);
void check(const Pin& pin, programme::Faults& faults);
void check(const GivenCost& cost, programme::Faults& faults);
void check(const Affinity& affinity, programme::Faults& faults);
void check(const AnnouncedLead& lead, programme::Faults& faults);

}  // namespace sojourn::stages::placement
