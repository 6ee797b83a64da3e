// The clocks of the outside world behind interfaces, so that a test turns them by hand: one that
// measures (Clock) and one that says what time it is (WallClock).
// Pure code (src/planner) never sees them: a caller who has a time limit requests a stop.
// Tested in tests/unit/base/clock_test.cpp.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/date.h"

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

/// What time it is. May go back when the machine's clock is set. Safe for any number of threads.
class WallClock {
 public:
  WallClock() = default;
  WallClock(const WallClock&) = delete;
  WallClock& operator=(const WallClock&) = delete;
  virtual ~WallClock() = default;
  virtual Instant now() = 0;
};

/// The machine's own.
class SystemWallClock final : public WallClock {
 public:
  Instant now() override;
};

/// Shows what it was set to, until it is turned.
class HandWallClock final : public WallClock {
 public:
  explicit HandWallClock(Instant now) : micros_(now.unix_micros()) {}
  Instant now() override { return Instant::from_unix_micros(micros_); }
  void set(Instant now) { micros_ = now.unix_micros(); }
  void turn(std::chrono::microseconds by) { micros_ += by.count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

/// Seconds from `start` to now, as `report.json` and progress lines show them.
double seconds_since(Clock& clock, std::chrono::nanoseconds start);

}  // namespace sojourn::base
