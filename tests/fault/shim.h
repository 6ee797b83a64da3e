// A file system for SQLite that fails when told and remembers what is on the disk and what only in
// the cache, so that a test can see what a power loss would leave: `kill -9` loses nothing even
// with sync off, because the cache survives the process. It wraps the machine's own; writes pass
// through. What a sync has not covered yet may be on the disk or not in the picture of a power
// loss, write by write, or torn: sector by sector, as a disk that stops in the middle leaves it.
#pragma once

#include <cstdint>
#include <string>

namespace sojourn::test {

/// Registered on first use.
inline constexpr const char* shim_name = "sojourn-shim";

enum class Broken : std::uint8_t {
  nothing,
  write,  ///< SQLITE_IOERR_WRITE
  full,   ///< SQLITE_FULL
  sync,   ///< SQLITE_IOERR_FSYNC
  read    ///< SQLITE_IOERR_READ
};

/// What of an unsynced write survives a power loss.
enum class Survives : std::uint8_t { writes, sectors };
/// What a disk writes whole or not at all.
inline constexpr std::size_t sector_bytes = 512;

class Shim {
 public:
  static Shim& instance();
  /// Forgets all files and faults.
  void reset();
  /// The n-th operation of that kind from now on fails, once; or all from it on.
  void fail(Broken kind, std::int64_t nth, bool all_after = false);
  /// How many operations of that kind passed or failed since `reset` or `fail`.
  std::int64_t seen(Broken kind) const;
  /// False until the failure that was asked for came.
  bool failed() const;
  /// Takes the picture at the n-th write from now on, into `directory`; `seed` draws which unsynced
  /// writes, or sectors of them, had reached the disk.
  void lose_power(std::int64_t nth_write, std::string directory, std::uint64_t seed,
                  Survives what = Survives::writes);
  /// Writes that are in the picture in part.
  std::int64_t torn() const;
  /// True once the picture was taken: what was acknowledged before is promised, no more.
  bool power_lost() const;
};

}  // namespace sojourn::test
