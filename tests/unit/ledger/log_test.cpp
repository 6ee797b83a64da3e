#include "ledger/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/random.h"
#include "base/refusal.h"
#include "ledger/cosigned.h"
#include "ledger/witness.h"
#include "tests/unit/ledger/stored_world.h"

namespace sojourn::ledger {
namespace {

using LogStored = StoredTest;
using SequencerStored = StoredTest;
using AuditStored = StoredTest;

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

template <class Act>
std::string code_of(Act&& act) {
  try {
    act();
  } catch (const base::Refusal& refusal) {
    return refusal.code;
  }
  return "done";
}

std::vector<std::string> bodies(StoredWorld& world) {
  return world.database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT body FROM audit_entry ORDER BY id");
  });
}

TEST_P(LogStored, HasOneEntryForEachChange) {
  StoredWorld world(GetParam());
  world.caller.actor = 17;
  world.caller.request_id = "r-1";
  world.caller.reason = "moved to the new road";
  const Site site = world.add_site("Upper Weir");
  world.rename(site, "Lower Weir");
  const std::vector<std::string> found = bodies(world);
  ASSERT_EQ(found.size(), 2U);
  const Entry second = *parse_entry(found[1]);
  EXPECT_EQ(second.actor, 17);
  EXPECT_EQ(second.operation, "site.change");
  EXPECT_EQ(second.request, "r-1");
  EXPECT_TRUE(second.why);
  ASSERT_EQ(second.lines.size(), 1U);
  EXPECT_EQ(second.lines[0].verb, EntryVerb::update);
  EXPECT_EQ(second.lines[0].id, site.id.value);
  EXPECT_THAT(second.lines[0].fields, ElementsAre("name", "version"));
  EXPECT_THAT(found[1], Not(HasSubstr("Weir")));
  EXPECT_THAT(found[1], Not(HasSubstr("road")));
}

TEST_P(LogStored, AChangeThatIsUndoneLeavesNoEntry) {
  StoredWorld world(GetParam());
  EXPECT_THROW(world.change([&](db::Change& change) {
    change.insert("site", Site{.id = change.new_id<Site>(), .name = "x"});
    throw base::Refusal{.kind = base::Kind::invalid, .code = "no", .detail = "No.", .faults = {}};
  }),
               base::Refusal);
  EXPECT_TRUE(bodies(world).empty());
  EXPECT_TRUE(world.reconcile().good);
}

TEST_P(LogStored, ATableThatNobodyDeclaredIsABug) {
  StoredWorld world(GetParam());
  Log log({.keys = &world.keys, .tables = {}});
  world.database->set_change_log(&log);
  EXPECT_THROW(world.add_site("x"), base::Bug);
}

TEST_P(LogStored, ARequestThatIsSentAgainGetsTheSameReceipt) {
  StoredWorld world(GetParam());
  world.caller.request_id = "r-1";
  world.caller.idempotency_key = "phone-7";
  world.add_site("x");
  const std::optional<Receipt> first = world.log.take_receipt("r-1");
  ASSERT_TRUE(first);
  world.clock.turn(std::chrono::hours(50));
  world.caller.request_id = "r-2";
  world.add_site("x");
  EXPECT_EQ(bodies(world).size(), 1U) << "applied once";
  EXPECT_EQ(world.log.take_receipt("r-2"), first);
}

TEST_P(LogStored, GivesAReceiptOnce) {
  StoredWorld world(GetParam());
  world.caller.request_id = "r-9";
  world.add_site("x");
  const std::optional<Receipt> receipt = world.log.take_receipt("r-9");
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->leaf, leaf_hash(bodies(world)[0]));
  EXPECT_EQ(receipt->seal_by, world.clock.now().unix_micros() / 1'000'000 + 60);
  EXPECT_FALSE(world.log.take_receipt("r-9"));
  world.step(true);
  AuditRequest request = world.request();
  request.receipts.push_back(*receipt);
  EXPECT_TRUE(verify_log(*world.database, request).good);
  request.receipts.push_back({.id = 5, .leaf = leaf_hash("never"), .seal_by = 0});
  EXPECT_FALSE(verify_log(*world.database, request).good);
}

TEST_P(SequencerStored, SealsWhenEnoughOrOldEnough) {
  StoredWorld world(GetParam());
  EXPECT_EQ(world.step().sealed_size, 0U);
  world.add_site("a");
  SequencerStep step = world.step();
  EXPECT_EQ(step.placed, 1U);
  EXPECT_EQ(step.sealed_size, 0U);
  world.clock.turn(31s);
  EXPECT_EQ(world.step().sealed_size, 1U) << "thirty seconds later it is due";
  EXPECT_EQ(world.step(true).sealed_size, 0U) << "nothing new";
  for (int i = 0; i < 256; ++i) {
    world.add_site("b");
  }
  step = world.step();
  EXPECT_EQ(step.placed, 256U);
  EXPECT_EQ(step.sealed_size, 257U) << "256 entries are enough";
  const VerifyReport report = world.verify();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.entries, 257U);
  EXPECT_EQ(report.unsealed, 0U);
}

TEST_P(SequencerStored, WhoLeavesLetsTheNextSealAtOnce) {
  StoredWorld world(GetParam());
  for (const std::string holder : {"one", "two", "three"}) {
    world.add_site(holder);
    Sequencer sequencer(*world.database, world.sequencer_settings(holder));
    EXPECT_GT(sequencer.step(true).sealed_size, 0U) << holder;
    sequencer.leave();
  }
  world.clock.turn(10min);
  EXPECT_TRUE(world.verify().good) << "nothing waits";
}

TEST_P(SequencerStored, OneHoldsTheLeaseAndAnotherTakesOver) {
  StoredWorld world(GetParam());
  Sequencer one(*world.database, world.sequencer_settings("one"));
  Sequencer two(*world.database, world.sequencer_settings("two"));
  EXPECT_TRUE(one.step().held);
  EXPECT_FALSE(two.step().held);
  EXPECT_TRUE(one.step().held);
  world.add_site("a");
  world.clock.turn(16s);  // one has died
  const SequencerStep step = two.step(true);
  EXPECT_TRUE(step.held);
  EXPECT_EQ(step.sealed_size, 1U);
  EXPECT_FALSE(one.step().held);
  EXPECT_TRUE(world.verify().good);
}

TEST_P(SequencerStored, RunsUntilItIsStoppedAndSealsAtTheEnd) {
  StoredWorld world(GetParam());
  std::vector<std::string> failures;
  {
    std::jthread thread([&](const std::stop_token& stop) {
      Sequencer(*world.database, world.sequencer_settings()).run(stop, [&](std::string_view what) {
        failures.emplace_back(what);
      });
    });
    for (int i = 0; i < 20; ++i) {
      world.add_site("a");
    }
  }
  EXPECT_THAT(failures, ElementsAre());
  const VerifyReport report = world.verify();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_EQ(report.entries, 20U);
  EXPECT_EQ(report.unsealed, 0U);
}

TEST(Sequencer, NeverSignsALogThatWasRolledBack) {
  StoredWorld world;
  for (int i = 0; i < 10; ++i) {
    world.add_site("a");
  }
  world.step(true);
  world.database.reset();
  std::filesystem::copy(world.folder.path() / "data", world.folder.path() / "backup",
                        std::filesystem::copy_options::recursive);
  world.open();
  for (int i = 0; i < 5; ++i) {
    world.add_site("b");
  }
  world.step(true);
  EXPECT_TRUE(world.verify().good);

  world.database.reset();
  std::filesystem::remove_all(world.folder.path() / "data");
  std::filesystem::rename(world.folder.path() / "backup", world.folder.path() / "data");
  world.open();
  for (int i = 0; i < 7; ++i) {
    world.add_site("c");  // even when it has grown beyond what was lost
  }
  EXPECT_EQ(code_of([&] { world.step(true); }), "log_rolled_back");
  VerifyReport report = world.verify();
  EXPECT_THAT(findings(report), HasSubstr("rolled_back"));

  // The way on is a new epoch, which says what was lost.
  world.caller.reason = "the disk failed, restored Tuesday's backup";
  new_epoch(*world.database, world.caller, world.sequencer_settings());
  EXPECT_EQ(world.step(true).sealed_size, 18U);
  report = world.verify();
  EXPECT_TRUE(report.good) << findings(report);
  EXPECT_TRUE(std::filesystem::exists(world.folder.path() / "outside-checkpoint.lost-15"));
  EXPECT_EQ(code_of([&] { new_epoch(*world.database, world.caller, world.sequencer_settings()); }),
            "not_rolled_back");
  // Who kept the lost checkpoint still finds it.
  AuditRequest request = world.request();
  request.kept.push_back({world.folder.read("outside-checkpoint.lost-15"), "the lost file"});
  EXPECT_FALSE(verify_log(*world.database, request).good);
}

TEST_P(SequencerStored, ADamagedOutsideFileStopsSealing) {
  StoredWorld world(GetParam());
  world.add_site("a");
  world.step(true);
  world.folder.write("outside-checkpoint", "nothing");
  world.add_site("b");
  EXPECT_EQ(code_of([&] { world.step(true); }), "outside_checkpoint_damaged");
}

TEST_P(AuditStored, ProvesEachEntryAndAWitnessFollows) {
  StoredWorld world(GetParam());
  const SignerKey partner = SignerKey::make("partner.example", KeyType::witness);
  std::optional<std::string> remembered;
  std::uint64_t known = 0;
  base::Random random(4);
  for (int round = 0; round < 12; ++round) {
    for (std::uint64_t i = 1 + random.below(40); i > 0; --i) {
      world.add_site("a");
    }
    world.step(true);
    const WitnessAnswer answer =
        witness(request_for_witness(*world.database, known), "programme.example/audit/1",
                {&world.key.verifier(), 1}, remembered, partner, 1'795'000'000);
    ASSERT_EQ(answer.verdict, WitnessVerdict::cosigned);
    remembered = answer.checkpoint;
    known = parse_checkpoint(answer.checkpoint)->checkpoint.size;
  }
  const auto ids = world.database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::int64_t>("SELECT id FROM audit_entry ORDER BY id");
  });
  for (const std::int64_t id : ids) {
    const ProofOfEntry proof = prove_entry(*world.database, id);
    const std::optional<EntryProof> read = parse_entry_proof(proof.proof);
    ASSERT_TRUE(read);
    EXPECT_LE(read->hashes.size(), 9U);
    ASSERT_EQ(
        believe_entry(*read, proof.entry, "programme.example/audit/1", {&world.key.verifier(), 1}),
        Doubt::none);
  }
  EXPECT_EQ(code_of([&] { prove_entry(*world.database, 1); }), "no_entry");
  world.add_site("late");
  const auto last = world.database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.value<std::int64_t>("SELECT max(id) FROM audit_entry");
  });
  EXPECT_EQ(code_of([&] { prove_entry(*world.database, last); }), "not_sealed_yet");
  EXPECT_EQ(code_of([&] { request_for_witness(*world.database, 100'000); }), "witness_is_ahead");
}

TEST_P(AuditStored, KeepsWhatWitnessesCosigned) {
  StoredWorld world(GetParam());
  const std::filesystem::path file = world.folder.path() / "cosigned-checkpoint";
  const SignerKey partner = SignerKey::make("partner.example", KeyType::witness);
  const SignerKey auditor = SignerKey::make("auditor.example", KeyType::witness);
  const std::vector<VerifierKey> partners = {partner.verifier()};
  const std::vector<VerifierKey> auditors = {auditor.verifier()};
  for (int i = 0; i < 20; ++i) {
    world.add_site("a");
  }
  world.step(true);
  const std::string early = request_for_witness(*world.database, 0);
  for (int i = 0; i < 20; ++i) {
    world.add_site("b");
  }
  world.step(true);
  const std::string late = request_for_witness(*world.database, 0);
  const auto line_of = [&](const std::string& request, const SignerKey& key) {
    return witness(request, "programme.example/audit/1", {&world.key.verifier(), 1}, {}, key,
                   1'795'000'000)
        .line;
  };
  // 1. Kept by whoever cosigned, for the checkpoint that they cosigned.
  EXPECT_EQ(read_cosigned(file), std::nullopt);
  EXPECT_EQ(keep_cosignature(*world.database, file, line_of(early, partner), partners).size, 20U);
  EXPECT_EQ(keep_cosignature(*world.database, file, line_of(late, partner), partners).size, 40U);
  const Cosigned both = keep_cosignature(*world.database, file, line_of(late, auditor), auditors);
  EXPECT_EQ(both.size, 40U);
  EXPECT_EQ(both.witnesses, 2U);
  EXPECT_EQ(keep_cosignature(*world.database, file, line_of(late, auditor), auditors).witnesses,
            2U);
  // 2. And nothing else.
  const auto kept = [&](std::string_view line, std::span<const VerifierKey> keys) {
    return code_of([&] { keep_cosignature(*world.database, file, line, keys); });
  };
  EXPECT_EQ(kept(line_of(early, partner), partners), "cosigned_later");
  EXPECT_EQ(kept(line_of(late, partner), auditors), "not_a_cosignature");
  EXPECT_EQ(kept("", partners), "not_a_cosignature");
  EXPECT_EQ(kept("nonsense\n", partners), "not_a_cosignature");
  StoredWorld other(GetParam());
  other.add_site("c");
  other.step(true);
  EXPECT_EQ(
      code_of([&] { keep_cosignature(*other.database, file, line_of(late, partner), partners); }),
      "not_a_cosignature");
  // 3. A proof of what it covers carries both; one of a later entry is by the latest checkpoint.
  world.add_site("late");
  world.step(true);
  const auto ids = world.database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::int64_t>("SELECT id FROM audit_entry ORDER BY place");
  });
  const std::vector<VerifierKey> own = {world.key.verifier()};
  for (const std::size_t at : {std::size_t{0}, std::size_t{39}, std::size_t{40}}) {
    const ProofOfEntry proof = prove_entry(*world.database, ids.at(at), read_cosigned(file));
    const EntryProof read = parse_entry_proof(proof.proof).value();
    const Doubt by_partner =
        believe_entry(read, proof.entry, "programme.example/audit/1", partners);
    EXPECT_EQ(by_partner, at < 40 ? Doubt::none : Doubt::unknown_key) << at;
    EXPECT_EQ(believe_entry(read, proof.entry, "programme.example/audit/1", own), Doubt::none);
  }
  // 4. The verifier says how far, and compares.
  AuditRequest request = world.request();
  request.witnesses = {partner.verifier(), auditor.verifier()};
  EXPECT_THAT(findings(verify_log(*world.database, request)), HasSubstr("not_cosigned"));
  request.kept.push_back({*read_cosigned(file), "the witnesses"});
  EXPECT_EQ(verify_log(*world.database, request).cosigned, 40U);
  EXPECT_TRUE(verify_log(*world.database, request).good);
  world.behind_the_log(
      "UPDATE audit_entry SET body = replace(body, 'site.change', 'site.chance') "
      "WHERE place = 5");
  EXPECT_THAT(findings(verify_log(*world.database, request)), HasSubstr("kept_root_differs"));
}

TEST_P(AuditStored, FindsWhatWasDoneToTheStoredLog) {
  const std::vector<std::pair<std::string, std::string>> attacks = {
      {"UPDATE audit_entry SET body = replace(body, 'site.change', 'site.chance') WHERE place = 5",
       "entry_changed"},
      {"DELETE FROM audit_history; DELETE FROM audit_entry WHERE place = 5", "index_missing"},
      {"UPDATE audit_entry SET place = NULL WHERE place = 29", "log_shorter"},
      {"DELETE FROM audit_checkpoint WHERE size = 30", "rolled_back"},
      {"UPDATE audit_checkpoint SET note = note || 'x'", "checkpoint_malformed"},
      {"UPDATE audit_entry SET place = place + 1000 WHERE place >= 10", "index_missing"},
  };
  for (const auto& [sql, expected] : attacks) {
    StoredWorld world(GetParam());
    for (int i = 0; i < 30; ++i) {
      world.add_site("a");
      if (i == 9 || i == 29) {
        world.step(true);
      }
    }
    ASSERT_TRUE(world.verify().good);
    std::string rest = sql;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find("; "), rest.size());
      world.behind_the_log(rest.substr(0, end));
      rest.erase(0, std::min(end + 2, rest.size()));
    }
    if (expected == "rolled_back") {
      world.behind_the_log("DELETE FROM audit_history");
      world.behind_the_log("DELETE FROM audit_entry WHERE place >= 10");
    }
    const VerifyReport report = world.verify();
    EXPECT_FALSE(report.good) << sql;
    EXPECT_THAT(findings(report), HasSubstr(expected)) << sql;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, LogStored, engines(), engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, SequencerStored, engines(), engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, AuditStored, engines(), engine_name);

}  // namespace
}  // namespace sojourn::ledger
