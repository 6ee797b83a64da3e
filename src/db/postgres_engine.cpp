#include "db/postgres_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "db/postgres_session.h"

namespace sojourn::db {
namespace {

/// A clash that five tries did not settle is one for a person: 503, try again.
constexpr int most_clashes = 5;
/// With the waits below, about 10 seconds: a failover takes some.
constexpr int most_cuts = 12;

/// Waits a random time of up to `step` doubled with each try, at most a second, so that two that
/// clashed do not meet again.
void wait_a_little(std::chrono::milliseconds step, int tries) {
  thread_local std::minstd_rand chance{std::random_device{}()};
  const auto most = std::min<std::int64_t>(step.count() << std::min(tries, 10), 1000);
  std::this_thread::sleep_for(
      std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(1, most)(chance)));
}

class PostgresEngine final : public Engine {
 public:
  explicit PostgresEngine(const PostgresSettings& settings)
      : url_(settings.url), idle_places_(std::max(settings.connections, 1)) {
    const Lent lent(*this);  // a wrong URL is said at the start
    version_ = lent.session().server_version();
  }

  EngineKind kind() const override { return EngineKind::postgresql; }
  bool commit_may_be_unknown() const override { return true; }
  std::string version() override { return version_; }

  void read(const Work& work) override { transact(PostgresSession::Purpose::read, work); }
  void write(const Work& work) override { transact(PostgresSession::Purpose::write, work); }
  void write_alone(const Work& work) override { write(work); }

  void copy_to(const std::string&) override {
    base::report_bug("a PostgreSQL database is copied by pg_dump", std::source_location::current());
  }

  std::vector<Setting> settings() override {
    std::vector<Setting> found;
    read([&](Session& session, int) {
      found.clear();
      // Without these an acknowledged change may be lost when the server's machine stops.
      for (const char* name : {"fsync", "full_page_writes", "synchronous_commit"}) {
        const Result result = session.run(fmt::format("SHOW {}", name));
        found.push_back({name, SqlOf<std::string>::from(result.cells.at(0)), "on"});
      }
    });
    return found;
  }

  std::vector<std::string> integrity_faults() override {
    std::vector<std::string> faults;
    read([&](Session& session, int) {
      const Result found = session.run(
          "SELECT 'the index ' || indexrelid::regclass::text || ' is not valid' FROM pg_index "
          "WHERE NOT indisvalid UNION ALL "
          "SELECT 'the constraint ' || conname || ' was not checked' FROM pg_constraint "
          "WHERE NOT convalidated UNION ALL "
          "SELECT checksum_failures::text || ' pages with a wrong checksum' FROM pg_stat_database "
          "WHERE datname = current_database() AND checksum_failures > 0");
      for (const Value& cell : found.cells) {
        faults.push_back(SqlOf<std::string>::from(cell));
      }
    });
    return faults;
  }

 private:
  /// A connection, new or used before, for as long as an attempt takes. One that was lost is not
  /// given back.
  class Lent {
   public:
    explicit Lent(PostgresEngine& engine) : engine_(engine) {
      {
        std::unique_lock hold(engine_.mutex_);
        engine_.given_back_.wait(hold, [&] { return engine_.idle_places_ > 0; });
        --engine_.idle_places_;
        if (!engine_.idle_.empty()) {
          session_ = std::move(engine_.idle_.back());
          engine_.idle_.pop_back();
        }
      }
      if (!session_) {
        try {
          session_ = std::make_unique<PostgresSession>(engine_.url_);
        } catch (...) {
          give_back();
          throw;
        }
      }
    }
    ~Lent() { give_back(); }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    PostgresSession& session() const { return *session_; }
    void drop() { session_.reset(); }

   private:
    void give_back() {
      {
        const std::lock_guard hold(engine_.mutex_);
        if (session_ && session_->alive()) {
          engine_.idle_.push_back(std::move(session_));
        }
        ++engine_.idle_places_;
      }
      engine_.given_back_.notify_one();
    }
    PostgresEngine& engine_;
    std::unique_ptr<PostgresSession> session_;
  };

  void transact(PostgresSession::Purpose purpose, const Work& work) {
    int clashes = 0;
    int cuts = 0;
    for (int attempt = 1;; ++attempt) {
      try {
        once(purpose, work, attempt);
        return;
      } catch (const SqlError& error) {
        if (error.fault == SqlFault::retry && ++clashes <= most_clashes) {
          wait_a_little(std::chrono::milliseconds(4), clashes);
        } else if (error.fault == SqlFault::gone && ++cuts <= most_cuts) {
          wait_a_little(std::chrono::milliseconds(20), cuts);
        } else {
          throw;
        }
      }
    }
  }

  void once(PostgresSession::Purpose purpose, const Work& work, int attempt) {
    Lent lent(*this);
    try {
      lent.session().begin(purpose);
      work(lent.session(), attempt);
      lent.session().commit();
    } catch (const SqlError& error) {
      if (error.fault == SqlFault::gone) {
        lent.drop();
      } else {
        take_back(lent);
      }
      throw;
    } catch (...) {
      take_back(lent);
      throw;
    }
  }

  /// The connection is good for others, or it is dropped; then the server undoes its work.
  static void take_back(Lent& lent) {
    try {
      lent.session().roll_back();
    } catch (const SqlError&) {
      lent.drop();
    }
  }

  std::string url_;
  std::string version_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<PostgresSession>> idle_;
  /// Connections that may still be lent, made or not.
  int idle_places_;
};

}  // namespace

std::unique_ptr<Engine> open_postgres(const PostgresSettings& settings) {
  return std::make_unique<PostgresEngine>(settings);
}

}  // namespace sojourn::db
