// A fixed number of threads that run independent pieces of work. Which thread runs a piece is left
// to chance, so a piece may write only its own slot; results are then combined in fixed order.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sojourn::planner {

class Workers {
 public:
  explicit Workers(int threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  int count() const { return static_cast<int>(threads_.size()) + 1; }
  /// Calls work(piece, worker) for every piece in [0, pieces); worker in [0, count()). Returns when
  /// all are done. An exception of a piece is rethrown here, after all pieces have ended.
  void run(std::size_t pieces, const std::function<void(std::size_t, int)>& work);

 private:
  void serve(int worker);
  void end();
  void drain(int worker);

  std::vector<std::jthread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(std::size_t, int)>* work_ = nullptr;
  std::atomic<std::size_t> next_{0};
  std::size_t pieces_ = 0;
  int busy_ = 0;
  std::uint64_t round_ = 0;
  bool ending_ = false;
  std::exception_ptr fault_;
};

}  // namespace sojourn::planner
