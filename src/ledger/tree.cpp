#include "ledger/tree.h"

#include <bit>

#include "base/ensure.h"

namespace sojourn::ledger {
namespace {

using base::ensure;

/// Hash of leaves first .. first + count - 1, which begin at a multiple of the smallest power of
/// two that holds them, as RFC 6962 splits a tree.
Hash subtree(std::uint64_t first, std::uint64_t count, const NodeSource& nodes, Hasher& hasher) {
  // From large to small, then joined from small to large.
  std::vector<Hash> parts;
  for (std::uint64_t at = first, left = count; left > 0;) {
    const auto level = static_cast<std::uint32_t>(std::bit_width(left) - 1);
    parts.push_back(nodes(level, at >> level));
    at += std::uint64_t{1} << level;
    left -= std::uint64_t{1} << level;
  }
  ensure(!parts.empty(), "a subtree has leaves");
  Hash hash = parts.back();
  for (std::size_t i = parts.size() - 1; i > 0; --i) {
    hash = hasher.node(parts[i - 1], hash);
  }
  return hash;
}

/// Largest power of two below `size`. Precondition: size > 1.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

}  // namespace

Frontier::Frontier(std::uint64_t size, const NodeSource& nodes) : size_(size) {
  for (std::uint64_t at = 0, left = size; left > 0;) {
    const auto level = static_cast<std::uint32_t>(std::bit_width(left) - 1);
    peaks_.push_back(nodes(level, at >> level));
    at += std::uint64_t{1} << level;
    left -= std::uint64_t{1} << level;
  }
}

Hash Frontier::root() {
  if (peaks_.empty()) {
    return hasher_.empty();
  }
  Hash hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) {
    hash = hasher_.node(peaks_[i - 1], hash);
  }
  return hash;
}

Hash root_of(std::uint64_t size, const NodeSource& nodes) {
  Hasher hasher;
  return size == 0 ? hasher.empty() : subtree(0, size, nodes, hasher);
}

Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes) {
  ensure(index < size, "an inclusion proof is of a leaf in the tree");
  Hasher hasher;
  Proof downward;
  std::uint64_t first = 0;
  std::uint64_t count = size;
  while (count > 1) {
    const std::uint64_t split = split_of(count);
    if (index < first + split) {
      downward.push_back(subtree(first + split, count - split, nodes, hasher));
      count = split;
    } else {
      downward.push_back(subtree(first, split, nodes, hasher));
      first += split;
      count -= split;
    }
  }
  return {downward.rbegin(), downward.rend()};
}

Proof consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes) {
  ensure(old_size <= size, "a consistency proof is from an older tree");
  if (old_size == 0 || old_size == size) {
    return {};
  }
  Hasher hasher;
  Proof downward;
  std::uint64_t first = 0;
  std::uint64_t count = size;
  std::uint64_t old_count = old_size;
  while (old_count != count) {
    const std::uint64_t split = split_of(count);
    if (old_count <= split) {
      downward.push_back(subtree(first + split, count - split, nodes, hasher));
      count = split;
    } else {
      downward.push_back(subtree(first, split, nodes, hasher));
      first += split;
      count -= split;
      old_count -= split;
    }
  }
  if (first != 0) {  // else the old root itself is the first node, which the verifier has
    downward.push_back(subtree(first, count, nodes, hasher));
  }
  return {downward.rbegin(), downward.rend()};
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Hash> proof, const Hash& root) {
  if (index >= size) {
    return false;
  }
  // RFC 9162 section 2.1.3.2, with its names.
  Hasher hasher;
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash r = leaf;
  for (const Hash& p : proof) {
    if (sn == 0) {
      return false;
    }
    if (fn % 2 == 1 || fn == sn) {
      r = hasher.node(p, r);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      r = hasher.node(r, p);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && r == root;
}

bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                        const Hash& root, std::span<const Hash> proof) {
  Hasher hasher;
  if (old_size > size) {
    return false;
  }
  if (old_size == size) {
    return proof.empty() && old_root == root;
  }
  if (old_size == 0) {
    return proof.empty() && old_root == hasher.empty();
  }
  // RFC 9162 section 2.1.4.2, with its names.
  const bool whole = std::has_single_bit(old_size);
  if (proof.empty() && !whole) {
    return false;
  }
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = size - 1;
  while (fn % 2 == 1) {
    fn >>= 1U;
    sn >>= 1U;
  }
  const Hash& start = whole ? old_root : proof.front();
  Hash fr = start;
  Hash sr = start;
  for (const Hash& c : whole ? proof : proof.subspan(1)) {
    if (sn == 0) {
      return false;
    }
    if (fn % 2 == 1 || fn == sn) {
      fr = hasher.node(c, fr);
      sr = hasher.node(c, sr);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      sr = hasher.node(sr, c);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && fr == old_root && sr == root;
}

void MemoryTree::append(const Hash& leaf) {
  frontier_.append(leaf, [&](std::uint32_t level, std::uint64_t, const Hash& hash) {
    if (level == levels_.size()) {
      levels_.emplace_back();
    }
    levels_[level].push_back(hash);
  });
}

NodeSource MemoryTree::nodes() const {
  return [this](std::uint32_t level, std::uint64_t index) {
    ensure(level < levels_.size() && index < levels_[level].size(), "the node is in the tree");
    return levels_[level][index];
  };
}

}  // namespace sojourn::ledger
