// The store of a programme, opened with all that belongs to it: database, keys, audit log, access.
//
//   program::Store store({.directory = "sojourn-data"}, program::stages());
//   store.service().run(...);
//
// What is in the data directory:
//   sojourn.db (-wal, -shm), lock   the database on SQLite, and the lock of the process that has it
//   lock-keys                       held while the keys are looked for
//   log-key, log-key.pub            signs the audit log; the open half is for whoever checks it
//   person-keys                     seal the personal text in history, one a person
//   factor-key                      seals the secrets of second factors
//   outside-checkpoint              the log's last checkpoint, which no backup may hold
//   backups/                        what `backup.make` made (program/backups.h), on SQLite
//   cosigned-checkpoint             the last one that a witness cosigned, if there is a witness
// The directory and everything in it is readable by its owner only.
// Tested in tests/unit/program/store_test.cpp and tests/cli/serve_test.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "access/command.h"
#include "access/service.h"
#include "db/database.h"
#include "ledger/audit.h"
#include "ledger/log.h"
#include "ledger/person_keys.h"
#include "ledger/sequencer.h"
#include "program/stages.h"

namespace sojourn::program {

/// Files of a data directory.
struct DataFiles {
  explicit DataFiles(std::filesystem::path of) : directory(std::move(of)) {}
  std::filesystem::path log_key() const { return directory / "log-key"; }
  std::filesystem::path open_log_key() const { return directory / "log-key.pub"; }
  std::filesystem::path person_keys() const { return directory / "person-keys"; }
  std::filesystem::path factor_key() const { return directory / "factor-key"; }
  std::filesystem::path outside_checkpoint() const { return directory / "outside-checkpoint"; }
  std::filesystem::path cosigned_checkpoint() const { return directory / "cosigned-checkpoint"; }
  std::filesystem::path directory;
};

/// How the database of a place is opened; no audit log yet.
db::Settings database_settings(const access::StorePlace& place, const Stages& stages);

/// Whether a store was ever made there.
bool is_store(const access::StorePlace& place);
/// Refusal not_found "no_database" if no store was ever made there. What a PostgreSQL database has
/// lies elsewhere, but its keys are here.
void require_store(const access::StorePlace& place);

class Store {
 public:
  /// Makes what is not there, unless the place has to be one already (require_store): the
  /// directory, the database, the keys. Refusals beside the database's own: precondition
  /// "no_log_key", "no_person_keys" if there is history and its key is not here,
  /// "other_person_keys" if those that are here do not open it (made in another directory),
  /// "no_factor_key" if there are second factors and theirs is not.
  /// `connections`: see db::Settings.
  explicit Store(const access::StorePlace& place, Stages stages, int connections = 4);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  db::Database& database() { return *database_; }
  access::Service& service() { return *service_; }
  ledger::Log& log() { return *log_; }
  ledger::PersonKeys& keys() { return *keys_; }
  const Stages& stages() const { return stages_; }
  /// Of all stages; what a process that is gone has left is taken over.
  std::vector<std::unique_ptr<JobRunner>> job_runners(int threads);
  const DataFiles& files() const { return files_; }
  ledger::SequencerSettings sequencer_settings() const;
  /// Refusal precondition "log_rolled_back" if the audit log does not continue its last checkpoint:
  /// whoever would write asks first. Where another server holds the sequencer's lease, that one
  /// does.
  void check_log();
  /// Seals what is not sealed yet, unless another server holds the sequencer's lease and does. For
  /// commands: a change of theirs should not wait for the server's next start.
  void seal();
  /// Seals the second factors that an earlier Sojourn stored unsealed. After check_log.
  void seal_old_factors();

 private:
  void open_keys(bool only_reads);
  void open_factor_key();

  Stages stages_;
  DataFiles files_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::SignerKey> key_;
  std::unique_ptr<ledger::PersonKeys> keys_;
  std::unique_ptr<ledger::Log> log_;
  std::unique_ptr<access::Service> service_;
};

/// Who may sign for the log of that directory, and its name. Refusal not_found "no_key".
ledger::AuditRequest audit_request(const std::filesystem::path& open_log_key);
/// The same with the checkpoints that are kept beside the database, each called by its file's name.
ledger::LogOutside log_outside(const DataFiles& files, const std::filesystem::path& open_log_key);
/// Words for where that file may be somebody's own copy.
base::FieldAbout log_key_field_about();

}  // namespace sojourn::program
