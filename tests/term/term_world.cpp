#include "tests/term/term_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "base/ensure.h"
#include "base/json.h"
#include "ledger/files.h"
#include "ledger/sequencer.h"
#include "stages/placement/example.h"
#include "stages/placement/example_records.h"
#include "stages/placement/folder.h"

namespace sojourn::term {
namespace {

stages::programme::Parts parts_of(const program::Stages& stages) {
  return {stages.operations, stages.tables, stages.scoped_tables, stages.constraints};
}

std::string code_of(const base::Refusal& refusal) {
  std::string said;
  for (const base::Fault& fault : refusal.faults) {
    said += (said.empty() ? "" : ", ") + fault.where + " " + fault.code;
  }
  return said.empty() ? refusal.code : said;
}

}  // namespace

TermWorld::TermWorld(db::EngineKind kind) : TermWorld(kind, program::stages()) {
  namespace placement = stages::placement;
  const std::filesystem::path county = folder_.path() / "county";
  placement::write_example({}, county);
  const planner::Instance instance = *placement::read_folder(county).instance;
  const placement::ExampleDays days = placement::example_days(today());
  database().change(db::Caller::program(), "example.make", [&](db::Change& change) {
    placement::make_example_records(change, instance, placement::example_rules(), days,
                                    base::Language::en);
  });
  officer_ = world_.officer();
  second_officer_ = world_.officer();
  second_officer_.account = 18;
  county_ = text_of(all(officer_, "area.list", {{"kind", "county"}}).at(0), "id");
  manager_ = world_.holder(access::Role::area_manager, county_);
  manager_.account = 19;
}

TermWorld::TermWorld(db::EngineKind kind, program::Stages stages)
    : memory_([] {
        // Ten thousand commits, each of which a disk would take its time for: that they outlive a
        // power cut is tested in tests/fault.
        if (std::filesystem::is_directory("/dev/shm")) {
          ::setenv("TMPDIR", "/dev/shm", 0);
        }
        return true;
      }()),
      stages_(std::move(stages)),
      world_(kind, parts_of(stages_)),
      auditor_(world_.database(), {.worker = "one"},
               {.outside = [this] { return outside(); },
                .keys = &world_.keys(),
                .tables = stages_.tables}) {
  *stages_.log_outside = [this] { return outside(); };
  for (std::size_t i = 0; i < world_.operations().size(); ++i) {
    places_.emplace(world_.operations()[i].about.name, i);
  }
}

ledger::LogOutside TermWorld::outside() {
  ledger::LogOutside made{.request = {.keys = {key_.verifier()}, .name = key_.verifier().name}};
  if (const auto note =
          ledger::read_small_file(folder_.path() / "outside-checkpoint", ledger::longest_note)) {
    made.request.kept.push_back({*note, "outside-checkpoint"});
  }
  return made;
}

const Asker& TermWorld::host(const std::string& site) {
  const auto [found, fresh] = hosts_.try_emplace(site);
  if (fresh) {
    found->second = world_.holder(access::Role::host, site);
    found->second.account = 1'000 + std::ssize(hosts_);
  }
  return found->second;
}

const Asker& TermWorld::member(const std::string& staff) {
  const auto [found, fresh] = members_.try_emplace(staff);
  if (fresh) {
    found->second =
        world_.holder(access::Role::member, "self",
                      base::Id<stages::programme::Staff>::from_text(staff).value().value);
    found->second.account = 10'000 + std::ssize(members_);
  }
  return found->second;
}

json::value TermWorld::ask(const Asker& asker, std::string_view name, const json::object& input) {
  try {
    return run(asker, name, input);
  } catch (const base::Refusal& refusal) {
    // GoogleTest cannot say what a Refusal is.
    throw std::runtime_error(fmt::format("on {} {} of {} is refused: {}", today().to_text(), name,
                                         base::write_json(input), code_of(refusal)));
  }
}

json::value TermWorld::run(const Asker& asker, std::string_view name, const json::object& input) {
  const auto place = places_.find(name);
  base::ensure(place != places_.end(), name);
  const auto begun = std::chrono::steady_clock::now();
  json::value body =
      world_.service().run(world_.operations()[place->second], asker, world_.request, input).body;
  Asked& asked = asked_[place->first];
  ++asked.times;
  asked.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return body;
}

std::string TermWorld::outcome(const Asker& asker, std::string_view name,
                               const json::object& input) {
  try {
    run(asker, name, input);
  } catch (const base::Refusal& refusal) {
    return code_of(refusal);
  }
  return "done";
}

std::string TermWorld::outcome_of_two(const Asker& asker, std::string_view name,
                                      const json::object& input) {
  world_.request.idempotency_key = fmt::format("key-{}", ++keys_);
  world_.request.body_digest = std::string(name);
  std::string done = "done";
  try {
    const json::value first = run(asker, name, input);
    EXPECT_EQ(first, run(asker, name, input)) << name;
  } catch (const base::Refusal& refusal) {
    done = code_of(refusal);
  }
  world_.request.idempotency_key.clear();
  world_.request.body_digest.clear();
  return done;
}

json::array TermWorld::all(const Asker& asker, std::string_view name, json::object input) {
  json::array items;
  input["limit"] = 200;
  while (true) {
    const json::value page = ask(asker, name, input);
    for (const json::value& each : page.at("items").as_array()) {
      items.push_back(each);
    }
    const json::value* next = page.as_object().if_contains("next");
    if (next == nullptr || next->is_null()) {
      return items;
    }
    input["after"] = *next;
  }
}

json::value TermWorld::audit(std::string_view what) {
  ledger::Sequencer sequencer(database(), {.name = key_.verifier().name,
                                           .key = key_,
                                           .outside_file = folder_.path() / "outside-checkpoint",
                                           .holder = "one"});
  while (sequencer.step(true).placed > 0) {
  }
  const Asker asker = world_.holder(access::Role::auditor, "programme");
  const json::value begun = ask(asker, "audit.verify", {{"what", what}});
  EXPECT_TRUE(auditor_.run_one());
  return ask(asker, "audit_check.show", {{"id", begun.at("id")}});
}

}  // namespace sojourn::term
