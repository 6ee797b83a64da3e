// See backups.h.
#include "program/backups.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

#include "access/operations.h"
#include "access/records.h"
#include "access/service.h"
#include "access/sign_in.h"
#include "base/json.h"
#include "db/sqlite_engine.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
using access::Method;
using access::Page;
using base::Id;
using base::Instant;
using base::Kind;

constexpr std::string_view make_kind = "backup";
constexpr std::string_view prove_kind = "backup_proof";
constexpr std::int64_t backups_a_page = 50;
/// Left on the disk for the database itself: a backup is no reason for a change to be refused.
constexpr std::uintmax_t left_free = std::uintmax_t{16} << 20;

enum class BackupState : std::uint8_t { waiting, made, failed };
BOOST_DESCRIBE_ENUM(BackupState, waiting, made, failed)

enum class BackupChecked : std::uint8_t {
  not_yet,
  waiting,
  good,
  bad,
  failed  ///< it could not be looked at: no room, no file
};
BOOST_DESCRIBE_ENUM(BackupChecked, not_yet, waiting, good, bad, failed)

struct Backup {
  static constexpr std::string_view id_prefix = "backup";
  Id<Backup> id;
  std::string file;  ///< its name in the folder of backups
  std::optional<Id<access::Account>> asked_by = {};
  Instant asked_at;
  std::int64_t job = 0;
  BackupState state = BackupState::waiting;
  std::optional<Instant> made_at = {};
  std::optional<std::int64_t> bytes = {};
  std::optional<std::string> sha256 = {};
  std::optional<std::int64_t> entries = {};  ///< of the audit log
  std::optional<std::string> failure = {};   ///< code of the refusal
  BackupChecked checked = BackupChecked::not_yet;
  std::optional<Instant> checked_at = {};
  std::optional<Id<access::Account>> checked_by = {};
  std::vector<std::string> wrong = {};  ///< codes of the checks that failed, or of the refusal
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Backup, (),
                      (id, file, asked_by, asked_at, job, state, made_at, bytes, sha256, entries,
                       failure, checked, checked_at, checked_by, wrong, version))

struct BackupView {
  Id<Backup> id;
  std::string file;
  std::optional<std::string> by;  ///< absent: whoever operates the machine
  Instant asked_at;
  BackupState state = BackupState::waiting;
  std::optional<Instant> made_at;
  std::optional<std::int64_t> bytes;
  std::optional<std::int64_t> entries;
  std::optional<std::string> failure;
  bool present = false;
  BackupChecked checked = BackupChecked::not_yet;
  std::optional<Instant> checked_at;
  std::optional<std::string> checked_by;
  std::vector<std::string> wrong;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(BackupView, (),
                      (id, file, by, asked_at, state, made_at, bytes, entries, failure, present,
                       checked, checked_at, checked_by, wrong, version))

struct BackupPlace {
  bool possible = false;  ///< the engine copies itself into one file
  std::string engine;
  std::string folder;
  std::string data;
  std::optional<std::int64_t> free_bytes;
};
BOOST_DESCRIBE_STRUCT(BackupPlace, (), (possible, engine, folder, data, free_bytes))

struct WhichBackup {
  Id<Backup> id;
};
BOOST_DESCRIBE_STRUCT(WhichBackup, (), (id))

struct ListBackups {
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListBackups, (), (after))

/// Of both kinds of job.
struct BackupJob {
  Id<Backup> backup;
};
BOOST_DESCRIBE_STRUCT(BackupJob, (), (backup))

/// What waits although its job has ended was given up: the process stopped in the middle, or a
/// restored database remembers what another directory's server was about to do.
constexpr std::string_view backup_view =
    "SELECT b.id, b.file, a.person AS by, b.asked_at, "
    "CASE WHEN b.state = 'waiting' AND j.id IS NULL THEN 'failed' ELSE b.state END AS state, "
    "b.made_at, b.bytes, b.entries, "
    "CASE WHEN b.state = 'waiting' AND j.id IS NULL THEN 'interrupted' ELSE b.failure END "
    "AS failure, b.id IS NULL AS present, "
    "CASE WHEN b.checked = 'waiting' AND j.id IS NULL THEN 'failed' ELSE b.checked END AS checked, "
    "b.checked_at, c.person AS checked_by, b.wrong, b.version "
    "FROM backup b LEFT JOIN account a ON a.id = b.asked_by LEFT JOIN account c "
    "ON c.id = b.checked_by LEFT JOIN job j ON j.id = b.job AND j.state IN ('queued', 'running') ";

Backup backup_of(db::Tx& tx, Id<Backup> id) {
  return tx.one<Backup>(
      fmt::format("SELECT {} FROM backup WHERE id = $1", fmt::join(db::columns_of<Backup>(), ", ")),
      id);
}

std::string folder_of(const access::Call& call) {
  return backup_folder(call.service.settings().data_directory);
}

BackupView with_presence(BackupView view, const std::string& folder) {
  std::error_code error;
  view.present = view.state == BackupState::made && fs::exists(fs::path(folder) / view.file, error);
  return view;
}

BackupView view_of(const access::Call& call, db::Tx& tx, Id<Backup> id) {
  return with_presence(tx.one<BackupView>(fmt::format("{}WHERE b.id = $1", backup_view), id),
                       folder_of(call));
}

/// Newest first.
Page<BackupView> list_backups(const access::Call& call, db::Tx& tx, const ListBackups& input) {
  const auto before = access::place_before<Backup>(input.after);
  Page<BackupView> page;
  for (const BackupView& each :
       tx.rows<BackupView>(fmt::format("{}WHERE b.id < $1 ORDER BY b.id DESC LIMIT {}", backup_view,
                                       backups_a_page + 1),
                           before)) {
    page.items.push_back(with_presence(each, folder_of(call)));
  }
  if (std::ssize(page.items) > backups_a_page) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

BackupPlace backup_place(const access::Call& call) {
  const std::string& data = call.service.settings().data_directory;
  BackupPlace place{.possible = call.database.kind() == db::EngineKind::sqlite,
                    .engine = call.database.engine_version(),
                    .folder = folder_of(call),
                    .data = data,
                    .free_bytes = {}};
  std::error_code error;
  const fs::space_info space = fs::space(data, error);
  if (!error) {
    place.free_bytes = static_cast<std::int64_t>(space.available);
  }
  return place;
}

/// "sojourn-20261126-080000-3k9q.db": the moment for people, the id so that no two are one.
std::string file_name(Instant at, Id<Backup> id) {
  std::string moment;
  for (const char c : at.to_text().substr(0, 19)) {
    if (c == 'T') {
      moment += '-';
    } else if (c != '-' && c != ':') {
      moment += c;
    }
  }
  return fmt::format("sojourn-{}-{}.db", moment, id.to_text().substr(Backup::id_prefix.size() + 1));
}

BackupView make_backup(access::Call& call) {
  db::require_own_backup(call.database);
  return call.database.change(call.caller, "backup.make", [&](db::Change& change) {
    if (change.value<std::int64_t>(
            "SELECT count(*) FROM job WHERE kind = $1 AND state IN ('queued', 'running')",
            make_kind) > 0) {
      throw access::refusal(Kind::conflict, "backup_waiting",
                            "A backup is being made already. Wait until it is there.");
    }
    const Id<Backup> id = change.new_id<Backup>();
    change.insert("backup",
                  Backup{.id = id,
                         .file = file_name(change.now(), id),
                         .asked_by = access::account_of(change.caller().actor),
                         .asked_at = change.now(),
                         .job = change.job(make_kind, base::encode_text(BackupJob{.backup = id}))});
    return view_of(call, change, id);
  });
}

BackupView verify_backup(access::Call& call, const WhichBackup& input) {
  return call.database.change(call.caller, "backup.verify", [&](db::Change& change) {
    const BackupView now = view_of(call, change, input.id);
    if (now.checked == BackupChecked::waiting) {
      return now;  // it is on its way
    }
    if (!now.present) {
      throw access::refusal(Kind::precondition, "backup_gone",
                            "The file of this backup is not in the folder of backups. To prove a "
                            "copy elsewhere, run sojourn restore --verify FILE there.");
    }
    const Backup before = backup_of(change, input.id);
    Backup after = before;
    after.checked = BackupChecked::waiting;
    after.checked_by = access::account_of(change.caller().actor);
    after.job = change.job(prove_kind, base::encode_text(BackupJob{.backup = input.id}));
    change.update("backup", before, after);
    return view_of(call, change, input.id);
  });
}

std::string code_of(const base::Refusal& refusal) {
  return refusal.kind == Kind::full ? "disk_full" : refusal.code;
}
std::string code_of(const std::system_error& error) {
  return error.code() == std::errc::no_space_on_device ? "disk_full" : "write_failed";
}

class BackupRunner final : public JobRunner {
 public:
  BackupRunner(db::Database& database, const db::JobSettings& settings, std::string folder,
               ProveBackup prove)
      : database_(database),
        jobs_(database, settings),
        // Not at the lease's end: a slow disk may hold a renewal up.
        pause_(std::min<std::chrono::milliseconds>(settings.lease / 6, std::chrono::seconds(5))),
        folder_(std::move(folder)),
        prove_(std::move(prove)) {}

  void take_over() override {
    if (database_.kind() != db::EngineKind::sqlite) {
      return;
    }
    for (const db::Job& job : open_jobs()) {
      const Backup backup = database_.read(db::Caller::program(), [&](db::Tx& tx) {
        return backup_of(tx, base::decode_text<BackupJob>(job.input).backup);
      });
      // What is whole was made, and only has to be said.
      if (job.kind == make_kind && job.state == db::JobState::running &&
          !fs::exists(path_of(backup))) {
        jobs_.failed(job, "interrupted");
      }
    }
    jobs_.take_over();
    remove_halves();
  }

  bool run_one(const std::stop_token& /*stop*/) override {
    // To look costs nothing, to claim is a write.
    const std::optional<db::Job> job =
        open_jobs().empty() ? std::nullopt
                            : jobs_.claim({std::string(make_kind), std::string(prove_kind)});
    if (!job) {
      return false;
    }
    const Backup before = database_.read(db::Caller::program(), [&](db::Tx& tx) {
      return backup_of(tx, base::decode_text<BackupJob>(job->input).backup);
    });
    const bool makes = job->kind == make_kind;
    // A large database takes longer than a lease: without this another server would take the job
    // for a dead worker's and begin it anew, in the same file.
    db::LeaseKeeper keeper(jobs_, *job, pause_, [] { return std::string("{}"); });
    const Backup after = makes ? made(before) : proven(before);
    if (keeper.finish() == db::Lease::lost) {
      return true;  // another has it by now, and says what came of it
    }
    db::Caller caller = db::Caller::program();
    caller.acting_for = job->actor;
    database_.change(caller, makes ? "backup.keep" : "backup.prove", [&](db::Change& change) {
      change.update("backup", before, after);
      jobs_.finish(change, *job, "{}");
    });
    return true;
  }

 private:
  std::vector<db::Job> open_jobs() {
    return database_.read(db::Caller::program(), [](db::Tx& tx) {
      return tx.rows<db::Job>(
          fmt::format("SELECT {} FROM job WHERE state IN ('queued', 'running') AND kind IN ($1, "
                      "$2) ORDER BY id",
                      fmt::join(db::columns_of<db::Job>(), ", ")),
          make_kind, prove_kind);
    });
  }

  std::string path_of(const Backup& backup) const {
    return (fs::path(folder_) / backup.file).string();
  }

  Backup made(Backup backup) {
    try {
      const db::BackupReport report = copied(path_of(backup));
      backup.state = BackupState::made;
      backup.made_at = Instant::from_text(report.made_at);
      backup.bytes = report.bytes;
      backup.sha256 = report.sha256;
      for (const db::TableCount& each : report.tables) {
        if (each.table == "audit_entry") {
          backup.entries = each.rows;
        }
      }
    } catch (const base::Refusal& refusal) {
      backup.state = BackupState::failed;
      backup.failure = code_of(refusal);
    } catch (const std::system_error& error) {
      backup.state = BackupState::failed;
      backup.failure = code_of(error);
    }
    return backup;
  }

  db::BackupReport copied(const std::string& file) {
    if (fs::exists(file)) {
      return db::read_backup_report(file);  // whole, and the process ended before it said so
    }
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) {
      const bool full = errno == ENOSPC || errno == EDQUOT;
      throw access::refusal(full ? Kind::full : Kind::busy, full ? "disk_full" : "write_failed",
                            base::in_words("The folder {} cannot be made.", folder_));
    }
    std::error_code error;
    const fs::path database = fs::path(folder_).parent_path() / db::sqlite_file_name;
    const std::uintmax_t size = fs::file_size(database, error);
    if (!error && fs::space(folder_, error).available < size + left_free && !error) {
      throw access::refusal(Kind::full, "disk_full",
                            base::in_words("There is no room on the disk for {}.", file));
    }
    return db::backup(database_, file);
  }

  Backup proven(Backup backup) {
    backup.wrong.clear();
    try {
      const db::CareReport report = prove_(path_of(backup));
      backup.checked = report.good ? BackupChecked::good : BackupChecked::bad;
      for (const db::Check& each : report.checks) {
        if (!each.good) {
          backup.wrong.push_back(each.code);
        }
      }
    } catch (const base::Refusal& refusal) {
      // Without its list, or with one that cannot be read, nothing is proven.
      const bool list = refusal.kind == Kind::not_found || refusal.kind == Kind::invalid;
      backup.checked = list ? BackupChecked::bad : BackupChecked::failed;
      backup.wrong = {list ? "list" : code_of(refusal)};
    } catch (const std::system_error& error) {
      backup.checked = BackupChecked::failed;
      backup.wrong = {code_of(error)};
    }
    backup.checked_at = database_.clock().now();
    return backup;
  }

  /// What a process left that ended in the middle of its work. The list of a backup that was made
  /// stays, where its file was carried elsewhere too: without it the file cannot be proven.
  void remove_halves() {
    const std::vector<std::string> never_made =
        database_.read(db::Caller::program(), [](db::Tx& tx) {
          return tx.column<std::string>("SELECT file FROM backup WHERE state <> 'made'");
        });
    std::error_code error;
    for (const fs::directory_entry& each : fs::directory_iterator(folder_, error)) {
      const std::string name = each.path().filename().string();
      const bool alone =
          std::any_of(never_made.begin(), never_made.end(), [&](const std::string& file) {
            return name == file + ".json" && !fs::exists(fs::path(folder_) / file);
          });
      if (alone || name.ends_with(".part") || name.ends_with(".part-journal") ||
          name.starts_with("verify-")) {
        fs::remove_all(each.path(), error);
      }
    }
  }

  db::Database& database_;
  db::Jobs jobs_;
  std::chrono::milliseconds pause_;
  std::string folder_;
  ProveBackup prove_;
};

}  // namespace

std::string backup_folder(const fs::path& data_directory) {
  return (data_directory / "backups").string();
}

ledger::Tables backup_tables() { return {{"backup", {}}}; }

std::unique_ptr<JobRunner> backup_runner(db::Database& database, db::JobSettings settings,
                                         std::string folder, ProveBackup prove) {
  return std::make_unique<BackupRunner>(database, settings, std::move(folder), std::move(prove));
}

std::vector<access::Operation> backup_operations() {
  const base::FieldAbout which{
      .name = "id", .shape = "BACKUP", .positional = true, .meaning = "Which backup."};
  return {
      access::detail::reading<ListBackups, Page<BackupView>>(
          {.name = "backup.list",
           .permission = manage_backups,
           .path = "/api/backups",
           .summary = "backups that were asked for, the newest first",
           .description =
               "When each was made and by whom, its size, the entries of the audit log in it, "
               "whether its file is still there, and what came of proving it. Backups that "
               "`sojourn backup` made are not in this list.",
           .fields = {{.name = "after",
                       .shape = "PLACE",
                       .meaning = "For the next page: what `next` said on this one."}}},
          list_backups),
      access::detail::reading<WhichBackup, BackupView>(
          {.name = "backup.show",
           .permission = manage_backups,
           .path = "/api/backups/{id}",
           .summary = "one backup",
           .fields = {which}},
          [](const access::Call& call, db::Tx& tx, const WhichBackup& input) {
            return view_of(call, tx, input.id);
          }),
      access::call_operation<access::Nothing, BackupPlace>(
          {.name = "backup.place",
           .permission = manage_backups,
           .path = "/api/backup-place",
           .summary = "where backups lie, and whether the server can make them",
           .description = "On PostgreSQL it cannot: that engine has pg_dump of its own."},
          false,
          [](const access::Call& call, const access::Nothing&) { return backup_place(call); }),
      access::call_operation<access::Nothing, BackupView>(
          {.name = "backup.make",
           .permission = manage_backups,
           .method = Method::post,
           .path = "/api/backups",
           .summary = "make a backup in the data directory, while the server is at work",
           .description =
               "The copy is of one moment, whatever is written meanwhile. It is made beside the "
               "requests: look at its state, or without a server run `sojourn jobs run`. "
               "Nothing is ever deleted by itself. The keys of the data directory are not in it; "
               "see `sojourn backup`."},
          true, [](access::Call& call, const access::Nothing&) { return make_backup(call); }),
      access::call_operation<WhichBackup, BackupView>(
          {.name = "backup.verify",
           .permission = manage_backups,
           .method = Method::post,
           .path = "/api/backups/{id}/verify",
           .summary = "prove that a backup can be restored",
           .description =
               "As `sojourn restore --verify`: the file's digest, integrity and foreign keys, the "
               "number of rows of every table, the audit log against its key. Done beside the "
               "requests, in a copy that is removed again. `wrong` names what did not hold.",
           .fields = {which}},
          true, verify_backup),
  };
}

}  // namespace sojourn::program
