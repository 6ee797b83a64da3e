#include "tests/fault/disk_calls.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <string_view>

namespace sojourn::test {
namespace {

struct State {
  std::mutex mutex;
  std::string folder;
  std::string without;
  DiskCall kind = DiskCall::write;
  std::int64_t nth = 0;
  int error = 0;
  bool all_after = false;
  std::int64_t seen = 0;
  bool failed = false;
  /// Of a write that was cut in half: what it tries next fails.
  int cut_file = -1;
};

State& state() {
  static State the_state;
  return the_state;
}

/// The quick way out for the calls of every other test.
std::atomic<bool> armed{false};

bool watched(std::string_view path) {
  const State& now = state();
  return (path == now.folder || path.starts_with(now.folder + "/")) &&
         (now.without.empty() || !path.substr(path.rfind('/') + 1).starts_with(now.without));
}

/// By the name that the kernel knows it under.
bool watched(int file) {
  std::array<char, 4096> name{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t length = ::readlink(link.c_str(), name.data(), name.size());
  return length > 0 && watched(std::string_view(name.data(), static_cast<std::size_t>(length)));
}

/// Counts a call; whether it fails. With the mutex held.
bool strikes(DiskCall kind) {
  State& now = state();
  if (kind != now.kind) {
    return false;
  }
  ++now.seen;
  const bool hit = now.seen == now.nth || (now.all_after && now.seen > now.nth);
  now.failed = now.failed || hit;
  return hit;
}

/// The library's own of that name.
template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

enum class Part : std::uint8_t { all, half, none };

Part part_of_write(int file, bool can_be_halved) {
  if (!armed) {
    return Part::all;
  }
  State& now = state();
  const std::lock_guard hold(now.mutex);
  if (!armed || !watched(file)) {
    return Part::all;
  }
  if (now.cut_file == file) {
    now.cut_file = -1;
    return Part::none;
  }
  if (!strikes(DiskCall::write)) {
    return Part::all;
  }
  if (can_be_halved) {
    now.cut_file = file;
    return Part::half;
  }
  return Part::none;
}

template <class Write>
ssize_t written(int file, std::size_t size, const Write& write) {
  switch (part_of_write(file, size > 1)) {
    case Part::all: return write(size);
    case Part::half: return write(size / 2);
    case Part::none: break;
  }
  errno = state().error;
  return -1;
}

template <class Act>
int unless_struck(DiskCall kind, int file, std::string_view path, const Act& act) {
  if (armed) {
    State& now = state();
    const std::lock_guard hold(now.mutex);
    const bool ours = file >= 0 ? watched(file) : watched(path);
    if (armed && ours && strikes(kind)) {
      errno = now.error;
      return -1;
    }
  }
  return act();
}

}  // namespace

void DiskCalls::fail(const std::string& folder, DiskCall kind, std::int64_t nth, int error,
                     bool all_after, const std::string& without) {
  State& now = state();
  const std::lock_guard hold(now.mutex);
  now.folder = folder;
  now.without = without;
  now.kind = kind;
  now.nth = nth;
  now.error = error;
  now.all_after = all_after;
  now.seen = 0;
  now.failed = false;
  now.cut_file = -1;
  armed = true;
}

void DiskCalls::stop() { armed = false; }

bool DiskCalls::failed() {
  const std::lock_guard hold(state().mutex);
  return state().failed;
}

std::int64_t DiskCalls::seen() {
  const std::lock_guard hold(state().mutex);
  return state().seen;
}

}  // namespace sojourn::test

// The names, parameters and what else tidy minds are the C library's.
// NOLINTBEGIN
using sojourn::test::DiskCall;
using sojourn::test::next;
using sojourn::test::unless_struck;
using sojourn::test::written;

extern "C" {

ssize_t write(int file, const void* from, size_t size) {
  static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
  return written(file, size, [&](size_t some) { return real(file, from, some); });
}

ssize_t writev(int file, const iovec* parts, int count) {
  static auto* const real = next<ssize_t(int, const iovec*, int)>("writev");
  // Of the standard library's streams, which do not go on after half: all or nothing.
  return written(file, 1, [&](size_t) { return real(file, parts, count); });
}

ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return written(file, size, [&](size_t some) { return real(file, from, some, at); });
}

ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return written(file, size, [&](size_t some) { return real(file, from, some, at); });
}

int ftruncate(int file, off_t size) noexcept {
  static auto* const real = next<int(int, off_t)>("ftruncate");
  return unless_struck(DiskCall::write, file, {}, [&] { return real(file, size); });
}

int ftruncate64(int file, off64_t size) noexcept {
  static auto* const real = next<int(int, off64_t)>("ftruncate64");
  return unless_struck(DiskCall::write, file, {}, [&] { return real(file, size); });
}

// A watched file's sync that is not to fail does nothing: the test's machine does not lose power.
int fsync(int file) {
  static auto* const real = next<int(int)>("fsync");
  return unless_struck(DiskCall::sync, file, {},
                       [&] { return sojourn::test::armed ? 0 : real(file); });
}

int fdatasync(int file) {
  static auto* const real = next<int(int)>("fdatasync");
  return unless_struck(DiskCall::sync, file, {},
                       [&] { return sojourn::test::armed ? 0 : real(file); });
}

int rename(const char* from, const char* to) noexcept {
  static auto* const real = next<int(const char*, const char*)>("rename");
  return unless_struck(DiskCall::rename, -1, to, [&] { return real(from, to); });
}

int link(const char* from, const char* to) noexcept {
  static auto* const real = next<int(const char*, const char*)>("link");
  return unless_struck(DiskCall::rename, -1, to, [&] { return real(from, to); });
}

}  // extern "C"
// NOLINTEND
