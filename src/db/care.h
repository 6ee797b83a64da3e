// Looking after a database: what `sojourn backup`, `restore`, `doctor` and `migrate` do, as
// functions with records for answers.
//
// A backup is the engine's own work, never a copy of files: of a 65 MiB database under writes a
// copied file was unusable 12 times of 12, VACUUM INTO good 12 of 12. On PostgreSQL it is
// `pg_dump --format=custom` (or a base backup with its log for a point in time), and `restore` is
// `pg_restore` into an empty database; `doctor` then shows that all is there.
// A restore is proven: integrity, foreign keys, the migrations, and the number of rows of every
// table against the list that the backup wrote beside its file.
// Tested in tests/unit/db/care_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/database.h"

namespace sojourn::db {

struct TableCount {
  std::string table;
  std::int64_t rows = 0;
  friend bool operator==(const TableCount&, const TableCount&) = default;
};
BOOST_DESCRIBE_STRUCT(TableCount, (), (table, rows))

/// Written beside a backup as FILE.json.
struct BackupReport {
  std::string file;
  std::string sha256;  ///< of the file
  std::int64_t bytes = 0;
  std::string made_at;
  std::string schema;  ///< the last migration, "0003_access"
  std::vector<TableCount> tables;
};
BOOST_DESCRIBE_STRUCT(BackupReport, (), (file, sha256, bytes, made_at, schema, tables))

/// Refusal precondition "use_pg_dump" on PostgreSQL.
void require_own_backup(const Database& database);

/// Copies a SQLite database into a new file while it is in use. Refusal conflict "file_exists";
/// full "disk_full"; and as require_own_backup.
BackupReport backup(Database& database, const std::string& file);

/// What was written beside a backup. Refusal not_found "no_list".
BackupReport read_backup_report(const std::string& file);

struct Check {
  base::Sentence what;
  bool good = false;
  base::Sentence detail;  ///< what is wrong, or the figure that was found
  std::string code = {};  ///< of a backup's checks, for programs: "digest", "rows"
};
BOOST_DESCRIBE_STRUCT(Check, (), (what, good, detail))

struct CareReport {
  bool good = false;
  std::vector<Check> checks;
};
BOOST_DESCRIBE_STRUCT(CareReport, (), (good, checks))

/// Proves that a backup can be restored, by doing so in a directory that is removed again.
/// `more` looks at the restored database too (the audit log's root) and adds its checks.
using MoreChecks = std::function<std::vector<Check>(Database&)>;
CareReport verify_backup(const std::string& file, const Settings& settings,
                         const MoreChecks& more = {});

/// Puts a backup into a new data directory and proves it. Refusal conflict "directory_in_use" if
/// there is a database already. What did not pass is removed again.
CareReport restore(const std::string& file, Settings settings, const MoreChecks& more = {});

/// Engine and version, settings that the promises rest on, schema, integrity, free space.
CareReport doctor(Database& database, const Settings& settings);

struct MigrateReport {
  std::string engine;
  std::vector<std::string> run;
  std::string schema;
};
BOOST_DESCRIBE_STRUCT(MigrateReport, (), (engine, run, schema))

/// Opens and brings the schema up to date.
MigrateReport migrate(Settings settings);

/// All tables and their numbers of rows, by name, from one state.
std::vector<TableCount> table_counts(Database& database);

}  // namespace sojourn::db
