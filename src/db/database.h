// The store: one Database for the process, safe for any number of threads.
//
//   auto database = db::Database::open({.directory = "data", .change_log = &ledger});
//   const auto sites = database->read(caller, [&](db::Tx& tx) {
//     return tx.rows<Site>("SELECT ... FROM site s WHERE {scope:site s.id}");
//   });
//   const Site site = database->change(caller, "site.rename", [&](db::Change& change) {
//     const Site before = change.one<Site>("SELECT ... WHERE s.id = $1 AND {scope:...}", id);
//     Site after = before;
//     after.name = name;
//     return change.update("site", before, after);
//   });
//
// A change is one transaction, one actor, one audit entry; when it returns, it is on disk. Its
// closure touches nothing outside and may run again (a serialization failure, a cut connection, a
// neighbour in a shared commit that failed), so it takes its input by reference or copy and gives
// its output by return. It runs on another thread than its caller's at times, never at the same
// time. With an idempotency key the answer is kept in the same transaction and given again to the
// same request; therefore what a change returns is something the JSON codec knows, or nothing.
// Refusals: see db/constraints.h.
// Tested in tests/unit/db/database_test.cpp and tests/fault.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "db/constraints.h"
#include "db/migrations.h"
#include "db/transaction.h"

namespace sojourn::db {

class Engine;

struct Settings {
  /// "postgresql://host1,host2/name"; empty: SQLite in `directory`.
  std::string url = {};
  /// Made on first start. Belongs to one process at a time.
  std::string directory = {};
  /// Connections that only read (SQLite), or all connections (PostgreSQL). More: more reading at
  /// once, at about 2 MiB each. No more than the workers that ask.
  int connections = 4;
  /// How long an answer is kept for its idempotency key. A phone sends again for up to 45 days.
  std::chrono::hours keep_answers = std::chrono::days(45);
  /// Of src/ledger; none for tests and tools. Must outlive the database.
  ChangeLog* change_log = nullptr;
  /// Sorted names of tables whose reads need {scope:...}.
  ScopedTables scoped_tables = {};
  std::vector<ConstraintAbout> constraints = {};
  std::vector<Migration> migrations = embedded_migrations();
  /// Refuse an older schema instead of bringing it up to date: for tools that only look.
  bool migrate = true;
  /// Only look, beside a server that is at work: without the directory's lock, never an older
  /// schema, and every change is refused (precondition, "only_reads").
  bool only_reads = false;
  /// Must outlive the database; the machine's own if there is none.
  base::WallClock* clock = nullptr;
  /// SQLite's file system, for tests that make it fail; empty: the machine's.
  std::string vfs = {};
};

class Database {
 public:
  /// Opens, creates and migrates. Refusal precondition: "in_use", "newer_schema",
  /// "changed_migration", "older_schema"; busy: the server cannot be reached.
  static std::unique_ptr<Database> open(Settings settings);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// What `act(Tx&)` returns, from one unchanging state.
  template <class Act>
  auto read(const Caller& caller, Act&& act) {
    using Answer = std::invoke_result_t<Act, Tx&>;
    if constexpr (std::is_void_v<Answer>) {
      read_with(caller, [&](Tx& tx) { act(tx); });
    } else {
      std::optional<Answer> answer;
      read_with(caller, [&](Tx& tx) { answer.emplace(act(tx)); });
      return *std::move(answer);
    }
  }

  /// What `act(Change&)` returns, once it is on disk.
  template <class Act>
  auto change(const Caller& caller, std::string_view operation, Act&& act) {
    using Answer = std::invoke_result_t<Act, Change&>;
    if constexpr (std::is_void_v<Answer>) {
      change_with(caller, operation, [&](Change& change, int) {
        act(change);
        return std::string("null");
      });
    } else {
      // Answers by attempt: after a cut COMMIT it may turn out that an earlier one stands.
      std::vector<std::optional<Answer>> answers;
      const Outcome outcome = change_with(caller, operation, [&](Change& change, int attempt) {
        answers.resize(static_cast<std::size_t>(attempt));
        answers.back().emplace(act(change));
        return caller.idempotency_key.empty() ? std::string() : base::encode_text(*answers.back());
      });
      if (outcome.own_attempt > 0) {
        return *std::move(answers.at(static_cast<std::size_t>(outcome.own_attempt) - 1));
      }
      return kept_answer<Answer>(outcome.answer);
    }
  }

  /// The program's own bookkeeping, without an audit entry: `act(Change&)` writes with
  /// Change::write only. Not for anything that a person decides. `act` may be done twice if a
  /// connection to PostgreSQL is cut at COMMIT, so it is written to bear that.
  template <class Act>
  auto upkeep(Act&& act) {
    using Answer = std::invoke_result_t<Act, Change&>;
    if constexpr (std::is_void_v<Answer>) {
      upkeep_with([&](Change& change) { act(change); });
    } else {
      std::optional<Answer> answer;
      upkeep_with([&](Change& change) { answer.emplace(act(change)); });
      return *std::move(answer);
    }
  }

  /// Deletes kept answers past their time. Once an hour is enough. How many.
  std::int64_t forget_old_answers();

  EngineKind kind() const;
  /// Names of the migrations that opening ran.
  const std::vector<std::string>& migrated() const { return migrated_; }
  /// "SQLite 3.40.1", "PostgreSQL 15.18"
  std::string engine_version() const;
  base::IdMaker& ids() { return ids_; }
  base::WallClock& clock() { return *around_.clock; }
  Engine& engine() { return *engine_; }
  /// Once the ledger stands: it needs the database to begin, and the database needs it to write.
  void set_change_log(ChangeLog* log) { around_.change_log = log; }

 private:
  struct Outcome {
    int own_attempt = 0;  ///< which of this call's attempts stands; 0: an earlier call's
    std::string answer;
  };
  using Run = std::function<std::string(Change&, int attempt)>;

  Database(Settings settings, std::unique_ptr<Engine> engine);
  void read_with(const Caller& caller, const std::function<void(Tx&)>& act);
  Outcome change_with(const Caller& caller, std::string_view operation, const Run& run);
  void upkeep_with(const std::function<void(Change&)>& act);
  [[noreturn]] static void refuse_lost_answer();
  void refuse_if_only_reads() const;

  template <class Answer>
  static Answer kept_answer(const std::string& text) {
    try {
      return base::decode_text<Answer>(text);
    } catch (const base::Refusal&) {
      refuse_lost_answer();  // the answer's record was another when it was kept
    }
  }

  Settings settings_;
  Surroundings around_;
  base::SystemWallClock system_clock_;
  base::IdMaker ids_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::string> migrated_;
};

}  // namespace sojourn::db
