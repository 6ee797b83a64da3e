// The one clock of the commands that plan: it asks for a stop after some time, or when somebody
// else does (Ctrl-C). The planner itself knows no time.
// Tested in tests/unit/stages/placement/deadline_test.cpp.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace sojourn::stages::placement {

/// The longest time that `--time-limit` takes, in seconds: a year.
inline constexpr double longest_time_limit = 31'536'000;

/// Threads: one, which sleeps until the time is over; none where there is no limit.
class Deadline {
 public:
  /// `seconds` from now; nothing: only `other` stops. Below 0 counts as 0, and what is longer than
  /// the longest limit as that.
  Deadline(std::optional<double> seconds, std::stop_token other);
  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::stop_callback<std::function<void()>> passed_on_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread waiting_;
};

}  // namespace sojourn::stages::placement
