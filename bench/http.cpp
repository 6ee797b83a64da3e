// What the HTTP server does by itself, beside the machine's bare loopback in the same run.
//
//   bench_http [seconds a figure]   (3)
//
// 1. A tiny handler at 64 connections, closed loop: requests a second, p50 and p99; beside it the
//    same bytes over the same sockets, answered by a thread that only echoes a fixed answer (what
//    the machine itself can do, with no parser, no worker and no limits).
// 2. An honest client, one request each 5 ms by schedule (latency counts from when a request was
//    due), alone, and then while 200 idle and 1,000 slow connections from 20 loopback addresses
//    hold the server: p99 must stay under 500 ms.
// Server and senders share the machine, so figures are what both leave each other. CPU a request is
// of the whole process, the sender's included.
#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "base/process.h"
#include "bench/http_client.h"
#include "doors/http/server.h"

namespace {

using namespace sojourn;
using bench::answer_length;
using bench::at_percent;
using bench::Clock;
using bench::connect_to;
using bench::Figures;
using bench::send_all;

constexpr std::string_view request =
    "GET /api/staff?limit=20 HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
    "Accept-Language: zh-CN,zh;q=0.9\r\nCookie: session=0123456789abcdef\r\n\r\n";
constexpr std::size_t connections = 64;

/// Requests a second and times of 64 connections, with the CPU of this process, in microseconds a
/// request.
struct Loop {
  bench::Figures figures;
  double cpu = 0;
};

Loop closed_loop(std::uint16_t port, double seconds) {
  const double cpu = base::cpu_seconds();
  const bench::Figures made = bench::closed_loop(port, connections, seconds,
                                                 [](std::size_t) { return std::string(request); });
  return {made, (base::cpu_seconds() - cpu) * 1e6 / static_cast<double>(made.done)};
}

/// Answers whatever comes with `answer`, by one thread and epoll: the machine's own speed.
class Echo {
 public:
  explicit Echo(std::string answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::system_error(errno, std::generic_category(), "bind");
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(listener_, 128);
    thread_ = std::thread([this] { run(); });
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;
  ~Echo() {
    over_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::uint16_t port() const { return port_; }

 private:
  void run() {
    const int events = ::epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [&](int socket) {
      epoll_event about{};
      about.events = EPOLLIN;
      about.data.fd = socket;
      ::epoll_ctl(events, EPOLL_CTL_ADD, socket, &about);
    };
    watch(listener_);
    std::array<epoll_event, connections> ready;
    std::array<char, 8192> bytes;
    while (!over_) {
      const int count = ::epoll_wait(events, ready.data(), static_cast<int>(ready.size()), 50);
      for (int i = 0; i < count; ++i) {
        const int socket = ready[static_cast<std::size_t>(i)].data.fd;
        if (socket == listener_) {
          watch(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
        } else if (::recv(socket, bytes.data(), bytes.size(), 0) <= 0) {
          ::close(socket);
        } else {
          send_all(socket, answer_);
        }
      }
    }
    ::close(events);
  }

  std::string answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

/// One client, one request each 5 ms, each on its schedule; a new connection for every tenth.
Figures honest(std::uint16_t port, double seconds) {
  std::vector<double> times;
  std::array<char, 8192> bytes;
  int socket = connect_to(port);
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  const auto start = Clock::now();
  const auto count = static_cast<int>(seconds * 200);
  int failed = 0;
  for (int i = 0; i < count; ++i) {
    const auto due = start + i * std::chrono::milliseconds(5);
    std::this_thread::sleep_until(due);
    if (i % 10 == 0) {
      ::close(socket);
      socket = connect_to(port);
      ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    send_all(socket, request);
    std::string in;
    while (answer_length(in) == 0) {
      const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        break;
      }
      in.append(bytes.data(), static_cast<std::size_t>(got));
    }
    failed += in.starts_with("HTTP/1.1 200") ? 0 : 1;
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
  }
  ::close(socket);
  if (failed > 0) {
    fmt::print("  {} of {} honest requests had no answer\n", failed, count);
  }
  Figures made{.rate = static_cast<double>(count) / seconds};
  made.p50 = at_percent(times, 50);
  made.p99 = at_percent(times, 99);
  return made;
}

/// 200 connections that say nothing after one request and 1,000 that send a byte each second, from
/// 20 addresses; those that the server ends begin again.
class Crowd {
 public:
  explicit Crowd(std::uint16_t port) : port_(port) {
    for (int i = 0; i < 1200; ++i) {
      sockets_.push_back(begin(i));
    }
    thread_ = std::thread([this] { run(); });
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd() {
    over_ = true;
    thread_.join();
    for (const int each : sockets_) {
      ::close(each);
    }
  }
  std::size_t begun_again() const { return again_; }

 private:
  int begin(int number) const {
    const int made = connect_to(port_, 2 + number % 20);
    send_all(made, number < 200 ? request : "GET /slow HTTP/1.1\r\nX-Slow: ");
    return made;
  }
  void run() {
    while (!over_) {
      for (std::size_t i = 0; i < sockets_.size() && !over_; ++i) {
        if (i % 60 == 0) {
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        std::array<char, 4096> bytes;
        const ssize_t got = ::recv(sockets_[i], bytes.data(), bytes.size(), MSG_DONTWAIT);
        const bool gone = got == 0 || (got < 0 && errno != EAGAIN);
        if (gone || (i >= 200 && !send_all(sockets_[i], "x"))) {
          ::close(sockets_[i]);
          sockets_[i] = begin(static_cast<int>(i));
          ++again_;
        }
      }
    }
  }

  std::uint16_t port_;
  std::vector<int> sockets_;
  std::atomic<bool> over_{false};
  std::atomic<std::size_t> again_{0};
  std::thread thread_;
};

}  // namespace

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::atof(arguments[1]) : 3;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  doors::http::Metrics metrics;
  doors::http::ServerSettings settings;
  settings.port = 0;
  settings.workers = 2;
  const std::string body(2000, 'x');
  doors::http::Server server(
      settings,
      [&](const doors::http::Request&) {
        return doors::http::text_response(200, "application/json", body);
      },
      metrics);

  // The same bytes for the echo.
  const int probe = connect_to(server.port());
  send_all(probe, request);
  std::string answer;
  std::array<char, 8192> bytes;
  while (answer_length(answer) == 0) {
    const ssize_t got = ::recv(probe, bytes.data(), bytes.size(), 0);
    answer.append(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  }
  ::close(probe);

  fmt::print("A tiny handler, {} connections, {} bytes asked, {} bytes answered:\n", connections,
             request.size(), answer.size());
  {
    const Echo echo(answer);
    const Loop bare = closed_loop(echo.port(), seconds);
    const Loop ours = closed_loop(server.port(), seconds);
    const auto row = [](std::string_view name, const Loop& each) {
      fmt::print(
          "  {:<18} {:>9.0f} requests/s   p50 {:>7.2f} ms   p99 {:>7.2f} ms   {:>5.1f} us CPU\n",
          name, each.figures.rate, each.figures.p50, each.figures.p99, each.cpu);
    };
    row("bare loopback", bare);
    row("this server", ours);
    fmt::print("  {:.0f} % of the bare loopback\n\n", 100 * ours.figures.rate / bare.figures.rate);
  }
  fmt::print("An honest client, 200 requests/s by schedule:\n");
  const auto row = [](std::string_view name, const Figures& each) {
    fmt::print("  {:<34} p50 {:>7.2f} ms   p99 {:>7.2f} ms\n", name, each.p50, each.p99);
  };
  row("alone", honest(server.port(), seconds));
  const Crowd crowd(server.port());
  const Figures crowded = honest(server.port(), std::max(seconds, 15.0));
  row("beside 200 idle, 1,000 slow", crowded);
  fmt::print("  {} of those were ended by the server and began again\n", crowd.begun_again());
  fmt::print("  asked: p99 under 500 ms: {}\n", crowded.p99 < 500 ? "met" : "NOT MET");
  fmt::print("  largest resident memory of all {:.0f} MB\n", base::peak_megabytes());
  return crowded.p99 < 500 ? 0 : 1;
}
