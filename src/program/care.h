// Commands that look after a store: backup, restore, doctor, migrate (src/db/care.h does the work).
// Tested in tests/cli/serve_test.cpp and tests/cli/care_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/operation.h"
#include "db/care.h"
#include "ledger/audit.h"
#include "program/stages.h"

namespace sojourn::program {

/// What `sojourn restore --verify` looks at, the audit log among it: in a directory beside the
/// file, which is removed again. Refusals as db::verify_backup.
db::CareReport prove_backup(const std::string& file, const Stages& stages,
                            const ledger::AuditRequest& log);

std::vector<base::Operation> care_operations();

}  // namespace sojourn::program
