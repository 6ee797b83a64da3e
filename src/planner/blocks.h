// Work shared out over threads in numbered blocks. The blocks never depend on the number of
// threads, and each writes only its own results, so that answers do not depend on it either.
// Tested in tests/unit/planner/problem_test.cpp (one thread against several).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace sojourn::planner {

/// Calls work(block) once for each block from 0 to count - 1, on up to `threads` threads, and
/// returns when all are done. The first exception thrown by a block is thrown again here.
template <class Work>
void for_blocks(std::size_t count, int threads, Work work) {
  const auto workers = std::min(count, static_cast<std::size_t>(std::max(1, threads)));
  if (workers <= 1) {
    for (std::size_t block = 0; block < count; ++block) work(block);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_guard;
  const auto run = [&] {
    for (std::size_t block = next++; block < count; block = next++) {
      try {
        work(block);
      } catch (...) {
        const std::scoped_lock hold(failure_guard);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> crew;
    crew.reserve(workers - 1);
    for (std::size_t i = 1; i < workers; ++i) crew.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace sojourn::planner
