#include "ledger/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

#include "base/ensure.h"
#include "ledger/history.h"
#include "ledger/tree.h"

namespace sojourn::ledger {
namespace {

/// Of a reason.
constexpr std::string_view no_table = "-";
/// The log's own, which is about nobody.
constexpr std::string_view epoch_table = "audit_epoch";

std::optional<std::int64_t> id_in(const db::Value& value) {
  const auto* id = std::get_if<std::int64_t>(&value);
  return id == nullptr ? std::nullopt : std::optional(*id);
}

EntryVerb verb_of(const db::RowChange& row) {
  switch (row.verb) {
    case db::Verb::insert: return EntryVerb::insert;
    case db::Verb::update: return EntryVerb::update;
    case db::Verb::erase: return EntryVerb::erase;
    case db::Verb::bulk: return row.columns.empty() ? EntryVerb::run : EntryVerb::bulk;
  }
  base::report_bug("a verb that the log knows", std::source_location::current());
}

}  // namespace

/// One row of audit_history to come.
struct Log::Part {
  std::string table;
  std::int64_t record = 0;
  std::int64_t subject = 0;
  std::string text;    ///< what is to be sealed
  std::string sealed;  ///< once it is
  std::size_t line = 0;
};

Log::Log(LogSettings settings) : settings_(std::move(settings)) {
  base::ensure(settings_.keys != nullptr, "the log has the people's keys");
  settings_.keys->make_for({0});
}

std::int64_t Log::subject_of(db::Change& change, const db::RowChange& row,
                             const TableAbout& about) {
  if (about.subject.empty()) {
    return 0;
  }
  if (about.subject == "id") {
    return row.id;
  }
  for (const db::FieldChange& field : row.fields) {
    if (field.field == about.subject) {
      // Somebody's row that is given to another is about both; it stays with the first.
      return id_in(field.before).value_or(id_in(field.after).value_or(0));
    }
  }
  if (row.verb != db::Verb::update) {
    return 0;  // the column is null
  }
  const db::Result found = change.query(fmt::format("SELECT {} FROM {} WHERE id = $1 AND "
                                                    "{{unscoped:the log seals by the person}}",
                                                    about.subject, row.table),
                                        {row.id});
  return found.cells.empty() ? 0 : id_in(found.cells[0]).value_or(0);
}

void Log::add_row(db::Change& change, const db::RowChange& row, std::int64_t entry,
                  std::vector<Part>& parts, std::vector<EntryLine>& lines) {
  EntryLine line{.verb = verb_of(row),
                 .table = row.table,
                 .id = row.verb == db::Verb::bulk ? row.rows : row.id,
                 .subject = 0,
                 .fields = row.columns,
                 .digest = {}};
  const auto about = settings_.tables.find(row.table);
  base::ensure(about != settings_.tables.end() || row.table == epoch_table,
               fmt::format("the log is told whom the rows of {} are about", row.table));
  if (line.verb == EntryVerb::run) {
    parts.push_back({line.table, 0, 0, row.summary, {}, lines.size()});
    lines.push_back(std::move(line));
    return;
  }
  base::ensure(about != settings_.tables.end(), "rows of the log's own table are not changed");
  if (line.verb != EntryVerb::bulk) {
    line.subject = subject_of(change, row, about->second);
    for (const db::FieldChange& field : row.fields) {
      line.fields.push_back(field.field);
    }
    parts.push_back(
        {row.table, row.id, line.subject, write_step(line.verb, row.fields), {}, lines.size()});
    lines.push_back(std::move(line));
    return;
  }
  // A bulk: its summary first, then a step for each row.
  parts.push_back({row.table, 0, 0, row.summary, {}, lines.size()});
  add_bulk_rows(row.table, row.columns, row.cells, lines.size(), parts);
  base::ensure(entry > 0, "an entry has an id");
  lines.push_back(std::move(line));
}

void Log::add_bulk_rows(const std::string& table, const std::vector<std::string>& columns,
                        std::span<const db::Value> cells, std::size_t line,
                        std::vector<Part>& parts) {
  const TableAbout& about = settings_.tables.find(table)->second;
  const std::size_t width = columns.size();
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) -
                                    columns.begin());
  };
  const std::size_t id_column = column("id");
  const std::size_t subject_column = about.subject.empty() ? width : column(about.subject);
  base::ensure(about.subject.empty() || subject_column < width,
               fmt::format("rows of {} have a column {}", table, about.subject));
  std::vector<db::FieldChange> fields;
  for (std::size_t at = 0; at < cells.size(); at += width) {
    const std::span<const db::Value> row = cells.subspan(at, width);
    fields.clear();
    for (std::size_t i = 0; i < width; ++i) {
      if (row[i] != db::Value{}) {
        fields.push_back({columns[i], {}, row[i]});
      }
    }
    parts.push_back({table,
                     id_column < width ? id_in(row[id_column]).value_or(0) : 0,
                     subject_column < width ? id_in(row[subject_column]).value_or(0) : 0,
                     write_step(EntryVerb::insert, fields),
                     {},
                     line});
  }
}

/// A bulk on its way: its parts are sealed and stored as they come.
class Log::Bulk final : public db::BulkLog {
 public:
  Bulk(Log& log, db::Change& change, std::string_view table,
       const std::vector<std::string>& columns, std::string_view summary)
      : log_(log), table_(table), columns_(columns), entry_(change.new_id_value()) {
    base::ensure(log.settings_.tables.contains(table_),
                 fmt::format("the log is told whom the rows of {} are about", table));
    change.write("INSERT INTO audit_entry (id, leaf, body) VALUES ($1, $2, '')", entry_,
                 db::Bytes{});
    std::vector<Part> parts = {{table_, 0, 0, std::string(summary), {}, 0}};
    keep(change, parts);
  }
  void add(db::Change& change, std::span<const db::Value> cells) override {
    std::vector<Part> parts;
    log_.add_bulk_rows(table_, columns_, cells, 0, parts);
    keep(change, parts);
  }
  void add_changed(db::Change& change, std::span<const db::RowChange> rows) override {
    const TableAbout& about = log_.settings_.tables.find(table_)->second;
    std::vector<Part> parts;
    for (const db::RowChange& row : rows) {
      parts.push_back({table_,
                       row.id,
                       log_.subject_of(change, row, about),
                       write_step(verb_of(row), row.fields),
                       {},
                       0});
    }
    keep(change, parts);
  }
  std::int64_t entry() const { return entry_; }
  std::int64_t parts() const { return static_cast<std::int64_t>(tree_.size()); }
  Hash root() { return tree_.root(); }

 private:
  void keep(db::Change& change, std::vector<Part>& parts) {
    const std::int64_t before = this->parts();
    log_.seal_parts(entry_, before, parts);
    for (const Part& part : parts) {
      tree_.append(leaf_hash(part.sealed));
    }
    write_parts(change, entry_, before, parts, {});
  }

  Log& log_;
  std::string table_;
  std::vector<std::string> columns_;
  std::int64_t entry_ = 0;
  Frontier tree_;
};

std::shared_ptr<db::BulkLog> Log::begin_bulk(db::Change& change, std::string_view table,
                                             const std::vector<std::string>& columns,
                                             std::string_view summary) {
  return std::make_shared<Bulk>(*this, change, table, columns, summary);
}

void Log::seal_parts(std::int64_t entry, std::int64_t before, std::vector<Part>& parts) {
  std::set<std::int64_t> people;
  for (const Part& part : parts) {
    people.insert(part.subject);
  }
  settings_.keys->make_for(people);
  std::map<std::int64_t, SealKey> opened;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    auto key = opened.find(part.subject);
    if (key == opened.end()) {
      // Of somebody who was erased nothing is kept: sealed with a key that nobody has.
      const std::optional<SealKey> found = settings_.keys->find(part.subject);
      key = opened.emplace(part.subject, found ? *found : make_seal_key()).first;
    }
    part.sealed = seal(
        key->second, part.text,
        sealed_place(entry, before + static_cast<std::int64_t>(i) + 1, part.table, part.record));
  }
}

void Log::write_parts(db::Change& change, std::int64_t entry, std::int64_t before,
                      std::vector<Part>& parts, std::vector<db::Value> cells) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    for (db::Value cell : std::array<db::Value, 6>{entry, before + static_cast<std::int64_t>(i) + 1,
                                                   std::move(part.table), part.record, part.subject,
                                                   db::Bytes{std::move(part.sealed)}}) {
      cells.push_back(std::move(cell));
    }
  }
  if (!cells.empty()) {
    const std::array<std::string, 6> columns = {"entry",  "part",    "table_name",
                                                "record", "subject", "sealed"};
    change.write_rows("audit_history", columns, cells);
  }
}

std::int64_t Log::record(db::Change& change, const db::ChangeEntry& entry) {
  // 1. What was done, by record, sealed. What came piece by piece is so already, and comes first.
  std::shared_ptr<Bulk> bulk;
  std::vector<EntryLine> lines;
  std::vector<Part> parts;
  for (const db::RowChange& row : entry.rows) {
    if (row.logged) {
      bulk = std::dynamic_pointer_cast<Bulk>(row.logged);
      base::ensure(bulk != nullptr, "this log took the rows");
      lines.push_back({.verb = EntryVerb::bulk,
                       .table = row.table,
                       .id = row.rows,
                       .subject = 0,
                       .fields = row.columns,
                       .digest = bulk->root()});
    }
  }
  const std::int64_t id = bulk ? bulk->entry() : change.new_id_value();
  const std::int64_t before = bulk ? bulk->parts() : 0;
  for (const db::RowChange& row : entry.rows) {
    if (!row.logged) {
      add_row(change, row, id, parts, lines);
    }
  }
  seal_parts(id, before, parts);
  std::vector<Frontier> trees(lines.size());
  for (const Part& part : parts) {
    trees[part.line].append(leaf_hash(part.sealed));
  }
  for (std::size_t i = bulk ? 1 : 0; i < lines.size(); ++i) {
    lines[i].digest = trees[i].root();
  }
  // 2. The reason is words of a person, maybe about a person: sealed with the key of the one whom
  // the first record is about.
  std::vector<db::Value> cells;
  std::optional<Hash> why;
  if (!entry.caller.reason.empty()) {
    const std::int64_t subject = parts.empty() ? 0 : parts.front().subject;
    const std::optional<SealKey> key = settings_.keys->find(subject);
    const std::string sealed =
        seal(key ? *key : make_seal_key(), entry.caller.reason, sealed_place(id, 0, no_table, 0));
    why = leaf_hash(sealed);
    for (db::Value cell : std::array<db::Value, 6>{id, std::int64_t{0}, std::string(no_table),
                                                   std::int64_t{0}, subject, db::Bytes{sealed}}) {
      cells.push_back(std::move(cell));
    }
  }
  // 3. The entry, and after it its parts, which refer to it.
  const std::string body = write_entry({.id = id,
                                        .at = entry.at.unix_micros(),
                                        .actor = entry.caller.actor,
                                        .acting_for = entry.caller.acting_for,
                                        .operation = entry.operation,
                                        .request = entry.caller.request_id,
                                        .why = why,
                                        .lines = std::move(lines)});
  const Hash leaf = leaf_hash(body);
  change.write(bulk ? "UPDATE audit_entry SET leaf = $2, body = $3 WHERE id = $1"
                    : "INSERT INTO audit_entry (id, leaf, body) VALUES ($1, $2, $3)",
               id, db::Bytes{std::string(bytes_of(leaf))}, body);
  write_parts(change, id, before, parts, std::move(cells));
  if (!entry.caller.request_id.empty()) {
    keep_receipt(
        entry.caller.request_id,
        {.id = id, .leaf = leaf, .seal_by = entry.at.unix_micros() / 1'000'000 + seal_within});
  }
  return id;
}

void Log::applied_before(db::Change& change, std::int64_t entry, std::string_view request_id) {
  if (request_id.empty()) {
    return;
  }
  const auto body = change.value<std::string>("SELECT body FROM audit_entry WHERE id = $1", entry);
  const std::optional<EntryHead> head = parse_entry_head(body);
  base::ensure(head.has_value(), "an entry of the log is one");
  keep_receipt(
      std::string(request_id),
      {.id = entry, .leaf = leaf_hash(body), .seal_by = head->at / 1'000'000 + seal_within});
}

void Log::keep_receipt(const std::string& request, const Receipt& receipt) {
  const std::lock_guard guard(mutex_);
  if (receipts_.insert_or_assign(request, receipt).second) {
    receipt_order_.push_back(request);
  }
  while (receipt_order_.size() > settings_.most_receipts) {
    receipts_.erase(receipt_order_.front());
    receipt_order_.pop_front();
  }
}

std::optional<Receipt> Log::take_receipt(std::string_view request_id) {
  const std::lock_guard guard(mutex_);
  const auto found = receipts_.find(std::string(request_id));
  if (found == receipts_.end()) {
    return std::nullopt;
  }
  const Receipt receipt = found->second;
  receipts_.erase(found);
  return receipt;
}

}  // namespace sojourn::ledger
