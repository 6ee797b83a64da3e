#include "db/database.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/ensure.h"
#include "base/text.h"
#include "db/engine.h"
#include "db/postgres_engine.h"
#include "db/sqlite_engine.h"

namespace sojourn::db {
namespace {

/// A change inside a change would wait for itself.
thread_local bool inside_change = false;

class Inside {
 public:
  Inside() {
    base::ensure(!inside_change, "no change is begun inside a change");
    inside_change = true;
  }
  ~Inside() { inside_change = false; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
};

struct KeptAnswer {
  std::string operation;
  std::string body;
  std::optional<std::string> answer;
  int attempt = 0;
  std::optional<std::int64_t> entry;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (operation, body, answer, attempt, entry))

/// 128 random bits for a change whose request has no key, to ask after a cut COMMIT.
std::string own_key() {
  std::random_device chance;
  return fmt::format("commit:{:08x}{:08x}{:08x}{:08x}", chance(), chance(), chance(), chance());
}
/// Owns those keys, so that no request's key can meet one.
constexpr std::int64_t own_key_actor = -1;

template <class Act>
void with_refusals(const std::vector<ConstraintAbout>& constraints, Act&& act) {
  try {
    act();
  } catch (const SqlError& error) {
    throw refusal_of(error, constraints);
  }
}

/// At the start nothing was on its way, and whoever starts it wants to know why.
void refuse_unreachable(Engine& engine) {
  try {
    engine.read([](Session&, int) {});
  } catch (const SqlError& error) {
    if (error.fault != SqlFault::gone) {
      throw;
    }
    throw base::Refusal{base::Kind::busy, "database_unreachable",
                        base::in_words("The database cannot be reached, and nothing was done. It "
                                       "says: {}",
                                       base::trim(error.detail))};
  }
}

}  // namespace

std::unique_ptr<Database> Database::open(Settings settings) {
  std::unique_ptr<Engine> engine;
  std::unique_ptr<Database> made;
  with_refusals(settings.constraints, [&] {
    base::ensure(std::is_sorted(settings.scoped_tables.begin(), settings.scoped_tables.end()),
                 "the names of scoped tables are sorted");
    if (settings.url.empty()) {
      engine = open_sqlite({.directory = settings.directory,
                            .readers = settings.connections,
                            .vfs = settings.vfs,
                            .only_reads = settings.only_reads});
    } else {
      engine = open_postgres({.url = settings.url, .connections = settings.connections});
      refuse_unreachable(*engine);
    }
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
    made.reset(new Database(std::move(settings), std::move(engine)));
    const Schema schema(*made->engine_, made->settings_.migrations);
    if (made->settings_.migrate && !made->settings_.only_reads) {
      made->migrated_ = schema.migrate(*made->around_.clock);
    } else {
      schema.require_current();
    }
  });
  return made;
}

Database::Database(Settings settings, std::unique_ptr<Engine> engine)
    : settings_(std::move(settings)),
      around_{settings_.scoped_tables,
              settings_.clock != nullptr ? settings_.clock : &system_clock_, &ids_,
              settings_.change_log},
      ids_(*around_.clock),
      engine_(std::move(engine)) {}

Database::~Database() = default;

EngineKind Database::kind() const { return engine_->kind(); }

std::string Database::engine_version() const { return engine_->version(); }

void Database::read_with(const Caller& caller, const std::function<void(Tx&)>& act) {
  with_refusals(settings_.constraints, [&] {
    engine_->read([&](Session& session, int) {
      Tx tx(session, caller, around_);
      act(tx);
    });
  });
}

void Database::refuse_if_only_reads() const {
  if (settings_.only_reads) {
    throw base::Refusal{base::Kind::precondition, "only_reads",
                        "The database was opened to be looked at only; nothing was changed."};
  }
}

void Database::upkeep_with(const std::function<void(Change&)>& act) {
  base::ensure(!inside_change, "no change is begun inside a change");
  refuse_if_only_reads();
  with_refusals(settings_.constraints, [&] {
    const Caller caller = Caller::program();
    engine_->write([&](Session& session, int) {
      const Inside inside;
      Change change(session, caller, around_, Change::Purpose::upkeep);
      act(change);
    });
  });
}

Database::Outcome Database::change_with(const Caller& caller, std::string_view operation,
                                        const Run& run) {
  base::ensure(!inside_change, "no change is begun inside a change");
  refuse_if_only_reads();
  const bool asked = !caller.idempotency_key.empty();
  const bool keyed = asked || engine_->commit_may_be_unknown();
  const std::string key = asked ? caller.idempotency_key : keyed ? own_key() : std::string();
  const std::int64_t key_actor = asked ? caller.actor : own_key_actor;
  Outcome outcome;
  const auto once = [&](Session& session, int attempt) {
    const Inside inside;
    Change change(session, caller, around_, Change::Purpose::change);
    // Step 1. Was it applied before, by an earlier request or by an attempt whose COMMIT was cut?
    if (asked || (keyed && attempt > 1)) {
      const auto kept = change.maybe<KeptAnswer>(
          "SELECT operation, body, answer, attempt, entry FROM idempotency WHERE actor = $1 AND "
          "key = $2",
          key_actor, key);
      if (kept && !asked) {
        outcome.own_attempt = kept->attempt;
        return;
      }
      if (kept) {
        if (kept->body != caller.body_digest || kept->operation != operation) {
          throw base::Refusal{base::Kind::invalid, "key_reused",
                              "This idempotency key was used for another request."};
        }
        if (!kept->answer) {
          refuse_lost_answer();
        }
        if (kept->entry && around_.change_log != nullptr) {
          around_.change_log->applied_before(change, *kept->entry, caller.request_id);
        }
        outcome = {0, *kept->answer};
        return;
      }
    }
    // Step 2. The change itself, and its entry in the audit log.
    const std::string answer = run(change, attempt);
    change.end_pieces();
    std::optional<std::int64_t> entry;
    if (around_.change_log != nullptr) {
      entry = around_.change_log->record(
          change, {std::string(operation), caller, around_.clock->now(), change.noted()});
    }
    // Step 3. The key and the answer, in the same transaction.
    if (keyed) {
      const base::Instant now = around_.clock->now();
      const bool keep = asked && change.keeps_answer();
      change.write(
          "INSERT INTO idempotency (actor, key, operation, body, answer, attempt, made_at, "
          "keep_until, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
          key_actor, key, operation, caller.body_digest,
          keep ? std::optional(answer) : std::nullopt, attempt, now,
          now + (asked ? settings_.keep_answers : std::chrono::hours(24)), entry);
    }
    outcome = {attempt, answer};
  };
  bool looked_again = !engine_->commit_may_be_unknown();  // SQLite's changes do not overlap
  with_refusals(settings_.constraints, [&] {
    engine_->write([&](Session& session, int attempt) {
      try {
        once(session, attempt);
      } catch (const SqlError& error) {
        // The same request may have come twice at once, and the other was first: it has the key, or
        // the name that both want. A constraint sees what was committed after this transaction
        // began, and the look at the key did not: look again, once.
        if (asked && error.fault == SqlFault::unique &&
            (!looked_again || error.constraint == "idempotency(actor,key)")) {
          looked_again = true;
          throw SqlError{SqlFault::retry, error.constraint, error.detail};
        }
        throw;
      }
    });
  });
  return outcome;
}

void Database::refuse_lost_answer() {
  throw base::Refusal{base::Kind::conflict, "answer_not_kept",
                      "This request was applied before, and its answer is not kept. Look at what "
                      "it changed."};
}

std::int64_t Database::forget_old_answers() {
  return upkeep([](Change& change) {
    return change.write("DELETE FROM idempotency WHERE keep_until < $1", change.now());
  });
}

}  // namespace sojourn::db
