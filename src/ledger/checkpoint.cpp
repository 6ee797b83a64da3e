#include "ledger/checkpoint.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace sojourn::ledger {
namespace {

constexpr std::string_view proof_header = "c2sp.org/tlog-proof@v1";
constexpr std::size_t longest_proof = std::size_t{1024} * 1024;
constexpr std::size_t most_hashes = 63;

/// Takes the next line; nothing without a newline.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

/// Decimal without sign or leading zeros, at most 2^63 - 1.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  if (text.empty() || (text[0] == '0' && text.size() > 1)) {
    return std::nullopt;
  }
  const std::optional<std::uint64_t> size = base::parse_number<std::uint64_t>(text);
  return size && *size <= INT64_MAX ? size : std::nullopt;
}

/// "word number".
std::optional<std::uint64_t> parse_size_line(std::string_view line, std::string_view word) {
  if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ') {
    return std::nullopt;
  }
  return parse_size(line.substr(word.size() + 1));
}

/// Hash lines up to the empty line.
std::optional<Proof> take_hashes(std::string_view& text) {
  Proof hashes;
  while (true) {
    const std::optional<std::string_view> line = take_line(text);
    if (!line) {
      return std::nullopt;
    }
    if (line->empty()) {
      return hashes;
    }
    const std::optional<Hash> hash = hash_from_base64(*line);
    if (!hash || hashes.size() == most_hashes) {
      return std::nullopt;
    }
    hashes.push_back(*hash);
  }
}

std::string write_hashes(const Proof& hashes) {
  std::string made;
  for (const Hash& hash : hashes) {
    made += to_base64(hash);
    made += '\n';
  }
  return made;
}

}  // namespace

std::string write_checkpoint_text(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                     to_base64(checkpoint.root));
}

std::optional<Checkpoint> parse_checkpoint_text(std::string_view text) {
  const std::optional<std::string_view> origin = take_line(text);
  const std::optional<std::string_view> size = take_line(text);
  const std::optional<std::string_view> root = take_line(text);
  if (!root || !text.empty() || !is_key_name(*origin)) {
    return std::nullopt;
  }
  const std::optional<std::uint64_t> leaves = parse_size(*size);
  const std::optional<Hash> hash = hash_from_base64(*root);
  if (!leaves || !hash) {
    return std::nullopt;
  }
  return Checkpoint{.origin = std::string(*origin), .size = *leaves, .root = *hash};
}

std::optional<SignedCheckpoint> parse_checkpoint(std::string_view note) {
  std::optional<Note> read = parse_note(note);
  if (!read) {
    return std::nullopt;
  }
  std::optional<Checkpoint> checkpoint = parse_checkpoint_text(read->text);
  if (!checkpoint) {
    return std::nullopt;
  }
  return SignedCheckpoint{.checkpoint = std::move(*checkpoint), .note = std::move(*read)};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key) {
  const std::string text = write_checkpoint_text(checkpoint);
  const std::string line = key.sign(text, 0);
  return write_note(text, {&line, 1});
}

Believed believe(std::string_view note, std::string_view origin,
                 std::span<const VerifierKey> keys) {
  Believed made{.doubt = Doubt::not_a_checkpoint, .checkpoint = parse_checkpoint(note)};
  if (!made.checkpoint) {
    return made;
  }
  if (made.checkpoint->checkpoint.origin != origin) {
    made.doubt = Doubt::other_log;
    return made;
  }
  switch (verify_note(made.checkpoint->note, keys)) {
    case Signed::good: made.doubt = Doubt::none; break;
    case Signed::unknown: made.doubt = Doubt::unknown_key; break;
    case Signed::wrong: made.doubt = Doubt::wrong_signature; break;
  }
  return made;
}

std::string write_entry_proof(const EntryProof& proof) {
  std::string made = fmt::format("{}\n", proof_header);
  if (!proof.extra.empty()) {
    made += fmt::format("extra {}\n", to_base64(proof.extra));
  }
  made +=
      fmt::format("index {}\n{}\n{}", proof.index, write_hashes(proof.hashes), proof.checkpoint);
  return made;
}

std::optional<EntryProof> parse_entry_proof(std::string_view text) {
  if (text.size() > longest_proof || take_line(text) != proof_header) {
    return std::nullopt;
  }
  EntryProof made;
  std::optional<std::string_view> line = take_line(text);
  if (line && line->starts_with("extra ")) {
    std::optional<std::string> extra = from_base64(line->substr(6));
    if (!extra || extra->empty()) {
      return std::nullopt;
    }
    made.extra = std::move(*extra);
    line = take_line(text);
  }
  const std::optional<std::uint64_t> index = line ? parse_size_line(*line, "index") : std::nullopt;
  std::optional<Proof> hashes = index ? take_hashes(text) : std::nullopt;
  if (!hashes || !parse_checkpoint(text)) {
    return std::nullopt;
  }
  made.index = *index;
  made.hashes = std::move(*hashes);
  made.checkpoint = text;
  return made;
}

Doubt believe_entry(const EntryProof& proof, std::string_view entry, std::string_view origin,
                    std::span<const VerifierKey> keys) {
  const Believed believed = believe(proof.checkpoint, origin, keys);
  if (believed.doubt != Doubt::none) {
    return believed.doubt;
  }
  const Checkpoint& checkpoint = believed.checkpoint->checkpoint;
  const bool included = verify_inclusion(leaf_hash(entry), proof.index, checkpoint.size,
                                         proof.hashes, checkpoint.root);
  return included ? Doubt::none : Doubt::not_included;
}

std::string write_witness_request(const WitnessRequest& request) {
  return fmt::format("old {}\n{}\n{}", request.old_size, write_hashes(request.hashes),
                     request.checkpoint);
}

std::optional<WitnessRequest> parse_witness_request(std::string_view text) {
  if (text.size() > longest_proof) {
    return std::nullopt;
  }
  const std::optional<std::string_view> line = take_line(text);
  const std::optional<std::uint64_t> size = line ? parse_size_line(*line, "old") : std::nullopt;
  std::optional<Proof> hashes = size ? take_hashes(text) : std::nullopt;
  if (!hashes || !parse_checkpoint(text)) {
    return std::nullopt;
  }
  return WitnessRequest{
      .old_size = *size, .hashes = std::move(*hashes), .checkpoint = std::string(text)};
}

}  // namespace sojourn::ledger
