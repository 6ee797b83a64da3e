// Starts the real program as a person would, and tells how it ended.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sojourn::testing_support {

struct Ended {
  int code = -1;    ///< exit code; -1: killed by a signal
  int signal = 0;   ///< that signal
  std::string out;  ///< what it wrote
  std::string err;
  double cpu_seconds = 0;  ///< of all its threads, in the program and in the system for it
  /// At most in memory at once; not less than this process held when it started the program.
  std::int64_t most_bytes = 0;
};

struct Start {
  /// For the child alone, e.g. RLIMIT_FSIZE with its value.
  std::optional<std::pair<int, rlim_t>> limit = {};
  /// Called with the process id once the program can take signals (Ctrl-C is handled).
  std::function<void(pid_t)> when_ready = {};
};

/// Runs `sojourn` with the arguments and waits for its end. What it writes goes through files in
/// `scratch`, so that nothing depends on the size of a pipe.
Ended run(const std::filesystem::path& scratch, const std::vector<std::string>& arguments,
          const Start& how = {});

/// Starts `sojourn` and returns its process id; it writes into `scratch`/stdout and stderr.
pid_t start(const std::filesystem::path& scratch, const std::vector<std::string>& arguments,
            const Start& how = {});
/// Whether the process is over, without taking its end away from whoever waits for it.
bool has_ended(pid_t process);

/// `run` on a terminal of its own: everything it writes is in `out`.
Ended run_on_terminal(const std::vector<std::string>& arguments);

/// Sanitizers reserve more addresses than any limit would leave them.
constexpr bool sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
  return false;
#endif
}

}  // namespace sojourn::testing_support
