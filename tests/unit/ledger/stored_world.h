// A database with a log, for tests: two tables, a clock turned by hand, keys in a temporary folder.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/word.h"
#include "db/database.h"
#include "ledger/audit.h"
#include "ledger/files.h"
#include "ledger/log.h"
#include "ledger/sequencer.h"
#include "tests/support/postgres.h"
#include "tests/unit/ledger/folder.h"

namespace sojourn::ledger {

struct Site {
  static constexpr std::string_view id_prefix = "site";
  base::Id<Site> id;
  std::string name;
  bool open = true;
  double height = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Site, (), (id, name, open, height, version))

struct Member {
  static constexpr std::string_view id_prefix = "member";
  base::Id<Member> id;
  std::string name;
  std::optional<std::string> phone;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Member, (), (id, name, phone, version))

struct Remark {
  static constexpr std::string_view id_prefix = "note";
  base::Id<Remark> id;
  base::Id<Member> member;
  std::string text;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Remark, (), (id, member, text, version))

inline constexpr const char* stored_world_sql = R"(
CREATE TABLE site (id @id PRIMARY KEY, name @text NOT NULL, open @bool NOT NULL,
                   height @number NOT NULL, version @int NOT NULL, seen @int);
CREATE TABLE member (id @id PRIMARY KEY, name @text NOT NULL, phone @text, version @int NOT NULL);
CREATE TABLE note (id @id PRIMARY KEY, member @id NOT NULL, text @text NOT NULL,
                   version @int NOT NULL);
)";

class StoredWorld {
 public:
  explicit StoredWorld(db::EngineKind kind = db::EngineKind::sqlite)
      : keys(folder.path() / "person-keys"), log({.keys = &keys, .tables = tables}) {
    if (kind == db::EngineKind::postgresql) {
      schema.emplace();
    }
    open();
  }

  db::Settings settings() {
    db::Settings made{.url = schema ? schema->url() : "",
                      .directory = (folder.path() / "data").string(),
                      .change_log = &log,
                      .clock = &clock};
    // Only the floors below: the tables of this world stand for those of the stages.
    std::erase_if(made.migrations, [](const db::Migration& each) {
      return each.number > 2 && each.name != "0011_replayed_receipt";
    });
    made.migrations.push_back({9001, "9001_world", stored_world_sql});
    return made;
  }
  void open() { database = db::Database::open(settings()); }

  SequencerSettings sequencer_settings(std::string holder = "one") {
    return {.name = "programme.example/audit",
            .key = key,
            .outside_file = folder.path() / "outside-checkpoint",
            .holder = std::move(holder)};
  }
  AuditRequest request() {
    AuditRequest made{.keys = {key.verifier()}, .name = "programme.example/audit"};
    if (const auto note = read_small_file(folder.path() / "outside-checkpoint", longest_note)) {
      made.kept.push_back({*note, "the outside file"});
    }
    return made;
  }
  VerifyReport verify() { return verify_log(*database, request()); }
  ReconcileReport reconcile() { return ledger::reconcile(*database, keys, tables); }
  SequencerStep step(bool seal_now = false) {
    return Sequencer(*database, sequencer_settings()).step(seal_now);
  }

  template <class Act>
  auto change(Act&& act, std::string operation = "site.change") {
    return database->change(caller, operation, std::forward<Act>(act));
  }
  Site add_site(std::string name) {
    return change([&](db::Change& made) {
      const Site site{.id = made.new_id<Site>(), .name = name, .height = 12.5};
      made.insert("site", site);
      return site;
    });
  }
  Site rename(const Site& before, std::string name) {
    return change([&](db::Change& made) {
      Site after = before;
      after.name = name;
      return made.update("site", before, after);
    });
  }
  Member add_member(std::string name, std::optional<std::string> phone = {}) {
    return change(
        [&](db::Change& made) {
          const Member member{.id = made.new_id<Member>(), .name = name, .phone = phone};
          made.insert("member", member);
          return member;
        },
        "member.add");
  }
  /// As somebody with a shell on the database would.
  void behind_the_log(std::string_view sql) {
    database->upkeep([&](db::Change& made) { made.write(sql); });
  }

  Folder folder;
  std::optional<test::PostgresSchema> schema;
  base::HandWallClock clock{base::written<base::Instant>("2026-11-25T08:30:00.000000Z")};
  SignerKey key = SignerKey::make("programme.example/audit", KeyType::log);
  PersonKeys keys;
  Tables tables = {{"site", {.subject = {}, .unlogged = {"seen"}}},
                   {"member", {.subject = "id"}},
                   {"note", {.subject = "member"}}};
  Log log;
  std::unique_ptr<db::Database> database;
  db::Caller caller = db::Caller::program();
};

/// A test that is run on both engines.
class StoredTest : public ::testing::TestWithParam<db::EngineKind> {};
inline auto engines() {
  return ::testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql);
}
inline std::string engine_name(const ::testing::TestParamInfo<db::EngineKind>& about) {
  return std::string(base::name_of(about.param));
}

template <class Report>
std::string findings(const Report& report) {
  std::string made;
  for (const auto& finding : report.findings) {
    made += std::string(base::name_of(finding.flaw)) + ": " + finding.detail.english() + "\n";
  }
  return made;
}

}  // namespace sojourn::ledger
