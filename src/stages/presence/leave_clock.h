// The clocks of leave: what nobody answers in time goes one up, and is granted then if somebody
// stays; and whoever is not back a day after their leave is asked after.
// Tested in tests/scenarios/leave.txt and tests/unit/stages/presence/leave_rules_test.cpp.
#pragma once

#include <chrono>
#include <stop_token>

#include "db/database.h"
#include "db/jobs.h"

namespace sojourn::stages::presence {

/// Does what is due now; how much. Two servers that do it at once do each thing once: a request has
/// a version.
int run_leave_clock(db::Database& database);

/// Beside the requests, once a minute.
class LeaveClock {
 public:
  LeaveClock(db::Database& database, const db::JobSettings& /*settings*/, int /*threads*/)
      : database_(database) {}
  void take_over() {}
  /// False: there is no more to do now.
  bool run_one(const std::stop_token& stop = {});

 private:
  db::Database& database_;
  std::chrono::steady_clock::time_point next_ = {};
};

}  // namespace sojourn::stages::presence
