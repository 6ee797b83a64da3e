#include "ledger/verifier.h"

#include <algorithm>
#include <utility>

#include "base/ensure.h"

namespace sojourn::ledger {
namespace {

base::Sentence sentence_of(Doubt doubt, const base::Sentence& whose) {
  switch (doubt) {
    case Doubt::not_a_checkpoint: return base::in_words("{} is not in the form of one.", whose);
    case Doubt::other_log: return base::in_words("{} is of another log.", whose);
    case Doubt::unknown_key:
      return base::in_words("{} is not signed by any key of this log.", whose);
    case Doubt::wrong_signature:
      return base::in_words("{} has a signature that does not fit its text.", whose);
    case Doubt::none:
    case Doubt::not_included: break;
  }
  base::report_bug("a checkpoint that is doubted", std::source_location::current());
}

Flaw flaw_of(Doubt doubt) {
  switch (doubt) {
    case Doubt::other_log: return Flaw::other_log;
    case Doubt::unknown_key: return Flaw::unknown_key;
    case Doubt::wrong_signature: return Flaw::wrong_signature;
    default: return Flaw::checkpoint_malformed;
  }
}

/// The last of the entries from `first` to before `end`, if there are any.
std::optional<std::uint64_t> last_of(std::uint64_t first, std::uint64_t end) {
  return end > first ? std::optional(end - 1) : std::nullopt;
}

}  // namespace

void Verifier::find(Flaw flaw, std::optional<std::uint64_t> first,
                    std::optional<std::uint64_t> last, base::Sentence detail) {
  if (report_.findings.size() == options_.most_findings) {
    ++report_.more_findings;
    return;
  }
  report_.findings.push_back(
      {.flaw = flaw, .first = first, .last = last, .detail = std::move(detail)});
}

std::optional<Checkpoint> Verifier::admit(std::string_view note, const base::Sentence& whose) {
  base::ensure(!begun_, "checkpoints and receipts are told before the entries");
  Believed believed = believe(note, options_.origin, options_.keys);
  for (const std::string& origin : options_.earlier_origins) {
    if (believed.doubt == Doubt::other_log) {
      believed = believe(note, origin, options_.keys);
    }
  }
  if (believed.doubt != Doubt::none) {
    find(flaw_of(believed.doubt), std::nullopt, std::nullopt, sentence_of(believed.doubt, whose));
    return std::nullopt;
  }
  return std::move(believed.checkpoint->checkpoint);
}

void Verifier::stored_checkpoint(std::string_view note) {
  std::optional<Checkpoint> checkpoint = admit(note, "A checkpoint that the log stores");
  if (checkpoint) {
    ++report_.checkpoints;
    largest_own_ = std::max(largest_own_, checkpoint->size);
    known_.push_back({.checkpoint = std::move(*checkpoint), .from = {}});
  }
}

void Verifier::kept_checkpoint(std::string_view note, std::string_view from) {
  std::optional<Checkpoint> checkpoint =
      admit(note, base::in_words("The checkpoint kept by {}", from));
  if (checkpoint) {
    ++report_.kept_checkpoints;
    look_for_witnesses(note, checkpoint->size);
    known_.push_back({.checkpoint = std::move(*checkpoint), .from = std::string(from)});
  }
}

void Verifier::look_for_witnesses(std::string_view note, std::uint64_t size) {
  for (std::size_t i = 0; i < options_.witnesses.size(); ++i) {
    const std::optional<Note> read = parse_note(note);
    const Signed by = verify_note(*read, {&options_.witnesses[i], 1});
    if (by == Signed::good) {
      witnessed_[i] = std::max(witnessed_[i], size);
    } else if (by == Signed::wrong) {
      find(Flaw::wrong_signature, std::nullopt, std::nullopt,
           base::in_words("The cosignature of {} does not fit its checkpoint.",
                          options_.witnesses[i].name));
    }
  }
}

void Verifier::receipt(const Receipt& receipt) {
  base::ensure(!begun_, "checkpoints and receipts are told before the entries");
  ++report_.receipts;
  receipts_.emplace(bytes_of(receipt.leaf), receipt);
}

void Verifier::begin() {
  if (begun_) {
    return;
  }
  begun_ = true;
  std::stable_sort(known_.begin(), known_.end(), [](const Known& a, const Known& b) {
    return a.checkpoint.size < b.checkpoint.size;
  });
  for (std::size_t i = 1; i < known_.size(); ++i) {
    const Checkpoint& one = known_[i - 1].checkpoint;
    const Checkpoint& other = known_[i].checkpoint;
    if (one.size == other.size && one.root != other.root) {
      find(Flaw::fork, std::nullopt, last_of(0, one.size),
           base::in_words("Two signed checkpoints of {} entries stand for different entries.",
                          one.size));
    }
  }
  compare_at(0);
}

void Verifier::compare_at(std::uint64_t size) {
  if (next_known_ == known_.size() || known_[next_known_].checkpoint.size != size) {
    return;
  }
  const Hash root = tree_.root();
  for (; next_known_ < known_.size() && known_[next_known_].checkpoint.size == size;
       ++next_known_) {
    const Known& known = known_[next_known_];
    const bool own = known.from.empty();
    if (known.checkpoint.root != root) {
      // What fitted the checkpoint before is as it was; so it is among these.
      find(own ? Flaw::root_differs : Flaw::kept_root_differs, agreed_, last_of(agreed_, size),
           own ? base::in_words("The first {} entries are not those that were signed.", size)
               : base::in_words("The first {} entries are not those that {} keeps a checkpoint of.",
                                size, known.from));
    } else if (own) {
      agreed_ = size;
    }
    if (own) {
      since_checkpoint_.clear();
    }
  }
}

Hash Verifier::look_at(std::optional<std::uint64_t> index, std::int64_t id, std::string_view text,
                       const std::optional<Hash>& kept_leaf) {
  const Hash leaf = hasher_.leaf(text);
  if (kept_leaf && *kept_leaf != leaf) {
    find(Flaw::entry_changed, index, index,
         base::in_words("Entry {} is not what it was when it was written.", id));
  }
  const std::optional<EntryHead> head = parse_entry_head(text);
  if (!head || head->id != id) {
    find(Flaw::entry_malformed, index, index,
         base::in_words("What stands for entry {} is not that entry.", id));
  } else {
    ids_.push_back(id);
    since_checkpoint_.push_back(head->at);
    if (head->at + options_.most_backwards < latest_ && index) {
      find(Flaw::time_backwards, index, index,
           base::in_words("Entry {} was made {} seconds before one that stands before it.", id,
                          (latest_ - head->at) / 1'000'000));
    }
    latest_ = std::max(latest_, head->at);
  }
  if (!receipts_.empty()) {
    receipts_.erase(std::string(bytes_of(leaf)));
  }
  return leaf;
}

void Verifier::entry(std::uint64_t index, std::int64_t id, std::string_view text,
                     const std::optional<Hash>& kept_leaf) {
  begin();
  if (index > next_index_) {
    find(Flaw::index_missing, next_index_, index - 1,
         index - next_index_ == 1
             ? base::in_words("There is no entry {}.", next_index_)
             : base::in_words("There are no entries {} to {}.", next_index_, index - 1));
  } else if (index < next_index_) {
    find(Flaw::index_twice, index, index, base::in_words("Entry {} is there twice.", index));
  }
  next_index_ = std::max(next_index_, index + 1);
  tree_.append(look_at(index, id, text, kept_leaf));
  compare_at(tree_.size());
}

void Verifier::waiting(std::int64_t id, std::string_view text,
                       const std::optional<Hash>& kept_leaf) {
  begin();
  look_at(std::nullopt, id, text, kept_leaf);
  ++report_.unsealed;
}

VerifyReport Verifier::finish(std::int64_t now) {
  begin();
  report_.entries = tree_.size();
  report_.root = to_base64(tree_.root());
  for (; next_known_ < known_.size(); ++next_known_) {
    const Known& known = known_[next_known_];
    const std::uint64_t size = known.checkpoint.size;
    if (known.from.empty()) {
      find(Flaw::log_shorter, tree_.size(), last_of(tree_.size(), size),
           base::in_words("The log has {} entries, and a checkpoint of {}.", tree_.size(), size));
    } else {
      find(Flaw::rolled_back, tree_.size(), last_of(tree_.size(), size),
           base::in_words(
               "The log has {} entries, but {} keeps a checkpoint of {}: it was cut, or an "
               "older state of it restored.",
               tree_.size(), known.from, size));
    }
  }
  std::sort(ids_.begin(), ids_.end());
  for (auto at = std::adjacent_find(ids_.begin(), ids_.end()); at != ids_.end();
       at = std::adjacent_find(at + 1, ids_.end())) {
    find(Flaw::entry_twice, std::nullopt, std::nullopt,
         base::in_words("Entry {} stands at two places.", *at));
  }
  for (std::size_t i = 0; i < witnessed_.size(); ++i) {
    if (witnessed_[i] == 0) {
      find(Flaw::not_cosigned, std::nullopt, std::nullopt,
           base::in_words("No checkpoint that was kept is cosigned by {}.",
                          options_.witnesses[i].name));
    }
  }
  report_.cosigned =
      witnessed_.empty() ? 0 : *std::min_element(witnessed_.begin(), witnessed_.end());
  for (const auto& [leaf, receipt] : receipts_) {
    find(Flaw::receipt_not_in_log, std::nullopt, std::nullopt,
         base::in_words("The log promised entry {}, and does not have it.", receipt.id));
  }
  report_.unsealed += tree_.size() - std::min(tree_.size(), largest_own_);
  if (!since_checkpoint_.empty()) {
    const std::int64_t oldest =
        *std::min_element(since_checkpoint_.begin(), since_checkpoint_.end());
    if (now - oldest > options_.longest_unsealed) {
      find(report_.checkpoints == 0 ? Flaw::no_checkpoint : Flaw::sealed_late, std::nullopt,
           std::nullopt,
           base::in_words("{} entries have waited for a checkpoint for up to {} seconds; start the "
                          "server, or ask why it does not seal.",
                          since_checkpoint_.size(), (now - oldest) / 1'000'000));
    }
  }
  report_.good = report_.findings.empty();
  return std::move(report_);
}

}  // namespace sojourn::ledger
