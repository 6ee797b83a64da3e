#include "ledger/tree.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace sojourn::ledger {
namespace {

using base::Random;

std::string hex(const Hash& hash) {
  std::string made;
  for (const std::uint8_t byte : hash) {
    made += "0123456789abcdef"[byte >> 4U];
    made += "0123456789abcdef"[byte & 15U];
  }
  return made;
}

/// RFC 6962 section 2.1 word by word: the slow tree that the quick one is compared with.
Hash slow_root(std::span<const Hash> leaves) {
  Hasher hasher;
  if (leaves.empty()) {
    return hasher.empty();
  }
  if (leaves.size() == 1) {
    return leaves[0];
  }
  std::size_t split = 1;
  while (split * 2 < leaves.size()) {
    split *= 2;
  }
  return hasher.node(slow_root(leaves.first(split)), slow_root(leaves.subspan(split)));
}

std::vector<Hash> leaves_of(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  }
  return leaves;
}

MemoryTree tree_of(std::span<const Hash> leaves) {
  MemoryTree tree;
  for (const Hash& leaf : leaves) {
    tree.append(leaf);
  }
  return tree;
}

TEST(Tree, GivesTheRootsThatCertificateTransparencyPublished) {
  const std::vector<std::string> inputs = {
      "",
      std::string(1, '\0'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier tree;
  EXPECT_EQ(hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    tree.append(leaf_hash(inputs[i]));
    EXPECT_EQ(hex(tree.root()), roots[i]) << "of " << i + 1;
  }
}

TEST(Tree, ProvesAsTheRfcDrawsIt) {
  // Section 2.1.3: seven leaves d0 to d6; a to j are the nodes of the drawing.
  const std::vector<Hash> d = leaves_of(7);
  Hasher hasher;
  const Hash g = hasher.node(d[0], d[1]);
  const Hash h = hasher.node(d[2], d[3]);
  const Hash i = hasher.node(d[4], d[5]);
  const Hash j = d[6];
  const Hash k = hasher.node(g, h);
  const Hash l = hasher.node(i, j);
  const MemoryTree tree = tree_of(d);
  const NodeSource nodes = tree.nodes();
  EXPECT_EQ(root_of(7, nodes), hasher.node(k, l));
  EXPECT_EQ(inclusion_proof(0, 7, nodes), (Proof{d[1], h, l}));
  EXPECT_EQ(inclusion_proof(3, 7, nodes), (Proof{d[2], g, l}));
  EXPECT_EQ(inclusion_proof(4, 7, nodes), (Proof{d[5], j, k}));
  EXPECT_EQ(inclusion_proof(6, 7, nodes), (Proof{i, k}));
  EXPECT_EQ(consistency_proof(3, 7, nodes), (Proof{d[2], d[3], g, l}));
  EXPECT_EQ(consistency_proof(4, 7, nodes), (Proof{l}));
  EXPECT_EQ(consistency_proof(6, 7, nodes), (Proof{i, j, k}));
}

TEST(Tree, EveryProofUpTo66LeavesHolds) {
  const std::vector<Hash> leaves = leaves_of(66);
  const MemoryTree tree = tree_of(leaves);
  const NodeSource nodes = tree.nodes();
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    roots.push_back(slow_root(std::span(leaves).first(size)));
    ASSERT_EQ(root_of(size, nodes), roots.back());
    ASSERT_EQ(Frontier(size, nodes).root(), roots.back());
    for (std::size_t index = 0; index < size; ++index) {
      const Proof proof = inclusion_proof(index, size, nodes);
      ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, roots[size]));
      for (std::size_t other = 0; other < size; ++other) {
        ASSERT_TRUE(other == index ||
                    !verify_inclusion(leaves[index], other, size, proof, roots[size]));
      }
    }
    for (std::size_t old = 0; old <= size; ++old) {
      const Proof proof = consistency_proof(old, size, nodes);
      ASSERT_TRUE(verify_consistency(old, roots[old], size, roots[size], proof));
    }
  }
}

TEST(Tree, EveryChangedProofFails) {
  Random random(7);
  const std::vector<Hash> leaves = leaves_of(300);
  const MemoryTree tree = tree_of(leaves);
  const NodeSource nodes = tree.nodes();
  const auto flip = [&](Hash& hash) {
    hash[random.below(32)] ^= static_cast<std::uint8_t>(1U << random.below(8));
  };
  /// Flip, drop, add, double or swap; false if nothing came of it.
  const auto change = [&](Proof& proof) {
    const Proof before = proof;
    const std::uint64_t at = proof.empty() ? 0 : random.below(proof.size());
    switch (random.below(5)) {
      case 0:
        if (!proof.empty()) {
          flip(proof[at]);
        }
        break;
      case 1:
        if (!proof.empty()) {
          proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(at));
        }
        break;
      case 2: proof.push_back(leaves[random.below(leaves.size())]); break;
      case 3:
        if (!proof.empty()) {
          proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(at), proof[at]);
        }
        break;
      default:
        if (proof.size() > 1) {
          std::swap(proof[at], proof[(at + 1) % proof.size()]);
        }
    }
    return proof != before;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::uint64_t size = 1 + random.below(leaves.size());
    const Hash root = root_of(size, nodes);
    const std::uint64_t index = random.below(size);
    Proof inclusion = inclusion_proof(index, size, nodes);
    if (change(inclusion)) {
      ASSERT_FALSE(verify_inclusion(leaves[index], index, size, inclusion, root));
    }
    const std::uint64_t old = random.below(size + 1);
    const Hash old_root = root_of(old, nodes);
    Proof consistency = consistency_proof(old, size, nodes);
    ASSERT_TRUE(verify_consistency(old, old_root, size, root, consistency));
    Hash other = old_root;
    flip(other);
    ASSERT_FALSE(verify_consistency(old, other, size, root, consistency));
    other = root;
    flip(other);
    if (old > 0) {  // any tree begins with the empty one
      ASSERT_FALSE(verify_consistency(old, old_root, size, other, consistency));
    }
    if (change(consistency)) {
      ASSERT_FALSE(verify_consistency(old, old_root, size, root, consistency));
    }
  }
}

TEST(Tree, ANodeIsNoLeaf) {
  const std::vector<Hash> leaves = leaves_of(4);
  const MemoryTree tree = tree_of(leaves);
  const Hash root = root_of(4, tree.nodes());
  Hasher hasher;
  const Hash left = hasher.node(leaves[0], leaves[1]);
  const Hash right = hasher.node(leaves[2], leaves[3]);
  // Two nodes as the bytes of one entry: the hash of the entry is not that of the node.
  const std::string as_entry = std::string(bytes_of(left)) + std::string(bytes_of(right));
  EXPECT_NE(leaf_hash(as_entry), root);
  EXPECT_NE(leaf_hash("\x01" + as_entry), root);
  EXPECT_FALSE(verify_inclusion(leaf_hash(as_entry), 0, 1, {}, root));
  // A node given as a leaf of the same tree: the proof is too short for four leaves.
  EXPECT_FALSE(verify_inclusion(left, 0, 4, Proof{right}, root));
}

TEST(Base64, ReadsOnlyWhatItWrites) {
  Random random(3);
  for (std::size_t size = 0; size < 100; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) {
      bytes += static_cast<char>(random.below(256));
    }
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  for (const std::string_view bad : {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "Zg==\n",
                                     "Z===", "Zm-v", " Zg==", "Zm=v"}) {
    EXPECT_EQ(from_base64(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace sojourn::ledger
