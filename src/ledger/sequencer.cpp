#include "ledger/sequencer.h"

#include <fmt/format.h>

#include <array>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

#include "base/ensure.h"
#include "base/refusal.h"
#include "ledger/entry.h"
#include "ledger/files.h"
#include "ledger/stored_log.h"

namespace sojourn::ledger {
namespace {

using base::Refusal;

struct Waiting {
  std::int64_t id = 0;
  db::Bytes leaf;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (id, leaf))

std::string origin_of(const std::string& name, std::int64_t epoch) {
  return fmt::format("{}/{}", name, epoch);
}

/// Whether the log continues the checkpoint that is kept outside.
bool continues(db::Tx& tx, std::uint64_t size, const Checkpoint& outside) {
  return outside.size <= size && root_of(outside.size, stored_nodes(tx)) == outside.root;
}

std::optional<Checkpoint> read_outside(const SequencerSettings& settings) {
  const std::optional<std::string> note = read_small_file(settings.outside_file, longest_note);
  if (!note) {
    return std::nullopt;
  }
  std::optional<SignedCheckpoint> read = parse_checkpoint(*note);
  if (!read || verify_note(read->note, {&settings.key.verifier(), 1}) != Signed::good) {
    throw Refusal{
        .kind = base::Kind::precondition,
        .code = "outside_checkpoint_damaged",
        .detail = base::in_words("{} holds no checkpoint signed by this log's key. Nothing "
                                 "is sealed until an administrator has looked at it.",
                                 settings.outside_file.string()),
        .faults = {}};
  }
  return std::move(read->checkpoint);
}

}  // namespace

Sequencer::Sequencer(db::Database& database, SequencerSettings settings)
    : database_(database), settings_(std::move(settings)) {
  base::ensure(is_key_name(settings_.name), "a log's name has no spaces");
}

bool Sequencer::take_lease(db::Change& change) {
  const base::Instant now = change.now();
  return change.write(
             "UPDATE audit_lease SET holder = $1, until = $2 WHERE name = 'sequencer' AND "
             "(holder = $1 OR until < $3)",
             settings_.holder, now + settings_.lease, now) == 1;
}

void Sequencer::leave() {
  database_.upkeep([&](db::Change& change) {
    change.write("UPDATE audit_lease SET until = $2 WHERE name = 'sequencer' AND holder = $1",
                 settings_.holder, base::Instant::from_unix_micros(0));
  });
}

void Sequencer::check() {
  // Before the database: another server may seal meanwhile, and it writes the file last.
  const std::optional<Checkpoint> outside = read_outside(settings_);
  database_.read(db::Caller::program(), [&](db::Tx& tx) { check_outside(tx, outside); });
}

void Sequencer::check_outside(db::Tx& tx, const std::optional<Checkpoint>& outside) const {
  const std::vector<Epoch> epochs = stored_epochs(tx);
  const std::string origin = epochs.empty() ? std::string() : epochs.back().origin;
  const std::uint64_t size = stored_size(tx);
  if (!outside || (outside->origin == origin && continues(tx, size, *outside))) {
    return;
  }
  throw Refusal{.kind = base::Kind::precondition,
                .code = "log_rolled_back",
                .detail = base::in_words(
                    "The audit log has {} entries and does not continue the checkpoint of "
                    "{} entries in {}: an older state was restored, or entries were "
                    "rewritten. Nothing is sealed. After an honest restore, begin a new "
                    "epoch: sojourn audit new-epoch --reason TEXT",
                    size, outside->size, settings_.outside_file.string()),
                .faults = {}};
}

void Sequencer::place(db::Change& change, SequencerStep& step) {
  const std::vector<Waiting> waiting = change.rows<Waiting>(
      "SELECT id, leaf FROM audit_entry WHERE place IS NULL ORDER BY id LIMIT $1",
      settings_.at_once);
  if (waiting.empty()) {
    return;
  }
  Frontier tree(step.size, stored_nodes(change));
  std::vector<db::Value> nodes;
  for (const Waiting& each : waiting) {
    change.write("UPDATE audit_entry SET place = $1 WHERE id = $2",
                 static_cast<std::int64_t>(tree.size()), each.id);
    tree.append(hash_of(each.leaf), [&](std::uint32_t level, std::uint64_t at, const Hash& hash) {
      if (level > 0 && level % kept_step == 0) {
        nodes.emplace_back(std::int64_t{level});
        nodes.emplace_back(static_cast<std::int64_t>(at));
        nodes.emplace_back(db::Bytes{std::string(bytes_of(hash))});
      }
    });
  }
  if (!nodes.empty()) {
    const std::array<std::string, 3> columns = {"level", "place", "hash"};
    change.write_rows("audit_node", columns, nodes);
  }
  step.placed = waiting.size();
  step.size = tree.size();
}

std::optional<std::string> Sequencer::seal(db::Change& change, SequencerStep& step, bool seal_now,
                                           const std::optional<Checkpoint>& outside) {
  const std::string origin = stored_epochs(change).back().origin;
  const std::optional<StoredCheckpoint> latest = latest_checkpoint(change);
  const bool any = latest && latest->origin == origin;
  const std::uint64_t sealed = any ? static_cast<std::uint64_t>(latest->size) : 0;
  const std::optional<std::string> missed =
      any && (!outside || outside->size < sealed) ? std::optional(latest->note) : std::nullopt;
  if (step.size <= sealed) {
    return missed;
  }
  if (!seal_now && step.size - sealed < settings_.seal_entries) {
    const auto oldest = parse_entry_head(change.value<std::string>(
        "SELECT body FROM audit_entry WHERE place = $1", static_cast<std::int64_t>(sealed)));
    const std::int64_t due =
        (oldest ? oldest->at : 0) + std::chrono::microseconds(settings_.seal_after).count();
    if (change.now().unix_micros() < due) {
      return missed;
    }
  }
  const std::string note = sign_checkpoint(
      {.origin = origin, .size = step.size, .root = root_of(step.size, stored_nodes(change))},
      settings_.key);
  change.write(
      "INSERT INTO audit_checkpoint (origin, size, note, sealed_at) VALUES ($1, $2, $3, $4)",
      origin, static_cast<std::int64_t>(step.size), note, change.now());
  step.sealed_size = step.size;
  return note;
}

SequencerStep Sequencer::step(bool seal_now) {
  std::optional<std::string> note;
  SequencerStep done = database_.upkeep([&](db::Change& change) {
    note.reset();
    SequencerStep step;
    step.held = take_lease(change);
    if (!step.held) {
      return step;
    }
    if (stored_epochs(change).empty()) {
      change.write(
          "INSERT INTO audit_epoch (number, origin, lost, began_at) VALUES (1, $1, NULL, $2)",
          origin_of(settings_.name, 1), change.now());
    }
    step.size = stored_size(change);
    const std::optional<Checkpoint> outside = read_outside(settings_);
    check_outside(change, outside);
    place(change, step);
    note = seal(change, step, seal_now, outside);
    return step;
  });
  // After the commit: a checkpoint outside that the database does not have would be a false alarm.
  if (note) {
    replace_file(settings_.outside_file, *note);
  }
  return done;
}

void Sequencer::run(const std::stop_token& stop,
                    const std::function<void(std::string_view)>& failed) {
  std::mutex mutex;
  std::condition_variable_any wake;
  const auto one = [&](bool last) {
    try {
      // Until all have their place: a step takes only so many.
      while (step(last).placed == static_cast<std::uint64_t>(settings_.at_once)) {
      }
      if (last) {
        leave();
      }
    } catch (const Refusal& refusal) {
      failed(refusal.detail.english());
    } catch (const std::exception& error) {
      failed(error.what());
    }
  };
  while (!stop.stop_requested()) {
    one(false);
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
  }
  one(true);
}

void new_epoch(db::Database& database, const db::Caller& caller,
               const SequencerSettings& settings) {
  const std::optional<Checkpoint> outside = read_outside(settings);
  const std::optional<std::string> lost = read_small_file(settings.outside_file, longest_note);
  database.change(caller, "audit.new_epoch", [&](db::Change& change) {
    const std::vector<Epoch> epochs = stored_epochs(change);
    const std::uint64_t size = stored_size(change);
    if (!outside || !lost || epochs.empty() ||
        (outside->origin == epochs.back().origin && continues(change, size, *outside))) {
      throw Refusal{
          .kind = base::Kind::precondition,
          .code = "not_rolled_back",
          .detail = "The audit log continues its last checkpoint; no new epoch is needed.",
          .faults = {}};
    }
    const std::int64_t number = epochs.back().number + 1;
    change.run(
        "audit_epoch",
        fmt::format("A new epoch begins at {} entries; the checkpoint of {} entries is lost.", size,
                    outside->size),
        "INSERT INTO audit_epoch (number, origin, lost, began_at) VALUES ($1, $2, $3, $4)", number,
        origin_of(settings.name, number), *lost, change.now());
  });
  // The old checkpoint is kept beside, for whoever asks what was lost.
  std::filesystem::path beside = settings.outside_file;
  beside += fmt::format(".lost-{}", outside->size);
  std::filesystem::rename(settings.outside_file, beside);
  sync_folder_of(beside);
}

}  // namespace sojourn::ledger
