#include "ledger/checkpoint.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace sojourn::ledger {
namespace {

constexpr std::string_view origin = "programme.example/audit/1";

struct Log {
  SignerKey key = SignerKey::make(std::string(origin), KeyType::log);
  MemoryTree tree;
  explicit Log(int entries) {
    for (int i = 0; i < entries; ++i) {
      tree.append(leaf_hash("entry " + std::to_string(i)));
    }
  }
  std::string checkpoint(std::uint64_t size) const {
    return sign_checkpoint(
        {.origin = std::string(origin), .size = size, .root = root_of(size, tree.nodes())}, key);
  }
};

TEST(Checkpoint, ReadsWhatItWrites) {
  const Log log(5);
  const std::string note = log.checkpoint(5);
  EXPECT_EQ(note.substr(0, 28), "programme.example/audit/1\n5\n");
  const Believed believed = believe(note, origin, {&log.key.verifier(), 1});
  EXPECT_EQ(believed.doubt, Doubt::none);
  EXPECT_EQ(believed.checkpoint->checkpoint.size, 5U);
  EXPECT_EQ(believed.checkpoint->checkpoint.root, root_of(5, log.tree.nodes()));
}

TEST(Checkpoint, SaysWhyItIsNotBelieved) {
  const Log log(5);
  const Log other(5);
  const std::string note = log.checkpoint(5);
  const std::span<const VerifierKey> keys(&log.key.verifier(), 1);
  EXPECT_EQ(believe(note, "other.example", keys).doubt, Doubt::other_log);
  EXPECT_EQ(believe(other.checkpoint(5), origin, keys).doubt, Doubt::unknown_key);
  std::string changed = note;
  changed[26] = '4';
  EXPECT_EQ(believe(changed, origin, keys).doubt, Doubt::wrong_signature);
  EXPECT_EQ(believe(note + "x", origin, keys).doubt, Doubt::not_a_checkpoint);
}

TEST(Checkpoint, HasOneText) {
  const std::string root = to_base64(Hash{});
  EXPECT_TRUE(parse_checkpoint_text("a\n0\n" + root + "\n"));
  EXPECT_TRUE(parse_checkpoint_text("a\n9223372036854775807\n" + root + "\n"));
  for (const std::string& bad : std::vector<std::string>{
           "\n0\n" + root + "\n", "a\n\n" + root + "\n", "a\n00\n" + root + "\n",
           "a\n01\n" + root + "\n", "a\n+1\n" + root + "\n", "a\n-1\n" + root + "\n",
           "a\n9223372036854775808\n" + root + "\n", "a\n1 \n" + root + "\n",
           "a\n0x1\n" + root + "\n", "a\n1\n" + root, "a\n1\n" + root + "\nextension\n",
           "a\n1\n" + root.substr(1) + "\n", "a\n1\n" + root + "=\n", "a b\n1\n" + root + "\n",
           ""}) {
    EXPECT_FALSE(parse_checkpoint_text(bad)) << bad;
  }
}

TEST(EntryProof, ShowsOneEntryAndNothingElse) {
  const Log log(700);
  const std::span<const VerifierKey> keys(&log.key.verifier(), 1);
  base::Random random(5);
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t size = 1 + random.below(700);
    const std::uint64_t index = random.below(size);
    const std::string entry = "entry " + std::to_string(index);
    const EntryProof proof{.extra = entry,
                           .index = index,
                           .hashes = inclusion_proof(index, size, log.tree.nodes()),
                           .checkpoint = log.checkpoint(size)};
    const std::string text = write_entry_proof(proof);
    const std::optional<EntryProof> read = parse_entry_proof(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(write_entry_proof(*read), text);
    EXPECT_EQ(believe_entry(*read, read->extra, origin, keys), Doubt::none);
    EXPECT_EQ(believe_entry(*read, entry + " ", origin, keys), Doubt::not_included);
    EXPECT_EQ(believe_entry(*read, entry, "other", keys), Doubt::other_log);
    // One bit anywhere but in the extra data, which nothing stands on.
    std::string changed = text;
    const std::size_t after = changed.find("index ");
    const std::size_t at = after + random.below(changed.size() - after);
    changed[at] =
        static_cast<char>(static_cast<unsigned char>(changed[at]) ^ 1U << random.below(8));
    const std::optional<EntryProof> forged = parse_entry_proof(changed);
    EXPECT_TRUE(!forged || believe_entry(*forged, entry, origin, keys) != Doubt::none) << changed;
  }
}

TEST(WitnessRequest, ReadsOnlyWhatItWrites) {
  const Log log(50);
  const WitnessRequest request{.old_size = 20,
                               .hashes = consistency_proof(20, 50, log.tree.nodes()),
                               .checkpoint = log.checkpoint(50)};
  const std::string text = write_witness_request(request);
  const std::optional<WitnessRequest> read = parse_witness_request(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->old_size, 20U);
  EXPECT_EQ(read->hashes, request.hashes);
  EXPECT_EQ(read->checkpoint, request.checkpoint);
  EXPECT_FALSE(parse_witness_request("old 020" + text.substr(6)));
  EXPECT_FALSE(parse_witness_request("new 20" + text.substr(6)));
  EXPECT_FALSE(parse_witness_request(text.substr(0, 60)));
  WitnessRequest long_one = request;
  long_one.hashes.assign(64, Hash{});
  EXPECT_FALSE(parse_witness_request(write_witness_request(long_one)));
}

}  // namespace
}  // namespace sojourn::ledger
