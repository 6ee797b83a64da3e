// The catalogue of tasks, taken from a table. Inside src/stages/work only.
// Tested in tests/scenarios/work.txt.
#pragma once

#include "imports/importer.h"
#include "stages/work/records.h"

namespace sojourn::stages::work {

/// For one run. A task is known by its number; its unit does not change.
imports::Importable<TaskKind> kind_import();

}  // namespace sojourn::stages::work
