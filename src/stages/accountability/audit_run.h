// Checks of the audit log as jobs: the whole log against itself and what was kept outside ("log"),
// or the tables against the log ("records"). A nation's log has millions of entries, so neither is
// done while somebody waits for an answer.
//
//   AuditRunner runner(database, {.worker = "host:1234"}, about);
//   while (runner.run_one(stop)) {}
//
// What is found is kept in the job. A runner that dies leaves the job to another, which begins
// anew. Tested in tests/unit/stages/accountability/audit_test.cpp.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "db/jobs.h"
#include "ledger/audit.h"

namespace sojourn::stages::accountability {

inline constexpr std::string_view audit_job_kind = "audit";

enum class CheckOf : std::uint8_t {
  log,      ///< ledger::verify_log
  records,  ///< ledger::reconcile
};
BOOST_DESCRIBE_ENUM(CheckOf, log, records)

struct AuditJob {
  CheckOf what = CheckOf::log;
};
BOOST_DESCRIBE_STRUCT(AuditJob, (), (what))

struct AuditProgress {
  std::int64_t entries = 0;  ///< read so far
  std::int64_t of = 0;       ///< that there were when it began
};
BOOST_DESCRIBE_STRUCT(AuditProgress, (), (entries, of))

/// A ledger::Finding or ledger::StateFinding as the job keeps it.
struct KeptFinding {
  std::string flaw;
  std::optional<std::int64_t> first;  ///< index of the first entry that it may concern
  std::optional<std::int64_t> last;
  std::optional<std::string> table;
  std::optional<std::int64_t> record;
  std::optional<std::int64_t> entry;  ///< id of the entry that says otherwise
  std::vector<std::string> fields;
  std::vector<std::string> said;  ///< in each language, in the order of base::Language
};
BOOST_DESCRIBE_STRUCT(KeptFinding, (), (flaw, first, last, table, record, entry, fields, said))

struct AuditResult {
  bool good = false;
  std::int64_t entries = 0;
  std::optional<std::string> root;           ///< "log": of all entries, in base64
  std::optional<std::int64_t> checkpoints;   ///< "log": that were believed
  std::optional<std::int64_t> kept_outside;  ///< "log": checkpoints that were kept elsewhere
  std::optional<std::int64_t> cosigned;      ///< "log": entries that witnesses have cosigned
  std::optional<std::int64_t> unsealed;      ///< "log": that no checkpoint covers yet
  std::optional<std::int64_t> records;       ///< "records": compared
  std::optional<std::int64_t> erased;        ///< "records": whose keys were erased
  std::optional<std::int64_t> unclear;       ///< "records": see ledger::ReconcileReport
  std::vector<KeptFinding> findings;         ///< the first bad record first
  std::int64_t more_findings = 0;
};
BOOST_DESCRIBE_STRUCT(AuditResult, (),
                      (good, entries, root, checkpoints, kept_outside, cosigned, unsealed, records,
                       erased, unclear, findings, more_findings))

struct AuditRunnerAbout {
  std::function<ledger::LogOutside()> outside;
  ledger::PersonKeys* keys = nullptr;  ///< must outlive the runner
  ledger::Tables tables;
};

class AuditRunner {
 public:
  AuditRunner(db::Database& database, const db::JobSettings& settings, AuditRunnerAbout about)
      : database_(database),
        lease_(settings.lease),
        jobs_(database, settings),
        about_(std::move(about)) {}

  void take_over();
  /// Does one check. False: none waits. After a stop request it is left to be begun anew.
  bool run_one(const std::stop_token& stop = {});

 private:
  AuditResult check(CheckOf what, const ledger::HowFar& how_far);

  db::Database& database_;
  std::chrono::seconds lease_;
  db::Jobs jobs_;
  AuditRunnerAbout about_;
};

}  // namespace sojourn::stages::accountability
