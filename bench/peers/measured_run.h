// Runs a program as a process of its own and says what it used as a whole, which is what people
// wait and pay for: no figure of the bench is taken inside the process that is measured.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sojourn::peers {

struct MeasuredRun {
  int exit_code = -1;  ///< 128 + signal if it was killed
  double wall_seconds = 0;
  double cpu_seconds = 0;     ///< user and system, all threads
  double peak_megabytes = 0;  ///< largest resident memory, 10^6 bytes
  std::string output;         ///< what it wrote to standard output
};

/// `command[0]` is the program's path. Standard error goes to `log`, which is written anew. Throws
/// std::system_error if it cannot be started.
MeasuredRun run_measured(const std::vector<std::string>& command, const std::filesystem::path& log);

}  // namespace sojourn::peers
