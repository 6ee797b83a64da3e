// What every stage brings to the server, gathered in one place: a stage that is added here is on
// the API, the command line, in the audit log and the scope checks, and nowhere else is a list to
// keep. Tested in tests/unit/program/stages_test.cpp and, as a whole, in tests/cli/serve_test.cpp.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "db/constraints.h"
#include "db/database.h"
#include "db/jobs.h"
#include "db/scope.h"
#include "ledger/log.h"
#include "stages/accountability/audit.h"
#include "stages/programme/own_record.h"

namespace sojourn::program {

/// Does the jobs of a stage, one at a time (db/jobs.h).
class JobRunner {
 public:
  JobRunner() = default;
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;
  virtual ~JobRunner() = default;
  /// As db::Jobs::take_over, where this process has the database alone; else nothing.
  virtual void take_over() = 0;
  /// Does one. False: none waits. After a stop request it is left to be begun anew.
  virtual bool run_one(const std::stop_token& stop) = 0;
};

struct Stages {
  /// All tables of operations, one after another.
  std::vector<access::Operation> operations;
  /// Whom the rows of each table that changes note are about.
  ledger::Tables tables;
  std::vector<db::ConstraintAbout> constraints;
  /// Tables that are read with {scope:...} only; sorted.
  db::ScopedTables scoped_tables;
  /// What access asks of the floors above it. Where no stage says it, there is no such thing: no
  /// area, sponsor, site or staff record.
  access::ServiceSettings service;
  /// The runners of long work, each for the kinds of job that are its stage's, made anew for a
  /// process. `threads`: processors for one piece of work.
  std::vector<
      std::function<std::unique_ptr<JobRunner>(db::Database&, const db::JobSettings&, int threads)>>
      runners;
  /// What is known of the audit log outside the database: the store says it, once it is open.
  std::shared_ptr<stages::accountability::LogOutsideSource> log_outside =
      std::make_shared<stages::accountability::LogOutsideSource>();
  /// What the own record holds (`account.record`).
  std::vector<stages::programme::OwnPart> own_parts;
};

Stages stages();

}  // namespace sojourn::program
