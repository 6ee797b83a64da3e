#include "db/care.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/digest.h"
#include "base/ensure.h"
#include "db/engine.h"
#include "db/sqlite_engine.h"

namespace sojourn::db {
namespace {

namespace fs = std::filesystem;

std::vector<TableCount> counts_in(Tx& tx) {
  // Names come from the engine's own catalogue, so they may stand in SQL.
  const bool sqlite = tx.engine() == EngineKind::sqlite;
  const auto names = tx.column<std::string>(
      sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
               "ORDER BY name"
             : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND "
               "relnamespace = current_schema()::regnamespace ORDER BY relname COLLATE \"C\"");
  std::vector<TableCount> counts;
  for (const std::string& name : names) {
    counts.push_back(
        {name, tx.value<std::int64_t>(fmt::format(
                   "SELECT count(*) FROM \"{}\" WHERE {{unscoped:counts show no row}}", name))});
  }
  return counts;
}

std::string digest_of(const std::string& file, std::int64_t& bytes) {
  std::ifstream in(file, std::ios::binary);
  base::Sha256 digest;
  std::string part(1 << 16, '\0');
  bytes = 0;
  while (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0) {
    digest.add(std::string_view(part).substr(0, static_cast<std::size_t>(in.gcount())));
    bytes += in.gcount();
  }
  return digest.hex();
}

[[noreturn]] void refuse_unwritten(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    throw base::Refusal{base::Kind::full, "disk_full",
                        base::in_words("There is no room on the disk for {}.", path)};
  }
  throw base::Refusal{base::Kind::busy, "write_failed",
                      base::in_words("{} could not be brought to the disk.", path)};
}

/// A backup that the disk has not yet is none.
void sync_to_disk(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!good) {
    refuse_unwritten(path, error);
  }
}

void write_to_disk(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    refuse_unwritten(path, errno);
  }
  sync_to_disk(path);
}

std::string parent_of(const std::string& file) {
  const fs::path parent = fs::path(file).parent_path();
  return parent.empty() ? "." : parent.string();
}

std::string last_schema(Database& database) {
  const auto names = database.read(Caller::program(), [](Tx& tx) {
    return tx.column<std::string>("SELECT name FROM migration ORDER BY number DESC LIMIT 1");
  });
  return names.empty() ? "" : names.front();
}

void conclude(CareReport& report) {
  report.good = std::all_of(report.checks.begin(), report.checks.end(),
                            [](const Check& check) { return check.good; });
}

Check integrity_check(Database& database) {
  const std::vector<std::string> faults = database.engine().integrity_faults();
  return {"integrity and foreign keys", faults.empty(),
          faults.empty() ? base::Sentence("no faults")
                         : base::Sentence(fmt::format("{}", fmt::join(faults, "; "))),
          "integrity"};
}

/// Step by step: a later check rests on the ones before it.
CareReport checks_of_restored(const BackupReport& expected, Settings settings,
                              const MoreChecks& more) {
  CareReport report;
  try {
    const auto database = Database::open(std::move(settings));
    report.checks.push_back(integrity_check(*database));
    const std::vector<TableCount> counts = table_counts(*database);
    std::string differing;
    for (const TableCount& want : expected.tables) {
      const auto found = std::find_if(counts.begin(), counts.end(), [&](const TableCount& each) {
        return each.table == want.table;
      });
      // The table of migrations grows when a newer program restores an older backup.
      if (want.table != "migration" && (found == counts.end() || found->rows != want.rows)) {
        differing += (differing.empty() ? "" : ", ") + want.table;
      }
    }
    report.checks.push_back({"rows of every table", differing.empty(),
                             differing.empty() ? base::in_words("{} tables", expected.tables.size())
                                               : base::Sentence(differing),
                             "rows"});
    report.checks.push_back({"schema", true, last_schema(*database), "schema"});
    if (more) {
      const std::vector<Check> added = more(*database);
      report.checks.insert(report.checks.end(), added.begin(), added.end());
    }
  } catch (const base::Refusal& refusal) {
    if (refusal.kind == base::Kind::full) {
      throw;  // that says nothing of the backup
    }
    report.checks.push_back({"opening", false, refusal.detail, "opening"});
  }
  conclude(report);
  return report;
}

void copy_into(const std::string& file, const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  fs::permissions(directory, fs::perms::owner_all, error);
  const std::string target = directory + "/" + sqlite_file_name;
  if (!fs::copy_file(file, target, error) || error) {
    throw base::Refusal{base::Kind::full, "copy_failed",
                        base::in_words("{} could not be copied to {}: {}.", file, directory,
                                       base::Sentence::phrase(error.message()))};
  }
  sync_to_disk(target);
  sync_to_disk(directory);
}

/// All that one which failed leaves.
void remove_backup(const std::string& file) {
  std::error_code ignored;
  for (const char* end : {"", ".json", ".part", ".part-journal"}) {
    fs::remove(file + end, ignored);
  }
}

}  // namespace

std::vector<TableCount> table_counts(Database& database) {
  return database.read(Caller::program(), counts_in);
}

void require_own_backup(const Database& database) {
  if (database.kind() == EngineKind::postgresql) {
    throw base::Refusal{base::Kind::precondition, "use_pg_dump",
                        "A PostgreSQL database is backed up by the engine's own tool: pg_dump "
                        "--format=custom --file FILE URL."};
  }
}

BackupReport read_backup_report(const std::string& file) {
  std::ifstream in(file + ".json");
  if (!in) {
    throw base::Refusal{base::Kind::not_found, "no_list",
                        base::in_words("{}.json, which the backup wrote beside its file, is not "
                                       "there; without it nothing is proven.",
                                       file)};
  }
  std::stringstream text;
  text << in.rdbuf();
  return base::decode_text<BackupReport>(text.str());
}

BackupReport backup(Database& database, const std::string& file) {
  require_own_backup(database);
  if (fs::exists(file) || fs::exists(file + ".json")) {
    throw base::Refusal{
        base::Kind::conflict, "file_exists",
        base::in_words("{} is there already; a backup never overwrites one.", file)};
  }
  BackupReport report;
  report.file = file;
  report.made_at = database.clock().now().to_text();
  // Under another name until it is whole, so that half a backup is never taken for one.
  const std::string part = file + ".part";
  fs::remove(part);
  try {
    database.engine().copy_to(part);
    sync_to_disk(part);
    // The list is read from the copy: the database has gone on meanwhile.
    {
      const auto copy = open_sqlite_file(part);
      const Caller caller = Caller::program();
      const Surroundings around;
      Tx tx(*copy, caller, around);
      report.tables = counts_in(tx);
      report.schema =
          tx.value<std::string>("SELECT name FROM migration ORDER BY number DESC LIMIT 1");
    }
    report.sha256 = digest_of(part, report.bytes);
    write_to_disk(file + ".json", base::encode_text(report, base::Layout::indented) + "\n");
    fs::rename(part, file);
    sync_to_disk(parent_of(file));
  } catch (const SqlError& error) {
    remove_backup(file);
    throw refusal_of(error, {});
  } catch (const std::system_error& error) {
    remove_backup(file);
    refuse_unwritten(file, error.code().value());
  } catch (...) {
    remove_backup(file);
    throw;
  }
  return report;
}

CareReport restore(const std::string& file, Settings settings, const MoreChecks& more) {
  const BackupReport expected = read_backup_report(file);
  std::int64_t bytes = 0;
  const std::string digest = digest_of(file, bytes);
  if (digest != expected.sha256) {
    return {false,
            {{"the file's digest", false,
              base::in_words("{} bytes, another digest than when the backup was made", bytes),
              "digest"}}};
  }
  const std::string directory = settings.directory;
  if (fs::exists(directory + "/" + sqlite_file_name)) {
    throw base::Refusal{base::Kind::conflict, "directory_in_use",
                        base::in_words("{} holds a database already. Restore into a new directory, "
                                       "then start the server on that one.",
                                       directory)};
  }
  const bool existed = fs::exists(directory);
  const auto take_away = [&] {
    std::error_code error;
    for (const char* end : {"", "-wal", "-shm"}) {
      fs::remove(directory + "/" + sqlite_file_name + end, error);
    }
    if (!existed) {
      fs::remove_all(directory, error);
    }
  };
  CareReport report;
  try {
    copy_into(file, directory);
    report = checks_of_restored(expected, std::move(settings), more);
  } catch (...) {
    take_away();
    throw;
  }
  report.checks.insert(report.checks.begin(),
                       {"the file's digest", true, base::in_words("{} bytes", bytes), "digest"});
  if (!report.good) {
    take_away();
  }
  return report;
}

CareReport verify_backup(const std::string& file, const Settings& settings,
                         const MoreChecks& more) {
  // Beside the backup, where there is room for one of its size, and not in a small /tmp.
  std::string pattern = parent_of(file) + "/verify-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw base::Refusal{base::Kind::full, "copy_failed",
                        base::in_words("No directory can be made in {}.", parent_of(file))};
  }
  Settings copy = settings;
  copy.url.clear();
  copy.directory = pattern + "/data";
  CareReport report;
  try {
    report = restore(file, std::move(copy), more);
  } catch (...) {
    fs::remove_all(pattern);
    throw;
  }
  fs::remove_all(pattern);
  return report;
}

CareReport doctor(Database& database, const Settings& settings) {
  CareReport report;
  report.checks.push_back({"engine", true, database.engine_version()});
  for (const Setting& each : database.engine().settings()) {
    report.checks.push_back({each.name, each.value == each.wanted,
                             each.value == each.wanted
                                 ? base::Sentence(each.value)
                                 : base::in_words("{}, should be {}", each.value, each.wanted)});
  }
  report.checks.push_back({"schema", true, last_schema(database)});
  report.checks.push_back(integrity_check(database));
  if (database.kind() == EngineKind::sqlite) {
    std::error_code error;
    const fs::space_info space = fs::space(settings.directory, error);
    constexpr std::uintmax_t little = 200u << 20;
    report.checks.push_back({"free space", !error && space.available >= little,
                             fmt::format("{} MiB", error ? 0 : space.available >> 20)});
  }
  conclude(report);
  return report;
}

MigrateReport migrate(Settings settings) {
  settings.migrate = true;
  const auto database = Database::open(std::move(settings));
  return {database->engine_version(), database->migrated(), last_schema(*database)};
}

}  // namespace sojourn::db
