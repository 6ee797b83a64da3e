// Past and running postings of a programme that is under way, taken from a table: person, site,
// role, second office, first and last day. Inside src/stages/placement and its tests only.
// Tested in tests/unit/stages/placement/posting_import_test.cpp.
#pragma once

#include <optional>

#include "imports/importer.h"
#include "stages/placement/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::placement {

/// For one run: it holds who serves where, of those whom the file names and by its own rows.
imports::Importable<Posting> posting_import();

/// What holds for a posting by itself, typed in or imported: its days and its texts.
void check_posting(const Posting& posting, programme::Faults& faults);
/// That a last day is not later than the one that there was.
void check_not_longer(const std::optional<base::Date>& before,
                      const std::optional<base::Date>& after, programme::Faults& faults);

}  // namespace sojourn::stages::placement
