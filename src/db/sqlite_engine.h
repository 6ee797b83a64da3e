// SQLite for one process: a directory that belongs to it, one connection that writes and some that
// read.
//
// Debian 12's SQLite 3.40.1 has the WAL-reset race: two connections that write or checkpoint at
// once can lose committed data. So one connection alone writes and checkpoints, the readers are
// opened read-only, and a lock on the directory keeps other processes out.
//
// Group commit: on a slow disk a commit takes milliseconds and the work in it microseconds. Changes
// that wait while one commit is on its way share the next: whoever comes first leads, runs the
// work of all who wait, each in a savepoint of its own so that one that fails takes only itself
// back, commits once, and wakes them. If the engine undid the whole transaction (disk full), the
// others are run again, each alone. Measured on a slow disk: 224 commits a second alone, 2,440
// changes at 10 a commit.
//
// After an fsync that failed nothing is written until the process starts anew: the kernel may have
// thrown away what it could not write, and a second fsync says that all is well. Reads go on.
// Tested in tests/unit/db/group_commit_test.cpp and tests/fault.
#pragma once

#include <memory>
#include <string>

#include "db/engine.h"

namespace sojourn::db {

struct SqliteSettings {
  std::string directory;
  int readers = 4;
  std::string vfs = {};
  /// NORMAL loses acknowledged changes when the power goes: only for the test that shows so.
  std::string synchronous = "FULL";
  /// Readers alone: no lock and no writer, so beside the process that has the directory.
  bool only_reads = false;
};

/// The file of a database in its directory.
inline constexpr const char* sqlite_file_name = "sojourn.db";

/// Refusal precondition "in_use" if another process has the directory; of only_reads not_found
/// "no_database" if there is none.
std::unique_ptr<Engine> open_sqlite(const SqliteSettings& settings);

/// A file that nobody writes, such as a backup, to look into.
std::unique_ptr<Session> open_sqlite_file(const std::string& file);

}  // namespace sojourn::db
