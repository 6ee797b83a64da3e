// All commands of the program, from every table: the planner's, the server's, those that look after
// it, and each operation of a stage as the machine's operator may do it.
// Tested in tests/unit/program/commands_test.cpp.
#pragma once

#include <vector>

#include "base/operation.h"

namespace sojourn::program {

std::vector<base::Operation> commands();

}  // namespace sojourn::program
