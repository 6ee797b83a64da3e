#include "program/proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>

#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/files.h"
#include "ledger/key_file.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
using base::Kind;
using ledger::Doubt;

constexpr std::string_view proof_ending = ".tlog-proof";
/// An entry, at most 64 hashes and a note: the entry of a large change names many records.
constexpr std::size_t longest_proof = std::size_t{16} * 1024 * 1024;

struct CheckProofInput {
  std::string path;
  std::string log_key;
};
BOOST_DESCRIBE_STRUCT(CheckProofInput, (), (path, log_key))

struct ProvedEntry {
  std::string file;
  std::int64_t index = 0;
  std::string entry;  ///< the number after id= in a receipt
  base::Instant at;
  std::string operation;
  std::string log;              ///< and its epoch
  std::int64_t of_entries = 0;  ///< that the checkpoint covers
};
BOOST_DESCRIBE_STRUCT(ProvedEntry, (), (file, index, entry, at, operation, log, of_entries))

struct ProofFinding {
  std::string file;
  base::Sentence detail;
};
BOOST_DESCRIBE_STRUCT(ProofFinding, (), (file, detail))

struct ProofReport {
  bool good = false;
  std::vector<ProvedEntry> proved;
  std::vector<ProofFinding> findings;
};
BOOST_DESCRIBE_STRUCT(ProofReport, (), (good, proved, findings))

[[noreturn]] void refuse(std::string code, base::Sentence detail) {
  throw base::Refusal{
      .kind = Kind::not_found, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

base::Sentence in_words(Doubt doubt) {
  switch (doubt) {
    case Doubt::not_a_checkpoint: return "The checkpoint in this proof is damaged.";
    case Doubt::other_log: return "This proof is of another log than the key of --log-key.";
    case Doubt::unknown_key: return "The checkpoint is not signed by the key of --log-key.";
    case Doubt::wrong_signature: return "The log's signature does not fit the checkpoint.";
    case Doubt::not_included: return "The entry in this proof is not the one that the log has.";
    case Doubt::none: break;
  }
  base::report_bug("a doubt of a proof", std::source_location::current());
}

/// Whose log an origin is of, in whichever epoch: "name/2".
bool is_of(std::string_view origin, const std::vector<ledger::VerifierKey>& keys) {
  const std::size_t slash = origin.rfind('/');
  return slash != std::string_view::npos &&
         base::parse_number<std::uint32_t>(origin.substr(slash + 1)).value_or(0) > 0 &&
         std::any_of(keys.begin(), keys.end(), [&](const ledger::VerifierKey& key) {
           return key.name == origin.substr(0, slash);
         });
}

/// What is wrong with it; nothing: it is as it says.
std::optional<base::Sentence> wrong(const std::string& text,
                                    const std::vector<ledger::VerifierKey>& keys,
                                    ProvedEntry& into) {
  const std::optional<ledger::EntryProof> proof = ledger::parse_entry_proof(text);
  const auto entry = proof ? ledger::parse_entry(proof->extra) : std::nullopt;
  if (!entry) {
    return "This file is no proof of an entry, or was changed.";
  }
  const auto checkpoint = ledger::parse_checkpoint(proof->checkpoint);
  if (!checkpoint) {
    return in_words(Doubt::not_a_checkpoint);
  }
  const std::string& origin = checkpoint->checkpoint.origin;
  const Doubt doubt =
      is_of(origin, keys) ? believe_entry(*proof, proof->extra, origin, keys) : Doubt::other_log;
  if (doubt != Doubt::none) {
    return in_words(doubt);
  }
  into.index = static_cast<std::int64_t>(proof->index);
  into.entry = std::to_string(entry->id);
  into.at = base::Instant::from_unix_micros(entry->at);
  into.operation = entry->operation;
  into.log = origin;
  into.of_entries = static_cast<std::int64_t>(checkpoint->checkpoint.size);
  return std::nullopt;
}

std::set<fs::path> files_in(const fs::path& path, std::string_view ending) {
  std::set<fs::path> files;
  for (const fs::directory_entry& each : fs::recursive_directory_iterator(path)) {
    if (each.is_regular_file() && each.path().string().ends_with(ending)) {
      files.insert(each.path());
    }
  }
  return files;
}

/// The texts of an unpacked evidence pack that are not those of its proofs: `proved` has the text
/// of each by its stem.
void compare_texts(const fs::path& folder, const std::map<std::string, std::string>& proved,
                   ProofReport& report) {
  if (!fs::is_directory(folder)) {
    return;
  }
  for (const fs::path& file : files_in(folder, ".txt")) {
    const auto found = proved.find(file.stem().string());
    if (found == proved.end()) {
      report.findings.push_back({file.string(), "There is no proof of this entry."});
    } else if (ledger::read_small_file(file, longest_proof) != found->second) {
      report.findings.push_back({file.string(), "This text is not the entry that was proved."});
    }
  }
}

int run_check_proof(const CheckProofInput& input, base::Terminal& terminal) {
  const std::vector<ledger::VerifierKey> keys = ledger::read_verifier_keys(input.log_key);
  if (keys.empty()) {
    refuse("no_key", base::in_words("{} holds no key.", input.log_key));
  }
  const fs::path path = input.path;
  const bool folder = fs::is_directory(path);
  if (!folder && !fs::exists(path)) {
    refuse("no_file", base::in_words("There is no file {}.", input.path));
  }
  const std::set<fs::path> files = folder ? files_in(path, proof_ending) : std::set{path};
  if (files.empty()) {
    refuse("no_proof", base::in_words("There is no proof in {}.", input.path));
  }
  ProofReport report;
  std::map<std::string, std::string> texts;
  for (const fs::path& file : files) {
    const std::string text = ledger::read_small_file(file, longest_proof).value_or("");
    ProvedEntry proved{.file = file.string(), .entry = {}, .at = {}, .operation = {}, .log = {}};
    if (const auto what = wrong(text, keys, proved)) {
      report.findings.push_back({file.string(), *what});
    } else {
      texts.emplace(file.stem().string(), ledger::parse_entry_proof(text)->extra);
      report.proved.push_back(std::move(proved));
    }
  }
  if (folder) {
    compare_texts(path / "entries", texts, report);
  }
  report.good = report.findings.empty();
  for (ProofFinding& each : report.findings) {
    each.detail = each.detail.in(terminal.language);
  }
  terminal.out << base::write_json(base::encode(report), base::Layout::indented);
  return report.good ? base::exit_done : base::exit_answer_is_no;
}

}  // namespace

base::Operation check_proof_operation() {
  return base::operation<CheckProofInput>(
      {.name = "audit check-proof",
       .summary = "check a proof from the audit log, or an evidence pack, without the log",
       .description =
           "Needs no server and no data directory: only what was given away and your own copy of "
           "the log's open key. Of a folder every *.tlog-proof in it is checked, and that each "
           "text in its entries/ is the one that was proved.",
       .fields = {{.name = "path",
                   .shape = "PATH",
                   .positional = true,
                   .meaning = "A *.tlog-proof, or the folder of an unpacked evidence pack."},
                  {.name = "log_key",
                   .shape = "FILE",
                   .meaning = "Your own copy of log-key.pub: the one in a pack could be exchanged "
                              "together with it."}},
       .exit_codes = {{base::exit_answer_is_no, "something is wrong; it is listed"}},
       .examples = {{"sojourn audit check-proof evidence --log-key log-key.pub",
                     "what an auditor does with an evidence pack"}},
       .see_also = {"audit proof", "audit verify"}},
      run_check_proof);
}

}  // namespace sojourn::program
