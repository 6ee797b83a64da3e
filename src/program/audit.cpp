#include "program/audit.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <ostream>

#include "base/text.h"
#include "ledger/cosigned.h"
#include "ledger/files.h"
#include "ledger/key_file.h"
#include "ledger/witness_file.h"
#include "program/store.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
using base::Kind;

constexpr std::size_t longest_request = std::size_t{256} * 1024;

struct VerifyInput {
  std::string data;
  std::optional<std::string> database;
  std::vector<std::string> checkpoint;
  std::vector<std::string> receipt;
  std::vector<std::string> witness_key;
  std::optional<std::string> log_key;
};
BOOST_DESCRIBE_STRUCT(VerifyInput, (), (data, database, checkpoint, receipt, witness_key, log_key))

struct ProofInput {
  std::int64_t entry = 0;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(ProofInput, (), (entry, data, database))

struct StoreInput {
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(StoreInput, (), (data, database))

struct EpochInput {
  std::string reason;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(EpochInput, (), (reason, data, database))

struct RequestInput {
  std::int64_t known = 0;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(RequestInput, (), (known, data, database))

struct CosignedInput {
  std::string cosignature;
  std::vector<std::string> witness_key;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(CosignedInput, (), (cosignature, witness_key, data, database))

struct WitnessInput {
  std::string request;
  std::string memory;
  std::string key;
  std::string log_key;
  std::int32_t epoch = 1;
};
BOOST_DESCRIBE_STRUCT(WitnessInput, (), (request, memory, key, log_key, epoch))

struct WitnessKeyInput {
  std::string file;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(WitnessKeyInput, (), (file, name))

[[noreturn]] void refuse(Kind kind, std::string code, base::Sentence detail) {
  throw base::Refusal{
      .kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

template <base::Record Report>
int print(Report report, base::Terminal& terminal) {
  for (auto& finding : report.findings) {
    finding.detail = finding.detail.in(terminal.language);
  }
  terminal.out << base::write_json(base::encode(report), base::Layout::indented);
  return report.good ? base::exit_done : base::exit_answer_is_no;
}

/// To look at, also beside a server.
template <class Input>
access::StorePlace to_look_at(const Input& input) {
  return {.directory = input.data, .url = input.database.value_or(""), .only_reads = true};
}

template <class Input>
std::unique_ptr<db::Database> open_to_look_at(const Input& input) {
  return db::Database::open(database_settings(to_look_at(input), stages()));
}

std::string read_text(const fs::path& file, std::size_t most) {
  std::optional<std::string> text = ledger::read_small_file(file, most);
  if (!text) {
    refuse(Kind::not_found, "no_file", base::in_words("There is no file {}.", file.string()));
  }
  return *std::move(text);
}

std::vector<ledger::VerifierKey> keys_in(const std::vector<std::string>& files) {
  std::vector<ledger::VerifierKey> keys;
  for (const std::string& file : files) {
    for (ledger::VerifierKey& key : ledger::read_verifier_keys(file)) {
      keys.push_back(std::move(key));
    }
  }
  return keys;
}

int run_verify(const VerifyInput& input, base::Terminal& terminal) {
  const DataFiles files(input.data);
  ledger::AuditRequest request =
      log_outside(files, input.log_key.value_or(files.open_log_key())).request;
  request.witnesses = keys_in(input.witness_key);
  for (const std::string& file : input.checkpoint) {
    request.kept.push_back({read_text(file, ledger::longest_note), file});
  }
  std::vector<base::Fault> faults;
  for (const std::string& text : input.receipt) {
    if (const auto receipt = ledger::parse_receipt(text)) {
      request.receipts.push_back(*receipt);
    } else {
      faults.push_back({.where = "/receipt",
                        .code = "not_a_receipt",
                        .value = text,
                        .detail = "Give the whole value of a Sojourn-Log field, in quotes."});
    }
  }
  base::refuse_faults(std::move(faults));
  return print(ledger::verify_log(*open_to_look_at(input), request), terminal);
}

int run_proof(const ProofInput& input, base::Terminal& terminal) {
  const auto cosigned = ledger::read_cosigned(DataFiles(input.data).cosigned_checkpoint());
  terminal.out << ledger::prove_entry(*open_to_look_at(input), input.entry, cosigned).proof;
  return base::exit_done;
}

int run_cosigned(const CosignedInput& input, base::Terminal& terminal) {
  if (input.witness_key.empty()) {
    base::refuse_faults({{.where = "/witness_key",
                          .code = "missing",
                          .value = "",
                          .detail = "Give the witness's open key, by which the line is checked."}});
  }
  const ledger::Cosigned kept = ledger::keep_cosignature(
      *open_to_look_at(input), DataFiles(input.data).cosigned_checkpoint(),
      read_text(input.cosignature, ledger::longest_note), keys_in(input.witness_key));
  terminal.out << base::in_words("The first {} entries are cosigned. Witnesses: {}.\n", kept.size,
                                 kept.witnesses)
                      .in(terminal.language);
  return base::exit_done;
}

int run_reconcile(const StoreInput& input, base::Terminal& terminal) {
  Store store(to_look_at(input), stages());
  return print(ledger::reconcile(store.database(), store.keys(), store.stages().tables), terminal);
}

int run_new_epoch(const EpochInput& input, base::Terminal& terminal) {
  if (input.reason.empty()) {
    base::refuse_faults({{.where = "/reason",
                          .code = "missing",
                          .value = "",
                          .detail = "Say why entries were lost."}});
  }
  Store store({.directory = input.data, .url = input.database.value_or(""), .must_be_there = true},
              stages());
  db::Caller caller = db::Caller::program();
  caller.reason = input.reason;
  ledger::new_epoch(store.database(), caller, store.sequencer_settings());
  store.seal();
  terminal.out << base::Sentence("A new epoch has begun.\n").in(terminal.language);
  return base::exit_done;
}

int run_request(const RequestInput& input, base::Terminal& terminal) {
  terminal.out << ledger::request_for_witness(*open_to_look_at(input),
                                              static_cast<std::uint64_t>(input.known));
  return base::exit_done;
}

base::Sentence why_not(const ledger::WitnessAnswer& answer) {
  switch (answer.verdict) {
    case ledger::WitnessVerdict::cosigned: break;
    case ledger::WitnessVerdict::malformed: return "The file is no request for a cosignature.";
    case ledger::WitnessVerdict::other_log:
      return "The request is of another log than the key of --log-key, or of another epoch.";
    case ledger::WitnessVerdict::unknown_key:
      return "The checkpoint is not signed by the key of --log-key.";
    case ledger::WitnessVerdict::wrong_signature:
      return "The log's signature does not fit the checkpoint.";
    case ledger::WitnessVerdict::other_size:
      return base::in_words(
          "The request does not begin where this witness ended. Ask for one that does: sojourn "
          "audit request --known {}.",
          answer.known_size);
    case ledger::WitnessVerdict::fork:
      return "The log shows two faces: it has as many entries as before, and others. Keep this "
             "request as evidence.";
    case ledger::WitnessVerdict::inconsistent:
      return "Entries that this witness knew were changed or left out. Keep this request as "
             "evidence.";
  }
  base::report_bug("a verdict of a witness", std::source_location::current());
}

int run_witness(const WitnessInput& input, base::Terminal& terminal) {
  const ledger::SignerKey key = ledger::read_key_file(input.key);
  if (key.verifier().type != ledger::KeyType::witness) {
    refuse(Kind::invalid, "not_a_witness_key",
           base::in_words("{} is no witness's key. Make one with: sojourn witness-key", input.key));
  }
  const std::vector<ledger::VerifierKey> log_keys = ledger::read_verifier_keys(input.log_key);
  if (log_keys.empty()) {
    refuse(Kind::not_found, "no_key", base::in_words("{} holds no key.", input.log_key));
  }
  const std::string origin = fmt::format("{}/{}", log_keys.front().name, input.epoch);
  const std::int64_t now = base::SystemWallClock().now().unix_micros() / 1'000'000;
  const ledger::WitnessAnswer answer = ledger::witness_with_file(
      input.memory, read_text(input.request, longest_request), origin, log_keys, key, now);
  if (answer.verdict != ledger::WitnessVerdict::cosigned) {
    terminal.err << base::in_words("Not cosigned: {} This witness knows {} entries of {}.\n",
                                   why_not(answer), answer.known_size, origin)
                        .in(terminal.language);
    return base::exit_answer_is_no;
  }
  terminal.out << answer.line;
  return base::exit_done;
}

int run_witness_key(const WitnessKeyInput& input, base::Terminal& terminal) {
  if (!ledger::is_key_name(input.name)) {
    base::refuse_faults({{.where = "/name",
                          .code = "bad_name",
                          .value = base::shorten(input.name),
                          .detail = "A key's name has no spaces and no plus, such as "
                                    "auditor.example/witness."}});
  }
  ledger::write_key_file(input.file, ledger::SignerKey::make(input.name, ledger::KeyType::witness));
  terminal.out << base::in_words("{0} holds the secret key; give {0}.pub to whoever checks.\n",
                                 input.file)
                      .in(terminal.language);
  return base::exit_done;
}

std::vector<base::Operation> log_operations() {
  const base::FieldAbout data = access::data_field_about();
  const base::FieldAbout database = access::database_field_about();
  const base::ExitCodeAbout not_good{base::exit_answer_is_no, "something is wrong; it is listed"};
  return {
      base::operation<VerifyInput>(
          {.name = "audit verify",
           .summary = "read the whole audit log and say everything that is wrong with it",
           .description =
               "Compares it with the log's own checkpoints, the outside checkpoint in the "
               "data directory, and what others kept. A server may be at work meanwhile.",
           .fields = {data,
                      database,
                      {.name = "checkpoint",
                       .shape = "FILE",
                       .meaning = "A checkpoint that somebody else kept, such as a witness."},
                      {.name = "receipt",
                       .shape = "TEXT",
                       .meaning = "A receipt that an answer carried as Sojourn-Log."},
                      {.name = "witness_key",
                       .shape = "FILE",
                       .meaning = "The open key of a witness, who is to have cosigned one of the "
                                  "checkpoints."},
                      log_key_field_about()},
           .exit_codes = {not_good},
           .examples = {{"sojourn audit verify --checkpoint from-the-witness",
                         "finds also what the keeper of the log could hide"}},
           .see_also = {"audit reconcile", "audit proof", "witness"}},
          run_verify),
      base::operation<ProofInput>(
          {.name = "audit proof",
           .summary = "print the proof that one entry is in the audit log",
           .description =
               "A *.tlog-proof (C2SP), with the entry itself, that can be checked without "
               "Sojourn by whoever has log-key.pub.",
           .fields = {{.name = "entry",
                       .shape = "ID",
                       .positional = true,
                       .least = 1,
                       .meaning = "The entry: the number after id= in a receipt."},
                      data,
                      database}},
          run_proof),
      base::operation<StoreInput>(
          {.name = "audit reconcile",
           .summary = "compare what the tables hold with what the audit log says was done",
           .description = "Finds records that were changed behind the log's back.",
           .fields = {data, database},
           .exit_codes = {not_good},
           .see_also = {"audit verify"}},
          run_reconcile),
      base::operation<EpochInput>(
          {.name = "audit new-epoch",
           .summary = "go on with the audit log after a restore that lost entries",
           .description =
               "An entry says which checkpoint is lost and why. Who kept a checkpoint of "
               "what was lost will still find the loss.",
           .fields = {{.name = "reason", .shape = "TEXT", .meaning = "Why entries were lost."},
                      data,
                      database},
           .see_also = {"restore"}},
          run_new_epoch),
      base::operation<RequestInput>(
          {.name = "audit request",
           .summary = "print what a witness is asked to cosign",
           .fields = {{.name = "known",
                       .shape = "N",
                       .standard = "0",
                       .unit = "entries",
                       .least = 0,
                       .meaning = "How many the witness knows: it says so when it refuses."},
                      data,
                      database},
           .see_also = {"witness"}},
          run_request),
      base::operation<CosignedInput>(
          {.name = "audit cosigned",
           .summary = "keep the cosignature that a witness gave",
           .description = "The checkpoint stays with it in the data directory, as "
                          "cosigned-checkpoint. Proofs of the entries that it covers carry it from "
                          "then on, and `audit verify` compares the log with it.",
           .fields =
               {{.name = "cosignature",
                 .shape = "FILE",
                 .positional = true,
                 .meaning = "The line that `sojourn witness` printed."},
                {.name = "witness_key", .shape = "FILE", .meaning = "The witness's open key."},
                data,
                database},
           .see_also = {"audit request", "witness"}},
          run_cosigned),
  };
}

std::vector<base::Operation> witness_operations() {
  return {
      base::operation<WitnessInput>(
          {.name = "witness",
           .summary = "cosign another body's audit log, if it only grew",
           .description = "Run by a second body. It remembers the latest checkpoint only, and "
                          "cosigns the next after a proof that the old log is its beginning. It "
                          "prints the cosignature line, and keeps the checkpoint, which is what "
                          "`audit verify --checkpoint` takes.",
           .fields = {{.name = "request",
                       .shape = "REQUEST",
                       .positional = true,
                       .meaning = "The file that `sojourn audit request` printed."},
                      {.name = "memory",
                       .shape = "FILE",
                       .meaning = "What this witness remembers of that log; made the first time."},
                      {.name = "key", .shape = "FILE", .meaning = "This witness's secret key."},
                      {.name = "log_key", .shape = "FILE", .meaning = "The log's log-key.pub."},
                      {.name = "epoch",
                       .shape = "N",
                       .standard = "1",
                       .least = 1,
                       .meaning = "Which epoch of the log; a restore that lost entries begins the "
                                  "next, and the witness a new memory."}},
           .exit_codes = {{base::exit_answer_is_no, "it was not cosigned; the reason is printed"}},
           .see_also = {"audit request", "witness-key"}},
          run_witness),
      base::operation<WitnessKeyInput>(
          {.name = "witness-key",
           .summary = "make a witness's key",
           .fields = {{.name = "file",
                       .shape = "FILE",
                       .positional = true,
                       .meaning = "Where to write the secret key; FILE.pub is the open one."},
                      {.name = "name",
                       .shape = "NAME",
                       .meaning = "Who the witness is: auditor.example/witness."}},
           .see_also = {"witness"}},
          run_witness_key),
  };
}

}  // namespace

std::vector<base::Operation> audit_operations() {
  std::vector<base::Operation> all = log_operations();
  for (base::Operation& each : witness_operations()) {
    all.push_back(std::move(each));
  }
  return all;
}

}  // namespace sojourn::program
