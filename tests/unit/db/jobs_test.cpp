#include "db/jobs.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

using std::chrono::seconds;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JobsTest : public WorldTest {
 protected:
  std::int64_t queue(std::string_view kind = "plan") {
    return world().change([&](Change& change) { return change.job(kind, R"({"seed":1})"); });
  }
  Jobs runner(std::string name) { return {world().database(), {.worker = std::move(name)}}; }
  Job found(std::int64_t id) {
    return world().read([&](Tx& tx) { return Jobs::find(tx, id).value(); });
  }
  void finish(Jobs& jobs, const Job& job) {
    world().change([&](Change& change) { jobs.finish(change, job, R"({"score":41})"); });
  }
};

TEST_P(JobsTest, OldestFirstAndOfItsKindsOnly) {
  Jobs jobs = runner("a");
  EXPECT_EQ(jobs.claim({"plan"}), std::nullopt);
  queue("import");
  const std::int64_t first = queue();
  world().clock().turn(seconds(1));
  const std::int64_t second = queue();
  const auto claimed = jobs.claim({"plan", "export"});
  ASSERT_TRUE(claimed);
  EXPECT_EQ(claimed->id, first);
  EXPECT_EQ(claimed->state, JobState::running);
  EXPECT_EQ(claimed->input, R"({"seed":1})");
  EXPECT_EQ(jobs.claim({"plan"})->id, second);
  EXPECT_EQ(jobs.claim({"plan"}), std::nullopt);
  finish(jobs, *claimed);
  EXPECT_EQ(found(first).state, JobState::done);
  EXPECT_EQ(found(first).result, R"({"score":41})");
}

TEST_P(JobsTest, AProcessThatHasTheDatabaseAloneWaitsForNobodysLease) {
  queue();
  Jobs dead = runner("dead");
  const auto claimed = dead.claim({"plan"});
  ASSERT_TRUE(claimed);
  Jobs next = runner("next");
  EXPECT_EQ(next.claim({"plan"}), std::nullopt);
  if (world().database().kind() != EngineKind::sqlite) {
    EXPECT_ANY_THROW(next.take_over());  // another server may be at work
    return;
  }
  next.take_over();
  EXPECT_EQ(next.claim({"plan"})->attempts, 2);
  EXPECT_EQ(dead.renew(*claimed, "{}"), Lease::lost);
}

TEST_P(JobsTest, AChangeThatFailsQueuesNothing) {
  EXPECT_ANY_THROW(world().change([](Change& change) {
    change.job("plan", "{}");
    change.outbox("mail", "{}");
    throw base::Refusal{};
  }));
  EXPECT_EQ(world().count("job"), 0);
  EXPECT_EQ(world().count("outbox"), 0);
}

TEST_P(JobsTest, ALostLeaseIsTakenUpByAnother) {
  const std::int64_t id = queue();
  Jobs one = runner("one");
  Jobs two = runner("two");
  const Job first = one.claim({"plan"}).value();
  world().clock().turn(seconds(50));
  EXPECT_EQ(one.renew(first, R"({"done":0.5})"), Lease::held);
  EXPECT_EQ(found(id).progress, R"({"done":0.5})");
  world().clock().turn(seconds(50));
  EXPECT_EQ(two.claim({"plan"}), std::nullopt);
  world().clock().turn(seconds(11));
  const Job again = two.claim({"plan"}).value();
  EXPECT_EQ(again.id, id);
  EXPECT_EQ(again.attempts, 2);
  EXPECT_EQ(one.renew(first, "{}"), Lease::lost);
  EXPECT_THAT(world().refusal([&](Change& change) { one.finish(change, first, "{}"); }),
              is_refused(base::Kind::conflict, "lease_lost", ""));
  EXPECT_FALSE(one.failed(first, "late"));
  finish(two, again);
  EXPECT_EQ(found(id).state, JobState::done);
}

TEST_P(JobsTest, AWorkerThatIsBackUnderItsNameIsAnother) {
  queue();
  Jobs before = runner("one");
  const Job first = before.claim({"plan"}).value();
  world().clock().turn(seconds(61));
  Jobs after = runner("one");
  const Job again = after.claim({"plan"}).value();
  EXPECT_EQ(before.renew(first, "{}"), Lease::lost);
  EXPECT_THAT(world().refusal([&](Change& change) { before.finish(change, first, "{}"); }),
              is_refused(base::Kind::conflict, "lease_lost", ""));
  EXPECT_FALSE(before.failed(first, "late"));
  finish(after, again);
}

TEST_P(JobsTest, WhatKillsItsWorkersIsFailed) {
  const std::int64_t id = queue();
  Jobs jobs = runner("a");
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(jobs.claim({"plan"}));
    world().clock().turn(seconds(61));
  }
  EXPECT_EQ(jobs.claim({"plan"}), std::nullopt);
  EXPECT_EQ(found(id).state, JobState::failed);
  EXPECT_TRUE(found(id).error);
}

TEST_P(JobsTest, CancelEndsAWaitingJobAndTellsARunningOne) {
  const std::int64_t waiting = queue();
  const auto cancel = [&](std::int64_t id) {
    return world().change([&](Change& change) { return Jobs::cancel(change, id); });
  };
  EXPECT_TRUE(cancel(waiting));
  EXPECT_EQ(found(waiting).state, JobState::cancelled);
  EXPECT_FALSE(cancel(waiting));
  Jobs jobs = runner("a");
  EXPECT_EQ(jobs.claim({"plan"}), std::nullopt);
  const std::int64_t running = queue();
  const Job job = jobs.claim({"plan"}).value();
  EXPECT_TRUE(cancel(running));
  EXPECT_EQ(jobs.renew(job, "{}"), Lease::cancel);
  jobs.stopped(job);
  EXPECT_EQ(found(running).state, JobState::cancelled);
}

TEST_P(JobsTest, ALeaseIsKeptAndItsProgressToldUntilSomebodyCancels) {
  const std::int64_t id = queue();
  Jobs jobs = runner("a");
  const auto job = jobs.claim({"plan"});
  ASSERT_TRUE(job);
  std::atomic<int> told = 0;
  std::promise<void> let_go;
  LeaseKeeper keeper(
      jobs, *job, std::chrono::milliseconds(5),
      [&] { return fmt::format(R"({{"told":{}}})", ++told); }, [&] { let_go.set_value(); });
  const auto deadline = std::chrono::steady_clock::now() + seconds(20);
  while (found(id).progress.value_or("").find("told") == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
  EXPECT_EQ(keeper.lease(), Lease::held);
  world().change([&](Change& change) { Jobs::cancel(change, id); });
  ASSERT_EQ(let_go.get_future().wait_for(seconds(20)), std::future_status::ready);
  const int last = told;
  EXPECT_EQ(keeper.lease(), Lease::cancel);
  EXPECT_EQ(keeper.finish(), Lease::cancel);
  EXPECT_EQ(told, last) << "it is not renewed again";
}

TEST_P(JobsTest, AFailedJobMayBeTriedLater) {
  const std::int64_t id = queue();
  Jobs jobs = runner("a");
  EXPECT_TRUE(jobs.failed(jobs.claim({"plan"}).value(), "no room", seconds(30)));
  EXPECT_EQ(jobs.claim({"plan"}), std::nullopt);
  world().clock().turn(seconds(30));
  EXPECT_TRUE(jobs.failed(jobs.claim({"plan"}).value(), "no room"));
  EXPECT_EQ(found(id).state, JobState::failed);
  EXPECT_EQ(found(id).error, "no room");
}

TEST_P(JobsTest, NoJobIsClaimedTwice) {
  constexpr int jobs = 30;
  for (int i = 0; i < jobs; ++i) {
    queue();
  }
  std::mutex mutex;
  std::set<std::int64_t> claimed;
  std::vector<std::thread> all;
  for (int t = 0; t < 4; ++t) {
    all.emplace_back([&, t] {
      Jobs mine = runner(std::to_string(t));
      while (true) {
        try {
          const auto job = mine.claim({"plan"});
          if (!job) {
            return;
          }
          const std::lock_guard hold(mutex);
          EXPECT_TRUE(claimed.insert(job->id).second);
        } catch (const base::Refusal& refusal) {
          EXPECT_EQ(refusal.code, "busy");  // five clashes; ask again
        }
      }
    });
  }
  for (std::thread& thread : all) {
    thread.join();
  }
  EXPECT_THAT(claimed, SizeIs(jobs));
}

TEST_P(JobsTest, TheOutboxGivesEachItemUntilItIsSent) {
  Outbox outbox(world().database());
  world().change([](Change& change) {
    change.outbox("mail", R"({"n":1})");
    change.outbox("mail", R"({"n":2})");
  });
  const auto taken = outbox.take(10, seconds(60));
  ASSERT_THAT(taken, SizeIs(2));
  EXPECT_THAT(outbox.take(10, seconds(60)), IsEmpty());
  outbox.sent(taken[0]);
  outbox.failed(taken[1], "no answer", seconds(300));
  world().clock().turn(seconds(61));
  EXPECT_THAT(outbox.take(10, seconds(60)), IsEmpty());
  world().clock().turn(seconds(300));
  const auto again = outbox.take(10, seconds(60));
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].body, taken[1].body);
  EXPECT_EQ(again[0].attempts, 2);
  outbox.sent(again[0]);
  world().clock().turn(std::chrono::hours(25));
  EXPECT_EQ(outbox.forget_sent(std::chrono::hours(24)), 2);
}

INSTANTIATE_TEST_SUITE_P(Engines, JobsTest, engines(), engine_name);

}  // namespace
}  // namespace sojourn::db
