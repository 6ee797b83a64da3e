// The threads of one call. See workers.h.
// Tested through everything that is the same on any number of threads: search_parts_test.cpp,
// oracle_test.cpp, tests/unit/stages/placement/reasons_test.cpp.
#include "planner/workers.h"

#include <utility>

namespace sojourn::planner {

Workers::Workers(int threads) {
  try {
    for (int worker = 1; worker < threads; ++worker) {
      threads_.emplace_back([this, worker] { serve(worker); });
    }
  } catch (...) {
    // No memory for another thread: those that are there wait for work and have to be let go, or
    // nobody would ever hear of it.
    end();
    throw;
  }
}

Workers::~Workers() { end(); }

void Workers::end() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  threads_.clear();  // joins while the mutex and the conditions, declared later, still stand
}

void Workers::drain(int worker) {
  for (;;) {
    const std::size_t piece = next_.fetch_add(1, std::memory_order_relaxed);
    if (piece >= pieces_)
      return;
    try {
      (*work_)(piece, worker);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!fault_)
        fault_ = std::current_exception();
    }
  }
}

void Workers::serve(int worker) {
  std::uint64_t seen = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return ending_ || round_ != seen; });
      if (ending_)
        return;
      seen = round_;
    }
    drain(worker);
    {
      const std::scoped_lock lock(mutex_);
      --busy_;
    }
    done_.notify_one();
  }
}

void Workers::run(std::size_t pieces, const std::function<void(std::size_t, int)>& work) {
  if (threads_.empty() || pieces <= 1) {
    for (std::size_t piece = 0; piece < pieces; ++piece)
      work(piece, 0);
    return;
  }
  {
    const std::scoped_lock lock(mutex_);
    work_ = &work;
    pieces_ = pieces;
    next_.store(0, std::memory_order_relaxed);
    busy_ = static_cast<int>(threads_.size());
    fault_ = nullptr;
    ++round_;
  }
  wake_.notify_all();
  drain(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return busy_ == 0; });
  work_ = nullptr;
  if (fault_)
    std::rethrow_exception(std::exchange(fault_, nullptr));
}

}  // namespace sojourn::planner
