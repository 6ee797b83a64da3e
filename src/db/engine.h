// How transactions are run on an engine: SQLite has one writer whose commits are shared
// (sqlite_engine.cpp), PostgreSQL a pool of connections and retries (postgres_engine.cpp).
// Inside src/db only; others use db/database.h.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "db/session.h"

namespace sojourn::db {

/// Something that the promises rest on, as the engine has it and as it should be.
struct Setting {
  std::string name;
  std::string value;
  std::string wanted;
};

class Engine {
 public:
  /// What runs inside one transaction. It may run again after its effects were undone, and on
  /// PostgreSQL after a COMMIT whose outcome is unknown: attempt is 1, 2, ...
  using Work = std::function<void(Session&, int attempt)>;

  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  virtual EngineKind kind() const = 0;
  /// Runs `work` against one unchanging state of the database, read-only.
  virtual void read(const Work& work) = 0;
  /// Runs `work` in a transaction of its own (or in a savepoint of a shared one) and returns when
  /// it is on disk. Whatever `work` throws is thrown here, after its effects were undone.
  virtual void write(const Work& work) = 0;
  /// Whether a COMMIT can be cut off from its answer, so that `write` needs a key to find out.
  virtual bool commit_may_be_unknown() const = 0;
  /// "SQLite 3.40.1", "PostgreSQL 15.18".
  virtual std::string version() = 0;
  /// For migrations: alone, without other work beside it in the transaction.
  virtual void write_alone(const Work& work) = 0;
  /// A consistent copy of the whole into a new file. Bug on PostgreSQL, where pg_dump does it.
  virtual void copy_to(const std::string& file) = 0;
  virtual std::vector<Setting> settings() = 0;
  /// What is wrong with the stored data, one line each; slow: reads everything.
  virtual std::vector<std::string> integrity_faults() = 0;
};

}  // namespace sojourn::db
