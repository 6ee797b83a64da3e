#include "ledger/cosigned.h"

#include <utility>

#include "base/refusal.h"
#include "base/sentence.h"
#include "ledger/checkpoint.h"
#include "ledger/files.h"

namespace sojourn::ledger {
namespace {

namespace fs = std::filesystem;
using base::Kind;

[[noreturn]] void refuse(Kind kind, std::string code, base::Sentence detail) {
  throw base::Refusal{
      .kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

/// The latest stored checkpoint that the line is a witness's signature of; the line does not say.
std::optional<std::string> checkpoint_of(db::Tx& tx, std::string_view line,
                                         std::span<const VerifierKey> witnesses) {
  // As many as two months of minutes: a witness that answers later is asked anew.
  constexpr std::int64_t most = 100'000;
  for (const auto& note : tx.column<std::string>(
           "SELECT c.note FROM audit_checkpoint c JOIN audit_epoch e ON e.origin = c.origin "
           "ORDER BY e.number DESC, c.size DESC LIMIT $1",
           most)) {
    const std::optional<Note> stored = parse_note(note);
    const std::string own_line(line);
    const std::optional<Note> alone =
        stored ? parse_note(write_note(stored->text, {&own_line, 1})) : std::nullopt;
    if (alone && verify_note(*alone, witnesses) == Signed::good) {
      return note;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_cosigned(const fs::path& file) {
  return read_small_file(file, longest_note);
}

Cosigned keep_cosignature(db::Database& database, const fs::path& file, std::string_view line,
                          std::span<const VerifierKey> witnesses) {
  // 1. Whose it is, and of which checkpoint.
  const std::optional<std::string> note = database.read(
      db::Caller::program(), [&](db::Tx& tx) { return checkpoint_of(tx, line, witnesses); });
  if (!note) {
    refuse(Kind::invalid, "not_a_cosignature",
           "This is no signature of that witness over a checkpoint of this log. Give the line that "
           "`sojourn witness` printed, and the witness's own key.");
  }
  const SignedCheckpoint asked = parse_checkpoint(*note).value();
  // 2. Beside what was kept before: of another witness for the same, or of an earlier one.
  fs::path lock = file;
  lock += ".lock";
  const FileLock held(lock);
  std::string made = *note;
  if (const auto kept_note = read_cosigned(file)) {
    const std::optional<SignedCheckpoint> kept = parse_checkpoint(*kept_note);
    if (kept && kept->checkpoint == asked.checkpoint) {
      made = *kept_note;
    } else if (kept && kept->checkpoint.origin == asked.checkpoint.origin &&
               kept->checkpoint.size > asked.checkpoint.size) {
      refuse(Kind::precondition, "cosigned_later",
             base::in_words(
                 "A later checkpoint, of {} entries, is cosigned already; this one of {} is "
                 "not needed.",
                 kept->checkpoint.size, asked.checkpoint.size));
    }
  }
  if (made.find(line) == std::string::npos) {
    made += line;
  }
  const std::optional<Note> whole = parse_note(made);
  if (!whole) {
    refuse(Kind::invalid, "not_a_cosignature", "The checkpoint has too many signatures already.");
  }
  replace_file(file, made);
  return {.size = asked.checkpoint.size,
          .witnesses = whole->signatures.size() - asked.note.signatures.size()};
}

}  // namespace sojourn::ledger
