// What every stage brings to the server, gathered in one place: a stage that is added here is on
// the API, the command line, in the audit log and the scope checks, and nowhere else is a list to
// keep. Tested in tests/unit/program/stages_test.cpp and, as a whole, in tests/cli/serve_test.cpp.
#pragma once

#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "db/constraints.h"
#include "db/scope.h"
#include "ledger/log.h"
#include "stages/programme/own_record.h"

namespace sojourn::program {

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
  /// What the own record holds (`account.record`).
  std::vector<stages::programme::OwnPart> own_parts;
};

Stages stages();

}  // namespace sojourn::program
