// The clock of the outside world behind an interface, so that a test turns it by hand.
// Pure code (src/planner) never sees it: a caller who has a time limit requests a stop.
// Tested in tests/unit/base/clock_test.cpp.
#pragma once

#include <chrono>

namespace sojourn::base {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  /// Time since some fixed moment; never goes back. For measuring, not for dates.
  virtual std::chrono::nanoseconds now() = 0;
};

/// The machine's own steady clock.
class SystemClock final : public Clock {
 public:
  std::chrono::nanoseconds now() override;
};

/// Stands still until it is turned.
class HandClock final : public Clock {
 public:
  std::chrono::nanoseconds now() override { return now_; }
  void turn(std::chrono::nanoseconds by) { now_ += by; }

 private:
  std::chrono::nanoseconds now_{0};
};

/// Seconds from `start` to now, as `report.json` and progress lines show them.
double seconds_since(Clock& clock, std::chrono::nanoseconds start);

}  // namespace sojourn::base
