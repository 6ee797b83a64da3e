#include "ledger/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/ensure.h"
#include "base/refusal.h"
#include "ledger/stored_log.h"

namespace sojourn::ledger {
namespace {

using base::Kind;
using base::Refusal;

constexpr std::int64_t page = 5'000;

[[noreturn]] void refuse(Kind kind, std::string code, base::Sentence detail) {
  throw Refusal{.kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

/// A stored hash as it stands: one of a wrong length is nobody's leaf.
Hash leaf_cell(const db::Value& cell) {
  const auto* bytes = std::get_if<db::Bytes>(&cell);
  const std::optional<Hash> hash = bytes ? hash_from_bytes(bytes->data) : std::nullopt;
  return hash.value_or(Hash{});
}

void read_checkpoints(db::Tx& tx, Verifier& verifier) {
  std::string origin;
  std::int64_t size = -1;
  while (true) {
    const db::Result rows = tx.query(
        "SELECT origin, size, note FROM audit_checkpoint WHERE origin > $1 OR (origin = $1 AND "
        "size > $2) ORDER BY origin, size LIMIT $3",
        {origin, size, page});
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      verifier.stored_checkpoint(std::get<std::string>(rows.row(i)[2]));
    }
    if (rows.rows() < static_cast<std::size_t>(page)) {
      return;
    }
    origin = std::get<std::string>(rows.row(rows.rows() - 1)[0]);
    size = std::get<std::int64_t>(rows.row(rows.rows() - 1)[1]);
  }
}

void read_entries(db::Tx& tx, Verifier& verifier, const HowFar& how_far) {
  std::int64_t last = INT64_MIN;
  std::uint64_t read = 0;
  while (true) {
    const db::Result rows = tx.query(
        "SELECT place, id, leaf, body FROM audit_entry WHERE place > $1 ORDER BY place LIMIT $2",
        {last, page});
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const std::span<const db::Value> row = rows.row(i);
      last = std::get<std::int64_t>(row[0]);
      verifier.entry(static_cast<std::uint64_t>(last), std::get<std::int64_t>(row[1]),
                     std::get<std::string>(row[3]), leaf_cell(row[2]));
    }
    read += rows.rows();
    if (how_far) {
      how_far(read);
    }
    if (rows.rows() < static_cast<std::size_t>(page)) {
      break;
    }
  }
  std::int64_t id = 0;
  while (true) {
    const db::Result rows = tx.query(
        "SELECT id, leaf, body FROM audit_entry WHERE place IS NULL AND id > $1 ORDER BY id "
        "LIMIT $2",
        {id, page});
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const std::span<const db::Value> row = rows.row(i);
      id = std::get<std::int64_t>(row[0]);
      verifier.waiting(id, std::get<std::string>(row[2]), leaf_cell(row[1]));
    }
    if (rows.rows() < static_cast<std::size_t>(page)) {
      return;
    }
  }
}

/// The latest checkpoint, as a value too.
std::pair<std::string, Checkpoint> sealed_log(db::Tx& tx) {
  const std::optional<StoredCheckpoint> latest = latest_checkpoint(tx);
  if (!latest) {
    refuse(Kind::precondition, "not_sealed_yet",
           "The log has no checkpoint yet; it gets its first within 60 seconds.");
  }
  std::optional<SignedCheckpoint> read = parse_checkpoint(latest->note);
  if (!read) {
    refuse(Kind::invalid, "log_damaged",
           "The log's last checkpoint is damaged; run: sojourn audit verify");
  }
  return {latest->note, std::move(read->checkpoint)};
}

/// Whether the stored log begins with what that checkpoint stands for.
bool continued(db::Tx& tx, const Checkpoint& checkpoint) {
  const std::vector<Epoch> epochs = stored_epochs(tx);
  return !epochs.empty() && epochs.back().origin == checkpoint.origin &&
         checkpoint.size <= stored_size(tx) &&
         root_of(checkpoint.size, stored_nodes(tx)) == checkpoint.root;
}

}  // namespace

VerifyReport verify_log(db::Database& database, const AuditRequest& request,
                        const HowFar& how_far) {
  return database.read(db::Caller::program(), [&](db::Tx& tx) {
    VerifyOptions options{
        .origin = request.name + "/1", .keys = request.keys, .witnesses = request.witnesses};
    const std::vector<Epoch> epochs = stored_epochs(tx);
    for (std::size_t i = 0; i < epochs.size(); ++i) {
      // An attacker who invents epochs gains nothing: each is of this name, signed by these keys.
      const std::string origin = fmt::format("{}/{}", request.name, epochs[i].number);
      if (i + 1 == epochs.size()) {
        options.origin = origin;
      } else {
        options.earlier_origins.push_back(origin);
      }
    }
    Verifier verifier(std::move(options));
    read_checkpoints(tx, verifier);
    for (const KeptCheckpoint& kept : request.kept) {
      verifier.kept_checkpoint(kept.note, kept.from);
    }
    for (const Receipt& receipt : request.receipts) {
      verifier.receipt(receipt);
    }
    read_entries(tx, verifier, how_far);
    return verifier.finish(tx.now().unix_micros());
  });
}

ProofsOfEntries prove_entries(db::Tx& tx, const std::vector<std::int64_t>& entries,
                              const std::optional<std::string>& cosigned) {
  const auto [latest_note, latest] = sealed_log(tx);
  auto known = cosigned ? parse_checkpoint(*cosigned) : std::nullopt;
  if (known && !continued(tx, known->checkpoint)) {
    known.reset();
  }
  ProofsOfEntries made{.proofs = {}, .checkpoint = latest_note};
  for (const std::int64_t entry : entries) {
    const db::Result found = tx.query("SELECT place, body FROM audit_entry WHERE id = $1", {entry});
    if (found.rows() == 0) {
      refuse(Kind::not_found, "no_entry", "The audit log has no such entry.");
    }
    const auto* place = std::get_if<std::int64_t>(&found.cells[0]);
    if (place == nullptr || static_cast<std::uint64_t>(*place) >= latest.size) {
      ++made.not_sealed;
      continue;
    }
    const auto index = static_cast<std::uint64_t>(*place);
    const bool witnessed = known && index < known->checkpoint.size;
    const std::uint64_t size = witnessed ? known->checkpoint.size : latest.size;
    ProofOfEntry proof{
        .id = entry, .index = index, .entry = std::get<std::string>(found.cells[1]), .proof = {}};
    proof.proof = write_entry_proof({.extra = proof.entry,
                                     .index = index,
                                     .hashes = inclusion_proof(index, size, stored_nodes(tx)),
                                     .checkpoint = witnessed ? *cosigned : latest_note});
    made.proofs.push_back(std::move(proof));
  }
  return made;
}

ProofOfEntry prove_entry(db::Database& database, std::int64_t entry,
                         const std::optional<std::string>& cosigned) {
  return database.read(db::Caller::program(), [&](db::Tx& tx) {
    ProofsOfEntries made = prove_entries(tx, {entry}, cosigned);
    if (made.proofs.empty()) {
      refuse(Kind::precondition, "not_sealed_yet",
             "The entry is not sealed yet; it is within 60 seconds of its writing.");
    }
    return std::move(made.proofs.front());
  });
}

std::string request_for_witness(db::Database& database, std::uint64_t old_size) {
  return database.read(db::Caller::program(), [&](db::Tx& tx) {
    auto [note, checkpoint] = sealed_log(tx);
    if (old_size > checkpoint.size) {
      refuse(Kind::precondition, "witness_is_ahead",
             base::in_words("The witness knows {} entries and this log has {}: an older state was "
                            "restored.",
                            old_size, checkpoint.size));
    }
    return write_witness_request(
        {.old_size = old_size,
         .hashes = consistency_proof(old_size, checkpoint.size, stored_nodes(tx)),
         .checkpoint = std::move(note)});
  });
}

}  // namespace sojourn::ledger
