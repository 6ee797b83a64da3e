// The SQLite driver: one connection. See sqlite_engine.h for how several are used together.
// Tested in tests/unit/db/database_test.cpp and tests/fault.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/session.h"

namespace sojourn::db {

class SqliteSession final : public Session {
 public:
  enum class Access : std::uint8_t { read, write };

  /// Opens (a writer also creates) the file. `vfs` empty: the machine's file system.
  SqliteSession(const std::string& file, Access access, const std::string& vfs);
  ~SqliteSession() override;

  EngineKind kind() const override { return EngineKind::sqlite; }
  Result run(const std::string& sql, std::span<const Value> values) override;
  using Session::run;
  std::int64_t insert_rows(const std::string& table, std::span<const std::string> columns,
                           std::span<const Value> values) override;
  void script(const std::string& sql) override;

  /// False once the engine undid the transaction by itself, as it does when the disk is full.
  bool in_transaction() const;
  /// Pages of the write-ahead log after the last commit.
  int log_pages() const { return log_pages_; }
  /// Moves the write-ahead log into the file as far as readers let it; `all`: wait for them and
  /// empty the log.
  void checkpoint(bool all);
  /// Do not touch the file when it is closed.
  void leave_log_on_close();
  /// A consistent copy of the database into a new file.
  void copy_to(const std::string& file);

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, Finalize> made;
    /// Which value each of its parameters takes: 1 for $1. SQLite would look a name up one by one.
    std::vector<std::size_t> numbers;
    std::size_t largest = 0;
  };

  [[noreturn]] void fail(int code);
  void check(int code);
  const Statement& prepared(const std::string& sql);
  void bind(const Statement& statement, std::span<const Value> values);

  std::unique_ptr<sqlite3, Close> connection_;
  /// By their text; emptied when there are too many.
  std::unordered_map<std::string, Statement> statements_;
  int log_pages_ = 0;
};

}  // namespace sojourn::db
