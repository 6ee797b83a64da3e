#include "program/store.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "access/factor_seal.h"
#include "access/token.h"
#include "base/digest.h"
#include "base/refusal.h"
#include "db/sqlite_engine.h"
#include "ledger/audit.h"
#include "ledger/cosigned.h"
#include "ledger/files.h"
#include "ledger/key_file.h"
#include "ledger/stored_log.h"
#include "program/backups.h"
#include "program/care.h"
#include "stages/accountability/audit_run.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
using base::Kind;

base::Refusal refusal(Kind kind, std::string code, base::Sentence detail) {
  return {.kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

/// Made with its permissions, not given them afterwards: in between others could look in.
void make_directory(const fs::path& directory) {
  std::error_code error;
  if (directory.has_parent_path()) {
    fs::create_directories(directory.parent_path(), error);
  }
  if (!error && ::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    error = std::error_code(errno, std::generic_category());
  }
  if (error || !fs::is_directory(directory)) {
    throw refusal(Kind::precondition, "unusable_directory",
                  base::in_words("The data directory {} cannot be made: {}.", directory.string(),
                                 error ? base::Sentence::phrase(error.message())
                                       : base::Sentence("a file of that name is there")));
  }
}

bool has_history(db::Database& database) {
  return database.read(db::Caller::program(), [](db::Tx& tx) {
    return !ledger::stored_epochs(tx).empty() ||
           tx.value<std::int64_t>("SELECT count(*) FROM (SELECT id FROM audit_entry LIMIT 1) e") >
               0;
  });
}

/// The stage's runner, which needs what only a store has.
class AuditJobs final : public JobRunner {
 public:
  AuditJobs(db::Database& database, const db::JobSettings& settings, const Stages& stages)
      : runner_(database, settings,
                {.outside = *stages.log_outside,
                 .keys = stages.service.person_keys,
                 .tables = stages.tables}) {}
  void take_over() override { runner_.take_over(); }
  bool run_one(const std::stop_token& stop) override { return runner_.run_one(stop); }

 private:
  stages::accountability::AuditRunner runner_;
};

/// Different for every programme, so that no checkpoint is ever taken for another one's.
std::string new_log_name() {
  return "sojourn-" + base::sha256_hex(access::random_bytes(32)).substr(0, 16) + "/audit";
}

}  // namespace

db::Settings database_settings(const access::StorePlace& place, const Stages& stages) {
  return {.url = place.url,
          .directory = place.url.empty() ? place.directory : std::string(),
          .scoped_tables = stages.scoped_tables,
          .constraints = stages.constraints,
          .only_reads = place.only_reads};
}

bool is_store(const access::StorePlace& place) {
  const DataFiles files(place.directory);
  return fs::exists(place.url.empty() ? files.directory / db::sqlite_file_name : files.log_key());
}

void require_store(const access::StorePlace& place) {
  if (!is_store(place)) {
    throw refusal(Kind::not_found, "no_database",
                  base::in_words("There is no programme in {}. Say with --data where it is. To "
                                 "begin one there, run: sojourn serve --data {}",
                                 place.directory, place.directory));
  }
}

Store::Store(const access::StorePlace& place, Stages stages, int connections)
    : stages_(std::move(stages)), files_(place.directory) {
  if (place.must_be_there || place.only_reads) {
    require_store(place);
  }
  // 1. The directory. What is made in it from here on is its owner's alone.
  ::umask(S_IRWXG | S_IRWXO);
  if (!place.only_reads) {
    make_directory(files_.directory);
  }
  // 2. The database, which on SQLite also keeps other processes out.
  db::Settings settings = database_settings(place, stages_);
  settings.connections = connections;
  database_ = db::Database::open(std::move(settings));
  // 3. Keys and log.
  open_keys(place.only_reads);
  log_ = std::make_unique<ledger::Log>(
      ledger::LogSettings{.keys = keys_.get(), .tables = stages_.tables});
  database_->set_change_log(log_.get());
  stages_.service.person_keys = keys_.get();
  *stages_.log_outside = [this] { return log_outside(files_, files_.open_log_key()); };
  stages_.service.data_directory = fs::absolute(files_.directory).lexically_normal().string();
  service_ = std::make_unique<access::Service>(*database_, stages_.service);
}

void Store::open_keys(bool only_reads) {
  // Two servers on one PostgreSQL may start at once: one makes the keys, the other finds them.
  std::optional<ledger::FileLock> alone;
  if (!only_reads) {
    alone.emplace(files_.directory / "lock-keys");
  }
  const bool key_is_here = fs::exists(files_.log_key());
  const bool people_are_here = ledger::PersonKeys::are_in(files_.person_keys());
  if ((!key_is_here || !people_are_here) && (only_reads || has_history(*database_))) {
    // A new key would begin a second log that nobody can tell from a forged one.
    throw refusal(
        Kind::precondition, key_is_here ? "no_person_keys" : "no_log_key",
        base::in_words("This database has an audit log, and {} of it is not in {}. Copy log-key, "
                       "log-key.pub and person-keys there from the data directory that it was made "
                       "with, or from their backup.",
                       base::Sentence(key_is_here ? "the file person-keys" : "the key"),
                       files_.directory.string()));
  }
  if (!key_is_here) {
    ledger::write_key_file(files_.log_key(),
                           ledger::SignerKey::make(new_log_name(), ledger::KeyType::log));
  }
  key_ = std::make_unique<ledger::SignerKey>(ledger::read_key_file(files_.log_key()));
  if (!only_reads && !fs::exists(files_.open_log_key())) {
    // The machine stopped between the two files, or somebody tidied up.
    ledger::create_file(files_.open_log_key(), key_->verifier().text() + "\n");
  }
  keys_ = std::make_unique<ledger::PersonKeys>(files_.person_keys());
  if (!only_reads && !ledger::opens_history(*database_, *keys_)) {
    // Each of two servers would seal with keys of its own, and erasing a person would leave one.
    throw refusal(
        Kind::precondition, "other_person_keys",
        base::in_words("The history in this database is sealed with other keys than those in {}. "
                       "Servers that share a database share their keys: copy log-key, log-key.pub, "
                       "person-keys and factor-key there from the data directory that it was made "
                       "with, or give --data the folder that they share. If these are its keys, "
                       "sojourn audit reconcile says what was changed.",
                       files_.directory.string()));
  }
  if (!only_reads) {
    open_factor_key();
  }
}

void Store::open_factor_key() {
  if (!fs::exists(files_.factor_key())) {
    if (database_->read(db::Caller::program(), access::holds_sealed_factors)) {
      throw refusal(
          Kind::precondition, "no_factor_key",
          base::in_words("The second factors in this database are sealed with a key that is not "
                         "in {}. Copy factor-key there from the data directory that it was made "
                         "with, or from its backup. If it is lost for good, see the "
                         "administrator's guide.",
                         files_.directory.string()));
    }
    access::write_factor_key(files_.factor_key());
  }
  stages_.service.factor_key = access::read_factor_key(files_.factor_key());
}

void Store::seal_old_factors() { access::seal_old_factors(*database_, service_->factor_seal()); }

ledger::SequencerSettings Store::sequencer_settings() const {
  std::string host(256, '\0');
  if (::gethostname(host.data(), host.size() - 1) != 0) {
    host = "host";
  }
  host.resize(std::char_traits<char>::length(host.c_str()));
  return {.name = key_->verifier().name,
          .key = *key_,
          .outside_file = files_.outside_checkpoint(),
          .holder = fmt::format("{}:{}", host, ::getpid())};
}

std::vector<std::unique_ptr<JobRunner>> Store::job_runners(int threads) {
  const db::JobSettings settings{.worker = sequencer_settings().holder};
  std::vector<std::unique_ptr<JobRunner>> made;
  for (const auto& make : stages_.runners) {
    made.push_back(make(*database_, settings, threads));
  }
  made.push_back(std::make_unique<AuditJobs>(*database_, settings, stages_));
  made.push_back(backup_runner(
      *database_, settings, backup_folder(files_.directory), [this](const std::string& file) {
        return prove_backup(file, stages_, audit_request(files_.open_log_key()));
      }));
  for (const auto& each : made) {
    each->take_over();
  }
  return made;
}

void Store::check_log() { ledger::Sequencer(*database_, sequencer_settings()).check(); }

void Store::seal() {
  ledger::Sequencer sequencer(*database_, sequencer_settings());
  sequencer.step(true);
  sequencer.leave();
}

ledger::AuditRequest audit_request(const fs::path& open_log_key) {
  ledger::AuditRequest request{.keys = ledger::read_verifier_keys(open_log_key), .name = {}};
  if (request.keys.empty()) {
    throw refusal(Kind::not_found, "no_key",
                  base::in_words("{} holds no key.", open_log_key.string()));
  }
  request.name = request.keys.front().name;
  return request;
}

ledger::LogOutside log_outside(const DataFiles& files, const fs::path& open_log_key) {
  ledger::LogOutside made{.request = audit_request(open_log_key)};
  // Read before the log is: a running server writes it after the log, so it is never ahead.
  const fs::path outside = files.outside_checkpoint();
  if (auto note = ledger::read_small_file(outside, ledger::longest_note)) {
    made.request.kept.push_back({*std::move(note), outside.filename().string()});
  }
  made.cosigned = ledger::read_cosigned(files.cosigned_checkpoint());
  if (made.cosigned) {
    made.request.kept.push_back({*made.cosigned, files.cosigned_checkpoint().filename().string()});
  }
  return made;
}

base::FieldAbout log_key_field_about() {
  return {.name = "log_key",
          .shape = "FILE",
          .meaning =
              "Your own copy of log-key.pub. Whoever changes the data directory can change "
              "the one in it too, so an auditor gives theirs."};
}

}  // namespace sojourn::program
