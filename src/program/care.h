// Commands that look after a store: backup, restore, doctor, migrate (src/db/care.h does the work).
// Tested in tests/cli/serve_test.cpp and tests/cli/care_test.cpp.
#pragma once

#include <vector>

#include "base/operation.h"

namespace sojourn::program {

std::vector<base::Operation> care_operations();

}  // namespace sojourn::program
