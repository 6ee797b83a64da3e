#include "doors/http/pool.h"

#include <utility>

namespace sojourn::doors::http {

Pool::Pool(std::size_t workers, std::size_t queue) : most_(queue) {
  threads_.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i) {
    threads_.emplace_back([this] { run(); });
  }
}

Pool::~Pool() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  something_.notify_all();
  for (std::thread& each : threads_) {
    each.join();
  }
}

bool Pool::offer(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= most_) {
      return false;
    }
    queue_.push_back(std::move(work));
  }
  something_.notify_one();
  return true;
}

std::size_t Pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Pool::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      something_.wait(lock, [this] { return over_ || !queue_.empty(); });
      if (queue_.empty()) {
        return;
      }
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace sojourn::doors::http
