// What people completed, taken from tables. Inside src/stages/training and its tests only.
// Tested in tests/unit/stages/training/completion_import_test.cpp.
#pragma once

#include "imports/importer.h"
#include "stages/training/records.h"

namespace sojourn::stages::training {

/// For one run. A completion is known by its person, course and day: it does not change. What was
/// entered wrong is withdrawn first.
imports::Importable<Completion> completion_import();

}  // namespace sojourn::stages::training
