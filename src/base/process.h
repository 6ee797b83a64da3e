// What this process may use of the machine, and what it has used, for `report.json` and the
// benchmarks.
// Tested in tests/unit/base/clock_test.cpp.
#pragma once

namespace sojourn::base {

/// Largest resident memory so far, in megabytes (10^6 bytes).
double peak_megabytes();
/// Processor time of all threads so far, user and system, in seconds.
double cpu_seconds();
/// Processors of the machine; 1 where it does not say.
int processors();

}  // namespace sojourn::base
