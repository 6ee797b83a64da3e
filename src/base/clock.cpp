#include "base/clock.h"

namespace sojourn::base {

std::chrono::nanoseconds SystemClock::now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

double seconds_since(Clock& clock, std::chrono::nanoseconds start) {
  return std::chrono::duration<double>(clock.now() - start).count();
}

}  // namespace sojourn::base
