// Commitments as other files make and settle them. Inside src/stages/support only.
#pragma once

#include "stages/support/shared.h"

namespace sojourn::stages::support {

/// Promises an amount of the line; refusal "over_line" if it has less left.
Commitment commit(db::Change& change, const Line& line, const Money& amount, std::string what,
                  std::string source);
/// Pays of what is promised, and, with `last`, gives the rest back to the line. Refusal
/// precondition "over_commitment" if less is promised. 0: nothing is paid.
Commitment pay_commitment(db::Change& change, const Commitment& before, const Money& amount,
                          const std::string& source, bool last);

}  // namespace sojourn::stages::support
