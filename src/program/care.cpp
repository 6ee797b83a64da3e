#include "program/care.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "db/care.h"
#include "ledger/files.h"
#include "program/privacy.h"
#include "program/store.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;

struct BackupInput {
  std::string file;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(BackupInput, (), (file, data, database))

struct RestoreInput {
  std::string file;
  std::string data;
  std::optional<std::string> keys;
  std::optional<std::string> log_key;
  bool verify = false;
};
BOOST_DESCRIBE_STRUCT(RestoreInput, (), (file, data, keys, log_key, verify))

struct StoreInput {
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(StoreInput, (), (data, database))

template <base::Record Report>
void print(const Report& report, base::Terminal& terminal) {
  terminal.out << base::write_json(base::encode(report), base::Layout::indented);
}

int print_care(db::CareReport report, base::Terminal& terminal) {
  for (db::Check& each : report.checks) {
    each.what = each.what.in(terminal.language);
    each.detail = each.detail.in(terminal.language);
  }
  print(report, terminal);
  return report.good ? base::exit_done : base::exit_answer_is_no;
}

int run_backup(const BackupInput& input, base::Terminal& terminal) {
  const auto database = db::Database::open(database_settings(
      {.directory = input.data, .url = input.database.value_or(""), .only_reads = true}, stages()));
  print(db::backup(*database, input.file), terminal);
  return base::exit_done;
}

/// The restored log must verify; what was made after the backup is not in it, so no later
/// checkpoint is asked for.
db::MoreChecks log_check(const ledger::AuditRequest& request) {
  return [request](db::Database& database) {
    const ledger::VerifyReport report = ledger::verify_log(database, request);
    base::Sentence detail = base::in_words("{} entries, root {}", report.entries, report.root);
    for (const ledger::Finding& finding : report.findings) {
      detail += std::string("; ");
      detail += finding.detail;
    }
    return std::vector<db::Check>{{"audit log", report.good, detail, "log"}};
  };
}

/// The time at which the backup was made: what waited to be sealed then was not late.
base::Instant made_at(const std::string& file) {
  std::ifstream in(file + ".json");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) {
    return base::SystemWallClock().now();  // db::restore says that the list is not there
  }
  const auto report = base::decode_text<db::BackupReport>(text);
  return base::Instant::from_text(report.made_at).value_or(base::SystemWallClock().now());
}

void copy_keys(const DataFiles& from, const DataFiles& to) {
  for (const auto file : {&DataFiles::log_key, &DataFiles::open_log_key, &DataFiles::person_keys,
                          &DataFiles::factor_key, &DataFiles::outside_checkpoint}) {
    const fs::path source = (from.*file)();
    constexpr std::size_t most = std::size_t{256} << 20;
    if (const auto bytes = ledger::read_small_file(source, most)) {
      ledger::create_file((to.*file)(), *bytes);
    }
  }
}

int run_restore(const RestoreInput& input, base::Terminal& terminal) {
  ::umask(S_IRWXG | S_IRWXO);  // as the server's own directory: its owner's alone
  const Stages all = stages();
  const DataFiles target(input.data);
  const DataFiles keys(input.keys.value_or(input.data));
  const ledger::AuditRequest log = audit_request(input.log_key.value_or(keys.open_log_key()));
  if (input.verify) {
    return print_care(prove_backup(input.file, all, log), terminal);
  }
  base::HandWallClock clock(made_at(input.file));
  db::Settings settings = database_settings({.directory = input.data}, all);
  settings.clock = &clock;
  const db::CareReport report = db::restore(input.file, settings, log_check(log));
  if (report.good && input.keys && fs::absolute(*input.keys) != fs::absolute(input.data)) {
    copy_keys(keys, target);
  }
  return print_care(report, terminal);
}

int run_doctor(const StoreInput& input, base::Terminal& terminal) {
  const db::Settings settings = database_settings(
      {.directory = input.data, .url = input.database.value_or(""), .only_reads = true}, stages());
  const auto database = db::Database::open(settings);
  db::CareReport report = db::doctor(*database, settings);
  base::Sentence differences;
  for (const base::Sentence& each : schema_differences(*database)) {
    if (!differences.empty()) {
      differences += std::string(" ");
    }
    differences += each;
  }
  report.good = report.good && differences.empty();
  report.checks.push_back(
      {"tables and columns", differences.empty(),
       differences.empty() ? base::Sentence("as the data dictionary says") : differences});
  const DataFiles files(input.data);
  for (const auto& [what, file] :
       {std::pair("key of the audit log", files.log_key()),
        std::pair("keys of the people in its history", files.person_keys()),
        std::pair("key of second factors", files.factor_key())}) {
    const bool there = fs::exists(file);
    report.checks.push_back(
        {what, there,
         there ? base::Sentence(file.string()) : base::in_words("{} is not there", file.string())});
    report.good = report.good && there;
  }
  return print_care(report, terminal);
}

int run_migrate(const StoreInput& input, base::Terminal& terminal) {
  const access::StorePlace place{.directory = input.data, .url = input.database.value_or("")};
  require_store(place);
  print(db::migrate(database_settings(place, stages())), terminal);
  return base::exit_done;
}

base::FieldAbout file_field(base::Sentence meaning) {
  return {.name = "file", .shape = "FILE", .positional = true, .meaning = std::move(meaning)};
}

}  // namespace

db::CareReport prove_backup(const std::string& file, const Stages& stages,
                            const ledger::AuditRequest& log) {
  base::HandWallClock clock(made_at(file));
  db::Settings settings = database_settings({}, stages);
  settings.clock = &clock;
  return db::verify_backup(file, settings, log_check(log));
}

std::vector<base::Operation> care_operations() {
  const base::ExitCodeAbout not_good{base::exit_answer_is_no, "something is wrong; it is listed"};
  return {
      base::operation<BackupInput>(
          {.name = "backup",
           .summary = "copy the database into one file, while it is in use",
           .description =
               "The copy is of one moment, whatever is written meanwhile. Beside it FILE.json "
               "lists "
               "its digest and the number of rows of every table, so that restore can prove it. "
               "Keep "
               "both.\n\nThe keys and the outside checkpoint of the data directory are not in it, "
               "on "
               "purpose: keep log-key and factor-key once in a locked place, person-keys in a "
               "backup of "
               "its own that is deleted after 30 days, and outside-checkpoint never with the "
               "database.\n\n"
               "PostgreSQL has its own tool for this, pg_dump.",
           .fields = {file_field("The file to make. One that is there is not overwritten."),
                      access::data_field_about(), access::database_field_about()},
           .examples = {{"sojourn backup /backups/2026-11-26.db", "a copy of ./sojourn-data"}},
           .see_also = {"restore"}},
          run_backup),
      base::operation<RestoreInput>(
          {.name = "restore",
           .summary = "put a backup into a new data directory, and prove it",
           .description =
               "Proven: the file's digest, the database's integrity and foreign keys, the number "
               "of "
               "rows of every table, and the audit log against its key. What does not pass is "
               "removed again.\n\nThe server then finds that the log does not continue its last "
               "checkpoint, as what was done after the backup is lost. Say so once with "
               "`sojourn audit new-epoch`.",
           .fields = {file_field("The backup; FILE.json stands beside it."),
                      access::data_field_about(),
                      {.name = "keys",
                       .shape = "DIR",
                       .meaning = "The directory that holds log-key.pub, and the other keys, which "
                                  "are copied to the new one. Without it: the data directory."},
                      log_key_field_about(),
                      {.name = "verify",
                       .meaning =
                           "Only prove that the backup can be restored: in a directory beside "
                           "the file, which is removed again."}},
           .exit_codes = {not_good},
           .examples = {{"sojourn restore --verify /backups/2026-11-26.db", "proves a backup"},
                        {"sojourn restore /backups/2026-11-26.db --data new --keys sojourn-data",
                         "restores it, with the keys of the old directory"}},
           .see_also = {"backup", "audit new-epoch"}},
          run_restore),
      base::operation<StoreInput>(
          {.name = "doctor",
           .summary = "say whether the store is well",
           .description = "Engine and its settings, schema, integrity and foreign keys, keys, free "
                          "space. Reads the whole database; a server may be at work meanwhile.",
           .fields = {access::data_field_about(), access::database_field_about()},
           .exit_codes = {not_good}},
          run_doctor),
      base::operation<StoreInput>(
          {.name = "migrate",
           .summary = "bring the database to this program's schema",
           .description = "The server does the same when it starts. On its own it shows beforehand "
                          "what is run, and how long it takes.",
           .fields = {access::data_field_about(), access::database_field_about()}},
          run_migrate),
  };
}

}  // namespace sojourn::program
