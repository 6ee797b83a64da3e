// See program.h.
#include "tests/cli/program.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/paths.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void become(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {test::program()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  ::setenv("LANGUAGE", "en", 1);
  ::execv(words.front().c_str(), pointers.data());
  ::_exit(127);
}

/// Whether the process blocks SIGINT, which it does to wait for it in a thread of its own.
bool takes_interrupts(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("SigBlk:")) {
      const auto blocked = std::stoull(line.substr(7), nullptr, 16);
      return (blocked >> (SIGINT - 1) & 1U) != 0;
    }
  }
  return false;
}

Ended wait_for(pid_t process) {
  int status = 0;
  rusage used{};
  while (::wait4(process, &status, 0, &used) < 0 && errno == EINTR) {
  }
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  Ended ended;
  ended.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  ended.most_bytes = std::int64_t{used.ru_maxrss} * 1024;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return ended;
}

}  // namespace

bool has_ended(pid_t process) {
  siginfo_t about{};
  return ::waitid(P_PID, static_cast<id_t>(process), &about, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         about.si_pid != 0;
}

pid_t start(const fs::path& scratch, const std::vector<std::string>& arguments, const Start& how) {
  const fs::path out = scratch / "stdout";
  const fs::path err = scratch / "stderr";
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    if (how.limit) {
      const rlimit limit{how.limit->second, how.limit->second};
      ::setrlimit(static_cast<__rlimit_resource>(how.limit->first), &limit);
    }
    become(arguments);
  }
  return process;
}

Ended run(const fs::path& scratch, const std::vector<std::string>& arguments, const Start& how) {
  const pid_t process = start(scratch, arguments, how);
  if (how.when_ready) {
    while (!takes_interrupts(process) && !has_ended(process)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    how.when_ready(process);
  }
  Ended ended = wait_for(process);
  ended.out = bytes_of(scratch / "stdout");
  ended.err = bytes_of(scratch / "stderr");
  return ended;
}

Ended run_on_terminal(const std::vector<std::string>& arguments) {
  int terminal = -1;
  const pid_t process = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (process == 0) {
    become(arguments);
  }
  std::string text;
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = ::read(terminal, piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  Ended ended = wait_for(process);
  ::close(terminal);
  ended.out = std::move(text);
  return ended;
}

}  // namespace sojourn::testing_support
