// An evidence pack: entries of the audit log with everything that somebody outside needs to check
// them without this server, as one archive:
//
//   README.txt, README.zh.txt       what it is, and how it is checked
//   log-key.pub                     who signs for the log
//   checkpoint                      the log's latest
//   cosigned-checkpoint             the last that a witness cosigned, if there is one
//   entries/entry-17.txt            the entry
//   proofs/entry-17.tlog-proof      its proof, with the entry in it once more
//
// `sojourn audit check-proof FOLDER --log-key FILE` checks the unpacked whole.
#include <fmt/format.h>

#include <algorithm>

#include "access/list_file.h"
#include "base/digest.h"
#include "base/version.h"
#include "documents/archive.h"
#include "stages/accountability/audit_entries.h"

namespace sojourn::stages::accountability {
namespace {

/// Of a pack, which is made in memory: about 3 kB each.
constexpr std::int64_t most_entries = 1'000;

struct MakeEvidence {
  std::optional<std::string> record;
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
};
BOOST_DESCRIBE_STRUCT(MakeEvidence, (), (record, first, last))

/// The archive is the answer's file; this says what is in it.
struct EvidenceMade {
  std::int64_t entries = 0;
  std::int64_t not_sealed = 0;  ///< left out: no checkpoint covers them yet
  std::string digest;           ///< of the file, SHA-256
};
BOOST_DESCRIBE_STRUCT(EvidenceMade, (), (entries, not_sealed, digest))

void check(const MakeEvidence& input) {
  std::vector<base::Fault> faults;
  if (input.record.has_value() == input.first.has_value()) {
    faults.push_back({.where = input.record ? "/first" : "/record",
                      .code = "one_of",
                      .value = "",
                      .detail = "Name either a record, or the first entry of a range."});
  }
  if (input.last && (!input.first || *input.last < *input.first)) {
    faults.push_back({.where = "/last",
                      .code = "before_first",
                      .value = std::to_string(*input.last),
                      .detail = "The last entry is not before the first, which is named too."});
  }
  base::refuse_faults(std::move(faults));
}

/// Oldest first. Those of a range that are not there are not missed: the log may be shorter.
std::vector<std::int64_t> entries_of(db::Tx& tx, const MakeEvidence& input) {
  std::vector<std::int64_t> ids;
  if (input.record) {
    const RecordName record = record_named(*input.record, "/record");
    for (const std::string& table : record.tables) {
      for (const std::int64_t id : tx.column<std::int64_t>(
               "SELECT DISTINCT entry FROM audit_history WHERE table_name = $1 AND record = $2 "
               "ORDER BY entry LIMIT $3",
               table, record.number, most_entries + 1)) {
        ids.push_back(id);
      }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  } else {
    ids = tx.column<std::int64_t>(
        "SELECT id FROM audit_entry WHERE place >= $1 AND place <= $2 ORDER BY place LIMIT $3",
        *input.first, input.last.value_or(*input.first), most_entries + 1);
  }
  if (ids.empty()) {
    throw base::Refusal{base::Kind::not_found, "no_entry", "The audit log has no such entry."};
  }
  if (std::ssize(ids) > most_entries) {
    throw base::Refusal{
        base::Kind::too_large, "too_many_entries",
        base::in_words("A pack holds at most {} entries. Name a shorter range.", most_entries)};
  }
  return ids;
}

std::string paragraphs(const std::vector<base::Sentence>& said, base::Language language) {
  std::string text;
  for (const base::Sentence& each : said) {
    text += each.in(language) + "\n\n";
  }
  text.pop_back();
  return text;
}

std::vector<base::Sentence> read_me(const MakeEvidence& input, const EvidenceMade& made,
                                    base::Instant now, const std::string& log) {
  std::vector<base::Sentence> said = {
      base::in_words("Evidence from the audit log {}", log),
      base::in_words("Made on {} by Sojourn {}. Entries: {}.", now.to_text(), base::version(),
                     made.entries),
      input.record
          ? base::in_words("These are the entries that changed the record {}.", *input.record)
          : base::in_words("These are the entries {} to {} of the log.", *input.first,
                           input.last.value_or(*input.first))};
  if (made.not_sealed > 0) {
    said.push_back(base::in_words("{} newer entries are left out: no checkpoint covered them yet.",
                                  made.not_sealed));
  }
  said.emplace_back(
      "entries/ holds each entry as a text: who did what to which record and when. It holds no "
      "values, only digests of them. proofs/ holds for each entry the proof that it stands in the "
      "log (C2SP tlog-proof), with the log's signed checkpoint (C2SP tlog-checkpoint).");
  said.emplace_back(
      "To check them without a connection to the server, unpack this archive and run:");
  said.push_back("    " + base::Sentence(std::string(
                              "sojourn audit check-proof FOLDER --log-key log-key.pub")));
  said.emplace_back(
      "Whoever could exchange this archive could exchange the log-key.pub in it too. Take your own "
      "copy of log-key.pub, which you were given when the log began.");
  said.emplace_back(
      "To check without Sojourn: the hash of an entry is SHA-256 of a zero byte and the text of "
      "the "
      "entry. The hashes of its proof lead from it to the root in the checkpoint as RFC 9162, "
      "section 2.1.3.2, says. The checkpoint is signed with Ed25519 by the key in log-key.pub "
      "(C2SP "
      "signed-note).");
  said.emplace_back(
      "A proof shows that an entry stands in the log and was not changed. It does not show that no "
      "entry is left out of this archive, nor that what an entry says was right.");
  return said;
}

EvidenceMade make_evidence(access::Call& call, const MakeEvidence& input, const AuditParts& parts) {
  check(input);
  // 1. The entries and their proofs, of one state.
  const ledger::LogOutside outside = (*parts.outside)();
  const ledger::ProofsOfEntries proofs = call.database.read(call.caller, [&](db::Tx& tx) {
    return ledger::prove_entries(tx, entries_of(tx, input), outside.cosigned);
  });
  if (proofs.proofs.empty()) {
    throw base::Refusal{base::Kind::precondition, "not_sealed_yet",
                        "The entry is not sealed yet; it is within 60 seconds of its writing."};
  }
  EvidenceMade made{.entries = std::ssize(proofs.proofs),
                    .not_sealed = static_cast<std::int64_t>(proofs.not_sealed),
                    .digest = {}};
  // 2. The archive.
  const base::Instant now = call.database.clock().now();
  const std::vector<base::Sentence> said = read_me(input, made, now, outside.request.name);
  std::string keys;
  for (const ledger::VerifierKey& key : outside.request.keys) {
    keys += key.text() + "\n";
  }
  std::vector<documents::ArchivedFile> files = {
      {"README.txt", paragraphs(said, base::Language::en)},
      {"README.zh.txt", paragraphs(said, base::Language::zh)},
      {"log-key.pub", keys},
      {"checkpoint", proofs.checkpoint}};
  if (outside.cosigned) {
    files.push_back({"cosigned-checkpoint", *outside.cosigned});
  }
  for (const ledger::ProofOfEntry& each : proofs.proofs) {
    const auto index = static_cast<std::int64_t>(each.index);
    files.push_back({fmt::format("entries/entry-{}.txt", index), each.entry});
    files.push_back({"proofs/" + proof_name(index), each.proof});
  }
  std::string bytes = documents::made_archive(files, now);
  made.digest = base::sha256_hex(bytes);
  // 3. That it was taken is an entry itself.
  call.database.change(call.caller, "audit.evidence", [](db::Change&) {});
  call.file = access::File{.name = input.record ? fmt::format("evidence-{}.zip", *input.record)
                                                : fmt::format("evidence-{}.zip", *input.first),
                           .media_type = std::string(documents::archive_type),
                           .bytes = std::move(bytes)};
  return made;
}

}  // namespace

std::vector<access::Operation> audit_evidence_operations(const AuditParts& parts) {
  return {access::call_operation<MakeEvidence, EvidenceMade>(
      {.name = "audit.evidence",
       .permission = read_audit,
       .method = access::Method::post,
       .path = "/api/audit-evidence",
       .summary = "entries of the audit log with their proofs, as one archive to give away",
       .description =
           "With the log's checkpoint, its open key, and how somebody outside checks them "
           "without this server, in English and Chinese. It holds no personal text. At most 1,000 "
           "entries; those without a checkpoint yet are left out and counted. That it was taken is "
           "an entry of the log. The answer is a ZIP archive.",
       .fields = {{.name = "record",
                   .shape = "ID",
                   .meaning = "All entries that changed this record, such as site_3k9q."},
                  {.name = "first",
                   .shape = "N",
                   .least = 0,
                   .meaning = "Or the entries from this place in the log on."},
                  {.name = "last",
                   .shape = "N",
                   .least = 0,
                   .meaning = "To this place; only the first if not given."}},
       .examples = {{"sojourn audit evidence --record site_3k9q --out evidence.zip",
                     "everything that was done to a site, for a court"}},
       .gives_file = {std::string(documents::archive_type)}},
      false, [parts](access::Call& call, const MakeEvidence& input) {
        return make_evidence(call, input, parts);
      })};
}

}  // namespace sojourn::stages::accountability
