// How fast an audit log of a million entries is verified, beside one plain SHA-256 pass over the
// same bytes in the same run.
//
//   bench_ledger [entries]   (1,000,000)
//
// Entries are invented, seed 1: two records each on average, about 300 bytes, a checkpoint for each
// 256. "In memory" is the verifier alone; "stored" reads an SQLite database in a temporary folder.
// Seconds are of the wall clock and of the processor; ratio and
// verdict are of processor time, so that they hold on a busy machine.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/process.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/audit.h"
#include "ledger/sequencer.h"

namespace {

using namespace sojourn;
namespace fs = std::filesystem;

constexpr std::string_view name = "programme.example/audit";
constexpr double allowed_seconds = 5;

struct Times {
  double wall = 0;
  double cpu = 0;
};

template <class Work>
Times measure(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu = base::cpu_seconds();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return {wall.count(), base::cpu_seconds() - cpu};
}

void print(std::string_view what, const Times& times, const Times& plain) {
  fmt::print("{:<56}{:>9.3f}{:>9.3f}{:>9.1f}\n", what, times.wall, times.cpu,
             times.cpu / plain.cpu);
}

ledger::Entry invented(base::Random& random, std::int64_t id, std::int64_t at) {
  ledger::Entry entry{.id = id,
                      .at = at,
                      .actor = 1 + static_cast<std::int64_t>(random.below(5'000)),
                      .acting_for = 0,
                      .operation = "presence.change",
                      .request = fmt::format("{:016x}", random.next()),
                      .why = std::nullopt,
                      .lines = {}};
  for (std::uint64_t i = 1 + random.below(3); i > 0; --i) {
    ledger::Hash digest{};
    for (std::uint8_t& byte : digest) {
      byte = static_cast<std::uint8_t>(random.below(256));
    }
    entry.lines.push_back({.verb = ledger::EntryVerb::update,
                           .table = "rota",
                           .id = static_cast<std::int64_t>(random.next() >> 1U),
                           .subject = static_cast<std::int64_t>(random.next() >> 1U),
                           .fields = {"day_class", "version"},
                           .digest = digest});
  }
  return entry;
}

struct Row {
  std::int64_t id = 0;
  std::string body;
  ledger::Hash leaf{};
};

bool stored(const std::vector<Row>& rows, const ledger::SignerKey& key, const Times& plain) {
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("sojourn-bench-ledger-{}", ::getpid());
  fs::create_directory(folder);
  bool good = true;
  {
    auto database = db::Database::open({.directory = (folder / "data").string()});
    print("stored: write the entries, without places", measure([&] {
            const std::array<std::string, 3> columns = {"id", "leaf", "body"};
            for (std::size_t at = 0; at < rows.size(); at += 10'000) {
              std::vector<db::Value> cells;
              for (std::size_t i = at; i < std::min(at + 10'000, rows.size()); ++i) {
                cells.emplace_back(rows[i].id);
                cells.emplace_back(db::Bytes{std::string(ledger::bytes_of(rows[i].leaf))});
                cells.emplace_back(rows[i].body);
              }
              database->upkeep(
                  [&](db::Change& change) { change.write_rows("audit_entry", columns, cells); });
            }
          }),
          plain);
    ledger::Sequencer sequencer(*database, {.name = std::string(name),
                                            .key = key,
                                            .outside_file = folder / "outside",
                                            .holder = "bench"});
    std::uint64_t size = 0;
    print("stored: the sequencer gives places, 5,000 a commit", measure([&] {
            while (size < rows.size()) {
              size = sequencer.step(true).size;
            }
          }),
          plain);
    const ledger::AuditRequest request{.keys = {key.verifier()}, .name = std::string(name)};
    const Times times = measure([&] {
      const ledger::VerifyReport report = ledger::verify_log(*database, request);
      good = report.good && report.entries == rows.size() && report.unsealed == 0;
    });
    print("stored: audit verify", times, plain);
    good = good && times.cpu < allowed_seconds;
    base::Random random(2);
    std::size_t longest = 0;
    const Times proofs = measure([&] {
      for (int i = 0; i < 1'000; ++i) {
        const ledger::ProofOfEntry proof =
            ledger::prove_entry(*database, rows[random.below(rows.size())].id);
        longest = std::max(longest, ledger::parse_entry_proof(proof.proof)->hashes.size());
      }
    });
    fmt::print("stored: audit proof, one of 1,000: {:.2f} ms CPU, at most {} hashes\n", proofs.cpu,
               longest);
  }
  fs::remove_all(folder);
  return good;
}

}  // namespace

int main(int count, char** arguments) {
  const auto asked = count > 1 ? base::parse_number<std::size_t>(arguments[1])
                               : std::optional<std::size_t>(1'000'000);
  if (!asked || *asked == 0) {
    fmt::print(stderr, "bench_ledger [entries]\n");
    return 2;
  }
  base::Random random(1);
  const ledger::SignerKey key = ledger::SignerKey::make(std::string(name), ledger::KeyType::log);
  std::vector<Row> rows;
  std::size_t bytes = 0;
  std::int64_t at = 1'795'000'000'000'000;
  for (std::size_t i = 0; i < *asked; ++i) {
    at += static_cast<std::int64_t>(random.below(100'000));
    Row row{.id = static_cast<std::int64_t>(1'000'000 + i * 7),
            .body = ledger::write_entry(
                invented(random, static_cast<std::int64_t>(1'000'000 + i * 7), at))};
    row.leaf = ledger::leaf_hash(row.body);
    bytes += row.body.size();
    rows.push_back(std::move(row));
  }
  fmt::print("{} entries, {:.0f} MB\n\n{:<56}{:>9}{:>9}{:>9}\n",
             base::with_commas(static_cast<std::int64_t>(rows.size())),
             static_cast<double>(bytes) / 1e6, "", "wall s", "CPU s", "ratio");
  const Times plain = measure([&] {
    base::Sha256 digest;
    for (const Row& row : rows) {
      digest.add(row.body);
    }
    digest.take();
  });
  print("one plain SHA-256 pass", plain, plain);

  std::vector<std::string> notes;
  ledger::Frontier tree;
  const Times appended = measure([&] {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      tree.append(rows[i].leaf);
      if ((i + 1) % 256 == 0 || i + 1 == rows.size()) {
        notes.push_back(ledger::sign_checkpoint(
            {.origin = std::string(name) + "/1", .size = i + 1, .root = tree.root()}, key));
      }
    }
  });
  print("append, and sign a checkpoint for each 256", appended, plain);
  bool good = false;
  const Times times = measure([&] {
    ledger::Verifier verifier({.origin = std::string(name) + "/1", .keys = {key.verifier()}});
    for (const std::string& note : notes) {
      verifier.stored_checkpoint(note);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      verifier.entry(i, rows[i].id, rows[i].body, rows[i].leaf);
    }
    good = verifier.finish(at).good;
  });
  print(fmt::format("in memory: verify, {} checkpoints", notes.size()), times, plain);
  const bool quick = times.cpu < allowed_seconds;
  good = stored(rows, key, plain) && good;
  fmt::print(
      "\n1,000,000 entries are to be verified in {} s of processor time: {}; peak memory {:.0f} "
      "MB\n",
      allowed_seconds, good && quick ? "met" : "NOT MET", base::peak_megabytes());
  return good && quick ? 0 : 1;
}
