// Long work (a plan, an import, an export) as rows that any server may take up: queued by
// `Change::job` in the transaction of the change that wants it, claimed by a lease.
//
//   db::Jobs jobs(database, {.worker = "host:1234"});
//   while (auto job = jobs.claim({"plan"})) {
//     ...  jobs.renew(*job, progress_json) now and then: held, cancel or lost
//     database.change(caller, "plan.keep", [&](db::Change& change) {
//       ...  jobs.finish(change, *job, result_json);   // with what it made, in one transaction
//     });
//   }
//
// A claim is one UPDATE ... RETURNING, the same on both engines, without SKIP LOCKED. A worker that
// dies leaves its lease to run out; another takes the job up. So a job may be begun again: what it
// writes goes into the change that finishes it, which is refused once the lease is another's.
// The outbox works the same way for what leaves for the outside world (a mail): at least once.
// Tested in tests/unit/db/jobs_test.cpp on both engines.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/date.h"
#include "db/database.h"

namespace sojourn::db {

enum class JobState : std::uint8_t { queued, running, done, failed, cancelled };
BOOST_DESCRIBE_ENUM(JobState, queued, running, done, failed, cancelled)

struct Job {
  std::int64_t id = 0;
  std::string kind;
  std::string input;  ///< JSON
  JobState state = JobState::queued;
  /// Times that it was claimed.
  std::int32_t attempts = 0;
  bool cancel = false;  ///< somebody wants it stopped
  std::int64_t actor = 0;
  base::Instant made_at;
  /// Not claimed before.
  base::Instant due_at;
  std::optional<std::string> worker;
  std::optional<base::Instant> lease_until;
  std::optional<std::string> progress;  ///< JSON
  std::optional<std::string> result;    ///< JSON
  std::optional<std::string> error;
  std::optional<base::Instant> ended_at;
  friend bool operator==(const Job&, const Job&) = default;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, input, state, attempts, cancel, actor, made_at, due_at, worker,
                       lease_until, progress, result, error, ended_at))

enum class Lease : std::uint8_t {
  held,
  cancel,  ///< held, and the work should end: call `stopped`
  lost,    ///< another has it, or it was ended: drop the work
};

struct JobSettings {
  /// Names this runner among all servers: host and process.
  std::string worker;
  /// How long a claim holds without `renew`. Longer: a dead worker's job waits longer. Shorter:
  /// more writes, and a slow disk or a pause may lose a job that is being done.
  std::chrono::seconds lease{60};
  /// A job whose workers died this many times is failed: it may be what kills them.
  int most_attempts = 5;
};

class Jobs {
 public:
  Jobs(Database& database, JobSettings settings)
      : database_(database), settings_(std::move(settings)) {}

  /// The oldest job of these kinds that is due or whose lease ran out.
  std::optional<Job> claim(const std::vector<std::string>& kinds);
  /// Extends the lease; the progress is for those who watch.
  Lease renew(const Job& job, std::string_view progress_json);
  /// In the transaction of what the job made. Refusal conflict "lease_lost" if it is another's by
  /// now, which undoes the change.
  void finish(Change& change, const Job& job, std::string_view result_json);
  /// The work ended because `renew` said cancel.
  void stopped(const Job& job);
  /// It failed; with `again_in` it is queued once more. False if the lease was lost.
  bool failed(const Job& job, std::string_view error,
              std::optional<std::chrono::seconds> again_in = std::nullopt);

  /// Lets go of every lease, so that what was under way is begun anew at once. Only for a process
  /// that has the database alone (SQLite), as it starts: whoever held a lease is dead.
  void take_over();

  /// Asks for a job's end: one that waits is cancelled at once, one that runs is told at its next
  /// `renew`. False if it has ended, or there is none.
  static bool cancel(Change& change, std::int64_t id);
  static std::optional<Job> find(Tx& tx, std::int64_t id);

 private:
  Database& database_;
  JobSettings settings_;
};

/// Keeps the lease of a job whose work has no time for it, and tells its progress.
/// Threads: one, which does that.
class LeaseKeeper {
 public:
  /// `pause`: between two renewals. `progress`: JSON for those who watch. `let_go`: told once that
  /// the lease is held no more, or that somebody cancels; then it is not renewed again. Both are
  /// called in the keeper's thread, and have to live as long as it does, as `jobs` and `job` have.
  LeaseKeeper(Jobs& jobs, const Job& job, std::chrono::milliseconds pause,
              std::function<std::string()> progress, std::function<void()> let_go = {});
  LeaseKeeper(const LeaseKeeper&) = delete;
  LeaseKeeper& operator=(const LeaseKeeper&) = delete;
  ~LeaseKeeper() = default;

  Lease lease() const { return lease_; }
  /// After the work, once: how the lease stands now.
  Lease finish();

 private:
  void keep(const std::stop_token& over, std::chrono::milliseconds pause);

  Jobs& jobs_;
  const Job& job_;
  std::function<std::string()> progress_;
  std::function<void()> let_go_;
  std::atomic<Lease> lease_ = Lease::held;
  std::jthread keeping_;
};

struct OutboxItem {
  std::int64_t id = 0;
  std::string kind;
  std::string body;  ///< JSON
  std::int32_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(OutboxItem, (), (id, kind, body, attempts))

class Outbox {
 public:
  explicit Outbox(Database& database) : database_(database) {}
  /// Oldest first; what is taken is nobody else's for `lease`.
  std::vector<OutboxItem> take(int most, std::chrono::seconds lease);
  void sent(const OutboxItem& item);
  void failed(const OutboxItem& item, std::string_view error, std::chrono::seconds again_in);
  /// Not tried again: `error` stays with it, beside the time.
  void given_up(const OutboxItem& item, std::string_view error);
  /// Deletes what was sent or given up longer ago; how many.
  std::int64_t forget_sent(std::chrono::hours older_than);

 private:
  Database& database_;
};

}  // namespace sojourn::db
