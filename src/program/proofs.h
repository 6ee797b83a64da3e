// `sojourn audit check-proof`: proofs of entries checked by whoever was given them, without a
// server, a database or a connection; one file, or the folder of an evidence pack.
// Tested in tests/unit/program/proofs_test.cpp.
#pragma once

#include "base/operation.h"

namespace sojourn::program {

base::Operation check_proof_operation();

}  // namespace sojourn::program
