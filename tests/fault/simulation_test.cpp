// A seeded simulation of the store against a small reference model: people add, rename and erase
// notes, with right and with stale versions, with keys that are new, sent again or used for
// something else, with changes that give up half way; days pass, the server starts again; and on
// SQLite the disk fails at any call, and the power goes. After every step the store holds what the
// model says and nothing else: rows, versions, keys and one entry of the log for each change.
// A difference names its seed and step; the same seed is the same run.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "db/engine.h"
#include "tests/fault/shim.h"
#include "tests/unit/db/world.h"

namespace sojourn::db {

struct Note {
  static constexpr std::string_view id_prefix = "note";
  base::Id<Note> id;
  std::string name;
  std::int64_t version = 1;
  friend bool operator==(const Note&, const Note&) = default;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, name, version))

namespace {

using test::Broken;
using test::Shim;

constexpr const char* schema = R"(
CREATE TABLE note (id @id PRIMARY KEY, name @text NOT NULL UNIQUE, version @int NOT NULL);
CREATE TABLE entry (number @id PRIMARY KEY, operation @text NOT NULL);
)";
constexpr std::int64_t actor = 7;
constexpr auto keep = std::chrono::hours(24 * 45);

enum class What : std::uint8_t { add, rename, erase, give_up };
BOOST_DESCRIBE_ENUM(What, add, rename, erase, give_up)

/// What somebody asks for.
struct Ask {
  What what = What::add;
  std::int64_t id = 0;
  std::string name;
  std::int64_t version = 0;
  std::string key = {};  ///< of idempotency; empty: none
  std::string body() const {
    return fmt::format("{} {} {} {}", base::name_of(what), id, name, version);
  }
};

/// What the store should hold, in the plainest form.
struct Model {
  struct Kept {
    std::string body;
    std::string answer;
    base::Instant until;
    bool operator==(const Kept&) const = default;
  };
  std::map<std::int64_t, Note> notes;
  std::map<std::string, Kept> keys;
  std::int64_t entries = 0;

  /// The answer, or the code of the refusal.
  std::string apply(const Ask& ask, base::Instant now) {
    if (const auto kept = keys.find(ask.key); !ask.key.empty() && kept != keys.end()) {
      return kept->second.body == ask.body() ? kept->second.answer : "key_reused";
    }
    const auto found = notes.find(ask.id);
    const auto taken = [&] {
      return std::any_of(notes.begin(), notes.end(), [&](const auto& each) {
        return each.second.name == ask.name && each.first != ask.id;
      });
    };
    Note answer{.id = {ask.id}, .name = ask.name};
    switch (ask.what) {
      case What::give_up: return "gave_up";
      case What::add:
        if (found != notes.end() || taken()) {
          return "exists";
        }
        notes[ask.id] = answer;
        break;
      case What::rename:
      case What::erase:
        if (found == notes.end()) {
          return "not_found";
        }
        if (found->second.version != ask.version) {
          return "stale";
        }
        if (ask.what == What::rename && taken()) {
          return "exists";
        }
        if (ask.what == What::erase) {
          answer = found->second;
          notes.erase(found);
        } else {
          answer.version = ask.version + 1;
          found->second = answer;
        }
        break;
    }
    ++entries;
    const std::string text = base::encode_text(answer);
    if (!ask.key.empty()) {
      keys[ask.key] = {ask.body(), text, now + keep};
    }
    return text;
  }
  void forget(base::Instant now) {
    std::erase_if(keys, [&](const auto& each) { return each.second.until < now; });
  }
  /// As `stored` writes what the store holds.
  std::string text() const {
    std::string made = fmt::format("{} entries", entries);
    for (const auto& [id, note] : notes) {
      made += fmt::format("; {} {} {}", id, note.name, note.version);
    }
    for (const auto& [key, kept] : keys) {
      made += "; " + key;
    }
    return made;
  }
};

std::string stored(Database& database) {
  return database.read(Caller::program(), [](Tx& tx) {
    std::string made =
        fmt::format("{} entries", tx.value<std::int64_t>("SELECT count(*) FROM entry"));
    for (const Note& note : tx.rows<Note>("SELECT id, name, version FROM note ORDER BY id")) {
      made += fmt::format("; {} {} {}", note.id.value, note.name, note.version);
    }
    for (const std::string& key : tx.column<std::string>(
             "SELECT key FROM idempotency WHERE actor = $1 ORDER BY key", actor)) {
      made += "; " + key;
    }
    return made;
  });
}

/// An entry in the transaction of its change, as the audit log has it.
class CountingLog final : public ChangeLog {
 public:
  std::int64_t record(Change& change, const ChangeEntry& entry) override {
    change.write("INSERT INTO entry (number, operation) VALUES ($1, $2)", change.new_id_value(),
                 entry.operation);
    return 0;
  }
};

/// Codes of refusals that trouble brings, after which nothing was changed.
bool is_trouble(std::string_view code) {
  return code == "database_failed" || code == "disk_full" || code == "writes_stopped";
}

class Simulation {
 public:
  Simulation(EngineKind kind, std::uint64_t seed) : kind_(kind), chance_(seed) {
    Shim::instance().reset();
    if (kind == EngineKind::postgresql) {
      schema_.emplace();
    }
    directory_ = folder_.path() + "/0";
    open();
  }
  ~Simulation() {
    database_.reset();
    Shim::instance().reset();
  }
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// The first difference; "" if there is none.
  std::string run(int steps) {
    for (int step = 1; step <= steps; ++step) {
      const std::string difference = one();
      if (!difference.empty()) {
        return fmt::format("step {}: {}", step, difference);
      }
    }
    return "";
  }
  /// The store is right and the model wrong, so that the simulation shows that it can fail.
  void deceive() { model_.entries += 1; }
  int troubles() const { return troubles_; }
  int losses() const { return losses_; }
  int refusals() const { return refusals_; }
  int repeats() const { return repeats_; }

 private:
  void open() {
    Settings settings;
    settings.url = schema_ ? schema_->url() : "";
    settings.directory = directory_;
    settings.connections = 1;
    settings.keep_answers = keep;
    settings.change_log = &log_;
    settings.clock = &clock_;
    settings.migrations.push_back({9001, "9001_note", schema});
    settings.vfs = kind_ == EngineKind::sqlite ? test::shim_name : "";
    database_ = Database::open(std::move(settings));
  }

  Ask draw() {
    // Of few names and ids, so that people get into each other's way.
    Ask ask{.what = chance_.chance(0.1)    ? What::give_up
                    : chance_.chance(0.4)  ? What::add
                    : chance_.chance(0.75) ? What::rename
                                           : What::erase,
            .name = fmt::format("name {}", chance_.below(12))};
    if (ask.what == What::add || ask.what == What::give_up || model_.notes.empty() ||
        chance_.chance(0.1)) {
      ask.id = ++last_id_;
    } else {
      auto at = model_.notes.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(chance_.below(model_.notes.size())));
      ask.id = at->first;
      ask.version = at->second.version + (chance_.chance(0.2) ? 1 : 0);
    }
    if (chance_.chance(0.6)) {
      ask.key = fmt::format("key {:04}", ++last_key_);
    }
    if (!sent_.empty() && chance_.chance(0.2)) {
      const Ask earlier = sent_[chance_.below(sent_.size())];
      if (chance_.chance(0.8)) {
        return earlier;  // a phone that did not hear the answer
      }
      ask.key = earlier.key;
    }
    if (!ask.key.empty()) {
      sent_.push_back(ask);
    }
    return ask;
  }

  std::string perform(const Ask& ask) {
    Caller caller{.actor = actor,
                  .idempotency_key = ask.key,
                  .body_digest = ask.body(),
                  .scope = Scope::everything()};
    try {
      const Note answer =
          database_->change(caller, base::name_of(ask.what), [&](Change& change) -> Note {
            const Note fresh{.id = {ask.id}, .name = ask.name};
            if (ask.what == What::add) {
              change.insert("note", fresh);
              return fresh;
            }
            if (ask.what == What::give_up) {
              change.insert("note", Note{.id = {ask.id}, .name = "given up"});
              throw base::Refusal{base::Kind::invalid, "gave_up", "No, after all."};
            }
            Note before =
                change.one<Note>("SELECT id, name, version FROM note WHERE id = $1", ask.id);
            if (ask.what == What::erase) {
              const Note there = before;
              before.version = ask.version;
              change.erase("note", before);
              return there;
            }
            before.version = ask.version;
            Note after = before;
            after.name = ask.name;
            return change.update("note", before, after);
          });
      return base::encode_text(answer);
    } catch (const base::Refusal& refusal) {
      return refusal.code;
    }
  }

  /// What goes wrong during the next step, on SQLite.
  void trouble() {
    constexpr std::array kinds = {Broken::write, Broken::full, Broken::sync, Broken::read};
    if (kind_ == EngineKind::postgresql || losing_) {
      return;
    }
    if (chance_.chance(0.2)) {
      Shim::instance().fail(kinds[chance_.below(kinds.size())], chance_.between(1, 6));
    } else if (chance_.chance(0.03)) {
      directory_ = fmt::format("{}/{}", folder_.path(), ++pictures_);
      Shim::instance().lose_power(chance_.between(1, 60), directory_, chance_.next(),
                                  test::Survives::sectors);
      losing_ = true;
    }
  }

  /// After a start on what is there: as the model was before the last step, or as it is after it.
  std::string after_start(const Model& before, const Model& after) {
    const std::string found = stored(*database_);
    if (found == after.text()) {
      model_ = after;
    } else if (found == before.text()) {
      model_ = before;
    } else {
      return fmt::format("after a start there is\n  {}\nand should be\n  {}\nor\n  {}", found,
                         after.text(), before.text());
    }
    return database_->engine().integrity_faults().empty() ? "" : "the database is damaged";
  }

  std::string one() {
    // 1. Time goes on; what is too old is forgotten; the server starts again.
    clock_.turn(chance_.chance(0.02) ? std::chrono::hours(24 * 30) : std::chrono::hours(1));
    if (chance_.chance(0.05) && !losing_) {
      database_->forget_old_answers();
      model_.forget(clock_.now());
    }
    if (chance_.chance(0.02) && !losing_) {
      database_.reset();
      open();
    }
    // 2. Somebody asks for something, and the disk may fail meanwhile.
    trouble();
    const Ask ask = draw();
    const Model before = model_;
    Model after = model_;
    const bool known = !ask.key.empty() && model_.keys.contains(ask.key);
    const std::string expected = after.apply(ask, clock_.now());
    const std::string answer = perform(ask);
    const bool failed = Shim::instance().failed();
    Shim::instance().fail(Broken::nothing, 0);
    repeats_ += known && answer == expected ? 1 : 0;
    refusals_ += answer == "stale" || answer == "exists" || answer == "key_reused" ? 1 : 0;
    // 3. The power went: what was acknowledged before this step is promised.
    if (Shim::instance().power_lost()) {
      ++losses_;
      losing_ = false;
      database_.reset();
      Shim::instance().reset();
      open();
      return after_start(before, after);
    }
    // 4. It was refused for the disk's sake: nothing was changed; but for a sync that failed, of
    //    which only a new start knows.
    if (is_trouble(answer)) {
      if (!failed) {
        return answer + " without trouble";
      }
      ++troubles_;
      const std::string found = stored(*database_);
      if (found != before.text()) {
        return fmt::format("{} left\n  {}", answer, found);
      }
      if (!is_stopped()) {
        return "";
      }
      database_.reset();
      open();
      return answer == "writes_stopped" ? after_start(before, after) : after_start(before, before);
    }
    // 5. It was answered as the model answers, and the store holds what the model holds.
    model_ = after;
    if (answer != expected) {
      return fmt::format("{} gave {}, expected {}", ask.body(), answer, expected);
    }
    if (const std::string found = stored(*database_); found != model_.text()) {
      return fmt::format("{} left\n  {}\nexpected\n  {}", ask.body(), found, model_.text());
    }
    // 6. A sync that failed while the log was moved, after the answer: no more is written.
    if (failed && is_stopped()) {
      database_.reset();
      open();
      return after_start(model_, model_);
    }
    return "";
  }

  bool is_stopped() {
    try {
      database_->upkeep([](Change& change) { change.write("DELETE FROM outbox WHERE id = 0"); });
      return false;
    } catch (const base::Refusal& refusal) {
      return refusal.code == "writes_stopped";
    }
  }

  EngineKind kind_;
  base::Random chance_;
  Folder folder_;
  std::optional<test::PostgresSchema> schema_;
  std::string directory_;
  base::HandWallClock clock_{base::written<base::Instant>("2026-11-25T08:30:00.000000Z")};
  CountingLog log_;
  std::unique_ptr<Database> database_;
  Model model_;
  std::vector<Ask> sent_;
  std::int64_t last_id_ = 0;
  int last_key_ = 0;
  bool losing_ = false;
  int pictures_ = 0;
  int troubles_ = 0;
  int losses_ = 0;
  int refusals_ = 0;
  int repeats_ = 0;
};

class SimulationTest : public ::testing::TestWithParam<EngineKind> {};

TEST_P(SimulationTest, HoldsWhatTheModelHolds) {
  const bool sqlite = GetParam() == EngineKind::sqlite;
  int troubles = 0;
  int losses = 0;
  int refusals = 0;
  int repeats = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Simulation simulation(GetParam(), seed);
    EXPECT_EQ(simulation.run(250), "") << "seed " << seed;
    troubles += simulation.troubles();
    losses += simulation.losses();
    refusals += simulation.refusals();
    repeats += simulation.repeats();
  }
  // Else it would be a quiet day.
  EXPECT_GT(refusals, 100);
  EXPECT_GT(repeats, 50);
  EXPECT_GT(troubles, sqlite ? 30 : -1);
  EXPECT_GT(losses, sqlite ? 15 : -1);
}

TEST_P(SimulationTest, SeesADifference) {
  Simulation simulation(GetParam(), 1);
  EXPECT_EQ(simulation.run(10), "");
  simulation.deceive();
  EXPECT_THAT(simulation.run(10), ::testing::StartsWith("step 1: "));
}

INSTANTIATE_TEST_SUITE_P(Engines, SimulationTest, engines(), engine_name);

}  // namespace
}  // namespace sojourn::db
