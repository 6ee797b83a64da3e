// `sojourn serve` as a process of its own, and a client that speaks to it as a page would.
#pragma once

#include <sys/types.h>

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/cli/program.h"

namespace sojourn::testing_support {

struct Reply {
  int status = 0;
  std::string head;
  std::string body;
  /// The value of a header field, "" if it is not there.
  std::string field(std::string_view name) const;
  boost::json::value json() const;
};

class RunningServer {
 public:
  /// Starts `sojourn serve` with these arguments, on 127.0.0.1 and a free port unless they say
  /// --listen, and returns once it serves; throws std::runtime_error with what it said if it ends
  /// instead.
  RunningServer(std::filesystem::path scratch, std::vector<std::string> arguments);
  /// Kills what still runs.
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t process() const { return process_; }
  /// The one-time link's token; "" if none was printed.
  std::string setup_token() const;
  std::string out() const;
  /// Its log so far.
  std::string log() const;
  /// By SIGTERM, SIGINT or SIGKILL.
  Ended end(int signal);
  /// Waits until it has ended.
  Ended wait();
  void send(int signal) const;

  /// One request. With a session its cookie and its token for changes are sent too. With an
  /// idempotency key any number of threads may ask; without one each change has a key of its own.
  /// Throws std::runtime_error if no whole answer comes.
  Reply ask(std::string_view method, std::string_view path, std::string_view body = {},
            std::string key = {});
  /// Of the last sign-in.
  std::string session;
  std::string csrf;

 private:
  std::filesystem::path scratch_;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
  int keys_ = 0;
};

}  // namespace sojourn::testing_support
