// What benchmarks of the server share: sockets of several loopback addresses, and clients of a
// closed loop, each of which sends again as soon as it has its answer.
#pragma once

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace sojourn::bench {

using Clock = std::chrono::steady_clock;

/// To a port of 127.0.0.1, from 127.0.0.`host`.
inline int connect_to(std::uint16_t port, int host = 1) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7f000000U + static_cast<std::uint32_t>(host));
  if (::bind(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::system_error(errno, std::generic_category(), "bind");
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::system_error(errno, std::generic_category(), "connect");
  return made;
}

inline bool send_all(int to, std::string_view bytes) {
  return ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

/// Length of a whole answer at the start of `bytes`, 0 if it is not whole yet.
inline std::size_t answer_length(std::string_view bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  const std::size_t field = bytes.find("Content-Length: ");
  if (head == bytes.npos || field == bytes.npos) {
    return 0;
  }
  const std::size_t whole =
      head + 4 + static_cast<std::size_t>(std::atol(bytes.data() + field + 16));
  return bytes.size() >= whole ? whole : 0;
}

inline double at_percent(std::vector<double>& sorted, double percent) {
  std::sort(sorted.begin(), sorted.end());
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(last * percent / 100)];
}

struct Figures {
  double rate = 0;  ///< requests a second
  double p50 = 0;   ///< ms
  double p99 = 0;
  std::size_t done = 0;
  std::size_t failed = 0;  ///< answers that were not 2xx
};

/// `next(connection)` is what that connection sends next.
inline Figures closed_loop(std::uint16_t port, std::size_t connections, double seconds,
                           const std::function<std::string(std::size_t)>& next) {
  struct Line {
    int socket = -1;
    Clock::time_point sent;
    std::string in;
  };
  std::vector<Line> lines(connections);
  const int events = ::epoll_create1(EPOLL_CLOEXEC);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // From several addresses, as the server allows each so many connections.
    lines[i].socket = connect_to(port, 2 + static_cast<int>(i % 16));
    epoll_event about{};
    about.events = EPOLLIN;
    about.data.u64 = i;
    ::epoll_ctl(events, EPOLL_CTL_ADD, lines[i].socket, &about);
  }
  std::vector<double> times;
  times.reserve(1'000'000);
  Figures made;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].sent = Clock::now();
    send_all(lines[i].socket, next(i));
  }
  std::vector<epoll_event> ready(connections);
  std::array<char, 16384> bytes;
  double passed = 0;
  while (passed < seconds) {
    const int count = ::epoll_wait(events, ready.data(), static_cast<int>(ready.size()), 1000);
    for (int i = 0; i < count; ++i) {
      const std::size_t which = ready[static_cast<std::size_t>(i)].data.u64;
      Line& line = lines[which];
      const ssize_t got = ::recv(line.socket, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        fmt::print(stderr, "The server closed a connection.\n");
        std::exit(1);
      }
      line.in.append(bytes.data(), static_cast<std::size_t>(got));
      if (answer_length(line.in) == 0) {
        continue;
      }
      if (!line.in.starts_with("HTTP/1.1 2")) {
        if (made.failed++ == 0)
          fmt::print(stderr, "{}\n", line.in);
      }
      line.in.clear();
      const auto now = Clock::now();
      times.push_back(std::chrono::duration<double, std::milli>(now - line.sent).count());
      line.sent = now;
      send_all(line.socket, next(which));
    }
    passed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  made.done = times.size();
  made.rate = static_cast<double>(times.size()) / passed;
  made.p50 = at_percent(times, 50);
  made.p99 = at_percent(times, 99);
  for (const Line& line : lines) {
    ::close(line.socket);
  }
  ::close(events);
  return made;
}

}  // namespace sojourn::bench
