// `sojourn import staff FILE` and its like: each operation that takes a table, as a command of the
// machine's operator. It reads the file itself, so that one of a million rows takes the memory of a
// piece. Tested in tests/cli/import_test.cpp.
#pragma once

#include <vector>

#include "access/command.h"
#include "access/operation.h"
#include "base/operation.h"

namespace sojourn::program {

std::vector<base::Operation> import_commands(const std::vector<access::Operation>& operations,
                                             const access::WithService& with_service);

}  // namespace sojourn::program
