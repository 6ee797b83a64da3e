// Commands of the audit log: verify, proof, reconcile, new-epoch, and the witness, which a second
// body runs. The work is done in src/ledger. Tested in tests/cli/serve_test.cpp and audit_test.cpp.
#pragma once

#include <vector>

#include "base/operation.h"

namespace sojourn::program {

std::vector<base::Operation> audit_operations();

}  // namespace sojourn::program
