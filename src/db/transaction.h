// Tx reads and Change writes. Both are made only by Database::read and Database::change, so holding
// a Change is the proof of an open transaction, a known actor and an audit entry to come.
//
//   const auto sites = tx.rows<Site>("SELECT id, name, version FROM site s JOIN area a ON ... "
//                                    "WHERE {scope:area a.path; site s.id} AND s.closed = $1",
//                                    false);
//
// Columns meet the described members of a record by name; one missing or too many is a Bug, so that
// a query and its record cannot part unseen. SQL is one text for both engines, parameters $1, $2.
// Tested in tests/unit/db/change_test.cpp and database_test.cpp.
#pragma once

#include <fmt/format.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/describe.h"
#include "base/ensure.h"
#include "base/id.h"
#include "base/refusal.h"
#include "db/change_log.h"
#include "db/scope.h"
#include "db/session.h"
#include "db/value.h"

namespace sojourn::db {

/// What transactions share; owned by Database.
struct Surroundings {
  ScopedTables scoped_tables;
  base::WallClock* clock = nullptr;
  base::IdMaker* ids = nullptr;
  ChangeLog* change_log = nullptr;
};

template <base::Record R>
inline constexpr std::size_t member_count = boost::mp11::mp_size<base::MembersOf<R>>::value;

template <base::Record R>
std::vector<std::string> columns_of() {
  std::vector<std::string> names;
  base::for_each_member<R>([&](std::string_view name, auto) { names.emplace_back(name); });
  return names;
}

template <base::Record R>
void add_cells(const R& record, std::vector<Value>& cells) {
  base::for_each_member<R>(
      [&](std::string_view, auto member) { cells.push_back(to_sql(record.*member)); });
}

/// The records of a result.
template <base::Record R>
std::vector<R> records_of(const Result& result) {
  std::array<std::size_t, member_count<R>> place{};
  std::size_t index = 0;
  base::for_each_member<R>([&](std::string_view name, auto) {
    std::size_t at = 0;
    while (at < result.columns.size() && result.columns[at] != name) {
      ++at;
    }
    base::ensure(at < result.columns.size(), fmt::format("the query gives a column {}", name));
    place[index++] = at;
  });
  base::ensure(result.columns.size() == index, "the query gives no column that the record lacks");
  std::vector<R> records(result.rows());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::span<const Value> row = result.row(i);
    index = 0;
    base::for_each_member<R>([&](std::string_view, auto member) {
      using Member = std::remove_cvref_t<decltype(records[i].*member)>;
      records[i].*member = SqlOf<Member>::from(row[place[index++]]);
    });
  }
  return records;
}

class Tx {
 public:
  Tx(Session& session, const Caller& caller, const Surroundings& around)
      : session_(session), caller_(caller), around_(around) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  const Caller& caller() const { return caller_; }
  base::Instant now() const { return around_.clock->now(); }
  /// For what only one engine has, such as its catalogue. Queries of stages need no such thing.
  EngineKind engine() const { return session_.kind(); }

  template <base::Record R, class... Args>
  std::vector<R> rows(std::string_view sql, const Args&... args) {
    return records_of<R>(query(sql, {to_sql(args)...}));
  }
  /// The same with as many parameters as there turn out to be.
  template <base::Record R>
  std::vector<R> rows_with(std::string_view sql, std::vector<Value> values) {
    return records_of<R>(query(sql, std::move(values)));
  }
  /// The one row, or nothing. Bug for more than one.
  template <base::Record R, class... Args>
  std::optional<R> maybe(std::string_view sql, const Args&... args) {
    std::vector<R> found = rows<R>(sql, args...);
    base::ensure(found.size() <= 1, "the query gives at most one row");
    return found.empty() ? std::nullopt : std::optional<R>(std::move(found.front()));
  }
  /// The one row. Refusal not_found if there is none, or none that the caller may see.
  template <base::Record R, class... Args>
  R one(std::string_view sql, const Args&... args) {
    std::optional<R> found = maybe<R>(sql, args...);
    if (!found) {
      refuse_not_found();
    }
    return *std::move(found);
  }
  /// The only cell of the only row, as `count(*)` gives it. Bug for another number of cells.
  template <class T, class... Args>
  T value(std::string_view sql, const Args&... args) {
    const Result result = query(sql, {to_sql(args)...});
    base::ensure(result.cells.size() == 1, "the query gives one row of one column");
    return SqlOf<T>::from(result.cells.front());
  }
  /// The only column.
  template <class T, class... Args>
  std::vector<T> column(std::string_view sql, const Args&... args) {
    const Result result = query(sql, {to_sql(args)...});
    base::ensure(result.columns.size() == 1, "the query gives one column");
    std::vector<T> found;
    found.reserve(result.cells.size());
    for (const Value& cell : result.cells) {
      found.push_back(SqlOf<T>::from(cell));
    }
    return found;
  }
  /// A number that only steers how something is read, such as about how many rows there are: it may
  /// be up to Memory::longest old, and must not be shown.
  std::int64_t estimate(std::string_view sql, const std::vector<Value>& values);
  /// Any rows, as they come. Throws SqlError, which nobody but Database should catch.
  Result query(std::string_view sql, std::vector<Value> values = {});

 protected:
  [[noreturn]] static void refuse_not_found();

  Session& session_;
  const Caller& caller_;
  const Surroundings& around_;
};

template <class R>
concept Versioned = requires(const R& record) {
  { record.version } -> std::convertible_to<std::int64_t>;
};

class Change : public Tx {
 public:
  enum class Purpose : std::uint8_t {
    change,  ///< of somebody, with an entry in the audit log
    upkeep,  ///< the program's own bookkeeping: leases, last use; notes nothing
  };
  Change(Session& session, const Caller& caller, const Surroundings& around, Purpose purpose)
      : Tx(session, caller, around), purpose_(purpose) {}

  template <class T>
  base::Id<T> new_id() {
    return around_.ids->make<T>();
  }
  std::int64_t new_id_value() { return around_.ids->next(); }

  /// A row of all members of `record`.
  template <base::Record R>
  void insert(std::string_view table, const R& record) {
    std::vector<Value> cells;
    add_cells(record, cells);
    insert_row(table, columns_of<R>(), cells, id_of(record));
  }
  /// Many rows, the quick way; the entry has them as one, said by `summary`.
  template <base::Record R>
  void insert_all(std::string_view table, const std::vector<R>& records, std::string_view summary) {
    std::vector<Value> cells;
    cells.reserve(records.size() * member_count<R>);
    for (const R& record : records) {
      add_cells(record, cells);
    }
    insert_bulk(table, columns_of<R>(), std::move(cells), summary);
  }
  /// As `insert_all`, called again for each piece, for rows too many to be kept until the end. Of
  /// one table a change.
  template <base::Record R>
  void insert_piece(std::string_view table, const std::vector<R>& records,
                    std::string_view summary) {
    std::vector<Value> cells;
    cells.reserve(records.size() * member_count<R>);
    for (const R& record : records) {
      add_cells(record, cells);
    }
    insert_bulk_piece(table, columns_of<R>(), cells, summary);
  }
  /// Writes the members that differ. With a member `version` the row is one version on, and if it
  /// is no longer at `before.version` the change is refused (precondition, "stale", the current
  /// version as the fault's value). Returns `after` as it stands in the table.
  template <base::Record R>
  R update(std::string_view table, const R& before, R after) {
    base::ensure(id_of(before) != 0 && id_of(before) == id_of(after), "an update keeps the id");
    std::optional<std::int64_t> version;
    if constexpr (Versioned<R>) {
      version = before.version;
      after.version = before.version + 1;
    }
    std::vector<Value> old_cells;
    std::vector<Value> new_cells;
    add_cells(before, old_cells);
    add_cells(after, new_cells);
    update_row(table, columns_of<R>(), old_cells, new_cells, id_of(before), version);
    return after;
  }
  /// As `update`, called again for each of rows too many to be noted one by one: the entry has them
  /// with those of `insert_piece` as one. They are in the table at once, and in the log in pieces.
  template <base::Record R>
  R update_piece(std::string_view table, const R& before, R after, std::string_view summary) {
    base::ensure(id_of(before) != 0 && id_of(before) == id_of(after), "an update keeps the id");
    std::optional<std::int64_t> version;
    if constexpr (Versioned<R>) {
      version = before.version;
      after.version = before.version + 1;
    }
    std::vector<Value> old_cells;
    std::vector<Value> new_cells;
    add_cells(before, old_cells);
    add_cells(after, new_cells);
    update_in_piece(table, columns_of<R>(), {old_cells, new_cells, id_of(before), version},
                    summary);
    return after;
  }
  /// What is left of the last piece goes to the log: called once all is written.
  void end_pieces();
  /// Deletes the row, at its version as `update` does.
  template <base::Record R>
  void erase(std::string_view table, const R& record) {
    std::optional<std::int64_t> version;
    if constexpr (Versioned<R>) {
      version = record.version;
    }
    std::vector<Value> cells;
    add_cells(record, cells);
    erase_row(table, columns_of<R>(), cells, id_of(record), version);
  }
  /// Bulk work in SQL on one table; `summary` is what the audit entry says of it. Rows changed.
  /// Which rows it does not say, so what became of them cannot be reconciled with the log: only
  /// where `update` or `insert_all` would not do.
  template <class... Args>
  std::int64_t run(std::string_view table, std::string_view summary, std::string_view sql,
                   const Args&... args) {
    return run_noted(table, summary, sql, {to_sql(args)...});
  }
  /// Writes without a note: for bookkeeping tables (sessions' last use, leases, the log's own).
  template <class... Args>
  std::int64_t write(std::string_view sql, const Args&... args) {
    return query(sql, {to_sql(args)...}).changed;
  }
  /// Rows of a bookkeeping table, the quick way, without a note.
  std::int64_t write_rows(const std::string& table, std::span<const std::string> columns,
                          std::span<const Value> cells) {
    return session_.insert_rows(table, columns, cells);
  }

  /// Queues a job: claimed by a runner once the change is committed (db/jobs.h). Its id.
  std::int64_t job(std::string_view kind, std::string_view input_json);
  /// Queues something for the outside world, such as a mail. Its id.
  std::int64_t outbox(std::string_view kind, std::string_view body_json);
  /// The answer holds a secret (a new token): it is not kept beside the idempotency key; the same
  /// key again is then refused (conflict, "answer_not_kept").
  void keep_no_answer() { keeps_answer_ = false; }
  bool keeps_answer() const { return keeps_answer_; }

  const std::vector<RowChange>& noted() const { return noted_; }

 private:
  template <base::Record R>
  static std::int64_t id_of(const R& record) {
    if constexpr (requires { record.id.value; }) {
      return record.id.value;
    } else if constexpr (requires { std::int64_t{record.id}; }) {
      return record.id;
    } else {
      return 0;
    }
  }
  void note(RowChange row);
  void insert_row(std::string_view table, const std::vector<std::string>& columns,
                  const std::vector<Value>& cells, std::int64_t id);
  void insert_bulk(std::string_view table, std::vector<std::string> columns,
                   std::vector<Value> cells, std::string_view summary);
  void insert_bulk_piece(std::string_view table, const std::vector<std::string>& columns,
                         const std::vector<Value>& cells, std::string_view summary);
  void update_row(std::string_view table, const std::vector<std::string>& columns,
                  const std::vector<Value>& before, const std::vector<Value>& after,
                  std::int64_t id, std::optional<std::int64_t> version);
  /// Of an update: what stood there, what is to, and at which version.
  struct Updated {
    std::span<const Value> before;
    std::span<const Value> after;
    std::int64_t id = 0;
    std::optional<std::int64_t> version;
  };
  /// Writes the row; nothing if nothing differs.
  std::optional<RowChange> write_update(std::string_view table,
                                        const std::vector<std::string>& columns,
                                        const Updated& row);
  void update_in_piece(std::string_view table, const std::vector<std::string>& columns,
                       const Updated& row, std::string_view summary);
  /// The note that says which rows come or change piece by piece.
  RowChange& piecewise(std::string_view table, const std::vector<std::string>& columns,
                       std::string_view summary);
  void erase_row(std::string_view table, const std::vector<std::string>& columns,
                 const std::vector<Value>& cells, std::int64_t id,
                 std::optional<std::int64_t> version);
  std::int64_t run_noted(std::string_view table, std::string_view summary, std::string_view sql,
                         std::vector<Value> values);
  [[noreturn]] void refuse_stale(std::string_view table, std::int64_t id,
                                 std::optional<std::int64_t> seen);

  Purpose purpose_;
  bool keeps_answer_ = true;
  std::vector<RowChange> noted_;
  std::optional<std::size_t> piecewise_;  ///< which of them is put in piece by piece
  std::vector<RowChange> piece_;          ///< changed rows that the log has not heard of yet
};

}  // namespace sojourn::db
