// See plan_run.h.
#include "stages/placement/plan_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/json.h"
#include "base/process.h"
#include "planner/planner.h"
#include "stages/placement/by_hand.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/plan_keep.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Id;
using std::chrono::steady_clock;

/// Keeps the lease while a plan is sought, tells its progress, and asks the search to end: when its
/// time is over, when somebody cancels, when the lease is lost, when the server stops.
/// Threads: one, which does all that.
class Keeper {
 public:
  Keeper(db::Jobs& jobs, const db::Job& job, std::chrono::seconds lease,
         std::optional<double> seconds, std::stop_token server)
      : jobs_(jobs),
        job_(job),
        pause_(std::min<std::chrono::milliseconds>(lease / 6, std::chrono::seconds(2))),
        start_(steady_clock::now()) {
    if (seconds) {
      end_ = start_ + std::chrono::duration_cast<steady_clock::duration>(
                          std::chrono::duration<double>(*seconds));
    }
    passed_on_.emplace(std::move(server), [this] { source_.request_stop(); });
    keeping_ = std::jthread([this](const std::stop_token& over) { keep(over); });
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() = default;

  std::stop_token token() const { return source_.get_token(); }
  double seconds() const {
    return std::chrono::duration<double>(steady_clock::now() - start_).count();
  }
  void show(const planner::Progress& progress) {
    const std::lock_guard hold(mutex_);
    progress_ = {.phase = std::string(planner::name_of(progress.phase)), .bound = progress.bound};
    if (progress.has_plan) {
      progress_.best = progress.best;
    }
  }
  /// After the search: how the lease stands now.
  db::Lease finish() {
    keeping_.request_stop();
    keeping_.join();
    return lease_ == db::Lease::held ? renew() : lease_;
  }

 private:
  db::Lease renew() {
    PlanProgress progress;
    {
      const std::lock_guard hold(mutex_);
      progress = progress_;
    }
    progress.seconds = seconds();
    return jobs_.renew(job_, base::encode_text(progress));
  }
  void keep(const std::stop_token& over) {
    std::mutex mutex;
    std::condition_variable_any wake;
    auto renewed = start_;
    while (!over.stop_requested()) {
      auto until = renewed + pause_;
      if (end_ && !source_.stop_requested()) {
        until = std::min(until, *end_);
      }
      {
        std::unique_lock lock(mutex);
        wake.wait_until(lock, over, until, [] { return false; });
      }
      if (end_ && steady_clock::now() >= *end_) {
        source_.request_stop();
      }
      if (!over.stop_requested() && steady_clock::now() >= renewed + pause_) {
        renewed = steady_clock::now();
        try {
          lease_ = renew();
        } catch (const base::Refusal&) {
          continue;  // the database is away: the next try may find it, before the lease is over
        }
        if (lease_ != db::Lease::held) {
          source_.request_stop();
          return;
        }
      }
    }
  }

  db::Jobs& jobs_;
  const db::Job& job_;
  std::chrono::milliseconds pause_;
  steady_clock::time_point start_;
  std::optional<steady_clock::time_point> end_;
  std::stop_source source_;
  std::optional<std::stop_callback<std::function<void()>>> passed_on_;
  std::mutex mutex_;
  PlanProgress progress_{.phase = "reading"};
  db::Lease lease_ = db::Lease::held;  ///< of the thread, until it is joined
  std::jthread keeping_;
};

Plan plan_of(db::Tx& tx, Id<Plan> id) {
  return tx.one<Plan>(
      fmt::format("SELECT {} FROM plan p WHERE p.id = $1 AND {{unscoped:the job that makes it}}",
                  programme::columns<Plan>("p")),
      id);
}

std::vector<PlanFault> faults_in(const base::Refusal& refusal) {
  std::vector<PlanFault> made;
  for (const base::Fault& fault : refusal.faults) {
    made.push_back({fault.where, fault.code, fault.value, fault.detail.english()});
  }
  if (made.empty()) {
    made.push_back({"", refusal.code, "", refusal.detail.english()});
  }
  return made;
}

}  // namespace

void PlanRunner::take_over() {
  if (database_.kind() == db::EngineKind::sqlite) {
    jobs_.take_over();
  }
}

bool PlanRunner::run_one(const std::stop_token& stop) {
  // To look costs nothing, to claim is a write.
  const auto open = database_.read(db::Caller::program(), [](db::Tx& tx) {
    return tx.value<std::int64_t>(
        "SELECT count(*) FROM job j WHERE j.state IN ('queued', 'running') AND j.kind = $1",
        plan_job_kind);
  });
  const std::optional<db::Job> job =
      open == 0 ? std::nullopt : jobs_.claim({std::string(plan_job_kind)});
  if (!job) {
    return false;
  }
  const Id<Plan> id = base::decode_text<PlanJob>(job->input).plan;
  // 1. The plan and its records, in one read.
  Plan plan{.id = {}, .name = {}, .starts_on = {}, .made_at = {}};
  RecordFolder folder;
  planner::Instance instance;
  std::vector<Posting> postings;
  try {
    database_.read(db::Caller::program(), [&](db::Tx& tx) {
      plan = plan_of(tx, id);
      folder = folder_of_records(tx, folder_about(plan));
      if (plan.by_hand == ByHand::postings) {
        postings = postings_on(tx, plan.starts_on);
      }
    });
    instance = instance_of(folder);
  } catch (const base::Refusal& refusal) {
    if (refusal.kind == base::Kind::busy) {
      throw;  // the lease runs out, and the job is taken up again
    }
    fail(*job, id, faults_in(refusal));
    return true;
  }
  // 2. The search, as long as it may take. With a number of steps alone, the steps end it.
  std::optional<double> seconds;
  if (plan.time_limit || !plan.most_steps) {
    seconds = plan.time_limit ? static_cast<double>(*plan.time_limit)
                              : standard_planning_time(instance.sites.size());
  }
  Keeper keeper(jobs_, *job, settings_.lease, seconds, stop);
  planner::Solution solution =
      planner::solve(instance,
                     {.threads = threads_,
                      .seed = static_cast<std::uint64_t>(plan.seed),
                      .steps = plan.most_steps.value_or(-1),
                      .forced = {}},
                     keeper.token(), [&](const planner::Progress& p) { keeper.show(p); });
  const double took = keeper.seconds();
  const db::Lease lease = keeper.finish();
  // 3. What became of it meanwhile.
  if (lease == db::Lease::lost) {
    return true;
  }
  // Whoever stopped it by hand has the best so far, as at the end of its time.
  if (lease != db::Lease::cancel && stop.stop_requested()) {
    jobs_.failed(*job, "The server stopped.", std::chrono::seconds(0));
    return true;
  }
  make_sure(instance, solution);
  if (plan.by_hand) {
    // The search was for the bound, which holds for whatever plan of the same instance.
    put_in(solution, instance, begin_by_hand(instance, postings));
  }
  // 4. Kept, once.
  plan.rules_number = folder.rules_number;
  PlanTexts texts;
  for (std::size_t file = 0; file < folder.texts.size(); ++file) {
    if (folder.texts[file]) {
      texts.emplace(folder_file_name(file), *folder.texts[file]);
    }
  }
  Kept kept = kept_of(plan, texts, instance, solution,
                      {.seed = static_cast<std::uint64_t>(plan.seed),
                       .threads = threads_,
                       .seconds = took,
                       .peak_mb = base::peak_megabytes()});
  db::Caller caller = db::Caller::program();
  caller.acting_for = plan.made_by ? plan.made_by->value : 0;
  try {
    database_.change(caller, "plan.keep", [&](db::Change& change) {
      const Plan before = plan_of(change, id);
      keep_parts(change, kept);
      change.update("plan", before, kept.plan);
      jobs_.finish(change, *job, "{}");
    });
  } catch (const base::Refusal& refusal) {
    if (refusal.code != "lease_lost") {
      throw;
    }
  }
  return true;
}

void PlanRunner::fail(const db::Job& job, Id<Plan> plan, const std::vector<PlanFault>& faults) {
  database_.change(db::Caller::program(), "plan.fail", [&](db::Change& change) {
    const Plan before = plan_of(change, plan);
    Plan after = before;
    after.state = PlanState::failed;
    after.faults = faults;
    change.update("plan", before, after);
    jobs_.finish(change, job, "{}");
  });
}

}  // namespace sojourn::stages::placement
