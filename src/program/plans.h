// Commands that join the records and the planner: a programme folder as records and the other way,
// and the jobs that wait, for whoever works without a server. Tested in tests/cli/plans_test.cpp.
#pragma once

#include <vector>

#include "base/operation.h"

namespace sojourn::program {

/// sojourn folder import, folder export, jobs run
std::vector<base::Operation> plans_operations();

}  // namespace sojourn::program
