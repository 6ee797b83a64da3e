// An invented log for tests: entries, the checkpoints that the log stores, and what others kept.
// Everything that an attacker can get at is a plain member.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/random.h"
#include "ledger/verifier.h"

namespace sojourn::ledger {

inline constexpr std::string_view world_origin = "programme.example/audit/1";
inline constexpr std::int64_t world_start = 1'795'000'000'000'000;

struct StoredRow {
  std::uint64_t index = 0;
  std::int64_t id = 0;
  std::string text;
  std::optional<Hash> leaf;
};

struct World {
  SignerKey key = SignerKey::make(std::string(world_origin), KeyType::log);
  std::vector<StoredRow> rows;
  std::vector<std::string> checkpoints;
  std::string outside;  ///< the last checkpoint, in a file that no backup has
  std::string witnessed;
  std::uint64_t witnessed_size = 0;
  std::vector<Receipt> receipts;
  std::int64_t now = 0;
};

inline Entry random_entry(base::Random& random, std::int64_t id, std::int64_t at) {
  Entry entry{.id = id,
              .at = at,
              .actor = 1 + static_cast<std::int64_t>(random.below(20)),
              .acting_for = random.chance(0.1) ? 7 : 0,
              .operation = "site.rename",
              .request = random.chance(0.5) ? std::to_string(random.below(1000)) : "",
              .why = std::nullopt,
              .lines = {}};
  for (std::uint64_t i = random.below(3); i > 0; --i) {
    entry.lines.push_back({.verb = EntryVerb::update,
                           .table = "site",
                           .id = 1 + static_cast<std::int64_t>(random.below(50)),
                           .subject = 0,
                           .fields = {"name"},
                           .digest = leaf_hash(std::to_string(random.next()))});
  }
  return entry;
}

inline Hash root_at(const World& world, std::uint64_t size) {
  Frontier tree;
  for (std::uint64_t i = 0; i < size; ++i) {
    tree.append(leaf_hash(world.rows[i].text));
  }
  return tree.root();
}

inline std::string checkpoint_at(const World& world, std::uint64_t size, const SignerKey& key) {
  return sign_checkpoint(
      {.origin = std::string(world_origin), .size = size, .root = root_at(world, size)}, key);
}

/// Seals as the sequencer would: some entries a checkpoint, all in the end but for a few that have
/// just been written.
inline World make_world(std::uint64_t seed, std::uint64_t most_entries) {
  base::Random random(seed);
  World world;
  const std::uint64_t entries = 8 + random.below(most_entries - 7);
  std::int64_t at = world_start;
  std::int64_t id = 1'000'000;
  std::uint64_t next_seal = 1 + random.below(20);
  for (std::uint64_t i = 0; i < entries; ++i) {
    at += static_cast<std::int64_t>(random.below(5'000'000));
    id += 1 + static_cast<std::int64_t>(random.below(1000));
    // Two servers' clocks differ a little.
    const std::string text =
        write_entry(random_entry(random, id, at - static_cast<std::int64_t>(random.below(1000))));
    world.rows.push_back({.index = i, .id = id, .text = text, .leaf = leaf_hash(text)});
    if (random.chance(0.2)) {
      world.receipts.push_back(
          {.id = id, .leaf = leaf_hash(text), .seal_by = at / 1'000'000 + seal_within});
    }
    if (i + 1 == next_seal || i + 1 == entries) {
      world.checkpoints.push_back(checkpoint_at(world, i + 1, world.key));
      next_seal += 1 + random.below(most_entries / 4);
    }
  }
  world.outside = world.checkpoints.back();
  world.witnessed = world.checkpoints[world.checkpoints.size() / 2];
  world.witnessed_size = parse_checkpoint(world.witnessed)->checkpoint.size;
  world.now = at + 1'000'000;
  return world;
}

/// Verifies as `sojourn audit verify` does.
inline VerifyReport verify(const World& world, bool with_outside = true) {
  Verifier verifier({.origin = std::string(world_origin), .keys = {world.key.verifier()}});
  for (const std::string& note : world.checkpoints) {
    verifier.stored_checkpoint(note);
  }
  if (with_outside) {
    verifier.kept_checkpoint(world.outside, "the file outside the backup set");
    verifier.kept_checkpoint(world.witnessed, "partner.example");
    for (const Receipt& receipt : world.receipts) {
      verifier.receipt(receipt);
    }
  }
  for (const StoredRow& row : world.rows) {
    verifier.entry(row.index, row.id, row.text, row.leaf);
  }
  return verifier.finish(world.now);
}

inline std::string shown(const VerifyReport& report) {
  std::string made;
  for (const Finding& finding : report.findings) {
    made += std::string(base::name_of(finding.flaw)) + ": " + finding.detail.english() + "\n";
  }
  return made;
}

inline bool has(const VerifyReport& report, Flaw flaw) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return finding.flaw == flaw; });
}

}  // namespace sojourn::ledger
