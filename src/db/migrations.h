// Numbered SQL, forward only, embedded in the program; one file for both engines, in which a
// column's kind is a token:
//
//   @id       a 63-bit number       @int    a 64-bit number      @text   text, sorted by its bytes
//   @date     2026-11-26            @instant 2026-11-26T00:57:04.123456Z
//   @bool     true, false           @money  whole smallest units  @json  a JSON text
//   @bytes    bytes                 @path   an area's path, "/12/34/"
//   @number   a double
//
// PostgreSQL gets its own types; SQLite gets TEXT or INTEGER and a CHECK that holds the same. A
// column's token follows its name, and what else is said of the column follows the token. No
// sequences, triggers or stored procedures, so that clusters that speak PostgreSQL work as well.
// Each file is run in one transaction, which also records its SHA-256.
// Tested in tests/unit/db/migrations_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "db/session.h"

namespace sojourn::db {

class Engine;

struct Migration {
  int number = 0;
  std::string name;  ///< "0001_start"
  std::string sql;
};

/// Those of migrations/, in order.
std::vector<Migration> embedded_migrations();

/// `sql` with its tokens in the words of an engine.
std::string with_column_kinds(std::string_view sql, EngineKind kind);

struct AppliedMigration {
  int number = 0;
  std::string name;
  std::string sha256;
  base::Instant applied_at;
};
BOOST_DESCRIBE_STRUCT(AppliedMigration, (), (number, name, sha256, applied_at))

/// The schema of one database against what this program knows.
class Schema {
 public:
  Schema(Engine& engine, const std::vector<Migration>& known) : engine_(engine), known_(known) {}

  /// Those that were run, oldest first. Refusal precondition: "newer_schema" if the database knows
  /// more than this program, "changed_migration" if a file was edited after it was run.
  std::vector<AppliedMigration> applied() const;
  /// Runs what is missing; the names of those.
  std::vector<std::string> migrate(base::WallClock& clock) const;
  /// Refusal precondition "older_schema" if something is missing.
  void require_current() const;

 private:
  std::vector<AppliedMigration> read(Session& session) const;
  Engine& engine_;
  const std::vector<Migration>& known_;
};

}  // namespace sojourn::db
