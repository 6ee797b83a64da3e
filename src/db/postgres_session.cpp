#include "db/postgres_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::db {
namespace {

/// More than all texts of the operations; a scope's number of areas makes variants.
constexpr std::size_t most_statements = 500;
/// Rows a statement when many are inserted: larger gains nothing and holds more memory.
constexpr std::size_t rows_at_once = 10'000;
/// Fewer new rows do not change how a table is best read.
constexpr std::int64_t rows_to_tell = 100'000;

// Types by the numbers that PostgreSQL never changes (src/include/catalog/pg_type.dat).
constexpr Oid type_bool = 16;
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
constexpr Oid type_int2 = 21;
constexpr Oid type_int4 = 23;
constexpr Oid type_float4 = 700;
constexpr Oid type_float8 = 701;
constexpr Oid type_timestamptz = 1184;
constexpr Oid type_numeric = 1700;

Oid type_of(const Value& value) {
  static constexpr std::array<Oid, 6> types = {0, type_bool, type_int8, type_float8, 0, type_bytea};
  return types[value.index()];
}

std::string text_of(const Value& value) {
  struct Text {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool yes) const { return yes ? "t" : "f"; }
    std::string operator()(std::int64_t number) const { return fmt::to_string(number); }
    std::string operator()(double number) const { return fmt::to_string(number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const Bytes& bytes) const { return "\\x" + bytes.to_text(); }
  };
  return std::visit(Text{}, value);
}

/// "2026-11-26 00:57:04.12+00" -> "2026-11-26T00:57:04.120000Z". The session's zone is UTC.
std::string instant_text(std::string_view text) {
  std::string made(text.substr(0, 19));
  base::ensure(text.size() >= 22 && text.ends_with("+00"), "a moment of the server is in UTC");
  made[10] = 'T';
  std::string decimals(text.size() > 23 ? text.substr(20, text.size() - 23) : "");
  decimals.resize(6, '0');
  return made + "." + decimals + "Z";
}

Bytes bytes_of(std::string_view hex) {
  base::ensure(hex.starts_with("\\x"), "bytes of the server are in hexadecimal");
  auto bytes = Bytes::from_text(hex.substr(2));
  base::ensure(bytes.has_value(), "bytes of the server are in hexadecimal");
  return *std::move(bytes);
}

Value number_of(std::string_view text) {
  if (const auto whole = base::parse_number<std::int64_t>(text)) {
    return *whole;  // sum() of whole numbers is numeric
  }
  const auto number = base::parse_number<double>(text);
  base::ensure(number.has_value(), "a number of the server is one");
  return *number;
}

Value cell_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) {
    return {};
  }
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case type_bool: return text == "t";
    case type_int2:
    case type_int4:
    case type_int8:
    case type_numeric: return number_of(text);
    case type_float4:
    case type_float8: return base::parse_number<double>(text).value_or(0);
    case type_bytea: return bytes_of(text);
    case type_timestamptz: return instant_text(text);
    default: return std::string(text);
  }
}

/// "Key (area, name)=(1, x) already exists." -> "area,name"; in every language of the server.
std::string key_columns(std::string_view detail) {
  const std::size_t begin = detail.find('(');
  const std::size_t end = detail.find(")=(");
  std::string columns;
  if (begin < end && end != detail.npos) {
    for (const char c : detail.substr(begin + 1, end - begin - 1)) {
      if (c != ' ') {
        columns += c;
      }
    }
  }
  return columns;
}

SqlFault fault_of(std::string_view state, bool writing) {
  if (state == "23505") {
    return SqlFault::unique;
  }
  if (state == "23503") {
    return SqlFault::foreign_key;
  }
  if (state == "23514") {
    return SqlFault::check;
  }
  if (state == "23502") {
    return SqlFault::not_null;
  }
  if (state == "40001" || state == "40P01" || state == "55P03") {
    return SqlFault::retry;
  }
  // Lost, shutting down, starting up, full of others, or a server that lost its place as the one
  // that takes writes: another connection may do.
  if (state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" ||
      state == "53300" || (state == "25006" && writing)) {
    return SqlFault::gone;
  }
  if (state == "53100") {
    return SqlFault::disk_full;
  }
  if (state.starts_with("53") || state.starts_with("58") || state.starts_with("XX") ||
      state == "57014") {
    return SqlFault::io;
  }
  return SqlFault::other;
}

/// The n of the largest $n in a statement. (One in a quoted text counts too: do not write it.)
std::size_t largest_parameter(std::string_view sql) {
  std::size_t largest = 0;
  for (std::size_t at = sql.find('$'); at != sql.npos; at = sql.find('$', at + 1)) {
    const std::size_t end = std::min(sql.find_first_not_of("0123456789", at + 1), sql.size());
    const auto number = base::parse_number<std::size_t>(sql.substr(at + 1, end - at - 1));
    largest = std::max(largest, number.value_or(0));
  }
  return largest;
}

/// An array in the server's text form.
std::string array_text(std::span<const Value> values, std::size_t first, std::size_t step) {
  std::string made = "{";
  for (std::size_t i = first; i < values.size(); i += step) {
    made += made.size() == 1 ? "" : ",";
    if (std::holds_alternative<std::monostate>(values[i])) {
      made += "NULL";
      continue;
    }
    made += '"';
    for (const char c : text_of(values[i])) {
      if (c == '"' || c == '\\') {
        made += '\\';
      }
      made += c;
    }
    made += '"';
  }
  return made + "}";
}

}  // namespace

PostgresSession::PostgresSession(const std::string& url) {
  // What the URL says of the first group holds; what stands after it always does.
  static constexpr std::array keywords = {"connect_timeout", "application_name",
                                          "keepalives_idle", "tcp_user_timeout",
                                          "dbname",          "target_session_attrs",
                                          "client_encoding", static_cast<const char*>(nullptr)};
  const std::array values = {"5",         "sojourn",    "30",   "15000",
                             url.c_str(), "read-write", "UTF8", static_cast<const char*>(nullptr)};
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!alive()) {
    throw SqlError{SqlFault::gone, {}, PQerrorMessage(connection_.get())};
  }
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  script(
      "SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; "
      "SET extra_float_digits = 1; SET bytea_output = 'hex'; "
      "SET standard_conforming_strings = on; SET synchronous_commit = on");
}

bool PostgresSession::alive() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

std::string PostgresSession::server_version() const {
  const char* const version = PQparameterStatus(connection_.get(), "server_version");
  const std::string_view text = version == nullptr ? "" : version;
  return fmt::format("PostgreSQL {}", text.substr(0, text.find(' ')));
}

PostgresSession::Answer PostgresSession::checked(PGresult* result) {
  Answer answer(result);
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY: return answer;
    default: fail(result);
  }
}

void PostgresSession::fail(const PGresult* result) {
  const auto field = [&](int code) {
    const char* const text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return std::string(text == nullptr ? "" : text);
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  SqlError error;
  // Without a state it was libpq that failed: the connection.
  error.fault =
      !alive() || state.empty() ? SqlFault::gone : fault_of(state, purpose_ == Purpose::write);
  error.detail = fmt::format(
      "{} (SQLSTATE {})",
      state.empty() ? PQerrorMessage(connection_.get()) : field(PG_DIAG_MESSAGE_PRIMARY), state);
  if (state == "0A000" && error.detail.find("cached plan") != std::string::npos) {
    error.fault = SqlFault::gone;  // the schema changed under a prepared statement: begin anew
  }
  if (error.fault == SqlFault::unique) {
    error.constraint = fmt::format("{}({})", field(PG_DIAG_TABLE_NAME),
                                   key_columns(field(PG_DIAG_MESSAGE_DETAIL)));
  } else if (error.fault == SqlFault::not_null) {
    error.constraint = field(PG_DIAG_TABLE_NAME) + "." + field(PG_DIAG_COLUMN_NAME);
  } else {
    error.constraint = field(PG_DIAG_CONSTRAINT_NAME);
  }
  throw error;
}

const std::string& PostgresSession::prepared(const std::string& sql,
                                             std::span<const Value> values) {
  std::string key = sql;
  std::vector<Oid> types;
  for (const Value& value : values) {
    types.push_back(type_of(value));
    key += static_cast<char>('0' + value.index());
  }
  const auto found = statements_.find(key);
  if (found != statements_.end()) {
    return found->second;
  }
  base::ensure(largest_parameter(sql) == values.size(), "each value has its parameter");
  if (statements_.size() >= most_statements) {
    statements_.clear();
    checked(PQexec(connection_.get(), "DEALLOCATE ALL"));
  }
  const std::string name = fmt::format("s{}", ++statements_made_);
  checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                    types.data()));
  return statements_.emplace(std::move(key), name).first->second;
}

Result PostgresSession::run(const std::string& sql, std::span<const Value> values) {
  const std::string& name = prepared(sql, values);
  std::vector<std::string> texts(values.size());
  std::vector<const char*> pointers(values.size());
  std::vector<int> lengths(values.size());
  std::vector<int> formats(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (const auto* bytes = std::get_if<Bytes>(&values[i])) {
      pointers[i] = bytes->data.data();
      lengths[i] = static_cast<int>(bytes->data.size());
      formats[i] = 1;
    } else if (const auto* text = std::get_if<std::string>(&values[i])) {
      // libpq ends a text at its first zero byte, and the server has none in texts anyhow.
      if (text->find('\0') != std::string::npos) {
        throw base::Refusal{base::Kind::invalid, "zero_byte", "A text has no zero byte."};
      }
      pointers[i] = text->c_str();
    } else if (!std::holds_alternative<std::monostate>(values[i])) {
      texts[i] = text_of(values[i]);
      pointers[i] = texts[i].c_str();
    }
  }
  const Answer answer =
      checked(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                             pointers.data(), lengths.data(), formats.data(), 0));
  Result result;
  const int width = PQnfields(answer.get());
  const int rows = PQntuples(answer.get());
  for (int i = 0; i < width; ++i) {
    result.columns.emplace_back(PQfname(answer.get(), i));
  }
  result.cells.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < width; ++i) {
      result.cells.push_back(cell_of(answer.get(), row, i));
    }
  }
  if (std::string_view(PQcmdStatus(answer.get())).substr(0, 6) != "SELECT") {
    result.changed = base::parse_number<std::int64_t>(PQcmdTuples(answer.get())).value_or(0);
  }
  return result;
}

std::int64_t PostgresSession::insert_rows(const std::string& table,
                                          std::span<const std::string> columns,
                                          std::span<const Value> values) {
  const std::size_t width = columns.size();
  base::ensure(width > 0 && values.size() % width == 0, "each row has a cell for each column");
  const auto& types = column_types(table);
  std::string arrays;
  for (std::size_t i = 0; i < width; ++i) {
    const auto type = types.find(columns[i]);
    base::ensure(type != types.end(), fmt::format("{} has a column {}", table, columns[i]));
    arrays += fmt::format("{}${}::{}[]", i == 0 ? "" : ", ", i + 1, type->second);
  }
  const std::string sql = fmt::format("INSERT INTO {} ({}) SELECT * FROM unnest({})", table,
                                      fmt::join(columns, ", "), arrays);
  std::int64_t rows = 0;
  while (!values.empty()) {
    const auto part = values.first(std::min(values.size(), rows_at_once * width));
    std::vector<Value> cells;
    for (std::size_t i = 0; i < width; ++i) {
      cells.emplace_back(array_text(part, i, width));
    }
    rows += run(sql, cells).changed;
    values = values.subspan(part.size());
  }
  // The server counts a table anew within a minute. Until then it takes a table that grew by a
  // million rows for what it was, and looks one of them up by reading them all.
  PutIn& put = put_in_[table];
  put.since += rows;
  if (put.since >= std::max(rows_to_tell, put.told)) {
    script("ANALYZE " + table);
    put.told += std::exchange(put.since, 0);
  }
  return rows;
}

const std::unordered_map<std::string, std::string>& PostgresSession::column_types(
    const std::string& table) {
  const auto found = column_types_.find(table);
  if (found != column_types_.end()) {
    return found->second;
  }
  const Value name = table;
  const Result result =
      run("SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute "
          "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
          std::span(&name, 1));
  auto& types = column_types_[table];
  for (std::size_t i = 0; i < result.rows(); ++i) {
    types[SqlOf<std::string>::from(result.row(i)[0])] = SqlOf<std::string>::from(result.row(i)[1]);
  }
  return types;
}

void PostgresSession::script(const std::string& sql) {
  checked(PQexec(connection_.get(), sql.c_str()));
}

void PostgresSession::begin(Purpose purpose) {
  purpose_ = purpose;
  script(purpose == Purpose::write ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                   : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void PostgresSession::commit() {
  const Answer answer = checked(PQexec(connection_.get(), "COMMIT"));
  base::ensure(std::string_view(PQcmdStatus(answer.get())) == "COMMIT",
               "nobody swallows what the database refused");
}

void PostgresSession::roll_back() {
  if (alive() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
    script("ROLLBACK");
  }
}

}  // namespace sojourn::db
