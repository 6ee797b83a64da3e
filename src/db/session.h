// One connection to a database engine: the outside world behind a small interface. Two drivers
// implement it (sqlite.cpp, postgres.cpp); above it no file knows which engine it talks to.
// A session is used by one thread at a time.
// Tested in tests/unit/db/database_test.cpp on both engines.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/memory.h"
#include "db/value.h"

namespace sojourn::db {

enum class EngineKind : std::uint8_t { sqlite, postgresql };
BOOST_DESCRIBE_ENUM(EngineKind, sqlite, postgresql)

/// What a statement gave back. Cells lie row by row.
struct Result {
  std::vector<std::string> columns;
  std::vector<Value> cells;
  /// Rows inserted, updated or deleted.
  std::int64_t changed = 0;

  std::size_t rows() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
  std::span<const Value> row(std::size_t index) const {
    return std::span(cells).subspan(index * columns.size(), columns.size());
  }
};

/// What kind of no an engine said.
enum class SqlFault : std::uint8_t {
  unique,
  foreign_key,
  check,
  not_null,
  retry,      ///< serialization failure, deadlock, lock: the transaction may be run again
  gone,       ///< the connection is lost; what it was doing may or may not have been done
  disk_full,  ///< no room; nothing of the transaction remains
  sync,       ///< the disk failed to keep what it was given: nothing may be written after it
  io,         ///< a failing disk, a damaged file; nothing of the transaction remains
  other,      ///< wrong SQL
};
BOOST_DESCRIBE_ENUM(SqlFault, unique, foreign_key, check, not_null, retry, gone, disk_full, sync,
                    io, other)

/// Thrown by sessions; `Database` turns it into a Refusal, or a Bug where only a mistake in Sojourn
/// can be the reason (see refusal_of in db/constraints.h).
struct SqlError {
  SqlFault fault = SqlFault::other;
  /// The same name on both engines: "site(area,name)" for a unique key, "site.name" for a column
  /// that is not null, the constraint's own name for a check; for a foreign key its name, which
  /// SQLite does not tell (empty).
  std::string constraint;
  /// The engine's words.
  std::string detail;
};

class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  virtual EngineKind kind() const = 0;
  /// One statement with its parameters $1, $2, ... Throws SqlError.
  virtual Result run(const std::string& sql, std::span<const Value> values) = 0;
  /// The same statement for many rows, `width` values each; all the rows that it changed.
  /// For `INSERT INTO table (columns)`: the driver knows the quickest way.
  virtual std::int64_t insert_rows(const std::string& table, std::span<const std::string> columns,
                                   std::span<const Value> values) = 0;
  /// Several statements without parameters, such as a migration.
  virtual void script(const std::string& sql) = 0;

  Result run(const std::string& sql) { return run(sql, {}); }

  Memory& memory() { return memory_; }

 private:
  Memory memory_;
};

}  // namespace sojourn::db
