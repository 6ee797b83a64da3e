#include "base/clock.h"

namespace sojourn::base {

std::chrono::nanoseconds SystemClock::now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

Instant SystemWallClock::now() {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  return Instant::from_unix_micros(
      duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

double seconds_since(Clock& clock, std::chrono::nanoseconds start) {
  return std::chrono::duration<double>(clock.now() - start).count();
}

}  // namespace sojourn::base
