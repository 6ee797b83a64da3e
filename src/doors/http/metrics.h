// What the server has done, in numbers, and as Prometheus reads them (text format 0.0.4). Counting
// is lock-free, so that it costs a request nothing to be counted.
// Tested in tests/unit/doors/http/metrics_test.cpp.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"

namespace sojourn::doors::http {

class Metrics {
 public:
  /// An answer was given. By class of status only: a route has no series of its own, because a
  /// page of figures that grows with the programme is read by nobody.
  void answered(int status, double seconds, std::size_t bytes_in, std::size_t bytes_out);
  /// A request was refused before a handler saw it.
  void refused() { refused_.fetch_add(1, std::memory_order_relaxed); }
  void accepted() { accepted_.fetch_add(1, std::memory_order_relaxed); }
  /// A connection gave way to another, or was turned away.
  void turned_away() { turned_away_.fetch_add(1, std::memory_order_relaxed); }
  void set_open(std::size_t open) { open_.store(open, std::memory_order_relaxed); }
  void set_waiting(std::size_t waiting) { waiting_.store(waiting, std::memory_order_relaxed); }

  /// Other parts of Sojourn add their own figures: `more` appends whole lines of the text format.
  void add(std::function<void(std::string&)> more);

  std::string text() const;

 private:
  using Count = std::atomic<std::uint64_t>;

  std::array<Count, 6> by_class_{};  ///< index: status / 100
  std::array<Count, 12> by_time_{};  ///< index: of the bound in metrics.cpp; the last: beyond all
  Count microseconds_{0};
  Count bytes_in_{0};
  Count bytes_out_{0};
  Count refused_{0};
  Count accepted_{0};
  Count turned_away_{0};
  Count open_{0};
  Count waiting_{0};
  mutable std::mutex mutex_;  ///< of more_
  std::vector<std::function<void(std::string&)>> more_;
};

/// Lines of one figure: its help, type ("counter", "gauge") and value.
void append_figure(std::string& text, std::string_view name, std::string_view type,
                   std::string_view help, double value);

/// Answers /healthz (200 "ok" while `well` says nothing, else 503 and what it says) and /metrics
/// (to this machine only: figures tell strangers when nobody is looking); nothing for other paths.
std::optional<Response> answer_health(const Request& request, const Metrics& metrics,
                                      const std::function<std::string()>& well);

}  // namespace sojourn::doors::http
