// Makes sure that libsodium has chosen its code for this processor before any of it is used.
#pragma once

namespace sojourn::access {

/// Idempotent, safe from any thread.
void start_sodium();

}  // namespace sojourn::access
