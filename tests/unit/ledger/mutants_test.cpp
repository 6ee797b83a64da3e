// Every attack class of the audit log, many times by seed: all are found, and no clean log alarms.
// The attacker writes whatever is in the database. "Careful" ones recompute every hash; an
// "operator" has the log's key as well. What is outside (the kept checkpoint, a witness, receipts)
// is out of reach.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <set>

#include "ledger/reconcile.h"
#include "tests/unit/ledger/world.h"

namespace sojourn::ledger {
namespace {

using base::Random;

struct Attack {
  std::string name;
  /// Makes the change; false if it came to nothing in this world.
  std::function<bool(World&, Random&)> make;
  std::vector<Flaw> expected = {};  ///< one of them is found, if any are named
};

std::ptrdiff_t place(Random& random, const World& world, std::uint64_t less = 0) {
  return static_cast<std::ptrdiff_t>(random.below(world.rows.size() - less));
}

/// Indexes in order again, and every hash beside its entry.
void recompute(World& world) {
  for (std::size_t i = 0; i < world.rows.size(); ++i) {
    world.rows[i].index = i;
    world.rows[i].leaf = leaf_hash(world.rows[i].text);
  }
}

/// The operator signs all that the log stores anew.
void sign_again(World& world) {
  for (std::string& note : world.checkpoints) {
    const std::uint64_t size = parse_checkpoint(note)->checkpoint.size;
    note = checkpoint_at(world, std::min<std::uint64_t>(size, world.rows.size()), world.key);
  }
}

/// As careful as chance has it: nothing, hashes, or hashes and signatures as well.
void cover_up(World& world, Random& random, bool may_sign = true) {
  const std::uint64_t care = random.below(may_sign ? 3 : 2);
  if (care > 0) {
    recompute(world);
  }
  if (care > 1) {
    sign_again(world);
  }
}

std::string edited(const std::string& text, Random& random) {
  Entry entry = *parse_entry(text);
  switch (random.below(3)) {
    case 0: entry.actor += 1; break;
    case 1: entry.operation += "x"; break;
    default: entry.at += 1;
  }
  return write_entry(entry);
}

std::string invented(std::int64_t id, std::int64_t at, Random& random) {
  return write_entry(random_entry(random, id, at));
}

std::vector<Attack> attacks() {
  return {
      {"edit",
       [](World& world, Random& random) {
         StoredRow& row = world.rows[place(random, world)];
         row.text = edited(row.text, random);
         cover_up(world, random);
         return true;
       }},
      {"delete",
       [](World& world, Random& random) {
         world.rows.erase(world.rows.begin() + place(random, world));
         cover_up(world, random);
         return true;
       }},
      {"insert",
       [](World& world, Random& random) {
         const std::ptrdiff_t at = place(random, world);
         const StoredRow& before = world.rows[at];
         const std::string text =
             invented(before.id + 1, parse_entry_head(before.text)->at, random);
         world.rows.insert(world.rows.begin() + at,
                           {static_cast<std::uint64_t>(at), before.id + 1, text, leaf_hash(text)});
         cover_up(world, random);
         return true;
       }},
      {"reorder",
       [](World& world, Random& random) {
         const std::ptrdiff_t one = place(random, world);
         const std::ptrdiff_t two =
             random.chance(0.5) ? (one == 0 ? 1 : one - 1) : place(random, world);
         std::swap(world.rows[one], world.rows[two]);
         if (random.chance(0.5)) {
           std::swap(world.rows[one].index, world.rows[two].index);
         }
         cover_up(world, random);
         return one != two;
       }},
      {"duplicate",
       [](World& world, Random& random) {
         const StoredRow twice = world.rows[place(random, world)];
         world.rows.insert(world.rows.begin() + place(random, world), twice);
         cover_up(world, random);
         return true;
       },
       {Flaw::entry_twice}},
      {"truncate",
       [](World& world, Random& random) {
         world.rows.resize(static_cast<std::size_t>(place(random, world)));
         if (random.chance(0.5)) {  // its checkpoints as well
           std::erase_if(world.checkpoints, [&](const std::string& note) {
             return parse_checkpoint(note)->checkpoint.size > world.rows.size();
           });
         }
         return true;
       },
       {Flaw::rolled_back}},
      {"fork",
       [](World& world, Random& random) {
         // The operator shows the verifier another log than the one that the witness saw.
         const auto from = static_cast<std::size_t>(random.below(world.witnessed_size));
         for (std::size_t i = from; i < world.rows.size(); ++i) {
           world.rows[i].text =
               invented(world.rows[i].id, parse_entry_head(world.rows[i].text)->at, random);
         }
         recompute(world);
         sign_again(world);
         return true;
       },
       {Flaw::kept_root_differs}},
      {"rollback by restore",
       [](World& world, Random& random) {
         // A whole older state: its entries, its checkpoints, and new entries since.
         if (world.checkpoints.size() < 2) {
           return false;
         }
         world.checkpoints.resize(1 + random.below(world.checkpoints.size() - 1));
         world.rows.resize(parse_checkpoint(world.checkpoints.back())->checkpoint.size);
         const std::int64_t at = parse_entry_head(world.rows.back().text)->at;
         for (std::uint64_t i = random.below(10); i > 0; --i) {
           const std::int64_t id = 900'000'000 + static_cast<std::int64_t>(i);
           const std::string text = invented(id, at, random);
           world.rows.push_back({world.rows.size(), id, text, leaf_hash(text)});
         }
         world.checkpoints.push_back(checkpoint_at(world, world.rows.size(), world.key));
         return true;
       },
       {Flaw::rolled_back, Flaw::kept_root_differs, Flaw::fork}},
      {"rewrite with recomputed hashes",
       [](World& world, Random& random) {
         const std::ptrdiff_t from = place(random, world);
         for (std::size_t i = static_cast<std::size_t>(from); i < world.rows.size(); ++i) {
           world.rows[i].text = edited(world.rows[i].text, random);
         }
         recompute(world);
         if (random.chance(0.3)) {  // and no checkpoint that could tell
           world.checkpoints.resize(1);
         }
         return true;
       },
       {Flaw::root_differs, Flaw::kept_root_differs}},
      {"rewrite signed by the operator",
       [](World& world, Random& random) {
         StoredRow& row = world.rows[place(random, world)];
         row.text = edited(row.text, random);
         recompute(world);
         sign_again(world);
         return true;
       },
       {Flaw::kept_root_differs}},
      {"foreign key",
       [](World& world, Random& random) {
         const SignerKey foreign = SignerKey::make("other.example", KeyType::log);
         std::string& note = world.checkpoints[random.below(world.checkpoints.size())];
         note = checkpoint_at(world, parse_checkpoint(note)->checkpoint.size, foreign);
         return true;
       },
       {Flaw::unknown_key}},
      {"swapped key",
       [](World& world, Random& random) {
         const SignerKey swapped = SignerKey::make(std::string(world_origin), KeyType::log);
         std::string& note = world.checkpoints[random.below(world.checkpoints.size())];
         Note forged =
             *parse_note(checkpoint_at(world, parse_checkpoint(note)->checkpoint.size, swapped));
         if (random.chance(0.5)) {  // with the id of the true key before it
           std::string bytes;
           for (unsigned i = 0; i < 4; ++i) {
             bytes += static_cast<char>(world.key.verifier().id() >> (24 - 8 * i) & 255U);
           }
           const std::string line = "\xE2\x80\x94 " + std::string(world_origin) + " " +
                                    to_base64(bytes + forged.signatures[0].bytes) + "\n";
           note = write_note(forged.text, {&line, 1});
         } else {
           note = checkpoint_at(world, parse_checkpoint(note)->checkpoint.size, swapped);
         }
         return true;
       },
       {Flaw::unknown_key, Flaw::wrong_signature}},
      {"malformed signature",
       [](World& world, Random& random) {
         std::string& note = world.checkpoints[random.below(world.checkpoints.size())];
         const std::size_t at = note.rfind("\n\n") + 2;
         const std::size_t where = at + random.below(note.size() - at);
         switch (random.below(3)) {
           case 0: note[where] = static_cast<char>(note[where] ^ (1 << random.below(8))); break;
           case 1: note.erase(where, 1); break;
           default: note.insert(where, 1, "A=\n /"[random.below(5)]);
         }
         return true;
       },
       {Flaw::checkpoint_malformed, Flaw::unknown_key, Flaw::wrong_signature}},
      {"checkpoint of another log",
       [](World& world, Random& random) {
         std::string& note = world.checkpoints[random.below(world.checkpoints.size())];
         Checkpoint other = parse_checkpoint(note)->checkpoint;
         other.origin = "programme.example/audit/2";
         note = sign_checkpoint(other, world.key);
         return true;
       },
       {Flaw::other_log}},
      {"leaf/node confusion",
       [](World& world, Random& random) {
         // Two entries give way to one whose bytes are those of the node above them.
         if (world.rows.size() < 4) {
           return false;
         }
         const std::ptrdiff_t at =
             2 * static_cast<std::ptrdiff_t>(random.below(world.rows.size() / 2));
         const std::string node = (random.chance(0.5) ? "\x01" : "") +
                                  std::string(bytes_of(leaf_hash(world.rows[at].text))) +
                                  std::string(bytes_of(leaf_hash(world.rows[at + 1].text)));
         world.rows[at].text = node;
         world.rows.erase(world.rows.begin() + at + 1);
         cover_up(world, random, false);
         return true;
       }},
  };
}

int rounds() {
  // SOJOURN_MUTANTS=10000 for the long run.
  const char* asked = std::getenv("SOJOURN_MUTANTS");
  const int all = asked == nullptr ? 3000 : std::atoi(asked);
  return std::max(1, all / static_cast<int>(attacks().size()));
}

TEST(AuditMutants, EveryAttackOnTheLogIsFound) {
  std::vector<World> worlds;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    worlds.push_back(make_world(seed, 60));
  }
  int made = 0;
  for (const Attack& attack : attacks()) {
    for (int round = 0; round < rounds(); ++round) {
      Random random(static_cast<std::uint64_t>(round), 17);
      World world = worlds[random.below(worlds.size())];
      if (!attack.make(world, random)) {
        continue;
      }
      ++made;
      const VerifyReport report = verify(world);
      ASSERT_FALSE(report.good) << attack.name << " " << round;
      const bool as_expected =
          attack.expected.empty() || std::any_of(attack.expected.begin(), attack.expected.end(),
                                                 [&](Flaw flaw) { return has(report, flaw); });
      ASSERT_TRUE(as_expected) << attack.name << " " << round << "\n" << shown(report);
    }
  }
  EXPECT_GE(made, rounds() * static_cast<int>(attacks().size()) * 9 / 10);
}

TEST(AuditMutants, NoCleanLogAlarms) {
  for (std::uint64_t seed = 1000; seed < 1000 + static_cast<std::uint64_t>(rounds()); ++seed) {
    const VerifyReport report = verify(make_world(seed, 60));
    ASSERT_TRUE(report.good) << seed << "\n" << shown(report);
    ASSERT_EQ(report.unsealed, 0U);
  }
}

TEST(AuditMutants, EveryForgedProofFails) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds()); ++seed) {
    Random random(seed, 23);
    const World world = make_world(seed % 40, 60);
    if (world.checkpoints.size() < 2) {
      continue;
    }
    MemoryTree tree;
    for (const StoredRow& row : world.rows) {
      tree.append(*row.leaf);
    }
    const std::uint64_t size = world.rows.size();
    const std::uint64_t index = random.below(size);
    EntryProof proof{.extra = {},
                     .index = index,
                     .hashes = inclusion_proof(index, size, tree.nodes()),
                     .checkpoint = world.checkpoints.back()};
    std::string entry = world.rows[index].text;
    const std::vector<VerifierKey> keys = {world.key.verifier()};
    ASSERT_EQ(believe_entry(proof, entry, world_origin, keys), Doubt::none);
    const std::uint64_t some = random.below(proof.hashes.size());
    switch (random.below(7)) {
      case 0: entry = edited(entry, random); break;
      case 1: proof.index = (index + 1 + random.below(size - 1)) % size; break;
      case 2: proof.hashes[some][random.below(32)] ^= 1; break;
      case 3: proof.hashes.pop_back(); break;
      case 4: proof.hashes.push_back(proof.hashes[some]); break;
      case 5: proof.checkpoint = world.checkpoints.front(); break;
      default:  // a node passed off as the entry
        entry =
            std::string(bytes_of(*world.rows[index].leaf)) + std::string(bytes_of(proof.hashes[0]));
        proof.hashes.erase(proof.hashes.begin());
        proof.index /= 2;
    }
    ASSERT_NE(believe_entry(proof, entry, world_origin, keys), Doubt::none) << seed;
  }
}

/// A table and the steps that made it.
struct State {
  std::map<std::int64_t, std::vector<Step>> steps;
  std::map<std::int64_t, FieldTexts> table;
};

State make_state(Random& random) {
  State state;
  std::int64_t entry = 100;
  for (std::int64_t id = 1; id <= 12; ++id) {
    FieldTexts row = {{"name", std::to_string(random.below(1000))}, {"version", "1"}};
    Step first{.entry = ++entry, .verb = EntryVerb::insert, .fields = {}};
    for (const auto& [field, value] : row) {
      first.fields.push_back({field, std::nullopt, value});
    }
    std::vector<Step>& steps = state.steps[id];
    steps.push_back(first);
    for (std::uint64_t i = random.below(4); i > 0; --i) {
      Step step{.entry = ++entry, .verb = EntryVerb::update, .fields = {}};
      for (auto& [field, value] : row) {
        const std::string after = value + "'";
        step.fields.push_back({field, value, after});
        value = after;
      }
      steps.push_back(step);
    }
    if (random.chance(0.2)) {
      Step step{.entry = ++entry, .verb = EntryVerb::erase, .fields = {}};
      for (const auto& [field, value] : row) {
        step.fields.push_back({field, value, std::nullopt});
      }
      steps.push_back(step);
    } else {
      state.table[id] = row;
    }
  }
  return state;
}

ReconcileReport reconcile(const State& state) {
  Reconciler reconciler;
  std::set<std::int64_t> ids;
  for (const auto& [id, steps] : state.steps) {
    ids.insert(id);
  }
  for (const auto& [id, row] : state.table) {
    ids.insert(id);
  }
  for (const std::int64_t id : ids) {
    const auto steps = state.steps.find(id);
    const auto row = state.table.find(id);
    reconciler.record("site", id, steps == state.steps.end() ? std::vector<Step>{} : steps->second,
                      row == state.table.end() ? std::nullopt : std::optional(row->second));
  }
  return reconciler.finish();
}

TEST(AuditMutants, StateChangedWithoutAnEntryIsFound) {
  for (int round = 0; round < rounds(); ++round) {
    Random random(static_cast<std::uint64_t>(round), 29);
    State state = make_state(random);
    ASSERT_TRUE(reconcile(state).good);
    if (state.table.empty()) {
      continue;
    }
    const auto at = std::next(state.table.begin(),
                              static_cast<std::ptrdiff_t>(random.below(state.table.size())));
    switch (random.below(6)) {
      case 0: at->second["name"] += "x"; break;
      case 1: at->second.erase("name"); break;
      case 2: at->second["more"] = "1"; break;
      case 3: state.table.erase(at); break;
      case 4: state.table[99] = at->second; break;
      default: {
        // Changed unseen, and then by an entry that found it so.
        Step step{.entry = 9000,
                  .verb = EntryVerb::update,
                  .fields = {{"name", at->second["name"] + "x", "later"}}};
        state.steps[at->first].push_back(step);
        at->second["name"] = "later";
      }
    }
    ASSERT_FALSE(reconcile(state).good) << round;
  }
}

}  // namespace
}  // namespace sojourn::ledger
