// A programme with its audit log sealed by a key of its own, and a service that knows it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ledger/cosigned.h"
#include "ledger/files.h"
#include "ledger/sequencer.h"
#include "stages/accountability/audit.h"
#include "stages/accountability/audit_run.h"
#include "tests/unit/ledger/folder.h"
#include "tests/unit/stages/accountability/parts.h"

namespace sojourn::stages::accountability {

inline programme::Parts audit_parts(const std::shared_ptr<LogOutsideSource>& outside) {
  programme::Parts made = report_parts();
  const auto words = std::make_shared<OperationWords>();
  for (access::Operation& each : audit_operations({.words = words, .outside = outside})) {
    made.operations.push_back(std::move(each));
  }
  for (const access::Operation& each : made.operations) {
    words->emplace(each.about.name, each.about.summary);
  }
  return made;
}

class AuditWorld {
 public:
  explicit AuditWorld(db::EngineKind kind = db::EngineKind::sqlite)
      : world(kind, audit_parts(source_)),
        runner(world.database(), {.worker = "one"},
               {.outside = [this] { return outside(); },
                .keys = &world.keys(),
                .tables = world.parts().tables}) {
    *source_ = [this] { return outside(); };
  }

  ledger::LogOutside outside() {
    ledger::LogOutside made{.request = {.keys = {key.verifier()}, .name = key.verifier().name}};
    if (const auto note =
            ledger::read_small_file(folder.path() / "outside-checkpoint", ledger::longest_note)) {
      made.request.kept.push_back({*note, "outside-checkpoint"});
    }
    return made;
  }
  /// Gives every entry its place, and signs for them all.
  void seal() {
    ledger::Sequencer sequencer(world.database(),
                                {.name = key.verifier().name,
                                 .key = key,
                                 .outside_file = folder.path() / "outside-checkpoint",
                                 .holder = "one"});
    sequencer.step(true);
  }
  access::Service& service() { return world.service(); }
  access::Asker auditor() { return world.holder(access::Role::auditor, "programme"); }
  access::Answer answer(std::string_view name,
                        const boost::json::value& input = boost::json::object()) {
    return service().run(world.operation(name), auditor(), world.request, input);
  }
  boost::json::value ask(std::string_view name,
                         const boost::json::value& input = boost::json::object()) {
    return answer(name, input).body;
  }
  std::string outcome(std::string_view name,
                      const boost::json::value& input = boost::json::object()) {
    try {
      ask(name, input);
    } catch (const base::Refusal& refusal) {
      std::string said;
      for (const base::Fault& fault : refusal.faults) {
        said += (said.empty() ? "" : ", ") + fault.where + " " + fault.code;
      }
      return said.empty() ? refusal.code : said;
    }
    return "done";
  }
  /// A check from its beginning to what it found.
  boost::json::value check(std::string_view what) {
    const boost::json::value begun = ask("audit.verify", {{"what", what}});
    EXPECT_TRUE(runner.run_one());
    return ask("audit_check.show", {{"id", begun.at("id")}});
  }
  /// Behind the log's back.
  void tamper(const std::string& sql) {
    world.database().upkeep([&](db::Change& change) { change.write(sql); });
  }

  ledger::Folder folder;
  ledger::SignerKey key = ledger::SignerKey::make("programme.example/audit", ledger::KeyType::log);

 private:
  std::shared_ptr<LogOutsideSource> source_ = std::make_shared<LogOutsideSource>();

 public:
  programme::World world;
  AuditRunner runner;
};

}  // namespace sojourn::stages::accountability
