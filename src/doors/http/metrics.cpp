#include "doors/http/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/process.h"
#include "base/version.h"

namespace sojourn::doors::http {
namespace {

constexpr std::array<double, 11> bounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                           0.1,   0.25,   0.5,   1,    5};

std::uint64_t now(const std::atomic<std::uint64_t>& count) {
  return count.load(std::memory_order_relaxed);
}

}  // namespace

void append_figure(std::string& text, std::string_view name, std::string_view type,
                   std::string_view help, double value) {
  fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help,
                 type, value);
}

void Metrics::answered(int status, double seconds, std::size_t bytes_in, std::size_t bytes_out) {
  const auto relaxed = std::memory_order_relaxed;
  by_class_[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, relaxed);
  const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
  by_time_[static_cast<std::size_t>(bound - bounds.begin())].fetch_add(1, relaxed);
  microseconds_.fetch_add(static_cast<std::uint64_t>(std::max(seconds, 0.0) * 1e6), relaxed);
  bytes_in_.fetch_add(bytes_in, relaxed);
  bytes_out_.fetch_add(bytes_out, relaxed);
}

void Metrics::add(std::function<void(std::string&)> more) {
  const std::lock_guard lock(mutex_);
  more_.push_back(std::move(more));
}

std::string Metrics::text() const {
  std::string made;
  const auto out = std::back_inserter(made);
  fmt::format_to(out,
                 "# HELP sojourn_build_info The version that runs.\n"
                 "# TYPE sojourn_build_info gauge\n"
                 "sojourn_build_info{{version=\"{}\"}} 1\n"
                 "# HELP sojourn_http_answers_total Answers by class of status.\n"
                 "# TYPE sojourn_http_answers_total counter\n",
                 base::version());
  for (std::size_t i = 1; i < by_class_.size(); ++i) {
    fmt::format_to(out, "sojourn_http_answers_total{{class=\"{}xx\"}} {}\n", i, now(by_class_[i]));
  }
  fmt::format_to(out,
                 "# HELP sojourn_http_answer_seconds From the end of a request's head to the end "
                 "of its answer.\n"
                 "# TYPE sojourn_http_answer_seconds histogram\n");
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    sum += now(by_time_[i]);
    fmt::format_to(out, "sojourn_http_answer_seconds_bucket{{le=\"{}\"}} {}\n", bounds[i], sum);
  }
  sum += now(by_time_[bounds.size()]);
  fmt::format_to(out,
                 "sojourn_http_answer_seconds_bucket{{le=\"+Inf\"}} {0}\n"
                 "sojourn_http_answer_seconds_sum {1}\n"
                 "sojourn_http_answer_seconds_count {0}\n",
                 sum, static_cast<double>(now(microseconds_)) / 1e6);
  const auto count = [&](std::string_view name, std::string_view type, std::string_view help,
                         const Count& value) {
    append_figure(made, name, type, help, static_cast<double>(now(value)));
  };
  count("sojourn_http_received_bytes_total", "counter", "Bytes of requests.", bytes_in_);
  count("sojourn_http_sent_bytes_total", "counter", "Bytes of answers.", bytes_out_);
  count("sojourn_http_refused_total", "counter", "Requests refused before a handler saw them.",
        refused_);
  count("sojourn_http_connections_total", "counter", "Connections accepted.", accepted_);
  count("sojourn_http_turned_away_total", "counter",
        "Connections turned away, or closed to make room.", turned_away_);
  count("sojourn_http_connections", "gauge", "Connections open now.", open_);
  count("sojourn_http_waiting", "gauge", "Requests that wait for a worker now.", waiting_);
  append_figure(made, "process_cpu_seconds_total", "counter",
                "Processor time, user and system, of all threads.", base::cpu_seconds());
  const std::lock_guard lock(mutex_);
  for (const auto& each : more_) {
    each(made);
  }
  return made;
}

std::optional<Response> answer_health(const Request& request, const Metrics& metrics,
                                      const std::function<std::string()>& well) {
  const bool health = request.path == "/healthz";
  if (!health && (request.path != "/metrics" || !request.local)) {
    return std::nullopt;
  }
  Response made;
  if (request.method != "GET" && request.method != "HEAD") {
    made = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    made.set("Allow", "GET, HEAD");
  } else if (health) {
    const std::string ill = well ? well() : "";
    made = text_response(ill.empty() ? 200 : 503, "text/plain; charset=utf-8",
                         ill.empty() ? "ok\n" : ill + "\n");
  } else {
    made = text_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
  }
  made.route = request.path;
  return made;
}

}  // namespace sojourn::doors::http
