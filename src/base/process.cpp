#include "base/process.h"

#include <sys/resource.h>

#include <algorithm>
#include <thread>

namespace sojourn::base {
namespace {

rusage usage() {
  rusage made{};
  getrusage(RUSAGE_SELF, &made);  // cannot fail with these arguments
  return made;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

double peak_megabytes() { return static_cast<double>(usage().ru_maxrss) * 1024 / 1e6; }

int processors() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

double cpu_seconds() {
  const rusage used = usage();
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace sojourn::base
