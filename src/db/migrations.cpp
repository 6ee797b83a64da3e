#include "db/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/digest.h"
#include "base/ensure.h"
#include "base/refusal.h"
#include "base/text.h"
#include "db/engine.h"
#include "db/transaction.h"

namespace {

struct Embedded {
  const char* name;
  const char* begin;
  const char* end;
};
// Of the file that CMake makes from migrations/*.sql (.incbin).
extern "C" const Embedded sojourn_migrations_begin[];
extern "C" const Embedded sojourn_migrations_end[];

}  // namespace

namespace sojourn::db {
namespace {

struct ColumnKind {
  std::string_view token;
  std::string_view postgresql;
  /// `#` stands for the column's name.
  std::string_view sqlite;
};
constexpr std::array column_kinds = {
    ColumnKind{"id", "BIGINT", "INTEGER CHECK (typeof(#) IN ('integer', 'null'))"},
    ColumnKind{"int", "BIGINT", "INTEGER CHECK (typeof(#) IN ('integer', 'null'))"},
    ColumnKind{"money", "BIGINT", "INTEGER CHECK (typeof(#) IN ('integer', 'null'))"},
    ColumnKind{"number", "DOUBLE PRECISION", "REAL CHECK (typeof(#) IN ('real', 'null'))"},
    ColumnKind{"text", "TEXT COLLATE \"C\"", "TEXT CHECK (typeof(#) IN ('text', 'null'))"},
    ColumnKind{"path", "TEXT COLLATE \"C\"", "TEXT CHECK (typeof(#) IN ('text', 'null'))"},
    // Without the days date() gives 2023-02-29 back as it came.
    ColumnKind{"date", "DATE", "TEXT CHECK (# IS date(#, '+0 days'))"},
    ColumnKind{"instant", "TIMESTAMPTZ",
               "TEXT CHECK (# GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:"
               "[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z')"},
    ColumnKind{"bool", "BOOLEAN", "INTEGER CHECK (# IN (0, 1))"},
    ColumnKind{"json", "JSON", "TEXT CHECK (# IS NULL OR json_valid(#))"},
    ColumnKind{"bytes", "BYTEA", "BLOB CHECK (typeof(#) IN ('blob', 'null'))"},
};

constexpr std::string_view name_letters =
    "abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The name that stands before a token, over the spaces between.
std::string_view name_before(std::string_view text) {
  text = base::trim(text);
  const std::size_t begin = text.find_last_not_of(name_letters);
  return begin == text.npos ? text : text.substr(begin + 1);
}

constexpr std::string_view migration_table =
    "CREATE TABLE IF NOT EXISTS migration (number @int PRIMARY KEY, name @text NOT NULL, "
    "sha256 @text NOT NULL, applied_at @instant NOT NULL)";

}  // namespace

std::vector<Migration> embedded_migrations() {
  std::vector<Migration> all;
  for (const Embedded* each = sojourn_migrations_begin; each != sojourn_migrations_end; ++each) {
    const std::string_view name = each->name;
    const auto number = base::parse_number<int>(name.substr(0, 4));
    base::ensure(number && name.size() > 5 && name[4] == '_',
                 "a migration is named like 0001_start.sql");
    all.push_back({*number, std::string(name), std::string(each->begin, each->end)});
  }
  std::sort(all.begin(), all.end(),
            [](const Migration& a, const Migration& b) { return a.number < b.number; });
  return all;
}

std::string with_column_kinds(std::string_view sql, EngineKind kind) {
  std::string made;
  while (true) {
    const std::size_t at = sql.find('@');
    made += sql.substr(0, at);
    if (at == sql.npos) {
      return made;
    }
    sql.remove_prefix(at + 1);
    const std::size_t end = std::min(sql.find_first_not_of(name_letters), sql.size());
    const std::string_view token = sql.substr(0, end);
    const auto* const found =
        std::find_if(column_kinds.begin(), column_kinds.end(),
                     [&](const ColumnKind& each) { return each.token == token; });
    base::ensure(found != column_kinds.end(),
                 fmt::format("@{} is a kind of column", base::shorten(token)));
    if (kind == EngineKind::postgresql) {
      made += found->postgresql;
    } else {
      const std::string name(name_before(made));
      for (const char c : found->sqlite) {
        made += c == '#' ? name : std::string(1, c);
      }
    }
    sql.remove_prefix(end);
  }
}

std::vector<AppliedMigration> Schema::read(Session& session) const {
  const char* const exists = session.kind() == EngineKind::sqlite
                                 ? "SELECT count(*) FROM sqlite_master WHERE name = 'migration'"
                                 : "SELECT count(*) FROM pg_class WHERE relname = 'migration' AND "
                                   "relnamespace = current_schema()::regnamespace";
  if (SqlOf<int>::from(session.run(exists).cells.at(0)) == 0) {
    return {};
  }
  auto found = records_of<AppliedMigration>(
      session.run("SELECT number, name, sha256, applied_at FROM migration ORDER BY number"));
  for (const AppliedMigration& each : found) {
    const auto known = std::find_if(known_.begin(), known_.end(), [&](const Migration& migration) {
      return migration.number == each.number;
    });
    if (known == known_.end()) {
      throw base::Refusal{
          base::Kind::precondition, "newer_schema",
          base::in_words("The database was brought to schema {} by a newer Sojourn; this one knows "
                         "none beyond {}. Use the newer program, or restore a backup from before.",
                         found.back().name, known_.empty() ? std::string() : known_.back().name)};
    }
    if (base::sha256_hex(known->sql) != each.sha256) {
      throw base::Refusal{
          base::Kind::precondition, "changed_migration",
          base::in_words(
              "Migration {} of this program is another than the one that was run on this "
              "database. Use a released program.",
              each.name)};
    }
  }
  return found;
}

std::vector<AppliedMigration> Schema::applied() const {
  std::vector<AppliedMigration> found;
  engine_.read([&](Session& session, int) { found = read(session); });
  return found;
}

std::vector<std::string> Schema::migrate(base::WallClock& clock) const {
  std::vector<std::string> run;
  // Two servers that start at once on one PostgreSQL meet here: one fails on the table's or the
  // row's key, looks again and finds the work done.
  for (int tries = 1;; ++tries) {
    const std::size_t done = applied().size();
    if (done == known_.size()) {
      return run;
    }
    std::vector<std::string> names;
    try {
      // All in one transaction: a database is of the one program or of the other, and a new one is
      // on the disk with one sync.
      engine_.write_alone([&](Session& session, int) {
        names.clear();
        session.script(with_column_kinds(migration_table, session.kind()));
        const std::vector<AppliedMigration> before = read(session);
        if (before.size() != done) {
          return;  // the other server was here
        }
        for (const Migration& each : known_) {
          if (std::any_of(before.begin(), before.end(),
                          [&](const AppliedMigration& old) { return old.number == each.number; })) {
            continue;
          }
          session.script(with_column_kinds(each.sql, session.kind()));
          const std::array<Value, 4> row = {std::int64_t{each.number}, each.name,
                                            base::sha256_hex(each.sql), clock.now().to_text()};
          session.run(
              "INSERT INTO migration (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)",
              row);
          names.push_back(each.name);
        }
      });
      run.insert(run.end(), names.begin(), names.end());
      tries = 0;
    } catch (const SqlError& error) {
      if (tries >= 10 || (error.fault != SqlFault::unique && error.fault != SqlFault::retry)) {
        throw;
      }
    }
  }
}

void Schema::require_current() const {
  if (applied().size() != known_.size()) {
    throw base::Refusal{base::Kind::precondition, "older_schema",
                        "The database is of an older Sojourn. Run `sojourn migrate` first."};
  }
}

}  // namespace sojourn::db
