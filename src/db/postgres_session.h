// The PostgreSQL driver: one connection, by libpq. Texts go over the wire, bytes in binary; kinds
// of parameters are told where a Value knows them and left to the server for texts, so that a text
// may be a date, a moment or JSON. Statements are prepared once a connection.
// Tested in tests/unit/db/database_test.cpp and tests/fault/postgres_cuts_test.cpp.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "db/session.h"

namespace sojourn::db {

class PostgresSession final : public Session {
 public:
  enum class Purpose : std::uint8_t { read, write };

  /// Connects to the first of the URL's hosts that takes writes. Throws SqlError (gone).
  explicit PostgresSession(const std::string& url);

  EngineKind kind() const override { return EngineKind::postgresql; }
  Result run(const std::string& sql, std::span<const Value> values) override;
  using Session::run;
  std::int64_t insert_rows(const std::string& table, std::span<const std::string> columns,
                           std::span<const Value> values) override;
  void script(const std::string& sql) override;

  void begin(Purpose purpose);
  /// Throws SqlError: retry if it was refused; gone if nobody knows. Bug if a statement of the
  /// transaction had failed and somebody swallowed it.
  void commit();
  void roll_back();
  /// False once the connection is lost.
  bool alive() const;
  std::string server_version() const;

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Answer = std::unique_ptr<PGresult, Clear>;

  Answer checked(PGresult* result);
  [[noreturn]] void fail(const PGresult* result);
  const std::string& prepared(const std::string& sql, std::span<const Value> values);
  const std::unordered_map<std::string, std::string>& column_types(const std::string& table);

  std::unique_ptr<PGconn, Close> connection_;
  Purpose purpose_ = Purpose::read;
  /// Names by text and kinds of parameters.
  std::unordered_map<std::string, std::string> statements_;
  std::uint64_t statements_made_ = 0;
  /// Of tables that rows were inserted into: each column's type, for casts of arrays.
  std::unordered_map<std::string, std::unordered_map<std::string, std::string>> column_types_;
  /// Rows of a table that this connection put in: when the server was last told of them, and since.
  struct PutIn {
    std::int64_t told = 0;
    std::int64_t since = 0;
  };
  std::unordered_map<std::string, PutIn> put_in_;
};

}  // namespace sojourn::db
