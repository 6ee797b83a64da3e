#include "db/sqlite_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::db {
namespace {

/// More than all texts of the operations; a scope's number of areas makes variants.
constexpr std::size_t most_statements = 500;
constexpr int wait_for_lock_ms = 5000;  // of an outside tool; inside there is one writer

/// "UNIQUE constraint failed: site.area, site.name" -> "site(area,name)"
std::string unique_name(std::string_view message) {
  message.remove_prefix(std::min(message.find(": ") + 2, message.size()));
  std::string table;
  std::string columns;
  while (!message.empty()) {
    const std::string_view part = base::trim(message.substr(0, message.find(',')));
    message.remove_prefix(std::min(part.size() + 2, message.size()));
    const std::size_t dot = part.find('.');
    if (dot == part.npos) {
      return std::string(part);  // "index 'name'", of an index over expressions
    }
    table = part.substr(0, dot);
    columns += (columns.empty() ? "" : ",") + std::string(part.substr(dot + 1));
  }
  return fmt::format("{}({})", table, columns);
}

std::string after_colon(std::string_view message) {
  const std::size_t at = message.find(": ");
  return at == message.npos ? std::string() : std::string(message.substr(at + 2));
}

SqlFault fault_of(int code, int system_error) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return SqlFault::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return SqlFault::foreign_key;
    case SQLITE_CONSTRAINT_CHECK: return SqlFault::check;
    case SQLITE_CONSTRAINT_NOTNULL: return SqlFault::not_null;
    // The kernel may have dropped what it could not write: PostgreSQL's lesson of 2018.
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC: return SqlFault::sync;
    default: break;
  }
  switch (code & 0xFF) {
    case SQLITE_FULL: return SqlFault::disk_full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return SqlFault::retry;
    case SQLITE_IOERR:
      // A file size limit or a quota; SQLite knows ENOSPC only.
      return system_error == EFBIG || system_error == EDQUOT || system_error == ENOSPC
                 ? SqlFault::disk_full
                 : SqlFault::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM: return SqlFault::io;
    default: return SqlFault::other;
  }
}

/// What a statement holds is given up when its run ends, however it ends.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  sqlite3_stmt* statement_;
};

Value cell_of(sqlite3_stmt* statement, int column) {
  const auto bytes = [&](const void* data) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: return bytes(sqlite3_column_text(statement, column));
    case SQLITE_BLOB: return Bytes{bytes(sqlite3_column_blob(statement, column))};
    default: return {};
  }
}

}  // namespace

SqliteSession::SqliteSession(const std::string& file, Access access, const std::string& vfs) {
  sqlite3* opened = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int code =
      sqlite3_open_v2(file.c_str(), &opened, flags, vfs.empty() ? nullptr : vfs.c_str());
  connection_.reset(opened);
  check(code);
  sqlite3_busy_timeout(opened, wait_for_lock_ms);
  script("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;");
  if (access == Access::write) {
    // The log is moved into the file by this connection alone, when its engine says so: never by a
    // commit, whose errors there are lost.
    script("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;");
    sqlite3_wal_hook(
        opened,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteSession*>(self)->log_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  } else {
    script("PRAGMA query_only = ON;");
  }
}

SqliteSession::~SqliteSession() = default;

void SqliteSession::fail(int code) {
  sqlite3* const connection = connection_.get();
  if (connection == nullptr) {
    throw SqlError{SqlFault::io, {}, sqlite3_errstr(code)};
  }
  const std::string message = sqlite3_errmsg(connection);
  SqlError error{fault_of(code, sqlite3_system_errno(connection)),
                 {},
                 fmt::format("{} (SQLite {})", message, code)};
  if (error.fault == SqlFault::unique) {
    error.constraint = unique_name(message);
  } else if (error.fault == SqlFault::not_null || error.fault == SqlFault::check) {
    error.constraint = after_colon(message);
  }
  throw error;
}

void SqliteSession::check(int code) {
  if (code != SQLITE_OK) {
    fail(code);
  }
}

const SqliteSession::Statement& SqliteSession::prepared(const std::string& sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) {
    return found->second;
  }
  if (statements_.size() >= most_statements) {
    statements_.clear();
  }
  sqlite3_stmt* made = nullptr;
  const char* rest = nullptr;
  check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, &rest));
  Statement statement;
  statement.made.reset(made);
  base::ensure(made != nullptr && base::trim(std::string_view(rest)).empty(),
               "run takes one statement");
  const int count = sqlite3_bind_parameter_count(made);
  for (int i = 1; i <= count; ++i) {
    const char* const name = sqlite3_bind_parameter_name(made, i);
    const auto number = name != nullptr && name[0] == '$'
                            ? base::parse_number<std::size_t>(std::string_view(name).substr(1))
                            : std::nullopt;
    base::ensure(number && *number >= 1, "each parameter is $1, $2, ...");
    statement.numbers.push_back(*number);
    statement.largest = std::max(statement.largest, *number);
  }
  return statements_.emplace(sql, std::move(statement)).first->second;
}

void SqliteSession::bind(const Statement& statement, std::span<const Value> values) {
  base::ensure(statement.largest == values.size(),
               "each parameter has its value, and each value its parameter");
  for (std::size_t i = 0; i < statement.numbers.size(); ++i) {
    // The value outlives the run, so SQLite need not copy it.
    struct Bind {
      sqlite3_stmt* statement;
      int at;
      int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
      int operator()(bool yes) const { return sqlite3_bind_int(statement, at, yes ? 1 : 0); }
      int operator()(std::int64_t number) const {
        return sqlite3_bind_int64(statement, at, number);
      }
      int operator()(double number) const { return sqlite3_bind_double(statement, at, number); }
      int operator()(const std::string& text) const {
        return sqlite3_bind_text64(statement, at, text.data(), text.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
      }
      int operator()(const Bytes& bytes) const {
        return sqlite3_bind_blob64(statement, at, bytes.data.data(), bytes.data.size(),
                                   SQLITE_STATIC);
      }
    };
    check(std::visit(Bind{statement.made.get(), static_cast<int>(i) + 1},
                     values[statement.numbers[i] - 1]));
  }
}

Result SqliteSession::run(const std::string& sql, std::span<const Value> values) {
  const Statement& kept = prepared(sql);
  sqlite3_stmt* const statement = kept.made.get();
  const Running running(statement);
  bind(kept, values);
  Result result;
  const int width = sqlite3_column_count(statement);
  for (int i = 0; i < width; ++i) {
    result.columns.emplace_back(sqlite3_column_name(statement, i));
  }
  const std::int64_t before = sqlite3_total_changes64(connection_.get());
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int i = 0; i < width; ++i) {
      result.cells.push_back(cell_of(statement, i));
    }
  }
  if (code != SQLITE_DONE) {
    fail(code);
  }
  if (sqlite3_total_changes64(connection_.get()) != before) {
    result.changed = sqlite3_changes64(connection_.get());
  }
  return result;
}

std::int64_t SqliteSession::insert_rows(const std::string& table,
                                        std::span<const std::string> columns,
                                        std::span<const Value> values) {
  const std::size_t width = columns.size();
  base::ensure(width > 0 && values.size() % width == 0, "each row has a cell for each column");
  std::string places;
  for (std::size_t i = 1; i <= width; ++i) {
    places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  }
  const Statement& kept = prepared(
      fmt::format("INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns, ", "), places));
  for (std::size_t at = 0; at < values.size(); at += width) {
    const Running running(kept.made.get());
    bind(kept, values.subspan(at, width));
    const int code = sqlite3_step(kept.made.get());
    if (code != SQLITE_DONE) {
      fail(code);
    }
  }
  return static_cast<std::int64_t>(values.size() / width);
}

void SqliteSession::script(const std::string& sql) {
  check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

bool SqliteSession::in_transaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

void SqliteSession::checkpoint(bool all) {
  const int code = sqlite3_wal_checkpoint_v2(
      connection_.get(), nullptr, all ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
      nullptr, nullptr);
  if (all && code == SQLITE_OK) {
    log_pages_ = 0;
  }
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) {
    fail(code);
  }
}

void SqliteSession::leave_log_on_close() {
  sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void SqliteSession::copy_to(const std::string& file) {
  const Value target = file;
  // The new file is not the database: that stays open for reading only.
  script("PRAGMA query_only = OFF");
  try {
    run("VACUUM INTO $1", std::span(&target, 1));
  } catch (...) {
    script("PRAGMA query_only = ON");
    throw;
  }
  script("PRAGMA query_only = ON");
}

}  // namespace sojourn::db
