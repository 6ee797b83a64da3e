#include "ledger/witness.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "base/refusal.h"
#include "ledger/witness_file.h"
#include "tests/unit/ledger/folder.h"

namespace sojourn::ledger {
namespace {

constexpr std::string_view origin = "programme.example/audit/1";

struct World {
  SignerKey log = SignerKey::make(std::string(origin), KeyType::log);
  SignerKey own = SignerKey::make("partner.example", KeyType::witness);
  Folder folder;
  MemoryTree tree;

  explicit World(int entries) {
    for (int i = 0; i < entries; ++i) {
      tree.append(leaf_hash(std::to_string(i)));
    }
  }
  std::string request(std::uint64_t old_size, std::uint64_t size) const {
    return request_of(tree, old_size, size);
  }
  std::string request_of(const MemoryTree& of, std::uint64_t old_size, std::uint64_t size) const {
    const Checkpoint checkpoint{
        .origin = std::string(origin), .size = size, .root = root_of(size, of.nodes())};
    return write_witness_request({.old_size = old_size,
                                  .hashes = consistency_proof(old_size, size, of.nodes()),
                                  .checkpoint = sign_checkpoint(checkpoint, log)});
  }
  WitnessAnswer ask(std::string_view text) const {
    return witness_with_file(folder.path() / "log", text, origin, {&log.verifier(), 1}, own,
                             1'795'000'000);
  }
};

TEST(Witness, CosignsALogThatOnlyGrows) {
  const World world(100);
  std::uint64_t before = 0;
  for (const std::uint64_t size : {0, 1, 7, 64, 64, 100}) {
    const std::string request = world.request(before, size);
    const WitnessAnswer answer = world.ask(request);
    ASSERT_EQ(answer.verdict, WitnessVerdict::cosigned) << size;
    EXPECT_EQ(answer.known_size, before);
    // Checkpoint and cosignature together are a note that both keys signed.
    const std::string note = parse_witness_request(request)->checkpoint + answer.line;
    const std::vector<VerifierKey> witness_only = {world.own.verifier()};
    EXPECT_EQ(believe(note, origin, witness_only).doubt, Doubt::none);
    EXPECT_EQ(believe(note, origin, {&world.log.verifier(), 1}).doubt, Doubt::none);
    before = size;
  }
}

TEST(Witness, RefusesALogThatForgetsOrShowsTwoFaces) {
  const World world(100);
  ASSERT_EQ(world.ask(world.request(0, 60)).verdict, WitnessVerdict::cosigned);
  const std::string remembered = world.folder.read("log");

  MemoryTree other;
  for (int i = 0; i < 100; ++i) {
    other.append(leaf_hash(std::to_string(i == 30 ? 1000 : i)));
  }
  EXPECT_EQ(world.ask(world.request_of(other, 60, 60)).verdict, WitnessVerdict::fork);
  EXPECT_EQ(world.ask(world.request_of(other, 60, 100)).verdict, WitnessVerdict::inconsistent);
  const WitnessAnswer back = world.ask(world.request(50, 55));
  EXPECT_EQ(back.verdict, WitnessVerdict::other_size);
  EXPECT_EQ(back.known_size, 60U);
  EXPECT_EQ(world.ask(world.request(0, 100)).verdict, WitnessVerdict::other_size);

  World stranger(100);
  EXPECT_EQ(world.ask(stranger.request(60, 100)).verdict, WitnessVerdict::unknown_key);
  EXPECT_EQ(world.ask("old 60\n\n").verdict, WitnessVerdict::malformed);
  std::string altered = world.request(60, 100);
  altered[altered.find("\n100\n") + 3] = '1';
  EXPECT_EQ(world.ask(altered).verdict, WitnessVerdict::wrong_signature);
  EXPECT_EQ(world.folder.read("log"), remembered) << "no refusal moves what is remembered";
  EXPECT_EQ(world.ask(world.request(60, 100)).verdict, WitnessVerdict::cosigned);
}

TEST(Witness, DoesNotGoOnWithoutItsMemory) {
  const World world(10);
  ASSERT_EQ(world.ask(world.request(0, 5)).verdict, WitnessVerdict::cosigned);
  world.folder.write("log", "nothing");
  EXPECT_THROW(world.ask(world.request(5, 10)), base::Refusal);
}

TEST(Witness, AnswersOneOfTwoAtOnce) {
  const World world(100);
  ASSERT_EQ(world.ask(world.request(0, 10)).verdict, WitnessVerdict::cosigned);
  std::vector<WitnessVerdict> verdicts(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    threads.emplace_back([&, i] { verdicts[i] = world.ask(world.request(10, 20 + i)).verdict; });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(std::count(verdicts.begin(), verdicts.end(), WitnessVerdict::cosigned), 1);
  EXPECT_EQ(std::count(verdicts.begin(), verdicts.end(), WitnessVerdict::other_size), 7);
}

}  // namespace
}  // namespace sojourn::ledger
