#include "stages/accountability/audit_run.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

#include "base/json.h"
#include "base/language.h"

namespace sojourn::stages::accountability {
namespace {

/// Why a reading of the log ends before its end.
struct Ended {};

/// Keeps the lease while a check reads, and tells its progress: what reads is in one transaction
/// all the time. Threads: one, which does that.
class Keeper {
 public:
  Keeper(db::Jobs& jobs, const db::Job& job, std::chrono::seconds lease, std::int64_t of)
      : jobs_(jobs), job_(job), of_(of) {
    const auto pause = std::min<std::chrono::milliseconds>(lease / 6, std::chrono::seconds(1));
    keeping_ = std::jthread([this, pause](const std::stop_token& over) {
      std::mutex mutex;
      std::condition_variable_any wake;
      while (!over.stop_requested()) {
        {
          std::unique_lock lock(mutex);
          wake.wait_for(lock, over, pause, [] { return false; });
        }
        if (!over.stop_requested()) {
          try {
            lease_ = renew();
          } catch (const base::Refusal&) {
            continue;  // the database is away: the next try may find it, before the lease is over
          }
        }
      }
    });
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() = default;

  void show(std::uint64_t entries) { entries_ = static_cast<std::int64_t>(entries); }
  db::Lease lease() const { return lease_; }
  /// After the reading: how the lease stands now.
  db::Lease finish() {
    keeping_.request_stop();
    keeping_.join();
    return lease_ == db::Lease::held ? renew() : lease_.load();
  }

 private:
  db::Lease renew() {
    return jobs_.renew(job_, base::encode_text(AuditProgress{.entries = entries_, .of = of_}));
  }

  db::Jobs& jobs_;
  const db::Job& job_;
  std::int64_t of_;
  std::atomic<std::int64_t> entries_ = 0;
  std::atomic<db::Lease> lease_ = db::Lease::held;
  std::jthread keeping_;
};

std::vector<std::string> in_each_language(const base::Sentence& sentence) {
  return {sentence.in(base::Language::en), sentence.in(base::Language::zh)};
}

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::optional<std::int64_t> number(const std::optional<std::uint64_t>& count) {
  return count ? std::optional(number(*count)) : std::nullopt;
}

AuditResult result_of(const ledger::VerifyReport& report) {
  AuditResult made{.good = report.good,
                   .entries = number(report.entries),
                   .root = report.root,
                   .checkpoints = number(report.checkpoints),
                   .kept_outside = number(report.kept_checkpoints),
                   .cosigned = number(report.cosigned),
                   .unsealed = number(report.unsealed),
                   .records = {},
                   .erased = {},
                   .unclear = {},
                   .findings = {},
                   .more_findings = number(report.more_findings)};
  for (const ledger::Finding& each : report.findings) {
    made.findings.push_back({.flaw = std::string(base::name_of(each.flaw)),
                             .first = number(each.first),
                             .last = number(each.last),
                             .table = {},
                             .record = {},
                             .entry = {},
                             .fields = {},
                             .said = in_each_language(each.detail)});
  }
  // The first bad record first: what concerns one entry stands before what concerns a range that
  // ends with it or later, and what concerns none last.
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
  std::stable_sort(made.findings.begin(), made.findings.end(),
                   [](const KeptFinding& one, const KeptFinding& other) {
                     const auto place = [](const KeptFinding& each) {
                       return std::pair(each.last.value_or(none), -each.first.value_or(none));
                     };
                     return place(one) < place(other);
                   });
  return made;
}

AuditResult result_of(const ledger::ReconcileReport& report) {
  AuditResult made{.good = report.good,
                   .entries = number(report.entries),
                   .root = {},
                   .checkpoints = {},
                   .kept_outside = {},
                   .cosigned = {},
                   .unsealed = {},
                   .records = number(report.records),
                   .erased = number(report.erased),
                   .unclear = number(report.unclear),
                   .findings = {},
                   .more_findings = number(report.more_findings)};
  const auto named = [](std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
  for (const ledger::StateFinding& each : report.findings) {
    made.findings.push_back({.flaw = std::string(base::name_of(each.flaw)),
                             .first = {},
                             .last = {},
                             .table = each.table,
                             .record = named(each.record),
                             .entry = named(each.entry),
                             .fields = each.fields,
                             .said = in_each_language(each.detail)});
  }
  return made;
}

}  // namespace

void AuditRunner::take_over() {
  if (database_.kind() == db::EngineKind::sqlite) {
    jobs_.take_over();
  }
}

AuditResult AuditRunner::check(CheckOf what, const ledger::HowFar& how_far) {
  if (what == CheckOf::records) {
    return result_of(ledger::reconcile(database_, *about_.keys, about_.tables, how_far));
  }
  // What is kept outside is read before the log is: a running server writes it after the log.
  const ledger::LogOutside outside = about_.outside();
  return result_of(ledger::verify_log(database_, outside.request, how_far));
}

bool AuditRunner::run_one(const std::stop_token& stop) {
  // To look costs nothing, to claim is a write.
  const auto open = database_.read(db::Caller::program(), [](db::Tx& tx) {
    return tx.value<std::int64_t>(
        "SELECT count(*) FROM job j WHERE j.state IN ('queued', 'running') AND j.kind = $1",
        audit_job_kind);
  });
  const std::optional<db::Job> job =
      open == 0 ? std::nullopt : jobs_.claim({std::string(audit_job_kind)});
  if (!job) {
    return false;
  }
  const CheckOf what = base::decode_text<AuditJob>(job->input).what;
  const auto all = database_.read(db::Caller::program(), [](db::Tx& tx) {
    return tx.value<std::int64_t>("SELECT count(*) FROM audit_entry");
  });
  Keeper keeper(jobs_, *job, lease_, all);
  std::optional<AuditResult> result;
  try {
    result = check(what, [&](std::uint64_t entries) {
      keeper.show(entries);
      if (stop.stop_requested() || keeper.lease() != db::Lease::held) {
        throw Ended{};
      }
    });
  } catch (const Ended&) {
    result.reset();
  } catch (const base::Refusal& refusal) {
    if (refusal.kind == base::Kind::busy) {
      throw;  // the lease runs out, and the job is taken up again
    }
    keeper.finish();
    jobs_.failed(*job, refusal.detail.english());
    return true;
  }
  switch (keeper.finish()) {
    case db::Lease::lost: return true;
    case db::Lease::cancel: jobs_.stopped(*job); return true;
    case db::Lease::held: break;
  }
  if (!result) {
    jobs_.failed(*job, "The server stopped.", std::chrono::seconds(0));
    return true;
  }
  try {
    database_.upkeep(
        [&](db::Change& change) { jobs_.finish(change, *job, base::encode_text(*result)); });
  } catch (const base::Refusal& refusal) {
    if (refusal.code != "lease_lost") {
      throw;
    }
  }
  return true;
}

}  // namespace sojourn::stages::accountability
