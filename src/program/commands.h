// All commands of the program, from every table: the planner's, the server's, those that look after
// it, and each operation of a stage as the machine's operator may do it.
// Tested in tests/unit/program/commands_test.cpp.
#pragma once

#include <span>
#include <vector>

#include "base/operation.h"

namespace sojourn::program {

std::vector<base::Operation> commands();

/// Those that a run with these words needs: all of them, or `serve` alone, as a server would keep
/// the texts of the others (3 MiB) for as long as it runs.
std::vector<base::Operation> commands_for(std::span<const char* const> words);

}  // namespace sojourn::program
