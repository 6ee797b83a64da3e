// What benchmarks of the whole server share: `sojourn serve` as a process of its own, and tokens
// that are made in its store before it starts.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "access/records.h"
#include "access/token.h"
#include "base/ensure.h"
#include "bench/http_client.h"
#include "db/database.h"

namespace sojourn::bench {

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// `sojourn serve` on a directory, and on a PostgreSQL database if one is named; stopped at the
/// end.
class Served {
 public:
  explicit Served(const std::filesystem::path& data, const std::string& database = {}) {
    std::array<int, 2> ends{};
    base::ensure(::pipe2(ends.data(), O_CLOEXEC) == 0, "a pipe");
    process_ = ::fork();
    base::ensure(process_ >= 0, "a process");
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      const int log = ::open((data.string() + ".log").c_str(), O_CREAT | O_WRONLY, 0600);
      ::dup2(log, STDERR_FILENO);
      ::execl(SOJOURN_PROGRAM, "sojourn", "serve", "--data", data.c_str(), "--listen",
              "127.0.0.1:0", database.empty() ? nullptr : "--database", database.c_str(),
              static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(ends[1]);
    said_ = ends[0];
    std::string text;
    std::array<char, 1024> bytes;
    while (port_ == 0) {
      const ssize_t got = ::read(said_, bytes.data(), bytes.size());
      base::ensure(got > 0, "the server says where it is before it ends");
      text.append(bytes.data(), static_cast<std::size_t>(got));
      const std::size_t at = text.find("127.0.0.1:");
      if (at != text.npos && text.find('\n', at) != text.npos)
        port_ = static_cast<std::uint16_t>(std::atoi(text.c_str() + at + 10));
    }
  }
  ~Served() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    ::close(said_);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::uint16_t port() const { return port_; }
  /// User and system time so far.
  double cpu_seconds() const {
    std::ifstream in(fmt::format("/proc/{}/stat", process_));
    std::string text;
    std::getline(in, text);
    std::istringstream rest(text.substr(text.rfind(')') + 2));
    std::string skipped;
    double user = 0, system = 0;
    for (int i = 0; i < 11; ++i)
      rest >> skipped;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  /// Largest resident memory so far, in MiB.
  double peak_mebibytes() const {
    std::ifstream in(fmt::format("/proc/{}/status", process_));
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("VmHWM:"))
        return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
  }

 private:
  pid_t process_ = -1;
  int said_ = -1;
  std::uint16_t port_ = 0;
};

/// An API token of a new account that holds the role over the scope from yesterday on, for an hour.
inline std::string make_token(db::Change& change, const std::string& name, access::Role role,
                              access::GrantScope scope) {
  const access::Account account{.id = change.new_id<access::Account>(),
                                .name = name,
                                .person = "Somebody",
                                .staff = {},
                                .made_at = change.now(),
                                .closed_at = {}};
  change.insert("account", account);
  const base::Date today = change.now().utc_date();
  change.insert("access_grant", access::GrantRow{.id = change.new_id<access::Grant>(),
                                                 .account = account.id,
                                                 .role = role,
                                                 .scope_kind = scope.kind,
                                                 .subject = scope.subject,
                                                 .from_day = today - 1,
                                                 .to_day = {}});
  const std::string token = access::make_token(access::TokenKind::api);
  change.insert("api_token", access::ApiToken{.id = change.new_id<access::ApiToken>(),
                                              .digest = access::token_digest(token),
                                              .start = access::token_start(token),
                                              .account = account.id,
                                              .label = "bench",
                                              .access_grant = {},
                                              .only_reads = false,
                                              .second_factor = true,
                                              .made_at = change.now(),
                                              .expires_at = change.now() + std::chrono::hours(1),
                                              .ended_at = {}});
  return token;
}

}  // namespace sojourn::bench
