// Commands from the table of operations: `sojourn account make --data DIR --name may ...` runs
// account.make as whoever operates the machine, who sees all (and is named so in the audit log).
// What is about the own account is no command: the operator has none.
// Tested in tests/unit/access/command_test.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "base/operation.h"

namespace sojourn::access {

/// Opens the store at `data` (a directory or a postgresql:// URL), hands its service to `act` and
/// closes it. The program says how, as it alone knows all stages.
using WithService =
    std::function<void(const std::string& data, const std::function<void(Service&)>& act)>;

/// "site.rename" is the command `site rename`, "second_factor.begin" `second-factor begin`.
std::string command_name(const Operation& operation);

/// Of each operation that the operator may do. The answer is printed as JSON.
std::vector<base::Operation> commands(const std::vector<Operation>& operations,
                                      const WithService& with_service);

}  // namespace sojourn::access
