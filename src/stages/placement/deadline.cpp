#include "stages/placement/deadline.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sojourn::stages::placement {

Deadline::Deadline(std::optional<double> seconds, std::stop_token other)
    : passed_on_(std::move(other), [this] { source_.request_stop(); }) {
  if (!seconds)
    return;
  if (*seconds <= 0) {
    source_.request_stop();
    return;
  }
  // A steady clock counts nanoseconds in 63 bits: a time that is too long would come out as past.
  const std::chrono::duration<double> left(std::min(*seconds, longest_time_limit));
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::steady_clock::duration>(left);
  waiting_ = std::jthread([this, end](const std::stop_token& over) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, over, end, [] { return false; });
    source_.request_stop();
  });
}

}  // namespace sojourn::stages::placement
