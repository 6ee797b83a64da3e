#include "db/transaction.h"

namespace sojourn::db {

std::string canonical_text(const Value& value) {
  struct Text {
    std::string operator()(std::monostate) const { return "n"; }
    std::string operator()(bool yes) const { return yes ? "b1" : "b0"; }
    std::string operator()(std::int64_t number) const { return fmt::format("i{}", number); }
    std::string operator()(double number) const { return fmt::format("d{}", number); }
    std::string operator()(const std::string& text) const { return "t" + text; }
    std::string operator()(const Bytes& bytes) const { return "x" + bytes.data; }
  };
  return std::visit(Text{}, value);
}

Result Tx::query(std::string_view sql, std::vector<Value> values) {
  Memory& memory = session_.memory();
  if (memory.is_unscoped(sql)) {
    return session_.run(std::string(sql), values);
  }
  const std::string text =
      expand_scope(sql, caller_.scope, around_.scoped_tables, values, caller_.detail);
  if (sql.find('{') == sql.npos) {
    memory.set_unscoped(sql);  // it passed the look at its tables
  }
  return session_.run(text, values);
}

std::int64_t Tx::estimate(std::string_view sql, const std::vector<Value>& values) {
  std::vector<Value> all = values;
  std::string text = expand_scope(sql, caller_.scope, around_.scoped_tables, all, caller_.detail);
  std::string key = text;
  for (const Value& value : all) {
    key += '\0' + canonical_text(value);
  }
  const auto now = Memory::Clock::now();
  Memory& memory = session_.memory();
  if (const auto known = memory.estimate(key, now)) {
    return *known;
  }
  const Result result = session_.run(text, all);
  base::ensure(result.cells.size() == 1, "the query gives one row of one column");
  const auto found = SqlOf<std::int64_t>::from(result.cells.front());
  memory.set_estimate(key, found, now);
  return found;
}

void Tx::refuse_not_found() {
  throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
}

void Change::note(RowChange row) {
  base::ensure(purpose_ == Purpose::change, "upkeep writes without notes: use Change::write");
  noted_.push_back(std::move(row));
}

void Change::insert_row(std::string_view table, const std::vector<std::string>& columns,
                        const std::vector<Value>& cells, std::int64_t id) {
  std::string names;
  std::string places;
  RowChange row{.verb = Verb::insert, .table = std::string(table), .id = id};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    names += (i == 0 ? "" : ", ") + columns[i];
    places += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
    if (cells[i] != Value{}) {
      row.fields.push_back({columns[i], {}, cells[i]});
    }
  }
  session_.run(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, places), cells);
  note(std::move(row));
}

void Change::insert_bulk(std::string_view table, std::vector<std::string> columns,
                         std::vector<Value> cells, std::string_view summary) {
  const std::int64_t rows = session_.insert_rows(std::string(table), columns, cells);
  note({.verb = Verb::bulk,
        .table = std::string(table),
        .summary = std::string(summary),
        .rows = rows,
        .columns = std::move(columns),
        .cells = std::move(cells)});
}

RowChange& Change::piecewise(std::string_view table, const std::vector<std::string>& columns,
                             std::string_view summary) {
  if (!piecewise_) {
    RowChange row{.verb = Verb::bulk,
                  .table = std::string(table),
                  .summary = std::string(summary),
                  .rows = 0,
                  .columns = columns};
    if (around_.change_log != nullptr) {
      row.logged = around_.change_log->begin_bulk(*this, table, columns, summary);
    }
    note(std::move(row));
    piecewise_ = noted_.size() - 1;
  }
  RowChange& row = noted_[*piecewise_];
  base::ensure(row.table == table, "a change puts rows of one table in piece by piece");
  return row;
}

void Change::insert_bulk_piece(std::string_view table, const std::vector<std::string>& columns,
                               const std::vector<Value>& cells, std::string_view summary) {
  RowChange& row = piecewise(table, columns, summary);
  row.rows += session_.insert_rows(std::string(table), columns, cells);
  if (row.logged) {
    row.logged->add(*this, cells);
  }
}

std::optional<RowChange> Change::write_update(std::string_view table,
                                              const std::vector<std::string>& columns,
                                              const Updated& row) {
  RowChange made{.verb = Verb::update, .table = std::string(table), .id = row.id};
  std::vector<Value> values;
  std::string sets;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (row.before[i] != row.after[i]) {
      values.push_back(row.after[i]);
      sets += fmt::format("{}{} = ${}", sets.empty() ? "" : ", ", columns[i], values.size());
      made.fields.push_back({columns[i], row.before[i], row.after[i]});
    }
  }
  if (sets.empty()) {
    return std::nullopt;  // without a version, and nothing differs
  }
  values.emplace_back(row.id);
  std::string sql = fmt::format("UPDATE {} SET {} WHERE id = ${}", table, sets, values.size());
  if (row.version) {
    values.emplace_back(*row.version);
    sql += fmt::format(" AND version = ${}", values.size());
  }
  if (session_.run(sql, values).changed == 0) {
    refuse_stale(table, row.id, row.version);
  }
  return made;
}

void Change::update_row(std::string_view table, const std::vector<std::string>& columns,
                        const std::vector<Value>& before, const std::vector<Value>& after,
                        std::int64_t id, std::optional<std::int64_t> version) {
  if (auto row = write_update(table, columns, {before, after, id, version})) {
    note(*std::move(row));
  }
}

void Change::update_in_piece(std::string_view table, const std::vector<std::string>& columns,
                             const Updated& row, std::string_view summary) {
  constexpr std::size_t rows_a_piece = 1'000;
  std::optional<RowChange> made = write_update(table, columns, row);
  if (!made) {
    return;
  }
  RowChange& whole = piecewise(table, columns, summary);
  ++whole.rows;
  if (whole.logged) {
    piece_.push_back(*std::move(made));
    if (piece_.size() == rows_a_piece) {
      end_pieces();
    }
  }
}

void Change::end_pieces() {
  if (!piece_.empty()) {
    noted_[*piecewise_].logged->add_changed(*this, piece_);
    piece_.clear();
  }
}

void Change::erase_row(std::string_view table, const std::vector<std::string>& columns,
                       const std::vector<Value>& cells, std::int64_t id,
                       std::optional<std::int64_t> version) {
  base::ensure(id != 0, "what is erased has an id");
  RowChange row{.verb = Verb::erase, .table = std::string(table), .id = id};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (cells[i] != Value{}) {
      row.fields.push_back({columns[i], cells[i], {}});
    }
  }
  std::vector<Value> values = {id};
  std::string sql = fmt::format("DELETE FROM {} WHERE id = $1", table);
  if (version) {
    values.emplace_back(*version);
    sql += " AND version = $2";
  }
  if (session_.run(sql, values).changed == 0) {
    refuse_stale(table, id, version);
  }
  note(std::move(row));
}

std::int64_t Change::run_noted(std::string_view table, std::string_view summary,
                               std::string_view sql, std::vector<Value> values) {
  base::ensure(!summary.empty(), "bulk work says in a word what it did");
  const auto begins = [&](std::string_view verb) {
    return sql.starts_with(fmt::format("{} {} ", verb, table)) ||
           sql == fmt::format("{} {}", verb, table);
  };
  base::ensure(
      !table.empty() && (begins("UPDATE") || begins("DELETE FROM") || begins("INSERT INTO")),
      "bulk work changes the table that it names");
  const std::int64_t rows = query(sql, std::move(values)).changed;
  note({.verb = Verb::bulk,
        .table = std::string(table),
        .summary = std::string(summary),
        .rows = rows});
  return rows;
}

void Change::refuse_stale(std::string_view table, std::int64_t id,
                          std::optional<std::int64_t> seen) {
  const Value key = id;
  const Result found =
      session_.run(fmt::format("SELECT * FROM {} WHERE id = $1", table), std::span(&key, 1));
  if (found.rows() == 0 || !seen) {
    refuse_not_found();
  }
  std::string current;
  for (std::size_t i = 0; i < found.columns.size(); ++i) {
    if (found.columns[i] == "version") {
      current = fmt::to_string(std::get<std::int64_t>(found.cells[i]));
    }
  }
  throw base::Refusal{
      base::Kind::precondition,
      "stale",
      "Somebody changed this since you read it. Look at it again, then repeat your change.",
      {{"/version", "stale", current,
        base::in_words("You saw version {}; the current version is {}.", *seen, current)}}};
}

std::int64_t Change::job(std::string_view kind, std::string_view input_json) {
  const std::int64_t id = new_id_value();
  write(
      "INSERT INTO job (id, kind, input, state, attempts, cancel, actor, made_at, due_at) "
      "VALUES ($1, $2, $3, 'queued', 0, $4, $5, $6, $6)",
      id, kind, input_json, false, caller_.actor, now());
  return id;
}

std::int64_t Change::outbox(std::string_view kind, std::string_view body_json) {
  const std::int64_t id = new_id_value();
  write(
      "INSERT INTO outbox (id, kind, body, attempts, made_at, due_at) "
      "VALUES ($1, $2, $3, 0, $4, $4)",
      id, kind, body_json, now());
  return id;
}

}  // namespace sojourn::db
