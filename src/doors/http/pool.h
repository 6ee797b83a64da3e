// The threads that run handlers, and the bounded queue before them. Bounded, because a longer queue
// only makes everybody wait longer: what does not fit is told to come back (503).
// Tested in tests/unit/doors/http/pool_test.cpp.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sojourn::doors::http {

class Pool {
 public:
  /// Starts `workers` threads; at most `queue` works wait for one.
  Pool(std::size_t workers, std::size_t queue);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Does what is queued, then ends the threads.
  ~Pool();

  /// False, and nothing is kept, if the queue is full. `work` must not throw.
  bool offer(std::function<void()> work);
  /// Works that wait now.
  std::size_t waiting() const;

 private:
  void run();

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable something_;
  std::deque<std::function<void()>> queue_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sojourn::doors::http
