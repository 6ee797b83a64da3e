// The example county in a programme with all stages, and those who work in it: what the simulated
// term is played with. Everything that people do goes through the table of operations, as at any
// door.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/date.h"
#include "program/stages.h"
#include "stages/accountability/audit_run.h"
#include "tests/unit/ledger/folder.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::term {

namespace json = boost::json;
using access::Asker;
using base::Date;
using stages::programme::text_of;

class TermWorld {
 public:
  explicit TermWorld(db::EngineKind kind);

  Date today() { return world_.clock.now().utc_date(); }
  /// The clock shows the morning of that day.
  void go_to(Date day) { world_.clock.set(base::Instant::start_of_utc(day)); }

  // Who works there: each another account.
  const Asker& officer() const { return officer_; }
  const Asker& second_officer() const { return second_officer_; }
  const Asker& manager() const { return manager_; }  ///< of the county
  const Asker& host(const std::string& site);
  const Asker& member(const std::string& staff);

  /// The answer's body; a refusal ends the test.
  json::value ask(const Asker& asker, std::string_view name, const json::object& input = {});
  /// "done", or the place and code of each fault, or the code of the refusal.
  std::string outcome(const Asker& asker, std::string_view name, const json::object& input);
  /// The same request twice with one key, as a bad line sends it: the first answer again.
  std::string outcome_of_two(const Asker& asker, std::string_view name, const json::object& input);
  /// Every page of a list.
  json::array all(const Asker& asker, std::string_view name, json::object input = {});
  /// Requests that were answered, by operation.
  struct Asked {
    std::int64_t times = 0;
    double seconds = 0;
  };
  const std::map<std::string, Asked, std::less<>>& asked() const { return asked_; }

  /// A check of the audit log as a job, from asking to what it found.
  json::value audit(std::string_view what);
  db::Database& database() { return world_.database(); }
  const std::string& county() const { return county_; }

  /// Rows of the store itself, past every operation.
  template <class Row>
  std::vector<Row> rows(const std::string& sql) {
    return database().read(db::Caller::program(), [&](db::Tx& tx) {
      return tx.rows<Row>(sql + " AND {unscoped:a test looks at the whole programme}");
    });
  }

 private:
  TermWorld(db::EngineKind kind, program::Stages stages);
  json::value run(const Asker& asker, std::string_view name, const json::object& input);
  ledger::LogOutside outside();

  bool memory_;  ///< before all that makes files
  ledger::Folder folder_;
  ledger::SignerKey key_ = ledger::SignerKey::make("programme.example/audit", ledger::KeyType::log);
  program::Stages stages_;
  stages::programme::World world_;
  stages::accountability::AuditRunner auditor_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::string county_;
  Asker officer_;
  Asker second_officer_;
  Asker manager_;
  std::map<std::string, Asker> hosts_;
  std::map<std::string, Asker> members_;
  std::map<std::string, Asked, std::less<>> asked_;
  std::int64_t keys_ = 0;
};

}  // namespace sojourn::term
