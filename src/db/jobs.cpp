#include "db/jobs.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/ensure.h"
#include "base/refusal.h"

namespace sojourn::db {
namespace {

std::string job_columns() {
  static const std::string columns = fmt::format("{}", fmt::join(columns_of<Job>(), ", "));
  return columns;
}

}  // namespace

std::optional<Job> Jobs::claim(const std::vector<std::string>& kinds) {
  base::ensure(!kinds.empty(), "a runner knows at least one kind of job");
  return database_.upkeep([&](Change& change) -> std::optional<Job> {
    const base::Instant now = change.now();
    // Step 1. Jobs that nobody will take up again.
    change.write(
        "UPDATE job SET state = CASE WHEN cancel THEN 'cancelled' ELSE 'failed' END, "
        "  error = $1, ended_at = $2, lease_until = NULL "
        "WHERE state = 'running' AND lease_until < $2 AND (cancel OR attempts >= $3)",
        "The worker that did this was lost.", now, settings_.most_attempts);
    // Step 2. The oldest of the rest.
    std::vector<Value> values = {settings_.worker, to_sql(now + settings_.lease), to_sql(now)};
    std::string places;
    for (const std::string& kind : kinds) {
      values.emplace_back(kind);
      places += fmt::format("{}${}", places.empty() ? "" : ", ", values.size());
    }
    constexpr std::string_view open =
        "((state = 'queued' AND due_at <= $3) OR (state = 'running' AND lease_until < $3))";
    std::vector<Job> claimed = change.rows_with<Job>(
        fmt::format("UPDATE job SET state = 'running', worker = $1, lease_until = $2, "
                    "  attempts = attempts + 1 "
                    "WHERE {} AND id = (SELECT id FROM job WHERE {} AND kind IN ({}) "
                    "                   ORDER BY due_at, id LIMIT 1) RETURNING {}",
                    open, open, places, job_columns()),
        std::move(values));
    return claimed.empty() ? std::nullopt : std::optional<Job>(std::move(claimed.front()));
  });
}

Lease Jobs::renew(const Job& job, std::string_view progress_json) {
  return database_.upkeep([&](Change& change) {
    const auto cancel = change.column<bool>(
        "UPDATE job SET lease_until = $1, progress = $2 "
        "WHERE id = $3 AND worker = $4 AND attempts = $5 AND state = 'running' RETURNING cancel",
        change.now() + settings_.lease, progress_json, job.id, job.worker, job.attempts);
    return cancel.empty() ? Lease::lost : cancel.front() ? Lease::cancel : Lease::held;
  });
}

void Jobs::finish(Change& change, const Job& job, std::string_view result_json) {
  const std::int64_t done = change.write(
      "UPDATE job SET state = 'done', result = $1, ended_at = $2, lease_until = NULL "
      "WHERE id = $3 AND worker = $4 AND attempts = $5 AND state = 'running'",
      result_json, change.now(), job.id, job.worker, job.attempts);
  if (done == 0) {
    throw base::Refusal{base::Kind::conflict, "lease_lost",
                        "Another worker has taken this job up; its result is the one that counts."};
  }
}

void Jobs::stopped(const Job& job) {
  database_.upkeep([&](Change& change) {
    change.write(
        "UPDATE job SET state = 'cancelled', ended_at = $1, lease_until = NULL "
        "WHERE id = $2 AND worker = $3 AND attempts = $4 AND state = 'running'",
        change.now(), job.id, job.worker, job.attempts);
  });
}

bool Jobs::failed(const Job& job, std::string_view error,
                  std::optional<std::chrono::seconds> again_in) {
  return database_.upkeep([&](Change& change) {
    const base::Instant now = change.now();
    return change.write(
               "UPDATE job SET state = $1, error = $2, due_at = $3, ended_at = $4, "
               "  lease_until = NULL "
               "WHERE id = $5 AND worker = $6 AND attempts = $7 AND state = 'running'",
               again_in ? JobState::queued : JobState::failed, error,
               now + again_in.value_or(std::chrono::seconds(0)),
               again_in ? std::nullopt : std::optional(now), job.id, job.worker, job.attempts) == 1;
  });
}

void Jobs::take_over() {
  base::ensure(database_.kind() == EngineKind::sqlite, "no other process can have the database");
  database_.upkeep([&](Change& change) {
    change.write("UPDATE job SET lease_until = $1 WHERE state = 'running' AND lease_until > $1",
                 change.now() - std::chrono::microseconds(1));
  });
}

bool Jobs::cancel(Change& change, std::int64_t id) {
  const base::Instant now = change.now();
  return change.write(
             "UPDATE job SET cancel = TRUE, "
             "  ended_at = CASE WHEN state = 'queued' THEN $1 ELSE ended_at END, "
             "  state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END "
             "WHERE id = $2 AND state IN ('queued', 'running')",
             now, id) == 1;
}

std::optional<Job> Jobs::find(Tx& tx, std::int64_t id) {
  return tx.maybe<Job>("SELECT " + job_columns() + " FROM job WHERE id = $1", id);
}

LeaseKeeper::LeaseKeeper(Jobs& jobs, const Job& job, std::chrono::milliseconds pause,
                         std::function<std::string()> progress, std::function<void()> let_go)
    : jobs_(jobs),
      job_(job),
      progress_(std::move(progress)),
      let_go_(std::move(let_go)),
      keeping_([this, pause](const std::stop_token& over) { keep(over, pause); }) {}

void LeaseKeeper::keep(const std::stop_token& over, std::chrono::milliseconds pause) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!over.stop_requested()) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, over, pause, [] { return false; });
    }
    if (over.stop_requested()) {
      return;
    }
    try {
      lease_ = jobs_.renew(job_, progress_());
    } catch (const base::Refusal&) {
      continue;  // the database is away: the next try may find it, before the lease is over
    }
    if (lease_ != Lease::held) {
      if (let_go_) {
        let_go_();
      }
      return;
    }
  }
}

Lease LeaseKeeper::finish() {
  keeping_.request_stop();
  keeping_.join();
  return lease_ == Lease::held ? jobs_.renew(job_, progress_()) : lease_.load();
}

std::vector<OutboxItem> Outbox::take(int most, std::chrono::seconds lease) {
  return database_.upkeep([&](Change& change) {
    return change.rows<OutboxItem>(
        "UPDATE outbox SET due_at = $1, attempts = attempts + 1 "
        "WHERE id IN (SELECT id FROM outbox WHERE sent_at IS NULL AND due_at <= $2 "
        "             ORDER BY due_at, id LIMIT $3) RETURNING id, kind, body, attempts",
        change.now() + lease, change.now(), most);
  });
}

void Outbox::sent(const OutboxItem& item) {
  database_.upkeep([&](Change& change) {
    change.write("UPDATE outbox SET sent_at = $1, error = NULL WHERE id = $2", change.now(),
                 item.id);
  });
}

void Outbox::failed(const OutboxItem& item, std::string_view error, std::chrono::seconds again_in) {
  database_.upkeep([&](Change& change) {
    change.write("UPDATE outbox SET due_at = $1, error = $2 WHERE id = $3 AND sent_at IS NULL",
                 change.now() + again_in, error, item.id);
  });
}

void Outbox::given_up(const OutboxItem& item, std::string_view error) {
  database_.upkeep([&](Change& change) {
    change.write("UPDATE outbox SET sent_at = $1, error = $2 WHERE id = $3", change.now(), error,
                 item.id);
  });
}

std::int64_t Outbox::forget_sent(std::chrono::hours older_than) {
  return database_.upkeep([&](Change& change) {
    return change.write("DELETE FROM outbox WHERE sent_at < $1", change.now() - older_than);
  });
}

}  // namespace sojourn::db
