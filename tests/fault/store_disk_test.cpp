// The whole store on a disk of which each n-th call fails: database, keys, the log's checkpoint
// outside, a backup (see disk_calls.h). Whatever failed when, an acknowledged change is there with
// its audit entry, `audit verify` and `audit reconcile` hold after a new start, and sealing catches
// up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "access/token.h"
#include "base/json.h"
#include "db/care.h"
#include "db/engine.h"
#include "db/sqlite_engine.h"
#include "ledger/audit.h"
#include "ledger/files.h"
#include "ledger/key_file.h"
#include "ledger/stored_log.h"
#include "program/store.h"
#include "tests/fault/disk_calls.h"
#include "tests/unit/db/world.h"
#include "tests/unit/ledger/stored_world.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::DiskCall;
using test::DiskCalls;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Names that begin so are the engine's business, which disk_test.cpp sweeps; the backup here has
/// such a name.
constexpr const char* engine_files = "sojourn.db";
constexpr const char* backup_name = "/sojourn.db-backup";

struct Way {
  DiskCall kind;
  int error;
  std::string without;  ///< files whose names begin so are let alone
  int step;             ///< each step-th call fails, one a run; `make long` fails every one
};

std::vector<Way> ways() {
  const bool every = std::getenv("SOJOURN_EVERY_CALL") != nullptr;
  const int some = every ? 1 : 9;
  return {{DiskCall::write, ENOSPC, engine_files, 1},
          {DiskCall::write, EIO, engine_files, 1},
          {DiskCall::sync, EIO, "", 1},
          {DiskCall::rename, EIO, "", 1},
          {DiskCall::write, ENOSPC, "", some},
          {DiskCall::write, EIO, "", some + 2}};
}

std::string words_of(const Way& way, int n) {
  return fmt::format("call {} number {} of all but \"{}\", {}", base::name_of(way.kind), n,
                     way.without, std::strerror(way.error));
}

/// What a run of the program did and was told.
struct Told {
  std::set<std::string> accounts;
  std::vector<ledger::Receipt> receipts;
  std::vector<std::string> backups;
};

class StoreDisk : public ::testing::Test {
 protected:
  void SetUp() override { DiskCalls::watch(folder_.path()); }
  void TearDown() override { DiskCalls::stop(); }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  /// Runs an operation as whoever is at the machine does; false if it was refused, as it is on a
  /// full or failing disk: any other throw ends the test.
  static bool run(Store& store, const std::string& operation, const access::Request& request,
                  const json::object& input) {
    const auto& operations = store.stages().operations;
    const auto found = std::find_if(operations.begin(), operations.end(),
                                    [&](const auto& each) { return each.about.name == operation; });
    try {
      store.service().run(*found, access::Asker::local_operator(), request, input);
      return true;
    } catch (const base::Refusal& refusal) {
      EXPECT_THAT(refusal.kind, AnyOf(base::Kind::busy, base::Kind::full)) << refusal.code;
      return false;
    }
  }
  /// A person, whose history is sealed with a key of their own.
  static bool make_account(Store& store, const std::string& name, Told& told) {
    if (!run(store, "account.make", {.id = name}, {{"name", name}, {"person", "Somebody"}})) {
      return false;
    }
    told.accounts.insert(name);
    told.receipts.push_back(store.log().take_receipt(name).value());
    return true;
  }
  /// With an idempotency key.
  static bool make_area(Store& store, const std::string& name) {
    return run(store, "area.make", {.id = name, .idempotency_key = name, .body_digest = name},
               {{"name", name}, {"kind", "county"}});
  }
  static std::vector<std::string> areas(Store& store) {
    return store.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.column<std::string>("SELECT name FROM area WHERE {unscoped:a test} ORDER BY name");
    });
  }
  static std::set<std::string> accounts(Store& store) {
    const auto names = store.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.column<std::string>("SELECT name FROM account");
    });
    return {names.begin(), names.end()};
  }
  /// As the server's thread does, which tells and tries again.
  static void seal(Store& store) {
    try {
      store.seal();
    } catch (const base::Refusal&) {
    } catch (const std::system_error&) {
    }
  }
  static void back_up(Store& store, const std::string& file, Told& told) {
    try {
      db::backup(store.database(), file);
      told.backups.push_back(file);
    } catch (const base::Refusal&) {
    } catch (const std::system_error&) {
    }
  }

  static ledger::VerifyReport verify(Store& store, const Told& told) {
    ledger::AuditRequest request = audit_request(store.files().open_log_key());
    if (const auto note =
            ledger::read_small_file(store.files().outside_checkpoint(), ledger::longest_note)) {
      request.kept.push_back({*note, "outside"});
    }
    request.receipts = told.receipts;
    return ledger::verify_log(store.database(), request);
  }
  static void expect_well(Store& store, const Told& told) {
    const ledger::VerifyReport verified = verify(store, told);
    EXPECT_TRUE(verified.good) << ledger::findings(verified);
    const ledger::ReconcileReport reconciled =
        ledger::reconcile(store.database(), store.keys(), store.stages().tables);
    EXPECT_TRUE(reconciled.good) << ledger::findings(reconciled);
    EXPECT_THAT(store.database().engine().integrity_faults(), IsEmpty());
  }
  /// The checkpoint outside is the log's last.
  static void expect_sealed(Store& store) {
    const auto latest = store.database().read(db::Caller::program(), ledger::latest_checkpoint);
    EXPECT_EQ(ledger::read_small_file(store.files().outside_checkpoint(), ledger::longest_note),
              latest.value().note);
  }

  const db::Folder folder_;  // NOLINT(readability-identifier-naming)
};

TEST_F(StoreDisk, WhateverFailsAnAcknowledgedChangeIsThereWithItsEntry) {
  Told before;
  {
    Store store({.directory = path("prepared")}, stages());
    ASSERT_TRUE(make_account(store, "first", before));
    store.seal();
  }
  for (const Way& way : ways()) {
    bool hit = true;
    for (int n = 1; hit; n += way.step) {
      SCOPED_TRACE(words_of(way, n));
      ASSERT_LT(n, 1000);
      const std::string data = path("data");
      fs::copy(path("prepared"), data);
      Told told = before;
      {
        Store store({.directory = data}, stages());
        DiskCalls::fail(folder_.path(), way.kind, n, way.error, false, way.without);
        make_account(store, "second", told);
        make_area(store, "a");
        seal(store);
        make_account(store, "third", told);
        make_area(store, "b");
        back_up(store, data + backup_name, told);
        make_account(store, "fourth", told);
        make_area(store, "c");
        seal(store);
        EXPECT_EQ(accounts(store), told.accounts) << "what is seen is what was acknowledged";
        // Closing is part of it.
      }
      hit = DiskCalls::failed();
      DiskCalls::watch(folder_.path());
      Store store({.directory = data}, stages());
      store.check_log();
      std::set<std::string> there = accounts(store);
      EXPECT_TRUE(
          std::includes(there.begin(), there.end(), told.accounts.begin(), told.accounts.end()));
      // A sync that fails leaves it open whether the change is on the disk.
      EXPECT_LE(there.size(), told.accounts.size() + (way.kind == DiskCall::sync ? 1 : 0));
      expect_well(store, told);
      // Sent again with its key, whatever was answered, each is there once.
      for (const char* name : {"a", "b", "c"}) {
        EXPECT_TRUE(make_area(store, name));
      }
      EXPECT_THAT(areas(store), ElementsAre("a", "b", "c"));
      // A new start catches up, and goes on.
      EXPECT_TRUE(make_account(store, "fifth", told));
      store.seal();
      expect_sealed(store);
      EXPECT_EQ(verify(store, told).unsealed, 0u);
      expect_well(store, told);
      // A backup is whole or none; one that was refused may be made anew.
      const std::string file = data + backup_name;
      EXPECT_EQ(fs::exists(file), !told.backups.empty());
      if (told.backups.empty()) {
        db::backup(store.database(), file);
      }
      db::Settings settings = database_settings({.directory = data}, store.stages());
      const db::CareReport proven = db::verify_backup(file, settings, [&](db::Database& restored) {
        const auto log = ledger::verify_log(restored, audit_request(store.files().open_log_key()));
        return std::vector<db::Check>{{"audit log", log.good, ledger::findings(log)}};
      });
      EXPECT_TRUE(proven.good);
      if (!hit) {
        EXPECT_EQ(told.accounts.size(), 5u);
        EXPECT_FALSE(told.backups.empty());
        EXPECT_GT(n, 3);
      }
      fs::remove_all(data);
    }
  }
}

TEST_F(StoreDisk, ABackupIsWholeOrNotThere) {
  Store store({.directory = path("data")}, stages());
  const std::string file = path("backup");
  DiskCalls::watch(folder_.path());
  db::backup(store.database(), file);
  const std::int64_t writes = DiskCalls::seen();
  EXPECT_GT(writes, 20);
  // Some of the copy's, and all of what comes after it.
  for (std::int64_t n = 1; n <= writes; n += n + 5 < writes ? writes / 10 : 1) {
    SCOPED_TRACE(n);
    fs::remove(file);
    fs::remove(file + ".json");
    DiskCalls::fail(folder_.path(), DiskCall::write, n, ENOSPC);
    EXPECT_THROW(db::backup(store.database(), file), base::Refusal);
    EXPECT_TRUE(DiskCalls::failed());
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << "nothing is left";
    DiskCalls::watch(folder_.path());
    db::backup(store.database(), file);
    EXPECT_TRUE(db::verify_backup(file, database_settings({}, store.stages())).good);
  }
}

TEST_F(StoreDisk, AFirstStartThatFailedIsMadeGoodByTheNext) {
  for (const Way& way : ways()) {
    bool hit = way.without == engine_files || way.kind != DiskCall::write;
    for (int n = 1; hit; ++n) {
      SCOPED_TRACE(words_of(way, n));
      ASSERT_LT(n, 500);
      const std::string data = path("data");
      bool started = false;
      DiskCalls::fail(folder_.path(), way.kind, n, way.error, false, engine_files);
      try {
        const Store store({.directory = data}, stages());
        started = true;
      } catch (const base::Refusal&) {
      } catch (const std::system_error&) {
      }
      hit = DiskCalls::failed();
      EXPECT_TRUE(started || hit);
      DiskCalls::watch(folder_.path());
      Told told;
      Store store({.directory = data}, stages());
      EXPECT_TRUE(make_account(store, "first", told));
      store.seal();
      expect_sealed(store);
      expect_well(store, told);
      fs::remove_all(data);
    }
  }
}

TEST_F(StoreDisk, BesideAHistoryAnEmptyFileOfKeysIsNoNewOne) {
  Told told;
  {
    Store store({.directory = path("data")}, stages());
    ASSERT_TRUE(make_account(store, "first", told));
  }
  for (const int left : {0, 20, 32, 79}) {
    fs::resize_file(path("data/person-keys"), static_cast<std::uintmax_t>(left));
    try {
      const Store store({.directory = path("data")}, stages());
      ADD_FAILURE() << left;
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.code, "no_person_keys");
    }
  }
}

TEST_F(StoreDisk, AKeyWhoseSyncFailedSealsNothing) {
  ledger::PersonKeys keys(path("keys"));
  keys.make_for({1});
  DiskCalls::fail(folder_.path(), DiskCall::sync, 1, EIO);
  for (int i = 0; i < 3; ++i) {
    // The second time it is in the file, and nobody knows whether on the disk.
    try {
      keys.make_for({2});
      ADD_FAILURE() << "try " << i;
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.code, "writes_stopped");
    }
  }
  EXPECT_TRUE(keys.find(1)) << "reading goes on";
  DiskCalls::watch(folder_.path());
  ledger::PersonKeys anew(path("keys"));
  anew.make_for({2});
  EXPECT_TRUE(anew.find(2));
}

TEST_F(StoreDisk, AFullDiskStopsAKeyAndPassesByItself) {
  ledger::PersonKeys keys(path("keys"));
  DiskCalls::fail(folder_.path(), DiskCall::write, 1, ENOSPC, true);
  for (const std::int64_t person : {1, 1, 2}) {
    try {
      keys.make_for({person});
      ADD_FAILURE() << person;
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.code, "disk_full");
    }
  }
  DiskCalls::watch(folder_.path());
  keys.make_for({1, 2});
  EXPECT_EQ(ledger::PersonKeys(path("keys")).find(2), keys.find(2));
}

TEST_F(StoreDisk, AReplacedFileAndItsFolderAreSynced) {
  const std::string file = path("checkpoint");
  ledger::replace_file(file, "one");
  DiskCalls::fail(folder_.path(), DiskCall::sync, 1, EIO);
  EXPECT_THROW(ledger::replace_file(file, "two"), std::system_error);
  EXPECT_EQ(ledger::read_small_file(file, 100), "one") << "what is not on the disk has no name";
  DiskCalls::fail(folder_.path(), DiskCall::sync, 2, EIO);
  EXPECT_THROW(ledger::replace_file(file, "two"), std::system_error) << "nor has its name";
  DiskCalls::fail(folder_.path(), DiskCall::sync, 2, EIO);
  EXPECT_THROW(ledger::create_file(path("key"), "secret"), std::system_error);
  DiskCalls::fail(folder_.path(), DiskCall::sync, 1, EIO);
  EXPECT_THROW(ledger::create_file(path("other"), "secret"), std::system_error);
  EXPECT_FALSE(fs::exists(path("other")));
}

TEST_F(StoreDisk, WhereThereAreNoSecondNamesAFileIsMadeAllTheSame) {
  DiskCalls::fail(folder_.path(), DiskCall::rename, 1, EPERM);
  ledger::create_file(path("key"), "secret");
  EXPECT_TRUE(DiskCalls::failed());
  DiskCalls::fail(folder_.path(), DiskCall::rename, 1, EPERM);
  EXPECT_THROW(ledger::create_file(path("key"), "other"), base::Refusal);
  DiskCalls::watch(folder_.path());
  EXPECT_EQ(ledger::read_small_file(path("key"), 100), "secret");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << "nothing is left over";
}

TEST_F(StoreDisk, OnAFullDiskWhoIsSignedInGoesOnReading) {
  Store store({.directory = path("data")}, stages());
  Told told;
  ASSERT_TRUE(make_account(store, "first", told));
  const std::string secret = access::make_token(access::TokenKind::session);
  store.database().upkeep([&](db::Change& change) {
    const auto long_ago = change.now() - std::chrono::hours(2);
    change.write(
        "INSERT INTO session (id, digest, account, device, stays, second_factor, made_at, seen_at, "
        "expires_at) SELECT $1, $2, id, '', FALSE, FALSE, $3, $3, $4 FROM account",
        change.new_id_value(), access::token_digest(secret), long_ago,
        change.now() + std::chrono::hours(9));
  });
  // Its last use is due to be written.
  DiskCalls::fail(folder_.path(), DiskCall::write, 1, ENOSPC, true);
  EXPECT_FALSE(make_account(store, "second", told));
  EXPECT_TRUE(store.service().asker_of(secret).signed_in());
  EXPECT_TRUE(DiskCalls::failed());
  DiskCalls::watch(folder_.path());
  EXPECT_TRUE(store.service().asker_of(secret).signed_in());
  store.database().read(db::Caller::program(), [](db::Tx& tx) {
    EXPECT_GT(tx.value<base::Instant>("SELECT seen_at FROM session"),
              tx.now() - std::chrono::hours(1));
  });
}

}  // namespace
}  // namespace sojourn::program
