// The Merkle tree of the audit log (RFC 6962 section 2.1, proofs as in RFC 9162 sections 2.1.3 and
// 2.1.4): its root stands for every entry in its order, and a proof of at most 63 hashes shows that
// an entry is in it, or that an older tree is its beginning. A plain hash chain is not enough:
// whoever can recompute it is never found, and its proofs are as long as the log.
// No database here: nodes come from a `NodeSource`.
// Tested in tests/unit/ledger/tree_test.cpp against hand-made trees and by properties.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/hash.h"

namespace sojourn::ledger {

/// Hash of the whole subtree of 2^level leaves that begins at leaf index * 2^level. Only asked for
/// subtrees that lie within the tree.
using NodeSource = std::function<Hash(std::uint32_t level, std::uint64_t index)>;

/// The tree as far as appending needs it: the whole subtrees from large to small, one for each set
/// bit of the size, at most 64 hashes. An append costs two hashes on average.
class Frontier {
 public:
  Frontier() = default;
  /// That of a tree of `size` leaves.
  Frontier(std::uint64_t size, const NodeSource& nodes);

  /// `made(level, index, hash)` is called for each subtree that this leaf makes whole, from the
  /// leaf (level 0) upward: what a store keeps so that proofs are cheap.
  template <class Made>
  void append(const Hash& leaf, Made&& made) {
    made(0U, size_, leaf);
    Hash hash = leaf;
    std::uint32_t level = 0;
    for (std::uint64_t rest = size_; rest % 2 == 1; rest /= 2) {
      hash = hasher_.node(peaks_.back(), hash);
      peaks_.pop_back();
      ++level;
      made(level, size_ >> level, hash);
    }
    peaks_.push_back(hash);
    ++size_;
  }
  void append(const Hash& leaf) {
    append(leaf, [](std::uint32_t, std::uint64_t, const Hash&) {});
  }

  std::uint64_t size() const { return size_; }
  Hash root();

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;
  Hasher hasher_;
};

using Proof = std::vector<Hash>;

/// Root of the first `size` leaves.
Hash root_of(std::uint64_t size, const NodeSource& nodes);
/// That leaf `index` is in the tree of `size` leaves, from the leaf's sibling up.
/// Precondition: index < size.
Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes);
/// That the tree of `old_size` leaves is the beginning of the one of `size`. Empty if the two are
/// the same or the old one has no leaf. Precondition: old_size <= size.
Proof consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes);

/// Whether `proof` shows it, to the last hash: one too many is as wrong as one too few.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Hash> proof, const Hash& root);
bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                        const Hash& root, std::span<const Hash> proof);

/// A tree in memory that keeps every node: for tests, bulk rows and small logs. 64 bytes a leaf.
class MemoryTree {
 public:
  void append(const Hash& leaf);
  std::uint64_t size() const { return frontier_.size(); }
  Hash root() { return frontier_.root(); }
  NodeSource nodes() const;

 private:
  Frontier frontier_;
  std::vector<std::vector<Hash>> levels_;
};

}  // namespace sojourn::ledger
