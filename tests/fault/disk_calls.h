// The calls by which a process brings bytes to the disk, failing when told: SQLite's, those of the
// ledger's own files, of a backup, of the standard library's streams, all in one count. The test
// program defines `write`, `pwrite`, `fsync`, `rename` and so on itself, which the linker prefers
// to the C library's, for the shared libraries too. Files outside the watched folder are let alone.
#pragma once

#include <cstdint>
#include <string>

#include "base/describe.h"

namespace sojourn::test {

enum class DiskCall : std::uint8_t {
  write,   ///< write, writev, pwrite, ftruncate: half of the bytes arrive, and the rest never
  sync,    ///< fsync, fdatasync
  rename,  ///< rename, link
};
BOOST_DESCRIBE_ENUM(DiskCall, write, sync, rename)

class DiskCalls {
 public:
  /// From now on counts the calls on `folder` and the files below it, but not on those whose names
  /// begin with `without`; the n-th of that kind fails with that `errno`, once, or all from it on.
  /// One test at a time; from any thread.
  static void fail(const std::string& folder, DiskCall kind, std::int64_t nth, int error,
                   bool all_after = false, const std::string& without = {});
  /// From now on nothing fails, and nothing waits for the disk either.
  static void watch(const std::string& folder) { fail(folder, DiskCall::write, 0, 0); }
  /// All calls are the library's own again.
  static void stop();
  /// Whether the n-th came.
  static bool failed();
  static std::int64_t seen();
};

}  // namespace sojourn::test
